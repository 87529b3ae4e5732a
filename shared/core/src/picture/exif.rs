//! The one thing that is read of EXIF, and the one thing that is written: how the picture is turned.
//!
//! EXIF is a TIFF file inside a segment or chunk (CIPA DC-008 4.6). Nothing of it is copied: an output gets a directory
//! of one entry, made anew, or none.

use deid_model::Orientation;

use crate::codec::jpeg_segments::{APP0, APP1, SOS, jpeg_segments};

/// What an EXIF segment of a JPEG stream begins with.
const EXIF: &[u8] = b"Exif\0\0";
/// Tag of _Orientation_.
const ORIENTATION: u16 = 0x0112;
/// TIFF type of 16-bit numbers.
const SHORT: u16 = 3;
/// Bytes of an entry of a TIFF directory.
const ENTRY: usize = 12;

/// The orientation that a TIFF block tells in its first directory; as stored where it tells none, or in another form
/// than the standard's.
#[must_use]
pub fn orientation_of_tiff(block: &[u8]) -> Orientation {
    number_in_tiff(block).map_or(Orientation::AsStored, Orientation::from_exif)
}

/// The orientation that the first EXIF segment of a JPEG stream tells.
#[must_use]
pub fn orientation_of_jpeg(stream: &[u8]) -> Orientation {
    let mut before_scan = jpeg_segments(stream).take_while(|segment| segment.marker != SOS);
    let block = before_scan.find_map(|segment| {
        let payload = stream.get(segment.payload)?;
        let block = payload.strip_prefix(EXIF)?;
        (segment.marker == APP1).then_some(block)
    });
    block.map_or(Orientation::AsStored, orientation_of_tiff)
}

/// A TIFF block that tells `orientation` and nothing else; `None` where there is nothing to tell.
#[must_use]
pub fn tiff_block(orientation: Orientation) -> Option<[u8; 26]> {
    if orientation == Orientation::AsStored {
        return None;
    }
    let mut block = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    if let Some(value) = block.get_mut(19) {
        *value = orientation.exif();
    }
    Some(block)
}

/// `stream`, a JPEG stream without application segments but JFIF and Adobe, with a segment that tells `orientation`.
#[must_use]
pub fn with_orientation(mut stream: Vec<u8>, orientation: Orientation) -> Vec<u8> {
    let Some(block) = tiff_block(orientation) else {
        return stream;
    };
    let length = (2 + EXIF.len() + block.len()) as u8;
    let segment = [&[0xff, APP1, 0, length], EXIF, &block].concat();
    // Behind JFIF, which has to come first, or right behind SOI.
    let first = jpeg_segments(&stream).next();
    let at = first
        .filter(|first| first.marker == APP0)
        .map_or(2, |first| first.whole.end);
    stream.splice(at..at, segment);
    stream
}

fn number_in_tiff(block: &[u8]) -> Option<u16> {
    let is_little = match block.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = block.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let (high, low) = if is_little { (6, 4) } else { (4, 6) };
    let directory = usize::from(short(high)?) << 16 | usize::from(short(low)?);
    let entries = (0..usize::from(short(directory)?)).map(|at| directory + 2 + at * ENTRY);
    let mut tagged = entries.filter(|&entry| short(entry) == Some(ORIENTATION));
    let entry = tagged.next()?;
    let count = (short(entry + 4)?, short(entry + 6)?);
    let is_one = count == if is_little { (1, 0) } else { (0, 1) };
    (short(entry + 2)? == SHORT && is_one).then(|| short(entry + 8))?
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A TIFF block of two entries in either byte order: an artist, and an orientation of this type and value.
    fn block(is_little: bool, kind: u16, value: u16) -> Vec<u8> {
        let short = |number: u16| {
            if is_little {
                number.to_le_bytes()
            } else {
                number.to_be_bytes()
            }
        };
        let long = |number: u32| {
            if is_little {
                number.to_le_bytes()
            } else {
                number.to_be_bytes()
            }
        };
        let start: &[u8] = if is_little { b"II*\0" } else { b"MM\0*" };
        let mut block = [start, &long(8), &short(2)].concat();
        block.extend([&short(0x013b)[..], &short(2), &long(8), &long(38)].concat());
        block.extend(
            [
                &short(ORIENTATION)[..],
                &short(kind),
                &long(1),
                &short(value),
                &[0, 0],
            ]
            .concat(),
        );
        block.extend([&long(0)[..], b"KESTREL\0"].concat());
        block
    }

    #[test]
    fn an_orientation_is_read_in_both_byte_orders() {
        for is_little in [true, false] {
            for (number, orientation) in (1..).zip(Orientation::ALL) {
                let block = block(is_little, SHORT, number);
                assert_eq!(
                    orientation_of_tiff(&block),
                    orientation,
                    "{is_little} {number}"
                );
            }
        }
    }

    #[test]
    fn what_is_odd_leaves_the_picture_as_it_is_stored() {
        let odd = [
            block(true, 4, 6),
            block(false, 1, 6),
            block(true, SHORT, 0),
            block(true, SHORT, 9),
        ];
        for block in odd {
            assert_eq!(orientation_of_tiff(&block), Orientation::AsStored);
        }
        assert_eq!(orientation_of_tiff(b""), Orientation::AsStored);
        assert_eq!(
            orientation_of_tiff(b"II*\0\xff\xff\xff\xff"),
            Orientation::AsStored
        );
        // A directory that claims 65,535 entries, none of them the one looked for.
        let mut many = block(true, SHORT, 6);
        many[8..10].copy_from_slice(&[0xff, 0xff]);
        many[22..24].copy_from_slice(&[0, 0]);
        assert_eq!(orientation_of_tiff(&many), Orientation::AsStored);
    }

    #[test]
    fn a_block_cut_anywhere_is_no_harm() {
        let whole = block(true, SHORT, 6);
        for end in 0..whole.len() {
            let is_told = orientation_of_tiff(&whole[..end]) == Orientation::Clockwise;
            assert_eq!(is_told, end >= 32);
        }
    }

    #[test]
    fn what_is_written_is_read_again_and_says_nothing_else() {
        for orientation in Orientation::ALL {
            let written = tiff_block(orientation);
            assert_eq!(written.is_none(), orientation == Orientation::AsStored);
            let read = written.map_or(Orientation::AsStored, |block| orientation_of_tiff(&block));
            assert_eq!(read, orientation);
        }
    }

    #[test]
    fn the_segment_stands_behind_jfif() {
        let plain = b"\xff\xd8\xff\xe0\0\x04JF\xff\xdb\0\x02".to_vec();
        let turned = with_orientation(plain.clone(), Orientation::Clockwise);
        assert_eq!(orientation_of_jpeg(&turned), Orientation::Clockwise);
        assert!(turned.starts_with(b"\xff\xd8\xff\xe0\0\x04JF\xff\xe1\0\x22Exif\0\0MM"));
        assert_eq!(turned.len(), plain.len() + 36);
        let turned = with_orientation(b"\xff\xd8\xff\xdb\0\x02".to_vec(), Orientation::Transposed);
        assert_eq!(orientation_of_jpeg(&turned), Orientation::Transposed);
        assert_eq!(
            with_orientation(plain.clone(), Orientation::AsStored),
            plain
        );
    }
}
