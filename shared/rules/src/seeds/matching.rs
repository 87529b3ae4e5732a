//! Where the parts of header values stand in a document.

use std::ops::Range;

use super::confusion::{EDIT, write_skeleton};
use super::fold::weight;
use super::index::{Entry, Index};
use super::part::{Counts, WHOLE, is_number};
use super::plain::is_marker;
use super::token::{Token, Tokens};

/// So many tokens may be joined to one part.
const JOINED: usize = 4;

/// So many tokens of several words may be joined to one part that was misread.
const JOINED_WITH_EDITS: usize = 3;

/// So many runs of digits may be joined to one number.
const JOINED_DIGITS: usize = 6;

/// So many tokens of one word may be joined: a unique identifier has about ten.
const JOINED_IN_WORD: usize = 24;

/// What may be glued to the front of a value.
const GLUED: [&str; 20] = [
    "name", "patient", "pat", "mrn", "acc", "id", "dob", "mrs", "mr", "ms", "dr", "prof", "herr",
    "frau", "sra", "sr", "mme", "nr", "tel", "sn",
];

/// Units: a short number before one is a measurement.
const UNITS: [&str; 24] = [
    "mm", "cm", "m", "um", "ms", "s", "sec", "min", "hz", "khz", "mhz", "kv", "kvp", "ma", "mas",
    "db", "ml", "hu", "mgy", "gy", "bpm", "x", "ua", "fps",
];

/// A part of a value at a place of the document.
pub(super) struct Hit {
    /// Number of the value.
    pub value: usize,
    /// Indices of the words it stands in.
    pub words: Range<usize>,
    /// Indices of the tokens.
    pub tokens: Range<usize>,
    /// Which word of the value it is.
    pub slot: u16,
    /// What it is worth here.
    pub counts: Counts,
    /// Whether it is a marker such as L, a digit, or M, with nothing attached to it.
    pub is_bare: bool,
    /// Whether it is a single letter.
    pub is_letter: bool,
}

/// All hits, in no particular order.
pub(super) fn hits(index: &Index, tokens: &Tokens) -> Vec<Hit> {
    let mut found = Vec::new();
    if index.is_empty() {
        return found;
    }
    let mut window = Window {
        index,
        tokens,
        skeleton: String::new(),
        found: &mut found,
    };
    for first in 0..tokens.len() {
        for last in ends(tokens, first, index.longest() + 2) {
            window.look(first, last);
        }
        window.look_inside(first);
    }
    found
}

/// The last tokens of those windows from `first` on that may be one part of at most `longest` letters.
fn ends(tokens: &Tokens, first: usize, longest: usize) -> Range<usize> {
    let Some(start) = tokens.get(first) else {
        return first..first;
    };
    let is_next = |back: usize| {
        first
            .checked_sub(back)
            .and_then(|index| tokens.get(index))
            .is_some_and(|token| token.word == start.word)
    };
    let opens_long_word = !is_next(1)
        && tokens
            .get(first + JOINED - 1)
            .is_some_and(|token| token.word == start.word);
    let mut are_digits = true;
    let mut last = first;
    while let Some(token) = tokens.get(last) {
        are_digits &= tokens.joined(last, last).iter().all(char::is_ascii_digit);
        let allowed = match (opens_long_word, are_digits) {
            (true, _) => JOINED_IN_WORD,
            (false, true) => JOINED_DIGITS,
            (false, false) => JOINED,
        };
        let is_too_long = last > first && tokens.joined(first, last).len() > longest;
        if token.line != start.line || last - first >= allowed || is_too_long {
            break;
        }
        last += 1;
    }
    first..last
}

struct Window<'a> {
    index: &'a Index,
    tokens: &'a Tokens,
    skeleton: String,
    found: &'a mut Vec<Hit>,
}

