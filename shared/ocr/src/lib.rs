//! The local text engine: finds words in a picture, natively and in the browser, from the same code.
//!
//! ```text
//! DisplayImage -> luma -> native, half, quarter scale -> tiles -> probability map -> boxes -> words
//!                         scale                         tiles    network            components merge
//! ```
//!
//! [`LocalOcr`] holds the network and is immutable. [`LocalOcr::search`] gives a [`Search`], which
//! looks at one tile a step, so that a shell can show early results and answer questions between
//! two tiles; [`TextDetector::detect_text`] takes all steps at once. The engine finds text and does
//! not read it.

mod components;
mod merge;
mod network;
mod scale;
mod search;
mod tiles;

use deid_model::{DetectedText, DisplayImage, EngineError, TextDetector};

pub use search::{Progress, Search};

/// Why the engine did not start.
#[derive(Debug, thiserror::Error)]
pub enum OcrError {
    /// The weights that are part of the program cannot be loaded.
    #[error("the weights of the text engine cannot be loaded")]
    Weights(#[source] Box<rten::LoadError>),
}

/// The local text engine: a detector of 208,609 parameters, loaded once.
pub struct LocalOcr {
    network: network::Network,
}

impl LocalOcr {
    /// Name of the engine, for reports.
    pub const NAME: &'static str = "deid-ocr";

    /// Version of the engine, for reports.
    pub const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    /// Loads the weights that are part of the program.
    ///
    /// # Errors
    /// [`OcrError::Weights`] where this build cannot read them.
    pub fn new() -> Result<Self, OcrError> {
        let network =
            network::Network::load().map_err(|error| OcrError::Weights(Box::new(error)))?;
        Ok(Self { network })
    }

    /// SHA-256 of the weights, in hexadecimal.
    #[must_use]
    pub const fn model_sha256() -> &'static str {
        network::WEIGHTS_SHA256
    }

    /// Begins to look for text in `image`.
    #[must_use]
    pub fn search(&self, image: &DisplayImage) -> Search<'_> {
        Search::new(&self.network, image)
    }
}

impl TextDetector for LocalOcr {
    async fn detect_text(&self, image: &DisplayImage) -> Result<DetectedText, EngineError> {
        self.search(image).finish()
    }
}
