//! A header that tells too much: every place where a person may be named, in an otherwise valid object.

use super::element::{Element, Value};
use super::modality::Kind;
use super::pixel::Pixels;
use crate::identity::Identity;

/// Which study, series and instance of a person a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Number of the study.
    pub study: u32,
    /// Number of the series.
    pub series: u32,
    /// Number of the instance, from 0.
    pub instance: u32,
}

impl Place {
    /// UIDs of study, series and instance.
    #[must_use]
    pub fn uids(self, person: &Identity) -> [String; 3] {
        let series = self.study * 100 + self.series;
        [
            person.uid("study", self.study),
            person.uid("series", series),
            person.uid("instance", series * 10_000 + self.instance),
        ]
    }
}

/// Every header value that must be gone after de-identification, UIDs included.
#[must_use]
pub fn secrets(person: &Identity, place: Place) -> Vec<String> {
    let mut values = person.secrets();
    values.extend(place.uids(person));
    values
}

/// The data set of one file.
#[must_use]
pub fn data_set(person: &Identity, place: Place, kind: Kind, pixels: &Pixels) -> Vec<Element> {
    let [study, series, instance] = place.uids(person);
    let mut elements = vec![
        Element::text(8, 5, "CS", "ISO_IR 100"),
        Element::text(8, 0x16, "UI", kind.sop_class(pixels)),
        Element::text(8, 0x18, "UI", instance),
        Element::text(0x20, 0xd, "UI", study),
        Element::text(0x20, 0xe, "UI", series),
        Element::text(8, 0x60, "CS", kind.modality()),
    ];
    elements.extend(patient(person));
    elements.extend(study_and_series(person, place));
    elements.extend(equipment(person));
    elements.extend(references(person, kind, pixels));
    elements.extend(private(person));
    elements.extend(icon());
    elements.extend(overlay(person));
    elements.extend(kind.elements(person, place, pixels));
    elements.extend(pixels.elements());
    elements
}

fn patient(person: &Identity) -> Vec<Element> {
    let other = vec![
        Element::text(0x10, 0x20, "LO", person.other_id.clone()),
        Element::text(0x10, 0x21, "LO", person.institution),
        Element::text(0x10, 0x22, "CS", "TEXT"),
    ];
    vec![
        Element::text(0x10, 0x10, "PN", person.person_name()),
        Element::text(0x10, 0x20, "LO", person.id.clone()),
        Element::text(0x10, 0x30, "DA", person.birth_date.clone()),
        Element::text(0x10, 0x40, "CS", "O"),
        Element::items(0x10, 0x1002, vec![other]),
        Element::text(0x10, 0x1010, "AS", "061Y"),
        Element::text(0x10, 0x1040, "LO", person.address),
        Element::text(0x10, 0x2154, "SH", "555 0100 774"),
        Element::text(
            0x10,
            0x4000,
            "LT",
            format!("Sister of {} asked to be called", person.family),
        ),
    ]
}

fn study_and_series(person: &Identity, place: Place) -> Vec<Element> {
    let request = vec![
        Element::text(0x40, 7, "LO", format!("Follow-up for {}", person.family)),
        Element::text(0x40, 9, "SH", person.accession.clone()),
        Element::text(0x40, 0x1001, "SH", person.accession.clone()),
    ];
    let mut elements = vec![
        Element::text(8, 0x20, "DA", person.study_date.clone()),
        Element::text(8, 0x21, "DA", person.study_date.clone()),
        Element::text(8, 0x22, "DA", person.study_date.clone()),
        Element::text(8, 0x23, "DA", person.study_date.clone()),
        Element::text(8, 0x50, "SH", person.accession.clone()),
        Element::text(8, 0x90, "PN", person.physician),
        Element::text(
            8,
            0x1030,
            "LO",
            format!("Study of {}", person.person_name()),
        ),
        Element::text(8, 0x103e, "LO", "Routine"),
        Element::text(8, 0x1048, "PN", person.physician),
        Element::text(8, 0x1070, "PN", person.operator),
        Element::text(0x20, 0x10, "SH", person.accession.clone()),
        Element::text(0x20, 0x11, "IS", (place.series + 1).to_string()),
        Element::text(0x20, 0x13, "IS", (place.instance + 1).to_string()),
        Element::text(
            0x20,
            0x4000,
            "LT",
            format!("{} seen with {}", person.family, person.physician),
        ),
        Element::items(0x40, 0x275, vec![request]),
    ];
    for element in [0x30, 0x31, 0x32, 0x33] {
        elements.push(Element::text(8, element, "TM", person.study_time.clone()));
    }
    elements
}

