//! Reads: ranges, tags, and readers that stall.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::playground::{Playground, refusal};
use crate::raw::{Presign, request, send};

#[tokio::test]
async fn a_range_is_what_the_rfc_says() {
    let playground = Playground::new().await;
    let whole: Vec<u8> = (0..=255).cycle().take(700_000).collect();
    playground.place("originals/a.dcm", &whole);
    let client = playground.client();
    let last = whole.len() - 1;
    for (asked, expected) in [
        ("bytes=0-0".to_owned(), 0..1),
        ("bytes=10-19".to_owned(), 10..20),
        (format!("bytes={last}-"), last..whole.len()),
        (format!("bytes={last}-{last}"), last..whole.len()),
        ("bytes=-1".to_owned(), last..whole.len()),
        ("bytes=-9999999".to_owned(), 0..whole.len()),
        ("bytes=262143-262145".to_owned(), 262_143..262_146),
        ("bytes=5-9999999".to_owned(), 5..whole.len()),
    ] {
        let get = client
            .get_object()
            .bucket("originals")
            .key("a.dcm")
            .range(&asked);
        let found = get.send().await.unwrap();
        let named = format!(
            "bytes {}-{}/{}",
            expected.start,
            expected.end - 1,
            whole.len()
        );
        assert_eq!(found.content_range(), Some(named.as_str()));
        assert_eq!(found.content_length(), i64::try_from(expected.len()).ok());
        assert_eq!(found.content_type(), Some("application/dicom"));
        assert!(
            found.body.collect().await.unwrap().to_vec() == whole[expected],
            "{asked}"
        );
    }
}

#[tokio::test]
async fn a_range_that_is_none_is_refused() {
    let playground = Playground::new().await;
    playground.place("originals/a.dcm", &vec![7; 700_000]);
    playground.place("originals/empty", b"");
    let client = playground.client();
    for (key, asked) in [
        ("a.dcm", "bytes=700000-"),
        ("a.dcm", "bytes=-0"),
        ("empty", "bytes=0-"),
        ("empty", "bytes=-5"),
    ] {
        let error = client
            .get_object()
            .bucket("originals")
            .key(key)
            .range(asked)
            .send()
            .await
            .unwrap_err();
        assert_eq!(
            refusal(&error),
            Some((416, "InvalidRange".to_owned())),
            "{key} {asked}"
        );
        let length = if key == "empty" {
            "bytes */0"
        } else {
            "bytes */700000"
        };
        assert_eq!(
            error.raw_response().unwrap().headers().get("content-range"),
            Some(length)
        );
    }
    for asked in [
        "bytes=9-3",
        "bytes=a-b",
        "lines=1-2",
        "bytes=0-1,4-5",
        "bytes=-",
        "bytes=99999999999999999999-",
    ] {
        let error = client
            .get_object()
            .bucket("originals")
            .key("a.dcm")
            .range(asked)
            .send()
            .await
            .unwrap_err();
        let status = refusal(&error).unwrap().0;
        assert!(matches!(status, 400 | 416), "{asked}: {status}");
    }
    let empty = client
        .get_object()
        .bucket("originals")
        .key("empty")
        .send()
        .await
        .unwrap();
    assert_eq!(empty.content_length(), Some(0));
}

#[tokio::test]
async fn a_tag_is_the_same_everywhere_and_changes_with_the_file() {
    let playground = Playground::new().await;
    playground.place("originals/a.png", b"one");
    let client = playground.client();
    let head = client
        .head_object()
        .bucket("originals")
        .key("a.png")
        .send()
        .await
        .unwrap();
    let get = client
        .get_object()
        .bucket("originals")
        .key("a.png")
        .send()
        .await
        .unwrap();
    let list = client
        .list_objects_v2()
        .bucket("originals")
        .send()
        .await
        .unwrap();
    let tag = head.e_tag().unwrap();
    assert_eq!(get.e_tag(), Some(tag));
    assert_eq!(list.contents()[0].e_tag(), Some(tag));
    assert!(tag.contains('-'), "no client may take it for an MD5");
    assert_eq!(head.content_length(), Some(3));

    let error = client
        .get_object()
        .bucket("originals")
        .key("a.png")
        .if_none_match(tag)
        .send()
        .await
        .unwrap_err();
    assert_eq!(refusal(&error).unwrap().0, 304);
    let error = client
        .head_object()
        .bucket("originals")
        .key("a.png")
        .if_match("\"x\"")
        .send()
        .await
        .unwrap_err();
    assert_eq!(refusal(&error).unwrap().0, 412);
    assert!(
        client
            .get_object()
            .bucket("originals")
            .key("a.png")
            .if_match(tag)
            .send()
            .await
            .is_ok()
    );

    tokio::time::sleep(Duration::from_millis(20)).await;
    playground.place("originals/a.png", b"two");
    let head = client
        .head_object()
        .bucket("originals")
        .key("a.png")
        .send()
        .await
        .unwrap();
    assert_ne!(head.e_tag(), Some(tag));
}

#[tokio::test]
async fn what_is_read_is_not_kept() {
    let playground = Playground::new().await;
    playground.place("originals/a.txt", b"one");
    let store = &playground.store;
    let target = Presign::new("GET", "/originals/a.txt").target(store);
    let answer = send(store, &request(store, "GET", &target, &[], b"")).await;
    assert_eq!((answer.status, answer.text().as_str()), (200, "one"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("x-amz-request-id").unwrap().len(), 16);
    let known = [("If-None-Match", answer.header("etag").unwrap())];
    let again = send(store, &request(store, "GET", &target, &known, b"")).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[tokio::test]
async fn a_reader_that_stalls_does_not_hold_up_others() {
    let playground = Playground::new().await;
    playground.place("originals/large", &vec![7; 32 << 20]);
    playground.place("originals/small", b"small");
    let store = &playground.store;
    let target = Presign::new("GET", "/originals/large").target(store);
    let mut stalled = Vec::new();
    for _ in 0..20 {
        let mut stream = tokio::net::TcpStream::connect(store.address())
            .await
            .unwrap();
        stream
            .write_all(&request(store, "GET", &target, &[], b""))
            .await
            .unwrap();
        let mut first = [0; 1024];
        stream.read_exact(&mut first).await.unwrap();
        stalled.push(stream);
    }
    let started = Instant::now();
    let get = playground
        .client()
        .get_object()
        .bucket("originals")
        .key("small")
        .send()
        .await
        .unwrap();
    assert_eq!(get.body.collect().await.unwrap().to_vec(), b"small");
    assert!(started.elapsed() < Duration::from_secs(10));
}
