//! The page, as the rest of the worker sees it.

use deid_model::worker::FromWorker;
use deid_model::{EngineError, ReasonCode};

/// What comes beside a message.
pub enum Attachment<S> {
    /// Nothing.
    Nothing,
    /// A handle to a file of the user.
    File(S),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// Something asked of the page's server.
pub struct Question<'a> {
    /// Below the page's own address.
    pub path: &'static str,
    /// Media type of the body.
    pub content_type: &'static str,
    /// Further headers.
    pub headers: [(&'static str, String); 2],
    /// What is sent.
    pub body: &'a [u8],
}

/// What the server said.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Seconds to wait, where it said so.
    pub retry_after_s: Option<u32>,
    /// What came.
    pub body: Vec<u8>,
}

/// Who is told, where files are read, and who else wants the thread.
pub trait Page {
    /// A handle to a file of the user.
    type Source;

    /// Sends a message, with the bytes that go beside it.
    fn tell(&self, message: &FromWorker, attachment: Option<&[u8]>);

    /// Reads a whole file.
    ///
    /// # Errors
    /// [`ReasonCode::LimitExceeded`] for a file longer than `limit`, unread; [`ReasonCode::ReadFailed`].
    async fn read(&self, source: &Self::Source, limit: u64) -> Result<Vec<u8>, ReasonCode>;

    /// Asks the server, by `POST`.
    ///
    /// # Errors
    /// [`EngineError::Unavailable`] where no answer came in time.
    async fn ask(&self, question: &Question<'_>) -> Result<Answer, EngineError>;

    /// Waits.
    async fn pause(&self, seconds: u32);

    /// Lets messages that wait be answered.
    async fn breathe(&self);

    /// Milliseconds since some fixed moment.
    fn now_ms(&self) -> f64;
}
