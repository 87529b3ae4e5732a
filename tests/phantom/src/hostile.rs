//! Files that must be refused with a clear error, in little time and memory.

use deid_model::FrameSize;

use crate::catalog::catalog;
use crate::dicom::element::{Encoding, encode};
use crate::dicom::file::write_file;
use crate::dicom::{Element, Kind, Pixels, Place, Syntax, Value, Wrapping, data_set};
use crate::identity::Identity;

/// File names with their bytes.
#[must_use]
pub fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let mut files = vec![
        ("empty.dcm", Vec::new()),
        ("random.dcm", random(4096)),
        ("random_behind_prefix.dcm", random_behind_prefix()),
        ("claims_3_gib.dcm", claims_3_gib()),
        ("sequences_10000.dcm", nested_sequences(10_000)),
        ("undefined_lengths_10000.dcm", nested_undefined(10_000)),
        ("length_beyond_file.dcm", length_beyond_file()),
        ("huge_frame.dcm", claims_size(65535, 65535, 1)),
        (
            "huge_frame_count.dcm",
            claims_size(1024, 1024, 2_147_483_647),
        ),
        ("no_rows.dcm", claims_size(0, 0, 1)),
        (
            "fragment_beyond_file.dcm",
            fragments(&[0xff, 0xd8], 0x7fff_fff0),
        ),
        ("fragment_of_noise.dcm", fragments(&random(600), 600)),
        ("offset_beyond_pixels.dcm", wild_offsets()),
        ("deflate_bomb.dcm", deflate_bomb()),
        ("truncated.png", cut("png_grey_8_bit", 3)),
        ("huge.png", huge_png()),
        ("truncated.jpg", cut("jpeg_color", 3)),
        ("markers_only.jpg", vec![0xff, 0xd8, 0xff, 0xd9]),
    ];
    files.push((
        "truncated_header.dcm",
        cut("cr_implicit_little_12_bit", 900),
    ));
    files.push(("truncated_pixels.dcm", cut("cr_implicit_little_12_bit", 2)));
    files.push((
        "truncated_fragments.dcm",
        cut("us_jpeg_baseline_422_frames", 2),
    ));
    files
}

fn random(count: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(99);
    (0..count).map(|_| random.u8(..)).collect()
}

fn random_behind_prefix() -> Vec<u8> {
    [vec![0; 128], b"DICM".to_vec(), random(4000)].concat()
}

/// The first `1/share` of a good file.
fn cut(name: &str, share: usize) -> Vec<u8> {
    let case = catalog()
        .into_iter()
        .find(|case| case.name == name)
        .expect("a case of the catalog");
    let bytes = (case.build)().bytes;
    bytes[..bytes.len() / share].to_vec()
}

/// Twenty bytes: one element of implicit VR whose value is said to be 3 GiB long.
fn claims_3_gib() -> Vec<u8> {
    let mut bytes = vec![8, 0, 5, 0, 0, 0, 0, 0xc0];
    bytes.resize(20, b'A');
    bytes
}

