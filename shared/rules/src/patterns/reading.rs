//! The words as patterns see them: their shape, and the numbers, letters and marks that they consist of.

use std::ops::Range;

use super::fold::{digit_seen, folded, is_digit};
use super::months::month_number;
use crate::document::Document;

/// What an [`Atom`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits only; some may have been read as letters.
    Number,
    /// Letters only.
    Letters,
    /// One mark.
    Mark,
}

/// A run of digits or letters, or one mark, within a word.
#[derive(Clone, Copy)]
pub(super) struct Atom<'a> {
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub text: &'a str,
    /// Index of its word.
    pub word: usize,
    /// Number of its line.
    pub line: usize,
    /// A number some of whose digits were read as letters.
    pub guessed: bool,
}

impl Atom<'_> {
    /// How many characters it has.
    pub fn len(&self) -> usize {
        self.text.chars().count()
    }

    /// The number, where it is one of at most nine digits, or of one or two letters that may be digits misread.
    pub fn value(&self) -> Option<u32> {
        let longest = match self.kind {
            Kind::Number => 9,
            Kind::Letters => 2,
            Kind::Mark => 0,
        };
        if self.text.len() > 27 || self.len() > longest {
            return None;
        }
        self.text.chars().try_fold(0, |value, digit| {
            Some(value * 10 + u32::from(digit_seen(digit)?))
        })
    }

    /// Whether it is the mark `mark`.
    pub fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark && self.text.starts_with(mark)
    }
}

/// One word with its shape.
pub(super) struct Token<'a> {
    /// The word.
    pub text: &'a str,
    /// The word without marks around it.
    pub core: &'a str,
    /// Its letters and digits, without case and accents.
    pub folded: String,
    /// How many letters it has.
    pub letters: usize,
    /// How many digits it has.
    pub digits: usize,
    /// Its first letter is a capital, or of a script without capitals.
    pub capital: bool,
    /// All of its letters are capitals.
    pub upper: bool,
    /// Number of its line.
    pub line: usize,
    /// Indices of its atoms.
    pub atoms: Range<usize>,
}

impl Token<'_> {
    /// A word of letters, with a hyphen, an apostrophe, dots or commas at most. A digit or two may be letters misread.
    pub fn is_wordlike(&self) -> bool {
        let misread = has_misread_letters(self.letters, self.digits);
        self.letters > 0
            && self.core.chars().all(|letter| {
                letter.is_alphabetic()
                    || (misread && "015862".contains(letter))
                    || "-'’`´.,&".contains(letter)
                    || is_joiner(letter)
            })
    }

    /// A word of letters that begins with a capital.
    pub fn is_capitalized(&self) -> bool {
        self.capital && self.is_wordlike()
    }
}

/// Whether so few of many letters may have been read as digits.
fn has_misread_letters(letters: usize, digits: usize) -> bool {
    letters >= 4 && (1..=letters / 4).contains(&digits)
}

/// The folded word, with digits among letters and letters of the wrong case taken for what they look like.
fn repaired(core: &str, letters: usize, digits: usize) -> String {
    let capitals = core.chars().filter(|letter| letter.is_uppercase()).count();
    let misread = has_misread_letters(letters, digits);
    let cased = letters >= 4 && (1..letters).contains(&capitals);
    if !misread && !cased {
        return folded(core);
    }
    let upper = 2 * capitals > letters;
    let repair = |(at, letter): (usize, char)| match letter {
        '0' if misread => 'o',
        '1' if misread => {
            if upper {
                'i'
            } else {
                'l'
            }
        }
        '5' if misread => 's',
        '8' if misread => 'b',
        '6' if misread => 'g',
        '2' if misread => 'z',
        'I' if cased && !upper && at > 0 => 'l',
        'l' if cased && upper => 'i',
        _ => letter,
    };
    folded(&core.chars().enumerate().map(repair).collect::<String>())
}

/// Combining accents belong to their letter.
fn is_joiner(letter: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&letter)
}

/// All words and atoms of a document.
pub(super) struct Reading<'a> {
    /// The words, in the order and with the indices of the document.
    pub tokens: Vec<Token<'a>>,
    /// The atoms of all words, in order.
    pub atoms: Vec<Atom<'a>>,
    /// For every line, the indices of its words.
    pub lines: &'a [Range<usize>],
}

impl<'a> Reading<'a> {
    /// The shapes of all words of `document`.
    pub fn new(document: &'a Document<'a>) -> Self {
        let mut atoms = Vec::new();
        let mut tokens = Vec::with_capacity(document.words.len());
        for (index, word) in document.words.iter().enumerate() {
            let first = atoms.len();
            push_atoms(word.text, index, word.line, &mut atoms);
            tokens.push(token(word.text, word.line, first..atoms.len()));
        }
        Self {
            tokens,
            atoms,
            lines: &document.lines,
        }
    }

