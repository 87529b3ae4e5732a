//! Each tripwire: what trips it, what just does not, and that it can be switched off.

use super::super::PlanError;
use super::super::sketch::{
    SIZE, Sketched, dicom, draft, draft_of, file, harmless, name, name_like, unread,
};
use super::*;
use deid_model::region::RegionReason;

/// What `draft` trips, with all on and with that one off.
fn tripped(draft: &DraftPlan) -> Option<Tripwire> {
    let first = draft.tripped(&Settings::DEFAULT);
    if let Some(tripwire) = first {
        let off = Settings {
            tripwires_off: vec![tripwire],
            ..Settings::DEFAULT
        };
        assert_eq!(
            draft.tripped(&off),
            None,
            "{tripwire:?} cannot be switched off"
        );
        assert!(draft.approve_by_policy(&off).is_ok());
        let held = draft.approve_by_policy(&Settings::DEFAULT);
        assert_eq!(held.err(), Some(PlanError::Tripped(tripwire)));
    }
    first
}

/// Words of 7 x 5 pixels at places of their own, away from the edges.
fn words(count: u32) -> Vec<Sketched> {
    let place = |at: u32| {
        let (x, y) = (10 + at % 38 * 10, 10 + at / 38 * 10);
        harmless([x, y, x + 7, y + 5], "CHEST")
    };
    (0..count).map(place).collect()
}

/// The draft with the text of one word cut by the left edge: its polygon, and its box.
fn beside_edge(sketched: &Sketched, left: f32) -> DraftPlan {
    let mut draft = draft(&[]);
    let mut word = sketched.word();
    word.polygon[0][0] = left;
    word.polygon[3][0] = left;
    let found = deid_model::DetectedText {
        words: vec![word],
        coverage: deid_model::Coverage::Complete,
    };
    draft.add_frame(0, &found, &[sketched.class()]);
    draft
}

#[test]
fn an_ultrasound_without_any_text_waits_and_a_radiograph_without_text_does_not() {
    for (modality, burned_in) in [
        ("US", ""),
        ("SC", "NO"),
        ("XA", ""),
        ("OT", ""),
        ("DX", "YES"),
    ] {
        let silent = draft_of(&dicom(modality, burned_in), &[]);
        assert_eq!(tripped(&silent), Some(Tripwire::NoTextFound), "{modality}");
    }
    for (modality, burned_in) in [("DX", ""), ("CT", "NO"), ("", "")] {
        let silent = draft_of(&dicom(modality, burned_in), &[]);
        assert_eq!(tripped(&silent), None, "{modality}");
    }
    assert_eq!(tripped(&draft_of(&file(0), &[])), None);
}

#[test]
fn one_word_is_text_and_an_area_known_beforehand_is_not() {
    let ultrasound = dicom("US", "");
    let mut draft = draft_of(&ultrasound, &[name([0, 0, 1, 1])]);
    assert!(draft.has_text());
    assert_eq!(draft.tripped(&off(&[Tripwire::LargeArea])), None);
    draft = draft_of(&ultrasound, &[]);
    let area = PixelBox::new(0, 0, 1, 1).unwrap();
    draft.add_area(area, RegionReason::OutsideRegions, "");
    assert_eq!(tripped(&draft), Some(Tripwire::NoTextFound));
}

#[test]
fn a_file_without_text_waits_where_its_siblings_carry_some_and_one_with_text_does_not() {
    let radiograph = dicom("DX", "");
    for (words, expected) in [
        (vec![], Some(Tripwire::SiblingHasText)),
        (vec![harmless([0, 0, 1, 1], "L")], None),
    ] {
        let mut draft = draft_of(&radiograph, &words);
        let off = off(&[Tripwire::TextAtEdge]);
        assert_eq!(draft.tripped(&off), None);
        draft.note_that_siblings_carry_text();
        assert_eq!(draft.tripped(&off), expected);
    }
}

fn off(tripwires: &[Tripwire]) -> Settings {
    Settings {
        tripwires_off: tripwires.to_vec(),
        ..Settings::DEFAULT
    }
}

#[test]
fn boxes_over_more_than_a_fifth_of_the_frame_wait() {
    // Rows 20 to 80 are a fifth.
    assert_eq!(tripped(&draft(&[name([0, 20, 400, 80])])), None);
    let larger = [name([0, 20, 400, 60]), name([0, 70, 400, 95])];
    assert_eq!(tripped(&draft(&larger)), Some(Tripwire::LargeArea));
}

#[test]
fn overlapping_boxes_count_once() {
    // Together they would be a fourth; they lie over each other.
    let boxes = [name([0, 20, 400, 60]), name([0, 40, 200, 75])];
    assert_eq!(tripped(&draft(&boxes)), None);
}

#[test]
fn what_is_kept_covers_nothing_and_the_threshold_decides_what_is_kept() {
    assert_eq!(
        tripped(&draft(&[harmless([9, 20, 390, 290], "CHEST")])),
        None
    );
    let maybe = draft(&[name_like([9, 20, 390, 290], 0.4)]);
    assert_eq!(tripped(&maybe), Some(Tripwire::LargeArea));
    let released = Settings {
        phi_threshold: 0.5,
        ..Settings::DEFAULT
    };
    assert_eq!(maybe.tripped(&released), None);
}

#[test]
fn areas_of_the_catalogue_and_beside_ultrasound_regions_are_meant_to_be_large() {
    for why in [RegionReason::DeviceOverlay, RegionReason::OutsideRegions] {
        let mut draft = draft(&[name([10, 10, 60, 30])]);
        draft.add_area(SIZE.bounds().unwrap(), why, "device");
        assert_eq!(tripped(&draft), None, "{why:?}");
    }
}

