//! Postal addresses: streets with a house number, post boxes, postal codes with a town.

use std::ops::Range;

use deid_model::PhiCategory;

use super::fold::{digit_seen, listed};
use super::ordinary::{is_marker, is_ordinary};
use super::reading::{Reading, Token};
use super::{Opinion, pattern};

/// Street words after a number and a name: 12 Example Street (sorted).
const STREETS_AFTER: &[&str] = &[
    "ave",
    "avenue",
    "blvd",
    "boulevard",
    "close",
    "court",
    "crescent",
    "drive",
    "gardens",
    "grove",
    "highway",
    "hwy",
    "lane",
    "ln",
    "parkway",
    "pkwy",
    "rd",
    "road",
    "sq",
    "square",
    "st",
    "street",
    "terrace",
    "way",
];
/// Street words before a name: rue de l'Exemple, via Esempio (sorted).
const STREETS_BEFORE: &[&str] = &[
    "allee",
    "av",
    "avda",
    "avenida",
    "avenue",
    "bd",
    "boulevard",
    "calle",
    "chemin",
    "corso",
    "impasse",
    "largo",
    "paseo",
    "piazza",
    "piazzale",
    "plaza",
    "praca",
    "quai",
    "route",
    "rua",
    "rue",
    "travessa",
    "via",
    "viale",
    "vialle",
    "vicolo",
];
/// Ends of German and Dutch street names.
const STREET_ENDS: &[&str] = &[
    "strasse", "str", "straat", "laan", "weg", "platz", "plein", "allee", "gasse", "gracht",
    "kade", "damm", "ufer", "steenweg",
];
/// Post boxes (sorted).
const BOXES: &[&str] = &["apartado", "pobox", "postbox", "postbus", "postfach"];
/// States of the United States, as their post abbreviates them (sorted).
const STATES: &[&str] = &[
    "ak", "al", "ar", "az", "ca", "co", "ct", "dc", "de", "fl", "ga", "hi", "ia", "id", "il", "in",
    "ks", "ky", "la", "ma", "md", "me", "mi", "mn", "mo", "ms", "mt", "nc", "nd", "ne", "nh", "nj",
    "nm", "nv", "ny", "oh", "ok", "or", "pa", "ri", "sc", "sd", "tn", "tx", "ut", "va", "vt", "wa",
    "wi", "wv", "wy",
];
/// Small words within the names of streets and towns (sorted).
const LINKS: &[&str] = &[
    "a", "am", "d", "da", "das", "de", "dei", "del", "della", "delle", "den", "der", "des", "di",
    "do", "dos", "du", "im", "in", "l", "la", "las", "le", "les", "los", "ob", "of", "the", "van",
    "von", "y", "zum", "zur",
];

/// Every address of the text.
pub(super) fn find(reading: &Reading<'_>, taken: &[bool], opinions: &mut Vec<Opinion>) {
    let mut at = 0;
    while at < reading.tokens.len() {
        let found = street_before(reading, at)
            .or_else(|| street_after(reading, at))
            .or_else(|| street_end(reading, at))
            .or_else(|| post_box(reading, at))
            .or_else(|| post_code(reading, taken, at));
        let Some((words, score)) = found else {
            at += 1;
            continue;
        };
        at = words.end.max(at + 1);
        opinions.push(pattern(words, PhiCategory::Address, score, "address"));
    }
}

type Found = Option<(Range<usize>, f32)>;

/// A house number: at most four digits and one letter or a range.
fn is_house_number(token: &Token<'_>) -> bool {
    (1..=6).contains(&token.digits)
        && token.letters <= 1
        && token.core.starts_with(|first: char| first.is_numeric())
        && token
            .core
            .chars()
            .all(|letter| letter.is_alphanumeric() || "-/".contains(letter))
        && token.core.split(['-', '/']).all(|part| part.len() <= 5)
}

fn is_name(token: &Token<'_>) -> bool {
    token.is_capitalized() && token.letters >= 2 && !is_ordinary(token) && !is_marker(token)
}

