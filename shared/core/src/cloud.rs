//! Asking a reading engine and a classifier about a frame, beside the local ones. Their answers add to what is known:
//! they never release a word.

use deid_model::{
    Channels, ClassifiedText, Confidence, Coverage, FrameSize, PhiCategory, PhiClassifier, PhiText,
    Reason, ReasonCode, TextDetection, TextDetector, TextSpan,
};

use crate::find::{FindError, find_text};
use crate::pixel::{ColorModel, Frame};
use crate::tiled::{Tiled, pictures};

/// One word that the cloud engine read.
#[derive(Clone, Debug)]
pub(crate) struct CloudWord {
    pub word: TextDetection,
    /// What it is called, and how surely; `None` where it is not called PHI.
    pub class: Option<(PhiCategory, Confidence)>,
}

/// The cloud engine gave no answer that can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cloud engine: {0}")]
pub struct CloudError(#[from] FindError);

impl From<CloudError> for Reason {
    fn from(_: CloudError) -> Self {
        ReasonCode::CloudEngineFailed.into()
    }
}

/// What the cloud engine says about one frame.
#[derive(Clone, Debug)]
pub struct CloudReading {
    pub(crate) words: Vec<CloudWord>,
}

impl CloudReading {
    /// Every word that was read, with what it is called, where it is called PHI.
    pub fn words(
        &self,
    ) -> impl Iterator<Item = (&TextDetection, Option<(PhiCategory, Confidence)>)> {
        self.words.iter().map(|word| (&word.word, word.class))
    }
}

/// Asks `detector` for the words of a frame, in tiles, and `classifier` what is PHI in them.
///
/// # Errors
/// [`CloudError`], also for an answer that leaves something out.
pub async fn ask_cloud<D: TextDetector, C: PhiClassifier>(
    detector: &Tiled<D>,
    classifier: &C,
    frame: &Frame,
) -> Result<CloudReading, CloudError> {
    let found = find_text(detector, frame).await?;
    if found.coverage == Coverage::Truncated {
        return Err(FindError::Incomplete.into());
    }
    let (text, spans) = reading_text(&found.words, None);
    // A text without a letter is not asked about: engines refuse it.
    let classified = if text.expose().is_empty() {
        None
    } else {
        Some(
            classifier
                .classify_phi(&text)
                .await
                .map_err(FindError::from)?,
        )
    };
    if classified
        .as_ref()
        .is_some_and(|text| text.coverage == Coverage::Truncated)
    {
        return Err(FindError::Incomplete.into());
    }
    let class = |at: usize| class_of(*spans.get(at)?.as_ref()?, classified.as_ref()?);
    let words = found.words.into_iter().enumerate();
    let words = words.map(|(at, word)| CloudWord {
        class: class(at),
        word,
    });
    Ok(CloudReading {
        words: words.collect(),
    })
}

/// About how many pictures a file is sent as: deep grey frames have two views, and large ones are cut into tiles. More
/// where an answer is truncated, or where a frame needs further views.
pub(crate) fn cloud_pictures(frames: u32, size: FrameSize, color: ColorModel, bits: u8) -> u32 {
    let (channels, views) = match (color.is_grey(), bits > 8) {
        (true, true) => (Channels::Grey, 2),
        (true, false) => (Channels::Grey, 1),
        (false, _) => (Channels::Rgb, 1),
    };
    frames.saturating_mul(views * pictures(size, channels))
}

/// The text of all words in reading order: words of a row with a space between them, rows with a line break; and
/// where each word stands in it. `unread` stands for words that have no text; these are left out without it, and have no
/// span.
pub(crate) fn reading_text(
    words: &[TextDetection],
    unread: Option<char>,
) -> (PhiText, Vec<Option<TextSpan>>) {
    let unread = unread.map(String::from);
    let mut text = String::new();
    let mut spans = vec![None; words.len()];
    let mut length = 0;
    for row in rows(words) {
        for (at, index) in row.into_iter().enumerate() {
            let said = words
                .get(index)
                .map(|word| word.text.as_deref().or(unread.as_deref()));
            let Some(said) = said.flatten().filter(|said| !said.is_empty()) else {
                continue;
            };
            if length > 0 {
                text.push(if at == 0 { '\n' } else { ' ' });
                length += 1;
            }
            text.push_str(said);
            let end = length + said.chars().count() as u32;
            if let Some(span) = spans.get_mut(index) {
                *span = Some(TextSpan { start: length, end });
            }
            length = end;
        }
    }
    (PhiText::new(text), spans)
}

/// Indices of the words, row by row. Words that are turned alike and lie beside each other are a row; whatever lines
/// an engine made of them, since a wide gap splits those.
fn rows(words: &[TextDetection]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..words.len()).collect();
    let place = |index: &usize| words.get(*index).map(Place::of).unwrap_or_default();
    order.sort_by_key(|index| {
        let place = place(index);
        (place.rotation, place.middle(), place.start)
    });
    let mut rows: Vec<(Place, Vec<usize>)> = Vec::new();
    for index in order {
        let here = place(&index);
        match rows.last_mut().filter(|(row, _)| row.is_beside(here)) {
            Some((_, row)) => row.push(index),
            None => rows.push((here, vec![index])),
        }
    }
    let sorted = |(_, mut row): (Place, Vec<usize>)| {
        row.sort_by_key(|index| place(index).start);
        row
    };
    rows.into_iter().map(sorted).collect()
}

