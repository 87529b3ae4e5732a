//! Deflated Image Frame Compression (PS3.5 A.4.14): a frame is the raw deflate stream (RFC 1951) of its native bytes.
//!
//! Native bytes are little endian; with one bit allocated a frame is packed, first pixel in the lowest bit, and begins
//! at a byte. _Planar Configuration_ is the caller's: what comes out is ordered as it went in.

use std::io::Write as _;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Decompress, FlushDecompress, Status};

use super::{CodecError, Decoded, SampleFormat, bits};

/// Two bits of deflate can stand for 258 bytes at most, so no stream grows more than this.
const MOST_GROWTH: usize = 1032;

/// The stored samples of one frame.
///
/// # Errors
/// `Broken` where the stream is no deflate stream or ends early, `Mismatch` where it holds more or fewer bytes than the
/// frame. Never allocates more than the frame, nor that where the stream could not fill it.
pub fn decode(bytes: &[u8], format: &SampleFormat) -> Result<Decoded, CodecError> {
    let (native, _) = inflate(bytes, format)?;
    let samples = match format.allocated {
        1 => bits::unpacked(&native, sample_count(format)?),
        _ => native,
    };
    Ok(Decoded {
        samples,
        is_rgb: false,
    })
}

/// Whether non-zero bytes stand behind the end of the stream, or non-zero bits behind the last pixel, where decoders
/// ignore them. True as well for what cannot be decoded.
#[must_use]
pub fn hides_bytes(bytes: &[u8], format: &SampleFormat) -> bool {
    let (Ok((native, end)), Ok(count)) = (inflate(bytes, format), sample_count(format)) else {
        return true;
    };
    let behind = bytes.get(end..).unwrap_or_default();
    behind.iter().any(|&byte| byte != 0)
        || (format.allocated == 1 && bits::remain_behind(&native, count))
}

/// The deflate stream of one frame of samples, laid out as [`Decoded::samples`].
///
/// # Errors
/// `Mismatch` where `samples` are not one frame, `Encode` where the library fails.
pub fn encode(samples: &[u8], format: &SampleFormat) -> Result<Vec<u8>, CodecError> {
    if u64::try_from(samples.len()) != Ok(format.frame_bytes()) {
        return Err(CodecError::Mismatch);
    }
    let packed = (format.allocated == 1).then(|| bits::packed(samples));
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(packed.as_deref().unwrap_or(samples))
        .and_then(|()| encoder.finish())
        .map_err(|_| CodecError::Encode)
}

/// The native bytes of the frame, and where the stream ends in `bytes`.
fn inflate(bytes: &[u8], format: &SampleFormat) -> Result<(Vec<u8>, usize), CodecError> {
    let count = sample_count(format)?;
    let expected = match format.allocated {
        1 => count.div_ceil(8),
        _ => usize::try_from(format.frame_bytes()).map_err(|_| CodecError::Unsupported)?,
    };
    if expected > bytes.len().saturating_mul(MOST_GROWTH) {
        return Err(CodecError::Broken);
    }
    // One byte more, so that a stream that goes on shows.
    let mut native = Vec::with_capacity(expected + 1);
    let mut stream = Decompress::new(false);
    let status = stream
        .decompress_vec(bytes, &mut native, FlushDecompress::Finish)
        .map_err(|_| CodecError::Broken)?;
    match status {
        Status::StreamEnd if native.len() == expected => {
            let end = usize::try_from(stream.total_in()).map_err(|_| CodecError::Broken)?;
            Ok((native, end))
        }
        Status::StreamEnd => Err(CodecError::Mismatch),
        Status::Ok | Status::BufError if native.len() > expected => Err(CodecError::Mismatch),
        Status::Ok | Status::BufError => Err(CodecError::Broken),
    }
}

/// Samples of a frame.
fn sample_count(format: &SampleFormat) -> Result<usize, CodecError> {
    let samples = format.frame_bytes() / format.bytes() as u64;
    usize::try_from(samples).map_err(|_| CodecError::Unsupported)
}

#[cfg(test)]
mod tests {
    use deid_model::FrameSize;

    use super::*;

    fn format(columns: u32, rows: u32, allocated: u8) -> SampleFormat {
        SampleFormat {
            size: FrameSize::new(columns, rows),
            channels: 1,
            allocated,
            stored: allocated,
            signed: false,
        }
    }

    #[test]
    fn a_stored_block_gives_its_bytes() {
        let bytes = [1, 4, 0, !4, 0xff, 1, 2, 3, 4];
        assert_eq!(
            decode(&bytes, &format(2, 1, 16)).unwrap().samples,
            [1, 2, 3, 4]
        );
    }

    #[test]
    fn one_bit_frames_are_packed_and_begin_at_a_byte() {
        let bytes = [1, 2, 0, !2, 0xff, 0x81, 0x02];
        let samples = decode(&bytes, &format(5, 2, 1)).unwrap().samples;
        assert_eq!(samples, [1, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
        let again = encode(&samples, &format(5, 2, 1)).unwrap();
        assert_eq!(decode(&again, &format(5, 2, 1)).unwrap().samples, samples);
    }

    #[test]
    fn a_stream_that_grows_beyond_the_frame_or_ends_before_it_is_refused() {
        let encoded = encode(&vec![0; 1 << 20], &format(1024, 1024, 8)).unwrap();
        let decoded = |columns| decode(&encoded, &format(columns, 1024, 8)).err();
        assert_eq!(decoded(1024), None);
        assert_eq!(decoded(1), Some(CodecError::Mismatch));
        assert_eq!(decoded(1023), Some(CodecError::Mismatch));
        assert_eq!(decoded(1025), Some(CodecError::Mismatch));
        assert_eq!(decoded(u32::MAX), Some(CodecError::Broken));
        let early = &encoded[..encoded.len() - 1];
        assert_eq!(
            decode(early, &format(1024, 1024, 8)),
            Err(CodecError::Broken)
        );
    }

    #[test]
    fn bytes_behind_the_stream_and_bits_behind_the_last_pixel_are_noticed() {
        let mut bytes = encode(&[1, 0, 1], &format(3, 1, 1)).unwrap();
        assert!(!hides_bytes(&bytes, &format(3, 1, 1)));
        bytes.push(0);
        assert!(!hides_bytes(&bytes, &format(3, 1, 1)));
        bytes.push(b'K');
        assert!(hides_bytes(&bytes, &format(3, 1, 1)));
        assert!(hides_bytes(&[1, 1, 0, !1, 0xff, 0xff], &format(3, 1, 1)));
        assert!(hides_bytes(b"no stream", &format(3, 1, 1)));
    }
}
