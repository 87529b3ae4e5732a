//! RLE (PS3.5 Annex G): a header of 64 bytes, then one `PackBits` segment for each byte of a pixel.
//!
//! Segments are ordered by channel, and the bytes of a sample from the most significant. With one bit allocated the only
//! segment holds packed bits, first pixel in the lowest bit, and the frame begins at a byte.

use super::pack_bits::{MOST_GROWTH, pack, unpack};
use super::{CodecError, Decoded, SampleFormat, bits};

/// Bytes of the header: the number of segments, then fifteen offsets, all 32 bits little endian (G.5).
const HEADER: usize = 64;
const MOST_SEGMENTS: usize = 15;

/// The stored samples of one frame, their bits as they stand in the file.
///
/// # Errors
/// `Unsupported` for a format that RLE cannot hold, `Mismatch` where the header tells another number of segments,
/// `Broken` where offsets do not rise within the frame or a segment ends before its last pixel.
pub fn decode(bytes: &[u8], format: &SampleFormat) -> Result<Decoded, CodecError> {
    let shape = Shape::of(format)?;
    let segments = segments(bytes, shape.segments)?;
    if shape.plane > bytes.len().saturating_mul(MOST_GROWTH) {
        return Err(CodecError::Broken);
    }
    let mut plane = vec![0; shape.plane];
    let mut samples = match shape.segments {
        1 => Vec::new(),
        planes => vec![0; shape.plane * planes],
    };
    for (index, segment) in segments.iter().enumerate() {
        unpack(segment, &mut plane).ok_or(CodecError::Broken)?;
        if shape.segments > 1 {
            let places = samples.iter_mut().skip(shape.place(index));
            for (place, &byte) in places.step_by(shape.segments).zip(&plane) {
                *place = byte;
            }
        }
    }
    let samples = match (format.allocated, shape.segments) {
        (1, _) => bits::unpacked(&plane, shape.pixels),
        (_, 1) => plane,
        _ => samples,
    };
    Ok(Decoded {
        samples,
        is_rgb: false,
    })
}

/// Whether non-zero bytes of the frame belong to no pixel: unused offsets of the header, what stands behind the last
/// pixel of a segment, bits that fill up the last byte. Decoders ignore them. True as well for what cannot be decoded.
#[must_use]
pub fn hides_bytes(bytes: &[u8], format: &SampleFormat) -> bool {
    let Ok(shape) = Shape::of(format) else {
        return true;
    };
    let Ok(segments) = segments(bytes, shape.segments) else {
        return true;
    };
    if shape.plane > bytes.len().saturating_mul(MOST_GROWTH) {
        return true;
    }
    let mut plane = vec![0; shape.plane];
    let is_set = |rest: Option<&[u8]>| rest.is_none_or(|rest| rest.iter().any(|&byte| byte != 0));
    is_set(bytes.get(4 + 4 * shape.segments..HEADER))
        || segments
            .iter()
            .any(|segment| is_set(unpack(segment, &mut plane)))
        || (format.allocated == 1 && bits::remain_behind(&plane, shape.pixels))
}

/// One frame of samples, laid out as [`Decoded::samples`]. Runs end where rows end (G.3.1).
///
/// # Errors
/// `Unsupported` for a format that RLE cannot hold, `Mismatch` where `samples` are not one frame.
pub fn encode(samples: &[u8], format: &SampleFormat) -> Result<Vec<u8>, CodecError> {
    let shape = Shape::of(format)?;
    if u64::try_from(samples.len()) != Ok(format.frame_bytes()) {
        return Err(CodecError::Mismatch);
    }
    let mut encoded = vec![0; HEADER];
    let mut offsets = Vec::with_capacity(shape.segments);
    for index in 0..shape.segments {
        offsets.push(encoded.len());
        let bytes = samples.iter().skip(shape.place(index));
        let plane = match format.allocated {
            1 => bits::packed(samples),
            _ => bytes.step_by(shape.segments).copied().collect(),
        };
        for row in plane.chunks(shape.row) {
            pack(row, &mut encoded);
        }
        if encoded.len() % 2 == 1 {
            encoded.push(0);
        }
    }
    for (word, number) in encoded
        .chunks_exact_mut(4)
        .zip([shape.segments].iter().chain(&offsets))
    {
        let number = u32::try_from(*number).map_err(|_| CodecError::Encode)?;
        word.copy_from_slice(&number.to_le_bytes());
    }
    Ok(encoded)
}

