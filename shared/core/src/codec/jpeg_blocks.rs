//! Redaction of JPEG streams in the DCT domain, so that no second lossy step touches the rest.
//!
//! Blocks of the redacted units get a new DC and no AC coefficients; all other coefficients are written again as they
//! were read (Clunie & Gebow 2015, J Med Imaging 2(1):016501), in one sequential scan with tables made for them.

use deid_model::PixelBox;
use libjpeg_turbo_rs::{
    ComponentCoefficients, JpegCoefficients, read_coefficients, write_coefficients_optimized,
};

use super::CodecError;
use super::jpeg_header::{JpegHeader, JpegProcess};
use super::jpeg_segments::{jpeg_segments, without_metadata};

/// A redacted stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockRedaction {
    /// The stream, without metadata: baseline, or extended where 12 bits or wide quantization tables need it.
    pub bytes: Vec<u8>,
    /// What was painted for each box asked for, in the same order: whole units, color bleed included. `None` where the
    /// box lies outside.
    pub painted: Vec<Option<PixelBox>>,
}

/// Paints `boxes` in `fill`: a sample value for each component, as the components are coded (grey; Y, Cb, Cr; or R, G,
/// B), from 0 to 255 or 4095. What is painted is uniform, and exact for the lowest and the highest value; others are
/// as near as the quantization table allows.
///
/// # Errors
/// `Unsupported` for other processes than those of the DCT, and for sequential streams of several scans; `Mismatch`
/// where `fill` has not one value for each component; `Broken`; `Encode`.
pub fn redact(
    stream: &[u8],
    boxes: &[PixelBox],
    fill: &[i32],
) -> Result<BlockRedaction, CodecError> {
    let header = JpegHeader::parse(stream)?;
    let one_go = header.process == JpegProcess::Sequential && header.scans == 1;
    if !one_go && header.process != JpegProcess::Progressive {
        return Err(CodecError::Unsupported);
    }
    if fill.len() != header.components.len() {
        return Err(CodecError::Mismatch);
    }
    let grid = Grid::new(&header)?;
    if grid.blocks > stream.len() as u64 * 8 {
        // A block takes a bit at least: the size is a claim that the stream does not keep.
        return Err(CodecError::Broken);
    }
    let plain = without_metadata(stream).ok_or(CodecError::Broken)?;
    let mut coefficients = read_coefficients(&plain).map_err(|_| CodecError::Broken)?;
    let painted = boxes
        .iter()
        .map(|&area| grid.paint(&mut coefficients, area, fill))
        .collect();
    let written = write_coefficients_optimized(&coefficients).map_err(|_| CodecError::Encode)?;
    Ok(BlockRedaction {
        bytes: with_color_segments_of(&plain, &written),
        painted,
    })
}

/// The units of a frame (T.81 A.2): how many pixels one covers, and how far its paint may reach.
struct Grid {
    header: JpegHeader,
    /// Columns and rows of pixels in a unit.
    unit: (u32, u32),
    /// Interpolated chroma of a neighboring unit reaches this many pixels into this one, and the other way round.
    bleed: u32,
    /// Of all components.
    blocks: u64,
}

impl Grid {
    fn new(header: &JpegHeader) -> Result<Self, CodecError> {
        /// T.81 B.2.3.
        const MOST_BLOCKS: u32 = 10;
        // The factors of a single component mean nothing (T.81 A.2.2).
        let factors: Vec<(u32, u32)> = match header.components.as_slice() {
            [_] => vec![(1, 1)],
            several => several
                .iter()
                .map(|component| (component.sampling.0.into(), component.sampling.1.into()))
                .collect(),
        };
        let h = factors.iter().map(|&(h, _)| h).max().unwrap_or(1);
        let v = factors.iter().map(|&(_, v)| v).max().unwrap_or(1);
        let of_unit: u32 = factors.iter().map(|&(h, v)| h * v).sum();
        if of_unit > MOST_BLOCKS {
            return Err(CodecError::Unsupported);
        }
        let unit = (h * 8, v * 8);
        let units = u64::from(header.size.columns.div_ceil(unit.0))
            * u64::from(header.size.rows.div_ceil(unit.1));
        Ok(Self {
            header: header.clone(),
            unit,
            bleed: match h.max(v) {
                1 => 0,
                most => most,
            },
            blocks: units * u64::from(of_unit),
        })
    }

