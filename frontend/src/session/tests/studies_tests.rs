//! Files of one study: what their headers tell each other, and texts that are decided once.

use deid_model::phi::IdentifierKind;
use deid_model::worker::StudyValue;

use super::*;
use crate::editor::Edit;

fn value(text: &str) -> StudyValue {
    StudyValue {
        kind: IdentifierKind::Name,
        source: "PatientName".into(),
        value: text.into(),
    }
}

/// Which file was told which values.
fn told(effects: &[Effect]) -> Vec<(FileId, Vec<String>)> {
    let told = |effect: &Effect| match effect {
        Effect::Send(_, ToWorker::StudyValues { file, values }) => {
            let values = values.iter().map(|value| value.value.clone());
            Some((*file, values.collect()))
        }
        _ => None,
    };
    effects.iter().filter_map(told).collect()
}

fn tell(session: &mut Session, file: FileId, values: &[&str]) -> Vec<(FileId, Vec<String>)> {
    let values = values.iter().map(|text| value(text)).collect();
    let message = FromWorker::StudyValues { file, values };
    told(&hear(session, 0, message))
}

/// Has a worker open a file of a study.
fn open(session: &mut Session, file: FileId, study: &str) {
    let info = info(Some(study));
    hear(session, 0, FromWorker::Opened { file, info });
}

/// Has a worker read a file of a study in full, which says these words.
fn read(session: &mut Session, file: FileId, study: &str, words: &[&str]) {
    open(session, file, study);
    let regions = words.iter().enumerate().map(|(id, text)| ProposedRegion {
        text: Some((*text).into()),
        ..region(id as u32, id as u32 * 20)
    });
    let message = FromWorker::Regions {
        file,
        stage: SearchStage::Complete,
        frames_read: 3,
        regions: regions.collect(),
    };
    hear(session, 0, message);
}

fn decide(session: &mut Session, file: FileId, region: u32, decision: Decision) {
    let edit = Edit::DecideRow(RegionKey::Proposed(region), decision);
    session.apply(Event::Edited(file, edit), 3.0);
}

fn redacted(session: &Session, file: usize) -> Vec<bool> {
    let regions = session.files[file].editor.regions();
    regions.map(|region| region.is_redacted()).collect()
}

#[test]
fn a_file_with_an_emptied_header_is_judged_by_what_others_of_its_study_tell() {
    let mut session = session(3);
    read(&mut session, 0, "s", &["MARSH"]);
    let marsh = vec!["MARSH".to_owned()];
    assert_eq!(tell(&mut session, 0, &["MARSH"]), []);
    open(&mut session, 2, "other");
    open(&mut session, 1, "s");
    assert_eq!(tell(&mut session, 1, &[]), [(1, marsh)]);
    assert_eq!(tell(&mut session, 1, &["MARSH"]), []);
    assert_eq!(tell(&mut session, 2, &["REED"]), []);
}

#[test]
fn a_file_that_was_read_before_is_judged_anew_and_waits_for_that_before_it_is_saved() {
    let mut session = session(2);
    read(&mut session, 0, "s", &["MARSH"]);
    open(&mut session, 1, "s");
    assert_eq!(
        tell(&mut session, 1, &["MARSH"]),
        [(0, vec!["MARSH".to_owned()])]
    );
    assert!(session.apply(Event::Save(0), 3.0).is_empty());
    read(&mut session, 0, "s", &["MARSH"]);
    assert_eq!(session.apply(Event::Save(0), 3.0).len(), 1);
}

#[test]
fn values_of_a_study_are_no_part_of_debug_output() {
    let mut session = session(1);
    open(&mut session, 0, "s");
    tell(&mut session, 0, &["MARSH"]);
    assert!(!format!("{session:?}").contains("MARSH"));
}

#[test]
fn the_same_text_in_files_of_one_study_is_decided_once_whether_they_were_read_before_or_after() {
    let mut session = session(4);
    read(&mut session, 0, "s", &["LATERAL", "MARSH"]);
    read(&mut session, 1, "s", &["MARSH", "LATERAL"]);
    read(&mut session, 2, "other", &["LATERAL"]);
    decide(&mut session, 0, 0, Decision::Keep);
    read(&mut session, 3, "s", &["LATERAL"]);
    assert_eq!(redacted(&session, 0), [false, true]);
    assert_eq!(redacted(&session, 1), [true, false]);
    assert_eq!(redacted(&session, 2), [true]);
    assert_eq!(redacted(&session, 3), [false]);
    session.apply(Event::Edited(0, Edit::Undo), 3.0);
    for file in 0..4 {
        assert!(redacted(&session, file).into_iter().all(|goes| goes));
    }
}

#[test]
fn what_a_person_says_of_one_file_holds_there_and_a_text_that_files_disagree_on_goes_elsewhere() {
    let mut session = session(3);
    for file in 0..3 {
        read(&mut session, file, "s", &["LATERAL"]);
    }
    decide(&mut session, 0, 0, Decision::Keep);
    decide(&mut session, 1, 0, Decision::Redact);
    let all = |session: &Session| [0, 1, 2].map(|file| redacted(session, file)[0]);
    assert_eq!(all(&session), [false, true, true]);
    // One place alone is nothing that is said of the text.
    let toggle = Edit::Toggle(RegionKey::Proposed(0));
    session.apply(Event::Edited(1, toggle), 3.0);
    assert_eq!(all(&session), [false, false, false]);
}

#[test]
fn a_saved_file_stays_as_it_was_accepted() {
    let mut session = session(2);
    read(&mut session, 0, "s", &["LATERAL"]);
    read(&mut session, 1, "s", &["LATERAL"]);
    session.apply(Event::Save(1), 3.0);
    decide(&mut session, 0, 0, Decision::Keep);
    assert_eq!(redacted(&session, 1), [true]);
}

#[test]
fn it_is_told_how_many_files_of_the_study_say_the_same() {
    let mut session = session(3);
    read(&mut session, 0, "s", &["LATERAL", "MARSH"]);
    read(&mut session, 1, "s", &["LATERAL", "LATERAL"]);
    read(&mut session, 2, "other", &["MARSH"]);
    let alike = session.files_alike(&session.files[0]);
    let files = |at: usize| {
        let region = session.files[0].editor.regions().nth(at);
        alike[&region.unwrap().says().unwrap()]
    };
    assert_eq!([files(0), files(1)], [2, 1]);
}
