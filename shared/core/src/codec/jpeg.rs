//! JPEG: baseline and extended, 8 and 12 bits, sequential and progressive; and lossless, 2 to 16 bits (ITU-T T.81).
//!
//! Decoders see a stream put together from the segments that were looked at here, never the one in the file.

use libjpeg_turbo_rs::precision::{
    compress_lossless_arbitrary, decompress_12bit, decompress_lossless_arbitrary,
};
use libjpeg_turbo_rs::{
    Decoder, JpegError, PixelFormat, read_coefficients, write_coefficients_optimized,
};

use super::jpeg_header::{JpegHeader, JpegProcess};
use super::jpeg_segments::jpeg_segments;
use super::{CodecError, Decoded, SampleFormat};

const START: [u8; 2] = [0xff, 0xd8];
const END: [u8; 2] = [0xff, 0xd9];

/// Decodes one frame. Color of DCT processes comes out as RGB; of the lossless process as it is coded (PS3.5 8.2.1).
/// Where nothing in the stream tells whether three components are RGB or YCbCr, `header_says_rgb` does.
///
/// Samples of the lossless process are bit patterns: signed ones are extended from bit _Bits Stored_ - 1, unless the
/// bits above are in use, which are left for the caller to see.
///
/// # Errors
/// Any [`CodecError`] but `Encode`.
pub fn decode(
    bytes: &[u8],
    format: &SampleFormat,
    header_says_rgb: bool,
) -> Result<Decoded, CodecError> {
    let header = JpegHeader::parse(bytes)?;
    header.check(format)?;
    let is_color = header.components.len() == 3;
    let codes_rgb = header.codes_rgb().unwrap_or(header_says_rgb);
    let stream = plain_stream(bytes, &header, codes_rgb);
    let (samples, is_rgb) = match (header.process, header.precision) {
        (JpegProcess::Lossless, _) => {
            let image = decompress_lossless_arbitrary(&stream).map_err(codec_error)?;
            (
                stored_samples(image.data.into_iter(), header.precision, format),
                false,
            )
        }
        (_, 8) => {
            let samples = decode_8_bit(&stream, format)?;
            let wide = || stored_samples(samples.iter().map(|&sample| sample.into()), 8, format);
            let narrow = format.bytes() == 1;
            (if narrow { samples } else { wide() }, is_color)
        }
        _ => {
            let stream = in_one_scan(stream, &header)?;
            let image = decompress_12bit(&stream).map_err(codec_error)?;
            let samples = image.data.into_iter().map(i16::cast_unsigned);
            (stored_samples(samples, 12, format), is_color)
        }
    };
    if samples.len() as u64 != format.frame_bytes() {
        return Err(CodecError::Mismatch);
    }
    Ok(Decoded { samples, is_rgb })
}

/// What the decoders are shown: frame, tables and scans, and for color an Adobe segment that tells what it is. The
/// sampling factors of a single component mean nothing (T.81 A.2.2), and are 1.
fn plain_stream(bytes: &[u8], header: &JpegHeader, codes_rgb: bool) -> Vec<u8> {
    let mut stream = Vec::with_capacity(bytes.len() + 32);
    stream.extend_from_slice(&START);
    if header.components.len() == 3 {
        stream.extend_from_slice(&[0xff, 0xee, 0, 14]);
        stream.extend_from_slice(b"Adobe\0\x64\0\0\0\0");
        stream.push(u8::from(!codes_rgb));
    }
    for segment in jpeg_segments(bytes) {
        if !matches!(segment.marker, 0xc0..=0xc4 | 0xda | 0xdb | 0xdd) {
            continue;
        }
        let sampling = stream.len() + 11;
        stream.extend_from_slice(bytes.get(segment.whole).unwrap_or_default());
        if matches!(segment.marker, 0xc0..=0xc3)
            && header.components.len() == 1
            && let Some(byte) = stream.get_mut(sampling)
        {
            *byte = 0x11;
        }
        stream.extend_from_slice(bytes.get(segment.scan).unwrap_or_default());
    }
    stream.extend_from_slice(&END);
    stream
}

fn decode_8_bit(stream: &[u8], format: &SampleFormat) -> Result<Vec<u8>, CodecError> {
    let mut decoder = Decoder::new(stream).map_err(codec_error)?;
    decoder.set_output_format(match format.channels {
        3 => PixelFormat::Rgb,
        _ => PixelFormat::Grayscale,
    });
    let image = decoder.decode_image().map_err(codec_error)?;
    Ok(image.data)
}

fn codec_error(error: JpegError) -> CodecError {
    match error {
        JpegError::Unsupported(_) => CodecError::Unsupported,
        _ => CodecError::Broken,
    }
}