/// Where a run of names and small words ends, from `start`, of at most `most` words on the line of `start`.
fn names_end(reading: &Reading<'_>, start: usize, most: usize) -> usize {
    let limit = reading.line_end(start).min(start + most);
    let mut end = start;
    for index in start..limit {
        match reading.token(index) {
            Some(token) if is_name(token) => end = index + 1,
            Some(token) if listed(LINKS, &token.folded) => {}
            _ => break,
        }
        if reading
            .token(index)
            .is_some_and(|token| token.text.ends_with(','))
        {
            break;
        }
    }
    end
}

/// `12, rue de l'Exemple`, `Via Esempio 3`, `Calle Mayor, 5`.
fn street_before(reading: &Reading<'_>, at: usize) -> Found {
    let street = reading.token(at)?;
    if !street.is_wordlike() || !listed(STREETS_BEFORE, &street.folded) {
        return None;
    }
    let named = names_end(reading, at + 1, 5);
    if at + 1 >= reading.line_end(at) || named <= at + 1 {
        return None;
    }
    let number_before = reading.preceding(at).is_some_and(is_house_number);
    let number_after =
        named < reading.line_end(at) && reading.token(named).is_some_and(is_house_number);
    // Without a number where the word means nothing else, or small words link it to a name.
    let linked = named > at + 2
        && reading
            .token(at + 1)
            .is_some_and(|next| listed(LINKS, &next.folded));
    let abbreviated = street.text.ends_with('.') && street.folded == "av";
    let plain = street.capital
        && (abbreviated || linked && !["via", "route", "largo"].contains(&street.folded.as_str()));
    (number_before || number_after || plain).then(|| {
        let start = at - usize::from(number_before);
        let numbered = number_before || number_after;
        (
            start..named + usize::from(number_after),
            if numbered { 0.85 } else { 0.7 },
        )
    })
}

/// `12 Example Street`, `1600 North Sample Ave.`
fn street_after(reading: &Reading<'_>, at: usize) -> Found {
    let number = reading.token(at)?;
    if !is_house_number(number) || number.text.ends_with('.') {
        return None;
    }
    let limit = reading.line_end(at).min(at + 6);
    for index in at + 1..limit {
        let token = reading.token(index)?;
        if index > at + 1 && listed(STREETS_AFTER, &token.folded) && token.is_wordlike() {
            return Some((at..index + 1, 0.82));
        }
        let quarter = token.letters == 1 && "NSEW".contains(token.core);
        if !(is_name(token) || quarter) {
            return None;
        }
    }
    None
}

/// `Beispielstraße 12a`, `Lange Str. 5`, `Kerkstraat 3`.
fn street_end(reading: &Reading<'_>, at: usize) -> Found {
    let street = reading.token(at)?;
    if !street.is_wordlike() || street.letters < 3 {
        return None;
    }
    let end = STREET_ENDS
        .iter()
        .find(|end| street.folded.ends_with(*end))?;
    let prefix = street.folded.len() - end.len();
    let alone = prefix == 0 && ["strasse", "str", "straat", "weg", "platz", "allee"].contains(end);
    let number = reading.following(at).is_some_and(|next| {
        is_house_number(next)
            && next.core.len() <= 5
            && !super::measures::is_measure(reading, at + 1)
    });
    if number && prefix >= 3 {
        return Some((at..at + 2, 0.85));
    }
    let named = reading.preceding(at).is_some_and(is_name);
    if number && alone && named {
        return Some((at - 1..at + 2, 0.82));
    }
    // A street without its number, where the word means nothing else.
    let plain = ["strasse", "straat"].contains(end) && prefix >= 3;
    plain.then_some((at..at + 1, 0.7))
}

/// `P.O. Box 123`, `Postfach 12 34`.
fn post_box(reading: &Reading<'_>, at: usize) -> Found {
    let token = reading.token(at)?;
    let next = reading.following(at);
    let length = if listed(BOXES, &token.folded) {
        1
    } else if token.folded == "po" && next.is_some_and(|next| next.folded == "box") {
        2
    } else {
        return None;
    };
    let number = reading.following(at + length - 1)?;
    (number.digits > 0).then_some((at..at + length + 1, 0.85))
}

