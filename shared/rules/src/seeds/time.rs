//! Times of the header, on a clock of 24 hours or of 12.

use std::ops::Range;

use super::figure::{Figure, What};

/// A time of day. Seconds are known only where the header tells them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Time {
    /// 0 to 23.
    pub hour: u32,
    /// 0 to 59.
    pub minute: u32,
    /// 0 to 60.
    pub second: Option<u32>,
}

/// The time that a header value means: `134501.5`, `1345`, `13:45:01`, or what follows the date in
/// `20000131134501`. A whole hour alone is too little to look for.
pub(super) fn time_of(value: &str) -> Option<Time> {
    let value = value.trim();
    let before_fraction = value.split(['.', '+']).next().unwrap_or_default();
    let digits: String = before_fraction
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let digits = if digits.len() >= 12 {
        digits.get(8..)?
    } else {
        &digits
    };
    if !matches!(digits.len(), 4 | 6) {
        return None;
    }
    let pair = |start: usize| {
        digits
            .get(start..start + 2)
            .and_then(|pair| pair.parse::<u32>().ok())
    };
    let (hour, minute, second) = (pair(0)?, pair(2)?, pair(4));
    let is_time = hour < 24 && minute < 60 && second.is_none_or(|second| second <= 60);
    is_time.then_some(Time {
        hour,
        minute,
        second,
    })
}

/// Where among `figures` one of `times` stands; `is_dated` tells whether a word is part of a date that was found.
/// Calls `found` with the words that it covers.
pub(super) fn find_times(
    times: &[Time],
    figures: &[Figure],
    is_dated: impl Fn(usize) -> bool,
    mut found: impl FnMut(Range<usize>, Time),
) {
    if times.is_empty() {
        return;
    }
    for first in 0..figures.len() {
        let Some(reading) = Reading::at(figures, first) else {
            continue;
        };
        let stands_by_date = is_dated(reading.words.end)
            || reading.words.start.checked_sub(1).is_some_and(&is_dated);
        let is_sure =
            reading.is_parted || reading.has_mark || reading.second.is_some() || stands_by_date;
        for time in times.iter().filter(|time| is_sure && reading.is(**time)) {
            found(reading.words.clone(), *time);
        }
    }
}

/// What the figures from one on say if they are a time.
struct Reading {
    hour: u32,
    minute: u32,
    second: Option<u32>,
    /// Whether the afternoon is told: PM, or AM if not.
    afternoon: Option<bool>,
    /// Whether a colon or an `h` parts hours from minutes.
    is_parted: bool,
    /// Whether a word such as `Uhr` or `PM` follows.
    has_mark: bool,
    words: Range<usize>,
}

impl Reading {
    fn at(figures: &[Figure], first: usize) -> Option<Self> {
        let start = figures.get(first)?;
        let What::Number(digits) = &start.what else {
            return None;
        };
        let pair = |start: usize| {
            digits
                .get(start..start + 2)
                .and_then(|pair| pair.parse().ok())
        };
        let (hour, minute, second, is_parted, mut next) = match digits.len() {
            4 | 6 => (pair(0)?, pair(2)?, pair(4), false, first + 1),
            1 | 2 => {
                let (minute, after) = minute_after(figures, first)?;
                let second = two_digits(figures, after, ":.");
                let next = after + usize::from(second.is_some());
                let is_colon = figures
                    .get(after - 1)
                    .is_none_or(|figure| figure.parted_by != '.');
                (digits.parse().ok()?, minute, second, is_colon, next)
            }
            _ => return None,
        };
        let mark = figures.get(next).and_then(mark_of);
        next += usize::from(mark.is_some());
        let last = figures.get(next - 1)?;
        Some(Self {
            hour,
            minute,
            second,
            afternoon: mark.flatten(),
            is_parted,
            has_mark: mark.is_some(),
            words: start.word..last.word + 1,
        })
    }

    fn is(&self, time: Time) -> bool {
        let hour = match self.afternoon {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour,
        };
        // Without a colon the seconds are what makes it a time; with one, another second of the minute is as telling.
        let is_second = self.is_parted
            || self.second.is_none()
            || time.second.is_none()
            || self.second == time.second;
        hour == time.hour && self.minute == time.minute && is_second
    }
}

/// The minutes behind the hour that is figure number `hour`, with the number of the figure after them.
fn minute_after(figures: &[Figure], hour: usize) -> Option<(u32, usize)> {
    if let Some(minute) = two_digits(figures, hour + 1, ":.") {
        return Some((minute, hour + 2));
    }
    let is_h = figures
        .get(hour + 1)
        .is_some_and(|figure| matches!(&figure.what, What::Letters(h) if h == "h"));
    let minute = two_digits(figures, hour + 2, "\0").filter(|_| is_h)?;
    Some((minute, hour + 3))
}

/// A number of two digits that one of `signs` parts from the figure before.
fn two_digits(figures: &[Figure], index: usize, signs: &str) -> Option<u32> {
    let figure = figures.get(index)?;
    match &figure.what {
        What::Number(digits) if digits.len() == 2 && signs.contains(figure.parted_by) => {
            digits.parse().ok()
        }
        _ => None,
    }
}

/// What the word behind a time says of the half of the day, if it is such a word.
fn mark_of(figure: &Figure) -> Option<Option<bool>> {
    let What::Letters(letters) = &figure.what else {
        return None;
    };
    match letters.as_str() {
        "pm" | "p" => Some(Some(true)),
        "am" | "a" => Some(Some(false)),
        "uhr" | "h" | "hrs" | "uur" | "ore" => Some(None),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::seeds::figure::figures;
    use deid_model::PhiText;

    fn is_found(time: &str, text: &str) -> bool {
        let text = PhiText::new(text.into());
        let times: Vec<Time> = time_of(time).into_iter().collect();
        let mut any = false;
        find_times(
            &times,
            &figures(&Document::new(&text)),
            |_| false,
            |_, _| any = true,
        );
        any
    }

    #[test]
    fn a_time_is_found_on_both_clocks() {
        for text in [
            "13:45:01",
            "13:45",
            "1:45 PM",
            "1:45PM",
            "01:45:07 pm",
            "134501",
            "13.45 Uhr",
            "13h45",
            "1345 h",
            "13.45.01",
        ] {
            assert!(is_found("134501.5", text), "{text}");
        }
        for text in ["12:05 AM", "00:05", "0:05:59"] {
            assert!(is_found("0005", text), "{text}");
        }
    }

    #[test]
    fn numbers_that_only_might_be_the_time_are_left() {
        for text in [
            "1345", "13.45", "1:45", "1:45 AM", "134502", "13 45", "13:46", "45", "13",
        ] {
            assert!(!is_found("134501.5", text), "{text}");
        }
        assert!(!is_found("13", "13"));
    }

    #[test]
    fn a_bare_number_beside_a_date_is_the_time() {
        let text = PhiText::new("20000131 1345 mm".into());
        let times = [time_of("134501").unwrap()];
        let mut all = Vec::new();
        find_times(
            &times,
            &figures(&Document::new(&text)),
            |word| word == 0,
            |words, _| all.push(words),
        );
        assert_eq!(all.len(), 1);
        assert_eq!(all.first(), Some(&(1..2)));
    }
}
