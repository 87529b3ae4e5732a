//! PNG files: samples as stored, and little else of the file.
//!
//! Kept beside the samples: palette, transparency, orientation, and the numbers that tell what the samples look like.
//! Everything is written anew, so that no other chunk and nothing behind the end survives.

mod color_space;
mod fill;
mod samples;
#[cfg(test)]
mod sketch;
mod write;

pub use fill::{promoted_to_rgb, ready_to_paint};
pub use write::encode_display_image;

use std::io::Cursor;
use std::sync::Arc;

use deid_model::FrameSize;
use png::{BitDepth, ColorType, Decoder, Info};

use self::color_space::ColorSpace;
use self::samples::unpacked;
use self::write::encode_png;
use super::PictureError;
use super::exif::orientation_of_tiff;
use crate::limits::Limits;
use crate::pixel::{
    ColorModel, DisplayPipeline, Frame, Number, Palette, PixelLayout, Transparency,
};

/// No byte of deflated data inflates to more bytes than this (RFC 1951: 258 for two bits).
const MOST_INFLATED: u64 = 1032;

/// A PNG file, decoded.
pub struct PngFile {
    frame: Frame,
    color_space: ColorSpace,
}

impl PngFile {
    /// Decodes a PNG of any color type and depth, interlaced or not. Samples of less than 8 bits take a byte each.
    ///
    /// # Errors
    /// [`PictureError`] for broken files and animations.
    pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Self, PictureError> {
        let malformed = |_| PictureError::MalformedPng;
        let mut decoder = Decoder::new(Cursor::new(bytes));
        decoder.set_ignore_text_chunk(true);
        decoder.set_ignore_iccp_chunk(true);
        // Nothing in proportion to the size is allocated before these checks.
        let header = decoder.read_header_info().map_err(malformed)?;
        let size = FrameSize::new(header.width, header.height);
        if size.pixels() > limits.frame_pixels {
            return Err(PictureError::TooLarge);
        }
        let layout = layout_of(size, header.color_type, header.bit_depth);
        let packed = header.raw_bytes() as u64;
        if packed / MOST_INFLATED > bytes.len() as u64 {
            return Err(PictureError::MalformedPng);
        }
        let mut reader = decoder.read_info().map_err(malformed)?;
        if reader.info().animation_control.is_some() {
            return Err(PictureError::Unsupported);
        }
        let palette = palette_of(reader.info(), &layout)?;
        let transparency = transparency_of(reader.info(), &layout);
        let color_space = ColorSpace::of(reader.info());
        let length = reader.output_buffer_size().ok_or(PictureError::TooLarge)?;
        let mut samples = vec![0; length];
        reader.next_frame(&mut samples).map_err(malformed)?;
        let samples = unpacked(samples, &layout);
        // An orientation may stand behind the samples; a file that ends early there has none.
        let _ = reader.finish();
        let exif = reader.info().exif_metadata.as_deref();
        let display = DisplayPipeline {
            palette,
            transparency,
            orientation: exif.map(orientation_of_tiff).unwrap_or_default(),
            ..DisplayPipeline::PLAIN
        };
        let frame =
            Frame::new(layout, samples, Arc::new(display)).ok_or(PictureError::MalformedPng)?;
        Ok(Self { frame, color_space })
    }

    /// The picture's samples.
    #[must_use]
    pub const fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Encodes `frame`, which has this file's samples or those promoted to RGB, in its own color type and depth, with
    /// nothing of the file but its color space.
    ///
    /// # Errors
    /// [`PictureError::Encode`].
    pub fn encode(&self, frame: &Frame, dpi: u32) -> Result<Vec<u8>, PictureError> {
        encode_png(frame, self.color_space, dpi)
    }
}

/// The colors of all indices that the depth allows: those beyond the palette of the file are black.
fn palette_of(info: &Info<'_>, layout: &PixelLayout) -> Result<Option<Palette>, PictureError> {
    if layout.color != ColorModel::Palette {
        return Ok(None);
    }
    let chunk = info.palette.as_ref().ok_or(PictureError::MalformedPng)?;
    let mut entries = chunk.as_chunks::<3>().0.to_vec();
    entries.resize(1 << layout.bits_stored, [0; 3]);
    Ok(Palette::new(0, entries))
}

fn transparency_of(info: &Info<'_>, layout: &PixelLayout) -> Option<Transparency> {
    let chunk = info.trns.as_deref()?;
    if layout.color == ColorModel::Palette {
        let entries = chunk.iter().copied().take(1 << layout.bits_stored);
        return Some(Transparency::Entries(entries.collect()));
    }
    let most = (1_u32 << layout.bits_stored) - 1;
    let word = |channel: u8| {
        // The library leaves one byte a sample where that is enough.
        let at = usize::from(channel) * usize::from(layout.bytes);
        let word = layout.word(chunk, at);
        (word & u64::from(most)) as u16
    };
    match layout.channels {
        1 => Some(Transparency::Key([word(0); 3])),
        3 => Some(Transparency::Key([0, 1, 2].map(word))),
        _ => None,
    }
}

fn layout_of(size: FrameSize, color: ColorType, depth: BitDepth) -> PixelLayout {
    let bits = depth as u8;
    let (color, channels) = match color {
        ColorType::Grayscale => (ColorModel::Monochrome2, 1),
        ColorType::GrayscaleAlpha => (ColorModel::Monochrome2, 2),
        ColorType::Indexed => (ColorModel::Palette, 1),
        ColorType::Rgb => (ColorModel::Rgb, 3),
        ColorType::Rgba => (ColorModel::Rgb, 4),
    };
    PixelLayout {
        size,
        color,
        channels,
        planar: false,
        bytes: bits.div_ceil(8),
        big_endian: true,
        bits_stored: bits,
        high_bit: bits - 1,
        number: Number::Unsigned,
    }
}

#[cfg(test)]
mod tests;
