//! A folder of truths and a file of found words: the whole command but for printing.

use std::fs;
use std::path::Path;

use clap::Parser;

use super::detection::Covered;
use super::{Evaluation, misses, sources, table};
use crate::cli::{Cli, Command, EvalArguments};

/// 100 x 60 pixels: two PHI words on a line, one faint PHI word in handwriting, one harmless word.
const TEXT: &str = r#"{"width":100,"height":60,"background":"xray","words":[
    {"text":"KESTREL","box":[8,8,28,16],"poly":[[8,8],[28,8],[28,16],[8,16]],"is_phi":true,"category":"NAME",
     "cap_height":8,"contrast":0.5,"cnr":9,"rotation":0,"font_kind":"mono","kind":"print","script":"latin","line":0},
    {"text":"ANNA","box":[36,8,52,16],"poly":[[36,8],[52,8],[52,16],[36,16]],"is_phi":true,"category":"NAME",
     "cap_height":8,"contrast":0.5,"cnr":1,"rotation":0,"font_kind":"mono","kind":"print","script":"latin","line":0},
    {"text":"4711","box":[8,40,28,48],"is_phi":true,"category":"ID","cap_height":8,"contrast":0.1,
     "kind":"handwriting","script":"latin","line":1},
    {"text":"kV","box":[80,40,90,48],"is_phi":false,"category":"HARMLESS","cap_height":8,"contrast":0.5,"cnr":9,
     "kind":"print","script":"latin","line":2}]}"#;

const EMPTY: &str = r#"{"width":10,"height":10,"background":"ct","words":[]}"#;

/// The first word with a pixel too few, the second as a whole, the others not; a box on the empty picture.
const FOUND: &str = r#"{"path":"in/text.png","width":100,"height":60,"elapsed_ms":3,"words":[
    {"box":[8,8,27,16],"text":"KESTREI","read_confidence":0.95},{"box":[36,8,52,16],"text":"ANNA","read_confidence":0.9},
    {"box":[60,50,70,60],"text":null}]}
{"path":"in/empty.png","elapsed_ms":3.1,"words":[{"box":[0,0,5,2],"text":null}]}
"#;

fn folder() -> tempfile::TempDir {
    let base = tempfile::tempdir().unwrap();
    let truths = base.path().join("truth");
    fs::create_dir(&truths).unwrap();
    fs::write(truths.join("text.json"), TEXT).unwrap();
    fs::write(truths.join("empty.json"), EMPTY).unwrap();
    let lines = FOUND.replace(",\n    {", ",{").replace("[\n    {", "[{");
    fs::write(base.path().join("found.jsonl"), lines).unwrap();
    base
}

fn arguments(base: &Path, options: &[&str]) -> EvalArguments {
    let truth = base.join("truth").to_str().unwrap().to_owned();
    let line = ["deid", "eval", "--truth", &truth];
    match Cli::try_parse_from(line.iter().chain(options))
        .unwrap()
        .command
    {
        Command::Eval(arguments) => arguments,
        other => panic!("{other:?}"),
    }
}

fn evaluate(base: &Path) -> (Vec<super::score::ImageScore>, Evaluation) {
    let path = base.join("found.jsonl");
    let arguments = arguments(base, &["--found", path.to_str().unwrap()]);
    let (images, failed) = sources::read(&arguments, &path).unwrap();
    let evaluation = Evaluation::new(&images, &failed);
    (images, evaluation)
}

#[test]
fn figures_are_counted_to_the_word_and_pixel() {
    let base = folder();
    let (_, evaluation) = evaluate(base.path());
    let found = &evaluation.detection;
    let counts = |rate: &super::rate::Rate| (rate.hits, rate.of);
    assert_eq!(evaluation.images, 2);
    assert_eq!(counts(&found.legible.words), (0, 1));
    assert_eq!(counts(&found.legible.images), (0, 1));
    assert_eq!(counts(&found.latin_print.words), (1, 2));
    assert_eq!(counts(&found.everything.words), (1, 3));
    // 100 of 10 x 10 pixels: the box [60,50,70,60] of the first picture, no word of which is near.
    let free = 6000 - 28 * 16 - 24 * 16 - 28 * 16 - 18 * 16;
    // Word boxes grown by 4: [4,4,32,20], [32,4,56,20], [4,36,32,52], [76,36,94,52].
    let area = &found.text_free_area;
    let (first, second) = (100.0 / f64::from(free), 0.1);
    assert!(
        (area.mean - (first + second) / 2.0).abs() < 1e-12,
        "{area:?}"
    );
    assert_eq!(area.percentile_99, second);
    let seconds = evaluation.seconds_per_megapixel.unwrap();
    assert!((seconds - 0.0061 / 0.0061).abs() < 1e-9, "{seconds}");
    let free = &found.text_free_images;
    let names: Vec<_> = free.iter().map(|row| row.background.as_str()).collect();
    assert_eq!(names, ["all", "CR/DX/CT/MR-like", "ct"]);
    assert_eq!((free[2].with_box.hits, free[2].median_boxes), (1, 1.0));
    let slices: Vec<_> = found
        .slices
        .iter()
        .map(|slice| {
            (
                slice.by.as_str(),
                slice.name.as_str(),
                slice.words.hits,
                slice.words.of,
            )
        })
        .collect();
    assert_eq!(
        slices,
        [
            ("rotation", "0", 1, 2),
            ("cap height", "8-10", 1, 2),
            ("contrast", "0.35-0.5", 1, 2),
            ("background", "xray", 1, 2),
            ("category", "NAME", 1, 2),
            ("font kind", "mono", 1, 2),
            ("kind", "handwriting", 0, 1),
        ]
    );
}