    /// The word at `index`.
    pub fn token(&self, index: usize) -> Option<&Token<'a>> {
        self.tokens.get(index)
    }

    /// The atoms of one word.
    pub fn atoms_of(&self, index: usize) -> &[Atom<'a>] {
        self.tokens
            .get(index)
            .and_then(|token| self.atoms.get(token.atoms.clone()))
            .unwrap_or_default()
    }

    /// Where the line of the word at `index` ends.
    pub fn line_end(&self, index: usize) -> usize {
        self.tokens
            .get(index)
            .and_then(|token| self.lines.get(token.line))
            .map_or(index, |line| line.end)
    }

    /// The word after `index` on the same line.
    pub fn following(&self, index: usize) -> Option<&Token<'a>> {
        let next = index + 1;
        (next < self.line_end(index))
            .then(|| self.tokens.get(next))
            .flatten()
    }

    /// The word before `index` on the same line.
    pub fn preceding(&self, index: usize) -> Option<&Token<'a>> {
        let before = self.tokens.get(index.checked_sub(1)?)?;
        (before.line == self.tokens.get(index)?.line).then_some(before)
    }
}

fn token<'a>(text: &'a str, line: usize, atoms: Range<usize>) -> Token<'a> {
    let core = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    let mut letters = text.chars().filter(|letter| letter.is_alphabetic());
    let capital = letters.next().is_some_and(|first| !first.is_lowercase());
    let letters = text.chars().filter(|letter| letter.is_alphabetic());
    let count = letters.clone().count();
    let digits = text.chars().filter(|digit| is_digit(*digit)).count();
    let repaired_first = has_misread_letters(count, digits) && core.starts_with(is_digit);
    Token {
        text,
        core,
        folded: repaired(core, count, digits),
        letters: count,
        digits,
        capital: capital || repaired_first,
        upper: capital && letters.clone().all(|letter| !letter.is_lowercase()),
        line,
        atoms,
    }
}

fn push_atoms<'a>(text: &'a str, word: usize, line: usize, atoms: &mut Vec<Atom<'a>>) {
    let mut push = |kind, text, guessed| {
        atoms.push(Atom {
            kind,
            text,
            word,
            line,
            guessed,
        });
    };
    let all_digits = reads_as_number(text, 0);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let in_run = |letter: char| letter.is_alphanumeric() || (letter == '|' && all_digits);
        if !in_run(first) {
            let (mark, after) = rest.split_at(first.len_utf8());
            push(Kind::Mark, mark, false);
            rest = after;
            continue;
        }
        let end = rest.find(|letter| !in_run(letter)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if all_digits || reads_as_number(run, 1) {
            push(
                Kind::Number,
                run,
                run.chars().any(|letter| !is_digit(letter)),
            );
            continue;
        }
        if is_misread_month(run) {
            push(Kind::Letters, run, true);
            continue;
        }
        let mut run = run;
        while let Some(first) = run.chars().next() {
            let digits = is_digit(first);
            let end = run
                .find(|letter| is_digit(letter) != digits)
                .unwrap_or(run.len());
            let (piece, after) = run.split_at(end);
            push(
                if digits { Kind::Number } else { Kind::Letters },
                piece,
                false,
            );
            run = after;
        }
    }
}

/// `0ct`, `N0v`: letters with one digit that make the name of a month.
fn is_misread_month(run: &str) -> bool {
    let digits = run.chars().filter(|letter| is_digit(*letter)).count();
    digits == 1 && run.len() <= 16 && month_number(run).is_some()
}

/// Whether every letter of `text` may be a digit that was misread, and real digits outnumber them by `surplus`.
fn reads_as_number(text: &str, surplus: usize) -> bool {
    let mut digits = 0;
    let mut guesses = 0;
    for letter in text.chars() {
        if is_digit(letter) {
            digits += 1;
        } else if digit_seen(letter).is_some() {
            guesses += 1;
        } else if letter.is_alphabetic() {
            return false;
        }
    }
    digits > 0 && digits >= guesses + surplus
}

#[cfg(test)]
mod tests {
    use deid_model::PhiText;

    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, String)> {
        let text = PhiText::new(text.into());
        let document = Document::new(&text);
        let reading = Reading::new(&document);
        let atoms = reading.atoms.iter();
        atoms
            .map(|atom| (atom.kind, atom.text.to_owned()))
            .collect()
    }

    #[test]
    fn a_word_falls_apart_into_numbers_letters_and_marks() {
        let expected = [
            (Kind::Number, "01"),
            (Kind::Letters, "Jan"),
            (Kind::Number, "2000"),
            (Kind::Mark, ","),
        ];
        assert_eq!(
            kinds("01Jan2000,"),
            expected.map(|(kind, text)| (kind, text.to_owned()))
        );
    }

    #[test]
    fn letters_among_digits_are_digits_misread() {
        let expected = ["lO", ".", "O1", ".", "2O00"];
        let told: Vec<_> = kinds("lO.O1.2O00").into_iter().map(|atom| atom.1).collect();
        assert_eq!(told, expected);
        assert!(kinds("2OO0").iter().all(|atom| atom.0 == Kind::Number));
        assert!(kinds("T1")[0].0 == Kind::Letters);
    }
}
