//! The state of a visit, without a browser: `Session::apply(Event)` changes it and tells what to do.
//!
//! Files wait, are given to a worker, are reviewed, saved or refused. A refused file never stops
//! another one, and nothing that a person decided is lost when a worker has to be replaced.

mod assign;
mod cloud;
mod delivery;
mod heard;
mod lists;
mod pool;
mod queue;
mod server;
mod siblings;
mod spread;
mod studies;
#[cfg(test)]
pub mod tests;

use deid_model::api::{ConsentRequest, FileRecord};
use deid_model::worker::{FileId, FromWorker, PictureVersion, ToWorker};
use deid_model::{EngineChoice, Settings};

use crate::editor::Edit;
pub use cloud::{Cloud, CloudEvent, ConsentNumber, Consenting, Ticket};
pub use delivery::{Delivery, NOT_RECORDED, OUTPUT_EXISTS, OutputEvent, SaveTo, Saved};
pub use lists::{Lists, SiteLists};
pub use pool::WorkerId;
use pool::{Pool, Task};
pub use queue::{Added, FileState, Group, News, ObjectPlace, QueueFile, groups};
pub use server::{Absence, Privacy, Server};
pub use spread::Parcel;
use spread::Spread;
use studies::Studies;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// Files were dropped, picked, or chosen from a store.
    Added(Vec<Added>),
    /// A file of a store is at hand, for this worker; or could not be read.
    Fetched(FileId, WorkerId, bool),
    /// What the server offers is known, or that there is none.
    Server(Server),
    /// About sending to the cloud engine.
    Cloud(CloudEvent),
    /// About outputs.
    Output(OutputEvent),
    /// A worker said something.
    Heard(WorkerId, Box<FromWorker>),
    /// A worker crashed or could not be started.
    Died(WorkerId),
    /// Time passed.
    Tick,
    /// A file was chosen.
    Select(FileId),
    /// The next (1) or the previous (-1) file was chosen.
    Step(i32),
    /// A frame of the selected file was chosen, 0-based.
    ShowFrame(u32),
    /// A picture is to be shown and is not at hand.
    Wanted(FileId, u32, PictureVersion),
    /// A picture is on screen.
    Painted(FileId, u32),
    /// A person changed a region.
    Edited(FileId, Edit),
    /// A person accepts the decisions on a file.
    Save(FileId),
    /// The same, for every file that has been read and does not need a look.
    SaveAll,
    /// A saved file is to be reviewed again.
    Reopen(FileId),
    /// A refused file is to be tried again.
    Retry(FileId),
    /// A file that is cut off is to be taken for its whole frames.
    AcceptTruncated(FileId),
    /// Settings changed.
    Configured(Settings),
    /// A person wrote other lists.
    Listed(Lists),
}

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Start a worker, in place of an earlier one of that number.
    Start(WorkerId),
    /// Send a message to a worker; the file itself goes with [`ToWorker::Open`].
    Send(WorkerId, ToWorker),
    /// Send a message with bytes that another worker sent.
    Pass(WorkerId, ToWorker, Parcel),
    /// Forget bytes that a worker sent.
    Forget(Parcel),
    /// Read a file of a store, for this worker.
    Fetch(WorkerId, FileId, ObjectPlace),
    /// Have a consent to these files recorded.
    Consent(ConsentNumber, Vec<FileId>, ConsentRequest),
    /// Have a worker ask the cloud engine about a file, under the consent of this id.
    AskCloud(WorkerId, FileId, String),
    /// Write the bytes of a file's output to its store.
    Write(FileId),
    /// Tell the server's audit log of an output, before it is handed over.
    Record(FileId, FileRecord),
    /// Hand the bytes of a file's output to the browser as a download.
    Download(FileId, String),
    /// Note a moment for measurements.
    Mark(Moment, FileId),
}

/// Moments that are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// The file was dropped.
    Drop,
    /// Its first picture is on screen.
    Image,
    /// The first regions are known.
    FirstRegions,
    /// All regions are known.
    AllRegions,
    /// The output was handed over.
    Saved,
}

/// Something that concerns the whole visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The worker belongs to another build than the page.
    Outdated,
    /// Workers do not start.
    NoWorker,
}

