//! JPEG Lossless, Process 14 Selection Value 1 (ITU-T T.81 Annex H), one component, 2 to 16 bits.

/// Huffman code of each difference category 0..=16: the category itself in five bits.
///
/// Not short, but complete for any picture and simple enough to be right.
const CODE_BITS: u32 = 5;

/// Encodes samples (row-major, below `2^precision`) with the left-neighbour predictor.
#[must_use]
pub fn encode(samples: &[u16], columns: u16, rows: u16, precision: u8) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    out.extend([0xff, 0xc3, 0, 11, precision]);
    out.extend(rows.to_be_bytes());
    out.extend(columns.to_be_bytes());
    out.extend([1, 1, 0x11, 0]);
    // One table of 17 codes, all five bits long; the all-ones code stays unused.
    out.extend([0xff, 0xc4, 0, 3 + 16 + 17, 0]);
    out.extend([0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    out.extend(0..=16u8);
    out.extend([0xff, 0xda, 0, 8, 1, 1, 0, 1, 0, 0]);
    let mut bits = BitWriter {
        out,
        pending: 0,
        count: 0,
    };
    let columns = usize::from(columns);
    for (at, sample) in samples.iter().enumerate() {
        let predicted = match (at / columns, at % columns) {
            (0, 0) => 1u32 << (precision - 1),
            (_, 0) => u32::from(samples[at - columns]),
            _ => u32::from(samples[at - 1]),
        };
        bits.difference(u32::from(*sample).wrapping_sub(predicted) as u16);
    }
    bits.finish()
}

struct BitWriter {
    out: Vec<u8>,
    pending: u64,
    count: u32,
}

impl BitWriter {
    /// One difference modulo 65536 (T.81 H.1.2.2): its category, then its low bits.
    fn difference(&mut self, difference: u16) {
        if difference == 0x8000 {
            self.put(16, CODE_BITS);
            return;
        }
        let signed = difference as i16;
        let category = 16 - signed.unsigned_abs().leading_zeros();
        self.put(category, CODE_BITS);
        let low = if signed < 0 {
            i32::from(signed) - 1
        } else {
            i32::from(signed)
        };
        self.put(low as u32 & ((1u32 << category) - 1), category);
    }

    fn put(&mut self, value: u32, count: u32) {
        self.pending = (self.pending << count) | u64::from(value);
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.pending >> self.count) as u8;
            self.out.push(byte);
            if byte == 0xff {
                self.out.push(0);
            }
        }
        self.pending &= (1 << self.count) - 1;
    }

    fn finish(mut self) -> Vec<u8> {
        if self.count > 0 {
            let fill = 8 - self.count;
            self.put((1 << fill) - 1, fill);
        }
        self.out.extend([0xff, 0xd9]);
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_written_as_category_and_low_bits() {
        let mut bits = BitWriter {
            out: Vec::new(),
            pending: 0,
            count: 0,
        };
        // +1 is 00001 1, -1 is 00001 0, 0 is 00000: together 0000_1100 0010_0000 and one bit 0.
        bits.difference(1);
        bits.difference(u16::MAX);
        bits.difference(0);
        assert_eq!(bits.out, [0b0000_1100, 0b0010_0000]);
    }

    #[test]
    fn a_byte_of_ones_is_stuffed() {
        let mut bits = BitWriter {
            out: Vec::new(),
            pending: 0,
            count: 0,
        };
        bits.put(0xff, 8);
        assert_eq!(bits.out, [0xff, 0]);
    }
}
