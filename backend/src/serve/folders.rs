//! The folders of this computer that are served: originals, outputs, and the private one of the audit log. None lies
//! in another.

use std::io;
use std::path::{Path, PathBuf};

use crate::folder::{create, private_beside, real_path};
use crate::place::Place;

/// Folders by their real paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// Originals and outputs of the embedded store.
    pub pair: Option<(PathBuf, PathBuf)>,
    /// Where the audit log is kept.
    pub private: Option<PathBuf>,
}

/// Why folders cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It would become a folder named `s3:`.
    #[error(
        "{0} takes a folder of this computer, not a bucket; originals and outputs in buckets are named with --store"
    )]
    Bucket(&'static str),
    /// Half a store.
    #[error("--originals and --outputs are given together or not at all")]
    OneOfTwo,
    /// Not there, or not a folder.
    #[error("{0} is not a folder that exists")]
    NotAFolder(PathBuf),
    /// An output could replace an original, or be released with private files.
    #[error("{0} and {1} must not be the same folder, nor lie in each other")]
    Nested(PathBuf, PathBuf),
    /// The outputs folder is the root.
    #[error("{0} has no name to put -private behind: name the private folder with --private")]
    Unnamed(PathBuf),
    /// The private folder cannot be made.
    #[error("cannot make the folder {path}")]
    Create {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Folders {
    /// Checks the folders against each other. Makes none.
    ///
    /// # Errors
    /// [`FolderError`]
    pub fn choose(
        originals: Option<PathBuf>,
        outputs: Option<PathBuf>,
        private: Option<PathBuf>,
    ) -> Result<Self, FolderError> {
        for (option, folder) in [
            ("--originals", &originals),
            ("--outputs", &outputs),
            ("--private", &private),
        ] {
            if folder.as_ref().is_some_and(is_in_a_bucket) {
                return Err(FolderError::Bucket(option));
            }
        }
        let pair = match (originals, outputs) {
            (Some(originals), Some(outputs)) => Some((existing(&originals)?, existing(&outputs)?)),
            (None, None) => None,
            _ => return Err(FolderError::OneOfTwo),
        };
        let private = match (private, &pair) {
            (Some(private), _) => Some(real_path(&private)),
            (None, Some((_, outputs))) => {
                Some(private_beside(outputs).ok_or_else(|| FolderError::Unnamed(outputs.clone()))?)
            }
            (None, None) => None,
        };
        let all: Vec<&PathBuf> = pair
            .iter()
            .flat_map(|(originals, outputs)| [originals, outputs])
            .chain(&private)
            .collect();
        for (number, one) in all.iter().enumerate() {
            for other in all.iter().skip(number + 1) {
                if one.starts_with(other) || other.starts_with(one) {
                    return Err(FolderError::Nested((*one).clone(), (*other).clone()));
                }
            }
        }
        Ok(Self { pair, private })
    }

    /// Makes the private folder, where one is named and it is not there.
    ///
    /// # Errors
    /// [`FolderError::Create`]
    pub fn create(&self) -> Result<(), FolderError> {
        let Some(private) = &self.private else {
            return Ok(());
        };
        create(private, true).map_err(|source| FolderError::Create {
            path: private.clone(),
            source,
        })
    }
}

/// Also where the bucket's name does not do.
fn is_in_a_bucket(path: &PathBuf) -> bool {
    !matches!(Place::parse(path.into()), Ok(Place::Path(_)))
}

fn existing(path: &Path) -> Result<PathBuf, FolderError> {
    match path.canonicalize() {
        Ok(real) if real.is_dir() => Ok(real),
        _ => Err(FolderError::NotAFolder(path.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(base: &Path, names: [Option<&str>; 3]) -> Result<Folders, FolderError> {
        let [originals, outputs, private] = names.map(|name| name.map(|name| base.join(name)));
        Folders::choose(originals, outputs, private)
    }

    fn base() -> tempfile::TempDir {
        let base = tempfile::tempdir().unwrap();
        for folder in ["in", "out", "in/deep"] {
            std::fs::create_dir(base.path().join(folder)).unwrap();
        }
        base
    }

    #[test]
    fn the_private_folder_stands_beside_the_outputs_and_is_closed_to_others() {
        let base = base();
        let folders = choose(base.path(), [Some("in"), Some("out"), None]).unwrap();
        let private = folders.private.clone().unwrap();
        assert!(private.ends_with("out-private") && !private.exists());
        folders.create().unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(private.metadata().unwrap().permissions().mode() & 0o077, 0);
        }
    }

    #[test]
    fn folders_that_lie_in_each_other_are_refused() {
        let base = base();
        for names in [
            [Some("in"), Some("in"), None],
            [Some("in"), Some("in/deep"), None],
            [Some("in/deep"), Some("in"), None],
            [Some("in"), Some("out"), Some("out/private")],
            [Some("in"), Some("out"), Some("in/deep")],
            [Some("in"), Some("out"), Some(".")],
            [Some("in"), Some("out/../in"), None],
        ] {
            let refused = choose(base.path(), names);
            assert!(
                matches!(refused, Err(FolderError::Nested(..))),
                "{names:?} {refused:?}"
            );
        }
        assert!(!base.path().join("out/private").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_does_not_hide_that_folders_are_the_same() {
        let base = base();
        std::os::unix::fs::symlink(base.path().join("in"), base.path().join("link")).unwrap();
        let refused = choose(base.path(), [Some("in"), Some("link"), None]);
        assert!(matches!(refused, Err(FolderError::Nested(..))));
    }

    #[test]
    fn a_bucket_is_no_folder() {
        let at = |text: &str| Some(PathBuf::from(text));
        for (option, folders) in [
            ("--originals", [at("s3://scans/in"), at("out"), None]),
            ("--outputs", [at("in"), at("s3://scans"), None]),
            ("--private", [None, None, at("s3://scans/private")]),
            ("--private", [None, None, at("s3://")]),
        ] {
            let [originals, outputs, private] = folders;
            let refused = Folders::choose(originals, outputs, private);
            assert!(
                matches!(refused, Err(FolderError::Bucket(told)) if told == option),
                "{option} {refused:?}"
            );
        }
    }

    #[test]
    fn half_a_store_and_missing_folders_are_refused() {
        let base = base();
        assert!(matches!(
            choose(base.path(), [Some("in"), None, None]),
            Err(FolderError::OneOfTwo)
        ));
        assert!(matches!(
            choose(base.path(), [Some("in"), Some("nowhere"), None]),
            Err(FolderError::NotAFolder(_))
        ));
        assert_eq!(
            choose(base.path(), [None, None, None]).unwrap(),
            Folders::default()
        );
    }
}
