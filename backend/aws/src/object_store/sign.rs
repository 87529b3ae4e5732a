//! Signs one request for somebody else to make: one object, one method, a few minutes.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use deid_model::ObjectKey;
use deid_model::api::SignedRequest;

use super::{ObjectStore, S3Error};
use crate::failure::Failure;

/// How long an original may be read.
const READ_TIME: Duration = Duration::from_secs(5 * 60);
/// How long an output may be written.
const WRITE_TIME: Duration = Duration::from_secs(10 * 60);

impl ObjectStore {
    /// A request that reads the object, for 5 minutes; what it answers may not be cached.
    ///
    /// # Errors
    /// [`S3Error::Unavailable`] without credentials.
    pub async fn sign_read(&self, bucket: &str, key: &ObjectKey) -> Result<SignedRequest, S3Error> {
        let now = SystemTime::now();
        let request = self.client.get_object().bucket(bucket).key(key.as_str());
        let signed = request
            .response_cache_control("no-store")
            .presigned(lasting(READ_TIME, now)?)
            .await
            .map_err(|error| S3Error::from(Failure::of(&error)))?;
        Ok(signed_request(&signed, key, now + READ_TIME))
    }

    /// A request that writes exactly `bytes` bytes of `content_type` as a new object, for 10 minutes.
    ///
    /// # Errors
    /// [`S3Error::TooLarge`] for a length that no request can have, [`S3Error::Unavailable`] without credentials.
    pub async fn sign_write(
        &self,
        bucket: &str,
        key: &ObjectKey,
        content_type: &str,
        bytes: u64,
    ) -> Result<SignedRequest, S3Error> {
        let now = SystemTime::now();
        let length = i64::try_from(bytes).map_err(|_| S3Error::TooLarge)?;
        let request = self.client.put_object().bucket(bucket).key(key.as_str());
        let signed = request
            .content_type(content_type)
            .content_length(length)
            .if_none_match("*")
            .presigned(lasting(WRITE_TIME, now)?)
            .await
            .map_err(|error| S3Error::from(Failure::of(&error)))?;
        Ok(signed_request(&signed, key, now + WRITE_TIME))
    }
}

fn lasting(time: Duration, now: SystemTime) -> Result<PresigningConfig, S3Error> {
    let config = PresigningConfig::builder().start_time(now).expires_in(time);
    config.build().map_err(|_| S3Error::Unavailable)
}

fn signed_request(signed: &PresignedRequest, key: &ObjectKey, end: SystemTime) -> SignedRequest {
    let headers = signed
        .headers()
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let end = end.duration_since(UNIX_EPOCH).unwrap_or_default();
    SignedRequest {
        url: signed.uri().to_owned(),
        method: signed.method().to_owned(),
        headers: headers.collect(),
        key: key.as_str().to_owned(),
        expires_at: end.as_secs(),
    }
}
