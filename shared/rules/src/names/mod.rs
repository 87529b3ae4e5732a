//! Names without header, label or title: words that are written like names and that nothing harmless explains.

mod beside;
mod company;

use std::ops::Range;

use deid_model::PhiCategory;
use deid_model::region::RegionReason;

use crate::document::Document;
use crate::opinion::Opinion;

pub(crate) use beside::{Known, opinions as beside};
pub(crate) use company::{Standing, opinions as in_company};

/// Words that one name may have.
const LONGEST: usize = 6;

/// How a word looks beside others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Written like a name.
    Name,
    /// The same, with digits that may be letters misread.
    Misread,
    /// One capital letter.
    Initial,
    /// A small word within names.
    Particle,
    /// Anything else.
    Other,
}

/// Name-like words among those that `explained` does not explain.
pub(crate) fn opinions(document: &Document<'_>, explained: &dyn Fn(usize) -> bool) -> Vec<Opinion> {
    let mut opinions = Vec::new();
    for line in &document.lines {
        let looks: Vec<Look> = line
            .clone()
            .map(|index| {
                let text = document.words.get(index).map_or("", |word| word.text);
                if explained(index) {
                    Look::Other
                } else {
                    look(text)
                }
            })
            .collect();
        for run in runs(&looks) {
            let words = line.start + run.start..line.start + run.end;
            let texts: Vec<&str> = words
                .clone()
                .filter_map(|index| document.words.get(index).map(|word| word.text))
                .collect();
            let score = score(&texts, looks.get(run).unwrap_or_default());
            opinions.push(Opinion {
                words,
                category: PhiCategory::Name,
                score,
                reason: RegionReason::NameLike,
                source: "name-like",
            });
        }
    }
    opinions
}

fn look(text: &str) -> Look {
    let core = text.trim_matches(|letter: char| !letter.is_alphanumeric());
    let letters = core.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = core.chars().filter(|letter| letter.is_numeric()).count();
    // SAMPLE/JANE
    let slashed = core
        .split_once('/')
        .is_some_and(|(one, other)| one.len() > 2 && other.len() > 1 && !other.contains('/'));
    let plain = core.chars().all(|letter| {
        letter.is_alphanumeric()
            || "-'’`´^.,".contains(letter)
            || (slashed && letter == '/')
            || ('\u{300}'..='\u{36f}').contains(&letter)
    });
    let first = core.chars().next();
    let capital = first.is_some_and(|first| first.is_alphabetic() && !first.is_lowercase());
    let inner_capital = core.chars().skip(1).any(char::is_uppercase);
    if !plain || text.ends_with([':', '=']) {
        return Look::Other;
    }
    match (letters, digits) {
        (1, 0) if capital && !"LRMF".contains(core) => Look::Initial,
        (1, 0) if capital && text.ends_with('.') => Look::Initial,
        (0 | 1, _) => Look::Other,
        (_, 0) if capital || core.contains('^') || inner_capital => Look::Name,
        (2..=4, 0) if is_particle(core) => Look::Particle,
        // 0 and 1 are letters often enough: D0E, M1LLER.
        (3.., 1..=2)
            if core
                .chars()
                .all(|letter| !letter.is_numeric() || "01568".contains(letter))
                && capital =>
        {
            Look::Misread
        }
        _ => Look::Other,
    }
}

fn is_particle(text: &str) -> bool {
    [
        "al", "bin", "da", "de", "dei", "del", "den", "der", "di", "dos", "du", "el", "la", "le",
        "ten", "ter", "van", "von", "zu",
    ]
    .contains(&text)
}

/// Runs of words that may be one name: with a word of letters in each, particles only between two, initials beside.
fn runs(looks: &[Look]) -> Vec<Range<usize>> {
    let is_word = |look: Option<&Look>| matches!(look, Some(Look::Name | Look::Misread));
    let mut runs = Vec::new();
    let mut at = 0;
    while at < looks.len() {
        if looks.get(at) == Some(&Look::Other) {
            at += 1;
            continue;
        }
        let limit = looks.len().min(at + LONGEST);
        let mut end = (at..limit)
            .find(|index| looks.get(*index) == Some(&Look::Other))
            .unwrap_or(limit);
        let next = end;
        let mut start = at;
        while start < end && looks.get(start) == Some(&Look::Particle) {
            start += 1;
        }
        while end > start && looks.get(end - 1) == Some(&Look::Particle) {
            end -= 1;
        }
        if (start..end).any(|index| is_word(looks.get(index))) {
            runs.push(start..end);
        }
        at = next.max(at + 1);
    }
    runs
}

