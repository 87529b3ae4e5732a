//! Consent, asking, answers and their absence.

use super::*;
use deid_model::region::Decision;

/// A read session with Amazon chosen.
fn choosing(files: u32) -> Session {
    let mut session = read_session(files);
    session.apply(Event::Server(server()), 2.0);
    choose(&mut session, EngineChoice::Aws);
    session
}

fn choose(session: &mut Session, engine: EngineChoice) {
    let settings = Settings {
        engine,
        ..session.settings.clone()
    };
    session.apply(Event::Configured(settings), 2.0);
}

fn about(session: &mut Session, event: CloudEvent) -> Vec<Effect> {
    session.apply(Event::Cloud(event), 3.0)
}

/// A person agrees to everything and the server records it.
fn agree(session: &mut Session) -> Vec<Effect> {
    let batch = session.batch();
    agree_to(session, batch)
}

fn agree_to(session: &mut Session, batch: Vec<FileId>) -> Vec<Effect> {
    let effects = about(session, CloudEvent::Agree(batch.clone()));
    let number = consent_number(&effects);
    about(session, CloudEvent::Recorded(number, batch, ticket()))
}

/// The number of the consent that is to be recorded.
fn consent_number(effects: &[Effect]) -> ConsentNumber {
    let [Effect::Consent(number, ..)] = effects else {
        panic!("{effects:?}")
    };
    *number
}

fn ticket() -> Ticket {
    Ticket {
        id: "c1".into(),
        ends_ms: 1e6,
    }
}

fn asked(effects: &[Effect]) -> Vec<FileId> {
    let asked = |effect: &Effect| match effect {
        Effect::AskCloud(_, file, _) => Some(*file),
        _ => None,
    };
    effects.iter().filter_map(asked).collect()
}

fn fail(session: &mut Session, file: FileId, code: &str) -> Vec<Effect> {
    let code = code.to_owned();
    hear(session, 0, FromWorker::CloudFailed { file, code })
}

fn found(session: &mut Session, file: FileId) -> Vec<Effect> {
    let regions = vec![region(0, 0), region(1, 50), region(2, 80)];
    hear(session, 0, FromWorker::CloudFound { file, regions })
}

/// The engine that a save would tell.
fn saved_with(effects: &[Effect]) -> EngineChoice {
    let [Effect::Send(0, ToWorker::Save { settings, .. })] = effects else {
        panic!("{effects:?}")
    };
    settings.engine
}

#[test]
fn choosing_amazon_sends_nothing_and_no_file_is_saved_before_it_was_asked_about() {
    let mut session = choosing(1);
    assert_eq!(session.batch(), [0]);
    assert!(session.apply(Event::Save(0), 3.0).is_empty());
    assert!(session.apply(Event::SaveAll, 3.0).is_empty());
    assert_eq!(session.privacy(), Privacy::Cloud("eu-west-2".into()));
}

#[test]
fn without_a_server_amazon_cannot_be_asked() {
    let mut session = choosing(1);
    let absent = Server::Absent(Absence::LinkRefused);
    session.apply(Event::Server(absent), 3.0);
    assert_eq!(session.settings.engine, EngineChoice::Local);
    assert!(session.batch().is_empty());
    assert!(about(&mut session, CloudEvent::Agree(vec![0])).is_empty());
    assert_eq!(session.privacy(), Privacy::ServerAbsent);
}

#[test]
fn a_consent_is_recorded_before_anything_is_asked_and_one_file_at_a_time() {
    let mut session = choosing(2);
    let effects = about(&mut session, CloudEvent::Agree(vec![0, 1]));
    let request = ConsentRequest {
        text_version: 1,
        files: 2,
        pictures: 12,
    };
    assert_eq!(effects, [Effect::Consent(1, vec![0, 1], request)]);
    let effects = about(&mut session, CloudEvent::Recorded(1, vec![0, 1], ticket()));
    assert_eq!(effects, [Effect::AskCloud(0, 0, "c1".into())]);
    assert_eq!(states(&session), ["working", "working"]);
    assert_eq!(asked(&found(&mut session, 0)), [1]);
    assert_eq!(states(&session), ["found", "working"]);
}

#[test]
fn whoever_stays_local_while_the_consent_is_recorded_sends_nothing() {
    let mut session = choosing(1);
    about(&mut session, CloudEvent::Agree(vec![0]));
    about(&mut session, CloudEvent::StayLocal);
    let effects = about(&mut session, CloudEvent::Recorded(1, vec![0], ticket()));
    assert!(asked(&effects).is_empty());
    assert_eq!(
        saved_with(&session.apply(Event::Save(0), 4.0)),
        EngineChoice::Local
    );
}

