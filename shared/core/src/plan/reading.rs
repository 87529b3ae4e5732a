//! What the engines say about a place, noted on its region.

use deid_model::region::RegionReason;
use deid_model::{Confidence, PhiCategory, ProposedRegion};

/// What stands between the readings of frames that differ.
const OR: &str = " / ";
/// Readings of one place that are told.
const READINGS: usize = 40;
/// In place of further ones.
const MORE: &str = "…";

/// Notes what the local engine read, or that it could not read it: a place that was not read in one frame may hold
/// anything, whatever it says in others.
pub(super) fn add_reading(region: &mut ProposedRegion, said: Option<&str>) {
    match said {
        Some(said) => add_text(region, said),
        None if region.reason == RegionReason::Read => region.reason = RegionReason::Unread,
        None => (),
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

/// Notes what the cloud engine calls a place. A place that only it found has its score; any other keeps at least the
/// score that it had.
pub(super) fn classify(
    region: &mut ProposedRegion,
    class: Option<(PhiCategory, Confidence)>,
    is_new: bool,
) {
    if matches!(region.reason, RegionReason::Unread | RegionReason::Read) {
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
    fn a_place_that_was_not_read_once_counts_as_unread_and_keeps_its_readings() {
        let mut region = ProposedRegion {
            reason: RegionReason::Read,
            ..region()
        };
        add_reading(&mut region, Some("SMITH"));
        assert_eq!(region.reason, RegionReason::Read);
        add_reading(&mut region, None);
        add_reading(&mut region, Some("SMYTH"));
        assert_eq!(region.reason, RegionReason::Unread);
        assert_eq!(region.text.as_deref(), Some("SMITH / SMYTH"));
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
