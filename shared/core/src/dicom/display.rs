//! The attributes that say how stored values are shown: Modality LUT, VOI LUT, palette.

use deid_model::worker::Window;
use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::attributes::AttributeError;
use crate::pixel::{ColorModel, DisplayPipeline, LookupTable, Modality, Palette, PixelLayout, Voi};

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
    LookupTable::new(*descriptor.get(1)?, values, bits)
}

fn palette(header: &InMemDicomObject) -> Result<Palette, AttributeError> {
    const CHANNELS: [(Tag, Tag); 3] = [
        (
            tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        ),
        (
            tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        ),
        (
            tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
            tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        ),
    ];
    let mut first = 0;
    let mut columns: Vec<Vec<u8>> = Vec::with_capacity(3);
    for (descriptor, data) in CHANNELS {
        let (start, column) = palette_channel(header, descriptor, data)?;
        first = start;
        columns.push(column);
    }
    let length = columns.iter().map(Vec::len).min().unwrap_or(0);
    let entries = (0..length)
        .map(|at| {
            [0, 1, 2].map(|channel| {
                columns
                    .get(channel)
                    .and_then(|c| c.get(at))
                    .copied()
                    .unwrap_or(0)
            })
        })
        .collect();
    Palette::new(first, entries).ok_or(AttributeError::Inconsistent(
        tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ))
}

/// First mapped value and 8-bit intensities of one channel (PS3.3 C.7.6.3.1.5 and .6).
fn palette_channel(
    header: &InMemDicomObject,
    descriptor: Tag,
    data: Tag,
) -> Result<(i32, Vec<u8>), AttributeError> {
    let numbers: Vec<i32> = header
        .get(descriptor)
        .and_then(|element| element.to_multi_int().ok())
        .ok_or(AttributeError::Inconsistent(descriptor))?;
    let &[entries, first, bits] = numbers.as_slice() else {
        return Err(AttributeError::Inconsistent(descriptor));
    };
    // 0 stands for 65,536; the field is 16 bits wide, and may have been read as signed.
    let entries = match entries & 0xffff {
        0 => 65_536,
        entries => entries as usize,
    };
    // Segmented palettes have another attribute, so their data are missing here.
    let words: Vec<u16> = header
        .get(data)
        .and_then(|element| element.to_multi_int().ok())
        .ok_or(AttributeError::PhotometricInterpretation)?;
    let packed = bits == 8 && words.len() * 2 <= entries + 1;
    let column = if packed {
        words
            .iter()
            .flat_map(|word| word.to_le_bytes())
            .take(entries)
            .collect()
    } else if bits == 8 {
        words.iter().map(|&word| word as u8).take(entries).collect()
    } else {
        words
            .iter()
            .map(|&word| (word >> 8) as u8)
            .take(entries)
            .collect()
    };
    Ok((first, column))
}

fn number(header: &InMemDicomObject, tag: Tag) -> Option<f64> {
    let values = header.get(tag)?.to_multi_float64().ok()?;
    values.first().copied().filter(|value| value.is_finite())
}

fn text(header: &InMemDicomObject, tag: Tag) -> Option<String> {
    let value = header.get(tag)?.to_str().ok()?;
    Some(value.trim_matches([' ', '\0']).to_owned())
}
