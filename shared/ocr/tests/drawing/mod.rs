//! Pictures with text drawn into them, and what share of its pixels a detection covers.

use deid_model::{Channels, DetectedText, DisplayImage, FrameSize};
use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster};

/// A grey value to draw with.
#[derive(Clone, Copy)]
pub struct Ink(pub u8);

/// A grey picture that knows which of its pixels are glyphs.
pub struct Picture {
    columns: u32,
    rows: u32,
    samples: Vec<u8>,
    glyphs: Vec<bool>,
}

impl Picture {
    pub fn plain(columns: u32, rows: u32, grey: u8) -> Self {
        Self::painted(columns, rows, |_, _| grey)
    }

    /// A smooth rise from dark to bright.
    pub fn gradient(columns: u32, rows: u32) -> Self {
        Self::painted(columns, rows, |x, y| {
            ((x + y) * 255 / (columns + rows)) as u8
        })
    }

    /// `grey` with `spread` levels of noise.
    pub fn noisy(columns: u32, rows: u32, grey: u8, spread: u32) -> Self {
        Self::painted(columns, rows, |x, y| grey + (noise(x, y) % spread) as u8)
    }

    /// Soft shadows under noise, as in a radiograph.
    pub fn textured(columns: u32, rows: u32) -> Self {
        Self::painted(columns, rows, |x, y| {
            let shadow = 40.0 * ((x as f32 / 170.0).sin() + (y as f32 / 130.0).cos());
            (90.0 + shadow + (noise(x, y) % 12) as f32) as u8
        })
    }

    fn painted(columns: u32, rows: u32, grey: impl Fn(u32, u32) -> u8) -> Self {
        let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
        let samples: Vec<u8> = places.map(|(x, y)| grey(x, y)).collect();
        Self {
            columns,
            rows,
            glyphs: vec![false; samples.len()],
            samples,
        }
    }

    /// Draws `text` with its top left corner at `(x, y)` and lines of `height` pixels.
    pub fn write(&mut self, text: &str, x: u32, y: u32, height: u32, ink: Ink) {
        let raster_height = if height < 24 {
            RasterHeight::Size16
        } else {
            RasterHeight::Size32
        };
        let scale = raster_height.val() as f32 / height as f32;
        let mut left = x;
        for letter in text.chars() {
            let raster = get_raster(letter, FontWeight::Bold, raster_height).unwrap();
            let width = (raster.width() as f32 / scale).round() as u32;
            for (dx, dy) in (0..height).flat_map(|dy| (0..width).map(move |dx| (dx, dy))) {
                let opacity = smooth(
                    &|x, y| raster.pixel(x, y).unwrap_or(0),
                    dx as f32 * scale,
                    dy as f32 * scale,
                );
                self.dab(left + dx, y + dy, ink, opacity);
            }
            left += width;
        }
    }

    fn dab(&mut self, x: u32, y: u32, Ink(ink): Ink, opacity: f32) {
        if x < self.columns && y < self.rows {
            let at = (y * self.columns + x) as usize;
            let paper = f32::from(self.samples[at]);
            self.samples[at] = (paper + (f32::from(ink) - paper) * opacity).round() as u8;
            self.glyphs[at] |= opacity >= 0.25;
        }
    }

    /// The same, turned clockwise by a quarter.
    pub fn turned(&self) -> Self {
        let (columns, rows) = (self.rows, self.columns);
        let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
        let sources: Vec<usize> = places
            .map(|(x, y)| ((self.rows - 1 - x) * self.columns + y) as usize)
            .collect();
        Self {
            columns,
            rows,
            samples: sources.iter().map(|at| self.samples[*at]).collect(),
            glyphs: sources.iter().map(|at| self.glyphs[*at]).collect(),
        }
    }

    pub fn image(&self) -> DisplayImage {
        DisplayImage::new(
            FrameSize::new(self.columns, self.rows),
            Channels::Grey,
            self.samples.clone(),
        )
        .unwrap()
    }

    /// Share of the glyph pixels inside a box of `found`, 0..=1.
    pub fn covered(&self, found: &DetectedText) -> f64 {
        let (mut glyphs, mut covered) = (0u32, 0u32);
        for (at, _) in (0..).zip(&self.glyphs).filter(|(_, glyph)| **glyph) {
            let (x, y) = (at % self.columns, at / self.columns);
            glyphs += 1;
            covered += u32::from(found.words.iter().any(|word| word.area.contains(x, y)));
        }
        assert!(glyphs > 0, "nothing was drawn");
        f64::from(covered) / f64::from(glyphs)
    }
}

/// The raster's opacity at a place between its pixels, 0..=1.
fn smooth(raster: &dyn Fn(usize, usize) -> u8, x: f32, y: f32) -> f32 {
    let (x0, y0) = (x as usize, y as usize);
    let (fx, fy) = (x.fract(), y.fract());
    let at = |dx: usize, dy: usize| f32::from(raster(x0 + dx, y0 + dy)) / 255.0;
    let upper = at(0, 0) * (1.0 - fx) + at(1, 0) * fx;
    let lower = at(0, 1) * (1.0 - fx) + at(1, 1) * fx;
    upper * (1.0 - fy) + lower * fy
}

/// A value that looks random and is the same each time.
fn noise(x: u32, y: u32) -> u32 {
    let mixed =
        (x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77)).wrapping_mul(0xC2B2_AE3D);
    (mixed ^ (mixed >> 15)) >> 8
}