#[test]
fn a_consent_that_was_not_recorded_sends_nothing() {
    let mut session = choosing(1);
    about(&mut session, CloudEvent::Agree(vec![0]));
    let refused = CloudEvent::NotRecorded(1, "not-recorded".into());
    let effects = about(&mut session, refused);
    assert!(effects.is_empty());
    assert_eq!(
        session.consenting,
        Consenting::Failed("not-recorded".into())
    );
    assert_eq!(session.batch(), [0]);
}

#[test]
fn a_late_word_on_another_consent_counts_for_nothing() {
    let mut session = choosing(2);
    about(&mut session, CloudEvent::Agree(vec![0]));
    about(&mut session, CloudEvent::StayLocal);
    choose(&mut session, EngineChoice::Aws);
    about(&mut session, CloudEvent::Agree(vec![1]));
    let refused = CloudEvent::NotRecorded(1, "busy".into());
    about(&mut session, refused);
    let effects = about(&mut session, CloudEvent::Recorded(1, vec![0], ticket()));
    assert!(asked(&effects).is_empty());
    assert_eq!(session.consenting, Consenting::Recording(2));
    let effects = about(&mut session, CloudEvent::Recorded(2, vec![1], ticket()));
    assert_eq!(asked(&effects), [1]);
    assert_eq!(session.consenting, Consenting::Idle);
    assert_eq!(session.batch(), [0]);
}

#[test]
fn choosing_local_takes_back_what_was_not_asked_yet_and_stops_the_rest() {
    let mut session = choosing(2);
    agree(&mut session);
    let stop = Effect::Send(0, ToWorker::StopAsking { file: 0 });
    assert_eq!(about(&mut session, CloudEvent::StayLocal), [stop]);
    assert_eq!(states(&session), ["working", "found"]);
    assert!(session.privacy() != Privacy::Local, "it is still at it");
    assert!(
        about(&mut session, CloudEvent::StayLocal).is_empty(),
        "told twice"
    );
    assert!(asked(&fail(&mut session, 0, "stopped")).is_empty());
    assert_eq!(session.files[0].cloud, Cloud::Failed("stopped".into()));
    assert_eq!(session.privacy(), Privacy::Local);
}

#[test]
fn a_stopped_file_is_not_saved_until_it_is_asked_again_or_stays_local() {
    let mut session = choosing(2);
    agree(&mut session);
    choose(&mut session, EngineChoice::Local);
    fail(&mut session, 0, "stopped");
    assert_eq!(states(&session), ["needs-look", "found"]);
    assert!(session.apply(Event::Save(0), 4.0).is_empty());

    assert_eq!(asked(&about(&mut session, CloudEvent::Again(0))), [0]);
    choose(&mut session, EngineChoice::Local);
    fail(&mut session, 0, "stopped");
    about(&mut session, CloudEvent::StayLocalFor(0));
    assert_eq!(
        saved_with(&session.apply(Event::Save(0), 4.0)),
        EngineChoice::Local
    );
}

#[test]
fn an_answer_that_was_complete_before_the_stop_counts() {
    let mut session = choosing(1);
    agree(&mut session);
    choose(&mut session, EngineChoice::Local);
    found(&mut session, 0);
    assert_eq!(
        saved_with(&session.apply(Event::Save(0), 4.0)),
        EngineChoice::Aws
    );
    // A word that crossed it changes nothing.
    fail(&mut session, 0, "stopped");
    assert_eq!(session.files[0].cloud, Cloud::Found);
}

#[test]
fn a_refused_file_is_asked_about_no_further() {
    let mut session = choosing(1);
    agree(&mut session);
    let reason = ReasonCode::DecodeFailed.into();
    let effects = hear(&mut session, 0, FromWorker::Refused { file: 0, reason });
    let stop = Effect::Send(0, ToWorker::StopAsking { file: 0 });
    assert_eq!(effects, [stop]);
    found(&mut session, 0);
    assert_eq!(session.files[0].cloud, Cloud::Failed("stopped".into()));
    assert_eq!(states(&session), ["refused"]);
}

