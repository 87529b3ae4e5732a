//! Finds text drawn into pictures, with the real weights.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod drawing;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use deid_model::{Channels, Coverage, DetectedText, DisplayImage, FrameSize, TextDetector as _};
use deid_ocr::LocalOcr;
use drawing::{Ink, Picture};

/// Text that is black on white, white on black, and grey on grey.
const INKS: [(u8, Ink); 3] = [(235, Ink(15)), (10, Ink(240)), (120, Ink(170))];

fn find(picture: &Picture) -> DetectedText {
    let found = LocalOcr::new()
        .unwrap()
        .search(&picture.image())
        .read()
        .unwrap()
        .finish()
        .unwrap();
    assert_eq!(found.coverage, Coverage::Complete);
    found
}

#[track_caller]
fn check_covered(picture: &Picture) {
    let share = picture.covered(&find(picture));
    assert!(
        share >= 0.98,
        "only {:.1} % of the glyph pixels are covered",
        100.0 * share
    );
}

#[test]
fn text_of_either_polarity_is_covered() {
    for (paper, ink) in INKS {
        let mut picture = Picture::plain(800, 600, paper);
        picture.write("KESTREL^AMARA", 40, 30, 24, ink);
        picture.write("1962-03-09 F", 500, 32, 20, ink);
        picture.write("ID 4410-772", 40, 540, 32, ink);
        check_covered(&picture);
    }
}

#[test]
fn small_and_large_text_is_covered() {
    for height in [12, 16, 40, 60, 120] {
        let mut picture = Picture::textured(1000, 700);
        picture.write("Okafor", 60, 80, height, Ink(255));
        picture.write("77120", 120, 400, height, Ink(255));
        check_covered(&picture);
    }
}

#[test]
fn text_of_hundreds_of_pixels_is_covered_in_a_large_picture() {
    let mut picture = Picture::textured(2400, 1600);
    picture.write("Okafor", 200, 200, 220, Ink(255));
    picture.write("77120", 300, 900, 300, Ink(255));
    check_covered(&picture);
}

#[test]
fn text_across_the_borders_of_tiles_is_covered() {
    let mut picture = Picture::textured(3000, 2000);
    for row in 0..24 {
        let x = 7 + 13 * row;
        picture.write(
            "Sindelar, Marta 14.07.1951 Acc 90021-7 Ward 3B",
            x,
            5 + 83 * row,
            20 + (row % 4) * 10,
            Ink(250),
        );
    }
    check_covered(&picture);
}

#[test]
fn pictures_without_text_have_no_boxes() {
    assert!(find(&Picture::plain(900, 700, 90)).words.is_empty());
    assert!(find(&Picture::gradient(900, 700)).words.is_empty());
    assert!(find(&Picture::textured(900, 700)).words.is_empty());
    // Sides that are no multiples of 32: the padding must not look like text either.
    for (columns, rows) in [(456, 420), (608, 420), (337, 491), (1001, 1003)] {
        for spread in [8, 30] {
            let words = find(&Picture::noisy(columns, rows, 40, spread)).words;
            assert!(words.is_empty(), "{columns} x {rows}, {spread}: {words:?}");
        }
        // Noise that fills a third of the range: the weights of this version may take a bit of it for text.
        let strong = find(&Picture::noisy(columns, rows, 40, 90));
        assert!(strong.words.len() <= 2, "{columns} x {rows}: {strong:?}");
    }
    for side in [0, 1, 2, 3] {
        assert!(find(&Picture::textured(side, side)).words.is_empty());
    }
}

#[test]
fn text_in_an_otherwise_flat_picture_is_found_though_flat_tiles_are_skipped() {
    // One grey level of noise everywhere makes no difference to text, but nothing is skipped then.
    let mut flat = Picture::plain(2200, 1500, 30);
    let mut noisy = Picture::noisy(2200, 1500, 30, 4);
    for picture in [&mut flat, &mut noisy] {
        picture.write("BRANDT", 690, 700, 28, Ink(200));
        picture.write("4B", 2160, 1468, 28, Ink(200));
    }
    let ocr = LocalOcr::new().unwrap();
    let tiles = |picture: &Picture| ocr.search(&picture.image()).progress().tiles;
    assert!(tiles(&flat) < tiles(&noisy));
    assert!(flat.covered(&find(&flat)) >= noisy.covered(&find(&noisy)));
    check_covered(&flat);
}

#[test]
fn words_of_a_line_share_its_number() {
    let mut picture = Picture::plain(900, 400, 10);
    picture.write("Amara", 40, 40, 24, Ink(240));
    picture.write("Kestrel", 400, 40, 24, Ink(240));
    picture.write("Ward", 40, 200, 24, Ink(240));
    let lines: Vec<u32> = find(&picture).words.iter().map(|word| word.line).collect();
    assert_eq!(lines, [0, 0, 1]);
}

#[test]
fn a_search_shows_text_after_the_quick_pass_and_says_that_it_is_not_done() {
    let mut picture = Picture::textured(1600, 1200);
    picture.write("KESTREL", 100, 100, 40, Ink(255));
    let ocr = LocalOcr::new().unwrap();
    let mut search = ocr.search(&picture.image());
    while !search.step().unwrap().preview_ready {}
    let early = search.so_far();
    assert_eq!(early.coverage, Coverage::Truncated);
    assert!(picture.covered(&early) > 0.9);
    assert!(!search.progress().is_complete());
}

#[test]
fn the_detector_answers_at_once_and_the_same_for_grey_and_color() {
    let mut picture = Picture::textured(400, 300);
    picture.write("Okafor", 40, 80, 24, Ink(255));
    let grey = picture.image();
    let rgb = grey
        .samples()
        .iter()
        .flat_map(|sample| [*sample; 3])
        .collect();
    let color = DisplayImage::new(FrameSize::new(400, 300), Channels::Rgb, rgb).unwrap();
    let ocr = LocalOcr::new().unwrap();
    let answer = |image: &DisplayImage| {
        let Poll::Ready(found) =
            pin!(ocr.detect_text(image)).poll(&mut Context::from_waker(Waker::noop()))
        else {
            panic!("the local engine never waits");
        };
        found.unwrap()
    };
    assert!(!answer(&grey).words.is_empty());
    assert_eq!(answer(&grey), answer(&color));
}

#[test]
fn text_turned_by_a_quarter_is_covered_and_told_to_be_read_downward() {
    let mut picture = Picture::textured(700, 500);
    picture.write("Sindelar", 60, 80, 24, Ink(250));
    picture.write("14.07.1951", 300, 80, 24, Ink(250));
    let picture = picture.turned();
    let found = find(&picture);
    assert!(picture.covered(&found) >= 0.98);
    for word in &found.words {
        let [first, second, third, _] = word.polygon;
        // From the upper right corner down, then to the left.
        assert!(first[1] < second[1] && third[0] < second[0], "{word:?}");
        assert_eq!(word.rotation, 90, "{word:?}");
    }
}

#[test]
fn words_stay_apart_though_smaller_scales_see_them_as_one() {
    let mut picture = Picture::textured(2048, 1400);
    for row in 0..10 {
        picture.write(
            "Sindelar, Marta 14.07.1951",
            60,
            40 + 60 * row,
            26,
            Ink(250),
        );
    }
    let found = find(&picture);
    assert!(picture.covered(&found) >= 0.98);
    // Three words a line; a date may fall apart at its dots.
    assert!(
        (30..=40).contains(&found.words.len()),
        "{} words",
        found.words.len()
    );
    assert_eq!(found.words.last().unwrap().line, 9);
}
