//! What detectors and the canvas see: 8-bit pictures.

use std::borrow::Cow;

use crate::geometry::{FrameSize, PixelBox};

/// Samples of one pixel of a [`DisplayImage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channels {
    /// One sample, 0 black to 255 white.
    Grey,
    /// Three samples: red, green, blue.
    Rgb,
}

impl Channels {
    /// Samples per pixel.
    #[must_use]
    pub const fn count(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Rgb => 3,
        }
    }
}

/// A picture ready for display: 8 bits a sample, row-major, channels interleaved, no padding.
#[derive(Clone, PartialEq, Eq)]
pub struct DisplayImage {
    size: FrameSize,
    channels: Channels,
    samples: Vec<u8>,
}

/// The number of samples given is not `columns * rows * channels`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the samples do not fill the picture")]
pub struct WrongSampleCount;

impl std::fmt::Debug for DisplayImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "DisplayImage({}x{}, {:?})",
            self.size.columns, self.size.rows, self.channels
        )
    }
}

impl DisplayImage {
    /// A picture from its samples.
    ///
    /// # Errors
    /// [`WrongSampleCount`] unless there are exactly `columns * rows * channels` samples.
    pub fn new(
        size: FrameSize,
        channels: Channels,
        samples: Vec<u8>,
    ) -> Result<Self, WrongSampleCount> {
        if samples.len() as u64 == size.pixels() * channels.count() as u64 {
            Ok(Self {
                size,
                channels,
                samples,
            })
        } else {
            Err(WrongSampleCount)
        }
    }

    /// Columns and rows.
    #[must_use]
    pub const fn size(&self) -> FrameSize {
        self.size
    }

    /// Grey or color.
    #[must_use]
    pub const fn channels(&self) -> Channels {
        self.channels
    }

    /// All samples, row-major, channels interleaved.
    #[must_use]
    pub fn samples(&self) -> &[u8] {
        &self.samples
    }

    /// One grey value a pixel, row-major; for color the luma of ITU-R BT.601.
    #[must_use]
    pub fn luma(&self) -> Cow<'_, [u8]> {
        match self.channels {
            Channels::Grey => Cow::Borrowed(&self.samples),
            Channels::Rgb => Cow::Owned(self.samples.chunks_exact(3).map(luma_of).collect()),
        }
    }

    /// The part of the picture inside `area`; `None` where `area` lies outside.
    #[must_use]
    pub fn crop(&self, area: PixelBox) -> Option<Self> {
        let area = area.clamped(self.size)?;
        let count = self.channels.count();
        let stride = self.size.columns as usize * count;
        let row = area.x0() as usize * count..area.x1() as usize * count;
        let samples = self
            .samples
            .chunks_exact(stride)
            .skip(area.y0() as usize)
            .take(area.height() as usize)
            .flat_map(|line| line.get(row.clone()).unwrap_or_default())
            .copied()
            .collect();
        let size = FrameSize::new(area.width(), area.height());
        Some(Self {
            size,
            channels: self.channels,
            samples,
        })
    }

    /// The negative: each sample `255 - v`.
    #[must_use]
    pub fn inverted(mut self) -> Self {
        self.samples
            .iter_mut()
            .for_each(|sample| *sample = 255 - *sample);
        self
    }
}

fn luma_of(rgb: &[u8]) -> u8 {
    let [red, green, blue] = [0, 1, 2].map(|i| u32::from(rgb.get(i).copied().unwrap_or(0)));
    // BT.601 weights in 1/1000; the sum cannot pass 255.
    ((red * 299 + green * 587 + blue * 114 + 500) / 1000) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_holds_the_rows_and_columns_of_its_box() {
        let samples = (0..12).collect();
        let image = DisplayImage::new(FrameSize::new(4, 3), Channels::Grey, samples).unwrap();
        let crop = image.crop(PixelBox::new(1, 1, 9, 3).unwrap()).unwrap();
        assert_eq!(crop.samples(), [5, 6, 7, 9, 10, 11]);
    }

    #[test]
    fn a_picture_needs_all_its_samples() {
        assert!(DisplayImage::new(FrameSize::new(2, 2), Channels::Rgb, vec![0; 4]).is_err());
    }

    #[test]
    fn luma_of_white_is_white() {
        let white = DisplayImage::new(FrameSize::new(1, 1), Channels::Rgb, vec![255; 3]).unwrap();
        assert_eq!(white.luma().as_ref(), [255]);
    }
}
