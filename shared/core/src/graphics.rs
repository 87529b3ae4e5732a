//! Clean graphics (PS3.15 E.3.2, code 113103): overlay planes stay, and what may identify somebody in them is cleared. Without
//! that option every plane goes with the header.

use std::collections::BTreeMap;

use deid_model::{
    Coverage, PhiCategory, PhiClassifier, PixelBox, RedactMode, Settings, TextDetector,
};
use dicom_core::value::PrimitiveValue;
use dicom_core::{DataElement, Tag, VR};
use dicom_object::InMemDicomObject;
use dicom_object::mem::InMemElement;

use crate::classify::classify;
use crate::dicom::{DicomFile, OverlayPlane, overlay_planes, overlays};
use crate::file::{Content, IdentifiedFile};
use crate::find::{FindError, read_picture};
use crate::limits::Limits;

/// What is cleared in the overlay planes of one file.
#[derive(Clone, Debug, Default)]
pub struct CleanGraphics {
    sha256: String,
    /// By group and frame, each that was looked at.
    cleared: BTreeMap<(u16, u32), Vec<PixelBox>>,
}

const OVERLAY_DATA: u16 = 0x3000;

/// Reads every frame of every overlay plane of `file`. What is not surely harmless is to be cleared, all text where `settings`
/// say so; the threshold releases nothing here, since nobody sees these words before they are written.
///
/// # Errors
/// Any [`FindError`].
pub async fn read_graphics<D: TextDetector, C: PhiClassifier>(
    detector: &D,
    classifier: &C,
    file: &IdentifiedFile,
    settings: &Settings,
) -> Result<CleanGraphics, FindError> {
    let mut graphics = CleanGraphics {
        sha256: file.sha256().to_owned(),
        cleared: BTreeMap::new(),
    };
    let Content::Dicom(dicom) = &file.content else {
        return Ok(graphics);
    };
    for overlay in overlays(&dicom.header, &Limits::DEFAULT) {
        let found = read_picture(detector, &overlay.picture).await?;
        let classes = classify(classifier, &found.words).await?;
        let harmless = |category| category == PhiCategory::Harmless;
        let stays = |class: Option<deid_model::PhiEntity>| {
            settings.redact == RedactMode::Phi && class.is_some_and(|it| harmless(it.category))
        };
        let words = found.words.iter().zip(classes);
        let boxes = match found.coverage {
            Coverage::Complete => words
                .filter(|(_, class)| !stays(*class))
                .map(|(word, _)| word.area)
                .collect(),
            Coverage::Truncated => overlay.picture.size().bounds().into_iter().collect(),
        };
        graphics
            .cleared
            .insert((overlay.group, overlay.frame), boxes);
    }
    Ok(graphics)
}

impl CleanGraphics {
    /// Whether it was made for this file.
    pub(crate) fn belongs_to(&self, sha256: &str) -> bool {
        self.sha256 == sha256
    }

    /// Puts the planes of `dicom` into `header`, cleared; returns how many elements that were.
    pub(crate) fn put(&self, dicom: &DicomFile, header: &mut InMemDicomObject) -> u32 {
        let mut put = 0;
        for mut plane in overlay_planes(&dicom.header, &Limits::DEFAULT) {
            let group = plane.group;
            let boxes = |frame| Some((frame, self.cleared.get(&(group, frame))?));
            // A frame that nobody looked at is not released.
            let Some(cleared) = (0..plane.frames).map(boxes).collect::<Option<Vec<_>>>() else {
                continue;
            };
            for (frame, boxes) in cleared {
                boxes.iter().for_each(|area| plane.clear(frame, *area));
            }
            for element in described(&plane, &dicom.header) {
                header.put(element);
                put += 1;
            }
            let words = PrimitiveValue::U16(plane.into_words().into());
            header.put(DataElement::new(Tag(group, OVERLAY_DATA), VR::OW, words));
            put += 1;
        }
        put
    }
}

/// The elements that tell how a plane is shown (PS3.3 C.9.2), made anew from its numbers: nothing else of it is kept, and no
/// text but its type, which is graphics unless it is a region of interest.
fn described(plane: &OverlayPlane, header: &InMemDicomObject) -> Vec<InMemElement> {
    let tag = |element| Tag(plane.group, element);
    let number = |value: u16| PrimitiveValue::from(value);
    let told = |element| header.get(tag(element));
    let kind = told(0x0040).and_then(|it| it.to_str().ok());
    let is_region = kind.is_some_and(|kind| kind.trim() == "R");
    let origin = told(0x0050).and_then(|it| it.to_multi_int::<i16>().ok());
    let origin: [i16; 2] = origin.and_then(|it| it.try_into().ok()).unwrap_or([1, 1]);
    let short = |length: u32| number(u16::try_from(length).unwrap_or(u16::MAX));
    let mut elements = vec![
        DataElement::new(tag(0x0010), VR::US, short(plane.size.rows)),
        DataElement::new(tag(0x0011), VR::US, short(plane.size.columns)),
        DataElement::new(tag(0x0040), VR::CS, if is_region { "R" } else { "G" }),
        DataElement::new(tag(0x0050), VR::SS, PrimitiveValue::I16(origin[..].into())),
        DataElement::new(tag(0x0100), VR::US, number(1)),
        DataElement::new(tag(0x0102), VR::US, number(0)),
    ];
    if told(0x0015).is_some() {
        let first = told(0x0051).and_then(|it| it.to_int::<u16>().ok());
        let frames = plane.frames.to_string();
        elements.push(DataElement::new(tag(0x0015), VR::IS, frames));
        elements.push(DataElement::new(
            tag(0x0051),
            VR::US,
            number(first.unwrap_or(1)),
        ));
    }
    elements
}
