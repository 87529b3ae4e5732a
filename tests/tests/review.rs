//! What a person and a site bring to the real binary: decisions on files that were held back, lists, values, overlays.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use deid_core::{Limits, parse};
use deid_model::region::RegionReason;
use deid_model::report::Report;
use deid_model::{
    DecidedBy, Decision, FrameSelection, FrameSize, PhiCategory, PixelBox, RegionOrigin,
    WarningCode,
};
use deid_phantom::dicom::{Kind, Pixels, Syntax, Wrapping};
use deid_phantom::paint::Background;
use deid_phantom::scene::{Labels, Scene, light};
use deid_phantom::text::Face;
use deid_phantom::{Built, built};
use deid_tests::binary::{argument, run};
use deid_tests::desk::{Desk, report_of};
use deid_tests::judge_header;
use deid_tests::stored::{open, samples};
use serde_json::{Value, json};

/// A radiograph of KESTREL, WREN (as the header says) with these words: height, place, text.
fn radiograph(size: FrameSize, words: &[(f32, (u32, u32), &str, PhiCategory)]) -> Built {
    let mut scene = Scene::still(Background::Flat(0.2), size, Labels::None, 0);
    for (pixels, place, text, category) in words {
        let lettering = light(Face::Bold, *pixels);
        scene.layer.write(*place, lettering, &[(text, *category)]);
    }
    let pixels = Pixels::grey16(size, 12, scene.grey(0, 4095));
    let (syntax, wrapping) = (Syntax::ExplicitLittle, Wrapping::Full);
    deid_phantom::catalog::dicom(&scene, Kind::Cr, &pixels, syntax, wrapping)
}

/// A name so large that painting it needs a person.
fn shouting() -> Built {
    use PhiCategory::{Harmless, Name};
    radiograph(
        FrameSize::new(420, 240),
        &[
            (80.0, (30, 14), "KESTREL", Name),
            (80.0, (30, 104), "WREN", Name),
            (24.0, (30, 204), "CHEST", Harmless),
        ],
    )
}

/// A name that the header knows, a word that may be a name, and harmless ones.
fn calm() -> Built {
    use PhiCategory::{Harmless, Name};
    radiograph(
        FrameSize::new(640, 400),
        &[
            (28.0, (30, 100), "KESTREL", Name),
            (28.0, (30, 160), "BRINDLE", Name),
            (28.0, (30, 220), "PORTABLE", Harmless),
            (28.0, (30, 280), "CHEST", Harmless),
        ],
    )
}

fn area_of(built: &Built, text: &str) -> PixelBox {
    let mut words = built.truth.words.iter();
    words.find(|word| word.text == text).unwrap().area
}

fn box_of(word: &Value) -> PixelBox {
    serde_json::from_value(word["box"].clone()).unwrap()
}

/// Redact, reason and source of the word that stands where `text` does, in a line of `deid detect`.
fn told<'a>(line: &'a Value, built: &Built, text: &str) -> (bool, &'a str, &'a str) {
    let area = area_of(built, text);
    let words = line["words"].as_array().unwrap().iter();
    let word = words
        .max_by(|a, b| box_of(a).overlap(area).total_cmp(&box_of(b).overlap(area)))
        .unwrap();
    assert!(box_of(word).overlap(area) > 0.4, "{text}: {word}");
    let said = |name: &str| word[name].as_str().unwrap();
    (
        word["redact"].as_bool().unwrap(),
        said("reason"),
        said("source"),
    )
}

fn sha256(built: &Built) -> String {
    let file = parse(built.bytes.clone(), &Limits::DEFAULT).unwrap();
    file.sha256().to_owned()
}

/// Decisions about a file with this hash: everything that `deid detect` finds is redacted, moved by a pixel as another
/// target might, but what stands where `kept` does.
fn decisions(desk: &Desk, built: &Built, sha256: &str, kept: &str) -> String {
    let kept = area_of(built, kept);
    let found = desk.detect(&[]);
    let place = |word: &Value| {
        let area = box_of(word);
        let is_kept = area.overlap(kept) > 0.4;
        json!({ "box": area.shifted(1, 1), "decision": if is_kept { "keep" } else { "redact" } })
    };
    let words = found[0]["words"].as_array().unwrap().iter();
    let places: Vec<Value> = words.map(place).collect();
    let line = json!({ "sha256": sha256, "frames_viewed": 1, "places": places });
    desk.write("decisions.jsonl", format!("{line}\n"))
}

