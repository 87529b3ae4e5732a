//! How fast files are redacted, without looking for text: one box in each corner of every frame.
//!
//! `cargo run --release -p deid-tests --example redaction_speed [FILE...]`: of large phantoms, and of the files named.
//! Time is that of the processor's one thread from parsed file to encoded candidate.

use std::time::Instant;

use deid_core::{DraftPlan, IdentifiedFile, Key, Limits, deidentify, parse};
use deid_model::{Coverage, DetectedText, DrawnRegion, FrameSelection, PixelBox, Settings};
use deid_phantom::big::large;

fn main() {
    let phantoms = large()
        .into_iter()
        .map(|case| (case.name.to_owned(), (case.build)().bytes));
    let named = std::env::args().skip(1).filter_map(|path| {
        let bytes = std::fs::read(&path).ok()?;
        Some((path, bytes))
    });
    println!("| file | frames | decoded MB | seconds | MB/s |\n|---|---|---|---|---|");
    for (name, bytes) in named.chain(phantoms) {
        match parse(bytes, &Limits::DEFAULT) {
            Ok(file) => println!("{}", row(&name, file)),
            Err(error) => println!("| {name} | {error} |"),
        }
    }
}

fn row(name: &str, file: IdentifiedFile) -> String {
    let frames = file.frames();
    let decoded = file
        .frame(0)
        .map_or(0, |frame| frame.layout().frame_bytes());
    let megabytes = decoded as f64 * f64::from(frames) / 1e6;
    let plan = plan(&file);
    let start = Instant::now();
    let Some(Ok(_)) =
        plan.map(|plan| deidentify(file, &plan, &Settings::DEFAULT, &Key::new([7; 32])))
    else {
        return format!("| {name} | not redacted |");
    };
    let seconds = start.elapsed().as_secs_f64();
    let speed = megabytes / seconds;
    format!("| {name} | {frames} | {megabytes:.1} | {seconds:.3} | {speed:.0} |")
}

/// A plan with a box of a sixth of the picture in two corners.
fn plan(file: &IdentifiedFile) -> Option<deid_core::ReviewedPlan> {
    let mut draft = DraftPlan::new(file);
    for frame in 0..file.frames() {
        let nothing = DetectedText {
            words: Vec::new(),
            coverage: Coverage::Complete,
        };
        draft.add_frame(frame, &nothing, &[]);
    }
    let size = file.size();
    let (width, height) = (size.columns / 6, size.rows / 6);
    let corners = [(0, 0), (size.columns - width, size.rows - height)];
    let drawn = corners.map(|(x, y)| PixelBox::new(x, y, x + width, y + height));
    let drawn: Option<Vec<DrawnRegion>> = drawn
        .into_iter()
        .map(|area| {
            Some(DrawnRegion {
                area: area?,
                frames: FrameSelection::All,
            })
        })
        .collect();
    draft.approve_by_person(&[], &drawn?, file.frames()).ok()
}
