//! What went wrong with a call, by the SDK's error; translated to the error of each boundary.

use aws_sdk_rekognition::config::http::HttpResponse;
use aws_sdk_rekognition::error::{ProvideErrorMetadata, SdkError};
use deid_model::EngineError;

use crate::access::AccessError;

/// Why a call failed. Holds no message of the service: those repeat what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Too many calls.
    Throttled { retry_after_s: Option<u32> },
    /// Credentials invalid, or without this right.
    Denied,
    /// No such thing.
    NotFound,
    /// `If-None-Match` did not hold.
    AlreadyThere,
    /// In another region.
    Elsewhere,
    /// Too many bytes.
    TooLarge,
    /// Refused for another reason.
    Rejected,
    /// An answer that is none.
    Malformed,
    /// No answer, or the service's own failure.
    Unavailable,
}

impl Failure {
    /// Reads `error`.
    pub fn of<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Self {
        match error {
            SdkError::ServiceError(service) => {
                let raw = service.raw();
                let retry_after = raw.headers().get("retry-after");
                Self::from_parts(
                    raw.status().as_u16(),
                    service.err().code(),
                    retry_after.and_then(|seconds| seconds.parse().ok()),
                )
            }
            SdkError::ResponseError(response) => {
                Self::from_parts(response.raw().status().as_u16(), None, None)
            }
            _ => Self::Unavailable,
        }
    }

    fn from_parts(status: u16, code: Option<&str>, retry_after_s: Option<u32>) -> Self {
        match code.unwrap_or_default() {
            "ThrottlingException"
            | "Throttling"
            | "ThrottledException"
            | "ProvisionedThroughputExceededException"
            | "TooManyRequestsException"
            | "RequestLimitExceeded"
            | "SlowDown"
            | "LimitExceededException" => Self::Throttled { retry_after_s },
            "PermanentRedirect" | "AuthorizationHeaderMalformed" => Self::Elsewhere,
            "ImageTooLargeException" | "TextSizeLimitExceededException" | "EntityTooLarge" => {
                Self::TooLarge
            }
            "AccessDeniedException"
            | "AccessDenied"
            | "UnrecognizedClientException"
            | "InvalidClientTokenId"
            | "InvalidAccessKeyId"
            | "InvalidSignatureException"
            | "SignatureDoesNotMatch"
            | "ExpiredTokenException"
            | "ExpiredToken"
            | "InvalidToken"
            | "MissingAuthenticationTokenException"
            | "NotAuthorized" => Self::Denied,
            _ => Self::from_status(status, retry_after_s),
        }
    }

    const fn from_status(status: u16, retry_after_s: Option<u32>) -> Self {
        match status {
            // A success that the SDK could not read.
            200..=299 => Self::Malformed,
            301 | 307 => Self::Elsewhere,
            401 | 403 => Self::Denied,
            404 => Self::NotFound,
            // 409 is a conditional write that met another one.
            409 | 412 => Self::AlreadyThere,
            413 => Self::TooLarge,
            429 => Self::Throttled { retry_after_s },
            400..=499 => Self::Rejected,
            _ => Self::Unavailable,
        }
    }
}

impl From<Failure> for EngineError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Throttled { retry_after_s } => Self::Throttled { retry_after_s },
            Failure::TooLarge => Self::TooLarge,
            Failure::Rejected => Self::Rejected,
            Failure::Malformed => Self::Malformed,
            // Not the picture's fault: the next one would fare the same.
            Failure::Denied
            | Failure::NotFound
            | Failure::AlreadyThere
            | Failure::Elsewhere
            | Failure::Unavailable => Self::Unavailable,
        }
    }
}

impl From<Failure> for AccessError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Denied => Self::Denied,
            Failure::Throttled { .. }
            | Failure::NotFound
            | Failure::AlreadyThere
            | Failure::Elsewhere
            | Failure::TooLarge
            | Failure::Rejected
            | Failure::Malformed
            | Failure::Unavailable => Self::Unavailable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, code: Option<&str>, expect: EngineError) {
        assert_eq!(
            EngineError::from(Failure::from_parts(status, code, Some(7))),
            expect
        );
    }

    #[test]
    fn every_error_has_its_place() {
        let throttled = EngineError::Throttled {
            retry_after_s: Some(7),
        };
        check(400, Some("ThrottlingException"), throttled);
        check(
            400,
            Some("ProvisionedThroughputExceededException"),
            throttled,
        );
        check(429, Some("TooManyRequestsException"), throttled);
        check(429, None, throttled);
        check(400, Some("ImageTooLargeException"), EngineError::TooLarge);
        check(
            400,
            Some("TextSizeLimitExceededException"),
            EngineError::TooLarge,
        );
        check(413, None, EngineError::TooLarge);
        check(
            400,
            Some("InvalidImageFormatException"),
            EngineError::Rejected,
        );
        check(400, Some("InvalidRequestException"), EngineError::Rejected);
        check(400, Some("AccessDeniedException"), EngineError::Unavailable);
        check(400, Some("ExpiredTokenException"), EngineError::Unavailable);
        check(500, Some("InternalServerError"), EngineError::Unavailable);
        check(503, None, EngineError::Unavailable);
        check(200, None, EngineError::Malformed);
    }
}
