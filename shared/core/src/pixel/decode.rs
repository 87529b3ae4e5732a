//! The one door to the decoders: one compressed frame in, its stored samples out.
//!
//! Decoders are third-party code on hostile bytes. The shells call this behind a guard: natively
//! `catch_unwind`, in the page a worker that can be replaced.

use std::borrow::Cow;
use std::sync::Arc;

use deid_model::{FrameSize, Reason, ReasonCode};
use dicom_encoding::adapters::{PixelDataObject, RawPixelData};
use dicom_encoding::transfer_syntax::{Codec, TransferSyntaxIndex as _};
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;
use jpeg_decoder::{ColorTransform, Decoder, PixelFormat};

use super::display::DisplayPipeline;
use super::frame::Frame;
use super::layout::{ColorModel, PixelLayout};
use crate::dicom::{Compression, TransferSyntax};

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
    /// Bits outside the stored range are in use.
    #[error("frame {frame} uses bits outside the stored range")]
    HiddenBits {
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
            DecodeError::HiddenBits { frame } => (ReasonCode::HiddenBits, frame),
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
    pub syntax: &'static TransferSyntax,
    /// What the header says of its samples.
    pub layout: PixelLayout,
    /// Its bytes: all fragments of the frame joined, or the native samples.
    pub bytes: &'a [u8],
}

/// Decodes one frame. Compressed frames come out with pixels interleaved, little endian; color of
/// JPEG and JPEG 2000 comes out as RGB.
///
/// # Errors
/// Any [`DecodeError`].
pub fn decode_frame(
    encoded: EncodedFrame<'_>,
    display: Arc<DisplayPipeline>,
) -> Result<Frame, DecodeError> {
    let EncodedFrame {
        frame,
        syntax,
        layout,
        bytes,
    } = encoded;
    let (layout, samples) = match syntax.compression {
        Compression::Native => (layout, bytes.to_vec()),
        Compression::Rle if rle_header_fits(bytes, &layout) => (
            PixelLayout {
                planar: false,
                ..layout
            },
            through_registry(&encoded)?,
        ),
        Compression::Jpeg2000 if codestream_fits(bytes, &layout) => {
            (decoded_colors(layout), through_registry(&encoded)?)
        }
        Compression::Rle | Compression::Jpeg2000 => return Err(DecodeError::Mismatch { frame }),
        Compression::JpegBaseline | Compression::JpegLossless => decode_jpeg(&encoded)?,
    };
    let frame = Frame::new(layout, samples, display).ok_or(DecodeError::Mismatch { frame })?;
    if frame.hides_bits() {
        return Err(DecodeError::HiddenBits {
            frame: encoded.frame,
        });
    }
    Ok(frame)
}

/// Whether an RLE frame has one segment for each byte of a pixel, the first right behind the header
/// (PS3.5 G.5). The decoder believes whatever number stands there.
fn rle_header_fits(bytes: &[u8], layout: &PixelLayout) -> bool {
    const HEADER: u32 = 64;
    let segments = u32::from(layout.channels) * u32::from(layout.bytes);
    let word = |at: usize| {
        let word = bytes.get(at..at + 4)?;
        Some(u32::from_le_bytes(word.try_into().ok()?))
    };
    bytes.len() >= HEADER as usize && word(0) == Some(segments) && word(4) == Some(HEADER)
}

/// Whether the SIZ segment of a JPEG 2000 codestream (ITU-T T.800 A.5.1) tells the size, depth and
/// components of the header, none subsampled: the decoder fits the one into the other silently.
fn codestream_fits(bytes: &[u8], layout: &PixelLayout) -> bool {
    const START: &[u8] = &[0xff, 0x4f, 0xff, 0x51];
    let Some(start) = bytes.windows(4).position(|window| window == START) else {
        return false;
    };
    let number = |at: usize| {
        let word = bytes.get(start + at..start + at + 4)?;
        Some(u32::from_be_bytes(word.try_into().ok()?))
    };
    let side = |end: usize, offset: usize| number(end)?.checked_sub(number(offset)?);
    let count = usize::from(layout.channels);
    let components = bytes.get(start + 42..start + 42 + 3 * count);
    let fits = |component: &[u8]| match component {
        [depth, 1, 1] => (depth & 0x7f) < layout.bytes * 8,
        _ => false,
    };
    side(8, 16) == Some(layout.size.columns)
        && side(12, 20) == Some(layout.size.rows)
        && bytes.get(start + 40..start + 42) == Some(&[0, layout.channels])
        && components.is_some_and(|all| all.chunks_exact(3).all(fits))
}

