//! Dates in every layout: numbers in any order, names of months, compact, Japanese.

use deid_model::PhiCategory;

use super::fold::{folded, listed};
use super::measures::{is_counter, is_measure, is_version};
use super::months::{is_plain_month, month_number};
use super::reading::{Atom, Kind, Reading};
use super::{Opinion, pattern};

/// Years that a whole year number may mean.
const YEARS: std::ops::RangeInclusive<u32> = 1870..=2099;
/// Marks between the numbers of a date, with those that reading makes of them.
const MARKS: &str = "./-,:_'’–·;\\";
/// Words between the day and the month, or the month and the year (sorted).
const LINKS: &[&str] = &["de", "del", "do", "er", "nd", "o", "of", "rd", "st", "th"];
/// Days of the week, cut to two letters or more, in the languages of the months (sorted).
const WEEKDAYS: &[&str] = &[
    "di",
    "dienstag",
    "dim",
    "dimanche",
    "do",
    "dom",
    "domingo",
    "donnerstag",
    "fr",
    "freitag",
    "fri",
    "friday",
    "gio",
    "jeu",
    "jeudi",
    "jue",
    "jueves",
    "lun",
    "lundi",
    "lunes",
    "mar",
    "mardi",
    "martes",
    "mer",
    "mercredi",
    "mi",
    "mie",
    "miercoles",
    "mittwoch",
    "mo",
    "mon",
    "monday",
    "montag",
    "sa",
    "sab",
    "sabado",
    "sam",
    "samedi",
    "samstag",
    "sat",
    "saturday",
    "so",
    "sonntag",
    "sun",
    "sunday",
    "thu",
    "thursday",
    "tue",
    "tuesday",
    "ven",
    "vendredi",
    "vie",
    "viernes",
    "wed",
    "wednesday",
];

/// Every date of the text.
pub(super) fn find(reading: &Reading<'_>, opinions: &mut Vec<Opinion>) {
    let mut at = 0;
    while let Some(atom) = reading.atoms.get(at) {
        let found = match atom.kind {
            Kind::Number => worded_from_day(reading, at)
                .or_else(|| numeric(reading, at))
                .or_else(|| japanese(reading, at))
                .or_else(|| month_and_year(reading, at))
                .or_else(|| compact(reading, at)),
            Kind::Letters => worded_from_month(reading, at)
                .or_else(|| worded_from_day(reading, at))
                .or_else(|| numeric(reading, at)),
            Kind::Mark => None,
        };
        let Some((last, score)) = found else {
            at += 1;
            continue;
        };
        let first = with_weekday(reading, atom.word);
        let end = reading.atoms.get(last).map_or(atom.word, |last| last.word) + 1;
        opinions.push(pattern(first..end, PhiCategory::Date, score, "date"));
        at = last + 1;
    }
}

/// The atom that a date ends with, and how much it looks like one.
type Found = Option<(usize, f32)>;

fn with_weekday(reading: &Reading<'_>, word: usize) -> usize {
    match reading.preceding(word) {
        Some(before) if before.digits == 0 && listed(WEEKDAYS, &before.folded) => word - 1,
        _ => word,
    }
}

/// What parts two atoms of a date.
struct Gap {
    mark: Option<char>,
    spaced: bool,
    next: usize,
}

/// At most two marks of a date and the end of a word.
fn gap(reading: &Reading<'_>, after: usize) -> Option<Gap> {
    let before = reading.atoms.get(after)?;
    let mut mark = None;
    for next in after + 1..after + 4 {
        let atom = reading.atoms.get(next)?;
        if atom.kind != Kind::Mark {
            let spaced = atom.word != before.word;
            return Some(Gap { mark, spaced, next });
        }
        let sign = atom.text.chars().next()?;
        if !MARKS.contains(sign) {
            return None;
        }
        mark = mark.or(Some(sign));
    }
    None
}

/// The same, within one line.
fn gap_in_line(reading: &Reading<'_>, after: usize) -> Option<Gap> {
    let gap = gap(reading, after)?;
    (reading.atoms.get(gap.next)?.line == reading.atoms.get(after)?.line).then_some(gap)
}

