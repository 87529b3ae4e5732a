//! Tiles of one picture go to idle workers and back.

use deid_model::worker::PictureSamples;

use super::*;

fn ready() -> FromWorker {
    FromWorker::Ready {
        build_id: "build".into(),
        key_id: "k".into(),
    }
}

/// Workers that are ready, of which the first searches a large picture.
fn spreading(workers: usize) -> Session {
    let mut session = Session::new("build".into(), workers);
    session.begin(0.0);
    hear(&mut session, 0, ready());
    session.apply(Event::Added(vec![added("large.dcm")]), 1.0);
    open_large(&mut session, 0, 0);
    for worker in 1..workers {
        hear(&mut session, worker, ready());
    }
    session
}

fn open_large(session: &mut Session, worker: WorkerId, file: FileId) -> Vec<Effect> {
    let info = FileInfo {
        size: FrameSize::new(2000, 1500),
        ..info(None)
    };
    hear(session, worker, FromWorker::Opened { file, info })
}

fn offer(session: &mut Session, owner: WorkerId, tile: u32) -> Vec<Effect> {
    let offer = FromWorker::TileOffered {
        file: 0,
        tile,
        columns: 700,
        rows: 600,
    };
    hear(session, owner, offer)
}

fn see(session: &mut Session, helper: WorkerId, tile: u32) -> Vec<Effect> {
    hear(session, helper, FromWorker::TileSeen { tile, columns: 350 })
}

fn look(helper: WorkerId, owner: WorkerId, tile: u32) -> Effect {
    let message = ToWorker::LookAtTile {
        tile,
        columns: 700,
        rows: 600,
    };
    Effect::Pass(helper, message, Parcel::Tile(owner, tile))
}

fn answered(owner: WorkerId, helper: WorkerId, tile: u32) -> Effect {
    let message = ToWorker::TileAnswered {
        file: 0,
        tile,
        columns: 350,
    };
    Effect::Pass(owner, message, Parcel::Answer(helper, tile))
}

fn lost(owner: WorkerId, tile: u32) -> Effect {
    Effect::Send(owner, ToWorker::TileLost { file: 0, tile })
}

fn idle(worker: WorkerId, count: u32) -> Effect {
    Effect::Send(worker, ToWorker::Idle { count })
}

fn forget(owner: WorkerId, tile: u32) -> Effect {
    Effect::Forget(Parcel::Tile(owner, tile))
}

#[test]
fn workers_are_started_for_a_large_picture_and_its_owner_is_told_of_each() {
    let mut session = Session::new("build".into(), 3);
    session.begin(0.0);
    hear(&mut session, 0, ready());
    let effects = session.apply(Event::Added(vec![added("large.dcm")]), 1.0);
    assert!(!effects.contains(&Effect::Start(1)));
    assert_eq!(open_large(&mut session, 0, 0), [Effect::Start(1)]);
    let effects = hear(&mut session, 1, ready());
    assert_eq!(effects, [Effect::Start(2), idle(0, 1)]);
    assert_eq!(hear(&mut session, 2, ready()), [idle(0, 2)]);
}

#[test]
fn a_small_picture_needs_no_other_worker() {
    let mut session = session(1);
    let small = FromWorker::Opened {
        file: 0,
        info: info(None),
    };
    assert!(hear(&mut session, 0, small).is_empty());
}

#[test]
fn a_tile_goes_to_an_idle_worker_and_its_answer_back_to_the_owner() {
    let mut session = spreading(2);
    assert_eq!(offer(&mut session, 0, 7), [look(1, 0, 7)]);
    assert_eq!(see(&mut session, 1, 7), [answered(0, 1, 7)]);
}

#[test]
fn a_worker_has_one_tile_at_a_time_and_the_next_waits_on_the_page() {
    let mut session = spreading(3);
    assert_eq!(offer(&mut session, 0, 0), [look(1, 0, 0)]);
    assert_eq!(offer(&mut session, 0, 1), [look(2, 0, 1)]);
    assert!(offer(&mut session, 0, 2).is_empty());
    let effects = see(&mut session, 2, 1);
    assert_eq!(effects, [answered(0, 2, 1), look(2, 0, 2)]);
}

#[test]
fn a_file_that_comes_is_taken_by_a_worker_with_a_tile_and_waiting_tiles_go_back() {
    let mut session = spreading(2);
    offer(&mut session, 0, 0);
    offer(&mut session, 0, 1);
    let effects = session.apply(Event::Added(vec![added("next.dcm")]), 3.0);
    assert_eq!(opens(&effects), [(1, 1)]);
    assert!(effects.ends_with(&[forget(0, 1), lost(0, 1), idle(0, 0)]));
    assert_eq!(see(&mut session, 1, 0), [answered(0, 1, 0)]);
    assert_eq!(states(&session), ["working", "working"]);
}

#[test]
fn no_tile_is_spread_while_a_file_waits() {
    let mut session = spreading(2);
    session.apply(Event::Added(vec![added("b"), added("c")]), 3.0);
    assert_eq!(states(&session), ["working", "working", "waiting"]);
    assert_eq!(offer(&mut session, 0, 0), [forget(0, 0), lost(0, 0)]);
}

#[test]
fn two_owners_share_the_idle_workers() {
    let mut session = spreading(4);
    let effects = session.apply(Event::Added(vec![added("b")]), 3.0);
    assert_eq!(opens(&effects), [(1, 1)]);
    assert!(effects.ends_with(&[idle(0, 1), idle(1, 1)]));
}

