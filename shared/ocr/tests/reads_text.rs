//! Reads text drawn into pictures, with the real weights.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "the other tests use more of it")]
mod drawing;

use deid_model::{DetectedText, TextDetection};
use deid_ocr::LocalOcr;
use drawing::{Ink, Picture};

const LINES: [&str; 4] = [
    "KESTREL AMARA",
    "14.07.1951 F",
    "ID: 44107-72",
    "Portable AP 70kV",
];

/// Four lines of text of this height on a textured ground.
fn picture(height: u32) -> Picture {
    let mut picture = Picture::textured(640, 480);
    for (line, y) in LINES.into_iter().zip((30..).step_by(90)) {
        picture.write(line, 40, y, height, Ink(250));
    }
    picture
}

fn read(picture: &Picture) -> DetectedText {
    let ocr = LocalOcr::new().unwrap();
    let search = ocr.search(&picture.image());
    search.read().unwrap().finish().unwrap()
}

/// What was read, in the order of the lines and along each; words that were not read as `?`.
fn said(found: &DetectedText) -> Vec<&str> {
    let texts = found.words.iter().map(|word| word.text.as_deref());
    texts.map(|text| text.unwrap_or("?")).collect()
}

fn words() -> Vec<&'static str> {
    LINES.iter().flat_map(|line| line.split(' ')).collect()
}

#[test]
fn drawn_text_is_read_word_by_word() {
    for height in [18, 26, 40] {
        let found = read(&picture(height));
        let read = said(&found);
        assert_eq!(read.len(), words().len(), "{height} pixels: {read:?}");
        let exact = |(said, drawn): (&&str, &str)| *said == drawn;
        let right = read
            .iter()
            .zip(words())
            .filter(|pair| exact((pair.0, pair.1)));
        // A network may take one word for another; these weights do so in one of the three pictures.
        assert!(right.count() + 1 >= read.len(), "{height} pixels: {read:?}");
    }
}

#[test]
fn text_turned_by_quarters_is_read_and_its_direction_told() {
    let mut picture = picture(26);
    for rotation in [90, 180, 270] {
        picture = picture.turned();
        let found = read(&picture);
        let said = said(&found);
        assert_eq!(said.len(), words().len(), "turned by {rotation}: {said:?}");
        // As above: these weights take the lone F for other letters once, which stand another way.
        let is_right = |word: &&TextDetection| {
            let text = word.text.as_deref();
            text.is_some_and(|text| words().contains(&text))
        };
        let right: Vec<_> = found.words.iter().filter(is_right).collect();
        assert!(
            right.len() + 1 >= said.len(),
            "turned by {rotation}: {said:?}"
        );
        assert!(right.iter().all(|word| word.rotation == rotation));
    }
}

#[test]
fn one_line_a_step_reads_the_same_as_all_at_once() {
    let picture = picture(26);
    let ocr = LocalOcr::new().unwrap();
    let mut reading = ocr.search(&picture.image()).read().unwrap();
    assert_eq!(reading.lines_left(), LINES.len());
    for left in (0..LINES.len()).rev() {
        reading.step().unwrap();
        assert_eq!(reading.lines_left(), left);
    }
    assert!(reading.finish().unwrap() == read(&picture));
}

#[test]
fn what_looks_like_no_writing_is_left_unread() {
    let mut picture = Picture::textured(640, 480);
    // A rule of equal strokes: text to nobody.
    for x in (40..600).step_by(14) {
        picture.write("|", x, 200, 30, Ink(250));
    }
    let found = read(&picture);
    assert!(
        found
            .words
            .iter()
            .all(|word| word.read_confidence.value() < 0.9),
        "{:?}",
        said(&found)
    );
}
