//! One file in the queue, and how files are grouped by study.

use std::collections::{BTreeSet, HashSet};

use deid_model::worker::{FileId, FileInfo, PictureVersion, SearchStage};
use deid_model::{EngineChoice, FrameSize, ObjectKey, Orientation, Reason, Tripwire};

use super::cloud::{Cloud, Ticket};
use super::delivery::{NOT_RECORDED, OUTPUT_EXISTS, Saved};
use super::pool::{Task, WorkerId};
use crate::claims::count;
use crate::editor::Editor;

/// How long a worker may be silent, before what depends on the file is added.
const PATIENCE_MS: f64 = 60_000.0;
/// The same over one tile: shorter than over any file, so that who waits for it is not taken for silent.
const PATIENCE_FOR_TILE_MS: f64 = 20_000.0;
/// The same for each megabyte while its size in pixels is unknown.
const PATIENCE_PER_MB_MS: f64 = 2_000.0;
/// The same for each megapixel that is read in one go.
const PATIENCE_PER_MEGAPIXEL_MS: f64 = 5_000.0;
/// The same while the cloud engine is asked: one question is repeated for minutes while the engine is busy.
const PATIENCE_FOR_CLOUD_MS: f64 = 600_000.0;
/// The same for each picture that is sent, at the slowest rate that a server allows itself.
const PATIENCE_PER_PICTURE_MS: f64 = 4_000.0;

/// A frame whose longer side exceeds this is looked at in several tiles.
const LONGEST_IN_ONE_TILE: u32 = 736;

/// Where a file stands; named as in the page's `data-state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileState {
    /// No worker has taken it yet.
    Waiting,
    /// A worker reads it.
    Working,
    /// Its text is found and proposed.
    Found,
    /// Something asks for a person: more text, an answer that did not come, an output that was not written.
    NeedsLook,
    /// A person accepted it; it is being redacted and verified.
    Accepted,
    /// Its output was handed over.
    Saved,
    /// Nothing was written.
    Refused,
}

impl FileState {
    /// As in `data-state`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Working => "working",
            Self::Found => "found",
            Self::NeedsLook => "needs-look",
            Self::Accepted => "accepted",
            Self::Saved => "saved",
            Self::Refused => "refused",
        }
    }

    /// In a word or two.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Working => "Reading",
            Self::Found => "Found",
            Self::NeedsLook => "Needs a look",
            Self::Accepted => "Accepted",
            Self::Saved => "Saved",
            Self::Refused => "Refused",
        }
    }
}

/// An object of a store. Its key may be PHI: `Debug` shows its length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectPlace {
    /// Alias of the store.
    pub store: String,
    /// Its key.
    pub key: ObjectKey,
}

/// A file that comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// Its name, without folders.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Where it lies, unless it is a local file.
    pub place: Option<ObjectPlace>,
}

/// What a person must look at before saving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The second reading found more text.
    MoreText,
    /// The cloud engine told more of text that a person kept.
    KeptIsPhi,
    /// A tripwire asks for a look.
    Tripped(Tripwire),
}

/// One file of the queue.
#[derive(Clone, Debug)]
pub struct QueueFile {
    /// Its number.
    pub id: FileId,
    /// Its name, as dropped.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// Where it lies, unless it is a local file.
    pub place: Option<ObjectPlace>,
    /// Where it stands.
    pub state: FileState,
    /// The worker that holds it.
    pub worker: Option<WorkerId>,
    /// What it is, once parsed.
    pub info: Option<FileInfo>,
    /// How far the search for text is.
    pub stage: Option<SearchStage>,
    /// Frames read in full.
    pub frames_read: u32,
    /// Answers of its worker to other lists that have not come: until then it is not known what they redact.
    pub judgements_due: u32,
    /// Its regions and decisions.
    pub editor: Editor,
    /// The frame on screen, 0-based.
    pub frame: u32,
    /// Frames that were on screen.
    pub viewed: BTreeSet<u32>,
    /// Pictures that were asked for and have not come.
    pub asked: HashSet<(u32, PictureVersion)>,
    /// How far the cloud engine is with it.
    pub cloud: Cloud,
    /// The consent under which it is sent.
    pub ticket: Option<Ticket>,
    /// What a person must look at before saving.
    pub news: Option<News>,
    /// Its output.
    pub saved: Option<Saved>,
    /// Why it was refused.
    pub refusal: Option<Reason>,
    /// Whether a person accepts the loss of frames where it is cut off.
    pub accept_truncated: bool,
}

