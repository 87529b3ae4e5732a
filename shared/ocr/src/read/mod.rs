//! Reads the words that the detector found.
//!
//! ```text
//! words -> lines -> upright strips -> characters -> text per word
//!          line     orientation       recognizer    share, place
//!          slab     crop, normalize   decode        calibrate
//! ```
//!
//! Words are read a line at a time: spaces and neighbors tell the network how large and how far
//! apart letters are, and a line shows its direction more precisely than a word.

mod alphabet;
mod calibrate;
mod crop;
mod decode;
pub(crate) mod line;
mod memory;
mod normalize;
mod orientation;
mod place;
mod recognizer;
mod share;
mod slab;

use std::collections::HashMap;

use deid_model::{EngineError, FrameSize, TextDetection};
use rten::LoadError;

use crate::scale::GreyImage;
pub(crate) use line::Line;
use recognizer::Recognizer;

/// The loaded recognizer.
pub(crate) struct Reader {
    recognizer: Recognizer,
}

impl Reader {
    /// SHA-256 of the weights, in hexadecimal.
    pub const WEIGHTS_SHA256: &str = recognizer::WEIGHTS_SHA256;

    /// Loads the weights that are part of the program.
    pub fn load() -> Result<Self, LoadError> {
        Ok(Self {
            recognizer: Recognizer::load()?,
        })
    }

    /// The lines that `words` stand in, in the order of their first word.
    pub fn lines(words: &[TextDetection]) -> Vec<Line> {
        line::lines(words)
    }

    /// The words of `line`, one of the lines of `words`, with what they say: text, belief in it,
    /// direction, corners in that direction.
    ///
    /// Words may be cut or joined so that each has one word of text without a space. The union of
    /// the areas covers what it covered before. A word that cannot be read stays, without text.
    ///
    /// # Errors
    /// Where the network does not run.
    pub fn read(
        &self,
        image: &GreyImage,
        words: &[TextDetection],
        line: &Line,
    ) -> Result<ReadLine, EngineError> {
        let reading = orientation::read_line(&self.recognizer, image, line)?;
        let members = line.words(words);
        let size = FrameSize::new(image.columns(), image.rows());
        Ok(ReadLine {
            row: row(&members),
            rotation: reading.slab.rotation(),
            group: line.number,
            words: place::placed(&members, &reading, size),
        })
    }
}

/// A line that was read.
pub(crate) struct ReadLine {
    /// Least number of a line that the detector gave its words.
    row: u32,
    rotation: u16,
    group: usize,
    /// Its words, in reading order.
    words: Vec<TextDetection>,
}

impl ReadLine {
    /// The words of `line`, one of the lines of `words`, as they were found.
    pub fn unread(words: &[TextDetection], line: &Line) -> Self {
        let words = line.words(words);
        Self {
            row: row(&words),
            rotation: line.slab.rotation(),
            group: line.number,
            words,
        }
    }

    /// A word that belongs to no line to be read, as it was found.
    pub fn blurred(word: TextDetection) -> Self {
        Self {
            row: word.line,
            rotation: word.rotation,
            group: usize::MAX,
            words: vec![word],
        }
    }
}

/// The first of the numbers that the detector gave the lines of `words`.
fn row(words: &[TextDetection]) -> u32 {
    words.iter().map(|word| word.line).min().unwrap_or(0)
}

/// All words of lines, read or not, with their line numbers, in reading order.
pub(crate) fn numbered(mut lines: Vec<ReadLine>) -> Vec<TextDetection> {
    lines.sort_by_key(|line| line.row);
    let mut numbers = Numbers::default();
    let mut words: Vec<TextDetection> = Vec::new();
    for read in lines {
        let line = numbers.number(read.row, read.rotation, read.group);
        words.extend(
            read.words
                .into_iter()
                .map(|word| TextDetection { line, ..word }),
        );
    }
    // Stable: the words of a line stay in reading order.
    words.sort_by_key(|word| word.line);
    words
}

/// Numbers of lines, from 0 in the order of the detector's.
///
/// Lying lines side by side, such as a label and its value in the next column, keep the common
/// number that the detector gave them; standing lines side by side do not belong together.
#[derive(Default)]
struct Numbers {
    known: HashMap<(u32, u16, Option<usize>), u32>,
}

impl Numbers {
    fn number(&mut self, row: u32, rotation: u16, group: usize) -> u32 {
        let lying = rotation.is_multiple_of(180);
        let key = (row, rotation, (!lying).then_some(group));
        let next = self.known.len() as u32;
        *self.known.entry(key).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use deid_model::{Confidence, PixelBox};

    use super::*;

    #[test]
    fn lying_lines_of_a_row_share_a_number_and_standing_ones_do_not() {
        let mut numbers = Numbers::default();
        let asked = [
            (0, 0, 0),
            (0, 0, 1),
            (1, 90, 2),
            (1, 90, 3),
            (1, 0, 4),
            (0, 180, 5),
            (1, 90, 3),
        ];
        assert_eq!(
            asked.map(|(row, rotation, group)| numbers.number(row, rotation, group)),
            [0, 0, 1, 2, 3, 4, 2]
        );
    }

    #[test]
    fn words_without_any_contrast_stay_unread() {
        let areas = [[10, 10, 60, 30], [70, 12, 90, 90], [0, 95, 100, 100]];
        let words: Vec<TextDetection> = areas
            .into_iter()
            .zip(0..)
            .map(|(area, line)| {
                TextDetection::unread(
                    PixelBox::try_from(area).unwrap(),
                    Confidence::new(0.9),
                    line,
                )
            })
            .collect();
        let image = GreyImage::new(100, 100, vec![40; 100 * 100]);
        let reader = Reader::load().unwrap();
        let lines = Reader::lines(&words);
        let read = lines
            .iter()
            .map(|line| reader.read(&image, &words, line).unwrap());
        assert_eq!(numbered(read.collect()), words);
        assert!(Reader::lines(&[]).is_empty());
    }
}
