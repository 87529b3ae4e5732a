//! Files that wait for a person, and what the person decided: `review.jsonl` and the file of `deid run --decisions`.

use serde::{Deserialize, Serialize};

use crate::frame::FrameSelection;
use crate::geometry::PixelBox;
use crate::reason::Reason;
use crate::region::{Decision, DrawnRegion};

/// One line of `review.jsonl` and `refusals.jsonl`: a file that was not written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewEntry {
    /// The path below the input that the user named.
    pub input: String,
    /// SHA-256 of the file, in hexadecimal; null where it could not be read.
    pub sha256: Option<String>,
    /// Why it was not written.
    pub reason: Reason,
    /// Its report, below the private zone.
    pub report: Option<String>,
}

/// What a person decided about one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlaceDecision {
    /// The place, in pixels of the stored frame.
    #[serde(rename = "box")]
    pub area: PixelBox,
    /// Redact or keep.
    pub decision: Decision,
}

/// One line of a decisions file: a person looked at the file with this hash. Bound to the content, not to a name; holds
/// no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileDecisions {
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Number of frames that were on screen.
    pub frames_viewed: u32,
    /// One for every region that was proposed.
    pub places: Vec<PlaceDecision>,
    /// Regions that the person drew.
    #[serde(default)]
    pub drawn: Vec<PlaceDrawn>,
}

/// A region that a person drew, as it stands in a decisions file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlaceDrawn {
    /// The frames it covers.
    pub frame: FrameSelection,
    /// The place, in pixels of the stored frame.
    #[serde(rename = "box")]
    pub area: PixelBox,
}

impl From<DrawnRegion> for PlaceDrawn {
    fn from(region: DrawnRegion) -> Self {
        Self {
            frame: region.frames,
            area: region.area,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_decisions_reads_back_as_it_was_written() {
        let area = PixelBox::new(1, 2, 30, 40).unwrap();
        let decisions = FileDecisions {
            sha256: "ab".repeat(32),
            frames_viewed: 1,
            places: vec![PlaceDecision {
                area,
                decision: Decision::Keep,
            }],
            drawn: vec![PlaceDrawn {
                frame: FrameSelection::All,
                area,
            }],
        };
        let line = serde_json::to_string(&decisions).unwrap();
        assert!(
            line.contains(r#"{"box":[1,2,30,40],"decision":"keep"}"#),
            "{line}"
        );
        assert!(
            line.contains(r#"{"frame":"all","box":[1,2,30,40]}"#),
            "{line}"
        );
        assert_eq!(
            serde_json::from_str::<FileDecisions>(&line).unwrap(),
            decisions
        );
    }
}
