//! JPEG XL (ISO/IEC 18181), of which a JPEG file may have been made without loss: gray or RGB, 8 to 16 bits.
//!
//! Samples come out as integers at the depth of the codestream: to the bit where it is lossless. Animations, extra
//! channels, floating-point and signed samples are not handled (PS3.5 8.2.15), nor is a picture that is stored turned.

use std::borrow::Cow;

use jxl_oxide::image::BitDepth as StreamDepth;
use jxl_oxide::{JxlImage, PixelFormat, Render};
use zune_core::bit_depth::BitDepth;
use zune_core::colorspace::ColorSpace;
use zune_core::options::EncoderOptions;
use zune_jpegxl::JxlSimpleEncoder;

use super::{CodecError, Decoded, SampleFormat};

mod container;
#[cfg(test)]
mod tests;

/// Frames that a still picture is made of: a small one for the lowest frequencies, patches, layers. Each costs the time
/// of a picture, however few bytes it has.
const MOST_FRAMES: usize = 4;

/// The stored samples of one frame.
///
/// # Errors
/// `Unsupported` for codestreams and formats that are not handled, `Mismatch` where size, depth or channels are not the
/// format's, `Broken` for everything else. Nothing is rendered before the header fits.
pub fn decode(bytes: &[u8], format: &SampleFormat) -> Result<Decoded, CodecError> {
    let codestream = container::codestream(bytes).ok_or(CodecError::Broken)?;
    let (image, depth) = load(&codestream, format)?;
    let render = image.render_frame(0).map_err(|_| CodecError::Broken)?;
    let header = image.frame_header(0).ok_or(CodecError::Broken)?;
    Ok(Decoded {
        samples: stored_samples(&render, depth, format)?,
        is_rgb: format.channels == 3
            && (header.do_ycbcr || image.image_header().metadata.xyb_encoded),
    })
}

/// Loads a codestream whose header fits the format; the depth of its samples, in bits, besides.
fn load(codestream: &[u8], format: &SampleFormat) -> Result<(JxlImage, u8), CodecError> {
    if !matches!(format.allocated, 8 | 16) || !matches!(format.channels, 1 | 3) || format.signed {
        return Err(CodecError::Unsupported);
    }
    // Planes of 32-bit samples, and copies for filters and transforms.
    let pixels = usize::try_from(format.size.pixels()).map_err(|_| CodecError::Unsupported)?;
    let most = pixels.saturating_mul(128).saturating_add(1 << 26);
    let begun = container::begin(codestream, most).map_err(|_| CodecError::Broken)?;
    let (mut image, fed) = begun;
    let depth = fitting_depth(&image, format)?;
    image
        .feed_bytes(codestream.get(fed..).unwrap_or_default())
        .map_err(|_| CodecError::Broken)?;
    if !image.is_loading_done() {
        return Err(CodecError::Broken);
    }
    let fits = |index| {
        image.frame(index).is_some_and(|frame| {
            let header = frame.header();
            header.width <= format.size.columns && header.height <= format.size.rows
        })
    };
    let frames = image.num_loaded_frames();
    if image.num_loaded_keyframes() != 1 || frames > MOST_FRAMES || !(0..frames).all(fits) {
        return Err(CodecError::Unsupported);
    }
    Ok((image, depth))
}

/// The depth of the samples, in bits, where the image header fits the format.
fn fitting_depth(image: &JxlImage, format: &SampleFormat) -> Result<u8, CodecError> {
    let header = image.image_header();
    let metadata = &header.metadata;
    let is_plain =
        metadata.animation.is_none() && metadata.ec_info.is_empty() && metadata.orientation == 1;
    let StreamDepth::IntegerSample { bits_per_sample } = metadata.bit_depth else {
        return Err(CodecError::Unsupported);
    };
    let channels = match image.pixel_format() {
        PixelFormat::Gray => 1,
        PixelFormat::Rgb => 3,
        PixelFormat::Graya | PixelFormat::Rgba | PixelFormat::Cmyk | PixelFormat::Cmyka => {
            return Err(CodecError::Unsupported);
        }
    };
    let size = (header.size.width, header.size.height);
    match u8::try_from(bits_per_sample) {
        _ if !is_plain => Err(CodecError::Unsupported),
        Ok(depth @ 1..)
            if depth <= format.allocated
                && channels == format.channels
                && size == (format.size.columns, format.size.rows) =>
        {
            Ok(depth)
        }
        _ => Err(CodecError::Mismatch),
    }
}

