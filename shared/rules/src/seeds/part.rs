//! What of a header value is looked for in a picture.

use super::confusion::EDIT;
use super::fold::{spellings, weight};

/// Slot of a part that is more than one word of the value.
pub(super) const WHOLE: u16 = u16::MAX;

/// What a match of a part is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counts {
    /// It only widens a neighboring match of the same value: initials, particles, house numbers.
    Beside,
    /// Two of them with different slots, side by side, are a match: names of two letters, words of letterheads.
    Paired,
    /// It is a match.
    Alone,
}

/// How much of a part may be misread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    /// Nothing but case and accents.
    Exact,
    /// Letters of one look, as many as there are.
    Confusions,
    /// As many quarters of an edit as told by [`Part::bound`].
    Edits,
}

/// Something that a value looks like in a picture.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    /// Folded letters and digits.
    pub letters: Vec<char>,
    /// Which word of the value it is.
    pub slot: u16,
    /// What it is worth.
    pub counts: Counts,
    /// How much may be misread.
    pub closeness: Closeness,
    /// Whether it may not be spread over several words.
    pub one_word: bool,
}

impl Part {
    /// All spellings of `word`, with a closeness that follows from their lengths.
    pub fn spelled(word: &str, slot: u16, counts: Counts) -> impl Iterator<Item = Self> + use<> {
        spellings(word)
            .into_iter()
            .filter(|letters| !letters.is_empty())
            .map(move |letters| Self::new(letters, slot, counts))
    }

    /// One part; its closeness follows from its length.
    pub fn new(letters: Vec<char>, slot: u16, counts: Counts) -> Self {
        let closeness = match weight(&letters) {
            0..=2 => Closeness::Exact,
            3 => Closeness::Confusions,
            4 if is_number(&letters) => Closeness::Confusions,
            _ => Closeness::Edits,
        };
        Self {
            letters,
            slot,
            counts,
            closeness,
            one_word: false,
        }
    }

    /// Quarters of an edit within which a word still counts as this part.
    pub fn bound(&self) -> u16 {
        let per_length = match self.letters.len() {
            0..=3 => 0,
            4..=7 => EDIT + 1,
            8..=9 if is_number(&self.letters) => EDIT + 1,
            _ => 2 * EDIT + 1,
        };
        match self.closeness {
            Closeness::Edits => per_length,
            Closeness::Exact | Closeness::Confusions => 0,
        }
    }
}

/// Whether all of `letters` are digits.
pub(super) fn is_number(letters: &[char]) -> bool {
    !letters.is_empty() && letters.iter().all(char::is_ascii_digit)
}
