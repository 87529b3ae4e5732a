//! What institutions, addresses and free text look like in a picture: their telling words, and the others beside them.

use super::fold::{fold, weight};
use super::part::{Closeness, Counts, Part, WHOLE, is_number};
use super::plain::{is_letterhead, is_plain};

/// The parts of the name of an institution or of an address. Two of its plain words side by side are a match.
pub(super) fn parts_of_place(value: &str) -> Vec<Part> {
    parts(value, true)
}

/// The parts of free text; its plain words never are a match.
pub(super) fn parts_of_text(value: &str) -> Vec<Part> {
    parts(value, false)
}

fn parts(value: &str, is_place: bool) -> Vec<Part> {
    let words: Vec<&str> = value
        .split(|letter: char| !letter.is_alphanumeric() && letter != '\'' && letter != '’')
        .filter(|word| !fold(word).is_empty())
        .collect();
    let mut all = Vec::new();
    for (slot, word) in words.iter().enumerate() {
        let folded = fold(word);
        let counts = worth(&folded, is_place);
        for mut part in Part::spelled(word, slot as u16, counts) {
            if counts != Counts::Alone || (!is_place && part.letters.len() < 8) {
                part.closeness = Closeness::Exact;
            }
            all.push(part);
        }
    }
    let has_telling = words
        .iter()
        .any(|word| worth(&fold(word), is_place) == Counts::Alone);
    if words.len() > 1 && (is_place || has_telling) {
        let joined = Part::spelled(&words.concat(), WHOLE, Counts::Alone);
        all.extend(joined.filter(|part| weight(&part.letters) >= 6));
    }
    all
}

fn worth(folded: &[char], is_place: bool) -> Counts {
    let is_number = is_number(folded);
    match weight(folded) {
        _ if is_place && is_letterhead(folded) => Counts::Paired,
        _ if is_plain(folded) => Counts::Beside,
        5.. => Counts::Alone,
        4 if !is_number => Counts::Alone,
        _ => Counts::Beside,
    }
}
