//! Asking the cloud engine: which files may be sent, who agreed, how far each one is.
//!
//! Nothing is sent that no person agreed to, and a file that was asked about and got no answer is not saved until
//! it did, or until a person stays local for it.

use deid_model::api::{CONSENT_TEXT_VERSION, ConsentRequest};
use deid_model::worker::{FileId, STOPPED, SearchStage, ToWorker};
use deid_model::{EngineChoice, ProposedRegion};

use super::pool::{Task, WorkerId};
use super::queue::{FileState, News, QueueFile};
use super::{Effect, Session};

/// The answers were lost together with the worker that held them.
pub const ANSWER_LOST: &str = "answer-lost";
/// The worker that asked fell silent.
pub const NO_ANSWER: &str = "no-answer";

/// How far the cloud engine is with a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cloud {
    /// Not asked.
    #[default]
    Unasked,
    /// A person agreed; its worker is busy. With the code of an earlier asking that got no answer.
    Agreed(Option<String>),
    /// Asked; this many frames were looked at.
    Asked(u32),
    /// Its worker was told to ask no further, and did not say yet how far it got.
    Stopping,
    /// It looked at every frame.
    Found,
    /// It gave no answer; the code says why.
    Failed(String),
    /// It gave no answer, and a person stays local for this file.
    Local,
}

/// Number of a consent within this visit: a late answer must not count for another batch.
pub type ConsentNumber = u32;

/// A consent as the server recorded it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    /// Names it in what is sent.
    pub id: String,
    /// When it ends, on the clock of the session.
    pub ends_ms: f64,
}

/// What a person or the server says about sending.
#[derive(Clone, Debug)]
pub enum CloudEvent {
    /// A person agrees that these files are sent.
    Agree(Vec<FileId>),
    /// The server recorded the consent of this number.
    Recorded(ConsentNumber, Vec<FileId>, Ticket),
    /// The server did not record it: nothing is sent.
    NotRecorded(ConsentNumber, String),
    /// A file without an answer is to be asked about again, under the consent that it has.
    Again(FileId),
    /// Nothing more is sent.
    StayLocal,
    /// This file goes on without the answer that it did not get.
    StayLocalFor(FileId),
}

/// How far the recording of a consent is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Consenting {
    /// None is under way.
    #[default]
    Idle,
    /// The server was asked to record the one of this number.
    Recording(ConsentNumber),
    /// It did not; the code says why.
    Failed(String),
}

impl Cloud {
    /// Whether pictures of the file are being sent or about to be.
    pub const fn is_under_way(&self) -> bool {
        matches!(self, Self::Agreed(_) | Self::Asked(_) | Self::Stopping)
    }

    /// Whether the file may be saved as far as the cloud engine goes.
    pub fn allows_saving(&self, engine: EngineChoice) -> bool {
        match self {
            Self::Found | Self::Local => true,
            Self::Unasked => engine == EngineChoice::Local,
            Self::Agreed(_) | Self::Asked(_) | Self::Stopping | Self::Failed(_) => false,
        }
    }

    /// What remains when the worker that held the answers is gone.
    pub(super) fn lose_answers(&mut self) {
        match self {
            Self::Asked(_) => *self = Self::Failed(NO_ANSWER.to_owned()),
            Self::Stopping => *self = Self::Failed(STOPPED.to_owned()),
            Self::Found => *self = Self::Failed(ANSWER_LOST.to_owned()),
            Self::Unasked | Self::Agreed(_) | Self::Failed(_) | Self::Local => {}
        }
    }
}

impl QueueFile {
    /// Whether a person may be asked to send it: it is read, open, and was not asked about.
    pub fn may_be_sent(&self) -> bool {
        matches!(self.state, FileState::Found | FileState::NeedsLook)
            && self.stage == Some(SearchStage::Complete)
            && self.saved.is_none()
            && self.cloud == Cloud::Unasked
    }

    /// Has its worker ask no further; whether it was at it.
    pub(super) fn stop_asking(&mut self, effects: &mut Vec<Effect>) -> bool {
        let (Cloud::Asked(_), Some(worker)) = (&self.cloud, self.worker) else {
            return false;
        };
        self.cloud = Cloud::Stopping;
        let message = ToWorker::StopAsking { file: self.id };
        effects.push(Effect::Send(worker, message));
        true
    }
}

impl Session {
    /// Files that a person may be asked to send, while Amazon is chosen.
    pub fn batch(&self) -> Vec<FileId> {
        if self.settings.engine == EngineChoice::Local || self.server.cloud().is_none() {
            return Vec::new();
        }
        let ready = self.files.iter().filter(|file| file.may_be_sent());
        ready.map(|file| file.id).collect()
    }

    /// Whether the consent of this file still holds.
    pub fn consent_holds(&self, file: FileId) -> bool {
        let ticket = self.file(file).and_then(|file| file.ticket.as_ref());
        ticket.is_some_and(|ticket| self.now_ms < ticket.ends_ms)
    }