/// How the bytes of a frame are spread over segments.
struct Shape {
    pixels: usize,
    /// Segments of a frame: bytes of a pixel.
    segments: usize,
    /// Bytes that a segment decodes to.
    plane: usize,
    /// Bytes that the encoder codes on their own. Rows of bits that do not begin at a byte cannot be told apart.
    row: usize,
    sample_bytes: usize,
}

impl Shape {
    fn of(format: &SampleFormat) -> Result<Self, CodecError> {
        let too_large = |_| CodecError::Unsupported;
        usize::try_from(format.frame_bytes()).map_err(too_large)?;
        let pixels = usize::try_from(format.size.pixels()).map_err(too_large)?;
        let columns = usize::try_from(format.size.columns).map_err(too_large)?;
        let sample_bytes = format.bytes();
        let segments = usize::from(format.channels) * sample_bytes;
        let is_known = match format.allocated {
            1 => format.channels == 1,
            allocated => allocated % 8 == 0 && (1..=4).contains(&format.channels),
        };
        if pixels == 0 || !is_known || !(1..=MOST_SEGMENTS).contains(&segments) {
            return Err(CodecError::Unsupported);
        }
        let (plane, row) = match (format.allocated, columns % 8) {
            (1, 0) => (pixels / 8, columns / 8),
            (1, _) => (pixels.div_ceil(8), pixels.div_ceil(8)),
            _ => (pixels, columns),
        };
        Ok(Self {
            pixels,
            segments,
            plane,
            row,
            sample_bytes,
        })
    }

    /// Where in a pixel the byte of segment `index` stands: samples are little endian, segments are not.
    const fn place(&self, index: usize) -> usize {
        let (channel, byte) = (index / self.sample_bytes, index % self.sample_bytes);
        (channel + 1) * self.sample_bytes - 1 - byte
    }
}

/// The segments, each up to the next one or to the end.
fn segments(bytes: &[u8], count: usize) -> Result<Vec<&[u8]>, CodecError> {
    let header = bytes.get(..HEADER).ok_or(CodecError::Broken)?;
    let (words, _) = header.as_chunks::<4>();
    let mut numbers = words.iter().map(|word| u32::from_le_bytes(*word) as usize);
    if numbers.next() != Some(count) {
        return Err(CodecError::Mismatch);
    }
    let mut bounds: Vec<usize> = numbers.take(count).collect();
    if bounds.first() != Some(&HEADER) {
        return Err(CodecError::Broken);
    }
    bounds.push(bytes.len());
    let segment = |pair: &[usize]| match *pair {
        [start, end] if start < end => bytes.get(start..end),
        _ => None,
    };
    bounds
        .windows(2)
        .map(|pair| segment(pair).ok_or(CodecError::Broken))
        .collect()
}

#[cfg(test)]
mod tests {
    use deid_model::FrameSize;

    use super::*;

    fn format(columns: u32, rows: u32, channels: u8, allocated: u8) -> SampleFormat {
        SampleFormat {
            size: FrameSize::new(columns, rows),
            channels,
            allocated,
            stored: allocated,
            signed: false,
        }
    }

    /// A frame of these segments, each at an offset that rises.
    fn frame(segments: &[&[u8]]) -> Vec<u8> {
        let mut bytes = vec![0; HEADER];
        bytes[0] = segments.len().try_into().unwrap();
        for (index, segment) in segments.iter().enumerate() {
            let offset = u32::try_from(bytes.len()).unwrap();
            bytes[4 + 4 * index..8 + 4 * index].copy_from_slice(&offset.to_le_bytes());
            bytes.extend_from_slice(segment);
        }
        bytes
    }

