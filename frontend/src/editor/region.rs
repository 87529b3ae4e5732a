//! A region with its decision: what the settings say, and what a person said instead.

use deid_model::region::RegionReason;
use deid_model::{
    Decision, FrameSelection, PhiCategory, PhiText, PixelBox, ProposedRegion, Settings,
};

use crate::category::{self, Appearance};

/// Names a region within its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegionKey {
    /// Found: its number from the worker.
    Proposed(u32),
    /// Drawn: a running number.
    Drawn(u32),
}

/// What a region says, and as what: equal for places that are decided alike.
pub type Saying = (PhiText, PhiCategory);

/// A region with its decision.
#[derive(Clone, Debug, PartialEq)]
pub struct EditedRegion {
    /// Its name.
    pub key: RegionKey,
    /// The place, in stored pixels.
    pub area: PixelBox,
    /// The frames it covers.
    pub frames: FrameSelection,
    /// The first frame in which it was seen or drawn, 0-based.
    pub seen_in: u32,
    /// What it may be.
    pub category: PhiCategory,
    /// PHI score, 0..=1.
    pub score: f32,
    /// Belief that it is text, 0..=1.
    pub detect_confidence: f32,
    /// What it says, where it was read.
    pub text: Option<PhiText>,
    /// Why it is here.
    pub reason: RegionReason,
    /// What that follows from, such as the keyword of a header attribute; or empty.
    pub source: String,
    /// What the settings say.
    pub(super) by_rule: Decision,
    /// What a person said.
    by_hand: Option<Decision>,
    /// Whether it was said about all places of the row, and so about the whole study.
    of_row: bool,
    /// What a person said about the same text in other files of the study.
    of_study: Option<Decision>,
    /// Deleted by a person: kept, and shown no longer.
    pub removed: bool,
    /// A person kept it, and what was learned since asks for another look: it is redacted again.
    pub look_again: bool,
}

impl EditedRegion {
    pub(super) fn proposed(region: &ProposedRegion, settings: &Settings) -> Self {
        Self {
            key: RegionKey::Proposed(region.id),
            area: region.area,
            frames: region.frames,
            seen_in: region.seen_in,
            category: region.category,
            score: region.score,
            detect_confidence: region.detect_confidence,
            text: region.text.clone().map(PhiText::new),
            reason: region.reason,
            source: region.source.clone(),
            by_rule: settings.decision(region.category, region.score, region.reason),
            by_hand: None,
            of_row: false,
            of_study: None,
            removed: false,
            look_again: false,
        }
    }

    pub(super) fn drawn(number: u32, area: PixelBox, frames: FrameSelection, seen_in: u32) -> Self {
        Self {
            key: RegionKey::Drawn(number),
            area,
            frames,
            seen_in,
            category: PhiCategory::Unknown,
            score: 1.0,
            detect_confidence: 1.0,
            text: None,
            reason: RegionReason::Drawn,
            source: String::new(),
            by_rule: Decision::Redact,
            by_hand: None,
            of_row: false,
            of_study: None,
            removed: false,
            look_again: false,
        }
    }

    /// Whether a person drew it.
    pub const fn is_drawn(&self) -> bool {
        matches!(self.key, RegionKey::Drawn(_))
    }

    /// Whether it was found as text: not drawn, nor known without looking.
    pub const fn is_word(&self) -> bool {
        !matches!(
            self.reason,
            RegionReason::Drawn | RegionReason::DeviceOverlay | RegionReason::OutsideRegions
        )
    }

    /// How it is shown.
    pub const fn appearance(&self) -> Appearance {
        if self.is_drawn() {
            category::DRAWN
        } else if !self.is_word() {
            category::AREA
        } else if self.text.is_some() && matches!(self.category, PhiCategory::Unknown) {
            category::OF_NO_KNOWN_KIND
        } else {
            category::appearance(self.category)
        }
    }

    /// Redact or keep: what a person said of it, else of the same text in its study, else what the settings say.
    pub fn decision(&self) -> Decision {
        if self.look_again {
            Decision::Redact
        } else {
            self.by_hand.or(self.of_study).unwrap_or(self.by_rule)
        }
    }

    /// Whether it will be painted over.
    pub fn is_redacted(&self) -> bool {
        self.decision() == Decision::Redact
    }

    /// Whether a person decided about it.
    pub const fn is_by_hand(&self) -> bool {
        self.by_hand.is_some()
    }

    /// Whether `now`, the same region with what an engine told since, is another thing to decide about: it is
    /// called PHI now, covers another place, or reads differently, be it for the first time or in another frame.
    pub(super) fn is_other_than(&self, now: &Self) -> bool {
        let is_phi = !matches!(now.category, PhiCategory::Unknown | PhiCategory::Harmless);
        (now.category != self.category && is_phi) || now.area != self.area || now.text != self.text
    }

    /// What it is not now.
    pub(super) fn opposite(&self) -> Decision {
        match self.decision() {
            Decision::Redact => Decision::Keep,
            Decision::Keep => Decision::Redact,
        }
    }

    /// A person decides.
    pub(super) fn decide(&mut self, decision: Decision) {
        self.look_again = false;
        self.by_hand = Some(decision);
        self.of_row = false;
    }

    /// A person decides about its row.
    pub(super) fn decide_row(&mut self, decision: Decision) {
        self.decide(decision);
        self.of_row = true;
    }

    /// What the same text in other files of its study is known by: what it says, and as what.
    pub fn says(&self) -> Option<Saying> {
        let text = self.text.clone().filter(|_| !self.look_again)?;
        Some((text, self.category))
    }

    /// What a person decided about its whole row.
    pub(super) fn row_decision(&self) -> Option<Decision> {
        self.by_hand.filter(|_| self.of_row)
    }

    /// What a person decided about the same text in other files of its study; `None` where nothing, or no longer.
    pub(super) const fn follow_study(&mut self, decision: Option<Decision>) {
        self.of_study = decision;
    }

    /// What a person decided about `earlier` holds for this one.
    pub(super) fn decide_as(&mut self, earlier: &Self) {
        self.by_hand = earlier.by_hand;
        self.of_row = earlier.of_row;
        self.removed = earlier.removed;
    }

    /// Deleted no longer, and decided by nobody.
    pub(super) fn bring_back(&mut self) {
        self.removed = false;
        self.by_hand = None;
        self.of_row = false;
    }

    /// What the settings say now. A drawn region is redacted whatever they say.
    pub(super) fn follow(&mut self, settings: &Settings) {
        if !self.is_drawn() {
            self.by_rule = settings.decision(self.category, self.score, self.reason);
        }
    }
}
