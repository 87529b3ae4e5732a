//! Words of letters and numbers glued together whose form tells what they are: `22w4d`, `+C`, `HE1-4`, `(A->B)`; and the
//! names that scanners give to sequences, `t2_tse_tra_p2`.

use super::cover::Covers;
use super::lexicon::Lexicon;
use super::number::Number;
use super::piece::Piece;
use crate::document::Document;

/// Digits in a row that no form exceeds.
const DIGITS: usize = 3;
/// Bytes of the longest form.
const LONGEST: usize = 24;
/// Letters of a part of a sequence's name that no list knows.
const LONGEST_PART: usize = 6;

/// Marks the words that have such a form.
pub(super) fn cover_forms(
    lexicon: &Lexicon,
    document: &Document,
    pieces: &[Piece],
    covers: &mut Covers,
) {
    let mut start = 0;
    while let Some(first) = pieces.get(start) {
        let rest = pieces.get(start..).unwrap_or_default();
        let length = rest
            .iter()
            .take_while(|piece| piece.word == first.word)
            .count();
        let range = start..start + length.max(1);
        if let Some(word) = document.words.get(first.word) {
            if shape_of(word.text).is_some_and(|shape| lexicon.has_form(&shape)) {
                covers.set_measured(range.clone(), "form");
            } else if is_sequence_name(lexicon, word.text) {
                covers.set_measured(range.clone(), "protocol");
            }
        }
        start = range.end;
    }
}

/// `word` in lower case, without the brackets and stops around it, each number as one `9`; `None` where it is too long.
pub(super) fn shape_of(word: &str) -> Option<String> {
    let around = ['(', ')', '[', ']', ',', ';', '.', ':'];
    let word = word.trim_matches(around);
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let mut shape = String::with_capacity(word.len());
    let mut row = 0;
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let next_is_digit = letters.peek().is_some_and(char::is_ascii_digit);
        match letter {
            '0'..='9' => {
                row += 1;
                if row > DIGITS {
                    return None;
                }
                if !shape.ends_with('9') {
                    shape.push('9');
                }
            }
            // The fraction is part of the number.
            '.' if row > 0 && next_is_digit => row = 0,
            _ => {
                row = 0;
                shape.extend(letter.to_lowercase());
            }
        }
    }
    Some(shape)
}

/// Three parts and more with `_` between them, at least two of them terms; the others are short and hold a digit, or
/// are lower case as no initials are.
fn is_sequence_name(lexicon: &Lexicon, word: &str) -> bool {
    if word.len() > 64 || !word.contains('_') {
        return false;
    }
    let mut known = 0;
    let mut all = 0;
    for part in word.trim_matches(['*', '<', '>', '_']).split('_') {
        all += 1;
        let folded = part.to_ascii_lowercase();
        if lexicon.is_firm(&folded) {
            known += 1;
            continue;
        }
        let number = Number::parse(part, None).is_some_and(|number| number.is_size(DIGITS));
        let short = part.len() <= LONGEST_PART && part.chars().all(|c| c.is_ascii_alphanumeric());
        let lower = part.chars().all(|c| !c.is_ascii_uppercase());
        let mixed =
            part.contains(|c: char| c.is_ascii_digit()) && part.contains(char::is_alphabetic);
        if !(number || (short && (mixed || (lower && (part.len() <= 4 || lexicon.knows(&folded))))))
        {
            return false;
        }
    }
    all >= 3 && known >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_shape_are_one_digit() {
        let cases = [
            ("22w4d", Some("9w9d")),
            ("(+C)", Some("+c")),
            ("HE1-4", Some("he9-9")),
            ("S12.5-I345.0", Some("s9-i9")),
            ("A1234", None),
        ];
        for (word, shape) in cases {
            assert_eq!(shape_of(word).as_deref(), shape, "{word}");
        }
    }
}
