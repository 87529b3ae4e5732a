//! The Basic Profile applied to a whole header, at every nesting level.

use deid_model::report::MetadataFacts;
use dicom_core::header::HasLength as _;
use dicom_core::value::{DataSetSequence, PrimitiveValue, Value};
use dicom_core::{DataElement, Tag, VR};
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;
use dicom_object::mem::InMemElement;

use super::action::{HeaderAction, action_for};
use super::dummy::dummy_value;
use super::removed::RemovedValues;
use crate::key::{Key, Purpose, hex};

/// The group of pixel data and their offset tables.
const PIXEL_GROUP: u16 = 0x7fe0;
/// UIDs below this root belong to the standard and name no instance.
const STANDARD_ROOT: &str = "1.2.840.10008.1.";

/// A cleaned header, with what became of it.
#[derive(Debug)]
pub struct CleanHeader {
    /// The header, without pixel data.
    pub header: InMemDicomObject,
    /// What was done, counted.
    pub facts: MetadataFacts,
    /// What was removed or replaced, to search the output for.
    pub removed: RemovedValues,
}

/// Cleans `header` by the Basic Profile.
///
/// Order: removal, emptying, dummies and UIDs by the table, at every level; then the patient's
/// pseudonym. Elements of unknown value representation go, since nobody can tell what they hold.
#[must_use]
pub fn clean_header(header: &InMemDicomObject, key: &Key) -> CleanHeader {
    let mut cleaning = Cleaning {
        key,
        facts: MetadataFacts::default(),
        removed: RemovedValues::default(),
    };
    let mut clean = cleaning.items_of(header);
    if header.get(tags::PATIENT_ID).is_some() || header.get(tags::PATIENT_NAME).is_some() {
        let pseudonym = patient_pseudonym(header, key);
        clean.put(DataElement::new(
            tags::PATIENT_ID,
            VR::LO,
            pseudonym.as_str(),
        ));
        clean.put(DataElement::new(
            tags::PATIENT_NAME,
            VR::PN,
            pseudonym.as_str(),
        ));
    }
    let Cleaning {
        facts, mut removed, ..
    } = cleaning;
    for_each_text(&clean, &mut |text| removed.forget(text));
    // A scanner's maker is kept, and some sites enter it as their institution: it names no patient.
    for tag in [tags::MANUFACTURER, tags::MANUFACTURER_MODEL_NAME] {
        let maker = clean
            .get(tag)
            .and_then(|element| element.to_str().ok())
            .unwrap_or_default();
        maker
            .split(|c: char| !c.is_alphanumeric())
            .for_each(|word| removed.forget(word));
    }
    CleanHeader {
        header: clean,
        facts,
        removed,
    }
}

/// Calls `visit` with every text value of `object`, at every level.
pub fn for_each_text(object: &InMemDicomObject, visit: &mut impl FnMut(&str)) {
    for element in object {
        match element.value() {
            Value::Primitive(value) if is_text(element.vr()) => {
                value
                    .to_multi_str()
                    .iter()
                    .for_each(|text| visit(text.trim_matches([' ', '\0'])));
            }
            Value::Sequence(items) => items
                .items()
                .iter()
                .for_each(|item| for_each_text(item, visit)),
            Value::Primitive(_) | Value::PixelSequence(_) => {}
        }
    }
}

fn is_text(vr: VR) -> bool {
    matches!(
        vr,
        VR::AE
            | VR::AS
            | VR::CS
            | VR::DA
            | VR::DT
            | VR::LO
            | VR::LT
            | VR::PN
            | VR::SH
            | VR::ST
            | VR::TM
            | VR::UC
            | VR::UI
            | VR::UR
            | VR::UT
    )
}

/// Patient identity is issuer and _Patient ID_; without a usable id it falls back to the study, so
/// that strangers never become one patient.
fn patient_pseudonym(header: &InMemDicomObject, key: &Key) -> String {
    let text = |tag: Tag| {
        let value = header.get(tag).and_then(|element| element.to_str().ok());
        value
            .map(|value| value.trim_matches([' ', '\0']).to_lowercase())
            .unwrap_or_default()
    };
    let id = text(tags::PATIENT_ID);
    let placeholder = !id.chars().any(|c| c.is_alphanumeric() && c != '0')
        || matches!(
            id.as_str(),
            "unknown" | "anonymous" | "anon" | "none" | "null" | "test" | "na" | "n/a"
        );
    let identity = if placeholder {
        format!("study\n{}", text(tags::STUDY_INSTANCE_UID))
    } else {
        format!("patient\n{}\n{id}", text(tags::ISSUER_OF_PATIENT_ID))
    };
    let digest = key.pseudonym(Purpose::Patient, identity.as_bytes());
    format!("P{}", hex(digest.get(..8).unwrap_or_default()))
}

struct Cleaning<'a> {
    key: &'a Key,
    facts: MetadataFacts,
    removed: RemovedValues,
}

