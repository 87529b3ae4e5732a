//! JPEG files: redacted in the DCT domain, so that no second lossy step touches the rest.

use std::sync::Arc;

use deid_model::{BoxColor, FrameSize, Orientation, PixelBox};
use jpeg_decoder::{Decoder, PixelFormat};

use super::PictureError;
use super::exif::{orientation_of_jpeg, with_orientation};
use crate::codec::CodecError;
use crate::codec::jpeg_blocks::{self, BlockRedaction};
use crate::codec::jpeg_header::JpegHeader;
use crate::codec::jpeg_segments::without_metadata;
use crate::limits::Limits;
use crate::pixel::{ColorModel, DisplayPipeline, Frame, Number, PixelLayout};

/// A JPEG file, parsed: 8 bits, grey or three components.
pub struct JpegFile {
    bytes: Arc<Vec<u8>>,
    layout: PixelLayout,
    orientation: Orientation,
}

/// A redacted JPEG stream.
pub struct JpegRedaction {
    /// The stream, without metadata but its orientation.
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
            number: Number::Unsigned,
        };
        let orientation = orientation_of_jpeg(&bytes);
        Ok(Self {
            bytes,
            layout,
            orientation,
        })
    }

    /// Columns, rows and channels of the decoded picture.
    #[must_use]
    pub const fn layout(&self) -> &PixelLayout {
        &self.layout
    }

    /// How the picture is turned to be shown.
    #[must_use]
    pub const fn orientation(&self) -> Orientation {
        self.orientation
    }

    /// Decodes the picture to grey or RGB.
    ///
    /// # Errors
    /// [`PictureError::MalformedJpeg`].
    pub fn frame(&self) -> Result<Frame, PictureError> {
        let samples = Decoder::new(self.bytes.as_slice())
            .decode()
            .map_err(|_| PictureError::MalformedJpeg)?;
        let display = DisplayPipeline {
            orientation: self.orientation,
            ..DisplayPipeline::PLAIN
        };
        Frame::new(self.layout, samples, Arc::new(display)).ok_or(PictureError::MalformedJpeg)
    }

    /// The stream with `boxes` painted in `color`, without metadata but its orientation. Without boxes the compressed
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
            let bytes = with_orientation(bytes, self.orientation);
            return Ok(JpegRedaction {
                bytes,
                painted: Vec::new(),
                exact_color: true,
            });
        }
        let header = JpegHeader::parse(&self.bytes)?;
        let BlockRedaction { bytes, painted } =
            jpeg_blocks::redact(&self.bytes, boxes, &component_fill(&header, color))?;
        let bytes = with_orientation(bytes, self.orientation);
        let exact_color = self.layout.color == ColorModel::Rgb || color.is_grey();
        Ok(JpegRedaction {
            bytes,
            painted,
            exact_color,
        })
    }
}

/// The sample value of each component for `color`: grey, YCbCr or RGB as the stream has it.
fn component_fill(header: &JpegHeader, color: BoxColor) -> Vec<i32> {
    let [red, green, blue] = color.rgb.map(f32::from);
    let luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    let values = match (header.components.len(), header.codes_rgb()) {
        (1, _) => vec![luma],
        (_, Some(true)) => vec![red, green, blue],
        (_, Some(false) | None) => vec![
            luma,
            -0.168_736 * red - 0.331_264 * green + 0.5 * blue + 128.0,
            0.5 * red - 0.418_688 * green - 0.081_312 * blue + 128.0,
        ],
    };
    values.iter().map(|value| value.round() as i32).collect()
}

impl From<CodecError> for PictureError {
    fn from(error: CodecError) -> Self {
        match error {
            CodecError::Broken => Self::MalformedJpeg,
            CodecError::Mismatch | CodecError::Unsupported => Self::Unsupported,
            CodecError::Encode => Self::Encode,
        }
    }
}
