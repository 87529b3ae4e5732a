//! Files of one device, modality and size: where many carry text, one without any waits for a look.

use deid_model::region::RegionReason;
use deid_model::worker::{FileId, SearchStage};
use deid_model::{RedactMode, Tripwire};

use super::Session;
use super::queue::{FileState, News, QueueFile};
use crate::editor::RegionKey;

impl Session {
    /// Compares a file that was read with its siblings, and them with it: they come in any order.
    pub(super) fn compare_with_siblings(&mut self, id: FileId) {
        let siblings = self.file(id).and_then(siblings_of);
        let Some(siblings) = siblings.map(str::to_owned) else {
            return;
        };
        let is_one = |file: &QueueFile| {
            file.stage == Some(SearchStage::Complete) && siblings_of(file) == Some(&siblings)
        };
        let count = |with_text: bool| {
            let files = self.files.iter().filter(|file| is_one(file));
            files.filter(|file| has_text(file) == with_text).count() as u32
        };
        if self.settings.redact == RedactMode::None
            || !Tripwire::siblings_carry_text(count(true), count(false))
        {
            return;
        }
        let is_exception = |file: &&mut QueueFile| {
            let may_wait = file.state == FileState::Found && file.news.is_none();
            is_one(file) && may_wait && !has_text(file)
        };
        for file in self.files.iter_mut().filter(is_exception) {
            file.news = Some(News::Tripped(Tripwire::SiblingHasText));
            file.settle();
        }
    }
}

fn siblings_of(file: &QueueFile) -> Option<&str> {
    file.info.as_ref()?.siblings.as_deref()
}

/// Whether text was found; areas that are known without looking, and what a person drew, are none.
fn has_text(file: &QueueFile) -> bool {
    file.editor.regions().any(|region| {
        let is_area = matches!(
            region.reason,
            RegionReason::DeviceOverlay | RegionReason::OutsideRegions
        );
        matches!(region.key, RegionKey::Proposed(_)) && !is_area
    })
}
