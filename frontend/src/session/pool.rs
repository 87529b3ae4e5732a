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
        });
        self.slots.len() - 1
    }

    /// A ready worker that is at no file, but for sending pictures.
    pub fn idle(&self) -> Option<WorkerId> {
        (0..self.slots.len()).find(|worker| self.is_idle(*worker))
    }

    /// Whether this worker is ready and at no file, but for sending pictures.
    pub fn is_idle(&self, worker: WorkerId) -> bool {
        let at_no_file = |slot: &Slot| slot.tasks.iter().all(|(task, _)| *task == Task::Display);
        self.slots
            .get(worker)
            .is_some_and(|slot| slot.ready && at_no_file(slot))
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

    /// Workers that owe an answer for longer than `patience_ms` of the task allows. A pause in which
    /// the computer slept counts for nobody.
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
            let allowed = slot
                .tasks
                .iter()
                .map(|(task, file)| patience_ms(*task, *file))
                .fold(0.0, f64::max);
            let allowed = if slot.ready { allowed } else { START_MS };
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