#[test]
fn reading_is_counted_to_the_character() {
    let base = folder();
    let (_, evaluation) = evaluate(base.path());
    let read = evaluation.reading.unwrap();
    let counts = |rate: &super::rate::Rate| (rate.hits, rate.of);
    let lines = &read.clear_found_lines;
    assert_eq!((lines.lines, lines.characters, lines.errors), (1, 12, 1));
    // "kV" was not read.
    assert_eq!((read.lines.characters, read.lines.errors), (14, 3));
    assert_eq!(counts(&read.exact_phi_words), (1, 2));
    assert_eq!(counts(&read.exact_legible_phi_words), (0, 1));
    assert_eq!(counts(&read.read_words), (2, 2));
    assert_eq!(counts(&read.confident_words), (1, 2));
    assert_eq!(counts(&read.recovered_phi_words), (2, 3));
}

#[test]
fn the_table_holds_no_text_and_the_misses_do_worst_first() {
    let base = folder();
    let (images, evaluation) = evaluate(base.path());
    let table = table::Table(&evaluation).to_string();
    assert!(
        table.contains("| PHI words covered, all Latin print | 50.00 % |"),
        "{table}"
    );
    assert!(!table.contains("KESTREL") && !table.contains("ANNA"));
    let mut out = Vec::new();
    misses::write(&images, &mut out).unwrap();
    let lines = String::from_utf8(out).unwrap();
    let texts: Vec<_> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].clone())
        .collect();
    assert_eq!(texts, ["4711", "KESTREL", "kV"]);
}

#[test]
fn a_picture_of_another_size_than_its_truth_is_refused() {
    let base = folder();
    let path = base.path().join("found.jsonl");
    fs::write(
        &path,
        r#"{"path":"empty.png","width":11,"height":10,"words":[]}"#,
    )
    .unwrap();
    let arguments = arguments(base.path(), &["--found", path.to_str().unwrap()]);
    assert!(sources::read(&arguments, &path).is_err());
}

#[test]
fn the_engine_looks_at_pictures_and_a_file_that_is_none_is_told() {
    let base = folder();
    let images = base.path().join("images");
    fs::create_dir(&images).unwrap();
    image::GrayImage::new(10, 10)
        .save(images.join("empty.png"))
        .unwrap();
    fs::write(images.join("text.png"), "no picture").unwrap();
    fs::write(images.join("other.png"), "no truth").unwrap();
    let arguments = arguments(base.path(), &[images.to_str().unwrap()]);
    let (judged, failed) = sources::look(&arguments, &images).unwrap();
    assert_eq!((judged.len(), failed.len()), (2, 1));
    assert_eq!((judged[0].boxes, judged[0].text_free), (0, 0.0));
    // The truth of what is no picture leaked as a whole.
    assert!(judged[0].is_answered && !judged[1].is_answered);
    assert!(judged[1].words.iter().all(|word| word.share == 0.0));
    let told = Evaluation::new(&judged, &failed);
    assert_eq!(told.failed[0].code, "not-an-image");
    assert_eq!(told.detection.everything.words.of, 3);
}

/// Counts where only this line is told of the two pictures.
fn evaluate_line(line: &str, options: &[&str]) -> Evaluation {
    let base = folder();
    let path = base.path().join("found.jsonl");
    fs::write(&path, line).unwrap();
    let found = ["--found", path.to_str().unwrap()];
    let arguments = arguments(base.path(), &[&found, options].concat());
    let (images, failed) = sources::read(&arguments, &path).unwrap();
    Evaluation::new(&images, &failed)
}

fn failed(evaluation: &Evaluation) -> Vec<(&str, &str)> {
    let failed = evaluation.failed.iter();
    failed
        .map(|failed| (failed.path.as_str(), failed.code.as_str()))
        .collect()
}

#[test]
fn a_picture_that_no_line_names_leaks_and_is_told() {
    let line = r#"{"path":"empty.png","elapsed_ms":0.2,"words":[]}"#;
    let evaluation = evaluate_line(line, &[]);
    assert_eq!(evaluation.images, 2);
    assert_eq!(failed(&evaluation), [("text", "not-told")]);
    let Covered { words, images } = evaluation.detection.everything;
    assert_eq!((words.hits, words.of), (0, 3));
    assert_eq!((images.hits, images.of), (0, 1));
    // The time is that of the picture with an answer, of 100 pixels.
    let seconds = evaluation.seconds_per_megapixel.unwrap();
    assert!((seconds - 2.0).abs() < 1e-9, "{seconds}");
    let table = table::Table(&evaluation).to_string();
    assert!(
        table.contains("| without an answer, counted as nothing found | 1 |"),
        "{table}"
    );
}

#[test]
fn a_picture_that_failed_leaks_and_one_without_a_truth_is_left_out() {
    let lines = r#"{"path":"in/text.png","error":{"code":"decoder-crashed"}}
{"path":"in/other.png","error":{"code":"empty-file"}}
{"path":"empty.png","words":[]}"#;
    let evaluation = evaluate_line(lines, &[]);
    assert_eq!(evaluation.images, 2);
    assert_eq!(failed(&evaluation), [("in/text.png", "decoder-crashed")]);
    let words = evaluation.detection.everything.words;
    assert_eq!((words.hits, words.of), (0, 3));
}

#[test]
fn with_a_limit_only_pictures_with_a_line_are_judged() {
    let line = r#"{"path":"empty.png","words":[]}"#;
    let evaluation = evaluate_line(line, &["--limit", "2"]);
    assert_eq!((evaluation.images, evaluation.failed.len()), (1, 0));
}
