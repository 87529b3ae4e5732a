//! Messages between the page and its Web Worker.
//!
//! A message is a JavaScript array `[json, attachment]`: one of these types as JSON text, and
//! beside it what JSON cannot carry: a `File` on [`ToWorker::Open`], an `ArrayBuffer` (transferred,
//! not copied) on [`FromWorker::Picture`], [`FromWorker::Saved`] and the messages that carry a tile
//! or its answer, `null` elsewhere.
//!
//! A worker that searches a picture offers tiles of it while others are idle. The page hands a tile
//! to one of these and its answer back:
//!
//! ```text
//! owner   Idle <-- page;  TileOffered --> page -- LookAtTile  --> idle worker
//! owner <-- TileAnswered or TileLost --   page <-- TileSeen or TileFailed --
//! ```

use serde::{Deserialize, Serialize};

use crate::api::FileRecord;
use crate::geometry::{FrameSize, PixelBox};
use crate::orientation::Orientation;
use crate::phi::IdentifierKind;
use crate::reason::{Reason, WarningCode};
use crate::region::{DrawnRegion, ProposedRegion, ReviewDecision};
use crate::report::{FileFormat, Report};
use crate::settings::Settings;
use crate::tripwire::Tripwire;

/// Number of a file in the page's queue, from 0.
pub type FileId = u32;

/// Code of [`FromWorker::CloudFailed`] where a person stopped it.
pub const STOPPED: &str = "stopped";

/// What the page asks of a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ToWorker {
    /// First message: the build that the page belongs to, and the key of this visit.
    Start {
        /// Must equal the worker's own build id.
        build_id: String,
        /// 32 bytes from which all pseudonyms derive; shared by the workers of one visit.
        key: Vec<u8>,
    },
    /// Take this file (the attachment), show it, find its text.
    Open {
        /// Its number.
        file: FileId,
        /// Its name, for the output's name.
        name: String,
        /// Folders it lies in, of a bucket: empty, or ending in `/`.
        #[serde(default)]
        folder: String,
        /// Whether it is taken for its whole frames where it is cut off.
        #[serde(default)]
        accept_truncated: bool,
    },
    /// Send the picture of a frame.
    Display {
        /// The file.
        file: FileId,
        /// 0-based frame.
        frame: u32,
        /// Of the original or of the saved output.
        version: PictureVersion,
    },
    /// Ask the cloud engine about every frame, beside the local one; a person agreed to it.
    AskCloud {
        /// The file.
        file: FileId,
        /// With what the server is asked.
        access: CloudAccess,
    },
    /// Ask the cloud engine no further; [`FromWorker::CloudFailed`] with the code [`STOPPED`] answers.
    StopAsking {
        /// The file.
        file: FileId,
    },
    /// De-identify with these decisions, verify, and send the bytes.
    Save {
        /// The file.
        file: FileId,
        /// How.
        settings: Settings,
        /// A decision on every proposed region.
        decisions: Vec<ReviewDecision>,
        /// Regions that a person drew.
        drawn: Vec<DrawnRegion>,
        /// Number of frames that were on screen.
        frames_viewed: u32,
    },
    /// Forget this file.
    Close {
        /// The file.
        file: FileId,
    },
    /// Texts that the person always keeps and always redacts, as `deid_rules::SiteLists` reads them; instead of those told
    /// before. Answered with [`FromWorker::Regions`] for every open file, or with [`FromWorker::ListsRefused`].
    Lists {
        /// What is kept.
        allow: String,
        /// What is redacted.
        deny: String,
    },
    /// Values that all files of the study tell together; instead of those told before. Answered with
    /// [`FromWorker::Regions`] once some of the file was read.
    StudyValues {
        /// The file.
        file: FileId,
        /// What identifies somebody in the study.
        values: Vec<StudyValue>,
    },
    /// So many workers are idle, for this worker to offer tiles to; 0 before it is told.
    Idle {
        /// How many.
        count: u32,
    },
    /// Look at a tile of another worker's picture: the attachment holds its grey samples, row-major,
    /// `columns * rows` bytes. Nothing tells of which file it is.
    LookAtTile {
        /// As in [`FromWorker::TileOffered`].
        tile: u32,
        /// Columns of the tile.
        columns: u32,
        /// Rows of the tile.
        rows: u32,
    },
    /// What another worker saw in a tile that this one offered: the attachment holds the values.
    TileAnswered {
        /// The file.
        file: FileId,
        /// The tile's number.
        tile: u32,
        /// Values a row.
        columns: u32,
    },
    /// Nobody will look at a tile that this worker offered.
    TileLost {
        /// The file.
        file: FileId,
        /// The tile's number.
        tile: u32,
    },
}

