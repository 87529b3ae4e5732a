use super::*;
use deid_model::RegionOrigin;

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
        text: None,
    }
}

fn two_found() -> Editor {
    let mut editor = Editor::default();
    editor.replace_proposed(&[found(0, 0), found(1, 50)]);
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
fn everything_found_is_proposed_for_redaction() {
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
    editor.apply(Edit::Decide(RegionKey::Proposed(0), Decision::Redact));
    assert_eq!(editor.history(), (false, false));
}

#[test]
fn decisions_stay_with_their_place_when_regions_are_found_anew() {
    let mut editor = two_found();
    draw(&mut editor);
    editor.apply(Edit::Toggle(RegionKey::Proposed(1)));
    editor.replace_proposed(&[found(0, 51), found(1, 1), found(2, 90)]);
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
    assert!(editor.learn(&told));
    let decisions: Vec<_> = editor.decisions().iter().map(|one| one.decision).collect();
    assert_eq!(
        decisions,
        [Decision::Redact, Decision::Keep, Decision::Redact]
    );
    assert_eq!(editor.tally().look_again, 1);
    editor.apply(Edit::Decide(RegionKey::Proposed(0), Decision::Keep));
    assert_eq!(editor.tally().look_again, 0);
    assert!(
        !editor.learn(&told),
        "a decision made in full knowledge is asked for again"
    );
}

#[test]
fn a_kept_region_that_reads_differently_is_redacted_again() {
    let mut editor = two_found();
    let keep = Edit::Decide(RegionKey::Proposed(0), Decision::Keep);
    let mut told = [called(0, 0, PhiCategory::Unknown), found(1, 50)];
    editor.apply(keep);
    assert!(editor.learn(&told), "it was not read before");
    editor.apply(keep);
    assert!(!editor.learn(&told));
    told[0].text = Some("KESTREL / MARSH".into());
    assert!(editor.learn(&told), "another frame reads differently");
    assert_eq!(editor.tally().redact, 2);
}

#[test]
fn a_kept_region_that_has_grown_is_redacted_again() {
    let mut editor = two_found();
    editor.apply(Edit::Toggle(RegionKey::Proposed(0)));
    let mut grown = found(0, 0);
    grown.area = PixelBox::new(0, 0, 12, 10).unwrap();
    assert!(editor.learn(&[grown, found(1, 50)]));
    assert_eq!(editor.tally().redact, 2);
}

#[test]
fn a_reading_is_no_part_of_debug_output() {
    let mut editor = two_found();
    editor.learn(&[called(0, 0, PhiCategory::Name)]);
    assert!(!format!("{editor:?}").contains("KESTREL"));
}
