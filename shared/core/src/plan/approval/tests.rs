//! Who decides: a policy, and a person's decisions from a file.

use deid_model::region::RegionReason;
use deid_model::review::PlaceDrawn;
use deid_model::{Coverage, DetectedText};

use super::super::sketch::{SIZE, draft, draft_of, file, harmless, name, name_like, unread};
use super::*;

const NAME: [u32; 4] = [20, 20, 120, 40];
const CHEST: [u32; 4] = [20, 60, 120, 80];

/// A name and a harmless word.
fn pair() -> DraftPlan {
    draft(&[name(NAME), harmless(CHEST, "CHEST")])
}

fn place(area: [u32; 4], decision: Decision) -> PlaceDecision {
    let area = area.try_into().unwrap();
    PlaceDecision { area, decision }
}

fn decided_by_file(draft: &DraftPlan, places: &[PlaceDecision]) -> ReviewedPlan {
    let decisions = FileDecisions {
        sha256: draft.sha256.clone(),
        frames_viewed: 3,
        places: places.to_vec(),
        drawn: Vec::new(),
    };
    let plan = draft.approve_by_decisions(&decisions, &Settings::DEFAULT);
    plan.unwrap()
}

fn told(plan: &ReviewedPlan) -> Vec<(RegionOrigin, Decision, DecidedBy)> {
    let regions = plan.regions.iter();
    regions.map(|it| (it.origin, it.decision, it.by)).collect()
}

const TEXT: RegionOrigin = RegionOrigin::Text;
const DRAWN: RegionOrigin = RegionOrigin::Drawn;

#[test]
fn a_place_decides_the_region_that_lies_two_pixels_beside_it() {
    let places = [
        place([22, 22, 122, 42], Decision::Keep),
        place([18, 58, 118, 78], Decision::Redact),
    ];
    let plan = decided_by_file(&pair(), &places);
    let expected = [
        (TEXT, Decision::Keep, DecidedBy::Person),
        (TEXT, Decision::Redact, DecidedBy::Person),
    ];
    assert_eq!(told(&plan), expected);
    assert_eq!(plan.frames_viewed, Some(3));
    // The box is the one proposed now.
    assert_eq!(plan.regions[0].area, NAME.try_into().unwrap());
}

#[test]
fn of_two_places_the_one_that_overlaps_most_decides() {
    let places = [
        place([20, 25, 120, 45], Decision::Redact),
        place([20, 21, 120, 41], Decision::Keep),
        place([20, 15, 120, 35], Decision::Redact),
    ];
    let plan = decided_by_file(&draft(&[name(NAME)]), &places);
    assert_eq!(told(&plan)[0], (TEXT, Decision::Keep, DecidedBy::Person));
}

#[test]
fn a_region_without_a_place_is_decided_by_the_settings() {
    let elsewhere = [place([200, 200, 300, 220], Decision::Keep)];
    let plan = decided_by_file(&pair(), &elsewhere);
    let expected = [
        (TEXT, Decision::Redact, DecidedBy::Policy),
        (TEXT, Decision::Keep, DecidedBy::Policy),
    ];
    assert_eq!(told(&plan), expected);
}

#[test]
fn half_of_a_region_is_not_its_place() {
    let half = [place([20, 20, 70, 40], Decision::Keep)];
    let plan = decided_by_file(&draft(&[name(NAME)]), &half);
    assert_eq!(told(&plan)[0], (TEXT, Decision::Redact, DecidedBy::Policy));
}

#[test]
fn what_was_to_be_redacted_is_painted_though_nothing_is_proposed_there_now() {
    let gone = place([200, 200, 300, 220], Decision::Redact);
    let plan = decided_by_file(&draft(&[]), &[gone]);
    assert_eq!(told(&plan), [(DRAWN, Decision::Redact, DecidedBy::Person)]);
    assert_eq!(
        (plan.regions[0].area, plan.regions[0].frames),
        (gone.area, FrameSelection::All)
    );
    let beside = [place([0, 0, SIZE.columns + 1, 9], Decision::Redact)];
    let decisions = FileDecisions {
        sha256: draft(&[]).sha256,
        frames_viewed: 1,
        places: beside.to_vec(),
        drawn: Vec::new(),
    };
    let outside = draft(&[]).approve_by_decisions(&decisions, &Settings::DEFAULT);
    assert_eq!(outside.err(), Some(PlanError::InvalidRegion));
}

#[test]
fn what_the_person_drew_is_redacted_and_must_lie_in_a_frame_that_is_there() {
    let decided = |frame| {
        let area = PixelBox::new(5, 5, 50, 50).unwrap();
        let draft = draft(&[]);
        let decisions = FileDecisions {
            sha256: draft.sha256.clone(),
            frames_viewed: 1,
            places: Vec::new(),
            drawn: vec![PlaceDrawn { frame, area }],
        };
        draft.approve_by_decisions(&decisions, &Settings::DEFAULT)
    };
    let plan = decided(FrameSelection::One(0)).unwrap();
    assert_eq!(told(&plan), [(DRAWN, Decision::Redact, DecidedBy::Person)]);
    let missing = decided(FrameSelection::One(1));
    assert_eq!(missing.err(), Some(PlanError::InvalidRegion));
}

