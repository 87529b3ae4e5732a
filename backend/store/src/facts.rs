//! What a file tells about itself without being read.

use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use s3s::dto::{ETag, ETagCondition, Timestamp};
use s3s::{S3Result, s3_error};

/// Length and time of a regular file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Facts {
    pub(crate) bytes: u64,
    since_epoch: Duration,
}

/// What the headers of a read ask for.
#[derive(Default)]
pub(crate) struct ReadConditions {
    pub(crate) if_match: Option<ETagCondition>,
    pub(crate) if_none_match: Option<ETagCondition>,
    pub(crate) if_modified_since: Option<Timestamp>,
    pub(crate) if_unmodified_since: Option<Timestamp>,
}

impl Facts {
    /// `None` for a folder, a link, a pipe, a device.
    pub(crate) fn of_cap(metadata: &cap_std::fs::Metadata) -> Option<Self> {
        let modified = metadata
            .modified()
            .ok()
            .map(cap_std::time::SystemTime::into_std);
        metadata
            .is_file()
            .then(|| Self::new(metadata.len(), modified))
    }

    /// The same of an open file.
    pub(crate) fn of_open(file: &std::fs::File) -> io::Result<Option<Self>> {
        let metadata = file.metadata()?;
        let modified = metadata.modified().ok();
        Ok(metadata
            .is_file()
            .then(|| Self::new(metadata.len(), modified)))
    }

    fn new(bytes: u64, modified: Option<SystemTime>) -> Self {
        let since_epoch = modified
            .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
            .unwrap_or_default();
        Self { bytes, since_epoch }
    }

    /// A tag that changes when the file does: length and time, never a digest of the content. Its `-` keeps
    /// clients from taking it for an MD5.
    pub(crate) fn tag(self) -> ETag {
        ETag::Strong(format!(
            "{:x}-{:x}",
            self.bytes,
            self.since_epoch.as_nanos()
        ))
    }

    /// To the second, as HTTP dates are.
    pub(crate) fn modified(self) -> Timestamp {
        Timestamp::from(UNIX_EPOCH + Duration::from_secs(self.since_epoch.as_secs()))
    }

    /// RFC 9110, 13.2.2: the tag decides where both a tag and a date are given.
    pub(crate) fn check(self, asked: &ReadConditions) -> S3Result<()> {
        let tag = self.tag();
        let is_match = match (&asked.if_match, &asked.if_unmodified_since) {
            (Some(condition), _) => is_met(condition, &tag),
            (None, Some(time)) => self.modified() <= *time,
            (None, None) => true,
        };
        if !is_match {
            return Err(s3_error!(PreconditionFailed));
        }
        let is_known = match (&asked.if_none_match, &asked.if_modified_since) {
            (Some(condition), _) => is_met(condition, &tag),
            (None, Some(time)) => self.modified() <= *time,
            (None, None) => false,
        };
        if is_known {
            return Err(s3_error!(NotModified));
        }
        Ok(())
    }
}

/// Whether an existing object with `tag` meets `condition`.
pub(crate) fn is_met(condition: &ETagCondition, tag: &ETag) -> bool {
    match condition {
        ETagCondition::Any => true,
        ETagCondition::ETag(asked) => asked.weak_cmp(tag),
    }
}
