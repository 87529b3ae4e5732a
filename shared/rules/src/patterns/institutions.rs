//! Names of hospitals, clinics and practices without a label.

use deid_model::PhiCategory;

use super::fold::listed;
use super::institution_words::{
    ACRONYMS, CENTERS, DEPARTMENTS, ENDS, KINDS, LINKS, PAIRS, PURPOSES, SPECIALTIES,
};
use super::measures::{is_measure, is_unit};
use super::ordinary::{is_marker, is_ordinary};
use super::reading::{Reading, Token};
use super::{Opinion, pattern};

/// Words of one letter or a few with dots, which stand for a legal form or an old name: `S.L.`, `A.O.`.
const MOST_INITIALS: usize = 4;
/// Words that one name may have on either side of its kind.
const REACH: usize = 5;

/// Every institution of the text.
/// `labels` tells words that are labels: no name goes through one.
pub(super) fn find(reading: &Reading<'_>, labels: &[bool], opinions: &mut Vec<Opinion>) {
    let mut at = 0;
    while at < reading.tokens.len() {
        let Some(length) = kind(reading, at) else {
            at += 1;
            continue;
        };
        let start = left(reading, labels, at);
        let end = right(reading, labels, at + length);
        let compound = length > 2 || reading.token(at).is_some_and(is_compound);
        let extended = match generic_kind(reading, at, length) {
            Some(Sides::Before) => (start..at).any(|it| reading.token(it).is_some_and(is_name)),
            Some(Sides::Both) => (start..at)
                .chain(at + length..end)
                .any(|it| reading.token(it).is_some_and(is_name)),
            None => start < at || end > at + length,
        };
        if extended {
            opinions.push(pattern(
                start..end,
                PhiCategory::Institution,
                0.88,
                "institution",
            ));
        } else if compound {
            opinions.push(pattern(
                start..end,
                PhiCategory::Institution,
                0.75,
                "institution",
            ));
        }
        at = end.max(at + 1);
    }
}

/// Where a name has to stand beside a kind that examinations are called too.
enum Sides {
    Before,
    Both,
}

/// `Cardiology Preset` and `Lung Screening CT` are no institutions, `Quill Cardiology` is.
fn generic_kind(reading: &Reading<'_>, at: usize, length: usize) -> Option<Sides> {
    let is = |list: &[&str]| {
        (at..at + length).any(|it| {
            reading
                .token(it)
                .is_some_and(|token| listed(list, &token.folded))
        })
    };
    match length {
        1 if is(SPECIALTIES) => Some(Sides::Before),
        2 if is(&["screening", "unit"]) => Some(Sides::Both),
        _ => None,
    }
}

/// How many words from `at` say what kind of institution it is.
fn kind(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let token = reading.token(at)?;
    // "Hospital:" is a label.
    if !token.is_wordlike() || token.text.ends_with([':', '=']) {
        return None;
    }
    if listed(KINDS, &token.folded) || is_compound(token) {
        return Some(1);
    }
    let next = reading.following(at)?;
    // "Centro de Imagen", "Service de Radiologie".
    let linked = listed(LINKS, &next.folded)
        && token.capital
        && reading.following(at + 1).is_some_and(|third| {
            third.capital
                && (listed(CENTERS, &token.folded) && listed(PURPOSES, &third.folded)
                    || listed(DEPARTMENTS, &token.folded) && is_generic(reading, at + 2))
        });
    if linked {
        return Some(3);
    }
    if token.upper
        && listed(ACRONYMS, &token.folded)
        && (is_name(next) || listed(LINKS, &next.folded))
    {
        return Some(1);
    }
    let center = |one: &str, other: &str| listed(CENTERS, one) && listed(PURPOSES, other);
    let pair = center(&token.folded, &next.folded)
        || center(&next.folded, &token.folded)
        || PAIRS.contains(&(token.folded.as_str(), next.folded.as_str()));
    (pair && !next.text.ends_with([':', '='])).then_some(2)
}

