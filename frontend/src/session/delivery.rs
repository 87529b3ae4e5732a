//! Where an output goes: handed to the browser as a download, or written to a store.
//!
//! Where the server keeps an audit log, the record comes first: an output that the log does not know of is handed
//! to nobody.

use deid_model::api::{FileRecord, WriteUrlRequest};
use deid_model::report::Report;
use deid_model::worker::FileId;

use super::queue::{FileState, QueueFile};
use super::{Effect, Moment, Session};

/// An output of that name is there already; it was not overwritten.
pub const OUTPUT_EXISTS: &str = "output-exists";
/// The server's audit log did not take the record: the output was not handed over.
pub const NOT_RECORDED: &str = "not-recorded";

/// Where outputs go, as a user set it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SaveTo {
    /// Files of a store to the outputs of that store, others to a download.
    #[default]
    WhereItCameFrom,
    /// Each to a download.
    Download,
    /// Each to the outputs of this store.
    Store(String),
}

/// Where one output is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Here until the server's audit log has its record.
    Recording {
        /// The store it goes to then; `None` for a download.
        store: Option<String>,
    },
    /// Handed to the browser.
    Downloaded,
    /// On its way to this store.
    Writing {
        /// The store.
        store: String,
    },
    /// Written.
    Written {
        /// The store.
        store: String,
        /// Its key there.
        key: String,
    },
    /// Not handed over; it is still at hand.
    Failed {
        /// The store it was for; `None` for a download.
        store: Option<String>,
        /// Why.
        code: String,
    },
}

/// An output that a worker verified.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// The output's name.
    pub name: String,
    /// Whether the folder of the original may be told.
    pub folder_kept: bool,
    /// Media type.
    pub content_type: String,
    /// For the server's audit log.
    pub record: FileRecord,
    /// What was done.
    pub report: Report,
    /// Where it is.
    pub delivery: Delivery,
    /// Whether the server's audit log has its record.
    pub recorded: bool,
}

/// What becomes of outputs.
#[derive(Clone, Debug)]
pub enum OutputEvent {
    /// A user set where outputs go.
    SaveTo(SaveTo),
    /// An output was written to its store, under this key.
    Written(FileId, String),
    /// It was not.
    NotWritten(FileId, String),
    /// An output that was not handed over is to take the same way again.
    WriteAgain(FileId),
    /// It is to be downloaded instead.
    DownloadInstead(FileId),
    /// Whether the server took the record of an output.
    Recorded(FileId, bool),
}

impl QueueFile {
    /// The store that the output did not get to, `None` for a download, and why.
    pub fn not_written(&self) -> Option<(Option<&str>, &str)> {
        match &self.saved.as_ref()?.delivery {
            Delivery::Failed { store, code } => Some((store.as_deref(), code)),
            Delivery::Recording { .. }
            | Delivery::Downloaded
            | Delivery::Writing { .. }
            | Delivery::Written { .. } => None,
        }
    }

    /// What the server is asked for, to write an output of `bytes` bytes. The original is named only where its
    /// folder may be told and belongs to the same store.
    pub fn write_request(&self, bytes: u64) -> Option<WriteUrlRequest> {
        let saved = self.saved.as_ref()?;
        let Delivery::Writing { store } = &saved.delivery else {
            return None;
        };
        let source = self.place.as_ref();
        let source = source.filter(|place| saved.folder_kept && place.store == *store);
        Some(WriteUrlRequest {
            store: store.clone(),
            source_key: source.map(|place| place.key.as_str().to_owned()),
            name: saved.name.clone(),
            content_type: saved.content_type.clone(),
            bytes,
        })
    }

    /// Only now is the file saved: its output left the page and arrived.
    fn arrived(&mut self, effects: &mut Vec<Effect>) {
        self.state = FileState::Saved;
        effects.push(Effect::Mark(Moment::Saved, self.id));
    }
}

impl Session {
    /// The store that the output of `file` goes to; `None` for a download.
    pub fn store_for(&self, file: &QueueFile) -> Option<String> {
        match &self.save_to {
            SaveTo::WhereItCameFrom => file.place.as_ref().map(|place| place.store.clone()),
            SaveTo::Download => None,
            SaveTo::Store(alias) => Some(alias.clone()),
        }
    }