#[track_caller]
fn assert_held(desk: &Desk, (code, lines): &(Option<i32>, Vec<Value>), reason: &str) {
    assert_eq!((code, lines.len()), (&Some(2), 1), "{lines:?}");
    assert_eq!(lines[0]["status"], "needs-review");
    assert_eq!(lines[0]["reason"]["code"], reason);
    assert_eq!(desk.released(), Vec::<std::path::PathBuf>::new());
}

/// The output of a file that was written, and its report.
#[track_caller]
fn written(desk: &Desk, (code, lines): &(Option<i32>, Vec<Value>)) -> (Vec<u8>, Report) {
    assert_eq!(
        (code, &lines[0]["status"]),
        (&Some(0), &json!("written")),
        "{lines:?}"
    );
    let output = std::fs::read(&desk.released()[0]).unwrap();
    (output, report_of(&lines[0]))
}

#[test]
fn a_file_that_trips_is_listed_for_review_by_its_hash_and_nothing_is_released() {
    let file = shouting();
    let desk = Desk::with(&[("ward/loud.dcm", &file.bytes)]);
    assert_held(&desk, &desk.run(&[]), "large-area");
    let list = std::fs::read_to_string(desk.path("clean-private/review.jsonl")).unwrap();
    let entries: Vec<Value> = list
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0]["reason"]["code"], "large-area");
    assert_eq!(entries[0]["sha256"], sha256(&file).as_str());
    assert_eq!(entries[0]["input"], "ward/loud.dcm");
    assert!(!list.contains("KESTREL") && !list.contains("WREN"));
}

#[test]
fn a_persons_decisions_write_the_file_as_decided_and_what_they_keep_is_told() {
    let file = shouting();
    let desk = Desk::with(&[("loud.dcm", &file.bytes)]);
    assert_held(&desk, &desk.run(&[]), "large-area");
    let path = decisions(&desk, &file, &sha256(&file).to_uppercase(), "WREN");
    let (output, report) = written(&desk, &desk.run(&["--decisions", &path]));

    let region = |text: &str| {
        let area = area_of(&file, text);
        let mut regions = report.regions.iter();
        let region = regions.find(|it| it.found.overlap(area) > 0.4).unwrap();
        (region.decision, region.by)
    };
    assert_eq!(region("WREN"), (Decision::Keep, DecidedBy::Person));
    assert_eq!(region("KESTREL"), (Decision::Redact, DecidedBy::Person));
    assert_eq!(report.frames_viewed, Some(1));
    assert!(report.warnings.contains(&WarningCode::KeptPhi));
    assert_eq!(report.settings.profile, ["113100"]);
    let object = open(&output);
    let wrong = judge_header::problems(&object, &output, true);
    assert!(wrong.is_empty(), "{wrong:?}");

    let (before, after) = (file.samples.as_ref().unwrap(), samples(&object).1);
    let is_changed = |text: &str| {
        let area = area_of(&file, text);
        let columns = file.truth.size.columns as usize;
        (area.y0() as usize..area.y1() as usize).any(|y| {
            let row = |x: u32| (y * columns + x as usize) * 2;
            let row = row(area.x0())..row(area.x1());
            before[row.clone()] != after[row]
        })
    };
    assert!(!is_changed("WREN") && is_changed("KESTREL"));
    // The list is clean again: nothing waits.
    let list = std::fs::read_to_string(desk.path("clean-private/review.jsonl")).unwrap();
    assert_eq!(list, "");
}

#[test]
fn decisions_about_other_content_change_nothing() {
    let (file, other) = (shouting(), calm());
    let desk = Desk::with(&[("loud.dcm", &file.bytes)]);
    let path = decisions(&desk, &file, &sha256(&other), "WREN");
    assert_held(&desk, &desk.run(&["--decisions", &path]), "large-area");
}

