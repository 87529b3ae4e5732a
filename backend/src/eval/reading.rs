//! Figures on what was read.

use schemars::JsonSchema;
use serde::Serialize;

use super::rate::Rate;
use super::score::{ImageScore, LineScore, WordScore};

/// From this confidence on, what was read is believed.
const CONFIDENT: f32 = 0.9;

/// What was read. A recognized word stands on the word of the truth in whose polygon, grown a little, its center
/// lies; several on one are joined by spaces. A word counts as found here if half of its glyph pixels are covered.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Reading {
    /// Lines of Latin print with a cap height of 8 pixels and a contrast of 15 % at least, all words found.
    pub clear_found_lines: CharacterErrors,
    /// Such lines, found or not.
    pub clear_lines: CharacterErrors,
    /// All lines of Latin print whose words were all found.
    pub found_lines: CharacterErrors,
    /// All lines of Latin print.
    pub lines: CharacterErrors,
    /// PHI words in Latin print that were read exactly.
    pub exact_phi_words: Rate,
    /// Those of them that are legible.
    pub exact_legible_phi_words: Rate,
    /// Found words of Latin print on which something was read.
    pub read_words: Rate,
    /// Recognized words of a confidence of 0.9 at least that are exact.
    pub confident_words: Rate,
    /// PHI words known to who sees what was read across them: from five characters on, as a part of it but for one
    /// character; from three on, as a part of it; shorter ones alone between spaces.
    pub recovered_phi_words: Rate,
}

/// Characters to insert, delete or replace in what was read.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CharacterErrors {
    /// Number of lines.
    pub lines: u64,
    /// Their characters.
    pub characters: u64,
    /// Errors.
    pub errors: u64,
    /// `errors / characters`; null of none. More than 1 where much was read that is not there.
    pub rate: Option<f64>,
}

impl Reading {
    /// Counts what was read; `None` where nothing was.
    pub fn new(images: &[ImageScore]) -> Option<Self> {
        if images.iter().all(|image| image.judged.is_empty()) {
            return None;
        }
        let lines = |is_meant: fn(&LineScore) -> bool| {
            let all = images.iter().flat_map(|image| &image.lines);
            character_errors(all.filter(|line| is_meant(line)))
        };
        let words = |is_meant: fn(&WordScore) -> bool, is_hit: fn(&WordScore) -> bool| {
            let all = images.iter().flat_map(|image| &image.words);
            Rate::count(all.filter(|word| is_meant(word)).map(is_hit))
        };
        let is_exact = |word: &WordScore| word.read.is_exact(&word.truth);
        let judged = images.iter().flat_map(|image| &image.judged);
        let confident = judged.filter(|(confidence, _)| *confidence >= CONFIDENT);
        Some(Self {
            clear_found_lines: lines(|line| line.is_clear && line.is_found),
            clear_lines: lines(|line| line.is_clear),
            found_lines: lines(|line| line.is_found),
            lines: lines(|_| true),
            exact_phi_words: words(is_latin_phi, is_exact),
            exact_legible_phi_words: words(
                |word| word.truth.is_phi && word.truth.is_legible(),
                is_exact,
            ),
            read_words: words(
                |word| word.is_found() && word.truth.is_latin_print(),
                |word| word.read.text.is_some(),
            ),
            confident_words: Rate::count(confident.map(|(_, is_exact)| *is_exact)),
            recovered_phi_words: words(|word| word.truth.is_phi, |word| word.read.is_recovered),
        })
    }
}

fn is_latin_phi(word: &WordScore) -> bool {
    word.truth.is_phi && word.truth.is_latin_print()
}

fn character_errors<'a>(chosen: impl Iterator<Item = &'a LineScore>) -> CharacterErrors {
    let (mut lines, mut characters, mut errors) = (0, 0, 0);
    for line in chosen {
        lines += 1;
        characters += line.characters;
        errors += line.errors;
    }
    CharacterErrors {
        lines,
        characters,
        errors,
        rate: (characters > 0).then(|| errors as f64 / characters as f64),
    }
}
