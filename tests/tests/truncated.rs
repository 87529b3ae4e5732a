//! Files whose end is missing: refused, unless the user accepts the loss of the frames that are not whole.
#![allow(
    clippy::unwrap_used,
    reason = "every function of this file belongs to a test"
)]

use deid_model::{FrameSize, WarningCode};
use deid_phantom::dicom::{
    Encapsulated, Kind, Pixels, Place, Samples, Syntax, Wrapping, data_set, rle, write_file,
};
use deid_phantom::paint::Background;
use deid_phantom::scene::Labels;
use deid_phantom::{Identity, Scene};
use deid_tests::desk::{Desk, report_of};
use deid_tests::stored::{open, samples, text};
use dicom_dictionary_std::tags;

const SIZE: FrameSize = FrameSize::new(96, 64);
const FRAMES: u32 = 4;
const FRAME_BYTES: usize = 96 * 64;

/// Four frames without text.
fn cine() -> Pixels {
    let scene = Scene::moving(Background::Ultrasound, SIZE, Labels::None, 70, FRAMES);
    let greys = (0..FRAMES).flat_map(|frame| scene.grey(frame as usize, 255));
    let bytes = greys.map(|grey| grey as u8).collect();
    Pixels::grey8(SIZE, FRAMES, bytes)
}

fn file(pixels: &Pixels, syntax: Syntax) -> Vec<u8> {
    let elements = data_set(&Identity::invented(70), Place::default(), Kind::Us, pixels);
    write_file(&elements, syntax, Wrapping::Full)
}

/// The same, run lengths: the frames' streams, each cut into `parts` fragments, and where each frame begins.
fn run_lengths(pixels: &Pixels, with_table: bool) -> Pixels {
    let Samples::Bytes(bytes) = &pixels.samples else {
        unreachable!("8-bit samples")
    };
    let frames = bytes.chunks_exact(FRAME_BYTES);
    let fragments: Vec<Vec<u8>> = frames
        .map(|frame| rle::frame(&[frame.to_vec()], SIZE.columns as usize))
        .collect();
    let mut offsets = Vec::new();
    let mut offset = 0;
    for fragment in fragments.iter().filter(|_| with_table) {
        offsets.push(offset);
        offset += 8 + fragment.len().next_multiple_of(2) as u32;
    }
    Pixels {
        encapsulated: Some(Encapsulated { offsets, fragments }),
        ..pixels.clone()
    }
}

/// What `deid run --redact none` makes of it: frames told, samples, warnings; or the reason code.
fn outcome(bytes: &[u8], more: &[&str]) -> Result<(String, Vec<u8>, Vec<WarningCode>), String> {
    let desk = Desk::with(&[("cine.dcm", bytes)]);
    let (_, lines) = desk.run(&[&["--redact", "none"], more].concat());
    let status = lines[0]["status"].as_str().unwrap();
    if status != "written" {
        return Err(lines[0]["reason"]["code"].as_str().unwrap().to_owned());
    }
    let output = std::fs::read(desk.path("clean/de-id-cine.dcm")).unwrap();
    let object = open(&output);
    let report = report_of(&lines[0]);
    Ok((
        text(&object, tags::NUMBER_OF_FRAMES),
        samples(&object).1,
        report.warnings,
    ))
}

#[track_caller]
fn keeps_two_frames(whole: &[u8], pixels: &Pixels, missing: usize) {
    let cut = &whole[..whole.len() - missing];
    let refused = outcome(cut, &[]).unwrap_err();
    assert_eq!(refused, "truncated-pixel-data");
    let (frames, stored, warnings) = outcome(cut, &["--accept-truncated"]).unwrap();
    let Samples::Bytes(bytes) = &pixels.samples else {
        unreachable!("8-bit samples")
    };
    assert_eq!(frames, "2");
    assert!(stored == bytes[..2 * FRAME_BYTES], "other samples");
    assert!(warnings.contains(&WarningCode::FramesLost), "{warnings:?}");
}

#[test]
fn the_whole_frames_of_a_native_file_stay_where_the_loss_is_accepted() {
    let pixels = cine();
    let whole = file(&pixels, Syntax::ExplicitLittle);
    keeps_two_frames(&whole, &pixels, FRAME_BYTES + 100);
    keeps_two_frames(&whole, &pixels, 2 * FRAME_BYTES - 1);
}

#[test]
fn the_whole_frames_of_an_encapsulated_file_stay_where_the_loss_is_accepted() {
    let pixels = cine();
    for with_table in [true, false] {
        let packed = run_lengths(&pixels, with_table);
        let fragments = &packed.encapsulated.as_ref().unwrap().fragments;
        let last = 8 + 8 + fragments[3].len().next_multiple_of(2);
        let whole = file(&packed, Syntax::Rle);
        keeps_two_frames(&whole, &pixels, last + 10);
    }
}

#[test]
fn a_file_without_a_whole_frame_is_refused_even_so() {
    let whole = file(&cine(), Syntax::ExplicitLittle);
    let cut = &whole[..whole.len() - 4 * FRAME_BYTES + 100];
    let refused = outcome(cut, &["--accept-truncated"]).unwrap_err();
    assert_eq!(refused, "truncated-pixel-data");
}

#[test]
fn a_whole_file_stays_as_it_is_where_the_loss_is_accepted() {
    let pixels = cine();
    let (frames, stored, warnings) = outcome(
        &file(&pixels, Syntax::ExplicitLittle),
        &["--accept-truncated"],
    )
    .unwrap();
    assert_eq!((frames.as_str(), stored.len()), ("4", 4 * FRAME_BYTES));
    assert!(!warnings.contains(&WarningCode::FramesLost));
}
