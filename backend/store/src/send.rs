//! A file on its way to a client: a piece of it in memory at a time.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures::Stream;
use s3s::StdError;
use s3s::stream::{ByteStream, RemainingLength};
use tokio::task::{JoinHandle, spawn_blocking};

const PIECE: u64 = 256 * 1024;

/// The bytes of a range of a file, read on blocking threads.
pub(crate) struct FileStream {
    state: State,
    left: u64,
}

enum State {
    Idle(File),
    Reading(JoinHandle<io::Result<(File, Bytes)>>),
    Over,
}

impl FileStream {
    /// `file` from the start of `range`.
    pub(crate) fn new(mut file: File, range: &Range<u64>) -> io::Result<Self> {
        file.seek(SeekFrom::Start(range.start))?;
        Ok(Self {
            state: State::Idle(file),
            left: range.end.saturating_sub(range.start),
        })
    }
}

fn read_piece(mut file: File, bytes: u64) -> io::Result<(File, Bytes)> {
    let mut piece = Vec::with_capacity(usize::try_from(bytes).unwrap_or_default());
    (&mut file).take(bytes).read_to_end(&mut piece)?;
    if piece.is_empty() {
        // Somebody cut the file short while it was read.
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok((file, piece.into()))
}

impl Stream for FileStream {
    type Item = Result<Bytes, StdError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let State::Idle(_) = self.state
            && let State::Idle(file) = std::mem::replace(&mut self.state, State::Over)
            && self.left > 0
        {
            let bytes = self.left.min(PIECE);
            self.state = State::Reading(spawn_blocking(move || read_piece(file, bytes)));
        }
        let State::Reading(reading) = &mut self.state else {
            return Poll::Ready(None);
        };
        let read = ready!(Pin::new(reading).poll(context));
        self.state = State::Over;
        let (file, piece) = read.map_err(io::Error::other).flatten()?;
        self.left = self.left.saturating_sub(piece.len() as u64);
        self.state = State::Idle(file);
        Poll::Ready(Some(Ok(piece)))
    }
}

impl ByteStream for FileStream {
    fn remaining_length(&self) -> RemainingLength {
        usize::try_from(self.left)
            .map_or_else(|_| RemainingLength::unknown(), RemainingLength::new_exact)
    }
}
