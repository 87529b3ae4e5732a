//! The marker segments of a codestream (ITU-T T.800 Annex A), and a copy without what is not picture.

use std::borrow::Cow;

use super::super::{CodecError, SampleFormat};
use super::MOST_BITS;

const SOC: [u8; 2] = [0xff, 0x4f];
const SIZ: u8 = 0x51;
const COD: u8 = 0x52;
const COC: u8 = 0x53;
const TLM: u8 = 0x55;
const COM: u8 = 0x64;
const SOT: u8 = 0x90;
const SOD: u8 = 0x93;
const EOC: [u8; 2] = [0xff, 0xd9];
/// A JP2 file begins with this box (T.800 I.5.1).
const SIGNATURE: &[u8] = &[0, 0, 0, 12, b'j', b'P', b' ', b' '];

/// What the header of a codestream tells of its samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Siz {
    pub columns: u32,
    pub rows: u32,
    pub components: u16,
    /// Bits of a sample, of all components.
    pub depth: u8,
    /// Whether samples have a sign.
    pub signed: bool,
    /// Whether all components are of one kind, and none is subsampled.
    pub alike: bool,
    /// Number of tiles.
    pub tiles: u64,
    /// Whether the first three components went through a color transform.
    pub transforms_colors: bool,
}

impl Siz {
    /// Reads SIZ, which stands first (A.5.1), and the color transform of COD (A.6.1).
    pub fn read(codestream: &[u8]) -> Option<Self> {
        let mut segments = Segments::of(codestream)?;
        let (marker, siz) = segments.next()?;
        if marker != SIZ {
            return None;
        }
        let number = |at: usize| {
            let word = siz.get(at..at + 4)?.first_chunk()?;
            Some(u32::from_be_bytes(*word))
        };
        let side = |end: usize, offset: usize| number(end)?.checked_sub(number(offset)?);
        let tiles = |end: usize, size: usize, offset: usize| {
            let size = number(size).filter(|&size| size > 0)?;
            Some(u64::from(side(end, offset)?.div_ceil(size)))
        };
        let components = u16::from_be_bytes(*siz.get(34..36)?.first_chunk()?);
        let kinds = siz
            .get(36..36 + 3 * usize::from(components))?
            .as_chunks::<3>()
            .0;
        let &[first, ..] = kinds.first()?;
        let cod = segments.find(|&(marker, _)| marker == COD);
        let transforms = cod
            .and_then(|(_, cod)| cod.get(4))
            .is_some_and(|&mct| mct != 0);
        Some(Self {
            columns: side(2, 10)?,
            rows: side(6, 14)?,
            components,
            depth: (first & 0x7f) + 1,
            signed: first & 0x80 != 0,
            alike: kinds.iter().all(|kind| *kind == [first, 1, 1]),
            tiles: tiles(2, 18, 26)? * tiles(6, 22, 30)?,
            transforms_colors: transforms && components >= 3,
        })
    }

    /// Whether the header tells of such samples.
    pub fn check(&self, format: &SampleFormat) -> Result<(), CodecError> {
        if !self.alike || self.depth > MOST_BITS {
            return Err(CodecError::Unsupported);
        }
        let same = self.columns == format.size.columns
            && self.rows == format.size.rows
            && self.components == u16::from(format.channels)
            && self.depth <= format.allocated.max(1);
        if same {
            Ok(())
        } else {
            Err(CodecError::Mismatch)
        }
    }
}

/// The segments of a main header up to the first tile-part, as marker and payload.
struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Segments<'a> {
    fn of(codestream: &'a [u8]) -> Option<Self> {
        codestream.starts_with(&SOC).then_some(Self {
            bytes: codestream,
            at: 2,
        })
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (marker, end) = segment(self.bytes, self.at)?;
        if marker == SOT {
            return None;
        }
        let payload = self.bytes.get(self.at + 4..end)?;
        self.at = end;
        Some((marker, payload))
    }
}

/// The second byte of the marker at `at`, and the end of its segment.
fn segment(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let &[0xff, marker, high, low] = bytes.get(at..)?.first_chunk()? else {
        return None;
    };
    let length = usize::from(u16::from_be_bytes([high, low]));
    let end = at + 2 + length;
    (length >= 2 && end <= bytes.len()).then_some((marker, end))
}

