//! Letters as they are compared: lower case, without accents, without separators.

use crate::letters::{narrow, plain};

/// The letter that readers take for a sign.
const fn meant(sign: char) -> Option<&'static str> {
    Some(match sign {
        '@' | 'ª' => "a",
        '€' => "e",
        '!' => "i",
        '|' => "l",
        'º' => "o",
        '$' | '§' => "s",
        _ => return None,
    })
}

/// Letters that are also written as two.
const SPELLED_OUT: [(char, &str); 6] = [
    ('ä', "ae"),
    ('ö', "oe"),
    ('ü', "ue"),
    ('ø', "oe"),
    ('å', "aa"),
    ('ß', "ss"),
];

/// Puts the lower-case letters without accents that `letter` stands for behind `folded`: one as a rule, two for a
/// ligature, none for a separator or a combining mark.
pub(super) fn fold_letter(letter: char, folded: &mut Vec<char>) {
    if letter.is_ascii_alphanumeric() {
        folded.push(letter.to_ascii_lowercase());
        return;
    }
    for lower in narrow(letter).to_lowercase() {
        match meant(lower).or_else(|| plain(lower)) {
            Some(letters) => folded.extend(letters.chars()),
            None if lower.is_alphanumeric() => folded.push(lower),
            None => {}
        }
    }
}

/// All letters and digits of `text`, folded.
pub(super) fn fold(text: &str) -> Vec<char> {
    let mut folded = Vec::with_capacity(text.len());
    for letter in text.chars() {
        fold_letter(letter, &mut folded);
    }
    folded
}

/// The ways in which a word is written once its accents are gone: `Müller` is `muller` and `mueller`, `Mueller` too;
/// `Weiß` is `weiss` and, to a reader that takes the last letter for a B, `weib`.
pub(super) fn spellings(word: &str) -> Vec<Vec<char>> {
    let plain = fold(word);
    let mut out_long = Vec::new();
    let mut as_b = Vec::new();
    for letter in word.chars().flat_map(char::to_lowercase) {
        match SPELLED_OUT.iter().find(|(short, _)| *short == letter) {
            Some((_, long)) => out_long.extend(long.chars()),
            None => fold_letter(letter, &mut out_long),
        }
        match letter {
            'ß' => as_b.push('b'),
            _ => fold_letter(letter, &mut as_b),
        }
    }
    let contracted = contract(&plain);
    let mut all = vec![plain];
    for other in [out_long, as_b, contracted] {
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

/// `ae`, `oe` and `ue` as the one letter that they may stand for.
fn contract(folded: &[char]) -> Vec<char> {
    let mut short = Vec::with_capacity(folded.len());
    for letter in folded {
        let after_vowel = matches!(short.last(), Some('a' | 'o' | 'u'));
        // The word's first vowel pair of a name such as "Doe" or "Sue" is no umlaut if nothing follows.
        if !(*letter == 'e' && after_vowel && short.len() + 1 < folded.len()) {
            short.push(*letter);
        }
    }
    short
}

/// Whether one character of a script is as telling as three Latin letters: Han, kana, hangul.
pub(super) fn is_dense(letter: char) -> bool {
    matches!(u32::from(letter), 0x3040..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF66..=0xFF9D)
}

/// How telling a word is, in Latin letters.
pub(super) fn weight(folded: &[char]) -> usize {
    folded
        .iter()
        .map(|letter| if is_dense(*letter) { 3 } else { 1 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_separators_do_not_matter() {
        let cases = [
            ("José", "jose"),
            ("O'BRIEN", "obrien"),
            ("Łukasz", "lukasz"),
            ("ＤＯＥ", "doe"),
            ("Nguyễn", "nguyen"),
            ("Strauß", "strauss"),
            ("İlker", "ilker"),
            ("12-34", "1234"),
            ("山田", "山田"),
            ("Jo\u{308}rg", "jorg"),
        ];
        for (given, expected) in cases {
            assert_eq!(fold(given).iter().collect::<String>(), expected);
        }
    }

    #[test]
    fn umlauts_are_spelled_in_all_their_ways() {
        let told = |word| -> Vec<String> {
            let all = spellings(word);
            all.iter().map(|one| one.iter().collect()).collect()
        };
        assert_eq!(told("Müller"), ["muller", "mueller"]);
        assert_eq!(told("MUELLER"), ["mueller", "muller"]);
        assert_eq!(told("Weiß"), ["weiss", "weib"]);
        assert_eq!(told("Doe"), ["doe"]);
    }
}
