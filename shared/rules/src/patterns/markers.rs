//! Initials of the radiographer beside a lead marker: the L or R stays, the initials go.

use deid_model::PhiCategory;
use deid_model::region::RegionReason;

use super::fold::listed;
use super::measures::is_measure;
use super::reading::{Reading, Token};
use super::{Opinion, pattern};

/// Lateralities as lead letters show them.
const SIDES: &[&str] = &["L", "R", "LT", "RT", "LEFT", "RIGHT"];
/// Two letters beside a side that are no initials: views, positions, vessels, joints (sorted).
const NOT_INITIALS: &[&str] = &[
    "ac", "ao", "ap", "at", "ax", "ba", "bl", "cc", "cs", "ct", "cv", "db", "dp", "fb", "fv", "ga",
    "gs", "hv", "hz", "im", "io", "ir", "iv", "kv", "la", "ld", "lg", "ll", "lm", "ln", "ls", "lt",
    "lv", "lx", "me", "ml", "mm", "mr", "mv", "ob", "od", "om", "op", "os", "ou", "ov", "pa", "pd",
    "pt", "pv", "ra", "rl", "rm", "rt", "rv", "sa", "sc", "se", "sf", "sg", "si", "sk", "sp", "sv",
    "sx", "ta", "td", "tg", "th", "tl", "tm", "to", "tv", "tx", "ua", "ub", "ue", "up", "us", "uv",
    "va", "vr", "wb", "wl", "ww", "xc", "xr",
];
/// Longest line that a lead marker makes.
const WORDS: usize = 4;

/// Initials and numbers on lines that are lead markers.
pub(super) fn find(reading: &Reading<'_>, opinions: &mut Vec<Opinion>) {
    for line in reading.lines {
        let words = reading.tokens.get(line.clone()).unwrap_or_default();
        let side = words
            .iter()
            .any(|word| SIDES.contains(&word.core) && word.letters == word.text.len());
        // A marker bears nothing but short signs.
        let short = words.iter().all(|word| word.text.chars().count() <= 5);
        if !side || !short || !(2..=WORDS).contains(&words.len()) {
            continue;
        }
        let mut initialed = false;
        for (index, word) in line.clone().zip(words) {
            if SIDES.contains(&word.core) {
                continue;
            }
            if let Some(sure) = initials(word) {
                let mut opinion = pattern(index..index + 1, PhiCategory::Name, 0.72, "initials");
                if !sure {
                    opinion.reason = RegionReason::NameLike;
                    opinion.score = 0.6;
                }
                initialed |= sure;
                opinions.push(opinion);
            }
        }
        for (index, word) in line.clone().zip(words) {
            let number =
                word.letters == 0 && (1..=4).contains(&word.digits) && !is_measure(reading, index);
            if initialed && number {
                opinions.push(pattern(
                    index..index + 1,
                    PhiCategory::Id,
                    0.62,
                    "marker-number",
                ));
            }
        }
    }
}

/// Whether the word is initials for sure (two letters, or with dots), or may be (three letters).
fn initials(word: &Token<'_>) -> Option<bool> {
    let dotted = word.text.contains('.')
        && word
            .text
            .chars()
            .all(|letter| letter.is_alphabetic() || letter == '.');
    let plain = word.letters == word.text.chars().count();
    // Pairs of directions, as on the edges of oblique slices.
    let directions = plain && word.text.chars().all(|letter| "APRLHFSI".contains(letter));
    if !word.upper || !(plain || dotted) || directions || listed(NOT_INITIALS, &word.folded) {
        return None;
    }
    match word.letters {
        2 => Some(true),
        3 if dotted => Some(true),
        3 => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_so_that_they_can_be_searched() {
        assert!(NOT_INITIALS.is_sorted());
    }
}
