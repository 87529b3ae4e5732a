//! Settings and lists: what follows, and who is told.

use super::*;

fn lists(deny: &str) -> Lists {
    Lists {
        allow: String::new(),
        deny: deny.into(),
    }
}

fn told(effects: &[Effect]) -> Vec<(WorkerId, String)> {
    let told = |effect: &Effect| match effect {
        Effect::Send(worker, ToWorker::Lists { deny, .. }) => Some((*worker, deny.clone())),
        _ => None,
    };
    effects.iter().filter_map(told).collect()
}

fn write(session: &mut Session, deny: &str) -> Vec<Effect> {
    session.apply(Event::Listed(lists(deny)), 3.0)
}

/// A worker refuses the lists.
fn refuse(session: &mut Session, worker: WorkerId) {
    let problem = "line 1 of the redact list: too long".into();
    hear(session, worker, FromWorker::ListsRefused { problem });
}

/// A name that the rules judged; with a second reading of the same file by other lists.
fn name(score: f32) -> ProposedRegion {
    ProposedRegion {
        category: PhiCategory::Name,
        score,
        reason: RegionReason::NameLike,
        text: Some("MARSH".into()),
        ..region(0, 0)
    }
}

fn regions(session: &mut Session, regions: Vec<ProposedRegion>) -> Vec<Effect> {
    let stage = SearchStage::Complete;
    let message = FromWorker::Regions {
        file: 0,
        stage,
        frames_read: 3,
        regions,
    };
    hear(session, 0, message)
}

fn set_threshold(session: &mut Session, phi_threshold: f32) {
    let settings = Settings {
        phi_threshold,
        ..session.settings.clone()
    };
    session.apply(Event::Configured(settings), 3.0);
}

#[test]
fn lists_are_sent_to_every_worker_and_to_those_that_come_later() {
    let mut session = session(3);
    let effects = write(&mut session, "MARSH");
    assert_eq!(told(&effects), [(0, "MARSH".into()), (1, "MARSH".into())]);
    let effects = session.apply(Event::Died(1), 4.0);
    assert_eq!(effects[0], Effect::Start(1));
    assert_eq!(told(&effects[1..2]), [(1, "MARSH".into())]);
}

#[test]
fn a_worker_that_comes_later_is_told_the_lists_that_the_others_go_by() {
    let mut session = session(3);
    write(&mut session, "MARSH");
    write(&mut session, "/(/");
    refuse(&mut session, 0);
    refuse(&mut session, 1);
    let effects = session.apply(Event::Died(1), 4.0);
    assert_eq!(told(&effects), [(1, "MARSH".into())]);
}

#[test]
fn refused_lists_are_shown_as_they_were_written_until_others_are() {
    let mut session = session(1);
    write(&mut session, "/(/");
    refuse(&mut session, 0);
    assert!(session.lists.problem.is_some());
    assert_eq!(session.lists.written, lists("/(/"));
    write(&mut session, "MARSH");
    assert_eq!(session.lists.problem, None);
}

#[test]
fn a_file_is_not_saved_before_it_is_judged_by_the_lists_of_now() {
    let mut session = session(1);
    find(&mut session, 0, 0, SearchStage::Complete);
    write(&mut session, "MARSH");
    write(&mut session, "/(/");
    assert!(session.apply(Event::Save(0), 3.0).is_empty());
    regions(&mut session, vec![name(0.5)]);
    assert!(session.apply(Event::SaveAll, 3.0).is_empty());
    refuse(&mut session, 0);
    assert_eq!(session.apply(Event::Save(0), 3.0).len(), 1);
}

#[test]
fn lists_are_no_part_of_debug_output() {
    let mut session = session(1);
    write(&mut session, "MARSH");
    assert!(!format!("{session:?}").contains("MARSH"));
}

#[test]
fn files_follow_the_lists_and_are_marked_as_found_once() {
    let mut session = session(1);
    find(&mut session, 0, 0, SearchStage::Partial);
    assert!(regions(&mut session, vec![name(0.5)]).contains(&Effect::Mark(Moment::AllRegions, 0)));
    assert_eq!(session.files[0].editor.tally().redact, 1);
    let mut kept = name(0.0);
    (kept.category, kept.reason) = (PhiCategory::Harmless, RegionReason::AllowList);
    assert!(regions(&mut session, vec![kept]).is_empty());
    assert_eq!(session.files[0].editor.tally().harmless, 1);
}

#[test]
fn open_files_follow_the_threshold_and_an_accepted_one_once_it_is_reopened() {
    let mut session = session(1);
    find(&mut session, 0, 0, SearchStage::Partial);
    regions(&mut session, vec![name(0.5)]);
    let redacted = |session: &Session| session.files[0].editor.tally().redact;
    set_threshold(&mut session, 0.9);
    assert_eq!(redacted(&session), 0);
    set_threshold(&mut session, 0.1);
    session.apply(Event::Save(0), 3.0);
    hear(&mut session, 0, saved(0));
    set_threshold(&mut session, 0.9);
    assert_eq!(redacted(&session), 1);
    session.apply(Event::Reopen(0), 4.0);
    assert_eq!(redacted(&session), 0);
}
