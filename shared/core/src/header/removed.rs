//! Header values that were removed or replaced, kept in memory to search the output for them. PHI.

use std::collections::{BTreeMap, BTreeSet};

use dicom_core::{Tag, VR};

use super::annex_e::DESCRIPTORS;
use super::byte_search::{ByteSearch, TooManyValues};

/// The values, as sequences of lower-case tokens. `Debug` shows their number only.
#[derive(Default)]
pub struct RemovedValues {
    values: BTreeSet<Vec<String>>,
    /// Too short to be searched for in texts; in a file name they identify.
    short: BTreeSet<Vec<String>>,
    /// As they were written, by their tokens: what bytes that are no text are searched for.
    written: BTreeMap<Vec<String>, BTreeSet<String>>,
}

impl std::fmt::Debug for RemovedValues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RemovedValues({})", self.values.len())
    }
}

/// Fewer characters than this match by chance.
const SHORTEST_TOKEN: usize = 4;

/// A file name that holds a value of so many characters identifies, if one is a letter.
const SHORTEST_IN_NAMES: usize = 2;

impl RemovedValues {
    /// Remembers one value of the attribute `tag` of type `vr`. Of names each component is one value.
    ///
    /// Codes and plain numbers are left out, and so are descriptions of a single word ("Scout"):
    /// strangers share them.
    pub fn remember(&mut self, tag: Tag, vr: VR, value: &str) {
        let number = u32::from(tag.group()) << 16 | u32::from(tag.element());
        if DESCRIPTORS.binary_search(&number).is_ok() && tokens(value).len() < 2 {
            return;
        }
        match vr {
            VR::PN => {
                value
                    .split(['^', '=', ' '])
                    .for_each(|part| self.insert(part));
                for name in value.split('=').map(|name| name.trim_matches(['^', ' '])) {
                    self.insert_written(name);
                    self.insert_written(&name.replace('^', " "));
                }
            }
            VR::LO | VR::SH | VR::UI | VR::DA | VR::DT | VR::UC | VR::AE => self.insert(value),
            _ => {}
        }
    }

    fn insert_written(&mut self, value: &str) {
        let tokens = tokens(value);
        self.written
            .entry(tokens)
            .or_default()
            .insert(value.to_owned());
    }

    fn insert(&mut self, value: &str) {
        self.insert_written(value);
        let tokens = tokens(value);
        let characters: usize = tokens.iter().map(|token| token.chars().count()).sum();
        if characters >= SHORTEST_TOKEN {
            self.values.insert(tokens);
        } else if characters >= SHORTEST_IN_NAMES && value.chars().any(char::is_alphabetic)
            || characters + 1 >= SHORTEST_TOKEN
        {
            self.short.insert(tokens);
        }
    }

    /// Drops a value that the output keeps elsewhere on purpose.
    pub fn forget(&mut self, kept: &str) {
        let tokens = tokens(kept);
        self.values.remove(&tokens);
        self.written.remove(&tokens);
    }

    /// A search for the values among bytes that are no text; of names also whole ones.
    ///
    /// # Errors
    /// [`TooManyValues`]
    pub fn byte_search(&self) -> Result<ByteSearch, TooManyValues> {
        ByteSearch::new(self.written.values().flatten().map(String::as_str))
    }

    /// Number of values searched for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether `text` holds one of the values as whole tokens.
    #[must_use]
    pub fn occur_in(&self, text: &str) -> bool {
        holds_any(&self.values, text)
    }

    /// Whether one of the values occurs in a file name, where `_` and `-` join words.
    #[must_use]
    pub fn identify(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.values
            .iter()
            .any(|value| name.contains(&value.join(" ")) || name.contains(&value.join("_")))
            || self.occur_in(&name)
            || holds_any(&self.short, &name)
    }
}

fn holds_any(values: &BTreeSet<Vec<String>>, text: &str) -> bool {
    let found = tokens(text);
    let stands = |value: &Vec<String>| {
        let mut windows = found.windows(value.len());
        windows.any(|window| window == value.as_slice())
    };
    values.iter().any(stands)
}

/// Runs of letters, digits and, within UIDs, dots; in lower case.
fn tokens(text: &str) -> Vec<String> {
    let is_uid =
        |part: &str| part.contains('.') && part.chars().all(|c| c.is_ascii_digit() || c == '.');
    text.split(|c: char| !(c.is_alphanumeric() || c == '.'))
        .flat_map(|part| {
            if is_uid(part) {
                vec![part]
            } else {
                part.split('.').collect()
            }
        })
        .filter(|token| !token.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn removed(vr: VR, value: &str) -> RemovedValues {
        let mut values = RemovedValues::default();
        values.remember(Tag(0x0010, 0x0010), vr, value);
        values
    }

    #[test]
    fn a_name_is_found_by_any_component_as_a_whole_token() {
        let values = removed(VR::PN, "KESTREL^Mira");
        assert!(values.occur_in("scan of mira, knee"));
        assert!(values.occur_in("Kestrel"));
        assert!(!values.occur_in("Kestrels admiral"));
    }

    #[test]
    fn short_values_and_codes_are_not_searched_for() {
        assert_eq!(removed(VR::PN, "Li^Bo").len(), 0);
        assert_eq!(removed(VR::CS, "KNEE").len(), 0);
    }

    #[test]
    fn a_value_that_is_kept_elsewhere_is_not_searched_for() {
        let mut values = removed(VR::LO, "Northmere Imaging");
        values.forget("NORTHMERE IMAGING");
        assert_eq!(values.len(), 0);
        let search = values.byte_search().unwrap();
        assert!(!search.finds_in(b"Northmere Imaging"));
    }

    #[test]
    fn bytes_are_searched_for_whole_names_and_for_long_components() {
        let search = removed(VR::PN, "LEE^KIM^ALEX=").byte_search().unwrap();
        assert!(search.finds_in(b"..lee^kim^alex.."));
        assert!(search.finds_in(b"..LEE KIM ALEX.."));
        assert!(!search.finds_in(b"..LEE KIM.."));
        let search = removed(VR::PN, "KINGFISHER^LI").byte_search().unwrap();
        assert!(search.finds_in(b"..kingfisher.."));
    }

    #[test]
    fn a_description_is_searched_for_only_if_it_is_more_than_a_word() {
        let series_description = Tag(0x0008, 0x103e);
        let mut values = RemovedValues::default();
        values.remember(series_description, VR::LO, "Scout");
        assert_eq!(values.len(), 0);
        values.remember(series_description, VR::LO, "Mira Kestrel knee");
        assert!(values.occur_in("for mira kestrel: knee"));
    }

    #[test]
    fn uids_are_single_tokens() {
        let values = removed(VR::UI, "1.2.826.0.1");
        assert!(values.occur_in("see 1.2.826.0.1"));
        assert!(!values.occur_in("see 1.2.826.0.11"));
    }

    #[test]
    fn a_file_name_that_holds_a_name_identifies() {
        assert!(removed(VR::PN, "KESTREL^MIRA").identify("kestrel_mira_01.dcm"));
        assert!(removed(VR::LO, "NM-4471820").identify("NM-4471820.dcm"));
        assert!(removed(VR::PN, "LEE^KIM").identify("Lee_ct.dcm"));
        assert!(removed(VR::LO, "123").identify("123.dcm"));
        assert!(!removed(VR::PN, "KESTREL^MIRA").identify("chest.dcm"));
    }
}
