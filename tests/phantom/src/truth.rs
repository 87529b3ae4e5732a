//! What a phantom holds: the judge's copy.

use deid_model::{FrameSize, Orientation};
use serde_json::{Value, json};

use crate::text::{TextLayer, Word};

/// What a phantom holds.
#[derive(Clone)]
pub struct Truth {
    /// Columns and rows of a frame.
    pub size: FrameSize,
    /// Number of frames; the words stand in each of them.
    pub frames: u32,
    /// The words burnt in.
    pub words: Vec<Word>,
    /// For each pixel the 1-based number of the word whose ink it carries, or 0; row-major.
    pub glyphs: Vec<u16>,
    /// Values that must not stand anywhere in an output.
    pub secrets: Vec<String>,
}

impl Truth {
    /// The truth of `layer` on `frames` frames, beside header values `secrets`.
    #[must_use]
    pub fn new(size: FrameSize, frames: u32, layer: &TextLayer, secrets: Vec<String>) -> Self {
        Self {
            size,
            frames,
            words: layer.words().to_vec(),
            glyphs: layer.glyphs(),
            secrets,
        }
    }

    /// Share (0..=1) of the glyph pixels of word `index` for which `covered(x, y)` holds.
    ///
    /// # Panics
    /// If there is no such word.
    pub fn covered_share(&self, index: usize, covered: impl Fn(u32, u32) -> bool) -> f64 {
        let (mut all, mut hit) = (0u32, 0u32);
        let area = self.words[index].area;
        for y in area.y0()..area.y1() {
            for x in area.x0()..area.x1() {
                let at = y as usize * self.size.columns as usize + x as usize;
                if usize::from(self.glyphs[at]) == index + 1 {
                    all += 1;
                    hit += u32::from(covered(x, y));
                }
            }
        }
        f64::from(hit) / f64::from(all.max(1))
    }

    /// The same for a picture that is turned.
    ///
    /// # Panics
    /// If a word stands outside of the frame.
    #[must_use]
    pub fn turned(mut self, by: Orientation) -> Self {
        for word in &mut self.words {
            let area = by.shown_box(word.area, self.size);
            word.area = area.expect("words stand in the frame");
        }
        let bytes = self.glyphs.iter().flat_map(|glyph| glyph.to_le_bytes());
        let bytes = by.shown_samples(bytes.collect(), self.size, 2);
        let pairs = bytes.as_chunks::<2>().0.iter();
        self.glyphs = pairs.map(|&pair| u16::from_le_bytes(pair)).collect();
        self.size = by.shown_size(self.size);
        self
    }

    /// The ground truth as `deid eval` reads it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let words: Vec<Value> = self.words.iter().map(word_json).collect();
        json!({ "width": self.size.columns, "height": self.size.rows, "words": words })
    }

    /// The word number at each glyph pixel, as a 16-bit grey PNG.
    #[must_use]
    pub fn glyph_png(&self) -> Vec<u8> {
        crate::picture::png_grey16(self.size, &self.glyphs, &[])
    }
}

fn word_json(word: &Word) -> Value {
    let [x0, y0, x1, y1] = <[u32; 4]>::from(word.area);
    json!({
        "text": word.text,
        "box": [x0, y0, x1, y1],
        "poly": [[x0, y0], [x1, y0], [x1, y1], [x0, y1]],
        "is_phi": word.is_phi(),
        "category": word.category,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Face, Lettering};
    use deid_model::PhiCategory;

    #[test]
    fn coverage_counts_glyph_pixels_only() {
        let size = FrameSize::new(120, 30);
        let mut layer = TextLayer::new(size);
        let lettering = Lettering {
            face: Face::Bold,
            pixels: 18.0,
            level: 1.0,
        };
        layer.write((4, 4), lettering, &[("SILAS", PhiCategory::Name)]);
        let truth = Truth::new(size, 1, &layer, Vec::new());
        assert_eq!(truth.covered_share(0, |_, _| true), 1.0);
        assert_eq!(truth.covered_share(0, |_, _| false), 0.0);
        let half = truth.covered_share(0, |x, _| x < 30);
        assert!(half > 0.2 && half < 0.8);
        assert_eq!(truth.to_json()["words"][0]["is_phi"], true);
    }
}