#[test]
fn a_tripwire_can_be_switched_off_by_its_code_and_by_no_other_word() {
    let file = shouting();
    let desk = Desk::with(&[("loud.dcm", &file.bytes)]);
    let other = desk.run(&["--no-tripwire", "no-text-found"]);
    assert_held(&desk, &other, "large-area");
    let done = desk.run(&["--no-tripwire", "large-area"]);
    let (output, report) = written(&desk, &done);
    assert!(report.regions.iter().all(|it| it.by == DecidedBy::Policy));
    assert_eq!(report.settings.profile, ["113100", "113101"]);
    let wrong = judge_header::problems(&open(&output), &output, false);
    assert!(wrong.is_empty(), "{wrong:?}");
    let (input, out) = (desk.path("in"), desk.path("again"));
    let wrong = [
        "run",
        argument(&input),
        "--out",
        argument(&out),
        "--no-tripwire",
        "all",
    ];
    assert_eq!(run(&wrong).status.code(), Some(1));
}

/// The status and reason of each input by its name.
fn fates(lines: &[Value]) -> Vec<(String, String)> {
    let fate = |line: &Value| {
        let input = std::path::Path::new(line["input"].as_str().unwrap());
        let name = input.file_name().unwrap().to_string_lossy().into_owned();
        let said = line["reason"]["code"].as_str().or(line["status"].as_str());
        (name, said.unwrap().to_owned())
    };
    let mut fates: Vec<_> = lines.iter().map(fate).collect();
    fates.sort();
    fates
}

#[test]
fn a_file_without_text_waits_for_a_person_where_a_sibling_has_text_whichever_is_read_first() {
    let (speaking, size) = (calm(), FrameSize::new(640, 400));
    let silent = radiograph(size, &[]);
    let other_size = radiograph(FrameSize::new(400, 640), &[]);
    let expect = |names: [&str; 3], said: [&str; 3]| {
        let pairs = names.into_iter().zip(said);
        let mut fates: Vec<_> = pairs.map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        fates.sort();
        fates
    };
    for names in [["1.dcm", "2.dcm", "3.dcm"], ["3.dcm", "2.dcm", "1.dcm"]] {
        let files = [&silent, &other_size, &speaking];
        let files = std::array::from_fn::<_, 3, _>(|at| (names[at], files[at].bytes.as_slice()));
        let desk = Desk::with(&files);
        let (code, lines) = desk.run(&["--jobs", "1"]);
        let held = expect(names, ["sibling-has-text", "written", "written"]);
        assert_eq!((code, fates(&lines)), (Some(2), held));
        // What an earlier run has written still counts.
        let (_, lines) = desk.run(&["--jobs", "2"]);
        let again = ["sibling-has-text", "output-exists", "output-exists"];
        assert_eq!(fates(&lines), expect(names, again));
        let (code, lines) = desk.run(&["--overwrite", "--no-tripwire", "sibling-has-text"]);
        assert_eq!(
            (code, fates(&lines)),
            (Some(0), expect(names, ["written"; 3]))
        );
    }
}

#[test]
fn a_name_of_one_header_is_a_match_in_the_pictures_of_its_study_whichever_file_is_read_first() {
    let full = calm();
    let name = b"KESTREL^WREN";
    let mut emptied = full.bytes.clone();
    let mut places = 0;
    while let Some(at) = emptied.windows(name.len()).position(|it| it == name) {
        emptied[at..at + name.len()].fill(b' ');
        places += 1;
    }
    assert!(places > 0);
    let why = |files: &[(&str, &[u8])]| {
        let desk = Desk::with(files);
        let (_, lines) = desk.run(&["--jobs", "1"]);
        let of_emptied = |line: &&Value| line["input"].as_str().unwrap().ends_with("emptied.dcm");
        let report = report_of(lines.iter().find(of_emptied).unwrap());
        let area = area_of(&full, "KESTREL");
        let mut regions = report.regions.into_iter();
        regions
            .find(|it| it.found.overlap(area) > 0.4)
            .unwrap()
            .reason
    };
    assert_ne!(why(&[("emptied.dcm", &emptied)]), RegionReason::HeaderValue);
    for other in ["a.dcm", "z.dcm"] {
        let files: [(&str, &[u8]); 2] = [("emptied.dcm", &emptied), (other, &full.bytes)];
        assert_eq!(why(&files), RegionReason::HeaderValue, "{other}");
    }
}