/// The decoder of 12 bits knows one interleaved scan only: other streams are written anew, coefficient by coefficient.
fn in_one_scan(stream: Vec<u8>, header: &JpegHeader) -> Result<Vec<u8>, CodecError> {
    match (header.process, header.scans) {
        (JpegProcess::Sequential, 1) => Ok(stream),
        (JpegProcess::Sequential, _) => Err(CodecError::Unsupported),
        (JpegProcess::Progressive | JpegProcess::Lossless, _) => {
            let coefficients = read_coefficients(&stream).map_err(codec_error)?;
            write_coefficients_optimized(&coefficients).map_err(codec_error)
        }
    }
}

/// Patterns of `precision` bits as samples of `format`.
fn stored_samples(
    patterns: impl Iterator<Item = u16>,
    precision: u8,
    format: &SampleFormat,
) -> Vec<u8> {
    let above = |bits: u8| u16::MAX.checked_shl(bits.into()).unwrap_or(0);
    let (unstored, uncoded) = (above(format.stored), above(precision));
    let sign = unstored ^ above(format.stored.saturating_sub(1));
    let extend = |pattern: u16| {
        let continued = pattern & unstored;
        let is_sign = continued == 0 || continued == unstored & !uncoded;
        if format.signed && pattern & sign != 0 && is_sign {
            pattern | unstored
        } else {
            // Bits that are no sign stay for the caller to find.
            pattern
        }
    };
    match format.bytes() {
        1 => patterns.map(|pattern| extend(pattern) as u8).collect(),
        _ => patterns
            .flat_map(|pattern| extend(pattern).to_le_bytes())
            .collect(),
    }
}

/// Encodes one frame losslessly: process 14, selection value 1 (T.81 H), colors as they are. The precision is _Bits
/// Stored_, but at least 8.
///
/// # Errors
/// `Encode` for formats that JPEG does not know, and for samples that use bits above _Bits Stored_.
pub fn encode_lossless(samples: &[u8], format: &SampleFormat) -> Result<Vec<u8>, CodecError> {
    let side = |length: u32| u16::try_from(length).ok().filter(|&length| length > 0);
    let (Some(columns), Some(rows)) = (side(format.size.columns), side(format.size.rows)) else {
        return Err(CodecError::Encode);
    };
    let known = matches!(format.allocated, 8 | 16)
        && matches!(format.channels, 1 | 3)
        && (1..=format.allocated).contains(&format.stored);
    if !known || samples.len() as u64 != format.frame_bytes() {
        return Err(CodecError::Encode);
    }
    let precision = format.stored.max(8);
    let patterns = patterns_of(samples, format, precision).ok_or(CodecError::Encode)?;
    let stream = compress_lossless_arbitrary(
        &patterns,
        columns.into(),
        rows.into(),
        format.channels.into(),
        precision,
        1,
        0,
    )
    .map_err(|_| CodecError::Encode)?;
    Ok(without_colors(&stream))
}

/// The lowest `precision` bits of each sample; `None` where that would lose something.
fn patterns_of(samples: &[u8], format: &SampleFormat, precision: u8) -> Option<Vec<u16>> {
    let mask = u16::MAX >> (u16::BITS - u32::from(precision));
    let fits = |word: u16| {
        let is_negative = format.signed && word & (mask ^ mask >> 1) != 0;
        let above = if is_negative { !mask } else { 0 };
        (word & !mask == above).then_some(word & mask)
    };
    let narrow = |&byte: &u8| match format.signed {
        true => i16::from(byte.cast_signed()).cast_unsigned(),
        false => byte.into(),
    };
    let wide = |pair: &[u8]| match pair {
        &[low, high] => u16::from_le_bytes([low, high]),
        _ => 0,
    };
    match format.bytes() {
        1 => samples.iter().map(narrow).map(fits).collect(),
        _ => samples.chunks_exact(2).map(wide).map(fits).collect(),
    }
}

/// The stream without what tells RGB, components numbered from 1: the header of the file tells the colors, and some
/// readers believe the stream more.
fn without_colors(stream: &[u8]) -> Vec<u8> {
    let mut plain = START.to_vec();
    for segment in jpeg_segments(stream) {
        if matches!(segment.marker, 0xe0..=0xef) {
            continue;
        }
        let payload = plain.len() + 4;
        plain.extend_from_slice(stream.get(segment.whole).unwrap_or_default());
        number_components(segment.marker, plain.get_mut(payload..).unwrap_or_default());
        plain.extend_from_slice(stream.get(segment.scan).unwrap_or_default());
    }
    plain.extend_from_slice(&END);
    plain
}

/// Numbers the components of a frame header or scan header from 1.
fn number_components(marker: u8, payload: &mut [u8]) {
    let (count_at, step) = match marker {
        0xc3 => (5, 3),
        0xda => (0, 2),
        _ => return,
    };
    let count = payload.get(count_at).copied().unwrap_or(0);
    let ids = payload.iter_mut().skip(count_at + 1).step_by(step);
    for (number, id) in (1..=count).zip(ids) {
        *id = number;
    }
}

#[cfg(test)]
mod tests;
