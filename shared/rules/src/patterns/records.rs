//! Record, accession and serial numbers without a label, and UIDs.

use deid_model::PhiCategory;

use super::fold::{folded, listed};
use super::measures::{is_counter, is_measure, is_version};
use super::reading::{Kind, Reading, Token};
use super::{Opinion, pattern};

/// Beginnings of numbers of standards and marks of conformity (sorted).
const STANDARDS: &[&str] = &["astm", "ce", "din", "en", "iec", "ieee", "iso"];

/// Every record number of the text. `taken` tells words that are dates, times or telephone numbers already.
pub(super) fn find(reading: &Reading<'_>, taken: &[bool], opinions: &mut Vec<Opinion>) {
    for (index, token) in reading.tokens.iter().enumerate() {
        if token.digits < 4 || taken.get(index) != Some(&false) {
            continue;
        }
        let words = index..index + 1;
        if is_uid(token.core) {
            opinions.push(pattern(words, PhiCategory::Id, 0.94, "uid"));
        } else if let Some(score) = record(reading, index, token) {
            opinions.push(pattern(words, PhiCategory::Id, score, "record-number"));
        }
    }
}

/// At least five numbers parted by dots, the first 0, 1 or 2 (PS3.5 section 9).
fn is_uid(text: &str) -> bool {
    let mut parts = text.split('.');
    let root = parts
        .next()
        .is_some_and(|root| ["0", "1", "2"].contains(&root));
    root && text.len() >= 10
        && text
            .chars()
            .all(|letter| letter.is_ascii_digit() || letter == '.')
        && parts.filter(|part| !part.is_empty()).count() >= 4
}

fn record(reading: &Reading<'_>, index: usize, token: &Token<'_>) -> Option<f32> {
    if is_measure(reading, index) || token.core.contains(['@', '%', '^', '=']) {
        return None;
    }
    if token.text.len() > 4 && token.text.starts_with('*') && token.text.ends_with('*') {
        return Some(0.85);
    }
    if token.text.starts_with('#') && token.letters == 0 && token.text.len() == token.digits + 1 {
        return Some(0.7);
    }
    if token.letters == 0 {
        digits_only(reading, index, token)
    } else {
        mixed(reading, index, token)
    }
}

fn digits_only(reading: &Reading<'_>, index: usize, token: &Token<'_>) -> Option<f32> {
    let groups: Vec<usize> = token
        .core
        .split(|letter: char| !letter.is_numeric())
        .map(|group| group.chars().count())
        .filter(|length| *length > 0)
        .collect();
    let marks: String = token
        .core
        .chars()
        .filter(|letter| !letter.is_numeric())
        .collect();
    let counted = reading.preceding(index).is_some_and(|before| {
        (is_counter(&before.folded) && token.digits <= 6) || is_version(&before.folded)
    });
    if token.digits < 6 || counted {
        return None;
    }
    match (groups.as_slice(), marks.chars().next()) {
        ([_], _) => {
            let signed = token.text.starts_with(['-', '+']) && token.digits < 8;
            (!signed).then_some(if token.digits >= 8 { 0.82 } else { 0.72 })
        }
        (_, Some(':')) => None,
        // Counters, ranges and ratios.
        ([one, other], _) if *one <= 4 && *other <= 4 => None,
        ([whole, _], Some('.' | ',')) => (*whole >= 8).then_some(0.6),
        ([first, rest @ ..], Some(',' | '.' | '\'' | '’'))
            if *first <= 3 && rest.iter().all(|length| *length == 3) =>
        {
            (token.digits >= 9).then_some(0.6)
        }
        ([_, _, _], Some('.')) if token.digits < 8 => None,
        (many, Some('.')) if many.len() == 4 => is_network_address(token.core).then_some(0.7),
        _ => Some(0.68),
    }
}

/// Four numbers below 256 of the private networks, or with nine digits at least: shorter ones are versions.
fn is_network_address(text: &str) -> bool {
    let parts: Vec<u8> = text
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let private = matches!(parts.as_slice(), [192, 168, ..] | [172, 16..=31, ..]);
    parts.len() == 4 && (private || digits >= 9)
}

/// `QA-7741-B`: digits between capitals, parted by hyphens.
fn is_framed(token: &Token<'_>) -> bool {
    let all = |part: &str, is: fn(char) -> bool| !part.is_empty() && part.chars().all(is);
    let parts: Vec<&str> = token.core.split('-').collect();
    let [first, middle, last] = parts.as_slice() else {
        return false;
    };
    all(first, char::is_uppercase)
        && middle.len() >= 4
        && all(middle, |digit| digit.is_ascii_digit())
        && all(last, char::is_uppercase)
}

fn mixed(reading: &Reading<'_>, index: usize, token: &Token<'_>) -> Option<f32> {
    let pieces: Vec<(Kind, &str)> = reading
        .atoms_of(index)
        .iter()
        .map(|atom| (atom.kind, atom.text))
        .collect();
    let letters = pieces.iter().filter(|piece| piece.0 == Kind::Letters);
    let first = letters
        .clone()
        .next()
        .map(|piece| folded(piece.1))
        .unwrap_or_default();
    let size =
        letters.clone().count() > 0 && letters.clone().all(|piece| ["x", "X"].contains(&piece.1));
    if size || listed(STANDARDS, &first) || is_version(&first) {
        return None;
    }
    let counted = is_counter(&first) && letters.clone().count() == 1 && token.digits <= 5;
    let interleaved =
        pieces.len() >= 5 && token.digits >= 4 && pieces.iter().all(|piece| piece.0 != Kind::Mark);
    // t2_tse_tra_p2_384 is a sequence.
    let sequence = token.core.contains('_') && token.core.contains(char::is_lowercase);
    let enough = (token.digits >= 5 && !sequence) || interleaved || is_framed(token);
    let marked = token
        .core
        .chars()
        .all(|letter| letter.is_alphanumeric() || "-_/.#".contains(letter));
    (enough && marked && !counted && token.letters <= 8).then_some(if token.digits >= 6 {
        0.8
    } else {
        0.7
    })
}
