//! Which places are redacted: a draft while text is being looked for, a reviewed plan once a person
//! or a policy answers for every frame.

mod approval;
mod reading;
#[cfg(test)]
pub(crate) mod sketch;
mod tripwires;

use std::collections::{BTreeMap, BTreeSet};

use deid_model::region::RegionReason;
use deid_model::{
    Coverage, DecidedBy, Decision, DetectedText, FrameSelection, FrameSize, PhiCategory, PhiEntity,
    PixelBox, ProposedRegion, Reason, ReasonCode, RegionOrigin, TextDetection, Tripwire,
};

use crate::cloud::{CloudReading, CloudWord};
use crate::file::IdentifiedFile;
use crate::graphics::CleanGraphics;

use reading::{Opinion, add_opinion, add_text, cloud_opinion};

/// Why a draft cannot be approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A frame was not looked at in full.
    #[error("frame {frame} was not examined in full")]
    FrameNotExamined {
        /// 0-based frame.
        frame: u32,
    },
    /// Something that a policy does not decide.
    #[error("held back: {}", .0.code().code())]
    Tripped(Tripwire),
    /// The review leaves a region open.
    #[error("a region is not decided")]
    Undecided,
    /// A region outside the frame, or of a frame or number that is not there.
    #[error("a region does not fit the file")]
    InvalidRegion,
}

impl PlanError {
    /// Whether a person can clear it.
    #[must_use]
    pub const fn needs_review(self) -> bool {
        match self {
            Self::Tripped(_) | Self::FrameNotExamined { .. } => true,
            Self::Undecided | Self::InvalidRegion => false,
        }
    }
}

impl From<PlanError> for Reason {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::FrameNotExamined { frame } => {
                Self::from(ReasonCode::FrameNotExamined).with_frame(frame)
            }
            PlanError::Tripped(tripwire) => tripwire.code().into(),
            PlanError::Undecided => ReasonCode::UndecidedRegion.into(),
            PlanError::InvalidRegion => ReasonCode::InvalidRegion.into(),
        }
    }
}

/// Regions proposed for a file. Not yet a decision.
#[derive(Clone, Debug)]
pub struct DraftPlan {
    sha256: String,
    size: FrameSize,
    examined: Vec<bool>,
    usually_has_text: bool,
    siblings_carry_text: bool,
    regions: Vec<ProposedRegion>,
    /// Numbers of regions whose text reaches the edge of the image, where a part of it may be missing.
    cut: BTreeSet<u32>,
}

/// One region with the decision on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct DecidedRegion {
    pub frames: FrameSelection,
    pub area: PixelBox,
    pub origin: RegionOrigin,
    pub category: PhiCategory,
    pub score: f32,
    pub reason: RegionReason,
    pub decision: Decision,
    pub by: DecidedBy,
}

/// Regions that somebody answers for; every frame examined, every region decided. It belongs to the
/// one file it was made for.
#[derive(Clone, Debug)]
pub struct ReviewedPlan {
    pub(crate) sha256: String,
    pub(crate) regions: Vec<DecidedRegion>,
    pub(crate) pixels_examined: bool,
    /// Where a person answers for it, the number of frames that were on screen.
    pub(crate) frames_viewed: Option<u32>,
    /// What is cleared in overlay planes; without, they are removed.
    pub(crate) graphics: Option<CleanGraphics>,
    /// Whether the pixel data keep the bytes of a removed header value.
    pub(crate) keeps_header_value: bool,
}

/// Boxes of a frame that share this part of their union are the same text.
const SAME_PLACE: f64 = 0.5;
/// Boxes of two frames that share this part of their union are the same text.
const SAME_PLACE_IN_ANOTHER_FRAME: f64 = 0.75;

impl DraftPlan {
    /// An empty draft for `file`: no frame examined yet.
    #[must_use]
    pub fn new(file: &IdentifiedFile) -> Self {
        Self {
            sha256: file.sha256().to_owned(),
            size: file.size(),
            examined: vec![false; file.frames() as usize],
            usually_has_text: tripwires::usually_has_text(file),
            siblings_carry_text: false,
            regions: Vec::new(),
            cut: BTreeSet::new(),
        }
    }

    /// Records what was found in the frame with 0-based index `frame`, with what each word is called ([`crate::classify`]).
    /// Text at the same place in several frames is one region, which takes the gravest of all opinions; every region
    /// covers all frames.
    pub fn add_frame(&mut self, frame: u32, found: &DetectedText, classes: &[Option<PhiEntity>]) {
        for (number, word) in found.words.iter().enumerate() {
            let class = classes.get(number).copied().flatten();
            self.add_word(frame, word, Opinion::of(word, class));
        }
        if let Some(examined) = self.examined.get_mut(frame as usize) {
            *examined = found.coverage == Coverage::Complete;
        }
    }

    /// Records that other files of its device, modality and size carry text.
    pub const fn note_that_siblings_carry_text(&mut self) {
        self.siblings_carry_text = true;
    }

    /// Records a place that is known without looking: where such devices write, or outside of the ultrasound regions.
    pub fn add_area(&mut self, area: PixelBox, why: RegionReason, source: &str) {
        let origin = match why {
            RegionReason::OutsideRegions => RegionOrigin::Ultrasound,
            RegionReason::UnusedBits => RegionOrigin::UnusedBits,
            _ => RegionOrigin::Catalogue,
        };
        if let Some(area) = area.clamped(self.size) {
            self.regions.push(ProposedRegion {
                id: self.regions.len() as u32,
                frames: FrameSelection::All,
                seen_in: 0,
                area,
                origin,
                category: PhiCategory::Unknown,
                score: 1.0,
                detect_confidence: 1.0,
                reason: why,
                source: source.to_owned(),
                text: None,
            });
        }
    }

