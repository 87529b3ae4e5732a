//! The files that are open, and what the page asks about them.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use deid_core::{DraftPlan, Frame, IdentifiedFile, Key, Limits, value_of_study};
use deid_model::report::Elapsed;
use deid_model::worker::{
    CloudAccess, FileId, FromWorker, PictureVersion, SearchStage, StudyValue, ToWorker,
};
use deid_model::{DrawnRegion, IdentifyingValue, Reason, ReasonCode, ReviewDecision, Settings};
use deid_ocr::{LocalOcr, Tile};
use deid_rules::{Rules, SiteLists};

use crate::cloud::CloudUse;
use crate::judge::Seen;
use crate::lend::{Lender, Returned};
use crate::page::{Attachment, Page};

/// A browser gives WebAssembly at most 4 GiB; saving holds the original, the output, and the output
/// read back.
pub const LIMITS: Limits = Limits {
    file_bytes: 1 << 30,
    ..Limits::DEFAULT
};

/// The worker's state: everything that lives as long as the visit.
pub struct Desk<P: Page> {
    /// Who is told.
    pub page: P,
    /// The local engine.
    pub ocr: LocalOcr,
    /// The key of this visit.
    pub key: Key,
    /// Lends tiles to other workers.
    pub lender: Lender,
    /// What the person always redacts and keeps.
    pub lists: RefCell<SiteLists>,
    files: RefCell<HashMap<FileId, Rc<OpenFile<P::Source>>>>,
}

/// A file on the desk.
pub struct OpenFile<S> {
    /// Its number in the page's queue.
    pub id: FileId,
    /// Its name, for the output's.
    pub name: String,
    /// Folders it lies in, of a bucket.
    pub folder: String,
    /// Where it is read, again for each output.
    pub source: S,
    /// What is taken on of it.
    pub limits: Limits,
    /// What it holds, once read.
    pub contents: OnceCell<Contents>,
    /// The last output, read back.
    pub output: RefCell<Option<IdentifiedFile>>,
    /// The consent under which pictures of it were sent, answered or not.
    pub sent_under: RefCell<Option<String>>,
    /// What the cloud engine did, once it looked at all of it.
    pub cloud: RefCell<Option<CloudUse>>,
    /// Set while the cloud engine is to be asked no further.
    pub stopped: Cell<bool>,
    /// Set once the page forgot it.
    pub closed: Cell<bool>,
    /// Time spent so far.
    pub spent: Cell<Elapsed>,
    /// Tiles of it that came back from other workers.
    pub returned: RefCell<Vec<Returned>>,
    /// An order that waits for the search to end.
    waiting: RefCell<Option<SaveOrder>>,
}

/// What was read of a file.
pub struct Contents {
    /// The file as it came.
    pub original: IdentifiedFile,
    /// What its words say.
    pub rules: RefCell<Rules>,
    /// What identifies somebody in its study.
    pub of_study: RefCell<Vec<IdentifyingValue>>,
    /// The regions found so far.
    pub plan: RefCell<DraftPlan>,
    /// What the plan was made of, in order: it is made anew where the lists change.
    pub seen: RefCell<Vec<Seen>>,
}

/// What a person decided, and how to save.
pub struct SaveOrder {
    /// How.
    pub settings: Settings,
    /// A decision on every proposed region.
    pub decisions: Vec<ReviewDecision>,
    /// Regions that the person drew.
    pub drawn: Vec<DrawnRegion>,
    /// Number of frames that were on screen.
    pub frames_viewed: u32,
}

/// Work that takes a while.
pub enum Job<S> {
    /// Read a file, show it, find its text.
    Open(Rc<OpenFile<S>>),
    /// Ask the cloud engine about it.
    Ask(Rc<OpenFile<S>>, CloudAccess),
    /// De-identify it.
    Save(Rc<OpenFile<S>>, SaveOrder),
    /// Look at a tile of another worker's file.
    Look(Tile),
}

impl<P: Page> Desk<P> {
    /// An empty desk.
    pub fn new(page: P, ocr: LocalOcr, key: Key) -> Self {
        Self {
            page,
            ocr,
            key,
            lender: Lender::default(),
            lists: RefCell::new(SiteLists::empty()),
            files: RefCell::default(),
        }
    }

