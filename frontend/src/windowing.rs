//! From samples to what the canvas shows: a 16-bit picture through a window, as RGBA bytes.
//!
//! A table of 65,536 greys makes a change of window one look-up a pixel.

use deid_model::worker::Window;
use deid_model::{FrameSize, PixelBox};

use crate::picture::{GreyScale, Picture, Samples};

/// How the user wants to see pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    /// The window; `None` is the one stored with the picture.
    pub window: Option<Window>,
    /// Black and white swapped.
    pub inverted: bool,
}

/// A small or partial picture as RGBA bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendering {
    /// Columns and rows.
    pub size: FrameSize,
    /// Four bytes a pixel, row-major.
    pub rgba: Vec<u8>,
}

/// A window with a name, for the menu and the keys 1 to 7.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// What it is called.
    pub name: &'static str,
    /// What it does.
    pub kind: PresetKind,
}

/// What a [`Preset`] does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PresetKind {
    /// The window stored with the picture.
    Stored,
    /// From the darkest to the brightest value.
    FullRange,
    /// A fixed one, in Hounsfield units.
    Fixed(Window),
}

const fn fixed(name: &'static str, width: f64, center: f64) -> Preset {
    Preset {
        name,
        kind: PresetKind::Fixed(Window { center, width }),
    }
}

const PRESETS: [Preset; 7] = [
    Preset {
        name: "As stored",
        kind: PresetKind::Stored,
    },
    Preset {
        name: "Full range",
        kind: PresetKind::FullRange,
    },
    fixed("Soft tissue 400/40", 400.0, 40.0),
    fixed("Lung 1500/−600", 1500.0, -600.0),
    fixed("Liver 150/90", 150.0, 90.0),
    fixed("Bone 2500/480", 2500.0, 480.0),
    fixed("Brain 80/40", 80.0, 40.0),
];

/// The presets that mean something for `modality`: the fixed ones are for computed tomography.
pub fn presets(modality: Option<&str>) -> &'static [Preset] {
    if modality == Some("CT") {
        &PRESETS
    } else {
        PRESETS.split_at(2).0
    }
}

impl PresetKind {
    /// The window to look through; `None` is the stored one.
    pub fn window(self, picture: &Picture) -> Option<Window> {
        match self {
            Self::Stored => None,
            Self::FullRange => full_range(picture),
            Self::Fixed(window) => Some(window),
        }
    }
}

/// The window from the darkest to the brightest value of a grey picture.
pub fn full_range(picture: &Picture) -> Option<Window> {
    let Samples::Grey(values, scale) = &picture.samples else {
        return None;
    };
    let (low, high) = (values.iter().min()?, values.iter().max()?);
    let [a, b] = [*low, *high].map(|value| f64::from(value) * scale.slope + scale.intercept);
    Some(Window {
        center: (a + b) / 2.0 + 0.5,
        width: ((b - a).abs() + 1.0).max(1.0),
    })
}

/// The window in use: the chosen one, else the stored one; `None` for color.
pub fn window_of(picture: &Picture, look: Look) -> Option<Window> {
    match &picture.samples {
        Samples::Rgba(_) => None,
        Samples::Grey(_, scale) => Some(look.window.unwrap_or(scale.window)),
    }
}

/// The window after a drag by `dx`, `dy` canvas pixels: right widens, down darkens. The pace
/// follows the width, so that narrow windows are set finely.
#[must_use]
pub fn dragged(window: Window, dx: f64, dy: f64) -> Window {
    let pace = (window.width / 300.0).max(0.05);
    Window {
        center: window.center + dy * pace,
        width: (window.width + dx * pace).max(1.0),
    }
}

/// Fills `rgba` with the picture, every `step`-th pixel of every `step`-th row, and tells the size.
/// A step above 1 keeps a drag over a huge picture smooth.
pub fn render(picture: &Picture, look: Look, step: u32, rgba: &mut Vec<u8>) -> FrameSize {
    let step = step.max(1);
    let size = FrameSize::new(
        picture.size.columns.div_ceil(step),
        picture.size.rows.div_ceil(step),
    );
    rgba.resize(size.pixels() as usize * 4, 0);
    let (columns, step) = (picture.size.columns as usize, step as usize);
    match &picture.samples {
        Samples::Grey(values, scale) => {
            let table = grey_table(*scale, look);
            let shade = |(pixel, value): (&mut [u8], &u16)| {
                let level = table[usize::from(*value)];
                pixel.copy_from_slice(&[level, level, level, u8::MAX]);
            };
            if step == 1 {
                rgba.chunks_exact_mut(4).zip(values).for_each(shade);
            } else {
                let rows = values.chunks_exact(columns).step_by(step);
                let chosen = rows.flat_map(|row| row.iter().step_by(step));
                rgba.chunks_exact_mut(4).zip(chosen).for_each(shade);
            }
        }
        Samples::Rgba(bytes) => {
            let rows = bytes.chunks_exact(columns * 4).step_by(step);
            let chosen = rows.flat_map(|row| row.chunks_exact(4).step_by(step));
            rgba.chunks_exact_mut(4)
                .zip(chosen)
                .for_each(|(pixel, color)| pixel.copy_from_slice(color));
            if look.inverted {
                rgba.chunks_exact_mut(4)
                    .for_each(|pixel| pixel.iter_mut().take(3).for_each(|c| *c = 255 - *c));
            }
        }
    }
    size
}

