//! Where releasable files go: a folder of this computer, or one of a bucket.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use deid_model::report::FileFormat;
use deid_model::{ObjectKey, Reason, ReasonCode};

use crate::buckets::Buckets;
use crate::place::BucketPlace;

/// A file to write: its place below a zone, its bytes, and what they are.
pub struct Part<'a> {
    /// Below the zone.
    pub path: PathBuf,
    /// The content.
    pub bytes: &'a [u8],
    /// The content's kind.
    pub format: FileFormat,
}

/// The out zone of a run.
pub enum Out<'a> {
    /// A folder.
    Folder(&'a Path),
    /// A folder of a bucket.
    Bucket(&'a BucketPlace, &'a Buckets),
}

impl Out<'_> {
    /// Whether something stands at `path` below the zone.
    ///
    /// # Errors
    /// `write-failed` where that cannot be told.
    pub fn is_taken(&self, path: &Path) -> Result<bool, Reason> {
        match self {
            Self::Folder(folder) => Ok(fs::symlink_metadata(folder.join(path)).is_ok()),
            Self::Bucket(place, buckets) => buckets.is_taken(&place.bucket, &key(place, path)?),
        }
    }

    /// Writes a file: complete before it gets its name. Files on their way lie in the folder `aside`.
    ///
    /// # Errors
    /// `write-failed`, and `output-exists` where a bucket has such an object by now.
    pub fn put(&self, part: &Part<'_>, overwrite: bool, aside: &Path) -> Result<(), Reason> {
        let Part {
            path,
            bytes,
            format,
        } = part;
        match self {
            Self::Folder(folder) => move_in(&folder.join(path), bytes, aside)
                .map_err(|_| ReasonCode::WriteFailed.into()),
            Self::Bucket(place, buckets) => {
                buckets.write(&place.bucket, &key(place, path)?, bytes, *format, overwrite)
            }
        }
    }

    /// Takes a file away that this run has written.
    pub fn remove(&self, path: &Path) {
        match self {
            Self::Folder(folder) => {
                // Frames of a file that is not there in full must not look as if it were.
                let _ = fs::remove_file(folder.join(path));
            }
            Self::Bucket(place, buckets) => {
                if let Ok(key) = key(place, path) {
                    buckets.remove(&place.bucket, &key);
                }
            }
        }
    }

    /// A path below the zone, as it is printed.
    pub fn shown(&self, path: &Path) -> String {
        match self {
            Self::Folder(folder) => folder.join(path).to_string_lossy().into_owned(),
            Self::Bucket(place, _) => place.shown(&path.to_string_lossy()),
        }
    }
}

fn key(place: &BucketPlace, path: &Path) -> Result<ObjectKey, Reason> {
    place
        .object(path)
        .ok_or_else(|| ReasonCode::WriteFailed.into())
}

fn move_in(target: &Path, bytes: &[u8], aside: &Path) -> io::Result<()> {
    let folder = target.parent().unwrap_or(target);
    fs::create_dir_all(folder)?;
    match Aside::write(aside, bytes)?.rename(target) {
        // The zones lie on different file systems: the last step must start beside its end.
        Err(problem) if problem.kind() == ErrorKind::CrossesDevices => {
            Aside::write(folder, bytes)?.rename(target)
        }
        done => done,
    }
}

/// A complete file under a passing name, gone when dropped.
pub struct Aside(PathBuf);

impl Aside {
    /// Writes `bytes` into `folder`.
    ///
    /// # Errors
    /// Where the file system refuses.
    pub fn write(folder: &Path, bytes: &[u8]) -> io::Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let aside = Self(folder.join(format!(".deid-{}-{number}.tmp", std::process::id())));
        let mut file = File::create(&aside.0)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(aside)
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// Where the file system refuses.
    pub fn rename(&self, target: &Path) -> io::Result<()> {
        fs::rename(&self.0, target)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // Not there any more where it was renamed.
        let _ = fs::remove_file(&self.0);
    }
}
