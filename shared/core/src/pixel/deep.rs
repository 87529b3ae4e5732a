//! Samples of more than 16 bits, integers and floats, as 16-bit stand-ins that the display pipeline takes.

use std::sync::Arc;

use super::display::{DisplayPipeline, Modality};
use super::fill::StoredRange;
use super::frame::Frame;
use super::layout::{Number, PixelLayout};

/// Highest stored value of a stand-in.
const MOST: f64 = 65_535.0;
/// This share of the pixels at each end of the range may be outliers.
const OUTLIERS: usize = 1000;

impl Frame {
    /// Stand-ins of 16 bits to be looked at in this frame's place, the first as a viewer would show it: the full range, and
    /// for grey the range without outliers, where that is less than half of it. Of grey frames the modality LUT stays in
    /// effect, so that the file's window fits.
    pub(super) fn stand_ins(&self) -> Vec<Self> {
        if !self.layout.color.is_grey() {
            let most = self.layout.real(u64::MAX >> (64 - self.layout.bits_stored));
            let range = StoredRange {
                low: 0.0,
                high: most,
            };
            return vec![self.scaled(range)];
        }
        let full = self.stored_range();
        let mut all = vec![self.scaled(full)];
        let inner = self.inner_range();
        if inner.low < inner.high && (inner.high - inner.low) * 2.0 < full.high - full.low {
            all.push(self.scaled(inner));
        }
        all
    }

    /// The range of all but the outliers.
    fn inner_range(&self) -> StoredRange {
        let mut values: Vec<f64> = self
            .words(0)
            .map(|word| self.layout.real(word))
            .filter(|value| value.is_finite())
            .collect();
        values.sort_unstable_by(f64::total_cmp);
        let spare = values.len() / OUTLIERS;
        let at = |index: usize| values.get(index).copied().unwrap_or(0.0);
        StoredRange {
            low: at(spare),
            high: at(values.len().saturating_sub(1 + spare)),
        }
    }

    /// This frame with `range` mapped to all that 16 bits hold; what lies beyond takes its ends, what is no number the low.
    fn scaled(&self, range: StoredRange) -> Self {
        let span = (range.high - range.low).max(f64::MIN_POSITIVE);
        let step = span / MOST;
        let channels = self.layout.channels;
        let mut samples = Vec::with_capacity(self.layout.size.pixels() as usize * 2);
        for y in 0..self.layout.size.rows {
            for (x, channel) in
                (0..self.layout.size.columns).flat_map(|x| (0..channels).map(move |c| (x, c)))
            {
                let value = self.layout.real(self.word(x, y, channel));
                // A float beyond the range saturates; NaN becomes 0.
                let scaled = ((value - range.low) / step).round() as u16;
                samples.extend(scaled.to_le_bytes());
            }
        }
        let layout = PixelLayout {
            planar: false,
            bytes: 2,
            big_endian: false,
            bits_stored: 16,
            high_bit: 15,
            number: Number::Unsigned,
            ..self.layout
        };
        Self {
            layout,
            samples,
            display: Arc::new(self.rescaled_display(range.low, step)),
            hidden: None,
        }
    }

    fn rescaled_display(&self, low: f64, step: f64) -> DisplayPipeline {
        let modality = match &self.display.modality {
            Modality::Linear { slope, intercept } if self.layout.color.is_grey() => {
                Modality::Linear {
                    slope: slope * step,
                    intercept: slope * low + intercept,
                }
            }
            // Tables have at most 65,536 entries; there is none for deep samples that would make sense.
            _ => Modality::IDENTITY,
        };
        DisplayPipeline {
            modality,
            ..self.display.as_ref().clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use deid_model::FrameSize;

    use super::super::layout::ColorModel;
    use super::*;

    #[test]
    fn text_in_floats_is_seen_beside_an_outlier_that_flattens_everything() {
        let (columns, rows) = (64, 64);
        let value = |x: u32, y: u32| match (x, y) {
            (0, 0) => 1e30_f32,
            (20..40, 20..30) => 2.5,
            _ => -1.0,
        };
        let samples = (0..rows).flat_map(|y| (0..columns).map(move |x| value(x, y).to_le_bytes()));
        let layout = PixelLayout {
            size: FrameSize::new(columns, rows),
            color: ColorModel::Monochrome2,
            channels: 1,
            planar: false,
            bytes: 4,
            big_endian: false,
            bits_stored: 32,
            high_bit: 31,
            number: Number::Float,
        };
        let samples = samples.flatten().collect();
        let frame = Frame::new(layout, samples, Arc::new(DisplayPipeline::PLAIN)).unwrap();
        let seen = frame.renderings().iter().any(|picture| {
            let luma = picture.luma();
            luma[(25 * columns + 30) as usize].abs_diff(luma[(25 * columns + 5) as usize]) > 100
        });
        assert!(seen);
    }
}
