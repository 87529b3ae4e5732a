//! The wire between page and server, all under `/api`. The page names stores by alias and objects by key: never a
//! URL, bucket, region or endpoint.

use serde::{Deserialize, Serialize};

use crate::geometry::PixelBox;
use crate::outcome::Status;
use crate::phi::{ClassifiedText, PhiCategory, PhiEntity};
use crate::region::RegionReason;
use crate::text::{Confidence, Coverage, DetectedText, TextDetection, TextSpan};

/// Request header that names the consent under which pictures and text are sent.
pub const CONSENT_HEADER: &str = "deid-consent";
/// Version of what the page and the command line say before anything is sent to Amazon; recorded with every consent.
/// Raised whenever that text changes its meaning.
pub const CONSENT_TEXT_VERSION: u32 = 1;
/// Longest body of `POST detect-text`, in bytes: what Amazon Rekognition takes inline.
pub const PICTURE_BYTES: u64 = 5 * 1024 * 1024;

/// Answer of `GET /api/capabilities`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Capabilities {
    /// The server's version.
    pub version: String,
    /// Engines that can be chosen; `local` is always there.
    pub engines: Vec<String>,
    /// What `aws` means here; null where it cannot be chosen.
    pub cloud: Option<CloudFacts>,
    /// Stores that this caller may use.
    pub stores: Vec<StoreFacts>,
    /// What the server takes.
    pub limits: ApiLimits,
    /// Whether saves are to be told to `POST /api/records`, for the audit log.
    pub records: bool,
}

/// Where pictures and text go when a person chooses `aws`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CloudFacts {
    /// AWS region, such as `eu-west-2`.
    pub region: String,
    /// What the operator calls the account; null where not named.
    pub account: Option<String>,
    /// Whether the account's organization opted out of use for service improvement; null where nobody told.
    pub opted_out: Option<bool>,
    /// `DetectText` calls a second that the server allows itself.
    pub detect_text_per_second: f64,
    /// `DetectPHI` calls a second that the server allows itself.
    pub detect_phi_per_second: f64,
    /// List prices; null where the operator gave none.
    pub prices: Option<Prices>,
    /// [`CONSENT_TEXT_VERSION`] of the server.
    pub consent_text_version: u32,
}

/// List prices in US dollars.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// The day they were looked up, `YYYY-MM-DD`.
    pub as_of: String,
    /// One `DetectText` call.
    pub detect_text: f64,
    /// One unit of 100 characters of `DetectPHI`; each call is at least one.
    pub detect_phi_unit: f64,
}

/// A pair of places: originals to read, outputs to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StoreFacts {
    /// Its name in every request.
    pub alias: String,
    /// Folder of the outputs place that writes of this caller go below; empty or ending in `/`.
    pub outputs_prefix: String,
    /// Key prefixes of originals that this caller may list and read; an empty one means all.
    pub originals_prefixes: Vec<String>,
}

/// What the server takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApiLimits {
    /// Longest picture of `POST detect-text`, in bytes of PNG.
    pub picture_bytes: u64,
    /// Longest text of `POST detect-phi`, in bytes of UTF-8.
    pub text_bytes: u64,
    /// Longest output of `POST objects/write-url`, in bytes.
    pub output_bytes: u64,
}

/// An error of the API, `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// Machine-readable code.
    pub code: String,
    /// One sentence for people; never a value of the request.
    pub title: String,
    /// Names the request in the server's log.
    pub request_id: String,
}

/// Body of `POST /api/consents`: a person agreed that this batch is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsentRequest {
    /// The text that was shown, [`CONSENT_TEXT_VERSION`].
    pub text_version: u32,
    /// Files of the batch.
    pub files: u32,
    /// Pictures that were estimated.
    pub pictures: u32,
}

/// Answer of `POST /api/consents`: goes into [`CONSENT_HEADER`] of what is sent under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Consent {
    /// Names the consent.
    pub id: String,
    /// Unix time in seconds at which it ends.
    pub expires_at: u64,
}

/// Answer of `POST /api/detect-text`. PHI.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DetectTextAnswer {
    /// The words, in reading order.
    pub words: Vec<ReadWord>,
    /// `truncated`: the picture holds more words than the engine tells, and must be split and asked again.
    pub coverage: Coverage,
    /// The engine's model, as it names it.
    pub model: Option<String>,
}

/// One word of [`DetectTextAnswer`], boxes in pixels of the picture sent.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadWord {
    /// What it says; null where found but not read.
    pub text: Option<String>,
    /// Its upright box.
    #[serde(rename = "box")]
    pub area: PixelBox,
    /// Its corners, clockwise from the top left in reading direction.
    pub poly: [[f32; 2]; 4],
    /// Belief that it is text, 0..=1.
    pub detect_confidence: Confidence,
    /// Belief that `text` is right, 0..=1.
    pub read_confidence: Confidence,
    /// Words of one line share a number.
    pub line: u32,
    /// Degrees clockwise: 0, 90, 180 or 270.
    pub rotation: u16,
}

/// Body of `POST /api/detect-phi`. PHI.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DetectPhiRequest {
    /// The text of one picture, in reading order.
    pub text: String,
}

