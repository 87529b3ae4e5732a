//! What the second reading leaves out, and what it does not.

use deid_model::{
    Confidence, Coverage, DetectedText, EngineError, PhiCategory, PhiText, RegionOrigin, TextSpan,
};

use super::*;
use crate::deidentify::deidentify;
use crate::key::Key;
use crate::plan::sketch::{SIZE, file};

const PAINTED: [u32; 4] = [20, 20, 120, 60];
const KEPT: [u32; 4] = [20, 100, 120, 120];

fn pixels(edges: [u32; 4]) -> PixelBox {
    edges.try_into().unwrap()
}

/// A file with one painted place, and one that `by` keeps in `frames`.
fn candidate(by: DecidedBy, frames: FrameSelection) -> Candidate {
    let region = |area, decision, frames| DecidedRegion {
        frames,
        area: pixels(area),
        origin: RegionOrigin::Text,
        category: PhiCategory::Harmless,
        score: 0.0,
        reason: RegionReason::Vocabulary,
        decision,
        by,
    };
    let original = file(0);
    let plan = ReviewedPlan {
        sha256: original.sha256.clone(),
        regions: vec![
            region(PAINTED, Decision::Redact, FrameSelection::All),
            region(KEPT, Decision::Keep, frames),
        ],
        pixels_examined: true,
        frames_viewed: None,
        graphics: None,
        keeps_header_value: false,
    };
    deidentify(original, &plan, &Settings::DEFAULT, &Key::new([7; 32])).unwrap()
}

fn is_residual(candidate: &Candidate, area: [u32; 4], identifies: bool) -> bool {
    let painted = candidate.painted_in(0);
    candidate.is_residual(0, &painted, pixels(area), identifies)
}

const ALL: FrameSelection = FrameSelection::All;

#[test]
fn text_elsewhere_is_residual_whatever_it_says() {
    for by in [DecidedBy::Policy, DecidedBy::Person] {
        for identifies in [true, false] {
            assert!(is_residual(
                &candidate(by, ALL),
                [200, 200, 300, 220],
                identifies
            ));
        }
    }
}

#[test]
fn what_a_policy_kept_is_residual_once_it_names_somebody_and_what_a_person_kept_is_not() {
    let policy = candidate(DecidedBy::Policy, ALL);
    assert!(!is_residual(&policy, KEPT, false));
    assert!(is_residual(&policy, KEPT, true));
    let person = candidate(DecidedBy::Person, ALL);
    assert!(!is_residual(&person, KEPT, false) && !is_residual(&person, KEPT, true));
}

#[test]
fn a_place_kept_in_another_frame_explains_nothing_here() {
    let elsewhere = candidate(DecidedBy::Person, FrameSelection::One(1));
    assert!(is_residual(&elsewhere, KEPT, false));
}

#[test]
fn a_word_half_inside_a_box_is_its_edge_and_one_that_lies_more_outside_is_not() {
    let policy = candidate(DecidedBy::Policy, ALL);
    // 40 columns, of which 20 and 19 lie in the painted box.
    assert!(!is_residual(&policy, [100, 30, 140, 50], true));
    assert!(is_residual(&policy, [101, 30, 141, 50], true));
}

/// Finds one word at a place of the frame, whatever it is shown.
struct Eye(PixelBox);

impl TextDetector for Eye {
    async fn detect_text(&self, image: &DisplayImage) -> Result<DetectedText, EngineError> {
        let place = deid_model::NormalizedBox::from_pixel(self.0, SIZE).unwrap();
        let area = place.to_pixel(image.size()).unwrap();
        let word = TextDetection {
            text: Some("KESTREL".into()),
            ..TextDetection::unread(area, Confidence::new(0.9), 0)
        };
        Ok(DetectedText {
            words: vec![word],
            coverage: Coverage::Complete,
        })
    }
}

/// Has one opinion on everything.
struct Judge(RegionReason);

impl PhiClassifier for Judge {
    async fn classify_phi(
        &self,
        text: &PhiText,
    ) -> Result<deid_model::ClassifiedText, EngineError> {
        let end = text.expose().chars().count() as u32;
        let entity = PhiEntity {
            span: TextSpan { start: 0, end },
            category: PhiCategory::Name,
            score: Confidence::new(0.8),
            reason: self.0,
            source: "",
        };
        Ok(deid_model::ClassifiedText {
            entities: vec![entity],
            coverage: Coverage::Complete,
        })
    }
}

#[test]
fn only_a_reason_that_speaks_for_phi_takes_back_what_a_policy_kept() {
    let policy = candidate(DecidedBy::Policy, ALL);
    let eye = Eye(pixels(KEPT));
    let is_found = |reason| {
        let judge = Judge(reason);
        let reading = pollster::block_on(policy.read_again(&eye, &judge));
        !reading.unwrap().found.is_empty()
    };
    for reason in [
        RegionReason::HeaderValue,
        RegionReason::DenyList,
        RegionReason::Label,
        RegionReason::Pattern,
    ] {
        assert!(is_found(reason), "{reason:?}");
    }
    for reason in [RegionReason::NameLike, RegionReason::Unexplained] {
        assert!(!is_found(reason), "{reason:?}");
    }
}