impl Window<'_> {
    /// Takes the tokens `first..=last` for one part.
    fn look(&mut self, first: usize, last: usize) {
        let (Some(start), Some(end)) = (self.tokens.get(first), self.tokens.get(last)) else {
            return;
        };
        let letters = self.tokens.joined(first, last);
        let zeros = letters
            .iter()
            .take_while(|letter| matches!(letter, '0' | 'o'))
            .count();
        if letters.len() - zeros > self.index.longest() + 2 {
            return;
        }
        let place = Place {
            first,
            last,
            words: start.word..end.word + 1,
            is_joined: last > first,
            is_plain: (first..=last)
                .all(|index| self.tokens.get(index).is_some_and(|token| token.is_plain)),
            is_measure: last == first && letters.len() <= 4 && self.is_measure(first, last),
            is_bare: last == first && !start.is_attached && is_marker(letters),
            is_letter: letters.len() == 1 && weight(letters) == 1,
            has_short_end: last > first
                && [first, last]
                    .iter()
                    .any(|index| self.tokens.joined(*index, *index).len() <= 2),
        };
        if place.is_joined && weight(letters) < 3 && place.words.len() > 1 {
            return;
        }
        write_skeleton(letters, &mut self.skeleton);
        let (index, found) = (self.index, &mut *self.found);
        index.alike(letters, &self.skeleton, place.is_plain, |entry| {
            found.extend(place.hit(entry, 0));
        });
        if zeros > 0 && letters.len() >= zeros + 4 {
            let significant = letters.get(zeros..).unwrap_or_default();
            write_skeleton(significant, &mut self.skeleton);
            index.alike(significant, &self.skeleton, false, |entry| {
                if entry.is_number {
                    found.extend(place.hit(entry, 0));
                }
            });
            write_skeleton(letters, &mut self.skeleton);
        }
        let least = if place.is_joined { 6 } else { 4 };
        let is_likely = last - first < JOINED_WITH_EDITS || end.word == start.word;
        if letters.len() >= least && is_likely && !place.is_plain {
            index.near(letters, &self.skeleton, |entry, cost| {
                found.extend(place.hit(entry, cost));
            });
        }
    }

    /// Looks for parts within one token.
    fn look_inside(&mut self, at: usize) {
        let letters = self.tokens.joined(at, at);
        let Some(token) = self
            .tokens
            .get(at)
            .filter(|token| !token.is_plain && weight(letters) > 3)
        else {
            return;
        };
        let place = Place::inside(at, token);
        let (index, found) = (self.index, &mut *self.found);
        index.within(letters, |entry| found.extend(place.hit(entry, 0)));
        let is_kind = |one: &char, other: &char| one.is_ascii_digit() == other.is_ascii_digit();
        let runs = letters
            .chunk_by(is_kind)
            .filter(|run| run.len() < letters.len());
        let without_glue = GLUED.iter().filter_map(|glued| {
            let rest = letters.get(glued.len()..)?;
            glued
                .chars()
                .eq(letters.iter().copied().take(glued.len()))
                .then_some(rest)
        });
        for piece in runs.chain(without_glue) {
            let least = if is_number(piece) { 5 } else { 3 };
            if weight(piece) >= least {
                write_skeleton(piece, &mut self.skeleton);
                index.alike(piece, &self.skeleton, true, |entry| {
                    found.extend(
                        place
                            .hit(entry, 0)
                            .filter(|hit| hit.counts == Counts::Alone),
                    );
                });
            }
        }
    }

    /// Whether the tokens stand before a unit or beside an `x`.
    fn is_measure(&self, first: usize, last: usize) -> bool {
        let is_unit = |index: usize| {
            let letters = self.tokens.joined(index, index);
            UNITS
                .iter()
                .any(|unit| unit.chars().eq(letters.iter().copied()))
        };
        let follows_x = first
            .checked_sub(1)
            .is_some_and(|index| self.tokens.joined(index, index) == ['x']);
        is_unit(last + 1) || follows_x
    }
}

/// Where a window stands, and what that means for a match.
struct Place {
    first: usize,
    last: usize,
    words: Range<usize>,
    is_joined: bool,
    is_plain: bool,
    is_measure: bool,
    is_bare: bool,
    is_letter: bool,
    /// Whether it begins or ends with a token so short that a match with edits would not need it.
    has_short_end: bool,
}

impl Place {
    fn inside(at: usize, token: &Token) -> Self {
        Self {
            first: at,
            last: at,
            words: token.word..token.word + 1,
            is_joined: false,
            is_plain: false,
            is_measure: false,
            is_bare: false,
            is_letter: false,
            has_short_end: false,
        }
    }

    /// What it is worth that `entry` was found here at `cost`; nothing if it is too likely to be chance.
    fn hit(&self, entry: &Entry, cost: u16) -> Option<Hit> {
        let part = &entry.part;
        let length = weight(&part.letters);
        let spans_words = self.words.len() > 1;
        if self.is_joined && self.is_plain && part.slot != WHOLE {
            return None;
        }
        if spans_words && (part.one_word || length < 4) {
            return None;
        }
        if spans_words && self.has_short_end && cost > EDIT / 2 {
            return None;
        }
        if entry.is_number && part.letters.len() < 5 && (self.is_joined || self.is_measure) {
            return None;
        }
        let is_doubtful = (cost > EDIT / 2 && length <= 4)
            || (cost > 0 && self.is_joined && length < 7)
            || (spans_words && length < 5);
        Some(Hit {
            value: entry.value,
            words: self.words.clone(),
            tokens: self.first..self.last + 1,
            slot: part.slot,
            counts: if is_doubtful {
                Counts::Beside
            } else {
                part.counts
            },
            is_bare: self.is_bare,
            is_letter: self.is_letter,
        })
    }
}
