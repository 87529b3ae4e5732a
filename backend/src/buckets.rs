//! Objects in buckets, for a command that works on one file after another: each call waits for its answer.

use deid_aws::{Access, AccessError, Endpoint, ObjectStore, Patience, S3Error, StoredObject};
use deid_model::report::FileFormat;
use deid_model::{ObjectKey, Reason, ReasonCode};
use tokio::runtime::Handle;

use crate::place::BucketPlace;

/// The buckets that this user may reach.
#[derive(Debug)]
pub struct Buckets {
    handle: Handle,
    store: ObjectStore,
}

/// Why buckets cannot be reached.
#[derive(Debug, thiserror::Error)]
pub enum BucketError {
    /// Nobody says in which region the buckets are.
    #[error("in which region is the bucket? Set AWS_REGION")]
    NoRegion,
    /// Configuration or credentials.
    #[error("cannot reach buckets")]
    Access(#[from] AccessError),
    /// The bucket does not answer as hoped.
    #[error("cannot list {place}")]
    List {
        /// As the user named it.
        place: String,
        /// Why.
        source: S3Error,
    },
}

impl Buckets {
    /// Reads the configuration of this user; `region` is the one of the engines, for want of another.
    ///
    /// # Errors
    /// [`BucketError::NoRegion`], [`BucketError::Access`]
    pub fn open(handle: &Handle, region: Option<&str>) -> Result<Self, BucketError> {
        let set = ["AWS_REGION", "AWS_DEFAULT_REGION"];
        let region = set
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
            .or_else(|| region.map(str::to_owned))
            .ok_or(BucketError::NoRegion)?;
        let endpoint = Endpoint::Aws {
            region,
            instance_role: true,
        };
        let access = handle.block_on(Access::connect(&endpoint, Patience::BULK))?;
        Ok(Self {
            handle: handle.clone(),
            store: ObjectStore::new(&access),
        })
    }

    /// The object of exactly this name, or all objects of the folder of this name and below, in order of their keys;
    /// and the number of those whose keys De-ID does not take.
    ///
    /// # Errors
    /// [`BucketError::List`]
    pub fn objects(&self, place: &BucketPlace) -> Result<(Vec<StoredObject>, u32), BucketError> {
        let failed = |source| BucketError::List {
            place: place.shown(""),
            source,
        };
        if let Some(object) = self.object(place).map_err(failed)? {
            return Ok((vec![object], 0));
        }
        let prefix = place.prefix();
        let listed = self.store.list_all(&place.bucket, prefix.as_str());
        let listing = self.handle.block_on(listed).map_err(failed)?;
        Ok((listing.objects, listing.skipped))
    }

    /// The object of exactly this name, if there is one.
    ///
    /// # Errors
    /// Where that cannot be told.
    pub fn object(&self, place: &BucketPlace) -> Result<Option<StoredObject>, S3Error> {
        match place.key() {
            Some(key) => self.head(&place.bucket, &key),
            None => Ok(None),
        }
    }

    fn head(&self, bucket: &str, key: &ObjectKey) -> Result<Option<StoredObject>, S3Error> {
        self.handle.block_on(self.store.head(bucket, key))
    }

    /// The bytes of an object.
    ///
    /// # Errors
    /// `limit-exceeded` for one longer than `limit`, else `read-failed`.
    pub fn read(&self, bucket: &str, key: &ObjectKey, limit: u64) -> Result<Vec<u8>, Reason> {
        let read = self.handle.block_on(self.store.read(bucket, key, limit));
        read.map_err(|problem| match problem {
            S3Error::TooLarge => ReasonCode::LimitExceeded.into(),
            _ => ReasonCode::ReadFailed.into(),
        })
    }

    /// The first bytes of an object, if they can be read.
    pub fn read_start(&self, bucket: &str, key: &ObjectKey, bytes: u64) -> Option<Vec<u8>> {
        let read = self.store.read_start(bucket, key, bytes);
        self.handle.block_on(read).ok()
    }

    /// Whether there is an object of this name.
    ///
    /// # Errors
    /// `write-failed` where that cannot be told: then nothing may be written there.
    pub fn is_taken(&self, bucket: &str, key: &ObjectKey) -> Result<bool, Reason> {
        match self.head(bucket, key) {
            Ok(found) => Ok(found.is_some()),
            // Who may only write there learns it when writing.
            Err(S3Error::Denied) => Ok(false),
            Err(_) => Err(ReasonCode::WriteFailed.into()),
        }
    }

    /// Writes an object; over what is there only with `overwrite`.
    ///
    /// # Errors
    /// `output-exists`, or `write-failed`.
    pub fn write(
        &self,
        bucket: &str,
        key: &ObjectKey,
        bytes: &[u8],
        kind: FileFormat,
        overwrite: bool,
    ) -> Result<(), Reason> {
        let kind = kind.media_type();
        let written = self
            .store
            .write(bucket, key, bytes.to_vec(), kind, overwrite);
        match self.handle.block_on(written) {
            Ok(()) => Ok(()),
            // A first try that arrived though its answer did not: what is there is ours.
            Err(S3Error::AlreadyThere) if self.holds(bucket, key, bytes) => Ok(()),
            Err(S3Error::AlreadyThere) => Err(ReasonCode::OutputExists.into()),
            Err(_) => Err(ReasonCode::WriteFailed.into()),
        }
    }

    fn holds(&self, bucket: &str, key: &ObjectKey, bytes: &[u8]) -> bool {
        let read = self.store.read(bucket, key, bytes.len() as u64);
        self.handle.block_on(read).is_ok_and(|there| there == bytes)
    }

    /// Takes an object away that this run has written.
    pub fn remove(&self, bucket: &str, key: &ObjectKey) {
        // Where this is not allowed, the file's report and exit code still tell that it was not written.
        let _ = self.handle.block_on(self.store.remove(bucket, key));
    }
}