/// The state of a visit.
#[derive(Clone, Debug)]
pub struct Session {
    /// Every file, by its number.
    pub files: Vec<QueueFile>,
    /// The file on screen.
    pub selected: Option<FileId>,
    /// What the user set.
    pub settings: Settings,
    /// What the person always keeps and always redacts.
    pub lists: SiteLists,
    /// What concerns the whole visit.
    pub trouble: Option<Trouble>,
    /// Names the key of this visit; known once a worker is ready.
    pub key_id: Option<String>,
    /// The server behind the page.
    pub server: Server,
    /// Where outputs go.
    pub save_to: SaveTo,
    /// How far the recording of a consent is.
    pub consenting: Consenting,
    consents: ConsentNumber,
    build_id: String,
    pool: Pool,
    spread: Spread,
    studies: Studies,
    now_ms: f64,
}

impl Event {
    /// Whether nothing that the page shows changes: a tile goes from worker to worker.
    pub fn is_about_tiles(&self) -> bool {
        let Self::Heard(_, message) = self else {
            return false;
        };
        matches!(
            **message,
            FromWorker::TileOffered { .. }
                | FromWorker::TileSeen { .. }
                | FromWorker::TileFailed { .. }
        )
    }
}

impl Session {
    /// An empty session of the page's build, with up to `workers` workers.
    pub fn new(build_id: String, workers: usize) -> Self {
        Self {
            files: Vec::new(),
            selected: None,
            settings: Settings::DEFAULT,
            lists: SiteLists::default(),
            trouble: None,
            key_id: None,
            server: Server::Asked,
            save_to: SaveTo::default(),
            consenting: Consenting::Idle,
            consents: 0,
            build_id,
            pool: Pool::new(workers),
            spread: Spread::default(),
            studies: Studies::default(),
            now_ms: 0.0,
        }
    }

    /// Starts the first worker, so that it is warm when the first file comes.
    pub fn begin(&mut self, now_ms: f64) -> Vec<Effect> {
        self.now_ms = now_ms;
        vec![Effect::Start(self.pool.add(now_ms))]
    }

    /// The file of that number.
    pub fn file(&self, file: FileId) -> Option<&QueueFile> {
        self.files.get(file as usize)
    }

    /// The file on screen.
    pub fn current(&self) -> Option<&QueueFile> {
        self.file(self.selected?)
    }

    /// The file `step` places from the one on screen.
    pub fn neighbor(&self, step: i32) -> Option<FileId> {
        let order: Vec<FileId> = groups(&self.files)
            .into_iter()
            .flat_map(|group| group.files)
            .collect();
        let here = order.iter().position(|file| Some(*file) == self.selected)?;
        order.get(here.checked_add_signed(step as isize)?).copied()
    }

    /// How many files are in `state`.
    pub fn count(&self, state: FileState) -> usize {
        self.files.iter().filter(|file| file.state == state).count()
    }

    /// Changes the state and tells what to do. `now_ms` only ever grows.
    pub fn apply(&mut self, event: Event, now_ms: f64) -> Vec<Effect> {
        let asleep_ms = now_ms - self.now_ms;
        self.now_ms = now_ms;
        let mut effects = Vec::new();
        match event {
            Event::Added(added) => self.add(added, &mut effects),
            Event::Fetched(file, worker, there) => self.fetched(file, worker, there, &mut effects),
            Event::Server(server) => self.met_server(server, &mut effects),
            Event::Cloud(event) => self.about_cloud(event, &mut effects),
            Event::Output(event) => self.about_output(event, &mut effects),
            Event::Heard(worker, message) => self.hear(worker, *message, &mut effects),
            Event::Died(worker) => self.replace(worker, &mut effects),
            Event::Tick => self.watch(asleep_ms, &mut effects),
            Event::Select(file) => {
                self.selected = self.file(file).map_or(self.selected, |file| Some(file.id));
            }
            Event::Step(step) => self.selected = self.neighbor(step).or(self.selected),
            Event::ShowFrame(frame) => self.show_frame(frame),
            Event::Wanted(file, frame, version) => self.want(file, frame, version, &mut effects),
            Event::Painted(file, frame) => self.painted(file, frame, &mut effects),
            Event::Edited(file, edit) => self.edit(file, edit),
            Event::Save(file) => self.save(file, &mut effects),
            Event::SaveAll => self.save_all(&mut effects),
            Event::Reopen(file) => self.reopen(file),
            Event::Retry(file) => self.retry(file),
            Event::AcceptTruncated(id) => {
                if let Some(file) = self.file_mut(id) {
                    file.accept_truncated = true;
                }
                self.retry(id);
            }
            Event::Configured(settings) => self.configure(settings, &mut effects),
            Event::Listed(lists) => self.tell_lists(lists, &mut effects),
        }
        // Files that a person waits for go before new ones.
        self.ask_cloud(&mut effects);
        self.assign(&mut effects);
        self.spread_tiles(&mut effects);
        effects
    }

