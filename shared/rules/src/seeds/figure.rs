//! The numbers of a document with what stands between them: what dates, times and ages are made of.

use crate::document::Document;

use super::fold::fold_letter;
use super::month::{LONGEST_NAME, Months, months_near, months_of};

/// What a figure is.
pub(super) enum What {
    /// Digits, at most [`LONGEST_NUMBER`].
    Number(String),
    /// A word that names a month.
    Month(Months),
    /// Any other run of letters, folded; empty where it is too long to matter.
    Letters(String),
}

/// A number, or what breaks a row of numbers.
pub(super) struct Figure {
    /// What it is.
    pub what: What,
    /// Index of its word in the document.
    pub word: usize,
    /// The character before it: a blank at the beginning of a word, NUL where nothing parts it from the last figure.
    pub parted_by: char,
}

/// Numbers longer than this are no date.
pub(super) const LONGEST_NUMBER: usize = 20;

/// Letters longer than this are neither a month nor a unit.
const LONGEST_LETTERS: usize = 16;

/// Words between the numbers of a date: `31 de enero de 2000`, `31st of`, `1er`.
const JOINTS: [&str; 12] = [
    "de", "of", "st", "nd", "rd", "th", "er", "do", "del", "di", "the", "e",
];

/// All figures of `document`, in order.
pub(super) fn figures(document: &Document<'_>) -> Vec<Figure> {
    let mut all = Vec::new();
    for (index, word) in document.words.iter().enumerate() {
        let mut reader = Reader {
            word: index,
            parted_by: ' ',
            all: &mut all,
        };
        let mut chunk = Vec::new();
        for letter in word.text.chars() {
            let before = chunk.len();
            let is_border = letter == '|' && chunk.is_empty();
            if !is_date_sign(letter) && !is_border {
                fold_letter(letter, &mut chunk);
            }
            if chunk.len() == before {
                reader.read(&chunk);
                chunk.clear();
                reader.parted_by = letter;
            }
        }
        reader.read(&chunk);
    }
    all
}

/// The signs for year, month and day in Japanese, Chinese and Korean dates.
const fn is_date_sign(letter: char) -> bool {
    matches!(letter, '年' | '月' | '日' | '년' | '월' | '일')
}

struct Reader<'a> {
    word: usize,
    parted_by: char,
    all: &'a mut Vec<Figure>,
}

impl Reader<'_> {
    /// Splits letters and digits without a separator between them.
    fn read(&mut self, chunk: &[char]) {
        let mut rest = chunk;
        while !rest.is_empty() {
            let (what, taken) = next(rest, rest.len() == chunk.len());
            rest = rest.get(taken..).unwrap_or_default();
            let is_joint =
                matches!(&what, What::Letters(letters) if JOINTS.contains(&letters.as_str()));
            if !is_joint {
                self.all.push(Figure {
                    what,
                    word: self.word,
                    parted_by: self.parted_by,
                });
            }
            self.parted_by = '\0';
        }
    }
}

/// The first figure of `letters`, not empty, and how many of them it takes. `is_start` tells whether they are the
/// beginning of a word.
fn next(letters: &[char], is_start: bool) -> (What, usize) {
    let digit_run = numeric_run(letters);
    let has_digit = letters.iter().take(digit_run).any(char::is_ascii_digit);
    let is_all = digit_run == letters.len();
    if digit_run > 0 && (has_digit || (is_start && is_all && digit_run <= 2)) {
        let most = if is_all {
            digit_run
        } else {
            before_month(letters, digit_run)
        };
        return (number(letters.get(..most).unwrap_or_default()), most);
    }
    if let Some((months, taken)) = leading_month(letters) {
        return (What::Month(months), taken);
    }
    let taken = letters
        .iter()
        .take_while(|letter| !letter.is_ascii_digit())
        .count()
        .max(1);
    let run = letters.get(..taken).unwrap_or_default();
    let near = months_near(run);
    if near != 0 {
        return (What::Month(near), taken);
    }
    let is_short = taken <= LONGEST_LETTERS;
    (
        What::Letters(if is_short {
            run.iter().collect()
        } else {
            String::new()
        }),
        taken,
    )
}

/// How many of the first letters are digits or look like some; those at the end only if nothing else follows.
fn numeric_run(letters: &[char]) -> usize {
    let run = letters
        .iter()
        .take_while(|letter| digit_of(**letter).is_some())
        .count();
    if run == letters.len() {
        return run;
    }
    let is_real = |letter: &char| letter.is_ascii_digit();
    letters
        .iter()
        .take(run)
        .rposition(is_real)
        .map_or(0, |last| last + 1)
}

/// How many of the first `run` letters, all like digits, are a number that a month follows: the O of OCT is no 0.
fn before_month(letters: &[char], run: usize) -> usize {
    let is_month = |from: &usize| {
        letters
            .get(*from..)
            .is_some_and(|rest| leading_month(rest).is_some())
    };
    (1..run.min(5)).find(is_month).unwrap_or(run)
}

/// The longest name of a month that `letters` begin with: nothing but digits, or what looks like them, follows.
fn leading_month(letters: &[char]) -> Option<(Months, usize)> {
    let most = letters.len().min(LONGEST_NAME);
    let digits = letters
        .iter()
        .rev()
        .take(LONGEST_NUMBER)
        .take_while(|letter| digit_of(**letter).is_some())
        .count();
    let least = (letters.len() - digits).max(3);
    (least..=most).rev().find_map(|taken| {
        let name = letters.get(..taken).unwrap_or_default();
        let months = if name.iter().filter(|letter| letter.is_alphabetic()).count() >= 2 {
            months_of(name)
        } else {
            0
        };
        (months != 0).then_some((months, taken))
    })
}

fn number(letters: &[char]) -> What {
    if letters.len() > LONGEST_NUMBER {
        return What::Letters(String::new());
    }
    What::Number(
        letters
            .iter()
            .filter_map(|letter| digit_of(*letter))
            .collect(),
    )
}

/// The digit that a folded letter is, or is taken for.
const fn digit_of(letter: char) -> Option<char> {
    Some(match letter {
        'o' => '0',
        'i' | 'l' => '1',
        'z' => '2',
        's' => '5',
        'g' => '6',
        'b' => '8',
        '0'..='9' => letter,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use deid_model::PhiText;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let text = PhiText::new(text.into());
        let told: Vec<String> = figures(&Document::new(&text))
            .iter()
            .map(|figure| match &figure.what {
                What::Number(digits) => digits.clone(),
                What::Month(months) => format!("m{}", months.trailing_zeros() + 1),
                What::Letters(letters) => letters.clone(),
            })
            .collect();
        assert_eq!(told.join(" "), expected);
    }

    #[test]
    fn words_are_split_to_numbers_months_and_other_letters() {
        check("31.01.2000", "31 01 2000");
        check("31JAN2000", "31 m1 2000");
        check("31OCT2OOO", "31 m10 2000");
        check("3l.O1.2OOO", "31 01 2000");
        check("OCT31", "m10 31");
        check("Geb.1.1.00", "geb 1 1 00");
        check("DOB31.01.2000", "dob 31 01 2000");
        check("31st of January, 2000", "31 m1 2000");
        check("1er janvier", "1 m1");
        check("2000年1月31日", "2000 1 31");
        check("034Y", "034 y");
        check("DOE", "doe");
    }
}
