//! Letters as the lists spell them: lower case, without accents; and letters that text readers confuse.

use crate::letters::{is_mark, narrow, plain};

/// Appends `letter` in lower case and without accents; marks that only accent another letter vanish.
pub(super) fn fold_into(out: &mut String, letter: char) {
    if is_mark(letter) {
        return;
    }
    for lower in narrow(letter).to_lowercase() {
        match lower {
            'µ' | 'μ' => out.push('u'),
            '×' => out.push('x'),
            '²' => out.push('2'),
            '³' => out.push('3'),
            _ => match plain(lower) {
                Some(letters) => out.push_str(letters),
                None => out.push(lower),
            },
        }
    }
}

/// `text` in lower case and without accents.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|letter| fold_into(&mut out, letter));
    out
}

/// `text` with German umlauts written as two letters; `None` where it has none.
pub(super) fn with_digraphs(text: &str) -> Option<String> {
    let umlauts = ['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü'];
    text.contains(umlauts).then(|| {
        text.replace(['ä', 'Ä'], "ae")
            .replace(['ö', 'Ö'], "oe")
            .replace(['ü', 'Ü'], "ue")
    })
}

/// The letter that stands for all those that text readers confuse with it.
const fn look(letter: char) -> char {
    match letter {
        '0' => 'o',
        '1' | 'l' => 'i',
        '5' => 's',
        '8' => 'b',
        _ => letter,
    }
}

/// Folded words that look alike have the same look.
pub(super) fn look_of(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    for letter in folded.chars() {
        if letter == 'n' && out.ends_with('r') {
            out.pop();
            out.push('m');
        } else {
            out.push(look(letter));
        }
    }
    out
}

/// How many confusions part two folded words; `None` where anything else does.
pub(super) fn confusions(one: &str, other: &str) -> Option<usize> {
    let (mut one, mut other) = (one.chars().peekable(), other.chars().peekable());
    let mut count = 0;
    loop {
        match (one.next(), other.next()) {
            (None, None) => return Some(count),
            (Some(a), Some(b)) if a == b => {}
            (Some('r'), Some('m')) if one.next_if_eq(&'n').is_some() => count += 1,
            (Some('m'), Some('r')) if other.next_if_eq(&'n').is_some() => count += 1,
            (Some(a), Some(b)) if look(a) == look(b) => count += 1,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_widths_fold_away() {
        assert_eq!(folded("SCHÄDEL"), "schadel");
        assert_eq!(folded("Ｍｏｄｅ µGy ×²"), "mode ugy x2");
        assert_eq!(folded("te\u{301}te"), "tete");
    }

    #[test]
    fn confusions_are_counted_and_other_edits_are_none() {
        assert_eq!(confusions("che5t", "chest"), Some(1));
        assert_eq!(confusions("chesl", "chest"), None);
        assert_eq!(confusions("stemum", "sternum"), Some(1));
        assert_eq!(confusions("p0rtab1e", "portable"), Some(2));
        assert_eq!(confusions("chests", "chest"), None);
    }

    #[test]
    fn words_that_differ_by_confusions_look_alike() {
        for (one, other) in [
            ("stemum", "sternum"),
            ("8rain", "brain"),
            ("l1ver", "liver"),
        ] {
            assert_eq!(look_of(one), look_of(other));
        }
    }
}
