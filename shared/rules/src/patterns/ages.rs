//! Ages, those over 89 included.

use deid_model::PhiCategory;

use super::fold::{folded, listed};
use super::reading::{Kind, Reading};
use super::{Opinion, pattern};

/// Years (sorted).
const YEARS: &[&str] = &[
    "anni", "anno", "anos", "ans", "j", "jaar", "jahre", "jahren", "jahrig", "jr", "sai", "y",
    "year", "years", "yo", "yr", "yrs",
];
/// Months, weeks and days of a child, whole words only: one letter of them is a unit of something else (sorted).
const SHORTER: &[&str] = &[
    "days", "jours", "maanden", "meses", "mesi", "mo", "mois", "monate", "month", "months", "mos",
    "tage", "weeks", "wk", "wks", "wochen",
];
/// What may follow an age within the same word or the next (sorted).
const AFTER: &[&str] = &[
    "age", "alt", "f", "female", "jahrig", "m", "male", "o", "of", "old", "year", "yo",
];

/// Every age of the text.
pub(super) fn find(reading: &Reading<'_>, opinions: &mut Vec<Opinion>) {
    for (at, atom) in reading.atoms.iter().enumerate() {
        if atom.kind != Kind::Number || atom.len() > 3 || atom.value().is_none_or(|age| age > 130) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| reading.atoms.get(at));
        let chained = before.is_some_and(|before| {
            before.word == atom.word
                && (before.is('.')
                    || before.is(',')
                    || (before.kind == Kind::Letters && before.value().is_none()))
        });
        if chained {
            continue;
        }
        let found = age(reading, at).or_else(|| after_sex(reading, at));
        if let Some((end, score)) = found {
            opinions.push(pattern(atom.word..end, PhiCategory::Age, score, "age"));
        }
    }
}

/// `F/65`, the whole of a word.
fn after_sex(reading: &Reading<'_>, at: usize) -> Option<(usize, f32)> {
    let number = reading.atoms.get(at)?;
    let word = reading.token(number.word)?;
    if word.text.len() > 8 {
        return None;
    }
    let (sex, age) = word.core.split_once('/')?;
    let sexed = ["F", "M", "W", "f", "m", "w"].contains(&sex);
    (sexed && age == number.text && age.len() > 1).then_some((number.word + 1, 0.66))
}

/// The word that an age ends before, and how much it looks like one.
fn age(reading: &Reading<'_>, at: usize) -> Option<(usize, f32)> {
    let number = reading.atoms.get(at)?;
    let mut unit = at + 1;
    let hyphen = reading
        .atoms
        .get(unit)
        .is_some_and(|mark| mark.is('-') && mark.word == number.word);
    let slash = reading
        .atoms
        .get(unit)
        .is_some_and(|mark| mark.is('/') && mark.word == number.word);
    if hyphen || slash {
        unit += 1;
    }
    let letters = reading.atoms.get(unit)?;
    let joined = letters.word == number.word;
    let next = letters.word == number.word + 1 && letters.line == number.line;
    if letters.kind != Kind::Letters || !(joined || next) {
        return None;
    }
    let name = folded(letters.text);
    if slash {
        let sexed = joined
            && ["m", "f", "w"].contains(&name.as_str())
            && reading.atoms_of(number.word).len() <= 5;
        return sexed.then_some((number.word + 1, 0.75));
    }
    let three = number.len() == 3 && number.text.starts_with('0');
    let score = if listed(YEARS, &name) {
        if name.len() > 1 || joined { 0.88 } else { 0.72 }
    } else if listed(SHORTER, &name) {
        0.75
    } else if joined && three && ["m", "w", "d"].contains(&name.as_str()) {
        0.72
    } else {
        return None;
    };
    // "3 y" of an axis would be followed by a number: nobody's age is.
    let mut end = letters.word + 1;
    while end < reading.line_end(number.word).min(letters.word + 3) {
        match reading.token(end) {
            Some(token)
                if token.digits == 0
                    && AFTER.contains(&token.folded.as_str())
                    && token.letters > 1 =>
            {
                end += 1;
            }
            _ => break,
        }
    }
    Some((end, score))
}