/// What a decoder that converts colors leaves: RGB, interleaved.
fn decoded_colors(layout: PixelLayout) -> PixelLayout {
    let color = match layout.color {
        ColorModel::YbrRct | ColorModel::YbrIct | ColorModel::YbrFull422 | ColorModel::Rgb => {
            ColorModel::Rgb
        }
        // In JPEG 2000, YBR_FULL says that the components are not transformed: they stay what they are.
        other @ (ColorModel::YbrFull
        | ColorModel::Monochrome1
        | ColorModel::Monochrome2
        | ColorModel::Palette) => other,
    };
    PixelLayout {
        color,
        planar: false,
        ..layout
    }
}

fn decode_jpeg(encoded: &EncodedFrame<'_>) -> Result<(PixelLayout, Vec<u8>), DecodeError> {
    let EncodedFrame {
        frame,
        layout,
        bytes,
        ..
    } = *encoded;
    let failed = |_| DecodeError::Failed { frame };
    let mut decoder = Decoder::new(bytes);
    decoder.set_max_decoding_buffer_size(
        usize::try_from(layout.frame_bytes())
            .unwrap_or(usize::MAX)
            .max(64)
            * 2,
    );
    decoder.read_info().map_err(failed)?;
    // Without an Adobe marker a decoder guesses YCbCr; the header knows better (PS3.5 8.2.1).
    if layout.color == ColorModel::Rgb && layout.channels == 3 && !has_color_marker(bytes) {
        decoder.set_color_transform(ColorTransform::RGB);
    }
    let samples = decoder.decode().map_err(failed)?;
    let info = decoder.info().ok_or(DecodeError::Failed { frame })?;
    let size = FrameSize::new(info.width.into(), info.height.into());
    let (channels, depth) = match info.pixel_format {
        PixelFormat::L8 => (1, 1),
        PixelFormat::L16 => (1, 2),
        PixelFormat::RGB24 => (3, 1),
        PixelFormat::CMYK32 => return Err(DecodeError::Mismatch { frame }),
    };
    if size != layout.size || channels != layout.channels {
        return Err(DecodeError::Mismatch { frame });
    }
    let color = match (channels, encoded.syntax.compression, layout.color) {
        // Lossless JPEG is decoded without conversion.
        (3, Compression::JpegLossless, ColorModel::YbrFull | ColorModel::YbrFull422) => {
            ColorModel::YbrFull
        }
        (3, ..) => ColorModel::Rgb,
        (_, _, color) => color,
    };
    let layout = PixelLayout {
        color,
        planar: false,
        ..layout
    };
    match (depth, layout.bytes) {
        (1, 1) => Ok((layout, samples)),
        // The decoder gives 16-bit samples in this machine's byte order.
        (2, 2) => Ok((
            layout,
            samples
                .chunks_exact(2)
                .flat_map(|pair| native_u16(pair).to_le_bytes())
                .collect(),
        )),
        (1, 2) => Ok((
            layout,
            samples.iter().flat_map(|&sample| [sample, 0]).collect(),
        )),
        _ => Err(DecodeError::Mismatch { frame }),
    }
}

fn native_u16(pair: &[u8]) -> u16 {
    u16::from_ne_bytes([
        pair.first().copied().unwrap_or(0),
        pair.get(1).copied().unwrap_or(0),
    ])
}

