use super::*;
use deid_model::region::RegionReason;
use deid_model::{RedactMode, RegionOrigin};

fn found(id: u32, x: u32) -> ProposedRegion {
    ProposedRegion {
        id,
        frames: FrameSelection::All,
        seen_in: 0,
        area: PixelBox::new(x, 0, x + 10, 10).unwrap(),
        origin: RegionOrigin::Text,
        category: PhiCategory::Unknown,
        score: 1.0,
        detect_confidence: 0.9,
        reason: RegionReason::Unread,
        source: String::new(),
        text: None,
    }
}

fn two_found() -> Editor {
    let mut editor = Editor::default();
    editor.replace_proposed(&[found(0, 0), found(1, 50)], &Settings::DEFAULT);
    editor
}

fn draw(editor: &mut Editor) -> RegionKey {
    let area = PixelBox::new(5, 5, 9, 9).unwrap();
    editor
        .apply(Edit::Draw {
            area,
            frames: FrameSelection::All,
            seen_in: 0,
        })
        .unwrap()
}

#[test]
fn everything_found_that_is_not_known_as_harmless_is_proposed_for_redaction() {
    let decisions = two_found().decisions();
    assert_eq!(decisions.len(), 2);
    assert!(decisions.iter().all(|one| one.decision == Decision::Redact));
}

#[test]
fn a_region_is_switched_off_and_on() {
    let mut editor = two_found();
    editor.apply(Edit::Toggle(RegionKey::Proposed(1)));
    assert_eq!(editor.decisions()[1].decision, Decision::Keep);
    editor.apply(Edit::Toggle(RegionKey::Proposed(1)));
    assert_eq!(editor.decisions()[1].decision, Decision::Redact);
}

#[test]
fn a_deleted_proposal_is_kept_and_out_of_sight_but_still_decided() {
    let mut editor = two_found();
    editor.apply(Edit::Delete(RegionKey::Proposed(0)));
    assert_eq!(editor.regions().count(), 1);
    assert_eq!(
        editor.decisions()[0],
        ReviewDecision {
            id: 0,
            decision: Decision::Keep
        }
    );
    assert_eq!(
        editor.tally(),
        Tally {
            redact: 1,
            keep: 1,
            harmless: 0,
            removed: 1,
            look_again: 0
        }
    );
    editor.apply(Edit::Restore);
    assert_eq!(
        editor.tally(),
        Tally {
            redact: 2,
            keep: 0,
            harmless: 0,
            removed: 0,
            look_again: 0
        }
    );
}

#[test]
fn a_drawn_region_is_sent_while_it_is_on_and_vanishes_when_deleted() {
    let mut editor = two_found();
    let key = draw(&mut editor);
    assert_eq!(editor.drawn().len(), 1);
    editor.apply(Edit::Toggle(key));
    assert!(editor.drawn().is_empty());
    editor.apply(Edit::Delete(key));
    assert_eq!(
        editor.tally(),
        Tally {
            redact: 2,
            keep: 0,
            harmless: 0,
            removed: 0,
            look_again: 0
        }
    );
}

#[test]
fn only_drawn_regions_can_be_moved() {
    let mut editor = two_found();
    let key = draw(&mut editor);
    let there = PixelBox::new(70, 70, 80, 80).unwrap();
    editor.apply(Edit::Place(key, there));
    editor.apply(Edit::Place(RegionKey::Proposed(0), there));
    assert_eq!(editor.region(key).unwrap().area, there);
    assert_eq!(
        editor.region(RegionKey::Proposed(0)).unwrap().area,
        found(0, 0).area
    );
}

#[test]
fn undo_and_redo_walk_through_the_changes() {
    let mut editor = two_found();
    editor.apply(Edit::Toggle(RegionKey::Proposed(0)));
    draw(&mut editor);
    let last = editor.clone();
    editor.apply(Edit::Undo);
    editor.apply(Edit::Undo);
    assert_eq!(editor.tally().redact, 2);
    assert_eq!(editor.history(), (false, true));
    editor.apply(Edit::Redo);
    editor.apply(Edit::Redo);
    assert_eq!(editor, last);
}

#[test]
fn a_change_that_changes_nothing_is_not_a_step() {
    let mut editor = two_found();
    editor.apply(Edit::Restore);
    assert_eq!(editor.history(), (false, false));
}

#[test]
fn decisions_stay_with_their_place_when_regions_are_found_anew() {
    let mut editor = two_found();
    draw(&mut editor);
    editor.apply(Edit::Toggle(RegionKey::Proposed(1)));
    editor.replace_proposed(
        &[found(0, 51), found(1, 1), found(2, 90)],
        &Settings::DEFAULT,
    );
    let kept: Vec<_> = editor
        .regions()
        .filter(|region| !region.is_redacted())
        .map(|region| region.key)
        .collect();
    assert_eq!(kept, [RegionKey::Proposed(0)]);
    assert_eq!(editor.drawn().len(), 1);
}

