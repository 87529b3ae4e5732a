//! What other files of the study tell, while a file is open.

use deid_model::IdentifierKind;
use deid_model::region::RegionReason;
use deid_model::worker::StudyValue;

use super::*;

fn value(kind: IdentifierKind, source: &str, value: &str) -> StudyValue {
    StudyValue {
        kind,
        source: source.into(),
        value: value.into(),
    }
}

#[test]
fn a_file_tells_who_its_study_is_about_and_not_when_its_picture_was_made() {
    let mut visit = Visit::new();
    visit.open(0, "slice.dcm", samples().remove(2).built.bytes);
    visit.finish();
    let told = visit.told();
    let values = told.iter().find_map(|(message, _)| match message {
        FromWorker::StudyValues { file: 0, values } => Some(values.clone()),
        _ => None,
    });
    let values = values.unwrap();
    assert!(values.iter().any(|value| value.source == "PatientName"));
    assert!(values.iter().all(|it| it.kind != IdentifierKind::Time));
}

#[test]
fn a_word_that_another_file_of_the_study_names_is_redacted_from_then_on() {
    let mut visit = Visit::new();
    let Built { bytes, truth, .. } = samples().remove(2).built;
    visit.open(0, "slice.dcm", bytes);
    visit.finish();
    visit.told();
    let word = truth.words.iter().find(|word| word.text == "PORTABLE");
    let area = word.unwrap().area;
    let reason = |visit: &mut Visit, values: Vec<StudyValue>| {
        visit.say(ToWorker::StudyValues { file: 0, values }, None);
        let told = visit.told();
        assert_eq!(stages(&told), [SearchStage::Complete]);
        let regions = found(&told);
        let region = regions.iter().find(|it| it.area.overlap(area) > 0.3);
        region.map(|it| (it.reason, it.source.clone())).unwrap()
    };
    let name = value(IdentifierKind::Name, "PatientName", "PORTABLE^ANNA");
    assert_eq!(
        reason(&mut visit, vec![name]),
        (RegionReason::HeaderValue, "PatientName".into())
    );
    let (kept, _) = reason(&mut visit, Vec::new());
    assert_eq!(kept, RegionReason::Vocabulary);
}