/// With what the worker asks the server's cloud engine. `Debug` leaves it out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CloudAccess {
    /// Bearer token of the API.
    pub token: String,
    /// [`crate::api::Consent::id`].
    pub consent: String,
}

impl std::fmt::Debug for CloudAccess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CloudAccess")
    }
}

/// A value that identifies somebody in a whole study, not in one file of it only. PHI: `Debug` hides the value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StudyValue {
    /// What it is.
    pub kind: IdentifierKind,
    /// Keyword of the attribute.
    pub source: String,
    /// The value itself.
    pub value: String,
}

impl std::fmt::Debug for StudyValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StudyValue({:?} of {})", self.kind, self.source)
    }
}

/// Which version of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PictureVersion {
    /// As it came.
    Original,
    /// Read again from the saved output.
    Saved,
}

/// How far the search for text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SearchStage {
    /// The quick pass at half scale is done for the first frame; more may follow.
    Preview,
    /// Some frames are read in full.
    Partial,
    /// Every frame is read in full: these are all regions, and the file may be saved.
    Complete,
}

/// What a worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FromWorker {
    /// Decoders and weights are loaded.
    Ready {
        /// The worker's build id.
        build_id: String,
        /// Names the key of this visit; not the key.
        key_id: String,
    },
    /// The file was parsed.
    Opened {
        /// The file.
        file: FileId,
        /// What it is.
        info: FileInfo,
    },
    /// What the header of a file tells about its study, for other files of it. Follows [`FromWorker::Opened`] where there
    /// is something to tell.
    StudyValues {
        /// The file.
        file: FileId,
        /// What identifies somebody in the study.
        values: Vec<StudyValue>,
    },
    /// A frame to show: the attachment holds its samples as [`PictureSamples`] says.
    Picture {
        /// The file.
        file: FileId,
        /// 0-based frame.
        frame: u32,
        /// Of the original or of the saved output.
        version: PictureVersion,
        /// Columns and rows of what is shown.
        size: FrameSize,
        /// What the attachment holds.
        samples: PictureSamples,
    },
    /// Regions found so far; replaces what was told before.
    Regions {
        /// The file.
        file: FileId,
        /// How far the search is.
        stage: SearchStage,
        /// Frames read in full.
        frames_read: u32,
        /// The regions; ids are stable from [`SearchStage::Complete`] on.
        regions: Vec<ProposedRegion>,
    },
    /// The cloud engine looked at this many frames.
    CloudProgress {
        /// The file.
        file: FileId,
        /// Frames looked at.
        frames: u32,
    },
    /// The cloud engine looked at every frame: regions it added stand behind the others, which keep their numbers;
    /// those it read now have a text, a category where it calls them PHI, and may have grown.
    CloudFound {
        /// The file.
        file: FileId,
        /// All regions.
        regions: Vec<ProposedRegion>,
    },
    /// The cloud engine gave no answer for this file: nothing of it may be saved until it did, or until a person
    /// decides to stay local.
    CloudFailed {
        /// The file.
        file: FileId,
        /// Code of the server's problem document, or of [`crate::EngineError`].
        code: String,
    },
    /// Redacted, but the second reading found more text: it is proposed too, decide and save again.
    MoreFound {
        /// The file.
        file: FileId,
        /// All regions, old ones first and unchanged.
        regions: Vec<ProposedRegion>,
    },
    /// De-identified and verified, but a person has to look before it is handed over: saving again with this tripwire off
    /// hands it over.
    HeldBack {
        /// The file.
        file: FileId,
        /// Why.
        tripwire: Tripwire,
    },
    /// De-identified and verified: the attachment holds the output's bytes.
    Saved {
        /// The file.
        file: FileId,
        /// The output's name.
        name: String,
        /// Whether the folder it came from may be told: `false` where its name identifies.
        folder_kept: bool,
        /// Media type of the bytes.
        content_type: String,
        /// For the server's audit log, where there is one.
        record: FileRecord,
        /// What was done.
        report: Box<Report>,
    },
    /// The file was refused; nothing is written. Other files are not affected.
    Refused {
        /// The file.
        file: FileId,
        /// Why.
        reason: Reason,
    },
    /// The lists cannot be used, and those of before stay.
    ListsRefused {
        /// What is wrong, by list and line; not what stands there.
        problem: String,
    },
    /// A tile for an idle worker to look at: the attachment holds its grey samples.
    TileOffered {
        /// The file.
        file: FileId,
        /// Its number, which this worker uses once only.
        tile: u32,
        /// Columns of the tile.
        columns: u32,
        /// Rows of the tile.
        rows: u32,
    },
    /// [`ToWorker::LookAtTile`] is done: the attachment holds what the network saw.
    TileSeen {
        /// The tile's number, as it came.
        tile: u32,
        /// Values a row.
        columns: u32,
    },
    /// [`ToWorker::LookAtTile`] gave no answer.
    TileFailed {
        /// The tile's number, as it came.
        tile: u32,
    },
}

