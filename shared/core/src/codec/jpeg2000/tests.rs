use deid_model::FrameSize;
use proptest::prelude::*;

use super::*;

fn format(columns: u32, rows: u32, channels: u8, stored: u8, signed: bool) -> SampleFormat {
    let allocated = match stored {
        1 => 1,
        2..=8 => 8,
        9..=16 => 16,
        _ => 32,
    };
    SampleFormat {
        size: FrameSize::new(columns, rows),
        channels,
        allocated,
        stored,
        signed: signed && stored > 1,
    }
}

/// Samples that look like noise, all of which `format` can hold.
fn samples(format: &SampleFormat, seed: u64) -> Vec<u8> {
    let mut state = seed | 1;
    let count = format.size.pixels() * u64::from(format.channels);
    let sample = |_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let unused = 64 - u32::from(format.stored);
        let value = if format.signed {
            (state.cast_signed() >> unused).cast_unsigned()
        } else {
            state >> unused
        };
        value.to_le_bytes()[..format.bytes()].to_vec()
    };
    (0..count).flat_map(sample).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn what_is_encoded_comes_back_as_it_was(
        columns in 1_u32..70, rows in 1_u32..70, color in any::<bool>(), stored in 1_u8..=MOST_BITS,
        signed in any::<bool>(), transform in any::<bool>(), seed in any::<u64>(),
    ) {
        let channels = if color { 3 } else { 1 };
        let stored = if color { stored.max(2) } else { stored };
        let format = format(columns, rows, channels, stored, signed && !color);
        let samples = samples(&format, seed);
        let stream = encode_lossless(&samples, &format, transform).unwrap();
        let decoded = decode(&stream, &format).unwrap();
        prop_assert!(decoded.samples == samples);
        prop_assert_eq!(decoded.is_rgb, transform && color);
    }
}

fn small() -> (Vec<u8>, SampleFormat) {
    let format = format(33, 21, 1, 12, false);
    let stream = encode_lossless(&samples(&format, 5), &format, false).unwrap();
    (stream, format)
}

#[test]
fn a_codestream_of_another_size_depth_or_number_of_components_is_refused() {
    let (stream, format) = small();
    for other in [
        SampleFormat {
            size: FrameSize::new(21, 33),
            ..format
        },
        SampleFormat {
            allocated: 8,
            stored: 8,
            ..format
        },
        SampleFormat {
            channels: 3,
            ..format
        },
    ] {
        assert_eq!(decode(&stream, &other), Err(CodecError::Mismatch));
    }
}

#[test]
fn comments_boxes_and_bytes_behind_the_end_go_and_the_picture_stays() {
    let (plain, format) = small();
    assert_eq!(
        without_metadata(&plain).unwrap(),
        plain,
        "the encoder may sign"
    );
    let comment = [&[0xff, 0x64, 0, 11, 0, 1][..], b"KESTREL"].concat();
    let sot = plain
        .windows(2)
        .position(|pair| pair == [0xff, 0x90])
        .unwrap();
    let mut burdened = plain[..sot].to_vec();
    burdened.extend(&comment);
    let length = u32::from_be_bytes(plain[sot + 6..sot + 10].try_into().unwrap());
    burdened.extend(&plain[sot..sot + 6]);
    burdened.extend((length + comment.len() as u32).to_be_bytes());
    burdened.extend(&plain[sot + 10..sot + 12]);
    burdened.extend(&comment);
    burdened.extend(&plain[sot + 12..]);
    let decoded = decode(&plain, &format).unwrap();
    assert_eq!(decode(&burdened, &format).unwrap(), decoded);
    burdened.extend(b"KESTREL");
    assert_eq!(without_metadata(&burdened).unwrap(), plain);

    let boxed = |kind: &[u8; 4], content: &[u8]| {
        let length = (content.len() as u32 + 8).to_be_bytes();
        [&length, &kind[..], content].concat()
    };
    let file = [
        boxed(b"jP  ", &[0x0d, 0x0a, 0x87, 0x0a]),
        boxed(b"xml ", b"<name>KESTREL</name>"),
        boxed(b"jp2c", &burdened),
    ]
    .concat();
    assert_eq!(without_metadata(&file).unwrap(), plain);
    assert_eq!(decode(&file, &format).unwrap(), decoded);
}

/// A codestream with one more segment at the end of its main header.
fn with_segment(plain: &[u8], marker: u8, payload: &[u8]) -> Vec<u8> {
    let mut pairs = plain.windows(2);
    let sot = pairs.position(|pair| pair == [0xff, 0x90]).unwrap();
    let length = (payload.len() as u16 + 2).to_be_bytes();
    let segment = [&[0xff, marker], &length[..], payload].concat();
    [&plain[..sot], &segment, &plain[sot..]].concat()
}

