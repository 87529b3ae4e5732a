//! PNG files: samples as stored, and nothing else of the file.

use std::borrow::Cow;
use std::io::Cursor;
use std::sync::Arc;

use deid_model::{Channels, DisplayImage, FrameSize};
use png::{BitDepth, ColorType, Decoder, Encoder, PixelDimensions, Transformations, Unit};

use super::PictureError;
use crate::limits::Limits;
use crate::pixel::{ColorModel, DisplayPipeline, Frame, Palette, PixelLayout};

/// A PNG file, decoded.
pub struct PngFile {
    frame: Frame,
    palette: Option<Vec<u8>>,
}

impl PngFile {
    /// Decodes a PNG of 8 or 16 bits a sample.
    ///
    /// # Errors
    /// [`PictureError`] for broken files, animations, and depths below 8 bits.
    pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Self, PictureError> {
        let mut decoder = Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(Transformations::IDENTITY);
        let mut reader = decoder
            .read_info()
            .map_err(|_| PictureError::MalformedPng)?;
        let info = reader.info();
        let size = FrameSize::new(info.width, info.height);
        if size.pixels() > limits.frame_pixels {
            return Err(PictureError::TooLarge);
        }
        let layout =
            layout_of(size, info.color_type, info.bit_depth).ok_or(PictureError::Unsupported)?;
        if info.animation_control.is_some() {
            return Err(PictureError::Unsupported);
        }
        let palette = info.palette.as_ref().map(|palette| palette.to_vec());
        // A transparent color, or entries of one color that differ in opacity, may spell text that no
        // color shows.
        let trns = info.trns.as_deref().unwrap_or_default();
        if layout.color != ColorModel::Palette && !trns.is_empty()
            || trns.iter().any(|&entry| entry != 255)
        {
            return Err(PictureError::Unsupported);
        }
        let mut samples =
            vec![0; usize::try_from(layout.frame_bytes()).map_err(|_| PictureError::TooLarge)?];
        reader
            .next_frame(&mut samples)
            .map_err(|_| PictureError::MalformedPng)?;
        let colors = palette
            .as_ref()
            .map(|bytes| bytes.as_chunks::<3>().0.to_vec());
        let colors = colors.and_then(|entries| Palette::new(0, entries));
        let display = DisplayPipeline {
            palette: colors,
            ..DisplayPipeline::PLAIN
        };
        let frame =
            Frame::new(layout, samples, Arc::new(display)).ok_or(PictureError::MalformedPng)?;
        Ok(Self { frame, palette })
    }

    /// The picture's samples.
    #[must_use]
    pub const fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Encodes `frame`, which has this file's samples or those promoted to RGB, with its palette and
    /// nothing else of the file.
    ///
    /// # Errors
    /// [`PictureError::Encode`].
    pub fn encode(&self, frame: &Frame, dpi: u32) -> Result<Vec<u8>, PictureError> {
        encode_png(
            frame.layout(),
            frame.samples(),
            self.palette.as_deref(),
            dpi,
        )
    }
}

/// A grey frame, with or without alpha, as RGB of the same depth; other frames as they are.
#[must_use]
pub fn promoted_to_rgb(frame: &Frame) -> Frame {
    let layout = *frame.layout();
    if !layout.color.is_grey() {
        return frame.clone();
    }
    let bytes = usize::from(layout.bytes);
    let samples = frame
        .samples()
        .chunks_exact(bytes * usize::from(layout.channels))
        .flat_map(|pixel| {
            let (grey, alpha) = pixel.split_at(bytes);
            [grey, grey, grey, alpha].concat()
        })
        .collect();
    let layout = PixelLayout {
        color: ColorModel::Rgb,
        channels: layout.channels + 2,
        ..layout
    };
    let promoted = Frame::new(layout, samples, Arc::new(DisplayPipeline::PLAIN));
    promoted.unwrap_or_else(|| frame.clone())
}

/// Encodes an 8-bit picture, `dpi` dots per inch.
///
/// # Errors
/// [`PictureError::Encode`].
pub fn encode_display_image(image: &DisplayImage, dpi: u32) -> Result<Vec<u8>, PictureError> {
    let color = match image.channels() {
        Channels::Grey => ColorType::Grayscale,
        Channels::Rgb => ColorType::Rgb,
    };
    let layout = layout_of(image.size(), color, BitDepth::Eight).ok_or(PictureError::Encode)?;
    encode_png(&layout, image.samples(), None, dpi)
}

fn layout_of(size: FrameSize, color: ColorType, depth: BitDepth) -> Option<PixelLayout> {
    let bytes = match depth {
        BitDepth::Eight => 1,
        BitDepth::Sixteen => 2,
        BitDepth::One | BitDepth::Two | BitDepth::Four => return None,
    };
    let (color, channels) = match color {
        ColorType::Grayscale => (ColorModel::Monochrome2, 1),
        ColorType::GrayscaleAlpha => (ColorModel::Monochrome2, 2),
        ColorType::Indexed => (ColorModel::Palette, 1),
        ColorType::Rgb => (ColorModel::Rgb, 3),
        ColorType::Rgba => (ColorModel::Rgb, 4),
    };
    let bits = bytes * 8;
    Some(PixelLayout {
        size,
        color,
        channels,
        planar: false,
        bytes,
        big_endian: true,
        bits_stored: bits,
        high_bit: bits - 1,
        signed: false,
    })
}

fn encode_png(
    layout: &PixelLayout,
    samples: &[u8],
    palette: Option<&[u8]>,
    dpi: u32,
) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, layout.size.columns, layout.size.rows);
    encoder.set_color(match (layout.color, layout.channels) {
        (ColorModel::Palette, _) => ColorType::Indexed,
        (_, 1) => ColorType::Grayscale,
        (_, 2) => ColorType::GrayscaleAlpha,
        (_, 3) => ColorType::Rgb,
        _ => ColorType::Rgba,
    });
    encoder.set_depth(if layout.bytes == 2 {
        BitDepth::Sixteen
    } else {
        BitDepth::Eight
    });
    if let Some(palette) = palette {
        encoder.set_palette(Cow::Owned(palette.to_vec()));
    }
    // pHYs counts pixels per meter.
    let per_meter = (f64::from(dpi) / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_meter,
        yppu: per_meter,
        unit: Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(|_| PictureError::Encode)?;
    writer
        .write_image_data(samples)
        .map_err(|_| PictureError::Encode)?;
    writer.finish().map_err(|_| PictureError::Encode)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_png_with_a_transparent_color_is_refused_because_text_may_hide_in_it() {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 2, 1);
        encoder.set_color(ColorType::Rgb);
        encoder.set_trns(vec![0, 11, 0, 10, 0, 10]);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&[10, 10, 10, 11, 10, 10]).unwrap();
        writer.finish().unwrap();
        let parsed = PngFile::parse(&bytes, &Limits::DEFAULT);
        assert_eq!(parsed.err(), Some(PictureError::Unsupported));
    }
}
