use libjpeg_turbo_rs::precision::compress_12bit;
use libjpeg_turbo_rs::{Encoder, PixelFormat, Subsampling, write_coefficients_progressive};

use deid_model::FrameSize;

use super::*;
use crate::codec::damage::damaged;
use crate::codec::{SampleFormat, jpeg};

/// Odd, so that the last units are not whole.
const COLUMNS: usize = 75;
const ROWS: usize = 61;

fn format(channels: u8, bits: u8) -> SampleFormat {
    SampleFormat {
        size: FrameSize::new(COLUMNS as u32, ROWS as u32),
        channels,
        allocated: if bits > 8 { 16 } else { 8 },
        stored: bits,
        signed: false,
    }
}

fn texture(channels: usize) -> Vec<u8> {
    let sample = |at: usize| (at * at / 7 + at * 13) as u8;
    (0..COLUMNS * ROWS * channels).map(sample).collect()
}

fn color(subsampling: Subsampling, progressive: bool, restart: u16) -> Vec<u8> {
    let pixels = texture(3);
    let encoder = Encoder::new(&pixels, COLUMNS, ROWS, PixelFormat::Rgb);
    let encoder = encoder
        .quality(85)
        .subsampling(subsampling)
        .progressive(progressive);
    encoder.restart_blocks(restart).encode().unwrap()
}

fn grey() -> Vec<u8> {
    let pixels = texture(1);
    let encoder = Encoder::new(&pixels, COLUMNS, ROWS, PixelFormat::Grayscale);
    encoder.quality(75).encode().unwrap()
}

fn twelve_bits(channels: usize) -> Vec<u8> {
    let pixels: Vec<i16> = texture(channels)
        .iter()
        .map(|&byte| i16::from(byte) * 16)
        .collect();
    compress_12bit(&pixels, COLUMNS, ROWS, channels, 90, Subsampling::S420).unwrap()
}

/// Pixels as numbers, `channels` each.
fn pixels(stream: &[u8], format: &SampleFormat) -> Vec<Vec<i32>> {
    let decoded = jpeg::decode(stream, format, false).unwrap();
    let number = |bytes: &[u8]| {
        bytes
            .iter()
            .rev()
            .fold(0, |sum, &byte| sum << 8 | i32::from(byte))
    };
    let numbers: Vec<i32> = decoded
        .samples
        .chunks_exact(format.bytes())
        .map(number)
        .collect();
    numbers
        .chunks_exact(format.channels.into())
        .map(<[i32]>::to_vec)
        .collect()
}

/// Redacts a box, and looks at what became of every pixel.
fn check(stream: &[u8], format: &SampleFormat, fill: &[i32], expected: i32, tolerance: i32) {
    let area = PixelBox::new(16, 9, 33, 32).unwrap();
    let redaction = redact(stream, &[area], fill).unwrap();
    let painted = redaction.painted[0].unwrap();
    assert!(painted.covers(area));
    let (before, after) = (pixels(stream, format), pixels(&redaction.bytes, format));
    for (at, (before, after)) in before.iter().zip(&after).enumerate() {
        let (x, y) = ((at % COLUMNS) as u32, (at / COLUMNS) as u32);
        if area.contains(x, y) {
            let near = |&value: &i32| (value - expected).abs() <= tolerance;
            assert!(after.iter().all(near), "{after:?} at {x}, {y}");
            assert_eq!(after, &after.iter().map(|_| after[0]).collect::<Vec<_>>());
        } else if !painted.contains(x, y) {
            assert_eq!(before, after, "at {x}, {y}");
        }
    }
}

fn frame_marker(stream: &[u8]) -> u8 {
    let is_frame = |marker: &u8| matches!(marker, 0xc0..=0xc3);
    jpeg_segments(stream)
        .map(|segment| segment.marker)
        .find(is_frame)
        .unwrap()
}

#[test]
fn inside_is_uniform_and_outside_is_as_before_whatever_the_sampling() {
    for subsampling in [
        Subsampling::S444,
        Subsampling::S422,
        Subsampling::S420,
        Subsampling::S440,
    ] {
        for (progressive, restart) in [(false, 0), (false, 3), (true, 0)] {
            let stream = color(subsampling, progressive, restart);
            check(&stream, &format(3, 8), &[0, 128, 128], 0, 0);
            check(&stream, &format(3, 8), &[255, 128, 128], 255, 0);
            check(&stream, &format(3, 8), &[90, 128, 128], 90, 4);
        }
    }
}

