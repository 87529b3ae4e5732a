//! The folder behind a bucket. Every path goes through a capability of that folder, segment by segment, and no
//! link is followed. All of it blocks: callers are on a blocking thread.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};
use s3s::dto::ETagCondition;
use s3s::{S3Result, s3_error};

use crate::facts::{Facts, is_met};
use crate::fault::{conflict, on_read, on_write};
use crate::key::{Key, STAGING, folders_of};
use crate::lock::{self, Lock};
use crate::staged::StagedFile;

/// A folder of the user, and nothing outside it.
pub(crate) struct Folder {
    top: Dir,
    /// Held from the look at what lies there to the rename, so that conditions hold between writers of this store.
    writing: Mutex<()>,
}

/// What must be true of the object that is about to be written.
pub(crate) enum WriteCondition {
    /// Anything: what lies there is replaced.
    None,
    /// Nothing lies there.
    Absent,
    /// What lies there has this tag.
    Matches(ETagCondition),
}

impl WriteCondition {
    /// From the headers `If-None-Match` (only `*`, as in S3) and `If-Match`.
    pub(crate) fn new(
        if_none_match: Option<ETagCondition>,
        if_match: Option<ETagCondition>,
    ) -> S3Result<Self> {
        match (if_none_match, if_match) {
            (None, None) => Ok(Self::None),
            (Some(ETagCondition::Any), None) => Ok(Self::Absent),
            (None, Some(condition)) => Ok(Self::Matches(condition)),
            (Some(_), _) => Err(s3_error!(
                InvalidRequest,
                "a write takes If-None-Match: * or If-Match"
            )),
        }
    }

    fn check(&self, there: Option<Facts>) -> S3Result<()> {
        match (self, there) {
            (Self::None, _) | (Self::Absent, None) => Ok(()),
            (Self::Matches(_), None) => Err(s3_error!(NoSuchKey)),
            (Self::Matches(condition), Some(facts)) if is_met(condition, &facts.tag()) => Ok(()),
            (Self::Absent | Self::Matches(_), Some(_)) => Err(s3_error!(PreconditionFailed)),
        }
    }
}

