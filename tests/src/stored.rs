//! Stored samples of DICOM files and of pictures, read without the code under test.

use std::io::{Cursor, Read as _};

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_encoding::transfer_syntax::{Codec, TransferSyntaxIndex as _};
use dicom_object::{DefaultDicomObject, FileDicomObject, InMemDicomObject};
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;

/// Where samples lie in native pixel data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// Frames.
    pub frames: usize,
    /// Samples of a pixel.
    pub channels: usize,
    /// Bytes of a sample.
    pub bytes: usize,
    /// One plane a channel.
    pub planar: bool,
    /// Y Y Cb Cr for two pixels.
    pub is_422: bool,
}

impl Layout {
    /// The layout that the attributes of `object` tell.
    #[must_use]
    pub fn of(object: &InMemDicomObject) -> Self {
        let number = |tag: Tag| {
            object
                .get(tag)
                .and_then(|element| element.to_int::<u32>().ok())
        };
        let need = |tag: Tag| number(tag).expect("an attribute of the pixels") as usize;
        Self {
            columns: need(tags::COLUMNS),
            rows: need(tags::ROWS),
            frames: number(tags::NUMBER_OF_FRAMES).unwrap_or(1) as usize,
            channels: need(tags::SAMPLES_PER_PIXEL),
            bytes: need(tags::BITS_ALLOCATED) / 8,
            planar: number(tags::PLANAR_CONFIGURATION) == Some(1),
            is_422: text(object, tags::PHOTOMETRIC_INTERPRETATION) == "YBR_FULL_422",
        }
    }

    /// The value of one sample in little-endian `data`.
    #[must_use]
    pub fn sample(&self, data: &[u8], frame: usize, (x, y): (usize, usize), channel: usize) -> u16 {
        let pixels = self.columns * self.rows;
        let pixel = y * self.columns + x;
        let at = if self.is_422 {
            let place = if channel == 0 { x % 2 } else { channel + 1 };
            frame * pixels * 2 + pixel / 2 * 4 + place
        } else if self.planar {
            (frame * self.channels + channel) * pixels + pixel
        } else {
            (frame * pixels + pixel) * self.channels + channel
        };
        let bytes = &data[at * self.bytes..][..self.bytes];
        bytes
            .iter()
            .rev()
            .fold(0, |value, byte| value << 8 | u16::from(*byte))
    }
}

/// Opens a DICOM file as `dicom-object` does; a deflated data set is inflated first.
///
/// # Panics
/// If it cannot be opened.
#[must_use]
pub fn open(bytes: &[u8]) -> DefaultDicomObject {
    let plain = inflated(bytes);
    let object: FileDicomObject<InMemDicomObject> =
        dicom_object::from_reader(Cursor::new(plain)).expect("dicom-object opens the output");
    object
}

const DEFLATED: &[u8] = b"1.2.840.10008.1.2.1.99";

/// The transfer syntax that the file meta information names.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn transfer_syntax(bytes: &[u8]) -> String {
    let meta = &bytes[..data_set_start(bytes)];
    let tag = [2, 0, 0x10, 0, b'U', b'I'];
    let at = meta
        .windows(6)
        .position(|part| part == tag)
        .expect("a transfer syntax");
    let length = usize::from(u16::from_le_bytes([meta[at + 6], meta[at + 7]]));
    let uid = String::from_utf8_lossy(&meta[at + 8..at + 8 + length]);
    uid.trim_end_matches('\0').to_owned()
}

/// Behind preamble, prefix and the group length that comes first.
fn data_set_start(bytes: &[u8]) -> usize {
    let length: [u8; 4] = bytes[140..144].try_into().expect("four bytes");
    144 + u32::from_le_bytes(length) as usize
}

/// The same file, its data set inflated and called Explicit VR Little Endian where it was deflated.
///
/// # Panics
/// If it cannot be inflated.
#[must_use]
pub fn inflated(bytes: &[u8]) -> Vec<u8> {
    if transfer_syntax(bytes).as_bytes() != DEFLATED {
        return bytes.to_vec();
    }
    let (meta, body) = bytes.split_at(data_set_start(bytes));
    let mut plain = meta.to_vec();
    let at = plain
        .windows(DEFLATED.len())
        .position(|part| part == DEFLATED)
        .expect("the syntax");
    plain[at + 19..at + 22].fill(0);
    flate2::read::DeflateDecoder::new(body)
        .read_to_end(&mut plain)
        .expect("a deflated data set");
    plain
}

