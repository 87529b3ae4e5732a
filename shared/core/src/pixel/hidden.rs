//! Bits outside the stored range. Old files keep overlays there (PS3.5 8.1.2, retired in 2004); no viewer shows them, and
//! no header tells reliably of them, so they are found by looking.

use deid_model::{Channels, DisplayImage, PixelBox};

use super::layout::PixelLayout;

/// What stood outside the stored range of a frame's samples.
#[derive(Clone, Debug)]
pub struct HiddenBits {
    layout: PixelLayout,
    /// The samples as they were.
    samples: Vec<u8>,
    /// All bits that are set somewhere.
    mask: u64,
}

/// Takes the hidden bits out of `samples`, which `layout` arranges; `None` where none is set, as in any honest file.
pub(super) fn taken_out(layout: &PixelLayout, samples: &mut [u8]) -> Option<HiddenBits> {
    if layout.unused_bits() == 0 || !uses_hidden_bits(layout, samples) {
        return None;
    }
    let before = samples.to_vec();
    let mask = clear_hidden_bits(layout, samples);
    Some(HiddenBits {
        layout: *layout,
        samples: before,
        mask,
    })
}

/// Whether some sample has hidden bits.
fn uses_hidden_bits(layout: &PixelLayout, samples: &[u8]) -> bool {
    let step = usize::from(layout.bytes);
    let used = |all: u64, word: &[u8]| all | layout.word(word, 0);
    let all = match step {
        // All words together, at the speed of memory.
        2 => {
            let words = samples.as_chunks::<2>().0.iter();
            let all = words.fold(0, |all, word| all | u16::from_ne_bytes(*word));
            layout.word(&all.to_ne_bytes(), 0)
        }
        _ => samples.chunks_exact(step).fold(0, used),
    };
    // A sign may be continued there: each word is looked at then.
    all & layout.unused_bits() != 0
        && samples
            .chunks_exact(step)
            .any(|word| layout.hidden_bits(layout.word(word, 0)) != 0)
}

/// Clears the hidden bits of `samples`; gives all that were set somewhere. Samples without such stay as they are.
pub fn clear_hidden_bits(layout: &PixelLayout, samples: &mut [u8]) -> u64 {
    let mut mask = 0;
    for sample in samples.chunks_exact_mut(usize::from(layout.bytes)) {
        let word = layout.word(sample, 0);
        let hidden = layout.hidden_bits(word);
        if hidden != 0 {
            mask |= hidden;
            sample.copy_from_slice(&layout.encoded(layout.word_of(layout.real(word))));
        }
    }
    mask
}

impl HiddenBits {
    /// One black and white picture for each hidden bit that is set somewhere, with its number.
    pub fn planes(&self) -> impl Iterator<Item = (u8, DisplayImage)> + '_ {
        (0..64)
            .filter(|bit| self.mask >> bit & 1 == 1)
            .filter_map(|bit| Some((bit, self.plane(bit)?)))
    }

    fn plane(&self, bit: u8) -> Option<DisplayImage> {
        let size = self.layout.size;
        let shown = |x, y| u8::from(self.hidden_at(x, y) >> bit & 1 == 1) * 255;
        let samples = (0..size.rows).flat_map(|y| (0..size.columns).map(move |x| shown(x, y)));
        DisplayImage::new(size, Channels::Grey, samples.collect()).ok()
    }

    /// The smallest box around all pixels with hidden bits.
    #[must_use]
    pub fn area(&self) -> Option<PixelBox> {
        let size = self.layout.size;
        let mut area: Option<PixelBox> = None;
        for y in 0..size.rows {
            for x in (0..size.columns).filter(|&x| self.hidden_at(x, y) != 0) {
                let pixel = PixelBox::new(x, y, x + 1, y + 1)?;
                area = Some(area.map_or(pixel, |area| area.union(pixel)));
            }
        }
        area
    }

    /// The hidden bits of all channels of a pixel together.
    fn hidden_at(&self, x: u32, y: u32) -> u64 {
        let hidden = |channel| {
            let word = self
                .layout
                .word(&self.samples, self.layout.offset(x, y, channel));
            self.layout.hidden_bits(word)
        };
        (0..self.layout.channels).fold(0, |all, channel| all | hidden(channel))
    }
}

#[cfg(test)]
mod tests {
    use deid_model::FrameSize;

    use super::super::layout::{ColorModel, Number};
    use super::*;

    #[test]
    fn hidden_bits_are_taken_out_and_kept_as_pictures() {
        let layout = PixelLayout {
            size: FrameSize::new(3, 1),
            color: ColorModel::Monochrome2,
            channels: 1,
            planar: false,
            bytes: 2,
            big_endian: false,
            bits_stored: 12,
            high_bit: 11,
            number: Number::Unsigned,
        };
        let mut samples = [0x0123_u16, 0x2123, 0x0fff].map(u16::to_le_bytes).concat();
        let hidden = taken_out(&layout, &mut samples).unwrap();
        assert_eq!(
            samples,
            [0x0123_u16, 0x0123, 0x0fff].map(u16::to_le_bytes).concat()
        );
        let planes: Vec<_> = hidden.planes().collect();
        assert_eq!(planes.len(), 1);
        assert_eq!(planes[0].0, 13);
        assert_eq!(planes[0].1.samples(), [0, 255, 0]);
        assert_eq!(hidden.area(), PixelBox::new(1, 0, 2, 1));
        assert!(taken_out(&layout, &mut samples).is_none());
    }

    #[test]
    fn bits_above_a_positive_value_are_seen_beside_negative_values() {
        let layout = PixelLayout {
            size: FrameSize::new(2, 1),
            color: ColorModel::Monochrome2,
            channels: 1,
            planar: false,
            bytes: 2,
            big_endian: false,
            bits_stored: 12,
            high_bit: 11,
            number: Number::Signed,
        };
        let mut samples = [0xffff_u16, 0xf001].map(u16::to_le_bytes).concat();
        assert!(taken_out(&layout, &mut samples).is_some());
        assert_eq!(samples, [0xffff_u16, 0x0001].map(u16::to_le_bytes).concat());
    }
}