impl Folder {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            top: Dir::open_ambient_dir(path, ambient_authority())?,
            writing: Mutex::new(()),
        })
    }

    /// The object, open for reading.
    pub(crate) fn read(&self, key: &Key) -> S3Result<(File, Facts)> {
        let parent = self.descend(key.folders()).map_err(on_read)?;
        let file = open_regular(&parent, key.name()).map_err(on_read)?;
        let facts = Facts::of_open(&file).map_err(on_read)?;
        facts
            .map(|facts| (file, facts))
            .ok_or_else(|| s3_error!(NoSuchKey))
    }

    /// The object, unopened.
    pub(crate) fn look(&self, key: &Key) -> S3Result<Facts> {
        let parent = self.descend(key.folders()).map_err(on_read)?;
        let metadata = parent.symlink_metadata(key.name()).map_err(on_read)?;
        Facts::of_cap(&metadata).ok_or_else(|| s3_error!(NoSuchKey))
    }

    /// Whether a write to `key` would be refused for what lies there now. The last word is [`Self::commit`]'s;
    /// this one spares clients the sending of a body.
    pub(crate) fn foresee(&self, key: &Key, condition: &WriteCondition) -> S3Result<()> {
        let mut folder = self.top.try_clone().map_err(on_write)?;
        for name in key.folders() {
            match folder.symlink_metadata(name) {
                Ok(found) if found.is_dir() => folder = folder.open_dir(name).map_err(on_write)?,
                Ok(_) => return Err(conflict()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    return condition.check(None);
                }
                Err(error) => return Err(on_write(error)),
            }
        }
        condition.check(what_lies_at(&folder, key.name())?)
    }

    /// Gives `staged` its name, in one step: a reader sees the old object or the new one, whole.
    pub(crate) fn commit(
        &self,
        staged: &StagedFile,
        key: &Key,
        condition: &WriteCondition,
    ) -> S3Result<()> {
        let parent = self.make_folders(key)?;
        let _guard = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        condition.check(what_lies_at(&parent, key.name())?)?;
        let done = if matches!(condition, WriteCondition::Absent) {
            staged.link_to(&parent, key.name())
        } else {
            staged.rename_to(&parent, key.name())
        };
        done.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => s3_error!(PreconditionFailed),
            io::ErrorKind::NotADirectory
            | io::ErrorKind::IsADirectory
            | io::ErrorKind::DirectoryNotEmpty => conflict(),
            _ => on_write(error),
        })
    }

    /// The folder of that prefix (empty, or ending in `/`), for a listing. `None` where there is none.
    pub(crate) fn below(&self, prefix: &str) -> S3Result<Option<Dir>> {
        match self.descend(folders_of(prefix)) {
            Ok(folder) => Ok(Some(folder)),
            Err(error) => match on_read(error) {
                fault if *fault.code() == s3s::S3ErrorCode::NoSuchKey => Ok(None),
                fault => Err(fault),
            },
        }
    }

    /// Where uploads wait. Made when needed: a person may clear the folder while the store runs.
    pub(crate) fn staging(&self) -> io::Result<Dir> {
        match self.top.symlink_metadata(STAGING) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
            Err(_) => make_folder(&self.top, STAGING)?,
        }
        self.top.open_dir(STAGING)
    }

    /// Makes the staging folder this store's alone, and removes what an earlier one left there. `None` where another
    /// store runs.
    pub(crate) fn claim_staging(&self) -> io::Result<Option<Lock>> {
        let is_other = |found: cap_std::fs::Metadata| !found.is_dir();
        if self.top.symlink_metadata(STAGING).is_ok_and(is_other) {
            self.top.remove_file(STAGING)?;
        }
        let staging = self.staging()?;
        let Some(lock) = Lock::take(&staging)? else {
            return Ok(None);
        };
        for entry in staging.entries()? {
            let entry = entry?;
            let name = entry.file_name();
            match entry.file_type()?.is_dir() {
                _ if name == lock::NAME => {}
                true => staging.remove_dir_all(name)?,
                false => staging.remove_file(name)?,
            }
        }
        Ok(Some(lock))
    }

    /// Whether a store runs. Changes nothing.
    pub(crate) fn is_claimed(&self) -> io::Result<bool> {
        match self.top.symlink_metadata(STAGING) {
            Ok(found) if found.is_dir() => {}
            _ => return Ok(false),
        }
        match Lock::is_held(&self.top.open_dir(STAGING)?) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            told => told,
        }
    }

    fn descend<'a>(&self, names: impl Iterator<Item = &'a str>) -> io::Result<Dir> {
        let mut folder = self.top.try_clone()?;
        for name in names {
            if !folder.symlink_metadata(name)?.is_dir() {
                return Err(io::ErrorKind::NotADirectory.into());
            }
            folder = folder.open_dir(name)?;
        }
        Ok(folder)
    }

    fn make_folders(&self, key: &Key) -> S3Result<Dir> {
        let mut folder = self.top.try_clone().map_err(on_write)?;
        for name in key.folders() {
            match folder.symlink_metadata(name) {
                Ok(found) if found.is_dir() => {}
                Ok(_) => return Err(conflict()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    make_folder(&folder, name).map_err(on_write)?;
                }
                Err(error) => return Err(on_write(error)),
            }
            folder = folder.open_dir(name).map_err(on_write)?;
        }
        Ok(folder)
    }
}

fn make_folder(parent: &Dir, name: &str) -> io::Result<()> {
    match parent.create_dir(name) {
        // Another writer was quicker.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

fn what_lies_at(parent: &Dir, name: &str) -> S3Result<Option<Facts>> {
    match parent.symlink_metadata(name) {
        Ok(found) => Facts::of_cap(&found).map(Some).ok_or_else(conflict),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(on_write(error)),
    }
}

/// Opens `name`, which must be a regular file: a pipe would block, a device might act, a link leads elsewhere.
pub(crate) fn open_regular(parent: &Dir, name: &str) -> io::Result<File> {
    if !parent.symlink_metadata(name)?.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use cap_std::fs::OpenOptionsExt as _;
        // Should a pipe or a link take its place meanwhile.
        options.custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW);
    }
    parent
        .open_with(name, &options)
        .map(cap_std::fs::File::into_std)
}