/// The rendered samples as integers. They come as fractions of the highest value, with 24 bits of precision.
fn stored_samples(
    render: &Render,
    depth: u8,
    format: &SampleFormat,
) -> Result<Vec<u8>, CodecError> {
    let most = ((1_u32 << depth) - 1) as f32;
    let mut stream = render.stream();
    let shape = (stream.width(), stream.height(), stream.channels());
    if shape
        != (
            format.size.columns,
            format.size.rows,
            format.channels.into(),
        )
    {
        return Err(CodecError::Mismatch);
    }
    let bytes = usize::try_from(format.frame_bytes()).map_err(|_| CodecError::Unsupported)?;
    let mut samples = Vec::with_capacity(bytes);
    let mut some = [0.0_f32; 4096];
    loop {
        let count = stream.write_to_buffer(&mut some);
        let Some(written @ [_, ..]) = some.get(..count) else {
            return Ok(samples);
        };
        let stored = |value: &f32| (value * most).round().clamp(0.0, most) as u16;
        let stored = written.iter().map(stored);
        match format.allocated {
            8 => samples.extend(stored.map(|value| value.to_le_bytes()[0])),
            _ => samples.extend(stored.flat_map(u16::to_le_bytes)),
        }
    }
}

/// Whether pixels or text stand in a codestream that no decoder shows: a preview, frames that others are made of or that
/// reach beyond the picture, names of frames, a color profile. Encoding it again loses them. True as well for what cannot
/// be decoded. Bytes that no code touches, inside a section of a frame, are not found.
#[must_use]
pub fn hides_bytes(bytes: &[u8], format: &SampleFormat) -> bool {
    let Some(codestream) = container::codestream(bytes) else {
        return true;
    };
    let Ok((image, _)) = load(&codestream, format) else {
        return true;
    };
    let is_whole_picture = image.frame_header(0).is_some_and(|header| {
        !header.have_crop && header.name.is_empty() && header.frame_type.is_normal_frame()
    });
    image.image_header().metadata.preview.is_some()
        || image.original_icc().is_some()
        || image.num_loaded_frames() != 1
        || !is_whole_picture
}

/// One frame of samples, laid out as [`Decoded::samples`], without loss, as a naked codestream of _Bits Allocated_.
///
/// # Errors
/// `Unsupported` unless there are one or three channels of 8 or 16 bits without sign, and two rows and columns at least;
/// `Mismatch` where `samples` are not one frame, `Encode` where the library fails.
pub fn encode(samples: &[u8], format: &SampleFormat) -> Result<Vec<u8>, CodecError> {
    let colors = match format.channels {
        1 => ColorSpace::Luma,
        3 => ColorSpace::RGB,
        _ => return Err(CodecError::Unsupported),
    };
    // The encoder reads 16 bits in this machine's order.
    let (depth, samples) = match format.allocated {
        8 => (BitDepth::Eight, Cow::Borrowed(samples)),
        16 => {
            let (pairs, _) = samples.as_chunks::<2>();
            let native = pairs
                .iter()
                .flat_map(|pair| u16::from_le_bytes(*pair).to_ne_bytes());
            (BitDepth::Sixteen, native.collect())
        }
        _ => return Err(CodecError::Unsupported),
    };
    let too_large = |_| CodecError::Unsupported;
    let columns = usize::try_from(format.size.columns).map_err(too_large)?;
    let rows = usize::try_from(format.size.rows).map_err(too_large)?;
    if format.signed || columns < 2 || rows < 2 {
        return Err(CodecError::Unsupported);
    }
    if u64::try_from(samples.len()) != Ok(format.frame_bytes()) {
        return Err(CodecError::Mismatch);
    }
    let options = EncoderOptions::new(columns, rows, colors, depth);
    let mut encoded = Vec::new();
    JxlSimpleEncoder::new(&samples, options)
        .encode(&mut encoded)
        .map_err(|_| CodecError::Encode)?;
    Ok(encoded)
}

/// The naked codestream, without the boxes of a container and without what stands behind its end. The JPEG file that it
/// may have been made of can no longer be made of it: what that needs holds the file's metadata. `None` unless the
/// codestream is whole.
#[must_use]
pub fn without_metadata(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    let codestream = container::codestream(bytes)?;
    let end = container::end_of(&codestream)?;
    if container::is_bare(bytes) && end == codestream.len() {
        return Some(bytes.into());
    }
    match codestream {
        Cow::Borrowed(naked) => {
            let (clean, behind) = naked.split_at_checked(end)?;
            let is_clean = naked.len() == bytes.len() && behind.iter().all(|&byte| byte == 0);
            Some(if is_clean { bytes.into() } else { clean.into() })
        }
        Cow::Owned(mut joined) => {
            joined.truncate(end);
            Some(joined.into())
        }
    }
}
