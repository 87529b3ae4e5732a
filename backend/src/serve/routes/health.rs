//! What a supervisor asks.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::serve::assets;

/// The process answers.
pub async fn health() -> &'static str {
    "ok\n"
}

/// The process can do its work: the page is there to be served.
pub async fn ready() -> Response {
    if assets::page_is_there() {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the page is not built\n").into_response()
    }
}
