//! Files of a store, and outputs that go to one.

use super::*;
use deid_model::ObjectKey;

/// A session with a server and one file of its store, taken by a worker.
fn of_store() -> (Session, Vec<Effect>) {
    let mut session = session(0);
    session.apply(Event::Server(server()), 1.0);
    let place = ObjectPlace {
        store: "ward".into(),
        key: ObjectKey::new("a/b/1.dcm").unwrap(),
    };
    let added = Added {
        place: Some(place),
        ..added("1.dcm")
    };
    let effects = session.apply(Event::Added(vec![added]), 1.0);
    (session, effects)
}

/// The same, read and given to the worker to save.
fn accepted() -> Session {
    let (mut session, _) = of_store();
    session.apply(Event::Fetched(0, 0, true), 2.0);
    find(&mut session, 0, 0, SearchStage::Complete);
    session.apply(Event::Save(0), 3.0);
    session
}

fn about(session: &mut Session, event: OutputEvent) -> Vec<Effect> {
    session.apply(Event::Output(event), 4.0)
}

fn source_key(session: &Session) -> Option<String> {
    session.files[0].write_request(9).unwrap().source_key
}

#[test]
fn a_file_of_a_store_is_fetched_when_a_worker_takes_it_and_opened_with_its_folder() {
    let (mut session, effects) = of_store();
    assert!(opens(&effects).is_empty());
    assert!(
        effects
            .iter()
            .any(|it| matches!(it, Effect::Fetch(0, 0, _)))
    );
    let effects = session.apply(Event::Fetched(0, 0, true), 2.0);
    let [Effect::Send(0, ToWorker::Open { name, folder, .. })] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!((name.as_str(), folder.as_str()), ("1.dcm", "a/b/"));
    assert!(session.apply(Event::Fetched(0, 0, true), 2.0).is_empty());
}

#[test]
fn a_file_that_cannot_be_fetched_is_refused_and_can_be_tried_again() {
    let (mut session, _) = of_store();
    session.apply(Event::Fetched(0, 0, false), 2.0);
    assert_eq!(states(&session), ["refused"]);
    let reason = session.files[0].refusal.clone().unwrap();
    assert_eq!(reason.code, deid_model::ReasonCode::ReadFailed);
    let effects = session.apply(Event::Retry(0), 3.0);
    assert!(matches!(effects.as_slice(), [Effect::Fetch(0, 0, _)]));
}

#[test]
fn a_slow_store_replaces_no_worker() {
    let (mut session, _) = of_store();
    assert!((2..500).all(|at| {
        session
            .apply(Event::Tick, f64::from(at) * 1000.0)
            .is_empty()
    }));
}

#[test]
fn an_output_is_written_once_it_is_recorded_and_saved_once_it_arrived() {
    let mut session = accepted();
    let effects = hear(&mut session, 0, saved(0));
    assert!(matches!(effects.as_slice(), [Effect::Record(0, _)]));
    assert_eq!(states(&session), ["accepted"]);
    let effects = about(&mut session, OutputEvent::Recorded(0, true));
    assert_eq!(effects, [Effect::Write(0)]);
    assert_eq!(states(&session), ["accepted"]);
    assert_eq!(source_key(&session), Some("a/b/1.dcm".into()));
    let effects = about(
        &mut session,
        OutputEvent::Written(0, "a/b/de-id-1.dcm".into()),
    );
    assert_eq!(effects, [Effect::Mark(Moment::Saved, 0)]);
    assert_eq!(states(&session), ["saved"]);
    assert!(session.files[0].saved.as_ref().unwrap().recorded);
}

#[test]
fn an_output_without_a_record_is_handed_over_in_no_way() {
    for save_to in [SaveTo::WhereItCameFrom, SaveTo::Download] {
        let mut session = accepted();
        about(&mut session, OutputEvent::SaveTo(save_to.clone()));
        hear(&mut session, 0, saved(0));
        assert!(about(&mut session, OutputEvent::Recorded(0, false)).is_empty());
        assert_eq!(states(&session), ["needs-look"]);
        let (_, code) = session.files[0].not_written().unwrap();
        assert_eq!(code, NOT_RECORDED);
        assert!(about(&mut session, OutputEvent::DownloadInstead(0)).is_empty());
        assert!(session.apply(Event::Save(0), 5.0).is_empty());

        let effects = about(&mut session, OutputEvent::WriteAgain(0));
        assert!(matches!(effects.as_slice(), [Effect::Record(0, _)]));
        let effects = about(&mut session, OutputEvent::Recorded(0, true));
        let way_out = match save_to {
            SaveTo::Download => Effect::Download(0, "de-id-0.dcm".into()),
            _ => Effect::Write(0),
        };
        assert_eq!(effects[0], way_out);
    }
}

