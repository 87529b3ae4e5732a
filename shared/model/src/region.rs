//! Places proposed for redaction, and what is decided about them.

use serde::{Deserialize, Serialize};

use crate::frame::FrameSelection;
use crate::geometry::PixelBox;
use crate::phi::PhiCategory;

/// Where a region comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RegionOrigin {
    /// Text found in the picture.
    Text,
    /// Text that matches a header value.
    Header,
    /// A known overlay of the device.
    Catalogue,
    /// Outside the ultrasound regions that the header names.
    Ultrasound,
    /// Found in an overlay plane.
    Overlay,
    /// Found in unused bits of the pixel samples.
    UnusedBits,
    /// Found in a compressed stream, outside the picture.
    Codestream,
    /// Drawn by a person.
    Drawn,
}

/// Why a region got its category and score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RegionReason {
    /// Text was found and not read: it might be anything.
    Unread,
    /// The local engine found and read it, but not surely enough to believe that it is harmless.
    Read,
    /// Text was found by the second reading, after redaction.
    SecondReading,
    /// A person drew it.
    Drawn,
    /// The cloud engine found and read it, and does not call it PHI: it might be anything still.
    CloudRead,
    /// The cloud engine calls it PHI.
    CloudPhi,
    /// It says what a value of the header, or of the seeds that came with the file, says.
    HeaderValue,
    /// The site's list of what is always redacted names it.
    DenyList,
    /// A label beside it says what it is, such as "DOB:" or "Pat. ID".
    Label,
    /// It has the form of an identifier, such as a date or a telephone number.
    Pattern,
    /// It may be a name: no list of harmless words explains it.
    NameLike,
    /// It was read, and nothing explains it.
    Unexplained,
    /// The site's list of what is kept names it.
    AllowList,
    /// A list of harmless words explains it.
    Vocabulary,
    /// A number with its unit, a scale, a counter, or a technique parameter.
    Measurement,
    /// Devices of this kind write there, as a catalogue of devices knows.
    DeviceOverlay,
    /// It lies outside of the ultrasound regions that the header names.
    OutsideRegions,
    /// Bits that no viewer shows were set there.
    UnusedBits,
}

impl RegionReason {
    /// Whether it was judged what the text says: the score tells how likely it is PHI then.
    #[must_use]
    pub const fn is_judged(self) -> bool {
        match self {
            Self::Unread
            | Self::Read
            | Self::SecondReading
            | Self::Drawn
            | Self::CloudRead
            | Self::DeviceOverlay
            | Self::OutsideRegions
            | Self::UnusedBits => false,
            Self::CloudPhi
            | Self::HeaderValue
            | Self::DenyList
            | Self::Label
            | Self::Pattern
            | Self::NameLike
            | Self::Unexplained
            | Self::AllowList
            | Self::Vocabulary
            | Self::Measurement => true,
        }
    }

    /// Whether text with this reason is redacted at any threshold: only a person keeps it.
    #[must_use]
    pub const fn ignores_threshold(self) -> bool {
        match self {
            Self::Unread
            | Self::Read
            | Self::SecondReading
            | Self::Drawn
            | Self::CloudRead
            | Self::HeaderValue
            | Self::DenyList
            | Self::DeviceOverlay
            | Self::OutsideRegions
            | Self::UnusedBits => true,
            Self::CloudPhi
            | Self::Label
            | Self::Pattern
            | Self::NameLike
            | Self::Unexplained
            | Self::AllowList
            | Self::Vocabulary
            | Self::Measurement => false,
        }
    }
}

/// What happens to a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Decision {
    /// Painted over.
    Redact,
    /// Left as it is.
    Keep,
}

/// Who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DecidedBy {
    /// A rule set up beforehand.
    Policy,
    /// A person who looked at it.
    Person,
}

/// A place that an engine proposes for redaction. Not a decision. What it says is PHI: `Debug` leaves it out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ProposedRegion {
    /// Its number within the plan of one file, from 0; stable while the file is open.
    pub id: u32,
    /// The frames it covers when redacted.
    pub frames: FrameSelection,
    /// The first frame in which it was found, 0-based.
    pub seen_in: u32,
    /// The place, in pixels of the stored frame.
    pub area: PixelBox,
    /// Where it comes from.
    pub origin: RegionOrigin,
    /// What kind of PHI it may be.
    pub category: PhiCategory,
    /// PHI score, 0..=1.
    pub score: f32,
    /// Belief that this is text, 0..=1.
    pub detect_confidence: f32,
    /// Why.
    pub reason: RegionReason,
    /// What it follows from: the keyword of a header attribute, the name of a pattern, of a list or of a device; empty
    /// where there is nothing to name.
    #[serde(default)]
    pub source: String,
    /// What it says; `None` where it was not read.
    #[serde(default)]
    pub text: Option<String>,
}

impl std::fmt::Debug for ProposedRegion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProposedRegion")
            .field("id", &self.id)
            .field("area", &self.area)
            .field("category", &self.category)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// What somebody decided about one proposed region. Input that is checked again, not a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewDecision {
    /// The region's number, [`ProposedRegion::id`].
    pub id: u32,
    /// Redact or keep.
    pub decision: Decision,
}

/// A region that a person drew; always redacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnRegion {
    /// The frames it covers.
    pub frames: FrameSelection,
    /// The place, in pixels of the stored frame.
    pub area: PixelBox,
}
