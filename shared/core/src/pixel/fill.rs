//! The stored value that a redacted place is painted with.
//!
//! Black is not 0: in MONOCHROME1 the highest value is black, in signed data 0 is mid-grey, in a
//! palette black may stand anywhere. The fill is found by asking what each value looks like.

use deid_model::BoxColor;

use super::display::{DisplayPipeline, Modality, Voi};
use super::layout::{ColorModel, PixelLayout};

/// Lowest and highest stored value over all frames of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoredRange {
    /// Lowest.
    pub low: f64,
    /// Highest.
    pub high: f64,
}

impl StoredRange {
    /// The range that holds both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self {
            low: self.low.min(other.low),
            high: self.high.max(other.high),
        }
    }
}

/// Stored values for the channels of a pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// One stored value a channel, exact at every depth; for one channel the first counts.
    pub values: [f64; 3],
    /// Whether it shows the color asked for; otherwise it shows the darkest one there is.
    pub exact: bool,
}

/// The fill for `color` in frames of `layout`, shown through `display`, with values in `range`.
#[must_use]
pub fn fill_for(
    layout: &PixelLayout,
    display: &DisplayPipeline,
    range: StoredRange,
    color: BoxColor,
) -> Fill {
    let wide = |channel: u8| {
        let most = (1_i64 << layout.bits_stored) - 1;
        ((i64::from(channel) * most + 127) / 255) as f64
    };
    let [red, green, blue] = color.rgb;
    match layout.color {
        ColorModel::Monochrome1 | ColorModel::Monochrome2 => Fill {
            values: [darkest(layout, display, range); 3],
            exact: color == BoxColor::BLACK,
        },
        ColorModel::Palette => {
            let nearest = |rgb| {
                display
                    .palette
                    .as_ref()
                    .map_or((0, false), |palette| palette.nearest(rgb))
            };
            match nearest(color.rgb) {
                (index, true) => Fill {
                    values: [index as f64; 3],
                    exact: true,
                },
                (_, false) => Fill {
                    values: [nearest([0; 3]).0 as f64; 3],
                    exact: color == BoxColor::BLACK,
                },
            }
        }
        ColorModel::Rgb | ColorModel::YbrRct | ColorModel::YbrIct | ColorModel::Xyb => Fill {
            values: [wide(red), wide(green), wide(blue)],
            exact: true,
        },
        ColorModel::YbrFull | ColorModel::YbrFull422 => {
            let [y, cb, cr] = ybr_from_rgb(color.rgb);
            // Mid-scale of the color differences is 2^(bits - 1), not half of white.
            let scale = f64::from(1_u32 << layout.bits_stored.saturating_sub(8).min(31));
            Fill {
                values: [wide(y), f64::from(cb) * scale, f64::from(cr) * scale],
                exact: true,
            }
        }
        ColorModel::YbrPartial422 => {
            let [y, cb, cr] = ybr_from_rgb(color.rgb).map(f64::from);
            let difference = |value: f64| ((value - 128.0) * 224.0 / 255.0 + 128.0).round();
            Fill {
                values: [
                    (y * 219.0 / 255.0 + 16.0).round(),
                    difference(cb),
                    difference(cr),
                ],
                exact: true,
            }
        }
    }
}

/// The value in `range` with the least luminance; of equals the one at the dark end.
fn darkest(layout: &PixelLayout, display: &DisplayPipeline, range: StoredRange) -> f64 {
    let StoredRange { low, high } = range;
    if layout.is_deep() {
        // No table applies to deep samples, so the dark end is one of the two.
        let rises = match display.modality {
            Modality::Linear { slope, .. } => slope > 0.0,
            Modality::Table(_) => true,
        };
        return if rises == display.inverted { high } else { low };
    }
    let (low, high) = (low as i64, high as i64);
    let full = Voi::Window(display.window_over(low, high));
    let voi = display.voi.as_ref().unwrap_or(&full);
    // The full range tells apart what the window shows as equally black.
    let luminance = |stored: i64| (display.grey(stored, voi), display.grey(stored, &full));
    let end = if luminance(high) < luminance(low) {
        high
    } else {
        low
    };
    let darker = |best, stored| {
        if luminance(stored) < luminance(best) {
            stored
        } else {
            best
        }
    };
    (low..=high).fold(end, darker) as f64
}

/// `fill` as the components of a JPEG stream code it: the bit pattern of a grey value; red, green and blue, or luma and
/// color differences.
#[must_use]
pub fn coded_fill(layout: &PixelLayout, fill: Fill, codes_rgb: bool) -> Vec<i32> {
    if layout.channels == 1 {
        let [grey, ..] = fill.values;
        return vec![layout.word_of(grey) as i32 & ((1_i32 << layout.bits_stored) - 1)];
    }
    let rgb = fill.values.map(|value| value as u8);
    let coded = if codes_rgb { rgb } else { ybr_from_rgb(rgb) };
    coded.map(i32::from).to_vec()
}

