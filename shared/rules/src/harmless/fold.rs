//! Letters as the lists spell them: lower case, without accents; and letters that text readers confuse.

/// Appends `letter` in lower case and without accents; marks that only accent another letter vanish.
pub(super) fn fold_into(out: &mut String, letter: char) {
    match letter {
        'a'..='z' | '0'..='9' => out.push(letter),
        'A'..='Z' => out.push(letter.to_ascii_lowercase()),
        '\u{300}'..='\u{36f}' => {}
        // Full-width forms stand at a fixed distance from ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            if let Some(narrow) = char::from_u32(u32::from(letter) - 0xfee0) {
                out.push(narrow.to_ascii_lowercase());
            }
        }
        _ => letter.to_lowercase().for_each(|lower| match plain(lower) {
            "" => out.push(lower),
            letters => out.push_str(letters),
        }),
    }
}

/// `text` in lower case and without accents.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|letter| fold_into(&mut out, letter));
    out
}

/// The plain letters of an accented lower-case letter of Latin script; empty for any other.
const fn plain(letter: char) -> &'static str {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' => "s",
        'ß' => "ss",
        'ť' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'µ' | 'μ' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'æ' => "ae",
        'œ' => "oe",
        '×' => "x",
        '²' => "2",
        '³' => "3",
        _ => "",
    }
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
