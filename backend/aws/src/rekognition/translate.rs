//! Reads an answer of `DetectText`: words at their pixels, joined to lines, in reading order. Pure.

use std::collections::BTreeMap;

use aws_sdk_rekognition::operation::detect_text::DetectTextOutput;
use aws_sdk_rekognition::types::{TextDetection as Found, TextTypes};
use deid_model::{Confidence, Coverage, DetectedText, EngineError, PixelBox, TextDetection};

use super::prepare::Placement;
use super::shape::shape_of;

/// The service tells 100 words at most; from here on some may be missing.
const TRUNCATED_FROM: usize = 90;

/// All words of `answer`; a line that came without words stands for them.
pub fn detected_text_from(
    answer: &DetectTextOutput,
    placement: Placement,
) -> Result<DetectedText, EngineError> {
    let found = answer.text_detections.as_deref();
    let found = found.ok_or(EngineError::Malformed)?;
    let (lines, words): (Vec<&Found>, Vec<&Found>) = found
        .iter()
        .partition(|it| it.r#type == Some(TextTypes::Line));
    let coverage = if words.len() >= TRUNCATED_FROM {
        Coverage::Truncated
    } else {
        Coverage::Complete
    };
    // By the id of the line; a word without one is a line of its own.
    let mut joined: BTreeMap<i32, Vec<TextDetection>> = BTreeMap::new();
    let mut alone = Vec::new();
    let has_words =
        |line: &Found| line.id.is_some() && words.iter().any(|it| it.parent_id == line.id);
    for line in lines.into_iter().filter(|line| !has_words(line)) {
        alone.extend(detection_from(line, placement)?.map(|line| vec![line]));
    }
    for word in &words {
        match (detection_from(word, placement)?, word.parent_id) {
            (Some(word), Some(parent)) => joined.entry(parent).or_default().push(word),
            (Some(word), None) => alone.push(vec![word]),
            (None, _) => {}
        }
    }
    Ok(DetectedText {
        words: in_reading_order(joined.into_values().chain(alone)),
        coverage,
    })
}

/// One detection; `None` where it lies outside the picture.
fn detection_from(
    found: &Found,
    placement: Placement,
) -> Result<Option<TextDetection>, EngineError> {
    let shape = shape_of(found.geometry(), placement)?;
    let text = found.detected_text().filter(|text| !text.is_empty());
    let confidence = |missing: f32| Confidence::new(found.confidence.unwrap_or(missing) / 100.0);
    Ok(shape.map(|shape| TextDetection {
        text: text.map(str::to_owned),
        area: shape.area,
        polygon: shape.polygon,
        // Without a number it is surely there, and surely not read.
        detect_confidence: confidence(100.0),
        read_confidence: text.map_or(Confidence::new(0.0), |_| confidence(0.0)),
        line: 0,
        rotation: shape.rotation,
    }))
}

/// A line with its words in reading order.
struct Line {
    area: PixelBox,
    is_upright: bool,
    words: Vec<TextDetection>,
}

impl Line {
    fn new(mut words: Vec<TextDetection>) -> Option<Self> {
        let first = words.first()?;
        let rotation = first.rotation;
        let area = words
            .iter()
            .fold(first.area, |area, word| area.union(word.area));
        words.sort_by_key(|word| {
            let [x, y] = [word.area.x0(), word.area.y0()].map(i64::from);
            match rotation {
                90 => y,
                180 => -x,
                270 => -y,
                _ => x,
            }
        });
        Some(Self {
            area,
            is_upright: rotation % 180 == 0,
            words,
        })
    }

    /// Whether `other` stands on the same row, beside this line.
    fn shares_row(&self, other: &Self) -> bool {
        let middle = other.area.y0() + other.area.height() / 2;
        self.is_upright && other.is_upright && (self.area.y0()..self.area.y1()).contains(&middle)
    }
}

/// Numbers the lines by row, then from the left, and lists their words.
fn in_reading_order(lines: impl Iterator<Item = Vec<TextDetection>>) -> Vec<TextDetection> {
    let mut lines: Vec<Line> = lines.filter_map(Line::new).collect();
    lines.sort_by_key(|line| (line.area.y0(), line.area.x0()));
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match rows.last_mut() {
            Some(row) if row.first().is_some_and(|first| first.shares_row(&line)) => row.push(line),
            _ => rows.push(vec![line]),
        }
    }
    for row in &mut rows {
        row.sort_by_key(|line| line.area.x0());
    }
    let numbered = |(number, line): (usize, Line)| {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        line.words.into_iter().map(move |mut word| {
            word.line = number;
            word
        })
    };
    rows.into_iter()
        .flatten()
        .enumerate()
        .flat_map(numbered)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_rekognition::types::{BoundingBox, Geometry};
    use deid_model::FrameSize;

    const PLACEMENT: Placement = Placement {
        size: FrameSize::new(1000, 1000),
        sent: FrameSize::new(1000, 1000),
        factor: 1,
    };

    fn found(kind: TextTypes, id: i32, parent: Option<i32>, text: &str, [x, y]: [f32; 2]) -> Found {
        let area = BoundingBox::builder()
            .left(x)
            .top(y)
            .width(0.05)
            .height(0.02);
        Found::builder()
            .r#type(kind)
            .id(id)
            .set_parent_id(parent)
            .detected_text(text)
            .confidence(97.5)
            .geometry(Geometry::builder().bounding_box(area.build()).build())
            .build()
    }

    fn word(id: i32, line: i32, text: &str, at: [f32; 2]) -> Found {
        found(TextTypes::Word, id, Some(line), text, at)
    }

    fn line(id: i32, text: &str, at: [f32; 2]) -> Found {
        found(TextTypes::Line, id, None, text, at)
    }

    fn translated(all: Vec<Found>) -> Result<DetectedText, EngineError> {
        let answer = DetectTextOutput::builder()
            .set_text_detections(Some(all))
            .build();
        detected_text_from(&answer, PLACEMENT)
    }

    fn told(all: Vec<Found>) -> Vec<(String, u32)> {
        let words = translated(all).unwrap().words.into_iter();
        words.map(|word| (word.text.unwrap(), word.line)).collect()
    }

    #[test]
    fn words_join_their_line_by_its_id_whatever_the_order() {
        let all = vec![
            word(9, 4, "KESTREL", [0.2, 0.101]),
            word(7, 3, "1957", [0.3, 0.5]),
            line(4, "NAME KESTREL", [0.1, 0.1]),
            word(8, 4, "NAME", [0.1, 0.1]),
            line(3, "1957", [0.3, 0.5]),
        ];
        let expect = [("NAME", 0), ("KESTREL", 0), ("1957", 1)];
        assert_eq!(
            told(all),
            expect.map(|(text, line)| (text.to_owned(), line))
        );
    }

    #[test]
    fn lines_of_one_row_are_read_from_the_left() {
        let all = vec![
            word(1, 10, "right", [0.8, 0.1]),
            word(2, 11, "left", [0.1, 0.105]),
            word(3, 12, "below", [0.1, 0.2]),
        ];
        let expect = [("left", 0), ("right", 1), ("below", 2)];
        assert_eq!(
            told(all),
            expect.map(|(text, line)| (text.to_owned(), line))
        );
    }

    #[test]
    fn a_line_without_words_and_a_word_without_line_are_not_lost() {
        let orphan = found(TextTypes::Word, 5, None, "orphan", [0.1, 0.4]);
        let unknown = found(TextTypes::from("GLYPH"), 6, None, "glyph", [0.1, 0.6]);
        let all = vec![line(1, "two words", [0.1, 0.1]), orphan, unknown];
        let expect = [("two words", 0), ("orphan", 1), ("glyph", 2)];
        assert_eq!(
            told(all),
            expect.map(|(text, line)| (text.to_owned(), line))
        );
    }

    #[test]
    fn ninety_words_may_not_be_all() {
        let words = |count| {
            (0..count)
                .map(|id| word(id, 1000, "x", [0.1, 0.1]))
                .collect()
        };
        assert_eq!(translated(words(89)).unwrap().coverage, Coverage::Complete);
        assert_eq!(translated(words(90)).unwrap().coverage, Coverage::Truncated);
    }

    #[test]
    fn confidence_is_a_fraction_and_unread_words_are_found() {
        let mut unread = word(1, 2, "", [0.1, 0.1]);
        unread.confidence = None;
        let words = translated(vec![unread, word(3, 4, "A", [0.1, 0.5])])
            .unwrap()
            .words;
        assert_eq!(
            (words[0].text.as_deref(), words[0].detect_confidence.value()),
            (None, 1.0)
        );
        assert_eq!(words[0].read_confidence.value(), 0.0);
        assert_eq!(words[1].read_confidence.value(), 0.975);
    }

    #[test]
    fn an_answer_without_a_list_or_a_place_is_malformed() {
        let empty = DetectTextOutput::builder().build();
        assert_eq!(
            detected_text_from(&empty, PLACEMENT),
            Err(EngineError::Malformed)
        );
        let mut nowhere = word(1, 2, "A", [0.1, 0.1]);
        nowhere.geometry = None;
        assert_eq!(translated(vec![nowhere]), Err(EngineError::Malformed));
        assert_eq!(translated(Vec::new()).unwrap().words.len(), 0);
    }
}
