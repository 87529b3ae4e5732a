//! Lookup tables: grey ones and palettes.

/// A grey lookup table (PS3.3 C.11.1.1.1): stored or rescaled values in, values of `bits` bits out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupTable {
    first: i64,
    values: Vec<u16>,
    bits: u32,
}

impl LookupTable {
    /// A table whose first entry belongs to the input `first`; `None` if it is empty or deeper than 16 bits.
    #[must_use]
    pub fn new(first: i64, values: Vec<u16>, bits: u32) -> Option<Self> {
        (!values.is_empty() && (1..=16).contains(&bits)).then_some(Self {
            first,
            values,
            bits,
        })
    }

    /// The output for `input`; inputs beyond the table take its first or last entry.
    #[must_use]
    pub fn get(&self, input: i64) -> u16 {
        let at = input.saturating_sub(self.first);
        let at = usize::try_from(at.max(0))
            .unwrap_or(0)
            .min(self.values.len() - 1);
        self.values.get(at).copied().unwrap_or(0)
    }

    /// Largest output that `bits` allow.
    #[must_use]
    pub const fn white(&self) -> u16 {
        ((1_u32 << self.bits) - 1) as u16
    }
}

/// A palette: stored values in, 8-bit red, green and blue out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    first: i64,
    entries: Vec<[u8; 3]>,
}

impl Palette {
    /// A palette whose first entry belongs to the index `first`; `None` if it is empty.
    #[must_use]
    pub fn new(first: i64, entries: Vec<[u8; 3]>) -> Option<Self> {
        (!entries.is_empty()).then_some(Self { first, entries })
    }

    /// The color of `index`; indices beyond the palette take its first or last entry.
    #[must_use]
    pub fn get(&self, index: i64) -> [u8; 3] {
        let at = index.saturating_sub(self.first);
        let at = usize::try_from(at.max(0))
            .unwrap_or(0)
            .min(self.entries.len() - 1);
        self.entries.get(at).copied().unwrap_or_default()
    }

    /// The index whose color is nearest to `color`, the lowest such one, and whether it is exact.
    #[must_use]
    pub fn nearest(&self, color: [u8; 3]) -> (i64, bool) {
        let distance = |entry: &[u8; 3]| -> u32 {
            entry
                .iter()
                .zip(color)
                .map(|(&a, b)| u32::from(a.abs_diff(b)).pow(2))
                .sum()
        };
        let best = self
            .entries
            .iter()
            .enumerate()
            .min_by_key(|(_, entry)| distance(entry));
        best.map_or((self.first, false), |(at, entry)| {
            (self.first + at as i64, distance(entry) == 0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_beyond_a_table_take_its_ends() {
        let table = LookupTable::new(-1, vec![5, 6, 7], 8).unwrap();
        assert_eq!([-9, -1, 0, 9].map(|input| table.get(input)), [5, 5, 6, 7]);
    }

    #[test]
    fn black_is_found_wherever_it_stands_in_the_palette() {
        let palette = Palette::new(0, vec![[9, 9, 9], [255, 0, 0], [0, 0, 0]]).unwrap();
        assert_eq!(palette.nearest([0, 0, 0]), (2, true));
        assert!(!palette.nearest([0, 0, 255]).1);
    }
}
