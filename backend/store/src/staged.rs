//! A file that is not an object yet.

use std::fs::File;
use std::io;
use std::sync::Arc;

use cap_std::fs::{Dir, OpenOptions};

use crate::folder::{Folder, open_regular};
use crate::secret::random_name;

/// A file in the staging folder. Dropped, it is gone, unless it was given a name.
pub(crate) struct StagedFile {
    folder: Arc<Folder>,
    name: String,
}

impl StagedFile {
    /// A new, empty one, open for writing.
    pub(crate) fn create(folder: &Arc<Folder>) -> io::Result<(Self, File)> {
        let name = random_name()?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        let file = folder.staging()?.open_with(&name, &options)?;
        let staged = Self {
            folder: Arc::clone(folder),
            name,
        };
        Ok((staged, file.into_std()))
    }

    /// Opens it for reading.
    pub(crate) fn read(&self) -> io::Result<File> {
        open_regular(&self.folder.staging()?, &self.name)
    }

    /// Puts it in the place of `name`.
    pub(crate) fn rename_to(&self, parent: &Dir, name: &str) -> io::Result<()> {
        self.folder.staging()?.rename(&self.name, parent, name)
    }

    /// Gives it `name` only where nothing has that name.
    ///
    /// # Errors
    /// `AlreadyExists` for all but one of those who race.
    pub(crate) fn link_to(&self, parent: &Dir, name: &str) -> io::Result<()> {
        let staging = self.folder.staging()?;
        match staging.hard_link(&self.name, parent, name) {
            Err(error) if lacks_links(&error) => {
                // A disk without hard links (FAT): an empty file takes the name, then the object its place.
                let mut options = OpenOptions::new();
                options.write(true).create_new(true);
                drop(parent.open_with(name, &options)?);
                staging.rename(&self.name, parent, name)
            }
            linked => linked,
        }
    }
}

fn lacks_links(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied
    )
}

impl Drop for StagedFile {
    fn drop(&mut self) {
        // Gone already after a rename. What cannot be removed now is removed at the next start.
        if let Ok(staging) = self.folder.staging() {
            let _ = staging.remove_file(&self.name);
        }
    }
}
