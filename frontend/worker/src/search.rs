//! Opening a file: read, parse, show its first frame, find the text of every frame.

use deid_core::{find_text, parse};
use deid_model::worker::{FromWorker, PictureVersion, SearchStage};
use deid_model::{DetectedText, Reason};

use crate::desk::{Contents, Desk, OpenFile};
use crate::detector::PatientDetector;
use crate::judge::{Seen, draft};
use crate::page::Page;

impl<P: Page> Desk<P> {
    /// Reads a file and searches all its frames, telling the page after each step.
    ///
    /// # Errors
    /// The [`Reason`] why the file is refused.
    pub async fn read_and_search(&self, file: &OpenFile<P::Source>) -> Result<(), Reason> {
        let contents = self.read(file).await?;
        let info = contents.original.info(&self.key);
        let frames = info.frames;
        self.page.tell(
            &FromWorker::Opened {
                file: file.id,
                info,
            },
            None,
        );
        let values = contents.original.study_values();
        if !values.is_empty() {
            let file = file.id;
            self.page
                .tell(&FromWorker::StudyValues { file, values }, None);
        }
        for frame in 0..frames {
            self.search_frame(file, contents, frame).await?;
            let stage = if frame + 1 < frames {
                SearchStage::Partial
            } else {
                SearchStage::Complete
            };
            if !file.closed.get() {
                self.tell_regions(file.id, stage, &contents.plan.borrow());
            }
        }
        Ok(())
    }

    async fn read<'a>(&self, file: &'a OpenFile<P::Source>) -> Result<&'a Contents, Reason> {
        let bytes = self.page.read(&file.source, file.limits.file_bytes).await?;
        let start = self.page.now_ms();
        let original = parse(bytes, &file.limits)?;
        let contents = Contents::new(original, &self.lists.borrow());
        self.spend(file, start, |spent| &mut spent.decode);
        Ok(file.contents.get_or_init(|| contents))
    }

    async fn search_frame(
        &self,
        file: &OpenFile<P::Source>,
        contents: &Contents,
        index: u32,
    ) -> Result<(), Reason> {
        let start = self.page.now_ms();
        let frame = contents.original.frame(index)?;
        self.spend(file, start, |spent| &mut spent.decode);
        let early = |found: &DetectedText| {
            let mut preview = draft(&contents.original);
            if let Some(found) = frame.stored_text(found.clone()) {
                preview.add_frame(index, &found, &[]);
                self.tell_regions(file.id, SearchStage::Preview, &preview);
            }
        };
        let mut detector = PatientDetector::new(self, file);
        if index == 0 {
            self.show(file.id, index, PictureVersion::Original, &frame);
            detector = detector.telling_early(&early);
        }
        let start = self.page.now_ms();
        let found = find_text(&detector, &frame).await?;
        self.spend(file, start, |spent| &mut spent.detect);
        let start = self.page.now_ms();
        contents.add(Seen::Frame(index, found))?;
        self.spend(file, start, |spent| &mut spent.classify);
        Ok(())
    }
}