/// The text of an attribute without padding; empty where it is missing.
#[must_use]
pub fn text(object: &InMemDicomObject, tag: Tag) -> String {
    let value = object
        .get(tag)
        .and_then(|element| element.to_str().ok().map(|text| text.into_owned()));
    value
        .unwrap_or_default()
        .trim_end_matches(['\0', ' '])
        .to_owned()
}

/// The stored samples of an opened file as little-endian bytes; of compressed files decoded, and how they lie then.
///
/// # Panics
/// If there are none, or they cannot be decoded.
#[must_use]
pub fn samples(object: &DefaultDicomObject) -> (Layout, Vec<u8>) {
    let layout = Layout::of(object);
    let uid = object.meta().transfer_syntax();
    let syntax = TransferSyntaxRegistry.get(uid).expect("a known syntax");
    let Codec::EncapsulatedPixelData(Some(reader), _) = syntax.codec() else {
        return (layout, native_pixels(object));
    };
    let mut data = Vec::new();
    reader.decode(object, &mut data).expect("whole frames");
    let interleaved = Layout {
        planar: false,
        is_422: false,
        ..layout
    };
    (interleaved, data)
}

/// Native pixel data as little-endian bytes.
fn native_pixels(object: &DefaultDicomObject) -> Vec<u8> {
    let element = object.element(tags::PIXEL_DATA).expect("pixel data");
    let allocated = Layout::of(object).bytes;
    if allocated == 2 {
        let words: Vec<u16> = element.to_multi_int().expect("native words");
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    } else {
        element.to_bytes().expect("native bytes").into_owned()
    }
}

/// A decoded picture: 8 or 16 bits a sample, little endian, interleaved.
pub struct Picture {
    /// Its layout.
    pub layout: Layout,
    /// Its samples.
    pub data: Vec<u8>,
}

/// Decodes a PNG or a JPEG.
///
/// # Panics
/// If it cannot be decoded.
#[must_use]
pub fn picture(bytes: &[u8]) -> Picture {
    if bytes.starts_with(&[0x89, b'P']) {
        png_picture(bytes)
    } else {
        jpeg_picture(bytes)
    }
}

fn layout(columns: u32, rows: u32, channels: usize, bytes: usize) -> Layout {
    let (columns, rows) = (columns as usize, rows as usize);
    Layout {
        columns,
        rows,
        frames: 1,
        channels,
        bytes,
        planar: false,
        is_422: false,
    }
}

fn png_picture(bytes: &[u8]) -> Picture {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    // Palettes as colors, low depths spread over a byte, transparency as opacity.
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().expect("a PNG");
    let mut data = vec![0; reader.output_buffer_size().expect("a PNG of sensible size")];
    let info = reader.next_frame(&mut data).expect("a whole PNG");
    let bytes = if info.bit_depth == png::BitDepth::Sixteen {
        data.chunks_exact_mut(2).for_each(|pair| pair.swap(0, 1));
        2
    } else {
        1
    };
    Picture {
        layout: layout(info.width, info.height, info.color_type.samples(), bytes),
        data,
    }
}

fn jpeg_picture(bytes: &[u8]) -> Picture {
    let mut decoder = jpeg_decoder::Decoder::new(Cursor::new(bytes));
    let data = decoder.decode().expect("a whole JPEG");
    let info = decoder.info().expect("a decoded JPEG");
    let channels = info.pixel_format.pixel_bytes();
    Picture {
        layout: layout(u32::from(info.width), u32::from(info.height), channels, 1),
        data,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_found_in_every_layout() {
        let base = layout(2, 1, 3, 1);
        let interleaved = [1, 2, 3, 4, 5, 6];
        let planes = [1, 4, 2, 5, 3, 6];
        for channel in 0..3 {
            let planar = Layout {
                planar: true,
                ..base
            };
            for x in 0..2 {
                let want = base.sample(&interleaved, 0, (x, 0), channel);
                assert_eq!(planar.sample(&planes, 0, (x, 0), channel), want);
            }
        }
        let shared = Layout {
            is_422: true,
            ..base
        };
        assert_eq!(shared.sample(&[10, 11, 20, 30], 0, (1, 0), 0), 11);
        assert_eq!(shared.sample(&[10, 11, 20, 30], 0, (1, 0), 2), 30);
    }
}
