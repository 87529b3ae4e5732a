//! The store's client against answers as S3 gives them, one after another.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use deid_aws::{Access, Endpoint, ObjectStore, Patience, S3Error};
use deid_model::{ObjectKey, ObjectPrefix};

/// Gives each connection the next answer, and tells in the end what was asked.
struct Scripted {
    url: String,
    thread: JoinHandle<Vec<String>>,
}

impl Scripted {
    fn start(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            let serve = |answer: String| {
                let (stream, _) = listener.accept().unwrap();
                serve(stream, &answer)
            };
            answers.into_iter().map(serve).collect()
        });
        Self { url, thread }
    }

    async fn store(&self) -> ObjectStore {
        let endpoint = Endpoint::Custom {
            url: self.url.clone(),
            region: "eu-west-2".to_owned(),
            access_key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret_key: "not-a-secret".to_owned(),
        };
        let patience = Patience {
            attempts: 1,
            backoff: Duration::from_millis(1),
            ..Patience::INTERACTIVE
        };
        ObjectStore::new(&Access::connect(&endpoint, patience).await.unwrap())
    }

    /// The head and body of every request.
    fn asked(self) -> Vec<String> {
        self.thread.join().unwrap()
    }
}

fn serve(mut stream: TcpStream, answer: &str) -> String {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut asked, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
        asked.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    asked.push_str(&String::from_utf8_lossy(&body));
    stream.write_all(answer.as_bytes()).unwrap();
    asked
}

fn answer(status: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
}

fn failure(status: &str, code: &str) -> String {
    answer(
        status,
        &format!("<Error><Code>{code}</Code><Message>KESTREL</Message></Error>"),
    )
}

/// An object whose connection breaks off before its end.
fn broken(told: usize, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {told}\r\n\r\n{body}")
}

fn page(keys: &[&str], next: Option<&str>) -> String {
    let object = |key: &&str| format!("<Contents><Key>{key}</Key><Size>3</Size></Contents>");
    let objects: String = keys.iter().map(object).collect();
    let next = next.map_or_else(String::new, |token| {
        format!("<NextContinuationToken>{token}</NextContinuationToken>")
    });
    let is_truncated = !next.is_empty();
    let body = format!(
        "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>{is_truncated}</IsTruncated>{next}\
         {objects}<CommonPrefixes><Prefix>in/more/</Prefix></CommonPrefixes></ListBucketResult>"
    );
    answer("200 OK", &body)
}

fn key() -> ObjectKey {
    ObjectKey::new("in/a.dcm").unwrap()
}

async fn read(answers: Vec<String>, limit: u64) -> Result<Vec<u8>, S3Error> {
    let scripted = Scripted::start(answers);
    let store = scripted.store().await;
    let read = store.read("originals", &key(), limit).await;
    assert!(scripted.asked()[0].starts_with("GET /originals/in/a.dcm"));
    read
}

#[tokio::test]
async fn an_object_is_read_up_to_its_limit() {
    let object = || vec![answer("200 OK", "12345")];
    assert_eq!(read(object(), 5).await, Ok(b"12345".to_vec()));
    assert_eq!(read(object(), 4).await, Err(S3Error::TooLarge));
    let untold = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n12345".to_owned();
    assert_eq!(read(vec![untold], 4).await, Err(S3Error::TooLarge));
}

#[tokio::test]
async fn the_start_of_an_object_is_asked_for_by_its_range() {
    let scripted = Scripted::start(vec![answer("206 Partial Content", "123")]);
    let store = scripted.store().await;
    let start = store.read_start("originals", &key(), 3).await;
    assert_eq!(start, Ok(b"123".to_vec()));
    assert!(scripted.asked()[0].contains("range: bytes=0-2"));
}

#[tokio::test]
async fn a_body_that_breaks_off_is_read_again_and_never_taken_for_whole() {
    let whole = vec![broken(5, "123"), answer("200 OK", "12345")];
    assert_eq!(read(whole, 9).await, Ok(b"12345".to_vec()));
    assert_eq!(
        read(vec![broken(5, "123"); 3], 9).await,
        Err(S3Error::Unavailable)
    );
}

#[tokio::test]
async fn every_refusal_has_its_error() {
    for (status, code, expect) in [
        ("404 Not Found", "NoSuchKey", S3Error::NotFound),
        ("403 Forbidden", "AccessDenied", S3Error::Denied),
        ("403 Forbidden", "SignatureDoesNotMatch", S3Error::Denied),
        (
            "301 Moved Permanently",
            "PermanentRedirect",
            S3Error::Elsewhere,
        ),
        (
            "400 Bad Request",
            "AuthorizationHeaderMalformed",
            S3Error::Elsewhere,
        ),
        ("400 Bad Request", "InvalidRequest", S3Error::Rejected),
        ("503 Slow Down", "SlowDown", S3Error::Unavailable),
        (
            "500 Internal Server Error",
            "InternalError",
            S3Error::Unavailable,
        ),
    ] {
        let error = read(vec![failure(status, code)], 9).await.unwrap_err();
        assert_eq!(error, expect, "{code}");
        assert!(!format!("{error} {error:?}").contains("KESTREL"));
    }
}

