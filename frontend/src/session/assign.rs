//! Giving files to workers, and taking them back from workers that are gone.

use deid_model::ReasonCode;
use deid_model::worker::{FileId, ToWorker};

use super::pool::{Task, WorkerId};
use super::queue::FileState;
use super::{Effect, Session, Trouble};

impl Session {
    /// Gives waiting files to idle workers, one each at a time, and starts workers while files wait.
    pub(super) fn assign(&mut self, effects: &mut Vec<Effect>) {
        if self.trouble.is_some() {
            return;
        }
        for at in 0..self.files.len() {
            let Some(file) = self
                .files
                .get_mut(at)
                .filter(|file| file.state == FileState::Waiting)
            else {
                continue;
            };
            let Some(worker) = self.pool.idle() else {
                if self.pool.may_grow() {
                    let worker = self.pool.add(self.now_ms);
                    self.start(worker, effects);
                }
                return;
            };
            file.opened_by(worker);
            let id = file.id;
            if let Some(place) = file.place.clone() {
                self.pool
                    .expect_answer(worker, Task::Fetch, id, self.now_ms);
                effects.push(Effect::Fetch(worker, id, place));
            } else {
                self.open(id, worker, effects);
            }
        }
    }

    fn open(&mut self, id: FileId, worker: WorkerId, effects: &mut Vec<Effect>) {
        let Some(file) = self.file(id) else { return };
        let message = ToWorker::Open {
            file: id,
            name: file.name.clone(),
            folder: file.folder(),
            accept_truncated: file.accept_truncated,
        };
        self.send(worker, Task::Open, message, effects);
    }

    /// A file of a store is at hand and goes to the worker that waits for it; or it is refused.
    pub(super) fn fetched(
        &mut self,
        id: FileId,
        worker: WorkerId,
        there: bool,
        effects: &mut Vec<Effect>,
    ) {
        // The worker may have been replaced meanwhile, and its successor be at another file.
        if !self.pool.done(worker, Task::Fetch, id) {
            return;
        }
        if there {
            self.open(id, worker, effects);
        } else if let Some(file) = self.held(worker, id) {
            file.refuse(ReasonCode::ReadFailed.into());
        }
    }

    pub(super) fn send(
        &mut self,
        worker: WorkerId,
        task: Task,
        message: ToWorker,
        effects: &mut Vec<Effect>,
    ) {
        if let ToWorker::Open { file, .. }
        | ToWorker::Display { file, .. }
        | ToWorker::Save { file, .. } = &message
        {
            self.pool.expect_answer(worker, task, *file, self.now_ms);
        }
        effects.push(Effect::Send(worker, message));
    }

    /// Replaces workers that are silent past the limit of what they are doing.
    pub(super) fn watch(&mut self, asleep_ms: f64, effects: &mut Vec<Effect>) {
        let files = &self.files;
        let silent = self.pool.silent(self.now_ms, asleep_ms, |task, file| {
            files
                .get(file as usize)
                .map_or(0.0, |file| file.patience_ms(task))
        });
        for worker in silent {
            self.replace(worker, effects);
        }
    }

    /// A worker is gone: the file it was at is refused, the others it held are opened again.
    pub(super) fn replace(&mut self, worker: WorkerId, effects: &mut Vec<Effect>) {
        self.lose_tiles(worker, effects);
        let Some(lost) = self.pool.restart(worker, self.now_ms) else {
            // One that was to help and does not start is no trouble while another works.
            if !self.pool.has_ready() {
                self.trouble = self.trouble.or(Some(Trouble::NoWorker));
            }
            return;
        };
        for file in self
            .files
            .iter_mut()
            .filter(|file| file.worker == Some(worker))
        {
            file.worker = None;
            file.asked.clear();
            file.cloud.lose_answers();
            // Waiting for an answer from elsewhere is no crash of a decoder.
            let guilty = |task| matches!(task, Task::Open | Task::Save | Task::Display);
            if lost
                .at_work_on
                .is_some_and(|(task, at)| at == file.id && guilty(task))
            {
                file.refuse(ReasonCode::DecoderCrashed.into());
            } else if file.saved.is_none() && file.state != FileState::Refused {
                file.state = FileState::Waiting;
            }
        }
        self.start(worker, effects);
    }
}