impl QueueFile {
    pub(super) fn new(id: FileId, added: Added) -> Self {
        Self {
            id,
            name: added.name,
            bytes: added.bytes,
            place: added.place,
            state: FileState::Waiting,
            worker: None,
            info: None,
            stage: None,
            frames_read: 0,
            judgements_due: 0,
            editor: Editor::default(),
            frame: 0,
            viewed: BTreeSet::new(),
            asked: HashSet::new(),
            cloud: Cloud::Unasked,
            ticket: None,
            news: None,
            saved: None,
            refusal: None,
            accept_truncated: false,
        }
    }

    /// Number of frames; 1 while unknown.
    pub fn frames(&self) -> u32 {
        self.info.as_ref().map_or(1, |info| info.frames.max(1))
    }

    /// Whether it may be saved while `engine` is chosen: its regions are all known and judged by the lists of now,
    /// nothing is under way, and the cloud engine either answered or is not wanted.
    pub fn may_be_saved(&self, engine: EngineChoice) -> bool {
        matches!(self.state, FileState::Found | FileState::NeedsLook)
            && self.stage == Some(SearchStage::Complete)
            && self.judgements_due == 0
            && self.saved.is_none()
            && self.cloud.allows_saving(engine)
    }

    /// Names the study it belongs to, where that is known.
    pub fn study(&self) -> Option<&str> {
        self.info.as_ref()?.study.as_deref()
    }

    /// How its frames are turned to be shown.
    pub fn orientation(&self) -> Orientation {
        let info = self.info.as_ref();
        info.map_or(Orientation::AsStored, |info| info.orientation)
    }

    /// Whether a worker is searching frames of several tiles, for others to help with.
    pub(super) fn has_tiles(&self) -> bool {
        let size = self.info.as_ref().map(|info| info.size);
        self.state == FileState::Working
            && self.stage != Some(SearchStage::Complete)
            && size.is_some_and(|size| size.columns.max(size.rows) > LONGEST_IN_ONE_TILE)
    }

    /// Whether it may be saved together with others: nothing about it asks for a look of its own.
    pub fn may_be_saved_unseen(&self, engine: EngineChoice) -> bool {
        self.may_be_saved(engine) && self.state == FileState::Found
    }

    /// Whether regions may be changed now.
    pub const fn may_be_edited(&self) -> bool {
        self.saved.is_none()
            && matches!(
                self.state,
                FileState::Working | FileState::Found | FileState::NeedsLook | FileState::Waiting
            )
    }

    /// Folders it lies in: empty, or ending in `/`.
    pub fn folder(&self) -> String {
        let folder = self.place.as_ref().map(|place| place.key.folder());
        folder.map_or_else(String::new, |folder| folder.as_str().to_owned())
    }

    /// Where it stands once its text is known, by what is under way and what asks for a look.
    pub(super) fn settle(&mut self) {
        let open = matches!(
            self.state,
            FileState::Working | FileState::Found | FileState::NeedsLook
        );
        if !open || self.stage != Some(SearchStage::Complete) || self.saved.is_some() {
            return;
        }
        self.state = match self.cloud {
            Cloud::Agreed(_) | Cloud::Asked(_) | Cloud::Stopping => FileState::Working,
            Cloud::Failed(_) => FileState::NeedsLook,
            _ if self.news.is_some() => FileState::NeedsLook,
            _ => FileState::Found,
        };
    }

    /// One line on where it stands.
    pub fn summary(&self) -> String {
        let shape = self.info.as_ref().map(|info| match info.frames {
            0 | 1 => {
                let FrameSize { columns, rows } = info.shown_size();
                format!("{columns} × {rows}")
            }
            frames => count(u64::from(frames), "frame"),
        });
        let standing = match (self.state, self.refusal.as_ref()) {
            (FileState::Refused, Some(reason)) => {
                return format!("{} · not written", reason.code.code());
            }
            (FileState::Waiting, _) => "waiting".to_owned(),
            (FileState::Working, _) => self.work(),
            (FileState::NeedsLook, _) => self.look().to_owned(),
            (FileState::Accepted, _) => "writing".to_owned(),
            _ => self.decided(),
        };
        shape.map_or_else(|| standing.clone(), |shape| format!("{shape} · {standing}"))
    }