/// The codestream inside a JP2 file, or all of a raw one.
pub(super) fn naked(bytes: &[u8]) -> Option<&[u8]> {
    if !bytes.starts_with(SIGNATURE) {
        return bytes.starts_with(&SOC).then_some(bytes);
    }
    let mut at = 0;
    loop {
        let &[a, b, c, d, kind @ ..] = bytes.get(at..)?.first_chunk::<8>()?;
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        let (start, end) = match length {
            0 => (at + 8, bytes.len()),
            1 => {
                let long = bytes.get(at + 8..)?.first_chunk()?;
                let long = usize::try_from(u64::from_be_bytes(*long)).ok()?;
                (at + 16, at.checked_add(long)?)
            }
            _ => (at + 8, at.checked_add(length)?),
        };
        if end <= at || end < start {
            return None;
        }
        if kind == *b"jp2c" {
            return bytes.get(start..end);
        }
        at = end;
    }
}

/// The raw codestream (PS3.5 A.4.4) without comments, and without boxes and bytes around it. `None` unless it is whole; a
/// missing end marker is let pass.
#[must_use]
pub fn without_metadata(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    let codestream = naked(bytes)?;
    let header = end_of_header(codestream, 2, SOT)?;
    let parts = tile_parts(codestream, header)?;
    let end = parts.last().map_or(header, |part| part.end);
    let has_eoc = codestream.get(end..end + 2) == Some(EOC.as_slice());
    let end = if has_eoc { end + 2 } else { end };
    let commented = |start: usize, end: usize| {
        segments_between(codestream, start, end).any(|segment| says_more(codestream, segment))
    };
    let in_parts = parts.iter().any(|part| commented(part.header, part.data));
    if !commented(2, header) && !in_parts {
        return Some(Cow::Borrowed(codestream.get(..end)?));
    }
    let mut clean = SOC.to_vec();
    for (marker, start, end) in segments_between(codestream, 2, header) {
        // Lengths of tile-parts that change stand in TLM, which readers can do without (A.7.1).
        let is_stale = in_parts && marker == TLM;
        if !is_stale && !says_more(codestream, (marker, start, end)) {
            clean.extend_from_slice(codestream.get(start..end)?);
        }
    }
    for part in parts {
        append_part(&mut clean, codestream, &part)?;
    }
    if has_eoc {
        clean.extend_from_slice(&EOC);
    }
    Some(Cow::Owned(clean))
}

/// A tile-part: where its SOT segment, its further header, its data begin, and where it ends.
struct TilePart {
    start: usize,
    header: usize,
    data: usize,
    end: usize,
}

/// SOT is 12 bytes long (A.4.2).
const SOT_SEGMENT: usize = 12;

fn tile_parts(codestream: &[u8], first: usize) -> Option<Vec<TilePart>> {
    let mut parts = Vec::new();
    let mut start = first;
    while codestream.get(start..start + 2) == Some([0xff, SOT].as_slice()) {
        let length = u32::from_be_bytes(*codestream.get(start + 6..)?.first_chunk()?) as usize;
        let header = start + SOT_SEGMENT;
        let data = end_of_header(codestream, header, SOD)?;
        let end = match length {
            // Up to the end marker, which cannot occur within data.
            0 => {
                let rest = codestream.get(data..)?;
                let found = rest.windows(2).position(|pair| pair == EOC);
                found.map_or(codestream.len(), |offset| data + offset)
            }
            length => start.checked_add(length)?,
        };
        if end < data || end > codestream.len() {
            return None;
        }
        parts.push(TilePart {
            start,
            header,
            data,
            end,
        });
        start = end;
    }
    Some(parts)
}

