//! Words that are names by their company, though they are harmless words elsewhere: `LEFT, ANNA`, `de la Quill`,
//! `Anna Left`, `Quill III`.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use deid_model::PhiCategory;
use deid_model::region::RegionReason;

use super::{Look, look};
use crate::document::Document;
use crate::opinion::Opinion;
use crate::patterns::fold::folded;

/// What the rest of the rules says about a word so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing, or that it is a name.
    Open,
    /// It is harmless.
    Harmless,
    /// It identifies, and is no name.
    Taken,
}

/// What a word may be within a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// A name that nothing explains.
    Name,
    /// A common given name that nothing explains.
    Given,
    /// A harmless word that is written like a name.
    Word,
    /// One letter, or several with dots.
    Initial,
    /// A small word before a surname.
    Particle,
    /// What stands after a name, as `III`.
    Suffix,
    /// Anything else.
    Other,
}

impl Part {
    const fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Given)
    }

    const fn is_wordlike(self) -> bool {
        matches!(self, Self::Name | Self::Given | Self::Word)
    }
}

/// Particles that count in any case.
const PARTICLES: &[&str] = &[
    "abu", "af", "ap", "bin", "bint", "da", "dal", "das", "de", "dei", "del", "della", "den",
    "der", "des", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "los", "saint", "san",
    "sankt", "santa", "st", "ste", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur",
];
/// Particles that stand for something else in capitals, unless another particle stands beside them.
const DOUBTFUL: &[&str] = &[
    "ap", "da", "di", "do", "du", "el", "la", "le", "san", "st", "ste", "zu",
];
/// What follows names.
const SUFFIXES: &[&str] = &[
    "ii", "iii", "iv", "jnr", "jr", "jun", "junior", "sen", "snr",
];

/// Words of `document` that the names beside them make names.
pub(crate) fn opinions(
    document: &Document<'_>,
    standing: &dyn Fn(usize) -> Standing,
) -> Vec<Opinion> {
    let mut named = vec![false; document.words.len()];
    let mut parts = Vec::with_capacity(document.words.len());
    for (index, word) in document.words.iter().enumerate() {
        parts.push(part(word.text, standing(index)));
    }
    for line in &document.lines {
        let line = Line {
            document,
            parts: &parts,
            range: line.clone(),
        };
        for at in line.range.clone() {
            line.comma(at, &mut named);
            line.joined(at, &mut named);
            line.given(at, &mut named);
            line.between(at, &mut named);
            line.beside(at, &mut named);
        }
        for at in line.range.clone() {
            line.particles(at, &mut named);
        }
    }
    below(document, &parts, &mut named);
    let named = named.iter().enumerate().filter(|(_, named)| **named);
    named
        .map(|(index, _)| Opinion {
            words: index..index + 1,
            category: PhiCategory::Name,
            score: 0.7,
            reason: RegionReason::Pattern,
            source: "name",
        })
        .collect()
}

fn part(text: &str, standing: Standing) -> Part {
    if standing == Standing::Taken || text.ends_with([':', '=']) {
        return Part::Other;
    }
    let key = folded(text);
    let dotted = text.trim_end_matches(',');
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let capital = text
        .chars()
        .find(|letter| letter.is_alphabetic())
        .is_some_and(|first| !first.is_lowercase());
    let initials = (1..=4).contains(&letters)
        && dotted.ends_with('.')
        && dotted.chars().enumerate().all(|(at, letter)| match at % 2 {
            0 => letter.is_uppercase() || letter == '-',
            _ => letter == '.' || letter.is_uppercase(),
        })
        && dotted.matches('.').count() >= letters;
    if initials && (standing == Standing::Open || letters > 1) {
        return Part::Initial;
    }
    if SUFFIXES.contains(&key.as_str()) && capital {
        return Part::Suffix;
    }
    if PARTICLES.contains(&key.as_str()) && text.chars().all(|it| it.is_alphabetic() || it == '.') {
        return Part::Particle;
    }
    let plain = text
        .trim_matches(|letter: char| ",.()".contains(letter))
        .chars()
        .all(|letter| letter.is_alphabetic() || "-'’`".contains(letter));
    match standing {
        Standing::Open if is_given(&key) && capital => Part::Given,
        Standing::Open => match look(text) {
            Look::Name | Look::Misread if capital => Part::Name,
            Look::Initial => Part::Initial,
            _ => Part::Other,
        },
        _ if capital && plain && letters >= 2 => Part::Word,
        _ => Part::Other,
    }
}

