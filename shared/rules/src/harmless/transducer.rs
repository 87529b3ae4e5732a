//! Names of ultrasound transducers: `C5-1`, `L12-3v`, `ML6-15-D`.

use super::cover::Covers;
use super::piece::Piece;
use crate::document::Document;

/// Marks the words that are such names.
pub(super) fn cover_transducers(document: &Document, pieces: &[Piece], covers: &mut Covers) {
    let mut start = 0;
    while let Some(first) = pieces.get(start) {
        let rest = pieces.get(start..).unwrap_or_default();
        let length = rest
            .iter()
            .take_while(|piece| piece.word == first.word)
            .count();
        let word = document.words.get(first.word);
        if word.is_some_and(|word| is_transducer(word.text)) {
            covers.set_measured(start..start + length, "transducer");
        }
        start += length.max(1);
    }
}

/// Up to three letters, two numbers of up to two digits joined by `-`, and perhaps up to three letters.
fn is_transducer(word: &str) -> bool {
    let (head, rest) = split(word, |c| c.is_ascii_alphabetic());
    let (low, rest) = split(rest, |c| c.is_ascii_digit());
    let Some(rest) = rest.strip_prefix('-') else {
        return false;
    };
    let (high, rest) = split(rest, |c| c.is_ascii_digit());
    let (tail, rest) = split(rest.strip_prefix('-').unwrap_or(rest), |c| {
        c.is_ascii_alphabetic()
    });
    let numbers = [low, high]
        .iter()
        .all(|number| matches!(number.len(), 1 | 2));
    rest.is_empty() && numbers && matches!(head.len(), 1..=3) && tail.len() <= 3
}

fn split(text: &str, is_part: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    text.split_at(end)
}
