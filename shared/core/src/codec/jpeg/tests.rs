use deid_model::FrameSize;
use libjpeg_turbo_rs::precision::{compress_12bit, compress_lossless_arbitrary};
use libjpeg_turbo_rs::{Encoder, Subsampling, write_coefficients_progressive};
use proptest::prelude::*;

use super::*;
use crate::codec::damage::damaged;
use crate::codec::jpeg_segments::without_metadata;

fn format(columns: u32, rows: u32, channels: u8, bits: (u8, u8), signed: bool) -> SampleFormat {
    let (allocated, stored) = bits;
    SampleFormat {
        size: FrameSize::new(columns, rows),
        channels,
        allocated,
        stored,
        signed,
    }
}

/// Samples that use the bits of `format`, sign continued, from an endless row of numbers.
fn samples_of(format: &SampleFormat, seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut samples = Vec::new();
    for _ in 0..format.size.pixels() * u64::from(format.channels) {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(99);
        let unused = 16 - u32::from(format.stored);
        let word = ((state >> 40) as u16) << unused;
        let value = match format.signed {
            true => (word.cast_signed() >> unused).cast_unsigned(),
            false => word >> unused,
        };
        samples.extend(value.to_le_bytes().iter().take(format.bytes()));
    }
    samples
}

const SIDE: usize = 48;

fn gradient() -> Vec<u8> {
    let pixel = |at: usize| [at as u8, (at / SIDE * 5) as u8, 40];
    (0..SIDE * SIDE).flat_map(pixel).collect()
}

fn color_stream(progressive: bool) -> Vec<u8> {
    let pixels = gradient();
    let encoder = Encoder::new(&pixels, SIDE, SIDE, PixelFormat::Rgb).quality(90);
    let encoder = encoder.subsampling(Subsampling::S444);
    encoder.progressive(progressive).encode().unwrap()
}

fn twelve_bit_stream() -> Vec<u8> {
    let pixels: Vec<i16> = (0..SIDE * SIDE).map(|at| (at % SIDE * 80) as i16).collect();
    compress_12bit(&pixels, SIDE, SIDE, 1, 95, Subsampling::S444).unwrap()
}

fn color_format() -> SampleFormat {
    format(SIDE as u32, SIDE as u32, 3, (8, 8), false)
}

fn twelve_bit_format() -> SampleFormat {
    format(SIDE as u32, SIDE as u32, 1, (16, 12), false)
}

fn words(decoded: &Decoded) -> Vec<u16> {
    let pairs = decoded.samples.chunks_exact(2);
    pairs
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .collect()
}

proptest! {
    #[test]
    fn what_is_encoded_losslessly_comes_back_to_the_last_bit(
        columns in 1..70_u32, rows in 1..70_u32, is_color: bool,
        (allocated, stored) in prop_oneof![
            (1..=8_u8).prop_map(|stored| (8, stored)),
            (1..=16_u8).prop_map(|stored| (16, stored)),
        ],
        signed: bool, seed: u64,
    ) {
        let channels = if is_color { 3 } else { 1 };
        let format = format(columns, rows, channels, (allocated, stored), signed);
        let samples = samples_of(&format, seed);
        let stream = encode_lossless(&samples, &format).unwrap();
        let decoded = decode(&stream, &format, false).unwrap();
        prop_assert_eq!(decoded, Decoded { samples, is_rgb: false });
    }
}

#[test]
fn samples_that_use_bits_above_those_stored_are_not_encoded() {
    let twelve = format(2, 1, 1, (16, 12), false);
    assert_eq!(
        encode_lossless(&[0, 0x10, 0, 0], &twelve),
        Err(CodecError::Encode)
    );
    let signed = SampleFormat {
        signed: true,
        ..twelve
    };
    assert_eq!(
        encode_lossless(&[0, 0x08, 0, 0], &signed),
        Err(CodecError::Encode)
    );
    assert!(encode_lossless(&[0, 0xf8, 0xff, 0x07], &signed).is_ok());
    assert_eq!(encode_lossless(&[0; 3], &twelve), Err(CodecError::Encode));
}

#[test]
fn a_sign_is_continued_from_the_highest_stored_bit_and_hidden_bits_stay_in_sight() {
    let patterns = [0x0800, 0xf801, 0x07ff, 0x1800];
    let stream = compress_lossless_arbitrary(&patterns, 4, 1, 1, 16, 1, 0).unwrap();
    let twelve = format(4, 1, 1, (16, 12), true);
    let decoded = decode(&stream, &twelve, false).unwrap();
    assert_eq!(words(&decoded), [0xf800, 0xf801, 0x07ff, 0x1800]);
}

#[test]
fn a_point_transform_and_every_predictor_are_undone() {
    for predictor in 1..=7 {
        let patterns: Vec<u16> = (0..35 * 20).map(|at| (at * 37 % 4096) & !3).collect();
        let stream = compress_lossless_arbitrary(&patterns, 35, 20, 1, 12, predictor, 2).unwrap();
        let decoded = decode(&stream, &format(35, 20, 1, (16, 12), false), false).unwrap();
        assert_eq!(words(&decoded), patterns, "predictor {predictor}");
    }
}

