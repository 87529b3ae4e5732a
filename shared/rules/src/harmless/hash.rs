//! A fast hash for the lists. Only their own terms are ever inserted, so that no text can make them collide.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map of terms.
pub(super) type TermMap<V> = HashMap<String, V, BuildHasherDefault<Fnv>>;

/// FNV-1a with 64 bits.
#[derive(Clone)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        // The table looks at the highest bits, which short keys hardly reach.
        self.0 ^ (self.0 << 29)
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
