//! One verdict for every word, out of all opinions on it.

use deid_model::region::RegionReason;
use deid_model::{Confidence, PhiCategory};

use crate::names::{Known, Standing};
use crate::opinion::Opinion;

/// PHI score of a word that nobody has an opinion on.
const UNEXPLAINED: f32 = 0.3;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Verdict {
    pub category: PhiCategory,
    pub score: Confidence,
    pub reason: RegionReason,
    pub source: &'static str,
}

impl Verdict {
    fn unexplained() -> Self {
        Self {
            category: PhiCategory::Unknown,
            score: Confidence::new(UNEXPLAINED),
            reason: RegionReason::Unexplained,
            source: "",
        }
    }
}

/// The verdicts on the words of a document, as far as opinions came in. The order in which they come does not matter
/// but between opinions of the same rank and score, where the first one stays.
pub(crate) struct Verdicts {
    words: Vec<Verdict>,
}

impl Verdicts {
    /// `words` words that nobody has an opinion on yet.
    pub fn new(words: usize) -> Self {
        Self {
            words: vec![Verdict::unexplained(); words],
        }
    }

    /// Lets each opinion replace the verdicts that it outweighs.
    pub fn weigh(&mut self, opinions: Vec<Opinion>) {
        for opinion in opinions {
            let new = Verdict {
                category: opinion.category,
                score: Confidence::new(opinion.score),
                reason: opinion.reason,
                source: opinion.source,
            };
            let words = opinion.words;
            for word in self.words.iter_mut().take(words.end).skip(words.start) {
                if weight(&new) > weight(word) {
                    *word = new;
                }
            }
        }
    }

    /// Takes back what was said about a word.
    pub fn forget(&mut self, word: usize) {
        if let Some(verdict) = self.words.get_mut(word) {
            *verdict = Verdict::unexplained();
        }
    }

    /// Whether a word is known to be harmless, by the lists or the vocabulary.
    pub fn is_explained(&self, word: usize) -> bool {
        self.words
            .get(word)
            .is_some_and(|verdict| verdict.category == PhiCategory::Harmless)
    }

    /// What is known about a word, to whom it matters whether it may be a name.
    pub fn standing(&self, word: usize) -> Standing {
        match self.words.get(word) {
            Some(verdict) if verdict.category == PhiCategory::Harmless => Standing::Harmless,
            // Whatever the header calls a word, it may be a name as well: another value never releases its neighbors.
            Some(verdict)
                if verdict.reason == RegionReason::HeaderValue
                    || matches!(verdict.category, PhiCategory::Name | PhiCategory::Unknown) =>
            {
                Standing::Open
            }
            _ => Standing::Taken,
        }
    }

    /// What is known about a word, to what stands beside it.
    pub fn known(&self, word: usize) -> Known {
        match self.words.get(word).map(|it| (it.category, it.reason)) {
            Some((PhiCategory::Harmless, _)) => Known::Harmless,
            Some((_, RegionReason::HeaderValue)) => Known::Header,
            Some((PhiCategory::Name, RegionReason::NameLike)) => Known::NameLike,
            Some((PhiCategory::Name, _)) => Known::Name,
            Some((PhiCategory::Date, _)) => Known::Date,
            _ => Known::Other,
        }
    }

    pub fn into_verdicts(self) -> Vec<Verdict> {
        self.words
    }
}

/// Greater wins. What the header or the deny-list names is beyond the reach of the allow-list; what the allow-list
/// names is kept though it has the form of an identifier; what only a list of harmless words explains is not.
fn weight(verdict: &Verdict) -> (u8, u32) {
    let rank = match verdict.reason {
        RegionReason::HeaderValue => 8,
        RegionReason::DenyList => 7,
        RegionReason::AllowList => 6,
        RegionReason::Label => 5,
        RegionReason::Pattern => 4,
        RegionReason::Vocabulary | RegionReason::Measurement => 3,
        RegionReason::NameLike => 2,
        RegionReason::Unexplained => 0,
        // Reasons of engines and persons, which no part of the rules gives: nothing but a sure match outweighs them.
        RegionReason::Unread
        | RegionReason::Read
        | RegionReason::SecondReading
        | RegionReason::Drawn
        | RegionReason::CloudRead
        | RegionReason::CloudPhi
        | RegionReason::DeviceOverlay
        | RegionReason::OutsideRegions
        | RegionReason::UnusedBits => 6,
    };
    // Scores are 0..=1: their bits are in their order.
    (rank, verdict.score.value().to_bits())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opinion(reason: RegionReason, words: std::ops::Range<usize>) -> Opinion {
        let is_harmless = matches!(
            reason,
            RegionReason::AllowList | RegionReason::Vocabulary | RegionReason::Measurement
        );
        Opinion {
            words,
            category: if is_harmless {
                PhiCategory::Harmless
            } else {
                PhiCategory::Name
            },
            score: if is_harmless { 0.0 } else { 0.7 },
            reason,
            source: "",
        }
    }

    #[test]
    fn the_weightier_reason_wins_whichever_comes_first() {
        let order = [
            RegionReason::HeaderValue,
            RegionReason::DenyList,
            RegionReason::AllowList,
            RegionReason::Label,
            RegionReason::Pattern,
            RegionReason::Vocabulary,
            RegionReason::NameLike,
        ];
        for pair in order.windows(2) {
            for ordered in [[pair[0], pair[1]], [pair[1], pair[0]]] {
                let mut verdicts = Verdicts::new(1);
                verdicts.weigh(ordered.map(|reason| opinion(reason, 0..1)).into());
                assert_eq!(verdicts.into_verdicts()[0].reason, pair[0]);
            }
        }
    }

    #[test]
    fn an_opinion_on_several_words_is_given_to_all_of_them() {
        let mut verdicts = Verdicts::new(4);
        verdicts.weigh(vec![
            opinion(RegionReason::Vocabulary, 0..1),
            opinion(RegionReason::Label, 0..3),
            opinion(RegionReason::Measurement, 2..3),
        ]);
        assert!(!verdicts.is_explained(2));
        let reasons: Vec<_> = verdicts
            .into_verdicts()
            .iter()
            .map(|verdict| verdict.reason)
            .collect();
        let label = RegionReason::Label;
        assert_eq!(reasons, [label, label, label, RegionReason::Unexplained]);
    }

    #[test]
    fn of_equal_reasons_the_surest_wins() {
        let mut verdicts = Verdicts::new(1);
        let surer = Opinion {
            score: 0.8,
            category: PhiCategory::Date,
            ..opinion(RegionReason::Pattern, 0..1)
        };
        verdicts.weigh(vec![surer, opinion(RegionReason::Pattern, 0..1)]);
        assert_eq!(verdicts.into_verdicts()[0].category, PhiCategory::Date);
    }

    #[test]
    fn an_opinion_that_reaches_past_the_end_counts_for_the_words_that_are_there() {
        let mut verdicts = Verdicts::new(2);
        verdicts.weigh(vec![opinion(RegionReason::Label, 1..9)]);
        verdicts.weigh(vec![opinion(RegionReason::Label, 7..9)]);
        let verdicts = verdicts.into_verdicts();
        assert_eq!(verdicts[0], Verdict::unexplained());
        assert_eq!(verdicts[1].reason, RegionReason::Label);
    }
}
