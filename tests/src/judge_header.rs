//! Judges the header of an output: nothing is left that must go, and no claim is made that is not true.

use dicom_core::Tag;
use dicom_core::header::Header as _;
use dicom_core::value::Value;
use dicom_dictionary_std::tags;
use dicom_object::{DefaultDicomObject, InMemDicomObject};

use crate::stored::text;

/// All that is wrong with the header of an output in which somebody kept what may be PHI, or not.
#[must_use]
pub fn problems(object: &DefaultDicomObject, bytes: &[u8], keeps_phi: bool) -> Vec<String> {
    let mut problems = leftovers(object);
    let mut expect = |holds: bool, what: &str| {
        if !holds {
            problems.push(what.to_owned());
        }
    };
    expect(bytes[..128] == [0; 128], "the preamble is not empty");
    let claims = [
        text(object, tags::PATIENT_IDENTITY_REMOVED),
        text(object, tags::BURNED_IN_ANNOTATION),
        method_codes(object).join(" "),
    ];
    let expected = if keeps_phi {
        ["NO", "YES", "113100"]
    } else {
        ["YES", "NO", "113100 113101"]
    };
    expect(
        claims == expected,
        "the header claims more or less than was done",
    );
    expect(
        text(object, tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED) == "REMOVED",
        "dates are removed but not said to be",
    );
    expect(
        text(object, tags::RECOGNIZABLE_VISUAL_FEATURES).is_empty(),
        "RecognizableVisualFeatures is claimed",
    );
    let instance = text(object, tags::SOP_INSTANCE_UID);
    let media = object.meta().media_storage_sop_instance_uid();
    expect(
        media.trim_end_matches('\0') == instance && !instance.is_empty(),
        "file meta and data set name different instances",
    );
    expect(
        object.meta().source_application_entity_title.is_none(),
        "the AE title is left",
    );
    problems
}

fn method_codes(object: &InMemDicomObject) -> Vec<String> {
    let sequence = object.get(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE);
    let items = sequence
        .and_then(|element| element.items())
        .unwrap_or_default();
    items
        .iter()
        .map(|item| text(item, tags::CODE_VALUE))
        .collect()
}

/// Private elements, curves, overlays and icons, at any depth.
fn leftovers(object: &InMemDicomObject) -> Vec<String> {
    let mut found = Vec::new();
    for element in object {
        let tag = element.tag();
        if must_go(tag) {
            found.push(format!("{tag} is left"));
        }
        if let Value::Sequence(sequence) = element.value() {
            for item in sequence.items() {
                found.extend(leftovers(item));
            }
        }
    }
    found
}

fn must_go(tag: Tag) -> bool {
    let repeating = tag.group() & 0xff00;
    tag.group() % 2 == 1
        || repeating == 0x5000
        || repeating == 0x6000
        || tag == tags::ICON_IMAGE_SEQUENCE
}
