//! Painting: the inner loop. Stored samples inside a box take the fill, all others stay.

use deid_model::PixelBox;

use super::fill::Fill;
use super::layout::PixelLayout;

/// Paints `area` with `fill` and gives the box of pixels that may have changed, or `None` where
/// `area` lies outside the frame. Alpha channels become opaque.
///
/// Where two pixels share color differences (`YBR_FULL_422`), the box grows to whole pairs.
pub fn paint(
    samples: &mut [u8],
    layout: &PixelLayout,
    area: PixelBox,
    fill: Fill,
) -> Option<PixelBox> {
    let area = painted_box(layout, area)?;
    let opaque = layout.real(u64::MAX >> (64 - layout.bits_stored));
    for channel in 0..layout.channels {
        let is_alpha = usize::from(channel) >= layout.color.channels();
        let value = if is_alpha {
            opaque
        } else {
            fill.values
                .get(usize::from(channel))
                .copied()
                .unwrap_or(0.0)
        };
        let bytes = layout.encoded(layout.word_of(value));
        for y in area.y0()..area.y1() {
            for x in area.x0()..area.x1() {
                let at = layout.offset(x, y, channel);
                if let Some(sample) = samples.get_mut(at..at + bytes.len()) {
                    sample.copy_from_slice(&bytes);
                }
            }
        }
    }
    Some(area)
}

fn painted_box(layout: &PixelLayout, area: PixelBox) -> Option<PixelBox> {
    let area = area.clamped(layout.size)?;
    if !layout.color.is_packed() {
        return Some(area);
    }
    let (left, right) = (area.x0() & !1, area.x1().next_multiple_of(2));
    PixelBox::new(left, area.y0(), right, area.y1())?.clamped(layout.size)
}

#[cfg(test)]
mod tests {
    use deid_model::FrameSize;
    use proptest::prelude::*;

    use super::super::layout::{ColorModel, Number};
    use super::*;

    fn layouts() -> impl Strategy<Value = PixelLayout> {
        let color = prop_oneof![
            Just(ColorModel::Monochrome2),
            Just(ColorModel::Rgb),
            Just(ColorModel::YbrFull422),
            Just(ColorModel::YbrFull),
        ];
        (
            color,
            any::<bool>(),
            1_u8..=2,
            any::<bool>(),
            1_u32..12,
            1_u32..24,
        )
            .prop_map(|(color, planar, bytes, big_endian, half_columns, rows)| {
                PixelLayout {
                    size: FrameSize::new(half_columns * 2, rows),
                    color,
                    channels: color.channels() as u8,
                    planar: planar && color != ColorModel::YbrFull422 && color.channels() > 1,
                    bytes,
                    big_endian,
                    bits_stored: bytes * 8,
                    high_bit: bytes * 8 - 1,
                    number: Number::Unsigned,
                }
            })
    }

    proptest! {
        #[test]
        fn paint_is_constant_inside_untouched_outside_and_idempotent(
            layout in layouts(), edges in (0_u32..30, 0_u32..30, 1_u32..30, 1_u32..30), seed in any::<u64>(),
        ) {
            let mut state = seed | 1;
            let before: Vec<u8> = (0..layout.frame_bytes())
                .map(|_| { state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); (state >> 56) as u8 })
                .collect();
            let area = PixelBox::new(edges.0, edges.1, edges.0 + edges.2, edges.1 + edges.3).unwrap();
            let fill = Fill { values: [3.0, 128.0, 129.0], exact: true };
            let mut after = before.clone();
            let painted = paint(&mut after, &layout, area, fill);
            prop_assert_eq!(painted.is_some(), area.clamped(layout.size).is_some());
            let word = |samples: &[u8], x, y, channel| layout.word(samples, layout.offset(x, y, channel));
            for y in 0..layout.size.rows {
                for x in 0..layout.size.columns {
                    for channel in 0..layout.channels {
                        let inside = painted.is_some_and(|painted| painted.contains(x, y));
                        let expect = if inside {
                            fill.values[usize::from(channel)] as u64
                        } else {
                            word(&before, x, y, channel)
                        };
                        prop_assert_eq!(word(&after, x, y, channel), expect);
                    }
                }
            }
            let mut twice = after.clone();
            paint(&mut twice, &layout, area, fill);
            prop_assert_eq!(twice, after);
        }
    }
}
