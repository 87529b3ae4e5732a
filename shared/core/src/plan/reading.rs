//! What the engines say about a place, noted on its region.

use deid_model::region::RegionReason;
use deid_model::{Confidence, PhiCategory, PhiEntity, ProposedRegion, TextDetection};

/// What stands between the readings of frames that differ.
pub(super) const OR: &str = " / ";
/// Readings of one place that are told.
const READINGS: usize = 40;
/// In place of further ones.
const MORE: &str = "…";
/// Where an opinion of the cloud engine comes from.
const CLOUD: &str = "DetectPHI";

/// What one word is called, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Opinion {
    pub category: PhiCategory,
    pub score: f32,
    pub reason: RegionReason,
    pub source: &'static str,
}

impl Opinion {
    /// It may be anything, with the full score.
    pub const fn unknown(reason: RegionReason) -> Self {
        Self {
            category: PhiCategory::Unknown,
            score: 1.0,
            reason,
            source: "",
        }
    }

    /// What a word is called by the rules; one that they say nothing of was not read, or not surely enough.
    pub fn of(word: &TextDetection, class: Option<PhiEntity>) -> Self {
        let unjudged = if word.text.is_some() {
            RegionReason::Read
        } else {
            RegionReason::Unread
        };
        class.map_or_else(|| Self::unknown(unjudged), Self::from)
    }

    /// Opinions that no threshold touches weigh more than scores; among these a known kind says more than "not read".
    fn weight(self) -> (bool, bool, f32) {
        let (reason, score) = (self.reason, self.score);
        (reason.ignores_threshold(), reason.is_judged(), score)
    }
}

impl From<PhiEntity> for Opinion {
    fn from(entity: PhiEntity) -> Self {
        Self {
            category: entity.category,
            score: entity.score.value(),
            reason: entity.reason,
            source: entity.source,
        }
    }
}

/// Notes an opinion, where it is graver than what was known: a place is what the worst of its words in any frame is.
pub(super) fn add_opinion(region: &mut ProposedRegion, opinion: Opinion) {
    let known = Opinion {
        category: region.category,
        score: region.score,
        reason: region.reason,
        source: "",
    };
    if opinion.weight() > known.weight() {
        region.category = opinion.category;
        region.score = opinion.score;
        region.reason = opinion.reason;
        opinion.source.clone_into(&mut region.source);
    }
}

/// Adds what a place says in one frame to what it says in others: a person decides on all of them at once.
pub(super) fn add_text(region: &mut ProposedRegion, said: &str) {
    let text = region.text.get_or_insert_default();
    let known = || text.split(OR);
    if said.is_empty() || known().any(|reading| reading == said || reading == MORE) {
        return;
    }
    let is_full = known().count() >= READINGS;
    if !text.is_empty() {
        text.push_str(OR);
    }
    text.push_str(if is_full { MORE } else { said });
}

/// Notes what the cloud engine calls a word at a place, `None` where it does not call it PHI. No score falls: one that it
/// gives alone counts only where nobody else saw the place and all words there are called PHI.
pub(super) fn cloud_opinion(
    region: &mut ProposedRegion,
    class: Option<(PhiCategory, Confidence)>,
    is_new: bool,
) {
    if matches!(region.reason, RegionReason::Unread | RegionReason::Read) {
        region.reason = RegionReason::CloudRead;
    }
    let by_cloud = matches!(
        region.reason,
        RegionReason::CloudRead | RegionReason::CloudPhi
    );
    match class.map(|(category, score)| (category, score.value())) {
        None if by_cloud => region.score = 1.0,
        None => (),
        Some((category, score)) if by_cloud => {
            if region.category == PhiCategory::Unknown || score > region.score {
                region.category = category;
            }
            region.score = if is_new {
                score
            } else {
                score.max(region.score)
            };
            region.reason = RegionReason::CloudPhi;
            CLOUD.clone_into(&mut region.source);
        }
        Some((category, score)) => add_opinion(
            region,
            Opinion {
                category,
                score,
                reason: RegionReason::CloudPhi,
                source: CLOUD,
            },
        ),
    }
}