    /// Does at once what can be done at once, and returns the work that is left.
    pub fn hear(
        &self,
        message: ToWorker,
        attachment: Attachment<P::Source>,
    ) -> Option<Job<P::Source>> {
        match message {
            // The desk exists because the visit has started.
            ToWorker::Start { .. } => None,
            ToWorker::Open {
                file,
                name,
                folder,
                accept_truncated,
            } => self.open(file, [name, folder], accept_truncated, attachment),
            ToWorker::AskCloud { file, access } => self.ask(file, access),
            ToWorker::Display {
                file,
                frame,
                version,
            } => self.display(file, frame, version),
            ToWorker::Save {
                file,
                settings,
                decisions,
                drawn,
                frames_viewed,
            } => self.save(
                file,
                SaveOrder {
                    settings,
                    decisions,
                    drawn,
                    frames_viewed,
                },
            ),
            ToWorker::StopAsking { file } => {
                if let Some(file) = self.file(file) {
                    file.stopped.set(true);
                }
                None
            }
            ToWorker::Close { file } => {
                self.forget(file);
                None
            }
            ToWorker::Lists { allow, deny } => {
                self.take_lists(&allow, &deny);
                None
            }
            ToWorker::StudyValues { file, values } => self.take_study_values(file, values),
            ToWorker::Idle { count } => {
                self.lender.idle.set(count);
                None
            }
            ToWorker::LookAtTile {
                tile,
                columns,
                rows,
            } => Some(Job::Look(Tile {
                id: tile,
                columns,
                rows,
                greys: bytes(attachment),
            })),
            ToWorker::TileAnswered {
                file,
                tile,
                columns,
            } => {
                let values = bytes(attachment);
                self.take_back(file, Returned::seen(tile, columns, values))
            }
            ToWorker::TileLost { file, tile } => self.take_back(file, Returned::lost(tile)),
        }
    }

    /// Does a job and tells how it ended, unless the page forgot the file meanwhile.
    pub async fn work(self: Rc<Self>, job: Job<P::Source>) {
        let (file, mut order) = match job {
            Job::Open(file) => {
                if let Err(reason) = self.read_and_search(&file).await {
                    if !file.closed.get() {
                        self.forget(file.id);
                        self.refuse(file.id, reason);
                    }
                    return;
                }
                let order = file.waiting.take();
                (file, order)
            }
            Job::Ask(file, access) => return self.ask_cloud(&file, &access).await,
            Job::Save(file, order) => (file, Some(order)),
            Job::Look(tile) => return self.look_for_another(&tile),
        };
        if let Some(order) = order.take().filter(|_| !file.closed.get())
            && let Err(reason) = self.deidentify(&file, order).await
            && !file.closed.get()
        {
            self.refuse(file.id, reason);
        }
    }

    /// Sends a frame to be shown.
    pub fn show(&self, file: FileId, index: u32, version: PictureVersion, frame: &Frame) {
        let (samples, bytes) = frame.picture();
        let size = frame.shown_size();
        let message = FromWorker::Picture {
            file,
            frame: index,
            version,
            size,
            samples,
        };
        self.page.tell(&message, Some(&bytes));
    }

    /// Sends the regions of a plan.
    pub fn tell_regions(&self, file: FileId, stage: SearchStage, plan: &DraftPlan) {
        let (frames_read, regions) = (plan.frames_examined(), plan.regions().to_vec());
        self.page.tell(
            &FromWorker::Regions {
                file,
                stage,
                frames_read,
                regions,
            },
            None,
        );
    }

    fn open(
        &self,
        id: FileId,
        [name, folder]: [String; 2],
        accept_truncated: bool,
        attachment: Attachment<P::Source>,
    ) -> Option<Job<P::Source>> {
        self.forget(id);
        let Attachment::File(source) = attachment else {
            self.refuse(id, ReasonCode::ReadFailed.into());
            return None;
        };
        let file = Rc::new(OpenFile {
            id,
            name,
            folder,
            source,
            limits: Limits {
                accept_truncated,
                ..LIMITS
            },
            contents: OnceCell::new(),
            output: RefCell::default(),
            sent_under: RefCell::default(),
            cloud: RefCell::default(),
            stopped: Cell::new(false),
            closed: Cell::new(false),
            spent: Cell::default(),
            returned: RefCell::default(),
            waiting: RefCell::default(),
        });
        self.files.borrow_mut().insert(id, Rc::clone(&file));
        Some(Job::Open(file))
    }

