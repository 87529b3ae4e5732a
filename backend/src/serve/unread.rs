//! Reads the rest of a body that nobody wanted. A client that is still sending when it is refused would see a broken
//! connection instead of the answer.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;

/// What is read on behalf of a refused request, and for how long; then the connection breaks after all.
const MOST_BYTES: usize = 8 * 1024 * 1024;
const MOST_TIME: Duration = Duration::from_secs(10);

type Slot = Arc<Mutex<Option<Body>>>;

/// A body that comes back when it is dropped before its end.
struct Returning {
    body: Option<Body>,
    slot: Slot,
}

impl HttpBody for Returning {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match &mut self.body {
            Some(body) => Pin::new(body).poll_frame(context),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body
            .as_ref()
            .map(HttpBody::size_hint)
            .unwrap_or_default()
    }
}

impl Drop for Returning {
    fn drop(&mut self) {
        let mut slot = self.slot.lock().unwrap_or_else(PoisonError::into_inner);
        *slot = self.body.take().filter(|body| !body.is_end_stream());
    }
}

/// Lets a refused client finish what it sends, as far as that is bearable.
pub async fn read_what_is_left(request: Request, next: Next) -> Response {
    let slot = Slot::default();
    let (parts, body) = request.into_parts();
    let body = Body::new(Returning {
        body: Some(body),
        slot: Arc::clone(&slot),
    });
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let left = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(body) = left {
        // Who was too slow has been waited for already.
        let is_late = response.status() == StatusCode::REQUEST_TIMEOUT;
        if is_late || tokio::time::timeout(MOST_TIME, discard(body)).await != Ok(true) {
            response
                .headers_mut()
                .insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
    }
    response
}

/// Whether the end was reached.
async fn discard(mut body: Body) -> bool {
    let mut left = MOST_BYTES;
    loop {
        match body.frame().await {
            None => return true,
            Some(Err(_)) => return false,
            Some(Ok(frame)) => {
                let length = frame.data_ref().map_or(0, Bytes::len);
                let Some(rest) = left.checked_sub(length) else {
                    return false;
                };
                left = rest;
            }
        }
    }
}