#[test]
fn a_file_that_waits_to_be_asked_again_has_no_answer_once_amazon_is_left() {
    let mut session = choosing(2);
    agree(&mut session);
    fail(&mut session, 0, "engine-unavailable");
    about(&mut session, CloudEvent::Again(0));
    assert_eq!(states(&session), ["working", "working"]);
    choose(&mut session, EngineChoice::Local);
    assert_eq!(
        session.files[0].cloud,
        Cloud::Failed("engine-unavailable".into())
    );
    assert!(session.apply(Event::Save(0), 4.0).is_empty());
}

#[test]
fn answers_propose_more_and_leave_decisions_alone() {
    let mut session = choosing(1);
    session.apply(Event::Edited(0, Edit::Toggle(RegionKey::Proposed(1))), 3.0);
    agree(&mut session);
    found(&mut session, 0);
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
    assert_eq!(states(&session), ["found"]);
    assert_eq!(
        saved_with(&session.apply(Event::Save(0), 4.0)),
        EngineChoice::Aws
    );
}

#[test]
fn kept_text_that_amazon_calls_phi_asks_for_another_look() {
    let mut session = choosing(1);
    session.apply(Event::Edited(0, Edit::Toggle(RegionKey::Proposed(1))), 3.0);
    agree(&mut session);
    let mut name = region(1, 50);
    name.category = PhiCategory::Name;
    let regions = vec![region(0, 0), name];
    hear(&mut session, 0, FromWorker::CloudFound { file: 0, regions });
    assert_eq!(states(&session), ["needs-look"]);
    assert_eq!(session.files[0].news, Some(News::KeptIsPhi));
    assert!(session.apply(Event::SaveAll, 4.0).is_empty());
    assert_eq!(session.apply(Event::Save(0), 4.0).len(), 1);
}

#[test]
fn a_file_without_an_answer_is_not_saved_until_it_has_one() {
    let mut session = choosing(1);
    agree(&mut session);
    fail(&mut session, 0, "engine-unavailable");
    assert_eq!(states(&session), ["needs-look"]);
    // Not even when the choice is taken back for everything.
    choose(&mut session, EngineChoice::Local);
    assert!(session.apply(Event::Save(0), 4.0).is_empty());
    assert!(session.apply(Event::SaveAll, 4.0).is_empty());

    let effects = about(&mut session, CloudEvent::Again(0));
    assert_eq!(asked(&effects), [0]);
    found(&mut session, 0);
    assert_eq!(states(&session), ["found"]);
}

#[test]
fn staying_local_for_a_file_lets_it_be_saved_as_local() {
    let mut session = choosing(1);
    agree(&mut session);
    fail(&mut session, 0, "engine-unavailable");
    about(&mut session, CloudEvent::StayLocalFor(0));
    assert_eq!(states(&session), ["found"]);
    assert_eq!(
        saved_with(&session.apply(Event::Save(0), 4.0)),
        EngineChoice::Local
    );
}

#[test]
fn a_consent_that_ended_has_to_be_given_again() {
    let mut session = choosing(1);
    agree(&mut session);
    fail(&mut session, 0, "consent-needed");
    assert!(!session.consent_holds(0));
    assert!(about(&mut session, CloudEvent::Again(0)).is_empty());
    assert_eq!(asked(&agree_to(&mut session, vec![0])), [0]);
    session.apply(Event::Tick, 2e6);
    assert!(!session.consent_holds(0), "its time is over");
}

#[test]
fn answers_that_went_with_their_worker_are_not_taken_for_granted() {
    let mut session = choosing(2);
    agree(&mut session);
    found(&mut session, 0);
    assert_eq!(session.apply(Event::Died(0), 5.0), [Effect::Start(0)]);
    assert_eq!(
        states(&session),
        ["waiting", "waiting"],
        "nobody crashed a decoder"
    );
    hear(
        &mut session,
        0,
        FromWorker::Ready {
            build_id: "build".into(),
            key_id: "k".into(),
        },
    );
    find(&mut session, 0, 0, SearchStage::Complete);
    find(&mut session, 0, 1, SearchStage::Complete);
    assert_eq!(states(&session), ["needs-look", "needs-look"]);
    assert!(session.apply(Event::SaveAll, 6.0).is_empty());
}

#[test]
fn a_slow_answer_is_waited_for() {
    let mut session = choosing(1);
    agree(&mut session);
    let tick =
        |session: &mut Session, second: u32| session.apply(Event::Tick, f64::from(second) * 1000.0);
    assert!((3..600).all(|second| tick(&mut session, second).is_empty()));
    assert!((600..640).any(|second| tick(&mut session, second) == [Effect::Start(0)]));
    assert_eq!(session.files[0].cloud, Cloud::Failed("no-answer".into()));
}
