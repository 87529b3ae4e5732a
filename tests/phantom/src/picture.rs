//! PNG and JPEG files, with names in their metadata.

use deid_model::FrameSize;
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

fn png(
    size: FrameSize,
    color: png::ColorType,
    depth: png::BitDepth,
    bytes: &[u8],
    texts: &[PngText<'_>],
) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, size.columns, size.rows);
    encoder.set_color(color);
    encoder.set_depth(depth);
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

/// A JPEG with an EXIF block and a comment that name `person`.
#[must_use]
pub fn jpeg_with_names(size: FrameSize, samples: &[u8], how: Jpeg, person: &Identity) -> Vec<u8> {
    let plain = jpeg(size, samples, how, 92);
    let mut out = plain[..2].to_vec();
    out.extend(segment(0xe1, &exif(person)));
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

/// A little-endian TIFF directory of one entry: the artist.
fn exif(person: &Identity) -> Vec<u8> {
    let artist = format!("{} {}\0", person.given, person.family);
    let mut out = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    out.extend([0x3b, 0x01, 2, 0]);
    out.extend((artist.len() as u32).to_le_bytes());
    out.extend(26u32.to_le_bytes());
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
            &person
        )));
        assert!(!holds(&jpeg(size, &[9; 256], Jpeg::Grey, 90)));
    }
}
