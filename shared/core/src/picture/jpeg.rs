//! JPEG files: redacted in the DCT domain, so that no second lossy step touches the rest.
//!
//! Blocks of the redacted units get a new DC and no AC coefficients; all other coefficients are
//! written again as they were read (Clunie & Gebow 2015, J Med Imaging 2(1):016501).

use std::sync::Arc;

use deid_model::{BoxColor, FrameSize, PixelBox};
use jpeg_decoder::{Decoder, PixelFormat};
use libjpeg_turbo_rs::{JpegCoefficients, read_coefficients, write_coefficients_optimized};

use super::PictureError;
use super::jpeg_segments::without_metadata;
use crate::limits::Limits;
use crate::pixel::{ColorModel, DisplayPipeline, Frame, PixelLayout};

/// A JPEG file, parsed: 8 bits, grey or three components.
pub struct JpegFile {
    bytes: Arc<Vec<u8>>,
    layout: PixelLayout,
}

/// A redacted JPEG stream.
pub struct JpegRedaction {
    /// The stream, without metadata.
    pub bytes: Vec<u8>,
    /// What was painted for each box asked for, in the same order: whole units, color bleed included.
    pub painted: Vec<Option<PixelBox>>,
    /// Whether the color asked for could be painted.
    pub exact_color: bool,
}

impl JpegFile {
    /// Parses the stream's header.
    ///
    /// # Errors
    /// [`PictureError`] for broken streams, CMYK, and depths other than 8 bits.
    pub fn parse(bytes: Arc<Vec<u8>>, limits: &Limits) -> Result<Self, PictureError> {
        let mut decoder = Decoder::new(bytes.as_slice());
        decoder.read_info().map_err(|error| match error {
            jpeg_decoder::Error::Unsupported(_) => PictureError::Unsupported,
            _ => PictureError::MalformedJpeg,
        })?;
        let info = decoder.info().ok_or(PictureError::MalformedJpeg)?;
        let color = match info.pixel_format {
            PixelFormat::L8 => ColorModel::Monochrome2,
            PixelFormat::RGB24 => ColorModel::Rgb,
            PixelFormat::L16 | PixelFormat::CMYK32 => return Err(PictureError::Unsupported),
        };
        let size = FrameSize::new(info.width.into(), info.height.into());
        if size.pixels() > limits.frame_pixels {
            return Err(PictureError::TooLarge);
        }
        let layout = PixelLayout {
            size,
            color,
            channels: color.channels() as u8,
            planar: false,
            bytes: 1,
            big_endian: false,
            bits_stored: 8,
            high_bit: 7,
            signed: false,
        };
        Ok(Self { bytes, layout })
    }

    /// Columns, rows and channels of the decoded picture.
    #[must_use]
    pub const fn layout(&self) -> &PixelLayout {
        &self.layout
    }

    /// Decodes the picture to grey or RGB.
    ///
    /// # Errors
    /// [`PictureError::MalformedJpeg`].
    pub fn frame(&self) -> Result<Frame, PictureError> {
        let samples = Decoder::new(self.bytes.as_slice())
            .decode()
            .map_err(|_| PictureError::MalformedJpeg)?;
        Frame::new(self.layout, samples, Arc::new(DisplayPipeline::PLAIN))
            .ok_or(PictureError::MalformedJpeg)
    }

