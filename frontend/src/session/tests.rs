mod cloud_tests;
mod lists_tests;
mod siblings_tests;
mod spread_tests;
mod store_tests;
mod studies_tests;

use super::*;
use crate::claims::tests::report;
use crate::editor::RegionKey;
use deid_model::api::{ApiLimits, Capabilities, CloudFacts, Prices, StoreFacts};
use deid_model::outcome::Status;
use deid_model::phi::PhiCategory;
use deid_model::region::{RegionOrigin, RegionReason};
use deid_model::report::FileFormat;
use deid_model::worker::{FileInfo, SearchStage};
use deid_model::{
    Decision, FrameSelection, FrameSize, Orientation, PixelBox, ProposedRegion, ReasonCode,
    Tripwire,
};

fn info(study: Option<&str>) -> FileInfo {
    FileInfo {
        sha256: "ab".repeat(32),
        format: FileFormat::Dicom,
        transfer_syntax: None,
        frames: 3,
        size: FrameSize::new(100, 100),
        orientation: Orientation::AsStored,
        bits_stored: 16,
        cloud_pictures: 6,
        modality: Some("CR".into()),
        study: study.map(str::to_owned),
        siblings: None,
        warnings: Vec::new(),
    }
}

fn region(id: u32, x: u32) -> ProposedRegion {
    ProposedRegion {
        id,
        frames: FrameSelection::All,
        seen_in: 0,
        area: PixelBox::new(x, 0, x + 9, 9).unwrap(),
        origin: RegionOrigin::Text,
        category: PhiCategory::Unknown,
        score: 1.0,
        detect_confidence: 0.9,
        reason: RegionReason::Unread,
        source: String::new(),
        text: None,
    }
}

/// A session with `files` files and one ready worker, which has taken the first file.
fn session(files: u32) -> Session {
    let mut session = Session::new("build".into(), 2);
    session.begin(0.0);
    hear(
        &mut session,
        0,
        FromWorker::Ready {
            build_id: "build".into(),
            key_id: "k".into(),
        },
    );
    let names = (0..files)
        .map(|file| added(&format!("{file}.dcm")))
        .collect();
    session.apply(Event::Added(names), 1.0);
    session
}

fn added(name: &str) -> Added {
    Added {
        name: name.to_owned(),
        bytes: 1000,
        place: None,
    }
}

/// What a worker says when a file's output is verified.
fn saved(file: FileId) -> FromWorker {
    FromWorker::Saved {
        file,
        name: format!("de-id-{file}.dcm"),
        folder_kept: true,
        content_type: "application/dicom".into(),
        record: FileRecord {
            status: Status::Written,
            input_hmac: "0".into(),
            output_sha256: None,
            settings_sha256: "0".into(),
            key_id: "k".into(),
            consent: None,
            redacted: 1,
            kept: 0,
        },
        report: Box::new(report()),
    }
}

fn hear(session: &mut Session, worker: WorkerId, message: FromWorker) -> Vec<Effect> {
    session.apply(Event::Heard(worker, Box::new(message)), 2.0)
}

fn find(session: &mut Session, worker: WorkerId, file: FileId, stage: SearchStage) -> Vec<Effect> {
    hear(
        session,
        worker,
        FromWorker::Opened {
            file,
            info: info(Some("s")),
        },
    );
    let regions = vec![region(0, 0), region(1, 50)];
    hear(
        session,
        worker,
        FromWorker::Regions {
            file,
            stage,
            frames_read: 3,
            regions,
        },
    )
}

/// Where Amazon is asked in tests.
pub fn cloud() -> CloudFacts {
    CloudFacts {
        region: "eu-west-2".into(),
        account: None,
        opted_out: None,
        detect_text_per_second: 5.0,
        detect_phi_per_second: 5.0,
        prices: Some(Prices {
            as_of: "2026-11-01".into(),
            detect_text: 0.001,
            detect_phi_unit: 0.01,
        }),
        consent_text_version: 1,
    }
}

/// A server that offers everything.
fn server() -> Server {
    Server::Present(Box::new(Capabilities {
        version: "0".into(),
        engines: vec!["local".into(), "aws".into()],
        cloud: Some(cloud()),
        stores: vec![StoreFacts {
            alias: "ward".into(),
            outputs_prefix: String::new(),
            originals_prefixes: vec![String::new()],
        }],
        limits: ApiLimits {
            picture_bytes: 9,
            text_bytes: 9,
            output_bytes: 9,
        },
        records: true,
    }))
}

/// A session with `files` files of three frames that one worker has read, each with two regions.
pub fn read_session(files: u32) -> Session {
    let mut session = session(files);
    for file in 0..files {
        find(&mut session, 0, file, SearchStage::Complete);
    }
    session
}

