//! What the page asks of its server, under `/api`, and what a supervisor asks. Every error is a problem document.

use axum::extract::{Extension, Request};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use deid_model::api::{Capabilities, Problem};

use super::observe::RequestId;

/// The routes below `/api`; nothing they answer is kept by a cache.
pub fn router() -> Router {
    Router::new()
        .route("/capabilities", get(capabilities))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(no_store))
}

async fn capabilities() -> Json<Capabilities> {
    Json(Capabilities {
        version: env!("CARGO_PKG_VERSION").into(),
        engines: vec!["local".into()],
    })
}

/// The process answers.
pub async fn health() -> &'static str {
    "ok\n"
}

/// The process can do its work: the page is there to be served.
pub async fn ready() -> Response {
    if super::assets::page_is_there() {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the page is not built\n").into_response()
    }
}

/// Any address below `/api` that has no route.
pub async fn not_found(Extension(id): Extension<RequestId>) -> Response {
    problem(
        StatusCode::NOT_FOUND,
        "not-found",
        "There is nothing at this address.",
        &id,
    )
}

async fn method_not_allowed(Extension(id): Extension<RequestId>) -> Response {
    problem(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "This address does not take this method.",
        &id,
    )
}

async fn no_store(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// An error as RFC 9457 writes it.
pub fn problem(status: StatusCode, code: &str, title: &str, id: &RequestId) -> Response {
    let body = Problem {
        status: status.as_u16(),
        code: code.into(),
        title: title.into(),
        request_id: id.0.clone(),
    };
    let mut response = (status, Json(body)).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}
