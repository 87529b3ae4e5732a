//! How the samples of a frame lie in memory, and reading and writing one of them.

use deid_model::FrameSize;

/// What the samples of a pixel mean (PS3.3 C.7.6.3.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColorModel {
    /// Grey, low is white.
    Monochrome1,
    /// Grey, low is black.
    Monochrome2,
    /// An index into a palette.
    Palette,
    /// Red, green, blue.
    Rgb,
    /// Luma and two color differences.
    YbrFull,
    /// The same, color differences shared by two pixels: Y Y Cb Cr.
    YbrFull422,
    /// Inside JPEG 2000 only (reversible); decoders give RGB.
    YbrRct,
    /// Inside JPEG 2000 only (irreversible); decoders give RGB.
    YbrIct,
}

impl ColorModel {
    /// _Samples per Pixel_ of this model.
    #[must_use]
    pub const fn channels(self) -> usize {
        match self {
            Self::Monochrome1 | Self::Monochrome2 | Self::Palette => 1,
            Self::Rgb | Self::YbrFull | Self::YbrFull422 | Self::YbrRct | Self::YbrIct => 3,
        }
    }

    /// Whether a sample is a grey value.
    #[must_use]
    pub const fn is_grey(self) -> bool {
        matches!(self, Self::Monochrome1 | Self::Monochrome2)
    }
}

/// How the samples of one frame are arranged, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelLayout {
    /// Columns and rows.
    pub size: FrameSize,
    /// What the samples mean.
    pub color: ColorModel,
    /// Samples per pixel; more than the color model's by one if there is an alpha channel.
    pub channels: u8,
    /// Whether each channel is a plane of its own.
    pub planar: bool,
    /// Bytes per sample, 1 or 2.
    pub bytes: u8,
    /// Byte order of two-byte samples.
    pub big_endian: bool,
    /// _Bits Stored_.
    pub bits_stored: u8,
    /// _High Bit_.
    pub high_bit: u8,
    /// Two's complement.
    pub signed: bool,
}

impl PixelLayout {
    /// Bytes of one frame.
    #[must_use]
    pub const fn frame_bytes(&self) -> u64 {
        let samples = match self.color {
            // Two pixels in four samples.
            ColorModel::YbrFull422 => self.size.pixels() * 2,
            _ => self.size.pixels() * self.channels as u64,
        };
        samples * self.bytes as u64
    }

    /// Byte offset of the sample of channel `channel` at column `x`, row `y`.
    #[must_use]
    pub const fn offset(&self, x: u32, y: u32, channel: u8) -> usize {
        let pixel = y as usize * self.size.columns as usize + x as usize;
        let sample = match (self.color, self.planar) {
            (ColorModel::YbrFull422, _) => match channel {
                0 => pixel / 2 * 4 + pixel % 2,
                _ => pixel / 2 * 4 + 1 + channel as usize,
            },
            (_, true) => channel as usize * self.size.pixels() as usize + pixel,
            (_, false) => pixel * self.channels as usize + channel as usize,
        };
        sample * self.bytes as usize
    }

    /// The raw word at `offset`, all bits; 0 beyond the end.
    #[must_use]
    pub fn word(&self, samples: &[u8], offset: usize) -> u16 {
        let byte = |at: usize| u16::from(samples.get(at).copied().unwrap_or(0));
        match (self.bytes, self.big_endian) {
            (1, _) => byte(offset),
            (_, false) => byte(offset) | byte(offset + 1) << 8,
            (_, true) => byte(offset) << 8 | byte(offset + 1),
        }
    }

    /// The stored value in a raw word: _Bits Stored_ bits up to _High Bit_, with sign.
    #[must_use]
    pub const fn value(&self, word: u16) -> i32 {
        let shifted = (word >> (self.high_bit + 1 - self.bits_stored)) as i32 & self.mask();
        let sign = 1 << (self.bits_stored - 1);
        if self.signed && shifted & sign != 0 {
            shifted - (sign << 1)
        } else {
            shifted
        }
    }

    /// The raw word of a stored value. Negative values fill the bits above _High Bit_ with their sign.
    #[must_use]
    pub const fn word_of(&self, value: i32) -> u16 {
        let bits = if self.signed {
            value
        } else {
            value & self.mask()
        };
        let word = (bits << (self.high_bit + 1 - self.bits_stored)) as u16;
        if self.bytes == 1 { word & 0xff } else { word }
    }

    /// The bytes of a stored value, in this byte order.
    #[must_use]
    pub fn encoded(&self, value: i32) -> Vec<u8> {
        let word = self.word_of(value);
        match (self.bytes, self.big_endian) {
            (1, _) => vec![word as u8],
            (_, false) => word.to_le_bytes().to_vec(),
            (_, true) => word.to_be_bytes().to_vec(),
        }
    }

    /// Whether a word uses bits outside the stored range, beyond a continued sign.
    #[must_use]
    pub const fn hides_bits(&self, word: u16) -> bool {
        let stored = (self.mask() as u16) << (self.high_bit + 1 - self.bits_stored);
        let allocated = if self.bytes == 1 { 0xff } else { 0xffff };
        let unused = allocated & !stored;
        let above = unused & !((1_u32 << (self.high_bit + 1)) - 1) as u16;
        let hidden = word & unused;
        let continued_sign = self.signed && self.value(word) < 0 && hidden == above;
        hidden != 0 && !continued_sign
    }

    const fn mask(&self) -> i32 {
        (1 << self.bits_stored) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(bits_stored: u8, high_bit: u8, signed: bool) -> PixelLayout {
        PixelLayout {
            size: FrameSize::new(2, 2),
            color: ColorModel::Monochrome2,
            channels: 1,
            planar: false,
            bytes: 2,
            big_endian: false,
            bits_stored,
            high_bit,
            signed,
        }
    }

    #[test]
    fn values_read_back_as_they_were_written() {
        for (layout, values) in [
            (layout(16, 15, true), vec![-32768, -1, 0, 32767]),
            (layout(12, 11, true), vec![-2048, -1, 0, 2047]),
            (layout(12, 11, false), vec![0, 4095]),
            (layout(12, 15, false), vec![0, 1, 4095]),
            (layout(16, 15, false), vec![0, 65535]),
        ] {
            for value in values {
                assert_eq!(layout.value(layout.word_of(value)), value, "{layout:?}");
                assert!(
                    !layout.hides_bits(layout.word_of(value)),
                    "{layout:?} {value}"
                );
            }
        }
    }

    #[test]
    fn bits_above_the_high_bit_are_noticed_but_a_continued_sign_is_not() {
        assert!(layout(12, 11, false).hides_bits(0x2000));
        assert!(layout(12, 11, true).hides_bits(0x2fff));
        assert!(!layout(12, 11, true).hides_bits(0xffff));
        assert!(!layout(12, 11, true).hides_bits(0x0fff));
        assert!(layout(12, 15, false).hides_bits(0x0001));
    }

    #[test]
    fn packed_chroma_is_shared_by_two_pixels() {
        let layout = PixelLayout {
            color: ColorModel::YbrFull422,
            channels: 3,
            bytes: 1,
            ..layout(8, 7, false)
        };
        assert_eq!([0, 1].map(|x| layout.offset(x, 0, 0)), [0, 1]);
        assert_eq!([0, 1].map(|x| layout.offset(x, 0, 1)), [2, 2]);
        assert_eq!([0, 1].map(|x| layout.offset(x, 1, 2)), [7, 7]);
        assert_eq!(layout.frame_bytes(), 8);
    }
}
