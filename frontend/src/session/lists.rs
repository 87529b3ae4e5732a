//! What the person always keeps and always redacts: told to every worker, held in memory only.

use deid_model::worker::{SearchStage, ToWorker};

use super::pool::WorkerId;
use super::queue::QueueFile;
use super::{Effect, Session};

/// Two lists, one entry a line. What they say may be PHI: `Debug` leaves it out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Lists {
    /// What is kept.
    pub allow: String,
    /// What is redacted.
    pub deny: String,
}

/// The lists of a visit.
#[derive(Clone, Debug, Default)]
pub struct SiteLists {
    /// As they were written last, usable or not.
    pub written: Lists,
    /// Why workers refused them: they go by the lists of before.
    pub problem: Option<String>,
    /// What a worker that is started now is told.
    in_force: Lists,
    /// In force before, for the case that those are refused.
    before: Lists,
}

impl std::fmt::Debug for Lists {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lists")
    }
}

impl Lists {
    fn message(&self) -> ToWorker {
        ToWorker::Lists {
            allow: self.allow.clone(),
            deny: self.deny.clone(),
        }
    }
}

impl SiteLists {
    fn write(&mut self, lists: Lists) {
        self.before = std::mem::replace(&mut self.in_force, lists.clone());
        self.written = lists;
        self.problem = None;
    }

    fn refuse(&mut self, problem: String) {
        self.in_force = self.before.clone();
        self.problem = Some(problem);
    }
}

impl Session {
    /// Starts a worker and tells it the lists, so that it judges as the others do.
    pub(super) fn start(&self, worker: WorkerId, effects: &mut Vec<Effect>) {
        effects.push(Effect::Start(worker));
        let lists = &self.lists.in_force;
        if *lists != Lists::default() {
            effects.push(Effect::Send(worker, lists.message()));
        }
    }

    /// Tells every worker other lists; they judge anew what they have read.
    pub(super) fn tell_lists(&mut self, lists: Lists, effects: &mut Vec<Effect>) {
        let workers = self.pool.workers();
        effects.extend(workers.map(|worker| Effect::Send(worker, lists.message())));
        // A worker answers for every file that it has read, or refuses once for all.
        for file in self.files.iter_mut().filter(|file| file.worker.is_some()) {
            if file.stage == Some(SearchStage::Complete) {
                file.judgements_due += 1;
            }
        }
        self.lists.write(lists);
    }

    /// A worker refused the lists that were told last, and judges by those of before. Others say the same.
    pub(super) fn lists_refused(&mut self, worker: WorkerId, problem: String) {
        let held = |file: &&mut QueueFile| file.worker == Some(worker);
        for file in self.files.iter_mut().filter(held) {
            file.judgements_due = file.judgements_due.saturating_sub(1);
        }
        self.lists.refuse(problem);
    }
}
