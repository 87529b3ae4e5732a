//! Labels with their values, and forms that identify without a label.
//!
//! Every form is a function over the words and their numbers, letters and marks ([`reading`]); each looks at a bounded
//! number of neighbors, so that the whole is linear in the text.

mod addresses;
mod ages;
mod check_digits;
mod dates;
pub(crate) mod fold;
mod institution_words;
mod institutions;
mod labels;
mod markers;
mod measures;
pub(crate) mod months;
mod national;
mod network;
mod ordinary;
mod persons;
mod phones;
mod reading;
mod records;
mod times;

use std::ops::Range;

use deid_model::PhiCategory;
use deid_model::region::RegionReason;

use self::labels::Labels;
use self::reading::Reading;
use crate::document::Document;
use crate::opinion::Opinion;

/// All labels and forms, prepared once.
pub(crate) struct Patterns {
    labels: Labels,
}

impl Patterns {
    /// Prepares the labels.
    pub fn new() -> Self {
        Self {
            labels: Labels::new(),
        }
    }

    /// What labels and forms say about the words of `document`. Labels themselves are harmless.
    pub fn opinions(&self, document: &Document<'_>) -> Vec<Opinion> {
        let reading = Reading::new(document);
        let mut opinions = Vec::new();
        dates::find(&reading, &mut opinions);
        times::find(&reading, &mut opinions);
        let mut taken = vec![false; reading.tokens.len()];
        mark(&opinions, &mut taken);
        let mut dated = taken.clone();
        let before = opinions.len();
        ages::find(&reading, &mut opinions);
        mark(opinions.get(before..).unwrap_or_default(), &mut dated);
        network::find(&reading, &mut opinions);
        national::find(&reading, &mut opinions);
        phones::find(&reading, &taken, &mut opinions);
        mark(&opinions, &mut taken);
        records::find(&reading, &taken, &mut opinions);
        addresses::find(&reading, &taken, &mut opinions);
        let labels = self.labels.places(&reading);
        institutions::find(&reading, &labels.words, &mut opinions);
        persons::find(&reading, &mut opinions);
        markers::find(&reading, &mut opinions);
        labels::find(&reading, &labels, &dated, &mut opinions);
        opinions
    }
}

fn mark(opinions: &[Opinion], taken: &mut [bool]) {
    for opinion in opinions {
        if let Some(words) = taken.get_mut(opinion.words.clone()) {
            words.fill(true);
        }
    }
}

/// An opinion that a form gives.
fn pattern(
    words: Range<usize>,
    category: PhiCategory,
    score: f32,
    source: &'static str,
) -> Opinion {
    Opinion {
        words,
        category,
        score,
        reason: RegionReason::Pattern,
        source,
    }
}

#[cfg(test)]
mod tests;