fn number<'r, 'a>(reading: &'r Reading<'a>, at: usize, longest: usize) -> Option<&'r Atom<'a>> {
    let atom = reading.atoms.get(at)?;
    let misread = atom.kind == Kind::Letters && atom.value().is_some();
    ((atom.kind == Kind::Number || misread) && atom.len() <= longest).then_some(atom)
}

/// Whether the number at `at` continues another: `1.2.840...`, `10.1.1.7`.
fn continues(reading: &Reading<'_>, at: usize, mark: Option<char>) -> bool {
    let part = |back: usize| at.checked_sub(back).and_then(|at| reading.atoms.get(at));
    let (Some(sign), Some(before), Some(here)) = (part(1), part(2), part(0)) else {
        return false;
    };
    before.word == here.word
        && before.kind == Kind::Number
        && mark.is_some_and(|mark| sign.is(mark))
}

/// Whether another number follows the one at `at` after the same mark.
fn goes_on(reading: &Reading<'_>, at: usize, mark: Option<char>) -> bool {
    let (Some(here), Some(sign), Some(next)) = (
        reading.atoms.get(at),
        reading.atoms.get(at + 1),
        reading.atoms.get(at + 2),
    ) else {
        return false;
    };
    next.word == here.word && next.kind == Kind::Number && mark.is_some_and(|mark| sign.is(mark))
}

fn is_month(value: Option<u32>) -> bool {
    value.is_some_and(|month| (1..=12).contains(&month))
}

fn is_day(value: Option<u32>) -> bool {
    value.is_some_and(|day| (1..=31).contains(&day))
}

fn is_year(atom: &Atom<'_>) -> bool {
    atom.len() == 4 && atom.value().is_some_and(|year| YEARS.contains(&year))
}

/// Day and month in either order.
fn is_day_and_month(one: &Atom<'_>, other: &Atom<'_>) -> bool {
    let (one, other) = (one.value(), other.value());
    (is_day(one) && is_month(other)) || (is_month(one) && is_day(other))
}

/// `01.02.2000`, `1/2/00`, `2000-01-02`, `01 02 2000`.
fn numeric(reading: &Reading<'_>, at: usize) -> Found {
    let first = number(reading, at, 4)?;
    let gap_one = gap_in_line(reading, at)?;
    let second = number(reading, gap_one.next, 2)?;
    let gap_two = gap_in_line(reading, gap_one.next)?;
    let third = number(reading, gap_two.next, 4)?;
    if is_measure(reading, third.word)
        || continues(reading, at, gap_one.mark)
        || goes_on(reading, gap_two.next, gap_two.mark)
    {
        return None;
    }
    let year_first = is_year(first) && third.len() <= 2 && is_day_and_month(second, third);
    let year_last = is_year(third) && first.len() <= 2 && is_day_and_month(first, second);
    let same = gap_one.mark == gap_two.mark;
    let usual = gap_one.mark.is_some_and(|mark| "./-".contains(mark));
    let misread = [first, second, third]
        .iter()
        .any(|part| part.kind == Kind::Letters);
    if misread && (gap_one.mark.is_none() || gap_two.mark.is_none() || !(year_first || year_last)) {
        return None;
    }
    let score = if year_first || year_last {
        match (gap_one.mark, gap_two.mark) {
            (None, None) => {
                let even = first.len() + second.len() + third.len() == 8 && second.len() == 2;
                even.then_some(0.65)?
            }
            // One mark lost in reading; "2000 3.5" is no date.
            (None, _) | (_, None) if year_first || second.len() < 2 => return None,
            _ if same && usual => 0.93,
            _ => 0.75,
        }
    } else {
        short_year(reading, at, [first, second, third], [&gap_one, &gap_two])?
    };
    let guessed = misread || [first, second, third].iter().any(|part| part.guessed);
    Some((gap_two.next, if guessed { score - 0.1 } else { score }))
}

