//! The regions of one file and what a person decides about them, with undo.
//!
//! The settings decide what a person does not: such a region follows when they change, one that was decided by hand
//! stays as it is. A proposed region that is deleted is kept in the picture and leaves the list; a drawn one vanishes.

mod region;
mod rows;
#[cfg(test)]
mod tests;

use deid_model::review::PlaceDecision;
use deid_model::{
    Decision, DrawnRegion, FrameSelection, PhiCategory, PixelBox, ProposedRegion, ReviewDecision,
    Settings,
};

pub use region::{EditedRegion, RegionKey, Saying};
pub use rows::{Row, RowDecision};

/// Shared share of pixels from which a region found anew is taken for an earlier one.
const SAME_PLACE: f64 = 0.5;
/// Steps that can be undone.
const HISTORY: usize = 200;

/// One change of a person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Edit {
    /// Redact becomes keep, keep becomes redact.
    Toggle(RegionKey),
    /// Decides every place of the row that this region is in.
    DecideRow(RegionKey, Decision),
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
    /// Brings proposed regions that were deleted back, as if nobody had decided about them.
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
    /// Of those, known as harmless.
    pub harmless: usize,
    /// Of those, deleted from view.
    pub removed: usize,
    /// Kept before, and redacted again until a person looks.
    pub look_again: usize,
}

impl Tally {
    /// Kept by hand or by the threshold, though not known as harmless.
    pub const fn otherwise_kept(&self) -> usize {
        self.keep - self.harmless
    }
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
        let count = |is: fn(&EditedRegion) -> bool| {
            let regions = self.regions.iter();
            regions.filter(|region| is(region)).count()
        };
        Tally {
            redact: count(EditedRegion::is_redacted),
            keep: count(|it| !it.is_redacted()),
            harmless: count(|it| !it.is_redacted() && it.category == PhiCategory::Harmless),
            removed: count(|it| it.removed),
            look_again: count(|it| it.look_again),
        }
    }

    /// Whether there is something to undo, and something to redo.
    pub fn history(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }

    /// Has everything that nobody decided by hand follow these settings, what can be undone too.
    pub fn follow(&mut self, settings: &Settings) {
        let steps = self.past.iter_mut().chain(&mut self.future);
        for regions in steps.chain(std::iter::once(&mut self.regions)) {
            regions
                .iter_mut()
                .for_each(|region| region.follow(settings));
        }
    }

    /// Takes over the regions that the worker knows now. What a person decided about a place stays
    /// decided; drawn regions stay.
    pub fn replace_proposed(&mut self, found: &[ProposedRegion], settings: &Settings) {
        let earlier = self.propose(found, settings);
        for region in self.regions.iter_mut().filter(|it| !it.is_drawn()) {
            if let Some(same) = same_place(&earlier, region) {
                region.decide_as(same);
                region.look_again = same.look_again;
            }
        }
    }

    /// Takes over what the cloud engine told: regions keep their numbers, new ones stand behind. What a person
    /// decided stays, but for a region that was kept and is another thing now: it is redacted again. Whether there
    /// is such a one.
    pub fn learn(&mut self, told: &[ProposedRegion], settings: &Settings) -> bool {
        let earlier = self.propose(told, settings);
        for region in &mut self.regions {
            let before = earlier.iter().find(|before| before.key == region.key);
            let Some(before) = before else { continue };
            let kept_by_hand = before.is_by_hand() && !before.is_redacted();
            region.look_again = before.look_again || (kept_by_hand && before.is_other_than(region));
            if !region.look_again {
                region.decide_as(before);
            }
        }
        self.regions.iter().any(|region| region.look_again)
    }

    /// Puts other proposed regions in place of those of before, which are returned, and forgets what could be undone.
    fn propose(&mut self, told: &[ProposedRegion], settings: &Settings) -> Vec<EditedRegion> {
        let mut earlier = std::mem::take(&mut self.regions);
        let drawn: Vec<_> = earlier.extract_if(.., |region| region.is_drawn()).collect();
        let proposed = told
            .iter()
            .map(|region| EditedRegion::proposed(region, settings));
        self.regions = proposed.chain(drawn).collect();
        self.past.clear();
        self.future.clear();
        earlier
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
                region.decide(region.opposite());
            }
            Edit::DecideRow(key, decision) => {
                let row = self.rows().into_iter().find(|row| row.holds(key))?;
                for place in row.places {
                    self.region_mut(place)?.decide_row(decision);
                }
            }
            Edit::Delete(RegionKey::Drawn(number)) => {
                self.regions
                    .retain(|region| region.key != RegionKey::Drawn(number));
            }
            Edit::Delete(key) => {
                let region = self.region_mut(key)?;
                region.decide(Decision::Keep);
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
                    region.bring_back();
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
                decision: region.decision(),
            }),
            RegionKey::Drawn(_) => None,
        };
        self.regions.iter().filter_map(decision).collect()
    }

    /// The same by place, for a file of decisions.
    pub fn places(&self) -> Vec<PlaceDecision> {
        let proposed = self.regions.iter().filter(|region| !region.is_drawn());
        proposed
            .map(|region| PlaceDecision {
                area: region.area,
                decision: region.decision(),
            })
            .collect()
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
