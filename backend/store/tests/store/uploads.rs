//! Uploads in parts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::fs;

use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};

use crate::playground::{MOST, Playground, options, refusal, waiting};

async fn begin(client: &Client, key: &str) -> String {
    let upload = client
        .create_multipart_upload()
        .bucket("outputs")
        .key(key)
        .send()
        .await
        .unwrap();
    upload.upload_id().unwrap().to_owned()
}

async fn part(
    client: &Client,
    key: &str,
    id: &str,
    number: i32,
    bytes: usize,
) -> Result<CompletedPart, Option<(u16, String)>> {
    let body = ByteStream::from(vec![u8::try_from(number % 256).unwrap(); bytes]);
    let part = client
        .upload_part()
        .bucket("outputs")
        .key(key)
        .upload_id(id)
        .part_number(number)
        .body(body);
    let answer = part.send().await.map_err(|error| refusal(&error))?;
    Ok(CompletedPart::builder()
        .part_number(number)
        .set_e_tag(answer.e_tag)
        .build())
}

async fn complete(
    client: &Client,
    key: &str,
    id: &str,
    parts: Vec<CompletedPart>,
) -> Result<String, Option<(u16, String)>> {
    let parts = CompletedMultipartUpload::builder()
        .set_parts(Some(parts))
        .build();
    let complete = client
        .complete_multipart_upload()
        .bucket("outputs")
        .key(key)
        .upload_id(id);
    let answer = complete
        .multipart_upload(parts)
        .if_none_match("*")
        .send()
        .await;
    answer
        .map(|answer| answer.e_tag.unwrap())
        .map_err(|error| refusal(&error))
}

#[tokio::test]
async fn parts_become_one_object() {
    let playground = Playground::new().await;
    let client = playground.client();
    let id = begin(&client, "in/large").await;
    let second = part(&client, "in/large", &id, 2, 70_000).await.unwrap();
    let first = part(&client, "in/large", &id, 1, 300_000).await.unwrap();
    assert!(
        !playground.output("in").exists(),
        "nothing is seen before the end"
    );
    let list = client
        .list_parts()
        .bucket("outputs")
        .key("in/large")
        .upload_id(&id);
    let listed = list.clone().send().await.unwrap();
    let sizes: Vec<_> = listed
        .parts()
        .iter()
        .map(|part| (part.part_number(), part.size()))
        .collect();
    assert_eq!(sizes, [(Some(1), Some(300_000)), (Some(2), Some(70_000))]);
    let page = list.max_parts(1).send().await.unwrap();
    assert_eq!(
        (
            page.parts().len(),
            page.is_truncated(),
            page.next_part_number_marker()
        ),
        (1, Some(true), Some("1"))
    );
    let wrong = complete(
        &client,
        "in/large",
        &id,
        vec![second.clone(), first.clone()],
    )
    .await;
    assert_eq!(wrong, Err(Some((400, "InvalidPartOrder".to_owned()))));
    let tag = complete(&client, "in/large", &id, vec![first, second])
        .await
        .unwrap();
    assert!(tag.ends_with("-2\""), "{tag}");
    let whole = [vec![1; 300_000], vec![2; 70_000]].concat();
    assert!(fs::read(playground.output("in/large")).unwrap() == whole);
    assert_eq!(waiting(&playground.output(".deid-staging")), 0);
}

