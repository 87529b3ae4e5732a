//! All opinions on a text, and one answer for every word.

use std::sync::OnceLock;

use deid_model::{
    ClassifiedText, Coverage, EngineError, IdentifyingValue, PhiCategory, PhiClassifier, PhiEntity,
    PhiText,
};

use crate::document::{Document, Word};
use crate::harmless::Vocabulary;
use crate::lists::SiteLists;
use crate::names;
use crate::patterns::Patterns;
use crate::seeds::Seeds;
use crate::verdict::Verdicts;

/// Longest part of a word that labels, forms, vocabulary and name-likeness look at, in bytes. The longest identifiers,
/// UIDs, have 64; what is longer was never one word. Lists and header values are searched for in all of it.
const LONGEST_WORD: usize = 128;

/// What is known about a picture, or about all pictures of a study, before its text is read.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// _Modality_, such as `US`; decides which words are harmless.
    pub modality: Option<&'a str>,
    /// Every identifying value of the headers, and of the seeds that came with them. Without any, only exact
    /// laterality, view and position tokens are harmless: nobody knows then whom the text could name.
    pub identifying: &'a [IdentifyingValue],
    /// What the site always redacts, and what it keeps.
    pub lists: &'a SiteLists,
}

/// The rules, prepared for one case. Holds header values; not printable.
pub struct Rules {
    seeds: Seeds,
    vocabulary: Vocabulary,
    lists: SiteLists,
    /// Nobody knows whom the text could name: labels explain nothing either.
    markers_only: bool,
}

impl Rules {
    /// Prepares the rules for `case`.
    #[must_use]
    pub fn new(case: &Case) -> Self {
        Self {
            seeds: Seeds::new(case.identifying),
            vocabulary: if case.identifying.is_empty() {
                Vocabulary::markers_only()
            } else {
                Vocabulary::for_modality(case.modality)
            },
            lists: case.lists.clone(),
            markers_only: case.identifying.is_empty(),
        }
    }

    /// What each word of `text` is: exactly one entity a word, in order, its span the word's. Words of an entity of
    /// several words all get it.
    #[must_use]
    pub fn judge(&self, text: &PhiText) -> ClassifiedText {
        let document = Document::new(text);
        let shortened = shortened(&document);
        let mut verdicts = Verdicts::new(document.words.len());
        verdicts.weigh(self.vocabulary.opinions(&shortened));
        for (at, word) in document.words.iter().enumerate() {
            if word.text.len() > LONGEST_WORD {
                verdicts.forget(at);
            }
        }
        verdicts.weigh(self.lists.opinions(&document));
        let mut forms = patterns().opinions(&shortened);
        if self.markers_only {
            forms.retain(|opinion| opinion.category != PhiCategory::Harmless);
        }
        verdicts.weigh(forms);
        // Names first without the header, so that a value of it never releases the word beside it.
        weigh_names(&shortened, &mut verdicts);
        let of_header = self.seeds.opinions(&document);
        if !of_header.is_empty() {
            verdicts.weigh(of_header);
            weigh_names(&shortened, &mut verdicts);
        }
        let entities = document.words.iter().zip(verdicts.into_verdicts());
        let entities = entities.map(|(word, verdict)| PhiEntity {
            span: word.span,
            category: verdict.category,
            score: verdict.score,
            reason: verdict.reason,
            source: verdict.source,
        });
        ClassifiedText {
            entities: entities.collect(),
            coverage: Coverage::Complete,
        }
    }
}

impl PhiClassifier for Rules {
    async fn classify_phi(&self, text: &PhiText) -> Result<ClassifiedText, EngineError> {
        Ok(self.judge(text))
    }
}

/// Names by their company and their look, and what belongs to them.
fn weigh_names(document: &Document, verdicts: &mut Verdicts) {
    let by_company = names::in_company(document, &|word| verdicts.standing(word));
    verdicts.weigh(by_company);
    let name_like = names::opinions(document, &|word| verdicts.is_explained(word));
    verdicts.weigh(name_like);
    let beside = names::beside(document, &|word| verdicts.known(word));
    verdicts.weigh(beside);
}

