//! Dates of the header, in whatever layout and language a picture shows them.

use std::ops::Range;

use super::figure::{Figure, What};
use super::layout::{Digits, Layouts};

/// A calendar date; the day is 0 where a header tells the month only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Date {
    /// Year, four digits.
    pub year: u32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day, 1 to 31, or 0.
    pub day: u32,
}

/// The dates that a header value may mean: DICOM's `20000131`, `2000.01.31` of old, a date and time, or a date written
/// freely, which day and month may make two.
pub(super) fn dates_of(value: &str) -> Vec<Date> {
    let pieces: Vec<&str> = value
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|piece| !piece.is_empty())
        .collect();
    let number = |piece: &str| piece.parse::<u32>().unwrap_or(u32::MAX);
    let all = match pieces.as_slice() {
        [first, rest @ ..] if first.len() >= 8 || (first.len() == 6 && rest.is_empty()) => {
            let part = |range: Range<usize>| first.get(range).map_or(0, number);
            vec![Date {
                year: part(0..4),
                month: part(4..6),
                day: part(6..8),
            }]
        }
        [year, month, day, ..] if year.len() == 4 => {
            vec![Date {
                year: number(year),
                month: number(month),
                day: number(day),
            }]
        }
        [first, second, year, ..] if year.len() == 4 => {
            let (first, second, year) = (number(first), number(second), number(year));
            vec![
                Date {
                    year,
                    month: second,
                    day: first,
                },
                Date {
                    year,
                    month: first,
                    day: second,
                },
            ]
        }
        _ => Vec::new(),
    };
    let is_date = |date: &Date| {
        (1800..2200).contains(&date.year) && (1..=12).contains(&date.month) && date.day <= 31
    };
    let mut all: Vec<Date> = all.into_iter().filter(is_date).collect();
    all.dedup();
    all
}

/// A number, or the months that a word names.
#[derive(Clone, Copy)]
enum Piece<'a> {
    Number(Digits<'a>),
    Months(u16),
}

/// A date is at most so many figures.
const MOST_FIGURES: usize = 4;

/// Where among `figures` a date begins that may be one of `dates`; calls `found` with the words that it covers.
pub(super) fn find_dates(
    dates: &[Layouts],
    figures: &[Figure],
    mut found: impl FnMut(Range<usize>, Date),
) {
    if dates.is_empty() {
        return;
    }
    for first in 0..figures.len() {
        let mut pieces = [Piece::Months(0); MOST_FIGURES];
        for (length, slot) in (1..).zip(0..MOST_FIGURES) {
            let Some(window) = figures
                .get(first..first + length)
                .filter(|window| is_close(window))
            else {
                break;
            };
            let (Some(start), Some(end)) = (window.first(), window.last()) else {
                break;
            };
            let (Some(piece), Some(place)) = (piece(end), pieces.get_mut(slot)) else {
                break;
            };
            *place = piece;
            let Some(form) = pieces
                .get(..length)
                .and_then(|pieces| Form::of(pieces, window))
            else {
                continue;
            };
            for date in dates.iter().filter(|date| form.is(date)) {
                found(start.word..end.word + 1, date.date);
            }
        }
    }
}

/// Whether the last figure is in the same word as the one before it, or in the next word or the one after that
/// (`31 de enero`).
fn is_close(window: &[Figure]) -> bool {
    match window {
        [.., before, last] => last.word - before.word <= 2,
        _ => true,
    }
}

fn piece(figure: &Figure) -> Option<Piece<'_>> {
    match &figure.what {
        What::Number(digits) => Digits::new(digits).map(Piece::Number),
        What::Month(months) => Some(Piece::Months(*months)),
        What::Letters(_) => None,
    }
}

