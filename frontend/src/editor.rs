//! The regions of one file and what a person decides about them, with undo.
//!
//! Everything found is proposed for redaction. A proposed region that is deleted is kept in the
//! picture and leaves the list; a drawn one vanishes.

#[cfg(test)]
mod tests;

use deid_model::region::RegionReason;
use deid_model::{
    Decision, DrawnRegion, FrameSelection, PhiCategory, PhiText, PixelBox, ProposedRegion,
    ReviewDecision,
};

use crate::category::{self, Appearance};

/// Shared share of pixels from which a region found anew is taken for an earlier one.
const SAME_PLACE: f64 = 0.5;
/// Steps that can be undone.
const HISTORY: usize = 200;

/// Names a region within its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegionKey {
    /// Found: its number from the worker.
    Proposed(u32),
    /// Drawn: a running number.
    Drawn(u32),
}

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
    /// Redact or keep.
    pub decision: Decision,
    /// Deleted by a person: kept, and shown no longer.
    pub removed: bool,
    /// A person kept it, and what was learned since asks for another look: it is redacted again.
    pub look_again: bool,
}

impl EditedRegion {
    fn proposed(region: &ProposedRegion) -> Self {
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
            decision: Decision::Redact,
            removed: false,
            look_again: false,
        }
    }

    fn drawn(number: u32, area: PixelBox, frames: FrameSelection, seen_in: u32) -> Self {
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
            decision: Decision::Redact,
            removed: false,
            look_again: false,
        }
    }

    /// Whether a person drew it.
    pub const fn is_drawn(&self) -> bool {
        matches!(self.key, RegionKey::Drawn(_))
    }

    /// How it is shown.
    pub const fn appearance(&self) -> Appearance {
        if self.is_drawn() {
            category::DRAWN
        } else if self.text.is_some() && matches!(self.category, PhiCategory::Unknown) {
            category::OF_NO_KNOWN_KIND
        } else {
            category::appearance(self.category)
        }
    }

    /// Whether `now`, the same region with what an engine told since, is another thing to decide about: it is
    /// called PHI now, covers another place, or reads differently, be it for the first time or in another frame.
    fn is_other_than(&self, now: &Self) -> bool {
        let is_phi = !matches!(now.category, PhiCategory::Unknown | PhiCategory::Harmless);
        (now.category != self.category && is_phi) || now.area != self.area || now.text != self.text
    }

    /// Whether it will be painted over.
    pub fn is_redacted(&self) -> bool {
        self.decision == Decision::Redact
    }
}

/// One change of a person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edit {
    /// Redact becomes keep, keep becomes redact.
    Toggle(RegionKey),
    /// Decides.
    Decide(RegionKey, Decision),
    /// Takes a region off the picture.
    Delete(RegionKey),
    /// Adds a region.
    Draw {
        /// The place.
        area: PixelBox,
        /// The frames it covers.
        frames: FrameSelection,
        /// The frame on screen.
        seen_in: u32,
    },
    /// Moves or resizes a drawn region.
    Place(RegionKey, PixelBox),
    /// Brings proposed regions that were deleted back, redacted again.
    Restore,
    /// Takes the last change back.
    Undo,
    /// Does it again.
    Redo,
}

/// The regions of one file, proposed ones first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Editor {
    regions: Vec<EditedRegion>,
    next_drawn: u32,
    past: Vec<Vec<EditedRegion>>,
    future: Vec<Vec<EditedRegion>>,
}

/// How many regions are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Will be painted over.
    pub redact: usize,
    /// Stay, deleted ones included.
    pub keep: usize,
    /// Of those, deleted from view.
    pub removed: usize,
    /// Kept before, and redacted again until a person looks.
    pub look_again: usize,
}

impl Editor {
    /// Every region that was not deleted, in the order told by the worker, drawn ones last.
    pub fn regions(&self) -> impl Iterator<Item = &EditedRegion> {
        self.regions.iter().filter(|region| !region.removed)
    }

    /// The region of that name.
    pub fn region(&self, key: RegionKey) -> Option<&EditedRegion> {
        self.regions().find(|region| region.key == key)
    }

    /// How many regions are what.
    pub fn tally(&self) -> Tally {
        let redact = self
            .regions
            .iter()
            .filter(|region| region.is_redacted())
            .count();
        let removed = self.regions.iter().filter(|region| region.removed).count();
        Tally {
            redact,
            keep: self.regions.len() - redact,
            removed,
            look_again: self.regions.iter().filter(|it| it.look_again).count(),
        }
    }

    /// Whether there is something to undo, and something to redo.
    pub fn history(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }

    /// Takes over the regions that the worker knows now. What a person decided about a place stays
    /// decided; drawn regions stay.
    pub fn replace_proposed(&mut self, found: &[ProposedRegion]) {
        let mut earlier = std::mem::take(&mut self.regions);
        let drawn: Vec<_> = earlier.extract_if(.., |region| region.is_drawn()).collect();
        self.regions = found.iter().map(EditedRegion::proposed).collect();
        for region in &mut self.regions {
            if let Some(same) = same_place(&earlier, region) {
                region.decision = same.decision;
                region.removed = same.removed;
            }
        }
        self.regions.extend(drawn);
        self.past.clear();
        self.future.clear();
    }