#[test]
fn the_lists_of_a_site_redact_what_is_harmless_and_keep_what_no_header_names() {
    let file = calm();
    let desk = Desk::with(&[("calm.dcm", &file.bytes)]);
    let plain = desk.detect(&[]);
    let said = |lines: &[Value], text: &str| {
        let (redact, reason, source) = told(&lines[0], &file, text);
        (redact, format!("{reason} {source}"))
    };
    let (redact, why) = said(&plain, "KESTREL");
    assert!(redact && why.starts_with("header-value "), "{why}");
    assert!(said(&plain, "BRINDLE").0);
    assert!(!said(&plain, "PORTABLE").0 && !said(&plain, "CHEST").0);

    let deny = desk.write("deny.txt", "# ours\nportable\n");
    let allow = desk.write("allow.txt", "brindle\nKestrel\n/KES.*/\n");
    let listed = desk.detect(&["--deny", &deny, "--allow", &allow]);
    assert_eq!(
        said(&listed, "PORTABLE"),
        (true, "deny-list deny-list".into())
    );
    assert_eq!(
        said(&listed, "BRINDLE"),
        (false, "allow-list allow-list".into())
    );
    assert_eq!(said(&listed, "KESTREL"), said(&plain, "KESTREL"));
    assert_eq!(said(&listed, "CHEST"), said(&plain, "CHEST"));

    let (_, report) = written(&desk, &desk.run(&["--deny", &deny, "--allow", &allow]));
    let is_painted = |text: &str| {
        let area = area_of(&file, text);
        let mut painted = report.regions.iter();
        painted.any(|it| it.decision == Decision::Redact && it.painted.covers(area))
    };
    let painted = ["KESTREL", "BRINDLE", "PORTABLE", "CHEST"].map(is_painted);
    assert_eq!(painted, [true, false, true, false]);
}

#[test]
fn seeds_make_the_words_of_a_picture_matches_and_of_that_picture_alone() {
    let file = built("png_grey_8_bit");
    let [family, given] = [&file.truth.secrets[0], &file.truth.secrets[1]];
    let desk = Desk::with(&[("a.png", &file.bytes), ("b.png", &file.bytes)]);
    let table = format!("file,PatientName,PatientID\na.png,{family}^{given},\n");
    let seeds = desk.write("seeds.csv", table);
    let lines = desk.detect(&["--seeds", &seeds]);
    let of = |name: &str| {
        let mut lines = lines.iter();
        let line = lines.find(|line| line["path"].as_str().unwrap().ends_with(name));
        told(line.unwrap(), &file, given)
    };
    assert_eq!(of("a.png"), (true, "header-value", "seeds"));
    let (redact, reason, _) = of("b.png");
    assert!(redact && reason != "header-value", "{reason}");
}

#[test]
fn an_overlay_of_the_sites_catalogue_is_covered_whatever_stands_there() {
    let file = calm();
    let desk = Desk::with(&[("calm.dcm", &file.bytes)]);
    let recipe = "FORMAT dicom\n%filter graylist\nLABEL our device\n\
        contains Manufacturer Phantom\n  coordinates 0,0,640,60\n";
    let path = desk.write("catalogue.recipe", recipe);
    let (output, report) = written(&desk, &desk.run(&["--catalogue", &path]));
    let areas = |report: &Report| {
        let regions = report.regions.iter();
        let areas = regions.filter(|it| it.origin == RegionOrigin::Catalogue);
        areas
            .map(|it| (it.frame, it.painted, it.reason, it.decision))
            .collect::<Vec<_>>()
    };
    let area = PixelBox::new(0, 0, 640, 60).unwrap();
    let (frame, why) = (FrameSelection::All, RegionReason::DeviceOverlay);
    assert_eq!(areas(&report), [(frame, area, why, Decision::Redact)]);
    let (_, samples) = samples(&open(&output));
    let (first, band) = (&samples[..2], &samples[..640 * 60 * 2]);
    assert!(band.chunks_exact(2).all(|sample| sample == first));
    let other = recipe.replace("Phantom", "Heron");
    let path = desk.write("catalogue.recipe", other);
    let (_, report) = written(&desk, &desk.run(&["--catalogue", &path, "--overwrite"]));
    assert!(areas(&report).is_empty());
}
