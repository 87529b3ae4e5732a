//! All parts of all values, to be found by what they look like.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use super::confusion::{EDIT, letters_of, write_skeleton};
use super::distance::{LONGEST, distance};
use super::fold::weight;
use super::part::{Closeness, Counts, Part, is_number};

/// A part within a longer run of letters has at least so many of them.
const LEAST_INSIDE: usize = 6;

/// A part of a value.
pub(super) struct Entry {
    /// Number of the value.
    pub value: usize,
    /// The part.
    pub part: Part,
    /// Whether it is all digits.
    pub is_number: bool,
}

/// A part that may differ by edits.
#[derive(Clone, Copy)]
struct Candidate {
    /// The set of the letters of its skeleton.
    letters: u128,
    /// First letter of its skeleton.
    start: char,
    /// Its bound.
    bound: u16,
    /// Number of its entry.
    number: usize,
}

/// The parts of all values.
pub(super) struct Index {
    entries: Vec<Entry>,
    /// By skeleton: what differs in confusions only.
    by_skeleton: HashMap<String, Vec<usize>>,
    /// By first letter of the skeleton, then by its length: what may differ by edits.
    by_start: HashMap<char, Vec<Vec<Candidate>>>,
    /// By last letter of the skeleton, the same.
    by_end: HashMap<char, Vec<Vec<Candidate>>>,
    /// What may stand within a longer run of letters.
    inside: Option<AhoCorasick>,
    inside_entries: Vec<usize>,
    longest: usize,
}

