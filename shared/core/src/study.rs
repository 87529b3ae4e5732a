//! What the files of a study tell about each other.

use deid_model::worker::StudyValue;
use deid_model::{IdentifierKind, IdentifyingValue};
use dicom_dictionary_std::tags;

use crate::dicom::header_at_start;
use crate::file::IdentifiedFile;
use crate::header::{identifying_values, known_keyword};
use crate::key::{Key, Purpose, hex};
use crate::limits::Limits;

/// Equal for files of one study: a pseudonym of its _Study Instance UID_.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StudyKey([u8; 8]);

impl StudyKey {
    fn of(uid: &str, key: &Key) -> Option<Self> {
        let digest = key.pseudonym(Purpose::Study, uid.as_bytes());
        digest.first_chunk().copied().map(Self)
    }

    /// In hexadecimal.
    #[must_use]
    pub fn text(self) -> String {
        hex(&self.0)
    }
}

impl IdentifiedFile {
    /// Its study; `None` outside DICOM, and where the header names none.
    #[must_use]
    pub fn study(&self, key: &Key) -> Option<StudyKey> {
        StudyKey::of(&self.text(tags::STUDY_INSTANCE_UID)?, key)
    }

    /// The values of its header that identify somebody in all files of its study. PHI.
    #[must_use]
    pub fn study_values(&self) -> Vec<StudyValue> {
        let values = self.identifying_values().into_iter().filter(is_shared);
        values
            .map(|value| StudyValue {
                kind: value.kind,
                source: value.source.to_owned(),
                value: value.value,
            })
            .collect()
    }
}

/// A value as another file of the study told it.
#[must_use]
pub fn value_of_study(told: StudyValue) -> IdentifyingValue {
    IdentifyingValue {
        kind: told.kind,
        value: told.value,
        source: known_keyword(&told.source),
    }
}

/// Times and other dates are those of one image, and name nobody elsewhere in the study.
fn is_shared(value: &IdentifyingValue) -> bool {
    match value.kind {
        IdentifierKind::Time => false,
        IdentifierKind::Date => matches!(value.source, "PatientBirthDate" | "StudyDate"),
        _ => true,
    }
}

/// The study of a DICOM file, and the values of its header that identify somebody in all files of it, by as much of its
/// header as `start`, the first bytes of the file, holds. PHI.
#[must_use]
pub fn study_values(
    start: &[u8],
    key: &Key,
    limits: &Limits,
) -> Option<(StudyKey, Vec<IdentifyingValue>)> {
    let header = header_at_start(start, limits)?;
    let uid = header.get(tags::STUDY_INSTANCE_UID)?.to_str().ok()?;
    let uid = uid.trim_matches([' ', '\0']);
    let study = StudyKey::of(uid, key).filter(|_| !uid.is_empty())?;
    let values = identifying_values(&header).into_iter();
    Some((study, values.filter(is_shared).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sketch::strip_bytes;

    const TEXTS: [([u16; 2], &str, &str); 3] = [
        ([0x10, 0x10], "PN", "KESTREL^WREN"),
        ([0x10, 0x20], "LO", "NM-44718"),
        ([0x20, 0x0d], "UI", "1.2.3"),
    ];

    fn told(start: &[u8]) -> Option<(StudyKey, Vec<&'static str>)> {
        let told = study_values(start, &Key::new([7; 32]), &Limits::DEFAULT);
        told.map(|(study, values)| (study, values.iter().map(|it| it.source).collect()))
    }

    #[test]
    fn the_start_of_a_file_tells_its_study_and_its_values_wherever_the_pixels_are_cut_off() {
        for fragment in [None, Some(10)] {
            let bytes = strip_bytes(&TEXTS, &[1; 1000], fragment);
            let file = crate::parse(bytes.clone(), &Limits::DEFAULT).unwrap();
            let study = file.study(&Key::new([7; 32])).unwrap();
            let expected = Some((study, vec!["PatientName", "PatientID"]));
            for cut in [bytes.len(), bytes.len() - 20, bytes.len() - 900] {
                assert_eq!(told(&bytes[..cut]), expected, "{cut}");
            }
        }
    }

    #[test]
    fn a_header_that_is_cut_off_tells_what_stands_before_and_nothing_without_a_study() {
        let bytes = strip_bytes(&TEXTS, &[1; 4], None);
        for cut in 0..bytes.len() {
            let values = told(&bytes[..cut]).map(|(_, values)| values);
            assert!(values.is_none_or(|values| values == ["PatientName", "PatientID"]));
        }
        assert_eq!(told(&strip_bytes(&TEXTS[..2], &[1; 4], None)), None);
        assert_eq!(told(b"\x89PNG\r\n\x1a\n"), None);
    }
}
