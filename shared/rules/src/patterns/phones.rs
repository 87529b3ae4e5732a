//! Telephone and fax numbers without a label.

use deid_model::PhiCategory;

use super::fold::digit_seen;
use super::reading::{Kind, Reading};
use super::{Opinion, pattern};

/// Words that one number may consist of.
const WORDS: usize = 7;

/// Every telephone number of the text. `taken` tells words that are dates or times already.
pub(super) fn find(reading: &Reading<'_>, taken: &[bool], opinions: &mut Vec<Opinion>) {
    let mut at = 0;
    while at < reading.tokens.len() {
        match phone(reading, taken, at) {
            Some((end, score)) => {
                opinions.push(pattern(at..end, PhiCategory::PhoneOrFax, score, "phone"));
                at = end;
            }
            None => at += 1,
        }
    }
}

/// Whether a word is made of digits and of what parts the digits of a telephone number.
fn is_part(reading: &Reading<'_>, index: usize) -> bool {
    reading.token(index).is_some_and(|token| {
        token.text.len() <= 24
            && token
                .text
                .chars()
                .all(|letter| digit_seen(letter).is_some() || "+()/-–.,;:".contains(letter))
            && token.letters <= token.digits
            && (token.digits > 0 || token.text.len() == 1)
    })
}

/// Lengths of the groups of digits, what parts them, and whether a word ends there.
struct Groups<'a> {
    texts: Vec<&'a str>,
    marks: String,
    digits: usize,
    words: usize,
}

fn groups<'a>(reading: &Reading<'a>, words: std::ops::Range<usize>) -> Groups<'a> {
    let mut groups = Groups {
        texts: Vec::new(),
        marks: String::new(),
        digits: 0,
        words: words.len(),
    };
    for index in words {
        for atom in reading.atoms_of(index) {
            if atom.kind == Kind::Number {
                groups.texts.push(atom.text);
                groups.digits += atom.len();
            } else {
                groups.marks.push_str(atom.text);
            }
        }
    }
    groups
}

fn phone(reading: &Reading<'_>, taken: &[bool], start: usize) -> Option<(usize, f32)> {
    let first = reading.token(start)?;
    let free = |index: usize| taken.get(index) == Some(&false);
    let begins =
        first.text.starts_with(['+', '(']) || (first.text.starts_with('0') && first.digits > 1);
    let marked = first.digits >= 6 && first.core.contains(['-', '.', '/', '–']);
    if !(begins || marked || first.digits == 3) || first.text.len() > 24 {
        return None;
    }
    let limit = reading.line_end(start).min(start + WORDS);
    let end = (start..limit)
        .find(|index| !is_part(reading, *index) || !free(*index))
        .unwrap_or(limit);
    (start + 1..=end)
        .rev()
        .find_map(|end| Some((end, score(first.text, &groups(reading, start..end))?)))
}

fn score(text: &str, groups: &Groups<'_>) -> Option<f32> {
    let lengths: Vec<usize> = groups.texts.iter().map(|group| group.len()).collect();
    let first = groups.texts.first()?;
    let only = |marks: &str| groups.marks.chars().all(|mark| marks.contains(mark));
    let digits = groups.digits;
    if text.starts_with('+') && !first.starts_with('0') && (8..=15).contains(&digits) {
        return (groups.marks.matches('+').count() == 1).then_some(0.9);
    }
    if text.starts_with('(') && groups.marks.contains(')') {
        let area = (2..=5).contains(&first.len());
        return (area && (6..=13).contains(&digits) && lengths.len() >= 2).then_some(0.85);
    }
    if !only("-–./") {
        return None;
    }
    let mark = groups.marks.chars().next();
    // The trunk prefix of North America.
    let leading_one = lengths.first() == Some(&1) && text.starts_with('1');
    let american = lengths.get(usize::from(leading_one)..)?;
    if american == [3, 3, 4] && mark.is_some() {
        return Some(0.85);
    }
    if lengths == [3, 4] && groups.words == 1 && mark == Some('-') && !first.starts_with(['0', '1'])
    {
        return Some(0.6);
    }
    national(groups, &lengths)
}

/// Numbers with the trunk prefix 0, and pairs of digits as in France.
fn national(groups: &Groups<'_>, lengths: &[usize]) -> Option<f32> {
    let first = groups.texts.first()?;
    if !first.starts_with('0') {
        return None;
    }
    if lengths == [2, 2, 2, 2, 2] {
        return (!first.starts_with("00") && !is_scale(&groups.texts)).then_some(0.75);
    }
    let international = first.starts_with("00") && first.len() >= 4 && groups.digits >= 10;
    let area = (3..=6).contains(&first.len()) && !first.starts_with("00");
    let long_enough = (7..=14).contains(&groups.digits) && lengths.len() >= 2;
    // One dot alone is a decimal point.
    let decimal = lengths.len() == 2 && groups.marks.starts_with('.');
    ((area || international) && long_enough && !decimal).then_some(0.75)
}

/// Evenly spaced numbers are the ticks of a scale.
fn is_scale(texts: &[&str]) -> bool {
    let values: Vec<i32> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    let mut steps = values
        .windows(2)
        .map(|pair| pair.last().unwrap_or(&0) - pair.first().unwrap_or(&0));
    let step = steps.next();
    steps.all(|next| Some(next) == step)
}
