//! Which worker is at what, and which has been silent for too long.

use deid_model::worker::FileId;

/// Number of a worker, from 0. A replaced worker hands its number on.
pub type WorkerId = usize;

/// How often in a row a worker may die before it was ever ready.
const FALSE_STARTS: u8 = 2;
/// How long loading decoders and weights may take, for slow networks.
const START_MS: f64 = 120_000.0;
/// A pause between two ticks beyond which the computer slept or the tab was throttled.
const SLEPT_MS: f64 = 10_000.0;

/// What a worker was asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// Look at a tile of another worker's file: done before what it is asked for next.
    Look,
    /// Read a file and find its text.
    Open,
    /// Redact and verify a file.
    Save,
    /// Ask the cloud engine about a file.
    Ask,
    /// Send a picture.
    Display,
    /// Nothing yet: the page fetches the file for it.
    Fetch,
}

#[derive(Clone, Debug)]
struct Slot {
    ready: bool,
    tasks: Vec<(Task, FileId)>,
    heard_ms: f64,
    false_starts: u8,
    /// Idle workers it may offer tiles to, as last told.
    share: u32,
}

impl Slot {
    /// Whether it is ready and at no file, but for sending pictures and looking at tiles.
    fn is_idle(&self) -> bool {
        let aside = |(task, _): &(Task, FileId)| matches!(task, Task::Display | Task::Look);
        self.ready && self.tasks.iter().all(aside)
    }

    /// Whether it is ready and owes nothing at all: what it is asked now, it does at once.
    fn is_free(&self) -> bool {
        self.ready && self.tasks.is_empty()
    }

    fn is_at(&self, task: Task) -> bool {
        self.tasks.iter().any(|(other, _)| *other == task)
    }
}

/// The workers of a visit.
#[derive(Clone, Debug)]
pub struct Pool {
    slots: Vec<Slot>,
    limit: usize,
}

/// What a lost worker leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// What it was at, and with which file.
    pub at_work_on: Option<(Task, FileId)>,
}

impl Pool {
    /// No worker yet, at most `limit`.
    pub fn new(limit: usize) -> Self {
        Self {
            slots: Vec::new(),
            limit: limit.max(1),
        }
    }

    /// Adds a worker.
    pub fn add(&mut self, now_ms: f64) -> WorkerId {
        self.slots.push(Slot {
            ready: false,
            tasks: Vec::new(),
            heard_ms: now_ms,
            false_starts: 0,
            share: 0,
        });
        self.slots.len() - 1
    }

    /// Every worker, ready or not.
    pub fn workers(&self) -> std::ops::Range<WorkerId> {
        0..self.slots.len()
    }

    /// A ready worker that is at no file; one that looks at no tile either, where there is one, and of
    /// those the one that owes least.
    pub fn idle(&self) -> Option<WorkerId> {
        let idle = self.slots.iter().enumerate();
        let idle = idle.filter(|(_, slot)| slot.is_idle());
        idle.min_by_key(|(_, slot)| (slot.is_at(Task::Look), slot.tasks.len()))
            .map(|(worker, _)| worker)
    }

    /// Whether this worker is ready and at no file, but for sending pictures and looking at tiles.
    pub fn is_idle(&self, worker: WorkerId) -> bool {
        self.slots.get(worker).is_some_and(Slot::is_idle)
    }

    /// A ready worker that owes nothing: a tile would wait behind a picture that it is decoding.
    pub fn free_for_a_tile(&self) -> Option<WorkerId> {
        self.slots.iter().position(Slot::is_free)
    }

    /// Workers whose share of the idle workers is not what they were told last, each with its share. Only
    /// those that search pictures have one, and nobody has unless `may_spread`.
    pub fn changed_shares(&mut self, may_spread: bool) -> Vec<(WorkerId, u32)> {
        // Saving searches small pictures only, which are single tiles.
        let searches = |slot: &Slot| slot.is_at(Task::Open);
        let idle = self.slots.iter().filter(|slot| slot.is_idle()).count();
        let owners = self.slots.iter().filter(|slot| searches(slot)).count();
        let share_of_each = idle.div_ceil(owners.max(1)) as u32;
        let mut changed = Vec::new();
        for (worker, slot) in self.slots.iter_mut().enumerate() {
            let has_share = may_spread && searches(slot);
            let share = if has_share { share_of_each } else { 0 };
            if slot.share != share {
                slot.share = share;
                changed.push((worker, share));
            }
        }
        changed
    }

