//! PNG and JPEG files, with names in their metadata.

use std::borrow::Cow;

use deid_model::{FrameSize, Orientation};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::identity::Identity;

/// Keyword and text of a PNG chunk.
pub type PngText<'a> = (&'a str, String);

/// Text chunks that name `person`.
#[must_use]
pub fn png_texts(person: &Identity) -> Vec<PngText<'static>> {
    vec![
        ("Author", person.operator.replace('^', " ")),
        (
            "Comment",
            format!("{} {} {}", person.given, person.family, person.id),
        ),
    ]
}

/// 8-bit grey.
#[must_use]
pub fn png_grey8(size: FrameSize, samples: &[u8], texts: &[PngText<'_>]) -> Vec<u8> {
    png(
        size,
        png::ColorType::Grayscale,
        png::BitDepth::Eight,
        samples,
        texts,
    )
}

/// 16-bit grey.
#[must_use]
pub fn png_grey16(size: FrameSize, samples: &[u16], texts: &[PngText<'_>]) -> Vec<u8> {
    let bytes: Vec<u8> = samples
        .iter()
        .flat_map(|sample| sample.to_be_bytes())
        .collect();
    png(
        size,
        png::ColorType::Grayscale,
        png::BitDepth::Sixteen,
        &bytes,
        texts,
    )
}

/// 8-bit red, green, blue.
#[must_use]
pub fn png_rgb(size: FrameSize, samples: &[u8], texts: &[PngText<'_>]) -> Vec<u8> {
    png(
        size,
        png::ColorType::Rgb,
        png::BitDepth::Eight,
        samples,
        texts,
    )
}

/// 8-bit red, green, blue, with an opacity that fades to the right.
#[must_use]
pub fn png_rgba(size: FrameSize, rgb: &[u8], texts: &[PngText<'_>]) -> Vec<u8> {
    let columns = size.columns as usize;
    let opacity = |at: usize| 255 - (at % columns * 40 / columns) as u8;
    let pixels = rgb.chunks_exact(3).enumerate();
    let samples: Vec<u8> = pixels
        .flat_map(|(at, p)| [p[0], p[1], p[2], opacity(at)])
        .collect();
    png(
        size,
        png::ColorType::Rgba,
        png::BitDepth::Eight,
        &samples,
        texts,
    )
}

/// 1-bit grey, eight pixels a byte; `samples` are 0 and 1.
#[must_use]
pub fn png_grey1(size: FrameSize, samples: &[u8], texts: &[PngText<'_>]) -> Vec<u8> {
    let byte = |pixels: &[u8]| {
        let placed = pixels.iter().enumerate();
        placed.fold(0, |byte, (at, pixel)| byte | pixel << (7 - at))
    };
    let rows = samples.chunks_exact(size.columns as usize);
    let bytes: Vec<u8> = rows.flat_map(|row| row.chunks(8).map(byte)).collect();
    png(
        size,
        png::ColorType::Grayscale,
        png::BitDepth::One,
        &bytes,
        texts,
    )
}

/// 8-bit grey of which one level is transparent.
#[must_use]
pub fn png_color_key(size: FrameSize, samples: &[u8], key: u8, texts: &[PngText<'_>]) -> Vec<u8> {
    let kind = (png::ColorType::Grayscale, png::BitDepth::Eight);
    let chunks = Chunks {
        transparency: vec![0, key],
        ..Chunks::default()
    };
    png_with(size, kind, samples, chunks, texts)
}

/// 8-bit indices into grey colors of which each may be transparent.
#[must_use]
pub fn png_palette(
    size: FrameSize,
    indices: &[u8],
    greys: &[u8],
    opacities: &[u8],
    texts: &[PngText<'_>],
) -> Vec<u8> {
    let kind = (png::ColorType::Indexed, png::BitDepth::Eight);
    let chunks = Chunks {
        palette: greys.iter().flat_map(|&grey| [grey; 3]).collect(),
        transparency: opacities.to_vec(),
    };
    png_with(size, kind, indices, chunks, texts)
}

/// What stands before the samples; empty for none.
#[derive(Default)]
struct Chunks {
    palette: Vec<u8>,
    transparency: Vec<u8>,
}

fn png(
    size: FrameSize,
    color: png::ColorType,
    depth: png::BitDepth,
    bytes: &[u8],
    texts: &[PngText<'_>],
) -> Vec<u8> {
    png_with(size, (color, depth), bytes, Chunks::default(), texts)
}

fn png_with(
    size: FrameSize,
    (color, depth): (png::ColorType, png::BitDepth),
    bytes: &[u8],
    chunks: Chunks,
    texts: &[PngText<'_>],
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, size.columns, size.rows);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if !chunks.palette.is_empty() {
        encoder.set_palette(Cow::Owned(chunks.palette));
    }
    if !chunks.transparency.is_empty() {
        encoder.set_trns(Cow::Owned(chunks.transparency));
    }
    for (keyword, text) in texts {
        encoder
            .add_text_chunk((*keyword).to_owned(), text.clone())
            .expect("Latin-1 text");
    }
    let mut writer = encoder.write_header().expect("a valid header");
    writer.write_image_data(bytes).expect("all samples");
    writer.finish().expect("memory takes all bytes");
    out
}

/// How a JPEG is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jpeg {
    /// One component.
    Grey,
    /// Luminance and colour differences, the latter at half the columns (4:2:2).
    Color422,
    /// The same at half the columns and rows (4:2:0).
    Color420,
}

/// A JPEG without names; `samples` are grey or red, green, blue.
#[must_use]
pub fn jpeg(size: FrameSize, samples: &[u8], how: Jpeg, quality: u8) -> Vec<u8> {
    let (columns, rows) = (size.columns as u16, size.rows as u16);
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, quality);
    let color = match how {
        Jpeg::Grey => ColorType::Luma,
        Jpeg::Color422 | Jpeg::Color420 => ColorType::Rgb,
    };
    match how {
        Jpeg::Grey => {}
        Jpeg::Color422 => encoder.set_sampling_factor(SamplingFactor::R_4_2_2),
        Jpeg::Color420 => encoder.set_sampling_factor(SamplingFactor::R_4_2_0),
    }
    encoder
        .encode(samples, columns, rows, color)
        .expect("samples fill the picture");
    out
}

/// A JPEG with an EXIF block and a comment that name `person`; the former also tells how it is turned to be shown.
#[must_use]
pub fn jpeg_with_names(
    size: FrameSize,
    samples: &[u8],
    how: Jpeg,
    person: &Identity,
    orientation: Orientation,
) -> Vec<u8> {
    let plain = jpeg(size, samples, how, 92);
    let mut out = plain[..2].to_vec();
    out.extend(segment(0xe1, &exif(person, orientation)));
    out.extend(segment(
        0xfe,
        format!("{} {} {}", person.given, person.family, person.id).as_bytes(),
    ));
    out.extend(&plain[2..]);
    out
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![0xff, marker];
    out.extend((body.len() as u16 + 2).to_be_bytes());
    out.extend(body);
    out
}

/// A little-endian TIFF directory of two entries: the orientation and the artist.
fn exif(person: &Identity, orientation: Orientation) -> Vec<u8> {
    let artist = format!("{} {}\0", person.given, person.family);
    let mut out = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    out.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation.exif(), 0, 0, 0]);
    out.extend([0x3b, 0x01, 2, 0]);
    out.extend((artist.len() as u32).to_le_bytes());
    out.extend(38u32.to_le_bytes());
    out.extend(0u32.to_le_bytes());
    out.extend(artist.as_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_carry_the_names_that_must_go() {
        let person = Identity::invented(2);
        let size = FrameSize::new(16, 16);
        let holds = |bytes: &[u8]| {
            bytes
                .windows(person.family.len())
                .any(|w| w == person.family.as_bytes())
        };
        assert!(holds(&png_grey8(size, &[9; 256], &png_texts(&person))));
        assert!(holds(&jpeg_with_names(
            size,
            &[9; 256],
            Jpeg::Grey,
            &person,
            Orientation::AsStored
        )));
        assert!(!holds(&jpeg(size, &[9; 256], Jpeg::Grey, 90)));
    }
}
