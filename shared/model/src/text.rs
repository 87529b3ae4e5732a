//! Text as a detector returns it. Recognized text is PHI: `Debug` shows its length only.

use serde::{Deserialize, Serialize};

use crate::geometry::PixelBox;

/// A degree of belief, 0..=1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(from = "f32")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "f32"))]
pub struct Confidence(f32);

impl Confidence {
    /// Clamps to 0..=1; what is not a number counts as 0.
    #[must_use]
    pub fn new(value: f32) -> Self {
        Self(if value.is_nan() {
            0.0
        } else {
            value.clamp(0.0, 1.0)
        })
    }

    /// The value, 0..=1.
    #[must_use]
    pub const fn value(self) -> f32 {
        self.0
    }
}

impl From<f32> for Confidence {
    fn from(value: f32) -> Self {
        Self::new(value)
    }
}

/// One word found in a picture.
#[derive(Clone, PartialEq)]
pub struct TextDetection {
    /// What it says; `None` where text was found but not read.
    pub text: Option<String>,
    /// The upright box around it, in pixels of the picture.
    pub area: PixelBox,
    /// Its corners `[x, y]` in reading direction from the top left, in pixels: clockwise, unless it is mirrored.
    pub polygon: [[f32; 2]; 4],
    /// Belief that this is text.
    pub detect_confidence: Confidence,
    /// Belief that `text` is what it says; 0 where it was not read.
    pub read_confidence: Confidence,
    /// Words with the same number stand on one line.
    pub line: u32,
    /// Reading direction, in degrees clockwise: 0, 90, 180 or 270.
    pub rotation: u16,
}

impl TextDetection {
    /// A word that was found but not read, upright, alone on line `line`.
    #[must_use]
    pub fn unread(area: PixelBox, detect_confidence: Confidence, line: u32) -> Self {
        let [x0, y0, x1, y1] = <[u32; 4]>::from(area).map(|edge| edge as f32);
        Self {
            text: None,
            area,
            polygon: [[x0, y0], [x1, y0], [x1, y1], [x0, y1]],
            detect_confidence,
            read_confidence: Confidence::new(0.0),
            line,
            rotation: 0,
        }
    }

    /// The same word of a picture that lies `x`, `y` pixels further right and down in a larger one.
    #[must_use]
    pub fn shifted(self, x: u32, y: u32) -> Self {
        let (dx, dy) = (x as f32, y as f32);
        Self {
            area: self.area.shifted(x, y),
            polygon: self.polygon.map(|[x, y]| [x + dx, y + dy]),
            ..self
        }
    }

    /// Whether it reads as in a mirror: its corners run counterclockwise.
    #[must_use]
    pub fn is_mirrored(&self) -> bool {
        let [start, end, _, below] = self.polygon;
        let along = [end[0] - start[0], end[1] - start[1]];
        let down = [below[0] - start[0], below[1] - start[1]];
        along[0] * down[1] < along[1] * down[0]
    }
}

impl std::fmt::Debug for TextDetection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextDetection")
            .field(
                "characters",
                &self.text.as_ref().map(|text| text.chars().count()),
            )
            .field("area", &self.area)
            .field("detect_confidence", &self.detect_confidence.value())
            .finish_non_exhaustive()
    }
}

/// Whether a limit of the engine cut its answer. Silence must never look like "no text".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Coverage {
    /// All of the input was looked at and all of the answer is here.
    Complete,
    /// The engine reached a limit: the input must be split and asked again.
    Truncated,
}

/// Everything an engine found in one picture, in reading order.
#[derive(Clone, Debug, PartialEq)]
pub struct DetectedText {
    /// The words.
    pub words: Vec<TextDetection>,
    /// Whether that is all.
    pub coverage: Coverage,
}

/// A stretch of text, counted in Unicode code points, half open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TextSpan {
    /// First code point.
    pub start: u32,
    /// First code point behind it.
    pub end: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_holds_no_recognized_text() {
        let area = PixelBox::new(0, 0, 4, 4).unwrap();
        let mut word = TextDetection::unread(area, Confidence::new(0.9), 0);
        word.text = Some("KESTREL".into());
        assert!(!format!("{word:?}").contains("KESTREL"));
    }

    #[test]
    fn confidence_stays_within_its_range() {
        assert_eq!(Confidence::new(1.5).value(), 1.0);
        assert_eq!(Confidence::new(f32::NAN).value(), 0.0);
    }
}
