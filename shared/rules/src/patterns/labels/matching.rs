//! Finding labels among words: whole, split, joined to their value, or with a letter misread.

use std::collections::HashMap;

use super::class::Class;
use super::table::{LABELS, Strength};
use crate::patterns::fold::{canonical, is_digit};
use crate::patterns::reading::{Reading, Token};

/// Words that a label may consist of.
const WORDS: usize = 5;
/// Longest label, in letters.
const LONGEST: usize = 36;
/// Shortest label that is known with a letter misread.
const SHORTEST_MISREAD: usize = 5;
/// Ordinary words one letter away from a label.
const NOT_MISREAD: &[&str] = &[
    "prone", "named", "nodes", "board", "stages", "senal", "series", "sagital", "thorax",
];

/// A label that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What it announces.
    pub class: Class,
    /// Index of its first word.
    pub first: usize,
    /// Index of its last word.
    pub last: usize,
    /// A colon or the like follows, or the value is joined to it.
    pub marked: bool,
    /// Its last word holds the beginning of the value too.
    pub joined: bool,
    /// Found with a letter misread.
    pub misread: bool,
    /// Of several words.
    pub phrase: bool,
}

/// All labels, ready to be looked up.
pub(super) struct Lookup {
    labels: HashMap<String, (Class, Strength)>,
    /// Labels by the hashes of what is left of them without one letter.
    shortened: HashMap<u64, Vec<u16>>,
    /// The letters of every label that may be misread, as the numbers in `shortened` count them.
    keys: Vec<(String, Class, Strength)>,
}

/// One word as the end of a label.
pub(super) struct Piece {
    letters: String,
    marked: bool,
    joined: bool,
}

impl Lookup {
    /// Prepares every label of the table.
    pub fn new() -> Self {
        let mut labels: HashMap<String, (Class, Strength)> = HashMap::new();
        let mut shortened: HashMap<u64, Vec<u16>> = HashMap::new();
        let mut keys = Vec::new();
        for (class, strength, names) in LABELS {
            for name in names.split(',').map(str::trim) {
                let key = canonical(name);
                if labels.contains_key(&key) {
                    continue;
                }
                if key.chars().count() >= SHORTEST_MISREAD {
                    for hash in hashes(&key) {
                        shortened.entry(hash).or_default().push(keys.len() as u16);
                    }
                    keys.push((key.clone(), *class, *strength));
                }
                labels.insert(key, (*class, *strength));
            }
        }
        Self {
            labels,
            shortened,
            keys,
        }
    }

    /// The label that begins with the word at `first` and is the longest.
    pub fn find(
        &self,
        reading: &Reading<'_>,
        pieces: &[Option<Piece>],
        first: usize,
    ) -> Option<Found> {
        let limit = reading.line_end(first).min(first + WORDS);
        let mut letters = String::new();
        let mut best = None;
        for last in first..limit {
            let Some(Some(piece)) = pieces.get(last) else {
                break;
            };
            letters.push_str(&piece.letters);
            if letters.len() > LONGEST || (piece.letters.is_empty() && !piece.marked) {
                break;
            }
            let sign = reading
                .following(last)
                .is_some_and(|next| is_sign(next.text));
            let marked = piece.marked || sign;
            if let Some((class, misread)) = self.class(&letters, marked, last == first || marked) {
                best = Some(Found {
                    class,
                    first,
                    last,
                    marked,
                    joined: piece.joined,
                    misread,
                    phrase: last > first,
                });
            }
            if marked || piece.joined {
                break;
            }
        }
        best
    }

    fn class(&self, letters: &str, marked: bool, search: bool) -> Option<(Class, bool)> {
        if let Some((class, strength)) = self.labels.get(letters) {
            return (marked || *strength == Strength::Plain).then_some((*class, false));
        }
        let length = letters.chars().count();
        let long = length >= if marked { SHORTEST_MISREAD } else { 7 };
        if !search || !long || NOT_MISREAD.iter().any(|word| canonical(word) == letters) {
            return None;
        }
        let (_, class, strength) = hashes(letters)
            .into_iter()
            .filter_map(|hash| self.shortened.get(&hash))
            .flatten()
            .filter_map(|number| self.keys.get(usize::from(*number)))
            .find(|(key, ..)| one_apart(key, letters))?;
        (marked || *strength == Strength::Plain).then_some((*class, true))
    }
}

/// Whether the word says nothing but that a value follows.
pub(super) fn is_sign(text: &str) -> bool {
    text.len() <= 3 && text.chars().all(|letter| ":=#;°".contains(letter)) && text != "°"
}