impl Cleaning<'_> {
    fn items_of(&mut self, object: &InMemDicomObject) -> InMemDicomObject {
        InMemDicomObject::from_element_iter(
            object.iter().filter_map(|element| self.element(element)),
        )
    }

    fn element(&mut self, element: &InMemElement) -> Option<InMemElement> {
        let tag = element.header().tag;
        let action = match action_for(tag) {
            HeaderAction::Keep | HeaderAction::ReplaceUid if element.vr() == VR::UN => {
                HeaderAction::Remove
            }
            action => action,
        };
        match action {
            HeaderAction::Keep => Some(self.kept(element)),
            HeaderAction::Remove => {
                self.count_date(element.vr());
                self.facts.removed += 1;
                if tag.group() % 2 == 1 {
                    self.facts.private += 1;
                } else {
                    self.remember(element);
                }
                None
            }
            HeaderAction::Empty => {
                self.count_date(element.vr());
                self.facts.emptied += 1;
                self.remember(element);
                Some(empty(tag, element.vr()))
            }
            HeaderAction::Dummy => {
                self.count_date(element.vr());
                self.facts.replaced += 1;
                self.remember(element);
                Some(dummy(tag, element.vr()))
            }
            HeaderAction::ReplaceUid => Some(self.with_new_uids(element)),
        }
    }

    /// A kept element; sequences are cleaned inside (PS3.15 E.1.1: at every level).
    fn kept(&mut self, element: &InMemElement) -> InMemElement {
        match element.value() {
            Value::Sequence(sequence) => {
                let items: Vec<_> = sequence
                    .items()
                    .iter()
                    .map(|item| self.items_of(&without_pixels(item)))
                    .collect();
                DataElement::new(element.header().tag, VR::SQ, DataSetSequence::from(items))
            }
            Value::Primitive(_) | Value::PixelSequence(_) => element.clone(),
        }
    }

    fn with_new_uids(&mut self, element: &InMemElement) -> InMemElement {
        let Value::Primitive(value) = element.value() else {
            return self.kept(element);
        };
        let old = value.to_multi_str();
        let new: Vec<String> = old
            .iter()
            .map(|uid| self.new_uid(uid.trim_matches([' ', '\0'])))
            .collect();
        self.remember(element);
        DataElement::new(
            element.header().tag,
            VR::UI,
            PrimitiveValue::Strs(new.into()),
        )
    }

    fn new_uid(&mut self, uid: &str) -> String {
        if uid.is_empty() || uid.starts_with(STANDARD_ROOT) {
            return uid.to_owned();
        }
        self.facts.uids += 1;
        self.key.uid(uid)
    }

    fn count_date(&mut self, vr: VR) {
        self.facts.dates += u32::from(matches!(vr, VR::DA | VR::TM | VR::DT));
    }

    fn remember(&mut self, element: &InMemElement) {
        match element.value() {
            Value::Primitive(value) if !value.is_empty() => {
                let (tag, vr) = (element.header().tag, element.vr());
                value.to_multi_str().iter().for_each(|text| {
                    self.removed
                        .remember(tag, vr, text.trim_matches([' ', '\0']));
                });
            }
            Value::Sequence(sequence) => {
                sequence
                    .items()
                    .iter()
                    .flat_map(|item| item.iter())
                    .for_each(|inner| self.remember(inner));
            }
            Value::Primitive(_) | Value::PixelSequence(_) => {}
        }
    }
}

/// An item of a kept sequence without any pixel data of its own: nobody looks at those.
fn without_pixels(item: &InMemDicomObject) -> InMemDicomObject {
    let elements = item.iter();
    let kept = elements.filter(|element| element.header().tag.group() != PIXEL_GROUP);
    InMemDicomObject::from_element_iter(kept.cloned())
}

fn empty(tag: Tag, vr: VR) -> InMemElement {
    match vr {
        VR::SQ => DataElement::new(tag, VR::SQ, DataSetSequence::<InMemDicomObject>::empty()),
        _ => DataElement::new(tag, vr, PrimitiveValue::Empty),
    }
}

/// A dummy for `tag`; for a sequence one item with a code that means nothing.
fn dummy(tag: Tag, vr: VR) -> InMemElement {
    if vr != VR::SQ {
        return DataElement::new(tag, vr, dummy_value(vr));
    }
    let code = code_item("REMOVED", "99DEID", "Removed");
    DataElement::new(tag, VR::SQ, DataSetSequence::from(vec![code]))
}

