//! Writes: conditions, checksums, limits, and what is left on the disk.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::fs;

use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::ChecksumAlgorithm;

use crate::playground::{MOST, Playground, refusal, waiting};
use crate::raw::{Presign, request, send};

fn nothing_is_staged(playground: &Playground) -> bool {
    waiting(&playground.output(".deid-staging")) == 0
}

#[tokio::test]
async fn an_object_is_a_file_under_its_own_name() {
    let playground = Playground::new().await;
    let client = playground.client();
    let put = client
        .put_object()
        .bucket("outputs")
        .key("in/de-id-ä b.dcm")
        .body(ByteStream::from_static(b"pixels"));
    let written = put.send().await.unwrap();
    // The MD5 of the body.
    assert_eq!(
        written.e_tag(),
        Some("\"d399848208da8b80a306af0fd62bb03f\"")
    );
    assert_eq!(
        fs::read(playground.output("in/de-id-ä b.dcm")).unwrap(),
        b"pixels"
    );
    let found = client
        .get_object()
        .bucket("outputs")
        .key("in/de-id-ä b.dcm")
        .send()
        .await
        .unwrap();
    assert_eq!(found.body.collect().await.unwrap().to_vec(), b"pixels");
    assert!(nothing_is_staged(&playground));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_writers_that_race_one_wins() {
    let playground = Playground::new().await;
    let clients = [playground.client(), playground.client()];
    for round in 0..10 {
        let key = format!("folder/{round}");
        let writers: Vec<_> = (0..8_u8)
            .map(|writer| {
                let put = clients[usize::from(writer % 2)]
                    .put_object()
                    .bucket("outputs")
                    .key(&key)
                    .if_none_match("*");
                tokio::spawn(put.body(ByteStream::from(vec![writer; 100_000])).send())
            })
            .collect();
        let mut winner = None;
        for (writer, answer) in writers.into_iter().enumerate() {
            match answer.await.unwrap() {
                Ok(_) => assert_eq!(winner.replace(writer), None, "two won"),
                Err(error) => assert_eq!(
                    refusal(&error),
                    Some((412, "PreconditionFailed".to_owned()))
                ),
            }
        }
        let winner = u8::try_from(winner.expect("one wins")).unwrap();
        assert_eq!(
            fs::read(playground.output(&key)).unwrap(),
            vec![winner; 100_000]
        );
    }
    assert!(nothing_is_staged(&playground));
}

#[tokio::test]
async fn a_condition_that_fails_spares_the_file() {
    let playground = Playground::new().await;
    playground.place("outputs/a", b"first");
    let client = playground.client();
    let put = || {
        client
            .put_object()
            .bucket("outputs")
            .body(ByteStream::from_static(b"second"))
    };
    let error = put().key("a").if_none_match("*").send().await.unwrap_err();
    assert_eq!(refusal(&error).unwrap().0, 412);
    let error = put()
        .key("a")
        .if_match("\"other\"")
        .send()
        .await
        .unwrap_err();
    assert_eq!(refusal(&error).unwrap().0, 412);
    let error = put()
        .key("absent")
        .if_match("\"other\"")
        .send()
        .await
        .unwrap_err();
    assert_eq!(refusal(&error).unwrap().0, 404);
    let error = put()
        .key("a")
        .if_none_match("\"tag\"")
        .send()
        .await
        .unwrap_err();
    assert_eq!(refusal(&error).unwrap().0, 400);
    assert_eq!(fs::read(playground.output("a")).unwrap(), b"first");
    let head = client
        .head_object()
        .bucket("outputs")
        .key("a")
        .send()
        .await
        .unwrap();
    put()
        .key("a")
        .if_match(head.e_tag().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(fs::read(playground.output("a")).unwrap(), b"second");
    assert!(!playground.output("absent").exists());
}

#[tokio::test]
async fn a_body_that_is_refused_early_still_gets_its_answer() {
    let playground = Playground::new().await;
    playground.place("outputs/a", b"first");
    let store = &playground.store;
    let body = vec![1; usize::try_from(MOST).unwrap()];
    let signed = Presign {
        headers: &[("if-none-match", "*")],
        ..Presign::new("PUT", "/outputs/a")
    };
    for _ in 0..5 {
        // All of it is sent, whatever comes back: as browsers do.
        let bytes = request(
            store,
            "PUT",
            &signed.target(store),
            &[("If-None-Match", "*")],
            &body,
        );
        assert_eq!(send(store, &bytes).await.status, 412);
        let bytes = request(store, "PUT", b"/outputs/a", &[], &body);
        assert_eq!(send(store, &bytes).await.status, 403);
    }
}

#[tokio::test]
async fn a_wrong_checksum_leaves_nothing() {
    let playground = Playground::new().await;
    let client = playground.client();
    let put = || {
        client
            .put_object()
            .bucket("outputs")
            .key("x")
            .body(ByteStream::from_static(b"body"))
    };
    for refused in [
        put().content_md5("AAAAAAAAAAAAAAAAAAAAAA=="),
        put().checksum_sha256("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        put().checksum_crc32("AAAAAA=="),
        put().checksum_sha1("not base64"),
    ] {
        let error = refused.send().await.unwrap_err();
        assert_eq!(refusal(&error).unwrap().0, 400);
    }
    assert!(!playground.output("x").exists());
    assert!(nothing_is_staged(&playground));
    for algorithm in [
        ChecksumAlgorithm::Crc32,
        ChecksumAlgorithm::Crc32C,
        ChecksumAlgorithm::Crc64Nvme,
        ChecksumAlgorithm::Sha1,
        ChecksumAlgorithm::Sha256,
    ] {
        put().checksum_algorithm(algorithm).send().await.unwrap();
    }
    assert_eq!(fs::read(playground.output("x")).unwrap(), b"body");
}

#[tokio::test]
async fn a_client_that_leaves_leaves_nothing() {
    let playground = Playground::new().await;
    let store = &playground.store;
    let target = Presign::new("PUT", "/outputs/x").target(store);
    let mut cut = request(store, "PUT", &target, &[], &[0; 100]);
    cut.truncate(cut.len() - 50);
    let mut stream = tokio::net::TcpStream::connect(store.address())
        .await
        .unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, &cut)
        .await
        .unwrap();
    drop(stream);
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        if nothing_is_staged(&playground) {
            break;
        }
    }
    assert!(!playground.output("x").exists());
    assert!(nothing_is_staged(&playground));
}

#[tokio::test]
async fn an_object_is_no_larger_than_allowed() {
    let playground = Playground::new().await;
    let client = playground.client();
    let most = usize::try_from(MOST).unwrap();
    let put = |key: &str, bytes: usize| {
        let body = ByteStream::from(vec![5; bytes]);
        client
            .put_object()
            .bucket("outputs")
            .key(key)
            .body(body)
            .send()
    };
    put("largest", most).await.unwrap();
    for bytes in [most + 1, most * 3] {
        let error = put("larger", bytes).await.unwrap_err();
        assert_eq!(
            refusal(&error),
            Some((400, "EntityTooLarge".to_owned())),
            "{bytes}"
        );
    }
    // Of a length that is not told.
    let store = &playground.store;
    let target = Presign::new("PUT", "/outputs/larger").target(store);
    let mut bytes = request(
        store,
        "GET",
        &target,
        &[("Transfer-Encoding", "chunked")],
        b"",
    );
    bytes.splice(..3, *b"PUT");
    for _ in 0..=8 {
        bytes.extend_from_slice(b"100000\r\n");
        bytes.extend_from_slice(&vec![5; 1 << 20]);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"0\r\n\r\n");
    let answer = send(store, &bytes).await;
    assert_eq!(answer.status, 400, "{answer:?}");
    assert!(answer.text().contains("EntityTooLarge"));
    assert!(!playground.output("larger").exists());
    assert!(nothing_is_staged(&playground));
}

#[tokio::test]
async fn a_body_of_a_length_that_is_not_told_is_taken() {
    let playground = Playground::new().await;
    let store = &playground.store;
    let target = Presign::new("PUT", "/outputs/stream").target(store);
    let mut bytes = request(
        store,
        "GET",
        &target,
        &[("Transfer-Encoding", "chunked")],
        b"",
    );
    bytes.splice(..3, *b"PUT");
    bytes.extend_from_slice(b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
    assert_eq!(send(store, &bytes).await.status, 200);
    assert_eq!(
        fs::read(playground.output("stream")).unwrap(),
        b"hello world"
    );
    // And through the SDK: from a file, in the encoding aws-chunked with a checksum behind it.
    playground.place("beside/source", &vec![9; 3_000_000]);
    let body = ByteStream::from_path(playground.top().join("beside/source"))
        .await
        .unwrap();
    let client = playground.client();
    client
        .put_object()
        .bucket("outputs")
        .key("chunks")
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(
        fs::read(playground.output("chunks")).unwrap(),
        vec![9; 3_000_000]
    );
}

#[tokio::test]
async fn originals_are_only_read_and_nothing_is_deleted() {
    let playground = Playground::new().await;
    for path in ["originals/a", "outputs/a"] {
        playground.place(path, b"kept");
    }
    let before = playground.snapshot();
    let client = playground.client();
    let body = || ByteStream::from_static(b"x");
    let denied = Some((403, "AccessDenied".to_owned()));
    let put = client
        .put_object()
        .bucket("originals")
        .key("b")
        .body(body())
        .send()
        .await;
    assert_eq!(refusal(&put.unwrap_err()), denied);
    let begin = client
        .create_multipart_upload()
        .bucket("originals")
        .key("b")
        .send()
        .await;
    assert_eq!(refusal(&begin.unwrap_err()), denied);
    let copy = client
        .copy_object()
        .bucket("outputs")
        .key("b")
        .copy_source("originals/a")
        .send()
        .await;
    assert_eq!(refusal(&copy.unwrap_err()), denied);
    for bucket in ["originals", "outputs"] {
        let delete = client.delete_object().bucket(bucket).key("a").send().await;
        assert_eq!(refusal(&delete.unwrap_err()), denied);
        let acl = client.get_object_acl().bucket(bucket).key("a").send().await;
        assert_eq!(refusal(&acl.unwrap_err()), denied);
        let delete = client.delete_bucket().bucket(bucket).send().await;
        assert_eq!(refusal(&delete.unwrap_err()), denied);
    }
    assert_eq!(before, playground.snapshot());
}
