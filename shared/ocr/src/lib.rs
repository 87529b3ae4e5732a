//! The local text engine: finds and reads words in a picture, natively and in the browser, from the same code.
//!
//! ```text
//! DisplayImage -> luma -> native, half, quarter scale -> tiles -> two maps -> outlines  -> words                    -> text
//!                         scale, pass                   tiles    network     components   merge, companions, lines    read
//! ```
//!
//! [`LocalOcr`] holds the two networks and is immutable. [`LocalOcr::search`] gives a [`Search`], which
//! looks at one tile a step, so that a shell can show early results and answer questions between
//! two tiles, or gives its tiles out to other workers ([`Search::take_tile`], [`LocalOcr::look`],
//! [`Search::enter`]). [`Search::read`] then gives a [`Reading`], which reads one line a step.
//! [`TextDetector::detect_text`] takes all steps at once.

mod companions;
mod components;
#[cfg(test)]
mod crowded;
mod groups;
mod lines;
mod merge;
mod nearby;
mod network;
mod outline;
mod pass;
mod read;
mod reading;
mod rectangle;
mod scale;
mod search;
mod thresholds;
mod tile;
mod tiles;

use deid_model::report::{EngineFacts, EngineRole};
use deid_model::{Coverage, DetectedText, DisplayImage, EngineError, TextDetector};

pub use reading::Reading;
pub use search::{Progress, Search};
pub use tile::{Tile, TileAnswer};

/// Why the engine did not start.
#[derive(Debug, thiserror::Error)]
pub enum OcrError {
    /// The weights that are part of the program cannot be loaded.
    #[error("the weights of the text engine cannot be loaded")]
    Weights(#[source] Box<rten::LoadError>),
}

/// The local text engine: a detector of 356,168 parameters and a recognizer of 973,086, loaded once.
pub struct LocalOcr {
    network: network::Network,
    reader: read::Reader,
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
        let weights = |error| OcrError::Weights(Box::new(error));
        Ok(Self {
            network: network::Network::load().map_err(weights)?,
            reader: read::Reader::load().map_err(weights)?,
        })
    }

    /// What reports say of the engine: its detector and its recognizer, each with its weights.
    #[must_use]
    pub fn facts(coverage: Coverage) -> [EngineFacts; 2] {
        [
            (EngineRole::Detector, network::WEIGHTS_SHA256),
            (EngineRole::Recognizer, read::Reader::WEIGHTS_SHA256),
        ]
        .map(|(role, weights)| EngineFacts {
            role,
            name: Self::NAME.to_owned(),
            version: Self::VERSION.to_owned(),
            model_sha256: Some(weights.to_owned()),
            coverage,
        })
    }

    /// Begins to look for text in `image`.
    #[must_use]
    pub fn search(&self, image: &DisplayImage) -> Search<'_> {
        Search::new(self, image)
    }

    /// Looks at a tile that a [`Search`] here or in another worker gave out.
    ///
    /// # Errors
    /// [`EngineError::Rejected`] where `tile` is none, else where the network gives no answer.
    pub fn look(&self, tile: &Tile) -> Result<TileAnswer, EngineError> {
        tile.seen_by(&self.network)
    }
}

impl TextDetector for LocalOcr {
    async fn detect_text(&self, image: &DisplayImage) -> Result<DetectedText, EngineError> {
        self.search(image).read()?.finish()
    }
}