    #[test]
    fn segments_go_by_channel_and_begin_with_the_most_significant_byte() {
        let bytes = frame(&[&[0, 1], &[0, 2], &[0, 3], &[0, 4], &[0, 5], &[0, 6]]);
        let decoded = decode(&bytes, &format(1, 1, 3, 16)).unwrap();
        assert_eq!(decoded.samples, [2, 1, 4, 3, 6, 5]);
        assert!(!decoded.is_rgb);
    }

    #[test]
    fn runs_literal_bytes_and_the_control_byte_for_nothing_are_understood_across_rows() {
        let bytes = frame(&[&[0xfd, 7, 128, 1, 8, 9]]);
        assert_eq!(
            decode(&bytes, &format(3, 2, 1, 8)).unwrap().samples,
            [7, 7, 7, 7, 8, 9]
        );
    }

    #[test]
    fn bits_are_packed_from_the_lowest_and_the_frame_is_filled_up_to_a_byte() {
        let bytes = frame(&[&[1, 0b1000_0001, 0b10, 0]]);
        let decoded = decode(&bytes, &format(5, 2, 1, 1)).unwrap();
        assert_eq!(decoded.samples, [1, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
        assert_eq!(encode(&decoded.samples, &format(5, 2, 1, 1)), Ok(bytes));
    }

    #[test]
    fn no_run_of_the_encoder_crosses_the_end_of_a_row_and_segments_are_even() {
        let encoded = encode(&[7; 6], &format(3, 2, 1, 8)).unwrap();
        assert_eq!(encoded[HEADER..], [0xfe, 7, 0xfe, 7]);
        let encoded = encode(&[1, 2, 3, 3, 3, 3], &format(6, 1, 1, 8)).unwrap();
        assert_eq!(encoded[HEADER..], [1, 1, 2, 0xfd, 3, 0]);
    }

    #[test]
    fn a_header_that_contradicts_the_format_or_points_elsewhere_is_refused() {
        let good = frame(&[&[0, 1], &[0, 2]]);
        let with = |at: usize, byte: u8| {
            let mut bytes = good.clone();
            bytes[at] = byte;
            decode(&bytes, &format(1, 1, 1, 16)).err()
        };
        assert_eq!(with(0, 2), None);
        assert_eq!(with(0, 1), Some(CodecError::Mismatch));
        assert_eq!(with(3, 0xff), Some(CodecError::Mismatch));
        assert_eq!(with(4, 65), Some(CodecError::Broken));
        assert_eq!(with(8, 64), Some(CodecError::Broken));
        assert_eq!(with(8, 200), Some(CodecError::Broken));
        assert_eq!(
            decode(&good[..40], &format(1, 1, 1, 16)),
            Err(CodecError::Broken)
        );
    }

    #[test]
    fn a_frame_that_so_few_bytes_cannot_fill_is_refused_before_it_is_allocated() {
        let huge = format(u32::MAX, u32::MAX / 8, 1, 8);
        assert_eq!(decode(&frame(&[&[0, 1]]), &huge), Err(CodecError::Broken));
    }

    #[test]
    fn more_than_fifteen_segments_cannot_be() {
        assert_eq!(
            encode(&[0; 16], &format(1, 1, 4, 32)),
            Err(CodecError::Unsupported)
        );
    }

    #[test]
    fn bytes_that_belong_to_no_pixel_are_noticed() {
        let one = format(2, 1, 1, 8);
        assert!(!hides_bytes(&frame(&[&[1, 7, 8, 0, 0]]), &one));
        assert!(hides_bytes(&frame(&[&[1, 7, 8, 0, b'K']]), &one));
        assert!(hides_bytes(&frame(&[&[2, 7, 8, b'K']]), &one));
        assert!(hides_bytes(
            &frame(&[&[1, 7, 8, b'K'], &[1, 7, 8]]),
            &format(2, 1, 1, 16)
        ));
        let mut unused_offset = frame(&[&[1, 7, 8, 0]]);
        unused_offset[63] = b'K';
        assert!(decode(&unused_offset, &one).is_ok() && hides_bytes(&unused_offset, &one));
        assert!(hides_bytes(&frame(&[&[0, 0xff]]), &format(5, 1, 1, 1)));
        assert!(hides_bytes(b"no frame", &one));
    }
}