    fn file_mut(&mut self, file: FileId) -> Option<&mut QueueFile> {
        self.files.get_mut(file as usize)
    }

    fn add(&mut self, added: Vec<Added>, effects: &mut Vec<Effect>) {
        let first = self.files.len() as FileId;
        for added in added {
            let id = self.files.len() as FileId;
            self.files.push(QueueFile::new(id, added));
            effects.push(Effect::Mark(Moment::Drop, id));
        }
        let free = self
            .current()
            .is_none_or(|file| matches!(file.state, FileState::Saved | FileState::Refused));
        if free && self.file(first).is_some() {
            self.selected = Some(first);
        }
    }

    fn show_frame(&mut self, frame: u32) {
        let Some(selected) = self.selected else {
            return;
        };
        if let Some(file) = self.file_mut(selected) {
            file.frame = frame.min(file.frames().saturating_sub(1));
        }
    }

    fn want(&mut self, id: FileId, frame: u32, version: PictureVersion, effects: &mut Vec<Effect>) {
        let Some(file) = self.file_mut(id) else {
            return;
        };
        let Some(worker) = file.worker else { return };
        if file.info.is_some() && file.asked.insert((frame, version)) {
            let message = ToWorker::Display {
                file: id,
                frame,
                version,
            };
            self.send(worker, Task::Display, message, effects);
        }
    }

    fn painted(&mut self, id: FileId, frame: u32, effects: &mut Vec<Effect>) {
        let Some(file) = self.file_mut(id) else {
            return;
        };
        if file.viewed.is_empty() {
            effects.push(Effect::Mark(Moment::Image, id));
        }
        file.viewed.insert(frame);
    }

    fn edit(&mut self, id: FileId, edit: Edit) {
        if let Some(file) = self.file_mut(id).filter(|file| file.may_be_edited()) {
            file.editor.apply(edit);
            self.decide_alike(id);
        }
    }

    fn configure(&mut self, settings: Settings, effects: &mut Vec<Effect>) {
        let engine = settings.engine;
        self.settings = settings;
        // What was accepted stays as it was accepted, until it is reviewed again.
        for file in self.files.iter_mut().filter(|file| file.may_be_edited()) {
            file.editor.follow(&self.settings);
        }
        self.choose_engine(engine, effects);
    }

    fn save_all(&mut self, effects: &mut Vec<Effect>) {
        let engine = self.settings.engine;
        let ready = self
            .files
            .iter()
            .filter(|file| file.may_be_saved_unseen(engine));
        let ready: Vec<_> = ready.map(|file| file.id).collect();
        for file in ready {
            self.save(file, effects);
        }
    }

    fn save(&mut self, id: FileId, effects: &mut Vec<Effect>) {
        let chosen = self.settings.engine;
        let mut settings = self.settings.clone();
        let Some(file) = self.file_mut(id).filter(|file| file.may_be_saved(chosen)) else {
            return;
        };
        let Some(worker) = file.worker else { return };
        // What ran, not what was chosen.
        settings.engine = if file.cloud == Cloud::Found {
            EngineChoice::Aws
        } else {
            EngineChoice::Local
        };
        file.state = FileState::Accepted;
        // Who saves what was held back has been told why.
        if let Some(News::Tripped(tripwire)) = file.news.take() {
            settings.tripwires_off.push(tripwire);
        }
        file.asked
            .retain(|(_, version)| *version == PictureVersion::Original);
        let message = ToWorker::Save {
            file: id,
            settings,
            decisions: file.editor.decisions(),
            drawn: file.editor.drawn(),
            frames_viewed: file.viewed.len() as u32,
        };
        self.send(worker, Task::Save, message, effects);
    }

    fn reopen(&mut self, id: FileId) {
        let settings = self.settings.clone();
        let Some(file) = self
            .file_mut(id)
            .filter(|file| file.state == FileState::Saved || file.not_written().is_some())
        else {
            return;
        };
        file.saved = None;
        file.editor.follow(&settings);
        file.state = if file.worker.is_some() {
            FileState::Found
        } else {
            FileState::Waiting
        };
        file.settle();
    }

    fn retry(&mut self, id: FileId) {
        if let Some(file) = self
            .file_mut(id)
            .filter(|file| file.state == FileState::Refused)
        {
            file.refusal = None;
            file.cloud.lose_answers();
            file.state = FileState::Waiting;
        }
    }
}