/// From 0.5 to 0.8: more for words in a row, a comma between them, an initial or a caret; less for digits.
fn score(texts: &[&str], looks: &[Look]) -> f32 {
    let words = looks
        .iter()
        .filter(|look| matches!(look, Look::Name | Look::Misread))
        .count();
    let initial = looks.contains(&Look::Initial);
    let caret = texts
        .iter()
        .any(|text| text.trim_matches('^').contains('^'));
    let comma = texts
        .iter()
        .take(texts.len().saturating_sub(1))
        .any(|text| text.ends_with(','))
        || texts
            .iter()
            .any(|text| text.trim_end_matches(',').contains(','));
    let score: f32 = match (words, initial) {
        _ if caret => 0.8,
        _ if comma => 0.76,
        (1, false) => 0.55,
        (1, true) => 0.66,
        _ => 0.68,
    };
    let misread = looks.contains(&Look::Misread);
    (if misread { score - 0.06 } else { score }).clamp(0.5, 0.8)
}

#[cfg(test)]
mod tests {
    use deid_model::PhiText;

    use super::*;

    fn told(text: &str, explained: &[&str]) -> Vec<(String, f32)> {
        let text = PhiText::new(text.into());
        let document = Document::new(&text);
        let is_explained = |index: usize| explained.contains(&document.words[index].text);
        opinions(&document, &is_explained)
            .into_iter()
            .map(|opinion| {
                let words = document.words[opinion.words].iter().map(|word| word.text);
                (words.collect::<Vec<_>>().join(" "), opinion.score)
            })
            .collect()
    }

    #[test]
    fn capitalized_words_that_nothing_explains_are_names() {
        assert_eq!(
            told("Quillfeather", &[]),
            [("Quillfeather".to_owned(), 0.55)]
        );
        assert_eq!(told("CHEST QUILLFEATHER PA", &["CHEST", "PA"]).len(), 1);
        assert!(told("chest", &[]).is_empty());
    }

    #[test]
    fn two_words_in_a_row_a_comma_and_a_caret_raise_the_score() {
        let score = |text: &str| told(text, &[])[0].1;
        assert!(score("Quillfeather") < score("Tamsin Quillfeather"));
        assert!(score("Tamsin Quillfeather") < score("QUILLFEATHER, TAMSIN"));
        assert!(score("QUILLFEATHER, TAMSIN") < score("QUILLFEATHER^TAMSIN"));
        assert!(score("QU1LLFEATHER") < score("QUILLFEATHER"));
    }

    #[test]
    fn particles_initials_accents_and_apostrophes_belong_to_the_name() {
        for name in [
            "Jan van der Quill",
            "O'Quill J.",
            "Éloïse Çakırgöz-Ñuñez",
            "D. Quill",
            "山本 花子",
        ] {
            let told = told(name, &[]);
            assert_eq!(told.len(), 1, "{name}");
            assert_eq!(told[0].0, name);
        }
    }

    #[test]
    fn numbers_labels_and_laterality_are_no_names() {
        for text in [
            "12345", "T2", "A1234567", "Name:", "L", "R", "5.0 cm", "120kVp", "de la", "C5-1",
        ] {
            assert!(told(text, &[]).is_empty(), "{text}");
        }
    }

    #[test]
    fn every_score_lies_between_one_half_and_four_fifths() {
        for text in [
            "A1B0C Quill",
            "Quill",
            "QUILL^ANN^^^",
            "Quill, Ann B. C. de Quill",
            "Q. Quill",
        ] {
            for (_, score) in told(text, &[]) {
                assert!((0.5..=0.8).contains(&score), "{text}");
            }
        }
    }
}
