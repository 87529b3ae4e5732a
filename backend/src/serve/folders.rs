//! The folders of this computer that are served: originals, outputs, and the private one of the audit log. None lies
//! in another.

use std::ffi::OsString;
use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};

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
    /// Checks the folders against each other, and makes the private one where it is not there.
    ///
    /// # Errors
    /// [`FolderError`]
    pub fn choose(
        originals: Option<PathBuf>,
        outputs: Option<PathBuf>,
        private: Option<PathBuf>,
    ) -> Result<Self, FolderError> {
        let pair = match (originals, outputs) {
            (Some(originals), Some(outputs)) => Some((existing(&originals)?, existing(&outputs)?)),
            (None, None) => None,
            _ => return Err(FolderError::OneOfTwo),
        };
        let private = match (private, &pair) {
            (Some(private), _) => Some(real_path(&private)?),
            (None, Some((_, outputs))) => Some(beside(outputs)?),
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
        if let Some(private) = &private {
            make_private(private)?;
        }
        Ok(Self { pair, private })
    }
}

fn existing(path: &Path) -> Result<PathBuf, FolderError> {
    match path.canonicalize() {
        Ok(real) if real.is_dir() => Ok(real),
        _ => Err(FolderError::NotAFolder(path.into())),
    }
}

/// The real path of a folder whose parent exists.
fn real_path(path: &Path) -> Result<PathBuf, FolderError> {
    if let Ok(real) = path.canonicalize() {
        return Ok(real);
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.into());
    match (absolute.parent(), absolute.file_name()) {
        (Some(parent), Some(name)) => Ok(existing(parent)?.join(name)),
        _ => Err(FolderError::NotAFolder(path.into())),
    }
}

/// `clean` -> `clean-private`
fn beside(outputs: &Path) -> Result<PathBuf, FolderError> {
    let name = outputs
        .file_name()
        .ok_or_else(|| FolderError::Unnamed(outputs.into()))?;
    let mut name = OsString::from(name);
    name.push("-private");
    real_path(&outputs.with_file_name(name))
}

fn make_private(path: &Path) -> Result<(), FolderError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| FolderError::Create {
        path: path.into(),
        source,
    })
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
        let private = folders.private.unwrap();
        assert!(private.ends_with("out-private"));
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
