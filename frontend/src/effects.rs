//! Carries out what the session asks for, and feeds back what happens.

use std::collections::HashMap;
use std::sync::Arc;

use deid_model::worker::{FileId, FromWorker, PictureVersion, ToWorker};
use js_sys::ArrayBuffer;
use leptos::prelude::*;

use crate::browser::file::SourceFile;
use crate::browser::server::Api;
use crate::browser::worker_pool::{Attachment, Load, Sign, WorkerPool};
use crate::browser::{clock, download, page};
use crate::picture::{Picture, PictureStore, Shown};
use crate::session::{Added, Effect, Event, Parcel, QueueFile, Session, WorkerId};
use crate::view::View;
use crate::windowing::{self, Rendering};

/// Bytes of pictures kept at hand.
const PICTURE_BYTES: usize = 256 << 20;
/// Longer side of a thumbnail, in pixels; shown at half that size.
const THUMBNAIL: u32 = 80;
/// Workers at most, whatever the number of processors.
const WORKERS: usize = 4;
/// Time between two downloads: a browser drops one that follows another too closely.
const DOWNLOAD_PACE_MS: f64 = 250.0;
/// How often silent workers are looked for.
const TICK_MS: i32 = 1000;

/// Everything that lives as long as the page: state, pictures, view, and the machinery behind.
#[derive(Clone, Copy)]
pub struct Visit {
    /// The state of the files.
    pub session: RwSignal<Session>,
    /// Pictures at hand.
    pub pictures: RwSignal<PictureStore>,
    /// Small pictures for the queue.
    pub thumbnails: RwSignal<HashMap<FileId, Arc<Rendering>>>,
    /// How the user looks at things.
    pub view: View,
    machine: StoredValue<Machine, LocalStorage>,
}

/// What only the browser can hold.
struct Machine {
    key: Vec<u8>,
    build_id: String,
    workers: WorkerPool,
    /// By number; a file of a store is here from its fetching until a worker has it.
    files: HashMap<FileId, SourceFile>,
    api: Option<Api>,
    outputs: HashMap<FileId, ArrayBuffer>,
    parcels: HashMap<Parcel, ArrayBuffer>,
    next_download_ms: f64,
}

impl Visit {
    /// Begins a visit: a fresh key, one worker warming up.
    pub fn begin() -> Self {
        let build_id = page::meta("deid-build").unwrap_or_default();
        let machine = Machine {
            // Without randomness there is no key, and the worker refuses to start.
            key: page::random_key().unwrap_or_default(),
            build_id: build_id.clone(),
            workers: WorkerPool::new(page::meta("deid-worker").unwrap_or_default()),
            files: HashMap::new(),
            api: None,
            outputs: HashMap::new(),
            parcels: HashMap::new(),
            next_download_ms: 0.0,
        };
        let workers = page::processors().clamp(1, WORKERS);
        let visit = Self {
            session: RwSignal::new(Session::new(build_id, workers)),
            pictures: RwSignal::new(PictureStore::new(PICTURE_BYTES)),
            thumbnails: RwSignal::new(HashMap::new()),
            view: View::new(),
            machine: StoredValue::new_local(machine),
        };
        let effects = visit
            .session
            .try_update(|session| session.begin(clock::now_ms()));
        visit.run(effects.unwrap_or_default());
        clock::every(TICK_MS, move || visit.dispatch(Event::Tick));
        visit.connect();
        visit
    }

    /// Lets something happen.
    pub fn dispatch(self, event: Event) {
        let is_tick = matches!(event, Event::Tick);
        let is_shown = !event.is_about_tiles();
        let effects = self.session.try_maybe_update(|session| {
            let effects = session.apply(event, clock::now_ms());
            // A tick that changes nothing must not wake every part of the page, nor must a tile.
            (is_shown && (!is_tick || !effects.is_empty()), effects)
        });
        self.run(effects.unwrap_or_default());
    }

    /// Takes local files in.
    pub fn add(self, files: Vec<SourceFile>) {
        if files.is_empty() {
            return;
        }
        let first = self
            .session
            .with_untracked(|session| session.files.len() as FileId);
        let added = files
            .iter()
            .map(|file| Added {
                name: file.name(),
                bytes: file.bytes(),
                place: None,
            })
            .collect();
        self.machine
            .update_value(|machine| machine.files.extend((first..).zip(files)));
        self.dispatch(Event::Added(added));
    }

    /// With what the server is asked; `None` without its link.
    pub fn api(self) -> Option<Api> {
        self.machine.with_value(|machine| machine.api.clone())
    }

    pub(super) fn set_api(self, api: Api) {
        self.machine.update_value(|machine| machine.api = Some(api));
    }

    pub(super) fn keep_fetched(self, file: FileId, content: SourceFile) {
        self.machine.update_value(|machine| {
            machine.files.insert(file, content);
        });
    }

    /// The output of a file, while it is at hand.
    pub(super) fn output(self, file: FileId) -> Option<ArrayBuffer> {
        self.machine
            .with_value(|machine| machine.outputs.get(&file).cloned())
    }

    pub(super) fn forget_output(self, file: FileId) {
        self.machine.update_value(|machine| {
            machine.outputs.remove(&file);
        });
    }

    /// The picture, if it is at hand.
    pub fn picture(self, file: FileId, frame: u32, version: PictureVersion) -> Option<Shown> {
        self.pictures
            .with(|pictures| pictures.get((file, frame, version)))
    }

    /// Reads something of the file on screen.
    pub fn current<T>(self, read: impl FnOnce(&QueueFile) -> T) -> Option<T> {
        self.session.with(|session| session.current().map(read))
    }

