//! Samples of less than 8 bits: packed in a file, a byte each in memory (PNG 3, 7.2).

use crate::pixel::PixelLayout;

/// One byte a sample. `rows` holds packed rows, each beginning at a byte, the leftmost sample in the highest bits.
pub fn unpacked(rows: Vec<u8>, layout: &PixelLayout) -> Vec<u8> {
    let (bits, columns) = (layout.bits_stored, layout.size.columns as usize);
    if bits >= 8 {
        return rows;
    }
    let row_bytes = (columns * usize::from(bits)).div_ceil(8).max(1);
    let most = (1 << bits) - 1;
    let samples = |row: &[u8]| -> Vec<u8> {
        let shifts = (0..8 / bits).rev().map(move |at| at * bits);
        let all = row.iter();
        let all = all.flat_map(|&byte| shifts.clone().map(move |shift| byte >> shift & most));
        all.take(columns).collect()
    };
    rows.chunks_exact(row_bytes).flat_map(samples).collect()
}

/// Packed rows of samples that take a byte each.
pub fn packed(samples: &[u8], layout: &PixelLayout) -> Vec<u8> {
    let bits = layout.bits_stored;
    if bits >= 8 {
        return samples.to_vec();
    }
    let per_byte = usize::from(8 / bits);
    let byte = |samples: &[u8]| {
        let padded = samples.iter().copied().chain(std::iter::repeat(0));
        let all = padded.take(per_byte);
        all.fold(0, |byte, sample| (u32::from(byte) << bits) as u8 | sample)
    };
    let rows = samples.chunks_exact(layout.size.columns.max(1) as usize);
    rows.flat_map(|row| row.chunks(per_byte).map(byte))
        .collect()
}

/// Which indices occur in the samples of a palette image.
pub fn used_indices(samples: &[u8]) -> [bool; 256] {
    let mut used = [false; 256];
    for &index in samples {
        if let Some(used) = used.get_mut(usize::from(index)) {
            *used = true;
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use deid_model::FrameSize;

    use super::*;
    use crate::pixel::ColorModel;

    #[test]
    fn samples_of_every_depth_are_packed_as_they_were_unpacked() {
        for bits in [1, 2, 4] {
            let layout = PixelLayout {
                size: FrameSize::new(11, 3),
                color: ColorModel::Monochrome2,
                channels: 1,
                planar: false,
                bytes: 1,
                big_endian: true,
                bits_stored: bits,
                high_bit: bits - 1,
                number: crate::pixel::Number::Unsigned,
            };
            let samples: Vec<u8> = (0..33_u8)
                .map(|at| at.wrapping_mul(7) % (1 << bits))
                .collect();
            let rows = packed(&samples, &layout);
            assert_eq!(rows.len(), 3 * (11 * usize::from(bits)).div_ceil(8));
            assert_eq!(rows[0] >> (8 - bits), samples[0]);
            assert_eq!(unpacked(rows, &layout), samples);
        }
    }
}
