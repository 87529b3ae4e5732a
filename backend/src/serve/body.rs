//! Reads request bodies: JSON of a known shape, within a known length.

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use axum::http::header::{self};
use serde::de::DeserializeOwned;

use super::problem::ApiError;

/// Longest JSON body, in bytes: 20,000 bytes of text, each written as `\u00..`, and some more.
const JSON_BYTES: usize = 160 * 1024;

/// A JSON body.
pub struct Asked<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Asked<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        require_type(&parts.headers, "application/json")?;
        let bytes = read(&parts.headers, body, JSON_BYTES).await?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|_| ApiError::MalformedRequest)
    }
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

/// Reads a body of at most `most_bytes`.
///
/// # Errors
/// [`ApiError::TooLarge`]; [`ApiError::MalformedRequest`] where it broke off.
pub async fn read(
    headers: &HeaderMap,
    body: Body,
    most_bytes: usize,
) -> Result<axum::body::Bytes, ApiError> {
    let told = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|length| length > most_bytes) {
        return Err(ApiError::TooLarge);
    }
    to_bytes(body, most_bytes).await.map_err(|problem| {
        let is_too_long = std::error::Error::source(&problem)
            .is_some_and(<dyn std::error::Error>::is::<http_body_util::LengthLimitError>);
        if is_too_long {
            ApiError::TooLarge
        } else {
            ApiError::MalformedRequest
        }
    })
}
