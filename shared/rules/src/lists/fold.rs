//! Letters without case and accents.

use crate::letters::{is_mark, plain};

/// Appends `text` in lower case, letters of Latin script without their accents, ligatures as two letters.
pub(super) fn fold_into(folded: &mut String, text: &str) {
    if text.is_ascii() {
        folded.extend(text.chars().map(|letter| letter.to_ascii_lowercase()));
        return;
    }
    for letter in text.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(letters) => folded.push_str(letters),
            None if is_mark(letter) => {}
            None => folded.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_accents_are_dropped() {
        let cases = [
            ("ŁÓDŹ", "lodz"),
            ("Straße", "strasse"),
            ("İzmir Ægir", "izmir aegir"),
            ("Jo\u{308}rg", "jorg"),
            ("T2*", "t2*"),
            ("山田", "山田"),
        ];
        for (text, expected) in cases {
            let mut folded = String::new();
            fold_into(&mut folded, text);
            assert_eq!(folded, expected);
        }
    }
}
