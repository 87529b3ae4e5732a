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
    /// The same with luma from 16 to 235 (retired).
    YbrPartial422,
    /// Inside JPEG 2000 only (reversible); decoders give RGB.
    YbrRct,
    /// Inside JPEG 2000 only (irreversible); decoders give RGB.
    YbrIct,
    /// Inside JPEG XL only; decoders give RGB.
    Xyb,
}

impl ColorModel {
    /// _Samples per Pixel_ of this model.
    #[must_use]
    pub const fn channels(self) -> usize {
        match self {
            Self::Monochrome1 | Self::Monochrome2 | Self::Palette => 1,
            Self::Rgb
            | Self::YbrFull
            | Self::YbrFull422
            | Self::YbrPartial422
            | Self::YbrRct
            | Self::YbrIct
            | Self::Xyb => 3,
        }
    }

    /// Whether two pixels share their color differences where they are not compressed: Y Y Cb Cr.
    #[must_use]
    pub const fn is_packed(self) -> bool {
        matches!(self, Self::YbrFull422 | Self::YbrPartial422)
    }

    /// Whether a sample is a grey value.
    #[must_use]
    pub const fn is_grey(self) -> bool {
        matches!(self, Self::Monochrome1 | Self::Monochrome2)
    }
}

/// How the bits of a sample make a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    /// A binary number.
    Unsigned,
    /// Two's complement.
    Signed,
    /// IEEE 754, 32 or 64 bits (PS3.3 C.7.6.24 and C.7.6.25).
    Float,
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
    /// Bytes per sample: 1, 2 or 4, of doubles 8. A 1-bit sample takes a whole byte, however it stands in a file.
    pub bytes: u8,
    /// Byte order of samples of several bytes.
    pub big_endian: bool,
    /// _Bits Stored_; of floats all.
    pub bits_stored: u8,
    /// _High Bit_.
    pub high_bit: u8,
    /// What the stored bits mean.
    pub number: Number,
}

impl PixelLayout {
    /// Bytes of one frame.
    #[must_use]
    pub const fn frame_bytes(&self) -> u64 {
        let samples = if self.color.is_packed() {
            // Two pixels in four samples.
            self.size.pixels() * 2
        } else {
            self.size.pixels() * self.channels as u64
        };
        samples * self.bytes as u64
    }

    /// Byte offset of the sample of channel `channel` at column `x`, row `y`.
    #[must_use]
    pub const fn offset(&self, x: u32, y: u32, channel: u8) -> usize {
        let pixel = y as usize * self.size.columns as usize + x as usize;
        let sample = match (self.color.is_packed(), self.planar) {
            (true, _) => match channel {
                0 => pixel / 2 * 4 + pixel % 2,
                _ => pixel / 2 * 4 + 1 + channel as usize,
            },
            (_, true) => channel as usize * self.size.pixels() as usize + pixel,
            (_, false) => pixel * self.channels as usize + channel as usize,
        };
        sample * self.bytes as usize
    }

    /// Whether a sample has more bits than the display pipeline takes: it is scaled down to be shown.
    #[must_use]
    pub const fn is_deep(&self) -> bool {
        self.bytes > 2
    }

    /// The raw word at `offset`, all bits; bytes beyond the end count as 0.
    #[must_use]
    pub fn word(&self, samples: &[u8], offset: usize) -> u64 {
        let bytes = usize::from(self.bytes);
        let word = samples.get(offset..offset + bytes).unwrap_or_default();
        let grown = |word: u64, &byte: &u8| word << 8 | u64::from(byte);
        match (word, self.big_endian) {
            (&[byte], _) => u64::from(byte),
            (&[low, high], false) => u64::from(low) | u64::from(high) << 8,
            (word, true) => word.iter().fold(0, grown),
            (word, false) => word.iter().rev().fold(0, grown),
        }
    }

    /// The stored value in the raw word of an integer: _Bits Stored_ bits up to _High Bit_, with sign.
    #[must_use]
    pub const fn value(&self, word: u64) -> i64 {
        let shifted = (word >> (self.high_bit + 1 - self.bits_stored)) & self.mask();
        let sign = 1 << (self.bits_stored - 1);
        if matches!(self.number, Number::Signed) && shifted & sign != 0 {
            shifted as i64 - (sign << 1) as i64
        } else {
            shifted as i64
        }
    }

    /// The stored value in a raw word, floats included.
    #[must_use]
    pub fn real(&self, word: u64) -> f64 {
        match (self.number, self.bytes) {
            (Number::Float, 8) => f64::from_bits(word),
            (Number::Float, _) => f64::from(f32::from_bits(word as u32)),
            // At most 32 bits: exact.
            _ => self.value(word) as f64,
        }
    }