impl Index {
    /// Prepares `entries`; time and space are linear in their letters.
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut index = Self {
            by_skeleton: HashMap::new(),
            by_start: HashMap::new(),
            by_end: HashMap::new(),
            inside: None,
            inside_entries: Vec::new(),
            longest: entries
                .iter()
                .map(|entry| entry.part.letters.len())
                .max()
                .unwrap_or(0),
            entries: Vec::new(),
        };
        let mut skeleton = String::new();
        let mut needles: Vec<String> = Vec::new();
        for (number, entry) in entries.iter().enumerate() {
            let part = &entry.part;
            write_skeleton(&part.letters, &mut skeleton);
            index
                .by_skeleton
                .entry(skeleton.clone())
                .or_default()
                .push(number);
            if part.letters.len() <= LONGEST {
                index.add_candidate(number, part.bound(), &skeleton);
            }
            if part.counts == Counts::Alone && weight(&part.letters) >= LEAST_INSIDE {
                needles.push(part.letters.iter().collect());
                index.inside_entries.push(number);
            }
        }
        if !needles.is_empty() {
            // Too many needles for an automaton cannot occur below gigabytes of header values.
            index.inside = AhoCorasick::new(&needles).ok();
        }
        index.entries = entries;
        index
    }

    /// Length of the longest part.
    pub fn longest(&self) -> usize {
        self.longest
    }

    /// Whether there are no parts.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Calls `found` for every part that differs from `letters` in confusions only, or not at all if `is_exact`.
    pub fn alike<'i>(
        &'i self,
        letters: &[char],
        skeleton: &str,
        is_exact: bool,
        mut found: impl FnMut(&'i Entry),
    ) {
        let Some(numbers) = self.by_skeleton.get(skeleton) else {
            return;
        };
        for entry in numbers
            .iter()
            .filter_map(|number| self.entries.get(*number))
        {
            let is_same = entry.part.letters == letters;
            let may_differ = !is_exact && entry.part.closeness != Closeness::Exact;
            if is_same || (may_differ && has_its_script(entry, letters)) {
                found(entry);
            }
        }
    }

    fn add_candidate(&mut self, number: usize, bound: u16, skeleton: &str) {
        let (Some(start), Some(end)) = (skeleton.chars().next(), skeleton.chars().next_back())
        else {
            return;
        };
        if bound > 0 {
            let length = skeleton.chars().count();
            let letters = letters_of(skeleton);
            let candidate = Candidate {
                letters,
                start,
                bound,
                number,
            };
            for lengths in [
                self.by_start.entry(start).or_default(),
                self.by_end.entry(end).or_default(),
            ] {
                if lengths.len() <= length {
                    lengths.resize_with(length + 1, Vec::new);
                }
                if let Some(same) = lengths.get_mut(length) {
                    same.push(candidate);
                }
            }
        }
    }

    /// Calls `found` for every part within its bound of edits of `letters`, with the cost. Its first or its last letter
    /// must be right, or confused with one of its class: that leaves few parts to compare with.
    pub fn near<'i>(
        &'i self,
        letters: &[char],
        skeleton: &str,
        mut found: impl FnMut(&'i Entry, u16),
    ) {
        let (Some(start), Some(end)) = (skeleton.chars().next(), skeleton.chars().next_back())
        else {
            return;
        };
        let length = skeleton.chars().count();
        let set = letters_of(skeleton);
        let (by_start, by_end) = (self.by_start.get(&start), self.by_end.get(&end));
        for of_part in length.saturating_sub(3)..=length + 3 {
            let of_length = |lengths: Option<&'i Vec<Vec<Candidate>>>| {
                lengths
                    .and_then(|lengths| lengths.get(of_part))
                    .into_iter()
                    .flatten()
            };
            let (by_start, by_end) = (of_length(by_start), of_length(by_end));
            let others = by_end.filter(|candidate| candidate.start != start);
            for candidate in by_start.chain(others) {
                let edits = usize::from(candidate.bound / EDIT);
                let changed = (set ^ candidate.letters).count_ones() as usize;
                if changed > edits * 2 + 1 || of_part.abs_diff(length) > edits + 1 {
                    continue;
                }
                let Some(entry) = self.entries.get(candidate.number) else {
                    continue;
                };
                if has_its_script(entry, letters)
                    && let Some(cost) = distance(&entry.part.letters, letters, candidate.bound)
                {
                    found(entry, cost);
                }
            }
        }
    }

    /// Calls `found` for every part of enough letters within `letters`: at its start or end, at a change from letters
    /// to digits, or anywhere if it is long.
    pub fn within<'i>(&'i self, letters: &[char], mut found: impl FnMut(&'i Entry)) {
        let Some(inside) = self
            .inside
            .as_ref()
            .filter(|_| weight(letters) > LEAST_INSIDE)
        else {
            return;
        };
        let text: String = letters.iter().collect();
        for hit in inside.find_overlapping_iter(&text) {
            let number = self.inside_entries.get(hit.pattern().as_usize());
            let Some(entry) = number.and_then(|number| self.entries.get(*number)) else {
                continue;
            };
            let before = text
                .get(..hit.start())
                .and_then(|text| text.chars().next_back());
            let after = text.get(hit.end()..).and_then(|text| text.chars().next());
            if stands_out(entry, before, after) {
                found(entry);
            }
        }
    }
}

/// Whether a part between `before` and `after` is more than a chance occurrence.
fn stands_out(entry: &Entry, before: Option<char>, after: Option<char>) -> bool {
    let is_border = |letter: Option<char>| {
        letter.is_none_or(|letter| letter.is_ascii_digit() != entry.is_number)
    };
    let length = weight(&entry.part.letters);
    match (is_border(before), is_border(after)) {
        (true, true) => true,
        (true, false) | (false, true) => length > LEAST_INSIDE && !(entry.is_number && length < 8),
        (false, false) => length > LEAST_INSIDE + 1,
    }
}

/// Whether `letters` has enough digits to be read for a number, or enough letters for a word: `BOSS` is no `8055`.
fn has_its_script(entry: &Entry, letters: &[char]) -> bool {
    let digits = letters
        .iter()
        .filter(|letter| letter.is_ascii_digit())
        .count();
    let part_has_digit = entry.part.letters.iter().any(char::is_ascii_digit);
    match (entry.is_number, part_has_digit) {
        (true, _) => digits * 3 >= letters.len(),
        (false, true) => digits > 0,
        (false, false) => (letters.len() - digits) * 2 >= letters.len(),
    }
}

impl Entry {
    /// Part `part` of value number `value`.
    pub fn new(value: usize, part: Part) -> Self {
        Self {
            value,
            is_number: is_number(&part.letters),
            part,
        }
    }
}
