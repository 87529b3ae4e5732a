//! Every way in which a request can fail, and the problem document (RFC 9457) that says so.

use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use deid_model::EngineError;
use deid_model::api::Problem;

use super::observe::RequestId;

/// Media type of every error.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// Why a request got no answer. What it says holds no value of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiError {
    /// No route.
    #[error("There is nothing at this address.")]
    NotFound,
    /// Another method than the route's.
    #[error("This address does not take this method.")]
    MethodNotAllowed,
    /// `Host` or `Origin` of another place.
    #[error("The request names another host than this one.")]
    WrongHost,
    /// No token, or none that is valid.
    #[error("A valid token is needed.")]
    SignInNeeded,
    /// The identity provider's keys cannot be had.
    #[error("Nobody can sign in at the moment: the identity provider does not answer.")]
    SignInUnavailable,
    /// The caller's groups give no right to it.
    #[error("This is not allowed to you.")]
    NotAllowed,
    /// No live consent of this caller.
    #[error("Nothing is sent to Amazon without a consent.")]
    ConsentNeeded,
    /// The consent is to a text that no longer holds.
    #[error("What was agreed to is not what this server says now: reload the page.")]
    ConsentTextChanged,
    /// Nothing happens that cannot be recorded.
    #[error("The audit log cannot be written.")]
    NotRecorded,
    /// The server keeps no audit log.
    #[error("This server keeps no audit log.")]
    NoAuditLog,
    /// No such alias, or none for this caller.
    #[error("There is no such store.")]
    UnknownStore,
    /// The text names no object or folder.
    #[error("This is not a key of an object.")]
    NotAKey,
    /// An output would replace its original.
    #[error("The output would replace its original.")]
    SourceIsDestination,
    /// The body is not what the route takes.
    #[error("The body is not what this address takes.")]
    MalformedRequest,
    /// The body did not come in time.
    #[error("The body of the request did not arrive in time.")]
    BodyTimeout,
    /// The body is of another type.
    #[error("The body is of a type that this address does not take.")]
    WrongMediaType,
    /// The body, the text or the output is too long.
    #[error("This is larger than the server takes.")]
    TooLarge,
    /// The body is no PNG picture of 8 bits.
    #[error("The body is not a picture that the engine can read.")]
    NotAPicture,
    /// All places are taken.
    #[error("The server is busy.")]
    Busy {
        /// Seconds until a place may be free.
        retry_after_s: u32,
    },
    /// This caller asks too often.
    #[error("Too many requests.")]
    TooManyRequests {
        /// Seconds to wait.
        retry_after_s: u32,
    },
    /// The engine gave no answer.
    #[error("The cloud engine gave no answer.")]
    Engine(EngineError),
    /// The store cannot be reached.
    #[error("The store does not answer.")]
    StoreUnavailable,
    /// The store says no.
    #[error("The store refused the request.")]
    StoreRefused,
    /// It took too long.
    #[error("The request took too long.")]
    Timeout,
    /// A defect of the server.
    #[error("The server failed.")]
    Internal,
}

impl ApiError {
    /// Its HTTP status and machine-readable code.
    pub const fn facts(self) -> (StatusCode, &'static str) {
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"),
            Self::WrongHost => (StatusCode::MISDIRECTED_REQUEST, "wrong-host"),
            Self::SignInNeeded => (StatusCode::UNAUTHORIZED, "sign-in-needed"),
            Self::SignInUnavailable => (StatusCode::SERVICE_UNAVAILABLE, "sign-in-unavailable"),
            Self::NotAllowed => (StatusCode::FORBIDDEN, "not-allowed"),
            Self::ConsentNeeded => (StatusCode::FORBIDDEN, "consent-needed"),
            Self::ConsentTextChanged => (StatusCode::CONFLICT, "consent-text-changed"),
            Self::NotRecorded => (StatusCode::SERVICE_UNAVAILABLE, "not-recorded"),
            Self::NoAuditLog => (StatusCode::NOT_FOUND, "no-audit-log"),
            Self::UnknownStore => (StatusCode::NOT_FOUND, "unknown-store"),
            Self::NotAKey => (StatusCode::BAD_REQUEST, "not-a-key"),
            Self::SourceIsDestination => (StatusCode::CONFLICT, "source-is-destination"),
            Self::MalformedRequest => (StatusCode::BAD_REQUEST, "malformed-request"),
            Self::BodyTimeout => (StatusCode::REQUEST_TIMEOUT, "body-timeout"),
            Self::WrongMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-media-type"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::NotAPicture => (StatusCode::UNPROCESSABLE_ENTITY, "not-a-picture"),
            Self::Busy { .. } => (StatusCode::TOO_MANY_REQUESTS, "busy"),
            Self::TooManyRequests { .. } => (StatusCode::TOO_MANY_REQUESTS, "too-many-requests"),
            Self::Engine(problem) => engine_facts(problem),
            Self::StoreUnavailable => (StatusCode::SERVICE_UNAVAILABLE, "store-unavailable"),
            Self::StoreRefused => (StatusCode::BAD_GATEWAY, "store-refused"),
            Self::Timeout => (StatusCode::GATEWAY_TIMEOUT, "timeout"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }

    /// Seconds after which it is worth asking again.
    const fn retry_after_s(self) -> Option<u32> {
        match self {
            Self::TooManyRequests { retry_after_s }
            | Self::Busy { retry_after_s }
            | Self::Engine(EngineError::Throttled {
                retry_after_s: Some(retry_after_s),
            }) => Some(retry_after_s),
            Self::Engine(EngineError::Throttled { .. }) => Some(1),
            Self::SignInUnavailable | Self::StoreUnavailable => Some(5),
            _ => None,
        }
    }
}

const fn engine_facts(problem: EngineError) -> (StatusCode, &'static str) {
    match problem {
        EngineError::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "engine-unavailable"),
        EngineError::Throttled { .. } => (StatusCode::TOO_MANY_REQUESTS, "engine-throttled"),
        EngineError::Rejected => (StatusCode::UNPROCESSABLE_ENTITY, "engine-rejected"),
        EngineError::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "engine-too-large"),
        EngineError::Malformed => (StatusCode::BAD_GATEWAY, "engine-malformed"),
    }
}

impl From<EngineError> for ApiError {
    fn from(problem: EngineError) -> Self {
        Self::Engine(problem)
    }
}

/// The status alone; [`describe`] adds the document, since only it knows the request's id.
impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.facts().0.into_response();
        if let Some(seconds) = self.retry_after_s() {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self == Self::SignInNeeded {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the problem document into every answer that is an [`ApiError`].
pub async fn describe(request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().cloned();
    let response = next.run(request).await;
    let Some(problem) = response.extensions().get::<ApiError>().copied() else {
        return response;
    };
    let (status, code) = problem.facts();
    let body = Json(Problem {
        status: status.as_u16(),
        code: code.into(),
        title: problem.to_string(),
        request_id: id.unwrap_or_default().0,
    });
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    parts
        .headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let (_, body) = body.into_response().into_parts();
    Response::from_parts(parts, body)
}
