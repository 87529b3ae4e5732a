//! Where among many bytes one of some texts may stand: a quick look at a fifth of the places, before the slow one.

use std::ops::Range;

/// Bytes of a gram.
const GRAM: usize = 4;
/// Grams are looked at this far apart: a text of `GRAM + STEP - 1` bytes holds at least one of them whole.
const STEP: usize = 5;
/// The least length of a text.
pub const SHORTEST: usize = GRAM + STEP - 1;
/// Bits of a gram's place in the table: 128 KiB, which stay in the processor's cache.
const BITS: u32 = 20;

/// The grams of some texts, upper and lower case alike, each marked at a place that few share.
pub struct Grams {
    marks: Vec<u64>,
    /// The longest of the texts.
    longest: usize,
}

impl Grams {
    /// The grams of `texts`, of at least [`SHORTEST`] bytes each.
    pub fn of<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut marks = vec![0; 1 << (BITS - 6)];
        let mut longest = 0;
        for text in texts {
            longest = longest.max(text.len());
            for gram in text.array_windows() {
                let place = place_of(*gram);
                marks[place >> 6] |= 1 << (place & 63);
            }
        }
        Self { marks, longest }
    }

    /// Stretches of `bytes`, in order, without which none of the texts stands there: each text that does lies within one.
    pub fn stretches(&self, bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let at = self.next_mark(bytes, from)?;
            let mut end = at + self.longest;
            from = at + STEP;
            while let Some(next) = self.next_mark(&bytes[..bytes.len().min(end)], from) {
                end = next + self.longest;
                from = next + STEP;
            }
            Some(at.saturating_sub(self.longest)..end.min(bytes.len()))
        })
    }

    /// The place of the first marked gram of those that begin at `from`, and each [`STEP`] on.
    fn next_mark(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let grams = bytes.get(from..)?.chunks(STEP);
        let is_marked = |gram: &[u8]| {
            let place = gram.first_chunk().map(|gram| place_of(*gram));
            place.is_some_and(|place| self.marks[place >> 6] >> (place & 63) & 1 == 1)
        };
        grams
            .enumerate()
            .find(|(_, gram)| is_marked(gram))
            .map(|(number, _)| from + number * STEP)
    }
}

/// Multiplicative hashing (Knuth, The Art of Computer Programming 6.4) of four bytes without the bit that tells upper from
/// lower case in ASCII.
const fn place_of(gram: [u8; GRAM]) -> usize {
    let bits = u32::from_le_bytes(gram) | 0x2020_2020;
    (bits.wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_lies_within_one_stretch_wherever_it_stands(
            mut bytes in prop::collection::vec(any::<u8>(), 0..300),
            text in prop::collection::vec(any::<u8>(), SHORTEST..40),
            other in prop::collection::vec(any::<u8>(), SHORTEST..70),
            share in 0.0..1.0,
        ) {
            let at = (bytes.len() as f64 * share) as usize;
            bytes.splice(at..at, text.iter().map(u8::to_ascii_uppercase));
            let grams = Grams::of([text.as_slice(), &other].into_iter());
            let mut stretches = grams.stretches(&bytes);
            let end = at + text.len();
            prop_assert!(stretches.any(|it| it.start <= at && end <= it.end));
        }
    }

    #[test]
    fn nothing_is_looked_at_twice_in_flat_and_in_random_bytes() {
        let grams = Grams::of([b"kestrel^wren".as_slice()].into_iter());
        assert_eq!(grams.stretches(&[0; 10_000]).count(), 0);
        let noise: Vec<u8> = (0..100_000_u32)
            .map(|n| place_of(n.to_le_bytes()) as u8)
            .collect();
        let looked_at: usize = grams.stretches(&noise).map(|it| it.len()).sum();
        assert!(looked_at < 1000, "{looked_at}");
    }
}
