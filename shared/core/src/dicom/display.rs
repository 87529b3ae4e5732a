//! The attributes that say how stored values are shown: Modality LUT, VOI LUT, palette.

use deid_model::worker::Window;
use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::attributes::AttributeError;
use super::palette::palette;
use crate::pixel::{ColorModel, DisplayPipeline, LookupTable, Modality, PixelLayout, Voi};

/// Reads how the pixels of `header` are shown. Oddities that only concern looks fall back to the
/// plain view, since detection sees the full range in any case.
///
/// # Errors
/// [`AttributeError`] where a palette is needed and cannot be read.
pub fn display_pipeline(
    header: &InMemDicomObject,
    layout: &PixelLayout,
) -> Result<DisplayPipeline, AttributeError> {
    let palette = match layout.color {
        ColorModel::Palette => Some(palette(header)?),
        _ => None,
    };
    let shape = text(header, tags::PRESENTATION_LUT_SHAPE);
    Ok(DisplayPipeline {
        modality: modality(header),
        voi: voi(header),
        palette,
        inverted: layout.color == ColorModel::Monochrome1 || shape.as_deref() == Some("INVERSE"),
        ..DisplayPipeline::PLAIN
    })
}

fn modality(header: &InMemDicomObject) -> Modality {
    if let Some(table) = lut_item(header, tags::MODALITY_LUT_SEQUENCE) {
        return Modality::Table(table);
    }
    let slope = number(header, tags::RESCALE_SLOPE).filter(|slope| *slope != 0.0);
    match (slope, number(header, tags::RESCALE_INTERCEPT)) {
        (None, None) => Modality::IDENTITY,
        (slope, intercept) => Modality::Linear {
            slope: slope.unwrap_or(1.0),
            intercept: intercept.unwrap_or(0.0),
        },
    }
}

fn voi(header: &InMemDicomObject) -> Option<Voi> {
    let center = number(header, tags::WINDOW_CENTER);
    let width = number(header, tags::WINDOW_WIDTH).filter(|width| *width >= 1.0);
    match (center, width) {
        (Some(center), Some(width)) => Some(Voi::Window(Window { center, width })),
        _ => lut_item(header, tags::VOILUT_SEQUENCE).map(Voi::Table),
    }
}

/// The first item of a LUT sequence (PS3.3 C.11.1.1 and C.11.2.1.1).
fn lut_item(header: &InMemDicomObject, sequence: Tag) -> Option<LookupTable> {
    let item = header.get(sequence)?.items()?.first()?;
    let descriptor: Vec<i32> = item.get(tags::LUT_DESCRIPTOR)?.to_multi_int().ok()?;
    let values: Vec<u16> = item.get(tags::LUT_DATA)?.to_multi_int().ok()?;
    let bits = u32::try_from(*descriptor.get(2)?).ok()?;
    LookupTable::new(i64::from(*descriptor.get(1)?), values, bits)
}

fn number(header: &InMemDicomObject, tag: Tag) -> Option<f64> {
    let values = header.get(tag)?.to_multi_float64().ok()?;
    values.first().copied().filter(|value| value.is_finite())
}

fn text(header: &InMemDicomObject, tag: Tag) -> Option<String> {
    let value = header.get(tag)?.to_str().ok()?;
    Some(value.trim_matches([' ', '\0']).to_owned())
}
