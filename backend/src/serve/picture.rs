//! The picture of `POST /api/detect-text`: a PNG of 8 bits, grey or RGB, as the page makes it. Anything else is not
//! looked at.

use std::io::Cursor;

use deid_model::{Channels, DisplayImage, FrameSize};
use image::codecs::png::PngDecoder;
use image::{ColorType, ImageDecoder, Limits};

use super::problem::ApiError;

/// Most pixels of one picture.
const MOST_PIXELS: u64 = 12_000_000;

/// Bytes that decoding and sending `png` take: its samples twice (the engine's own copy), and its encodings.
///
/// # Errors
/// As [`decode`]
pub fn memory(png: &[u8]) -> Result<u64, ApiError> {
    let decoder = open(png)?;
    Ok(decoder.total_bytes() * 2 + png.len() as u64 * 4)
}

/// The picture.
///
/// # Errors
/// [`ApiError::NotAPicture`]; [`ApiError::TooLarge`] for too many pixels.
pub fn decode(png: &[u8]) -> Result<DisplayImage, ApiError> {
    let decoder = open(png)?;
    let (columns, rows) = decoder.dimensions();
    let channels = channels(decoder.color_type())?;
    let mut samples = vec![0; decoder.total_bytes() as usize];
    decoder
        .read_image(&mut samples)
        .map_err(|_| ApiError::NotAPicture)?;
    DisplayImage::new(FrameSize::new(columns, rows), channels, samples)
        .map_err(|_| ApiError::NotAPicture)
}

/// Reads no further than the header.
fn open(png: &[u8]) -> Result<PngDecoder<Cursor<&[u8]>>, ApiError> {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_PIXELS * 4);
    let decoder =
        PngDecoder::with_limits(Cursor::new(png), limits).map_err(|_| ApiError::NotAPicture)?;
    let (columns, rows) = decoder.dimensions();
    if FrameSize::new(columns, rows).pixels() > MOST_PIXELS {
        return Err(ApiError::TooLarge);
    }
    channels(decoder.color_type()).map(|_| decoder)
}

fn channels(color: ColorType) -> Result<Channels, ApiError> {
    match color {
        ColorType::L8 => Ok(Channels::Grey),
        ColorType::Rgb8 => Ok(Channels::Rgb),
        _ => Err(ApiError::NotAPicture),
    }
}

#[cfg(test)]
mod tests {
    use image::codecs::png::PngEncoder;
    use image::{ExtendedColorType, ImageEncoder};

    use super::*;

    fn png(columns: u32, rows: u32, color: ExtendedColorType, bytes: usize) -> Vec<u8> {
        let mut png = Vec::new();
        let samples = vec![7; columns as usize * rows as usize * bytes];
        PngEncoder::new(&mut png)
            .write_image(&samples, columns, rows, color)
            .unwrap();
        png
    }

    #[test]
    fn grey_and_rgb_pictures_of_8_bits_are_read() {
        let grey = decode(&png(5, 3, ExtendedColorType::L8, 1)).unwrap();
        assert_eq!(
            (grey.size(), grey.channels()),
            (FrameSize::new(5, 3), Channels::Grey)
        );
        let color = decode(&png(5, 3, ExtendedColorType::Rgb8, 3)).unwrap();
        assert_eq!(color.samples().len(), 45);
    }

    #[test]
    fn everything_else_is_refused() {
        let mut broken = png(64, 64, ExtendedColorType::L8, 1);
        broken.truncate(60);
        for wrong in [
            png(5, 3, ExtendedColorType::L16, 2),
            png(5, 3, ExtendedColorType::Rgba8, 4),
            broken,
            b"\xff\xd8\xff\xe0".to_vec(),
            Vec::new(),
        ] {
            assert_eq!(decode(&wrong).err(), Some(ApiError::NotAPicture));
        }
    }

    #[test]
    fn a_small_file_that_claims_a_huge_picture_is_refused_before_it_is_decoded() {
        let mut png = png(16, 16, ExtendedColorType::L8, 1);
        for (at, byte) in [(16, 0), (17, 1), (18, 0), (19, 0), (20, 0), (21, 1)] {
            png[at] = byte;
        }
        // The header's checksum, as CRC-32 defines it.
        let crc = png[12..29].iter().fold(!0u32, |crc, &byte| {
            (0..8).fold(crc ^ u32::from(byte), |crc, _| {
                (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
            })
        });
        png[29..33].copy_from_slice(&(!crc).to_be_bytes());
        assert_eq!(memory(&png).err(), Some(ApiError::TooLarge));
    }
}