    /// Records text that only the second reading found, or that it says is PHI.
    pub fn add_second_reading(&mut self, frame: u32, words: &[TextDetection]) {
        for word in words {
            // Never merged: a region that was decided must not grow behind a person's back.
            self.push(frame, word, Opinion::unknown(RegionReason::SecondReading));
        }
    }

    /// Records what the cloud engine says about a frame, and what the local rules call its words, beside what was found
    /// there: words at known places give them a text and perhaps a category, others become regions of their own. Regions
    /// may grow, none goes, and no score falls.
    pub fn add_cloud(&mut self, frame: u32, reading: &CloudReading, local: &[Option<PhiEntity>]) {
        let mut texts: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (number, CloudWord { word, class }) in reading.words.iter().enumerate() {
            let local = local.get(number).copied().flatten();
            let known = self.regions.len();
            let at = self.propose(frame, word, Opinion::unknown(RegionReason::CloudRead));
            let text = texts.entry(at).or_default();
            text.extend(word.text.as_deref());
            if let Some(region) = self.regions.get_mut(at) {
                cloud_opinion(region, *class, at == known);
                if let Some(local) = local.filter(|it| it.category != PhiCategory::Harmless) {
                    add_opinion(region, Opinion::from(local));
                }
            }
        }
        for (at, words) in texts {
            if let Some(region) = self.regions.get_mut(at) {
                add_text(region, &words.join(" "));
            }
        }
    }

    /// All regions proposed so far, in order of their numbers.
    #[must_use]
    pub fn regions(&self) -> &[ProposedRegion] {
        &self.regions
    }

    /// Number of frames examined in full.
    #[must_use]
    pub fn frames_examined(&self) -> u32 {
        self.examined.iter().filter(|&&examined| examined).count() as u32
    }

    /// Whether every frame was examined in full.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.examined.iter().all(|&examined| examined)
    }

    /// Adds a word that the local engine found, with what it is called.
    fn add_word(&mut self, frame: u32, word: &TextDetection, opinion: Opinion) {
        let at = self.propose(frame, word, opinion);
        if let Some(region) = self.regions.get_mut(at) {
            if reaches_edge(word, self.size) {
                self.cut.insert(region.id);
            }
            add_opinion(region, opinion);
            if let Some(said) = &word.text {
                add_text(region, said);
            }
        }
    }

    /// Adds a place, or finds the known one that it is; its index.
    fn propose(&mut self, frame: u32, word: &TextDetection, opinion: Opinion) -> usize {
        // In another frame the same place may say something else: only a very like box is taken for it.
        let same = |known: &&mut ProposedRegion| {
            let overlap = known.area.overlap(word.area);
            if known.origin != RegionOrigin::Text {
                false
            } else if known.seen_in == frame {
                known.area.covers(word.area) || overlap > SAME_PLACE
            } else {
                overlap > SAME_PLACE_IN_ANOTHER_FRAME
            }
        };
        match self.regions.iter_mut().find(same) {
            Some(known) => {
                known.area = known.area.union(word.area);
                known.detect_confidence =
                    known.detect_confidence.max(word.detect_confidence.value());
                known.id as usize
            }
            None => {
                self.push(frame, word, opinion);
                self.regions.len() - 1
            }
        }
    }

    fn push(&mut self, frame: u32, word: &TextDetection, opinion: Opinion) {
        self.regions.push(ProposedRegion {
            id: self.regions.len() as u32,
            frames: FrameSelection::All,
            seen_in: frame,
            area: word.area,
            origin: RegionOrigin::Text,
            category: opinion.category,
            score: opinion.score,
            detect_confidence: word.detect_confidence.value(),
            reason: opinion.reason,
            source: opinion.source.to_owned(),
            text: None,
        });
    }
}

/// Whether the text itself, without the margin of its box, ends at an edge of the image.
fn reaches_edge(word: &TextDetection, size: FrameSize) -> bool {
    let (columns, rows) = (size.columns as f32, size.rows as f32);
    word.polygon
        .iter()
        .any(|&[x, y]| x < 1.0 || y < 1.0 || x > columns - 1.0 || y > rows - 1.0)
}

impl ReviewedPlan {
    /// The same, where overlay planes stay, cleaned; without, they are removed.
    #[must_use]
    pub fn with_graphics(self, graphics: CleanGraphics) -> Self {
        Self {
            graphics: Some(graphics),
            ..self
        }
    }

    /// Regions to paint, in order.
    pub(crate) fn redactions(&self) -> impl Iterator<Item = &DecidedRegion> {
        self.regions
            .iter()
            .filter(|region| region.decision == Decision::Redact)
    }

    /// Whether a person answers for it.
    pub(crate) const fn is_by_person(&self) -> bool {
        self.frames_viewed.is_some()
    }

    /// The same plan for a file whose pixel data keep the bytes of a removed header value.
    pub(crate) fn keeping_a_header_value(&self) -> Self {
        Self {
            keeps_header_value: true,
            ..self.clone()
        }
    }

    /// Whether every frame was looked at and nothing that may be PHI is kept.
    #[must_use]
    pub fn cleans_pixels(&self) -> bool {
        self.pixels_examined && !self.keeps_phi()
    }

    /// Whether somebody kept text that may be PHI, or bytes of a header value. Areas known without looking are no text: what stands in them has
    /// regions of its own.
    #[must_use]
    pub fn keeps_phi(&self) -> bool {
        let may_identify = |region: &DecidedRegion| {
            let is_area = matches!(
                region.origin,
                RegionOrigin::Catalogue | RegionOrigin::Ultrasound
            );
            region.decision == Decision::Keep
                && region.category != PhiCategory::Harmless
                && !is_area
        };
        self.keeps_header_value || self.regions.iter().any(may_identify)
    }
}