/// Whether `key`, folded, is a common given name.
fn is_given(key: &str) -> bool {
    static GIVEN: OnceLock<HashSet<&str>> = OnceLock::new();
    let given = GIVEN.get_or_init(|| {
        let lines = include_str!("given.txt").lines();
        lines
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace)
            .collect()
    });
    given.contains(key)
}

/// One line with the parts of all words.
struct Line<'s, 'a> {
    document: &'s Document<'a>,
    parts: &'s [Part],
    range: Range<usize>,
}

impl Line<'_, '_> {
    fn part(&self, at: Option<usize>) -> Part {
        at.filter(|at| self.range.contains(at))
            .and_then(|at| self.parts.get(at).copied())
            .unwrap_or(Part::Other)
    }

    fn text(&self, at: usize) -> &str {
        self.document.words.get(at).map_or("", |word| word.text)
    }

    /// Whether a word is long enough for a surname: no view such as AP.
    fn is_long(&self, at: usize) -> bool {
        let text = self.text(at);
        let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
        letters >= 3 || text.chars().any(char::is_lowercase)
    }

    /// `LEFT, ANNA`, `Left, A.`, `Quill, Basil`, `Quill, R`; of a surname of two words both.
    fn comma(&self, at: usize, named: &mut [bool]) {
        let (this, next) = (self.part(Some(at)), self.part(at.checked_add(1)));
        if !this.is_wordlike() || !self.text(at).ends_with(',') {
            return;
        }
        let letter = self.range.contains(&(at + 1))
            && self.text(at + 1).chars().count() == 1
            && self.text(at + 1).chars().all(char::is_uppercase);
        let surname = this.is_name() && (next.is_wordlike() || next == Part::Initial || letter);
        let dotted = self.range.contains(&(at + 1)) && is_dotted_letter(self.text(at + 1));
        let given = next.is_name() || next == Part::Initial || dotted;
        if !(surname || given) {
            return;
        }
        set(named, at);
        set(named, at + 1);
        let before = at.checked_sub(1);
        if let Some(before) = before.filter(|before| self.part(Some(*before)).is_wordlike())
            && !self.text(before).ends_with([',', ';'])
            && self.is_long(before)
            && (before == self.range.start || this.is_name() == self.part(Some(before)).is_name())
        {
            set(named, before);
        }
    }

    /// `LEFT,ANNA` in one word is open as a whole; where it is not, its second half tells.
    fn joined(&self, at: usize, named: &mut [bool]) {
        let Some((one, other)) = self.text(at).split_once([',', '^']) else {
            return;
        };
        let worded = |text: &str| text.chars().filter(|it| it.is_alphabetic()).count() >= 2;
        if worded(one) && worded(other) && (is_given(&folded(one)) || is_given(&folded(other))) {
            set(named, at);
        }
    }

    /// `Anna LEFT`, `LEFT Anna`, but not `CHEST Anna Quill`.
    fn given(&self, at: usize, named: &mut [bool]) {
        if self.part(Some(at)) != Part::Given {
            return;
        }
        let (before, after) = (at.checked_sub(1), at.checked_add(1));
        if self.part(before).is_name() || self.part(after).is_name() {
            return;
        }
        for beside in [before, after].into_iter().flatten() {
            let comma = self.text(at.min(beside)).ends_with([',', ';']);
            if self.part(Some(beside)) == Part::Word && self.is_long(beside) && !comma {
                set(named, beside);
            }
        }
    }

    /// `Chow Ka Yan`: a harmless word between two names.
    fn between(&self, at: usize, named: &mut [bool]) {
        let around = [at.checked_sub(1), at.checked_add(1)];
        let names = around.iter().all(|beside| self.part(*beside).is_name());
        if names && self.part(Some(at)) == Part::Word && self.is_long(at) {
            set(named, at);
        }
    }

    /// `A. Left`, `Quill S.J.`, `Quill III`.
    fn beside(&self, at: usize, named: &mut [bool]) {
        let before = at.checked_sub(1);
        // Alone on a line, unless the letter stands for a side, or a vein, nerve or muscle.
        let text = self.text(at);
        if at == self.range.start
            && self.range.len() == 2
            && is_dotted_letter(text)
            && !text.starts_with(['L', 'M', 'N', 'R', 'V'])
            && self.part(at.checked_add(1)) == Part::Word
            && self.is_long(at + 1)
        {
            set(named, at);
            set(named, at + 1);
        }
        match self.part(Some(at)) {
            Part::Suffix if self.part(before).is_name() => set(named, at),
            Part::Initial => {
                let after = at.checked_add(1);
                if self.part(before).is_name() || self.part(after).is_name() {
                    set(named, at);
                } else if let Some(after) = after
                    && self.part(Some(after)) == Part::Word
                    && self.is_long(after)
                    && self.text(at).ends_with('.')
                {
                    set(named, at);
                    set(named, after);
                }
            }
            _ => {}
        }
    }

