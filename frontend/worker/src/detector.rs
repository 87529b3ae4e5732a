//! The local engine, one tile at a time.

use std::cell::Cell;

use deid_model::{DetectedText, DisplayImage, EngineError, TextDetector};

use crate::desk::{Desk, OpenFile};
use crate::lend::Lent;
use crate::page::Page;

/// Called with what the quick pass found.
pub type Early<'a> = &'a dyn Fn(&DetectedText);

/// Looks for text, lends tiles to idle workers, and lets the page ask between two tiles or lines. Gives up
/// once the file is closed.
pub struct PatientDetector<'a, P: Page> {
    desk: &'a Desk<P>,
    file: &'a OpenFile<P::Source>,
    early: Cell<Option<Early<'a>>>,
}

impl<'a, P: Page> PatientDetector<'a, P> {
    /// A detector for pictures of `file`.
    pub const fn new(desk: &'a Desk<P>, file: &'a OpenFile<P::Source>) -> Self {
        Self {
            desk,
            file,
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
        let Self { desk, file, early } = self;
        let mut search = desk.ocr.search(image);
        let mut lent = Lent::default();
        file.returned.borrow_mut().clear();
        while !search.progress().is_complete() {
            if file.closed.get() {
                return Err(EngineError::Unavailable);
            }
            desk.collect(file, &mut search, &mut lent)?;
            // Its own tile comes first, others may have the rest; where all are lent, it waits for nobody.
            let own = search
                .take_tile()
                .or_else(|| lent.oldest_again(&mut search));
            desk.lend(file.id, &mut search, &mut lent);
            if let Some(tile) = own {
                search.enter(desk.ocr.look(&tile)?)?;
            }
            if search.progress().preview_ready
                && let Some(tell) = early.take()
            {
                tell(&search.so_far());
            }
            desk.page.breathe().await;
        }
        let mut reading = search.read()?;
        while reading.lines_left() > 0 {
            if file.closed.get() {
                return Err(EngineError::Unavailable);
            }
            reading.step()?;
            desk.page.breathe().await;
        }
        reading.finish()
    }
}