    /// Every store that outputs go to as things are set.
    pub(super) fn stores_written_to(&self) -> Vec<String> {
        let mut stores: Vec<_> = match &self.save_to {
            SaveTo::Store(alias) => vec![alias.clone()],
            SaveTo::Download => Vec::new(),
            SaveTo::WhereItCameFrom => {
                let places = self.files.iter().filter_map(|file| file.place.as_ref());
                places.map(|place| place.store.clone()).collect()
            }
        };
        stores.sort_unstable();
        stores.dedup();
        stores
    }

    pub(super) fn about_output(&mut self, event: OutputEvent, effects: &mut Vec<Effect>) {
        match event {
            OutputEvent::SaveTo(save_to) => self.save_to = save_to,
            OutputEvent::Written(file, key) => self.written(file, key, effects),
            OutputEvent::NotWritten(file, code) => self.not_written(file, code),
            OutputEvent::WriteAgain(id) => {
                let store = self.file(id).and_then(QueueFile::not_written);
                if let Some(store) = store.map(|(store, _)| store.map(str::to_owned)) {
                    self.deliver(id, store, effects);
                }
            }
            OutputEvent::DownloadInstead(id) => {
                let failed = self.file(id).and_then(QueueFile::not_written);
                // A download is no way around the audit log.
                if failed.is_some_and(|(_, code)| code != NOT_RECORDED) {
                    self.deliver(id, None, effects);
                }
            }
            OutputEvent::Recorded(file, taken) => self.recorded(file, taken, effects),
        }
    }

    /// Sends an output to `store`, or to a download: at once where the server keeps no audit log or has the record
    /// already, else once the log has it.
    pub(super) fn deliver(&mut self, id: FileId, store: Option<String>, effects: &mut Vec<Effect>) {
        let keeps_records = self.server.keeps_records();
        let Some(file) = self.file_mut(id) else {
            return;
        };
        let Some(saved) = file.saved.as_mut() else {
            return;
        };
        if keeps_records && !saved.recorded {
            saved.delivery = Delivery::Recording { store };
            effects.push(Effect::Record(id, saved.record.clone()));
            file.state = FileState::Accepted;
        } else {
            self.release(id, store, effects);
        }
    }

    /// The audit log has the record, and the output goes where it was meant to; or it stays here.
    fn recorded(&mut self, id: FileId, taken: bool, effects: &mut Vec<Effect>) {
        let Some(file) = self.file_mut(id) else {
            return;
        };
        let Some(saved) = file.saved.as_mut() else {
            return;
        };
        let Delivery::Recording { store } = &saved.delivery else {
            return;
        };
        let store = store.clone();
        saved.recorded = taken;
        if taken {
            self.release(id, store, effects);
        } else {
            let code = NOT_RECORDED.to_owned();
            saved.delivery = Delivery::Failed { store, code };
            file.state = FileState::NeedsLook;
        }
    }

    /// Lets an output leave the page.
    fn release(&mut self, id: FileId, store: Option<String>, effects: &mut Vec<Effect>) {
        let Some(file) = self.file_mut(id) else {
            return;
        };
        let Some(saved) = file.saved.as_mut() else {
            return;
        };
        if let Some(store) = store {
            saved.delivery = Delivery::Writing { store };
            file.state = FileState::Accepted;
            effects.push(Effect::Write(id));
        } else {
            saved.delivery = Delivery::Downloaded;
            effects.push(Effect::Download(id, saved.name.clone()));
            file.arrived(effects);
        }
    }

    fn written(&mut self, id: FileId, key: String, effects: &mut Vec<Effect>) {
        let Some(file) = self.file_mut(id) else {
            return;
        };
        if let Some(saved) = file.saved.as_mut()
            && let Delivery::Writing { store } = &saved.delivery
        {
            let store = store.clone();
            saved.delivery = Delivery::Written { store, key };
            file.arrived(effects);
        }
    }

    fn not_written(&mut self, id: FileId, code: String) {
        let Some(file) = self.file_mut(id) else {
            return;
        };
        if let Some(saved) = file.saved.as_mut()
            && let Delivery::Writing { store } = &saved.delivery
        {
            let store = Some(store.clone());
            saved.delivery = Delivery::Failed { store, code };
            file.state = FileState::NeedsLook;
        }
    }
}
