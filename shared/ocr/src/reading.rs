//! Reading what a search found, one line a step.

use std::collections::VecDeque;

use deid_model::{Coverage, DetectedText, EngineError, TextDetection};

use crate::lines::OrderedWord;
use crate::read::{Line, ReadLine, Reader, numbered};
use crate::scale::GreyImage;

/// Most lines that are read in one picture. A page of small print has a few hundred; noise that is
/// taken for text would keep the network busy for minutes.
const MOST_LINES: usize = 2000;

/// A reading of the words of one picture. Holds the picture.
///
/// No more than the first 2,000 lines are read, and no word of which the search saw only a blurred
/// outline: there, something else may stand beside what can be read.
pub struct Reading<'a> {
    reader: &'a Reader,
    image: GreyImage,
    words: Vec<TextDetection>,
    waiting: VecDeque<Line>,
    read: Vec<ReadLine>,
    unread: Vec<ReadLine>,
}

impl<'a> Reading<'a> {
    /// A reading of all that was found in `image`.
    pub(crate) fn new(reader: &'a Reader, image: GreyImage, found: Vec<OrderedWord>) -> Self {
        let (sharp, blurred): (Vec<_>, Vec<_>) = found.into_iter().partition(|word| word.sharp);
        let words: Vec<TextDetection> = sharp.into_iter().map(|ordered| ordered.word).collect();
        let mut waiting = Reader::lines(&words);
        let beyond = waiting.split_off(waiting.len().min(MOST_LINES));
        let left = beyond.iter().map(|line| ReadLine::unread(&words, line));
        let blurred = blurred
            .into_iter()
            .map(|ordered| ReadLine::blurred(ordered.word));
        Self {
            reader,
            image,
            waiting: waiting.into(),
            read: Vec::new(),
            unread: left.chain(blurred).collect(),
            words,
        }
    }

    /// Lines that are not read yet.
    #[must_use]
    pub fn lines_left(&self) -> usize {
        self.waiting.len()
    }

    /// Reads one more line, if any is left.
    ///
    /// # Errors
    /// [`EngineError`] where the network gives no answer; the line is left then.
    pub fn step(&mut self) -> Result<(), EngineError> {
        if let Some(line) = self.waiting.front() {
            let read = self.reader.read(&self.image, &self.words, line)?;
            self.read.push(read);
            self.waiting.pop_front();
        }
        Ok(())
    }

    /// Reads all lines that are left. The words in reading order: one word of text each, without a
    /// space, or no text where it cannot be read; together they cover what was found.
    ///
    /// # Errors
    /// As [`Reading::step`].
    pub fn finish(mut self) -> Result<DetectedText, EngineError> {
        while !self.waiting.is_empty() {
            self.step()?;
        }
        self.read.append(&mut self.unread);
        Ok(DetectedText {
            words: numbered(self.read),
            coverage: Coverage::Complete,
        })
    }
}

#[cfg(test)]
mod tests {
    use deid_model::{Confidence, PixelBox};

    use super::*;

    /// A word on the line of this number, in a picture of one grey.
    fn word(line: u32, sharp: bool) -> OrderedWord {
        let area = PixelBox::new(10, 50 * line, 60, 50 * line + 12).unwrap();
        OrderedWord {
            word: TextDetection::unread(area, Confidence::new(0.9), line),
            sharp,
        }
    }

    fn reading(reader: &Reader, words: Vec<OrderedWord>) -> Reading<'_> {
        Reading::new(reader, GreyImage::new(100, 100, vec![40; 100 * 100]), words)
    }

    #[test]
    fn no_more_lines_are_read_than_the_limit_and_none_is_lost() {
        let reader = Reader::load().unwrap();
        let lines = MOST_LINES as u32 + 7;
        let reading = reading(&reader, (0..lines).map(|line| word(line, true)).collect());
        assert_eq!(reading.lines_left(), MOST_LINES);
        let words = reading.finish().unwrap().words;
        let expected: Vec<TextDetection> = (0..lines).map(|line| word(line, true).word).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn a_blurred_word_is_not_read_and_keeps_its_place_among_the_lines() {
        let reader = Reader::load().unwrap();
        let sharp = [true, false, true];
        let words = (0..).zip(sharp).map(|(line, sharp)| word(line, sharp));
        let reading = reading(&reader, words.collect());
        assert_eq!(reading.lines_left(), 2);
        let words = reading.finish().unwrap().words;
        assert_eq!(words, [0, 1, 2].map(|line| word(line, true).word));
    }
}