#[tokio::test]
async fn an_upload_is_bound_to_its_key_and_its_limits() {
    let playground = Playground::new().await;
    let client = playground.client();
    let id = begin(&client, "a").await;
    let gone = Err(Some((404, "NoSuchUpload".to_owned())));
    assert_eq!(part(&client, "b", &id, 1, 10).await, gone);
    assert_eq!(part(&client, "a", "../../secret.txt", 1, 10).await, gone);
    for number in [0, -1, 10_001] {
        let refused = part(&client, "a", &id, number.max(0), 10).await;
        assert_eq!(refused.is_err(), number.max(0) != 1, "{number}");
    }
    let half = usize::try_from(MOST / 2).unwrap();
    part(&client, "a", &id, 1, half).await.unwrap();
    part(&client, "a", &id, 2, half).await.unwrap();
    let large = Err(Some((400, "EntityTooLarge".to_owned())));
    assert_eq!(part(&client, "a", &id, 3, 1).await, large);
    part(&client, "a", &id, 2, half - 1).await.unwrap();
    part(&client, "a", &id, 3, 1).await.unwrap();
    client
        .abort_multipart_upload()
        .bucket("outputs")
        .key("a")
        .upload_id(&id)
        .send()
        .await
        .unwrap();
    assert_eq!(part(&client, "a", &id, 1, 10).await, gone);
    assert_eq!(waiting(&playground.output(".deid-staging")), 0);
}

#[tokio::test]
async fn an_upload_never_replaces_what_it_was_told_to_spare() {
    let playground = Playground::new().await;
    let client = playground.client();
    let id = begin(&client, "a").await;
    let only = part(&client, "a", &id, 1, 10).await.unwrap();
    playground.place("outputs/a", b"first");
    let refused = complete(&client, "a", &id, vec![only.clone()]).await;
    assert_eq!(refused, Err(Some((412, "PreconditionFailed".to_owned()))));
    assert_eq!(fs::read(playground.output("a")).unwrap(), b"first");
    // It can be tried again.
    fs::remove_file(playground.output("a")).unwrap();
    complete(&client, "a", &id, vec![only]).await.unwrap();
}

#[tokio::test]
async fn a_start_clears_what_an_earlier_run_left() {
    let (top, earlier) = Playground::new().await.into_parts();
    earlier.stop().await;
    let staging = top.path().join("outputs/.deid-staging");
    fs::create_dir(staging.join("left")).unwrap();
    for file in ["left/over", "part"] {
        fs::write(staging.join(file), b"x").unwrap();
    }
    fs::write(top.path().join("outputs/kept"), b"kept").unwrap();
    let store = deid_store::start(options(top.path())).await.unwrap();
    assert_eq!(waiting(&staging), 0);
    assert!(top.path().join("outputs/kept").exists());
    store.stop().await;
}

#[tokio::test]
async fn a_second_store_on_the_same_outputs_is_refused_and_takes_nothing_from_the_first() {
    let playground = Playground::new().await;
    let client = playground.client();
    let id = begin(&client, "a").await;
    let only = part(&client, "a", &id, 1, 10).await.unwrap();
    let outputs = playground.output("");
    assert!(deid_store::is_in_use(&outputs).unwrap());
    let refused = deid_store::start(options(playground.top())).await;
    assert!(
        matches!(refused, Err(deid_store::StoreError::InUse)),
        "{refused:?}"
    );
    complete(&client, "a", &id, vec![only]).await.unwrap();
    assert_eq!(fs::read(playground.output("a")).unwrap(), [1; 10]);

    let (top, first) = playground.into_parts();
    first.stop().await;
    assert!(!deid_store::is_in_use(&outputs).unwrap());
    deid_store::start(options(top.path())).await.unwrap();
}

#[tokio::test]
async fn looking_whether_a_store_runs_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!deid_store::is_in_use(folder.path()).unwrap());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    assert!(deid_store::is_in_use(&folder.path().join("nowhere")).is_err());
}

#[cfg(unix)]
#[tokio::test]
async fn a_staging_folder_that_is_a_link_is_not_followed() {
    let (top, first) = Playground::new().await.into_parts();
    first.stop().await;
    let staging = top.path().join("outputs/.deid-staging");
    fs::remove_dir_all(&staging).unwrap();
    std::os::unix::fs::symlink("../beside", &staging).unwrap();
    let second = deid_store::start(options(top.path())).await.unwrap();
    let client = crate::playground::client(&second, second.secret_key());
    client
        .put_object()
        .bucket("outputs")
        .key("x")
        .body(ByteStream::from_static(b"x"))
        .send()
        .await
        .unwrap();
    assert_eq!(fs::read_dir(top.path().join("beside")).unwrap().count(), 1);
}
