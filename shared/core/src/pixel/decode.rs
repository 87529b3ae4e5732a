//! The one door to the codecs: one compressed frame in, its stored samples out, and back.
//!
//! Decoders are third-party code on hostile bytes. The shells call this behind a guard: natively
//! `catch_unwind`, in the page a worker that can be replaced.

use std::sync::Arc;

use deid_model::{Reason, ReasonCode};

use super::display::DisplayPipeline;
use super::frame::Frame;
use super::layout::{ColorModel, Number, PixelLayout};
use crate::codec::{
    CodecError, Decoded, SampleFormat, bits, deflated, jpeg, jpeg_ls, jpeg_xl, jpeg2000, rle,
};
use crate::dicom::Compression;

/// Why a frame has no samples. Names the frame, never a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// There is no frame with this index.
    #[error("frame {frame} does not exist or has no data")]
    NoSuchFrame {
        /// 0-based frame.
        frame: u32,
    },
    /// The decoder gave up.
    #[error("frame {frame} could not be decoded")]
    Failed {
        /// 0-based frame.
        frame: u32,
    },
    /// The decoded picture has another size or depth than the header tells.
    #[error("frame {frame} decodes to another size or depth than the header tells")]
    Mismatch {
        /// 0-based frame.
        frame: u32,
    },
}

impl From<DecodeError> for Reason {
    fn from(error: DecodeError) -> Self {
        let (code, frame) = match error {
            DecodeError::NoSuchFrame { frame } => (ReasonCode::TruncatedPixelData, frame),
            DecodeError::Failed { frame } | DecodeError::Mismatch { frame } => {
                (ReasonCode::DecodeFailed, frame)
            }
        };
        Self::from(code).with_frame(frame)
    }
}

/// One frame as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub struct EncodedFrame<'a> {
    /// 0-based index, for errors.
    pub frame: u32,
    /// How it is compressed.
    pub compression: Compression,
    /// What the header says of its samples.
    pub layout: PixelLayout,
    /// Whether eight samples share a byte.
    pub packed: bool,
    /// Its bytes: all fragments of the frame joined, or the native samples, of 1-bit ones a byte each.
    pub bytes: &'a [u8],
}

/// Decodes one frame. Compressed frames come out with pixels interleaved, little endian; color that the
/// codestream transformed comes out as RGB.
///
/// # Errors
/// Any [`DecodeError`].
pub fn decode_frame(
    encoded: EncodedFrame<'_>,
    display: Arc<DisplayPipeline>,
) -> Result<Frame, DecodeError> {
    let EncodedFrame {
        frame,
        compression,
        layout,
        packed,
        bytes,
    } = encoded;
    let (layout, samples) = match compression {
        Compression::Native => (layout, bytes.to_vec()),
        Compression::Encapsulated => (layout, uncompressed(bytes, &layout, packed)),
        compression => {
            let decoded = decode(compression, bytes, &layout, packed);
            let decoded = decoded.map_err(|error| match error {
                CodecError::Mismatch => DecodeError::Mismatch { frame },
                CodecError::Broken | CodecError::Unsupported | CodecError::Encode => {
                    DecodeError::Failed { frame }
                }
            })?;
            (
                decoded_layout(layout, compression, decoded.is_rgb),
                decoded.samples,
            )
        }
    };
    Frame::new(layout, samples, display).ok_or(DecodeError::Mismatch { frame })
}

fn decode(
    compression: Compression,
    bytes: &[u8],
    layout: &PixelLayout,
    packed: bool,
) -> Result<Decoded, CodecError> {
    let format = format_of(layout, packed);
    match compression {
        Compression::Native | Compression::Encapsulated => Err(CodecError::Unsupported),
        Compression::DeflatedFrame => deflated::decode(bytes, &format),
        Compression::Rle => rle::decode(bytes, &format),
        Compression::JpegDct | Compression::JpegLossless => {
            jpeg::decode(bytes, &format, layout.color == ColorModel::Rgb)
        }
        Compression::JpegLs => jpeg_ls::decode(bytes, &format),
        Compression::Jpeg2000 => jpeg2000::decode(bytes, &format),
        Compression::JpegXl => jpeg_xl::decode(bytes, &format),
    }
}

