//! `deid run` from and to buckets: the real binary against the embedded store.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::path::{Path, PathBuf};

use deid_phantom::built;
use deid_store::{RunningStore, StoreOptions};
use deid_tests::binary::{argument, assert_schema, json_lines, run_with};
use deid_tests::judge::problems;
use serde_json::Value;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A radiograph with burnt-in text.
const CASE: &str = "cr_implicit_little_12_bit";

/// A store over two folders that runs as long as this lives.
struct Place {
    folder: TempDir,
    store: RunningStore,
    _runtime: Runtime,
}

impl Place {
    fn with(originals: &[(&str, &[u8])]) -> Self {
        let folder = TempDir::new().unwrap();
        for zone in ["originals", "outputs"] {
            std::fs::create_dir(folder.path().join(zone)).unwrap();
        }
        for (key, bytes) in originals {
            let path = folder.path().join("originals").join(key);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let runtime = Runtime::new().unwrap();
        let options = StoreOptions {
            listen: "127.0.0.1:0".parse().unwrap(),
            originals: folder.path().join("originals"),
            outputs: folder.path().join("outputs"),
            page_origins: Vec::new(),
            most_bytes: 1 << 30,
        };
        let store = runtime.block_on(deid_store::start(options)).unwrap();
        Self {
            folder,
            store,
            _runtime: runtime,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `deid run ARGUMENTS --private private --json`
    fn run(&self, arguments: &[&str]) -> (Option<i32>, Vec<Value>, String) {
        let private = self.path("private");
        let mut all = vec!["run", "--private", argument(&private), "--json"];
        all.extend(arguments);
        let endpoint = self.store.endpoint();
        let environment = [
            ("AWS_ENDPOINT_URL_S3", endpoint.as_str()),
            ("AWS_ACCESS_KEY_ID", self.store.access_key()),
            ("AWS_SECRET_ACCESS_KEY", self.store.secret_key()),
            ("AWS_REGION", deid_store::REGION),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ];
        let done = run_with(&all, &environment);
        let lines = json_lines(&done);
        assert_schema("run", &lines);
        let stderr = String::from_utf8(done.stderr).unwrap();
        (done.status.code(), lines, stderr)
    }
}

fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(path) = waiting.pop() {
        for entry in std::fs::read_dir(path).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let below = path.strip_prefix(folder).unwrap();
                found.push(below.to_str().unwrap().to_owned());
            }
        }
    }
    found.retain(|name| !name.starts_with('.'));
    found.sort();
    found
}

#[test]
fn objects_of_a_prefix_are_written_to_another_bucket_under_their_places() {
    let built = built(CASE);
    let place = Place::with(&[
        ("2026/may/a.dcm", &built.bytes),
        ("2026/notes.txt", b"not an image"),
        ("elsewhere/b.dcm", &built.bytes),
    ]);
    let arguments = ["s3://originals/2026", "--out", "s3://outputs/clean"];
    let (code, lines, stderr) = place.run(&arguments);
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(lines.len(), 2);
    let written = lines
        .iter()
        .find(|line| line["status"] == "written")
        .unwrap();
    assert_eq!(written["input"], "s3://originals/2026/may/a.dcm");
    assert_eq!(written["output"], "s3://outputs/clean/may/de-id-a.dcm");
    assert_eq!(files(&place.path("outputs")), ["clean/may/de-id-a.dcm"]);
    let output = std::fs::read(place.path("outputs/clean/may/de-id-a.dcm")).unwrap();
    let report = std::fs::read(written["report"].as_str().unwrap()).unwrap();
    let report = serde_json::from_slice(&report).unwrap();
    assert_eq!(
        problems(CASE, &built, &output, &report),
        Vec::<String>::new()
    );

    // What is there stays there.
    let (code, lines, _) = place.run(&arguments);
    assert_eq!(code, Some(2));
    let held = lines
        .iter()
        .find(|line| line["status"] == "refused")
        .unwrap();
    assert_eq!(held["reason"]["code"], "output-exists");
    let (code, _, _) = place.run(&[&arguments[..], &["--overwrite"]].concat());
    assert_eq!(code, Some(0));
    let again = std::fs::read(place.path("outputs/clean/may/de-id-a.dcm")).unwrap();
    assert_eq!(again, output);
}

#[test]
fn outputs_of_an_object_go_beside_it_and_are_never_inputs_again() {
    let built = built(CASE);
    let place = Place::with(&[]);
    let folder = place.path("outputs/study");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.dcm"), &built.bytes).unwrap();
    for input in ["s3://outputs/study/a.dcm", "s3://outputs/study"] {
        let (_, lines, stderr) = place.run(&[input, "--overwrite"]);
        assert_eq!(lines.len(), 1, "{stderr}");
        assert_eq!(lines[0]["output"], "s3://outputs/study/de-id-a.dcm");
    }
    assert_eq!(files(&folder), ["a.dcm", "de-id-a.dcm"]);
}

#[test]
fn a_bucket_that_refuses_leaves_nothing_and_says_so() {
    let built = built(CASE);
    let place = Place::with(&[("a.dcm", &built.bytes)]);
    // Originals are read only.
    let (code, lines, _) = place.run(&["s3://originals/a.dcm"]);
    assert_eq!(code, Some(2));
    assert_eq!(lines[0]["reason"]["code"], "write-failed");
    assert_eq!(files(&place.path("originals")), ["a.dcm"]);
    let (code, lines, stderr) = place.run(&["s3://originals/nothing-here"]);
    assert_eq!((code, lines.len()), (Some(1), 0));
    assert!(
        stderr.contains("found nothing at s3://originals/nothing-here"),
        "{stderr}"
    );
}