#[test]
fn a_comment_that_names_an_encoder_stays_and_one_that_holds_a_number_behind_such_a_name_goes() {
    let (plain, _) = small();
    let with = |text: &[u8]| with_segment(&plain, 0x64, &[&[0, 1], text].concat());
    for kept in [&b"Kakadu-v8.4.1"[..], b"OpenJPH Ver 0.26.3."] {
        let stream = with(kept);
        assert_eq!(without_metadata(&stream).unwrap(), stream);
    }
    for gone in [
        &b"Kakadu-8821347"[..],
        b"Kakadu-01.02.1960",
        b"Kakadu-1.2.3.4",
        b"Kakadu-v8.4 KESTREL",
    ] {
        assert_eq!(without_metadata(&with(gone)).unwrap(), plain);
    }
}

#[test]
fn a_segment_that_no_decoder_knows_goes() {
    let (plain, _) = small();
    let stream = with_segment(&plain, 0x6f, b"KESTREL^WREN");
    assert_eq!(without_metadata(&stream).unwrap(), plain);
}

#[test]
fn changed_and_cut_streams_give_a_picture_or_an_error() {
    let (stream, format) = small();
    let mut state = 9_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize
    };
    for _ in 0..200 {
        let mut changed = stream.clone();
        let at = next() % changed.len();
        changed[at] ^= 1 << (next() % 8);
        let whole = std::panic::catch_unwind(|| {
            let _ = decode(&changed, &format);
            let _ = without_metadata(&changed);
        });
        assert!(whole.is_ok(), "byte {at}");
        let cut = &stream[..next() % stream.len()];
        let _ = decode(cut, &format);
        let _ = without_metadata(cut);
    }
}

/// A copy with another coding segment: this many layers, and precincts of `1 << exponent` in each resolution.
fn with_coding(stream: &[u8], layers: u16, exponent: u8) -> Vec<u8> {
    let start = stream
        .windows(2)
        .position(|pair| pair == [0xff, 0x52])
        .unwrap();
    let mut cod = stream[start..start + 14].to_vec();
    cod[4] |= 1;
    cod[6..8].copy_from_slice(&layers.to_be_bytes());
    cod.extend(vec![exponent * 0x11; usize::from(cod[9]) + 1]);
    cod[3] = cod.len() as u8 - 2;
    [&stream[..start], &cod, &stream[start + 14..]].concat()
}

#[test]
fn a_structure_out_of_all_proportion_to_the_picture_is_refused_before_it_is_decoded() {
    let format = format(1024, 1024, 1, 8, false);
    let flat = vec![9; format.size.pixels() as usize];
    let stream = encode_lossless(&flat, &format, false).unwrap();
    let refused = Err(CodecError::Unsupported);
    assert!(decode(&with_coding(&stream, 1, 8), &format).is_ok());
    assert_eq!(decode(&with_coding(&stream, 1, 1), &format), refused);
    assert_eq!(decode(&with_coding(&stream, u16::MAX, 6), &format), refused);

    let mut tiled = stream;
    tiled[24..32].copy_from_slice(&[0, 0, 0, 4, 0, 0, 0, 4]);
    assert_eq!(decode(&tiled, &format), refused);
}

#[test]
fn a_tile_that_transforms_colors_otherwise_than_the_rest_is_refused() {
    let format = format(40, 30, 3, 8, false);
    let stream = encode_lossless(&samples(&format, 3), &format, true).unwrap();
    let at = |marker| {
        stream
            .windows(2)
            .position(|pair| pair == [0xff, marker])
            .unwrap()
    };
    let (cod, sot) = (at(0x52), at(0x90));
    let mut own = stream[cod..cod + 14].to_vec();
    own[8] = 0;
    let mut changed = [&stream[..sot + 12], &own, &stream[sot + 12..]].concat();
    let length = u32::from_be_bytes(stream[sot + 6..sot + 10].try_into().unwrap()) + 14;
    changed[sot + 6..sot + 10].copy_from_slice(&length.to_be_bytes());
    assert!(decode(&stream, &format).is_ok());
    assert_eq!(decode(&changed, &format), Err(CodecError::Unsupported));
}

/// A picture in tiles, which `encode_lossless` does not make.
#[allow(
    clippy::field_reassign_with_default,
    reason = "what has a destructor cannot be built from the rest of another"
)]
fn in_tiles(samples: &[u8], format: &SampleFormat, side: i32) -> Vec<u8> {
    let mut image = image_of(&planes(samples, format), format.stored, format).unwrap();
    let mut parameters = opj_cparameters_t::default();
    parameters.tile_size_on = 1;
    (parameters.cp_tdx, parameters.cp_tdy) = (side, side);
    parameters.set_comment(SIGNATURE);
    let mut output = Output::new();
    let mut codec = Codec::new_encoder(RAW).unwrap();
    let done = codec.setup_encoder(&mut parameters, &mut image) == DONE
        && codec.start_compress(&mut image, output.stream()) == DONE
        && codec.encode(output.stream()) == DONE
        && codec.end_compress(output.stream()) == DONE;
    assert!(done);
    output.bytes().unwrap()
}

#[test]
fn tiles_are_decoded_though_the_library_reads_ahead_and_comes_back() {
    let format = format(300, 300, 1, 16, false);
    let samples = samples(&format, 8);
    let stream = in_tiles(&samples, &format, 128);
    assert!(stream.len() > 2 * (1 << 16), "more than it buffers");
    assert_eq!(decode(&stream, &format).unwrap().samples, samples);
}
