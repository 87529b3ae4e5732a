//! What the cloud engine says about a place, noted on its region.

use deid_model::region::RegionReason;
use deid_model::{Confidence, PhiCategory, ProposedRegion};

/// What stands between the readings of frames that differ.
const OR: &str = " / ";
/// Readings of one place that are told.
const READINGS: usize = 40;
/// In place of further ones.
const MORE: &str = "…";

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

/// Notes what the cloud engine calls a place. A place that only it found has its score; any other keeps at least the
/// score that it had.
pub(super) fn classify(
    region: &mut ProposedRegion,
    class: Option<(PhiCategory, Confidence)>,
    is_new: bool,
) {
    if region.reason == RegionReason::Unread {
        region.reason = RegionReason::CloudRead;
    }
    let Some((category, score)) = class.map(|(category, score)| (category, score.value())) else {
        return;
    };
    if region.category == PhiCategory::Unknown || score > region.score {
        region.category = category;
    }
    region.score = if is_new {
        score
    } else {
        score.max(region.score)
    };
    region.reason = RegionReason::CloudPhi;
}

#[cfg(test)]
mod tests {
    use deid_model::{FrameSelection, PixelBox, RegionOrigin};

    use super::*;

    fn region() -> ProposedRegion {
        ProposedRegion {
            id: 0,
            frames: FrameSelection::All,
            seen_in: 0,
            area: PixelBox::new(0, 0, 9, 9).unwrap(),
            origin: RegionOrigin::Text,
            category: PhiCategory::Unknown,
            score: 1.0,
            detect_confidence: 1.0,
            reason: RegionReason::Unread,
            text: None,
        }
    }

    #[test]
    fn a_place_tells_every_reading_of_its_frames() {
        let mut region = region();
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
    fn no_opinion_of_the_cloud_engine_lowers_a_score_or_hides_a_surer_one() {
        let name = |score| Some((PhiCategory::Name, Confidence::new(score)));
        let mut unread = region();
        classify(&mut unread, name(0.3), false);
        assert_eq!((unread.category, unread.score), (PhiCategory::Name, 1.0));
        let mut new = region();
        classify(&mut new, name(0.5), true);
        classify(
            &mut new,
            Some((PhiCategory::Id, Confidence::new(0.2))),
            false,
        );
        classify(&mut new, None, false);
        assert_eq!((new.category, new.score), (PhiCategory::Name, 0.5));
        assert_eq!(new.reason, RegionReason::CloudPhi);
    }
}
