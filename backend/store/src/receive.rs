//! A body on its way to the disk: a piece of it in memory at a time.

use std::fs::File;
use std::io::{self, Write as _};
use std::sync::Arc;

use bytes::Bytes;
use futures::StreamExt as _;
use http::HeaderMap;
use s3s::dto::{Checksum, StreamingBlob};
use s3s::{S3Request, S3Result, TrailingHeaders};

use crate::digest::{Digest, Expected, Sums, hex};
use crate::fault::{broken_body, internal, too_large};
use crate::folder::Folder;
use crate::staged::StagedFile;

/// Bytes gathered before a blocking thread writes them.
const PIECE: usize = 256 * 1024;

/// A body that arrived whole, as its sender meant it, on the disk but without a name.
pub(crate) struct Received {
    pub(crate) staged: StagedFile,
    pub(crate) bytes: u64,
    pub(crate) md5: [u8; 16],
    pub(crate) checksum: Checksum,
}

/// What the headers of a write tell about its body.
pub(crate) struct Announced {
    expected: Expected,
    bytes: Option<u64>,
    trailers: Option<TrailingHeaders>,
}

impl Announced {
    /// # Errors
    /// Where the body is announced as larger than `most`, or with a checksum that nobody here can check.
    pub(crate) fn of<T>(request: &S3Request<T>, most: u64) -> S3Result<Self> {
        let headers = &request.headers;
        let bytes = number(headers, "x-amz-decoded-content-length")
            .or_else(|| number(headers, "content-length"));
        if bytes.is_some_and(|bytes| bytes > most) {
            return Err(too_large());
        }
        Ok(Self {
            expected: Expected::from_headers(headers)?,
            bytes,
            trailers: request.trailing_headers.clone(),
        })
    }
}

impl Received {
    /// The MD5, as S3 writes it.
    pub(crate) fn tag(&self) -> String {
        hex(&self.md5)
    }
}

/// Takes a body of at most `most` bytes. A file is left only where this returns one.
pub(crate) async fn receive(
    body: Option<StreamingBlob>,
    announced: Announced,
    folder: Arc<Folder>,
    most: u64,
) -> S3Result<Received> {
    let digest = announced.expected.digest();
    let mut sink = blocking(move || Sink::create(&folder, digest).map_err(internal)).await?;
    let mut pieces = Vec::new();
    let mut waiting = 0;
    let mut total: u64 = 0;
    if let Some(mut body) = body {
        while let Some(bytes) = body.next().await {
            let bytes = bytes.map_err(|_| broken_body())?;
            waiting += bytes.len();
            total = total.saturating_add(bytes.len() as u64);
            if total > most {
                return Err(too_large());
            }
            pieces.push(bytes);
            if waiting >= PIECE {
                sink = sink.write(std::mem::take(&mut pieces)).await?;
                waiting = 0;
            }
        }
    }
    if announced.bytes.is_some_and(|bytes| bytes != total) {
        return Err(broken_body());
    }
    let sink = sink.write(pieces).await?;
    let (staged, sums) = blocking(move || sink.finish().map_err(internal)).await?;
    let trailers = announced.trailers.as_ref().and_then(TrailingHeaders::take);
    announced.expected.check(&sums, trailers.as_ref())?;
    Ok(Received {
        staged,
        bytes: total,
        md5: sums.md5,
        checksum: sums.checksum,
    })
}

/// Runs what waits for a disk away from the threads that serve.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> S3Result<T> + Send + 'static,
) -> S3Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| internal(io::ErrorKind::Interrupted.into()))?
}

/// The file that is written, and what reads along.
pub(crate) struct Sink {
    file: File,
    digest: Digest,
    // Last: closed before it is removed.
    staged: StagedFile,
}

impl Sink {
    pub(crate) fn create(folder: &Arc<Folder>, digest: Digest) -> io::Result<Self> {
        let (staged, file) = StagedFile::create(folder)?;
        Ok(Self {
            file,
            digest,
            staged,
        })
    }

    async fn write(mut self, pieces: Vec<Bytes>) -> S3Result<Self> {
        if pieces.is_empty() {
            return Ok(self);
        }
        blocking(move || {
            for piece in &pieces {
                self.push(piece).map_err(internal)?;
            }
            Ok(self)
        })
        .await
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        self.file.write_all(bytes)
    }

    /// On the disk, and closed.
    pub(crate) fn finish(self) -> io::Result<(StagedFile, Sums)> {
        self.file.sync_all()?;
        Ok((self.staged, self.digest.finish()))
    }
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}
