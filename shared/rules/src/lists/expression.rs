//! Regular expressions, matched against the text of each line and each word by itself.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::{ListProblem, SiteList, opinion};
use crate::document::Document;
use crate::opinion::Opinion;

/// Most regular expressions in one list.
pub(super) const MOST: usize = 1000;

/// Largest compiled form of one expression, in bytes.
const LARGEST: usize = 1 << 17;

/// Most matches of an expression in one text. One search is linear in the text; searching again after every match
/// could be quadratic. What follows the last match is denied, and not allowed.
const MOST_MATCHES: usize = 64;

/// The expressions of one list.
pub(super) struct Expressions {
    list: SiteList,
    expressions: Vec<Expression>,
}

struct Expression {
    /// As given.
    anywhere: Regex,
    /// The same for a whole text.
    whole: Regex,
    /// May match a word by itself that it does not match within its line: `^`, `$`, `\b` and the like.
    looks_around: bool,
}

impl Expressions {
    pub(super) const fn new(list: SiteList) -> Self {
        Self {
            list,
            expressions: Vec::new(),
        }
    }

    pub(super) const fn entries(&self) -> usize {
        self.expressions.len()
    }

    pub(super) fn add(&mut self, expression: &str) -> Result<(), ListProblem> {
        if self.expressions.len() == MOST {
            return Err(ListProblem::TooMany);
        }
        let anywhere = compiled(expression)?;
        if anywhere.is_match("") {
            return Err(ListProblem::MatchesEmpty);
        }
        let whole = compiled(&format!(r"\A(?:{expression})\z"))?;
        let looks_around = expression.contains(['^', '$'])
            || [r"\b", r"\B", r"\A", r"\z", r"\<", r"\>"]
                .iter()
                .any(|look| expression.contains(look));
        self.expressions.push(Expression {
            anywhere,
            whole,
            looks_around,
        });
        Ok(())
    }

    pub(super) fn find(&self, document: &Document, opinions: &mut Vec<Opinion>) {
        if self.expressions.is_empty() {
            return;
        }
        for line in &document.lines {
            let line = Line::new(document, line.clone());
            for expression in &self.expressions {
                let is_found = self.find_in_line(expression, &line, opinions);
                if is_found || expression.looks_around {
                    self.find_in_words(expression, &line, opinions);
                }
            }
        }
    }

    fn find_in_words(&self, expression: &Expression, line: &Line, opinions: &mut Vec<Opinion>) {
        for (at, word) in line.words.iter().enumerate() {
            let word = line.text.get(word.clone()).unwrap_or_default();
            let is_matched = match self.list {
                SiteList::Allow => expression.whole.is_match(word),
                SiteList::Deny => matches(&expression.anywhere, word).next().is_some(),
            };
            if is_matched {
                let at = line.first + at;
                opinions.push(opinion(self.list, at..at + 1));
            }
        }
    }

    /// Adds opinions on the words of a line by its whole text; whether anything in it matches.
    fn find_in_line(
        &self,
        expression: &Expression,
        line: &Line,
        opinions: &mut Vec<Opinion>,
    ) -> bool {
        let mut is_found = false;
        for place in matches(&expression.anywhere, &line.text) {
            is_found = true;
            let place = match place {
                Match::At(place) => place,
                Match::Rest(_) if self.list == SiteList::Allow => break,
                Match::Rest(start) => start..line.text.len(),
            };
            let words = match self.list {
                SiteList::Allow => line.words_inside(&place),
                SiteList::Deny => line.words_touched(&place),
            };
            if !words.is_empty() {
                opinions.push(opinion(self.list, words));
            }
        }
        is_found
    }
}

fn compiled(expression: &str) -> Result<Regex, ListProblem> {
    RegexBuilder::new(expression)
        .size_limit(LARGEST)
        .dfa_size_limit(LARGEST)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => ListProblem::TooLarge,
            _ => ListProblem::NotAnExpression,
        })
}

enum Match {
    /// Bytes that match.
    At(Range<usize>),
    /// Too many matches: nobody looked at what starts here.
    Rest(usize),
}

/// The matches of `expression` that are not empty, of the first [`MOST_MATCHES`].
fn matches<'t>(expression: &'t Regex, text: &'t str) -> impl Iterator<Item = Match> + 't {
    let found = expression.find_iter(text).take(MOST_MATCHES + 1);
    found.enumerate().filter_map(|(at, place)| {
        if at == MOST_MATCHES {
            Some(Match::Rest(place.start()))
        } else {
            (!place.is_empty()).then(|| Match::At(place.range()))
        }
    })
}

/// One line as it is searched: its words with single spaces between them.
struct Line {
    text: String,
    /// Number of its first word in the document.
    first: usize,
    /// For every word, its bytes in `text`.
    words: Vec<Range<usize>>,
}

impl Line {
    fn new(document: &Document, words: Range<usize>) -> Self {
        let mut line = Self {
            text: String::new(),
            first: words.start,
            words: Vec::with_capacity(words.len()),
        };
        for word in document.words.get(words).unwrap_or_default() {
            if !line.text.is_empty() {
                line.text.push(' ');
            }
            let start = line.text.len();
            line.text.push_str(word.text);
            line.words.push(start..line.text.len());
        }
        line
    }

    /// The words that have a byte in `place`.
    fn words_touched(&self, place: &Range<usize>) -> Range<usize> {
        let start = self.words.partition_point(|word| word.end <= place.start);
        let end = self.words.partition_point(|word| word.start < place.end);
        self.first + start..self.first + end
    }

    /// The words that have all their bytes in `place`.
    fn words_inside(&self, place: &Range<usize>) -> Range<usize> {
        let start = self.words.partition_point(|word| word.start < place.start);
        let end = self.words.partition_point(|word| word.end <= place.end);
        self.first + start..self.first + end.max(start)
    }
}
