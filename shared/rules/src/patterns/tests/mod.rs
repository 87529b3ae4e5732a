//! Every text shows what is to be found in brackets.

mod extent;
mod forms;
mod harmless;
mod hostile;
mod labels;
mod vocabulary;

use std::sync::LazyLock;

use deid_model::region::RegionReason;
use deid_model::{PhiCategory, PhiText};

use super::Patterns;
use crate::document::Document;
use crate::opinion::Opinion;

static PATTERNS: LazyLock<Patterns> = LazyLock::new(Patterns::new);

/// The opinions on a text that say that words are PHI.
fn phi(document: &Document<'_>) -> Vec<Opinion> {
    let mut opinions = PATTERNS.opinions(document);
    opinions.retain(|opinion| {
        opinion.category != PhiCategory::Harmless && opinion.reason != RegionReason::NameLike
    });
    opinions
}

/// That of `marked` exactly the words in brackets are called PHI.
#[track_caller]
fn check(marked: &str) {
    let plain = PhiText::new(marked.replace(['[', ']'], ""));
    let document = Document::new(&plain);
    let mut found = vec![false; document.words.len()];
    for opinion in phi(&document) {
        assert!(opinion.score > 0.0 && opinion.score <= 0.97);
        found[opinion.words].fill(true);
    }
    let mut inside = false;
    let mut told = String::new();
    let mut expected = String::new();
    for (word, found) in marked.split_whitespace().zip(&found) {
        inside |= word.starts_with('[');
        let bare = word.replace(['[', ']'], "");
        let show = |phi: bool| {
            if phi {
                format!("[{bare}] ")
            } else {
                format!("{bare} ")
            }
        };
        told += &show(*found);
        expected += &show(inside);
        inside &= !word.ends_with(']');
    }
    assert_eq!(told, expected);
}

/// That `text` holds one opinion of this category and source at least, and what it scores.
#[track_caller]
fn score(text: &str, category: PhiCategory, source: &str) -> f32 {
    let text = PhiText::new(text.into());
    let document = Document::new(&text);
    let opinions = phi(&document);
    let found = opinions
        .iter()
        .find(|opinion| opinion.category == category && opinion.source == source);
    found.unwrap_or_else(|| panic!("{opinions:?}")).score
}
