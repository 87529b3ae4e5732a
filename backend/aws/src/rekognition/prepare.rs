//! Makes of a picture the PNG that is sent, and remembers how to find back.

use std::io::Cursor;

use deid_model::{Channels, DisplayImage, EngineError, FrameSize};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops;
use image::{DynamicImage, GrayImage, RgbImage};

/// Fewest pixels on each side that the service takes.
const LEAST_SIDE: u32 = 80;
/// Most bytes of a picture sent inline.
const MOST_BYTES: usize = 5 * 1024 * 1024;
/// Most samples after enlarging: even a PNG that gains nothing by compression then stays below [`MOST_BYTES`].
const MOST_ENLARGED_SAMPLES: u64 = 5_000_000;
/// How much a small picture is enlarged.
const ENLARGING: u32 = 2;

/// Where the picture lies within what was sent: in its top left corner, each pixel `factor` wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The picture.
    pub size: FrameSize,
    /// What was sent.
    pub sent: FrameSize,
    /// Pixels sent for each pixel of the picture, along each axis.
    pub factor: u32,
}

/// A picture ready to be sent.
pub struct Prepared {
    /// 8-bit grey or RGB, without metadata.
    pub png: Vec<u8>,
    /// How to find back.
    pub placement: Placement,
}

/// Enlarges where that still fits, then pads to the least size by repeating the last column and row.
pub fn prepare(picture: &DisplayImage) -> Result<Prepared, EngineError> {
    let size = picture.size();
    if size.pixels() == 0 {
        return Err(EngineError::Rejected);
    }
    let factor = factor_for(size, picture.channels());
    let enlarged = FrameSize::new(size.columns * factor, size.rows * factor);
    let sent = FrameSize::new(
        enlarged.columns.max(LEAST_SIDE),
        enlarged.rows.max(LEAST_SIDE),
    );
    let mut pixels = dynamic_image(picture).ok_or(EngineError::Rejected)?;
    if factor > 1 {
        pixels = pixels.resize_exact(
            enlarged.columns,
            enlarged.rows,
            imageops::FilterType::Triangle,
        );
    }
    if sent != enlarged {
        pixels = padded(&pixels, sent);
    }
    let mut png = Cursor::new(Vec::new());
    let encoder =
        PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Adaptive);
    pixels
        .write_with_encoder(encoder)
        .map_err(|_| EngineError::Rejected)?;
    let png = png.into_inner();
    if png.len() > MOST_BYTES {
        return Err(EngineError::TooLarge);
    }
    Ok(Prepared {
        png,
        placement: Placement { size, sent, factor },
    })
}

const fn factor_for(size: FrameSize, channels: Channels) -> u32 {
    let samples = size.pixels() * channels.count() as u64;
    let enlarged = samples.saturating_mul((ENLARGING * ENLARGING) as u64);
    if enlarged <= MOST_ENLARGED_SAMPLES {
        ENLARGING
    } else {
        1
    }
}

fn dynamic_image(picture: &DisplayImage) -> Option<DynamicImage> {
    let (columns, rows) = (picture.size().columns, picture.size().rows);
    let samples = picture.samples().to_vec();
    match picture.channels() {
        Channels::Grey => GrayImage::from_raw(columns, rows, samples).map(DynamicImage::from),
        Channels::Rgb => RgbImage::from_raw(columns, rows, samples).map(DynamicImage::from),
    }
}

/// Small only: each sample of the padding repeats the nearest one of the picture.
fn padded(pixels: &DynamicImage, sent: FrameSize) -> DynamicImage {
    let (last_x, last_y) = (pixels.width() - 1, pixels.height() - 1);
    if let DynamicImage::ImageLuma8(grey) = pixels {
        let nearest = |x: u32, y: u32| *grey.get_pixel(x.min(last_x), y.min(last_y));
        GrayImage::from_fn(sent.columns, sent.rows, nearest).into()
    } else {
        let color = pixels.to_rgb8();
        let nearest = |x: u32, y: u32| *color.get_pixel(x.min(last_x), y.min(last_y));
        RgbImage::from_fn(sent.columns, sent.rows, nearest).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(
        columns: u32,
        rows: u32,
        channels: Channels,
        value: impl Fn(usize) -> u8,
    ) -> DisplayImage {
        let count = columns as usize * rows as usize * channels.count();
        let samples = (0..count).map(value).collect();
        DisplayImage::new(FrameSize::new(columns, rows), channels, samples).unwrap()
    }

    fn decoded(prepared: &Prepared) -> DynamicImage {
        image::load_from_memory(&prepared.png).unwrap()
    }

    /// Values without any pattern that packing could use.
    fn noise(index: usize) -> u8 {
        let mixed = (index as u64)
            .wrapping_add(1)
            .wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 56) as u8
    }

    #[test]
    fn a_tiny_picture_is_enlarged_and_padded_with_its_edge() {
        let prepared = prepare(&picture(30, 50, Channels::Grey, |i| {
            if i % 30 < 29 { 10 } else { 200 }
        }))
        .unwrap();
        let sent = decoded(&prepared).to_luma8();
        assert_eq!((sent.width(), sent.height()), (80, 100));
        assert_eq!(prepared.placement.factor, 2);
        assert_eq!(prepared.placement.sent, FrameSize::new(80, 100));
        assert_eq!(
            [sent.get_pixel(0, 0).0, sent.get_pixel(79, 99).0],
            [[10], [200]]
        );
    }

    #[test]
    fn a_large_picture_is_sent_as_it_is() {
        let prepared = prepare(&picture(1300, 1000, Channels::Rgb, |i| (i % 251) as u8)).unwrap();
        assert_eq!(prepared.placement.factor, 1);
        let sent = decoded(&prepared).to_rgb8();
        assert!(
            sent.as_raw()
                .iter()
                .enumerate()
                .all(|(i, v)| *v == (i % 251) as u8)
        );
    }

    #[test]
    fn the_worst_picture_that_is_enlarged_still_fits() {
        let prepared = prepare(&picture(1250, 1000, Channels::Grey, noise)).unwrap();
        assert_eq!(prepared.placement.factor, 2);
        assert!(prepared.png.len() <= MOST_BYTES, "{}", prepared.png.len());
    }

    #[test]
    fn a_picture_that_does_not_fit_is_too_large() {
        let error = prepare(&picture(2400, 2400, Channels::Grey, noise)).err();
        assert_eq!(error, Some(EngineError::TooLarge));
    }
}