    /// The raw word of a stored value. Negative values fill the bits above _High Bit_ with their sign.
    #[must_use]
    pub fn word_of(&self, value: f64) -> u64 {
        let (low_bit, allocated) = (self.high_bit + 1 - self.bits_stored, self.allocated());
        match (self.number, self.bytes) {
            (Number::Float, 8) => value.to_bits(),
            (Number::Float, _) => u64::from((value as f32).to_bits()),
            (Number::Signed, _) => ((value as i64) << low_bit) as u64 & allocated,
            (Number::Unsigned, _) => (value as u64 & self.mask()) << low_bit,
        }
    }

    /// The bytes of a raw word, in this byte order.
    #[must_use]
    pub fn encoded(&self, word: u64) -> Vec<u8> {
        let bytes = usize::from(self.bytes);
        let mut encoded = word.to_le_bytes().to_vec();
        encoded.truncate(bytes);
        if self.big_endian {
            encoded.reverse();
        }
        encoded
    }

    /// The bits of a word outside the stored range, beyond a continued sign: 0 in an honest file. Old files keep
    /// overlays there (PS3.5 8.1.2).
    #[must_use]
    pub const fn hidden_bits(&self, word: u64) -> u64 {
        let unused = self.unused_bits();
        if unused == 0 {
            return 0;
        }
        let above = unused & !((1 << (self.high_bit + 1)) - 1);
        let hidden = word & unused;
        let is_negative = matches!(self.number, Number::Signed) && self.value(word) < 0;
        if is_negative && hidden == above {
            0
        } else {
            hidden
        }
    }

    /// A mask of the allocated bits outside the stored range.
    #[must_use]
    pub const fn unused_bits(&self) -> u64 {
        let stored = self.mask() << (self.high_bit + 1 - self.bits_stored);
        self.allocated() & !stored
    }

    /// A mask of the allocated bits.
    const fn allocated(&self) -> u64 {
        u64::MAX >> (64 - self.bytes as u32 * 8)
    }

    /// A mask of as many bits as are stored, from the lowest.
    const fn mask(&self) -> u64 {
        u64::MAX >> (64 - self.bits_stored as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(bits_stored: u8, high_bit: u8, number: Number) -> PixelLayout {
        PixelLayout {
            size: FrameSize::new(2, 2),
            color: ColorModel::Monochrome2,
            channels: 1,
            planar: false,
            bytes: 2,
            big_endian: false,
            bits_stored,
            high_bit,
            number,
        }
    }

    #[test]
    fn values_read_back_as_they_were_written() {
        use Number::{Float, Signed, Unsigned};
        let deep = |number, bits: u8| PixelLayout {
            bytes: bits / 8,
            ..layout(bits, bits - 1, number)
        };
        for (layout, values) in [
            (layout(16, 15, Signed), vec![-32768.0, -1.0, 0.0, 32767.0]),
            (layout(12, 11, Signed), vec![-2048.0, -1.0, 0.0, 2047.0]),
            (layout(12, 11, Unsigned), vec![0.0, 4095.0]),
            (layout(12, 15, Unsigned), vec![0.0, 1.0, 4095.0]),
            (layout(16, 15, Unsigned), vec![0.0, 65535.0]),
            (deep(Unsigned, 32), vec![0.0, 4_294_967_295.0]),
            (deep(Signed, 32), vec![-2_147_483_648.0, -1.0, 7.0]),
            (deep(Float, 32), vec![-0.5, 0.0, 1_048_576.25]),
            (deep(Float, 64), vec![-1e300, 0.1, 1e-300]),
        ] {
            for (value, big_endian) in values.into_iter().flat_map(|v| [(v, false), (v, true)]) {
                let layout = PixelLayout {
                    big_endian,
                    ..layout
                };
                let word = layout.word_of(value);
                assert_eq!(layout.real(word), value, "{layout:?}");
                assert_eq!(layout.hidden_bits(word), 0, "{layout:?} {value}");
                assert_eq!(layout.word(&layout.encoded(word), 0), word);
            }
        }
    }

    #[test]
    fn bits_above_the_high_bit_are_noticed_but_a_continued_sign_is_not() {
        let (signed, unsigned) = (Number::Signed, Number::Unsigned);
        assert_eq!(layout(12, 11, unsigned).hidden_bits(0x2123), 0x2000);
        assert_eq!(layout(12, 11, signed).hidden_bits(0x2fff), 0x2000);
        assert_eq!(layout(12, 11, signed).hidden_bits(0xffff), 0);
        assert_eq!(layout(12, 11, signed).hidden_bits(0x0fff), 0);
        assert_eq!(layout(12, 15, unsigned).hidden_bits(0x0001), 1);
    }

    #[test]
    fn packed_chroma_is_shared_by_two_pixels() {
        let layout = PixelLayout {
            color: ColorModel::YbrFull422,
            channels: 3,
            bytes: 1,
            ..layout(8, 7, Number::Unsigned)
        };
        assert_eq!([0, 1].map(|x| layout.offset(x, 0, 0)), [0, 1]);
        assert_eq!([0, 1].map(|x| layout.offset(x, 0, 1)), [2, 2]);
        assert_eq!([0, 1].map(|x| layout.offset(x, 1, 2)), [7, 7]);
        assert_eq!(layout.frame_bytes(), 8);
    }
}
