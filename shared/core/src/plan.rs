//! Which places are redacted: a draft while text is being looked for, a reviewed plan once a person
//! or a policy answers for every frame.

mod reading;

use std::collections::BTreeMap;

use deid_model::region::RegionReason;
use deid_model::{
    Coverage, DecidedBy, Decision, DetectedText, DrawnRegion, FrameSelection, FrameSize,
    PhiCategory, PixelBox, ProposedRegion, Reason, ReasonCode, RedactMode, RegionOrigin,
    ReviewDecision, Settings, TextDetection,
};

use crate::cloud::{CloudReading, CloudWord};
use crate::file::IdentifiedFile;

use reading::{add_reading, add_text, classify};

/// Why a draft cannot be approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// A frame was not looked at in full.
    #[error("frame {frame} was not examined in full")]
    FrameNotExamined {
        /// 0-based frame.
        frame: u32,
    },
    /// A tripwire: such images usually carry text and none was found.
    #[error("no text was found where such images usually carry some")]
    NoTextFound,
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
            Self::NoTextFound | Self::FrameNotExamined { .. } => true,
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
            PlanError::NoTextFound => ReasonCode::NoTextFound.into(),
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
    regions: Vec<ProposedRegion>,
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
    pub(crate) frames_viewed: Option<u32>,
}

/// Boxes of a frame that share this part of their union are the same text.
const SAME_PLACE: f64 = 0.5;
/// Boxes of two frames that share this part of their union are the same text.
const SAME_PLACE_IN_ANOTHER_FRAME: f64 = 0.75;

/// Modalities whose images usually carry burnt-in text (reference: PS3.15 E.3.1 note, and practice).
const USUALLY_WITH_TEXT: [&str; 4] = ["US", "SC", "XA", "OT"];

impl DraftPlan {
    /// An empty draft for `file`: no frame examined yet.
    #[must_use]
    pub fn new(file: &IdentifiedFile) -> Self {
        let modality = file.modality().unwrap_or_default();
        Self {
            sha256: file.sha256().to_owned(),
            size: file.size(),
            examined: vec![false; file.frames() as usize],
            usually_has_text: USUALLY_WITH_TEXT.contains(&modality.as_str()),
            regions: Vec::new(),
        }
    }

    /// Records what was found in the frame with 0-based index `frame`. Text at the same place in
    /// several frames is one region; every region covers all frames.
    pub fn add_frame(&mut self, frame: u32, found: &DetectedText) {
        for word in &found.words {
            let at = self.propose(frame, word, RegionReason::Read);
            if let Some(region) = self.regions.get_mut(at) {
                add_reading(region, word.text.as_deref());
            }
        }
        if let Some(examined) = self.examined.get_mut(frame as usize) {
            *examined = found.coverage == Coverage::Complete;
        }
    }

    /// Records text that only the second reading found.
    pub fn add_second_reading(&mut self, frame: u32, words: &[TextDetection]) {
        for word in words {
            // Never merged: a region that was decided must not grow behind a person's back.
            self.push(frame, word, RegionReason::SecondReading);
        }
    }

