//! One line a file on standard output: `deid run --json` and `deid detect --json`.

use serde::{Deserialize, Serialize};

use crate::geometry::PixelBox;
use crate::phi::PhiCategory;
use crate::reason::{Reason, WarningCode};
use crate::region::RegionReason;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Status {
    /// A verified output was written.
    Written,
    /// Nothing written: a person must look.
    NeedsReview,
    /// Nothing written: De-ID cannot do it.
    Refused,
    /// Nothing written: not an image.
    Skipped,
}

/// One line of `deid run --json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RunLine {
    /// The path, as the user gave it.
    pub input: String,
    /// What became of it.
    pub status: Status,
    /// The output's path, if written.
    pub output: Option<String>,
    /// The report's path.
    pub report: Option<String>,
    /// Why, unless written.
    pub reason: Option<Reason>,
    /// What was odd.
    pub warnings: Vec<WarningCode>,
    /// Time spent.
    pub elapsed_ms: u64,
}

/// One line of `deid detect --json`: a frame with its words, or a file that cannot be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DetectLine {
    /// A frame that was read.
    Frame(DetectedFrame),
    /// A file that cannot be read.
    Error {
        /// The path, as the user gave it.
        path: String,
        /// Why.
        error: Reason,
    },
}

/// The words of one frame. Holds recognized text: PHI by design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DetectedFrame {
    /// The path, as the user gave it.
    pub path: String,
    /// `frame`, `overlay:6000` or `unused-bits`.
    pub source: String,
    /// 0-based frame.
    pub frame: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// The words, in reading order.
    pub words: Vec<DetectedWord>,
    /// Time spent.
    pub elapsed_ms: u64,
}

/// One word of [`DetectedFrame`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DetectedWord {
    /// What it says; null where found but not read.
    pub text: Option<String>,
    /// Its upright box in stored pixels.
    #[serde(rename = "box")]
    pub area: PixelBox,
    /// Its corners, clockwise from the top left in reading direction.
    pub poly: [[f32; 2]; 4],
    /// Belief that it is text, 0..=1.
    pub detect_confidence: f32,
    /// Belief that `text` is right, 0..=1.
    pub read_confidence: f32,
    /// Words of one line share a number.
    pub line: u32,
    /// Degrees clockwise.
    pub rotation: u16,
    /// What it may be.
    pub category: PhiCategory,
    /// PHI score, 0..=1.
    pub score: f32,
    /// Why it has this category and score.
    pub reason: RegionReason,
    /// What that follows from: the keyword of a header attribute, the name of a pattern or of a list; empty where there
    /// is nothing to name.
    pub source: String,
    /// Whether `deid run` with these settings would redact it.
    pub redact: bool,
}
