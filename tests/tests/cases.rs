//! Every case of the phantom catalog through the line, natively.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use deid_model::report::Report;
use deid_model::{Decision, PixelBox};
use deid_ocr::LocalOcr;
use deid_phantom::{Built, Case, catalog};
use deid_tests::judge::{leaks, problems};
use deid_tests::line;
use deid_tests::stored::{open, text};
use dicom_dictionary_std::tags;

/// Runs all cases whose name begins with one of `kinds`, and fails with everything that is wrong.
#[track_caller]
fn check(kinds: &[&str]) {
    let detector = LocalOcr::new().unwrap();
    let chosen = |case: &Case| kinds.iter().any(|kind| case.name.starts_with(kind));
    let cases: Vec<Case> = catalog().into_iter().filter(chosen).collect();
    assert!(!cases.is_empty(), "no case of {kinds:?}");
    let mut failures = Vec::new();
    for case in cases {
        let built = (case.build)();
        match line::run(&built.bytes, &detector) {
            Ok((output, report)) => {
                let wrong = problems(case.name, &built, &output, &report);
                failures.extend(
                    wrong
                        .into_iter()
                        .map(|what| format!("{}: {what}", case.name)),
                );
            }
            Err(reason) => failures.push(format!("{}: {reason:?}", case.name)),
        }
    }
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

#[test]
fn radiographs_and_mammograms_are_redacted_and_cleaned() {
    check(&["cr_", "mg_"]);
}

#[test]
fn ct_slices_are_redacted_and_cleaned() {
    check(&["ct_"]);
}

#[test]
fn secondary_captures_are_redacted_and_cleaned() {
    check(&["sc_"]);
}

#[test]
fn ultrasound_in_every_color_model_is_redacted_and_cleaned() {
    check(&["us_"]);
}

#[test]
fn png_and_jpeg_pictures_are_redacted_and_cleaned() {
    check(&["png_", "jpeg_"]);
}

#[test]
fn pictures_of_anatomy_without_text_lose_nothing() {
    let detector = LocalOcr::new().unwrap();
    for case in catalog()
        .into_iter()
        .filter(|case| case.name.contains("without_text"))
    {
        let (_, report) = line::run(&(case.build)().bytes, &detector).unwrap();
        let redacted = report
            .regions
            .iter()
            .filter(|region| region.decision == Decision::Redact);
        assert_eq!(redacted.count(), 0, "{}", case.name);
    }
}

#[test]
fn a_series_stays_one_series_under_new_uids() {
    let detector = LocalOcr::new().unwrap();
    let mut seen = Vec::new();
    for built in deid_phantom::series::ct_series(3) {
        let (output, _) = line::run(&built.bytes, &detector).unwrap();
        assert_eq!(leaks(&built.truth.secrets, &output), Vec::<String>::new());
        let object = open(&output);
        let shared = [
            tags::STUDY_INSTANCE_UID,
            tags::SERIES_INSTANCE_UID,
            tags::FRAME_OF_REFERENCE_UID,
        ];
        let references = object
            .get(tags::REFERENCED_IMAGE_SEQUENCE)
            .and_then(|sequence| sequence.items());
        let reference = references.and_then(|items| items.first());
        let referenced = reference.map(|item| text(item, tags::REFERENCED_SOP_INSTANCE_UID));
        seen.push((
            shared.map(|tag| text(&object, tag)),
            referenced,
            text(&object, tags::SOP_INSTANCE_UID),
        ));
    }
    assert!(seen[0].0.iter().all(|uid| !uid.is_empty()));
    for other in &seen[1..] {
        assert_eq!((&other.0, &other.1), (&seen[0].0, &seen[0].1));
        assert_ne!(other.2, seen[0].2);
    }
}

#[test]
fn the_same_key_gives_the_same_bytes() {
    let detector = LocalOcr::new().unwrap();
    let built = small();
    let (first, _) = line::run(&built.bytes, &detector).unwrap();
    let (again, _) = line::run(&built.bytes, &detector).unwrap();
    assert!(first == again);
}

#[test]
fn the_judge_of_these_tests_sees_what_is_wrong() {
    let detector = LocalOcr::new().unwrap();
    let built = small();
    let (output, report) = line::run(&built.bytes, &detector).unwrap();
    let judged =
        |output: &[u8], report: &Report| problems("small", &built, output, report).join("; ");
    assert_eq!(judged(&output, &report), "");

    let mut changed = output.clone();
    *changed.last_mut().unwrap() ^= 0x55;
    *changed.iter_mut().nth_back(1).unwrap() ^= 0x55;
    assert!(judged(&changed, &report).contains("outside painted boxes changed"));

    let mut unfilled = report;
    unfilled.regions[0].painted = PixelBox::new(0, 200, 300, 250).unwrap();
    let wrong = judged(&output, &unfilled);
    assert!(
        wrong.contains("do not have the fill value") && wrong.contains("is covered to"),
        "{wrong}"
    );

    let mut named = output;
    named.extend(built.truth.secrets[0].as_bytes());
    assert!(leaks(&built.truth.secrets, &named).len() == 1);
}

fn small() -> Built {
    let case = catalog()
        .into_iter()
        .find(|case| case.name == "sc_odd_size_8_bit");
    (case.unwrap().build)()
}

/// The file with a comment segment behind the start of its first JPEG stream.
fn with_jpeg_comment(bytes: &[u8], comment: &[u8; 12]) -> Vec<u8> {
    let start = bytes
        .windows(3)
        .position(|w| w == [0xff, 0xd8, 0xff])
        .unwrap();
    let length_at = start - 4;
    let length = u32::from_le_bytes(bytes[length_at..start].try_into().unwrap());
    let longer = length + 4 + comment.len() as u32;
    let segment = [
        &[0xff, 0xfe, 0, 2 + comment.len() as u8],
        comment.as_slice(),
    ]
    .concat();
    let (head, stream) = (&bytes[..length_at], &bytes[start..]);
    [
        head,
        &longer.to_le_bytes(),
        &stream[..2],
        &segment,
        &stream[2..],
    ]
    .concat()
}

#[test]
fn a_comment_inside_a_jpeg_stream_goes_even_where_nothing_is_redacted() {
    let detector = LocalOcr::new().unwrap();
    let mut cases = catalog().into_iter();
    let case = cases
        .find(|case| case.name == "cr_jpeg_baseline_without_text")
        .unwrap();
    let plain = (case.build)().bytes;
    let marked = with_jpeg_comment(&plain, b"KESTREL^MIRA");
    let (expected, _) = line::run(&plain, &detector).unwrap();
    let (output, report) = line::run(&marked, &detector).unwrap();
    assert!(marked.windows(12).any(|w| w == b"KESTREL^MIRA"));
    assert!(!output.windows(12).any(|w| w == b"KESTREL^MIRA"));
    assert!(report.regions.is_empty());
    let stream = |file: &[u8]| {
        let start = file
            .windows(3)
            .position(|w| w == [0xff, 0xd8, 0xff])
            .unwrap();
        file[start..].to_vec()
    };
    assert_eq!(stream(&output), stream(&expected));
}
