//! Files of one device, modality and size: where many of them carry text, one without any needs a person's look.
//!
//! That is known once all of them were looked at. So a file without text waits for the end of the run, and what waits is
//! remembered by what the first look came to, not by its content: then it is read again, and not searched again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use deid_core::SiblingKey;
use deid_model::Tripwire;
use deid_model::report::Elapsed;

/// What the first look at a file came to, which found no text.
#[derive(Clone, Debug)]
pub struct NoText {
    /// SHA-256 of the file that was looked at.
    pub sha256: String,
    /// The files that it is compared with.
    pub siblings: SiblingKey,
    /// Time spent.
    pub elapsed: Elapsed,
}

/// How many files of each device, modality and size there are with and without text, and which of them wait.
#[derive(Debug)]
pub struct Siblings<'a, T> {
    seen: Mutex<Seen<'a, T>>,
}

#[derive(Debug)]
struct Seen<'a, T> {
    counts: HashMap<SiblingKey, [u32; 2]>,
    waiting: Vec<(&'a T, NoText)>,
}

impl<T> Default for Siblings<'_, T> {
    fn default() -> Self {
        Self {
            seen: Mutex::new(Seen {
                counts: HashMap::new(),
                waiting: Vec::new(),
            }),
        }
    }
}

impl<'a, T> Siblings<'a, T> {
    /// Counts a file.
    pub fn count(&self, siblings: SiblingKey, has_text: bool) {
        let mut seen = self.lock();
        let [without, with] = seen.counts.entry(siblings).or_default();
        *(if has_text { with } else { without }) += 1;
    }

    /// Has a file wait for the end of the run.
    pub fn wait(&self, file: &'a T, first_look: NoText) {
        self.lock().waiting.push((file, first_look));
    }

    /// The files that wait.
    pub fn take_waiting(&self) -> Vec<(&'a T, NoText)> {
        std::mem::take(&mut self.lock().waiting)
    }

    /// Whether many of these files carry text.
    pub fn carry_text(&self, siblings: SiblingKey) -> bool {
        let counts = self.lock().counts.get(&siblings).copied();
        let [without, with] = counts.unwrap_or_default();
        Tripwire::siblings_carry_text(with, without)
    }

    /// Counts and list stay right even if a thread died while it held the lock.
    fn lock(&self) -> MutexGuard<'_, Seen<'a, T>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