    /// Takes over what the cloud engine told: regions keep their numbers, new ones stand behind. What a person
    /// decided stays, but for a region that was kept and is another thing now: it is redacted again. Whether there
    /// is such a one.
    pub fn learn(&mut self, told: &[ProposedRegion]) -> bool {
        let mut earlier = std::mem::take(&mut self.regions);
        let drawn: Vec<_> = earlier.extract_if(.., |region| region.is_drawn()).collect();
        self.regions = told.iter().map(EditedRegion::proposed).collect();
        for region in &mut self.regions {
            let before = earlier.iter().find(|before| before.key == region.key);
            let Some(before) = before else { continue };
            region.look_again =
                before.look_again || (!before.is_redacted() && before.is_other_than(region));
            if !region.look_again {
                region.decision = before.decision;
                region.removed = before.removed;
            }
        }
        self.regions.extend(drawn);
        self.past.clear();
        self.future.clear();
        self.regions.iter().any(|region| region.look_again)
    }

    /// Makes the change; what it drew, if it drew something.
    pub fn apply(&mut self, edit: Edit) -> Option<RegionKey> {
        match edit {
            Edit::Undo => swap(&mut self.regions, &mut self.past, &mut self.future),
            Edit::Redo => swap(&mut self.regions, &mut self.future, &mut self.past),
            _ => {
                let before = self.regions.clone();
                let drawn = self.change(edit);
                if before != self.regions {
                    self.past.push(before);
                    self.future.clear();
                    if self.past.len() > HISTORY {
                        self.past.remove(0);
                    }
                }
                return drawn;
            }
        }
        None
    }

    fn change(&mut self, edit: Edit) -> Option<RegionKey> {
        match edit {
            Edit::Toggle(key) => {
                let region = self.region_mut(key)?;
                region.look_again = false;
                region.decision = if region.is_redacted() {
                    Decision::Keep
                } else {
                    Decision::Redact
                };
            }
            Edit::Decide(key, decision) => {
                let region = self.region_mut(key)?;
                region.look_again = false;
                region.decision = decision;
            }
            Edit::Delete(RegionKey::Drawn(number)) => {
                self.regions
                    .retain(|region| region.key != RegionKey::Drawn(number));
            }
            Edit::Delete(key) => {
                let region = self.region_mut(key)?;
                region.look_again = false;
                region.decision = Decision::Keep;
                region.removed = true;
            }
            Edit::Draw {
                area,
                frames,
                seen_in,
            } => {
                let region = EditedRegion::drawn(self.next_drawn, area, frames, seen_in);
                let key = region.key;
                self.next_drawn += 1;
                self.regions.push(region);
                return Some(key);
            }
            Edit::Place(key, area) => {
                let region = self.region_mut(key)?;
                if region.is_drawn() {
                    region.area = area;
                }
            }
            Edit::Restore => {
                for region in self.regions.iter_mut().filter(|region| region.removed) {
                    region.removed = false;
                    region.decision = Decision::Redact;
                }
            }
            Edit::Undo | Edit::Redo => {}
        }
        None
    }

    fn region_mut(&mut self, key: RegionKey) -> Option<&mut EditedRegion> {
        self.regions
            .iter_mut()
            .find(|region| region.key == key && !region.removed)
    }

    /// A decision on every proposed region, as the worker wants it.
    pub fn decisions(&self) -> Vec<ReviewDecision> {
        let decision = |region: &EditedRegion| match region.key {
            RegionKey::Proposed(id) => Some(ReviewDecision {
                id,
                decision: region.decision,
            }),
            RegionKey::Drawn(_) => None,
        };
        self.regions.iter().filter_map(decision).collect()
    }

    /// The drawn regions that are to be painted.
    pub fn drawn(&self) -> Vec<DrawnRegion> {
        let drawn = self
            .regions
            .iter()
            .filter(|region| region.is_drawn() && region.is_redacted());
        drawn
            .map(|region| DrawnRegion {
                frames: region.frames,
                area: region.area,
            })
            .collect()
    }
}

fn swap(
    now: &mut Vec<EditedRegion>,
    from: &mut Vec<Vec<EditedRegion>>,
    to: &mut Vec<Vec<EditedRegion>>,
) {
    if let Some(other) = from.pop() {
        to.push(std::mem::replace(now, other));
    }
}

/// The earlier region that `region` is found again for.
fn same_place<'a>(earlier: &'a [EditedRegion], region: &EditedRegion) -> Option<&'a EditedRegion> {
    let overlap = |other: &EditedRegion| other.area.overlap(region.area);
    earlier
        .iter()
        .filter(|other| other.frames == region.frames && overlap(other) >= SAME_PLACE)
        .max_by(|a, b| overlap(a).total_cmp(&overlap(b)))
}