/// Answer of `POST /api/detect-phi`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DetectPhiAnswer {
    /// What was found, in order of position.
    pub entities: Vec<FoundEntity>,
    /// Whether all of the text was looked at.
    pub coverage: Coverage,
    /// The engine's model, as it names it.
    pub model: Option<String>,
}

/// One entity of [`DetectPhiAnswer`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FoundEntity {
    /// Where it stands, in code points.
    pub span: TextSpan,
    /// What it is.
    pub category: PhiCategory,
    /// How sure the engine is, 0..=1.
    pub score: Confidence,
}

/// Body of `POST /api/objects/list`: one page of a folder of originals.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ListRequest {
    /// Which store.
    pub store: String,
    /// Folder: empty, or ending in `/`.
    #[serde(default)]
    pub prefix: String,
    /// [`ListAnswer::cursor`] of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Answer of `POST /api/objects/list`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListAnswer {
    /// Folders directly below the prefix, as full prefixes ending in `/`.
    pub folders: Vec<String>,
    /// Objects directly below the prefix.
    pub objects: Vec<ObjectFacts>,
    /// Where the next page begins; null on the last one.
    pub cursor: Option<String>,
}

/// One object of [`ListAnswer`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ObjectFacts {
    /// Its key.
    pub key: String,
    /// Its length.
    pub bytes: u64,
}

/// Body of `POST /api/objects/read-url`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadUrlRequest {
    /// Which store.
    pub store: String,
    /// Which original.
    pub key: String,
}

/// Body of `POST /api/objects/write-url`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WriteUrlRequest {
    /// Which store.
    pub store: String,
    /// The original that the output was made of: the output goes into the same folder of the outputs place. Without
    /// it (a local file, or a folder whose name identifies) it goes to the top of the outputs place.
    #[serde(default)]
    pub source_key: Option<String>,
    /// File name of the output, without folders; `de-id-` is put before it unless it begins so.
    pub name: String,
    /// Media type that will be sent.
    pub content_type: String,
    /// Length that will be sent.
    pub bytes: u64,
}

/// Answer of `read-url` and `write-url`: one request that the holder may make. A bearer token: never logged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignedRequest {
    /// Where.
    pub url: String,
    /// `GET` or `PUT`.
    pub method: String,
    /// Headers that must be sent as they are; a browser sets `content-length` itself.
    pub headers: Vec<(String, String)>,
    /// The object's key.
    pub key: String,
    /// Unix time in seconds.
    pub expires_at: u64,
}

/// Body of `POST /api/records`: a person approved a file, and its output is about to be handed over. For the audit log; holds no
/// value of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// What became of it.
    pub status: Status,
    /// HMAC-SHA-256 of the input's bytes under the key, in hexadecimal.
    pub input_hmac: String,
    /// SHA-256 of the output, in hexadecimal; null where nothing was written.
    pub output_sha256: Option<String>,
    /// SHA-256 of the settings, in hexadecimal.
    pub settings_sha256: String,
    /// Names the key.
    pub key_id: String,
    /// Consent under which the file's pictures were sent, if they were.
    pub consent: Option<String>,
    /// Regions painted over.
    pub redacted: u32,
    /// Regions kept.
    pub kept: u32,
}

impl From<&DetectedText> for DetectTextAnswer {
    fn from(found: &DetectedText) -> Self {
        Self {
            words: found.words.iter().map(ReadWord::from).collect(),
            coverage: found.coverage,
            model: None,
        }
    }
}

impl From<&TextDetection> for ReadWord {
    fn from(word: &TextDetection) -> Self {
        Self {
            text: word.text.clone(),
            area: word.area,
            poly: word.polygon,
            detect_confidence: word.detect_confidence,
            read_confidence: word.read_confidence,
            line: word.line,
            rotation: word.rotation,
        }
    }
}

impl From<ReadWord> for TextDetection {
    fn from(word: ReadWord) -> Self {
        Self {
            text: word.text,
            area: word.area,
            polygon: word.poly,
            detect_confidence: word.detect_confidence,
            read_confidence: word.read_confidence,
            line: word.line,
            rotation: word.rotation,
        }
    }
}

impl From<DetectTextAnswer> for DetectedText {
    fn from(answer: DetectTextAnswer) -> Self {
        Self {
            words: answer.words.into_iter().map(Into::into).collect(),
            coverage: answer.coverage,
        }
    }
}

impl From<&ClassifiedText> for DetectPhiAnswer {
    fn from(found: &ClassifiedText) -> Self {
        let entity = |entity: &PhiEntity| FoundEntity {
            span: entity.span,
            category: entity.category,
            score: entity.score,
        };
        Self {
            entities: found.entities.iter().map(entity).collect(),
            coverage: found.coverage,
            model: None,
        }
    }
}

impl From<DetectPhiAnswer> for ClassifiedText {
    fn from(answer: DetectPhiAnswer) -> Self {
        let entity = |entity: FoundEntity| PhiEntity {
            span: entity.span,
            category: entity.category,
            score: entity.score,
            reason: RegionReason::CloudPhi,
            source: "",
        };
        Self {
            entities: answer.entities.into_iter().map(entity).collect(),
            coverage: answer.coverage,
        }
    }
}
