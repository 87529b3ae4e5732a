//! Asking a detector for the text of a frame: the one place in the core that waits.

use std::cmp::Ordering;

use deid_model::{
    Coverage, DetectedText, DisplayImage, EngineError, Reason, ReasonCode, TextDetection,
    TextDetector,
};

use crate::news::part_with_news;
use crate::pixel::Frame;

/// The detector gave no answer that can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The engine found text outside the picture.
    #[error("the engine found text outside the picture")]
    OutsideFrame,
    /// The engine reached a limit where nothing may be left out.
    #[error("the engine did not look at everything")]
    Incomplete,
}

impl From<FindError> for Reason {
    fn from(_: FindError) -> Self {
        ReasonCode::DetectionFailed.into()
    }
}

/// Two boxes that share this part of their union are the same word.
const SAME_WORD: f64 = 0.5;

/// Finds the text of one frame: in its first rendering, and in the part of every further one that shows
/// more than those before. The same word seen twice is told once, with the box that holds both. What is
/// looked at is turned as it is shown; boxes are in stored pixels.
///
/// # Errors
/// Any [`FindError`]; nothing is ever taken for "no text" because a rendering failed.
pub async fn find_text<D: TextDetector>(
    detector: &D,
    frame: &Frame,
) -> Result<DetectedText, FindError> {
    let mut all = DetectedText {
        words: Vec::new(),
        coverage: Coverage::Complete,
    };
    let renderings = frame.renderings();
    for (at, rendering) in renderings.iter().enumerate() {
        let before = renderings.get(..at).unwrap_or_default();
        if let Some(part) = part_with_news(rendering, before) {
            let crop = rendering.crop(part).ok_or(FindError::OutsideFrame)?;
            let mut found = read_picture(detector, &crop).await?;
            found.words = found
                .words
                .into_iter()
                .map(|word| word.shifted(part.x0(), part.y0()))
                .collect();
            merge(&mut all, found);
        }
    }
    frame.stored_text(all).ok_or(FindError::OutsideFrame)
}

/// Adds the words of another rendering of the same frame.
pub fn merge(all: &mut DetectedText, found: DetectedText) {
    if found.coverage == Coverage::Truncated {
        all.coverage = Coverage::Truncated;
    }
    let lines = all
        .words
        .iter()
        .map(|word| word.line + 1)
        .max()
        .unwrap_or(0);
    for word in found.words {
        match all
            .words
            .iter_mut()
            .find(|known| known.area.overlap(word.area) > SAME_WORD)
        {
            Some(known) if known.area.covers(word.area) && better_read(known, &word) == known => {}
            Some(known) => *known = joined(known, &word),
            None => all.words.push(TextDetection {
                line: word.line + lines,
                ..word
            }),
        }
    }
}

/// A reading holds for a box of which the box that was read is this part.
const SAME_EXTENT: f64 = 0.8;

/// The text of one picture, such as an overlay plane.
///
/// # Errors
/// Any [`FindError`].
pub async fn read_picture<D: TextDetector>(
    detector: &D,
    rendering: &DisplayImage,
) -> Result<DetectedText, FindError> {
    let found = detector.detect_text(rendering).await?;
    let inside = found
        .words
        .iter()
        .all(|word| word.area.clamped(rendering.size()) == Some(word.area));
    if inside {
        Ok(found)
    } else {
        Err(FindError::OutsideFrame)
    }
}

/// One word for both. What was read of a smaller box says nothing about the rest of the larger one:
/// it stays unread then.
fn joined(known: &TextDetection, word: &TextDetection) -> TextDetection {
    let surer = if word.detect_confidence > known.detect_confidence {
        word
    } else {
        known
    };
    let area = known.area.union(word.area);
    let told = better_read(known, word);
    let whole = TextDetection::unread(area, surer.detect_confidence, known.line);
    if told.area.overlap(area) < SAME_EXTENT {
        return whole;
    }
    TextDetection {
        area,
        detect_confidence: surer.detect_confidence,
        line: known.line,
        ..told.clone()
    }
}

/// Of two readings of one word the one that has a text, then the larger: a tile's edge may have cut the other.
fn better_read<'a>(known: &'a TextDetection, word: &'a TextDetection) -> &'a TextDetection {
    let rank = |word: &TextDetection| (word.text.is_some(), word.area.area());
    match rank(word).cmp(&rank(known)) {
        Ordering::Greater => word,
        Ordering::Equal if word.read_confidence > known.read_confidence => word,
        Ordering::Equal | Ordering::Less => known,
    }
}

#[cfg(test)]
mod tests {
    use deid_model::{Confidence, PixelBox};

    use super::*;

    fn text(boxes: &[[u32; 4]]) -> DetectedText {
        let word = |area: &[u32; 4]| {
            TextDetection::unread(PixelBox::try_from(*area).unwrap(), Confidence::new(0.9), 0)
        };
        DetectedText {
            words: boxes.iter().map(word).collect(),
            coverage: Coverage::Complete,
        }
    }

    #[test]
    fn a_word_seen_in_two_renderings_is_one_word_that_covers_both() {
        let mut all = text(&[[10, 10, 50, 20]]);
        merge(&mut all, text(&[[12, 10, 54, 21], [100, 10, 120, 20]]));
        let boxes: Vec<[u32; 4]> = all.words.iter().map(|word| word.area.into()).collect();
        assert_eq!(boxes, [[10, 10, 54, 21], [100, 10, 120, 20]]);
        assert_ne!(all.words[0].line, all.words[1].line);
    }

    #[test]
    fn of_two_readings_of_a_word_the_whole_one_is_kept() {
        let read = |said: Option<&str>, area: [u32; 4]| {
            let mut found = text(&[area]);
            found.words[0].text = said.map(str::to_owned);
            found
        };
        for (first, second, kept) in [
            (
                (Some("KESTR"), [10, 10, 60, 20]),
                (Some("KESTREL"), [10, 10, 90, 20]),
                "KESTREL",
            ),
            (
                (Some("KESTREL"), [10, 10, 90, 20]),
                (Some("KESTR"), [10, 10, 60, 20]),
                "KESTREL",
            ),
            (
                (None, [10, 10, 90, 22]),
                (Some("KESTREL"), [10, 10, 90, 20]),
                "KESTREL",
            ),
            (
                (Some("KESTREL"), [10, 10, 90, 20]),
                (None, [10, 10, 90, 22]),
                "KESTREL",
            ),
        ] {
            let mut all = read(first.0, first.1);
            merge(&mut all, read(second.0, second.1));
            assert_eq!(all.words.len(), 1);
            assert_eq!(all.words[0].text.as_deref(), Some(kept));
            let whole = PixelBox::try_from([10, 10, 90, 20]).unwrap();
            assert!(all.words[0].area.covers(whole));
        }
    }

    #[test]
    fn a_rendering_cut_by_a_limit_makes_the_whole_answer_incomplete() {
        let mut all = text(&[]);
        merge(
            &mut all,
            DetectedText {
                coverage: Coverage::Truncated,
                ..text(&[])
            },
        );
        assert_eq!(all.coverage, Coverage::Truncated);
    }
}
