//! Lists that a person brings while files are open.

use deid_model::region::RegionReason;
use deid_model::{Confidence, Coverage, DetectedText, PhiCategory, PixelBox, TextDetection};
use deid_rules::SiteLists;

use super::*;
use crate::desk::{Contents, LIMITS};
use crate::judge::Seen;

type Told = Vec<(FromWorker, Option<Vec<u8>>)>;

/// The slice that the page offers: a DICOM file whose header names its patient.
fn slice() -> Built {
    samples().remove(2).built
}

impl Visit {
    /// Brings lists, and returns what the worker answers at once.
    fn lists(&mut self, allow: &str, deny: &str) -> Told {
        let lists = ToWorker::Lists {
            allow: allow.to_owned(),
            deny: deny.to_owned(),
        };
        self.say(lists, None);
        self.told()
    }

    /// Opens the slice and waits for its regions.
    fn with_slice() -> (Self, Vec<ProposedRegion>) {
        let mut visit = Self::new();
        visit.open(0, "slice.dcm", slice().bytes);
        visit.finish();
        let regions = found(&visit.told());
        (visit, regions)
    }
}

/// The region where this word of the slice stands.
fn at<'a>(regions: &'a [ProposedRegion], text: &str) -> &'a ProposedRegion {
    let truth = slice().truth;
    let word = truth.words.iter().find(|word| word.text == text).unwrap();
    let mut regions = regions.iter();
    regions.find(|it| it.area.overlap(word.area) > 0.3).unwrap()
}

fn by_settings(region: &ProposedRegion) -> Decision {
    Settings::DEFAULT.decision(region.category, region.score, region.reason)
}

fn places(regions: &[ProposedRegion]) -> Vec<(u32, PixelBox)> {
    regions.iter().map(|it| (it.id, it.area)).collect()
}

#[test]
fn a_denied_harmless_word_of_an_open_file_is_redacted_and_all_regions_keep_their_numbers() {
    let (mut visit, before) = Visit::with_slice();
    let portable = at(&before, "PORTABLE");
    assert_eq!(
        (portable.category, by_settings(portable)),
        (PhiCategory::Harmless, Decision::Keep)
    );

    let told = visit.lists("", "portable");
    assert_eq!(stages(&told), [SearchStage::Complete]);
    let after = found(&told);
    assert_eq!(places(&after), places(&before));
    let portable = at(&after, "PORTABLE");
    assert_eq!(
        (portable.reason, by_settings(portable)),
        (RegionReason::DenyList, Decision::Redact)
    );
    let others = |regions: &[ProposedRegion]| {
        let others = regions.iter().filter(|it| it.id != portable.id);
        others.cloned().collect::<Vec<_>>()
    };
    assert_eq!(others(&after), others(&before));

    // Without the list all is as before.
    assert_eq!(found(&visit.lists("", "")), before);
}

#[test]
fn an_allowed_name_of_the_header_stays_redacted() {
    let (mut visit, before) = Visit::with_slice();
    let family = format!("{},", slice().truth.secrets[0]);
    let after = found(&visit.lists(&family, ""));
    assert_eq!(at(&after, &family), at(&before, &family));
    assert_eq!(at(&after, &family).reason, RegionReason::HeaderValue);
}

#[test]
fn lists_told_before_a_file_count_for_it() {
    let mut visit = Visit::new();
    assert!(visit.lists("", "portable").is_empty());
    visit.open(0, "slice.dcm", slice().bytes);
    visit.finish();
    let regions = found(&visit.told());
    assert_eq!(at(&regions, "PORTABLE").reason, RegionReason::DenyList);
}

#[test]
fn a_wrong_list_is_refused_by_its_line_and_the_lists_of_before_stay() {
    let (mut visit, _) = Visit::with_slice();
    let denied = found(&visit.lists("", "portable"));
    let told = visit.lists("fine\n/KESTREL(/", "");
    let [(FromWorker::ListsRefused { problem }, None)] = told.as_slice() else {
        panic!("not refused, or more than that")
    };
    assert_eq!(
        problem,
        "line 2 of the allow-list: not a regular expression"
    );
    // Still in force for files that come now.
    visit.open(1, "slice.dcm", slice().bytes);
    visit.finish();
    assert_eq!(found(&visit.told()), denied);
}

#[test]
fn every_open_file_is_judged_again_and_a_closed_one_is_not() {
    let (mut visit, _) = Visit::with_slice();
    visit.open(1, "chest.png", chest().bytes);
    visit.finish();
    visit.told();
    let mut files: Vec<FileId> = visit.lists("", "portable").iter().map(file_of).collect();
    files.sort_unstable();
    assert_eq!(files, [0, 1]);
    visit.say(ToWorker::Close { file: 0 }, None);
    let files: Vec<FileId> = visit.lists("", "").iter().map(file_of).collect();
    assert_eq!(files, [1]);
}

fn file_of((message, _): &(FromWorker, Option<Vec<u8>>)) -> FileId {
    match message {
        FromWorker::Regions { file, .. } => *file,
        _ => panic!("no regions"),
    }
}

#[test]
fn lists_that_come_during_the_search_count_in_the_end() {
    let mut visit = Visit::new();
    visit.open(0, "slice.dcm", slice().bytes);
    assert!(visit.step());
    visit.told();
    // No frame is read in full yet: there is nothing to judge again.
    assert!(visit.lists("", "portable").is_empty());
    visit.finish();
    let told = visit.told();
    assert_eq!(stages(&told).last(), Some(&SearchStage::Complete));
    assert_eq!(at(&found(&told), "PORTABLE").reason, RegionReason::DenyList);
}

/// A word of a picture, read surely.
fn read(area: PixelBox, text: &str) -> TextDetection {
    TextDetection {
        text: Some(text.to_owned()),
        read_confidence: Confidence::new(1.0),
        ..TextDetection::unread(area, Confidence::new(1.0), 0)
    }
}

#[test]
fn what_the_second_reading_added_survives_new_lists() {
    let desk = Visit::new().desk;
    let Built { bytes, truth, .. } = slice();
    let contents = Contents::new(parse(bytes, &LIMITS).unwrap(), &desk.lists.borrow());
    let words = truth.words.iter().map(|word| read(word.area, &word.text));
    let found = DetectedText {
        words: words.collect(),
        coverage: Coverage::Complete,
    };
    let area = PixelBox::new(200, 240, 290, 262).unwrap();
    contents.add(Seen::Frame(0, found)).unwrap();
    // Allowed or not: text that only the second reading saw is for a person to decide.
    contents
        .add(Seen::Again(0, read(area, "PORTABLE")))
        .unwrap();
    let before = contents.plan.borrow().regions().to_vec();

    for (allow, deny) in [("portable", ""), ("", "portable"), ("", "")] {
        let lists = SiteLists::parse(allow, deny).unwrap();
        desk.lists.replace(lists);
        let plan = desk.judge_again(&contents).unwrap();
        assert_eq!(places(plan.regions()), places(&before));
        assert_eq!(contents.plan.borrow().regions(), plan.regions());
        let added = plan.regions().last().unwrap();
        assert_eq!(
            (added.area, added.reason),
            (area, RegionReason::SecondReading)
        );
        assert_eq!(by_settings(added), Decision::Redact);
        assert_eq!(
            by_settings(at(plan.regions(), "PORTABLE")) == Decision::Redact,
            !deny.is_empty()
        );
    }
    assert_eq!(contents.plan.borrow().regions(), before);
}
