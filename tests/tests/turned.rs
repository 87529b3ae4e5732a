//! Photographs that are turned to be shown, from bytes to bytes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use deid_model::{FrameSize, Orientation, OutputFormat, RedactMode, Settings};
use deid_ocr::LocalOcr;
use deid_phantom::built;
use deid_tests::judge::{leaks, painted};
use deid_tests::line;
use deid_tests::stored::picture;

/// The EXIF segments of a JPEG, as they stand there.
fn exif(file: &[u8]) -> Vec<&[u8]> {
    let starts = file.windows(4).enumerate();
    let starts = starts.filter(|(_, part)| part.starts_with(b"\xff\xe1"));
    let length = |part: &[u8]| usize::from(u16::from_be_bytes([part[2], part[3]]));
    starts
        .map(|(at, part)| &file[at..][..length(part) + 2])
        .collect()
}

#[test]
fn of_all_exif_the_orientation_alone_is_kept() {
    let detector = LocalOcr::new().unwrap();
    for redact in [RedactMode::AllText, RedactMode::None] {
        let settings = Settings {
            redact,
            ..Settings::DEFAULT
        };
        for (name, number) in [("jpeg_turned", 6), ("jpeg_mirrored", 7), ("jpeg_color", 1)] {
            let file = built(name);
            let (output, _) = line::run_with(&file.bytes, &detector, &settings).unwrap();
            let mut expected = *b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
            expected[29] = number;
            let expected: &[&[u8]] = if number == 1 { &[] } else { &[&expected] };
            assert_eq!(exif(&output), expected, "{name} {redact:?}");
            assert_eq!(leaks(&file.truth.secrets, &output), Vec::<String>::new());
        }
    }
}

#[test]
fn a_turned_photograph_becomes_an_upright_png_with_its_boxes_at_the_same_words() {
    let detector = LocalOcr::new().unwrap();
    let settings = Settings {
        format: OutputFormat::Png,
        redact: RedactMode::AllText,
        ..Settings::DEFAULT
    };
    for (name, orientation) in [
        ("jpeg_turned", Orientation::Clockwise),
        ("jpeg_mirrored", Orientation::Transversed),
    ] {
        let file = built(name);
        let (output, report) = line::run_with(&file.bytes, &detector, &settings).unwrap();
        let (before, after) = (picture(&file.bytes), picture(&output));
        let stored = FrameSize::new(before.layout.columns as u32, before.layout.rows as u32);
        let shown = orientation.shown_size(stored);
        assert_eq!(
            (after.layout.columns as u32, after.layout.rows as u32),
            (shown.columns, shown.rows)
        );
        let upright = orientation.shown_samples(before.data, stored, 3);
        let boxes: Vec<_> = painted(&report, 0)
            .into_iter()
            .map(|area| orientation.shown_box(area, stored).unwrap())
            .collect();
        assert!(boxes.len() >= 8, "{boxes:?}");
        let pixels = upright
            .chunks_exact(3)
            .zip(after.data.chunks_exact(3))
            .zip(0_u32..);
        for ((was, is), at) in pixels {
            let (x, y) = (at % shown.columns, at / shown.columns);
            let inside = boxes.iter().any(|area| area.contains(x, y));
            assert_eq!(is, if inside { &[0; 3] } else { was }, "{name} {x},{y}");
        }
        let truth = file.truth.turned(orientation);
        for (at, word) in truth
            .words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.is_phi())
        {
            let share =
                truth.covered_share(at, |x, y| boxes.iter().any(|area| area.contains(x, y)));
            assert!(share >= 0.98, "{name}: {} {share}", word.text);
        }
        assert!(!output.windows(4).any(|chunk| chunk == b"eXIf"));
    }
}
