//! The codecs of compressed frames, one file each: stored samples from a codestream, and back.
//!
//! Each is a pair of functions over bytes. They know nothing of DICOM files; what they give is checked against what
//! the header says. Third-party code runs on hostile bytes here: the shells call it behind a guard.

pub mod bits;
#[cfg(test)]
mod damage;
pub mod deflated;
pub mod jpeg;
pub mod jpeg2000;
pub mod jpeg_blocks;
pub mod jpeg_header;
pub mod jpeg_ls;
pub mod jpeg_segments;
pub mod jpeg_xl;
mod pack_bits;
pub mod rle;
#[cfg(test)]
mod tests;

use deid_model::FrameSize;

/// What the header says of the samples of a compressed frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleFormat {
    /// Columns and rows.
    pub size: FrameSize,
    /// _Samples per Pixel_.
    pub channels: u8,
    /// _Bits Allocated_: 1, 8, 16 or 32.
    pub allocated: u8,
    /// _Bits Stored_, at most `allocated`.
    pub stored: u8,
    /// Two's complement.
    pub signed: bool,
}

impl SampleFormat {
    /// Bytes of one sample once decoded: a 1-bit sample takes a byte of its own, 0 or 1.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.allocated.div_ceil(8) as usize
    }

    /// Bytes of a decoded frame.
    #[must_use]
    pub const fn frame_bytes(&self) -> u64 {
        self.size.pixels() * self.channels as u64 * self.bytes() as u64
    }
}

/// A decoded frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// Pixels interleaved, little endian, [`SampleFormat::bytes`] a sample; signed samples carry their sign up to the
    /// highest bit.
    pub samples: Vec<u8>,
    /// Whether the codestream's own color transform was undone: three samples are red, green and blue then.
    pub is_rgb: bool,
}

/// Why a frame was not decoded or encoded. Names neither place nor value: the caller knows the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// The codestream is broken.
    #[error("the codestream is broken")]
    Broken,
    /// The codestream holds another size, depth or number of samples than the header tells.
    #[error("the codestream contradicts the header")]
    Mismatch,
    /// The codestream is of a kind that is not handled.
    #[error("codestreams of this kind are not supported")]
    Unsupported,
    /// The samples could not be encoded.
    #[error("the samples could not be encoded")]
    Encode,
}
