//! Values that the rules ask for: by the way to an attribute, and the ultrasound regions.

use deid_model::{AttributeName, UltrasoundRegion};
use dicom_core::Tag;
use dicom_core::dictionary::{DataDictionary as _, DataDictionaryEntry as _};
use dicom_dictionary_std::{StandardDataDictionary, tags};
use dicom_object::InMemDicomObject;

/// The value at the end of `path` as text, several values parted by backslashes; of sequences the first item counts.
#[must_use]
pub fn value_at(header: &InMemDicomObject, path: &[AttributeName]) -> Option<String> {
    let (last, sequences) = path.split_last()?;
    let mut object = header;
    for name in sequences {
        object = object.get(tag_of(name)?)?.items()?.first()?;
    }
    let element = object.get(tag_of(last)?)?;
    let text = element.to_str().ok()?;
    Some(text.trim_matches([' ', '\0']).to_owned())
}

/// The items of _Sequence of Ultrasound Regions_, in their order; one without all four sides, or with a negative one, is
/// left empty, so that none of them can be believed.
#[must_use]
pub fn ultrasound_regions(header: &InMemDicomObject) -> Vec<UltrasoundRegion> {
    let sequence = header.get(tags::SEQUENCE_OF_ULTRASOUND_REGIONS);
    let items = sequence.and_then(|element| element.items());
    let side = |item: &InMemDicomObject, tag: Tag| item.get(tag)?.to_int::<u32>().ok();
    let region = |item: &InMemDicomObject| {
        Some(UltrasoundRegion {
            x0: side(item, tags::REGION_LOCATION_MIN_X0)?,
            y0: side(item, tags::REGION_LOCATION_MIN_Y0)?,
            x1: side(item, tags::REGION_LOCATION_MAX_X1)?,
            y1: side(item, tags::REGION_LOCATION_MAX_Y1)?,
        })
    };
    let nowhere = UltrasoundRegion {
        x0: 1,
        y0: 1,
        x1: 0,
        y1: 0,
    };
    let items = items.unwrap_or_default().iter();
    items.map(|item| region(item).unwrap_or(nowhere)).collect()
}

fn tag_of(name: &AttributeName) -> Option<Tag> {
    match name {
        AttributeName::Keyword(keyword) => {
            let entry = StandardDataDictionary.by_name(keyword)?;
            Some(entry.tag())
        }
        AttributeName::Tag { group, element } => Some(Tag(*group, *element)),
    }
}

#[cfg(test)]
mod tests {
    use dicom_core::value::{DataSetSequence, PrimitiveValue};
    use dicom_core::{DataElement, VR};

    use super::*;

    fn region(sides: [(Tag, u32); 4]) -> InMemDicomObject {
        let element = |(tag, value)| DataElement::new(tag, VR::UL, PrimitiveValue::from(value));
        InMemDicomObject::from_element_iter(sides.map(element))
    }

    fn header() -> InMemDicomObject {
        let sides = [
            (tags::REGION_LOCATION_MIN_X0, 0),
            (tags::REGION_LOCATION_MIN_Y0, 60),
            (tags::REGION_LOCATION_MAX_X1, 799),
            (tags::REGION_LOCATION_MAX_Y1, 599),
        ];
        let mut broken = region(sides);
        broken.remove_element(tags::REGION_LOCATION_MAX_Y1);
        let items = DataSetSequence::from(vec![region(sides), broken]);
        InMemDicomObject::from_element_iter([
            DataElement::new(tags::MODALITY, VR::CS, "US "),
            DataElement::new(tags::SEQUENCE_OF_ULTRASOUND_REGIONS, VR::SQ, items),
        ])
    }

    #[test]
    fn a_value_is_found_by_keyword_by_tag_and_inside_a_sequence() {
        let keyword = |name: &str| AttributeName::Keyword(name.to_owned());
        let modality = AttributeName::Tag {
            group: 0x8,
            element: 0x60,
        };
        let header = header();
        for name in [keyword("Modality"), modality] {
            assert_eq!(value_at(&header, &[name]).as_deref(), Some("US"));
        }
        let nested = [
            keyword("SequenceOfUltrasoundRegions"),
            keyword("RegionLocationMinY0"),
        ];
        assert_eq!(value_at(&header, &nested).as_deref(), Some("60"));
        assert_eq!(value_at(&header, &[keyword("PatientName")]), None);
        assert_eq!(value_at(&header, &[keyword("NoSuchKeyword")]), None);
    }

    #[test]
    fn a_region_without_all_its_sides_is_empty() {
        let regions = ultrasound_regions(&header());
        assert_eq!(
            regions.first().and_then(|it| it.area()).map(|it| it.area()),
            Some(800 * 540)
        );
        assert_eq!(regions.get(1).and_then(|it| it.area()), None);
        assert_eq!(regions.len(), 2);
    }
}