/// Encodes the samples of one frame, which [`decode_frame`] gave as `layout`, without loss.
///
/// # Errors
/// [`CodecError`] where the codec cannot hold such samples.
pub fn encode_frame(
    compression: Compression,
    samples: &[u8],
    layout: &PixelLayout,
    packed: bool,
) -> Result<Vec<u8>, CodecError> {
    let format = format_of(layout, packed);
    match compression {
        Compression::Native | Compression::JpegDct => Err(CodecError::Unsupported),
        Compression::Encapsulated if packed => Ok(bits::packed(samples)),
        Compression::Encapsulated => Ok(samples.to_vec()),
        Compression::DeflatedFrame => deflated::encode(samples, &format),
        Compression::Rle => rle::encode(samples, &format),
        Compression::JpegLossless => jpeg::encode_lossless(samples, &format),
        Compression::JpegLs => jpeg_ls::encode(samples, &format),
        Compression::Jpeg2000 => {
            let is_rgb = layout.color == ColorModel::Rgb;
            jpeg2000::encode_lossless(samples, &format, is_rgb)
        }
        Compression::JpegXl => jpeg_xl::encode(samples, &format),
    }
}

/// Whether one frame holds bytes that belong to no pixel, and that no other writing of the same codestream can leave out.
#[must_use]
pub fn hides_bytes(
    compression: Compression,
    bytes: &[u8],
    layout: &PixelLayout,
    packed: bool,
) -> bool {
    let format = format_of(layout, packed);
    match compression {
        Compression::Encapsulated => {
            let samples = layout.frame_bytes();
            let used = if packed { samples.div_ceil(8) } else { samples };
            let rest = usize::try_from(used)
                .ok()
                .and_then(|used| bytes.get(used..));
            rest.unwrap_or_default().iter().any(|&byte| byte != 0)
        }
        Compression::DeflatedFrame => deflated::hides_bytes(bytes, &format),
        Compression::Rle => rle::hides_bytes(bytes, &format),
        Compression::JpegXl => jpeg_xl::hides_bytes(bytes, &format),
        Compression::Native
        | Compression::JpegDct
        | Compression::JpegLossless
        | Compression::JpegLs
        | Compression::Jpeg2000 => false,
    }
}

fn format_of(layout: &PixelLayout, packed: bool) -> SampleFormat {
    SampleFormat {
        size: layout.size,
        channels: layout.channels,
        allocated: if packed { 1 } else { layout.bytes * 8 },
        stored: layout.bits_stored,
        signed: layout.number == Number::Signed,
    }
}

/// The samples of an uncompressed frame in its own fragments: an odd number of bytes is followed by a zero.
fn uncompressed(bytes: &[u8], layout: &PixelLayout, packed: bool) -> Vec<u8> {
    let length = usize::try_from(layout.frame_bytes()).unwrap_or(usize::MAX);
    if packed {
        return bits::unpacked(bytes, length.min(bytes.len().saturating_mul(8)));
    }
    bytes.get(..length).unwrap_or(bytes).to_vec()
}

/// What a codec leaves: pixels interleaved, little endian.
fn decoded_layout(layout: PixelLayout, compression: Compression, is_rgb: bool) -> PixelLayout {
    if compression == Compression::DeflatedFrame {
        return layout;
    }
    let color = match layout.color {
        _ if is_rgb => ColorModel::Rgb,
        // The header tells of a transform that the codestream does not use.
        ColorModel::YbrRct | ColorModel::YbrIct | ColorModel::Xyb | ColorModel::Rgb => {
            ColorModel::Rgb
        }
        // Color differences come out one for each pixel.
        ColorModel::YbrFull | ColorModel::YbrFull422 | ColorModel::YbrPartial422 => {
            ColorModel::YbrFull
        }
        grey @ (ColorModel::Monochrome1 | ColorModel::Monochrome2 | ColorModel::Palette) => grey,
    };
    PixelLayout {
        color,
        planar: false,
        big_endian: false,
        ..layout
    }
}