    /// Records what the cloud engine says about a frame, beside what was found there: words at known places give them
    /// a text and perhaps a category, others become regions of their own. Regions may grow, none goes, and no score
    /// falls.
    pub fn add_cloud(&mut self, frame: u32, reading: &CloudReading) {
        let mut texts: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for CloudWord { word, class } in &reading.words {
            let known = self.regions.len();
            let at = self.propose(frame, word, RegionReason::CloudRead);
            let text = texts.entry(at).or_default();
            text.extend(word.text.as_deref());
            if let Some(region) = self.regions.get_mut(at) {
                classify(region, *class, at == known);
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

    /// Decides every region by the settings, without a person. Unread text is redacted whatever the
    /// threshold.
    ///
    /// # Errors
    /// [`PlanError::FrameNotExamined`] and [`PlanError::NoTextFound`] ask for a person.
    pub fn approve_by_policy(&self, settings: &Settings) -> Result<ReviewedPlan, PlanError> {
        if settings.redact == RedactMode::None {
            return Ok(self.reviewed(Vec::new(), false, None));
        }
        self.check_examined()?;
        if self.usually_has_text && self.regions.is_empty() {
            return Err(PlanError::NoTextFound);
        }
        let regions = self
            .regions
            .iter()
            .map(|region| decided(region, Decision::Redact, DecidedBy::Policy))
            .collect();
        Ok(self.reviewed(regions, true, None))
    }

    /// Takes a person's decision on every region, and the regions that the person drew.
    ///
    /// # Errors
    /// [`PlanError`] if a frame was not examined, a region is not decided, or one does not fit.
    pub fn approve_by_person(
        &self,
        decisions: &[ReviewDecision],
        drawn: &[DrawnRegion],
        frames_viewed: u32,
    ) -> Result<ReviewedPlan, PlanError> {
        self.check_examined()?;
        if decisions
            .iter()
            .any(|decision| decision.id as usize >= self.regions.len())
        {
            return Err(PlanError::InvalidRegion);
        }
        let mut regions = Vec::with_capacity(self.regions.len() + drawn.len());
        for region in &self.regions {
            let decision = decisions
                .iter()
                .rev()
                .find(|decision| decision.id == region.id);
            let decision = decision.ok_or(PlanError::Undecided)?.decision;
            regions.push(decided(region, decision, DecidedBy::Person));
        }
        for region in drawn {
            regions.push(self.drawn(*region)?);
        }
        Ok(self.reviewed(regions, true, Some(frames_viewed)))
    }

    fn check_examined(&self) -> Result<(), PlanError> {
        match self.examined.iter().position(|&examined| !examined) {
            Some(frame) => Err(PlanError::FrameNotExamined {
                frame: frame as u32,
            }),
            None => Ok(()),
        }
    }

    fn drawn(&self, region: DrawnRegion) -> Result<DecidedRegion, PlanError> {
        let frame_exists = match region.frames {
            FrameSelection::All => true,
            FrameSelection::One(frame) => (frame as usize) < self.examined.len(),
        };
        if !frame_exists || region.area.clamped(self.size) != Some(region.area) {
            return Err(PlanError::InvalidRegion);
        }
        Ok(DecidedRegion {
            frames: region.frames,
            area: region.area,
            origin: RegionOrigin::Drawn,
            category: PhiCategory::Unknown,
            score: 1.0,
            reason: RegionReason::Drawn,
            decision: Decision::Redact,
            by: DecidedBy::Person,
        })
    }

    fn reviewed(
        &self,
        regions: Vec<DecidedRegion>,
        pixels_examined: bool,
        viewed: Option<u32>,
    ) -> ReviewedPlan {
        ReviewedPlan {
            sha256: self.sha256.clone(),
            regions,
            pixels_examined,
            frames_viewed: viewed,
        }
    }

    /// Adds a place, or finds the known one that it is; its index.
    fn propose(&mut self, frame: u32, word: &TextDetection, reason: RegionReason) -> usize {
        // In another frame the same place may say something else: only a very like box is taken for it.
        let same = |known: &&mut ProposedRegion| {
            let overlap = known.area.overlap(word.area);
            if known.seen_in == frame {
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
                self.push(frame, word, reason);
                self.regions.len() - 1
            }
        }
    }

    fn push(&mut self, frame: u32, word: &TextDetection, reason: RegionReason) {
        self.regions.push(ProposedRegion {
            id: self.regions.len() as u32,
            frames: FrameSelection::All,
            seen_in: frame,
            area: word.area,
            origin: RegionOrigin::Text,
            category: PhiCategory::Unknown,
            score: 1.0,
            detect_confidence: word.detect_confidence.value(),
            reason,
            text: None,
        });
    }
}

fn decided(region: &ProposedRegion, decision: Decision, by: DecidedBy) -> DecidedRegion {
    DecidedRegion {
        frames: region.frames,
        area: region.area,
        origin: region.origin,
        category: region.category,
        score: region.score,
        reason: region.reason,
        decision,
        by,
    }
}

impl ReviewedPlan {
    /// Regions to paint, in order.
    pub(crate) fn redactions(&self) -> impl Iterator<Item = &DecidedRegion> {
        self.regions
            .iter()
            .filter(|region| region.decision == Decision::Redact)
    }

    /// Whether somebody kept text that may be PHI.
    #[must_use]
    pub fn keeps_phi(&self) -> bool {
        let may_identify = |region: &DecidedRegion| {
            region.decision == Decision::Keep && region.category != PhiCategory::Harmless
        };
        self.regions.iter().any(may_identify)
    }
}