#[test]
fn a_hundred_and_twenty_words_are_a_page_and_one_less_is_not() {
    assert_eq!(tripped(&draft(&words(119))), None);
    assert_eq!(tripped(&draft(&words(120))), Some(Tripwire::DocumentPage));
}

#[test]
fn words_that_only_dose_reports_bring_together_make_a_page() {
    let said = |texts: [&'static str; 2]| {
        draft(&[
            harmless([10, 10, 60, 30], texts[0]),
            harmless([10, 50, 60, 70], texts[1]),
        ])
    };
    for texts in [
        ["CTDIvol", "DLP"],
        ["ctdi", "350 mGy*cm"],
        ["CTDIw", "mGycm"],
    ] {
        assert_eq!(
            tripped(&said(texts)),
            Some(Tripwire::DocumentPage),
            "{texts:?}"
        );
    }
    for texts in [["CTDIvol", "CTDI"], ["DLP", "mGy.cm"], ["CHEST", "mGy"]] {
        assert_eq!(tripped(&said(texts)), None, "{texts:?}");
    }
}

#[test]
fn a_marker_that_would_lose_more_than_a_quarter_waits() {
    // A marker of 40 x 40; the name beside it takes 10 or 11 of its columns.
    let marker = || harmless([100, 100, 140, 140], "L");
    assert_eq!(
        tripped(&draft(&[marker(), name([20, 100, 110, 140])])),
        None
    );
    let covered = draft(&[marker(), name([20, 100, 111, 140])]);
    assert_eq!(tripped(&covered), Some(Tripwire::MarkerCovered));
}

#[test]
fn other_harmless_words_and_words_that_are_no_kept_marker_may_be_covered() {
    let covering = || name([20, 100, 125, 140]);
    let area = [100, 100, 140, 140];
    assert_eq!(tripped(&draft(&[harmless(area, "AP"), covering()])), None);
    let mut redacted = name_like(area, 0.5);
    redacted.text = "L";
    assert_eq!(tripped(&draft(&[redacted, covering()])), None);
}

#[test]
fn a_marker_is_known_by_every_reading_of_its_frames() {
    let mut draft = draft(&[
        harmless([100, 100, 140, 140], "rt"),
        name([20, 100, 125, 140]),
    ]);
    let again = harmless([100, 100, 140, 140], "RIGHT");
    let found = deid_model::DetectedText {
        words: vec![again.word()],
        coverage: deid_model::Coverage::Complete,
    };
    draft.add_frame(0, &found, &[again.class()]);
    assert_eq!(draft.regions()[0].text.as_deref(), Some("rt / RIGHT"));
    assert_eq!(tripped(&draft), Some(Tripwire::MarkerCovered));
}

#[test]
fn areas_known_beforehand_may_not_cover_a_marker_either() {
    let mut draft = draft(&[harmless([100, 100, 140, 140], "LEFT")]);
    let area = PixelBox::new(0, 0, 400, 150).unwrap();
    draft.add_area(area, RegionReason::DeviceOverlay, "device");
    assert_eq!(tripped(&draft), Some(Tripwire::MarkerCovered));
}

#[test]
fn who_asks_for_all_text_asks_for_markers_too() {
    let draft = draft(&[
        harmless([100, 100, 140, 140], "L"),
        name([20, 100, 140, 140]),
    ]);
    let all_text = Settings {
        redact: RedactMode::AllText,
        ..Settings::DEFAULT
    };
    assert_eq!(draft.tripped(&all_text), None);
    assert_eq!(
        draft.tripped(&Settings::DEFAULT),
        Some(Tripwire::MarkerCovered)
    );
}

#[test]
fn kept_text_whose_strokes_reach_the_edge_waits() {
    let kept = harmless([0, 100, 60, 120], "CHEST");
    assert_eq!(
        tripped(&beside_edge(&kept, 0.9)),
        Some(Tripwire::TextAtEdge)
    );
    // Its box, grown by a margin, reaches the edge; the text itself does not.
    assert_eq!(tripped(&beside_edge(&kept, 1.0)), None);
}

#[test]
fn every_side_of_the_frame_is_an_edge() {
    for area in [
        [0, 9, 50, 20],
        [9, 0, 50, 20],
        [350, 9, 400, 20],
        [9, 280, 50, 300],
    ] {
        let cut = draft(&[harmless(area, "CHEST")]);
        assert_eq!(tripped(&cut), Some(Tripwire::TextAtEdge), "{area:?}");
    }
    for area in [[1, 1, 50, 20], [350, 280, 399, 299]] {
        assert_eq!(
            tripped(&draft(&[harmless(area, "CHEST")])),
            None,
            "{area:?}"
        );
    }
}

#[test]
fn text_that_is_painted_over_may_reach_the_edge() {
    for word in [name([0, 100, 60, 120]), unread([0, 100, 60, 120])] {
        assert_eq!(tripped(&beside_edge(&word, 0.0)), None);
    }
}

#[test]
fn with_one_switched_off_the_next_still_holds_the_file() {
    let draft = draft(&[
        name([0, 20, 400, 200]),
        harmless([0, 280, 60, 295], "CHEST"),
    ]);
    assert_eq!(draft.tripped(&Settings::DEFAULT), Some(Tripwire::LargeArea));
    let settings = off(&[Tripwire::LargeArea]);
    assert_eq!(draft.tripped(&settings), Some(Tripwire::TextAtEdge));
    assert_eq!(draft.tripped(&off(&Tripwire::ALL)), None);
}