/// The part of the picture inside `area`; `None` where `area` lies outside.
pub fn crop(picture: &Picture, look: Look, area: PixelBox) -> Option<Rendering> {
    let area = area.clamped(picture.size)?;
    let size = FrameSize::new(area.width(), area.height());
    let cut = Picture::new(size, picture.cut(area))?;
    let mut rgba = Vec::new();
    render(&cut, look, 1, &mut rgba);
    Some(Rendering { size, rgba })
}

/// The picture with its longer side at most `side` pixels.
pub fn thumbnail(picture: &Picture, side: u32) -> Rendering {
    let longer = picture.size.columns.max(picture.size.rows);
    let mut rgba = Vec::new();
    let size = render(picture, Look::default(), longer.div_ceil(side), &mut rgba);
    Rendering { size, rgba }
}

/// The grey of every stored value. An array of this length needs no check of its index.
fn grey_table(scale: GreyScale, look: Look) -> Box<[u8; 1 << 16]> {
    let window = look.window.unwrap_or(scale.window);
    let inverted = scale.inverted != look.inverted;
    let mut table = Box::new([0; 1 << 16]);
    for (stored, level) in (0_u32..).zip(table.iter_mut()) {
        let grey = window.grey(f64::from(stored) * scale.slope + scale.intercept);
        *level = if inverted { 255 - grey } else { grey };
    }
    table
}

impl Picture {
    fn cut(&self, area: PixelBox) -> Samples {
        match &self.samples {
            Samples::Grey(values, scale) => Samples::Grey(cut(values, self.size, area, 1), *scale),
            Samples::Rgba(bytes) => Samples::Rgba(cut(bytes, self.size, area, 4)),
        }
    }
}

fn cut<T: Copy>(samples: &[T], size: FrameSize, area: PixelBox, per_pixel: usize) -> Vec<T> {
    let row = area.x0() as usize * per_pixel..area.x1() as usize * per_pixel;
    samples
        .chunks_exact(size.columns as usize * per_pixel)
        .skip(area.y0() as usize)
        .take(area.height() as usize)
        .flat_map(|line| line.get(row.clone()).unwrap_or_default())
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(inverted: bool) -> Picture {
        let window = Window {
            center: 128.0,
            width: 256.0,
        };
        let scale = GreyScale {
            slope: 1.0,
            intercept: 0.0,
            inverted,
            window,
        };
        let values = (0..16 * 16).collect();
        Picture::new(FrameSize::new(16, 16), Samples::Grey(values, scale)).unwrap()
    }

    fn reds(picture: &Picture, look: Look) -> Vec<u8> {
        let mut rgba = Vec::new();
        render(picture, look, 1, &mut rgba);
        rgba.chunks_exact(4).map(|pixel| pixel[0]).collect()
    }

    #[test]
    fn a_window_of_256_values_shows_them_one_to_one() {
        assert_eq!(
            reds(&ramp(false), Look::default()),
            (0..=255).collect::<Vec<u8>>()
        );
    }

    #[test]
    fn low_values_are_white_in_monochrome1_and_black_again_when_inverted() {
        let monochrome1 = ramp(true);
        assert_eq!(reds(&monochrome1, Look::default())[0], 255);
        assert_eq!(
            reds(
                &monochrome1,
                Look {
                    inverted: true,
                    window: None
                }
            )[0],
            0
        );
    }

    #[test]
    fn the_full_range_reaches_from_black_to_white() {
        let window = full_range(&ramp(false));
        let greys = reds(
            &ramp(false),
            Look {
                window,
                inverted: false,
            },
        );
        assert_eq!((greys[0], greys[255]), (0, 255));
    }

    #[test]
    fn a_step_leaves_pixels_out_and_tells_the_smaller_size() {
        let mut rgba = Vec::new();
        let size = render(&ramp(false), Look::default(), 5, &mut rgba);
        assert_eq!(size, FrameSize::new(4, 4));
        assert_eq!(rgba.len(), 64);
        assert_eq!(rgba[4], 5);
    }

    #[test]
    fn a_crop_shows_its_box_and_nothing_else() {
        let area = PixelBox::new(14, 1, 99, 3).unwrap();
        let crop = crop(&ramp(false), Look::default(), area).unwrap();
        assert_eq!(crop.size, FrameSize::new(2, 2));
        let reds: Vec<u8> = crop.rgba.chunks_exact(4).map(|pixel| pixel[0]).collect();
        assert_eq!(reds, [30, 31, 46, 47]);
    }

    #[test]
    fn color_is_shown_as_it_is_and_inverted_without_its_opacity() {
        let picture =
            Picture::new(FrameSize::new(1, 1), Samples::Rgba(vec![1, 2, 3, 255])).unwrap();
        let mut rgba = Vec::new();
        render(
            &picture,
            Look {
                inverted: true,
                window: None,
            },
            1,
            &mut rgba,
        );
        assert_eq!(rgba, [254, 253, 252, 255]);
    }

    #[test]
    fn a_drag_to_the_right_widens_and_a_window_never_vanishes() {
        let window = Window {
            center: 40.0,
            width: 300.0,
        };
        assert_eq!(
            dragged(window, 10.0, -5.0),
            Window {
                center: 35.0,
                width: 310.0
            }
        );
        assert_eq!(dragged(window, -1e6, 0.0).width, 1.0);
    }

    #[test]
    fn only_computed_tomography_has_presets_in_hounsfield_units() {
        assert_eq!(presets(Some("CT")).len(), 7);
        assert_eq!(presets(Some("CR")).len(), 2);
        assert_eq!(presets(None).len(), 2);
    }
}
