//! The first look at a DICOM data set, before any library sees a byte of it.
//!
//! An iterative scan checks every length against the bytes that remain, the nesting depth and the
//! number of elements, and records where the pixel data lie. What passes can be read by a
//! recursive parser without overflowing its stack, and without allocating more than the file holds.

mod element;
mod scan;
#[cfg(test)]
mod tests;

pub use element::{ElementHeader, Encoding};
pub use scan::{PixelDataSpan, PixelKind, scan_data_set, scan_start};

use deid_model::{Reason, ReasonCode};

/// Why a data set was refused by the scan. Offsets are bytes from the start of the data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StructureError {
    /// An element header is cut off or impossible.
    #[error("the structure of the data set is broken at offset {offset}")]
    Malformed {
        /// Where.
        offset: u64,
    },
    /// A length passes the end of its container.
    #[error("the length at offset {offset} passes the end of the file")]
    LengthExceedsFile {
        /// Where.
        offset: u64,
    },
    /// Pixel data end too early.
    #[error("the pixel data are cut off at offset {offset}")]
    TruncatedPixelData {
        /// Where.
        offset: u64,
    },
    /// Sequences nest too deep.
    #[error("sequences are nested too deep at offset {offset}")]
    NestingTooDeep {
        /// Where.
        offset: u64,
    },
    /// Too many elements.
    #[error("the data set holds too many elements")]
    TooManyElements,
}

impl From<StructureError> for Reason {
    fn from(error: StructureError) -> Self {
        match error {
            StructureError::Malformed { offset } => {
                Self::from(ReasonCode::MalformedDicom).with_offset(offset)
            }
            StructureError::LengthExceedsFile { offset } => {
                Self::from(ReasonCode::LengthExceedsFile).with_offset(offset)
            }
            StructureError::TruncatedPixelData { offset } => {
                Self::from(ReasonCode::TruncatedPixelData).with_offset(offset)
            }
            StructureError::NestingTooDeep { offset } => {
                Self::from(ReasonCode::NestingTooDeep).with_offset(offset)
            }
            StructureError::TooManyElements => ReasonCode::LimitExceeded.into(),
        }
    }
}
