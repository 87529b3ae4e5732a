//! How far the value of a label reaches.

use std::ops::Range;

use deid_model::PhiCategory;
use deid_model::region::RegionReason;

use super::class::Class;
use super::matching::{Found, is_sign};
use crate::opinion::Opinion;
use crate::patterns::fold::listed;
use crate::patterns::measures::{is_measure, is_technique, is_unit};
use crate::patterns::months::month_number;
use crate::patterns::ordinary::{is_marker, is_ordinary};
use crate::patterns::persons::PARTICLES;
use crate::patterns::reading::{Reading, Token};

/// Small words between a label and what it is more exactly about.
const LINKS: &[&str] = &[
    "a", "al", "at", "beim", "bei", "de", "del", "do", "du", "for", "id", "lors", "no", "nr",
    "num", "number", "of", "on",
];

/// What the value of a label is looked for in.
pub(super) struct Scene<'s, 'a> {
    /// The words.
    pub reading: &'s Reading<'a>,
    /// Which words are dates, times or ages by their form.
    pub dates: &'s [bool],
    /// Which words belong to labels.
    pub labels: &'s [bool],
}

/// What has been taken into a value so far.
#[derive(Clone, Copy)]
struct Taken {
    /// How many words.
    words: usize,
    /// The label is marked, so that the first word need not look like a value.
    trusted: bool,
    /// The value is looked for on the line after its label.
    below: bool,
}

impl Scene<'_, '_> {
    /// The words of the value: empty where the label has none on its line.
    pub fn value_of(&self, label: &Found) -> Range<usize> {
        let end = self.reading.line_end(label.last);
        if label.class == Class::Neutral || label.class == Class::Sex {
            return label.last..label.last;
        }
        let start = if label.joined {
            label.last
        } else {
            self.after_signs(label.last + 1, end)
        };
        let next = start + usize::from(label.joined);
        let taken = Taken {
            words: usize::from(label.joined),
            trusted: label.marked && !label.misread,
            below: false,
        };
        let reached = self.reach(label.class, next, end, taken);
        if reached > start || label.joined || label.marked {
            return start..reached;
        }
        let start = self.after_link(label.class, start, end);
        start..self.reach(label.class, start, end, taken)
    }

    /// "Age at the scan 29": behind a small word and one or two others in lower case.
    fn after_link(&self, class: Class, from: usize, end: usize) -> usize {
        let numbered = matches!(
            class,
            Class::Age | Class::Birth | Class::Record | Class::Accession | Class::Phone
        );
        let token = |index: usize| self.reading.token(index).filter(|_| index < end);
        let linked = token(from).is_some_and(|token| LINKS.contains(&token.folded.as_str()));
        if !numbered || !linked {
            return from;
        }
        let skipped = (from + 1..end.min(from + 4)).take_while(|index| {
            !self.is_label(*index)
                && token(*index).is_some_and(|token| token.digits == 0 && token.is_wordlike())
        });
        from + 1 + skipped.count()
    }

    /// Whether nothing but signs follows the label on its line.
    pub fn is_last_of_line(&self, label: &Found) -> bool {
        let end = self.reading.line_end(label.last);
        !label.joined && self.after_signs(label.last + 1, end) == end
    }

    /// Adds the value of a label that ends its line, from the line after it. Where the whole line is labels, the line
    /// after it is a row of their values.
    pub fn below(&self, label: &Found, of_line: &[Found], opinions: &mut Vec<Opinion>) {
        let Some(line) = self.reading.token(label.last).map(|token| token.line) else {
            return;
        };
        let (Some(this), Some(next)) = (
            self.reading.lines.get(line),
            self.reading.lines.get(line + 1),
        ) else {
            return;
        };
        if self.is_label(next.start) {
            return;
        }
        let only_labels = this.clone().all(|word| {
            self.is_label(word)
                || self
                    .reading
                    .token(word)
                    .is_some_and(|token| token.letters + token.digits == 0)
        });
        if only_labels
            && of_line.len() > 1
            && of_line.iter().any(|label| label.class != Class::Neutral)
        {
            self.row(next.clone(), opinions);
            return;
        }
        let taken = Taken {
            words: 0,
            trusted: false,
            below: true,
        };
        if matches!(label.class, Class::Neutral | Class::Sex) || !(label.marked || only_labels) {
            return;
        }
        let end = self.reach(label.class, next.start, next.end, taken);
        if end > next.start {
            opinions.push(super::labeled(label.class, next.start..end, 0.9));
        }
    }

    /// Says of every word in a row below labels what it looks like.
    fn row(&self, words: Range<usize>, opinions: &mut Vec<Opinion>) {
        for index in words {
            let Some(token) = self.reading.token(index) else {
                return;
            };
            let date = self.dates.get(index) == Some(&true);
            let category = if date {
                PhiCategory::Date
            } else if is_marker(token)
                || is_measure(self.reading, index)
                || is_ordinary(token)
                || self.is_label(index)
            {
                continue;
            } else if token.digits >= 2 {
                PhiCategory::Id
            } else if token.is_capitalized() && token.letters >= 2 {
                PhiCategory::Name
            } else {
                continue;
            };
            opinions.push(Opinion {
                words: index..index + 1,
                category,
                score: 0.9,
                reason: RegionReason::Label,
                source: "table",
            });
        }
    }

