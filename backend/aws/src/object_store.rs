//! Objects of S3 and of stores that speak like it: read, write, look at a bucket. Listing and signing lie beside.

mod cors;
mod error;
mod list;
mod sign;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{Builder, RequestChecksumCalculation, ResponseChecksumValidation};
use aws_sdk_s3::primitives::ByteStream;
use deid_model::{ObjectKey, ObjectPrefix};

use crate::access::Access;
use crate::failure::Failure;

pub use cors::CorsRule;
pub use error::S3Error;
pub use list::{Listing, StoredObject};

/// Tries of one read whose body broke off; the SDK tries only the request again.
const READS: u32 = 3;

/// A store of objects. Cheap to clone.
///
/// Buckets of Amazon are addressed by the host name of their region, other stores by path.
#[derive(Clone, Debug)]
pub struct ObjectStore {
    client: Client,
    access: Access,
}

impl ObjectStore {
    /// The store where `access` says. Calls nothing yet.
    #[must_use]
    pub fn new(access: &Access) -> Self {
        let mut config = Builder::from(access.config()).force_path_style(access.has_path_style());
        if access.has_path_style() {
            // Other stores do not know all of the checksums that S3 does.
            config = config
                .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
                .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
        }
        Self {
            client: Client::from_conf(config.build()),
            access: access.clone(),
        }
    }

    /// The bytes of an object, at most `limit`.
    ///
    /// # Errors
    /// [`S3Error::TooLarge`] for a longer one, which is not read; else any [`S3Error`].
    pub async fn read(
        &self,
        bucket: &str,
        key: &ObjectKey,
        limit: u64,
    ) -> Result<Vec<u8>, S3Error> {
        self.read_range(bucket, key, None, limit).await
    }

    /// The first bytes of an object, at most so many.
    ///
    /// # Errors
    /// Any [`S3Error`]; an empty object has no first byte.
    pub async fn read_start(
        &self,
        bucket: &str,
        key: &ObjectKey,
        bytes: u64,
    ) -> Result<Vec<u8>, S3Error> {
        let range = format!("bytes=0-{}", bytes.saturating_sub(1));
        self.read_range(bucket, key, Some(range), bytes).await
    }

    async fn read_range(
        &self,
        bucket: &str,
        key: &ObjectKey,
        range: Option<String>,
        limit: u64,
    ) -> Result<Vec<u8>, S3Error> {
        let mut tries = READS;
        loop {
            tries -= 1;
            let read = self.read_once(bucket, key, range.clone(), limit);
            match read.await? {
                Some(bytes) => return Ok(bytes),
                None if tries == 0 => return Err(S3Error::Unavailable),
                None => {}
            }
        }
    }

    /// `None` where the body broke off.
    async fn read_once(
        &self,
        bucket: &str,
        key: &ObjectKey,
        range: Option<String>,
        limit: u64,
    ) -> Result<Option<Vec<u8>>, S3Error> {
        let request = self.client.get_object().bucket(bucket).key(key.as_str());
        let request = request.set_range(range);
        let answer = request
            .send()
            .await
            .map_err(|error| S3Error::from(Failure::of(&error)))?;
        let told = answer
            .content_length()
            .and_then(|length| u64::try_from(length).ok());
        if told.is_some_and(|length| length > limit) {
            return Err(S3Error::TooLarge);
        }
        let mut body = answer.body;
        let mut bytes = Vec::new();
        while let Some(piece) = body.next().await {
            let Ok(piece) = piece else { return Ok(None) };
            if (bytes.len() + piece.len()) as u64 > limit {
                return Err(S3Error::TooLarge);
            }
            bytes.extend_from_slice(&piece);
        }
        let is_whole = told.is_none_or(|length| length == bytes.len() as u64);
        Ok(is_whole.then_some(bytes))
    }

    /// Writes an object; unless `overwrite`, only where there is none.
    ///
    /// # Errors
    /// [`S3Error::AlreadyThere`] where there is one; else any [`S3Error`].
    pub async fn write(
        &self,
        bucket: &str,
        key: &ObjectKey,
        bytes: Vec<u8>,
        content_type: &str,
        overwrite: bool,
    ) -> Result<(), S3Error> {
        let timeouts = self.access.timeouts_for(bytes.len());
        self.client
            .put_object()
            .bucket(bucket)
            .key(key.as_str())
            .content_type(content_type)
            .set_if_none_match((!overwrite).then(|| "*".to_owned()))
            .body(ByteStream::from(bytes))
            .customize()
            .config_override(Builder::new().timeout_config(timeouts))
            .send()
            .await
            .map(|_| ())
            .map_err(|error| S3Error::from(Failure::of(&error)))
    }

    /// The object of exactly this name, if there is one.
    ///
    /// # Errors
    /// Any [`S3Error`] but [`S3Error::NotFound`]
    pub async fn head(
        &self,
        bucket: &str,
        key: &ObjectKey,
    ) -> Result<Option<StoredObject>, S3Error> {
        let request = self.client.head_object().bucket(bucket).key(key.as_str());
        match request.send().await {
            Ok(answer) => Ok(Some(StoredObject {
                key: key.clone(),
                bytes: u64::try_from(answer.content_length().unwrap_or_default())
                    .unwrap_or_default(),
            })),
            Err(error) => match S3Error::from(Failure::of(&error)) {
                S3Error::NotFound => Ok(None),
                error => Err(error),
            },
        }
    }

    /// Takes an object away.
    ///
    /// # Errors
    /// Any [`S3Error`]
    pub async fn remove(&self, bucket: &str, key: &ObjectKey) -> Result<(), S3Error> {
        let request = self.client.delete_object().bucket(bucket).key(key.as_str());
        request
            .send()
            .await
            .map(|_| ())
            .map_err(|error| S3Error::from(Failure::of(&error)))
    }

    /// Whether `prefix` of `bucket` can be listed. Costs next to nothing.
    ///
    /// # Errors
    /// Any [`S3Error`]
    pub async fn check_bucket(&self, bucket: &str, prefix: &ObjectPrefix) -> Result<(), S3Error> {
        let request = self.client.list_objects_v2().bucket(bucket);
        request
            .prefix(prefix.as_str())
            .max_keys(1)
            .send()
            .await
            .map(|_| ())
            .map_err(|error| S3Error::from(Failure::of(&error)))
    }
}