/// A date with a year of two digits, or of a Japanese era.
fn short_year(
    reading: &Reading<'_>,
    at: usize,
    parts: [&Atom<'_>; 3],
    gaps: [&Gap; 2],
) -> Option<f32> {
    let [first, second, third] = parts;
    let mark = gaps[0].mark?;
    let before = at
        .checked_sub(1)
        .and_then(|before| reading.atoms.get(before));
    let era = before
        .is_some_and(|era| era.word == first.word && ["H", "S", "R", "T"].contains(&era.text));
    let dated =
        is_day_and_month(first, second) || (is_month(second.value()) && is_day(third.value()));
    let apostrophe = gaps[1].mark.is_some_and(|mark| "'’".contains(mark));
    let spaced = (gaps[0].spaced || gaps[1].spaced) && mark != '.';
    if first.len() > 2 || !dated || spaced || !"./-".contains(mark) {
        return None;
    }
    if !(apostrophe || Some(mark) == gaps[1].mark) || is_version_number(reading, at) {
        return None;
    }
    match (first.len(), second.len(), third.len()) {
        _ if era && is_month(second.value()) && is_day(third.value()) => Some(0.75),
        (2, 2, 2) => Some(0.82),
        (_, _, 2) => Some(0.72),
        // The year may stand first: 99/1/3.
        (2, _, 1) if first.value()? > 31 && mark == '/' => Some(0.65),
        _ => None,
    }
}

fn is_version_number(reading: &Reading<'_>, at: usize) -> bool {
    let Some(number) = reading.atoms.get(at) else {
        return false;
    };
    let before = at
        .checked_sub(1)
        .and_then(|before| reading.atoms.get(before));
    before.is_some_and(|before| before.kind == Kind::Letters && is_version(&folded(before.text)))
        || reading
            .preceding(number.word)
            .is_some_and(|word| is_version(&word.folded))
}

/// `2000年1月31日`.
fn japanese(reading: &Reading<'_>, at: usize) -> Found {
    let mut last = at;
    for (step, signs) in [["年", "년"], ["月", "월"], ["日", "일"]]
        .iter()
        .enumerate()
    {
        number(reading, at + 2 * step, 4)?;
        last = at + 2 * step + 1;
        if !signs.contains(&reading.atoms.get(last)?.text) {
            return None;
        }
    }
    Some((last, 0.9))
}

/// `01/1980`, `1980-01`: within one word.
fn month_and_year(reading: &Reading<'_>, at: usize) -> Found {
    let first = number(reading, at, 4)?;
    let gap = gap_in_line(reading, at)?;
    let second = number(reading, gap.next, 4)?;
    let mark = gap.mark?;
    let month_first = first.len() == 2 && is_month(first.value()) && is_year(second);
    let sure = mark == '/' || first.text.starts_with('0');
    let year_first = mark == '-' && is_year(first) && second.len() == 2 && is_month(second.value());
    let alone = !gap.spaced
        && !continues(reading, at, gap.mark)
        && !goes_on(reading, gap.next, gap.mark)
        && !is_measure(reading, first.word)
        && !reading
            .preceding(first.word)
            .is_some_and(|before| is_counter(&before.folded));
    let is_date = "./-".contains(mark) && alone && ((month_first && sure) || year_first);
    is_date.then_some((gap.next, 0.62))
}

/// `20000131`, `31012000`, `01312000`, and with a time `20000131134501`.
fn compact(reading: &Reading<'_>, at: usize) -> Found {
    let atom = reading.atoms.get(at)?;
    if ![8, 12, 14].contains(&atom.len())
        || continues(reading, at, Some('.'))
        || goes_on(reading, at, Some('.'))
    {
        return None;
    }
    let mut digits = atom.text.chars().map(super::fold::digit_seen);
    let mut take = |count: usize| -> Option<u32> {
        let mut value = 0;
        for _ in 0..count {
            value = value * 10 + u32::from(digits.next()??);
        }
        Some(value)
    };
    let [a, b, c, d] = [take(2)?, take(2)?, take(2)?, take(2)?];
    let day_and_month = |one, other| {
        (is_day(Some(one)) && is_month(Some(other))) || (is_month(Some(one)) && is_day(Some(other)))
    };
    let year_first = (1900..=2060).contains(&(a * 100 + b)) && is_month(Some(c)) && is_day(Some(d));
    let year_last =
        (1900..=2060).contains(&(c * 100 + d)) && day_and_month(a, b) && atom.len() == 8;
    let score = match (year_first, year_last) {
        (true, _) => 0.88,
        (_, true) => 0.75,
        _ => return None,
    };
    Some((at, score))
}

/// The atom after links such as "de" or "th".
fn past_links(reading: &Reading<'_>, after: usize) -> Option<Gap> {
    let mut gap = gap(reading, after)?;
    for _ in 0..2 {
        let atom = reading.atoms.get(gap.next)?;
        if atom.kind != Kind::Letters || !listed(LINKS, &folded(atom.text)) {
            break;
        }
        let from = gap.next;
        gap = self::gap(reading, from)?;
    }
    Some(gap)
}

/// Whether the atom is a year of four digits, or of two; `'80` counts.
fn worded_year(atom: &Atom<'_>) -> bool {
    atom.kind == Kind::Number && (is_year(atom) || atom.len() == 2)
}

/// `31 Jan 2000`, `31. Januar 2000`, `1-Jan-00`, `31 de enero de 2000`, `2000 Jan 31`, `31 Jan`.
fn worded_from_day(reading: &Reading<'_>, at: usize) -> Found {
    let first = number(reading, at, 4)?;
    let gap_one = past_links(reading, at)?;
    let month = reading.atoms.get(gap_one.next)?;
    if month.kind != Kind::Letters || month.line > first.line + 1 {
        return None;
    }
    month_number(month.text)?;
    let day_first = first.len() <= 2 && is_day(first.value());
    let near = |at: usize, from: &Atom<'_>| {
        reading
            .atoms
            .get(at)
            .filter(|atom| atom.line <= from.line + 1)
    };
    if let Some(gap) = past_links(reading, gap_one.next)
        && let Some(last) = near(gap.next, month)
    {
        let whole = last.len() == 4 || first.kind == Kind::Number;
        if day_first && worded_year(last) && whole && !is_measure(reading, last.word) {
            return Some((gap.next, if last.len() == 4 { 0.94 } else { 0.85 }));
        }
        if is_year(first) && last.len() <= 2 && is_day(last.value()) {
            return Some((gap.next, 0.9));
        }
    }
    let sure = day_first && first.kind == Kind::Number;
    let short = sure && is_plain_month(month.text) && month.line == first.line;
    short.then_some((gap_one.next, 0.7))
}

