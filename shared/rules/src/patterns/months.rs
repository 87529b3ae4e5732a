//! Names of the months in English, German, French, Spanish, Italian, Dutch, Portuguese and the Nordic languages.

use std::sync::LazyLock;

use super::fold::{canonical, folded};

/// For every month, from January, its names without accents in lower case. Each may be cut to three letters or more.
pub(crate) const MONTHS: [&[&str]; 12] = [
    &[
        "january", "januar", "janvier", "enero", "gennaio", "januari", "janeiro", "jaenner",
    ],
    &[
        "february",
        "februar",
        "fevrier",
        "febrero",
        "febbraio",
        "februari",
        "fevereiro",
    ],
    &[
        "march", "marz", "maerz", "mrz", "mars", "marzo", "maart", "mrt", "marco",
    ],
    &["april", "avril", "abril", "aprile"],
    &["may", "mai", "mayo", "maggio", "mei", "maio", "maj", "majo"],
    &["june", "juni", "juin", "junio", "giugno", "junho", "juno"],
    &[
        "july", "juli", "juillet", "julio", "luglio", "julho", "jly", "juil",
    ],
    &["august", "aout", "agosto", "augustus", "augusti", "agost"],
    &[
        "september",
        "septembre",
        "septiembre",
        "settembre",
        "setembro",
        "setiembre",
    ],
    &[
        "october", "oktober", "octobre", "octubre", "ottobre", "outubro",
    ],
    &["november", "novembre", "noviembre", "novembro"],
    &[
        "december",
        "dezember",
        "decembre",
        "diciembre",
        "dicembre",
        "desember",
        "dezembro",
    ],
];

/// Cut names that are words of their own too: believed only beside both a day and a year.
const DOUBTFUL: &[&str] = &[
    "ago", "aou", "apr", "dec", "des", "dic", "ene", "gen", "giu", "lug", "maa", "mag", "mai",
    "mar", "mars", "march", "may", "mei", "out", "set",
];

/// The number, 1 to 12, of the month that `text` names, whole or cut to three letters or more, in any of the
/// languages. Accents, case and a final dot do not matter, and neither do letters that reading confuses (`0ct`).
pub(crate) fn month_number(text: &str) -> Option<u32> {
    if !(3..=16).contains(&text.len()) || !text.chars().any(char::is_alphabetic) {
        return None;
    }
    let name = folded(text);
    if name.chars().count() < 3 {
        return None;
    }
    let known = |name: &str, names: &[(String, u32)]| {
        let found = names.iter().find(|(month, _)| month.starts_with(name))?;
        Some(found.1)
    };
    known(&name, &FOLDED).or_else(|| {
        let name = canonical(text);
        (name.len() >= 3)
            .then(|| known(&name, &CANONICAL))
            .flatten()
    })
}

static FOLDED: LazyLock<Vec<(String, u32)>> = LazyLock::new(|| numbered(str::to_owned));
static CANONICAL: LazyLock<Vec<(String, u32)>> = LazyLock::new(|| numbered(canonical));

fn numbered(form: fn(&str) -> String) -> Vec<(String, u32)> {
    (1..)
        .zip(MONTHS)
        .flat_map(|(number, names)| names.iter().map(move |name| (form(name), number)))
        .collect()
}

/// Whether `text` is a month's name that hardly means anything else.
pub(super) fn is_plain_month(text: &str) -> bool {
    month_number(text).is_some() && !DOUBTFUL.contains(&folded(text).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_every_language_whole_or_cut() {
        for (name, number) in [
            ("Jan", 1),
            ("Février", 2),
            ("Mär.", 3),
            ("abr", 4),
            ("Mei", 5),
            ("GIU", 6),
            ("juillet", 7),
            ("août", 8),
            ("set", 9),
            ("0ct", 10),
            ("nov", 11),
            ("Dez", 12),
        ] {
            assert_eq!(month_number(name), Some(number), "{name}");
        }
    }

    #[test]
    fn other_words_are_no_months() {
        for word in [
            "ja",
            "chest",
            "series",
            "AP",
            "",
            "marker",
            "123",
            "decubitus",
        ] {
            assert_eq!(month_number(word), None, "{word}");
        }
    }

    #[test]
    fn a_cut_name_that_is_a_word_is_doubtful() {
        assert!(is_plain_month("January") && is_plain_month("Oct"));
        assert!(!is_plain_month("Set") && !is_plain_month("Mag"));
    }
}
