//! Where an output goes: handed to the browser as a download, or written to a store.

use deid_model::api::{FileRecord, WriteUrlRequest};
use deid_model::report::Report;
use deid_model::worker::FileId;

use super::queue::{FileState, QueueFile};
use super::{Effect, Moment, Session};

/// An output of that name is there already; it was not overwritten.
pub const OUTPUT_EXISTS: &str = "output-exists";

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
    /// Not written; it is still at hand.
    Failed {
        /// The store.
        store: String,
        /// Why.
        code: String,
    },
}

/// Whether the server's audit log knows of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// The server keeps no log, or was not told yet.
    Untold,
    /// It does.
    Yes,
    /// It was told and did not take it.
    No,
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
    /// Whether the server's log knows of it.
    pub recorded: Recorded,
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
    /// An output that was not written is to be written again.
    WriteAgain(FileId),
    /// It is to be downloaded instead.
    DownloadInstead(FileId),
    /// Whether the server took the record of an output.
    Recorded(FileId, bool),
}

impl QueueFile {
    /// The output that was not written, and why.
    pub fn not_written(&self) -> Option<(&str, &str)> {
        match &self.saved.as_ref()?.delivery {
            Delivery::Failed { store, code } => Some((store, code)),
            Delivery::Downloaded | Delivery::Writing { .. } | Delivery::Written { .. } => None,
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
                if let Some(store) = store.map(|(store, _)| store.to_owned()) {
                    self.deliver(id, Some(store), effects);
                }
            }
            OutputEvent::DownloadInstead(id) => {
                if self
                    .file(id)
                    .is_some_and(|file| file.not_written().is_some())
                {
                    self.deliver(id, None, effects);
                }
            }
            OutputEvent::Recorded(file, taken) => {
                if let Some(saved) = self.file_mut(file).and_then(|file| file.saved.as_mut()) {
                    saved.recorded = if taken { Recorded::Yes } else { Recorded::No };
                }
            }
        }
    }

    /// Hands an output to the browser, or has it written to `store`.
    pub(super) fn deliver(&mut self, id: FileId, store: Option<String>, effects: &mut Vec<Effect>) {
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
            self.delivered(id, effects);
        }
    }

    /// Only now is a file saved: its output left the page and arrived.
    fn delivered(&mut self, id: FileId, effects: &mut Vec<Effect>) {
        let keeps_records = self.server.keeps_records();
        let Some(file) = self.file_mut(id) else {
            return;
        };
        file.state = FileState::Saved;
        effects.push(Effect::Mark(Moment::Saved, id));
        if let Some(saved) = file.saved.as_ref().filter(|_| keeps_records) {
            effects.push(Effect::Record(id, saved.record.clone()));
        }
    }

    fn written(&mut self, id: FileId, key: String, effects: &mut Vec<Effect>) {
        let saved = self.file_mut(id).and_then(|file| file.saved.as_mut());
        if let Some(saved) = saved
            && let Delivery::Writing { store } = &saved.delivery
        {
            let store = store.clone();
            saved.delivery = Delivery::Written { store, key };
            self.delivered(id, effects);
        }
    }

    fn not_written(&mut self, id: FileId, code: String) {
        let Some(file) = self.file_mut(id) else {
            return;
        };
        if let Some(saved) = file.saved.as_mut()
            && let Delivery::Writing { store } = &saved.delivery
        {
            let store = store.clone();
            saved.delivery = Delivery::Failed { store, code };
            file.state = FileState::NeedsLook;
        }
    }
}