    fn ask(&self, id: FileId, access: CloudAccess) -> Option<Job<P::Source>> {
        let Some(file) = self.file(id) else {
            self.refuse(id, ReasonCode::ReadFailed.into());
            return None;
        };
        file.stopped.set(false);
        Some(Job::Ask(file, access))
    }

    /// Keeps what came back for the search of its file; a file that is gone needs it no more.
    fn take_back(&self, id: FileId, returned: Returned) -> Option<Job<P::Source>> {
        if let Some(file) = self.file(id) {
            file.returned.borrow_mut().push(returned);
        }
        None
    }

    /// Saves now, or once every frame is searched.
    fn save(&self, id: FileId, order: SaveOrder) -> Option<Job<P::Source>> {
        let Some(file) = self.file(id) else {
            self.refuse(id, ReasonCode::ReadFailed.into());
            return None;
        };
        if file
            .contents
            .get()
            .is_some_and(|contents| contents.plan.borrow().is_complete())
        {
            return Some(Job::Save(file, order));
        }
        file.waiting.replace(Some(order));
        None
    }

    fn display(&self, id: FileId, index: u32, version: PictureVersion) -> Option<Job<P::Source>> {
        if let Err(reason) = self.display_frame(id, index, version) {
            self.refuse(id, reason);
        }
        None
    }

    fn display_frame(&self, id: FileId, index: u32, version: PictureVersion) -> Result<(), Reason> {
        let file = self.file(id).ok_or(ReasonCode::ReadFailed)?;
        let frame = match version {
            PictureVersion::Original => {
                let contents = file.contents.get().ok_or(ReasonCode::ReadFailed)?;
                contents.original.frame(index)?
            }
            PictureVersion::Saved => {
                let output = file.output.borrow();
                output
                    .as_ref()
                    .ok_or(ReasonCode::VerificationFailed)?
                    .frame(index)?
            }
        };
        self.show(id, index, version, &frame);
        Ok(())
    }

    /// Takes other lists, and judges anew what was read of all open files; lists with a wrong entry change nothing.
    fn take_lists(&self, allow: &str, deny: &str) {
        match SiteLists::parse(allow, deny) {
            Ok(lists) => {
                self.lists.replace(lists);
            }
            Err(error) => {
                let problem = error.to_string();
                self.page.tell(&FromWorker::ListsRefused { problem }, None);
                return;
            }
        }
        let files: Vec<_> = self.files.borrow().values().map(Rc::clone).collect();
        for file in files {
            if let Some(contents) = file.contents.get() {
                self.tell_anew(file.id, contents);
            }
        }
    }

    /// Takes what the files of a study tell about each other, and judges anew what was read of this one.
    fn take_study_values(&self, id: FileId, values: Vec<StudyValue>) -> Option<Job<P::Source>> {
        let file = self.file(id)?;
        let contents = file.contents.get()?;
        let values = values.into_iter().map(value_of_study).collect();
        contents.of_study.replace(values);
        self.tell_anew(id, contents);
        None
    }

    fn tell_anew(&self, id: FileId, contents: &Contents) {
        if let Some(plan) = self.judge_again(contents) {
            let stage = if plan.is_complete() {
                SearchStage::Complete
            } else {
                SearchStage::Partial
            };
            self.tell_regions(id, stage, &plan);
        }
    }

    fn file(&self, id: FileId) -> Option<Rc<OpenFile<P::Source>>> {
        self.files.borrow().get(&id).map(Rc::clone)
    }

    fn forget(&self, id: FileId) {
        if let Some(file) = self.files.borrow_mut().remove(&id) {
            file.closed.set(true);
        }
    }

    fn refuse(&self, file: FileId, reason: Reason) {
        self.page.tell(&FromWorker::Refused { file, reason }, None);
    }
}

/// What came beside a message that carries bytes; none where nothing came, which fits no tile.
fn bytes<S>(attachment: Attachment<S>) -> Vec<u8> {
    match attachment {
        Attachment::Bytes(bytes) => bytes,
        Attachment::Nothing | Attachment::File(_) => Vec::new(),
    }
}
