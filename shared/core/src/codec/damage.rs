//! Damaged copies of a codestream, for tests: the same ones each time.

/// 200 copies with one byte changed, then 50 that are cut short.
pub fn damaged(stream: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    (0..250).map(move |round| {
        let at = next(stream.len());
        if round >= 200 {
            return stream[..at].to_vec();
        }
        let mut copy = stream.to_vec();
        copy[at] ^= 1 + next(255) as u8;
        copy
    })
}
