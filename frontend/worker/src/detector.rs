//! The local engine, one tile at a time.

use std::cell::Cell;

use deid_model::{DetectedText, DisplayImage, EngineError, TextDetector};
use deid_ocr::LocalOcr;

use crate::page::Page;

/// Called with what the quick pass found.
pub type Early<'a> = &'a dyn Fn(&DetectedText);

/// Looks for text and lets the page ask between two tiles.
pub struct PatientDetector<'a, P> {
    ocr: &'a LocalOcr,
    page: &'a P,
    /// Whether nobody waits for the answer any more.
    abandoned: &'a Cell<bool>,
    early: Cell<Option<Early<'a>>>,
}

impl<'a, P: Page> PatientDetector<'a, P> {
    /// A detector that gives up once `abandoned` is set.
    pub const fn new(ocr: &'a LocalOcr, page: &'a P, abandoned: &'a Cell<bool>) -> Self {
        Self {
            ocr,
            page,
            abandoned,
            early: Cell::new(None),
        }
    }

    /// The same, telling what the quick pass over the first picture finds.
    pub fn telling_early(self, early: Early<'a>) -> Self {
        self.early.set(Some(early));
        self
    }
}

impl<P: Page> TextDetector for PatientDetector<'_, P> {
    async fn detect_text(&self, image: &DisplayImage) -> Result<DetectedText, EngineError> {
        let mut search = self.ocr.search(image);
        while !search.progress().is_complete() {
            if self.abandoned.get() {
                return Err(EngineError::Unavailable);
            }
            let progress = search.step()?;
            if progress.preview_ready
                && let Some(tell) = self.early.take()
            {
                tell(&search.so_far());
            }
            self.page.breathe().await;
        }
        search.finish()
    }
}
