//! PNG files, written anew: header, resolution, color space, palette, transparency, orientation, samples.

use std::sync::Arc;

use deid_model::{Channels, DisplayImage};
use png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit, chunk};

use super::color_space::ColorSpace;
use super::layout_of;
use super::samples::{packed, used_indices};
use crate::picture::PictureError;
use crate::picture::exif::tiff_block;
use crate::pixel::{ColorModel, DisplayPipeline, Frame, PixelLayout, Transparency};

/// Encodes an 8-bit picture, `dpi` dots per inch.
///
/// # Errors
/// [`PictureError::Encode`].
pub fn encode_display_image(image: &DisplayImage, dpi: u32) -> Result<Vec<u8>, PictureError> {
    let color = match image.channels() {
        Channels::Grey => ColorType::Grayscale,
        Channels::Rgb => ColorType::Rgb,
    };
    let layout = layout_of(image.size(), color, BitDepth::Eight);
    let samples = image.samples().to_vec();
    let frame = Frame::new(layout, samples, Arc::new(DisplayPipeline::PLAIN));
    let frame = frame.ok_or(PictureError::Encode)?;
    encode_png(&frame, ColorSpace::default(), dpi)
}

/// Encodes a frame in the color type and depth of its layout.
pub(super) fn encode_png(
    frame: &Frame,
    color_space: ColorSpace,
    dpi: u32,
) -> Result<Vec<u8>, PictureError> {
    let failed = |_| PictureError::Encode;
    let layout = frame.layout();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, layout.size.columns, layout.size.rows);
    encoder.set_color(match (layout.color, layout.channels) {
        (ColorModel::Palette, _) => ColorType::Indexed,
        (_, 1) => ColorType::Grayscale,
        (_, 2) => ColorType::GrayscaleAlpha,
        (_, 3) => ColorType::Rgb,
        _ => ColorType::Rgba,
    });
    encoder.set_depth(BitDepth::from_u8(layout.bits_stored).ok_or(PictureError::Encode)?);
    if layout.color == ColorModel::Palette {
        encoder.set_palette(palette_chunk(frame));
    }
    if let Some(chunk) = transparency_chunk(frame) {
        encoder.set_trns(chunk);
    }
    color_space.tell(&mut encoder);
    // pHYs counts pixels per meter.
    let per_meter = (f64::from(dpi) / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions {
        xppu: per_meter,
        yppu: per_meter,
        unit: Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(failed)?;
    if let Some(block) = tiff_block(frame.orientation()) {
        writer.write_chunk(chunk::eXIf, &block).map_err(failed)?;
    }
    let rows = packed(frame.samples(), layout);
    writer.write_image_data(&rows).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

/// Which entries of its palette a frame uses, up to the last one that it does.
fn used_entries(frame: &Frame) -> impl Iterator<Item = bool> {
    let used = used_indices(frame.samples());
    let last = used.iter().rposition(|&used| used);
    used.into_iter().take(last.map_or(1, |last| last + 1))
}

/// The palette's colors. Those of entries that no pixel has are black: they may spell anything.
fn palette_chunk(frame: &Frame) -> Vec<u8> {
    let palette = frame.display().palette.as_ref();
    let used = used_entries(frame).zip(0..);
    let color = |(used, index): (bool, i64)| match palette {
        Some(palette) if used => palette.get(index),
        _ => [0; 3],
    };
    used.flat_map(color).collect()
}

fn transparency_chunk(frame: &Frame) -> Option<Vec<u8>> {
    let PixelLayout {
        color, channels, ..
    } = *frame.layout();
    match (frame.display().transparency.as_ref()?, color) {
        (Transparency::Entries(entries), ColorModel::Palette) => {
            let used = used_entries(frame).zip(entries);
            let opacity = |(used, &opacity): (bool, &u8)| if used { opacity } else { u8::MAX };
            let opacities: Vec<u8> = used.map(opacity).collect();
            let is_seen = opacities.iter().any(|&opacity| opacity < u8::MAX);
            is_seen.then_some(opacities)
        }
        // A key has no place beside an alpha channel.
        (Transparency::Key(key), _) if matches!(channels, 1 | 3) => {
            let words = key.iter().take(usize::from(channels));
            Some(words.flat_map(|word| word.to_be_bytes()).collect())
        }
        _ => None,
    }
}
