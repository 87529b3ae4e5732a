//! What is signed for others to send, and where requests go.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::time::{SystemTime, UNIX_EPOCH};

use deid_aws::{Access, AccessError, Endpoint, ObjectStore, Patience, S3Error};
use deid_model::ObjectKey;
use deid_model::api::SignedRequest;

fn custom(url: &str) -> Endpoint {
    Endpoint::Custom {
        url: url.to_owned(),
        region: "eu-west-2".to_owned(),
        access_key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret_key: "not-a-secret".to_owned(),
    }
}

async fn store(url: &str) -> ObjectStore {
    let access = Access::connect(&custom(url), Patience::INTERACTIVE).await;
    ObjectStore::new(&access.unwrap())
}

fn key() -> ObjectKey {
    ObjectKey::new("in/ä b+c%2e.dcm").unwrap()
}

/// One part of the query, as it stands.
fn query<'a>(signed: &'a SignedRequest, name: &str) -> Option<&'a str> {
    let (_, query) = signed.url.split_once('?').unwrap();
    query
        .split('&')
        .find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
}

#[track_caller]
fn check_is_plain(signed: &SignedRequest, seconds: u64) {
    let url = signed.url.to_ascii_lowercase();
    for unwanted in ["checksum", "sdk", "amz-acl", "encryption"] {
        assert!(!url.contains(unwanted), "{unwanted} in {url}");
    }
    assert_eq!(
        query(signed, "X-Amz-Expires"),
        Some(seconds.to_string().as_str())
    );
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs();
    assert!((now + seconds - 5..=now + seconds).contains(&signed.expires_at));
}

#[tokio::test]
async fn a_write_is_bound_to_type_length_and_a_new_name() {
    let store = store("http://127.0.0.1:9000").await;
    let signed = store
        .sign_write("outputs", &key(), "application/dicom", 1234)
        .await
        .unwrap();
    check_is_plain(&signed, 600);
    assert_eq!(
        (signed.method.as_str(), signed.key.as_str()),
        ("PUT", key().as_str())
    );
    let names = query(&signed, "X-Amz-SignedHeaders")
        .unwrap()
        .replace("%3B", ";");
    assert_eq!(names, "content-length;content-type;host;if-none-match");
    let mut headers = signed.headers.clone();
    headers.sort();
    let expect = [
        ("content-length", "1234"),
        ("content-type", "application/dicom"),
        ("if-none-match", "*"),
    ];
    assert_eq!(
        headers,
        expect.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    assert!(
        signed
            .url
            .starts_with("http://127.0.0.1:9000/outputs/in/%C3%A4%20b%2Bc%252e.dcm?"),
        "{}",
        signed.url
    );
}

#[tokio::test]
async fn a_read_may_not_be_cached() {
    let signed = store("http://127.0.0.1:9000").await;
    let signed = signed.sign_read("originals", &key()).await.unwrap();
    check_is_plain(&signed, 300);
    assert_eq!((signed.method.as_str(), signed.headers.len()), ("GET", 0));
    assert_eq!(query(&signed, "X-Amz-SignedHeaders"), Some("host"));
    assert_eq!(query(&signed, "response-cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_length_that_no_request_has_is_too_large() {
    let store = store("http://127.0.0.1:9000").await;
    let signed = store
        .sign_write("outputs", &key(), "image/png", u64::MAX)
        .await;
    assert_eq!(signed.err(), Some(S3Error::TooLarge));
}

#[tokio::test]
async fn an_address_that_is_none_is_an_error() {
    for wrong in ["", "127.0.0.1:9000", "http://", "s3://bucket"] {
        let access = Access::connect(&custom(wrong), Patience::INTERACTIVE).await;
        assert_eq!(access.err(), Some(AccessError::Address), "{wrong}");
    }
}

#[tokio::test]
async fn debug_output_holds_no_credentials() {
    let endpoint = custom("http://127.0.0.1:9000");
    let access = Access::connect(&endpoint, Patience::INTERACTIVE)
        .await
        .unwrap();
    let told = format!("{endpoint:?} {access:?}");
    assert!(
        !told.contains("not-a-secret") && !told.contains("AKIA"),
        "{told}"
    );
    assert_eq!(access.region(), "eu-west-2");
}
