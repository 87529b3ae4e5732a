//! Header values of the patient, the staff and the place, found among the words of a picture.
//!
//! ```text
//! values -> parts (names, numbers, places) -> index -+
//!                                 words -> tokens ---+-> hits -> neighbors -> opinions
//! values -> dates, times, ages;   words -> figures -----------------------> opinions
//! ```
//!
//! A reader's confusions (O and 0, rn and m) hardly count, other misread letters count as one edit each: none in words
//! of up to three letters, none in those of four unless they stand beside another word of the value, one in those of five to
//! seven, two in longer ones; in numbers one of five digits or more, two of ten or more. A word of everyday reports counts
//! as a value only if it is the very same. What is shorter than three letters counts only beside another word of its
//! value, and L, R, M, F, AP, PA or a digit only between two of them, or joined to one.
//!
//! False matches, measured by `tests/rate.rs` with 20 invented headers of 60 values each: 0.17 % of 100,000 generated
//! tokens (words that can be spoken, numbers, decimals, codes) and 0.05 % of 436 harmless words that the lists here lack. Most of them are words of
//! five letters, one letter from a name (GREAT and Greta).

mod age;
mod confusion;
mod date;
mod distance;
mod figure;
mod fold;
mod index;
mod layout;
mod matching;
mod month;
mod name;
mod neighbor;
mod number;
mod part;
mod place;
mod plain;
#[cfg(test)]
mod tests;
mod time;
mod token;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use deid_model::region::RegionReason;
use deid_model::{IdentifierKind, IdentifyingValue, PhiCategory};

use crate::document::Document;
use crate::opinion::Opinion;

use age::{Age, age_of, ages_between, find_ages};
use date::{Date, dates_of, find_dates};
use figure::{Figure, figures};
use index::{Entry, Index};
use layout::Layouts;
use matching::{Hit, hits};
use name::parts_of_name;
use neighbor::matches;
use number::{parts_of_id, parts_of_phone};
use part::Part;
use place::{parts_of_place, parts_of_text};
use time::{Time, find_times, time_of};
use token::Tokens;