/// `document` with the beginnings of words that are too long; an opinion on a beginning counts for the word, unless it
/// is that the word is harmless.
fn shortened<'a>(document: &Document<'a>) -> Document<'a> {
    let shortened = |word: &Word<'a>| {
        let end = word.text.floor_char_boundary(LONGEST_WORD);
        let text = word.text.get(..end).unwrap_or(word.text);
        Word { text, ..*word }
    };
    Document {
        words: document.words.iter().map(shortened).collect(),
        lines: document.lines.clone(),
    }
}

/// The patterns are the same for every case, and compiled once.
fn patterns() -> &'static Patterns {
    static PATTERNS: OnceLock<Patterns> = OnceLock::new();
    PATTERNS.get_or_init(Patterns::new)
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use deid_model::IdentifierKind;
    use deid_model::region::RegionReason;

    use super::*;

    fn rules(name: &str) -> Rules {
        let value = Some(name).filter(|name| !name.is_empty());
        let value = value.map(|name| IdentifyingValue {
            kind: IdentifierKind::Name,
            value: name.into(),
            source: "PatientName",
        });
        Rules::new(&Case {
            modality: Some("DX"),
            identifying: value.as_slice(),
            lists: &SiteLists::empty(),
        })
    }

    /// Category, reason and source of each word.
    fn judged(rules: &Rules, text: &str) -> Vec<(PhiCategory, RegionReason, &'static str)> {
        let entities = rules.judge(&PhiText::new(text.into())).entities;
        entities
            .iter()
            .map(|entity| (entity.category, entity.reason, entity.source))
            .collect()
    }

    #[test]
    fn what_the_header_names_goes_and_what_is_harmless_stays() {
        let told = judged(&rules("Kestrel^Mira"), "MIRA KESTREL\nCHEST AP 120 kVp");
        let header = (PhiCategory::Name, RegionReason::HeaderValue, "PatientName");
        assert_eq!(told[..2], [header, header]);
        assert!(
            told[2..]
                .iter()
                .all(|(category, ..)| *category == PhiCategory::Harmless)
        );
    }

    #[test]
    fn without_any_value_only_markers_are_harmless() {
        let text = "R AP CHEST 120 kVp";
        let is_harmless = |rules: &Rules| -> Vec<bool> {
            let told = judged(rules, text);
            told.iter()
                .map(|it| it.0 == PhiCategory::Harmless)
                .collect()
        };
        assert_eq!(is_harmless(&rules("Kestrel^Mira")), [true; 5]);
        assert_eq!(is_harmless(&rules("")), [true, true, false, false, false]);
        let named = judged(&rules(""), "DOB: Left");
        assert_eq!(named[0].0, PhiCategory::Unknown);
        let told = judged(&rules(""), text);
        assert_eq!(
            told[3],
            (PhiCategory::Unknown, RegionReason::Unexplained, "")
        );
    }

    #[test]
    fn a_word_that_is_too_long_is_never_harmless_and_searched_for_the_header() {
        let long = "1".repeat(400) + "mm";
        let told = judged(&rules("Kestrel^Mira"), &format!("{long} CHEST"));
        assert_ne!(told[0].0, PhiCategory::Harmless);
        assert_eq!(told[1].0, PhiCategory::Harmless);
        let text = "CHEST/".repeat(30) + "KESTREL^MIRA";
        let told = judged(&rules("Kestrel^Mira"), &text);
        assert_eq!(told[0].1, RegionReason::HeaderValue);
    }

    #[test]
    fn as_a_classifier_it_answers_at_once_and_in_full() {
        let rules = rules("Kestrel^Mira");
        let text = PhiText::new("KESTREL L".into());
        let mut asked = std::pin::pin!(rules.classify_phi(&text));
        let answer = asked.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(answer, Poll::Ready(Ok(rules.judge(&text))));
        assert_eq!(rules.judge(&text).coverage, Coverage::Complete);
    }
}
