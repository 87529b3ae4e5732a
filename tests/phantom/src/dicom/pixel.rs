//! The Image Pixel module (PS3.3 C.7.6.3): samples in every layout that phantoms use.

use deid_model::FrameSize;

use super::element::{Element, Value};

/// Pixel samples of all frames, as native pixel data hold them.
#[derive(Clone, Debug, PartialEq)]
pub enum Samples {
    /// One byte a sample.
    Bytes(Vec<u8>),
    /// Two bytes a sample.
    Words(Vec<u16>),
}

impl Samples {
    /// The bytes of native little endian pixel data, without padding.
    #[must_use]
    pub fn little_endian(&self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes.clone(),
            Self::Words(words) => words.iter().flat_map(|word| word.to_le_bytes()).collect(),
        }
    }
}

/// Compressed pixel data, one or more fragments a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Encapsulated {
    /// Basic offset table, may be empty.
    pub offsets: Vec<u32>,
    /// Fragments.
    pub fragments: Vec<Vec<u8>>,
}

/// Samples with the attributes that describe them.
#[derive(Clone, Debug)]
pub struct Pixels {
    /// Columns and rows.
    pub size: FrameSize,
    /// Number of frames.
    pub frames: u32,
    /// _Photometric Interpretation_.
    pub photometric: &'static str,
    /// _Bits Allocated_: 8 or 16.
    pub bits_allocated: u16,
    /// _Bits Stored_.
    pub bits_stored: u16,
    /// Whether samples are two's complement.
    pub signed: bool,
    /// _Planar Configuration_, for three samples a pixel.
    pub planar: u16,
    /// Palette of 8-bit indices: red, green, blue, each 0..=65535.
    pub palette: Option<Vec<[u16; 3]>>,
    /// Whether the samples went through a lossy encoder.
    pub lossy: bool,
    /// The samples; empty where only a lossy encoding of them is known.
    pub samples: Samples,
    /// What is written instead of the samples, if compressed.
    pub encapsulated: Option<Encapsulated>,
}

impl Pixels {
    /// Unsigned grey of 8 bits, one frame after the other.
    #[must_use]
    pub fn grey8(size: FrameSize, frames: u32, samples: Vec<u8>) -> Self {
        Self {
            size,
            frames,
            photometric: "MONOCHROME2",
            bits_allocated: 8,
            bits_stored: 8,
            signed: false,
            planar: 0,
            palette: None,
            lossy: false,
            samples: Samples::Bytes(samples),
            encapsulated: None,
        }
    }

    /// Unsigned grey of `bits_stored` bits in 16.
    #[must_use]
    pub fn grey16(size: FrameSize, bits_stored: u16, samples: Vec<u16>) -> Self {
        let base = Self::grey8(size, 1, Vec::new());
        Self {
            bits_allocated: 16,
            bits_stored,
            samples: Samples::Words(samples),
            ..base
        }
    }

    /// Colour of 8 bits, interleaved.
    #[must_use]
    pub fn color8(
        size: FrameSize,
        frames: u32,
        photometric: &'static str,
        samples: Vec<u8>,
    ) -> Self {
        Self {
            photometric,
            ..Self::grey8(size, frames, samples)
        }
    }

    /// The same, compressed: one fragment a frame behind an empty offset table.
    #[must_use]
    pub fn compressed(self, fragments: Vec<Vec<u8>>) -> Self {
        let encapsulated = Some(Encapsulated {
            offsets: Vec::new(),
            fragments,
        });
        Self {
            encapsulated,
            ..self
        }
    }

    /// Samples of a pixel.
    #[must_use]
    pub fn samples_per_pixel(&self) -> u16 {
        match self.photometric {
            "MONOCHROME1" | "MONOCHROME2" | "PALETTE COLOR" => 1,
            _ => 3,
        }
    }

