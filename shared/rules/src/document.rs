//! The words of a text, with their lines and places.

use std::ops::Range;

use deid_model::{PhiText, TextSpan};

/// One word.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// What it says; without white space, not empty.
    pub text: &'a str,
    /// Where it stands in the whole text, in code points.
    pub span: TextSpan,
    /// Number of its line.
    pub line: usize,
    /// Its number within the line.
    pub at: usize,
}

/// All words in reading order.
pub(crate) struct Document<'a> {
    /// The words.
    pub words: Vec<Word<'a>>,
    /// For every line that has words, their indices.
    pub lines: Vec<Range<usize>>,
}

impl<'a> Document<'a> {
    /// The words of `text`: lines end with `\n`, words with any other white space.
    pub fn new(text: &'a PhiText) -> Self {
        let mut words = Vec::new();
        let mut lines = Vec::new();
        let mut start_of_line = 0;
        for line in text.expose().split('\n') {
            let first = words.len();
            let mut place = start_of_line;
            for piece in line.split(char::is_whitespace) {
                let length = piece.chars().count() as u32;
                if length > 0 {
                    words.push(Word {
                        text: piece,
                        span: TextSpan {
                            start: place,
                            end: place + length,
                        },
                        line: lines.len(),
                        at: words.len() - first,
                    });
                }
                place += length + 1;
            }
            start_of_line = place;
            if words.len() > first {
                lines.push(first..words.len());
            }
        }
        Self { words, lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_their_line_and_their_code_points() {
        let text = PhiText::new("Jörg  Doe\n\n DOB: 1.2.30".into());
        let document = Document::new(&text);
        let told: Vec<_> = document
            .words
            .iter()
            .map(|word| {
                (
                    word.text,
                    word.span.start,
                    word.span.end,
                    word.line,
                    word.at,
                )
            })
            .collect();
        let expected = [
            ("Jörg", 0, 4, 0, 0),
            ("Doe", 6, 9, 0, 1),
            ("DOB:", 12, 16, 1, 0),
            ("1.2.30", 17, 23, 1, 1),
        ];
        assert_eq!(told, expected);
        assert_eq!(document.lines, [0..2, 2..4]);
    }
}
