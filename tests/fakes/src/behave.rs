//! How a fake misbehaves, and how often.

use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use http_body::Frame;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Too many requests, as the service says it.
    Throttled,
    /// 500 with the service's own error.
    ServerError,
    /// 503 of something in between: no error of the service.
    BadGateway,
    /// The credentials may not do this.
    Denied,
    /// The answer comes this late.
    Slow(Duration),
    /// 200 with half of an answer.
    CutOff,
    /// 200 with an answer whose members have other types.
    WrongTypes,
    /// 200 with an empty answer of the right type.
    Hollow,
    /// The connection closes within the answer.
    Disconnected,
}

/// When something goes wrong: each `every`-th call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Behave {
    fault: Option<Fault>,
    every: u32,
}

impl Behave {
    /// Nothing goes wrong.
    pub const WELL: Self = Self {
        fault: None,
        every: 0,
    };

    /// Every call goes wrong.
    #[must_use]
    pub const fn always(fault: Fault) -> Self {
        Self::every(1, fault)
    }

    /// Each `every`-th call goes wrong: 2 is half of all calls.
    #[must_use]
    pub const fn every(every: u32, fault: Fault) -> Self {
        Self {
            fault: Some(fault),
            every,
        }
    }

    const fn fault_of(self, call: u32) -> Option<Fault> {
        if self.every > 0 && call.is_multiple_of(self.every) {
            self.fault
        } else {
            None
        }
    }
}

/// The script of one fake, and its count of calls.
#[derive(Debug, Default)]
pub(crate) struct Conduct {
    behave: Mutex<Behave>,
    calls: AtomicU32,
    faults: AtomicU32,
}

impl Conduct {
    pub fn set(&self, behave: Behave) {
        *self.behave.lock().unwrap_or_else(PoisonError::into_inner) = behave;
    }

    pub fn calls(&self) -> u32 {
        self.calls.load(Ordering::SeqCst)
    }

    pub fn faults(&self) -> u32 {
        self.faults.load(Ordering::SeqCst)
    }

    /// Counts a call and says what is to go wrong with it.
    pub fn next(&self) -> Option<Fault> {
        let call = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
        let behave = *self.behave.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = behave.fault_of(call);
        if fault.is_some() {
            self.faults.fetch_add(1, Ordering::SeqCst);
        }
        fault
    }
}

/// A gateway's own page, which is no answer of the service.
pub(crate) fn bad_gateway() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "<html>busy</html>").into_response()
}

/// An answer during which the connection closes.
pub(crate) fn disconnected() -> Response {
    Response::new(Body::new(Broken))
}

/// A body that breaks off at once.
struct Broken;

impl HttpBody for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionAborted.into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_second_call_goes_wrong() {
        let conduct = Conduct::default();
        conduct.set(Behave::every(2, Fault::Throttled));
        let told: Vec<bool> = (0..6).map(|_| conduct.next().is_some()).collect();
        assert_eq!(told, [false, true, false, true, false, true]);
        assert_eq!((conduct.calls(), conduct.faults()), (6, 3));
    }
}
