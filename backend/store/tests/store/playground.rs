//! A store over two folders, with files beside them that nobody may reach.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use deid_store::{REGION, RunningStore, StoreOptions};
use tempfile::TempDir;

/// What the files outside the folders hold.
pub const CANARY: &str = "CANARY-OUTSIDE-THE-FOLDERS";
/// The page that is allowed.
pub const PAGE: &str = "http://127.0.0.1:8080";
/// The largest object.
pub const MOST: u64 = 8 << 20;

/// A folder with `originals`, `outputs` and what lies beside them, and a store.
pub struct Playground {
    folder: TempDir,
    pub store: RunningStore,
}

impl Playground {
    pub async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        for name in ["originals", "outputs", "beside"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in ["secret.txt", "beside/secret.txt"] {
            fs::write(folder.path().join(name), CANARY).unwrap();
        }
        let store = deid_store::start(options(folder.path())).await.unwrap();
        Self { folder, store }
    }

    /// To end the store, and to go on with its folders.
    pub fn into_parts(self) -> (TempDir, RunningStore) {
        (self.folder, self.store)
    }

    pub fn top(&self) -> &Path {
        self.folder.path()
    }

    pub fn output(&self, name: &str) -> PathBuf {
        self.top().join("outputs").join(name)
    }

    /// Puts a file where the store did not.
    pub fn place(&self, path: &str, content: &[u8]) {
        let path = self.top().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn client(&self) -> Client {
        client(&self.store, self.store.secret_key())
    }

    /// Every path with what it holds, links and special files by their kind. The staging folder counts only if
    /// something is in it.
    pub fn snapshot(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        walk(self.top(), self.top(), &mut found);
        found
    }
}

/// How many files wait in the staging folder, its lock not counted.
pub fn waiting(staging: &Path) -> usize {
    let names = fs::read_dir(staging).unwrap();
    names
        .filter(|entry| entry.as_ref().unwrap().file_name() != "lock")
        .count()
}

pub fn options(top: &Path) -> StoreOptions {
    StoreOptions {
        listen: ([127, 0, 0, 1], 0).into(),
        originals: top.join("originals"),
        outputs: top.join("outputs"),
        page_origins: vec![PAGE.to_owned()],
        most_bytes: MOST,
    }
}

pub fn client(store: &RunningStore, secret: &str) -> Client {
    let credentials = Credentials::new(store.access_key(), secret, None, None, "test");
    let config = Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .credentials_provider(credentials)
        .region(Region::new(REGION))
        .endpoint_url(store.endpoint())
        .force_path_style(true)
        .retry_config(aws_sdk_s3::config::retry::RetryConfig::disabled())
        .build();
    Client::from_conf(config)
}

/// Status and code of an answer that refuses; `None` where no answer came.
pub fn refusal<E: ProvideErrorMetadata>(
    error: &SdkError<E, aws_sdk_s3::config::http::HttpResponse>,
) -> Option<(u16, String)> {
    let status = error.raw_response()?.status().as_u16();
    let code = error.code().unwrap_or_default();
    Some((status, code.to_owned()))
}

fn walk(top: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.symlink_metadata().unwrap().file_type();
        let name = path
            .strip_prefix(top)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        if kind.is_dir() {
            if !name.ends_with(".deid-staging") {
                found.insert(format!("{name}/"), Vec::new());
            }
            walk(top, &path, found);
        } else if kind.is_symlink() {
            let target = fs::read_link(&path).unwrap();
            found.insert(name, format!("link {}", target.display()).into_bytes());
        } else if kind.is_file() {
            if !name.ends_with(".deid-staging/lock") {
                found.insert(name, fs::read(&path).unwrap());
            }
        } else {
            found.insert(name, b"special".to_vec());
        }
    }
}