#[test]
fn the_tile_of_a_worker_that_died_goes_back_and_no_file_is_refused_for_it() {
    let mut session = spreading(3);
    session.apply(Event::Added(vec![added("b")]), 2.0);
    find(&mut session, 1, 1, SearchStage::Complete);
    offer(&mut session, 0, 0);
    offer(&mut session, 0, 1);
    let wanted = Event::Wanted(1, 2, PictureVersion::Original);
    session.apply(wanted, 3.0);
    let effects = session.apply(Event::Died(1), 3.0);
    assert!(effects.starts_with(&[lost(0, 0), Effect::Start(1)]));
    assert_eq!(opens(&effects), [(2, 1)]);
    assert_eq!(states(&session), ["working", "working"]);
}

#[test]
fn a_worker_that_is_silent_over_a_tile_is_replaced_before_the_owner_is_taken_for_silent() {
    let mut session = spreading(2);
    offer(&mut session, 0, 0);
    let mut tick = |second: u32| session.apply(Event::Tick, f64::from(second) * 1000.0);
    assert!((1..20).all(|second| tick(second).is_empty()));
    let effects: Vec<Effect> = (20..24).flat_map(&mut tick).collect();
    assert_eq!(effects, [lost(0, 0), Effect::Start(1), idle(0, 0)]);
    assert!((24..60).all(|second| tick(second).is_empty()));
    assert_eq!(states(&session), ["working"]);
}

#[test]
fn a_worker_that_could_not_look_at_a_tile_gets_the_next_one() {
    let mut session = spreading(2);
    offer(&mut session, 0, 0);
    offer(&mut session, 0, 1);
    let effects = hear(&mut session, 1, FromWorker::TileFailed { tile: 0 });
    assert_eq!(effects, [lost(0, 0), look(1, 0, 1)]);
}

#[test]
fn an_answer_under_a_wrong_number_is_left_for_the_owner_to_judge() {
    let mut session = spreading(2);
    offer(&mut session, 0, 0);
    assert_eq!(see(&mut session, 1, 9), [answered(0, 1, 9)]);
}

#[test]
fn an_answer_that_nobody_asked_for_or_waits_for_is_forgotten() {
    let mut session = spreading(3);
    let nobodys = Effect::Forget(Parcel::Answer(1, 3));
    assert_eq!(see(&mut session, 1, 3), std::slice::from_ref(&nobodys));
    offer(&mut session, 0, 3);
    offer(&mut session, 0, 4);
    offer(&mut session, 0, 5);
    let reason = ReasonCode::DetectionFailed.into();
    let refused = FromWorker::Refused { file: 0, reason };
    assert_eq!(hear(&mut session, 0, refused), [forget(0, 5), idle(0, 0)]);
    // Its number is offered again for another file before the late answer comes.
    session.apply(Event::Retry(0), 3.0);
    open_large(&mut session, 0, 0);
    assert!(offer(&mut session, 0, 3).is_empty());
    let effects = see(&mut session, 1, 3);
    assert_eq!(effects, [nobodys, look(1, 0, 3)]);
}

#[test]
fn tiles_of_an_owner_that_died_are_forgotten_and_nothing_is_sent_to_its_successor() {
    let mut session = spreading(2);
    offer(&mut session, 0, 0);
    offer(&mut session, 0, 1);
    let effects = session.apply(Event::Died(0), 3.0);
    assert_eq!(effects, [forget(0, 1), Effect::Start(0)]);
    let effects = see(&mut session, 1, 0);
    assert_eq!(effects, [Effect::Forget(Parcel::Answer(1, 0))]);
    assert_eq!(offer(&mut session, 0, 0), [forget(0, 0)]);
}

#[test]
fn a_second_worker_that_never_starts_is_no_trouble_while_the_first_works() {
    let mut session = Session::new("build".into(), 2);
    session.begin(0.0);
    hear(&mut session, 0, ready());
    session.apply(Event::Added(vec![added("large.dcm")]), 1.0);
    open_large(&mut session, 0, 0);
    assert_eq!(session.apply(Event::Died(1), 2.0), [Effect::Start(1)]);
    assert!(session.apply(Event::Died(1), 2.0).is_empty());
    assert_eq!(session.trouble, None);
    assert_eq!(states(&session), ["working"]);
}

#[test]
fn a_tile_waits_on_the_page_while_the_only_other_worker_decodes_a_picture() {
    let mut session = spreading(2);
    session.apply(Event::Added(vec![added("b")]), 2.0);
    find(&mut session, 1, 1, SearchStage::Complete);
    // One picture came with the file; this one is asked for.
    session.apply(Event::Wanted(1, 2, PictureVersion::Original), 3.0);
    assert!(offer(&mut session, 0, 0).is_empty());
    let picture = FromWorker::Picture {
        file: 1,
        frame: 2,
        version: PictureVersion::Original,
        size: FrameSize::new(8, 8),
        samples: PictureSamples::Rgba8,
    };
    let effects = hear(&mut session, 1, picture);
    assert_eq!(effects, [look(1, 0, 0)]);
}

#[test]
fn tiles_that_are_away_when_their_frame_is_searched_concern_nobody() {
    let mut session = spreading(2);
    offer(&mut session, 0, 0);
    offer(&mut session, 0, 1);
    let effects = find(&mut session, 0, 0, SearchStage::Complete);
    assert!(effects.contains(&forget(0, 1)) && effects.contains(&idle(0, 0)));
    let late = Effect::Forget(Parcel::Answer(1, 0));
    assert_eq!(see(&mut session, 1, 0), [late]);
}