fn equipment(person: &Identity) -> Vec<Element> {
    vec![
        Element::text(8, 0x70, "LO", "Phantom Works"),
        Element::text(8, 0x80, "LO", person.institution),
        Element::text(8, 0x81, "ST", person.address),
        Element::text(8, 0x1010, "SH", person.station),
        Element::text(8, 0x1090, "LO", "PW-1"),
        Element::text(0x18, 0x1000, "LO", format!("SN{}", person.station)),
        Element::text(0x18, 0x1020, "LO", "1.0"),
    ]
}

fn references(person: &Identity, kind: Kind, pixels: &Pixels) -> Vec<Element> {
    let purpose = vec![
        Element::text(8, 0x100, "SH", "121311"),
        Element::text(8, 0x102, "SH", "DCM"),
        Element::text(8, 0x104, "LO", "Localizer"),
    ];
    let image = vec![
        Element::text(8, 0x1150, "UI", kind.sop_class(pixels)),
        Element::text(8, 0x1155, "UI", person.uid("localizer", 0)),
        Element::items(0x40, 0xa170, vec![purpose]),
    ];
    vec![Element::items(8, 0x1140, vec![image])]
}

fn private(person: &Identity) -> Vec<Element> {
    let inner = vec![
        Element::text(9, 0x10, "LO", "PHANTOM WORKS"),
        Element::text(9, 0x1001, "PN", person.person_name()),
    ];
    vec![
        Element::text(9, 0x10, "LO", "PHANTOM WORKS"),
        Element::text(9, 0x1001, "PN", person.person_name()),
        Element::new(
            9,
            0x1002,
            "UN",
            Value::Bytes(person.id.clone().into_bytes()),
        ),
        Element::items(9, 0x1003, vec![inner]),
    ]
}

/// A thumbnail, as some machines add it: 16 by 16 pixels of grey.
fn icon() -> Vec<Element> {
    let item = vec![
        Element::short(0x28, 2, 1),
        Element::text(0x28, 4, "CS", "MONOCHROME2"),
        Element::short(0x28, 0x10, 16),
        Element::short(0x28, 0x11, 16),
        Element::short(0x28, 0x100, 8),
        Element::short(0x28, 0x101, 8),
        Element::short(0x28, 0x102, 7),
        Element::short(0x28, 0x103, 0),
        Element::new(0x7fe0, 0x10, "OB", Value::Bytes((0..=255).collect())),
    ];
    vec![Element::items(0x88, 0x200, vec![item])]
}

/// A graphics overlay of 64 by 16 bits whose description names the patient.
fn overlay(person: &Identity) -> Vec<Element> {
    let stripes = (0..64)
        .map(|at| if at % 8 < 4 { 0xf0f0 } else { 0x0f0f })
        .collect();
    vec![
        Element::short(0x6000, 0x10, 16),
        Element::short(0x6000, 0x11, 64),
        Element::text(0x6000, 0x22, "LO", person.person_name()),
        Element::text(0x6000, 0x40, "CS", "G"),
        Element::new(0x6000, 0x50, "SS", Value::Short(vec![1, 1])),
        Element::short(0x6000, 0x100, 1),
        Element::short(0x6000, 0x102, 0),
        Element::new(0x6000, 0x3000, "OW", Value::Short(stripes)),
    ]
}
