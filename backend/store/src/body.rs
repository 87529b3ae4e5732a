//! The body of a request, as far as it may go: not too long, not too slow, not in chunks that must be gathered.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use s3s::StdError;
use tokio::time::{Instant, Sleep, sleep};

use crate::chunk_guard::ChunkGuard;

/// A sender that is silent for so long is gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// A body within limits.
pub(crate) struct LimitedBody {
    inner: Incoming,
    is_over: Arc<AtomicBool>,
    left: u64,
    silence: Pin<Box<Sleep>>,
    chunks: Option<ChunkGuard>,
}

#[derive(Debug, thiserror::Error)]
enum BodyError {
    #[error("the body is too long")]
    Long,
    #[error("the sender is silent")]
    Silent,
    #[error("a chunk is too large")]
    Chunk,
}

impl LimitedBody {
    /// Of at most `most` bytes, as they travel.
    pub(crate) fn new(inner: Incoming, most: u64, is_chunked: bool) -> Self {
        Self {
            is_over: Arc::new(AtomicBool::new(inner.is_end_stream())),
            inner,
            left: most,
            silence: Box::pin(sleep(PATIENCE)),
            chunks: is_chunked.then(ChunkGuard::default),
        }
    }

    /// Tells, when the body is gone, whether it was read to its end.
    pub(crate) fn is_over(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.is_over)
    }

    fn check(&mut self, bytes: &[u8]) -> Result<(), BodyError> {
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or(BodyError::Long)?;
        let is_fine = self
            .chunks
            .as_mut()
            .is_none_or(|chunks| chunks.admits(bytes));
        is_fine.then_some(()).ok_or(BodyError::Chunk)
    }
}

impl Body for LimitedBody {
    type Data = Bytes;
    type Error = StdError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, StdError>>> {
        let Poll::Ready(frame) = Pin::new(&mut self.inner).poll_frame(context) else {
            return self
                .silence
                .as_mut()
                .poll(context)
                .map(|()| Some(Err(BodyError::Silent.into())));
        };
        self.silence.as_mut().reset(Instant::now() + PATIENCE);
        if frame.is_none() || self.inner.is_end_stream() {
            self.is_over.store(true, Ordering::Relaxed);
        }
        Poll::Ready(match frame {
            None => None,
            Some(Err(error)) => Some(Err(error.into())),
            Some(Ok(frame)) => Some(match frame.data_ref().map(|bytes| self.check(bytes)) {
                Some(Err(error)) => Err(error.into()),
                Some(Ok(())) | None => Ok(frame),
            }),
        })
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
