//! Letters as they compare: without case, accents and marks, and, one step further, without what text recognition
//! confuses.

use crate::letters::{narrow, plain};

/// Lower-case letters without accents, and digits; everything else is dropped. Letters of other scripts stay.
pub(crate) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        push_folded(letter, &mut folded);
    }
    folded
}

fn push_folded(letter: char, folded: &mut String) {
    let letter = narrow(letter);
    match letter {
        'ª' => folded.push('a'),
        'º' => folded.push('o'),
        _ => match plain(letter) {
            Some(letters) => folded.push_str(letters),
            None if letter.is_alphanumeric() => folded.push(letter),
            None => {}
        },
    }
}

/// Folded, and one letter for each group that text recognition confuses: `0oO`, `1lI|`, `5S`, `8B`, `2Z`, `6G`,
/// `rn`/`m`, `vv`/`w`. Two texts that look alike to a reader have the same canonical form.
pub(crate) fn canonical(text: &str) -> String {
    let mut canonical = String::with_capacity(text.len());
    let text = text.replace(['|', '!'], "l");
    for letter in folded(&text).chars() {
        match letter {
            '0' | 'q' => canonical.push('o'),
            '1' | 'l' => canonical.push('i'),
            '5' => canonical.push('s'),
            '8' => canonical.push('b'),
            '2' => canonical.push('z'),
            '6' => canonical.push('g'),
            'n' if canonical.ends_with('r') => {
                canonical.pop();
                canonical.push('m');
            }
            'v' if canonical.ends_with('v') => {
                canonical.pop();
                canonical.push('w');
            }
            _ => canonical.push(letter),
        }
    }
    canonical
}

/// The digit that `letter` is, or that it is easily mistaken for.
pub(crate) fn digit_seen(letter: char) -> Option<u8> {
    Some(match letter {
        '0'..='9' => letter as u8 - b'0',
        '\u{ff10}'..='\u{ff19}' => (letter as u32 - 0xff10) as u8,
        'O' | 'o' | 'Q' => 0,
        'I' | 'l' | '|' => 1,
        'Z' => 2,
        'S' => 5,
        'G' => 6,
        'B' => 8,
        _ => return None,
    })
}

/// Whether `letter` is a digit, ASCII or full-width.
pub(crate) fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit() || ('\u{ff10}'..='\u{ff19}').contains(&letter)
}

/// Whether `list`, which is sorted, holds `text`.
pub(super) fn listed(list: &[&str], text: &str) -> bool {
    list.binary_search(&text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_marks_fold_away() {
        assert_eq!(folded("Né(e) le:"), "neele");
        assert_eq!(folded("Straße-ÄØŁ ｱ１"), "strasseaolｱ1");
    }

    #[test]
    fn what_reading_confuses_has_one_canonical_form() {
        for (seen, meant) in [
            ("D0B", "DOB"),
            ("PatIent", "Patlent"),
            ("|D", "ID"),
            ("Narne", "Name"),
        ] {
            assert_eq!(canonical(seen), canonical(meant));
        }
        assert_ne!(canonical("Fax"), canonical("Tel"));
    }
}
