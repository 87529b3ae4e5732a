//! Bodies in the encoding aws-chunked, whose checksum follows as a trailer.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::fs;
use std::time::SystemTime;

use deid_store::{RunningStore, StoreOptions};

use crate::playground::{Playground, options, waiting};
use crate::raw::{Answer, Presign, request, send, stamp};

const KIND: &str = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
/// Of `123456789`.
const CRC32: &str = "y/Q5Jg==";

async fn put(playground: &Playground, body: &[u8]) -> Answer {
    put_to(&playground.store, "9", body).await
}

async fn put_to(store: &RunningStore, length: &str, body: &[u8]) -> Answer {
    let at = SystemTime::now();
    let date = stamp(at);
    let headers = [
        ("x-amz-content-sha256", KIND),
        ("x-amz-date", date.as_str()),
        ("x-amz-decoded-content-length", length),
        ("x-amz-trailer", "x-amz-checksum-crc32"),
    ];
    let signed = Presign {
        headers: &headers,
        at,
        ..Presign::new("PUT", "/outputs/x")
    };
    let authorization = signed.authorization(store, KIND);
    let all = [&headers[..], &[("Authorization", &authorization)]].concat();
    send(store, &request(store, "PUT", b"/outputs/x", &all, body)).await
}

fn chunked(chunks: &[&str], trailer: &str) -> Vec<u8> {
    let mut body = String::new();
    for chunk in chunks {
        body += &format!("{:x}\r\n{chunk}\r\n", chunk.len());
    }
    (body + &format!("0\r\n{trailer}\r\n")).into_bytes()
}

#[tokio::test]
async fn a_trailer_that_is_right_is_taken() {
    let playground = Playground::new().await;
    let trailer = format!("x-amz-checksum-crc32:{CRC32}\r\n");
    let answer = put(&playground, &chunked(&["1234", "56789"], &trailer)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("x-amz-checksum-crc32"), Some(CRC32));
    assert_eq!(fs::read(playground.output("x")).unwrap(), b"123456789");
}

#[tokio::test]
async fn a_body_that_is_not_what_was_announced_leaves_nothing() {
    let playground = Playground::new().await;
    let good = format!("x-amz-checksum-crc32:{CRC32}\r\n");
    let cases = [
        (
            "a wrong checksum",
            chunked(&["123456789"], "x-amz-checksum-crc32:AAAAAA==\r\n"),
        ),
        ("other bytes", chunked(&["123456780"], &good)),
        ("no trailer", chunked(&["123456789"], "")),
        (
            "another trailer",
            chunked(&["123456789"], "x-amz-checksum-sha1:AAAA\r\n"),
        ),
        ("too few bytes", chunked(&["12345"], &good)),
        ("too many bytes", chunked(&["123456789", "0"], &good)),
        ("no last chunk", b"9\r\n123456789\r\n".to_vec()),
        ("a chunk cut short", b"9\r\n1234".to_vec()),
        (
            "a chunk that claims 4 GiB",
            b"ffffffff\r\n123456789".to_vec(),
        ),
        ("no chunks", b"123456789".to_vec()),
        ("nothing", Vec::new()),
    ];
    for (case, body) in cases {
        let answer = put(&playground, &body).await;
        assert_eq!(answer.status, 400, "{case}: {answer:?}");
        assert!(!playground.output("x").exists(), "{case}");
        assert_eq!(waiting(&playground.output(".deid-staging")), 0, "{case}");
    }
}

#[tokio::test]
async fn a_chunk_that_would_be_gathered_in_memory_is_refused() {
    let (top, first) = Playground::new().await.into_parts();
    first.stop().await;
    let object = top.path().join("outputs/x");
    let roomy = StoreOptions {
        most_bytes: 64 << 20,
        ..options(top.path())
    };
    let store = deid_store::start(roomy).await.unwrap();
    let trailer = "x-amz-checksum-crc32:j3cJCw==\r\n";
    let (whole, piece) = ("\0".repeat(17 << 20), "\0".repeat(1 << 20));
    let length = whole.len().to_string();
    let small = chunked(&[piece.as_str(); 17], trailer);
    assert_eq!(put_to(&store, &length, &small).await.status, 200);
    fs::remove_file(&object).unwrap();
    let large = chunked(&[&whole], trailer);
    assert_eq!(put_to(&store, &length, &large).await.status, 400);
    assert!(!object.exists());
}
