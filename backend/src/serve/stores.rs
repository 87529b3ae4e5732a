//! Stores: pairs of places that the page names by alias. Keys and folders of the page are counted from the top of a
//! place; buckets, prefixes and endpoints never leave the server, but inside a signed URL.

mod address;
mod connect;

use deid_aws::{ObjectStore, S3Error};
use deid_model::api::{ListAnswer, ObjectFacts, SignedRequest, WriteUrlRequest};
use deid_model::{ObjectKey, ObjectPrefix};

pub use address::StoreAddress;
pub use connect::{Connected, connect, connect_buckets};

use super::problem::ApiError;
use super::rights::StoreRight;
use crate::place::BucketPlace;

/// Alias of the embedded store.
pub const EMBEDDED_ALIAS: &str = "local";
/// What outputs are.
pub const OUTPUT_TYPES: [&str; 4] = [
    "application/dicom",
    "application/octet-stream",
    "image/jpeg",
    "image/png",
];
/// Longest cursor that is passed on.
const CURSOR_BYTES: usize = 4096;

/// One alias.
pub struct Store {
    /// Its name in every request.
    pub alias: String,
    /// Where originals are read.
    pub originals: BucketPlace,
    /// Where outputs are written.
    pub outputs: BucketPlace,
    /// Both buckets.
    pub objects: ObjectStore,
}

impl Store {
    /// One page of the folder `folder`. On the way to what the caller may read, only the way is shown.
    ///
    /// # Errors
    /// [`ApiError::NotAllowed`], and what the store says.
    pub async fn list(
        &self,
        right: &StoreRight,
        folder: &str,
        cursor: Option<&str>,
    ) -> Result<ListAnswer, ApiError> {
        let folder = ObjectPrefix::new(folder).map_err(|_| ApiError::NotAKey)?;
        if cursor.is_some_and(|cursor| !(1..=CURSOR_BYTES).contains(&cursor.len())) {
            return Err(ApiError::MalformedRequest);
        }
        if !right.may_list(&folder) {
            return self.ways_down(right, &folder);
        }
        let whole = self
            .originals
            .folder_below(&folder)
            .map_err(|_| ApiError::NotAKey)?;
        let found = self
            .objects
            .list(&self.originals.bucket, &whole, cursor)
            .await?;
        let top = self.originals.prefix();
        let below = |key: &str| key.strip_prefix(top.as_str()).map(str::to_owned);
        let objects = found.objects.iter().filter_map(|object| {
            let key = below(object.key.as_str())?;
            let bytes = object.bytes;
            Some(ObjectFacts { key, bytes })
        });
        Ok(ListAnswer {
            folders: found
                .folders
                .iter()
                .filter_map(|folder| below(folder.as_str()))
                .collect(),
            objects: objects.collect(),
            cursor: found.cursor,
        })
    }

    fn ways_down(&self, right: &StoreRight, folder: &ObjectPrefix) -> Result<ListAnswer, ApiError> {
        let folders = right.ways_down(folder);
        if folders.is_empty() {
            return Err(ApiError::NotAllowed);
        }
        Ok(ListAnswer {
            folders,
            objects: Vec::new(),
            cursor: None,
        })
    }

    /// A request that reads one original.
    ///
    /// # Errors
    /// [`ApiError::NotAKey`], [`ApiError::NotAllowed`], and what the store says.
    pub async fn read_url(&self, right: &StoreRight, key: &str) -> Result<SignedRequest, ApiError> {
        let key = readable(right, key)?;
        let whole = self
            .originals
            .key_below(&key)
            .map_err(|_| ApiError::NotAKey)?;
        let signed = self
            .objects
            .sign_read(&self.originals.bucket, &whole)
            .await?;
        Ok(SignedRequest {
            key: key.into(),
            ..signed
        })
    }

    /// A request that writes one output, beside no other of its name.
    ///
    /// # Errors
    /// What does not fit the rules of outputs, and what the store says.
    pub async fn write_url(
        &self,
        right: &StoreRight,
        asked: &WriteUrlRequest,
        most_bytes: u64,
    ) -> Result<SignedRequest, ApiError> {
        if !OUTPUT_TYPES.contains(&asked.content_type.as_str()) {
            return Err(ApiError::WrongMediaType);
        }
        match asked.bytes {
            0 => return Err(ApiError::MalformedRequest),
            bytes if bytes > most_bytes => return Err(ApiError::TooLarge),
            _ => (),
        }
        let source = asked
            .source_key
            .as_deref()
            .map(|key| readable(right, key))
            .transpose()?;
        let key = output_key(right, source.as_ref(), &asked.name)?;
        let whole = self
            .outputs
            .key_below(&key)
            .map_err(|_| ApiError::NotAKey)?;
        if self.is_original(&whole) {
            return Err(ApiError::SourceIsDestination);
        }
        let signed = self
            .objects
            .sign_write(
                &self.outputs.bucket,
                &whole,
                &asked.content_type,
                asked.bytes,
            )
            .await?;
        Ok(SignedRequest {
            key: key.into(),
            ..signed
        })
    }

    /// Whether the output `key` would lie among the originals: the start refuses such places, and so does this.
    fn is_original(&self, key: &ObjectKey) -> bool {
        self.originals.holds_key(&self.outputs.bucket, key)
    }
}

fn readable(right: &StoreRight, key: &str) -> Result<ObjectKey, ApiError> {
    let key = ObjectKey::new(key).map_err(|_| ApiError::NotAKey)?;
    if right.may_read(&key) {
        Ok(key)
    } else {
        Err(ApiError::NotAllowed)
    }
}

/// The folder of the original, below where the caller's outputs go, and `de-id-` before the name.
fn output_key(
    right: &StoreRight,
    source: Option<&ObjectKey>,
    name: &str,
) -> Result<ObjectKey, ApiError> {
    let folder = source.map(ObjectKey::folder).unwrap_or_default();
    folder
        .below(&right.outputs)
        .and_then(|folder| folder.output(name))
        .map_err(|_| ApiError::NotAKey)
}

impl From<S3Error> for ApiError {
    fn from(problem: S3Error) -> Self {
        match problem {
            S3Error::NotFound => Self::NotFound,
            S3Error::Denied | S3Error::Elsewhere | S3Error::AlreadyThere => Self::StoreRefused,
            S3Error::TooLarge => Self::TooLarge,
            // Of all that is passed on only a cursor can be wrong.
            S3Error::Rejected => Self::MalformedRequest,
            S3Error::Unavailable => Self::StoreUnavailable,
        }
    }
}

#[cfg(test)]
mod tests;