/// What a file is, without any of its values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileInfo {
    /// SHA-256 of the file, in hexadecimal.
    #[serde(default)]
    pub sha256: String,
    /// By content.
    pub format: FileFormat,
    /// Transfer syntax UID, for DICOM.
    pub transfer_syntax: Option<String>,
    /// Number of frames.
    pub frames: u32,
    /// Columns and rows of a frame.
    pub size: FrameSize,
    /// How frames are turned to be shown. Pictures come turned; boxes are in stored pixels.
    #[serde(default)]
    pub orientation: Orientation,
    /// Bits used of a sample.
    pub bits_stored: u16,
    /// Pictures that the cloud engine would get, if it was asked: at least this many calls.
    #[serde(default)]
    pub cloud_pictures: u32,
    /// For DICOM: the modality code, such as `US`.
    pub modality: Option<String>,
    /// Equal for files of one study within one visit (a pseudonym, not the UID).
    pub study: Option<String>,
    /// Equal for files of one device, modality and frame size within one visit (a pseudonym); none where the device is
    /// not known.
    #[serde(default)]
    pub siblings: Option<String>,
    /// What was odd.
    pub warnings: Vec<WarningCode>,
}

impl FileInfo {
    /// Columns and rows of a frame as it is shown.
    #[must_use]
    pub const fn shown_size(&self) -> FrameSize {
        self.orientation.shown_size(self.size)
    }

    /// Where stored pixels are shown; what lies outside the frame stays where it is.
    #[must_use]
    pub fn shown_box(&self, area: PixelBox) -> PixelBox {
        let shown = self.orientation.shown_box(area, self.size);
        shown.unwrap_or(area)
    }
}

/// What the attachment of [`FromWorker::Picture`] holds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PictureSamples {
    /// Red, green, blue, opacity: four bytes a pixel.
    Rgba8,
    /// One little-endian `u16` a pixel, for the page to apply a window to. A stored value `s` has
    /// the meaning `s * slope + intercept` (after the Modality LUT, PS3.3 C.11.1).
    Grey16 {
        /// Rescale slope of the 16-bit values.
        slope: f64,
        /// Rescale intercept of the 16-bit values.
        intercept: f64,
        /// Whether low values are white (MONOCHROME1).
        inverted: bool,
        /// The window to start with.
        window: Window,
    },
}

/// A linear VOI window (PS3.3 C.11.2.1.2.1), in units after the Modality LUT.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// _Window Center_.
    pub center: f64,
    /// _Window Width_, at least 1.
    pub width: f64,
}

impl Window {
    /// The 8-bit grey of `value`, 0 black to 255 white, before any inversion.
    ///
    /// PS3.3 C.11.2.1.2.1 with y in 0..=255.
    #[must_use]
    pub fn grey(self, value: f64) -> u8 {
        let span = (self.width - 1.0).max(1e-9);
        let share = (value - (self.center - 0.5)) / span + 0.5;
        (share.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_maps_its_edges_to_black_and_white() {
        let window = Window {
            center: 2048.0,
            width: 4096.0,
        };
        assert_eq!(window.grey(0.0), 0);
        assert_eq!(window.grey(4095.0), 255);
        assert_eq!(window.grey(-5000.0), 0);
        assert_eq!(window.grey(2047.5), 128);
    }

    #[test]
    fn messages_survive_the_journey_as_json() {
        let message = ToWorker::Display {
            file: 3,
            frame: 0,
            version: PictureVersion::Saved,
        };
        let text = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<ToWorker>(&text).unwrap(), message);
    }
}
