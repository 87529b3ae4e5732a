//! What each kind of image needs beside the common header.

use super::element::{Element, Value};
use super::header::Place;
use super::pixel::Pixels;
use crate::identity::Identity;

/// The kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Computed radiography.
    Cr,
    /// Computed tomography; stored values are Hounsfield units less this intercept.
    Ct {
        /// _Rescale Intercept_.
        intercept: i16,
    },
    /// Ultrasound, one frame or many.
    Us,
    /// Digital mammography, for presentation.
    Mg,
    /// Secondary capture.
    Sc,
}

impl Kind {
    /// The _Modality_ code.
    #[must_use]
    pub const fn modality(self) -> &'static str {
        match self {
            Self::Cr => "CR",
            Self::Ct { .. } => "CT",
            Self::Us => "US",
            Self::Mg => "MG",
            Self::Sc => "OT",
        }
    }

    /// The SOP Class UID.
    #[must_use]
    pub const fn sop_class(self, pixels: &Pixels) -> &'static str {
        match self {
            Self::Cr => "1.2.840.10008.5.1.4.1.1.1",
            Self::Ct { .. } => "1.2.840.10008.5.1.4.1.1.2",
            Self::Us if pixels.frames > 1 => "1.2.840.10008.5.1.4.1.1.3.1",
            Self::Us => "1.2.840.10008.5.1.4.1.1.6.1",
            Self::Mg => "1.2.840.10008.5.1.4.1.1.1.2",
            Self::Sc => "1.2.840.10008.5.1.4.1.1.7",
        }
    }

    /// The elements of its own modules.
    pub(super) fn elements(self, person: &Identity, place: Place, pixels: &Pixels) -> Vec<Element> {
        match self {
            Self::Cr => radiograph(pixels),
            Self::Ct { intercept } => tomogram(person, place, intercept),
            Self::Us => ultrasound(pixels),
            Self::Mg => mammogram(pixels),
            Self::Sc => vec![
                Element::text(8, 8, "CS", "ORIGINAL\\SECONDARY"),
                Element::text(8, 0x64, "CS", "WSD"),
                Element::text(0x20, 0x20, "CS", ""),
                Element::text(0x20, 0x60, "CS", ""),
            ],
        }
    }
}

/// A linear window over all that the samples can hold.
fn full_window(pixels: &Pixels) -> [Element; 2] {
    let width = 1u32 << pixels.bits_stored;
    [
        Element::text(0x28, 0x1050, "DS", (width / 2).to_string()),
        Element::text(0x28, 0x1051, "DS", width.to_string()),
    ]
}

fn radiograph(pixels: &Pixels) -> Vec<Element> {
    let mut elements = vec![
        Element::text(8, 8, "CS", "ORIGINAL\\PRIMARY"),
        Element::text(0x18, 0x15, "CS", "CHEST"),
        Element::text(0x18, 0x5101, "CS", "AP"),
        Element::text(0x20, 0x20, "CS", "L\\F"),
        Element::text(0x28, 0x30, "DS", "0.2\\0.2"),
    ];
    elements.extend(full_window(pixels));
    elements
}

fn tomogram(person: &Identity, place: Place, intercept: i16) -> Vec<Element> {
    let height = f64::from(place.instance) * 5.0 - 120.0;
    vec![
        Element::text(8, 8, "CS", "ORIGINAL\\PRIMARY\\AXIAL"),
        Element::text(0x18, 0x50, "DS", "5"),
        Element::text(0x18, 0x60, "DS", "120"),
        Element::text(0x18, 0x5100, "CS", "HFS"),
        Element::text(0x20, 0x12, "IS", "1"),
        Element::text(0x20, 0x32, "DS", format!("-180\\-180\\{height}")),
        Element::text(0x20, 0x37, "DS", "1\\0\\0\\0\\1\\0"),
        Element::text(
            0x20,
            0x52,
            "UI",
            person.uid("frame-of-reference", place.study),
        ),
        Element::text(0x20, 0x1040, "LO", ""),
        Element::text(0x28, 0x30, "DS", "0.7\\0.7"),
        Element::text(0x28, 0x1050, "DS", "40"),
        Element::text(0x28, 0x1051, "DS", "400"),
        Element::text(0x28, 0x1052, "DS", intercept.to_string()),
        Element::text(0x28, 0x1053, "DS", "1"),
        Element::text(0x28, 0x1054, "LO", "HU"),
    ]
}

fn ultrasound(pixels: &Pixels) -> Vec<Element> {
    let mut elements = vec![
        Element::text(8, 8, "CS", "ORIGINAL\\PRIMARY\\ABDOMINAL\\0001"),
        Element::text(0x20, 0x20, "CS", ""),
        Element::text(0x20, 0x60, "CS", ""),
    ];
    if pixels.frames > 1 {
        elements.push(Element::text(0x18, 0x1063, "DS", "40"));
        elements.push(Element::text(0x28, 8, "IS", pixels.frames.to_string()));
        elements.push(Element::new(
            0x28,
            9,
            "AT",
            Value::Short(vec![0x18, 0x1063]),
        ));
    }
    elements
}

fn code(value: &str, meaning: &str) -> Vec<Element> {
    vec![
        Element::text(8, 0x100, "SH", value),
        Element::text(8, 0x102, "SH", "SCT"),
        Element::text(8, 0x104, "LO", meaning),
    ]
}

fn mammogram(pixels: &Pixels) -> Vec<Element> {
    let mut view = code("399162004", "cranio-caudal");
    view.push(Element::items(0x54, 0x222, Vec::new()));
    let mut elements = vec![
        Element::text(8, 8, "CS", "ORIGINAL\\PRIMARY\\"),
        Element::text(8, 0x68, "CS", "FOR PRESENTATION"),
        Element::items(8, 0x2218, vec![code("76752008", "Breast")]),
        Element::text(0x18, 0x15, "CS", "BREAST"),
        Element::text(0x18, 0x1164, "DS", "0.07\\0.07"),
        Element::text(0x18, 0x1508, "CS", "MAMMOGRAPHIC"),
        Element::text(0x18, 0x7004, "CS", "DIRECT"),
        Element::text(0x20, 0x20, "CS", "A\\L"),
        Element::text(0x20, 0x62, "CS", "L"),
        Element::text(0x28, 0x301, "CS", "YES"),
        Element::text(0x28, 0x1040, "CS", "LOG"),
        Element::new(0x28, 0x1041, "SS", Value::Short(vec![1])),
        Element::text(0x28, 0x1052, "DS", "0"),
        Element::text(0x28, 0x1053, "DS", "1"),
        Element::text(0x28, 0x1054, "LO", "US"),
        Element::text(0x40, 0x318, "CS", "BREAST"),
        Element::items(0x40, 0x555, Vec::new()),
        Element::items(0x54, 0x220, vec![view]),
        Element::text(0x2050, 0x20, "CS", "IDENTITY"),
    ];
    elements.extend(full_window(pixels));
    elements
}
