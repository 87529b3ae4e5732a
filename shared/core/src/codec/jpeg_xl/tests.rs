use deid_model::FrameSize;

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

fn in_container(codestream: &[u8]) -> Vec<u8> {
    let boxed = |kind: &[u8; 4], content: &[u8]| {
        let size = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&size, &kind[..], content].concat()
    };
    let signature = boxed(b"JXL ", b"\x0d\x0a\x87\x0a");
    let kind = boxed(b"ftyp", b"jxl \0\0\0\0jxl ");
    let exif = boxed(b"Exif", b"\0\0\0\0KESTREL");
    [
        signature,
        kind,
        exif.clone(),
        boxed(b"jxlc", codestream),
        exif,
    ]
    .concat()
}

#[test]
fn a_codestream_of_another_size_depth_or_color_than_the_header_tells_is_refused() {
    let (_, encoded) = gray();
    let size = FrameSize::new(8, 16);
    let mismatch = Err(CodecError::Mismatch);
    assert_eq!(decode(&encoded, &SampleFormat { size, ..GRAY }), mismatch);
    assert_eq!(
        decode(
            &encoded,
            &SampleFormat {
                channels: 3,
                ..GRAY
            }
        ),
        mismatch
    );
    let deep = SampleFormat {
        allocated: 16,
        stored: 12,
        ..GRAY
    };
    assert_eq!(decode(&encode(&[0; 256], &deep).unwrap(), &GRAY), mismatch);
}

#[test]
fn signed_samples_and_single_rows_are_not_supported() {
    let unsupported = Err(CodecError::Unsupported);
    assert_eq!(
        encode(
            &[0; 128],
            &SampleFormat {
                signed: true,
                ..GRAY
            }
        ),
        unsupported
    );
    let row = SampleFormat {
        size: FrameSize::new(128, 1),
        ..GRAY
    };
    assert_eq!(encode(&[0; 128], &row), unsupported);
}

#[test]
fn a_codestream_that_is_not_whole_is_broken() {
    let (samples, encoded) = gray();
    let early = &encoded[..encoded.len() - 1];
    assert_eq!(decode(early, &GRAY), Err(CodecError::Broken));
    assert_eq!(without_metadata(early), None);
    assert_eq!(decode(b"\xff\x0a", &GRAY), Err(CodecError::Broken));
    assert_eq!(decode(&encoded, &GRAY).unwrap().samples, samples);
}

#[test]
fn a_container_decodes_and_loses_its_boxes() {
    let (samples, encoded) = gray();
    let boxed = in_container(&encoded);
    assert_eq!(decode(&boxed, &GRAY).unwrap().samples, samples);
    assert_eq!(without_metadata(&boxed).unwrap(), encoded);
}

#[test]
fn what_stands_behind_the_end_of_a_codestream_goes() {
    let (_, encoded) = gray();
    assert!(matches!(without_metadata(&encoded), Some(Cow::Borrowed(_))));
    let padded = [&encoded[..], &[0]].concat();
    assert_eq!(without_metadata(&padded).unwrap(), padded);
    let followed = [&encoded[..], b"KESTREL"].concat();
    assert_eq!(without_metadata(&followed).unwrap(), encoded);
    assert_eq!(without_metadata(&in_container(&followed)).unwrap(), encoded);
}

#[test]
fn a_plain_codestream_hides_nothing() {
    let (_, encoded) = gray();
    assert!(!hides_bytes(&encoded, &GRAY));
    assert!(hides_bytes(b"no codestream", &GRAY));
}
