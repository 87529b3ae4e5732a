//! Which files are compared with each other: those of one device, modality and frame size.

use dicom_dictionary_std::tags;

use crate::file::IdentifiedFile;
use crate::key::{Key, Purpose, hex};

/// Equal for files of one device, modality and frame size: a pseudonym, of which nobody without the key learns anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SiblingKey([u8; 16]);

impl SiblingKey {
    /// In hexadecimal.
    #[must_use]
    pub fn text(self) -> String {
        hex(&self.0)
    }
}

impl IdentifiedFile {
    /// With which files it is compared; with none where its header names no device, and outside DICOM.
    #[must_use]
    pub fn siblings(&self, key: &Key) -> Option<SiblingKey> {
        let device = [
            tags::MANUFACTURER,
            tags::MANUFACTURER_MODEL_NAME,
            tags::STATION_NAME,
            tags::DEVICE_SERIAL_NUMBER,
        ];
        let device = device.map(|tag| self.text(tag).unwrap_or_default());
        if device.iter().all(String::is_empty) {
            return None;
        }
        let (modality, size) = (self.modality().unwrap_or_default(), self.size());
        let size = format!("{}x{}", size.columns, size.rows);
        let identity = [device.join("\n"), modality, size].join("\n");
        let digest = key.pseudonym(Purpose::Device, identity.as_bytes());
        digest.first_chunk().copied().map(SiblingKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sketch::strip;

    const MANUFACTURER: [u16; 2] = [8, 0x70];
    const STATION_NAME: [u16; 2] = [8, 0x1010];

    fn key_of(texts: &[([u16; 2], &str, &str)], columns: usize) -> Option<SiblingKey> {
        strip(texts, &vec![0; columns], None).siblings(&Key::new([7; 32]))
    }

    #[test]
    fn files_of_one_device_modality_and_size_are_siblings_and_no_others() {
        let texts = |maker, station, modality| {
            [
                (MANUFACTURER, "LO", maker),
                (STATION_NAME, "SH", station),
                ([8, 0x60], "CS", modality),
            ]
        };
        let one = key_of(&texts("Heron", "H1", "US"), 4);
        assert!(one.is_some());
        assert_eq!(one, key_of(&texts("Heron", "H1", "US"), 4));
        for (texts, columns) in [
            (texts("Heron", "H1", "US"), 6),
            (texts("Heron", "H2", "US"), 4),
            (texts("Kite", "H1", "US"), 4),
            (texts("Heron", "H1", "SC"), 4),
        ] {
            assert_ne!(one, key_of(&texts, columns), "{texts:?} {columns}");
        }
    }

    #[test]
    fn a_file_that_names_no_device_has_no_siblings() {
        assert_eq!(key_of(&[([8, 0x60], "CS", "US")], 4), None);
    }
}