/// An item of a code sequence (PS3.3 8.8).
#[must_use]
pub fn code_item(value: &str, scheme: &str, meaning: &str) -> InMemDicomObject {
    InMemDicomObject::from_element_iter([
        DataElement::new(tags::CODE_VALUE, VR::SH, value),
        DataElement::new(tags::CODING_SCHEME_DESIGNATOR, VR::SH, scheme),
        DataElement::new(tags::CODE_MEANING, VR::LO, meaning),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> InMemDicomObject {
        let request = InMemDicomObject::from_element_iter([
            DataElement::new(tags::PATIENT_NAME, VR::PN, "KESTREL^MIRA"),
            DataElement::new(tags::ACCESSION_NUMBER, VR::SH, "ACC-7781"),
            DataElement::new(Tag(0x0009, 0x1001), VR::LO, "Mira"),
            DataElement::new(tags::STUDY_INSTANCE_UID, VR::UI, "1.2.3"),
            DataElement::new(tags::PIXEL_DATA, VR::OW, PrimitiveValue::from(7_u16)),
        ]);
        InMemDicomObject::from_element_iter([
            DataElement::new(tags::SOP_CLASS_UID, VR::UI, "1.2.840.10008.5.1.4.1.1.1"),
            DataElement::new(tags::STUDY_INSTANCE_UID, VR::UI, "1.2.3"),
            DataElement::new(tags::CONTENT_DATE, VR::DA, "20261121"),
            DataElement::new(tags::MODALITY, VR::CS, "CR"),
            DataElement::new(tags::PATIENT_NAME, VR::PN, "KESTREL^MIRA"),
            DataElement::new(tags::PATIENT_ID, VR::LO, "NM-4471820"),
            DataElement::new(
                tags::REQUESTED_PROCEDURE_CODE_SEQUENCE,
                VR::SQ,
                DataSetSequence::from(vec![request]),
            ),
            DataElement::new(Tag(0x0029, 0x0010), VR::LO, "ACME 1.0"),
            DataElement::new(
                Tag(0x6000, 0x3000),
                VR::OB,
                PrimitiveValue::from(vec![1_u8, 2]),
            ),
            DataElement::new(
                Tag(0x0040, 0x9999),
                VR::UN,
                PrimitiveValue::from(b"Mira".to_vec()),
            ),
        ])
    }

    fn text(object: &InMemDicomObject, tag: Tag) -> Option<String> {
        Some(object.get(tag)?.to_str().ok()?.into_owned())
    }

    #[test]
    fn identifiers_go_at_every_level_and_uids_stay_consistent() {
        let key = Key::new([3; 32]);
        let clean = clean_header(&header(), &key);
        let items = clean
            .header
            .get(tags::REQUESTED_PROCEDURE_CODE_SEQUENCE)
            .unwrap()
            .items()
            .unwrap()
            .to_vec();
        assert_eq!(text(&items[0], tags::PATIENT_NAME).as_deref(), Some(""));
        assert_eq!(
            text(&items[0], tags::STUDY_INSTANCE_UID),
            text(&clean.header, tags::STUDY_INSTANCE_UID)
        );
        assert_eq!(
            text(&clean.header, tags::STUDY_INSTANCE_UID),
            Some(key.uid("1.2.3"))
        );
        let mut texts = Vec::new();
        for_each_text(&clean.header, &mut |text| texts.push(text.to_owned()));
        assert!(
            !texts.iter().any(|text| clean.removed.occur_in(text)),
            "{texts:?}"
        );
    }

    #[test]
    fn pixel_data_inside_a_kept_sequence_go_since_nobody_looks_at_them() {
        let clean = clean_header(&header(), &Key::new([3; 32])).header;
        let sequence = clean.get(tags::REQUESTED_PROCEDURE_CODE_SEQUENCE).unwrap();
        let item = &sequence.items().unwrap()[0];
        assert!(item.get(tags::STUDY_INSTANCE_UID).is_some());
        assert!(item.get(tags::PIXEL_DATA).is_none());
    }

    #[test]
    fn standard_uids_and_plain_attributes_stay() {
        let clean = clean_header(&header(), &Key::new([3; 32])).header;
        assert_eq!(
            text(&clean, tags::SOP_CLASS_UID).as_deref(),
            Some("1.2.840.10008.5.1.4.1.1.1")
        );
        assert_eq!(text(&clean, tags::MODALITY).as_deref(), Some("CR"));
    }

    #[test]
    fn private_elements_overlays_and_unknown_ones_are_removed_and_dates_become_dummies() {
        let clean = clean_header(&header(), &Key::new([3; 32]));
        for gone in [
            Tag(0x0029, 0x0010),
            Tag(0x6000, 0x3000),
            Tag(0x0040, 0x9999),
        ] {
            assert!(clean.header.get(gone).is_none(), "{gone:?}");
        }
        assert_eq!(
            text(&clean.header, tags::CONTENT_DATE).as_deref(),
            Some("19000101")
        );
        assert_eq!((clean.facts.private, clean.facts.dates), (2, 1));
    }

    #[test]
    fn one_patient_gets_one_pseudonym_and_placeholders_do_not_join_strangers() {
        let key = Key::new([3; 32]);
        let pseudonym = |id: &str, study: &str| {
            let mut header = header();
            header.put(DataElement::new(tags::PATIENT_ID, VR::LO, id));
            header.put(DataElement::new(tags::STUDY_INSTANCE_UID, VR::UI, study));
            text(&clean_header(&header, &key).header, tags::PATIENT_ID).unwrap()
        };
        assert_eq!(pseudonym("A1", "1.1"), pseudonym("a1 ", "1.2"));
        assert_ne!(pseudonym("A1", "1.1"), pseudonym("A2", "1.1"));
        assert_ne!(pseudonym("ANONYMOUS", "1.1"), pseudonym("anonymous", "1.2"));
        assert_eq!(pseudonym("0000", "1.1"), pseudonym("", "1.1"));
    }
}
