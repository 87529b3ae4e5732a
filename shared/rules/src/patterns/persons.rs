//! Names that a title, a degree or carets give away.

use deid_model::PhiCategory;

use super::fold::listed;
use super::ordinary::{is_marker, is_ordinary};
use super::reading::{Reading, Token};
use super::{Opinion, pattern};

/// Titles before a name (sorted).
const TITLES: &[&str] = &[
    "dott",
    "dottoressa",
    "dottssa",
    "dr",
    "dra",
    "dres",
    "drin",
    "drmed",
    "drs",
    "fr",
    "frau",
    "herr",
    "herrn",
    "hr",
    "madame",
    "mevr",
    "mevrouw",
    "mhr",
    "miss",
    "mlle",
    "mm",
    "mme",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "mw",
    "pd",
    "prof",
    "profdr",
    "professor",
    "senhor",
    "senhora",
    "senor",
    "senora",
    "sig",
    "signor",
    "signora",
    "sigra",
    "sir",
    "sr",
    "sra",
    "srta",
];
/// Titles that are something else in capitals, in lower case, or without a dot: MR, DR and SR are modalities, fr is a
/// frame rate, ms and mm are units.
const DOUBTFUL: &[&str] = &[
    "dr", "dra", "fr", "hr", "mm", "mr", "ms", "mw", "pd", "sig", "sr", "drs", "mhr",
];
/// Titles that are never anything else.
const PERSONAL: &[&str] = &[
    "dott",
    "dottoressa",
    "dottssa",
    "frau",
    "herr",
    "herrn",
    "madame",
    "mevr",
    "mevrouw",
    "miss",
    "mlle",
    "mme",
    "monsieur",
    "mrs",
    "professor",
    "senhor",
    "senhora",
    "senor",
    "senora",
    "signor",
    "signora",
    "sigra",
    "sra",
    "srta",
];
/// Degrees after a name.
const DEGREES: &[&str] = &[
    "DDS", "DMD", "FACR", "FRCR", "FRCS", "M.D.", "MBBS", "MD", "M.D", "Ph.D.", "PhD", "R.T.",
    "RDCS", "RDMS", "RT(R)", "RVT",
];
/// Degrees and links between titles and names (sorted).
const BETWEEN: &[&str] = &[
    "dent", "dipl", "dr", "habil", "ing", "med", "medic", "nat", "phil", "prof", "rer", "univ",
    "vet",
];
/// Small words within a name (sorted).
pub(super) const PARTICLES: &[&str] = &[
    "af", "al", "bin", "da", "dal", "de", "del", "della", "den", "der", "di", "dos", "du", "el",
    "ibn", "la", "le", "ten", "ter", "van", "vom", "von", "zu", "zur",
];

/// Every name with a title, degree or caret.
pub(super) fn find(reading: &Reading<'_>, opinions: &mut Vec<Opinion>) {
    let mut at = 0;
    while at < reading.tokens.len() {
        let found = caret(reading, at)
            .map(|end| (end, 0.95))
            .or_else(|| titled(reading, at));
        match found {
            Some((end, score)) => {
                opinions.push(pattern(at..end, PhiCategory::Name, score, "name"));
                at = end;
            }
            None => at += 1,
        }
    }
    for index in 0..reading.tokens.len() {
        if let Some(start) = with_degree(reading, index) {
            opinions.push(pattern(start..index + 1, PhiCategory::Name, 0.82, "name"));
        }
    }
}

/// `DOE^JANE^^`, also where a space stands beside the caret.
fn caret(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let token = reading.token(at)?;
    let next = reading.following(at);
    let inside = token.text.contains('^') && token.letters > 0;
    let beside = token.is_wordlike() && next.is_some_and(|next| next.text.starts_with('^'));
    if !(inside || beside) {
        return None;
    }
    // "10^3/mm" is a power.
    let power = token
        .text
        .split('^')
        .any(|part| part.ends_with(|digit: char| digit.is_numeric()));
    if power && token.letters < 4 {
        return None;
    }
    let mut end = at + 1;
    let mut open = token.text.ends_with('^');
    while end < reading.line_end(at) {
        let Some(token) = reading.token(end) else {
            break;
        };
        if !(token.text.starts_with('^') || (open && token.letters > 0)) {
            break;
        }
        open = token.text.ends_with('^');
        end += 1;
    }
    Some(end)
}