fn states(session: &Session) -> Vec<&'static str> {
    session.files.iter().map(|file| file.state.code()).collect()
}

fn opens(effects: &[Effect]) -> Vec<(WorkerId, FileId)> {
    let opened = |effect: &Effect| match effect {
        Effect::Send(worker, ToWorker::Open { file, .. }) => Some((*worker, *file)),
        _ => None,
    };
    effects.iter().filter_map(opened).collect()
}

#[test]
fn files_are_taken_one_by_one_and_a_second_worker_is_started_for_more() {
    let mut session = Session::new("build".into(), 2);
    assert_eq!(session.begin(0.0), [Effect::Start(0)]);
    hear(
        &mut session,
        0,
        FromWorker::Ready {
            build_id: "build".into(),
            key_id: "k".into(),
        },
    );
    let effects = session.apply(Event::Added(vec![added("a"), added("b"), added("c")]), 1.0);
    assert_eq!(opens(&effects), [(0, 0)]);
    assert!(effects.contains(&Effect::Start(1)));
    assert_eq!(states(&session), ["working", "waiting", "waiting"]);

    let effects = hear(
        &mut session,
        1,
        FromWorker::Ready {
            build_id: "build".into(),
            key_id: "k".into(),
        },
    );
    assert_eq!(opens(&effects), [(1, 1)]);
    let effects = find(&mut session, 0, 0, SearchStage::Complete);
    assert_eq!(opens(&effects), [(0, 2)]);
    assert_eq!(states(&session), ["found", "working", "working"]);
}

#[test]
fn a_file_cannot_be_saved_before_every_frame_is_read() {
    let mut session = session(1);
    find(&mut session, 0, 0, SearchStage::Partial);
    assert!(session.apply(Event::Save(0), 3.0).is_empty());
    assert_eq!(states(&session), ["working"]);
}

#[test]
fn saving_sends_the_decisions_and_hands_the_output_over() {
    let mut session = session(1);
    find(&mut session, 0, 0, SearchStage::Complete);
    session.apply(Event::Painted(0, 0), 2.0);
    session.apply(Event::Edited(0, Edit::Toggle(RegionKey::Proposed(1))), 2.0);
    let effects = session.apply(Event::Save(0), 3.0);
    let [
        Effect::Send(
            0,
            ToWorker::Save {
                decisions,
                frames_viewed,
                ..
            },
        ),
    ] = effects.as_slice()
    else {
        panic!("{effects:?}")
    };
    assert_eq!(
        decisions.iter().map(|one| one.decision).collect::<Vec<_>>(),
        [Decision::Redact, Decision::Keep]
    );
    assert_eq!(*frames_viewed, 1);
    assert_eq!(states(&session), ["accepted"]);

    let effects = hear(&mut session, 0, saved(0));
    assert_eq!(
        effects,
        [
            Effect::Download(0, "de-id-0.dcm".into()),
            Effect::Mark(Moment::Saved, 0)
        ]
    );
    assert_eq!(states(&session), ["saved"]);
}

#[test]
fn more_text_after_redaction_asks_for_another_look_and_keeps_decisions() {
    let mut session = session(1);
    find(&mut session, 0, 0, SearchStage::Complete);
    session.apply(Event::Edited(0, Edit::Toggle(RegionKey::Proposed(1))), 2.0);
    session.apply(Event::Save(0), 3.0);
    let regions = vec![region(0, 0), region(1, 50), region(2, 80)];
    hear(&mut session, 0, FromWorker::MoreFound { file: 0, regions });
    assert_eq!(states(&session), ["needs-look"]);
    let decisions: Vec<_> = session.files[0]
        .editor
        .decisions()
        .iter()
        .map(|one| one.decision)
        .collect();
    assert_eq!(
        decisions,
        [Decision::Redact, Decision::Keep, Decision::Redact]
    );
    assert!(
        session.apply(Event::SaveAll, 4.0).is_empty(),
        "saved without the look it needs"
    );
    assert_eq!(session.apply(Event::Save(0), 4.0).len(), 1);
}

#[test]
fn what_a_tripwire_holds_back_after_redaction_waits_for_a_person_who_saves_it_again() {
    let mut session = session(1);
    find(&mut session, 0, 0, SearchStage::Complete);
    let switched_off = |effects: &[Effect]| match effects {
        [
            Effect::Send(
                _,
                ToWorker::Save {
                    file: 0, settings, ..
                },
            ),
        ] => settings.tripwires_off.clone(),
        other => panic!("{other:?}"),
    };
    let effects = session.apply(Event::SaveAll, 3.0);
    assert_eq!(switched_off(&effects), []);
    let tripwire = Tripwire::HeaderValueInPixels;
    hear(&mut session, 0, FromWorker::HeldBack { file: 0, tripwire });
    assert_eq!(states(&session), ["needs-look"]);
    assert!(session.apply(Event::SaveAll, 4.0).is_empty());
    let effects = session.apply(Event::Save(0), 4.0);
    assert_eq!(switched_off(&effects), [tripwire]);
}