    /// Whether any worker is ready.
    pub fn has_ready(&self) -> bool {
        self.slots.iter().any(|slot| slot.ready)
    }

    /// Whether another worker may be started: all are ready, and there is room.
    pub fn may_grow(&self) -> bool {
        self.slots.len() < self.limit && self.slots.iter().all(|slot| slot.ready)
    }

    /// Notes that a worker was asked for something.
    pub fn expect_answer(&mut self, worker: WorkerId, task: Task, file: FileId, now_ms: f64) {
        if let Some(slot) = self.slots.get_mut(worker) {
            if slot.tasks.is_empty() {
                slot.heard_ms = now_ms;
            }
            slot.tasks.push((task, file));
        }
    }

    /// Notes a sign of life.
    pub fn heard(&mut self, worker: WorkerId, now_ms: f64) {
        if let Some(slot) = self.slots.get_mut(worker) {
            slot.heard_ms = now_ms;
        }
    }

    /// Notes that a worker is ready for files.
    pub fn ready(&mut self, worker: WorkerId) {
        if let Some(slot) = self.slots.get_mut(worker) {
            slot.ready = true;
            slot.false_starts = 0;
        }
    }

    /// Notes that a task is done; whether the worker was at it.
    pub fn done(&mut self, worker: WorkerId, task: Task, file: FileId) -> bool {
        if let Some(slot) = self.slots.get_mut(worker)
            && let Some(at) = slot.tasks.iter().position(|other| *other == (task, file))
        {
            slot.tasks.remove(at);
            return true;
        }
        false
    }

    /// Notes that a file was refused: none of its tasks will be answered.
    pub fn dropped(&mut self, worker: WorkerId, file: FileId) {
        if let Some(slot) = self.slots.get_mut(worker) {
            slot.tasks.retain(|(_, other)| *other != file);
        }
    }