/// The part of the word that may be (the end of) a label, and whether the value begins in the same word.
pub(super) fn piece(token: &Token<'_>) -> Option<Piece> {
    if token.text.len() > 400 {
        return None;
    }
    let is_mark = |letter: char| ":=#;".contains(letter);
    if let Some((head, tail)) = token.text.split_once(is_mark) {
        let joined = tail.chars().any(char::is_alphanumeric);
        return has_letter(head).then(|| Piece {
            letters: canonical(head),
            marked: true,
            joined,
        });
    }
    // "MRN123456", "geb.01.02.80": letters and then digits, the whole of which is no number.
    let digits = token.text.find(is_digit);
    if let Some((head, tail)) = digits.and_then(|at| token.text.split_at_checked(at))
        && head.chars().filter(|letter| letter.is_alphabetic()).count() >= 3
        && tail.chars().all(|letter| !letter.is_alphabetic())
        && token.digits >= 4
    {
        return Some(Piece {
            letters: canonical(head),
            marked: true,
            joined: true,
        });
    }
    has_letter(token.text).then(|| Piece {
        letters: canonical(token.text),
        marked: false,
        joined: false,
    })
}

fn has_letter(text: &str) -> bool {
    text.contains('|') || text.chars().any(char::is_alphabetic)
}

/// Hashes of the letters with every single letter left out, and whole: a polynomial in an odd base, so that each
/// follows from the hashes of what stands before and after the letter.
fn hashes(letters: &str) -> Vec<u64> {
    const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
    let value = |letter: char| u64::from(letter as u32).wrapping_mul(0x0100_0000_01b3) ^ 0x5bd1;
    let mut after = 0_u64;
    let mut power = 1_u64;
    let mut tails = Vec::with_capacity(letters.len() + 1);
    for letter in letters.chars().rev() {
        tails.push((after, power));
        after = after.wrapping_add(value(letter).wrapping_mul(power));
        power = power.wrapping_mul(BASE);
    }
    let mut hashes = Vec::with_capacity(tails.len() + 1);
    hashes.push(after);
    let mut before = 0_u64;
    for (letter, (tail, power)) in letters.chars().zip(tails.into_iter().rev()) {
        hashes.push(before.wrapping_mul(power).wrapping_add(tail));
        before = before.wrapping_mul(BASE).wrapping_add(value(letter));
    }
    hashes
}

/// Whether one letter replaced, left out, or added makes the one text the other.
fn one_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let room = one.len().min(other.len()) - start;
    let end = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take(room)
        .take_while(|(a, b)| a == b)
        .count();
    one.len().max(other.len()) - start - end <= 1
}

#[cfg(test)]
mod tests {
    use deid_model::PhiText;

    use super::*;
    use crate::document::Document;

    fn found(text: &str) -> Option<(Class, usize, bool)> {
        let text = PhiText::new(text.into());
        let document = Document::new(&text);
        let reading = Reading::new(&document);
        let pieces: Vec<_> = reading.tokens.iter().map(piece).collect();
        let found = Lookup::new().find(&reading, &pieces, 0)?;
        Some((found.class, found.last, found.joined))
    }

    #[test]
    fn labels_are_found_whole_split_and_joined() {
        assert_eq!(found("DOB: 1"), Some((Class::Birth, 0, false)));
        assert_eq!(found("Pat. ID 5"), Some((Class::Record, 1, false)));
        assert_eq!(found("PatientName=DOE"), Some((Class::Name, 0, true)));
        assert_eq!(found("Pati ent Na me : X"), Some((Class::Name, 3, false)));
        assert_eq!(found("MRN123456"), Some((Class::Record, 0, true)));
    }

    #[test]
    fn labels_are_found_with_a_letter_misread() {
        assert_eq!(found("Patlent Narne: X"), Some((Class::Name, 1, false)));
        assert_eq!(found("Hospitol: X"), Some((Class::Institution, 0, false)));
        assert_eq!(found("Geburtsdotum 1"), Some((Class::Birth, 0, false)));
        assert_eq!(found("|D: 5"), Some((Class::Record, 0, false)));
    }

    #[test]
    fn ordinary_words_are_no_labels() {
        for text in [
            "PRONE", "CHEST PA", "Prone:", "Ward", "ACC 2", "1D", "512x512", "L", "",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_value_is_neutral() {
        assert_eq!(
            found("Patient Position: HFS"),
            Some((Class::Neutral, 1, false))
        );
        assert_eq!(found("Protocol Name: X"), Some((Class::Neutral, 1, false)));
    }

    #[test]
    fn texts_one_letter_apart_are_told_from_others() {
        assert!(one_apart("phone", "prone") && one_apart("phone", "phne") && one_apart("ab", "ab"));
        assert!(!one_apart("phone", "stone") && !one_apart("", "ab"));
    }
}
