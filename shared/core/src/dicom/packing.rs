//! Native samples that do not take whole bytes, or whose bytes stand in another order than they are counted.

/// How the bytes of native _Pixel Data_ hold samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packing {
    /// Eight samples share a byte, the first in its lowest bit (PS3.5 8.1.1): _Bits Allocated_ 1. Frames follow each
    /// other without a gap.
    pub bits: bool,
    /// Bytes stand in swapped pairs: 8 bits or less in big-endian words.
    pub swapped: bool,
}

impl Packing {
    /// Whether samples lie in `bytes` as they are counted.
    #[must_use]
    pub const fn is_plain(self) -> bool {
        !self.bits && !self.swapped
    }

    /// `count` samples of `value` from number `first` on, one byte each where eight share one; of samples of several
    /// bytes `first` and `count` are bytes.
    #[must_use]
    pub fn taken(self, value: &[u8], first: usize, count: usize) -> Vec<u8> {
        let byte = |at: usize| value.get(self.place(at)).copied().unwrap_or(0);
        let all = first..first.saturating_add(count);
        if self.bits {
            all.map(|at| byte(at / 8) >> (at % 8) & 1).collect()
        } else {
            all.map(byte).collect()
        }
    }

    /// Puts `samples`, as [`Self::taken`] gives them, back into `value`.
    pub fn put(self, value: &mut [u8], first: usize, samples: &[u8]) {
        for (at, &sample) in (first..).zip(samples) {
            let byte = if self.bits { at / 8 } else { at };
            if let Some(byte) = value.get_mut(self.place(byte)) {
                *byte = if self.bits {
                    *byte & !(1 << (at % 8)) | (sample & 1) << (at % 8)
                } else {
                    sample
                };
            }
        }
    }

    /// Whether a byte of `value` behind the first `used` ones is set.
    #[must_use]
    pub fn remains_behind(self, value: &[u8], used: usize) -> bool {
        let mut behind = used..value.len();
        behind.any(|at| value.get(self.place(at)).is_some_and(|&byte| byte != 0))
    }

    const fn place(self, at: usize) -> usize {
        if self.swapped { at ^ 1 } else { at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_of_a_frame_that_begins_within_a_byte_come_back_as_they_were() {
        let packing = Packing {
            bits: true,
            swapped: false,
        };
        let samples = [1, 0, 1, 1, 0, 1, 1];
        let mut bytes = [0xff, 0xff];
        packing.put(&mut bytes, 5, &samples);
        assert_eq!(packing.taken(&bytes, 5, 7), samples);
        assert_eq!(packing.taken(&bytes, 0, 5), [1; 5]);
        assert_eq!(packing.taken(&bytes, 12, 4), [1; 4]);
    }

    #[test]
    fn bytes_in_big_endian_words_are_counted_in_swapped_pairs() {
        let packing = Packing {
            bits: false,
            swapped: true,
        };
        let mut bytes = [2, 1, 4, 3];
        assert_eq!(packing.taken(&bytes, 1, 2), [2, 3]);
        packing.put(&mut bytes, 2, &[9]);
        assert_eq!(bytes, [2, 1, 4, 9]);
    }
}