/// Category and source of a value.
type Label = (PhiCategory, &'static str);

/// Dates from which an age may be counted to.
const SEEN: [&str; 4] = ["StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate"];

/// Several attributes may hold one value: the one that people know best is told.
fn distance_from_patient(source: &str) -> u8 {
    match source {
        "PatientName" | "PatientID" | "PatientBirthDate" => 0,
        "InstitutionName" | "InstitutionAddress" | "StudyDate" | "StudyTime"
        | "AccessionNumber" => 1,
        "private" => 3,
        _ => 2,
    }
}

/// The identifying values of a file, prepared to be found.
pub(crate) struct Seeds {
    index: Index,
    labels: Vec<Label>,
    layouts: Vec<Layouts>,
    dates: Labeled<Date>,
    times: Labeled<Time>,
    ages: Labeled<Age>,
}

/// What is looked for, each with where it comes from.
struct Labeled<T> {
    all: Vec<T>,
    labels: HashMap<T, BTreeSet<&'static str>>,
}

impl Seeds {
    /// Prepares `values`; one that occurs twice is kept once, with its first source.
    pub fn new(values: &[IdentifyingValue]) -> Self {
        let mut labels = Vec::new();
        let mut entries = Vec::new();
        let mut seen = HashSet::new();
        let (mut dates, mut times, mut ages) = (Labeled::new(), Labeled::new(), Labeled::new());
        for value in values {
            // Values of one attribute are parted by a backslash (PS3.5 6.2).
            for one in value
                .value
                .split('\\')
                .map(str::trim)
                .filter(|one| !one.is_empty())
            {
                match value.kind {
                    IdentifierKind::Date => {
                        dates_of(one)
                            .into_iter()
                            .for_each(|date| dates.add(date, value.source));
                        if one.len() >= 12 {
                            time_of(one)
                                .into_iter()
                                .for_each(|time| times.add(time, value.source));
                        }
                    }
                    IdentifierKind::Time => time_of(one)
                        .into_iter()
                        .for_each(|time| times.add(time, value.source)),
                    IdentifierKind::Age => age_of(one)
                        .into_iter()
                        .for_each(|age| ages.add(age, value.source)),
                    kind if seen.insert((kind, one)) => {
                        let number = labels.len();
                        labels.push((category_of(kind), value.source));
                        entries.extend(
                            parts_of(kind, one)
                                .into_iter()
                                .map(|part| Entry::new(number, part)),
                        );
                    }
                    _ => {}
                }
            }
        }
        for age in derived_ages(values) {
            ages.add(age, "PatientBirthDate");
        }
        Self {
            index: Index::new(entries),
            labels,
            layouts: dates.all.iter().copied().map(Layouts::new).collect(),
            dates,
            times,
            ages,
        }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
            && self.dates.all.is_empty()
            && self.times.all.is_empty()
            && self.ages.all.is_empty()
    }

    /// Where the values stand: one opinion for each value and place, ordered by place, then what tells most first.
    pub fn opinions(&self, document: &Document<'_>) -> Vec<Opinion> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(Range<usize>, Label)> = Vec::new();
        let mut add = |words: Range<usize>, label: Label| found.push((words, label));
        self.find_words(document, &mut add);
        self.find_figures(&figures(document), &mut add);
        found.sort_unstable_by_key(|(words, (category, source))| {
            (
                words.start,
                words.end,
                distance_from_patient(source),
                *category as u8,
                *source,
            )
        });
        found.dedup();
        let opinion = |(words, (category, source))| Opinion {
            words,
            category,
            score: 1.0,
            reason: RegionReason::HeaderValue,
            source,
        };
        found.into_iter().map(opinion).collect()
    }

    fn find_words(&self, document: &Document<'_>, add: &mut impl FnMut(Range<usize>, Label)) {
        let mut hits = hits(&self.index, &Tokens::new(document));
        hits.sort_by_key(|hit| {
            (
                hit.value,
                hit.words.start,
                hit.words.end,
                hit.tokens.start,
                hit.slot,
            )
        });
        for of_value in hits.chunk_by(|one: &Hit, other: &Hit| one.value == other.value) {
            let label = of_value.first().and_then(|hit| self.labels.get(hit.value));
            for words in matches(of_value, document) {
                label.iter().for_each(|label| add(words.clone(), **label));
            }
        }
    }

    fn find_figures(&self, figures: &[Figure], add: &mut impl FnMut(Range<usize>, Label)) {
        let mut dated = HashSet::new();
        find_dates(&self.layouts, figures, |words, date| {
            dated.extend(words.clone());
            self.dates
                .sources(date)
                .for_each(|source| add(words.clone(), (PhiCategory::Date, source)));
        });
        find_times(
            &self.times.all,
            figures,
            |word| dated.contains(&word),
            |words, time| {
                self.times
                    .sources(time)
                    .for_each(|source| add(words.clone(), (PhiCategory::Date, source)));
            },
        );
        find_ages(&self.ages.all, figures, |words, age| {
            self.ages
                .sources(age)
                .for_each(|source| add(words.clone(), (PhiCategory::Age, source)));
        });
    }
}

impl<T: Copy + Eq + std::hash::Hash> Labeled<T> {
    fn new() -> Self {
        Self {
            all: Vec::new(),
            labels: HashMap::new(),
        }
    }

    fn add(&mut self, one: T, source: &'static str) {
        let sources = self.labels.entry(one).or_default();
        if sources.is_empty() {
            self.all.push(one);
        }
        sources.insert(source);
    }

    fn sources(&self, one: T) -> impl Iterator<Item = &'static str> {
        self.labels.get(&one).into_iter().flatten().copied()
    }
}

fn parts_of(kind: IdentifierKind, value: &str) -> Vec<Part> {
    if value
        .chars()
        .all(|letter| matches!(letter, '0' | 'X' | 'x'))
    {
        return Vec::new();
    }
    match kind {
        IdentifierKind::Name => parts_of_name(value),
        IdentifierKind::Id => parts_of_id(value),
        IdentifierKind::Phone => parts_of_phone(value),
        IdentifierKind::Institution | IdentifierKind::Address => parts_of_place(value),
        IdentifierKind::Text => parts_of_text(value),
        IdentifierKind::Date | IdentifierKind::Time | IdentifierKind::Age => Vec::new(),
    }
}

/// Ages at the dates of the study, as far as the values hold them and a birth date.
fn derived_ages(values: &[IdentifyingValue]) -> BTreeSet<Age> {
    let dates = |is_source: &dyn Fn(&str) -> bool| -> BTreeSet<Date> {
        let values = values
            .iter()
            .filter(|value| value.kind == IdentifierKind::Date && is_source(value.source));
        values.flat_map(|value| dates_of(&value.value)).collect()
    };
    let seen = dates(&|source| SEEN.contains(&source));
    let born = dates(&|source| source == "PatientBirthDate");
    let pairs = born
        .iter()
        .flat_map(|born| seen.iter().map(move |seen| (*born, *seen)));
    pairs
        .flat_map(|(born, seen)| ages_between(born, seen))
        .collect()
}

const fn category_of(kind: IdentifierKind) -> PhiCategory {
    match kind {
        IdentifierKind::Name => PhiCategory::Name,
        IdentifierKind::Id => PhiCategory::Id,
        IdentifierKind::Date | IdentifierKind::Time => PhiCategory::Date,
        IdentifierKind::Age => PhiCategory::Age,
        IdentifierKind::Institution => PhiCategory::Institution,
        IdentifierKind::Address => PhiCategory::Address,
        IdentifierKind::Phone => PhiCategory::PhoneOrFax,
        IdentifierKind::Text => PhiCategory::Unknown,
    }
}
