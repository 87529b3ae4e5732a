//! Requests as bytes, and signatures of our own making.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sdk_s3::primitives::{DateTime, DateTimeFormat};
use deid_store::{REGION, RunningStore};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends the bytes and reads to the end.
pub async fn send(store: &RunningStore, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(store.address()).await.unwrap();
    let (mut reader, mut writer) = stream.split();
    let mut answer = Vec::new();
    let write = async {
        let _ = writer.write_all(request).await;
    };
    let read = async { reader.read_to_end(&mut answer).await };
    let (_, read) = timeout(Duration::from_secs(60), async { tokio::join!(write, read) })
        .await
        .expect("an answer in time");
    read.expect("an answer, not a reset");
    let end = find(&answer, b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        body: answer[end + 4..].to_vec(),
        head,
    }
}

/// A whole request: `target` as it stands.
pub fn request(
    store: &RunningStore,
    method: &str,
    target: &[u8],
    headers: &[(&str, &str)],
    body: &[u8],
) -> Vec<u8> {
    let mut bytes = [method.as_bytes(), b" ", target, b" HTTP/1.1\r\n"].concat();
    let host = format!("Host: {}\r\nConnection: close\r\n", store.address());
    bytes.extend_from_slice(host.as_bytes());
    if method == "PUT" || method == "POST" {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    for (name, value) in headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    bytes
}

/// What a URL is signed for.
pub struct Presign<'a> {
    pub method: &'a str,
    /// The path, decoded.
    pub path: &'a str,
    pub query: &'a [(&'a str, &'a str)],
    /// Signed besides the host, by lower-case name.
    pub headers: &'a [(&'a str, &'a str)],
    pub expires: u64,
    pub at: SystemTime,
}

impl<'a> Presign<'a> {
    pub fn new(method: &'a str, path: &'a str) -> Self {
        Self {
            method,
            path,
            query: &[],
            headers: &[],
            expires: 60,
            at: SystemTime::now(),
        }
    }

    /// The query of the URL: Signature Version 4, from its description.
    pub fn query(&self, store: &RunningStore) -> String {
        let stamp = stamp(self.at);
        let credential = format!("{}/{}", store.access_key(), scope(&stamp));
        let expires = self.expires.to_string();
        let (_, signed) = self.signed_headers(store);
        let added = [
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            ("X-Amz-Credential", &credential),
            ("X-Amz-Date", &stamp),
            ("X-Amz-Expires", &expires),
            ("X-Amz-SignedHeaders", &signed),
        ];
        let query = joined(added.iter().chain(self.query));
        let signature = self.signature(store, &stamp, &query, "UNSIGNED-PAYLOAD");
        format!("{query}&X-Amz-Signature={signature}")
    }

    /// The header of a request signed by header. `headers` must hold the date and the digest of the body.
    pub fn authorization(&self, store: &RunningStore, payload: &str) -> String {
        let stamp = stamp(self.at);
        let (_, signed) = self.signed_headers(store);
        let signature = self.signature(store, &stamp, &joined(self.query), payload);
        let credential = format!("{}/{}", store.access_key(), scope(&stamp));
        format!(
            "AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={signed}, Signature={signature}"
        )
    }

    /// Lines of the headers, and their names.
    fn signed_headers(&self, store: &RunningStore) -> (String, String) {
        let host = store.address().to_string();
        let mut headers = vec![("host", host.as_str())];
        headers.extend(self.headers);
        headers.sort_unstable();
        let lines = headers
            .iter()
            .map(|(name, value)| format!("{name}:{value}\n"))
            .collect();
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        (lines, names.join(";"))
    }

    fn signature(&self, store: &RunningStore, stamp: &str, query: &str, payload: &str) -> String {
        let (lines, signed) = self.signed_headers(store);
        let path = encode(self.path, "/");
        let canonical = format!(
            "{}\n{path}\n{query}\n{lines}\n{signed}\n{payload}",
            self.method
        );
        let digest = hex(&Sha256::digest(canonical.as_bytes()));
        let text = format!("AWS4-HMAC-SHA256\n{stamp}\n{}\n{digest}", scope(stamp));
        let mut key = format!("AWS4{}", store.secret_key()).into_bytes();
        for part in [&stamp[..8], REGION, "s3", "aws4_request"] {
            key = sign(&key, part);
        }
        hex(&sign(&key, &text))
    }

    /// The target, with the path spelled as a client should.
    pub fn target(&self, store: &RunningStore) -> Vec<u8> {
        format!("{}?{}", encode(self.path, "/"), self.query(store)).into_bytes()
    }
}

/// Percent-encodes all but letters, digits, `-._~` and `besides`.
pub fn encode(text: &str, besides: &str) -> String {
    text.bytes()
        .map(|byte| match char::from(byte) {
            c if c.is_ascii_alphanumeric() || "-._~".contains(c) || besides.contains(c) => {
                c.to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn joined<'a>(pairs: impl IntoIterator<Item = &'a (&'a str, &'a str)>) -> String {
    let mut pairs: Vec<String> = pairs
        .into_iter()
        .map(|(name, value)| format!("{}={}", encode(name, ""), encode(value, "")))
        .collect();
    pairs.sort_unstable();
    pairs.join("&")
}

fn scope(stamp: &str) -> String {
    format!("{}/{REGION}/s3/aws4_request", &stamp[..8])
}

/// As signatures write a time.
pub fn stamp(at: SystemTime) -> String {
    let seconds = at.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let text = DateTime::from_secs(i64::try_from(seconds).unwrap())
        .fmt(DateTimeFormat::DateTime)
        .unwrap();
    text.replace(['-', ':'], "")
}

fn sign(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