/// Where a word stands, seen in reading direction: `top` and `bottom` across the row, `start` along it.
#[derive(Clone, Copy, Default)]
struct Place {
    rotation: u16,
    top: i64,
    bottom: i64,
    start: i64,
}

impl Place {
    fn of(word: &TextDetection) -> Self {
        let [x0, y0, x1, y1] = <[u32; 4]>::from(word.area).map(i64::from);
        let (top, bottom, start) = match word.rotation {
            90 => (-x1, -x0, y0),
            180 => (-y1, -y0, -x1),
            270 => (x0, x1, -y1),
            _ => (y0, y1, x0),
        };
        let (top, bottom) = if word.is_mirrored() {
            (-bottom, -top)
        } else {
            (top, bottom)
        };
        Self {
            rotation: word.rotation,
            top,
            bottom,
            start,
        }
    }

    const fn middle(self) -> i64 {
        i64::midpoint(self.top, self.bottom)
    }

    /// Whether `other`, whose middle lies no higher, stands on the same row: its middle within this height.
    const fn is_beside(self, other: Self) -> bool {
        self.rotation == other.rotation && other.middle() < self.bottom
    }
}

/// The surest opinion on any part of `span`.
fn class_of(span: TextSpan, classified: &ClassifiedText) -> Option<(PhiCategory, Confidence)> {
    classified
        .entities
        .iter()
        .filter(|entity| entity.category != PhiCategory::Harmless)
        .filter(|entity| entity.span.start < span.end && span.start < entity.span.end)
        .map(|entity| (entity.category, entity.score))
        .max_by(|a, b| a.1.value().total_cmp(&b.1.value()))
}

#[cfg(test)]
mod tests {
    use deid_model::{PhiEntity, PixelBox};

    use super::*;

    fn word(text: &str, area: [u32; 4], rotation: u16) -> TextDetection {
        let area = PixelBox::try_from(area).unwrap();
        TextDetection {
            text: Some(text.into()),
            rotation,
            ..TextDetection::unread(area, Confidence::new(1.0), 0)
        }
    }

    #[test]
    fn words_are_read_row_by_row_whatever_order_they_come_in() {
        let words = [
            word("MIRA", [300, 12, 360, 31], 0),
            word("12.03.1961", [10, 50, 120, 70], 0),
            word("KESTREL", [90, 9, 200, 29], 0),
            word("Name:", [10, 10, 70, 30], 0),
            TextDetection::unread(
                PixelBox::new(400, 10, 420, 30).unwrap(),
                Confidence::new(1.0),
                9,
            ),
        ];
        let (text, spans) = reading_text(&words, None);
        assert_eq!(text.expose(), "Name: KESTREL MIRA\n12.03.1961");
        assert_eq!(spans[0], Some(TextSpan { start: 14, end: 18 }));
        assert_eq!(spans[4], None);
    }

    #[test]
    fn turned_text_is_read_in_its_own_direction() {
        // Clockwise by 90 degrees: rows run down the picture, the first row is the rightmost.
        let words = [
            word("two", [500, 200, 520, 260], 90),
            word("one", [500, 100, 520, 160], 90),
            word("three", [470, 100, 490, 160], 90),
        ];
        assert_eq!(reading_text(&words, None).0.expose(), "one two\nthree");
    }

    #[test]
    fn an_entity_across_a_line_break_marks_words_on_both_lines() {
        let words = [
            word("Dr.", [10, 10, 40, 30], 0),
            word("Jörg", [50, 10, 90, 30], 0),
            word("Tolland", [10, 40, 90, 60], 0),
            word("L", [10, 80, 20, 99], 0),
        ];
        let (_, spans) = reading_text(&words, None);
        let entity = |start, end, score| PhiEntity {
            span: TextSpan { start, end },
            category: PhiCategory::Name,
            score: Confidence::new(score),
            reason: deid_model::region::RegionReason::CloudPhi,
            source: "",
        };
        let classified = ClassifiedText {
            entities: vec![entity(4, 16, 0.4), entity(5, 7, 0.9)],
            coverage: Coverage::Complete,
        };
        let classes: Vec<_> = spans
            .iter()
            .map(|span| class_of(span.unwrap(), &classified).map(|(_, score)| score.value()))
            .collect();
        assert_eq!(classes, [None, Some(0.9), Some(0.4), None]);
    }
}
