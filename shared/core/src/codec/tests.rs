//! What every codec promises: what it encodes it decodes to the bit, and broken bytes are an error at worst.

use deid_model::FrameSize;
use proptest::prelude::*;

use super::{CodecError, Decoded, SampleFormat, deflated, jpeg_ls, jpeg_xl, rle};

struct Codec {
    decode: fn(&[u8], &SampleFormat) -> Result<Decoded, CodecError>,
    encode: fn(&[u8], &SampleFormat) -> Result<Vec<u8>, CodecError>,
}

const RLE: Codec = Codec {
    decode: rle::decode,
    encode: rle::encode,
};
const DEFLATED: Codec = Codec {
    decode: deflated::decode,
    encode: deflated::encode,
};

const JPEG_LS: Codec = Codec {
    decode: jpeg_ls::decode,
    encode: jpeg_ls::encode,
};

const JPEG_XL: Codec = Codec {
    decode: jpeg_xl::decode,
    encode: jpeg_xl::encode,
};

impl Codec {
    fn gives_back(&self, frame: &Frame) -> Result<(), TestCaseError> {
        let encoded = (self.encode)(&frame.samples, &frame.format);
        let encoded = encoded.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let decoded = (self.decode)(&encoded, &frame.format);
        prop_assert_eq!(
            decoded.map(|decoded| decoded.samples),
            Ok(frame.samples.clone())
        );
        Ok(())
    }

    /// Flips bytes of an encoded frame, and cuts it, 200 times each.
    fn survives_broken_bytes(&self, format: SampleFormat) {
        let frame = Frame::of(format, 1, 3);
        let good = (self.encode)(&frame.samples, &format).unwrap();
        let mut noise = Noise(7);
        for _ in 0..200 {
            let mut bytes = good.clone();
            for _ in 0..1 + noise.below(4) {
                let at = noise.below(bytes.len());
                bytes[at] = noise.below(256) as u8;
            }
            let _ = (self.decode)(&bytes, &format);
            let cut = &good[..noise.below(good.len())];
            let _ = (self.decode)(cut, &format);
        }
    }
}

#[derive(Debug)]
struct Frame {
    format: SampleFormat,
    samples: Vec<u8>,
}

impl Frame {
    /// Samples that change by `step` at most from one to the next, and stand still for a while now and then.
    fn of(format: SampleFormat, seed: u64, step: usize) -> Self {
        let mut noise = Noise(seed);
        let mask = (1_u64 << format.stored) - 1;
        let count = format.size.pixels() * u64::from(format.channels);
        let (mut value, mut still) = (0_u64, 0);
        let mut samples = Vec::new();
        for _ in 0..count {
            match still {
                0 => {
                    still = noise.below(8).saturating_sub(5) * noise.below(40);
                    value =
                        (value + noise.below(2 * step + 1) as u64).wrapping_sub(step as u64) & mask;
                }
                _ => still -= 1,
            }
            let negative = format.signed && value >> (format.stored - 1) == 1;
            let sample = if negative { value | !mask } else { value };
            samples.extend_from_slice(&sample.to_le_bytes()[..format.bytes()]);
        }
        Self { format, samples }
    }
}

/// A linear congruential generator: the same numbers everywhere.
struct Noise(u64);

impl Noise {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % end
    }
}

fn format(columns: u32, rows: u32, channels: u8, depth: (u8, u8), signed: bool) -> SampleFormat {
    SampleFormat {
        size: FrameSize::new(columns, rows),
        channels,
        allocated: depth.0,
        stored: depth.1,
        signed,
    }
}

/// Frames of these channels and depths (allocated, stored), smooth to noisy.
fn frames(
    sides: std::ops::Range<u32>,
    channels: &'static [u8],
    depths: &'static [(u8, u8)],
) -> impl Strategy<Value = Frame> {
    let shape = (sides.clone(), sides, proptest::sample::select(channels));
    let depth = (proptest::sample::select(depths), any::<bool>());
    let noise = (
        any::<u64>(),
        proptest::sample::select(&[1, 3, 40, 100_000][..]),
    );
    (shape, depth, noise).prop_map(
        |((columns, rows, channels), (depth, signed), (seed, step))| {
            let signed = signed && depth.1 > 1;
            Frame::of(format(columns, rows, channels, depth, signed), seed, step)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn rle_gives_back_what_it_was_given(
        frame in frames(1..40, &[1, 2, 3], &[(8, 8), (8, 5), (16, 16), (16, 12), (32, 32)]),
    ) {
        RLE.gives_back(&frame)?;
    }

    #[test]
    fn deflate_gives_back_what_it_was_given(
        frame in frames(1..40, &[1, 3, 4], &[(8, 8), (16, 16), (16, 12), (32, 32)]),
    ) {
        DEFLATED.gives_back(&frame)?;
    }

    #[test]
    fn jpeg_ls_gives_back_what_it_was_given(
        frame in frames(1..40, &[1], &[(8, 8), (8, 5), (8, 2), (16, 16), (16, 12), (16, 9)]),
    ) {
        JPEG_LS.gives_back(&frame)?;
    }

    #[test]
    fn frames_of_single_bits_come_back(frame in frames(1..40, &[1], &[(1, 1)])) {
        RLE.gives_back(&frame)?;
        DEFLATED.gives_back(&frame)?;
    }
}

proptest! {
    // Fewer: the decoder sets up tables for each image, unoptimized here.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn jpeg_xl_gives_back_what_it_was_given(
        frame in frames(2..40, &[1, 3], &[(8, 8), (8, 5), (16, 16), (16, 12)]),
    ) {
        JPEG_XL.gives_back(&Frame { format: SampleFormat { signed: false, ..frame.format }, ..frame })?;
    }
}

#[test]
fn pictures_of_several_groups_come_back_from_jpeg_xl() {
    for (channels, depth) in [(1, (16, 16)), (3, (8, 8))] {
        let frame = Frame::of(format(300, 260, channels, depth, false), 1, 40);
        JPEG_XL.gives_back(&frame).unwrap();
    }
}

#[test]
fn broken_rle_is_an_error_at_worst() {
    RLE.survives_broken_bytes(format(31, 17, 3, (16, 12), true));
    RLE.survives_broken_bytes(format(31, 17, 1, (1, 1), false));
}

#[test]
fn broken_deflate_is_an_error_at_worst() {
    DEFLATED.survives_broken_bytes(format(31, 17, 3, (16, 12), true));
    DEFLATED.survives_broken_bytes(format(31, 17, 1, (1, 1), false));
}

#[test]
fn broken_jpeg_ls_is_an_error_at_worst() {
    JPEG_LS.survives_broken_bytes(format(31, 17, 1, (16, 12), true));
    JPEG_LS.survives_broken_bytes(format(31, 17, 1, (8, 8), false));
}

#[test]
fn broken_jpeg_xl_is_an_error_at_worst() {
    JPEG_XL.survives_broken_bytes(format(31, 17, 1, (16, 12), false));
    JPEG_XL.survives_broken_bytes(format(31, 17, 3, (8, 8), false));
}
