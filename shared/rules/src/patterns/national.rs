//! National identification numbers, by form and check digit.

use deid_model::PhiCategory;

use super::check_digits as check;
use super::fold::is_digit;
use super::reading::Reading;
use super::{Opinion, pattern};

/// Words that one number may be spread over.
const WORDS: usize = 7;
/// Longest number with its marks.
const LONGEST: usize = 26;

/// Every national identification number of the text.
pub(super) fn find(reading: &Reading<'_>, opinions: &mut Vec<Opinion>) {
    let mut at = 0;
    while at < reading.tokens.len() {
        let insurance = || Some((insurance(reading, at)?, "uk-nino", 0.9));
        match number(reading, at).or_else(insurance) {
            Some((end, source, score)) => {
                opinions.push(pattern(at..end, PhiCategory::Id, score, source));
                at = end;
            }
            None => at += 1,
        }
    }
}

/// A number, and how it was written.
#[derive(Default)]
struct Written {
    /// Letters, in upper case, and digits.
    compact: String,
    /// How many characters stood between marks or ends of words.
    groups: Vec<usize>,
    /// Marks within words.
    marks: String,
}

impl Written {
    /// Adds one word; `None` where it cannot be part of a number.
    fn push(&mut self, text: &str) -> Option<()> {
        let mut group = 0;
        for letter in text.chars() {
            if letter.is_ascii_alphanumeric() {
                self.compact.push(letter.to_ascii_uppercase());
                group += 1;
            } else if "-./+".contains(letter) {
                self.groups.extend((group > 0).then_some(group));
                self.marks.push(letter);
                group = 0;
            } else {
                return None;
            }
        }
        self.groups.extend((group > 0).then_some(group));
        Some(())
    }
}

/// `QQ 12 34 56 C`, of the United Kingdom: its parts, each a word, or all in one.
fn insurance(reading: &Reading<'_>, start: usize) -> Option<usize> {
    let limit = reading.line_end(start).min(start + 5);
    let mut compact = String::new();
    for index in start..limit {
        let core = reading.token(index)?.core;
        if core.len() > 9 - compact.len() || !core.bytes().all(|it| it.is_ascii_alphanumeric()) {
            return None;
        }
        compact.push_str(core);
        if compact.len() == 9 {
            let (prefix, rest) = compact.split_at(2);
            let (digits, suffix) = rest.split_at(6);
            let known = prefix.bytes().all(|it| it.is_ascii_uppercase())
                && digits.bytes().all(|it| it.is_ascii_digit())
                && ["A", "B", "C", "D"].contains(&suffix);
            return known.then_some(index + 1);
        }
    }
    None
}

fn number(reading: &Reading<'_>, start: usize) -> Option<(usize, &'static str, f32)> {
    let limit = reading.line_end(start).min(start + WORDS);
    let mut written = Written::default();
    let mut found = None;
    for index in start..limit {
        let token = reading.token(index)?;
        // A number of one digit begins a French number only, which has seven parts.
        if index == start
            && token.digits == 1
            && !token.core.starts_with(['1', '2'])
            && token.letters == 0
        {
            break;
        }
        if token.digits == 0 || written.compact.len() + token.text.len() > LONGEST {
            break;
        }
        if written.push(token.core).is_none() {
            break;
        }
        let one = index == start;
        if let Some((source, score)) = known(&written, one) {
            found = Some((index + 1, source, score));
        }
    }
    found
}

/// Whose number it is. Spread over several words it must be grouped as that country groups it.
fn known(written: &Written, one_word: bool) -> Option<(&'static str, f32)> {
    let text = written.compact.as_str();
    if !(9..=16).contains(&text.len()) {
        return None;
    }
    if text.chars().all(is_digit) {
        return of_digits(written, &check::digits(text)?, one_word);
    }
    let plain = one_word || written.groups.len() <= 3;
    match text.len() {
        9 if plain && check::dni_or_nie(text) => Some(("dni", 0.92)),
        10 if plain && check::kvnr(text) => Some(("kvnr", 0.92)),
        15 if check::nir(text) => Some(("nir", 0.95)),
        16 if check::codice_fiscale(text) => Some(("codice-fiscale", 0.95)),
        16 if one_word && check::is_codice_fiscale_form(text) => Some(("codice-fiscale", 0.85)),
        _ => None,
    }
}

fn of_digits(written: &Written, digits: &[u32], one_word: bool) -> Option<(&'static str, f32)> {
    let grouped = |groups: &[usize]| written.groups == groups;
    let marked = !written.marks.is_empty();
    match digits.len() {
        9 if grouped(&[3, 2, 4]) && is_ssn(digits) => Some(("us-ssn", 0.92)),
        9 if grouped(&[9]) && check::bsn(digits) => Some(("bsn", 0.8)),
        9 if (grouped(&[9]) || grouped(&[3, 3, 3])) && check::nif(digits) => Some(("nif", 0.8)),
        10 if (grouped(&[10]) || grouped(&[3, 3, 4])) && check::nhs(digits) => {
            Some(("nhs-number", 0.9))
        }
        10 if (marked && grouped(&[6, 4]) || grouped(&[10])) && check::personnummer(digits) => {
            Some(("personnummer", 0.9))
        }
        10 if marked && grouped(&[6, 4]) && check::cpr(digits) => Some(("cpr", 0.85)),
        12 if (marked && grouped(&[8, 4]) || grouped(&[12]))
            && check::personnummer(digits.get(2..)?) =>
        {
            Some(("personnummer", 0.88))
        }
        11 if (grouped(&[11]) || grouped(&[3, 3, 3, 2])) && check::cpf(digits) => {
            Some(("cpf", 0.92))
        }
        11 if grouped(&[11]) && check::pesel(digits) => Some(("pesel", 0.85)),
        13 if (one_word || grouped(&[3, 4, 4, 2])) && check::ahv(digits) => Some(("ahv", 0.94)),
        15 if (one_word || written.groups.len() >= 5) && check::nir(&written.compact) => {
            Some(("nir", 0.94))
        }
        _ => None,
    }
}

/// Area, group and serial number of the United States, none of them zero.
fn is_ssn(digits: &[u32]) -> bool {
    let zero = |part: Option<&[u32]>| part.is_none_or(|part| part.iter().all(|digit| *digit == 0));
    let area = digits.first() != Some(&9) && !digits.starts_with(&[6, 6, 6]);
    area && !zero(digits.get(..3)) && !zero(digits.get(3..5)) && !zero(digits.get(5..9))
}
