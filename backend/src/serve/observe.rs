//! Names each request and logs that it was answered: method, route, status and time, never a path, query or header.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

/// Names a request in the log and in an error's body.
#[derive(Clone, Debug, Default)]
pub struct RequestId(pub String);

impl RequestId {
    /// Counts from the start of the process, whose number tells the logs of two starts apart.
    fn next() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        Self(format!(
            "{:x}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        ))
    }
}

/// Gives the request its id, and logs the answer.
pub async fn observe(mut request: Request, next: Next) -> Response {
    let id = RequestId::next();
    let method = request.method().clone();
    // The route as it is written in the program; an address without one is told by nothing.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let start = Instant::now();
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let elapsed_ms = start.elapsed().as_millis() as u64;
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    tracing::info!(id = %id.0, %method, route, status, elapsed_ms, "answered");
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}
