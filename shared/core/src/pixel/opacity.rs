//! Opacity as a picture: text may be drawn in nothing else.

use deid_model::{Channels, DisplayImage};

use super::frame::Frame;
use super::render::{FAINT, WHITE};

/// What is transparent of a frame without an alpha channel (PNG 3, 11.3.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transparency {
    /// Pixels of exactly these stored values; of grey the first counts.
    Key([u16; 3]),
    /// Each entry of the palette by its opacity, 0..=255; those beyond the end are opaque.
    Entries(Vec<u8>),
}

impl Frame {
    /// The opacity of each pixel, 0 transparent to 255 opaque, stretched where it differs by a few levels only; `None`
    /// where all pixels are equally opaque.
    pub(super) fn opacity_view(&self) -> Option<DisplayImage> {
        let (values, opaque) = self.opacities()?;
        let (low, high) = (*values.iter().min()?, *values.iter().max()?);
        if low == high {
            return None;
        }
        let (low, high, opaque) = (i64::from(low), i64::from(high), i64::from(opaque));
        let is_faint = (high - low) * WHITE < FAINT * opaque;
        let (from, span) = if is_faint {
            (low, high - low)
        } else {
            (0, opaque)
        };
        let samples = values.iter();
        let samples = samples.map(|&value| ((i64::from(value) - from) * WHITE / span) as u8);
        Some(self.display_image(Channels::Grey, samples.collect()))
    }

    /// The opacity of each pixel, row-major, and that of an opaque one; `None` where there is no opacity.
    fn opacities(&self) -> Option<(Vec<u16>, u16)> {
        let layout = &self.layout;
        let colors = u8::try_from(layout.color.channels()).ok()?;
        let word = |x, y, channel| self.word(x, y, channel) as u16;
        if layout.channels > colors {
            let opaque = ((1_u32 << layout.bits_stored) - 1) as u16;
            return Some((self.per_pixel(|x, y| word(x, y, colors)), opaque));
        }
        let opaque = u16::from(u8::MAX);
        let values = match self.display.transparency.as_ref()? {
            Transparency::Key(key) => self.per_pixel(|x, y| {
                let mut channels = (0..colors).zip(key);
                let is_key = channels.all(|(channel, &key)| word(x, y, channel) == key);
                if is_key { 0 } else { opaque }
            }),
            Transparency::Entries(entries) => self.per_pixel(|x, y| {
                let entry = entries.get(usize::from(word(x, y, 0)));
                entry.map_or(opaque, |&opacity| opacity.into())
            }),
        };
        Some((values, opaque))
    }

    fn per_pixel(&self, value: impl Fn(u32, u32) -> u16) -> Vec<u16> {
        let mut values = Vec::with_capacity(self.layout.size.pixels() as usize);
        for y in 0..self.layout.size.rows {
            values.extend((0..self.layout.size.columns).map(|x| value(x, y)));
        }
        values
    }
}
