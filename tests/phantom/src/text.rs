//! The layer of text over a background: coverage and word number of each pixel.

use ab_glyph::{Font as _, FontRef, Glyph, PxScale, ScaleFont as _, point};
use deid_model::{FrameSize, PhiCategory, PixelBox};

/// Coverage (of 255) from which a pixel counts as part of a glyph: fringe that the eye can see.
const VISIBLE: u8 = 26;

/// A typeface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Proportional.
    Sans,
    /// Proportional, bold.
    Bold,
    /// Narrow.
    Condensed,
    /// Fixed width, as on a console.
    Mono,
    /// With serifs.
    Serif,
}

impl Face {
    fn font(self) -> FontRef<'static> {
        let bytes = match self {
            Self::Sans => dejavu::sans::regular(),
            Self::Bold => dejavu::sans::bold(),
            Self::Condensed => dejavu::sans_condensed::regular(),
            Self::Mono => dejavu::sans_mono::regular(),
            Self::Serif => dejavu::serif::regular(),
        };
        FontRef::try_from_slice(bytes).expect("the embedded font is intact")
    }
}

/// How text is written.
#[derive(Clone, Copy, Debug)]
pub struct Lettering {
    /// The typeface.
    pub face: Face,
    /// Height of a line (ascent to descent) in pixels; a capital is about 0.63 of it.
    pub pixels: f32,
    /// Luminance of the ink, 0 black to 1 white.
    pub level: f32,
}

/// One word that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// What it says.
    pub text: String,
    /// The box around its visible pixels.
    pub area: PixelBox,
    /// What kind of identifier it is.
    pub category: PhiCategory,
}

impl Word {
    /// Whether it identifies somebody.
    #[must_use]
    pub fn is_phi(&self) -> bool {
        self.category != PhiCategory::Harmless
    }
}

/// Words with the pixels they occupy, row-major.
#[derive(Clone)]
pub struct TextLayer {
    size: FrameSize,
    coverage: Vec<u8>,
    number: Vec<u16>,
    level: Vec<f32>,
    words: Vec<Word>,
}

impl TextLayer {
    /// An empty layer.
    #[must_use]
    pub fn new(size: FrameSize) -> Self {
        let pixels = size.pixels() as usize;
        Self {
            size,
            coverage: vec![0; pixels],
            number: vec![0; pixels],
            level: Vec::new(),
            words: Vec::new(),
        }
    }

    /// Writes words on one line, its top left corner at column `x`, row `y`; returns the column behind it.
    ///
    /// # Panics
    /// If a word leaves the frame: a truth with half a word is no truth.
    pub fn write(
        &mut self,
        (x, y): (u32, u32),
        lettering: Lettering,
        words: &[(&str, PhiCategory)],
    ) -> u32 {
        let font = lettering.face.font();
        let scaled = font.as_scaled(PxScale::from(lettering.pixels));
        let baseline = y as f32 + scaled.ascent();
        let mut pen = x as f32;
        for (text, category) in words {
            let mut glyphs = Vec::new();
            for letter in text.chars() {
                let mut glyph = scaled.scaled_glyph(letter);
                glyph.position = point(pen, baseline);
                pen += scaled.h_advance(glyph.id);
                glyphs.push(glyph);
            }
            self.ink(&font, glyphs, text, *category, lettering.level);
            pen += scaled.h_advance(scaled.glyph_id(' '));
        }
        pen.ceil() as u32
    }

    /// Writes words so that the line ends at column `right`.
    pub fn write_right(
        &mut self,
        (right, y): (u32, u32),
        lettering: Lettering,
        words: &[(&str, PhiCategory)],
    ) {
        let line: String = words
            .iter()
            .map(|(text, _)| *text)
            .collect::<Vec<_>>()
            .join(" ");
        let width = line_width(&line, lettering);
        self.write((right.saturating_sub(width), y), lettering, words);
    }