    fn is_label(&self, index: usize) -> bool {
        self.labels.get(index) == Some(&true)
    }

    fn after_signs(&self, from: usize, end: usize) -> usize {
        let is_between = |index: &usize| {
            self.reading.token(*index).is_some_and(|token| {
                is_sign(token.text) || ["-", "–", ".", "·", "|"].contains(&token.text)
            })
        };
        (from..end).find(|index| !is_between(index)).unwrap_or(end)
    }

    /// Where the value that begins at `from` ends.
    fn reach(&self, class: Class, from: usize, end: usize, mut taken: Taken) -> usize {
        let most = match class {
            Class::Name | Class::Physician => 6,
            Class::Operator | Class::Station => 3,
            Class::Birth | Class::Date | Class::Age => 6,
            Class::Institution | Class::Profession => 7,
            Class::Address => 10,
            Class::Phone => 7,
            _ => 5,
        };
        let mut last = from;
        for index in from..end {
            let Some(token) = self.reading.token(index) else {
                break;
            };
            let named = class == Class::Name && taken.trusted && taken.words == 0;
            let label = self.is_label(index) && !(named && self.is_lone(index));
            if label || taken.words >= most {
                break;
            }
            let small = token.letters + token.digits == 0;
            if small && taken.words > 0 && !token.text.contains('|') {
                continue;
            }
            if !self.belongs(class, index, token, taken) {
                break;
            }
            taken.words += 1;
            last = index + 1;
        }
        // A particle alone ends no name.
        last
    }

    /// Whether the word ends its line and no sign, so that it is no label for what follows.
    fn is_lone(&self, index: usize) -> bool {
        let token = self.reading.token(index);
        self.reading.following(index).is_none()
            && token.is_some_and(|token| !token.text.ends_with([':', '=', '#']))
            && token.is_some_and(|token| token.digits == 0)
    }

    fn belongs(&self, class: Class, index: usize, token: &Token<'_>, taken: Taken) -> bool {
        let counted = matches!(
            class,
            Class::Age | Class::Phone | Class::Address | Class::Email
        );
        if counted && is_measure(self.reading, index) {
            return false;
        }

        match class {
            Class::Name | Class::Physician => self.is_name(class, index, token, taken),
            Class::Operator => {
                let initials = token.is_capitalized() && !is_marker(token);
                let number =
                    token.digits > 0 && token.digits <= 8 && !is_measure(self.reading, index);
                let date = self.dates.get(index) == Some(&true);
                !date
                    && (self.is_name(class, index, token, taken)
                        || (taken.words == 0
                            && (number && taken.trusted || initials && !is_ordinary(token))))
            }
            Class::Birth => {
                self.is_date_part(index, token)
                    || (taken.words == 0 && taken.trusted && token.digits > 0)
            }
            Class::Date => {
                self.dates.get(index) == Some(&true)
                    || (taken.words > 0 && self.is_date_part(index, token))
                    || (taken.words == 0 && self.is_plain_time(index, token))
            }
            Class::Age => self.is_age_part(index, token, taken),
            Class::Record | Class::Accession | Class::Serial | Class::Station => {
                self.is_number(class, index, token, taken)
            }
            Class::Phone => is_phone_part(token, taken),
            Class::Institution | Class::Profession => self.is_institution(index, token, taken),
            Class::Address => taken.trusted || taken.words > 0 || token.capital || token.digits > 1,
            Class::Email => taken.words == 0 && (taken.trusted || token.text.contains('@')),
            Class::Url => taken.words == 0 && token.text.contains('.'),
            Class::Sex | Class::Neutral => false,
        }
    }

    fn is_name(&self, class: Class, index: usize, token: &Token<'_>, taken: Taken) -> bool {
        let first = taken.words == 0;
        let misread = token.digits <= 2 && token.letters > token.digits;
        let lettered =
            token.is_wordlike() || (token.letters > 1 && (misread || token.text.contains('^')));
        if is_measure(self.reading, index) {
            return false;
        }
        // Whatever stands behind "Name:" is one.
        if first && taken.trusted && (class == Class::Name || !is_marker(token)) {
            return true;
        }
        if is_marker(token) && !token.text.ends_with('.') {
            return false;
        }
        let particle = listed(PARTICLES, &token.folded);
        // A body part may be a surname: right after the label it is taken for one, further on it is not.
        let ordinary = is_ordinary(token) && (taken.words >= 2 || !taken.trusted);
        let technical = token.letters > 0
            && (is_unit(&token.folded) || is_technique(&token.folded))
            && token.letters < 4;
        lettered
            && (token.capital || particle || taken.trusted)
            && !ordinary
            && !(technical && taken.words >= 2)
    }