#[test]
fn grey_of_8_and_of_12_bits_is_painted_in_stored_values() {
    check(&grey(), &format(1, 8), &[200], 200, 4);
    check(&twelve_bits(1), &format(1, 12), &[0], 0, 0);
    check(&twelve_bits(1), &format(1, 12), &[4095], 4095, 0);
    check(&twelve_bits(1), &format(1, 12), &[1000], 1000, 16);
    check(&twelve_bits(3), &format(3, 12), &[0, 2048, 2048], 0, 0);
}

#[test]
fn twelve_bits_stay_twelve_and_progressive_streams_become_sequential() {
    let stream = twelve_bits(1);
    let progressive = read_coefficients(&stream)
        .and_then(|coefficients| write_coefficients_progressive(&coefficients, None))
        .unwrap();
    assert_eq!(frame_marker(&progressive), 0xc2);
    check(&progressive, &format(1, 12), &[0], 0, 0);
    for stream in [stream, progressive] {
        let bytes = redact(&stream, &[], &[0]).unwrap().bytes;
        assert_eq!(frame_marker(&bytes), 0xc1);
        assert_eq!(JpegHeader::parse(&bytes).unwrap().precision, 12);
    }
    let bytes = redact(&color(Subsampling::S420, true, 0), &[], &[0; 3])
        .unwrap()
        .bytes;
    assert_eq!(
        (
            frame_marker(&bytes),
            JpegHeader::parse(&bytes).unwrap().scans
        ),
        (0xc0, 1)
    );
}

#[test]
fn what_tells_the_colors_stays_as_it_was_and_comments_go() {
    let jfif = color(Subsampling::S444, false, 0);
    let telling = jpeg_segments(&jfif)
        .find(|segment| segment.marker == 0xe0)
        .unwrap();
    let mut bare = jfif.clone();
    bare.drain(telling.whole);
    let commented = [b"\xff\xd8\xff\xfe\0\x05DOE", &bare[2..]].concat();
    for (stream, codes_rgb) in [(jfif, Some(false)), (commented, None)] {
        let bytes = redact(&stream, &[], &[0; 3]).unwrap().bytes;
        assert_eq!(JpegHeader::parse(&bytes).unwrap().codes_rgb(), codes_rgb);
        assert!(!bytes.windows(3).any(|window| window == b"DOE"));
    }
}

#[test]
fn sampling_factors_of_a_single_component_mean_nothing() {
    let mut stream = grey();
    let frame = jpeg_segments(&stream)
        .find(|segment| segment.marker == 0xc0)
        .unwrap();
    stream[frame.payload.start + 7] = 0x22;
    check(&stream, &format(1, 8), &[0], 0, 0);
}

#[test]
fn boxes_outside_are_not_painted_and_a_fill_of_another_model_is_refused() {
    let outside = PixelBox::new(900, 900, 910, 910).unwrap();
    let inside = PixelBox::new(0, 0, 1, 1).unwrap();
    let redaction = redact(&grey(), &[outside, inside], &[0]).unwrap();
    assert_eq!(redaction.painted, [None, PixelBox::new(0, 0, 8, 8)]);
    assert_eq!(
        redact(&grey(), &[inside], &[0; 3]),
        Err(CodecError::Mismatch)
    );
}

#[test]
fn a_size_that_the_stream_cannot_hold_is_refused_before_memory_is_asked_for() {
    let mut stream = grey();
    let frame = jpeg_segments(&stream)
        .find(|segment| segment.marker == 0xc0)
        .unwrap();
    stream[frame.payload.start + 1..frame.payload.start + 5].fill(0xff);
    assert_eq!(redact(&stream, &[], &[0]), Err(CodecError::Broken));
}

#[test]
fn damaged_streams_end_in_a_redaction_or_an_error() {
    let area = PixelBox::new(3, 3, 40, 20).unwrap();
    for (stream, fill) in [
        (grey(), &[0][..]),
        (color(Subsampling::S420, false, 3), &[0, 128, 128]),
        (color(Subsampling::S422, true, 0), &[0, 128, 128]),
        (twelve_bits(3), &[0, 2048, 2048]),
    ] {
        for copy in damaged(&stream) {
            let _ = redact(&copy, &[area], fill);
        }
    }
}
