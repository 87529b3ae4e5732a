//! The values of a header that identify somebody: what the picture is searched for.

use dicom_core::dictionary::{DataDictionary as _, DataDictionaryEntry as _};
use dicom_core::value::Value;
use dicom_core::{Tag, VR};
use dicom_dictionary_std::StandardDataDictionary;
use dicom_object::InMemDicomObject;
use dicom_object::mem::InMemElement;

use deid_model::{IdentifierKind, IdentifyingValue};

use super::action::{HeaderAction, action_for};
use super::annex_e::DESCRIPTORS;

/// All values of attributes that the Basic Profile removes or replaces, at every nesting level, in the order of the
/// header, each once.
///
/// Left out are UIDs and codes, which nobody writes into a picture, free descriptions, which mostly hold harmless
/// words, and private attributes other than names.
#[must_use]
pub fn identifying_values(header: &InMemDicomObject) -> Vec<IdentifyingValue> {
    let mut values = Vec::new();
    collect(header, &mut values);
    values
}

fn collect(object: &InMemDicomObject, values: &mut Vec<IdentifyingValue>) {
    for element in object {
        match element.value() {
            Value::Primitive(_) => take(element, values),
            Value::Sequence(items) => items.items().iter().for_each(|item| collect(item, values)),
            Value::PixelSequence(_) => {}
        }
    }
}

fn take(element: &InMemElement, values: &mut Vec<IdentifyingValue>) {
    let tag = element.header().tag;
    let source = keyword(tag);
    let Some(kind) = kind_of(tag, element.vr(), source) else {
        return;
    };
    let Ok(texts) = element.to_multi_str() else {
        return;
    };
    for text in texts.iter() {
        let text = text.trim_matches([' ', '\0']);
        let halves = match (element.vr(), text.split_at_checked(8)) {
            // PS3.5 6.2: a date, then a time, then perhaps an offset from UTC.
            (VR::DT, Some((date, time))) => [
                (IdentifierKind::Date, date),
                (
                    IdentifierKind::Time,
                    time.split(['+', '-']).next().unwrap_or_default(),
                ),
            ],
            _ => [(kind, text), (kind, "")],
        };
        for (kind, text) in halves.into_iter().filter(|(_, text)| !text.is_empty()) {
            let value = IdentifyingValue {
                kind,
                value: text.to_owned(),
                source,
            };
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
}

/// The keyword of an attribute; `private` where the standard names none.
fn keyword(tag: Tag) -> &'static str {
    let entry = StandardDataDictionary.by_tag(tag);
    entry.map_or("private", |entry| entry.alias())
}

/// The same keyword as the standard holds it; `private` where it holds none.
pub fn known_keyword(keyword: &str) -> &'static str {
    let entry = StandardDataDictionary.by_name(keyword);
    entry.map_or("private", |entry| entry.alias())
}

/// What the values of an attribute are; `None` where they are not searched for.
fn kind_of(tag: Tag, vr: VR, keyword: &str) -> Option<IdentifierKind> {
    let number = u32::from(tag.group()) << 16 | u32::from(tag.element());
    let described = DESCRIPTORS.binary_search(&number).is_ok();
    if action_for(tag) == HeaderAction::Keep || (described && vr != VR::PN) {
        return None;
    }
    if tag.group() % 2 == 1 {
        return (vr == VR::PN).then_some(IdentifierKind::Name);
    }
    match vr {
        VR::PN => Some(IdentifierKind::Name),
        VR::DA | VR::DT => Some(IdentifierKind::Date),
        VR::TM => Some(IdentifierKind::Time),
        VR::AS => Some(IdentifierKind::Age),
        VR::LO | VR::SH | VR::UC | VR::ST | VR::LT | VR::UT => Some(kind_by_name(keyword)),
        _ => None,
    }
}

fn kind_by_name(keyword: &str) -> IdentifierKind {
    let holds = |parts: &[&str]| parts.iter().any(|part| keyword.contains(part));
    if holds(&["Telephone", "Fax"]) {
        IdentifierKind::Phone
    } else if holds(&["Address", "Residence", "Country", "Region"]) {
        IdentifierKind::Address
    } else if holds(&["Institution", "Facility", "Department", "Organization"]) {
        IdentifierKind::Institution
    } else if keyword.ends_with("ID") || holds(&["Number", "Identifier", "IDs"]) {
        IdentifierKind::Id
    } else {
        IdentifierKind::Text
    }
}

#[cfg(test)]
mod tests {
    use dicom_core::value::DataSetSequence;
    use dicom_core::{DataElement, Length};
    use dicom_dictionary_std::tags;

    use super::*;

    fn told(header: &InMemDicomObject) -> Vec<(IdentifierKind, String, &'static str)> {
        let values = identifying_values(header).into_iter();
        values
            .map(|one| (one.kind, one.value, one.source))
            .collect()
    }

    #[test]
    fn names_numbers_dates_and_places_are_searched_for_and_descriptions_are_not() {
        let header = InMemDicomObject::from_element_iter([
            DataElement::new(tags::STUDY_DATE, VR::DA, "20200229"),
            DataElement::new(tags::MODALITY, VR::CS, "US"),
            DataElement::new(tags::INSTITUTION_NAME, VR::LO, "Heron Clinic"),
            DataElement::new(tags::STUDY_DESCRIPTION, VR::LO, "CHEST PA"),
            DataElement::new(tags::PATIENT_NAME, VR::PN, "Kestrel^Ada"),
            DataElement::new(tags::PATIENT_ID, VR::LO, "K-77 "),
            DataElement::new(tags::SOP_INSTANCE_UID, VR::UI, "1.2.3"),
        ]);
        let expected = [
            (IdentifierKind::Date, "20200229", "StudyDate"),
            (
                IdentifierKind::Institution,
                "Heron Clinic",
                "InstitutionName",
            ),
            (IdentifierKind::Name, "Kestrel^Ada", "PatientName"),
            (IdentifierKind::Id, "K-77", "PatientID"),
        ];
        let expected = expected.map(|(kind, value, source)| (kind, value.to_owned(), source));
        assert_eq!(told(&header), expected);
    }

    #[test]
    fn values_inside_sequences_count_once_and_a_date_with_time_is_both() {
        let item = InMemDicomObject::from_element_iter([
            DataElement::new(tags::ACCESSION_NUMBER, VR::SH, "A5521"),
            DataElement::new(tags::ACQUISITION_DATE_TIME, VR::DT, "20200229101500.5+0100"),
        ]);
        let items = DataSetSequence::new(vec![item], Length::UNDEFINED);
        let header = InMemDicomObject::from_element_iter([
            DataElement::new(tags::ACCESSION_NUMBER, VR::SH, "A5521"),
            DataElement::new(tags::REQUEST_ATTRIBUTES_SEQUENCE, VR::SQ, items),
        ]);
        let expected = [
            (IdentifierKind::Id, "A5521", "AccessionNumber"),
            (IdentifierKind::Date, "20200229", "AcquisitionDateTime"),
            (IdentifierKind::Time, "101500.5", "AcquisitionDateTime"),
        ];
        let expected = expected.map(|(kind, value, source)| (kind, value.to_owned(), source));
        assert_eq!(told(&header), expected);
    }

    #[test]
    fn debug_output_hides_the_values() {
        let header = InMemDicomObject::from_element_iter([DataElement::new(
            tags::PATIENT_ID,
            VR::LO,
            "K-77",
        )]);
        assert!(!format!("{:?}", identifying_values(&header)).contains("K-77"));
    }
}
