//! From stored value to grey: Modality LUT, then VOI LUT, then inversion (PS3.4 N.2).

use deid_model::Orientation;
use deid_model::worker::Window;

use super::lookup::{LookupTable, Palette};
use super::opacity::Transparency;

/// Stored value to a value with a meaning (PS3.3 C.11.1).
#[derive(Clone, Debug, PartialEq)]
pub enum Modality {
    /// `stored * slope + intercept`.
    Linear {
        /// _Rescale Slope_, never 0.
        slope: f64,
        /// _Rescale Intercept_.
        intercept: f64,
    },
    /// A table.
    Table(LookupTable),
}

impl Modality {
    /// Stored values mean themselves.
    pub const IDENTITY: Self = Self::Linear {
        slope: 1.0,
        intercept: 0.0,
    };

    /// Whether all stored values from `low` to `high` mean something different, to a viewer's eye.
    #[must_use]
    pub fn keeps_apart(&self, low: i64, high: i64) -> bool {
        match self {
            Self::Table(_) => false,
            Self::Linear { slope, .. } => {
                let expected = slope.abs() * (high - low) as f64;
                let told = (self.value(high) - self.value(low)).abs();
                (told - expected).abs() <= expected * 1e-3
            }
        }
    }

    /// The meaning of a stored value.
    #[must_use]
    pub fn value(&self, stored: i64) -> f64 {
        match self {
            Self::Linear { slope, intercept } => stored as f64 * slope + intercept,
            Self::Table(table) => f64::from(table.get(stored)),
        }
    }
}

/// Which values of interest are shown (PS3.3 C.11.2).
#[derive(Clone, Debug, PartialEq)]
pub enum Voi {
    /// A linear window.
    Window(Window),
    /// A table.
    Table(LookupTable),
}

/// How the stored values of one file are shown.
#[derive(Clone, Debug, PartialEq)]
pub struct DisplayPipeline {
    /// First step.
    pub modality: Modality,
    /// Second step; `None` shows the full range.
    pub voi: Option<Voi>,
    /// Instead of both, for indices.
    pub palette: Option<Palette>,
    /// Whether low values are white.
    pub inverted: bool,
    /// What is transparent, beside an alpha channel.
    pub transparency: Option<Transparency>,
    /// How the picture is turned, after all else.
    pub orientation: Orientation,
}

impl DisplayPipeline {
    /// Samples are shown as they are.
    pub const PLAIN: Self = Self {
        modality: Modality::IDENTITY,
        voi: None,
        palette: None,
        inverted: false,
        transparency: None,
        orientation: Orientation::AsStored,
    };

    /// The grey of a stored value under `voi`, 0 black to 255 white, inversion included.
    #[must_use]
    pub fn grey(&self, stored: i64, voi: &Voi) -> u8 {
        let value = self.modality.value(stored);
        let grey = match voi {
            Voi::Window(window) => window.grey(value),
            Voi::Table(table) => {
                (u32::from(table.get(value.round() as i64)) * 255 / u32::from(table.white())) as u8
            }
        };
        if self.inverted { 255 - grey } else { grey }
    }

    /// The window that shows stored values from `low` to `high`, both included.
    #[must_use]
    pub fn window_over(&self, low: i64, high: i64) -> Window {
        let (a, b) = (self.modality.value(low), self.modality.value(high));
        let (least, most) = (a.min(b), a.max(b));
        // PS3.3 C.11.2.1.2.1: black at center - 0.5 - (width - 1) / 2, white at center - 0.5 + (width - 1) / 2.
        Window {
            center: (least + most) / 2.0 + 0.5,
            width: (most - least + 1.0).max(1.0),
        }
    }
}