    /// Paints every unit that `area` touches; gives the box of pixels that may change.
    fn paint(
        &self,
        coefficients: &mut JpegCoefficients,
        area: PixelBox,
        fill: &[i32],
    ) -> Option<PixelBox> {
        // What lies within reach of the box's edge would tint it.
        let area = area.clamped(self.header.size)?;
        let area = area.grown(self.bleed / 2, self.header.size)?;
        let (width, height) = self.unit;
        let units = PixelBox::new(
            area.x0() / width,
            area.y0() / height,
            area.x1().div_ceil(width),
            area.y1().div_ceil(height),
        )?;
        let single = coefficients.components.len() == 1;
        let quantums: Vec<u16> = coefficients
            .components
            .iter()
            .map(|component| quantum(coefficients, component))
            .collect();
        let components = coefficients.components.iter_mut();
        for ((component, quantum), &value) in components.zip(quantums).zip(fill) {
            let dc = dc_of(value, quantum, self.header.precision);
            let (h, v) = match single {
                true => (1, 1),
                false => (component.h_sampling.into(), component.v_sampling.into()),
            };
            let rows = units.y0() * v..units.y1() * v;
            let columns = (units.x0() * h) as usize..(units.x1() * h) as usize;
            for row in rows {
                let start = row as usize * component.blocks_x;
                let end = columns.end.min(component.blocks_x);
                let blocks = component.blocks.get_mut(start + columns.start..start + end);
                for block in blocks.unwrap_or_default() {
                    *block = [0; 64];
                    block[0] = dc;
                }
            }
        }
        let painted = PixelBox::new(
            units.x0() * width,
            units.y0() * height,
            units.x1() * width,
            units.y1() * height,
        )?;
        painted.grown(self.bleed, self.header.size)
    }
}

/// What the DC coefficient is divided by.
fn quantum(coefficients: &JpegCoefficients, component: &ComponentCoefficients) -> u16 {
    let table = coefficients
        .quant_tables
        .get(usize::from(component.quant_table_index));
    table.map_or(1, |table| table[0].max(1))
}

/// The quantized DC coefficient of a block of `value`: 8 times the level-shifted value (T.81 A.3.3). At both ends of
/// the range it is rounded outward, where decoders clamp it to the very end.
fn dc_of(value: i32, quantum: u16, precision: u8) -> i16 {
    let most = (1 << precision) - 1;
    let value = value.clamp(0, most);
    let dc = f64::from((value - (1 << (precision - 1))) * 8) / f64::from(quantum);
    let rounded = match value {
        0 => dc.floor(),
        _ if value == most => dc.ceil(),
        _ => dc.round(),
    };
    rounded as i16
}

/// `written` with the segments that tell colors as `plain` has them: the encoder guesses.
fn with_color_segments_of(plain: &[u8], written: &[u8]) -> Vec<u8> {
    let is_color = |marker: u8| matches!(marker, 0xe0..=0xef);
    let mut bytes = Vec::with_capacity(written.len() + 32);
    bytes.extend_from_slice(&[0xff, 0xd8]);
    for segment in jpeg_segments(plain).filter(|segment| is_color(segment.marker)) {
        bytes.extend_from_slice(plain.get(segment.whole).unwrap_or_default());
    }
    for segment in jpeg_segments(written).filter(|segment| !is_color(segment.marker)) {
        bytes.extend_from_slice(written.get(segment.whole).unwrap_or_default());
        bytes.extend_from_slice(written.get(segment.scan).unwrap_or_default());
    }
    bytes.extend_from_slice(&[0xff, 0xd9]);
    bytes
}

#[cfg(test)]
mod tests;
