//! Picture files that are not DICOM: PNG and JPEG.

mod jpeg;
mod png;

pub use crate::codec::jpeg_segments::{jpeg_segments, without_metadata};
pub use jpeg::JpegFile;
pub use png::{PngFile, encode_display_image, promoted_to_rgb};

use deid_model::{Reason, ReasonCode};

/// Why a PNG or JPEG file cannot be handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// Broken PNG.
    #[error("the PNG file is broken")]
    MalformedPng,
    /// Broken JPEG.
    #[error("the JPEG file is broken")]
    MalformedJpeg,
    /// Animated, CMYK, 12 bit, less than 8 bit, or another kind that is not handled.
    #[error("pictures of this kind are not supported")]
    Unsupported,
    /// More pixels than the limit.
    #[error("the picture is larger than the limit")]
    TooLarge,
    /// The output could not be encoded.
    #[error("the picture could not be encoded")]
    Encode,
}

impl From<PictureError> for Reason {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::MalformedPng => ReasonCode::MalformedPng,
            PictureError::MalformedJpeg => ReasonCode::MalformedJpeg,
            PictureError::Unsupported => ReasonCode::UnsupportedPicture,
            PictureError::TooLarge => ReasonCode::LimitExceeded,
            PictureError::Encode => ReasonCode::EncodeFailed,
        }
        .into()
    }
}