    fn work(&self) -> String {
        let frames = self.frames();
        match self.cloud {
            Cloud::Agreed(_) => "to be sent".to_owned(),
            Cloud::Asked(done) if frames > 1 => format!("Amazon: {done} of {frames}"),
            Cloud::Asked(_) => "asking Amazon".to_owned(),
            Cloud::Stopping => "stopping Amazon".to_owned(),
            _ if frames > 1 => format!("{} of {frames} read", self.frames_read),
            _ => "reading".to_owned(),
        }
    }

    fn look(&self) -> &'static str {
        match (self.not_written(), &self.cloud, self.news) {
            (Some((_, OUTPUT_EXISTS)), ..) => "name is taken",
            (Some((_, NOT_RECORDED)), ..) => "not recorded",
            (Some(_), ..) => "not written",
            (_, Cloud::Failed(_), _) => "no answer",
            (_, _, Some(News::KeptIsPhi)) => "look again",
            (_, _, Some(News::Tripped(Tripwire::SiblingHasText))) => "others have text",
            (_, _, Some(News::Tripped(_))) => "look before saving",
            _ => "more text found",
        }
    }

    fn decided(&self) -> String {
        let tally = self.editor.tally();
        if tally.keep > 0 {
            format!("{} redact, {} keep", tally.redact, tally.keep)
        } else {
            format!("{} redact", tally.redact)
        }
    }

    /// How long a worker may be silent over `task` of this file.
    pub(super) fn patience_ms(&self, task: Task) -> f64 {
        // Fetching has a limit of its own and is no work of the worker.
        if task == Task::Fetch {
            return f64::INFINITY;
        }
        if task == Task::Look {
            return PATIENCE_FOR_TILE_MS;
        }
        let Some(info) = &self.info else {
            return PATIENCE_MS + self.bytes as f64 / 1e6 * PATIENCE_PER_MB_MS;
        };
        if task == Task::Ask {
            return PATIENCE_FOR_CLOUD_MS
                + f64::from(info.cloud_pictures) * PATIENCE_PER_PICTURE_MS;
        }
        let frames = if task == Task::Save {
            f64::from(info.frames)
        } else {
            1.0
        };
        PATIENCE_MS + info.size.pixels() as f64 / 1e6 * frames * PATIENCE_PER_MEGAPIXEL_MS
    }

    pub(super) fn opened_by(&mut self, worker: WorkerId) {
        self.state = FileState::Working;
        self.worker = Some(worker);
        self.frames_read = 0;
        self.stage = None;
        self.judgements_due = 0;
        // A worker sends the first picture by itself.
        self.asked.insert((0, PictureVersion::Original));
    }

    pub(super) fn refuse(&mut self, reason: Reason) {
        self.asked.clear();
        if self.saved.is_none() {
            self.state = FileState::Refused;
            self.refusal = Some(reason);
        }
    }
}

/// Files shown together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What stands above them.
    pub title: String,
    /// How many there are.
    pub note: String,
    /// The files, in the order they came.
    pub files: Vec<FileId>,
}

/// Files by study, studies in the order of their first file; files without a study come last.
pub fn groups(files: &[QueueFile]) -> Vec<Group> {
    let mut studies: Vec<(&str, Vec<&QueueFile>)> = Vec::new();
    let mut single = Vec::new();
    for file in files {
        match file.study() {
            None => single.push(file),
            Some(study) => match studies.iter_mut().find(|(other, _)| *other == study) {
                Some((_, members)) => members.push(file),
                None => studies.push((study, vec![file])),
            },
        }
    }
    let titled = studies
        .iter()
        .enumerate()
        .map(|(at, (_, members))| group(study_title(at, members), members));
    let rest = (!single.is_empty()).then(|| group("Single files".to_owned(), &single));
    titled.chain(rest).collect()
}

fn study_title(at: usize, members: &[&QueueFile]) -> String {
    let mut modalities: Vec<_> = members
        .iter()
        .filter_map(|file| file.info.as_ref()?.modality.as_deref())
        .collect();
    modalities.sort_unstable();
    modalities.dedup();
    let number = at + 1;
    if modalities.is_empty() {
        format!("Study {number}")
    } else {
        format!("Study {number}, {}", modalities.join(" "))
    }
}

fn group(title: String, members: &[&QueueFile]) -> Group {
    let frames: u64 = members.iter().map(|file| u64::from(file.frames())).sum();
    let mut note = count(members.len() as u64, "file");
    if frames > members.len() as u64 {
        note = format!("{note}, {}", count(frames, "frame"));
    }
    Group {
        title,
        note,
        files: members.iter().map(|file| file.id).collect(),
    }
}
