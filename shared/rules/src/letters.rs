//! Letters of Latin script without their accents.

/// Plain letters, and what is read as them; the most frequent ones first.
const ACCENTED: [(&str, &str); 27] = [
    ("a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ("e", "èéêëēĕėęěẹẻẽếềểễệ"),
    ("o", "òóôõöøōŏőǒọỏốồổỗộớờởỡợơ"),
    ("u", "ùúûüũūŭůűųǔụủứừửữựư"),
    ("i", "ìíîïĩīĭįıǐịỉ"),
    ("c", "çćĉċč"),
    ("s", "śŝşšșſ"),
    ("n", "ñńņňŉŋ"),
    ("z", "źżž"),
    ("ss", "ß"),
    ("l", "ĺļľŀł"),
    ("r", "ŕŗř"),
    ("t", "ţťŧț"),
    ("d", "ðďđ"),
    ("y", "ýÿŷỳỵỷỹ"),
    ("g", "ĝğġģ"),
    ("h", "ĥħ"),
    ("j", "ĵ"),
    ("k", "ķ"),
    ("w", "ŵ"),
    ("ae", "æ"),
    ("oe", "œ"),
    ("th", "þ"),
    ("ij", "ĳ"),
    ("ff", "ﬀ"),
    ("fi", "ﬁ"),
    ("fl", "ﬂ"),
];

/// The plain letters for a lower-case letter with an accent, or for two letters joined to one; `None` for any other.
pub(crate) fn plain(letter: char) -> Option<&'static str> {
    if letter.is_ascii() {
        return None;
    }
    let found = ACCENTED
        .iter()
        .find(|(_, letters)| letters.contains(letter));
    found.map(|(plain, _)| *plain)
}

/// The ASCII character that `letter` is the full-width form of (Japanese character sets); `letter` itself otherwise.
pub(crate) fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

/// Whether it only accents the letter before it, as in decomposed text.
pub(crate) const fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_go_joined_letters_part_and_others_stay() {
        let cases = [
            ('é', Some("e")),
            ('ß', Some("ss")),
            ('ł', Some("l")),
            ('e', None),
            ('山', None),
        ];
        for (letter, expected) in cases {
            assert_eq!(plain(letter), expected);
        }
        assert_eq!((narrow('Ａ'), narrow('é')), ('A', 'é'));
    }
}