/// What a few figures may be a date as.
enum Form<'a> {
    Compact(&'a str),
    /// Several numbers of eight digits in all, joined, and what else they may be.
    Joined(String, Option<[Digits<'a>; 3]>, bool),
    Triple([Digits<'a>; 3], bool),
    MonthOfYear(Digits<'a>, Digits<'a>),
    Named(u16, Digits<'a>, Digits<'a>),
    NamedInPart(u16, Digits<'a>),
}

impl<'a> Form<'a> {
    fn of(pieces: &[Piece<'a>], window: &[Figure]) -> Option<Self> {
        use Piece::{Months, Number};
        let joined = || {
            let digits = pieces.iter().map(|piece| match piece {
                Number(digits) => digits.text,
                Months(_) => "",
            });
            let length: usize = digits.clone().map(str::len).sum();
            (length == 8).then(|| digits.collect::<String>())
        };
        match *pieces {
            [Number(digits)] if digits.text.len() >= 6 => Some(Self::Compact(digits.text)),
            [Number(one), Number(two), Number(three)] => {
                let are_signs = window
                    .iter()
                    .skip(1)
                    .all(|figure| is_sign(figure.parted_by));
                let triple = [one, two, three];
                // Fewer digits than 1/1/00 has are no date.
                let digits: usize = triple.iter().map(|digits| digits.text.len()).sum();
                match joined() {
                    Some(joined) => Some(Self::Joined(joined, Some(triple), are_signs)),
                    None => (digits >= 4).then_some(Self::Triple(triple, are_signs)),
                }
            }
            [Number(one), Number(two)] => match joined() {
                Some(joined) => Some(Self::Joined(joined, None, false)),
                None => {
                    let is_parted = window
                        .get(1)
                        .is_some_and(|figure| matches!(figure.parted_by, '/' | '.' | '-'));
                    (is_parted && one.text.len() == 2 && two.text.len() == 4)
                        .then_some(Self::MonthOfYear(one, two))
                }
            },
            [Number(_), Number(_), Number(_), Number(_)] => {
                joined().map(|joined| Self::Joined(joined, None, false))
            }
            [Months(months), Number(one), Number(other)]
            | [Number(one), Months(months), Number(other)]
            | [Number(one), Number(other), Months(months)] => Some(Self::Named(months, one, other)),
            [Months(months), Number(number)] | [Number(number), Months(months)] => {
                Some(Self::NamedInPart(months, number))
            }
            _ => None,
        }
    }

    fn is(&self, date: &Layouts) -> bool {
        let names = |months: u16| months & (1 << (date.date.month - 1)) != 0;
        match self {
            Self::Compact(digits) => date.is_compact(digits),
            Self::Joined(digits, triple, are_signs) => {
                date.is_joined(digits)
                    || triple.is_some_and(|triple| date.is_triple(triple, *are_signs))
            }
            Self::Triple(triple, are_signs) => date.is_triple(*triple, *are_signs),
            Self::MonthOfYear(month, year) => {
                month.value == date.date.month && date.is_full_year(*year)
            }
            Self::Named(months, one, other) => {
                let is_day_then_year = date.is_day(*one) && date.is_year(*other);
                names(*months) && (is_day_then_year || date.is_day(*other) && date.is_year(*one))
            }
            Self::NamedInPart(months, number) => {
                let is_whole = date.is_full_year(*number) || date.is_day(*number);
                names(*months) && (is_whole || date.is_day_and_year(*number))
            }
        }
    }
}

/// What parts the numbers of a date where the year has two digits: a blank is too little, a colon is for times.
const fn is_sign(letter: char) -> bool {
    matches!(letter, '.' | '/' | '-' | ',' | '\'' | '’' | '_' | '–')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::seeds::figure::figures;
    use deid_model::PhiText;

    fn found(date: &str, text: &str) -> Vec<Range<usize>> {
        let text = PhiText::new(text.into());
        let mut all = Vec::new();
        let dates: Vec<Layouts> = dates_of(date).into_iter().map(Layouts::new).collect();
        find_dates(&dates, &figures(&Document::new(&text)), |words, _| {
            all.push(words);
        });
        all
    }

    #[test]
    fn a_date_is_found_in_every_layout_and_language() {
        for text in [
            "20000131",
            "31012000",
            "01312000",
            "000131",
            "310100",
            "2000-01-31",
            "2000/01/31",
            "2000.01.31",
            "31.01.2000",
            "31.1.2000",
            "31/01/00",
            "01/31/2000",
            "1/31/00",
            "31-Jan-00",
            "31-JAN-2000",
            "JAN 31 2000",
            "Jan 31, 2000",
            "31 janvier 2000",
            "31 de enero de 2000",
            "31. Januar 2000",
            "31 gennaio 2000",
            "31 januari 2000",
            "31 de janeiro de 2000",
            "31JAN2000",
            "JAN312000",
            "January 31st, 2000",
            "2000 Jan 31",
            "31. 01. 2000",
            "2000-01-31T13:45:00",
            "20000131134501",
            "31.01.2000,13:45",
            "Geb.31.1.00",
            "DOB:31.01.2000",
            "2000年1月31日",
            "01/2000",
            "Jan 2000",
            "31 Jan",
            "2O00-O1-3l",
            "81.01.2000",
            "2000013l",
            "20 00-01-31",
            "31.O1.2OOO",
            "31Januarv2000",
            "3101.2000",
            "(31.01.2000)",
            "31.01.\n2000",
            "31-01-'00",
        ] {
            assert!(!found("20000131", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_no_such_date_is_not_taken_for_it() {
        for text in [
            "31",
            "2000",
            "1/31",
            "01 31",
            "31.05.1987",
            "1.2.3",
            "31 01 00",
            "512 512 2000",
            "12.03",
            "Feb 2000",
            "2001",
            "2000 mm",
            "31.01",
            "1:31:00",
            "Jan",
            "000132",
            "120 kV 200 mA",
        ] {
            assert!(found("20000131", text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_date_of_several_words_covers_all_of_them() {
        assert!(found("20000101", "on Jan 1, 2000 at").contains(&(1..4)));
        assert!(found("20000131", "le 31 de enero de 2000").contains(&(1..6)));
    }

    #[test]
    fn header_values_of_all_forms_are_understood() {
        let date = Date {
            year: 2000,
            month: 1,
            day: 31,
        };
        for value in [
            "20000131",
            "2000.01.31",
            "20000131134501.000000+0100",
            "2000-01-31",
            "31.01.2000",
            "01/31/2000",
        ] {
            assert_eq!(dates_of(value), [date], "{value}");
        }
        assert_eq!(dates_of("01.02.2000").len(), 2);
        for value in ["", "2000", "hello", "99999999", "00000000"] {
            assert_eq!(dates_of(value), [], "{value}");
        }
    }
}
