//! The real `deid` binary: outcomes, names, zones, JSON, and hostile input.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use deid_phantom::{Built, built};
use deid_tests::binary::{argument, json_lines, peak_memory, run};
use deid_tests::desk::{Desk, report_of};
use deid_tests::judge::problems;
use serde_json::Value;

/// Memory that a refused file may take (the bound).
const MEMORY: u64 = 200 << 20;

#[test]
fn a_folder_is_deidentified_into_two_zones() {
    let names = [
        "cr_implicit_little_12_bit",
        "us_palette",
        "us_rle_frames",
        "png_grey_8_bit",
        "jpeg_color",
    ];
    let cases: BTreeMap<String, (&str, Built)> = names
        .into_iter()
        .map(|name| (name, built(name)))
        .map(|(name, built)| (format!("ward/{name}.{}", built.extension), (name, built)))
        .collect();
    let files: Vec<(&str, &[u8])> = cases
        .iter()
        .map(|(path, (_, built))| (path.as_str(), built.bytes.as_slice()))
        .collect();
    let desk = Desk::with(&files);
    let (code, lines) = desk.run(&["--jobs", "2"]);
    assert_eq!((code, lines.len()), (Some(0), cases.len()), "{lines:?}");
    for line in &lines {
        let input = Path::new(line["input"].as_str().unwrap());
        let relative = input
            .strip_prefix(desk.path("in"))
            .unwrap()
            .to_str()
            .unwrap();
        let (name, built) = &cases[relative];
        let output = Path::new(line["output"].as_str().unwrap());
        let file_name = input.file_name().unwrap().to_str().unwrap();
        assert_eq!(
            output,
            desk.path("clean")
                .join("ward")
                .join(format!("de-id-{file_name}"))
        );
        let wrong = problems(
            name,
            built,
            &std::fs::read(output).unwrap(),
            &report_of(line),
        );
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
    let released = desk.released();
    let is_deid = |path: &PathBuf| {
        path.file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .starts_with("de-id-")
    };
    assert!(
        released.len() == cases.len() && released.iter().all(is_deid),
        "{released:?}"
    );
}

#[cfg(unix)]
#[test]
fn the_private_zone_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with(&[("a.png", &built("png_grey_8_bit").bytes)]);
    assert_eq!(desk.run(&[]).0, Some(0));
    let mode = std::fs::metadata(desk.path("clean-private"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_zone_inside_the_other_is_wrong_usage() {
    let desk = Desk::with(&[("a.png", &built("png_without_text").bytes)]);
    let (input, out) = (desk.path("in"), desk.path("clean"));
    let inside = out.join("private");
    let done = run(&[
        "run",
        argument(&input),
        "--out",
        argument(&out),
        "--private",
        argument(&inside),
    ]);
    assert_eq!(done.status.code(), Some(1));
    assert!(desk.released().is_empty());
}

#[test]
fn nothing_found_is_an_error_and_a_file_that_is_no_image_is_skipped() {
    let desk = Desk::with(&[]);
    std::fs::create_dir(desk.path("in")).unwrap();
    let (input, out) = (desk.path("in"), desk.path("clean"));
    assert_eq!(
        run(&["run", argument(&input), "--out", argument(&out)])
            .status
            .code(),
        Some(1)
    );
    std::fs::write(desk.path("in").join("notes.txt"), "no image").unwrap();
    let (code, lines) = desk.run(&[]);
    assert_eq!(
        (code, &lines[0]["status"]),
        (Some(0), &Value::from("skipped"))
    );
    assert_eq!(lines[0]["reason"]["code"], "not-an-image");
}

#[test]
fn nothing_is_overwritten_unless_asked_for() {
    let desk = Desk::with(&[("a.png", &built("png_grey_8_bit").bytes)]);
    assert_eq!(desk.run(&[]).0, Some(0));
    let output = &desk.released()[0];
    std::fs::write(output, "mine").unwrap();
    let (code, lines) = desk.run(&[]);
    assert_eq!(
        (code, &lines[0]["reason"]["code"]),
        (Some(2), &Value::from("output-exists"))
    );
    assert_eq!(std::fs::read(output).unwrap(), b"mine");
    assert_eq!(desk.run(&["--overwrite"]).0, Some(0));
    assert_ne!(std::fs::read(output).unwrap(), b"mine");
}

#[test]
fn a_name_that_identifies_is_replaced_and_folders_likewise() {
    let case = built("cr_implicit_little_12_bit");
    let family = case.truth.secrets[0].to_lowercase();
    let path = format!("{family}/{family}_chest.dcm");
    let desk = Desk::with(&[(path.as_str(), &case.bytes)]);
    let (code, lines) = desk.run(&[]);
    assert_eq!(code, Some(0), "{lines:?}");
    let output = lines[0]["output"].as_str().unwrap();
    let below = output.strip_prefix(argument(&desk.path("clean"))).unwrap();
    assert!(!below.to_lowercase().contains(&family), "{below}");
    assert!(below.contains("de-id-"), "{below}");
    assert!(
        lines[0]["warnings"]
            .as_array()
            .unwrap()
            .contains(&Value::from("renamed"))
    );
}

#[test]
fn two_inputs_of_one_name_are_refused() {
    let (one, other) = (built("png_grey_8_bit"), built("png_without_text"));
    let desk = Desk::with(&[("left/a.png", &one.bytes), ("right/a.png", &other.bytes)]);
    let (left, right, out) = (
        desk.path("in/left"),
        desk.path("in/right"),
        desk.path("clean"),
    );
    let done = run(&[
        "run",
        argument(&left),
        argument(&right),
        "--out",
        argument(&out),
        "--json",
    ]);
    let codes: Vec<Value> = json_lines(&done)
        .iter()
        .map(|line| line["reason"]["code"].clone())
        .collect();
    assert_eq!(codes, ["name-collision", "name-collision"]);
    assert!(done.status.code() == Some(2) && desk.released().is_empty());
}

#[test]
fn an_ultrasound_without_text_waits_for_a_person() {
    use deid_phantom::dicom::{Kind, Pixels, Syntax, Wrapping};
    use deid_phantom::paint::Background;
    use deid_phantom::scene::{Labels, Scene};
    let size = deid_model::FrameSize::new(320, 240);
    let scene = Scene::still(Background::Flat(0.2), size, Labels::None, 3);
    let pixels = Pixels::grey8(size, 1, scene.grey8(0));
    let file = deid_phantom::catalog::dicom(
        &scene,
        Kind::Us,
        &pixels,
        Syntax::ExplicitLittle,
        Wrapping::Full,
    );
    let desk = Desk::with(&[("silent.dcm", &file.bytes)]);
    let (code, lines) = desk.run(&[]);
    assert_eq!(
        (code, &lines[0]["status"]),
        (Some(2), &Value::from("needs-review"))
    );
    assert_eq!(lines[0]["reason"]["code"], "no-text-found");
    assert!(desk.released().is_empty());
    let list = std::fs::read_to_string(desk.path("clean-private").join("review.jsonl")).unwrap();
    assert_eq!(list.lines().count(), 1);
}

#[test]
fn detect_tells_every_word_and_writes_nothing() {
    let case = built("sc_odd_size_8_bit");
    let desk = Desk::with(&[("a.dcm", &case.bytes), ("b.dcm", &[0; 300])]);
    let lines = desk.detect(&[]);
    let frame = lines.iter().find(|line| line["words"].is_array()).unwrap();
    assert!(frame["words"].as_array().unwrap().len() >= 2, "{frame}");
    assert!(
        lines.iter().any(|line| line["error"]["code"].is_string()),
        "{lines:?}"
    );
    assert_eq!(desk.files().len(), 2);
}

/// Runs `files`, none of which may be written, crash a decoder, or take more than `memory`.
#[track_caller]
fn check_refused(files: &[(&str, Vec<u8>)], memory: u64) {
    let named: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (*name, bytes.as_slice()))
        .collect();
    let desk = Desk::with(&named);
    let (_, lines) = desk.run(&["--jobs", "1"]);
    assert_eq!(lines.len(), files.len());
    for line in &lines {
        assert!(
            matches!(line["status"].as_str(), Some("refused" | "skipped")),
            "{line}"
        );
        assert!(line["reason"]["code"].is_string(), "{line}");
        assert_ne!(line["reason"]["code"], "decoder-crashed", "{line}");
    }
    assert!(desk.released().is_empty());
    let (input, out) = (desk.path("in"), desk.path("again"));
    let (code, peak) = peak_memory(&[
        "run",
        argument(&input),
        "--out",
        argument(&out),
        "--jobs",
        "1",
    ]);
    assert!(matches!(code, Some(0 | 2)));
    assert!(peak > 0 && peak < memory, "{} MiB", peak >> 20);
}

#[test]
fn hostile_files_are_refused_in_little_memory() {
    check_refused(&deid_phantom::hostile::hostile(), MEMORY);
}
