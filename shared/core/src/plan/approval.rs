//! From a draft to a reviewed plan: a policy, a person, or a person's decisions from a file answer for every frame.

use deid_model::region::RegionReason;
use deid_model::review::{FileDecisions, PlaceDecision};
use deid_model::{
    DecidedBy, Decision, DrawnRegion, FrameSelection, PhiCategory, PixelBox, ProposedRegion,
    RedactMode, RegionOrigin, ReviewDecision, Settings,
};

use super::{DecidedRegion, DraftPlan, PlanError, ReviewedPlan, SAME_PLACE};

impl DraftPlan {
    /// Decides every region by the settings, without a person.
    ///
    /// # Errors
    /// [`PlanError::FrameNotExamined`] and [`PlanError::Tripped`] ask for a person.
    pub fn approve_by_policy(&self, settings: &Settings) -> Result<ReviewedPlan, PlanError> {
        if settings.redact == RedactMode::None {
            return Ok(self.reviewed(Vec::new(), false, None));
        }
        self.check_examined()?;
        if let Some(tripwire) = self.tripped(settings) {
            return Err(PlanError::Tripped(tripwire));
        }
        let decide = |region: &ProposedRegion| {
            decided(region, by_settings(region, settings), DecidedBy::Policy)
        };
        let regions = self.regions.iter().map(decide).collect();
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

    /// Takes a person's decisions from a file, where boxes may differ by some pixels from those proposed here: the place
    /// that overlaps most with a region decides it. What no place decides is decided by the settings, and what was to be
    /// redacted where nothing is proposed now is redacted as if drawn. The person stands for all tripwires.
    ///
    /// # Errors
    /// [`PlanError`] if the decisions are about another file, a frame was not examined, or a place lies outside.
    pub fn approve_by_decisions(
        &self,
        file: &FileDecisions,
        settings: &Settings,
    ) -> Result<ReviewedPlan, PlanError> {
        self.check_examined()?;
        if file.sha256 != self.sha256 {
            return Err(PlanError::InvalidRegion);
        }
        let mut is_used = vec![false; file.places.len()];
        let mut regions = Vec::with_capacity(self.regions.len() + file.drawn.len());
        for region in &self.regions {
            let (decision, by) = match deciding(&file.places, region.area) {
                Some((at, decision)) => {
                    is_used
                        .iter_mut()
                        .skip(at)
                        .take(1)
                        .for_each(|it| *it = true);
                    (decision, DecidedBy::Person)
                }
                None => (by_settings(region, settings), DecidedBy::Policy),
            };
            regions.push(decided(region, decision, by));
        }
        let places = file.places.iter().zip(is_used);
        let left = places.filter(|(place, used)| !used && place.decision == Decision::Redact);
        let left = left.map(|(place, _)| (FrameSelection::All, place.area));
        let drawn = file.drawn.iter().map(|place| (place.frame, place.area));
        for (frames, area) in drawn.chain(left) {
            regions.push(self.drawn(DrawnRegion { frames, area })?);
        }
        Ok(self.reviewed(regions, true, Some(file.frames_viewed)))
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
            graphics: None,
            keeps_header_value: false,
        }
    }
}

/// The place that overlaps most with `area`, if it is the same place: its number and decision.
fn deciding(places: &[PlaceDecision], area: PixelBox) -> Option<(usize, Decision)> {
    let places = places.iter().enumerate();
    let overlaps = places.map(|(at, place)| (place.area.overlap(area), at, place.decision));
    let best = overlaps.max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|best| best.0 > SAME_PLACE)
        .map(|(_, at, decision)| (at, decision))
}

fn by_settings(region: &ProposedRegion, settings: &Settings) -> Decision {
    settings.decision(region.category, region.score, region.reason)
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

#[cfg(test)]
mod tests;
