//! The embedded S3-compatible store: two folders of the user, each a bucket, on a port of their own.
//!
//! Originals are read and listed; outputs are written, read and listed. Nothing is ever deleted. Files lie under
//! their own names and keep them: whoever opens the folder sees what clients of S3 see.
//!
//! s3s speaks the protocol and checks signatures. What the operations do is here, and holds whatever a key says:
//! keys follow [`deid_model::object::ObjectKey`], every path goes through a capability of the folder, links are not
//! followed, only regular files are objects, and a write becomes visible in one step, after its checksums are right.
//!
//! # `ETag`s
//!
//! A write answers the MD5 of what it wrote, as S3 does (an upload in parts the MD5 of MD5s and their number).
//! Afterwards a file has a tag made of its length and time, the same in `GetObject`, `HeadObject` and listings: users
//! put files of any size into the folders, and nobody reads them all to answer a listing. It changes whenever the file
//! does, holds a `-` so that no client takes it for an MD5, and is what `If-Match` and `If-None-Match` compare.
//!
//! # What it does not do
//!
//! No metadata beside the file (the media type follows from the extension), no versions, no copies, no deletes, no
//! requests by form, no Signature Version 2. A folder `a` and a file `a` cannot both exist, so one of the keys `a` and
//! `a/b` is refused with `KeyConflict`. One running store per outputs folder: a second one is refused, and a start clears
//! what uploads of an earlier one left unfinished.
//!
//! s3s logs requests whole, keys included, at DEBUG and some at ERROR: whoever collects logs must switch off the
//! target `s3s`.

mod access;
mod body;
mod chunk_guard;
mod digest;
mod facts;
mod fault;
mod folder;
mod gate;
mod key;
mod listing;
mod lock;
mod media_type;
mod multipart;
mod parts;
mod reads;
mod receive;
mod secret;
mod send;
mod server;
mod staged;
mod store;
mod token;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use s3s::config::{S3Config, StaticConfigProvider};
use s3s::service::{S3Service, S3ServiceBuilder};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::folder::Folder;
use crate::gate::Gate;
use crate::lock::Lock;
use crate::multipart::Uploads;
use crate::secret::Keys;
use crate::store::Store;

/// The bucket that is read and listed.
pub const ORIGINALS: &str = "originals";
/// The bucket that is written, read and listed.
pub const OUTPUTS: &str = "outputs";
/// The region that signatures name.
pub const REGION: &str = "us-east-1";

/// Most bytes of an XML body: the parts of the largest upload, each with a checksum.
const MOST_XML: usize = 4 << 20;

/// What a store is made of.
#[derive(Clone, Debug)]
pub struct StoreOptions {
    /// Where to listen: a loopback address; port 0 picks a free one.
    pub listen: SocketAddr,
    /// The folder behind [`ORIGINALS`]. It must exist.
    pub originals: PathBuf,
    /// The folder behind [`OUTPUTS`]. It must exist.
    pub outputs: PathBuf,
    /// Origins of pages that may read and write through presigned URLs, such as `http://127.0.0.1:8080`.
    pub page_origins: Vec<String>,
    /// The largest object that is taken, in bytes.
    pub most_bytes: u64,
}

/// Why a store did not start.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address can be reached from other computers.
    #[error("the store listens on loopback addresses only")]
    NotLoopback,
    /// One of the page origins is `*`, or no origin at all.
    #[error("a page origin reads like http://127.0.0.1:8080")]
    PageOrigin,
    /// The folder of originals is not there, or may not be read.
    #[error("the folder of originals cannot be opened")]
    Originals(#[source] io::Error),
    /// The folder of outputs is not there, or may not be written.
    #[error("the folder of outputs cannot be opened")]
    Outputs(#[source] io::Error),
    /// Another store runs over the folder of outputs.
    #[error(
        "another De-ID serves this folder of outputs: end it, or give this one a folder of its own"
    )]
    InUse,
    /// The port is taken.
    #[error("the store cannot listen on its address")]
    Listen(#[source] io::Error),
    /// The system gave no random bytes for keys.
    #[error("no random keys could be made")]
    Keys(#[source] io::Error),
}

/// A store that serves until it is stopped or dropped.
pub struct RunningStore {
    address: SocketAddr,
    keys: Keys,
    closing: watch::Sender<bool>,
    serving: JoinHandle<()>,
    _lock: Lock,
}

/// Whether a store runs over this folder of outputs, of this process or another. Changes nothing.
///
/// # Errors
/// Where the folder cannot be looked into.
pub fn is_in_use(outputs: &Path) -> io::Result<bool> {
    Folder::open(outputs)?.is_claimed()
}

/// Opens the folders, listens, and serves on a task of its own.
///
/// # Errors
/// [`StoreError`]
pub async fn start(options: StoreOptions) -> Result<RunningStore, StoreError> {
    if !gate::is_local(options.listen) {
        return Err(StoreError::NotLoopback);
    }
    let cors = gate::cors(&options.page_origins).ok_or(StoreError::PageOrigin)?;
    let originals = Folder::open(&options.originals).map_err(StoreError::Originals)?;
    let outputs = Folder::open(&options.outputs).map_err(StoreError::Outputs)?;
    let claimed = outputs.claim_staging().map_err(StoreError::Outputs)?;
    let lock = claimed.ok_or(StoreError::InUse)?;
    let keys = Keys::random().map_err(StoreError::Keys)?;
    let listener = TcpListener::bind(options.listen)
        .await
        .map_err(StoreError::Listen)?;
    let address = listener.local_addr().map_err(StoreError::Listen)?;
    let store = Store {
        originals: Arc::new(originals),
        outputs: Arc::new(outputs),
        uploads: Arc::new(Uploads::default()),
        most: options.most_bytes,
    };
    let gate = Gate::new(service(store, keys.clone()), options.most_bytes);
    let (closing, closed) = watch::channel(false);
    let serving = tokio::spawn(server::serve(listener, gate, cors, closed));
    Ok(RunningStore {
        address,
        keys,
        closing,
        serving,
        _lock: lock,
    })
}

/// Without `set_auth` s3s lets everybody in, and without both it never asks the rules.
fn service(store: Store, keys: Keys) -> S3Service {
    let mut config = S3Config::default();
    config.xml_max_body_size = MOST_XML;
    config.post_object_max_file_size = 0;
    let mut builder = S3ServiceBuilder::new(store);
    builder.set_auth(keys);
    builder.set_access(access::Rules);
    builder.set_config(Arc::new(StaticConfigProvider::new(Arc::new(config))));
    builder.build()
}

impl RunningStore {
    /// The URL that clients are given.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The access key of this start.
    #[must_use]
    pub fn access_key(&self) -> &str {
        &self.keys.access
    }

    /// The secret key of this start.
    #[must_use]
    pub fn secret_key(&self) -> &str {
        &self.keys.secret
    }

    /// Ends it: no new connection is taken, requests that run get a few seconds.
    pub async fn stop(mut self) {
        let _ = self.closing.send(true);
        let _ = (&mut self.serving).await;
    }
}

impl Drop for RunningStore {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl fmt::Debug for RunningStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningStore")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}
