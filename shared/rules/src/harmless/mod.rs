//! Harmless words: what pictures say about sides, views, devices and measurements, never about a person.
//!
//! ```text
//! line -> pieces -> terms of the lists -> numbers that measure -> words in company -> opinions
//! ```
//!
//! `CHEST PA 120 kVp` is harmless, and so is `HAND L`; but `Hand, L` is a name: a term that is a name as well, marked
//! `?` in its list, needs a harmless neighbor.

mod company;
mod cover;
mod family;
mod fold;
mod form;
mod hash;
mod kind;
mod lexicon;
mod measure;
mod number;
mod piece;
mod run;
mod ticks;
mod transducer;

use std::ops::Range;

use deid_model::PhiCategory;
use deid_model::region::RegionReason;

use crate::document::Document;
use crate::opinion::Opinion;

use company::{in_company, standing_alone};
use cover::{Cover, Covers};
use family::Family;
use lexicon::Lexicon;

/// The harmless words of one modality.
pub(crate) struct Vocabulary {
    lexicon: &'static Lexicon,
    /// Numbers, scales and transducers count as well.
    with_numbers: bool,
    family: Family,
}

impl Vocabulary {
    /// What is harmless in pictures of `modality`, a code of DICOM's Modality (PS3.3 C.7.3.1.1.1). Where it is missing
    /// or says little, as `OT` does, all terms are but those whose abbreviations could be initials elsewhere.
    pub fn for_modality(modality: Option<&str>) -> Self {
        let family = Family::of(modality);
        Self {
            lexicon: Lexicon::of(family),
            with_numbers: true,
            family,
        }
    }

    /// Exact laterality, view and position tokens only: for files of which no header value or seed is known.
    pub fn markers_only() -> Self {
        Self {
            lexicon: Lexicon::of_markers(),
            with_numbers: false,
            family: Family::of(None),
        }
    }

    /// What of `document` is harmless; each word is in one opinion at most.
    pub fn opinions(&self, document: &Document) -> Vec<Opinion> {
        let mut opinions: Vec<Opinion> = Vec::new();
        for line in &document.lines {
            self.add_line(document, line.clone(), &mut opinions);
        }
        if self.with_numbers {
            add_ticks(document, &mut opinions);
        }
        opinions
    }

    fn add_line(&self, document: &Document, line: Range<usize>, opinions: &mut Vec<Opinion>) {
        let pieces = piece::pieces_of_line(self.lexicon, document, line.clone());
        let mut covers = Covers::of_terms(self.lexicon, &pieces);
        if self.with_numbers {
            measure::measure(&pieces, &mut covers);
            form::cover_forms(self.lexicon, document, &pieces, &mut covers);
            if self.family.includes("only US") {
                transducer::cover_transducers(document, &pieces, &mut covers);
            }
        }
        let texts: Vec<&str> = document
            .words
            .get(line.clone())
            .unwrap_or_default()
            .iter()
            .map(|word| word.text)
            .collect();
        let mut next = 0;
        let alone: Vec<_> = line
            .clone()
            .zip(&texts)
            .map(|(word, text)| {
                let rest = pieces.get(next..).unwrap_or_default();
                let start = next;
                next += rest.iter().take_while(|piece| piece.word == word).count();
                standing_alone(text, &pieces, &covers, start..next)
            })
            .collect();
        let mut kept = in_company(&texts, &alone);
        if !self.with_numbers {
            for (text, cover) in texts.iter().zip(&mut kept) {
                *cover = cover.filter(|_| is_marker(self.lexicon, text));
            }
        }
        let mut group = None;
        for (word, cover) in line.zip(kept) {
            let Some(cover) = cover else {
                group = None;
                continue;
            };
            match opinions.last_mut() {
                Some(last) if cover.group > 0 && group == Some(cover.group) => {
                    last.words.end = word + 1;
                }
                _ => opinions.push(opinion(word, &cover)),
            }
            group = Some(cover.group);
        }
    }
}

/// Whether a word is a marker by itself: one term to the letter, and in capitals where it is as short as initials.
fn is_marker(lexicon: &Lexicon, text: &str) -> bool {
    let bare = text.trim_matches(['(', ')', '[', ']', '.', ',', ':']);
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = !bare.contains(char::is_lowercase);
    let mut parts = bare.split(['-', '/']);
    parts.all(|part| lexicon.is_firm(&fold::folded(part))) && (letters > 3 || capitals)
}

fn opinion(word: usize, cover: &Cover) -> Opinion {
    Opinion {
        words: word..word + 1,
        category: PhiCategory::Harmless,
        score: 0.0,
        reason: if cover.measured {
            RegionReason::Measurement
        } else {
            RegionReason::Vocabulary
        },
        source: cover.source,
    }
}

/// Ticks that nothing else explains.
fn add_ticks(document: &Document, opinions: &mut Vec<Opinion>) {
    let mut known = vec![false; document.words.len()];
    for opinion in &*opinions {
        known
            .get_mut(opinion.words.clone())
            .unwrap_or_default()
            .fill(true);
    }
    for word in ticks::tick_words(document) {
        if let Some(known) = known.get_mut(word).filter(|known| !**known) {
            *known = true;
            opinions.push(Opinion {
                words: word..word + 1,
                category: PhiCategory::Harmless,
                score: 0.0,
                reason: RegionReason::Measurement,
                source: "scale",
            });
        }
    }
}

#[cfg(test)]
mod name_tests;
#[cfg(test)]
mod tests;
