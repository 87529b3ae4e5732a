//! The two zones: a place for releasable files, and a private folder beside it. Neither lies in the other, and no
//! input lies in either; but a bucket may hold originals and outputs side by side.

use std::io;
use std::path::{Path, PathBuf};

use crate::folder::{create, private_beside, real_path};
use crate::place::{BucketPlace, Place};

/// Two places, as the user named them.
#[derive(Debug)]
pub struct Zones {
    /// Releasable files only.
    pub out: Place,
    /// Reports, refusals, the review list, the key, and files that are not verified yet.
    pub private: PathBuf,
}

/// Why the zones cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ZoneError {
    /// The out folder has no name of its own to derive the private one from.
    #[error(
        "--out {out} gives the private folder no name: choose one of this computer with --private"
    )]
    Unnamed {
        /// As the user named it.
        out: String,
    },
    /// One zone lies inside the other, or is the other.
    #[error(
        "--out {out} and --private {private} must not lie in each other: reports would be released with the files"
    )]
    Nested {
        /// As the user named it.
        out: PathBuf,
        /// As the user named it.
        private: PathBuf,
    },
    /// An input lies in a zone.
    #[error(
        "the input {input} lies in {zone}, where outputs go: choose another --out or --private"
    )]
    InputInZone {
        /// As the user named it.
        input: PathBuf,
        /// As the user named it.
        zone: PathBuf,
    },
    /// A folder cannot be made.
    #[error("cannot make the folder {path}")]
    Create {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Zones {
    /// Checks the two places against each other and against the inputs; makes nothing yet.
    ///
    /// # Errors
    /// Where a private file could be released, or an output read as an input.
    pub fn choose(out: Place, private: Option<&Path>, inputs: &[Place]) -> Result<Self, ZoneError> {
        let private = match (private, &out) {
            (Some(private), _) => Some(private.to_owned()),
            (None, Place::Path(out)) => private_beside(out),
            (None, Place::Bucket(_)) => None,
        };
        let Some(private) = private else {
            return Err(ZoneError::Unnamed { out: out.shown() });
        };
        let zones = Self { out, private };
        zones.check(inputs)?;
        Ok(zones)
    }

    fn check(&self, inputs: &[Place]) -> Result<(), ZoneError> {
        let folders: Vec<(&Path, PathBuf)> = self
            .folders()
            .map(|folder| (folder, real_path(folder)))
            .collect();
        if let [(out, real_out), (private, real_private)] = folders.as_slice()
            && (real_out.starts_with(real_private) || real_private.starts_with(real_out))
        {
            return Err(ZoneError::Nested {
                out: out.into(),
                private: private.into(),
            });
        }
        for input in inputs {
            let Place::Path(input) = input else { continue };
            let real = real_path(input);
            if let Some((zone, _)) = folders.iter().find(|(_, zone)| real.starts_with(zone)) {
                return Err(ZoneError::InputInZone {
                    input: input.into(),
                    zone: zone.into(),
                });
            }
        }
        Ok(())
    }

    /// The zones that are folders of this computer.
    fn folders(&self) -> impl Iterator<Item = &Path> {
        let out = match &self.out {
            Place::Path(out) => Some(out.as_path()),
            Place::Bucket(_) => None,
        };
        out.into_iter().chain([self.private.as_path()])
    }

    /// Makes both folders where they are not there; the private one for this user alone.
    ///
    /// # Errors
    /// Where a folder cannot be made.
    pub fn create(&self) -> Result<(), ZoneError> {
        if let Place::Path(out) = &self.out {
            made(out, false)?;
        }
        made(&self.private, true)
    }

    /// Whether other users of this computer can look into the private folder.
    pub fn is_open_to_others(&self) -> bool {
        #[cfg(unix)]
        let others = self.private.metadata().map_or(0, |facts| {
            std::os::unix::fs::PermissionsExt::mode(&facts.permissions()) & 0o077
        });
        #[cfg(not(unix))]
        let others = 0;
        others != 0
    }

    /// The folders without links and dots, to compare paths with.
    pub fn real(&self) -> Vec<PathBuf> {
        self.folders().map(real_path).collect()
    }

    /// The out zone, where it is in a bucket.
    pub const fn bucket(&self) -> Option<&BucketPlace> {
        match &self.out {
            Place::Bucket(place) => Some(place),
            Place::Path(_) => None,
        }
    }
}

fn made(path: &Path, is_private: bool) -> Result<(), ZoneError> {
    create(path, is_private).map_err(|source| ZoneError::Create {
        path: path.into(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(
        base: &Path,
        out: &str,
        private: Option<&str>,
        inputs: &[&str],
    ) -> Result<Zones, ZoneError> {
        let inputs: Vec<_> = inputs
            .iter()
            .map(|input| Place::Path(base.join(input)))
            .collect();
        let zones = Zones::choose(
            Place::Path(base.join(out)),
            private.map(|private| base.join(private)).as_deref(),
            &inputs,
        )?;
        zones.create()?;
        Ok(zones)
    }

    #[test]
    fn the_private_zone_stands_beside_the_other_and_is_closed_to_others() {
        let base = tempfile::tempdir().unwrap();
        for (out, private) in [
            ("clean", "clean-private"),
            ("a/b/", "a/b-private"),
            ("c/../c/.", "c-private"),
        ] {
            let zones = open(base.path(), out, None, &["in"]).unwrap();
            assert_eq!(
                real_path(&zones.private),
                real_path(&base.path().join(private)),
                "{out}"
            );
            assert!(base.path().join(out).is_dir());
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                assert_eq!(
                    zones.private.metadata().unwrap().permissions().mode() & 0o777,
                    0o700
                );
            }
        }
    }

    #[test]
    fn outputs_in_a_bucket_need_a_private_folder_that_the_user_names() {
        let bucket = || Place::parse("s3://scans/clean".into()).unwrap();
        let unnamed = Zones::choose(bucket(), None, &[]);
        assert!(matches!(unnamed, Err(ZoneError::Unnamed { .. })));
        let base = tempfile::tempdir().unwrap();
        let input = [Place::Path(base.path().join("private/a.dcm"))];
        let private = base.path().join("private");
        let inside = Zones::choose(bucket(), Some(&private), &input);
        assert!(matches!(inside, Err(ZoneError::InputInZone { .. })));
        let zones = Zones::choose(bucket(), Some(&private), &[bucket()]).unwrap();
        assert!(zones.bucket().is_some() && zones.real().len() == 1);
    }

    #[test]
    fn no_zone_lies_in_the_other() {
        let base = tempfile::tempdir().unwrap();
        for (out, private) in [
            ("a", "a"),
            ("a", "a/b"),
            ("a/b", "a"),
            ("a", "x/../a/b"),
            ("a/.", "a"),
        ] {
            let refused = open(base.path(), out, Some(private), &["in"]);
            assert!(
                matches!(refused, Err(ZoneError::Nested { .. })),
                "{out} {private}"
            );
        }
        assert!(!base.path().join("a").exists());
        open(base.path(), "a", Some("ab"), &["in"]).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_hides_no_nesting() {
        let base = tempfile::tempdir().unwrap();
        std::fs::create_dir(base.path().join("clean")).unwrap();
        std::os::unix::fs::symlink(base.path().join("clean"), base.path().join("link")).unwrap();
        let refused = open(base.path(), "clean", Some("link/private"), &["in"]);
        assert!(matches!(refused, Err(ZoneError::Nested { .. })));
    }

    #[test]
    fn no_input_lies_in_a_zone_but_a_zone_may_lie_in_an_input() {
        let base = tempfile::tempdir().unwrap();
        for input in ["clean", "clean/a.dcm", "clean-private/a"] {
            let refused = open(base.path(), "clean", None, &["in", input]);
            assert!(
                matches!(refused, Err(ZoneError::InputInZone { .. })),
                "{input}"
            );
        }
        open(base.path(), "in/clean", None, &["in"]).unwrap();
    }
}
