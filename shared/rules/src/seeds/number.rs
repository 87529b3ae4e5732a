//! What record numbers, serial numbers, unique identifiers and telephone numbers look like in a picture.

use super::fold::fold;
use super::part::{Closeness, Counts, Part, WHOLE, is_number};
use super::plain::is_plain;

/// A unique identifier has at least so many components; a number with fewer full stops is a record number.
const UID_COMPONENTS: usize = 4;

/// The parts of a record, accession, device, study or other number.
pub(super) fn parts_of_id(value: &str) -> Vec<Part> {
    let whole = fold(value);
    let mut parts = Vec::new();
    add_id(&whole, WHOLE, &mut parts);
    if is_uid(value) {
        return parts;
    }
    let pieces = pieces_of(value);
    if pieces.len() > 1 {
        for (slot, piece) in pieces.iter().enumerate() {
            add_piece(piece, slot as u16, &mut parts);
        }
    }
    parts
}

/// The parts of a telephone, fax or pager number: without its country code too.
pub(super) fn parts_of_phone(value: &str) -> Vec<Part> {
    let pieces: Vec<Vec<char>> = pieces_of(value)
        .into_iter()
        .filter(|piece| is_number(piece))
        .collect();
    let mut parts = Vec::new();
    for from in 0..pieces.len() {
        let rest: Vec<char> = pieces.iter().skip(from).flatten().copied().collect();
        if rest.len() >= 6 {
            // The national form puts a 0 where the international one has the country code.
            if from > 0 {
                let national = std::iter::once('0').chain(rest.iter().copied()).collect();
                parts.push(Part::new(national, WHOLE, Counts::Alone));
            }
            parts.push(Part::new(rest, WHOLE, Counts::Alone));
        }
    }
    for (slot, piece) in pieces.iter().enumerate() {
        add_piece(piece, slot as u16, &mut parts);
    }
    parts
}

/// One piece of a number that has several.
fn add_piece(piece: &[char], slot: u16, parts: &mut Vec<Part>) {
    if piece.len() >= 5 {
        add_id(piece, slot, parts);
    } else {
        parts.push(Part::new(piece.to_vec(), slot, Counts::Beside));
    }
}

fn add_id(letters: &[char], slot: u16, parts: &mut Vec<Part>) {
    let has_digit = letters.iter().any(char::is_ascii_digit);
    let counts = match letters.len() {
        0 => return,
        1..=2 => Counts::Beside,
        _ if is_plain(letters) => Counts::Paired,
        3 if is_number(letters) => Counts::Beside,
        3 if !has_digit => Counts::Paired,
        _ => Counts::Alone,
    };
    let mut part = Part::new(letters.to_vec(), slot, counts);
    if letters.len() <= 4 {
        part.closeness = if letters.len() == 4 {
            Closeness::Confusions
        } else {
            Closeness::Exact
        };
    }
    let zeros = letters.iter().take_while(|letter| **letter == '0').count();
    let significant = letters.get(zeros..).unwrap_or_default();
    if zeros > 0 && significant.len() >= 4 {
        parts.push(Part::new(significant.to_vec(), slot, counts));
    }
    parts.push(part);
}

/// Runs of letters and runs of digits.
fn pieces_of(value: &str) -> Vec<Vec<char>> {
    let mut pieces: Vec<Vec<char>> = Vec::new();
    let mut last: Option<bool> = None;
    for letter in value.chars() {
        let folded = fold(letter.encode_utf8(&mut [0; 4]));
        let kind = folded.first().map(char::is_ascii_digit);
        match pieces.last_mut() {
            Some(piece) if kind.is_some() && kind == last => piece.extend(folded),
            _ if kind.is_some() => pieces.push(folded),
            _ => {}
        }
        last = kind;
    }
    pieces
}

fn is_uid(value: &str) -> bool {
    let value = value.trim_matches(|letter: char| letter.is_whitespace() || letter == '\0');
    value.split('.').count() >= UID_COMPONENTS
        && value
            .chars()
            .all(|letter| letter == '.' || letter.is_ascii_digit())
}
