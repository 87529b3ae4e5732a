//! Times of day.

use deid_model::PhiCategory;

use super::fold::{folded, listed};
use super::measures::is_version;
use super::reading::{Atom, Kind, Reading};
use super::{Opinion, pattern};

/// Words that end a time (sorted).
const HALVES: &[&str] = &["am", "h", "hrs", "pm", "uhr"];
/// Words before a ratio or a length of time that looks like a time of day (sorted).
const NO_CLOCKS: &[&str] = &[
    "dilution", "duration", "elapsed", "mag", "ratio", "scale", "ta", "timer", "zoom",
];

/// Every time of the text.
pub(super) fn find(reading: &Reading<'_>, opinions: &mut Vec<Opinion>) {
    let mut at = 0;
    while let Some(atom) = reading.atoms.get(at) {
        let found = (atom.kind == Kind::Number)
            .then(|| clock(reading, at).or_else(|| hour(reading, at)))
            .flatten();
        let Some((last, score)) = found else {
            at += 1;
            continue;
        };
        let end = reading.atoms.get(last).map_or(atom.word, |last| last.word) + 1;
        opinions.push(pattern(atom.word..end, PhiCategory::Date, score, "time"));
        at = last + 1;
    }
}

fn part<'r, 'a>(reading: &'r Reading<'a>, at: usize, word: usize) -> Option<&'r Atom<'a>> {
    reading.atoms.get(at).filter(|atom| atom.word == word)
}

fn sixty(reading: &Reading<'_>, at: usize, word: usize) -> bool {
    part(reading, at, word)
        .is_some_and(|atom| atom.len() == 2 && atom.value().is_some_and(|value| value < 60))
}

/// Where "PM", "Uhr" or the like ends the time that ends with the atom at `last`.
fn half(reading: &Reading<'_>, last: usize) -> Option<usize> {
    let word = reading.atoms.get(last)?.word;
    let next = reading.atoms.get(last + 1)?;
    let near = next.word == word || reading.following(word).is_some() && next.word == word + 1;
    (near && next.kind == Kind::Letters && listed(HALVES, &folded(next.text))).then_some(last + 1)
}

/// `13:45`, `13:45:01.5`, `1:45 PM`, `13h45`, `13.45 Uhr`, `13.45.01`.
fn clock(reading: &Reading<'_>, at: usize) -> Option<(usize, f32)> {
    let hour = reading.atoms.get(at)?;
    let word = hour.word;
    let before = at.checked_sub(1).and_then(|at| part(reading, at, word));
    if hour.len() > 2
        || hour.value()? > 24
        || before.is_some_and(|mark| mark.is(':') || mark.is('.'))
    {
        return None;
    }
    let mark = part(reading, at + 1, word)?;
    if !sixty(reading, at + 2, word) {
        return None;
    }
    let colon = mark.is(':') || mark.is(';');
    let lettered = mark.kind == Kind::Letters && folded(mark.text) == "h";
    let dotted = mark.is('.');
    if !(colon || lettered || dotted) {
        return None;
    }
    let seconds = part(reading, at + 3, word)
        .is_some_and(|next| next.is(':') || next.is('.') || next.is(';'))
        && sixty(reading, at + 4, word);
    let mut last = if seconds { at + 4 } else { at + 2 };
    if part(reading, last + 1, word).is_some_and(|next| next.is(':') || (dotted && next.is('.')))
        && part(reading, last + 2, word).is_some_and(|next| next.kind == Kind::Number)
    {
        return None;
    }
    let fraction = seconds
        && part(reading, last + 1, word).is_some_and(|next| next.is('.') || next.is(','))
        && part(reading, last + 2, word).is_some_and(|next| next.kind == Kind::Number);
    if fraction {
        last += 2;
    }
    let named = half(reading, last);
    if colon && named.is_none() && is_no_clock(reading, word) {
        return None;
    }
    let score = match (colon, seconds, named.is_some()) {
        (true, true, _) | (_, _, true) => 0.88,
        (true, false, _) if hour.len() == 2 => 0.78,

        (true, ..) => 0.62,
        (_, true, _) if lettered || (hour.len() == 2 && !follows_version(reading, word)) => 0.6,
        (_, false, _) if lettered => 0.7,
        _ => return None,
    };
    Some((named.unwrap_or(last), score))
}

fn follows_version(reading: &Reading<'_>, word: usize) -> bool {
    reading
        .preceding(word)
        .is_some_and(|before| is_version(&before.folded))
}

fn is_no_clock(reading: &Reading<'_>, word: usize) -> bool {
    reading
        .preceding(word)
        .is_some_and(|before| listed(NO_CLOCKS, &before.folded))
}

/// `1 PM`, `11am`.
fn hour(reading: &Reading<'_>, at: usize) -> Option<(usize, f32)> {
    let hour = reading.atoms.get(at)?;
    let alone = at
        .checked_sub(1)
        .and_then(|at| part(reading, at, hour.word))
        .is_none_or(|mark| mark.is('('));
    let last = half(reading, at)?;
    let named = ["am", "pm", "uhr"].contains(&folded(reading.atoms.get(last)?.text).as_str());
    let is_hour = hour.len() <= 2 && hour.value().is_some_and(|hour| (1..=24).contains(&hour));
    (alone && named && is_hour).then_some((last, 0.7))
}