/// The region as the cloud engine calls it.
fn called(id: u32, x: u32, category: PhiCategory) -> ProposedRegion {
    ProposedRegion {
        category,
        reason: RegionReason::CloudPhi,
        text: Some("KESTREL".into()),
        ..found(id, x)
    }
}

#[test]
fn what_a_person_kept_is_redacted_again_once_it_is_called_phi() {
    let mut editor = two_found();
    editor.apply(Edit::Toggle(RegionKey::Proposed(0)));
    editor.apply(Edit::Delete(RegionKey::Proposed(1)));
    let told = [
        called(0, 0, PhiCategory::Name),
        found(1, 50),
        called(2, 90, PhiCategory::Date),
    ];
    assert!(editor.learn(&told, &Settings::DEFAULT));
    let decisions: Vec<_> = editor.decisions().iter().map(|one| one.decision).collect();
    assert_eq!(
        decisions,
        [Decision::Redact, Decision::Keep, Decision::Redact]
    );
    assert_eq!(editor.tally().look_again, 1);
    editor.apply(Edit::DecideRow(RegionKey::Proposed(0), Decision::Keep));
    assert_eq!(editor.tally().look_again, 0);
    assert!(
        !editor.learn(&told, &Settings::DEFAULT),
        "a decision made in full knowledge is asked for again"
    );
}

#[test]
fn a_kept_region_that_reads_differently_is_redacted_again() {
    let mut editor = two_found();
    let keep = Edit::DecideRow(RegionKey::Proposed(0), Decision::Keep);
    let mut told = [called(0, 0, PhiCategory::Unknown), found(1, 50)];
    editor.apply(keep);
    assert!(
        editor.learn(&told, &Settings::DEFAULT),
        "it was not read before"
    );
    editor.apply(keep);
    assert!(!editor.learn(&told, &Settings::DEFAULT));
    told[0].text = Some("KESTREL / MARSH".into());
    assert!(
        editor.learn(&told, &Settings::DEFAULT),
        "another frame reads differently"
    );
    assert_eq!(editor.tally().redact, 2);
}

#[test]
fn a_kept_region_that_has_grown_is_redacted_again() {
    let mut editor = two_found();
    editor.apply(Edit::Toggle(RegionKey::Proposed(0)));
    let mut grown = found(0, 0);
    grown.area = PixelBox::new(0, 0, 12, 10).unwrap();
    assert!(editor.learn(&[grown, found(1, 50)], &Settings::DEFAULT));
    assert_eq!(editor.tally().redact, 2);
}

#[test]
fn a_reading_is_no_part_of_debug_output() {
    let mut editor = two_found();
    editor.learn(&[called(0, 0, PhiCategory::Name)], &Settings::DEFAULT);
    assert!(!format!("{editor:?}").contains("KESTREL"));
}

/// A word that the rules judged.
fn judged(id: u32, x: u32, category: PhiCategory, score: f32, text: &str) -> ProposedRegion {
    ProposedRegion {
        category,
        score,
        reason: if category == PhiCategory::Harmless {
            RegionReason::Vocabulary
        } else {
            RegionReason::Pattern
        },
        text: Some(text.to_owned()),
        ..found(id, x)
    }
}

/// A harmless word, a date, a header match, an unread word.
fn four_kinds() -> Editor {
    let mut header = judged(2, 40, PhiCategory::Name, 0.5, "KESTREL");
    header.reason = RegionReason::HeaderValue;
    let regions = [
        judged(0, 0, PhiCategory::Harmless, 0.0, "SUPINE"),
        judged(1, 20, PhiCategory::Date, 0.5, "01.02.2003"),
        header,
        found(3, 60),
    ];
    let mut editor = Editor::default();
    editor.replace_proposed(&regions, &Settings::DEFAULT);
    editor
}

fn decided(editor: &Editor) -> Vec<Decision> {
    let decisions = editor.decisions();
    decisions.into_iter().map(|one| one.decision).collect()
}

fn with_threshold(phi_threshold: f32) -> Settings {
    Settings {
        phi_threshold,
        ..Settings::DEFAULT
    }
}

const R: Decision = Decision::Redact;
const K: Decision = Decision::Keep;

#[test]
fn harmless_text_is_kept_and_counted_until_all_text_is_to_go() {
    let mut editor = four_kinds();
    assert_eq!(decided(&editor), [K, R, R, R]);
    let tally = editor.tally();
    assert_eq!((tally.redact, tally.keep, tally.harmless), (3, 1, 1));
    editor.follow(&Settings {
        redact: RedactMode::AllText,
        ..Settings::DEFAULT
    });
    assert_eq!(decided(&editor), [R, R, R, R]);
    assert_eq!(editor.tally().harmless, 0);
}