    /// The elements of the module.
    #[must_use]
    pub fn elements(&self) -> Vec<Element> {
        let mut elements = vec![
            Element::short(0x28, 2, self.samples_per_pixel()),
            Element::text(0x28, 4, "CS", self.photometric),
            Element::short(0x28, 0x10, self.size.rows as u16),
            Element::short(0x28, 0x11, self.size.columns as u16),
            Element::short(0x28, 0x100, self.bits_allocated),
            Element::short(0x28, 0x101, self.bits_stored),
            Element::short(0x28, 0x102, self.bits_stored - 1),
            Element::short(0x28, 0x103, u16::from(self.signed)),
        ];
        if self.samples_per_pixel() == 3 {
            elements.push(Element::short(0x28, 6, self.planar));
        }
        if self.lossy {
            elements.push(Element::text(0x28, 0x2110, "CS", "01"));
            elements.push(Element::text(0x28, 0x2112, "DS", "9.5"));
            elements.push(Element::text(0x28, 0x2114, "CS", "ISO_10918_1"));
        } else {
            elements.push(Element::text(0x28, 0x2110, "CS", "00"));
        }
        if let Some(palette) = &self.palette {
            elements.extend(palette_elements(palette));
        }
        elements.push(self.data());
        elements
    }

    fn data(&self) -> Element {
        if let Some(Encapsulated { offsets, fragments }) = self.encapsulated.clone() {
            return Element::new(0x7fe0, 0x10, "OB", Value::Fragments { offsets, fragments });
        }
        match self.samples.clone() {
            Samples::Bytes(bytes) => Element::new(0x7fe0, 0x10, "OB", Value::Bytes(bytes)),
            Samples::Words(words) => Element::new(0x7fe0, 0x10, "OW", Value::Short(words)),
        }
    }
}

fn palette_elements(palette: &[[u16; 3]]) -> Vec<Element> {
    let mut elements = Vec::new();
    for (channel, element) in [0x1101u16, 0x1102, 0x1103].into_iter().enumerate() {
        // 256 entries, the first for index 0, 16 bits each.
        let descriptor = Value::Short(vec![palette.len() as u16, 0, 16]);
        elements.push(Element::new(0x28, element, "US", descriptor));
        let table = palette.iter().map(|entry| entry[channel]).collect();
        elements.push(Element::new(
            0x28,
            element + 0x100,
            "OW",
            Value::Short(table),
        ));
    }
    elements
}

/// Red, green, blue to luminance and colour differences, full range (PS3.3 C.7.6.3.1.2).
#[must_use]
pub fn ybr_from_rgb(rgb: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(rgb.len());
    for pixel in rgb.chunks_exact(3) {
        let [r, g, b] = [
            f32::from(pixel[0]),
            f32::from(pixel[1]),
            f32::from(pixel[2]),
        ];
        out.push((0.299 * r + 0.587 * g + 0.114 * b + 0.5) as u8);
        out.push((-0.1687 * r - 0.3313 * g + 0.5 * b + 128.5).clamp(0.0, 255.0) as u8);
        out.push((0.5 * r - 0.4187 * g - 0.0813 * b + 128.5).clamp(0.0, 255.0) as u8);
    }
    out
}

/// Full-range samples to Y Y Cb Cr for each two pixels of a row; columns must be even.
#[must_use]
pub fn ybr_422_from_ybr(ybr: &[u8]) -> Vec<u8> {
    let pairs = ybr.chunks_exact(6);
    pairs
        .flat_map(|pair| [pair[0], pair[3], pair[1], pair[2]])
        .collect()
}

/// Interleaved samples to one plane a channel, for one frame.
#[must_use]
pub fn planes(interleaved: &[u8]) -> Vec<u8> {
    let channel = |first: usize| interleaved.iter().skip(first).step_by(3).copied();
    channel(0).chain(channel(1)).chain(channel(2)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_has_no_color_difference() {
        assert_eq!(
            ybr_from_rgb(&[0, 0, 0, 255, 255, 255]),
            [0, 128, 128, 255, 128, 128]
        );
    }

    #[test]
    fn two_pixels_share_their_color_difference() {
        assert_eq!(ybr_422_from_ybr(&[1, 2, 3, 4, 5, 6]), [1, 4, 2, 3]);
        assert_eq!(planes(&[1, 2, 3, 4, 5, 6]), [1, 4, 2, 5, 3, 6]);
    }
}
