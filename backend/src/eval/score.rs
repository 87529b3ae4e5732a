//! One picture, judged: what was covered, what was read.

use super::assign::{Assignment, Read, assign};
use super::cover::{COVERED, Cover, measure};
use super::edit_distance::edit_distance;
use super::found::Found;
use super::truth::{Mask, Truth, TruthWord};

/// A word counts as found for reading if this share of its glyph pixels is covered.
const FOUND: f64 = 0.5;

/// A word counts as kept if no more of its glyph pixels is covered.
const KEPT: f64 = 0.25;

/// One picture, judged.
#[derive(Clone, Debug)]
pub struct ImageScore {
    /// Its path.
    pub path: String,
    /// What it shows words on.
    pub background: Option<String>,
    /// Its number of pixels.
    pub pixels: u64,
    /// Its words.
    pub words: Vec<WordScore>,
    /// Its lines of printed Latin words.
    pub lines: Vec<LineScore>,
    /// The share of pixels far from words that is covered.
    pub text_free: f64,
    /// Number of redacted boxes.
    pub boxes: usize,
    /// For each recognized word its confidence, and whether it is exact.
    pub judged: Vec<(f32, bool)>,
    /// Whether somebody looked at it.
    pub is_answered: bool,
    /// Time spent finding and reading, where told.
    pub elapsed_ms: Option<f64>,
}

/// One word, judged.
#[derive(Clone, Debug)]
pub struct WordScore {
    /// The word.
    pub truth: TruthWord,
    /// The share of its glyph pixels that is covered.
    pub share: f64,
    /// What was read on it.
    pub read: Read,
}

/// One line, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineScore {
    /// Its characters, spaces between words included.
    pub characters: u64,
    /// Characters to insert, delete or replace in what was read.
    pub errors: u64,
    /// All of its words have a cap height of 8 pixels and a contrast of 15 % at least.
    pub is_clear: bool,
    /// All of its words were found.
    pub is_found: bool,
}

impl WordScore {
    /// Nothing of it can be read any more.
    pub fn is_covered(&self) -> bool {
        self.share >= COVERED
    }

    /// It can still be read.
    pub fn is_kept(&self) -> bool {
        self.share <= KEPT
    }

    /// Enough of it lies in boxes to be read.
    pub fn is_found(&self) -> bool {
        self.share >= FOUND
    }
}

/// Judges what was found in a picture.
pub fn score(truth: Truth, mask: Option<&Mask>, found: Found) -> ImageScore {
    let redacted = found.words.iter().filter(|word| word.redact);
    let boxes: Vec<_> = redacted.map(|word| word.area).collect();
    let Cover {
        words: shares,
        text_free,
    } = measure(&truth, mask, &boxes);
    let Assignment { reads, judged } = assign(&truth, &found.words);
    let pixels = truth.size().pixels();
    let parts = truth.words.into_iter().zip(shares).zip(reads);
    let words: Vec<_> = parts
        .map(|((truth, share), read)| WordScore { truth, share, read })
        .collect();
    ImageScore {
        path: found.path,
        background: truth.background,
        pixels,
        lines: lines(&words),
        words,
        text_free,
        boxes: boxes.len(),
        judged,
        is_answered: true,
        elapsed_ms: found.elapsed_ms,
    }
}

/// A picture at `path` that nobody looked at: nothing of it is covered or read.
pub fn unanswered(truth: Truth, mask: Option<&Mask>, path: String) -> ImageScore {
    ImageScore {
        is_answered: false,
        ..score(truth, mask, Found::nothing(path))
    }
}

fn lines(words: &[WordScore]) -> Vec<LineScore> {
    let mut groups: std::collections::BTreeMap<u32, Vec<&WordScore>> = Default::default();
    for word in words {
        if let Some(line) = word.truth.line {
            groups.entry(line).or_default().push(word);
        }
    }
    groups
        .into_values()
        .filter(|words| words.iter().all(|word| word.truth.is_latin_print()))
        .map(|words| line(&words))
        .collect()
}

fn line(words: &[&WordScore]) -> LineScore {
    let joined = |texts: Vec<&str>| texts.join(" ");
    let truth = joined(words.iter().map(|word| word.truth.text.as_str()).collect());
    let texts = words.iter().filter_map(|word| word.read.text.as_deref());
    let read = joined(texts.collect());
    let is_clear = |word: &TruthWord| {
        word.cap_height.is_some_and(|pixels| pixels >= 8.0)
            && word.contrast.is_some_and(|contrast| contrast.abs() >= 0.15)
    };
    LineScore {
        characters: truth.chars().count() as u64,
        errors: edit_distance(&truth, &read) as u64,
        is_clear: words.iter().all(|word| is_clear(&word.truth)),
        is_found: words.iter().all(|word| word.is_found()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: &str, expected: &[LineScore]) {
        let truth: Truth = serde_json::from_str(
            r#"{"width":200,"height":60,"words":[
            {"text":"DOE","box":[0,10,30,20],"is_phi":true,"cap_height":10,"contrast":-0.2,"line":0},
            {"text":"JANE","box":[38,10,78,20],"is_phi":true,"cap_height":10,"contrast":-0.2,"line":0},
            {"text":"faint","box":[0,40,50,50],"is_phi":false,"cap_height":10,"contrast":0.1,"line":1},
            {"text":"42","box":[100,40,120,50],"is_phi":false,"script":"thai","line":2}]}"#,
        )
        .unwrap();
        let found = serde_json::from_str(found).unwrap();
        assert_eq!(score(truth, None, found).lines, expected);
    }

    #[test]
    fn lines_compare_what_stands_on_their_words() {
        let line = |characters, errors, is_clear, is_found| LineScore {
            characters,
            errors,
            is_clear,
            is_found,
        };
        check(
            r#"{"path":"a","words":[]}"#,
            &[line(8, 8, true, false), line(5, 5, false, false)],
        );
        check(
            r#"{"path":"a","words":[{"box":[38,10,78,20],"text":"JANE"},{"box":[0,10,30,20],"text":"D0E"},
                {"box":[0,40,50,50],"text":null}]}"#,
            &[line(8, 1, true, true), line(5, 5, false, true)],
        );
        // Two words read as one lie on one of them.
        check(
            r#"{"path":"a","words":[{"box":[0,10,78,20],"text":"DOEJANE"}]}"#,
            &[line(8, 1, true, true), line(5, 5, false, false)],
        );
    }
}