    pub(super) fn about_cloud(&mut self, event: CloudEvent, effects: &mut Vec<Effect>) {
        match event {
            CloudEvent::Agree(files) => self.agree(files, effects),
            CloudEvent::Recorded(number, files, ticket) => self.agreed(number, &files, &ticket),
            CloudEvent::NotRecorded(number, code) => {
                if self.consenting == Consenting::Recording(number) {
                    self.consenting = Consenting::Failed(code);
                }
            }
            CloudEvent::Again(file) => {
                if self.consent_holds(file)
                    && let Some(file) = self.file_mut(file)
                    && let Cloud::Failed(code) = &file.cloud
                {
                    file.cloud = Cloud::Agreed(Some(code.clone()));
                    file.settle();
                }
            }
            CloudEvent::StayLocal => {
                self.consenting = Consenting::Idle;
                self.choose_engine(EngineChoice::Local, effects);
            }
            CloudEvent::StayLocalFor(file) => {
                if let Some(file) = self.file_mut(file)
                    && matches!(file.cloud, Cloud::Failed(_))
                {
                    file.cloud = Cloud::Local;
                    file.settle();
                }
            }
        }
    }

    /// Sets the engine. Without Amazon, what was agreed to and not yet asked stays here, and what is being asked is
    /// stopped. A stopped file has no answer, like any that failed: part of it was sent, so a person decides for it
    /// alone whether it is asked again or goes on as local.
    pub(super) fn choose_engine(&mut self, engine: EngineChoice, effects: &mut Vec<Effect>) {
        self.settings.engine = engine;
        if engine == EngineChoice::Aws {
            return;
        }
        for file in &mut self.files {
            if let Cloud::Agreed(earlier) = &file.cloud {
                file.cloud = earlier.clone().map_or(Cloud::Unasked, Cloud::Failed);
                file.settle();
            }
            file.stop_asking(effects);
        }
    }

    fn agree(&mut self, files: Vec<FileId>, effects: &mut Vec<Effect>) {
        if files.is_empty() || self.server.cloud().is_none() {
            return;
        }
        self.consents += 1;
        self.consenting = Consenting::Recording(self.consents);
        let infos = files
            .iter()
            .filter_map(|file| self.file(*file)?.info.as_ref());
        let request = ConsentRequest {
            text_version: CONSENT_TEXT_VERSION,
            files: files.len() as u32,
            pictures: infos.map(|info| info.cloud_pictures).sum(),
        };
        effects.push(Effect::Consent(self.consents, files, request));
    }

    fn agreed(&mut self, number: ConsentNumber, files: &[FileId], ticket: &Ticket) {
        // Whoever stayed local meanwhile did not agree, and a yes to another batch is none to this one.
        if self.consenting != Consenting::Recording(number) {
            return;
        }
        self.consenting = Consenting::Idle;
        for file in files {
            let Some(file) = self.file_mut(*file) else {
                continue;
            };
            let earlier = match &file.cloud {
                Cloud::Failed(code) => Some(code.clone()),
                _ if file.may_be_sent() => None,
                _ => continue,
            };
            file.cloud = Cloud::Agreed(earlier);
            file.ticket = Some(ticket.clone());
            file.settle();
        }
    }

    /// Asks about files that a person agreed to, one at a time for each worker.
    pub(super) fn ask_cloud(&mut self, effects: &mut Vec<Effect>) {
        for at in 0..self.files.len() {
            let Some(file) = self.files.get_mut(at) else {
                continue;
            };
            let (Cloud::Agreed(_), Some(worker), Some(SearchStage::Complete)) =
                (&file.cloud, file.worker, file.stage)
            else {
                continue;
            };
            let Some(ticket) = file.ticket.clone() else {
                continue;
            };
            if !self.pool.is_idle(worker) {
                continue;
            }
            file.cloud = Cloud::Asked(0);
            let id = file.id;
            self.pool.expect_answer(worker, Task::Ask, id, self.now_ms);
            effects.push(Effect::AskCloud(worker, id, ticket.id));
        }
    }

    pub(super) fn cloud_progress(&mut self, worker: WorkerId, id: FileId, frames: u32) {
        if let Some(file) = self.held(worker, id)
            && matches!(file.cloud, Cloud::Asked(_))
        {
            file.cloud = Cloud::Asked(frames);
        }
    }

    pub(super) fn cloud_found(&mut self, worker: WorkerId, id: FileId, told: &[ProposedRegion]) {
        self.pool.done(worker, Task::Ask, id);
        let settings = self.settings.clone();
        let Some(file) = self.asked(worker, id) else {
            return;
        };
        file.cloud = Cloud::Found;
        if file.editor.learn(told, &settings) {
            file.news = Some(News::KeptIsPhi);
        }
        file.settle();
        self.decide_alike(id);
    }

    pub(super) fn cloud_failed(&mut self, worker: WorkerId, id: FileId, code: String) {
        self.pool.done(worker, Task::Ask, id);
        let Some(file) = self.asked(worker, id) else {
            return;
        };
        if code.starts_with("consent") {
            file.ticket = None;
        }
        file.cloud = Cloud::Failed(code);
        file.settle();
    }

    /// The file, unless an answer to what this worker was asked is expected no longer.
    fn asked(&mut self, worker: WorkerId, id: FileId) -> Option<&mut QueueFile> {
        self.held(worker, id)
            .filter(|file| matches!(file.cloud, Cloud::Asked(_) | Cloud::Stopping))
    }
}
