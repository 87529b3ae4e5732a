//! A search for header values among bytes that are no text: pixel data, and what codestreams hold beside the picture.

use std::collections::BTreeSet;

use aho_corasick::AhoCorasick;
use dicom_encoding::text::{SpecificCharacterSet, TextCodec as _};

use super::grams::Grams;

/// Fewer bytes than this stand among pixels by chance.
const SHORTEST: usize = super::grams::SHORTEST;
/// Flat areas and two-level pictures hold values of fewer different bytes by chance.
const DIFFERENT: usize = 3;
/// A longer value is searched for by its first characters.
const LONGEST: usize = 64;
/// All spellings together, in bytes: what a search takes in memory is some dozen times as much.
const MOST: usize = 16 << 20;

/// The defined terms of PS3.3 C.12.1.1.2 whose bytes are told apart beyond ASCII.
const CHARACTER_SETS: [&str; 15] = [
    "ISO_IR 13",
    "ISO_IR 87",
    "ISO_IR 100",
    "ISO_IR 101",
    "ISO_IR 109",
    "ISO_IR 110",
    "ISO_IR 126",
    "ISO_IR 127",
    "ISO_IR 138",
    "ISO_IR 144",
    "ISO_IR 149",
    "ISO_IR 166",
    "ISO_IR 192",
    "GB18030",
    "GBK",
];

/// More values than a search takes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the header holds more values than can be searched for")]
pub struct TooManyValues;

/// Looks for all values at once, in one pass over the bytes. PHI.
pub struct ByteSearch {
    grams: Grams,
    values: AhoCorasick,
}

impl ByteSearch {
    /// A search for `values` in every character set and in UTF-16, upper and lower case alike.
    ///
    /// # Errors
    /// [`TooManyValues`]
    pub fn new<'a>(values: impl Iterator<Item = &'a str>) -> Result<Self, TooManyValues> {
        let (mut spellings, mut bytes) = (BTreeSet::new(), 0);
        for spelling in values.flat_map(spellings_of) {
            bytes += spelling.len();
            if bytes > MOST {
                return Err(TooManyValues);
            }
            spellings.insert(spelling);
        }
        let grams = Grams::of(spellings.iter().map(Vec::as_slice));
        let values = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(spellings);
        let values = values.map_err(|_| TooManyValues)?;
        Ok(Self { grams, values })
    }

    /// Whether one of the values stands in `bytes`.
    pub fn finds_in(&self, bytes: &[u8]) -> bool {
        let mut stretches = self.grams.stretches(bytes);
        stretches.any(|stretch| self.values.is_match(&bytes[stretch]))
    }
}

/// The bytes of `value` as they may stand in a file, each that is long enough not to stand there by chance.
fn spellings_of(value: &str) -> Vec<Vec<u8>> {
    let value: String = value.chars().take(LONGEST).collect();
    // The search itself takes both cases of ASCII.
    let cases = if value.is_ascii() {
        vec![value.to_ascii_lowercase()]
    } else {
        vec![value.to_lowercase(), value.to_uppercase(), value]
    };
    let spellings = cases
        .iter()
        .flat_map(|text| narrow(text).into_iter().chain(wide(text)));
    spellings.filter(|bytes| is_telling(bytes)).collect()
}

/// The text in each character set of DICOM that has all of its letters.
fn narrow(text: &str) -> Vec<Vec<u8>> {
    if text.is_ascii() {
        return vec![text.as_bytes().to_vec()];
    }
    let sets = CHARACTER_SETS.into_iter();
    let sets = sets.filter_map(SpecificCharacterSet::from_code);
    sets.filter_map(|set| set.encode(text).ok()).collect()
}

/// The text in UTF-16 of either byte order. Without a letter it is left out: dark noise of 16-bit samples holds any number.
fn wide(text: &str) -> Vec<Vec<u8>> {
    if !text.contains(char::is_alphabetic) {
        return Vec::new();
    }
    let units = || text.encode_utf16();
    vec![
        units().flat_map(u16::to_le_bytes).collect(),
        units().flat_map(u16::to_be_bytes).collect(),
    ]
}

fn is_telling(bytes: &[u8]) -> bool {
    let telling = || bytes.iter().filter(|&&byte| byte != 0);
    telling().count() >= SHORTEST && telling().collect::<BTreeSet<_>>().len() >= DIFFERENT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(value: &str, bytes: &[u8]) -> bool {
        let among = [b"\x00\xff\x31".as_slice(), bytes, b"\x07\x08"].concat();
        let search = ByteSearch::new([value].into_iter()).unwrap();
        search.finds_in(&among)
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn eight_bytes_are_searched_for_in_either_case_and_seven_are_not() {
        assert!(finds("NM-44718", b"nm-44718"));
        assert!(finds("Kestrels", b"KESTRELS"));
        assert!(!finds("NM-4471", b"NM-4471"));
        assert!(!finds("NM-44718", b"NM-44719"));
    }

    #[test]
    fn utf_16_is_searched_for_in_either_byte_order_but_for_plain_numbers() {
        for order in [u16::to_le_bytes, u16::to_be_bytes] {
            assert!(finds("Kestrels", &utf16("KESTRELS", order)));
            assert!(!finds("Kestrel", &utf16("KESTREL", order)));
            assert!(!finds("44718200", &utf16("44718200", order)));
        }
    }

    #[test]
    fn letters_beyond_ascii_are_searched_for_in_every_character_set() {
        let latin = b"j\xe4\xe4skel\xe4inen";
        assert!(finds("J\u{c4}\u{c4}SKEL\u{c4}INEN", latin));
        assert!(finds(
            "J\u{c4}\u{c4}SKEL\u{c4}INEN",
            "J\u{e4}\u{e4}skel\u{e4}inen".as_bytes()
        ));
        let cyrillic = SpecificCharacterSet::from_code("ISO_IR 144").unwrap();
        let name = "\u{41f}\u{435}\u{441}\u{442}\u{440}\u{44f}\u{43a}\u{43e}\u{432}";
        assert!(finds(name, &cyrillic.encode(name).unwrap()));
        // Four letters of two bytes each.
        let name = "\u{5c71}\u{7530}\u{592a}\u{90ce}";
        for set in ["ISO_IR 13", "ISO_IR 192", "GB18030"] {
            let set = SpecificCharacterSet::from_code(set).unwrap();
            assert!(finds(name, &set.encode(name).unwrap()));
        }
        assert!(finds(name, &utf16(name, u16::to_le_bytes)));
    }

    #[test]
    fn values_that_flat_areas_hold_by_chance_are_not_searched_for() {
        for value in ["00000000", "1111111100"] {
            assert!(!finds(value, value.as_bytes()));
        }
    }

    #[test]
    fn a_long_value_is_searched_for_by_its_beginning() {
        let value = format!("{}{}", "0123456789".repeat(7), "A");
        let other = format!("{}{}", "0123456789".repeat(7), "B");
        assert!(finds(&value, other.as_bytes()));
    }

    #[test]
    fn more_values_than_memory_should_hold_are_an_error() {
        let values: Vec<String> = (0..300_000).map(|n| format!("{n:064}")).collect();
        let search = ByteSearch::new(values.iter().map(String::as_str));
        assert_eq!(search.err(), Some(TooManyValues));
    }
}
