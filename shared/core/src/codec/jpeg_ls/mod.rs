//! JPEG-LS (ITU-T T.87), lossless and near-lossless, one to four components in any interleaving.
//!
//! The decoder is our own, since the crate decodes no color; it is held against that crate in tests. Color transforms of vendors,
//! restart intervals, mapping tables and subsampling are not handled.

use std::borrow::Cow;

use jpegls::{EncodeOptions, encode_with_options};

use self::header::{Header, ScanHeader};
use self::scan::decode_scan;
use super::{CodecError, Decoded, SampleFormat};

mod bits;
mod header;
mod model;
mod samples;
mod scan;
#[cfg(test)]
mod tests;

/// The stored samples of one frame. A stream of at most _Bits Stored_ bits holds two's complement patterns where samples
/// are signed; in one of more bits, so do all of those.
///
/// # Errors
/// `Unsupported` for streams and formats that are not handled, `Mismatch` where size, depth or number of components are
/// not the format's, `Broken` for everything else. Nothing is decoded or allocated before the header fits.
pub fn decode(bytes: &[u8], format: &SampleFormat) -> Result<Decoded, CodecError> {
    let header = Header::parse(bytes)?;
    if !matches!(format.allocated, 8 | 16) {
        return Err(CodecError::Unsupported);
    }
    let fits = header.size == format.size
        && header.channels == usize::from(format.channels)
        && header.precision <= format.allocated;
    if !fits {
        return Err(CodecError::Mismatch);
    }
    let mut missing: Vec<usize> = (0..header.channels).collect();
    for component in header.scans.iter().flat_map(|scan| &scan.components) {
        let place = missing.iter().position(|left| left == component);
        missing.swap_remove(place.ok_or(CodecError::Broken)?);
    }
    if !missing.is_empty() || !could_fill(&header) {
        return Err(CodecError::Broken);
    }
    let bytes = usize::try_from(format.frame_bytes()).map_err(|_| CodecError::Unsupported)?;
    let mut samples = vec![0; bytes];
    for scan in &header.scans {
        decode_components(scan, format, &mut samples).ok_or(CodecError::Broken)?;
    }
    if format.signed {
        samples::extend_signs(&mut samples, header.precision, format);
    }
    Ok(Decoded {
        samples,
        is_rgb: false,
    })
}

/// Whether each scan has at least a bit for each row: a row costs no less, however long its runs.
fn could_fill(header: &Header<'_>) -> bool {
    let rows = |scan: &ScanHeader<'_>| scan.entropy.len() as u64 * 8 >= u64::from(header.size.rows);
    header.size.pixels() > 0 && header.scans.iter().all(rows)
}

/// Writes the components of one scan to their places among `samples`.
fn decode_components(
    scan: &ScanHeader<'_>,
    format: &SampleFormat,
    samples: &mut [u8],
) -> Option<()> {
    let width = usize::try_from(format.size.columns).ok()?;
    let height = usize::try_from(format.size.rows).ok()?;
    let channels = usize::from(format.channels);
    let row_bytes = width * channels * format.bytes();
    let shape = (scan.interleave, scan.components.len());
    decode_scan(
        scan.entropy,
        scan.parameters,
        shape,
        (width, height),
        |component, row, values| {
            let row = samples.get_mut(row * row_bytes..)?.get_mut(..row_bytes)?;
            let pixels = row.chunks_exact_mut(format.bytes());
            let places = pixels
                .skip(*scan.components.get(component)?)
                .step_by(channels);
            for (place, value) in places.zip(values) {
                match (place, value.to_le_bytes()) {
                    ([low], [value, ..]) => *low = value,
                    ([low, high], [first, second, ..]) => (*low, *high) = (first, second),
                    _ => return None,
                }
            }
            Some(())
        },
    )
}

/// One frame of samples, laid out as [`Decoded::samples`], without loss, at the precision of _Bits Stored_.
///
/// # Errors
/// `Unsupported` unless there is one component of 2 to 16 bits, `Mismatch` where `samples` are not one frame, `Encode`
/// where one of them needs more bits than are stored.
pub fn encode(samples: &[u8], format: &SampleFormat) -> Result<Vec<u8>, CodecError> {
    if format.channels != 1
        || !matches!(format.allocated, 8 | 16)
        || !(2..=16).contains(&format.stored)
    {
        return Err(CodecError::Unsupported);
    }
    if u64::try_from(samples.len()) != Ok(format.frame_bytes()) {
        return Err(CodecError::Mismatch);
    }
    let patterns = samples::patterns(samples, format).ok_or(CodecError::Encode)?;
    let mut options = EncodeOptions::default();
    options.precision = Some(format.stored);
    let mut encoded = Vec::new();
    encode_with_options(
        &patterns,
        format.size.columns,
        format.size.rows,
        &options,
        &mut encoded,
    )
    .map_err(|_| CodecError::Encode)?;
    Ok(encoded)
}

/// The stream without comments and application segments, and without what stands behind its end. A color transform stays,
/// since decoding needs it. `None` unless the stream is whole and holds nothing else that is unknown.
#[must_use]
pub fn without_metadata(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    let mut clean = bytes.get(..2)?.to_vec();
    for segment in header::segments(bytes)? {
        match (segment.marker, segment.payload) {
            (header::SOF55 | header::LSE | header::SOS | header::DRI, _)
            | (header::APP8, [b'm', b'r', b'f', b'x', _]) => {
                clean.extend_from_slice(segment.whole);
                clean.extend_from_slice(segment.entropy);
            }
            (0xe0..=0xef | 0xfe, _) => {}
            _ => return None,
        }
    }
    let end = [0xff, header::EOI];
    clean.extend_from_slice(&end);
    let is_clean =
        without_fill(bytes, end).is_some_and(|own| Some(own) == without_fill(&clean, end));
    Some(if is_clean { bytes.into() } else { clean.into() })
}

/// A stream up to `end`, without the fill bytes before it (T.81 B.1.1.2) and the zeros behind.
fn without_fill(mut stream: &[u8], end: [u8; 2]) -> Option<&[u8]> {
    while let Some((0, rest)) = stream.split_last() {
        stream = rest;
    }
    let mut own = stream.strip_suffix(&end)?;
    while let Some((0xff, rest)) = own.split_last() {
        own = rest;
    }
    Some(own)
}