/// Whether the word is a title here. With `true` it is one whatever follows.
fn title(token: &Token<'_>) -> Option<bool> {
    let dotted = token.text.ends_with('.');
    if !listed(TITLES, &token.folded) || !token.capital || token.text.ends_with(':') {
        return (token.text == "M.").then_some(false);
    }
    if !DOUBTFUL.contains(&token.folded.as_str()) {
        return Some(true);
    }
    let mixed = !token.upper && token.letters >= 2;
    if token.folded == "dr" && (dotted || mixed) {
        return Some(true);
    }
    ((mixed && (dotted || token.folded != "fr")) || (dotted && token.upper) || token.text == "DR")
        .then_some(false)
}

/// `Dr. med. Anna Beispiel`, `Mr SAMPLE`, `Dr.Sample`.
fn titled(reading: &Reading<'_>, at: usize) -> Option<(usize, f32)> {
    let token = reading.token(at)?;
    if let Some(end) = joined_title(token) {
        return Some((names_end(reading, at + 1, at).max(at + 1), end));
    }
    let sure = title(token)?;
    let mut from = at + 1;
    while from < reading.line_end(at).min(at + 5)
        && reading
            .token(from)
            .is_some_and(|next| listed(BETWEEN, &next.folded) && next.is_wordlike())
    {
        from += 1;
    }
    let first = reading
        .token(from)
        .filter(|_| from < reading.line_end(at))?;
    let named = reading
        .following(from)
        .is_some_and(|next| next.is_capitalized() && next.letters > 2 && !is_ordinary(next));
    let initial =
        first.letters == 1 && (first.text.ends_with('.') || (sure && first.upper && named));
    let lettered = first.is_wordlike() || (first.digits == 0 && first.letters > 3);
    let enough = if sure { 2 } else { 3 };
    // "Frau", "Mrs" and the like stand before nothing but a name.
    let personal = PERSONAL.contains(&token.folded.as_str())
        && sure
        && first.is_capitalized()
        && first.letters >= 3
        && !first.text.ends_with(':');
    if !(lettered && (first.letters >= enough || initial) && (personal || !is_marker(first))) {
        return None;
    }
    let lower_ok = sure && (token.text.ends_with('.') || listed(PARTICLES, &first.folded));
    if is_ordinary(first) && !(personal || sure && token.text.ends_with('.'))
        || !(first.capital || lower_ok)
    {
        return None;
    }
    let end = names_end(reading, from, at).max(from + 1);
    Some((end, if sure { 0.9 } else { 0.78 }))
}

/// `Dr.Sample`: title and name in one word.
fn joined_title(token: &Token<'_>) -> Option<f32> {
    let (title, name) = token.text.split_once('.')?;
    let known = [
        "Dr", "DR", "Prof", "PROF", "Mr", "Mrs", "Ms", "Hr", "Fr", "Sr", "Sra", "Mme", "Sig",
    ]
    .contains(&title);
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    let capital = name
        .chars()
        .find(|letter| letter.is_alphabetic())
        .is_some_and(|first| !first.is_lowercase());
    (known && letters >= 3 && capital && token.digits == 0).then_some(0.85)
}

/// Where the name that begins at `from` ends, on the line of `line_of`: at most four words.
fn names_end(reading: &Reading<'_>, from: usize, line_of: usize) -> usize {
    let limit = reading.line_end(line_of).min(from + 4);
    let mut end = from;
    for index in from..limit {
        let Some(token) = reading.token(index) else {
            break;
        };
        let particle = listed(PARTICLES, &token.folded);
        let initial = token.letters == 1 && token.text.ends_with('.');
        let name = token.is_capitalized()
            && !token.text.ends_with(':')
            && !is_marker(token)
            && (index == from || !is_ordinary(token));
        if !(name || initial || particle) {
            break;
        }
        if !particle {
            end = index + 1;
        }
    }
    end
}

/// `Anna Sample, MD`: where the name before the degree at `index` begins.
fn with_degree(reading: &Reading<'_>, index: usize) -> Option<usize> {
    let degree = reading.token(index)?;
    if !DEGREES.contains(&degree.text.trim_end_matches([',', ';', ')']))
        && !DEGREES.contains(&degree.text)
    {
        return None;
    }
    let mut start = index;
    while index - start < 3 {
        let Some(before) = reading.preceding(start) else {
            break;
        };
        let comma = before.text.ends_with(',') && start < index;
        if comma
            || !before.is_capitalized()
            || before.text.ends_with(':')
            || is_ordinary(before)
            || is_marker(before)
        {
            break;
        }
        start -= 1;
    }
    let comma = reading.preceding(index)?.text.ends_with(',');
    (index - start >= 2 || (comma && start < index)).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_so_that_they_can_be_searched() {
        assert!(TITLES.is_sorted() && BETWEEN.is_sorted() && PARTICLES.is_sorted());
    }
}
