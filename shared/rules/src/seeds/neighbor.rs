//! Which hits of one value are a match, and which words it covers: a part that counts alone, or two that count in
//! pairs, and whatever other part stands beside them.

use std::ops::Range;

use crate::document::Document;

use super::matching::Hit;
use super::part::{Counts, WHOLE};

/// A match is widened by so many words to either side.
const REACH: usize = 4;

/// What is known of one word, for one value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Nothing,
    /// A marker such as L: covered between words of the value only.
    Bare,
    /// A single letter: covered on the line of the match only.
    Letter,
    Beside,
    Match,
}

/// Ranges of words that are the value of which `hits` are all hits; sorted by their words.
pub(super) fn matches(hits: &[Hit], document: &Document<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut rest = hits;
    while let Some(first) = rest.first() {
        let mut end = first.words.end;
        let mut count = 0;
        for hit in rest {
            if hit.words.start > end {
                break;
            }
            end = end.max(hit.words.end);
            count += 1;
        }
        let (chain, after) = rest.split_at(count);
        add_matches(chain, first.words.start..end, document, &mut found);
        rest = after;
    }
    found
}

/// Adds the matches among `chain`, hits without a gap between them that stand in `words`.
fn add_matches(
    chain: &[Hit],
    words: Range<usize>,
    document: &Document<'_>,
    found: &mut Vec<Range<usize>>,
) {
    let mut standings = vec![Standing::Nothing; words.len()];
    let mut raise = |hit: &Hit, to: Standing| {
        let from = hit.words.start - words.start;
        for standing in standings.iter_mut().skip(from).take(hit.words.len()) {
            *standing = (*standing).max(to);
        }
    };
    for (number, hit) in chain.iter().enumerate() {
        match hit.counts {
            Counts::Alone => raise(hit, Standing::Match),
            _ if hit.is_bare => raise(hit, Standing::Bare),
            _ if hit.is_letter => raise(hit, Standing::Letter),
            _ => raise(hit, Standing::Beside),
        }
        if hit.counts == Counts::Paired {
            let others = chain
                .iter()
                .skip(number + 1)
                .take_while(|other| other.words.start <= hit.words.end);
            for other in others.take(4 * REACH).filter(|other| are_pair(hit, other)) {
                raise(hit, Standing::Match);
                raise(other, Standing::Match);
            }
        }
    }
    let is_new_line = |offset: usize| {
        document
            .words
            .get(words.start + offset)
            .is_some_and(|word| word.at == 0)
    };
    let mut covered: Vec<bool> = standings
        .iter()
        .map(|standing| *standing == Standing::Match)
        .collect();
    widen(&standings, 0..standings.len(), &mut covered, |_, to| {
        is_new_line(to)
    });
    widen(
        &standings,
        (0..standings.len()).rev(),
        &mut covered,
        |from, _| is_new_line(from),
    );
    let mut start = None;
    for (offset, is_covered) in covered.iter().copied().chain([false]).enumerate() {
        match (start, is_covered) {
            (None, true) => start = Some(words.start + offset),
            (Some(from), false) => {
                found.push(from..words.start + offset);
                start = None;
            }
            _ => {}
        }
    }
}

/// Whether two hits that count in pairs stand side by side and are neighbors in the value too.
fn are_pair(one: &Hit, other: &Hit) -> bool {
    let are_neighbors = one.slot != other.slot && one.slot != WHOLE && other.slot != WHOLE;
    other.counts == Counts::Paired
        && other.tokens.start == one.tokens.end
        && are_neighbors
        && one.slot.abs_diff(other.slot) == 1
}

/// Covers what follows a match in the given direction, up to [`REACH`] words; a marker only if a word of the value
/// follows it. `leaves_line` tells whether the step from one word to the next leaves the line.
fn widen(
    standings: &[Standing],
    order: impl Iterator<Item = usize>,
    covered: &mut [bool],
    leaves_line: impl Fn(usize, usize) -> bool,
) {
    let mut reach = 0;
    let mut bare = Vec::new();
    let mut before = 0;
    for at in order {
        let standing = standings.get(at).copied().unwrap_or(Standing::Nothing);
        let is_cut = match standing {
            Standing::Nothing => true,
            Standing::Bare | Standing::Letter => leaves_line(before, at),
            Standing::Beside | Standing::Match => false,
        };
        before = at;
        reach = match standing {
            _ if is_cut => 0,
            Standing::Match => REACH + 1,
            _ => reach,
        };
        if reach == 0 {
            bare.clear();
            continue;
        }
        reach -= 1;
        if standing == Standing::Bare {
            bare.push(at);
            continue;
        }
        for at in bare.drain(..).chain([at]) {
            if let Some(is_covered) = covered.get_mut(at) {
                *is_covered = true;
            }
        }
    }
}
