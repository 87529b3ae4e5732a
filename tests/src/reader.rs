//! A reader that knows what a phantom says.

use deid_model::{
    Confidence, Coverage, DetectedText, DisplayImage, EngineError, TextDetection, TextDetector,
};
use deid_phantom::{Truth, Word};

/// Pixels between the ink and the box that a reader tells.
const MARGIN: u32 = 3;
/// Reads every word of a phantom as it was written, wherever it sees the whole picture.
pub struct PerfectReader(Vec<TextDetection>);

impl PerfectReader {
    /// Reads the words of `truth`.
    ///
    /// # Panics
    /// If one lies outside its frame.
    #[must_use]
    pub fn of(truth: &Truth) -> Self {
        let word = |(line, word): (usize, &Word)| TextDetection {
            text: Some(word.text.clone()),
            area: word
                .area
                .grown(MARGIN, truth.size)
                .expect("a word inside its frame"),
            read_confidence: Confidence::new(1.0),
            ..TextDetection::unread(word.area, Confidence::new(1.0), line as u32)
        };
        Self(truth.words.iter().enumerate().map(word).collect())
    }

    /// The same, blind for the word with this index.
    #[must_use]
    pub fn without(&self, index: usize) -> Self {
        let mut words = self.0.clone();
        words.remove(index);
        Self(words)
    }
}

impl TextDetector for PerfectReader {
    async fn detect_text(&self, image: &DisplayImage) -> Result<DetectedText, EngineError> {
        let bounds = image.size().bounds();
        let fits = |word: &&TextDetection| bounds.is_some_and(|all| all.covers(word.area));
        let sees_all = self.0.iter().filter(fits).count() == self.0.len();
        Ok(DetectedText {
            words: if sees_all { self.0.clone() } else { Vec::new() },
            coverage: Coverage::Complete,
        })
    }
}
