//! Figures on what was covered.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::judge::is_marker;
use super::rate::Rate;
use super::score::{ImageScore, WordScore};
use super::slices::{DIMENSIONS, order, slice_of};

/// What was covered. A word is if 98 % of its glyph pixels lie in redacted boxes.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Detection {
    /// PHI printed in Latin letters, cap height of 8 pixels and contrast of twice the noise at least.
    pub legible: Covered,
    /// PHI printed in Latin letters, cap height of 6 pixels and contrast of 8 % at least.
    pub in_reach: Covered,
    /// All PHI printed in Latin letters.
    pub latin_print: Covered,
    /// All PHI: other scripts, handwriting and barcodes too.
    pub everything: Covered,
    /// Legible words that identify nobody, of which nearly nothing is covered.
    pub harmless_kept: Rate,
    /// Of these, exact laterality, view and position markers.
    pub markers_kept: Rate,
    /// Words covered, by kind.
    pub slices: Vec<Slice>,
    /// Share of the pixels far from words that lies in boxes, over the pictures.
    pub text_free_area: Spread,
    /// Pictures without words, by background.
    pub text_free_images: Vec<TextFree>,
}

/// PHI words covered, and pictures with PHI words none of which leaks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Covered {
    /// PHI words covered.
    pub words: Rate,
    /// Of the pictures with such a word, those where all are covered.
    pub images: Rate,
}

/// Words of one kind. By rotation, cap height, contrast, background, category and font kind: PHI printed in Latin
/// letters. By kind and script: all words of that kind but print, and of that script but Latin, PHI or not.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Slice {
    /// What it is sliced by.
    pub by: String,
    /// Which slice.
    pub name: String,
    /// Words covered.
    pub words: Rate,
}

/// A measure over pictures, 0..=1 each.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Median.
    pub median: f64,
    /// 99th percentile, by nearest rank.
    pub percentile_99: f64,
}

/// Pictures without words.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TextFree {
    /// What they show; `all` for all together, and groups of kinds.
    pub background: String,
    /// Those with a box.
    pub with_box: Rate,
    /// Median number of boxes.
    pub median_boxes: f64,
}

impl Detection {
    /// Counts what was covered.
    pub fn new(images: &[ImageScore]) -> Self {
        Self {
            legible: covered(images, |word| word.truth.is_legible()),
            in_reach: covered(images, |word| word.truth.is_in_reach()),
            latin_print: covered(images, |word| word.truth.is_latin_print()),
            everything: covered(images, |_| true),
            harmless_kept: kept(images, |_| true),
            markers_kept: kept(images, |word| is_marker(&word.truth.text)),
            slices: slices(images),
            text_free_area: spread(images.iter().map(|image| image.text_free).collect()),
            text_free_images: text_free(images),
        }
    }
}

fn covered(images: &[ImageScore], is_meant: impl Fn(&WordScore) -> bool) -> Covered {
    let meant = |image: &ImageScore| -> Vec<bool> {
        let words = image.words.iter();
        words
            .filter(|word| word.truth.is_phi && is_meant(word))
            .map(WordScore::is_covered)
            .collect()
    };
    let images: Vec<_> = images.iter().map(meant).collect();
    let with_words = images.iter().filter(|words| !words.is_empty());
    Covered {
        words: Rate::count(images.iter().flatten().copied()),
        images: Rate::count(with_words.map(|words| words.iter().all(|&is_covered| is_covered))),
    }
}

fn kept(images: &[ImageScore], is_meant: impl Fn(&WordScore) -> bool) -> Rate {
    let words = images.iter().flat_map(|image| &image.words);
    let harmless = words.filter(|word| !word.truth.is_phi && word.truth.is_legible());
    Rate::count(
        harmless
            .filter(|word| is_meant(word))
            .map(WordScore::is_kept),
    )
}

fn slices(images: &[ImageScore]) -> Vec<Slice> {
    let mut groups: BTreeMap<(usize, usize, String), Vec<bool>> = BTreeMap::new();
    for image in images {
        for word in &image.words {
            for dimension in 0..DIMENSIONS.len() {
                if let Some(name) = slice_of(dimension, image, word) {
                    let place = (dimension, order(dimension, &name), name);
                    groups.entry(place).or_default().push(word.is_covered());
                }
            }
        }
    }
    let slice = |((dimension, _, name), words): ((usize, usize, String), Vec<bool>)| Slice {
        by: DIMENSIONS[dimension].into(),
        name,
        words: Rate::count(words),
    };
    groups.into_iter().map(slice).collect()
}

/// Kinds of backgrounds that are also counted together.
const GROUPS: [(&str, &[&str]); 2] = [
    (
        "CR/DX/CT/MR-like",
        &["xray", "ct", "mr", "mammography", "angiography"],
    ),
    ("ultrasound-like", &["ultrasound", "doppler"]),
];

fn text_free(images: &[ImageScore]) -> Vec<TextFree> {
    let mut kinds: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for image in images.iter().filter(|image| image.words.is_empty()) {
        let background = image.background.as_deref().unwrap_or("not told");
        kinds
            .entry(background)
            .or_default()
            .push(image.boxes as f64);
    }
    let together = |is_meant: &dyn Fn(&str) -> bool| -> Vec<f64> {
        let meant = kinds.iter().filter(|(kind, _)| is_meant(kind));
        meant.flat_map(|(_, boxes)| boxes).copied().collect()
    };
    let mut rows = vec![("all", together(&|_| true))];
    rows.extend(GROUPS.map(|(name, group)| (name, together(&|kind| group.contains(&kind)))));
    rows.extend(kinds.iter().map(|(kind, boxes)| (*kind, boxes.clone())));
    rows.retain(|(_, boxes)| !boxes.is_empty());
    let row = |(background, boxes): (&str, Vec<f64>)| TextFree {
        background: background.into(),
        with_box: Rate::count(boxes.iter().map(|&boxes| boxes > 0.0)),
        median_boxes: spread(boxes).median,
    };
    rows.into_iter().map(row).collect()
}

fn spread(mut values: Vec<f64>) -> Spread {
    values.sort_by(f64::total_cmp);
    let count = values.len();
    let at = |index: usize| values.get(index).copied().unwrap_or_default();
    Spread {
        mean: values.iter().sum::<f64>() / count.max(1) as f64,
        median: f64::midpoint(at(count / 2), at(count.saturating_sub(1) / 2)),
        percentile_99: at((count * 99).div_ceil(100).saturating_sub(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_percentiles_are_those_of_the_textbook() {
        let spread_of = |values: &[f64]| spread(values.to_vec());
        let hundred: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(
            spread_of(&hundred),
            Spread {
                mean: 50.5,
                median: 50.5,
                percentile_99: 99.0
            }
        );
        assert_eq!(spread_of(&[3.0, 1.0, 2.0]).median, 2.0);
        assert_eq!(spread_of(&[0.25]).percentile_99, 0.25);
        assert_eq!(spread_of(&[]).mean, 0.0);
    }
}
