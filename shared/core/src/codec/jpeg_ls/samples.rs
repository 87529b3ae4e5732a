//! Stored samples as JPEG-LS codes them: patterns of bits without sign.

use crate::codec::SampleFormat;

/// One sample of one or two bytes, as it stands.
fn read(sample: &[u8]) -> u16 {
    match *sample {
        [low] => low.into(),
        [low, high] => u16::from_le_bytes([low, high]),
        _ => 0,
    }
}

/// A pattern of `bits` (1 to 16), its sign carried up to the highest bit.
fn sign_extended(pattern: u16, bits: u8) -> u16 {
    let shift = 16_u32.saturating_sub(bits.into());
    let pattern = pattern.checked_shl(shift).unwrap_or(0).cast_signed();
    pattern.checked_shr(shift).unwrap_or(0).cast_unsigned()
}

/// Carries the sign of each sample up to its highest bit. The sign is the highest of _Bits Stored_, unless a sample needs
/// more: then it is the highest of the stream's `precision`, so that nothing that stands above is lost.
pub(super) fn extend_signs(samples: &mut [u8], precision: u8, format: &SampleFormat) {
    let all = samples.chunks_exact(format.bytes()).map(read);
    let fits = all
        .max()
        .is_none_or(|most| u32::from(most) >> format.stored == 0);
    let bits = if fits { format.stored } else { precision };
    for sample in samples.chunks_exact_mut(format.bytes()) {
        let value = sign_extended(read(sample), bits).to_le_bytes();
        for (place, byte) in sample.iter_mut().zip(value) {
            *place = byte;
        }
    }
}

/// The lowest _Bits Stored_ of each sample; `None` where that would change one.
pub(super) fn patterns(samples: &[u8], format: &SampleFormat) -> Option<Vec<u16>> {
    let mask = u16::MAX.checked_shr(16_u32.checked_sub(format.stored.into())?)?;
    let pattern = |sample: &[u8]| {
        let pattern = read(sample) & mask;
        let back = match format.signed {
            true => sign_extended(pattern, format.stored),
            false => pattern,
        };
        let same = back.to_le_bytes().starts_with(sample);
        same.then_some(pattern)
    };
    samples.chunks_exact(format.bytes()).map(pattern).collect()
}
