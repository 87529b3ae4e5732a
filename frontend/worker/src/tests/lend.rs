//! Two desks, wired to each other as the page would.

use std::sync::OnceLock;

use deid_model::FrameSize;
use deid_phantom::paint::Background;
use deid_phantom::picture::png_grey8;
use deid_phantom::scene::{Labels, Scene, light};
use deid_phantom::text::Face;

use super::*;

type Told = (FromWorker, Option<Vec<u8>>);

/// A wide strip of a radiograph with text in its corners: six tiles in three passes, all small.
fn strip() -> Vec<u8> {
    let size = FrameSize::new(1500, 300);
    let labels = Labels::Corners(light(Face::Sans, 24.0));
    let scene = Scene::still(Background::Chest, size, labels, 105);
    png_grey8(size, &scene.grey8(0), &[])
}

/// What a worker alone tells of the strip.
fn alone() -> &'static [Told] {
    static TOLD: OnceLock<Vec<Told>> = OnceLock::new();
    TOLD.get_or_init(|| {
        let mut visit = Visit::new();
        visit.open(0, "strip.png", strip());
        visit.finish();
        visit.told()
    })
}

/// Early regions hold what came early; in the end all are the same.
fn assert_same_end(told: &[Told]) {
    assert_eq!(stages(told), [SearchStage::Preview, SearchStage::Complete]);
    assert_eq!(found(told), found(alone()));
}

/// A worker that searches, told of one idle worker, and what it said besides offering tiles.
struct Owner {
    visit: Visit,
    told: Vec<Told>,
}

impl Owner {
    fn of_a_strip(idle: u32) -> Self {
        let mut visit = Visit::new();
        visit.say(ToWorker::Idle { count: idle }, None);
        visit.open(0, "strip.png", strip());
        Self {
            visit,
            told: Vec::new(),
        }
    }

    /// Works until the next breath; tiles offered meanwhile, as they would be asked of another.
    fn step(&mut self) -> Vec<(ToWorker, Vec<u8>)> {
        self.visit.step();
        let mut asked = Vec::new();
        for (message, bytes) in self.visit.told() {
            if let FromWorker::TileOffered {
                file: 0,
                tile,
                columns,
                rows,
            } = message
            {
                let look = ToWorker::LookAtTile {
                    tile,
                    columns,
                    rows,
                };
                asked.push((look, bytes.unwrap()));
            } else {
                self.told.push((message, bytes));
            }
        }
        asked
    }

    fn is_done(&self) -> bool {
        self.visit.work.is_empty()
    }

    fn answer(&mut self, (tile, columns): (u32, u32), values: Vec<u8>) {
        let answered = ToWorker::TileAnswered {
            file: 0,
            tile,
            columns,
        };
        self.visit.say_with(answered, Attachment::Bytes(values));
    }

    fn lose(&mut self, tile: u32) {
        self.visit.say(ToWorker::TileLost { file: 0, tile }, None);
    }
}

/// Has `helper` look at a tile: its number, values a row, values.
fn seen(helper: &mut Visit, (look, greys): (ToWorker, Vec<u8>)) -> ((u32, u32), Vec<u8>) {
    helper.say_with(look, Attachment::Bytes(greys));
    helper.finish();
    let Some((FromWorker::TileSeen { tile, columns }, Some(values))) = helper.told().pop() else {
        panic!("no answer")
    };
    ((tile, columns), values)
}

/// An answer that fits a tile, with no text in it.
fn blank((look, _): &(ToWorker, Vec<u8>)) -> ((u32, u32), Vec<u8>) {
    let ToWorker::LookAtTile {
        tile,
        columns,
        rows,
    } = look
    else {
        panic!("no tile")
    };
    let [columns, rows] = [columns, rows].map(|side| side.div_ceil(2));
    (
        (*tile, columns),
        vec![0; 2 * columns as usize * rows as usize],
    )
}

fn tile_of((look, _): &(ToWorker, Vec<u8>)) -> u32 {
    let ToWorker::LookAtTile { tile, .. } = look else {
        panic!("no tile")
    };
    *tile
}

#[test]
fn a_picture_looked_at_by_two_workers_gives_the_same_regions() {
    let (mut owner, mut helper) = (Owner::of_a_strip(1), Visit::new());
    let mut helped = 0;
    while !owner.is_done() {
        for asked in owner.step() {
            let (number, values) = seen(&mut helper, asked);
            owner.answer(number, values);
            helped += 1;
        }
    }
    assert!(helped > 1);
    assert_same_end(&owner.told);
}

#[test]
fn answers_that_come_late_and_in_reverse_give_the_same_regions() {
    // A tile or none is left to the owner itself: meanwhile it looks at those it lent.
    let (mut owner, mut helper) = (Owner::of_a_strip(9), Visit::new());
    let mut asked = owner.step();
    assert!(asked.len() > 2);
    assert!(owner.step().is_empty() && !owner.is_done());
    while let Some(last) = asked.pop() {
        let (number, values) = seen(&mut helper, last);
        owner.answer(number, values);
    }
    while !owner.is_done() {
        assert!(owner.step().is_empty());
    }
    assert_same_end(&owner.told);
}