/// `10115 Beispielstadt`, `D-10115 Berlin`, `SW1A 1AA`, `1012 AB Voorbeeld`, `Sampletown, IL 62704`.
fn post_code(reading: &Reading<'_>, taken: &[bool], at: usize) -> Found {
    let code = reading.token(at)?;
    if code.digits == 0 || taken.get(at) != Some(&false) {
        return None;
    }
    american(reading, at)
        .or_else(|| british(reading, at))
        .or_else(|| dutch(reading, at))
        .or_else(|| five_digits(reading, at))
}

fn american(reading: &Reading<'_>, at: usize) -> Found {
    let code = reading.token(at)?;
    let plus_four =
        code.core.len() == 10 && code.digits == 9 && code.core.as_bytes().get(5) == Some(&b'-');
    let plain = code.core.len() == 5 && code.digits == 5;
    let state = reading.preceding(at)?;
    if !(plus_four || plain) || !state.upper || !listed(STATES, &state.folded) || state.letters != 2
    {
        return None;
    }
    let town = at
        .checked_sub(2)
        .and_then(|town| reading.token(town))
        .filter(|town| town.line == state.line);
    let town =
        town.is_some_and(|town| town.is_capitalized() && (plus_four || town.text.ends_with(',')));
    (town || plus_four).then(|| (at - 1 - usize::from(town)..at + 1, 0.85))
}

/// Outward code, inward code; the inward code never has C, I, K, M, O or V.
fn british(reading: &Reading<'_>, at: usize) -> Found {
    let outward = reading.token(at)?;
    let inward = reading.following(at)?;
    let shape = |text: &str| -> String {
        text.chars()
            .map(|letter| match letter {
                'A'..='Z' => 'A',
                '0'..='9' => '9',
                other => other,
            })
            .collect()
    };
    if outward.core.len() > 4 || inward.core.len() != 3 {
        return None;
    }
    let outward_form =
        ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"].contains(&shape(outward.core).as_str());
    let single = outward.letters > 1
        || outward
            .core
            .starts_with(['B', 'E', 'G', 'L', 'M', 'N', 'S', 'W']);
    let inward_form =
        shape(inward.core) == "9AA" && !inward.core.contains(['C', 'I', 'K', 'M', 'O', 'V']);
    let technical = super::measures::is_measure(reading, at + 1);
    (outward_form && single && inward_form && !technical).then_some((at..at + 2, 0.8))
}

fn dutch(reading: &Reading<'_>, at: usize) -> Found {
    let code = reading.token(at)?;
    let apart = code.core.len() == 4 && code.digits == 4;
    let joined = code.core.len() == 6 && code.digits == 4 && code.letters == 2 && code.upper;
    let letters = usize::from(apart);
    let letters_fit = joined
        || reading
            .following(at)
            .is_some_and(|next| next.letters == 2 && next.upper && next.text.len() == 2);
    let town = reading.following(at + letters)?;
    let copyright = reading.preceding(at).is_some_and(|before| {
        ["c", "copyright"].contains(&before.folded.as_str()) || before.text == "©"
    });
    if copyright {
        return None;
    }
    let starts = code
        .core
        .starts_with(|first: char| ('1'..='9').contains(&first));
    (starts && (apart || joined) && letters_fit && is_name(town) && town.letters >= 3)
        .then_some((at..at + letters + 2, 0.8))
}

/// Five digits and a town, at the start of a line or after a comma.
fn five_digits(reading: &Reading<'_>, at: usize) -> Found {
    let code = reading.token(at)?;
    let country =
        code.core.len() == 7 && code.core.as_bytes().get(1) == Some(&b'-') && code.letters == 1;
    let plain = code.core.len() == 5
        && code.digits >= 4
        && code.core.chars().all(|digit| digit_seen(digit).is_some())
        && !code.text.ends_with([':', '.']);
    let placed = country
        || reading.preceding(at).is_none_or(|before| {
            before.text.ends_with(',') || is_house_number(before) && before.digits <= 4
        });
    let town = reading.following(at)?;
    if !(country && code.digits == 5 || plain) || !placed || !is_name(town) || town.letters < 3 {
        return None;
    }
    let end = names_end(reading, at + 1, 4);
    Some((at..end.max(at + 2), if country { 0.85 } else { 0.7 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_so_that_they_can_be_searched() {
        assert!(STATES.is_sorted() && LINKS.is_sorted() && BOXES.is_sorted());
    }
}
