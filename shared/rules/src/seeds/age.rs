//! Ages: of the header, or between its birth date and another of its dates.

use std::ops::Range;

use super::date::Date;
use super::figure::{Figure, What};

/// An age as pictures show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Age {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// Unit of an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Unit {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// Up to this age months are shown as often as years.
const YEARS_OF_MONTHS: u32 = 3;

/// The age that a header value means: `034Y`, or `34`.
pub(super) fn age_of(value: &str) -> Option<Age> {
    let value = value.trim();
    let split = value
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(value.len());
    let (digits, unit) = value.split_at_checked(split)?;
    let unit = unit.trim().to_lowercase();
    let unit = if unit.is_empty() {
        Unit::Years
    } else {
        unit_of(&unit, true)?
    };
    digits
        .parse()
        .ok()
        .filter(|count| *count < 1000)
        .map(|count| Age { count, unit })
}

/// The ages that a person born on one day may be shown with on another: one year less and more too, since systems
/// differ in what they count.
pub(super) fn ages_between(born: Date, seen: Date) -> Vec<Age> {
    let months = |date: Date| i64::from(date.year) * 12 + i64::from(date.month);
    let has_had_day = seen.day == 0 || born.day == 0 || seen.day >= born.day;
    let Ok(in_months) = u32::try_from(months(seen) - months(born) - i64::from(!has_had_day)) else {
        return Vec::new();
    };
    let years = in_months / 12;
    if years > 130 {
        return Vec::new();
    }
    let mut ages: Vec<Age> = (years.saturating_sub(1)..=years + 1)
        .map(|count| Age {
            count,
            unit: Unit::Years,
        })
        .collect();
    if years < YEARS_OF_MONTHS {
        let around = in_months.saturating_sub(1)..=in_months + 1;
        ages.extend(around.map(|count| Age {
            count,
            unit: Unit::Months,
        }));
    }
    ages
}

/// Where among `figures` one of `ages` stands: with its unit, behind a label, or joined to the sex. Calls `found` with
/// the words that it covers.
pub(super) fn find_ages(
    ages: &[Age],
    figures: &[Figure],
    mut found: impl FnMut(Range<usize>, Age),
) {
    if ages.is_empty() {
        return;
    }
    for (index, figure) in figures.iter().enumerate() {
        let What::Number(digits) = &figure.what else {
            continue;
        };
        let Some(count) = digits.parse::<u32>().ok().filter(|_| digits.len() <= 3) else {
            continue;
        };
        let before = index.checked_sub(1).and_then(|index| figures.get(index));
        let after = figures.get(index + 1);
        let is_joined = figure.parted_by == '\0' || figure.parted_by == '/';
        let is_labeled =
            before.is_some_and(|before| is_label(before) || (is_joined && is_sex(before)));
        let unit = after.and_then(|after| unit_behind(after, digits));
        let has_sex =
            after.is_some_and(|after| matches!(after.parted_by, '\0' | '/') && is_sex(after));
        for age in ages.iter().filter(|age| age.count == count) {
            let last = match unit {
                Some(unit) if unit == age.unit => after,
                None if age.unit == Unit::Years && has_sex => after,
                None if age.unit == Unit::Years && is_labeled => Some(figure),
                _ => None,
            };
            if let Some(last) = last {
                found(figure.word..last.word + 1, *age);
            }
        }
    }
}

/// The unit that `figure` is behind `digits`. A lone M or D is one only where the number is padded as in `003M`.
fn unit_behind(figure: &Figure, digits: &str) -> Option<Unit> {
    let is_padded = digits.len() == 3 && figure.parted_by == '\0';
    match &figure.what {
        What::Letters(letters) => unit_of(letters, is_padded),
        _ => None,
    }
}

fn unit_of(letters: &str, may_be_short: bool) -> Option<Unit> {
    Some(match letters {
        "y" | "yr" | "yrs" | "year" | "years" | "yo" | "yold" | "j" | "jahr" | "jahre"
        | "jahren" | "jaar" | "ans" | "an" | "anos" | "ano" | "anni" | "anno" => Unit::Years,
        "mo" | "mos" | "mon" | "mth" | "mths" | "month" | "months" | "monat" | "monate"
        | "mois" | "mes" | "meses" | "mesi" | "mese" | "maand" | "maanden" => Unit::Months,
        "wk" | "wks" | "week" | "weeks" | "woche" | "wochen" | "semaines" | "semanas"
        | "settimane" | "weken" => Unit::Weeks,
        "day" | "days" | "tag" | "tage" | "jours" | "dias" | "giorni" | "dagen" => Unit::Days,
        "m" if may_be_short => Unit::Months,
        "w" if may_be_short => Unit::Weeks,
        "d" if may_be_short => Unit::Days,
        _ => return None,
    })
}

fn is_label(figure: &Figure) -> bool {
    let What::Letters(letters) = &figure.what else {
        return false;
    };
    matches!(
        letters.as_str(),
        "age" | "aged" | "alter" | "edad" | "eta" | "idade" | "leeftijd" | "ptage" | "patage"
    )
}

fn is_sex(figure: &Figure) -> bool {
    matches!(&figure.what, What::Letters(letters) if matches!(letters.as_str(), "m" | "f" | "w" | "o" | "male" | "female"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::seeds::figure::figures;
    use deid_model::PhiText;

    fn is_found(ages: &[Age], text: &str) -> bool {
        let text = PhiText::new(text.into());
        let mut any = false;
        find_ages(ages, &figures(&Document::new(&text)), |_, _| any = true);
        any
    }

    #[test]
    fn an_age_is_found_with_unit_label_or_sex() {
        let ages = [age_of("034Y").unwrap()];
        for text in [
            "34Y", "34 y", "034Y", "34 yrs", "34 years", "34 Jahre", "34 ans", "34 años",
            "34 anni", "34 jaar", "Age: 34", "Alter 34", "34/M", "F/34", "34F", "034Y/M", "34 J.",
            "34yo",
        ] {
            assert!(is_found(&ages, text), "{text}");
        }
        for text in ["34", "34 mm", "35Y", "134Y", "34 M", "3M", "I/34"] {
            assert!(!is_found(&ages, text), "{text}");
        }
        assert!(is_found(&[age_of("003M").unwrap()], "003M"));
        assert!(is_found(&[age_of("003M").unwrap()], "3 months"));
        assert!(!is_found(&[age_of("003M").unwrap()], "3M"));
    }

    #[test]
    fn the_age_follows_from_birth_and_another_date() {
        let date = |year, month, day| Date { year, month, day };
        let years = |born, seen| -> Vec<u32> {
            let ages = ages_between(born, seen);
            ages.iter()
                .filter(|age| age.unit == Unit::Years)
                .map(|age| age.count)
                .collect()
        };
        assert_eq!(years(date(1966, 2, 1), date(2000, 1, 31)), [32, 33, 34]);
        assert_eq!(years(date(1966, 1, 31), date(2000, 1, 31)), [33, 34, 35]);
        assert_eq!(years(date(2000, 1, 31), date(1966, 1, 31)), [] as [u32; 0]);
        let baby = ages_between(date(1999, 10, 1), date(2000, 1, 31));
        assert!(baby.contains(&Age {
            count: 3,
            unit: Unit::Months
        }));
    }
}
