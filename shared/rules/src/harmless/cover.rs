//! What explains each piece of a line so far.

use std::ops::Range;

use super::kind::Kind;
use super::lexicon::{Entry, Lexicon};
use super::piece::Piece;

/// Why one piece is harmless.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cover {
    pub kind: Kind,
    /// What to name as the source of the opinion.
    pub source: &'static str,
    /// Harmless in company only.
    pub doubtful: bool,
    /// Is a unit, or may be one.
    pub unit: bool,
    /// May be initials.
    pub initials: bool,
    /// Most digits of a number that belongs to it.
    pub digits_after: usize,
    /// Number of the term or measurement that it is part of; 0 for symbols.
    pub group: usize,
    /// It is part of a measurement.
    pub measured: bool,
    /// It is one letter by itself.
    pub letter: bool,
}

impl Cover {
    /// Strokes and dots between words: `+` of a caliper, `/` of a list.
    pub const SYMBOLS: Self = Self {
        kind: Kind::Annotation,
        source: "symbol",
        doubtful: false,
        initials: false,
        unit: false,
        digits_after: 0,
        group: 0,
        measured: false,
        letter: false,
    };

    /// A number that the harmless words around it explain.
    pub const DECIMAL: Self = Self {
        source: "decimal",
        measured: true,
        ..Self::SYMBOLS
    };
}

/// Covers of the pieces of one line.
pub(super) struct Covers {
    pieces: Vec<Option<Cover>>,
    groups: usize,
}

impl Covers {
    /// The terms of `lexicon` in a line, the longest first.
    pub fn of_terms(lexicon: &Lexicon, pieces: &[Piece]) -> Self {
        let mut covers = Self {
            pieces: Vec::with_capacity(pieces.len()),
            groups: 0,
        };
        let mut at = 0;
        while let Some(rest) = pieces.get(at..).filter(|rest| !rest.is_empty()) {
            let (length, cover) =
                match lexicon.longest(rest.iter().map(|piece| piece.text.as_str())) {
                    Some((length, entry)) => {
                        let letter = rest.first().is_some_and(|piece| piece.text.len() == 1);
                        let mut cover = covers.cover_of(entry);
                        cover.letter = letter && length == 1;
                        (length, Some(cover))
                    }
                    None => (1, None),
                };
            covers.pieces.extend(std::iter::repeat_n(cover, length));
            at += length;
        }
        covers
    }

    fn cover_of(&mut self, entry: Entry) -> Cover {
        self.groups += 1;
        Cover {
            kind: entry.kind,
            source: entry.kind.source(),
            doubtful: entry.doubtful,
            initials: entry.initials,
            unit: entry.unit,
            digits_after: entry.digits_after,
            group: self.groups,
            measured: false,
            letter: false,
        }
    }

    /// What explains piece `at`.
    pub fn get(&self, at: usize) -> Option<Cover> {
        self.pieces.get(at).copied().flatten()
    }

    /// Where the pieces of `group` end that piece `at` is part of.
    pub fn group_end(&self, at: usize, group: usize) -> usize {
        let rest = self.pieces.get(at..).unwrap_or_default();
        let same = |cover: &&Option<Cover>| cover.is_some_and(|cover| cover.group == group);
        at + rest.iter().take_while(same).count()
    }

    /// Marks pieces as one measurement.
    pub fn set_measured(&mut self, range: Range<usize>, source: &'static str) {
        self.groups += 1;
        let group = self.groups;
        for cover in self.pieces.get_mut(range).into_iter().flatten() {
            *cover = Some(Cover {
                kind: cover.map_or(Kind::Unit, |cover| cover.kind),
                source,
                doubtful: false,
                initials: false,
                unit: false,
                digits_after: 0,
                group,
                measured: true,
                letter: false,
            });
        }
    }
}