    /// Workers that owe an answer for longer than `patience_ms` allows: the least of their tasks while
    /// they owe a look at a tile, which comes before the others, else the longest. A pause in which the
    /// computer slept counts for nobody.
    pub fn silent(
        &mut self,
        now_ms: f64,
        asleep_ms: f64,
        patience_ms: impl Fn(Task, FileId) -> f64,
    ) -> Vec<WorkerId> {
        if asleep_ms > SLEPT_MS {
            self.slots
                .iter_mut()
                .for_each(|slot| slot.heard_ms = now_ms);
        }
        let overdue = |slot: &Slot| {
            let tasks = slot.tasks.iter();
            let patiences = tasks.map(|(task, file)| patience_ms(*task, *file));
            let allowed = if !slot.ready {
                START_MS
            } else if slot.is_at(Task::Look) {
                patiences.fold(f64::INFINITY, f64::min)
            } else {
                patiences.fold(0.0, f64::max)
            };
            (!slot.ready || !slot.tasks.is_empty()) && now_ms - slot.heard_ms > allowed
        };
        self.slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| overdue(slot))
            .map(|(worker, _)| worker)
            .collect()
    }

    /// Prepares a lost worker's place for its successor; `None` where starting it is hopeless.
    pub fn restart(&mut self, worker: WorkerId, now_ms: f64) -> Option<Lost> {
        let slot = self.slots.get_mut(worker)?;
        if !slot.ready {
            slot.false_starts += 1;
        }
        if slot.false_starts >= FALSE_STARTS {
            return None;
        }
        // Reading comes before saving: what was asked for later waits for it.
        let at_work_on = slot.tasks.iter().min_by_key(|(task, _)| *task).copied();
        *slot = Slot {
            ready: false,
            tasks: Vec::new(),
            heard_ms: now_ms,
            false_starts: slot.false_starts,
            share: 0,
        };
        Some(Lost { at_work_on })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready_pool() -> Pool {
        let mut pool = Pool::new(2);
        let worker = pool.add(0.0);
        pool.ready(worker);
        pool
    }

    #[test]
    fn a_worker_takes_one_file_at_a_time() {
        let mut pool = ready_pool();
        assert_eq!(pool.idle(), Some(0));
        pool.expect_answer(0, Task::Open, 7, 0.0);
        assert_eq!(pool.idle(), None);
        pool.done(0, Task::Open, 7);
        assert_eq!(pool.idle(), Some(0));
    }

    #[test]
    fn a_file_goes_to_a_worker_without_a_tile_where_there_is_one() {
        let mut pool = ready_pool();
        let second = pool.add(0.0);
        pool.ready(second);
        pool.expect_answer(0, Task::Look, 7, 0.0);
        assert_eq!((pool.idle(), pool.free_for_a_tile()), (Some(1), Some(1)));
        pool.expect_answer(1, Task::Open, 8, 0.0);
        assert_eq!((pool.idle(), pool.free_for_a_tile()), (Some(0), None));
    }

    #[test]
    fn a_tile_goes_to_no_worker_that_owes_anything() {
        let mut pool = ready_pool();
        pool.expect_answer(0, Task::Display, 7, 0.0);
        assert_eq!((pool.idle(), pool.free_for_a_tile()), (Some(0), None));
        let second = pool.add(0.0);
        pool.ready(second);
        assert_eq!((pool.idle(), pool.free_for_a_tile()), (Some(1), Some(1)));
        pool.expect_answer(1, Task::Look, 8, 0.0);
        assert_eq!((pool.idle(), pool.free_for_a_tile()), (Some(0), None));
    }

    #[test]
    fn while_a_look_is_owed_the_least_patience_counts_and_the_longest_afterwards() {
        let mut pool = ready_pool();
        let silent = |pool: &mut Pool, now| {
            let patience = |task, _| if task == Task::Look { 20.0 } else { 60.0 };
            pool.silent(now, 1.0, patience)
        };
        pool.expect_answer(0, Task::Look, 7, 0.0);
        pool.expect_answer(0, Task::Display, 3, 5.0);
        assert!(silent(&mut pool, 20.0).is_empty());
        assert_eq!(silent(&mut pool, 21.0), [0]);
        pool.heard(0, 21.0);
        pool.done(0, Task::Look, 7);
        assert!(silent(&mut pool, 81.0).is_empty());
        assert_eq!(silent(&mut pool, 82.0), [0]);
    }

    #[test]
    fn a_share_ends_with_the_search_and_is_told_anew_for_the_next() {
        let mut pool = ready_pool();
        let second = pool.add(0.0);
        pool.ready(second);
        for file in [3, 4] {
            pool.expect_answer(0, Task::Open, file, 0.0);
            assert_eq!(pool.changed_shares(true), [(0, 1)]);
            assert!(pool.changed_shares(true).is_empty());
            pool.done(0, Task::Open, file);
            pool.expect_answer(0, Task::Save, file, 0.0);
            assert_eq!(pool.changed_shares(true), [(0, 0)]);
            pool.done(0, Task::Save, file);
        }
    }

    #[test]
    fn the_pool_grows_only_when_every_worker_is_ready_and_up_to_its_limit() {
        let mut pool = ready_pool();
        assert!(pool.may_grow());
        let second = pool.add(0.0);
        assert!(!pool.may_grow());
        pool.ready(second);
        assert!(!pool.may_grow());
    }

    #[test]
    fn only_a_worker_that_owes_an_answer_can_be_silent() {
        let mut pool = ready_pool();
        let silent = |pool: &mut Pool, now| pool.silent(now, 1000.0, |_, _| 5000.0);
        assert!(silent(&mut pool, 1e6).is_empty());
        pool.expect_answer(0, Task::Save, 3, 1e6);
        assert!(silent(&mut pool, 1e6 + 5000.0).is_empty());
        assert_eq!(silent(&mut pool, 1e6 + 5001.0), [0]);
        pool.heard(0, 1e6 + 5001.0);
        assert!(silent(&mut pool, 1e6 + 5002.0).is_empty());
    }

    #[test]
    fn a_computer_that_slept_does_not_make_its_workers_silent() {
        let mut pool = ready_pool();
        pool.expect_answer(0, Task::Open, 3, 0.0);
        assert!(pool.silent(9e6, 9e6, |_, _| 5000.0).is_empty());
    }

    #[test]
    fn a_worker_that_never_starts_is_given_up() {
        let mut pool = Pool::new(1);
        pool.add(0.0);
        assert!(pool.restart(0, 0.0).is_some());
        assert!(pool.restart(0, 0.0).is_none());
    }
}