/// `Jan 31, 2000`, `January 2000`, `JAN2000`, `Jan 31`.
fn worded_from_month(reading: &Reading<'_>, at: usize) -> Found {
    let month = reading.atoms.get(at)?;
    let gap_one = gap(reading, at)?;
    let first = number(reading, gap_one.next, 4)?;
    month_number(month.text)?;
    if first.line > month.line + 1 {
        return None;
    }
    let is_first_day = first.len() <= 2 && is_day(first.value());
    if is_first_day
        && let Some(gap) = past_links(reading, gap_one.next)
        && let Some(last) = reading.atoms.get(gap.next)
        && worded_year(last)
        && last.line <= first.line + 1
        && !is_measure(reading, last.word)
        && (last.len() == 4
            || gap_one.mark.is_some()
            || gap.mark.is_some()
            || is_plain_month(month.text))
    {
        return Some((gap.next, if last.len() == 4 { 0.94 } else { 0.75 }));
    }
    let plain = is_plain_month(month.text) || folded(month.text) == "may";
    if is_year(first) && plain && first.line == month.line {
        return Some((gap_one.next, 0.85));
    }
    let short = is_first_day && is_plain_month(month.text) && first.line == month.line;
    (short && !is_measure(reading, first.word)).then_some((gap_one.next, 0.65))
}
