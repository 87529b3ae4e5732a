use deid_model::FrameSize;
use jpegls::{EncodeOptions, encode_with_options};

use super::*;

const GRAY: SampleFormat = SampleFormat {
    size: FrameSize::new(16, 8),
    channels: 1,
    allocated: 8,
    stored: 8,
    signed: false,
};

fn gray() -> (Vec<u8>, Vec<u8>) {
    let samples: Vec<u8> = (0..128_u32).map(|at| (at * at / 64) as u8).collect();
    let encoded = encode(&samples, &GRAY).unwrap();
    (samples, encoded)
}

/// `stream` with a segment behind SOI.
fn with_segment(stream: &[u8], marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [
        &stream[..2],
        &[0xff, marker],
        &length,
        payload,
        &stream[2..],
    ]
    .concat()
}

#[test]
fn near_lossless_streams_decode_to_within_their_bound() {
    let values: Vec<u16> = (0..128 * 64_u32)
        .map(|at| (at * 37 % 4096 / (1 + at % 5)) as u16)
        .collect();
    for near in [1, 3, 30] {
        let mut options = EncodeOptions::default();
        options.precision = Some(12);
        options.near = near;
        let mut encoded = Vec::new();
        encode_with_options(&values, 128, 64, &options, &mut encoded).unwrap();
        let format = SampleFormat {
            size: FrameSize::new(128, 64),
            allocated: 16,
            stored: 12,
            ..GRAY
        };
        let decoded = decode(&encoded, &format).unwrap().samples;
        let judge = jpegls::decode(&encoded, 128, 64).unwrap().0;
        let judge: Vec<u8> = judge.iter().flat_map(|value| value.to_le_bytes()).collect();
        assert_eq!(decoded, judge);
    }
}

