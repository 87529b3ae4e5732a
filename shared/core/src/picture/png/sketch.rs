//! PNG files for tests, made chunk by chunk: the library writes no interlaced ones.

use std::io::Write as _;

use deid_model::FrameSize;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// Offset and distance of columns and rows of the passes of an interlaced file (PNG 3, 8.1).
const PASSES: [[u32; 4]; 7] = [
    [0, 8, 0, 8],
    [4, 8, 0, 8],
    [0, 4, 4, 8],
    [2, 4, 0, 4],
    [0, 2, 2, 4],
    [1, 2, 0, 2],
    [0, 1, 1, 2],
];

/// A PNG file to be made.
#[derive(Clone)]
pub struct Sketch {
    pub size: FrameSize,
    /// Color type as the header tells it: 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA.
    pub color: u8,
    pub depth: u8,
    pub interlaced: bool,
    /// Chunks before the samples.
    pub chunks: Vec<([u8; 4], Vec<u8>)>,
    /// Row-major, channels interleaved.
    pub samples: Vec<u16>,
}

impl Sketch {
    pub fn new(size: FrameSize, color: u8, depth: u8, samples: Vec<u16>) -> Self {
        Self {
            size,
            color,
            depth,
            interlaced: false,
            chunks: Vec::new(),
            samples,
        }
    }

    /// Samples that differ from pixel to pixel and fill the depth.
    pub fn varied(color: u8, depth: u8, interlaced: bool) -> Self {
        let size = FrameSize::new(13, 9);
        let count = size.pixels() as u32 * u32::from(channels(color));
        let most = ((1_u32 << depth) - 1) as u16;
        let samples = (0..count).map(|at| (at.wrapping_mul(0x9e37_79b1) >> 16) as u16 & most);
        let mut sketch = Self::new(size, color, depth, samples.collect());
        sketch.interlaced = interlaced;
        if color == 3 {
            let entries = (0..=most).flat_map(|at| [at as u8, 255 - at as u8, 7]);
            sketch = sketch.with(b"PLTE", entries.collect());
        }
        sketch
    }

    pub fn with(mut self, kind: &[u8; 4], body: Vec<u8>) -> Self {
        self.chunks.push((*kind, body));
        self
    }

    pub fn file(&self) -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        let FrameSize { columns, rows } = self.size;
        let sides = [columns.to_be_bytes(), rows.to_be_bytes()].concat();
        let kind = [self.depth, self.color, 0, 0, self.interlaced.into()];
        add(&mut file, *b"IHDR", &[&sides[..], &kind].concat());
        for (kind, body) in &self.chunks {
            add(&mut file, *kind, body);
        }
        let mut deflated = ZlibEncoder::new(Vec::new(), Compression::default());
        deflated.write_all(&self.rows()).unwrap();
        add(&mut file, *b"IDAT", &deflated.finish().unwrap());
        add(&mut file, *b"IEND", &[]);
        file
    }

    fn rows(&self) -> Vec<u8> {
        let passes: &[_] = if self.interlaced {
            &PASSES
        } else {
            &[[0, 1, 0, 1]]
        };
        let mut bytes = Vec::new();
        for &[left, across, top, down] in passes {
            for y in (top..self.size.rows).step_by(down as usize) {
                let columns = (left..self.size.columns).step_by(across as usize);
                let samples: Vec<u16> = columns
                    .flat_map(|x| self.pixel(x, y).iter().copied())
                    .collect();
                if !samples.is_empty() {
                    bytes.push(0);
                    bytes.extend(packed(&samples, self.depth));
                }
            }
        }
        bytes
    }

    fn pixel(&self, x: u32, y: u32) -> &[u16] {
        let count = usize::from(channels(self.color));
        let at = (y * self.size.columns + x) as usize * count;
        &self.samples[at..at + count]
    }
}

fn channels(color: u8) -> u8 {
    match color {
        0 | 3 => 1,
        4 => 2,
        2 => 3,
        _ => 4,
    }
}

fn packed(samples: &[u16], depth: u8) -> Vec<u8> {
    let bit = |at: usize| {
        let sample = samples.get(at / usize::from(depth)).copied().unwrap_or(0);
        let from_top = at % usize::from(depth);
        (sample >> (usize::from(depth) - 1 - from_top) & 1) as u8
    };
    let bits = samples.len() * usize::from(depth);
    let byte = |start: usize| (start..start + 8).fold(0, |byte, at| byte << 1 | bit(at));
    (0..bits).step_by(8).map(byte).collect()
}

fn add(file: &mut Vec<u8>, kind: [u8; 4], body: &[u8]) {
    file.extend((body.len() as u32).to_be_bytes());
    let start = file.len();
    file.extend(kind);
    file.extend(body);
    let mut crc = Crc::new();
    crc.update(&file[start..]);
    file.extend(crc.sum().to_be_bytes());
}
