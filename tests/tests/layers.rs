//! The arrows between crates (design, section 2) hold.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Who may import whom, of our own crates.
const ARROWS: [(&str, &[&str]); 13] = [
    ("deid-model", &[]),
    ("deid-core", &["deid-model"]),
    ("deid-ocr", &["deid-model"]),
    ("deid-rules", &["deid-model"]),
    ("deid-frontend", &["deid-model"]),
    (
        "deid-web-worker",
        &["deid-model", "deid-core", "deid-ocr", "deid-rules"],
    ),
    (
        "deid-backend",
        &[
            "deid-model",
            "deid-core",
            "deid-ocr",
            "deid-rules",
            "deid-aws",
            "deid-store",
        ],
    ),
    ("deid-aws", &["deid-model"]),
    ("deid-store", &["deid-model"]),
    ("deid-fakes", &[]),
    ("deid-phantom", &["deid-model"]),
    (
        "deid-tests",
        &[
            "deid-model",
            "deid-core",
            "deid-ocr",
            "deid-rules",
            "deid-phantom",
            "deid-fakes",
            "deid-store",
        ],
    ),
    ("xtask", &[]),
];

/// Families that never share a crate, by how their names begin: a change in one recompiles no other.
const APART: [&str; 5] = ["leptos", "dicom-", "rten", "aws-sdk-", "s3s"];

/// What each crate of the workspace imports when it is built for use (not for its own tests).
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let done = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
            "--manifest-path",
            root,
        ])
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    let metadata: Value = serde_json::from_slice(&done.stdout).unwrap();
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap().iter();
            let used = dependencies.filter(|dependency| dependency["kind"] != "dev");
            (name(package), used.map(name).collect())
        })
        .collect()
}

#[test]
fn our_crates_import_only_what_the_design_allows() {
    let imports = imports();
    let known: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        imports.keys().map(String::as_str).collect::<BTreeSet<_>>(),
        known
    );
    for (name, allowed) in ARROWS {
        let ours = imports[name]
            .iter()
            .filter(|import| known.contains(import.as_str()));
        let extra: Vec<_> = ours
            .filter(|import| !allowed.contains(&import.as_str()))
            .collect();
        assert!(extra.is_empty(), "{name} imports {extra:?}");
    }
}

#[test]
fn page_decoders_and_network_never_share_a_crate() {
    for (name, imports) in imports() {
        let families = APART
            .iter()
            .filter(|family| imports.iter().any(|import| import.starts_with(**family)));
        assert!(
            families.clone().count() <= 1,
            "{name} holds {:?}",
            families.collect::<Vec<_>>()
        );
    }
}
