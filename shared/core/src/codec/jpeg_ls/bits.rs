//! The bits of a scan, and the codes in them (T.87 A.5.3, C.2.1).

/// Entropy-coded bytes, read from the most significant bit. Behind a byte of all ones, the next one's highest bit is
/// stuffed.
pub(super) struct Bits<'a> {
    /// What is not in `window` yet. No byte behind 0xFF is a marker's: the scan ends before.
    rest: &'a [u8],
    /// The next bits, from the highest.
    window: u64,
    /// Bits in `window`.
    count: u32,
    behind_ones: bool,
}

impl<'a> Bits<'a> {
    pub(super) const fn new(entropy: &'a [u8]) -> Self {
        Self {
            rest: entropy,
            window: 0,
            count: 0,
            behind_ones: false,
        }
    }

    /// At least 57 bits, or all that are left.
    fn refill(&mut self) {
        while self.count <= 56
            && let Some((&byte, rest)) = self.rest.split_first()
        {
            let width = if self.behind_ones { 7 } else { 8 };
            self.window |= u64::from(byte) << (64 - width - self.count);
            self.count += width;
            self.behind_ones = byte == 0xff;
            self.rest = rest;
        }
    }

    /// Drops `count` bits, which are there.
    fn advance(&mut self, count: u32) {
        self.window = self.window.checked_shl(count).unwrap_or(0);
        self.count -= count;
    }

    /// The next `count` bits, at most 32.
    pub(super) fn take(&mut self, count: u32) -> Option<u32> {
        if self.count < count {
            self.refill();
        }
        if self.count < count {
            return None;
        }
        let bits = self.window.checked_shr(64 - count).unwrap_or(0);
        self.advance(count);
        u32::try_from(bits).ok()
    }

    /// Zeros before the next one, which is dropped too; `None` where there are more than `most`.
    fn zeros(&mut self, most: u32) -> Option<u32> {
        let mut zeros = 0;
        loop {
            self.refill();
            let here = self.window.leading_zeros().min(self.count);
            zeros += here;
            if zeros > most || self.count == 0 {
                return None;
            }
            if here < self.count {
                self.advance(here + 1);
                return Some(zeros);
            }
            self.advance(here);
        }
    }

    /// A Golomb code of parameter `k` and at most `limit` bits; `escape` bits hold what would be longer.
    pub(super) fn golomb(&mut self, k: u32, limit: u32, escape: u32) -> Option<u32> {
        let most = limit.checked_sub(escape + 1)?;
        let zeros = self.zeros(most)?;
        if zeros < most {
            let high = u64::from(zeros) << k;
            u32::try_from(high | u64::from(self.take(k)?)).ok()
        } else {
            self.take(escape)?.checked_add(1)
        }
    }

    /// Whether bytes are left that no code touched. A scan is filled up to a byte, and a stuffed one may follow; zeros
    /// are harmless.
    pub(super) fn are_left(&mut self) -> bool {
        self.refill();
        self.count >= 15 && (self.window != 0 || self.rest.iter().any(|&byte| byte != 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bit_behind_a_byte_of_ones_is_skipped() {
        let mut bits = Bits::new(&[0xff, 0x40, 0x81]);
        assert_eq!(bits.take(9), Some(0x1ff));
        assert_eq!(bits.take(6), Some(0));
        assert_eq!(bits.take(8), Some(0x81));
        assert_eq!(bits.take(1), None);
    }

    #[test]
    fn a_code_is_as_many_zeros_as_its_high_part_then_its_low_part() {
        assert_eq!(Bits::new(&[0b0001_1000]).golomb(2, 32, 8), Some(0b1110));
        assert_eq!(Bits::new(&[0b1010_0000]).golomb(2, 32, 8), Some(0b01));
    }

    #[test]
    fn a_long_code_stands_as_it_is_and_a_longer_one_is_none() {
        let escaped = [0, 0, 0b0000_0001, 41];
        assert_eq!(Bits::new(&escaped).golomb(0, 32, 8), Some(42));
        assert_eq!(Bits::new(&[0; 16]).golomb(0, 32, 8), None);
        assert_eq!(Bits::new(&[0, 0]).golomb(0, 32, 8), None);
    }

    #[test]
    fn bytes_that_no_code_touched_are_noticed() {
        let left = |bytes: &[u8]| {
            let mut bits = Bits::new(bytes);
            bits.take(4).unwrap();
            bits.are_left()
        };
        assert!(!left(&[0x1f]));
        assert!(!left(&[0xff, 0x00]));
        assert!(!left(&[0x10, 0, 0, 0]));
        assert!(left(&[0x10, 0, b'K']));
        assert!(left(b"0123456789abcdef"));
    }
}