    /// The same without following its changes, for handlers of events.
    pub fn current_untracked<T>(self, read: impl FnOnce(&QueueFile) -> T) -> Option<T> {
        self.session
            .with_untracked(|session| session.current().map(read))
    }

    /// The original picture of the frame on screen, without following its changes.
    pub fn shown(self) -> Option<Shown> {
        let (file, frame) = self.current_untracked(|file| (file.id, file.frame))?;
        self.pictures
            .with_untracked(|pictures| pictures.get((file, frame, PictureVersion::Original)))
    }

    fn run(self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Start(worker) => self.start(worker),
                Effect::Send(worker, message) => self.send(worker, &message),
                Effect::Pass(worker, message, parcel) => self.pass(worker, &message, parcel),
                Effect::Forget(parcel) => {
                    self.take_parcel(parcel);
                }
                Effect::Fetch(worker, file, place) => self.fetch_object(worker, file, place),
                Effect::Consent(number, files, request) => {
                    self.record_consent(number, files, request);
                }
                Effect::AskCloud(worker, file, consent) => self.ask_cloud(worker, file, consent),
                Effect::Write(file) => self.write_output(file),
                Effect::Record(file, record) => self.record_output(file, record),
                Effect::Download(file, name) => self.hand_over(file, name),
                Effect::Mark(moment, file) => clock::mark(moment, file),
            }
        }
    }

    /// Hands an output over, after the ones before it.
    fn hand_over(self, file: FileId, name: String) {
        let now_ms = clock::now_ms();
        let due = self.machine.try_update_value(|machine| {
            let output = machine.outputs.remove(&file)?;
            let at_ms = machine.next_download_ms.max(now_ms);
            machine.next_download_ms = at_ms + DOWNLOAD_PACE_MS;
            Some((output, at_ms - now_ms))
        });
        if let Some((output, wait_ms)) = due.flatten() {
            clock::after(wait_ms as i32, move || {
                download::bytes(&name, &output);
            });
        }
    }

    fn start(self, worker: WorkerId) {
        let started = self.machine.try_update_value(|machine| {
            let start = ToWorker::Start {
                build_id: machine.build_id.clone(),
                key: machine.key.clone(),
            };
            machine
                .workers
                .start(worker, move |sign| self.hear(worker, sign))
                && machine.workers.send(worker, &start, &Load::Nothing)
        });
        if started != Some(true) {
            self.dispatch(Event::Died(worker));
        }
    }

    pub(super) fn send(self, worker: WorkerId, message: &ToWorker) {
        let sent = self.machine.with_value(|machine| {
            let file = match message {
                ToWorker::Open { file, .. } => machine.files.get(file),
                _ => None,
            };
            let load = file.map_or(Load::Nothing, Load::File);
            machine.workers.send(worker, message, &load)
        });
        if let ToWorker::Open { file, .. } = message {
            self.let_go_of_fetched(*file);
        }
        if !sent {
            self.dispatch(Event::Died(worker));
        }
    }

    /// Sends a message with bytes that another worker sent.
    fn pass(self, worker: WorkerId, message: &ToWorker, parcel: Parcel) {
        let bytes = self.take_parcel(parcel);
        let load = bytes.as_ref().map_or(Load::Nothing, Load::Bytes);
        let sent = self
            .machine
            .with_value(|machine| machine.workers.send(worker, message, &load));
        if !sent {
            self.dispatch(Event::Died(worker));
        }
    }

    fn take_parcel(self, parcel: Parcel) -> Option<ArrayBuffer> {
        self.machine
            .try_update_value(|machine| machine.parcels.remove(&parcel))
            .flatten()
    }

    /// A file of a store is with its worker now; should it be needed again, it is fetched again.
    fn let_go_of_fetched(self, file: FileId) {
        let of_store = self
            .session
            .with_untracked(|session| session.file(file).is_some_and(|file| file.place.is_some()));
        if of_store {
            self.machine.update_value(|machine| {
                machine.files.remove(&file);
            });
        }
    }

    fn hear(self, worker: WorkerId, sign: Sign) {
        let Sign::Said(message, attachment) = sign else {
            self.dispatch(Event::Died(worker));
            return;
        };
        match (&*message, attachment) {
            (
                FromWorker::Picture {
                    file,
                    frame,
                    version,
                    ..
                },
                Attachment::Picture(picture),
            ) => {
                self.keep(*file, *frame, *version, picture);
            }
            (FromWorker::Saved { file, .. }, Attachment::Output(bytes)) => {
                self.pictures
                    .update(|pictures| pictures.forget_saved(*file));
                self.machine.update_value(|machine| {
                    machine.outputs.insert(*file, bytes);
                });
            }
            (message, Attachment::Tile(bytes)) => {
                if let Some(parcel) = Parcel::beside(message, worker) {
                    self.machine.update_value(|machine| {
                        machine.parcels.insert(parcel, bytes);
                    });
                }
            }
            _ => {}
        }
        self.dispatch(Event::Heard(worker, message));
    }

    fn keep(self, file: FileId, frame: u32, version: PictureVersion, picture: Picture) {
        if version == PictureVersion::Original
            && !self
                .thumbnails
                .with_untracked(|all| all.contains_key(&file))
        {
            let thumbnail = Arc::new(windowing::thumbnail(&picture, THUMBNAIL));
            self.thumbnails.update(|all| {
                all.insert(file, thumbnail);
            });
        }
        self.pictures
            .update(|pictures| pictures.insert((file, frame, version), Arc::new(picture)));
    }
}