#[test]
fn decisions_on_another_file_are_refused() {
    let decisions = FileDecisions {
        sha256: file(1).sha256().to_owned(),
        frames_viewed: 1,
        places: vec![place(NAME, Decision::Keep)],
        drawn: Vec::new(),
    };
    let refused = pair().approve_by_decisions(&decisions, &Settings::DEFAULT);
    assert_eq!(refused.err(), Some(PlanError::InvalidRegion));
}

#[test]
fn decisions_need_every_frame_examined() {
    let mut cut = pair();
    let found = DetectedText {
        words: Vec::new(),
        coverage: Coverage::Truncated,
    };
    cut.add_frame(0, &found, &[]);
    let decisions = FileDecisions {
        sha256: cut.sha256.clone(),
        frames_viewed: 1,
        places: Vec::new(),
        drawn: Vec::new(),
    };
    let unseen = Some(PlanError::FrameNotExamined { frame: 0 });
    let by_file = cut.approve_by_decisions(&decisions, &Settings::DEFAULT);
    assert_eq!(by_file.err(), unseen);
    assert_eq!(cut.approve_by_policy(&Settings::DEFAULT).err(), unseen);
    assert_eq!(cut.approve_by_person(&[], &[], 1).err(), unseen);
}

#[test]
fn a_person_stands_for_tripwires_and_a_policy_does_not() {
    let large = draft(&[name([0, 20, 400, 200])]);
    let plan = decided_by_file(&large, &[place([0, 20, 400, 200], Decision::Redact)]);
    assert!(plan.cleans_pixels());
    assert!(large.approve_by_policy(&Settings::DEFAULT).is_err());
}

#[test]
fn a_name_that_a_person_keeps_is_kept_phi_and_a_harmless_word_is_not() {
    let kept = decided_by_file(&pair(), &[place(NAME, Decision::Keep)]);
    assert!(kept.keeps_phi() && !kept.cleans_pixels());
    let harmless = decided_by_file(&pair(), &[place(CHEST, Decision::Keep)]);
    assert!(!harmless.keeps_phi() && harmless.cleans_pixels());
}

#[test]
fn an_area_that_a_person_keeps_is_no_kept_phi() {
    for why in [RegionReason::DeviceOverlay, RegionReason::OutsideRegions] {
        let mut draft = pair();
        let area = PixelBox::new(150, 0, 400, 300).unwrap();
        draft.add_area(area, why, "device");
        let kept = PlaceDecision {
            area,
            decision: Decision::Keep,
        };
        let plan = decided_by_file(&draft, &[kept]);
        assert_eq!(plan.regions[2].decision, Decision::Keep);
        assert!(!plan.keeps_phi(), "{why:?}");
    }
}

#[test]
fn a_policy_keeps_what_is_harmless_and_redacts_what_is_not_judged_at_any_threshold() {
    let rows = |row: u32| [20, 20 * row, 120, 20 * row + 15];
    let words = [
        harmless(rows(1), "CHEST"),
        name_like(rows(2), 0.99),
        unread(rows(3)),
        name(rows(4)),
        name_like(rows(5), 1.0),
    ];
    let strict = Settings {
        phi_threshold: 1.0,
        ..Settings::DEFAULT
    };
    let (keep, redact) = (Decision::Keep, Decision::Redact);
    for (settings, expected) in [
        (strict, [keep, keep, redact, redact, redact]),
        (Settings::DEFAULT, [keep, redact, redact, redact, redact]),
    ] {
        let plan = draft(&words).approve_by_policy(&settings).unwrap();
        let decided: Vec<_> = plan.regions.iter().map(|it| it.decision).collect();
        assert_eq!(decided, expected);
        assert!(plan.regions.iter().all(|it| it.by == DecidedBy::Policy));
        // What a threshold releases is told, as what a person keeps is.
        assert_eq!(plan.keeps_phi(), settings.phi_threshold > 0.0);
    }
}

#[test]
fn text_of_the_second_reading_is_redacted_by_decisions_that_do_not_know_it() {
    let mut draft = draft_of(&file(0), &[]);
    draft.add_second_reading(0, &[name(NAME).word()]);
    let plan = decided_by_file(&draft, &[]);
    assert_eq!(told(&plan), [(TEXT, Decision::Redact, DecidedBy::Policy)]);
}

#[test]
fn where_only_the_header_is_cleaned_nothing_is_claimed_about_pixels() {
    let untouched = Settings {
        redact: RedactMode::None,
        ..Settings::DEFAULT
    };
    let plan = DraftPlan::new(&file(0)).approve_by_policy(&untouched);
    let plan = plan.unwrap();
    assert!(plan.regions.is_empty() && !plan.cleans_pixels());
}
