//! The report of one file, `deid-report/1`: what was done, without a single value of the file.

use serde::{Deserialize, Serialize};

use crate::frame::FrameSelection;
use crate::geometry::PixelBox;
use crate::outcome::Status;
use crate::phi::PhiCategory;
use crate::reason::{Reason, WarningCode};
use crate::region::{DecidedBy, Decision, RegionOrigin, RegionReason};
use crate::settings::{BoxColor, RedactMode};
use crate::text::Coverage;

/// Report on one input. Holds no recognized text, no header value, no key and no path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// Always [`Report::SCHEMA`].
    pub schema: String,
    /// What wrote it.
    pub tool: Tool,
    /// What became of the file.
    pub status: Status,
    /// Why, unless written.
    pub reason: Option<Reason>,
    /// The file read.
    pub input: InputFacts,
    /// The file written, if one was.
    pub output: Option<OutputFacts>,
    /// What was asked for.
    pub settings: SettingsFacts,
    /// Who looked.
    pub engines: Vec<EngineFacts>,
    /// Every region found or drawn, kept ones too.
    pub regions: Vec<RegionFacts>,
    /// What happened to the header.
    pub metadata: MetadataFacts,
    /// What was checked; null where a check was not run.
    pub verification: Verification,
    /// Frames that a person had on screen; null without a person.
    pub frames_viewed: Option<u32>,
    /// What was odd.
    pub warnings: Vec<WarningCode>,
    /// Time spent.
    pub elapsed_ms: Elapsed,
}

impl Report {
    /// The value of `schema`.
    pub const SCHEMA: &'static str = "deid-report/1";
}

/// Name and version of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tool {
    /// Always `deid`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The kind of file, by content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FileFormat {
    /// DICOM PS3.10.
    Dicom,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// Something else.
    Other,
}

impl FileFormat {
    /// The media type of such files.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Dicom => "application/dicom",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Other => "application/octet-stream",
        }
    }
}

/// The file read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InputFacts {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// Its kind.
    pub format: FileFormat,
    /// Transfer syntax UID, for DICOM.
    pub transfer_syntax: Option<String>,
    /// Number of frames; 0 where unknown.
    pub frames: u32,
    /// Rows of a frame; 0 where unknown.
    pub rows: u32,
    /// Columns of a frame; 0 where unknown.
    pub columns: u32,
}

/// The file written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutputFacts {
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// Its kind.
    pub format: FileFormat,
    /// Transfer syntax UID, for DICOM.
    pub transfer_syntax: Option<String>,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SettingsFacts {
    /// Which text.
    pub redact: RedactMode,
    /// From which PHI score.
    pub phi_threshold: f32,
    /// Box color.
    pub box_color: BoxColor,
    /// Codes of the confidentiality profile and options applied (PS3.16 CID 7050).
    pub profile: Vec<String>,
    /// `local` or `aws`.
    pub engine: String,
    /// Which key the pseudonyms derive from; not the key.
    pub key_id: String,
}

/// What an engine did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EngineRole {
    /// Found text.
    Detector,
    /// Read what was found.
    Recognizer,
    /// Decided what is PHI.
    Classifier,
}

/// One engine that looked at the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EngineFacts {
    /// What it did.
    pub role: EngineRole,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its weights, in hexadecimal.
    pub model_sha256: Option<String>,
    /// Whether it looked at everything.
    pub coverage: Coverage,
}

impl EngineFacts {
    /// Amazon Rekognition, with the model that it named.
    #[must_use]
    pub fn rekognition(model: Option<String>) -> Self {
        Self::of_cloud(EngineRole::Detector, "amazon-rekognition", model)
    }

    /// Amazon Comprehend Medical, with the model that it named.
    #[must_use]
    pub fn comprehend_medical(model: Option<String>) -> Self {
        Self::of_cloud(EngineRole::Classifier, "amazon-comprehend-medical", model)
    }

    fn of_cloud(role: EngineRole, name: &str, model: Option<String>) -> Self {
        Self {
            role,
            name: name.to_owned(),
            version: model.unwrap_or_else(|| "not told".to_owned()),
            model_sha256: None,
            coverage: Coverage::Complete,
        }
    }
}

/// One region, kept or redacted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RegionFacts {
    /// The 0-based frame, or all.
    pub frame: FrameSelection,
    /// What was painted: every sample that may differ after decoding. For kept regions, what was found.
    #[serde(rename = "box")]
    pub painted: PixelBox,
    /// What was proposed.
    pub found: PixelBox,
    /// Where it came from.
    pub origin: RegionOrigin,
    /// What it may be.
    pub category: PhiCategory,
    /// PHI score, 0..=1.
    pub score: f32,
    /// Why.
    pub reason: RegionReason,
    /// What happened.
    pub decision: Decision,
    /// Who decided.
    pub by: DecidedBy,
}

/// Counts of what happened to the header, all nesting levels together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetadataFacts {
    /// Elements removed.
    pub removed: u32,
    /// Elements emptied.
    pub emptied: u32,
    /// Elements replaced by a dummy.
    pub replaced: u32,
    /// UIDs replaced.
    pub uids: u32,
    /// Dates and times among those removed, emptied or replaced.
    pub dates: u32,
    /// Private elements removed.
    pub private: u32,
}

/// What was checked on the output; null where a check was not run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verification {
    /// Whether every sample outside the painted boxes equals the original.
    pub pixels_outside_regions_unchanged: Option<bool>,
    /// Words that the second reading found outside kept regions.
    pub residual_phi_words: Option<u32>,
    /// Removed header values that were searched for.
    pub header_values_searched: Option<u32>,
    /// How many of them still stand in the output.
    pub header_values_found: Option<u32>,
}

/// Milliseconds spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Elapsed {
    /// From first byte to last.
    pub total: u64,
    /// Parsing and decoding.
    pub decode: u64,
    /// Finding text.
    pub detect: u64,
    /// Deciding what is PHI.
    pub classify: u64,
    /// Painting and cleaning the header.
    pub redact: u64,
    /// Checking the output.
    pub verify: u64,
    /// Encoding.
    pub encode: u64,
}
