//! Phrases of whole words, found by walking a tree of words from every word of the text.

use std::collections::HashMap;
use std::ops::Range;

use super::fold::fold_into;
use super::{ListProblem, SiteList, opinion};
use crate::document::Document;
use crate::opinion::Opinion;

/// Most words in a phrase: the most steps from one word of the text, which keeps matching linear in it.
pub(super) const LONGEST: usize = 32;

/// Punctuation that may stand at the ends of a word that the allow-list names.
const ENDS: [char; 8] = ['.', ',', ':', ';', '(', ')', '[', ']'];

/// The phrases of one list.
pub(super) struct Phrases {
    list: SiteList,
    entries: usize,
    /// Numbers of the pieces that occur in phrases.
    pieces: HashMap<String, u32>,
    /// From a node by a piece to a node; the root is node 0.
    steps: HashMap<(u32, u32), u32>,
    /// For every node, whether a phrase ends there.
    ends: Vec<bool>,
}

impl Phrases {
    pub(super) fn new(list: SiteList) -> Self {
        Self {
            list,
            entries: 0,
            pieces: HashMap::new(),
            steps: HashMap::new(),
            ends: vec![false],
        }
    }

    pub(super) const fn entries(&self) -> usize {
        self.entries
    }

    pub(super) fn add(&mut self, phrase: &str) -> Result<(), ListProblem> {
        let mut pieces: Vec<String> = Vec::new();
        let mut folded = String::new();
        for word in phrase.split_whitespace() {
            self.for_each_piece(word, &mut folded, |piece| pieces.push(piece.into()));
        }
        if pieces.len() > LONGEST {
            return Err(ListProblem::TooLong);
        }
        let mut node = 0;
        for piece in pieces {
            let new_piece = self.pieces.len() as u32;
            let piece = *self.pieces.entry(piece).or_insert(new_piece);
            let new_node = self.ends.len() as u32;
            node = *self.steps.entry((node, piece)).or_insert(new_node);
            if node == new_node {
                self.ends.push(false);
            }
        }
        if let Some(end) = self.ends.get_mut(node as usize) {
            *end = true;
        }
        self.entries += 1;
        Ok(())
    }

    /// Gives `each` what a word is compared by. For the deny-list its runs of letters and digits, so that a name is
    /// also found in `NAME^OTHER`; for the allow-list all of it but punctuation at its ends, so that nothing is kept
    /// along with it. `folded` is room to work in.
    fn for_each_piece(&self, word: &str, folded: &mut String, mut each: impl FnMut(&str)) {
        folded.clear();
        fold_into(folded, word);
        let mut is_all_marks = true;
        let mut some = |piece: &str| {
            if !piece.is_empty() {
                is_all_marks = false;
                each(piece);
            }
        };
        match self.list {
            SiteList::Deny => folded
                .split(|letter: char| !letter.is_alphanumeric())
                .for_each(&mut some),
            SiteList::Allow => some(folded.trim_matches(ENDS)),
        }
        if is_all_marks {
            each(folded);
        }
    }

    /// Adds an opinion for the longest phrase that starts at each piece of the text.
    pub(super) fn find(&self, document: &Document, opinions: &mut Vec<Opinion>) {
        if self.entries == 0 {
            return;
        }
        // Every piece of the text with the word it belongs to; `None` for one that no phrase has.
        let mut text: Vec<(usize, Option<u32>)> = Vec::with_capacity(document.words.len());
        let mut folded = String::new();
        for (at, word) in document.words.iter().enumerate() {
            self.for_each_piece(word.text, &mut folded, |piece| {
                text.push((at, self.pieces.get(piece).copied()));
            });
        }
        let found = (0..text.len()).filter_map(|start| self.longest(text.get(start..)?));
        opinions.extend(found.map(|words| opinion(self.list, words)));
    }

    /// The words of the longest phrase that `text` begins with.
    fn longest(&self, text: &[(usize, Option<u32>)]) -> Option<Range<usize>> {
        let (first, _) = *text.first()?;
        let mut longest = None;
        let mut node = 0;
        for &(word, piece) in text {
            let step = piece.and_then(|piece| self.steps.get(&(node, piece)));
            let Some(next) = step else { break };
            node = *next;
            if self.ends.get(node as usize) == Some(&true) {
                longest = Some(first..word + 1);
            }
        }
        longest
    }
}
