//! Keys below the places of a store.

use deid_aws::{Access, Endpoint, Patience};

use super::*;

async fn store(originals: &str, outputs: &str) -> Store {
    let endpoint = Endpoint::Custom {
        url: "http://127.0.0.1:9".into(),
        region: "eu-west-2".into(),
        access_key: "AKIDEXAMPLE".into(),
        secret_key: "example".into(),
    };
    let access = Access::connect(&endpoint, Patience::INTERACTIVE)
        .await
        .unwrap();
    Store {
        alias: "trial".into(),
        originals: originals.parse().unwrap(),
        outputs: outputs.parse().unwrap(),
        objects: ObjectStore::new(&access),
    }
}

fn right() -> StoreRight {
    StoreRight {
        alias: "trial".into(),
        originals: vec![ObjectPrefix::default()],
        outputs: ObjectPrefix::default(),
    }
}

fn write(source_key: Option<&str>, name: &str) -> WriteUrlRequest {
    WriteUrlRequest {
        store: "trial".into(),
        source_key: source_key.map(Into::into),
        name: name.into(),
        content_type: "image/png".into(),
        bytes: 7,
    }
}

#[tokio::test]
async fn keys_are_counted_from_the_top_of_the_place() {
    let store = store("s3://one/in", "s3://two/out").await;
    let read = store.read_url(&right(), "a/b.png").await.unwrap();
    assert!(read.url.contains("/one/in/a/b.png?"), "{}", read.url);
    assert_eq!(read.key, "a/b.png");
    let write = store
        .write_url(&right(), &write(Some("a/b.png"), "b.png"), 10)
        .await
        .unwrap();
    assert!(
        write.url.contains("/two/out/a/de-id-b.png?"),
        "{}",
        write.url
    );
    assert_eq!(write.key, "a/de-id-b.png");
    let long = format!("{}.png", "x".repeat(1018));
    assert_eq!(
        store.read_url(&right(), &long).await.err(),
        Some(ApiError::NotAKey)
    );
}

#[tokio::test]
async fn an_output_never_lands_among_originals() {
    for (originals, outputs, source) in [
        ("s3://one", "s3://one", "a/de-id-b.png"),
        ("s3://one/in", "s3://one", "in/b.png"),
        ("s3://one", "s3://one/out", "a/b.png"),
    ] {
        let store = store(originals, outputs).await;
        let answer = store
            .write_url(&right(), &write(Some(source), "b.png"), 10)
            .await;
        assert_eq!(
            answer.err(),
            Some(ApiError::SourceIsDestination),
            "{originals} {outputs}"
        );
    }
}