#[test]
fn three_scans_of_one_component_each_are_one_color_image() {
    let (samples, encoded) = gray();
    let segments = header::segments(&encoded).unwrap();
    let scan = segments
        .iter()
        .find(|segment| segment.marker == header::SOS)
        .unwrap();
    let mut stream = vec![0xff, 0xd8, 0xff, 0xf7, 0, 17, 8, 0, 8, 0, 16, 3];
    stream.extend([1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
    for id in [2, 1, 3] {
        stream.extend([0xff, 0xda, 0, 8, 1, id, 0, 0, 0, 0]);
        stream.extend(scan.entropy);
    }
    stream.extend([0xff, 0xd9]);
    let format = SampleFormat {
        channels: 3,
        ..GRAY
    };
    let decoded = decode(&stream, &format).unwrap();
    let expected: Vec<u8> = samples.iter().flat_map(|&sample| [sample; 3]).collect();
    assert_eq!(decoded.samples, expected);
    assert!(!decoded.is_rgb);
}

#[test]
fn a_sign_is_the_highest_stored_bit_unless_a_sample_stands_above_it() {
    let format = SampleFormat {
        size: FrameSize::new(2, 1),
        allocated: 16,
        stored: 12,
        signed: true,
        ..GRAY
    };
    let encoded = |values: [u16; 2]| {
        let mut options = EncodeOptions::default();
        options.precision = Some(16);
        let mut encoded = Vec::new();
        encode_with_options(&values, 2, 1, &options, &mut encoded).unwrap();
        decode(&encoded, &format).unwrap().samples
    };
    assert_eq!(encoded([0x0fff, 1]), [0xff, 0xff, 1, 0]);
    assert_eq!(encoded([0xffff, 1]), [0xff, 0xff, 1, 0]);
    assert_eq!(encoded([0x0fff, 0x1000]), [0xff, 0x0f, 0, 0x10]);
}

#[test]
fn a_stream_of_another_size_depth_or_color_than_the_header_tells_is_refused() {
    let (_, encoded) = gray();
    let size = FrameSize::new(8, 16);
    assert_eq!(
        decode(&encoded, &SampleFormat { size, ..GRAY }),
        Err(CodecError::Mismatch)
    );
    assert_eq!(
        decode(
            &encoded,
            &SampleFormat {
                channels: 3,
                ..GRAY
            }
        ),
        Err(CodecError::Mismatch)
    );
    assert_eq!(
        decode(
            &encoded,
            &SampleFormat {
                allocated: 32,
                ..GRAY
            }
        ),
        Err(CodecError::Unsupported)
    );
    let deep = SampleFormat {
        allocated: 16,
        stored: 12,
        ..GRAY
    };
    let deep = encode(&[0; 256], &deep).unwrap();
    assert_eq!(decode(&deep, &GRAY), Err(CodecError::Mismatch));
}

#[test]
fn color_transforms_restart_intervals_and_mapping_tables_are_not_supported() {
    let (samples, encoded) = gray();
    let with = |marker, payload: &[u8]| {
        decode(&with_segment(&encoded, marker, payload), &GRAY).map(|decoded| decoded.samples)
    };
    assert_eq!(
        with(header::APP8, b"mrfx\x01"),
        Err(CodecError::Unsupported)
    );
    assert_eq!(with(header::APP8, b"mrfx\x00"), Ok(samples));
    assert_eq!(with(header::DRI, &[0, 4]), Err(CodecError::Unsupported));
    assert_eq!(
        with(header::LSE, &[2, 1, 1, 0]),
        Err(CodecError::Unsupported)
    );
    assert_eq!(with(0xc4, &[0]), Err(CodecError::Broken));
}

#[test]
fn bytes_that_no_code_touches_break_a_stream() {
    let (_, mut encoded) = gray();
    let end = encoded.len() - 2;
    encoded.splice(end..end, *b"KESTREL");
    assert_eq!(decode(&encoded, &GRAY), Err(CodecError::Broken));
}

#[test]
fn a_sample_that_needs_more_bits_than_are_stored_is_not_encoded() {
    let narrow = SampleFormat { stored: 7, ..GRAY };
    assert_eq!(encode(&[0x80; 128], &narrow), Err(CodecError::Encode));
    let signed = SampleFormat {
        signed: true,
        ..narrow
    };
    assert_eq!(encode(&[0x40; 128], &signed), Err(CodecError::Encode));
    assert!(encode(&[0xc0; 128], &signed).is_ok());
    let color = SampleFormat {
        channels: 3,
        ..GRAY
    };
    assert_eq!(encode(&[0; 384], &color), Err(CodecError::Unsupported));
}

#[test]
fn comments_application_segments_and_trailing_bytes_go_and_the_picture_stays() {
    let (samples, encoded) = gray();
    assert!(matches!(without_metadata(&encoded), Some(Cow::Borrowed(_))));
    let padded = [&encoded[..], &[0]].concat();
    assert!(matches!(without_metadata(&padded), Some(Cow::Borrowed(_))));
    let mut dirty = with_segment(&encoded, 0xfe, b"KESTREL");
    dirty = with_segment(&dirty, 0xe1, b"KESTREL");
    dirty = with_segment(&dirty, header::APP8, b"mrfx\x00KESTREL");
    dirty.extend(b"KESTREL");
    assert_eq!(decode(&dirty, &GRAY).unwrap().samples, samples);
    assert_eq!(without_metadata(&dirty).unwrap(), encoded);
}

#[test]
fn the_color_transform_stays_since_decoding_needs_it() {
    let with_transform = with_segment(&gray().1, header::APP8, b"mrfx\x01");
    assert_eq!(without_metadata(&with_transform).unwrap(), with_transform);
}

#[test]
fn a_stream_that_is_not_whole_is_not_cleaned() {
    let (_, encoded) = gray();
    assert_eq!(without_metadata(&encoded[..encoded.len() - 2]), None);
    assert_eq!(without_metadata(&encoded[2..]), None);
    assert_eq!(without_metadata(b""), None);
}
