//! Files and drafts for the tests of plans.

use deid_model::region::RegionReason;
use deid_model::{
    Confidence, Coverage, DetectedText, FrameSize, PhiCategory, PhiEntity, PixelBox, TextDetection,
    TextSpan,
};

use super::DraftPlan;
use crate::file::{IdentifiedFile, parse};
use crate::limits::Limits;

/// Columns and rows of [`file`].
pub(crate) const SIZE: FrameSize = FrameSize::new(400, 300);

/// A word of a draft: where, what it says if it was read, and what the rules call it.
pub(crate) struct Sketched {
    pub area: [u32; 4],
    pub text: &'static str,
    pub category: PhiCategory,
    pub score: f32,
    pub reason: RegionReason,
}

/// A word of the header.
pub(crate) fn name(area: [u32; 4]) -> Sketched {
    Sketched {
        area,
        text: "KESTREL",
        category: PhiCategory::Name,
        score: 1.0,
        reason: RegionReason::HeaderValue,
    }
}

/// A word that may be a name, with this score.
pub(crate) fn name_like(area: [u32; 4], score: f32) -> Sketched {
    Sketched {
        score,
        reason: RegionReason::NameLike,
        ..name(area)
    }
}

/// A word of the vocabulary.
pub(crate) fn harmless(area: [u32; 4], text: &'static str) -> Sketched {
    Sketched {
        area,
        text,
        category: PhiCategory::Harmless,
        score: 0.0,
        reason: RegionReason::Vocabulary,
    }
}

/// A word that was found and not read.
pub(crate) fn unread(area: [u32; 4]) -> Sketched {
    Sketched {
        text: "",
        category: PhiCategory::Unknown,
        reason: RegionReason::Unread,
        ..name(area)
    }
}

impl Sketched {
    pub(crate) fn word(&self) -> TextDetection {
        let area = PixelBox::try_from(self.area).unwrap();
        TextDetection {
            text: (!self.text.is_empty()).then(|| self.text.to_owned()),
            ..TextDetection::unread(area, Confidence::new(0.9), 0)
        }
    }

    pub(crate) fn class(&self) -> Option<PhiEntity> {
        (self.reason != RegionReason::Unread).then_some(PhiEntity {
            span: TextSpan { start: 0, end: 1 },
            category: self.category,
            score: Confidence::new(self.score),
            reason: self.reason,
            source: "sketch",
        })
    }
}

/// A black PNG whose last sample is `last`, so that files differ.
pub(crate) fn file(last: u8) -> IdentifiedFile {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIZE.columns, SIZE.rows);
    encoder.set_color(png::ColorType::Grayscale);
    let mut samples = vec![0; SIZE.pixels() as usize];
    *samples.last_mut().unwrap() = last;
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&samples).unwrap();
    writer.finish().unwrap();
    parse(bytes, &Limits::DEFAULT).unwrap()
}

/// A DICOM image of one black pixel with this modality and _Burned In Annotation_.
pub(crate) fn dicom(modality: &str, burned_in: &str) -> IdentifiedFile {
    let texts = [
        ([8, 0x60], "CS", modality),
        ([0x28, 0x301], "CS", burned_in),
    ];
    let told = if burned_in.is_empty() { 1 } else { 2 };
    strip(texts.get(..told).unwrap(), &[0], None)
}

/// A DICOM image of one row of 8-bit samples with these texts in its header; native, or encapsulated as they are in
/// fragments, the first of this length.
pub(crate) fn strip(
    texts: &[([u16; 2], &str, &str)],
    samples: &[u8],
    first_fragment: Option<usize>,
) -> IdentifiedFile {
    let bytes = strip_bytes(texts, samples, first_fragment);
    parse(bytes, &Limits::DEFAULT).unwrap()
}

/// The bytes of the same.
pub(crate) fn strip_bytes(
    texts: &[([u16; 2], &str, &str)],
    samples: &[u8],
    first_fragment: Option<usize>,
) -> Vec<u8> {
    let syntax = match first_fragment {
        None => "1.2.840.10008.1.2.1",
        Some(_) => "1.2.840.10008.1.2.1.98",
    };
    let syntax = text([2, 0x10], "UI", syntax);
    let mut elements = vec![
        text([8, 0x16], "UI", "1.2.840.10008.5.1.4.1.1.7"),
        text([8, 0x18], "UI", "2.25.1"),
        text([0x28, 0x04], "CS", "MONOCHROME2"),
    ];
    let numbers = [(0x02, 1), (0x10, 1), (0x11, samples.len() as u16)];
    let depth = [(0x100, 8), (0x101, 8), (0x102, 7), (0x103, 0)];
    let numbers = numbers.into_iter().chain(depth);
    elements.extend(numbers.map(|(element, value)| number(element, value)));
    let more = texts.iter();
    elements.extend(more.map(|(tag, vr, value)| text(*tag, vr, value)));
    elements.sort_by_key(|element| [[element[1], element[0]], [element[3], element[2]]]);
    let mut bytes = vec![0; 128];
    bytes.extend(b"DICM\x02\x00\x00\x00UL\x04\x00");
    bytes.extend((syntax.len() as u32).to_le_bytes());
    bytes.extend(syntax);
    bytes.extend(elements.concat());
    bytes.extend([0xe0, 0x7f, 0x10, 0]);
    bytes.extend(b"OB\x00\x00");
    let value = |bytes: &mut Vec<u8>, value: &[u8]| {
        bytes.extend((value.len().next_multiple_of(2) as u32).to_le_bytes());
        bytes.extend(value);
        bytes.resize(bytes.len().next_multiple_of(2), 0);
    };
    match first_fragment {
        None => value(&mut bytes, samples),
        Some(first) => {
            bytes.extend([0xff; 4]);
            let (first, rest) = samples.split_at(first);
            for item in [&[], first, rest] {
                bytes.extend([0xfe, 0xff, 0, 0xe0]);
                value(&mut bytes, item);
            }
            bytes.extend([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
        }
    }
    bytes
}

fn text([group, element]: [u16; 2], vr: &str, value: &str) -> Vec<u8> {
    let padded = value.len() + value.len() % 2;
    let mut bytes = [group.to_le_bytes(), element.to_le_bytes()].concat();
    bytes.extend(vr.as_bytes());
    bytes.extend((padded as u16).to_le_bytes());
    bytes.extend(value.as_bytes());
    bytes.resize(8 + padded, if vr == "UI" { 0 } else { b' ' });
    bytes
}

fn number(element: u16, value: u16) -> Vec<u8> {
    let mut bytes = [0x28_u16.to_le_bytes(), element.to_le_bytes()].concat();
    bytes.extend(b"US\x02\x00");
    bytes.extend(value.to_le_bytes());
    bytes
}

/// A draft of [`file`] in which these words were found, each at a place of its own.
pub(crate) fn draft(words: &[Sketched]) -> DraftPlan {
    draft_of(&file(0), words)
}

/// The same for another file; the words stand in its first frame.
pub(crate) fn draft_of(file: &IdentifiedFile, words: &[Sketched]) -> DraftPlan {
    let mut draft = DraftPlan::new(file);
    let found = DetectedText {
        words: words.iter().map(Sketched::word).collect(),
        coverage: Coverage::Complete,
    };
    let classes: Vec<_> = words.iter().map(Sketched::class).collect();
    draft.add_frame(0, &found, &classes);
    draft
}
