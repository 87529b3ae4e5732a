//! The marker segments of a JPEG-LS stream (T.87 Annex C), and what they say of its scans.

use deid_model::FrameSize;

use super::model::{Parameters, Preset};
use super::scan::Interleave;
use crate::codec::CodecError;

const SOI: u8 = 0xd8;
pub(super) const EOI: u8 = 0xd9;
pub(super) const SOS: u8 = 0xda;
pub(super) const DRI: u8 = 0xdd;
pub(super) const APP8: u8 = 0xe8;
pub(super) const SOF55: u8 = 0xf7;
pub(super) const LSE: u8 = 0xf8;

/// One marker segment.
pub(super) struct Segment<'a> {
    /// Second byte of the marker.
    pub marker: u8,
    /// Marker, length, payload.
    pub whole: &'a [u8],
    pub payload: &'a [u8],
    /// Entropy-coded data behind the payload; empty for all but SOS.
    pub entropy: &'a [u8],
}

/// The segments between SOI and EOI; `None` unless both are there.
pub(super) fn segments(bytes: &[u8]) -> Option<Vec<Segment<'_>>> {
    let mut rest = bytes.strip_prefix(&[0xff, SOI])?;
    let mut segments = Vec::new();
    loop {
        // Fill bytes may stand before a marker (T.81 B.1.1.2).
        while let Some(behind @ [0xff, ..]) = rest.strip_prefix(&[0xff]) {
            rest = behind;
        }
        let (&[0xff, marker], behind) = rest.split_first_chunk()? else {
            return None;
        };
        if marker == EOI {
            return Some(segments);
        }
        let length = usize::from(u16::from_be_bytes(*behind.first_chunk()?));
        let (whole, behind) = rest.split_at_checked(2 + length)?;
        let payload = whole.get(4..)?;
        let is_marker = |pair: &[u8]| matches!(pair, [0xff, second] if *second >= 0x80);
        let entropy = match marker {
            SOS => behind.windows(2).position(is_marker)?,
            _ => 0,
        };
        let (entropy, behind) = behind.split_at_checked(entropy)?;
        segments.push(Segment {
            marker,
            whole,
            payload,
            entropy,
        });
        rest = behind;
    }
}

/// What the segments say of an image.
pub(super) struct Header<'a> {
    pub size: FrameSize,
    /// Bits of a sample, 2 to 16.
    pub precision: u8,
    pub channels: usize,
    pub scans: Vec<ScanHeader<'a>>,
}

/// One scan. Which components it holds, as numbers from 0.
pub(super) struct ScanHeader<'a> {
    pub components: Vec<usize>,
    pub interleave: Interleave,
    pub parameters: Parameters,
    pub entropy: &'a [u8],
}

/// The frame header: precision, size, and the identifiers of its components.
struct FrameHeader {
    precision: u8,
    size: FrameSize,
    components: Vec<u8>,
}

impl<'a> Header<'a> {
    /// # Errors
    /// `Broken` for segments that make no sense, `Unsupported` for restart intervals, mapping tables, color transforms and
    /// subsampled components.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, CodecError> {
        let mut frame = None;
        let mut preset = Preset::default();
        let mut scans = Vec::new();
        for segment in segments(bytes).ok_or(CodecError::Broken)? {
            match (segment.marker, &frame) {
                (SOF55, None) => frame = Some(frame_header(segment.payload)?),
                (LSE, _) => preset = coding_parameters(segment.payload)?,
                (SOS, Some(frame)) => scans.push(scan_header(&segment, frame, preset)?),
                (APP8, _) if matches!(segment.payload, [b'm', b'r', b'f', b'x', transform, ..] if *transform != 0) =>
                {
                    return Err(CodecError::Unsupported);
                }
                // Comments and other application segments.
                (0xe0..=0xef | 0xfe, _) => {}
                (DRI, _) => return Err(CodecError::Unsupported),
                _ => return Err(CodecError::Broken),
            }
        }
        let frame = frame.ok_or(CodecError::Broken)?;
        Ok(Self {
            size: frame.size,
            precision: frame.precision,
            channels: frame.components.len(),
            scans,
        })
    }
}

/// SOF55 (T.81 B.2.2).
fn frame_header(payload: &[u8]) -> Result<FrameHeader, CodecError> {
    let Some((&[precision, y1, y0, x1, x0, count], specifications)) = payload.split_first_chunk()
    else {
        return Err(CodecError::Broken);
    };
    let (specifications, rest) = specifications.as_chunks::<3>();
    if specifications.len() != usize::from(count) || !rest.is_empty() {
        return Err(CodecError::Broken);
    }
    if specifications
        .iter()
        .any(|[_, sampling, _]| *sampling != 0x11)
    {
        return Err(CodecError::Unsupported);
    }
    let side = |high, low| u32::from(u16::from_be_bytes([high, low]));
    Ok(FrameHeader {
        precision,
        size: FrameSize::new(side(x1, x0), side(y1, y0)),
        components: specifications.iter().map(|[id, ..]| *id).collect(),
    })
}

/// LSE of type 1. Others hold mapping tables and sizes beyond 16 bits.
fn coding_parameters(payload: &[u8]) -> Result<Preset, CodecError> {
    match payload.split_first() {
        Some((1, numbers)) if numbers.len() == 10 => {
            let (pairs, _) = numbers.as_chunks::<2>();
            let mut numbers = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
            let mut next = || numbers.next().unwrap_or(0);
            Ok(Preset {
                most: next(),
                thresholds: [next(), next(), next()],
                reset: next(),
            })
        }
        Some((2.., _)) => Err(CodecError::Unsupported),
        _ => Err(CodecError::Broken),
    }
}

/// SOS (T.87 C.2.3).
fn scan_header<'a>(
    segment: &Segment<'a>,
    frame: &FrameHeader,
    preset: Preset,
) -> Result<ScanHeader<'a>, CodecError> {
    let broken = || CodecError::Broken;
    let (&count, rest) = segment.payload.split_first().ok_or_else(broken)?;
    let (selectors, rest) = rest
        .split_at_checked(2 * usize::from(count))
        .ok_or_else(broken)?;
    let (&[near, interleave, _], []) = rest.split_first_chunk().ok_or_else(broken)? else {
        return Err(CodecError::Broken);
    };
    let mut components = Vec::new();
    for selector in selectors.as_chunks::<2>().0 {
        let [id, mapping] = *selector;
        if mapping != 0 {
            return Err(CodecError::Unsupported);
        }
        let place = frame.components.iter().position(|known| *known == id);
        components.push(place.ok_or_else(broken)?);
    }
    let interleave = match (interleave, count) {
        (0 | 1, 1) | (1, 2..) => Interleave::Rows,
        (2, 1..) => Interleave::Samples,
        _ => return Err(CodecError::Broken),
    };
    Ok(ScanHeader {
        components,
        interleave,
        parameters: Parameters::new(frame.precision, near, preset).ok_or_else(broken)?,
        entropy: segment.entropy,
    })
}