fn meta_only() -> Vec<u8> {
    let data_set = [
        Element::text(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.7"),
        Element::text(8, 0x18, "UI", "2.25.99"),
    ];
    write_file(&data_set, Syntax::ExplicitLittle, Wrapping::Full)
}

/// Sequences within items within sequences, each with its exact length; about 200 KB for 10,000.
fn nested_sequences(depth: u32) -> Vec<u8> {
    let mut bytes = meta_only();
    for level in 0..depth {
        let inside = (depth - 1 - level) * 20 + 8;
        bytes.extend([0x40, 0, 0x75, 2, b'S', b'Q', 0, 0]);
        bytes.extend(inside.to_le_bytes());
        bytes.extend([0xfe, 0xff, 0, 0xe0]);
        bytes.extend((inside - 8).to_le_bytes());
    }
    bytes
}

/// The same with undefined lengths, never closed.
fn nested_undefined(depth: u32) -> Vec<u8> {
    let mut bytes = meta_only();
    for _ in 0..depth {
        bytes.extend([0x40, 0, 0x75, 2, b'S', b'Q', 0, 0, 0xff, 0xff, 0xff, 0xff]);
        bytes.extend([0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff]);
    }
    bytes
}

fn length_beyond_file() -> Vec<u8> {
    let mut bytes = meta_only();
    bytes.extend([0x10, 0, 0x10, 0, b'P', b'N', 0xfe, 0xff]);
    bytes.extend(b"KESTREL^WREN");
    bytes
}

fn small_object() -> (Vec<Element>, Pixels) {
    let size = FrameSize::new(8, 8);
    let pixels = Pixels::grey8(size, 1, vec![7; 64]);
    (
        data_set(&Identity::invented(99), Place::default(), Kind::Sc, &pixels),
        pixels,
    )
}

fn replace(elements: &mut Vec<Element>, with: Element) {
    elements.retain(|element| element.tag != with.tag);
    elements.push(with);
}

fn claims_size(rows: u16, columns: u16, frames: u32) -> Vec<u8> {
    let (mut elements, _) = small_object();
    replace(&mut elements, Element::short(0x28, 0x10, rows));
    replace(&mut elements, Element::short(0x28, 0x11, columns));
    replace(
        &mut elements,
        Element::text(0x28, 8, "IS", frames.to_string()),
    );
    write_file(&elements, Syntax::ExplicitLittle, Wrapping::Full)
}

/// JPEG Baseline whose only fragment holds `content` and says it is `length` long.
fn fragments(content: &[u8], length: u32) -> Vec<u8> {
    let (mut elements, _) = small_object();
    elements.retain(|element| element.tag != (0x7fe0, 0x10));
    let mut bytes = write_file(&elements, Syntax::JpegBaseline, Wrapping::Full);
    bytes.extend([
        0xe0, 0x7f, 0x10, 0, b'O', b'B', 0, 0, 0xff, 0xff, 0xff, 0xff,
    ]);
    bytes.extend([0xfe, 0xff, 0, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0, 0xe0]);
    bytes.extend(length.to_le_bytes());
    bytes.extend(content);
    bytes.extend([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
    bytes
}

fn wild_offsets() -> Vec<u8> {
    let (mut elements, _) = small_object();
    let offsets = vec![0, 0xffff_fff0];
    let value = Value::Fragments {
        offsets,
        fragments: vec![random(64), random(64)],
    };
    replace(&mut elements, Element::new(0x7fe0, 0x10, "OB", value));
    replace(&mut elements, Element::text(0x28, 8, "IS", "2"));
    write_file(&elements, Syntax::JpegBaseline, Wrapping::Full)
}

/// A few hundred KB that inflate to 400 MB of zeros in an unknown element.
fn deflate_bomb() -> Vec<u8> {
    use std::io::Write as _;
    let mut head = write_file(&small_object().0[..3], Syntax::Deflated, Wrapping::Full);
    let meta = 144 + u32::from_le_bytes(head[140..144].try_into().expect("four bytes")) as usize;
    head.truncate(meta);
    let mut deflater = flate2::write::DeflateEncoder::new(head, flate2::Compression::best());
    let start = encode(&small_object().0[..3], Encoding::ExplicitLittle);
    let length: u32 = 400 << 20;
    deflater.write_all(&start).expect("memory takes all bytes");
    deflater
        .write_all(&[0x10, 0, 0x10, 0, b'U', b'N', 0, 0])
        .expect("memory takes all bytes");
    deflater
        .write_all(&length.to_le_bytes())
        .expect("memory takes all bytes");
    for _ in 0..400 {
        deflater
            .write_all(&vec![0; 1 << 20])
            .expect("memory takes all bytes");
    }
    deflater.finish().expect("memory takes all bytes")
}

/// A PNG that says it has 100,000 by 100,000 pixels and holds none.
fn huge_png() -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(100_000u32.to_be_bytes());
    header.extend(100_000u32.to_be_bytes());
    header.extend([8, 0, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    bytes.extend(&header);
    let mut crc = flate2::Crc::new();
    crc.update(&header);
    bytes.extend(crc.sum().to_be_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_files_are_small_and_as_described() {
        let files = hostile();
        let find = |name: &str| &files.iter().find(|(other, _)| *other == name).unwrap().1;
        assert_eq!(find("claims_3_gib.dcm").len(), 20);
        assert!((195_000..205_000).contains(&find("sequences_10000.dcm").len()));
        assert!(find("deflate_bomb.dcm").len() < 1 << 20);
        assert!(files.iter().all(|(_, bytes)| bytes.len() < 2 << 20));
    }
}