    /// A number, or the name of a month, or what stands between them.
    fn is_date_part(&self, index: usize, token: &Token<'_>) -> bool {
        let form = self.dates.get(index) == Some(&true);
        let number = token.digits > 0
            && token.letters <= 2
            && !is_measure(self.reading, index)
            && token.digits <= 14;
        form || (number && !token.text.contains('^'))
            || (token.digits == 0 && month_number(token.core).is_some())
    }

    /// `1330`, `133000`: a time of day without marks.
    fn is_plain_time(&self, index: usize, token: &Token<'_>) -> bool {
        let two = |from: usize| {
            let pair = token.core.get(from..from + 2);
            pair.and_then(|pair| pair.parse::<u32>().ok())
        };
        let sixty = |from: usize| two(from).is_some_and(|value| value < 60);
        let length = token.core.len();
        token.letters == 0
            && token.digits == length
            && (length == 4 || length == 6)
            && two(0).is_some_and(|hour| hour < 24)
            && sixty(2)
            && (length == 4 || sixty(4))
            && !is_measure(self.reading, index)
    }

    fn is_age_part(&self, index: usize, token: &Token<'_>, taken: Taken) -> bool {
        let by_form = self.dates.get(index) == Some(&true);
        let number = (1..=3).contains(&token.digits) && token.letters <= 6;
        let unit = [
            "y", "yr", "yrs", "years", "j", "jahre", "ans", "anos", "anni", "jaar", "mo", "months",
            "w", "d", "sai",
        ];
        match taken.words {
            0 => number || by_form,
            _ => {
                taken.words == 1
                    && unit.contains(&token.folded.as_str())
                    && token.text.len() > 1
                    && self
                        .reading
                        .preceding(index)
                        .is_some_and(|before| before.letters == 0)
                    || by_form
            }
        }
    }

    fn is_number(&self, class: Class, index: usize, token: &Token<'_>, taken: Taken) -> bool {
        let measure = is_measure(self.reading, index);
        let date = self.dates.get(index) == Some(&true);
        if taken.words == 0 {
            // "ID 3" may be anything; with a colon it is what the label says.
            let request = class == Class::Accession;
            let enough = match (taken.trusted, request) {
                (true, false) => 1,
                (true, true) => 2,
                _ => 3,
            };
            // "Study: Liver" names an examination, not a number.
            let lettered = taken.trusted && !is_marker(token) && !request;
            let named = class == Class::Station
                && token.capital
                && !is_ordinary(token)
                && !is_marker(token);
            let prefix =
                token.upper && token.letters <= 3 && token.digits == 0 && !is_marker(token);
            let prefixed = prefix
                && self
                    .reading
                    .following(index)
                    .is_some_and(|next| next.digits >= 3 && next.letters <= 2)
                && !is_measure(self.reading, index + 1);
            let number = token.digits >= enough && !(measure && token.digits < 5);
            return number || (lettered && !measure) || named || prefixed;
        }
        let before = self.reading.preceding(index);
        let letters_so_far = taken.words == 1 && before.is_some_and(|before| before.digits == 0);
        let bare = token.letters == 0 || (token.letters <= 2 && token.digits >= 3);
        let decimal = token.core.contains(['.', ',', ':', '%']);
        let ratio = token.core.contains('/') && token.digits <= 4;
        let apart = before.is_some_and(|before| before.text.ends_with([',', ';', '|', ')']));
        // The last group of a number may be its check digit.
        let last = taken.words >= 2
            && self.reading.following(index).is_none()
            && before.is_some_and(|before| before.letters == 0);
        let enough = if letters_so_far || last { 1 } else { 2 };
        bare && token.digits >= enough && !measure && !date && !decimal && !ratio && !apart
    }

    fn is_institution(&self, index: usize, token: &Token<'_>, taken: Taken) -> bool {
        if taken.words == 0 {
            let worded = token.letters >= 2 && token.capital && !is_marker(token);
            let named = taken.trusted || token.capital;
            return worded
                && named
                && !is_measure(self.reading, index)
                && (taken.trusted || !is_ordinary(token));
        }
        let number = token.digits > 3
            || is_measure(self.reading, index)
            || self.dates.get(index) == Some(&true);
        let ordinary = taken.words >= 2 && is_ordinary(token) && !(taken.trusted && token.capital);
        !(number || ordinary || is_marker(token))
    }
}

fn is_phone_part(token: &Token<'_>, taken: Taken) -> bool {
    let signs = token
        .text
        .chars()
        .all(|letter| letter.is_numeric() || "+()/-–.,x ".contains(letter));
    let misread = token.digits > token.letters && token.letters <= 2;
    let enough = match (taken.words, taken.trusted) {
        (0, true) => token.digits > 0 || token.text.starts_with(['+', '(']),
        (0, false) => token.digits >= 2 || token.text.starts_with(['+', '(']),
        _ => token.digits > 0,
    };
    enough && (signs || misread) && !(taken.below && token.digits < 3)
}