#[cfg(test)]
mod tests {
    use deid_model::{FrameSelection, PixelBox, RegionOrigin};

    use super::*;

    fn region(reason: RegionReason, category: PhiCategory, score: f32) -> ProposedRegion {
        ProposedRegion {
            id: 0,
            frames: FrameSelection::All,
            seen_in: 0,
            area: PixelBox::new(0, 0, 9, 9).unwrap(),
            origin: RegionOrigin::Text,
            category,
            score,
            detect_confidence: 1.0,
            reason,
            source: String::new(),
            text: None,
        }
    }

    fn unread() -> ProposedRegion {
        region(RegionReason::Unread, PhiCategory::Unknown, 1.0)
    }

    fn harmless() -> ProposedRegion {
        region(RegionReason::Vocabulary, PhiCategory::Harmless, 0.0)
    }

    fn name(score: f32, reason: RegionReason) -> Opinion {
        Opinion {
            category: PhiCategory::Name,
            score,
            reason,
            source: "PatientName",
        }
    }

    fn told(region: &ProposedRegion) -> (PhiCategory, f32, RegionReason) {
        (region.category, region.score, region.reason)
    }

    #[test]
    fn a_place_tells_every_reading_of_its_frames() {
        let mut region = unread();
        for said in ["SMITH", "LIVER", "SMITH", ""] {
            add_text(&mut region, said);
        }
        assert_eq!(region.text.as_deref(), Some("SMITH / LIVER"));
        for number in 0..100 {
            add_text(&mut region, &number.to_string());
        }
        let text = region.text.unwrap();
        assert!(text.ends_with(" / …") && text.matches('…').count() == 1);
    }

    #[test]
    fn a_place_is_what_the_worst_of_its_readings_is() {
        let mut region = harmless();
        add_opinion(&mut region, name(0.4, RegionReason::NameLike));
        let name_like = (PhiCategory::Name, 0.4, RegionReason::NameLike);
        assert_eq!(told(&region), name_like);
        add_opinion(&mut region, Opinion::unknown(RegionReason::Unread));
        assert_eq!(region.reason, RegionReason::Unread);
        add_opinion(&mut region, name(1.0, RegionReason::HeaderValue));
        assert_eq!(region.reason, RegionReason::HeaderValue);
        assert_eq!(region.source, "PatientName");
        let before = told(&region);
        for lesser in [
            name(0.9, RegionReason::Label),
            Opinion::unknown(RegionReason::Unread),
        ] {
            add_opinion(&mut region, lesser);
            assert_eq!(told(&region), before);
        }
    }

    #[test]
    fn no_opinion_of_the_cloud_engine_lowers_a_score_or_hides_a_surer_one() {
        let called = |score| Some((PhiCategory::Name, Confidence::new(score)));
        let phi = RegionReason::CloudPhi;
        let mut known = unread();
        cloud_opinion(&mut known, called(0.3), false);
        assert_eq!(told(&known), (PhiCategory::Name, 1.0, phi));
        let mut new = unread();
        cloud_opinion(&mut new, called(0.5), true);
        let lesser = Some((PhiCategory::Id, Confidence::new(0.2)));
        cloud_opinion(&mut new, lesser, false);
        assert_eq!(told(&new), (PhiCategory::Name, 0.5, phi));
        cloud_opinion(&mut new, None, false);
        assert_eq!(told(&new), (PhiCategory::Name, 1.0, phi));
    }

    #[test]
    fn the_cloud_engine_makes_harmless_text_phi_and_never_the_other_way_round() {
        let mut region = harmless();
        cloud_opinion(&mut region, None, false);
        assert_eq!(region, harmless());
        let called = Some((PhiCategory::Name, Confidence::new(0.3)));
        cloud_opinion(&mut region, called, false);
        let expected = (PhiCategory::Name, 0.3, RegionReason::CloudPhi);
        assert_eq!(told(&region), expected);
    }
}
