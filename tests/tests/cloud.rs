//! `--engine aws`: the real binary against fakes that speak Amazon's wire protocols and keep its limits.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

use deid_fakes::{
    Behave, FakeComprehendMedical, FakeRekognition, Fault, MARK_HEIGHT, MARK_WIDTH, ScriptedPhi,
    Words, draw_word,
};
use deid_tests::binary::{argument, assert_schema, json_lines, run_with};
use deid_tests::stored::picture;
use serde_json::Value;
use tempfile::TempDir;

/// Amazon on loopback, and a folder.
struct Cloud {
    rekognition: FakeRekognition,
    comprehend: FakeComprehendMedical,
    folder: TempDir,
}

impl Cloud {
    fn new(words: Words, phi: Vec<ScriptedPhi>) -> Self {
        Self {
            rekognition: FakeRekognition::start(words),
            comprehend: FakeComprehendMedical::start(phi),
            folder: TempDir::new().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn give(&self, name: &str, bytes: &[u8]) {
        std::fs::create_dir_all(self.path("in")).unwrap();
        std::fs::write(self.path("in").join(name), bytes).unwrap();
    }

    fn deid(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
        let [rekognition, comprehend] = [self.rekognition.url(), self.comprehend.url()];
        let mut all = vec![
            ("AWS_ENDPOINT_URL_REKOGNITION", rekognition),
            ("AWS_ENDPOINT_URL_COMPREHENDMEDICAL", comprehend),
            ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE00"),
            ("AWS_SECRET_ACCESS_KEY", "example"),
            ("RUST_LOG", "trace"),
        ];
        all.extend(environment);
        run_with(arguments, &all)
    }

    /// `deid run in --out clean --engine aws`, its only line, and what it said besides.
    fn run(&self, more: &[&str]) -> (Option<i32>, Value, String) {
        let (input, out) = (self.path("in"), self.path("clean"));
        let mut arguments = vec!["run", argument(&input), "--out", argument(&out), "--json"];
        arguments.extend(["--engine", "aws", "--send-images-to", "aws:eu-west-2"]);
        arguments.extend(["--detect-text-per-second", "1000"]);
        arguments.extend(["--detect-phi-per-second", "1000"]);
        arguments.extend(more);
        let done = self.deid(&arguments, &[]);
        let lines = json_lines(&done);
        assert_schema("run", &lines);
        let stderr = String::from_utf8(done.stderr).unwrap();
        assert_eq!(lines.len(), 1, "{stderr}");
        (done.status.code(), lines[0].clone(), stderr)
    }

    fn private(&self, name: &str) -> String {
        std::fs::read_to_string(self.path("clean-private").join(name)).unwrap()
    }
}

/// A grey picture without anything in it but a slope, and its samples.
fn slope(columns: usize, rows: usize) -> Vec<u8> {
    let sample = |at: usize| 40 + (at % columns * 60 / columns) as u8;
    (0..columns * rows).map(sample).collect()
}

fn png(samples: &[u8], columns: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let rows = samples.len() / columns;
    let mut encoder = png::Encoder::new(&mut bytes, columns as u32, rows as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder
        .write_header()
        .unwrap()
        .write_image_data(samples)
        .unwrap();
    bytes
}

/// A word in the middle of nothing, which only Amazon sees.
fn hidden_name() -> Cloud {
    let words = Words::Fixed(vec![("KESTREL".into(), [0.5, 0.5, 0.125, 0.0625])]);
    let cloud = Cloud::new(words, vec![ScriptedPhi::new("KESTREL", "NAME", 0.75)]);
    cloud.give("a.png", &png(&slope(512, 512), 512));
    cloud
}

fn lines_of(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn what_only_amazon_sees_is_covered_and_reported_and_nothing_of_it_is_told() {
    let cloud = hidden_name();
    let (code, line, stderr) = cloud.run(&[]);
    assert_eq!(
        (code, &line["status"]),
        (Some(0), &"written".into()),
        "{stderr}"
    );
    assert!(
        stderr.contains("Amazon Rekognition") && stderr.contains("eu-west-2"),
        "{stderr}"
    );

    let output = picture(&std::fs::read(cloud.path("clean/de-id-a.png")).unwrap());
    let inside = (256..288).all(|y| (256..320).all(|x| output.data[y * 512 + x] == 0));
    assert!(inside, "the word is not covered");

    let report: Value = serde_json::from_str(&cloud.private("a.png.report.json")).unwrap();
    assert_schema("report", std::slice::from_ref(&report));
    assert_eq!(report["settings"]["engine"], "aws");
    let names: Vec<_> = report["engines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|engine| &engine["name"])
        .collect();
    assert_eq!(
        names,
        [
            "deid-ocr",
            "deid-ocr",
            "amazon-rekognition",
            "amazon-comprehend-medical"
        ]
    );
    let regions = report["regions"].as_array().unwrap();
    let named = regions
        .iter()
        .find(|region| region["category"] == "NAME")
        .unwrap();
    assert_eq!(
        (&named["score"], &named["reason"]),
        (&0.75.into(), &"cloud-phi".into())
    );

    let audit = lines_of(&cloud.private("audit.jsonl"));
    assert_eq!(audit.len(), 2);
    assert_eq!(
        (&audit[0]["event"], &audit[0]["region"]),
        (&"consent".into(), &"eu-west-2".into())
    );
    assert_eq!(
        (&audit[1]["event"], &audit[1]["status"]),
        (&"file".into(), &"written".into())
    );
    assert_eq!(audit[1]["consent"], audit[0]["consent"]);
    assert_eq!(audit[1]["output_sha256"], report["output"]["sha256"]);

    let everything = [
        stderr,
        line.to_string(),
        report.to_string(),
        audit[1].to_string(),
    ];
    assert!(everything.iter().all(|text| !text.contains("KESTREL")));
}

#[test]
fn a_file_that_nobody_was_asked_about_is_recorded_without_a_consent() {
    let cloud = hidden_name();
    std::fs::remove_file(cloud.path("in/a.png")).unwrap();
    cloud.give("notes.txt", b"not an image");
    let (_, line, _) = cloud.run(&[]);
    assert_eq!(line["status"], "skipped");
    let audit = lines_of(&cloud.private("audit.jsonl"));
    assert_eq!((audit.len(), &audit[1]["consent"]), (2, &Value::Null));
    assert_eq!(cloud.rekognition.calls(), 0);
}

#[test]
fn with_every_second_call_throttled_everything_still_finishes() {
    let cloud = hidden_name();
    cloud.rekognition.behave(Behave::every(2, Fault::Throttled));
    cloud.comprehend.behave(Behave::every(2, Fault::Throttled));
    for name in ["b.png", "c.png", "d.png"] {
        cloud.give(name, &png(&slope(400, 300), 400));
    }
    let (input, out) = (cloud.path("in"), cloud.path("clean"));
    let arguments = [
        "run",
        argument(&input),
        "--out",
        argument(&out),
        "--json",
        "--engine",
        "aws",
    ];
    let done = cloud.deid(
        &[&arguments[..], &["--send-images-to", "aws:eu-west-2"]].concat(),
        &[],
    );
    let lines = json_lines(&done);
    assert_eq!((done.status.code(), lines.len()), (Some(0), 4), "{lines:?}");
    assert!(cloud.rekognition.faults() > 0 && cloud.comprehend.faults() > 0);
}

#[test]
fn an_engine_that_fails_leaves_no_output_and_a_reason() {
    for (fault, is_detector) in [
        (Fault::Denied, true),
        (Fault::WrongTypes, true),
        (Fault::Hollow, true),
        (Fault::Denied, false),
        (Fault::WrongTypes, false),
        (Fault::Hollow, false),
    ] {
        let cloud = hidden_name();
        if is_detector {
            cloud.rekognition.behave(Behave::always(fault));
        } else {
            cloud.comprehend.behave(Behave::always(fault));
        }
        let (code, line, stderr) = cloud.run(&[]);
        assert_eq!(
            (code, &line["status"]),
            (Some(2), &"refused".into()),
            "{fault:?} {stderr}"
        );
        assert_eq!(line["reason"]["code"], "cloud-engine-failed");
        let left = std::fs::read_dir(cloud.path("clean")).unwrap().count();
        assert_eq!(left, 0, "{fault:?}");
        let audit = lines_of(&cloud.private("audit.jsonl"));
        assert_eq!(audit[1]["status"], "refused");
        assert_eq!(
            audit[1]["consent"], audit[0]["consent"],
            "pictures were sent"
        );
    }
}

#[test]
fn nothing_is_sent_without_the_users_word_or_where_the_cloud_is_off() {
    let cloud = hidden_name();
    let (input, out) = (cloud.path("in"), cloud.path("clean"));
    let arguments = [
        "run",
        argument(&input),
        "--out",
        argument(&out),
        "--engine",
        "aws",
    ];
    let unsaid = cloud.deid(&arguments, &[]);
    assert_eq!(unsaid.status.code(), Some(1));
    let said = [&arguments[..], &["--send-images-to", "aws:eu-west-2"]].concat();
    let off = cloud.deid(&said, &[("DEID_CLOUD", "off")]);
    assert_eq!(off.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&off.stderr).contains("DEID_CLOUD=off"));
    assert_eq!(
        (cloud.rekognition.calls(), cloud.comprehend.calls()),
        (0, 0)
    );
    assert!(!Path::new(&out).exists());
}

/// A picture with `count` words in a grid of 12 columns, and what they say.
fn crowded(columns: u32, rows: u32, count: u16) -> (Vec<u8>, BTreeMap<u16, String>) {
    let mut samples = slope(columns as usize, rows as usize);
    let (step_x, step_y) = (columns / 12, rows / u32::from(count).div_ceil(12));
    assert!(step_x > MARK_WIDTH && step_y > MARK_HEIGHT);
    for number in 0..count {
        let at = u32::from(number);
        let place = (at % 12 * step_x + 2, at / 12 * step_y + 2);
        draw_word(&mut samples, columns, 1, place, number);
    }
    let text = |number| (number, format!("WORD{number:03}"));
    (samples, (0..count).map(text).collect())
}

#[test]
fn pictures_beyond_the_limits_of_rekognition_come_back_complete() {
    for (columns, rows, count) in [(1020, 1000, 350), (6000, 5000, 40)] {
        let (samples, texts) = crowded(columns, rows, count);
        let cloud = Cloud::new(Words::Marks(texts.clone()), Vec::new());
        cloud.give("crowd.png", &png(&samples, columns as usize));
        let input = cloud.path("in");
        let arguments = ["detect", argument(&input), "--json", "--engine", "aws"];
        let rates = [
            "--detect-text-per-second",
            "1000",
            "--detect-phi-per-second",
            "1000",
        ];
        let to = ["--send-images-to", "aws:eu-west-2"];
        let done = cloud.deid(&[&arguments[..], &rates, &to].concat(), &[]);
        let stderr = String::from_utf8_lossy(&done.stderr).into_owned();
        let lines = json_lines(&done);
        assert_eq!((done.status.code(), lines.len()), (Some(0), 1), "{stderr}");
        assert_schema("detect", &lines);
        let words = lines[0]["words"].as_array().unwrap();
        let read: Vec<&str> = words
            .iter()
            .filter_map(|word| word["text"].as_str())
            .collect();
        let missed: Vec<_> = texts
            .values()
            .filter(|text| !read.contains(&text.as_str()))
            .collect();
        assert!(missed.is_empty(), "{} of {count}: {missed:?}", missed.len());
        assert!(cloud.rekognition.asked().largest_bytes <= 5 << 20);
    }
}