#[test]
fn a_stream_of_another_size_depth_or_number_of_samples_is_refused_before_it_is_decoded() {
    // Cut behind its first scan header: nothing of it could be decoded.
    let whole = color_stream(false);
    let scan = jpeg_segments(&whole)
        .find(|segment| segment.marker == 0xda)
        .unwrap();
    let stream = &whole[..scan.scan.start];
    let fits = color_format();
    for wrong in [
        SampleFormat {
            size: FrameSize::new(SIDE as u32, 8),
            ..fits
        },
        SampleFormat {
            channels: 1,
            ..fits
        },
        SampleFormat {
            allocated: 32,
            ..fits
        },
    ] {
        assert_eq!(decode(stream, &wrong, false), Err(CodecError::Mismatch));
    }
    let narrow = SampleFormat {
        allocated: 8,
        stored: 8,
        ..twelve_bit_format()
    };
    assert_eq!(
        decode(&twelve_bit_stream(), &narrow, false),
        Err(CodecError::Mismatch)
    );
    assert_eq!(decode(stream, &fits, false), Err(CodecError::Broken));
}

#[test]
fn colors_are_converted_as_jfif_or_adobe_tells_and_as_the_header_says_where_nothing_does() {
    let jfif = color_stream(false);
    let says_ybr = decode(&jfif, &color_format(), false).unwrap();
    assert!(says_ybr.is_rgb);
    assert_eq!(decode(&jfif, &color_format(), true).unwrap(), says_ybr);
    let difference = |other: &Decoded| {
        let pairs = other.samples.iter().zip(gradient());
        pairs.map(|(&a, b)| a.abs_diff(b)).max().unwrap()
    };
    assert!(difference(&says_ybr) < 30);

    let telling = jpeg_segments(&jfif)
        .find(|segment| segment.marker == 0xe0)
        .unwrap();
    let mut bare = jfif;
    bare.drain(telling.whole);
    assert_eq!(decode(&bare, &color_format(), false).unwrap(), says_ybr);
    assert!(difference(&decode(&bare, &color_format(), true).unwrap()) > 100);

    let adobe = *b"\xff\xd8\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0";
    let stream = [&adobe, &bare[2..]].concat();
    let coded = decode(&stream, &color_format(), false).unwrap();
    assert!(coded.is_rgb && difference(&coded) > 100);
}

#[test]
fn progressive_streams_and_depths_of_8_and_12_bits_are_decoded() {
    let plain = decode(&color_stream(false), &color_format(), false).unwrap();
    assert_eq!(
        decode(&color_stream(true), &color_format(), false),
        Ok(plain)
    );

    let stream = twelve_bit_stream();
    let decoded = decode(&stream, &twelve_bit_format(), false).unwrap();
    let near = |(at, value): (usize, u16)| value.abs_diff((at % SIDE * 80) as u16) < 16;
    assert!(words(&decoded).into_iter().enumerate().all(near));
    let coefficients = read_coefficients(&stream).unwrap();
    let progressive = write_coefficients_progressive(&coefficients, None).unwrap();
    assert_eq!(
        decode(&progressive, &twelve_bit_format(), false),
        Ok(decoded)
    );
}

#[test]
fn sampling_factors_of_a_single_component_mean_nothing() {
    let mut stream = twelve_bit_stream();
    let expected = decode(&stream, &twelve_bit_format(), false);
    let frame = jpeg_segments(&stream)
        .find(|segment| segment.marker == 0xc1)
        .unwrap();
    stream[frame.payload.start + 7] = 0x22;
    assert_eq!(decode(&stream, &twelve_bit_format(), false), expected);
}

#[test]
fn arithmetic_coding_and_a_number_of_lines_told_later_are_not_supported() {
    let pixels = gradient();
    let encoder = Encoder::new(&pixels, SIDE, SIDE, PixelFormat::Rgb).arithmetic(true);
    let arithmetic = encoder.encode().unwrap();
    let mut lineless = color_stream(false);
    let frame = jpeg_segments(&lineless)
        .find(|segment| segment.marker == 0xc0)
        .unwrap();
    lineless[frame.payload.start + 1..frame.payload.start + 3].fill(0);
    for stream in [arithmetic, lineless] {
        assert_eq!(
            decode(&stream, &color_format(), false),
            Err(CodecError::Unsupported)
        );
    }
}

#[test]
fn damaged_streams_end_in_samples_or_an_error() {
    let lossless_format = format(31, 17, 3, (16, 12), true);
    let samples = samples_of(&lossless_format, 5);
    let lossless = encode_lossless(&samples, &lossless_format).unwrap();
    for (stream, format) in [
        (lossless, lossless_format),
        (color_stream(false), color_format()),
        (color_stream(true), color_format()),
        (twelve_bit_stream(), twelve_bit_format()),
    ] {
        for copy in damaged(&stream) {
            if let Ok(decoded) = decode(&copy, &format, false) {
                assert_eq!(decoded.samples.len() as u64, format.frame_bytes());
            }
            let _ = without_metadata(&copy);
        }
    }
}
