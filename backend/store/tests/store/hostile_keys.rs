//! Keys that want out, each by GET, HEAD, PUT and as a prefix, spelled in every way.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_s3::primitives::ByteStream;
use deid_model::object::ObjectKey;

use crate::playground::{CANARY, refusal};
use crate::raw::{Presign, request, send};
use crate::traps::{keys, playground, spellings};

const BODY: &[u8] = b"written by a hostile key";

/// Nothing outside `outputs` changed; in it, nothing that was there; and what is new is under its own name.
fn nothing_was_harmed(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) {
    for (path, content) in before {
        assert_eq!(after.get(path), Some(content), "{path:?} changed");
    }
    let keys: BTreeSet<String> = keys().into_iter().collect();
    for (path, content) in after.iter().filter(|(path, _)| !before.contains_key(*path)) {
        let key = path
            .strip_prefix("outputs/")
            .expect("only outputs are written");
        let is_folder = key.ends_with('/');
        assert!(is_folder || content == BODY, "{path:?}");
        assert!(
            is_folder || (keys.contains(key) && ObjectKey::new(key).is_ok()),
            "{path:?}"
        );
    }
    assert!(
        !after.keys().any(|path| path.contains(".deid-staging")),
        "an upload was left behind"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_spelling_of_a_hostile_key_leads_out() {
    let keys = keys();
    assert!(
        keys.iter().collect::<BTreeSet<_>>().len() >= 200,
        "{}",
        keys.len()
    );
    let playground = playground().await;
    let store = &playground.store;
    let before = playground.snapshot();
    let mut written = 0;
    for key in &keys {
        let path = format!("/outputs/{key}");
        for method in ["GET", "HEAD", "PUT"] {
            let query = Presign::new(method, &path).query(store);
            for spelled in spellings(key) {
                let target = [spelled.as_slice(), b"?", query.as_bytes()].concat();
                let answer = send(store, &request(store, method, &target, &[], BODY)).await;
                assert!(answer.status < 500, "{method} {key:?}: {answer:?}");
                assert!(!answer.text().contains(CANARY), "{method} {key:?}");
                // Refused for what the key is, not because the signature of this test is wrong.
                assert!(
                    !answer.text().contains("SignatureDoesNotMatch"),
                    "{method} {key:?}"
                );
                written += u32::from(method == "PUT" && answer.status == 200);
                if method == "HEAD" && answer.status == 200 && !key.ends_with('/') {
                    assert!(ObjectKey::new(key.as_str()).is_ok(), "{key:?}");
                }
            }
        }
    }
    assert!(written > 0, "some of them are honest names after all");
    nothing_was_harmed(&before, &playground.snapshot());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_hostile_key_leads_out_through_the_sdk() {
    let playground = playground().await;
    let client = playground.client();
    let before = playground.snapshot();
    for key in keys() {
        for bucket in ["originals", "outputs"] {
            let get = client.get_object().bucket(bucket).key(&key).send().await;
            match get {
                Ok(found) => {
                    let body = found.body.collect().await.unwrap().to_vec();
                    assert!(
                        body == BODY || body == b"image" || body == b"kept",
                        "{key:?}"
                    );
                }
                Err(error) => assert!(
                    refusal(&error).is_none_or(|(status, _)| status < 500),
                    "{key:?}"
                ),
            }
            let head = client.head_object().bucket(bucket).key(&key).send().await;
            if let Err(error) = head {
                assert!(
                    refusal(&error).is_none_or(|(status, _)| status < 500),
                    "{key:?}"
                );
            }
            let put = client
                .put_object()
                .bucket(bucket)
                .key(&key)
                .body(ByteStream::from_static(BODY))
                .send()
                .await;
            if let Err(error) = put {
                assert!(
                    refusal(&error).is_none_or(|(status, _)| status < 500),
                    "{key:?}: {error:?}"
                );
            } else {
                assert_eq!(bucket, "outputs");
            }
        }
    }
    nothing_was_harmed(&before, &playground.snapshot());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_hostile_prefix_lists_what_lies_outside() {
    let playground = playground().await;
    let client = playground.client();
    let expected: BTreeSet<&str> =
        ["image.dcm", "kept.dcm", "in/image.dcm", "folder/kept.dcm"].into();
    for prefix in keys()
        .into_iter()
        .chain([String::new(), "in/".into(), "k".into()])
    {
        for delimiter in [None, Some("/")] {
            let list = client
                .list_objects_v2()
                .bucket("originals")
                .prefix(&prefix)
                .set_delimiter(delimiter.map(str::to_owned));
            match list.send().await {
                Ok(page) => {
                    let found: BTreeSet<&str> = page
                        .contents()
                        .iter()
                        .filter_map(|object| object.key())
                        .collect();
                    assert!(found.is_subset(&expected), "{prefix:?}: {found:?}");
                    assert!(
                        found.iter().all(|key| key.starts_with(&prefix)),
                        "{prefix:?}"
                    );
                    if delimiter.is_none() {
                        let all = expected
                            .iter()
                            .filter(|key| key.starts_with(&prefix))
                            .count();
                        assert_eq!(found.len(), all, "{prefix:?}");
                    }
                }
                Err(error) => {
                    let (status, _) = refusal(&error).unwrap();
                    assert_eq!(status, 400, "{prefix:?}");
                    assert!(
                        prefix.contains(|c: char| c.is_control() || "\u{fffe}\u{ffff}".contains(c)),
                        "{prefix:?}"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let playground = playground().await;
    let before = playground.snapshot();
    let targets: [&[u8]; 12] = [
        b"/outputs/%ff%fe",
        b"/outputs/%c0%ae%c0%ae/secret.txt",
        b"/outputs/%c0%ae%c0%ae%c0%afsecret.txt",
        b"/outputs/%e0%80%ae%e0%80%ae/secret.txt",
        b"/outputs/%f0%80%80%ae/secret.txt",
        b"/outputs/\xc0\xae\xc0\xae/secret.txt",
        b"/outputs/%u002e%u002e/secret.txt",
        b"/outputs/%zz",
        b"/outputs/..\x00/secret.txt",
        b"outputs/../secret.txt",
        b"http://127.0.0.1/outputs/../secret.txt",
        b"/../secret.txt",
    ];
    for target in targets {
        for method in ["GET", "HEAD", "PUT"] {
            let query = Presign::new(method, "/outputs/x").query(&playground.store);
            let target = [target, b"?", query.as_bytes()].concat();
            let answer = send(
                &playground.store,
                &request(&playground.store, method, &target, &[], BODY),
            )
            .await;
            assert!(
                (400..500).contains(&answer.status),
                "{}: {answer:?}",
                String::from_utf8_lossy(&target)
            );
        }
    }
    assert_eq!(before, playground.snapshot());
}

#[cfg(unix)]
#[tokio::test]
async fn links_pipes_and_sockets_are_no_objects() {
    let playground = playground().await;
    let client = playground.client();
    for name in [
        "link-file",
        "link-inside",
        "link-folder/kept.dcm",
        "link-loop",
        "pipe",
        "socket",
        "in",
    ] {
        let error = client
            .get_object()
            .bucket("originals")
            .key(name)
            .send()
            .await
            .unwrap_err();
        assert_eq!(
            refusal(&error),
            Some((404, "NoSuchKey".to_owned())),
            "{name}"
        );
    }
    for name in [
        "link-file",
        "link-inside",
        "link-folder/new",
        "link-dangling",
        "pipe",
        "pipe/x",
        "in",
        "kept.dcm/x",
    ] {
        let put = client
            .put_object()
            .bucket("outputs")
            .key(name)
            .body(ByteStream::from_static(BODY));
        let error = put.send().await.unwrap_err();
        assert_eq!(
            refusal(&error),
            Some((409, "KeyConflict".to_owned())),
            "{name}"
        );
    }
}