/// The payload of a segment that tells how a tile or a component is coded.
#[derive(Clone, Copy, Debug)]
pub(super) enum CodingSegment<'a> {
    /// COD (A.6.1).
    Default(&'a [u8]),
    /// COC (A.6.2).
    OfComponent(&'a [u8]),
}

/// The coding segments of the main header and of the headers of tile-parts, as far as those can be followed.
pub(super) fn coding_segments(codestream: &[u8]) -> impl Iterator<Item = CodingSegment<'_>> {
    let mut at = SOC.len();
    let mut next_part = 0;
    std::iter::from_fn(move || {
        loop {
            if codestream.get(at..at + 2)? == [0xff, SOD] {
                // Data: on to the next tile-part, which lies ahead unless its length is a lie.
                at = Some(next_part).filter(|&next| next > at)?;
            }
            let (marker, end) = segment(codestream, at)?;
            let payload = codestream.get(at + 4..end)?;
            if marker == SOT {
                let length = u32::from_be_bytes(*payload.get(2..)?.first_chunk()?);
                next_part = at.checked_add(length as usize)?;
            }
            at = end;
            match marker {
                COD => return Some(CodingSegment::Default(payload)),
                COC => return Some(CodingSegment::OfComponent(payload)),
                _ => {}
            }
        }
    })
}

/// Copies a tile-part without its comments, and tells its new length.
fn append_part(clean: &mut Vec<u8>, codestream: &[u8], part: &TilePart) -> Option<()> {
    let begin = clean.len();
    clean.extend_from_slice(codestream.get(part.start..part.header)?);
    for (marker, start, end) in segments_between(codestream, part.header, part.data) {
        if !says_more(codestream, (marker, start, end)) {
            clean.extend_from_slice(codestream.get(start..end)?);
        }
    }
    clean.extend_from_slice(codestream.get(part.data..part.end)?);
    let length = u32::try_from(clean.len() - begin).ok()?.to_be_bytes();
    clean
        .get_mut(begin + 6..begin + 10)?
        .copy_from_slice(&length);
    Some(())
}

/// What encoders sign with; a version follows.
const SIGNATURES: [&[u8]; 4] = [
    b"Created by OpenJPEG version ",
    b"Created by GDCM/OpenJPEG version ",
    b"OpenJPH Ver ",
    b"Kakadu-",
];

/// Segments of a header that tell how the picture is coded, where its parts lie and how components are aligned (T.800
/// Table A.2, T.814 A.2): CAP, SIZ, COD, COC, TLM, PRF, PLM, PLT, CPF, QCD, QCC, RGN, POC, PPM, PPT, CRG.
const CODING: [u8; 16] = [
    0x50, SIZ, COD, COC, TLM, 0x56, 0x57, 0x58, 0x59, 0x5c, 0x5d, 0x5e, 0x5f, 0x60, 0x61, 0x63,
];

/// Whether a segment says more than the picture and which encoder was used: any other comment (A.9.2), and what no decoder
/// knows.
fn says_more(codestream: &[u8], (marker, start, end): (u8, usize, usize)) -> bool {
    let text = codestream.get(start + 6..end).unwrap_or_default();
    let mut names = SIGNATURES.iter();
    let mut signs = || names.any(|name| text.strip_prefix(*name).is_some_and(is_version));
    if marker == COM {
        !signs()
    } else {
        !CODING.contains(&marker)
    }
}

/// Whether `text` is a version such as `2.5.2`: two or three numbers of at most two digits, too few to name anybody.
fn is_version(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"v").unwrap_or(text);
    let text = text.strip_suffix(b"\0").unwrap_or(text);
    let text = text.strip_suffix(b".").unwrap_or(text);
    let mut parts = text.split(|&byte| byte == b'.');
    let is_number =
        |part: &[u8]| (1..=2).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    parts.all(is_number) && (2..=3).contains(&text.split(|&byte| byte == b'.').count())
}

/// Where the segments from `at` on end: at the marker `stop`.
fn end_of_header(bytes: &[u8], mut at: usize, stop: u8) -> Option<usize> {
    while bytes.get(at..at + 2)? != [0xff, stop] {
        at = segment(bytes, at)?.1;
    }
    Some(at)
}

/// Marker, start and end of each segment from `at` to `stop`.
fn segments_between(
    bytes: &[u8],
    mut at: usize,
    stop: usize,
) -> impl Iterator<Item = (u8, usize, usize)> + '_ {
    std::iter::from_fn(move || {
        if at >= stop {
            return None;
        }
        let (marker, end) = segment(bytes, at)?;
        let start = std::mem::replace(&mut at, end);
        Some((marker, start, end))
    })
}
