//! How much memory the structure of a codestream asks for, told before the decoder asks: its tiles, precincts and
//! layers (ITU-T T.800 B.3, B.6, B.8) cost far more than their samples where there are many of them.

use super::super::CodecError;
use super::markers::{CodingSegment, Siz, coding_segments};

/// A tile has this many pixels at least, a precinct this many samples, and for each sample there are at most so many entries in
/// the order of packets, but for a number that always passes. Encoders stay far below: the decoder takes about 10,000
/// bytes for a tile, 1,600 for a precinct and 2 for an entry (measured).
const PIXELS_OF_TILE: u64 = 256;
const ANY_TILES: u64 = 64;
const SAMPLES_OF_PRECINCT: u64 = 64;
const ANY_PRECINCTS: u64 = 16_384;
const ENTRIES_OF_SAMPLE: u64 = 4;
const ANY_ENTRIES: u64 = 4_000_000;

/// What a COD or COC segment tells (A.6.1, A.6.2).
struct Coding<'a> {
    /// Of COD only.
    layers: u64,
    /// Of COD only.
    transforms_colors: Option<bool>,
    levels: u8,
    /// Exponents of width (low half) and height of a precinct, a byte for each resolution; none: 15, the most.
    precincts: &'a [u8],
}

/// The most levels that T.800 allows.
const MOST_LEVELS: u8 = 32;

impl<'a> Coding<'a> {
    fn read(segment: CodingSegment<'a>) -> Option<Self> {
        let (layers, transforms_colors, style, spatial) = match segment {
            CodingSegment::Default(&[style, _, high, low, transform, ref spatial @ ..]) => {
                let layers = u16::from_be_bytes([high, low]);
                (layers, Some(transform != 0), style, spatial)
            }
            // Components are counted in one byte where there are fewer than 257 of them.
            CodingSegment::OfComponent(&[_, style, ref spatial @ ..]) => (0, None, style, spatial),
            CodingSegment::Default(_) | CodingSegment::OfComponent(_) => return None,
        };
        let &[levels @ 0..=MOST_LEVELS, _, _, _, _, ref precincts @ ..] = spatial else {
            return None;
        };
        Some(Self {
            layers: layers.into(),
            transforms_colors,
            levels,
            precincts: if style & 1 == 0 { &[] } else { precincts },
        })
    }

    /// Precincts of one component in all tiles: of all resolutions, and of the one that has most.
    fn precincts(&self, siz: &Siz) -> (u64, u64) {
        let count = |resolution: u8| {
            let exponents = self
                .precincts
                .get(usize::from(resolution))
                .copied()
                .unwrap_or(0xff);
            let reduction = u32::from(self.levels - resolution);
            let across = |length: u32, exponent: u8| {
                u64::from(length) >> (reduction + u32::from(exponent)).min(63)
            };
            let columns = across(siz.columns, exponents & 15) + 1;
            let rows = across(siz.rows, exponents >> 4) + 1;
            // Each tile cuts some of them in two.
            columns * rows + siz.tiles
        };
        let counts = (0..=self.levels).map(count);
        (counts.clone().sum(), counts.max().unwrap_or(0))
    }
}

/// Refuses codestreams whose structure takes memory out of all proportion to their samples, and those of which a tile
/// transforms colors otherwise than the rest.
///
/// # Errors
/// `Broken` where the segments do not make sense; `Unsupported`.
pub(super) fn check(codestream: &[u8], siz: &Siz) -> Result<(), CodecError> {
    let pixels = u64::from(siz.columns) * u64::from(siz.rows);
    let components = u64::from(siz.components);
    let samples = pixels * components;
    if siz.tiles > ANY_TILES + pixels / PIXELS_OF_TILE {
        return Err(CodecError::Unsupported);
    }
    let codings: Option<Vec<Coding>> = coding_segments(codestream).map(Coding::read).collect();
    let codings = codings.ok_or(CodecError::Broken)?;
    let layers = codings
        .iter()
        .map(|coding| coding.layers)
        .max()
        .unwrap_or(1);
    for coding in codings {
        let (all, most) = coding.precincts(siz);
        let resolutions = u64::from(coding.levels) + 1;
        let entries = (layers + 1) * resolutions * components * most;
        let transforms = coding.transforms_colors.unwrap_or(siz.transforms_colors);
        if all * components > ANY_PRECINCTS + samples / SAMPLES_OF_PRECINCT
            || entries > ANY_ENTRIES + samples * ENTRIES_OF_SAMPLE
            || components >= 3 && transforms != siz.transforms_colors
        {
            return Err(CodecError::Unsupported);
        }
    }
    Ok(())
}
