//! Listings of both versions against a model: all keys, sorted by their bytes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::collections::BTreeSet;

use aws_sdk_s3::Client;
use aws_sdk_s3::types::EncodingType;
use proptest::prelude::*;

use crate::playground::{Playground, refusal};

/// An entry of a page: a key, or a common prefix.
type Entry = String;

/// What S3 would answer, all pages together.
fn model(
    keys: &BTreeSet<String>,
    prefix: &str,
    delimiter: Option<&str>,
    after: &str,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    for key in keys
        .iter()
        .filter(|key| key.starts_with(prefix) && key.as_str() > after)
    {
        let rest = &key[prefix.len()..];
        let entry =
            match delimiter.and_then(|delimiter| Some(rest.find(delimiter)? + delimiter.len())) {
                Some(end) => key[..prefix.len() + end].to_owned(),
                None => key.clone(),
            };
        if entries.last() != Some(&entry) {
            entries.push(entry);
        }
    }
    entries
}

async fn all_pages(
    client: &Client,
    prefix: &str,
    delimiter: Option<&str>,
    after: &str,
    most: i32,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut token = None;
    loop {
        let list = client
            .list_objects_v2()
            .bucket("originals")
            .prefix(prefix)
            .set_delimiter(delimiter.map(str::to_owned))
            .start_after(after)
            .max_keys(most)
            .set_continuation_token(token)
            .send();
        let page = list.await.unwrap();
        let mut found: Vec<Entry> = page
            .contents()
            .iter()
            .map(|object| object.key().unwrap().to_owned())
            .collect();
        found.extend(
            page.common_prefixes()
                .iter()
                .map(|prefix| prefix.prefix().unwrap().to_owned()),
        );
        found.sort();
        assert_eq!(page.key_count(), i32::try_from(found.len()).ok());
        assert!(found.len() <= usize::try_from(most).unwrap());
        entries.extend(found);
        token = page.next_continuation_token().map(str::to_owned);
        assert_eq!(page.is_truncated(), Some(token.is_some()));
        if token.is_none() {
            return entries;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn listings_are_those_of_the_model() {
    let playground = Playground::new().await;
    let keys: BTreeSet<String> = [
        "a-b",
        "a.b/c",
        "a/b",
        "a/b-/x",
        "a/b./x",
        "a/c",
        "a0",
        "ab/c/d/e",
        "ab/c/d/f",
        "ab/c0",
        "B",
        "b c/d+e",
        "ä/ö",
        "ä-",
        "日/本/x",
        "日/本/y",
        "日本",
        "z/0/1/2/3/4",
        "z/0/1/2/3/5",
        "z/0/1-",
        "z/0/10",
        "~",
    ]
    .map(str::to_owned)
    .into();
    for key in &keys {
        playground.place(&format!("originals/{key}"), key.as_bytes());
    }
    std::fs::create_dir_all(playground.top().join("originals/hollow/folder")).unwrap();
    let client = playground.client();
    let mut asked = 0;
    for prefix in [
        "", "a", "a/", "a/b", "ab/c", "ä", "日/本/", "z/0/1", "none", "hollow/",
    ] {
        for delimiter in [None, Some("/"), Some("b"), Some("/0/")] {
            for after in ["", "a", "a/", "a/b-/x", "ab/c/d", "z/0/1/2/3/4", "日/", "~"] {
                for most in [1, 3, 1000] {
                    let found = all_pages(&client, prefix, delimiter, after, most).await;
                    let expected = model(&keys, prefix, delimiter, after);
                    assert_eq!(found, expected, "{prefix:?} {delimiter:?} {after:?} {most}");
                    asked += 1;
                }
            }
        }
    }
    assert_eq!(asked, 10 * 4 * 8 * 3);
}

#[tokio::test]
async fn the_first_version_pages_by_its_marker() {
    let playground = Playground::new().await;
    let keys: BTreeSet<String> = ["a-", "a/1", "a/2", "b/1", "b/2/3", "c"]
        .map(str::to_owned)
        .into();
    for key in &keys {
        playground.place(&format!("originals/{key}"), b"x");
    }
    let client = playground.client();
    for delimiter in [None, Some("/")] {
        let mut found = Vec::new();
        let mut marker = None;
        loop {
            let list = client
                .list_objects()
                .bucket("originals")
                .max_keys(1)
                .set_marker(marker);
            let page = list
                .set_delimiter(delimiter.map(str::to_owned))
                .send()
                .await
                .unwrap();
            found.extend(
                page.contents()
                    .iter()
                    .map(|object| object.key().unwrap().to_owned()),
            );
            found.extend(
                page.common_prefixes()
                    .iter()
                    .map(|prefix| prefix.prefix().unwrap().to_owned()),
            );
            marker = page.next_marker().map(str::to_owned);
            if page.is_truncated() != Some(true) {
                break;
            }
        }
        assert_eq!(found, model(&keys, "", delimiter, ""));
    }
}

#[tokio::test]
async fn keys_are_spelled_as_asked_for() {
    let playground = Playground::new().await;
    playground.place("originals/a b/ü+%.dcm", b"x");
    let client = playground.client();
    let plain = client
        .list_objects_v2()
        .bucket("originals")
        .send()
        .await
        .unwrap();
    assert_eq!(plain.contents()[0].key(), Some("a b/ü+%.dcm"));
    let list = client.list_objects_v2().bucket("originals").prefix("a b/");
    let spelled = list.encoding_type(EncodingType::Url).send().await.unwrap();
    assert_eq!(spelled.contents()[0].key(), Some("a%20b/%C3%BC%2B%25.dcm"));
    assert_eq!(spelled.prefix(), Some("a%20b/"));
    let list = client
        .list_objects_v2()
        .bucket("originals")
        .continuation_token("foreign!");
    assert_eq!(refusal(&list.send().await.unwrap_err()).unwrap().0, 400);
    let none = client
        .list_objects_v2()
        .bucket("originals")
        .max_keys(0)
        .send()
        .await
        .unwrap();
    assert_eq!(
        (none.key_count(), none.is_truncated()),
        (Some(0), Some(false))
    );
}

#[cfg(unix)]
#[tokio::test]
async fn names_that_are_no_keys_are_not_listed() {
    use std::os::unix::ffi::OsStrExt;
    let playground = Playground::new().await;
    let originals = playground.top().join("originals");
    playground.place("originals/kept", b"x");
    for name in [
        &b"\xff\xfe"[..],
        b"a\nb",
        b"back\\slash",
        b".deid-hidden",
        b"x\xef\xbf\xbf",
    ] {
        std::fs::write(originals.join(std::ffi::OsStr::from_bytes(name)), b"x").unwrap();
    }
    std::os::unix::fs::symlink("kept", originals.join("link")).unwrap();
    std::os::unix::fs::symlink("..", originals.join("up")).unwrap();
    let page = playground
        .client()
        .list_objects_v2()
        .bucket("originals")
        .send()
        .await
        .unwrap();
    let found: Vec<_> = page
        .contents()
        .iter()
        .filter_map(|object| object.key())
        .collect();
    assert_eq!(found, ["kept"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_folder_is_listed_as_the_model_says(
        names in prop::collection::btree_set("[ab/.é-]{1,7}", 1..24),
        prefix in "[ab/-]{0,3}",
        after in "[ab/.]{0,3}",
        most in 1..5_i32,
        has_delimiter: bool,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let playground = Playground::new().await;
            let mut keys = BTreeSet::new();
            for name in names.iter().filter(|name| deid_model::object::ObjectKey::new(name.as_str()).is_ok()) {
                let path = playground.top().join("originals").join(name);
                // Where a file and a folder would share a name, the first stays.
                if std::fs::create_dir_all(path.parent().unwrap()).is_ok() && std::fs::write(path, b"x").is_ok() {
                    keys.insert(name.clone());
                }
            }
            let delimiter = has_delimiter.then_some("/");
            let found = all_pages(&playground.client(), &prefix, delimiter, &after, most).await;
            assert_eq!(found, model(&keys, &prefix, delimiter, &after));
        });
    }
}