#[test]
fn a_refused_file_stops_no_other_file() {
    let mut session = session(2);
    let effects = hear(
        &mut session,
        0,
        FromWorker::Refused {
            file: 0,
            reason: ReasonCode::NotAnImage.into(),
        },
    );
    assert_eq!(opens(&effects), [(0, 1)]);
    assert_eq!(states(&session), ["refused", "working"]);
}

#[test]
fn a_crashed_worker_is_replaced_its_file_refused_and_the_others_read_again() {
    let mut session = session(2);
    find(&mut session, 0, 0, SearchStage::Complete);
    session.apply(Event::Edited(0, Edit::Toggle(RegionKey::Proposed(1))), 2.0);
    assert_eq!(states(&session), ["found", "working"]);
    assert_eq!(session.apply(Event::Died(0), 5.0), [Effect::Start(0)]);
    assert_eq!(states(&session), ["waiting", "refused"]);
    assert_eq!(
        session.files[1].refusal.as_ref().unwrap().code,
        ReasonCode::DecoderCrashed
    );

    let effects = hear(
        &mut session,
        0,
        FromWorker::Ready {
            build_id: "build".into(),
            key_id: "k".into(),
        },
    );
    assert_eq!(opens(&effects), [(0, 0)]);
    find(&mut session, 0, 0, SearchStage::Complete);
    assert_eq!(session.files[0].editor.tally().keep, 1);
}

#[test]
fn a_silent_worker_is_replaced_after_the_patience_that_its_file_deserves() {
    let mut session = session(1);
    let tick = |session: &mut Session, seconds: u32| {
        session.apply(Event::Tick, f64::from(seconds) * 1000.0)
    };
    assert!((3..60).all(|second| tick(&mut session, second).is_empty()));
    assert!((60..64).any(|second| tick(&mut session, second) == [Effect::Start(0)]));
    assert_eq!(states(&session), ["refused"]);
}

#[test]
fn messages_of_a_replaced_worker_change_nothing() {
    let mut session = session(1);
    session.apply(Event::Died(0), 3.0);
    hear(
        &mut session,
        0,
        FromWorker::Opened {
            file: 0,
            info: info(None),
        },
    );
    assert!(session.files[0].info.is_none());
}

#[test]
fn a_worker_of_another_build_gets_no_file() {
    let mut session = Session::new("new".into(), 1);
    session.begin(0.0);
    hear(
        &mut session,
        0,
        FromWorker::Ready {
            build_id: "old".into(),
            key_id: "k".into(),
        },
    );
    let effects = session.apply(Event::Added(vec![added("a")]), 1.0);
    assert!(opens(&effects).is_empty());
    assert_eq!(session.trouble, Some(Trouble::Outdated));
}

#[test]
fn a_picture_is_asked_for_once() {
    let mut session = session(1);
    find(&mut session, 0, 0, SearchStage::Complete);
    let wanted = || Event::Wanted(0, 2, PictureVersion::Original);
    assert_eq!(session.apply(wanted(), 3.0).len(), 1);
    assert!(session.apply(wanted(), 4.0).is_empty());
}

#[test]
fn a_saved_file_is_changed_only_after_it_was_reopened() {
    let mut session = session(1);
    find(&mut session, 0, 0, SearchStage::Complete);
    session.apply(Event::Save(0), 3.0);
    hear(&mut session, 0, saved(0));
    let toggle = || Event::Edited(0, Edit::Toggle(RegionKey::Proposed(0)));
    session.apply(toggle(), 4.0);
    assert_eq!(session.files[0].editor.tally().keep, 0);
    session.apply(Event::Reopen(0), 5.0);
    session.apply(toggle(), 6.0);
    assert_eq!(session.files[0].editor.tally().keep, 1);
    assert_eq!(states(&session), ["found"]);
}

#[test]
fn files_are_shown_by_study_and_single_ones_last() {
    let mut session = session(3);
    for (file, study) in [(0, None), (1, Some("b")), (2, Some("b"))] {
        session.files[file].info = Some(info(study));
    }
    let shown = groups(&session.files);
    let told: Vec<_> = shown
        .iter()
        .map(|group| (group.title.as_str(), group.note.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("Study 1, CR", "2 files, 6 frames"),
            ("Single files", "1 file, 3 frames")
        ]
    );
    assert_eq!(session.neighbor(1), None);
    session.selected = Some(2);
    assert_eq!(session.neighbor(1), Some(0));
    assert_eq!(session.neighbor(-1), Some(1));
}
