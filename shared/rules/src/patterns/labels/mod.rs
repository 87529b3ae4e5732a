//! Labels and the values beside them, on the same line, within the same word, or at the start of the next line.

mod class;
mod matching;
mod table;
mod values;

use std::ops::Range;

use deid_model::PhiCategory;
use deid_model::region::RegionReason;

use self::class::Class;
use self::matching::{Found, Lookup};
use super::Opinion;
use super::reading::Reading;

/// All labels, ready to be looked up.
pub(super) struct Labels {
    lookup: Lookup,
}

impl Labels {
    /// Prepares every label.
    pub fn new() -> Self {
        Self {
            lookup: Lookup::new(),
        }
    }

    /// Where the labels of a text stand.
    pub fn places(&self, reading: &Reading<'_>) -> Places {
        let pieces: Vec<_> = reading.tokens.iter().map(matching::piece).collect();
        let mut found = Vec::new();
        let mut words = vec![false; reading.tokens.len()];
        let mut at = 0;
        while at < reading.tokens.len() {
            let Some(label) = self.lookup.find(reading, &pieces, at) else {
                at += 1;
                continue;
            };
            if let Some(of_label) = words.get_mut(label.first..=label.last) {
                of_label.fill(true);
            }
            at = label.last + 1;
            found.push(label);
        }
        Places { found, words }
    }
}

/// The labels of a text.
pub(super) struct Places {
    found: Vec<Found>,
    /// For every word, whether it belongs to a label.
    pub words: Vec<bool>,
}

/// Adds what the labels of a text say about the words beside them. `dates` tells the words that are dates, times or
/// ages by their form.
pub(super) fn find(
    reading: &Reading<'_>,
    places: &Places,
    dates: &[bool],
    opinions: &mut Vec<Opinion>,
) {
    let Places { found, words } = places;
    let scene = values::Scene {
        reading,
        dates,
        labels: words,
    };
    let mut empty_of_line = Vec::new();
    for (at, label) in found.iter().enumerate() {
        let values = scene.value_of(label);
        let carries = !values.is_empty();
        if carries {
            opinions.push(value(label, values));
        } else if scene.is_last_of_line(label) {
            empty_of_line.push(at);
        }
        if !label.joined {
            say_harmless(label, carries, opinions);
        } else if label.last > label.first {
            opinions.push(harmless(label.first..label.last));
        }
    }
    for at in empty_of_line {
        if let Some(label) = found.get(at) {
            scene.below(label, labels_of_line(reading, found, at), opinions);
        }
    }
}

/// The labels of the line on which the label at `at`, its last one, stands.
fn labels_of_line<'f>(reading: &Reading<'_>, found: &'f [Found], at: usize) -> &'f [Found] {
    let line = |label: &Found| reading.token(label.first).map(|token| token.line);
    let before = found.get(..=at).unwrap_or_default();
    let this = before.last().and_then(line);
    let first = before
        .iter()
        .rposition(|label| line(label) != this)
        .map_or(0, |other| other + 1);
    before.get(first..).unwrap_or_default()
}

fn value(label: &Found, words: Range<usize>) -> Opinion {
    let score = match (label.misread, label.joined, label.marked) {
        (true, ..) => 0.9,
        (_, true, _) => 0.97,
        (_, _, true) => 0.95,
        _ => 0.92,
    };
    labeled(label.class, words, score)
}

fn labeled(class: Class, words: Range<usize>, score: f32) -> Opinion {
    Opinion {
        words,
        category: class.category(),
        score,
        reason: RegionReason::Label,
        source: class.source(),
    }
}

/// A label names nobody. One that may be another word is only believed beside a colon or a value.
fn say_harmless(label: &Found, carries: bool, opinions: &mut Vec<Opinion>) {
    let sure = label.marked || label.phrase;
    let believed = carries || (sure && !label.misread);
    if believed && label.class != Class::Neutral {
        opinions.push(harmless(label.first..label.last + 1));
    }
}

fn harmless(words: Range<usize>) -> Opinion {
    Opinion {
        words,
        category: PhiCategory::Harmless,
        score: 0.0,
        reason: RegionReason::Vocabulary,
        source: "label",
    }
}
