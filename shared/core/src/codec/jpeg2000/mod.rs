//! JPEG 2000 (ITU-T T.800) and High-Throughput JPEG 2000 (T.814), through openjp2.

mod extent;
mod markers;
mod stream;
#[cfg(test)]
mod tests;

pub use markers::without_metadata;

use openjp2::openjpeg::{CODEC_FORMAT, OPJ_CLRSPC_GRAY, OPJ_CLRSPC_SRGB, OPJ_CODEC_J2K};
use openjp2::{Codec, opj_cparameters_t, opj_dparameters_t, opj_image, opj_image_comptparm};

use self::markers::{Siz, naked};
use self::stream::{Input, Output};
use super::{CodecError, Decoded, SampleFormat};

/// Every entry of the library that may fail answers this where it did not.
const DONE: i32 = 1;
/// A raw codestream.
const RAW: CODEC_FORMAT = OPJ_CODEC_J2K;
/// What the library would sign with.
const SIGNATURE: &str = "Created by OpenJPEG version 2.5.2";
/// The encoder keeps 6 bits behind the point, and color and wavelet transforms take 4 in front: deeper samples may
/// overflow its 32 bits. (Of 24 bits some pictures came back changed.)
const MOST_BITS: u8 = 20;

/// Decodes one frame. Where the codestream transformed its colors, they come out as RGB. A sample's sign is that of the
/// codestream; where only the header tells of one, it is extended from bit _Bits Stored_ - 1.
///
/// # Errors
/// Any [`CodecError`] but `Encode`; `Unsupported` for subsampled components.
pub fn decode(bytes: &[u8], format: &SampleFormat) -> Result<Decoded, CodecError> {
    let codestream = naked(bytes).ok_or(CodecError::Broken)?;
    let siz = Siz::read(codestream).ok_or(CodecError::Broken)?;
    siz.check(format)?;
    extent::check(codestream, &siz)?;
    let mut input = Input::new(codestream);
    let mut codec = Codec::new_decoder(RAW).ok_or(CodecError::Unsupported)?;
    let mut parameters = opj_dparameters_t::default();
    if codec.setup_decoder(&mut parameters) != DONE {
        return Err(CodecError::Unsupported);
    }
    let header = codec.read_header(input.stream());
    let mut image = header.ok_or(CodecError::Broken)?;
    let decoded = codec.decode(input.stream(), &mut image) == DONE
        && codec.end_decompress(input.stream()) == DONE;
    if !decoded {
        return Err(CodecError::Broken);
    }
    Ok(Decoded {
        samples: interleaved(&image, &siz, format)?,
        is_rgb: siz.transforms_colors,
    })
}

fn interleaved(image: &opj_image, siz: &Siz, format: &SampleFormat) -> Result<Vec<u8>, CodecError> {
    let pixels = usize::try_from(format.size.pixels()).map_err(|_| CodecError::Mismatch)?;
    let components = image.comps().ok_or(CodecError::Broken)?;
    let planes: Option<Vec<&[i32]>> = components.iter().map(|plane| plane.data()).collect();
    let planes = planes.ok_or(CodecError::Broken)?;
    let whole = planes.iter().all(|plane| plane.len() == pixels);
    if !whole || planes.len() != usize::from(format.channels) {
        return Err(CodecError::Mismatch);
    }
    let bytes = format.bytes();
    let mut samples = Vec::with_capacity(pixels * planes.len() * bytes);
    for at in 0..pixels {
        for plane in &planes {
            let value = plane.get(at).copied().unwrap_or(0);
            let stored = stored(value, siz, format);
            samples.extend_from_slice(stored.to_le_bytes().get(..bytes).unwrap_or_default());
        }
    }
    Ok(samples)
}

/// A sample of the codestream as the header wants it.
fn stored(value: i32, siz: &Siz, format: &SampleFormat) -> i32 {
    match (siz.signed, format.signed) {
        (true, true) | (false, false) => value,
        (true, false) => value & low_bits(siz.depth),
        (false, true) => {
            let unused = 32 - u32::from(format.stored.clamp(1, 32));
            // What does not fit the stored bits stays for the caller to find.
            if value & !low_bits(format.stored) != 0 {
                value
            } else {
                value << unused >> unused
            }
        }
    }
}

