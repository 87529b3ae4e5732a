//! Folders of this computer: their real paths, and the private one beside another.

use std::ffi::OsString;
use std::fs::DirBuilder;
use std::io;
use std::path::{Component, Path, PathBuf};

/// `clean` -> `clean-private`; also for `clean/` and `in/..`, whose name shows only when links and dots are gone. `None`
/// for the root.
pub fn private_beside(folder: &Path) -> Option<PathBuf> {
    let real = real_path(folder);
    let base = if folder.file_name().is_some() {
        folder
    } else {
        &real
    };
    let mut name = OsString::from(base.file_name()?);
    name.push("-private");
    Some(base.with_file_name(name))
}

/// Makes a folder and those above it where they are not there; a private one for this user alone.
///
/// # Errors
/// Where the file system refuses.
pub fn create(path: &Path, is_private: bool) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    if is_private {
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    }
    builder.create(path)
}

/// The absolute path behind `path`, links followed as far as there is something, dots resolved beyond.
pub fn real_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut real = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => (),
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => {
                real.push(part);
                real = real.canonicalize().unwrap_or(real);
            }
        }
    }
    real
}
