//! How a PNG is painted: in the color asked for and opaque, which its kind may first have to make room for.

use std::sync::Arc;

use deid_model::BoxColor;

use super::samples::used_indices;
use crate::pixel::{
    ColorModel, DisplayPipeline, Fill, Frame, Palette, PixelLayout, StoredRange, Transparency,
    fill_for,
};

/// Painted samples that show the color asked for within this share of white are exact.
const EXACT: f64 = 64.0;

/// `frame` as it can be painted, and with what: grey becomes RGB for a color, and a palette gets an entry where one is
/// free. All samples mean the same as before.
#[must_use]
pub fn ready_to_paint(frame: &Frame, color: BoxColor) -> (Frame, Fill) {
    match frame.layout().color {
        ColorModel::Palette => with_entry(frame, color),
        model if model.is_grey() && color.is_grey() => {
            let white = white(frame.layout());
            let level = (f64::from(color.rgb[0]) * white / 255.0).floor();
            (frame.clone(), beside_key(frame, [level; 3]))
        }
        _ => {
            let frame = promoted_to_rgb(frame);
            let range = StoredRange {
                low: 0.0,
                high: 0.0,
            };
            let fill = fill_for(frame.layout(), frame.display(), range, color);
            let fill = beside_key(&frame, fill.values);
            (frame, fill)
        }
    }
}

/// A grey frame, with or without alpha, as RGB of the same depth, at least of 8 bits; other frames as they are.
#[must_use]
pub fn promoted_to_rgb(frame: &Frame) -> Frame {
    let layout = *frame.layout();
    if !layout.color.is_grey() {
        return frame.clone();
    }
    let bytes = usize::from(layout.bytes);
    // Levels of less than 8 bits are spread over 8; the highest stays white (PNG 3, 13.12).
    let spread = if layout.bits_stored < 8 {
        (255.0 / white(&layout)) as u16
    } else {
        1
    };
    let samples = frame
        .samples()
        .chunks_exact(bytes * usize::from(layout.channels));
    let samples = samples.flat_map(|pixel| {
        let (grey, alpha) = pixel.split_at(bytes);
        let grey: Vec<u8> = grey.iter().map(|&byte| byte * spread as u8).collect();
        [&grey, &grey, &grey, alpha].concat()
    });
    let bits = layout.bits_stored.max(8);
    let layout = PixelLayout {
        color: ColorModel::Rgb,
        channels: layout.channels + 2,
        bits_stored: bits,
        high_bit: bits - 1,
        ..layout
    };
    let transparency = match &frame.display().transparency {
        Some(Transparency::Key(key)) => Some(Transparency::Key(key.map(|word| word * spread))),
        Some(Transparency::Entries(_)) | None => None,
    };
    let display = DisplayPipeline {
        transparency,
        orientation: frame.orientation(),
        ..DisplayPipeline::PLAIN
    };
    let promoted = Frame::new(layout, samples.collect(), Arc::new(display));
    promoted.unwrap_or_else(|| frame.clone())
}

/// A fill of `values`, or of the level beside them where they would be transparent: a pixel with the key's values shows
/// what lies behind the picture instead of a box.
fn beside_key(frame: &Frame, mut values: [f64; 3]) -> Fill {
    let channels = frame.layout().color.channels();
    let is_key = match &frame.display().transparency {
        Some(Transparency::Key(key)) => {
            let mut words = values.iter().zip(key).take(channels);
            words.all(|(&value, &key)| value == f64::from(key))
        }
        Some(Transparency::Entries(_)) | None => false,
    };
    if !is_key {
        return Fill {
            values,
            exact: true,
        };
    }
    let white = white(frame.layout());
    // The last channel is the one that the eye sees least.
    if let Some(value) = values.get_mut(channels - 1) {
        *value += if *value < white { 1.0 } else { -1.0 };
    }
    Fill {
        values,
        exact: white >= EXACT,
    }
}

/// A frame whose palette has an opaque entry of `color`: one that it has, else one that no pixel uses. Where all are used,
/// the darkest of the most opaque ones.
fn with_entry(frame: &Frame, color: BoxColor) -> (Frame, Fill) {
    let count = 1_usize << frame.layout().bits_stored;
    let index_of = |at: usize, exact: bool| Fill {
        values: [at as f64; 3],
        exact,
    };
    let palette = frame.display().palette.as_ref();
    let mut colors: Vec<[u8; 3]> = (0..count as i64)
        .map(|index| palette.map_or([0; 3], |palette| palette.get(index)))
        .collect();
    let mut opacities = match &frame.display().transparency {
        Some(Transparency::Entries(entries)) => entries.clone(),
        Some(Transparency::Key(_)) | None => Vec::new(),
    };
    opacities.resize(count, u8::MAX);
    let mut entries = colors.iter().zip(&opacities);
    if let Some(at) = entries.position(|entry| entry == (&color.rgb, &u8::MAX)) {
        return (frame.clone(), index_of(at, true));
    }
    let mut used = used_indices(frame.samples()).into_iter().take(count);
    if let Some(at) = used.position(|used| !used) {
        let free = (colors.get_mut(at), opacities.get_mut(at));
        if let (Some(free), Some(opacity)) = free {
            (*free, *opacity) = (color.rgb, u8::MAX);
        }
        let display = DisplayPipeline {
            palette: Palette::new(0, colors),
            transparency: Some(Transparency::Entries(opacities)),
            ..frame.display().clone()
        };
        let samples = frame.samples().to_vec();
        let ready = Frame::new(*frame.layout(), samples, Arc::new(display));
        return (ready.unwrap_or_else(|| frame.clone()), index_of(at, true));
    }
    let rank = |&at: &usize| {
        let color = colors.get(at).map_or(u32::MAX, |color| {
            color.iter().map(|&it| u32::from(it)).sum()
        });
        (std::cmp::Reverse(opacities.get(at).copied()), color)
    };
    (
        frame.clone(),
        index_of((0..count).min_by_key(rank).unwrap_or(0), false),
    )
}

fn white(layout: &PixelLayout) -> f64 {
    f64::from((1_u32 << layout.bits_stored) - 1)
}
