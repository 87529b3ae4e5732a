//! One running store for each outputs folder: the other one would clear away what is being uploaded. The lock is the
//! system's, so that it ends with the process, however that ends.

use std::fs::{File, TryLockError};
use std::io;

use cap_std::fs::{Dir, OpenOptions};

/// In the staging folder. It stays there: who removed it could remove another's lock.
pub(crate) const NAME: &str = "lock";

/// Held until it is dropped.
pub(crate) struct Lock(#[expect(dead_code, reason = "closing the file ends the lock")] File);

impl Lock {
    /// `None` where another holds it.
    pub(crate) fn take(staging: &Dir) -> io::Result<Option<Self>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true);
        let file = open(staging, options)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Whether somebody holds it. Changes nothing.
    pub(crate) fn is_held(staging: &Dir) -> io::Result<bool> {
        let mut options = OpenOptions::new();
        options.read(true);
        match open(staging, options)?.try_lock_shared() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

fn open(staging: &Dir, mut options: OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    {
        use cap_std::fs::OpenOptionsExt as _;
        // Whatever somebody put there: neither a link nor a pipe.
        options.custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW);
    }
    staging
        .open_with(NAME, &options)
        .map(cap_std::fs::File::into_std)
}
