//! Samples of one bit: eight in a byte, the first in its lowest bit (PS3.5 8.1.1), or one in a byte of its own.

/// One byte, 0 or 1, for each of the first `count` bits; fewer where `packed` ends earlier.
pub fn unpacked(packed: &[u8], count: usize) -> Vec<u8> {
    let all = packed
        .iter()
        .flat_map(|byte| (0..8).map(move |bit| (byte >> bit) & 1));
    all.take(count).collect()
}

/// Eight samples a byte; a sample counts by its lowest bit. The last byte is filled up with zeros.
pub fn packed(samples: &[u8]) -> Vec<u8> {
    let pack = |eight: &[u8]| {
        let bits = eight.iter().enumerate();
        bits.fold(0, |byte, (bit, sample)| byte | ((sample & 1) << bit))
    };
    samples.chunks(8).map(pack).collect()
}

/// Whether a bit behind the first `count` is set.
pub fn remain_behind(packed: &[u8], count: usize) -> bool {
    let partial = packed
        .get(count / 8)
        .is_some_and(|byte| byte >> (count % 8) != 0);
    let behind = packed.get(count / 8 + 1..).unwrap_or_default();
    partial || behind.iter().any(|&byte| byte != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sample_stands_in_the_lowest_bit_and_the_last_byte_is_filled_up() {
        let samples = [1, 0, 0, 0, 0, 0, 0, 1, 0, 1];
        assert_eq!(packed(&samples), [0x81, 0x02]);
        assert_eq!(unpacked(&[0x81, 0x02], 10), samples);
    }

    #[test]
    fn bits_behind_the_last_sample_are_noticed() {
        assert!(!remain_behind(&[0xff, 0x03], 10));
        assert!(remain_behind(&[0xff, 0x07], 10));
        assert!(remain_behind(&[0xff, 0x01], 8));
        assert!(!remain_behind(&[0xff], 8));
    }
}
