//! A line as the lists see it: pieces of words that are terms, numbers, or neither.

use std::ops::Range;

use super::fold::folded;
use super::lexicon::Lexicon;
use super::number::{Number, misread};
use super::run::{Run, runs, trailing_symbol};
use crate::document::Document;

/// A term's chunk or a number within a word.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// Index of its word in the document.
    pub word: usize,
    /// Folded, and as the lists spell it.
    pub text: String,
    /// What it is worth, for digits.
    pub number: Option<Number>,
    /// What it is worth where readers took digits for letters.
    pub misread: Option<Number>,
    /// The last symbol since the piece before it.
    pub symbol: Option<char>,
    /// It starts its word.
    pub starts_word: bool,
}

/// Bytes of the longest word that is looked into; file names and links are longer.
const LONGEST_WORD: usize = 96;

/// The pieces of the words `line` of `document`.
pub(super) fn pieces_of_line(
    lexicon: &Lexicon,
    document: &Document,
    line: Range<usize>,
) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(line.len());
    let mut pending = None;
    for index in line {
        let Some(word) = document.words.get(index) else {
            continue;
        };
        // No term is that long.
        let found = if word.text.len() > LONGEST_WORD {
            vec![Run::default()]
        } else {
            runs(word.text)
        };
        let first = pieces.len();
        for run in &found {
            split_run(lexicon, index, run, &mut pieces);
        }
        if let Some(piece) = pieces.get_mut(first) {
            piece.starts_word = true;
            piece.symbol = piece.symbol.or(pending);
        }
        pending = if found.is_empty() {
            word.text.chars().next_back()
        } else {
            trailing_symbol(word.text)
        };
    }
    pieces
}

/// A run that is a term stays whole; others part where digits meet letters, and at humps such as in `LeftKidney`.
fn split_run(lexicon: &Lexicon, word: usize, run: &Run, pieces: &mut Vec<Piece>) {
    if run.written.chars().all(char::is_lowercase) || run.written.chars().all(char::is_uppercase) {
        pieces.push(Piece {
            word,
            number: None,
            misread: None,
            text: lexicon.meant(&run.folded).unwrap_or(&run.folded).to_owned(),
            symbol: run.symbol,
            starts_word: false,
        });
        return;
    }
    let known = |part: &str| lexicon.knows(part) || lexicon.meant(part).is_some();
    let mut parts = Vec::new();
    let bounds = bounds_of(&run.written);
    let mut start = 0;
    while start + 1 < bounds.len() {
        let part_to = |end: usize| {
            let range = *bounds.get(start)?..*bounds.get(end)?;
            run.written.get(range).map(folded)
        };
        // Terms of more parts than this are none.
        let furthest = (start + 1..bounds.len().min(start + 7)).rev();
        let mut longer = furthest.filter_map(|end| Some((end, part_to(end)?)));
        let Some((end, part)) = longer
            .find(|(_, part)| known(part))
            .or_else(|| Some((start + 1, part_to(start + 1)?)))
        else {
            break;
        };
        parts.push(part);
        start = end;
    }
    let explained = |part: &String| known(part) || Number::parse(part, None).is_some();
    // `12O` is a number, though O is a word of some languages.
    let digits_first =
        run.folded.starts_with(|c: char| c.is_ascii_digit()) && !run.folded.contains('s');
    let whole = parts.len() == 1 || (parts.iter().all(explained) && !digits_first);
    let misread = misread(&run.folded).filter(|_| !whole);
    if misread.is_some() {
        parts = vec![run.folded.clone()];
    }
    let mut symbol = run.symbol;
    for part in parts {
        let symbol = symbol.take();
        let sign = symbol.filter(|sign| matches!(sign, '+' | '-'));
        pieces.push(Piece {
            word,
            number: Number::parse(&part, sign),
            misread,
            text: lexicon.meant(&part).map(str::to_owned).unwrap_or(part),
            symbol,
            starts_word: false,
        });
    }
}

/// Byte offsets at which `written` may part, its start and end included.
fn bounds_of(written: &str) -> Vec<usize> {
    let mut bounds = vec![0];
    let mut before: Option<char> = None;
    for (at, letter) in written.char_indices() {
        if let Some(before) = before {
            let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
            let hump = before.is_lowercase() && letter.is_uppercase();
            if digit(before) != digit(letter) || hump {
                bounds.push(at);
            }
        }
        before = Some(letter);
    }
    bounds.push(written.len());
    bounds
}
