//! Hostile and whole data sets through the scan.

use super::{Encoding, StructureError, scan_data_set};
use crate::limits::Limits;

#[track_caller]
fn check(bytes: &[u8], expect: Result<usize, StructureError>) {
    let scanned = scan_data_set(bytes, Encoding::ExplicitLittle, &Limits::DEFAULT);
    assert_eq!(scanned.map(|layout| layout.end), expect);
}

fn element(group: u16, number: u16, vr: &[u8; 2], value: &[u8]) -> Vec<u8> {
    let mut bytes = [group.to_le_bytes(), number.to_le_bytes(), *vr].concat();
    bytes.extend_from_slice(&(value.len() as u16).to_le_bytes());
    bytes.extend_from_slice(value);
    bytes
}

/// A sequence of undefined length with one item of undefined length, both left open.
fn open_sequence() -> Vec<u8> {
    let mut bytes = vec![
        0x08, 0, 0x15, 0x11, b'S', b'Q', 0, 0, 0xff, 0xff, 0xff, 0xff,
    ];
    bytes.extend_from_slice(&[0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]);
    bytes
}

#[test]
fn whole_elements_are_taken_to_the_last_byte() {
    let bytes = [
        element(8, 5, b"CS", b"ISO_IR 100"),
        element(8, 0x60, b"CS", b"CT"),
    ]
    .concat();
    check(&bytes, Ok(bytes.len()));
}

#[test]
fn a_length_of_three_gibibytes_in_twenty_bytes_is_refused() {
    let mut bytes = vec![0xe1, 0x7f, 0x10, 0x10, b'O', b'B', 0, 0];
    bytes.extend_from_slice(&(3_u32 << 30).to_le_bytes());
    bytes.extend_from_slice(&[0; 8]);
    check(&bytes, Err(StructureError::LengthExceedsFile { offset: 0 }));
}

#[test]
fn ten_thousand_nested_sequences_are_refused_at_the_limit() {
    let bytes = open_sequence().repeat(10_000);
    check(
        &bytes,
        Err(StructureError::NestingTooDeep { offset: 32 * 20 }),
    );
}

#[test]
fn a_value_longer_than_its_item_is_refused() {
    let mut bytes = vec![0x08, 0, 0x15, 0x11, b'S', b'Q', 0, 0, 18, 0, 0, 0];
    bytes.extend_from_slice(&[0xfe, 0xff, 0x00, 0xe0, 10, 0, 0, 0]);
    bytes.extend_from_slice(&[0x08, 0, 0x60, 0, b'C', b'S', 40, 0, b'C', b'T']);
    bytes.extend_from_slice(&[0; 64]);
    check(
        &bytes,
        Err(StructureError::LengthExceedsFile { offset: 20 }),
    );
}

#[test]
fn a_delimiter_that_closes_nothing_is_refused() {
    check(
        &[0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0],
        Err(StructureError::Malformed { offset: 0 }),
    );
}

#[test]
fn fragments_and_offset_table_are_located() {
    let mut bytes = vec![
        0xe0, 0x7f, 0x10, 0, b'O', b'B', 0, 0, 0xff, 0xff, 0xff, 0xff,
    ];
    bytes.extend_from_slice(&[0xfe, 0xff, 0x00, 0xe0, 4, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend_from_slice(&[0xfe, 0xff, 0x00, 0xe0, 2, 0, 0, 0, 7, 8]);
    bytes.extend_from_slice(&[0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
    let layout = scan_data_set(&bytes, Encoding::ExplicitLittle, &Limits::DEFAULT).unwrap();
    let span = layout.pixel_data.unwrap();
    let fragments = span.fragments.unwrap();
    assert_eq!((fragments.len(), fragments[0].clone()), (1, 32..34));
    assert_eq!(span.offset_table, [0]);
    assert_eq!(
        (span.element, span.value),
        (0..bytes.len(), 12..bytes.len())
    );
}

#[test]
fn pixel_data_cut_off_are_told_apart_from_other_damage() {
    let mut bytes = vec![0xe0, 0x7f, 0x10, 0, b'O', b'W', 0, 0, 100, 0, 0, 0];
    bytes.extend_from_slice(&[0; 60]);
    check(
        &bytes,
        Err(StructureError::TruncatedPixelData { offset: 0 }),
    );
}

#[test]
fn random_bytes_end_in_an_error_or_an_end_but_never_in_a_panic() {
    let mut state = 1_u64;
    for _ in 0..2_000 {
        let bytes: Vec<u8> = (0..96)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                (state >> 56) as u8
            })
            .collect();
        for encoding in [
            Encoding::ImplicitLittle,
            Encoding::ExplicitLittle,
            Encoding::ExplicitBig,
        ] {
            let _ = scan_data_set(&bytes, encoding, &Limits::DEFAULT);
        }
    }
}

#[test]
fn an_unknown_vr_has_a_long_length_as_the_parser_behind_reads_it() {
    let mut bytes = vec![0x09, 0, 0x10, 0, b'Z', b'Z', 2, 0, 2, 0, 0, 0, 7, 7];
    bytes.extend(element(8, 0x60, b"CS", b"CT"));
    check(&bytes, Ok(bytes.len()));
}

#[test]
fn un_of_undefined_length_is_refused_because_parsers_disagree_on_it() {
    let mut bytes = vec![
        0x08, 0, 0x15, 0x11, b'U', b'N', 0, 0, 0xff, 0xff, 0xff, 0xff,
    ];
    bytes.extend([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
    check(&bytes, Err(StructureError::Malformed { offset: 0 }));
}