#[test]
fn an_owner_whom_nobody_answers_looks_at_every_lent_tile_itself() {
    let mut owner = Owner::of_a_strip(9);
    let mut lent = 0;
    for _ in 0..200 {
        lent += owner.step().len();
    }
    assert!(lent > 2 && owner.is_done());
    assert_same_end(&owner.told);
}

#[test]
fn an_answer_to_a_tile_that_the_owner_looked_at_meanwhile_changes_nothing() {
    let mut owner = Owner::of_a_strip(9);
    let asked = owner.step();
    assert!(owner.step().is_empty() && !owner.is_done());
    // The owner has looked at the oldest. A blank answer would lose its text, a misfit its file.
    let ((tile, columns), values) = blank(&asked[0]);
    owner.answer((tile, columns + 1), values);
    while !owner.is_done() {
        owner.step();
    }
    assert_same_end(&owner.told);
}

#[test]
fn at_most_two_tiles_for_each_idle_worker_are_away() {
    let mut owner = Owner::of_a_strip(1);
    let mut asked = Vec::new();
    while !owner.is_done() {
        asked.append(&mut owner.step());
    }
    assert_eq!(asked.len(), 2);
}

#[test]
fn no_tile_is_offered_once_no_worker_is_idle_any_more() {
    let mut owner = Owner::of_a_strip(1);
    owner.visit.say(ToWorker::Idle { count: 0 }, None);
    while !owner.is_done() {
        assert!(owner.step().is_empty());
    }
    assert_same_end(&owner.told);
}

#[test]
fn no_tile_is_offered_without_an_idle_worker() {
    let offers = |(message, _): &Told| matches!(message, FromWorker::TileOffered { .. });
    assert!(!alone().iter().any(offers));
    assert!(!found(alone()).is_empty());
}

#[test]
fn the_owner_looks_itself_at_tiles_that_were_lost() {
    let mut owner = Owner::of_a_strip(1);
    let mut lost = 0;
    while !owner.is_done() {
        for asked in owner.step() {
            owner.lose(tile_of(&asked));
            lost += 1;
        }
    }
    assert!(lost > 1);
    assert_same_end(&owner.told);
}

#[test]
fn a_file_with_an_answer_that_does_not_fit_its_tile_is_refused() {
    type Spoil = fn((u32, u32), Vec<u8>) -> ((u32, u32), Vec<u8>);
    let spoils: [Spoil; 3] = [
        |(tile, columns), values| ((tile, columns + 1), values),
        |number, values| (number, [values, vec![0]].concat()),
        |(tile, _), _| ((tile, 0), Vec::new()),
    ];
    for spoil in spoils {
        let mut owner = Owner::of_a_strip(1);
        let (number, values) = blank(&owner.step().remove(0));
        let (number, values) = spoil(number, values);
        owner.answer(number, values);
        owner.step();
        assert!(owner.is_done());
        assert_eq!(reason(&owner.told), Some(ReasonCode::DetectionFailed));
    }
}

#[test]
fn answers_that_come_twice_or_to_an_unknown_tile_are_dropped() {
    let (mut owner, mut helper) = (Owner::of_a_strip(1), Visit::new());
    while !owner.is_done() {
        for asked in owner.step() {
            let ((tile, columns), values) = seen(&mut helper, asked);
            owner.answer((tile + 1000, columns), values.clone());
            owner.answer((tile, columns), values.clone());
            owner.answer((tile, columns), values);
            owner.lose(tile);
        }
    }
    assert_same_end(&owner.told);
}

#[test]
fn what_is_no_tile_is_told_to_have_failed_and_the_worker_goes_on() {
    let mut helper = Visit::new();
    for (columns, rows) in [(0, 0), (4, 4), (u32::MAX, u32::MAX)] {
        let look = ToWorker::LookAtTile {
            tile: 5,
            columns,
            rows,
        };
        helper.say(look, None);
        helper.finish();
        assert_eq!(helper.told(), [(FromWorker::TileFailed { tile: 5 }, None)]);
    }
}

#[test]
fn answers_for_a_file_that_is_gone_are_dropped() {
    let mut owner = Owner::of_a_strip(1);
    let asked = owner.step().remove(0);
    owner.visit.say(ToWorker::Close { file: 0 }, None);
    owner.answer((tile_of(&asked), 0), Vec::new());
    owner.lose(7);
    owner.told.clear();
    assert!(owner.step().is_empty() && owner.is_done());
    assert!(owner.told.is_empty());
}

#[test]
fn a_worker_looks_at_anothers_tile_while_it_searches_a_file_of_its_own() {
    let mut helper = Visit::new();
    helper.open(1, "strip.png", strip());
    assert!(helper.step());
    helper.told();
    let (look, greys) = Owner::of_a_strip(1).step().remove(0);
    helper.say_with(look, Attachment::Bytes(greys));
    assert!(helper.step());
    let seen = |told: &Told| matches!(told, (FromWorker::TileSeen { .. }, Some(_)));
    assert!(helper.told().iter().any(seen));
}
