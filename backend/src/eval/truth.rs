//! Ground truth: what a picture holds, from `NAME.json` and the mask `NAME.png` (or `NAME.glyphs.png`) beside it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use deid_model::{FrameSize, PixelBox};
use image::DynamicImage;
use serde::Deserialize;

use super::polygon::{self, Polygon};

/// What a picture holds.
#[derive(Clone, Debug, Deserialize)]
pub struct Truth {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// What the text stands on.
    pub background: Option<String>,
    /// The words, lines in order, words of a line in reading order.
    pub words: Vec<TruthWord>,
}

/// One word of a picture. What is `None` was not told, and is not sliced by.
#[derive(Clone, Debug, Deserialize)]
pub struct TruthWord {
    /// What it says.
    pub text: String,
    /// Its upright box.
    #[serde(rename = "box")]
    pub area: PixelBox,
    /// Its corners, clockwise from the top left in reading direction.
    pub poly: Option<Polygon>,
    /// Whether it identifies.
    pub is_phi: bool,
    /// What it is.
    pub category: Option<String>,
    /// Height of an "H", in pixels.
    pub cap_height: Option<f64>,
    /// Ink minus background over 255, negative for dark ink.
    pub contrast: Option<f64>,
    /// Contrast over the noise of the background.
    pub cnr: Option<f64>,
    /// Degrees clockwise.
    pub rotation: Option<f64>,
    /// Kind of the typeface.
    pub font_kind: Option<String>,
    /// `print`, `handwriting` or `barcode`.
    pub kind: Option<String>,
    /// `latin`, another script, or `none`.
    pub script: Option<String>,
    /// Words of one line share a number.
    pub line: Option<u32>,
}

/// For each pixel, row-major, the 1-based number of the word whose ink it carries, or 0.
pub type Mask = Vec<u16>;

/// Why a truth cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TruthError {
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no ground truth.
    #[error("{path} is no ground truth: line {line}, column {column}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// 1-based.
        line: usize,
        /// 1-based.
        column: usize,
    },
    /// The mask cannot be decoded.
    #[error("cannot decode the mask {path}")]
    Mask {
        /// The file.
        path: PathBuf,
        /// Why.
        source: image::ImageError,
    },
    /// The mask is no 16-bit grey picture of the size that the truth names.
    #[error("the mask {path} is not 16-bit grey of {} x {} pixels", size.columns, size.rows)]
    MaskShape {
        /// The file.
        path: PathBuf,
        /// What was expected.
        size: FrameSize,
    },
}

impl Truth {
    /// Reads `path`, and the mask beside it where there is one.
    ///
    /// # Errors
    /// Where one of them cannot be read, or they do not fit together.
    pub fn read(path: &Path) -> Result<(Self, Option<Mask>), TruthError> {
        let text = fs::read(path).map_err(|source| TruthError::Read {
            path: path.into(),
            source,
        })?;
        // The parser's own message may quote a text.
        let truth: Self = serde_json::from_slice(&text).map_err(|error| TruthError::Malformed {
            path: path.into(),
            line: error.line(),
            column: error.column(),
        })?;
        let mask = ["png", "glyphs.png"]
            .map(|ending| path.with_extension(ending))
            .into_iter()
            .find(|path| path.is_file())
            .map(|path| read_mask(&path, truth.size()))
            .transpose()?;
        Ok((truth, mask))
    }

    /// Columns and rows.
    pub const fn size(&self) -> FrameSize {
        FrameSize::new(self.width, self.height)
    }
}

impl TruthWord {
    /// Its corners; those of its box where none were told.
    pub fn polygon(&self) -> Polygon {
        self.poly.unwrap_or_else(|| polygon::of_box(self.area))
    }

    /// Pixels around the word that belong to it: half its cap height, at least 4.
    pub fn margin(&self) -> u32 {
        let shorter = || f64::from(self.area.width().min(self.area.height()));
        let cap_height = self.cap_height.unwrap_or_else(shorter);
        ((cap_height / 2.0).ceil() as u32).max(4)
    }

    /// Printed, in Latin letters; what is not told is.
    pub fn is_latin_print(&self) -> bool {
        let is = |value: &Option<String>, word: &str| value.as_deref().is_none_or(|v| v == word);
        is(&self.kind, "print") && is(&self.script, "latin")
    }

    /// Latin print of a cap height of 6 pixels and a contrast of 8 % at least: fainter or smaller text is
    /// drawn too, but nobody is asked to find all of it.
    pub fn is_in_reach(&self) -> bool {
        let is_tall = self.cap_height.is_some_and(|pixels| pixels >= 6.0);
        let is_dark_or_light = |contrast: f64| contrast.abs() >= 0.08;
        self.is_latin_print() && is_tall && self.contrast.is_some_and(is_dark_or_light)
    }

    /// Latin print that a person reads without effort.
    pub fn is_legible(&self) -> bool {
        let is_tall = self.cap_height.is_some_and(|pixels| pixels >= 8.0);
        self.is_latin_print() && is_tall && self.cnr.is_some_and(|cnr| cnr >= 2.0)
    }
}

fn read_mask(path: &Path, size: FrameSize) -> Result<Mask, TruthError> {
    let picture = image::open(path).map_err(|source| TruthError::Mask {
        path: path.into(),
        source,
    })?;
    match picture {
        DynamicImage::ImageLuma16(mask) if mask.dimensions() == (size.columns, size.rows) => {
            Ok(mask.into_raw())
        }
        _ => Err(TruthError::MaskShape {
            path: path.into(),
            size,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(json: &str) -> TruthWord {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_fields_of_the_design_suffice() {
        let plain = word(r#"{"text":"DOE","box":[0,0,30,12],"is_phi":true,"category":"NAME"}"#);
        assert!(plain.is_latin_print() && !plain.is_legible());
        assert_eq!(plain.margin(), 6);
        assert_eq!(plain.polygon()[2], [30.0, 12.0]);
    }

    #[test]
    fn text_down_to_six_pixels_and_eight_percent_is_in_reach() {
        let told = |cap: f64, contrast: f64| {
            word(&format!(
                r#"{{"text":"a","box":[0,0,9,9],"is_phi":true,"cap_height":{cap},"contrast":{contrast}}}"#
            ))
        };
        assert!(told(6.0, 0.08).is_in_reach());
        assert!(!told(5.9, 0.5).is_in_reach() && !told(20.0, 0.079).is_in_reach());
        // Dark ink.
        assert!(told(6.0, -0.08).is_in_reach() && !told(20.0, -0.079).is_in_reach());
    }

    #[test]
    fn legible_is_latin_print_of_eight_pixels_and_twice_the_noise() {
        let told = |cap: f64, cnr: f64, script: &str| {
            word(&format!(
                r#"{{"text":"a","box":[0,0,9,9],"is_phi":true,"cap_height":{cap},"cnr":{cnr},"kind":"print","script":"{script}"}}"#
            ))
        };
        assert!(told(8.0, 2.0, "latin").is_legible());
        assert!(!told(7.9, 2.0, "latin").is_legible());
        assert!(!told(8.0, 1.9, "latin").is_legible());
        assert!(!told(8.0, 2.0, "thai").is_legible());
        assert_eq!(told(7.0, 2.0, "latin").margin(), 4);
        assert_eq!(told(9.0, 2.0, "latin").margin(), 5);
    }
}