fn is_compound(token: &Token<'_>) -> bool {
    token.letters <= 40
        && token.capital
        && ENDS
            .iter()
            .any(|end| token.folded.len() >= end.len() + 3 && token.folded.ends_with(end))
}

fn is_name(token: &Token<'_>) -> bool {
    let wordlike = token.is_wordlike() && token.letters >= 2;
    wordlike
        && token.capital
        && !is_marker(token)
        && (!is_ordinary(token) || token.folded == "general")
}

/// A generic word or an abbreviation that may belong to the name beside it: `Prairie View Clinic`, `Clinica Quill S.L.`
fn is_generic(reading: &Reading<'_>, index: usize) -> bool {
    reading.token(index).is_some_and(|token| {
        let dotted = token.text.contains('.') && token.letters <= MOST_INITIALS && token.upper;
        let worded = token.is_wordlike() && token.letters >= 2 && token.capital;
        (worded || dotted && token.digits == 0)
            && !is_marker(token)
            && !is_measure(reading, index)
            && !is_unit(&token.folded)
    })
}

/// Whether nothing but words of a name stands before on the line, in reach.
fn begins_line(reading: &Reading<'_>, labels: &[bool], index: usize) -> bool {
    let start = reading
        .token(index)
        .and_then(|token| reading.lines.get(token.line))
        .map_or(index, |line| line.start);
    (start.max(index.saturating_sub(REACH))..=index)
        .rev()
        .take_while(|at| labels.get(*at) != Some(&true))
        .all(|at| in_name(reading, at))
}

/// Whether a name may go through the word.
fn in_name(reading: &Reading<'_>, index: usize) -> bool {
    is_generic(reading, index)
        || reading
            .token(index)
            .is_some_and(|token| listed(LINKS, &token.folded) && !is_marker(token))
}

/// Whether nothing but words of a name follows on the line, in reach: no side, view or number.
fn ends_line(reading: &Reading<'_>, labels: &[bool], from: usize) -> bool {
    (from..reading.line_end(from).min(from + REACH))
        .take_while(|at| labels.get(*at) != Some(&true))
        .all(|at| in_name(reading, at))
}

/// Whether a name may go through the end of this word.
fn ends_here(token: &Token<'_>) -> bool {
    token.text.ends_with([':', ';', '=', '|'])
}

fn left(reading: &Reading<'_>, labels: &[bool], at: usize) -> usize {
    let mut start = at;
    let mut index = at;
    while index > 0 && at - index < REACH {
        let Some(token) = reading.preceding(index) else {
            break;
        };
        index -= 1;
        let link = listed(LINKS, &token.folded);
        let label = labels.get(index) == Some(&true);
        let generic = || is_generic(reading, index) && begins_line(reading, labels, index);
        if label || ends_here(token) || !(is_name(token) || link || generic()) {
            break;
        }
        if !link || (token.capital && token.letters > 1) {
            start = index;
        }
    }
    start
}

fn right(reading: &Reading<'_>, labels: &[bool], from: usize) -> usize {
    let mut end = from;
    let limit = reading.line_end(from.saturating_sub(1)).min(from + REACH);
    for index in from..limit {
        let open = index
            .checked_sub(1)
            .and_then(|before| reading.token(before))
            .is_some_and(|before| !ends_here(before));
        let Some(token) = reading.token(index).filter(|_| open) else {
            break;
        };
        let link = listed(LINKS, &token.folded);
        let label = labels.get(index) == Some(&true);
        let generic = || is_generic(reading, index) && ends_line(reading, labels, index);
        if label || token.text.ends_with([':', '=']) || !(is_name(token) || link || generic()) {
            break;
        }
        if !link {
            end = index + 1;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_so_that_they_can_be_searched() {
        assert!(ACRONYMS.is_sorted() && LINKS.is_sorted() && KINDS.is_sorted());
        assert!(
            PURPOSES.is_sorted()
                && CENTERS.is_sorted()
                && SPECIALTIES.is_sorted()
                && DEPARTMENTS.is_sorted()
        );
    }
}