    /// The stream with `boxes` painted in `color`, without metadata. Without boxes the compressed
    /// picture stays byte for byte.
    ///
    /// # Errors
    /// [`PictureError`] where the coefficients cannot be read or written.
    pub fn redacted(
        &self,
        boxes: &[PixelBox],
        color: BoxColor,
    ) -> Result<JpegRedaction, PictureError> {
        if boxes.is_empty() {
            let bytes = without_metadata(&self.bytes).ok_or(PictureError::MalformedJpeg)?;
            return Ok(JpegRedaction {
                bytes,
                painted: Vec::new(),
                exact_color: true,
            });
        }
        let mut coefficients =
            read_coefficients(&self.bytes).map_err(|_| PictureError::Unsupported)?;
        let fill = component_fill(&coefficients, color);
        let painted = boxes
            .iter()
            .map(|&area| paint_units(&mut coefficients, area, &fill))
            .collect();
        let bytes =
            write_coefficients_optimized(&coefficients).map_err(|_| PictureError::Encode)?;
        let bytes = without_metadata(&bytes).ok_or(PictureError::Encode)?;
        let exact_color = self.layout.color == ColorModel::Rgb || color.is_grey();
        Ok(JpegRedaction {
            bytes,
            painted,
            exact_color,
        })
    }
}

/// The sample value of each component for `color`: grey, YCbCr or RGB as the stream has it.
fn component_fill(coefficients: &JpegCoefficients, color: BoxColor) -> Vec<f32> {
    let [red, green, blue] = color.rgb.map(f32::from);
    let luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    let ids = coefficients
        .components
        .iter()
        .map(|component| component.component_id);
    let is_rgb = coefficients.adobe_transform == Some(0)
        || coefficients.adobe_transform.is_none()
            && !coefficients.saw_jfif_marker
            && ids.eq(*b"RGB");
    match (coefficients.components.len(), is_rgb) {
        (1, _) => vec![luma],
        (_, true) => vec![red, green, blue],
        (_, false) => vec![
            luma,
            -0.168_736 * red - 0.331_264 * green + 0.5 * blue + 128.0,
            0.5 * red - 0.418_688 * green - 0.081_312 * blue + 128.0,
        ],
    }
}

/// Paints every minimum coded unit that `area` touches; gives the box of pixels that may change.
fn paint_units(
    coefficients: &mut JpegCoefficients,
    area: PixelBox,
    fill: &[f32],
) -> Option<PixelBox> {
    let size = FrameSize::new(coefficients.width.into(), coefficients.height.into());
    let area = area.clamped(size)?;
    let most = |factor: fn(&libjpeg_turbo_rs::ComponentCoefficients) -> u8| {
        coefficients
            .components
            .iter()
            .map(factor)
            .max()
            .unwrap_or(1)
            .max(1)
    };
    let (h_most, v_most) = (
        most(|component| component.h_sampling),
        most(|component| component.v_sampling),
    );
    let (unit_width, unit_height) = (u32::from(h_most) * 8, u32::from(v_most) * 8);
    let units = [
        area.x0() / unit_width,
        area.y0() / unit_height,
        area.x1().div_ceil(unit_width),
        area.y1().div_ceil(unit_height),
    ];
    for (component, value) in coefficients.components.iter_mut().zip(fill) {
        let quantum = coefficients
            .quant_tables
            .get(usize::from(component.quant_table_index))
            .map_or(1, |q| q[0]);
        // The DC coefficient is 8 times the level-shifted mean (T.81 A.3.3).
        let dc = ((value - 128.0) * 8.0 / f32::from(quantum.max(1))).round() as i16;
        let (h, v) = (
            u32::from(component.h_sampling),
            u32::from(component.v_sampling),
        );
        for row in units[1] * v..(units[3] * v).min(component.blocks_y as u32) {
            for column in units[0] * h..(units[2] * h).min(component.blocks_x as u32) {
                let at = row as usize * component.blocks_x + column as usize;
                if let Some(block) = component.blocks.get_mut(at) {
                    *block = [0; 64];
                    block[0] = dc;
                }
            }
        }
    }
    let painted = PixelBox::new(
        units[0] * unit_width,
        units[1] * unit_height,
        units[2] * unit_width,
        units[3] * unit_height,
    )?;
    // Interpolated chroma of a neighboring unit reaches this far.
    let bleed = if h_most > 1 || v_most > 1 {
        u32::from(h_most.max(v_most))
    } else {
        0
    };
    painted.grown(bleed, size)
}