#[test]
fn a_server_without_a_log_is_told_nothing() {
    let mut session = accepted();
    let Server::Present(mut capabilities) = server() else {
        panic!("no server")
    };
    capabilities.records = false;
    session.apply(Event::Server(Server::Present(capabilities)), 4.0);
    assert_eq!(hear(&mut session, 0, saved(0)), [Effect::Write(0)]);
}

#[test]
fn a_folder_that_identifies_is_not_told() {
    let mut session = accepted();
    let FromWorker::Saved {
        file,
        name,
        content_type,
        record,
        report,
        ..
    } = saved(0)
    else {
        panic!("another message")
    };
    let message = FromWorker::Saved {
        file,
        name,
        folder_kept: false,
        content_type,
        record,
        report,
    };
    hear(&mut session, 0, message);
    about(&mut session, OutputEvent::Recorded(0, true));
    assert_eq!(source_key(&session), None);
}

#[test]
fn an_output_that_was_not_written_waits_for_another_way_out() {
    let mut session = accepted();
    hear(&mut session, 0, saved(0));
    about(&mut session, OutputEvent::Recorded(0, true));
    about(
        &mut session,
        OutputEvent::NotWritten(0, "store-unavailable".into()),
    );
    assert_eq!(states(&session), ["needs-look"]);
    assert_eq!(
        session.files[0].not_written(),
        Some((Some("ward"), "store-unavailable"))
    );
    assert!(session.apply(Event::SaveAll, 5.0).is_empty());
    assert!(session.apply(Event::Save(0), 5.0).is_empty());

    // Its record is there already.
    assert_eq!(
        about(&mut session, OutputEvent::WriteAgain(0)),
        [Effect::Write(0)]
    );
    about(
        &mut session,
        OutputEvent::NotWritten(0, OUTPUT_EXISTS.into()),
    );
    let effects = about(&mut session, OutputEvent::DownloadInstead(0));
    assert_eq!(effects[0], Effect::Download(0, "de-id-0.dcm".into()));
    assert_eq!(states(&session), ["saved"]);
}

#[test]
fn decisions_can_be_changed_after_an_output_was_not_written() {
    let mut session = accepted();
    hear(&mut session, 0, saved(0));
    about(&mut session, OutputEvent::Recorded(0, true));
    about(&mut session, OutputEvent::NotWritten(0, "timeout".into()));
    session.apply(Event::Reopen(0), 5.0);
    assert_eq!(states(&session), ["found"]);
    assert_eq!(session.apply(Event::Save(0), 6.0).len(), 1);
    let effects = hear(&mut session, 0, saved(0));
    assert!(
        matches!(effects.as_slice(), [Effect::Record(0, _)]),
        "another output, another record"
    );
}

#[test]
fn where_outputs_go_can_be_set() {
    let mut session = accepted();
    assert_eq!(session.privacy(), Privacy::Outputs(vec!["ward".into()]));
    about(&mut session, OutputEvent::SaveTo(SaveTo::Download));
    assert_eq!(session.privacy(), Privacy::Local);
    hear(&mut session, 0, saved(0));
    let effects = about(&mut session, OutputEvent::Recorded(0, true));
    assert_eq!(effects[0], Effect::Download(0, "de-id-0.dcm".into()));
}

#[test]
fn a_local_file_names_no_original_in_the_store_it_goes_to() {
    let mut session = read_session(1);
    session.apply(Event::Server(server()), 2.0);
    about(
        &mut session,
        OutputEvent::SaveTo(SaveTo::Store("ward".into())),
    );
    session.apply(Event::Save(0), 3.0);
    hear(&mut session, 0, saved(0));
    about(&mut session, OutputEvent::Recorded(0, true));
    assert_eq!(source_key(&session), None);
}
