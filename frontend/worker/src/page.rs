//! The page, as the rest of the worker sees it.

use deid_model::ReasonCode;
use deid_model::worker::FromWorker;

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

    /// Lets messages that wait be answered.
    async fn breathe(&self);

    /// Milliseconds since some fixed moment.
    fn now_ms(&self) -> f64;
}