    /// `VAN DER QUILL`, `de la Quill`, `ST. QUILL`: the particles before a name.
    fn particles(&self, at: usize, named: &mut [bool]) {
        let is_named = named.get(at) == Some(&true) || self.part(Some(at)).is_name();
        if !is_named {
            return;
        }
        let mut start = at;
        while start > self.range.start
            && at - start < 4
            && self.part(start.checked_sub(1)) == Part::Particle
        {
            start -= 1;
        }
        let lower = |text: &str| text.starts_with(char::is_lowercase);
        let doubtful = |at: usize| {
            let text = self.text(at);
            let key = folded(text);
            !lower(text) && !text.ends_with('.') && DOUBTFUL.contains(&key.as_str())
        };
        if at - start == 1 && doubtful(start) {
            return;
        }
        (start..at).for_each(|at| set(named, at));
    }
}

/// `A.`
fn is_dotted_letter(text: &str) -> bool {
    let letter = text.strip_suffix('.').unwrap_or_default();
    letter.chars().count() == 1 && letter.chars().all(char::is_uppercase)
}

/// A given name alone on its line, and a word alone on the next.
fn below(document: &Document<'_>, parts: &[Part], named: &mut [bool]) {
    for pair in document.lines.windows(2) {
        let [one, other] = pair else {
            continue;
        };
        if one.len() != 1 || other.len() != 1 {
            continue;
        }
        let (first, second) = (one.start, other.start);
        let long = |at: usize| {
            let text = document.words.get(at).map_or("", |word| word.text);
            text.chars().filter(|letter| letter.is_alphabetic()).count() >= 3
        };
        match (parts.get(first), parts.get(second)) {
            (Some(Part::Given), Some(Part::Word)) if long(second) => set(named, second),
            (Some(Part::Word), Some(Part::Given)) if long(first) => set(named, first),
            _ => {}
        }
    }
}

fn set(named: &mut [bool], at: usize) {
    if let Some(named) = named.get_mut(at) {
        *named = true;
    }
}

#[cfg(test)]
mod tests {
    use deid_model::PhiText;

    use super::*;

    /// The words of `text` that are told to be names, where those in `harmless` are harmless elsewhere.
    fn told(text: &str, harmless: &[&str]) -> Vec<String> {
        let text = PhiText::new(text.into());
        let document = Document::new(&text);
        let standing = |index: usize| {
            let core = document.words[index].text.trim_end_matches(',');
            if harmless.contains(&core) {
                Standing::Harmless
            } else {
                Standing::Open
            }
        };
        let found = opinions(&document, &standing).into_iter();
        found
            .map(|opinion| document.words[opinion.words.start].text.to_owned())
            .collect()
    }

    #[test]
    fn a_harmless_word_is_a_name_beside_a_comma_or_a_given_name() {
        for (text, word) in [
            ("LEFT, ANNA", "LEFT"),
            ("Quill, Basil", "Basil"),
            ("Anna LEFT", "LEFT"),
            ("LEFT ANNA", "LEFT"),
            ("ANNA\nLEFT", "LEFT"),
            ("J. Left", "Left"),
            ("Left, A.", "Left"),
            ("Chou Ka Yun", "Ka"),
            ("White Quill, Anna", "White"),
        ] {
            let names = told(text, &["LEFT", "Left", "Basil", "Ka", "White"]);
            assert!(
                names.iter().any(|name| name.trim_end_matches(',') == word),
                "{text}"
            );
        }
    }

    #[test]
    fn particles_initials_and_suffixes_belong_to_the_name_beside_them() {
        let small = ["VAN", "DER", "de", "la", "ST.", "III", "S.J.", "R"];
        for (text, count) in [
            ("VAN DER QUILL", 2),
            ("de la Quill", 2),
            ("ST. QUILL-TARN", 1),
            ("Quill III", 1),
            ("Quill, S.J.", 2),
            ("Quill, R", 2),
        ] {
            assert_eq!(told(text, &small).len(), count, "{text}");
        }
    }

    #[test]
    fn harmless_words_beside_what_names_nobody_stay() {
        let harmless = ["CHEST", "PA", "KNEE", "R", "LEFT", "HAND", "de", "LA", "II"];
        for text in [
            "CHEST PA",
            "KNEE, R",
            "LEFT, HAND",
            "CHEST QUILL PA",
            "de CHEST",
            "LA Quill",
            "II",
            "ANNA R PA",
            "LEFT\nHAND",
        ] {
            assert!(told(text, &harmless).is_empty(), "{text}");
        }
    }
}
