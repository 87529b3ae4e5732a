//! The two questions that may take a while, each a trait of one method.

use crate::image::DisplayImage;
use crate::phi::{ClassifiedText, PhiText};
use crate::text::DetectedText;

/// Why an engine gave no answer. Holds neither text nor pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The engine cannot be reached or did not start.
    #[error("the engine is not available")]
    Unavailable,
    /// The engine asks to wait.
    #[error("the engine is busy")]
    Throttled {
        /// Seconds to wait, where it said so.
        retry_after_s: Option<u32>,
    },
    /// The engine refused the input.
    #[error("the engine refused the input")]
    Rejected,
    /// The input is larger than the engine takes.
    #[error("the input is too large for the engine")]
    TooLarge,
    /// The answer could not be understood.
    #[error("the engine's answer could not be understood")]
    Malformed,
}

/// Finds words in a picture.
#[allow(
    async_fn_in_trait,
    reason = "browser futures are not Send and server futures must be; each is checked where the concrete engine is awaited"
)]
pub trait TextDetector {
    /// Finds words in `image`; boxes are in its pixels, order is reading order.
    ///
    /// # Errors
    /// Any [`EngineError`]; an engine never answers "no text" for what it did not look at.
    async fn detect_text(&self, image: &DisplayImage) -> Result<DetectedText, EngineError>;
}

/// Finds PHI in text.
#[allow(
    async_fn_in_trait,
    reason = "browser futures are not Send and server futures must be; each is checked where the concrete engine is awaited"
)]
pub trait PhiClassifier {
    /// Finds PHI in `text`; spans count its code points.
    ///
    /// # Errors
    /// Any [`EngineError`]; an engine never answers "no PHI" for what it did not read.
    async fn classify_phi(&self, text: &PhiText) -> Result<ClassifiedText, EngineError>;
}
