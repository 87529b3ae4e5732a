//! What a worker's message changes.

use deid_model::worker::{FileId, FileInfo, FromWorker, PictureVersion, STOPPED, SearchStage};
use deid_model::{ProposedRegion, Reason, Tripwire};

use super::cloud::Cloud;
use super::delivery::{Delivery, Saved};
use super::pool::{Task, WorkerId};
use super::queue::{FileState, News};
use super::spread::Offer;
use super::{Effect, Moment, Session, Trouble};

impl Session {
    pub(super) fn hear(
        &mut self,
        worker: WorkerId,
        message: FromWorker,
        effects: &mut Vec<Effect>,
    ) {
        self.pool.heard(worker, self.now_ms);
        match message {
            FromWorker::Ready { build_id, key_id } => self.ready(worker, &build_id, key_id),
            FromWorker::Opened { file, info } => self.opened(worker, file, info),
            FromWorker::StudyValues { file, values } => {
                self.learn_of_study(worker, file, values, effects);
            }
            FromWorker::Picture {
                file,
                frame,
                version,
                ..
            } => self.picture(worker, file, (frame, version)),
            FromWorker::Regions {
                file,
                stage,
                frames_read,
                regions,
            } => {
                self.regions(worker, file, stage, frames_read, &regions, effects);
            }
            FromWorker::CloudProgress { file, frames } => {
                self.cloud_progress(worker, file, frames);
            }
            FromWorker::CloudFound { file, regions } => self.cloud_found(worker, file, &regions),
            FromWorker::CloudFailed { file, code } => self.cloud_failed(worker, file, code),
            FromWorker::MoreFound { file, regions } => self.more_found(worker, file, &regions),
            FromWorker::HeldBack { file, tripwire } => self.held_back(worker, file, tripwire),
            FromWorker::Saved {
                file,
                name,
                folder_kept,
                content_type,
                record,
                report,
            } => {
                let saved = Saved {
                    name,
                    folder_kept,
                    content_type,
                    record,
                    report: *report,
                    delivery: Delivery::Recording { store: None },
                    recorded: false,
                };
                self.saved(worker, file, saved, effects);
            }
            FromWorker::Refused { file, reason } => self.refused(worker, file, reason, effects),
            FromWorker::ListsRefused { problem } => self.lists_refused(worker, problem),
            FromWorker::TileOffered {
                file,
                tile,
                columns,
                rows,
            } => {
                let offer = Offer {
                    owner: worker,
                    file,
                    tile,
                    sides: [columns, rows],
                };
                self.tile_offered(offer, effects);
            }
            FromWorker::TileSeen { tile, columns } => {
                self.tile_seen(worker, tile, Some(columns), effects);
            }
            FromWorker::TileFailed { tile } => self.tile_seen(worker, tile, None, effects),
        }
    }

    fn ready(&mut self, worker: WorkerId, build_id: &str, key_id: String) {
        if build_id == self.build_id {
            self.pool.ready(worker);
            self.key_id = Some(key_id);
        } else {
            self.trouble = Some(Trouble::Outdated);
        }
    }

    fn opened(&mut self, worker: WorkerId, id: FileId, info: FileInfo) {
        if let Some(file) = self.held(worker, id) {
            file.frame = file.frame.min(info.frames.saturating_sub(1));
            file.info = Some(info);
        }
    }

    fn picture(&mut self, worker: WorkerId, id: FileId, picture: (u32, PictureVersion)) {
        self.pool.done(worker, Task::Display, id);
        if let Some(file) = self.held(worker, id) {
            file.asked.remove(&picture);
        }
    }

    fn regions(
        &mut self,
        worker: WorkerId,
        id: FileId,
        stage: SearchStage,
        frames_read: u32,
        regions: &[ProposedRegion],
        effects: &mut Vec<Effect>,
    ) {
        if stage == SearchStage::Complete {
            self.pool.done(worker, Task::Open, id);
        }
        if stage != SearchStage::Preview {
            // The frame is searched: the owner looked itself at tiles that are still away.
            self.withdraw_tiles(worker, id, effects);
        }
        let settings = self.settings.clone();
        let Some(file) = self.held(worker, id) else {
            return;
        };
        let before = file.stage.replace(stage);
        file.frames_read = frames_read;
        file.judgements_due = file.judgements_due.saturating_sub(1);
        file.editor.replace_proposed(regions, &settings);
        if before.is_none() {
            effects.push(Effect::Mark(Moment::FirstRegions, id));
        }
        if stage == SearchStage::Complete {
            file.settle();
            // Regions that were judged by other lists come again.
            if before != Some(SearchStage::Complete) {
                effects.push(Effect::Mark(Moment::AllRegions, id));
            }
            self.compare_with_siblings(id);
            self.decide_alike(id);
        }
    }

    fn more_found(&mut self, worker: WorkerId, id: FileId, regions: &[ProposedRegion]) {
        self.pool.done(worker, Task::Save, id);
        let settings = self.settings.clone();
        if let Some(file) = self.held(worker, id) {
            file.editor.replace_proposed(regions, &settings);
            file.news = Some(News::MoreText);
            file.state = FileState::Found;
            file.settle();
        }
        self.decide_alike(id);
    }

    fn held_back(&mut self, worker: WorkerId, id: FileId, tripwire: Tripwire) {
        self.pool.done(worker, Task::Save, id);
        if let Some(file) = self.held(worker, id) {
            file.news = Some(News::Tripped(tripwire));
            file.state = FileState::Found;
            file.settle();
        }
    }

    fn saved(&mut self, worker: WorkerId, id: FileId, saved: Saved, effects: &mut Vec<Effect>) {
        self.pool.done(worker, Task::Save, id);
        let Some(file) = self.held(worker, id) else {
            return;
        };
        file.saved = Some(saved);
        let store = self.file(id).and_then(|file| self.store_for(file));
        self.deliver(id, store, effects);
    }

    fn refused(&mut self, worker: WorkerId, id: FileId, reason: Reason, effects: &mut Vec<Effect>) {
        self.pool.dropped(worker, id);
        self.withdraw_tiles(worker, id, effects);
        let Some(file) = self.held(worker, id) else {
            return;
        };
        file.refuse(reason);
        // Nobody waits for its answers any more, nor for the word that the asking ended.
        if file.stop_asking(effects) {
            file.cloud = Cloud::Failed(STOPPED.to_owned());
        }
    }

    /// The file, unless the message comes from a worker that no longer holds it.
    pub(super) fn held(&mut self, worker: WorkerId, id: FileId) -> Option<&mut super::QueueFile> {
        self.file_mut(id).filter(|file| file.worker == Some(worker))
    }
}
