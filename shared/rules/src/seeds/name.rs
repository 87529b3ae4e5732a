//! What a person's name looks like in a picture: its words in any order, joined ones, initials.

use super::fold::{fold, weight};
use super::part::{Closeness, Counts, Part, WHOLE};
use super::plain::is_plain;

/// Words of a name that are no name: they neither match nor widen a match.
const TITLES: &str = "
    dr med prof professor mr mrs ms miss mister sir dame lord lady herr frau fraulein madame mme mlle monsieur signor
    signora sig senor senora sr sra srta dott dottssa dra jr snr junior senior phd md msc bsc mba dipl ing habil rn rt
    rtr facr frcr esq ii iii iv anonymous anonymized anonymised anonym anon patient unknown unbekannt none null removed
    deidentified redacted name test
";

/// Words that join a name's words.
const PARTICLES: &str = "
    von van der den de del della delle dello di da das do dos du des la le los las el al bin ben ibn abu ter ten te zu
    zum zur vom af av y e und and geb nee
";

/// The words of one component of a name.
struct Component {
    words: Vec<String>,
}

impl Component {
    fn of(text: &str) -> Self {
        let words = text
            .split(|letter: char| letter.is_whitespace() || ".,;/()-_".contains(letter))
            .filter(|word| !is_one_of(TITLES, word) && !fold(word).is_empty());
        Self {
            words: words.map(str::to_owned).collect(),
        }
    }

    /// All words, joined.
    fn joined(&self) -> String {
        self.words.concat()
    }

    /// All words but particles, joined.
    fn core(&self) -> String {
        let words = self.words.iter().filter(|word| !is_one_of(PARTICLES, word));
        words.map(String::as_str).collect()
    }

    /// First letter of the first word that is no particle.
    fn initial(&self) -> String {
        self.core().chars().take(1).collect()
    }
}

/// The parts of a name in DICOM's form (PS3.5 6.2.1), or of one written freely.
pub(super) fn parts_of_name(value: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut slot = 0;
    for group in value.split('=') {
        let components = components_of(group);
        for component in &components {
            add_words(component, &mut slot, &mut parts);
        }
        if let [family, given, rest @ ..] = components.as_slice() {
            add_joined(family, given, rest.first(), &mut parts);
        }
    }
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// Family, given and middle name; prefixes and suffixes are no one's name.
fn components_of(group: &str) -> Vec<Component> {
    if group.contains('^') {
        return group.split('^').take(3).map(Component::of).collect();
    }
    if let Some((family, given)) = group.split_once(',') {
        return vec![Component::of(family), Component::of(given)];
    }
    let mut words = Component::of(group).words;
    match words.pop() {
        Some(last) => vec![Component { words: vec![last] }, Component { words }],
        None => Vec::new(),
    }
}

fn add_words(component: &Component, slot: &mut u16, parts: &mut Vec<Part>) {
    for word in &component.words {
        *slot = slot.saturating_add(1);
        let folded = fold(word);
        let counts = match weight(&folded) {
            _ if is_one_of(PARTICLES, word) => Counts::Beside,
            0..=1 => Counts::Beside,
            2 => Counts::Paired,
            3 if is_plain(&folded) => Counts::Paired,
            _ => Counts::Alone,
        };
        parts.extend(Part::spelled(word, *slot, counts));
        if let Some((_, rest)) = word.split_once(['\'', '’'])
            && fold(rest).len() >= 4
        {
            parts.extend(Part::spelled(rest, *slot, Counts::Alone));
        }
        if folded.len() > 1 && counts != Counts::Beside {
            let initial = folded.iter().copied().take(1).collect();
            parts.push(Part::new(initial, *slot, Counts::Beside));
        }
    }
    if component.words.len() > 1 {
        add_whole(&component.joined(), 5, false, parts);
        add_whole(&component.core(), 5, false, parts);
    }
}

/// Names and initials written as one: `DOEJANE`, `JDOE`, `JD`.
fn add_joined(
    family: &Component,
    given: &Component,
    middle: Option<&Component>,
    parts: &mut Vec<Part>,
) {
    let between = middle.map(Component::core).unwrap_or_default();
    let middle_initial = middle.map(Component::initial).unwrap_or_default();
    let first = given.core();
    let first_initial = given.initial();
    if first.is_empty() {
        return;
    }
    for last in [family.joined(), family.core()] {
        if last.is_empty() {
            continue;
        }
        for together in [
            format!("{last}{first}"),
            format!("{first}{last}"),
            format!("{last}{first}{between}"),
            format!("{first}{between}{last}"),
            format!("{last}{first}{middle_initial}"),
            format!("{first}{middle_initial}{last}"),
        ] {
            add_whole(&together, 5, false, parts);
        }
        if weight(&fold(&last)) >= 3 {
            for abbreviated in [
                format!("{last}{first_initial}"),
                format!("{first_initial}{last}"),
                format!("{last}{first_initial}{middle_initial}"),
                format!("{first_initial}{middle_initial}{last}"),
            ] {
                add_whole(&abbreviated, 4, true, parts);
            }
        }
    }
    let last_initial = family.initial();
    for initials in [
        format!("{first_initial}{last_initial}"),
        format!("{last_initial}{first_initial}"),
        format!("{first_initial}{middle_initial}"),
        format!("{first_initial}{middle_initial}{last_initial}"),
        format!("{last_initial}{first_initial}{middle_initial}"),
    ] {
        let mut part = Part::new(fold(&initials), WHOLE, Counts::Beside);
        part.one_word = true;
        part.closeness = Closeness::Exact;
        parts.push(part);
    }
}

/// Adds a part of several words where it is at least `least` letters long.
fn add_whole(text: &str, least: usize, one_word: bool, parts: &mut Vec<Part>) {
    for mut part in Part::spelled(text, WHOLE, Counts::Alone) {
        if weight(&part.letters) < least {
            continue;
        }
        part.one_word = one_word;
        if part.letters.len() < 7 {
            part.closeness = Closeness::Confusions;
        }
        parts.push(part);
    }
}

fn is_one_of(list: &str, word: &str) -> bool {
    let folded: String = fold(word).into_iter().collect();
    list.split_whitespace().any(|one| one == folded)
}
