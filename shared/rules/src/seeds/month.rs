//! Names of the months in seven languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::confusion::{EDIT, write_skeleton};
use super::distance::distance;
use super::fold::fold;

/// A set of months, one bit each; the lowest is January.
pub(super) type Months = u16;

/// English, German, French, Spanish, Italian, Dutch and Portuguese, folded; names first, then abbreviations.
const NAMES: [&str; 12] = [
    "january januar janner janvier enero gennaio januari janeiro jan janv ene gen genn",
    "february februar feber fevrier febrero febbraio februari fevereiro feb febr fev fevr febb",
    "march marz maerz mars marzo maart marco mar mrz mae mrt",
    "april avril abril aprile apr avr abr",
    "may mai mayo maggio mei maio mag",
    "june juni juin junio giugno junho jun giu",
    "july juli juillet julio luglio julho jul juil lug",
    "august aout agosto augustus aug aou ago",
    "september septembre septiembre setiembre settembre setembro sep sept set sett",
    "october oktober octobre octubre ottobre outubro oct okt ott out",
    "november novembre noviembre novembro nov",
    "december dezember decembre diciembre dicembre dezembro dec dez dic",
];

/// The longest of them, with room for a misreading.
pub(super) const LONGEST_NAME: usize = 12;

static BY_SKELETON: LazyLock<HashMap<String, Months>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    let mut skeleton = String::new();
    for (month, names) in NAMES.iter().enumerate() {
        for name in names.split_whitespace() {
            write_skeleton(&fold(name), &mut skeleton);
            *all.entry(skeleton.clone()).or_default() |= 1 << month;
        }
    }
    all
});

static LONG_NAMES: LazyLock<Vec<(Vec<char>, Months)>> = LazyLock::new(|| {
    let names = NAMES.iter().enumerate().flat_map(|(month, names)| {
        names
            .split_whitespace()
            .map(move |name| (name.chars().collect::<Vec<char>>(), 1 << month))
    });
    names.filter(|(name, _)| name.len() >= 5).collect()
});

/// The months that the folded letters name, confusions allowed.
pub(super) fn months_of(letters: &[char]) -> Months {
    if !(3..=LONGEST_NAME).contains(&letters.len()) {
        return 0;
    }
    let mut skeleton = String::new();
    write_skeleton(letters, &mut skeleton);
    BY_SKELETON.get(&skeleton).copied().unwrap_or(0)
}

/// The months whose name of five letters or more is one edit from the folded letters.
pub(super) fn months_near(letters: &[char]) -> Months {
    if !(5..=LONGEST_NAME).contains(&letters.len()) {
        return 0;
    }
    let near = LONG_NAMES.iter().filter(|(name, _)| {
        let shares_end = name.first() == letters.first() || name.last() == letters.last();
        shares_end
            && name.len().abs_diff(letters.len()) <= 1
            && distance(name, letters, EDIT).is_some()
    });
    near.fold(0, |months, (_, month)| months | month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_all_languages_and_with_confusions() {
        let cases = [
            ("Jan", 1),
            ("JÄNNER", 1),
            ("FÉVR", 2),
            ("März", 3),
            ("mrt", 3),
            ("Abril", 4),
            ("mei", 5),
            ("giugno", 6),
            ("Juillet", 7),
            ("août", 8),
            ("5EP", 9),
            ("0ct", 10),
            ("OUT", 10),
            ("Noviembre", 11),
            ("déc", 12),
        ];
        for (name, month) in cases {
            assert!(months_of(&fold(name)) & (1 << (month - 1)) != 0, "{name}");
        }
        assert_eq!(months_of(&fold("Doe")), 0);
        assert_eq!(months_near(&fold("Octoher")), 1 << 9);
    }
}
