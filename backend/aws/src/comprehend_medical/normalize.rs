//! Makes burnt-in text look like the prose that the model knows, code point by code point. Pure.

/// `text` with as many code points: separators of DICOM names become spaces, words in capitals get one capital.
pub fn normalized(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars() {
        if is_part_of_word(c) {
            word.push(c);
        } else {
            push_word(&mut out, &word);
            word.clear();
            out.push(if matches!(c, '^' | '_' | '|') { ' ' } else { c });
        }
    }
    push_word(&mut out, &word);
    out
}

/// Letters and digits, and the combining marks of decomposed letters.
fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn push_word(out: &mut String, word: &str) {
    let is_shouted = word.chars().all(|c| c.is_uppercase() || is_mark(c));
    if is_shouted {
        out.extend(word.chars().take(1));
        out.extend(word.chars().skip(1).map(lower));
    } else {
        out.push_str(word);
    }
}

/// The lower-case letter where that is one code point.
fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(normalized(text), expect);
        assert_eq!(text.chars().count(), expect.chars().count());
    }

    #[test]
    fn shouted_words_and_separators_become_prose() {
        check("KESTREL^ANNA_M|O'BRIEN", "Kestrel Anna M O'Brien");
        check("Kestrel McVey iPod", "Kestrel McVey iPod");
        check("", "");
    }

    #[test]
    fn numbers_keep_their_letters() {
        check("MRN:AB12CD34 X1", "Mrn:AB12CD34 X1");
    }

    #[test]
    fn no_code_point_is_added_or_lost() {
        // The dotted capital I has two code points in lower case; the combining mark belongs to its word.
        check("İSTANBUL", "İstanbul");
        check("AİB", "Aİb");
        check("JO\u{308}RG 𝒳", "Jo\u{308}rg 𝒳");
        check("ÄÖÜ\nГОСТ", "Äöü\nГост");
    }
}
