//! The marker segments of a JPEG stream (ITU-T T.81 Annex B), and a copy without metadata.

use std::ops::Range;

/// One segment, as ranges of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JpegSegment {
    /// Second byte of the marker.
    pub marker: u8,
    /// Marker, length, payload.
    pub whole: Range<usize>,
    /// Payload.
    pub payload: Range<usize>,
    /// Entropy-coded data behind the payload; empty for all but SOS.
    pub scan: Range<usize>,
}

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
pub const SOS: u8 = 0xda;
pub const APP0: u8 = 0xe0;
pub const APP1: u8 = 0xe1;
const APP14: u8 = 0xee;

/// The segments of `bytes` up to EOI, or to where the stream stops making sense.
pub fn jpeg_segments(bytes: &[u8]) -> impl Iterator<Item = JpegSegment> + '_ {
    let mut at = if bytes.starts_with(&[0xff, SOI]) {
        2
    } else {
        bytes.len()
    };
    std::iter::from_fn(move || {
        // Fill bytes may stand before a marker (T.81 B.1.1.2).
        while bytes.get(at) == Some(&0xff) && bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let (&0xff, &marker) = (bytes.get(at)?, bytes.get(at + 1)?) else {
            return None;
        };
        if marker == EOI {
            return None;
        }
        let length = usize::from(*bytes.get(at + 2)?) << 8 | usize::from(*bytes.get(at + 3)?);
        let end = at + 2 + length;
        if length < 2 || end > bytes.len() {
            return None;
        }
        let scan_end = if marker == SOS {
            end_of_scan(bytes, end)
        } else {
            end
        };
        let segment = JpegSegment {
            marker,
            whole: at..end,
            payload: at + 4..end,
            scan: end..scan_end,
        };
        at = scan_end;
        Some(segment)
    })
}

/// Entropy-coded data end at a marker that is neither a stuffed 0xFF nor a restart.
fn end_of_scan(bytes: &[u8], start: usize) -> usize {
    let is_marker =
        |pair: &[u8]| matches!(pair, [0xff, second] if !matches!(second, 0 | 0xd0..=0xd7 | 0xff));
    let rest = bytes.get(start..).unwrap_or_default();
    rest.windows(2)
        .position(is_marker)
        .map_or(bytes.len(), |offset| start + offset)
}

/// The stream without comments, application segments and trailing bytes. JFIF (APP0) stays without
/// its thumbnail, Adobe (APP14) stays since it tells the colors. `None` unless the stream is whole.
#[must_use]
pub fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean = vec![0xff, SOI];
    let mut scans = 0;
    for segment in jpeg_segments(bytes) {
        let payload = bytes.get(segment.payload.clone())?;
        match segment.marker {
            APP0 if payload.starts_with(b"JFIF\0") && payload.len() >= 14 => {
                clean.extend_from_slice(&[0xff, APP0, 0, 16]);
                clean.extend_from_slice(payload.get(..12)?);
                clean.extend_from_slice(&[0, 0]);
            }
            APP14 if payload.starts_with(b"Adobe") && payload.len() >= 12 => {
                clean.extend_from_slice(&[0xff, APP14, 0, 14]);
                clean.extend_from_slice(payload.get(..12)?);
            }
            // Frame, Huffman, arithmetic, quantization, restart interval, number of lines, scan.
            0xc0..=0xcf | 0xda..=0xdd => {
                clean.extend_from_slice(bytes.get(segment.whole.clone())?);
                clean.extend_from_slice(bytes.get(segment.scan.clone())?);
                scans += usize::from(segment.marker == SOS);
            }
            _ => {}
        }
    }
    clean.extend_from_slice(&[0xff, EOI]);
    (scans > 0).then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_exif_thumbnails_and_trailing_bytes_go_and_the_picture_stays() {
        let mut stream = vec![0xff, SOI];
        stream.extend_from_slice(&[0xff, APP0, 0, 19]);
        stream.extend_from_slice(b"JFIF\0\x01\x02\x00\x00\x48\x00\x48\x01\x01\x01\x02\x03");
        stream.extend_from_slice(&[0xff, 0xe1, 0, 6, b'E', b'x', b'i', b'f']);
        stream.extend_from_slice(&[0xff, 0xfe, 0, 5, b'D', b'O', b'E']);
        stream.extend_from_slice(&[0xff, SOS, 0, 3, 7, 1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, EOI]);
        stream.extend_from_slice(b"KESTREL");
        let clean = without_metadata(&stream).unwrap();
        assert!(
            !clean
                .windows(3)
                .any(|w| w == b"DOE" || w == b"Exi" || w == b"KES")
        );
        assert!(clean.ends_with(&[0xff, SOS, 0, 3, 7, 1, 0xff, 0, 2, 0xff, 0xd0, 3, 0xff, EOI]));
        assert_eq!(clean.len(), (2 + 18 + 14));
    }

    #[test]
    fn a_stream_without_a_scan_is_not_a_picture() {
        assert_eq!(without_metadata(&[0xff, SOI, 0xff, EOI]), None);
        assert_eq!(without_metadata(b"no"), None);
    }
}
