//! What belongs to a name or a time that it stands beside: initials, titles, degrees, `PM`. By itself it is harmless, and
//! often means something else; `RT` is a side and a technologist.

use deid_model::region::RegionReason;
use deid_model::{PhiCategory, PhiText};

use crate::document::Document;
use crate::opinion::Opinion;

/// After a name.
const DEGREES: [&str; 14] = [
    "RT", "RTR", "MD", "DO", "PHD", "RN", "BSC", "MSC", "MBBS", "FRCR", "DC", "DDS", "JR", "SR",
];
/// Before a name.
const TITLES: [&str; 22] = [
    "DR", "DRA", "DOTT", "DOC", "PROF", "MR", "MRS", "MS", "MISS", "HERR", "FRAU", "SIR", "MME",
    "MLLE", "SR", "SRA", "SIG", "MUDR", "ING", "LEK", "DHR", "MEVR",
];
/// After a time.
const HALVES: [&str; 4] = ["AM", "PM", "UHR", "HRS"];

/// What is known of a word so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// A value of the header, which may be a name and a time, whatever the header calls it.
    Header,
    /// A name, by a label or its form.
    Name,
    /// A name by its look alone.
    NameLike,
    /// A date or a time.
    Date,
    /// Harmless.
    Harmless,
    /// Anything else.
    Other,
}

/// Words that belong to what stands beside them.
pub(crate) fn opinions(document: &Document<'_>, known: &dyn Fn(usize) -> Known) -> Vec<Opinion> {
    let mut opinions = Vec::new();
    for line in &document.lines {
        let mut named_before = false;
        for at in line.clone() {
            let beside = Beside {
                before: at.checked_sub(1).filter(|before| line.contains(before)),
                after: Some(at + 1).filter(|after| line.contains(after)),
                named_before,
            };
            named_before = false;
            if known(at) != Known::Harmless {
                continue;
            }
            if let Some(category) = beside.claim(document, known, at) {
                named_before = category == PhiCategory::Name;
                opinions.push(Opinion {
                    words: at..at + 1,
                    category,
                    score: 0.6,
                    reason: RegionReason::Pattern,
                    source: if named_before { "name" } else { "time" },
                });
            }
        }
    }
    opinions
}

/// The words on both sides of one.
struct Beside {
    before: Option<usize>,
    after: Option<usize>,
    /// The word before was found to belong to a name.
    named_before: bool,
}

impl Beside {
    fn claim(
        &self,
        document: &Document<'_>,
        known: &dyn Fn(usize) -> Known,
        at: usize,
    ) -> Option<PhiCategory> {
        let text = |at: usize| document.words.get(at).map_or("", |word| word.text);
        let is_unread = |at: usize| text(at).contains(PhiText::UNREAD);
        let is_name =
            |at: usize| matches!(known(at), Known::Header | Known::Name | Known::NameLike);
        let may_name = |at: Option<usize>| at.is_some_and(|at| is_name(at) || is_unread(at));
        let bare: String = text(at).chars().filter(|c| c.is_alphanumeric()).collect();
        let bare = bare.to_uppercase();
        let is_one_of = |words: &[&str]| words.contains(&bare.as_str());
        let is_initial = bare.chars().count() == 1
            && bare.chars().all(char::is_alphabetic)
            && text(at).contains(['.', ',']);
        let after_name = self.named_before
            || self.before.is_some_and(|before| {
                let apart = text(before).ends_with(',') && known(before) != Known::Harmless;
                apart || matches!(known(before), Known::Header | Known::Name)
            });
        let after_time = self
            .before
            .is_some_and(|at| matches!(known(at), Known::Header | Known::Date) || is_unread(at));
        if (is_initial && (self.named_before || may_name(self.before) || may_name(self.after)))
            || (is_one_of(&DEGREES) && after_name)
            || (is_one_of(&TITLES) && may_name(self.after))
        {
            Some(PhiCategory::Name)
        } else {
            (is_one_of(&HALVES) && after_time).then_some(PhiCategory::Date)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which words of `text` belong to others, where every word of capitals and more than three letters is a name, one
    /// with a colon a time, and any other is harmless.
    fn claimed(text: &str) -> Vec<String> {
        let text = PhiText::new(text.to_owned());
        let document = Document::new(&text);
        let known = |at: usize| match document.words[at].text {
            word if word.contains(PhiText::UNREAD) => Known::Other,
            word if word.contains(':') => Known::Date,
            word if word.len() > 3 && word.contains(char::is_uppercase) => Known::NameLike,
            _ => Known::Harmless,
        };
        let words = opinions(&document, &known).into_iter();
        words
            .map(|one| document.words[one.words.start].text.to_owned())
            .collect()
    }

    #[test]
    fn initials_degrees_titles_and_halves_of_the_day_go_with_what_they_stand_beside() {
        for (text, expected) in [
            ("KESTREL, M., RT", vec!["M.,", "RT"]),
            ("\u{fffc} J., RT", vec!["J.,", "RT"]),
            ("MR. KESTREL", vec!["MR."]),
            ("10:51 pm", vec!["pm"]),
        ] {
            assert_eq!(claimed(text), expected, "{text}");
        }
    }

    #[test]
    fn a_side_or_a_unit_beside_harmless_words_stays() {
        for text in ["RT knee", "KESTREL RT", "5 ms TE", "L", "pm", "RT L."] {
            assert_eq!(claimed(text), Vec::<String>::new(), "{text}");
        }
    }
}