/// A mask of the lowest `bits`.
const fn low_bits(bits: u8) -> i32 {
    if bits >= 32 { -1 } else { (1_i32 << bits) - 1 }
}

/// Encodes one frame without loss: a raw codestream, three components through the reversible color transform where
/// `transform_colors`. The depth is _Bits Stored_, or more where samples use more.
///
/// # Errors
/// `Encode` for samples of more than 20 bits, and where the library fails.
#[allow(
    clippy::field_reassign_with_default,
    reason = "what has a destructor cannot be built from the rest of another"
)]
pub fn encode_lossless(
    samples: &[u8],
    format: &SampleFormat,
    transform_colors: bool,
) -> Result<Vec<u8>, CodecError> {
    if samples.len() as u64 != format.frame_bytes() || samples.is_empty() {
        return Err(CodecError::Mismatch);
    }
    let planes = planes(samples, format);
    let depth = depth_of(&planes, format)?;
    let mut image = image_of(&planes, depth, format).ok_or(CodecError::Encode)?;
    let mut parameters = opj_cparameters_t::default();
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.tcp_mct = i8::from(transform_colors && format.channels == 3) as _;
    parameters.numresolution = resolutions(format);
    // The library's own comment comes from Rust's allocator and goes back to C's: in WebAssembly that is a crash.
    parameters.set_comment(SIGNATURE);
    let mut output = Output::new();
    let mut codec = Codec::new_encoder(RAW).ok_or(CodecError::Encode)?;
    let done = codec.setup_encoder(&mut parameters, &mut image) == DONE
        && codec.start_compress(&mut image, output.stream()) == DONE
        && codec.encode(output.stream()) == DONE
        && codec.end_compress(output.stream()) == DONE;
    output.bytes().filter(|_| done).ok_or(CodecError::Encode)
}

/// The values of each component.
fn planes(samples: &[u8], format: &SampleFormat) -> Vec<Vec<i32>> {
    let bytes = format.bytes();
    let value = |sample: &[u8]| {
        let word = sample
            .iter()
            .rev()
            .fold(0_u32, |word, &byte| word << 8 | u32::from(byte));
        let unused = 32 - 8 * bytes as u32;
        if format.signed {
            (word << unused).cast_signed() >> unused
        } else {
            word.cast_signed()
        }
    };
    let channels = usize::from(format.channels);
    let plane = |channel: usize| {
        let own = samples.chunks_exact(bytes).skip(channel).step_by(channels);
        own.map(value).collect()
    };
    (0..channels).map(plane).collect()
}

/// The bits that all values need: those stored, unless some value uses more.
fn depth_of(planes: &[Vec<i32>], format: &SampleFormat) -> Result<u8, CodecError> {
    let sign = u8::from(format.signed);
    let needs = |&value: &i32| {
        let magnitude = if value < 0 && format.signed {
            !value
        } else {
            value
        };
        (32 - magnitude.leading_zeros()) as u8 + sign
    };
    let most = planes.iter().flatten().map(needs).max().unwrap_or(1);
    let depth = format.stored.max(most).max(1);
    if depth <= MOST_BITS {
        Ok(depth)
    } else {
        Err(CodecError::Encode)
    }
}

fn image_of(planes: &[Vec<i32>], depth: u8, format: &SampleFormat) -> Option<Box<opj_image>> {
    let (w, h) = (format.size.columns, format.size.rows);
    let component = || opj_image_comptparm {
        dx: 1,
        dy: 1,
        w,
        h,
        x0: 0,
        y0: 0,
        prec: depth.into(),
        bpp: depth.into(),
        sgnd: format.signed.into(),
    };
    let components: Vec<_> = planes.iter().map(|_| component()).collect();
    let space = if planes.len() == 3 {
        OPJ_CLRSPC_SRGB
    } else {
        OPJ_CLRSPC_GRAY
    };
    let mut image = opj_image::create(&components, space)?;
    (image.x1, image.y1) = (w, h);
    for (component, plane) in image.comps_mut()?.iter_mut().zip(planes) {
        component.set_data(plane).then_some(())?;
    }
    Some(image)
}

/// Levels of the wavelet transform plus one: at most 6, and none of less than a pixel.
fn resolutions(format: &SampleFormat) -> i32 {
    let shorter = format.size.columns.min(format.size.rows).max(1);
    (shorter.ilog2() as i32 + 1).min(6)
}
