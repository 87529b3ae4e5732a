//! What the header of a de-identified file says of what was done to it.

use dicom_core::value::{DataSetSequence, PrimitiveValue};
use dicom_core::{DataElement, VR};
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use crate::header::code_item;
use crate::pixel::{ColorModel, PixelLayout};
use crate::plan::ReviewedPlan;

/// PS3.15 E.1.1: what a de-identified file says of itself. Clean Pixel Data (113101) and _Burned In Annotation_ NO are
/// claimed where every frame was looked at and nothing that may identify was kept; a candidate that verification does
/// not pass is never written, and its claim with it.
pub(super) fn tell_deidentification(header: &mut InMemDicomObject, plan: &ReviewedPlan) {
    let removed = if plan.cleans_pixels() { "YES" } else { "NO" };
    header.put(DataElement::new(
        tags::PATIENT_IDENTITY_REMOVED,
        VR::CS,
        removed,
    ));
    let method = concat!("De-ID ", env!("CARGO_PKG_VERSION"), ", PS3.15 2026d");
    header.put(DataElement::new(
        tags::DEIDENTIFICATION_METHOD,
        VR::LO,
        method,
    ));
    let profile = code_item("113100", "DCM", "Basic Application Confidentiality Profile");
    let pixels = || code_item("113101", "DCM", "Clean Pixel Data Option");
    let earlier = header
        .get(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE)
        .and_then(|element| element.items());
    let value_of = |item: &InMemDicomObject| {
        item.get(tags::CODE_VALUE)
            .and_then(|e| Some(e.to_str().ok()?.into_owned()))
    };
    let mut items: Vec<_> = earlier.unwrap_or_default().to_vec();
    // Code 113101 of an earlier tool would vouch for pixels that it has never seen.
    items.retain(|item| value_of(item).is_some_and(|code| !code.trim().starts_with("11310")));
    items.push(profile);
    items.extend(plan.cleans_pixels().then(pixels));
    let graphics = || code_item("113103", "DCM", "Clean Graphics Option");
    items.extend(plan.graphics.is_some().then(graphics));
    header.put(DataElement::new(
        tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
        VR::SQ,
        DataSetSequence::from(items),
    ));
    header.put(DataElement::new(
        tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED,
        VR::CS,
        "REMOVED",
    ));
    // Where the pixels were not looked at, what it said stays.
    if plan.pixels_examined {
        let burned_in = if plan.keeps_phi() { "YES" } else { "NO" };
        header.put(DataElement::new(
            tags::BURNED_IN_ANNOTATION,
            VR::CS,
            burned_in,
        ));
    }
}

/// Colors as JPEG 2000 holds them: RGB goes through the reversible color transform (PS3.5 8.2.4).
pub(super) fn describe_jpeg_2000(header: &mut InMemDicomObject, layout: &PixelLayout) {
    if layout.channels == 1 {
        return;
    }
    let color = match layout.color {
        ColorModel::Rgb => "YBR_RCT",
        _ => "YBR_FULL",
    };
    let photometric = tags::PHOTOMETRIC_INTERPRETATION;
    header.put(DataElement::new(photometric, VR::CS, color));
    let interleaved = PrimitiveValue::from(0_u16);
    let planar = tags::PLANAR_CONFIGURATION;
    header.put(DataElement::new(planar, VR::US, interleaved));
}

/// PS3.3 C.7.6.1.1.5: once lossy, always told so.
pub(super) fn describe_lossy_history(header: &mut InMemDicomObject) {
    let lossy = tags::LOSSY_IMAGE_COMPRESSION;
    header.put(DataElement::new(lossy, VR::CS, "01"));
}

/// The _Extended Offset Table_ counts bytes of the fragments as they were; a _Basic Offset Table_ is written instead.
pub(super) fn remove_offset_table(header: &mut InMemDicomObject) {
    header.remove_element(tags::EXTENDED_OFFSET_TABLE);
    header.remove_element(tags::EXTENDED_OFFSET_TABLE_LENGTHS);
}

/// Attributes that painting makes untrue are corrected or removed.
pub(super) fn describe_redaction(header: &mut InMemDicomObject) {
    for tag in [
        tags::SMALLEST_IMAGE_PIXEL_VALUE,
        tags::LARGEST_IMAGE_PIXEL_VALUE,
        tags::SMALLEST_PIXEL_VALUE_IN_SERIES,
        tags::LARGEST_PIXEL_VALUE_IN_SERIES,
    ] {
        header.remove_element(tag);
    }
    let text = "Regions with burned-in text painted over";
    header.put(DataElement::new(tags::DERIVATION_DESCRIPTION, VR::ST, text));
}