/// RGB to `YBR_FULL` (PS3.3 C.7.6.3.1.2), 8 bits.
fn ybr_from_rgb(rgb: [u8; 3]) -> [u8; 3] {
    let [red, green, blue] = rgb.map(f32::from);
    [
        0.299 * red + 0.587 * green + 0.114 * blue,
        -0.168_736 * red - 0.331_264 * green + 0.5 * blue + 128.0,
        0.5 * red - 0.418_688 * green - 0.081_312 * blue + 128.0,
    ]
    .map(|value| value.round().clamp(0.0, 255.0) as u8)
}

#[cfg(test)]
mod tests {
    use deid_model::FrameSize;
    use deid_model::worker::Window;

    use super::super::layout::Number;
    use super::super::lookup::{LookupTable, Palette};
    use super::*;

    fn layout(color: ColorModel, bits_stored: u8, number: Number) -> PixelLayout {
        PixelLayout {
            size: FrameSize::new(1, 1),
            color,
            channels: color.channels() as u8,
            planar: false,
            bytes: if bits_stored > 8 { 2 } else { 1 },
            big_endian: false,
            bits_stored,
            high_bit: bits_stored - 1,
            number,
        }
    }

    #[track_caller]
    fn check(layout: PixelLayout, display: &DisplayPipeline, range: (i32, i32), expect: f64) {
        let range = StoredRange {
            low: range.0.into(),
            high: range.1.into(),
        };
        assert_eq!(
            fill_for(&layout, display, range, BoxColor::BLACK).values[0],
            expect
        );
    }

    #[test]
    fn monochrome1_regions_take_the_highest_stored_value() {
        let display = DisplayPipeline {
            inverted: true,
            ..DisplayPipeline::PLAIN
        };
        check(
            layout(ColorModel::Monochrome1, 12, Number::Unsigned),
            &display,
            (17, 4001),
            4001.0,
        );
    }

    #[test]
    fn signed_regions_take_the_lowest_value_and_not_zero() {
        let voi = Some(Voi::Window(Window {
            center: 40.0,
            width: 400.0,
        }));
        let display = DisplayPipeline {
            voi,
            ..DisplayPipeline::PLAIN
        };
        check(
            layout(ColorModel::Monochrome2, 16, Number::Signed),
            &display,
            (-1024, 3071),
            -1024.0,
        );
    }

    #[test]
    fn a_negative_slope_turns_the_dark_end_around() {
        let modality = Modality::Linear {
            slope: -1.0,
            intercept: 0.0,
        };
        let display = DisplayPipeline {
            modality,
            ..DisplayPipeline::PLAIN
        };
        check(
            layout(ColorModel::Monochrome2, 12, Number::Unsigned),
            &display,
            (0, 4095),
            4095.0,
        );
    }

    #[test]
    fn the_dark_spot_of_a_table_that_goes_up_and_down_is_found() {
        let table = LookupTable::new(0, vec![200, 100, 0, 100, 255], 8).unwrap();
        let display = DisplayPipeline {
            voi: Some(Voi::Table(table)),
            ..DisplayPipeline::PLAIN
        };
        check(
            layout(ColorModel::Monochrome2, 8, Number::Unsigned),
            &display,
            (0, 4),
            2.0,
        );
    }

    #[test]
    fn palette_black_is_found_by_its_color() {
        let palette = Palette::new(0, vec![[255; 3], [3, 3, 3], [0, 0, 0]]);
        let display = DisplayPipeline {
            palette,
            ..DisplayPipeline::PLAIN
        };
        check(
            layout(ColorModel::Palette, 8, Number::Unsigned),
            &display,
            (0, 1),
            2.0,
        );
    }

    #[test]
    fn ybr_black_has_color_differences_at_mid_scale() {
        let range = StoredRange {
            low: 0.0,
            high: 255.0,
        };
        let fill = |bits| {
            let layout = layout(ColorModel::YbrFull, bits, Number::Unsigned);
            fill_for(&layout, &DisplayPipeline::PLAIN, range, BoxColor::BLACK).values
        };
        assert_eq!(fill(8), [0.0, 128.0, 128.0]);
        assert_eq!(fill(16), [0.0, 32768.0, 32768.0]);
    }

    #[test]
    fn a_colored_box_on_grey_is_black_and_says_so() {
        let range = StoredRange {
            low: 0.0,
            high: 255.0,
        };
        let red = BoxColor { rgb: [255, 0, 0] };
        let fill = fill_for(
            &layout(ColorModel::Monochrome2, 8, Number::Unsigned),
            &DisplayPipeline::PLAIN,
            range,
            red,
        );
        assert_eq!((fill.values[0], fill.exact), (0.0, false));
    }
}