/// Whether the header segments of a JPEG stream tell its colors: APP14 (Adobe) or APP0 (JFIF).
fn has_color_marker(bytes: &[u8]) -> bool {
    crate::picture::jpeg_segments(bytes).any(|segment| matches!(segment.marker, 0xe0 | 0xee))
}

fn through_registry(encoded: &EncodedFrame<'_>) -> Result<Vec<u8>, DecodeError> {
    let failed = DecodeError::Failed {
        frame: encoded.frame,
    };
    let syntax = TransferSyntaxRegistry
        .get(encoded.syntax.uid)
        .ok_or(failed)?;
    let Codec::EncapsulatedPixelData(Some(reader), _) = syntax.codec() else {
        return Err(failed);
    };
    let mut samples = Vec::new();
    reader
        .decode_frame(&SingleFrame(encoded), 0, &mut samples)
        .map_err(|_| failed)?;
    Ok(samples)
}

/// One frame dressed up as an image with one fragment, which is all that the adapters need to see.
struct SingleFrame<'a>(&'a EncodedFrame<'a>);

impl PixelDataObject for SingleFrame<'_> {
    fn transfer_syntax_uid(&self) -> &str {
        self.0.syntax.uid
    }

    fn rows(&self) -> Option<u16> {
        u16::try_from(self.0.layout.size.rows).ok()
    }

    fn cols(&self) -> Option<u16> {
        u16::try_from(self.0.layout.size.columns).ok()
    }

    fn samples_per_pixel(&self) -> Option<u16> {
        Some(self.0.layout.channels.into())
    }

    fn bits_allocated(&self) -> Option<u16> {
        Some(u16::from(self.0.layout.bytes) * 8)
    }

    fn bits_stored(&self) -> Option<u16> {
        Some(self.0.layout.bits_stored.into())
    }

    fn photometric_interpretation(&self) -> Option<&str> {
        None
    }

    fn number_of_frames(&self) -> Option<u32> {
        Some(1)
    }

    fn number_of_fragments(&self) -> Option<u32> {
        Some(1)
    }

    fn fragment(&self, fragment: usize) -> Option<Cow<'_, [u8]>> {
        (fragment == 0).then_some(Cow::Borrowed(self.0.bytes))
    }

    fn offset_table(&self) -> Option<Cow<'_, [u32]>> {
        None
    }

    fn raw_pixel_data(&self) -> Option<RawPixelData> {
        Some(RawPixelData {
            fragments: vec![self.0.bytes.to_vec()].into(),
            offset_table: Vec::new().into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(columns: u32, bytes: u8) -> PixelLayout {
        PixelLayout {
            size: FrameSize::new(columns, 512),
            color: ColorModel::Monochrome2,
            channels: 1,
            planar: false,
            bytes,
            big_endian: false,
            bits_stored: bytes * 8,
            high_bit: bytes * 8 - 1,
            signed: false,
        }
    }

    #[test]
    fn a_codestream_of_another_size_or_depth_than_the_header_tells_is_refused() {
        let mut stream = vec![0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0];
        for number in [256_u32, 512, 0, 0, 256, 512, 0, 0] {
            stream.extend(number.to_be_bytes());
        }
        stream.extend([0, 1, 15, 1, 1]);
        assert!(codestream_fits(&stream, &layout(256, 2)));
        assert!(!codestream_fits(&stream, &layout(512, 2)));
        assert!(!codestream_fits(&stream, &layout(256, 1)));
        assert!(!codestream_fits(&stream[..40], &layout(256, 2)));
    }

    #[test]
    fn an_rle_header_that_claims_other_segments_than_the_pixels_have_is_refused() {
        let header = |segments: u32| {
            let mut bytes = vec![0; 80];
            bytes[..4].copy_from_slice(&segments.to_le_bytes());
            bytes[4..8].copy_from_slice(&64_u32.to_le_bytes());
            bytes
        };
        assert!(rle_header_fits(&header(2), &layout(16, 2)));
        assert!(!rle_header_fits(&header(u32::MAX), &layout(16, 2)));
        assert!(!rle_header_fits(&header(1), &layout(16, 2)));
    }
}
