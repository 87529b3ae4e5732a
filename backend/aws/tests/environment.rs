//! What the environment of a process decides: each case runs in a process of its own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::process::Command;
use std::time::{Duration, Instant};

use deid_aws::{Access, Endpoint, ObjectStore, Patience};
use deid_model::ObjectKey;

const KEYS: [(&str, &str); 2] = [
    ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
    ("AWS_SECRET_ACCESS_KEY", "not-a-secret"),
];

/// What [`told_by_a_process`] tells with nothing but `variables` in its environment.
fn told_with(variables: &[(&str, &str)]) -> String {
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "told_by_a_process", "--ignored", "--nocapture"])
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let told = String::from_utf8(done.stdout).unwrap();
    let told = told.split_once("told: ").map(|(_, told)| told);
    told.unwrap().lines().next().unwrap().to_owned()
}

#[tokio::test]
#[ignore = "runs in a process of its own, started by the other tests"]
async fn told_by_a_process() {
    let endpoint = Endpoint::Aws {
        region: "us-east-1".to_owned(),
        instance_role: false,
    };
    let told = match Access::connect(&endpoint, Patience::INTERACTIVE).await {
        Err(error) => error.to_string(),
        Ok(access) => match access.find_credentials().await {
            Err(error) => error.to_string(),
            Ok(()) => {
                let store = ObjectStore::new(&access);
                let key = ObjectKey::new("in/a.dcm").unwrap();
                let signed = store.sign_read("originals", &key).await.unwrap();
                signed.url.split('?').next().unwrap().to_owned()
            }
        },
    };
    println!("told: {told}");
}

#[test]
fn buckets_of_amazon_are_addressed_by_the_host_of_their_region() {
    assert_eq!(
        told_with(&KEYS),
        "https://originals.s3.us-east-1.amazonaws.com/in/a.dcm"
    );
}

#[test]
fn buckets_of_another_store_are_addressed_by_path() {
    for name in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"] {
        let told = told_with(&[KEYS[0], KEYS[1], (name, "http://127.0.0.1:9000")]);
        assert_eq!(told, "http://127.0.0.1:9000/originals/in/a.dcm", "{name}");
    }
}

#[test]
fn a_malformed_address_is_an_error_and_not_amazon() {
    for name in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_REKOGNITION"] {
        let told = told_with(&[KEYS[0], KEYS[1], (name, "nowhere at all")]);
        assert_eq!(told, format!("{name} holds no http or https address"));
    }
}

#[test]
fn without_credentials_nobody_is_asked_for_a_role() {
    let start = Instant::now();
    assert_eq!(told_with(&[]), "no AWS credentials were found");
    assert!(start.elapsed() < Duration::from_secs(2));
}
