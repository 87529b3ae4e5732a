//! The words of a document as runs of letters and digits, folded.

use crate::document::Document;

use super::fold::fold_letter;
use super::plain::is_plain;

/// A run of letters and digits within a word.
pub(super) struct Token {
    /// Index of its word in the document.
    pub word: usize,
    /// Number of its line.
    pub line: usize,
    /// Where its letters begin in [`Tokens::letters`].
    start: usize,
    /// Where they end.
    end: usize,
    /// Whether a full stop, an apostrophe or the like is joined to it, or another token of its word.
    pub is_attached: bool,
    /// Whether it is a word of everyday reports, harmless if no header names it.
    pub is_plain: bool,
}

/// All tokens of a document.
pub(super) struct Tokens {
    letters: Vec<char>,
    tokens: Vec<Token>,
}

impl Tokens {
    /// Splits every word of `document` where a character is neither letter nor digit.
    pub fn new(document: &Document<'_>) -> Self {
        let mut all = Self {
            letters: Vec::new(),
            tokens: Vec::new(),
        };
        for (index, word) in document.words.iter().enumerate() {
            all.add(index, word.line, word.text);
        }
        all
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Token number `index`.
    pub fn get(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// The letters of the tokens `first..=last`, joined.
    pub fn joined(&self, first: usize, last: usize) -> &[char] {
        let start = self.get(first).map(|token| token.start);
        let end = self.get(last).map(|token| token.end);
        match (start, end) {
            (Some(start), Some(end)) => self.letters.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }

    fn add(&mut self, word: usize, line: usize, text: &str) {
        let first = self.tokens.len();
        let mut start = self.letters.len();
        let mut has_stop = false;
        for letter in text.chars() {
            let before = self.letters.len();
            if !is_border(letter) {
                fold_letter(letter, &mut self.letters);
            }
            let is_mark = matches!(u32::from(letter), 0x300..=0x36F);
            if self.letters.len() == before && !is_mark {
                self.close(word, line, start);
                start = self.letters.len();
                has_stop |= matches!(letter, '.' | '^' | '\'' | ',');
            }
        }
        self.close(word, line, start);
        let is_attached = has_stop || self.tokens.len() > first + 1;
        for token in self.tokens.iter_mut().skip(first) {
            token.is_attached = is_attached;
        }
    }

    fn close(&mut self, word: usize, line: usize, start: usize) {
        let end = self.letters.len();
        if end > start {
            let is_plain = self.letters.get(start..end).is_some_and(is_plain);
            self.tokens.push(Token {
                word,
                line,
                start,
                end,
                is_attached: false,
                is_plain,
            });
        }
    }
}

/// Characters that fold to a letter in the middle of a word but usually part two.
const fn is_border(letter: char) -> bool {
    matches!(letter, '|' | '@' | '§')
}

#[cfg(test)]
mod tests {
    use super::*;
    use deid_model::PhiText;

    #[test]
    fn words_are_split_at_what_is_neither_letter_nor_digit() {
        let text = PhiText::new("Name:DOE^Jörg L.\nO'Brien 12-34 R --".into());
        let tokens = Tokens::new(&Document::new(&text));
        let told: Vec<(String, usize, bool)> = (0..tokens.len())
            .map(|index| {
                let token = tokens.get(index).unwrap();
                (
                    tokens.joined(index, index).iter().collect(),
                    token.word,
                    token.is_attached,
                )
            })
            .collect();
        let expected = [
            ("name", 0, true),
            ("doe", 0, true),
            ("jorg", 0, true),
            ("l", 1, true),
            ("o", 2, true),
            ("brien", 2, true),
            ("12", 3, true),
            ("34", 3, true),
            ("r", 4, false),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|(text, word, is)| ((*text).to_owned(), *word, *is))
            .collect();
        assert_eq!(told, expected);
        assert_eq!(tokens.joined(6, 7), ['1', '2', '3', '4']);
    }
}