    fn ink(
        &mut self,
        font: &FontRef<'_>,
        glyphs: Vec<Glyph>,
        text: &str,
        category: PhiCategory,
        level: f32,
    ) {
        self.level.push(level);
        let number = u16::try_from(self.level.len()).expect("fewer than 65536 words");
        let mut area: Option<PixelBox> = None;
        for outline in glyphs
            .into_iter()
            .filter_map(|glyph| font.outline_glyph(glyph))
        {
            let corner = outline.px_bounds().min;
            outline.draw(|dx, dy, share| {
                let (x, y) = (
                    corner.x as i64 + i64::from(dx),
                    corner.y as i64 + i64::from(dy),
                );
                let alpha = (share.clamp(0.0, 1.0) * 255.0) as u8;
                let inside = x >= 0
                    && y >= 0
                    && x < i64::from(self.size.columns)
                    && y < i64::from(self.size.rows);
                assert!(inside || alpha == 0, "a word leaves the frame");
                if alpha == 0 {
                    return;
                }
                let (x, y) = (x as u32, y as u32);
                let at = y as usize * self.size.columns as usize + x as usize;
                self.coverage[at] = self.coverage[at].max(alpha);
                if alpha >= VISIBLE {
                    let pixel = PixelBox::new(x, y, x + 1, y + 1).expect("one pixel");
                    area = Some(area.map_or(pixel, |area| area.union(pixel)));
                }
                self.number[at] = number;
            });
        }
        let area = area.expect("a word has visible pixels");
        self.words.push(Word {
            text: text.to_owned(),
            area,
            category,
        });
    }

    /// The words, in the order they were written.
    #[must_use]
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// For each pixel the 1-based number of the word whose visible ink it carries, or 0.
    #[must_use]
    pub fn glyphs(&self) -> Vec<u16> {
        let pairs = self.coverage.iter().zip(&self.number);
        pairs
            .map(|(coverage, number)| if *coverage >= VISIBLE { *number } else { 0 })
            .collect()
    }

    /// Share of ink (0..=1) and its luminance at pixel `at`.
    pub(crate) fn at(&self, at: usize) -> (f32, f32) {
        let coverage = self.coverage[at];
        if coverage == 0 {
            return (0.0, 0.0);
        }
        let level = self.level[usize::from(self.number[at]) - 1];
        (f32::from(coverage) / 255.0, level)
    }
}

/// Columns that `line` takes.
fn line_width(line: &str, lettering: Lettering) -> u32 {
    let font = lettering.face.font();
    let scaled = font.as_scaled(PxScale::from(lettering.pixels));
    let width: f32 = line
        .chars()
        .map(|letter| scaled.h_advance(scaled.glyph_id(letter)))
        .sum();
    width.ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_box_holds_exactly_its_glyph_pixels() {
        let mut layer = TextLayer::new(FrameSize::new(200, 40));
        let lettering = Lettering {
            face: Face::Sans,
            pixels: 20.0,
            level: 1.0,
        };
        layer.write(
            (5, 5),
            lettering,
            &[("WREN", PhiCategory::Name), ("L", PhiCategory::Harmless)],
        );
        let glyphs = layer.glyphs();
        for (number, word) in layer.words().iter().enumerate() {
            let mut seen: Option<PixelBox> = None;
            for (at, value) in glyphs.iter().enumerate() {
                if usize::from(*value) == number + 1 {
                    let (x, y) = ((at % 200) as u32, (at / 200) as u32);
                    let pixel = PixelBox::new(x, y, x + 1, y + 1).unwrap();
                    seen = Some(seen.map_or(pixel, |area| area.union(pixel)));
                }
            }
            assert_eq!(seen, Some(word.area));
        }
        assert!(layer.words()[0].is_phi() && !layer.words()[1].is_phi());
    }

    #[test]
    #[should_panic(expected = "leaves the frame")]
    fn a_word_that_leaves_the_frame_is_no_truth() {
        let mut layer = TextLayer::new(FrameSize::new(30, 30));
        let lettering = Lettering {
            face: Face::Mono,
            pixels: 20.0,
            level: 1.0,
        };
        layer.write((5, 5), lettering, &[("THISTLEWOOD", PhiCategory::Name)]);
    }
}
