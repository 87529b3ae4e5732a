//! Reads request bodies: JSON of a known shape, within a known length and time.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{self};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;

use super::app::App;
use super::problem::ApiError;

/// Longest JSON body of most routes, in bytes: a few keys of 1024 bytes, each byte written as `\u00..`, or a cursor.
const JSON_BYTES: usize = 64 * 1024;

/// A JSON body.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, ApiError> {
        let limits = BodyLimits {
            most_bytes: JSON_BYTES,
            longest: app.longest_body(),
        };
        read_json(request, limits).await.map(Self)
    }
}

/// How much of a body is read, and for how long.
#[derive(Clone, Copy, Debug)]
pub struct BodyLimits {
    /// Most bytes.
    pub most_bytes: usize,
    /// Longest time, for all of it.
    pub longest: Duration,
}

/// Reads a JSON body.
///
/// # Errors
/// As [`read`]; [`ApiError::WrongMediaType`], [`ApiError::MalformedRequest`] for another shape.
pub async fn read_json<T: DeserializeOwned>(
    request: Request,
    limits: BodyLimits,
) -> Result<T, ApiError> {
    let (parts, body) = request.into_parts();
    require_type(&parts.headers, "application/json")?;
    let bytes = read(&parts.headers, body, limits).await?;
    serde_json::from_slice(&bytes).map_err(|_| ApiError::MalformedRequest)
}

/// Checks the media type of the body; parameters do not matter.
///
/// # Errors
/// [`ApiError::WrongMediaType`]
pub fn require_type(headers: &HeaderMap, expected: &str) -> Result<(), ApiError> {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = given
        .and_then(|given| given.split(';').next())
        .unwrap_or_default();
    if essence.trim().eq_ignore_ascii_case(expected) {
        Ok(())
    } else {
        Err(ApiError::WrongMediaType)
    }
}

/// Reads a whole body.
///
/// # Errors
/// [`ApiError::TooLarge`]; [`ApiError::BodyTimeout`]; [`ApiError::MalformedRequest`] where it broke off.
pub async fn read(
    headers: &HeaderMap,
    body: Body,
    limits: BodyLimits,
) -> Result<Vec<u8>, ApiError> {
    let told = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|length| length > limits.most_bytes) {
        return Err(ApiError::TooLarge);
    }
    let bytes = gather(body, told.unwrap_or_default(), limits.most_bytes);
    tokio::time::timeout(limits.longest, bytes)
        .await
        .unwrap_or(Err(ApiError::BodyTimeout))
}

/// Into one piece at once: pictures are large, and many arrive at a time.
async fn gather(mut body: Body, told: usize, most_bytes: usize) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::with_capacity(told);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| ApiError::MalformedRequest)?;
        let Some(data) = frame.data_ref() else {
            continue;
        };
        if data.len() > most_bytes - bytes.len() {
            return Err(ApiError::TooLarge);
        }
        bytes.extend_from_slice(data);
    }
    Ok(bytes)
}
