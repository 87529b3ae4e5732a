//! The answer of `deid eval`: figures over all pictures.

use schemars::JsonSchema;
use serde::Serialize;

use super::detection::Detection;
use super::found::Failed;
use super::reading::Reading;
use super::score::ImageScore;

/// The answer of `deid eval --json`. Holds no text.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Evaluation {
    /// Pictures (frames) judged, those without an answer included.
    pub images: u64,
    /// Their millions of pixels.
    pub megapixels: f64,
    /// Pictures without an answer: in every figure but times they count as pictures in which nothing was found.
    pub failed: Vec<FailedFile>,
    /// Seconds spent finding and reading, each picture by its own thread, per million pixels of those with an
    /// answer; null where a time is not told.
    pub seconds_per_megapixel: Option<f64>,
    /// What was covered.
    pub detection: Detection,
    /// What was read; null where no word was.
    pub reading: Option<Reading>,
}

/// A picture without an answer.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FailedFile {
    /// The picture.
    pub path: String,
    /// Code of the reason; `not-told` where nothing was found out about it.
    pub code: String,
}

impl Evaluation {
    /// Counts everything.
    pub fn new(images: &[ImageScore], failed: &[Failed]) -> Self {
        let megapixels = |images: &mut dyn Iterator<Item = &ImageScore>| {
            images.map(|image| image.pixels as f64).sum::<f64>() / 1e6
        };
        let answered = || images.iter().filter(|image| image.is_answered);
        let elapsed_ms: Option<f64> = answered().map(|image| image.elapsed_ms).sum();
        let answered_megapixels = megapixels(&mut answered());
        let failed_file = |failed: &Failed| FailedFile {
            path: failed.path.clone(),
            code: failed.code.map_or("not-told", |code| code.code()).into(),
        };
        Self {
            images: images.len() as u64,
            megapixels: megapixels(&mut images.iter()),
            failed: failed.iter().map(failed_file).collect(),
            seconds_per_megapixel: elapsed_ms
                .filter(|_| answered_megapixels > 0.0)
                .map(|ms| ms / 1000.0 / answered_megapixels),
            detection: Detection::new(images),
            reading: Reading::new(images),
        }
    }
}