async fn write(answer: String, overwrite: bool) -> (Result<(), S3Error>, String) {
    let scripted = Scripted::start(vec![answer]);
    let store = scripted.store().await;
    let bytes = b"12345".to_vec();
    let written = store
        .write("outputs", &key(), bytes, "image/png", overwrite)
        .await;
    (written, scripted.asked().remove(0))
}

#[tokio::test]
async fn a_write_replaces_nothing_unless_it_is_told_to() {
    let (written, asked) = write(answer("200 OK", ""), false).await;
    assert_eq!(written, Ok(()));
    assert!(
        asked.starts_with("PUT /outputs/in/a.dcm") && asked.ends_with("12345"),
        "{asked}"
    );
    assert!(asked.contains("if-none-match: *") && asked.contains("content-type: image/png"));
    let (written, asked) = write(answer("200 OK", ""), true).await;
    assert_eq!(written, Ok(()));
    assert!(!asked.contains("if-none-match"));
    let there = failure("412 Precondition Failed", "PreconditionFailed");
    assert_eq!(write(there, false).await.0, Err(S3Error::AlreadyThere));
}

#[tokio::test]
async fn a_folder_is_listed_a_page_at_a_time() {
    let scripted = Scripted::start(vec![page(&["in/a+1.dcm", "in/..%2Fb"], Some("next"))]);
    let store = scripted.store().await;
    let prefix = ObjectPrefix::new("in/").unwrap();
    let listing = store
        .list("originals", &prefix, Some("cursor"))
        .await
        .unwrap();
    assert_eq!(listing.objects[0].key.as_str(), "in/a 1.dcm");
    assert_eq!(
        (
            listing.objects.len(),
            listing.objects[0].bytes,
            listing.skipped
        ),
        (1, 3, 1)
    );
    assert_eq!(
        (listing.folders[0].as_str(), listing.cursor.as_deref()),
        ("in/more/", Some("next"))
    );
    let asked = scripted.asked().remove(0);
    for part in [
        "delimiter=%2F",
        "prefix=in%2F",
        "continuation-token=cursor",
        "max-keys=1000",
        "encoding-type=url",
    ] {
        assert!(asked.contains(part), "{part} in {asked}");
    }
}

#[tokio::test]
async fn everything_below_a_prefix_is_listed_over_all_pages() {
    let pages = vec![page(&["in/a", "in/b"], Some("2")), page(&["in/x/c"], None)];
    let scripted = Scripted::start(pages);
    let store = scripted.store().await;
    let listing = store.list_all("originals", "in/").await.unwrap();
    let keys: Vec<_> = listing
        .objects
        .iter()
        .map(|object| object.key.as_str())
        .collect();
    assert_eq!(
        (keys, listing.cursor),
        (vec!["in/a", "in/b", "in/x/c"], None)
    );
    let asked = scripted.asked();
    assert!(asked[1].contains("continuation-token=2") && !asked[0].contains("delimiter"));
}

#[tokio::test]
async fn a_listing_that_cannot_be_read_is_no_empty_one() {
    let endless = "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>";
    for wrong in [
        vec![answer("200 OK", "<html></html>")],
        vec![answer("200 OK", "")],
        vec![answer("200 OK", endless)],
        vec![page(&["in/a"], Some("2")), page(&["in/a"], Some("2"))],
    ] {
        let scripted = Scripted::start(wrong);
        let store = scripted.store().await;
        let listing = store.list_all("originals", "in/").await;
        assert_eq!(listing.err(), Some(S3Error::Unavailable));
        scripted.asked();
    }
}

#[tokio::test]
async fn rules_of_a_bucket_are_told_and_none_is_none() {
    let rules = "<CORSConfiguration><CORSRule><AllowedOrigin>https://app.example.org</AllowedOrigin>\
                 <AllowedMethod>PUT</AllowedMethod><AllowedHeader>content-type</AllowedHeader>\
                 <ExposeHeader>ETag</ExposeHeader></CORSRule></CORSConfiguration>";
    let scripted = Scripted::start(vec![
        answer("200 OK", rules),
        failure("404 Not Found", "NoSuchCORSConfiguration"),
        failure("404 Not Found", "NoSuchBucket"),
    ]);
    let store = scripted.store().await;
    let told = store.bucket_cors("originals").await.unwrap();
    assert!(told[0].allows("https://app.example.org", "PUT", &["content-type"]));
    assert_eq!(told[0].exposed, ["ETag"]);
    assert_eq!(store.bucket_cors("originals").await, Ok(Vec::new()));
    assert_eq!(store.bucket_cors("originals").await, Err(S3Error::NotFound));
    scripted.asked();
}
