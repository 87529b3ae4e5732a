//! Numbers that measure: with a unit, a technique word, a ratio, a size. No identifier begins there.

use super::fold::listed;
use super::reading::{Atom, Kind, Reading};

/// Units that mean nothing else (sorted). PS3.16 context groups 3082, 3083 and 7460, and what devices burn in.
const UNITS: &[&str] = &[
    "bit", "bits", "bpm", "cgy", "cm", "cm2", "cm3", "cms", "db", "deg", "dpi", "fps", "fr",
    "frames", "gb", "ghz", "gy", "hu", "hz", "inch", "kb", "kg", "khz", "kv", "kvp", "ma", "mas",
    "mb", "mbq", "mci", "mg", "mgy", "mgycm", "mhz", "min", "ml", "mm", "mm2", "mm3", "mmhg",
    "mms", "mpa", "ms", "msec", "msv", "mt", "mw", "nm", "pix", "pixel", "pixels", "px", "rpm",
    "sec", "secs", "uas", "ugy", "ugym2", "um", "us", "usv",
];

/// One letter that is a unit right after a number.
const SHORT_UNITS: &[&str] = &["g", "h", "l", "m", "s", "t", "v", "w", "x"];

/// Words that announce a technique or display number (sorted).
const TECHNIQUES: &[&str] = &[
    "acs", "bw", "c", "compr", "ctdi", "ctdivol", "depth", "dlp", "dr", "echo", "ei", "etl", "exi",
    "fa", "flip", "fov", "fr", "frq", "gain", "gn", "kv", "kvp", "l", "loc", "ma", "mag", "mas",
    "mi", "nex", "nsa", "p", "pitch", "prf", "rot", "s", "sid", "sl", "slice", "snr", "sod", "sp",
    "spacing", "t", "te", "thk", "ti", "tib", "tic", "tilt", "tis", "tp", "tr", "w", "wc", "wf",
    "width", "win", "wl", "ww", "x", "z", "zoom",
];

/// Words that announce a counter (sorted).
const COUNTERS: &[&str] = &[
    "bild", "coupe", "fr", "frame", "i", "im", "ima", "image", "imagen", "img", "immagine", "loc",
    "pos", "scan", "schicht", "se", "ser", "serie", "series", "sl", "slice", "srs",
];

/// Words that announce a software version (sorted).
const VERSIONS: &[&str] = &[
    "build", "firmware", "fw", "rel", "release", "rev", "software", "sw", "v", "ver", "vers",
    "version",
];

/// Longest word that measures, in bytes.
const LONGEST: usize = 48;

/// Whether `folded` is a unit of two letters or more.
pub(super) fn is_unit(folded: &str) -> bool {
    listed(UNITS, folded)
}

/// Whether `folded` announces a counter such as an image number.
pub(super) fn is_counter(folded: &str) -> bool {
    COUNTERS.contains(&folded)
}

/// Whether `folded` announces a software version.
pub(super) fn is_version(folded: &str) -> bool {
    listed(VERSIONS, folded)
}

/// Whether `folded` announces a technique number.
pub(super) fn is_technique(folded: &str) -> bool {
    listed(TECHNIQUES, folded)
}

/// Whether the word at `index` is a number that the word itself or the next one gives a unit, a technique number
/// (`W400L40`), a size (`512x512`), or a percentage.
pub(super) fn is_measure(reading: &Reading<'_>, index: usize) -> bool {
    let Some(token) = reading.token(index) else {
        return false;
    };
    // Asked about every number of a word: long words would cost the square of their length.
    if token.digits == 0 || token.text.len() > LONGEST {
        return false;
    }
    let atoms = reading.atoms_of(index);
    if token.text.contains(['%', '°', '±', '×']) || is_technical(atoms) {
        return true;
    }
    token.letters == 0
        && reading.following(index).is_some_and(|next| {
            next.digits == 0
                && (is_unit(&next.folded) || next.text.starts_with(['%', '°', '±', '×']))
        })
}

/// Numbers of at most five digits, and letters that are units or technique words only.
fn is_technical(atoms: &[Atom<'_>]) -> bool {
    let mut letters = 0;
    let mut longest = 0;
    let mut short = false;
    for (at, atom) in atoms.iter().enumerate() {
        match atom.kind {
            Kind::Number => longest = longest.max(atom.len()),
            Kind::Letters => {
                letters += 1;
                let word = super::fold::folded(atom.text);
                let after_number = at > 0
                    && atoms
                        .get(at - 1)
                        .is_some_and(|before| before.kind == Kind::Number);
                let known = is_unit(&word)
                    || is_technique(&word)
                    || (after_number && SHORT_UNITS.contains(&word.as_str()));
                if !known {
                    return false;
                }
                short |= word.chars().count() < 2;
            }
            Kind::Mark => {}
        }
    }
    letters > 0 && longest <= if short { 4 } else { 5 }
}

#[cfg(test)]
mod tests {
    use deid_model::PhiText;

    use super::*;
    use crate::document::Document;

    fn first_is_measure(text: &str) -> bool {
        let text = PhiText::new(text.into());
        let document = Document::new(&text);
        is_measure(&Reading::new(&document), 0)
    }

    #[test]
    fn lists_are_sorted_so_that_they_can_be_searched() {
        assert!(UNITS.is_sorted() && TECHNIQUES.is_sorted() && VERSIONS.is_sorted());
    }

    #[test]
    fn numbers_with_units_sizes_and_technique_words_measure() {
        for text in [
            "120kVp",
            "5.0 cm",
            "512x512",
            "W400L40",
            "WW1500",
            "100%",
            "2.5mm",
            "123456 ms",
            "0.5s",
            "TR5000",
        ] {
            assert!(first_is_measure(text), "{text}");
        }
    }

    #[test]
    fn identifiers_do_not_measure() {
        for text in [
            "A1234567",
            "01.01.2000",
            "12345678",
            "034Y",
            "L123456",
            "123456 L",
            "MRN12345",
        ] {
            assert!(!first_is_measure(text), "{text}");
        }
    }
}