#[test]
fn a_threshold_releases_only_what_it_may() {
    let mut editor = four_kinds();
    editor.follow(&with_threshold(0.9));
    assert_eq!(decided(&editor), [K, K, R, R]);
    assert_eq!(editor.tally().otherwise_kept(), 1);
    editor.follow(&with_threshold(0.1));
    assert_eq!(decided(&editor), [K, R, R, R]);
}

#[test]
fn a_decision_by_hand_survives_every_change_of_settings() {
    let mut editor = four_kinds();
    editor.apply(Edit::Toggle(RegionKey::Proposed(0)));
    editor.apply(Edit::Toggle(RegionKey::Proposed(3)));
    editor.follow(&with_threshold(1.0));
    assert_eq!(decided(&editor), [R, K, R, K]);
    editor.follow(&Settings {
        redact: RedactMode::AllText,
        ..Settings::DEFAULT
    });
    assert_eq!(decided(&editor), [R, R, R, K]);
}

#[test]
fn what_is_undone_follows_the_settings_of_now() {
    let mut editor = four_kinds();
    editor.apply(Edit::DecideRow(RegionKey::Proposed(1), Decision::Redact));
    editor.follow(&with_threshold(0.9));
    assert_eq!(decided(&editor), [K, R, R, R]);
    editor.apply(Edit::Undo);
    assert_eq!(decided(&editor), [K, K, R, R]);
    editor.apply(Edit::Redo);
    assert_eq!(decided(&editor), [K, R, R, R]);
}

#[test]
fn what_nobody_decided_by_hand_follows_when_it_is_judged_anew() {
    let mut editor = Editor::default();
    editor.replace_proposed(&[found(0, 0), found(1, 50)], &Settings::DEFAULT);
    editor.apply(Edit::Toggle(RegionKey::Proposed(1)));
    let anew = [
        judged(0, 0, PhiCategory::Harmless, 0.0, "SUPINE"),
        judged(1, 50, PhiCategory::Date, 0.5, "01.02.2003"),
    ];
    editor.replace_proposed(&anew, &Settings::DEFAULT);
    assert_eq!(decided(&editor), [K, K]);
    assert_eq!(editor.tally().harmless, 1);
}

#[test]
fn a_drawn_box_is_redacted_whatever_the_settings_say() {
    let mut editor = Editor::default();
    draw(&mut editor);
    editor.follow(&Settings {
        redact: RedactMode::None,
        ..with_threshold(1.0)
    });
    assert_eq!(editor.drawn().len(), 1);
}

#[test]
fn what_the_settings_kept_and_the_cloud_engine_calls_phi_is_redacted_without_another_look() {
    let mut editor = four_kinds();
    assert!(!editor.learn(&[called(0, 0, PhiCategory::Name)], &Settings::DEFAULT));
    assert_eq!(decided(&editor), [R]);
}

#[test]
fn a_region_to_look_at_again_is_redacted_whatever_the_threshold() {
    let mut editor = two_found();
    editor.apply(Edit::Toggle(RegionKey::Proposed(0)));
    assert!(editor.learn(&[called(0, 0, PhiCategory::Name)], &Settings::DEFAULT));
    let mut name = called(0, 0, PhiCategory::Name);
    name.score = 0.2;
    editor.replace_proposed(&[name], &with_threshold(0.9));
    assert_eq!(decided(&editor), [R]);
    assert_eq!(editor.tally().look_again, 1);
}

#[test]
fn places_that_say_the_same_are_one_row_decided_once_or_one_by_one() {
    let mut editor = Editor::default();
    let date = |id, x| judged(id, x, PhiCategory::Date, 0.5, "01.02.2003");
    let regions = [date(0, 0), found(1, 20), date(2, 40), found(3, 60)];
    editor.replace_proposed(&regions, &Settings::DEFAULT);
    let places = |editor: &Editor| -> Vec<usize> {
        editor.rows().iter().map(|row| row.places.len()).collect()
    };
    assert_eq!(places(&editor), [2, 1, 1], "unread places are no pair");
    editor.apply(Edit::DecideRow(RegionKey::Proposed(2), Decision::Keep));
    assert_eq!(decided(&editor), [K, R, K, R]);
    editor.apply(Edit::Undo);
    assert_eq!(decided(&editor), [R, R, R, R], "a row is one step");
    editor.apply(Edit::Toggle(RegionKey::Proposed(2)));
    assert_eq!(places(&editor), [2, 1, 1]);
    let row = editor.rows().remove(0);
    assert_eq!(editor.row_decision(&row), RowDecision::Redacted(1));
}
