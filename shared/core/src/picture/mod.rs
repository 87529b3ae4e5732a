//! Picture files that are not DICOM: PNG and JPEG.

mod exif;
mod jpeg;
mod png;

pub use jpeg::JpegFile;
pub use png::{PngFile, encode_display_image, promoted_to_rgb, ready_to_paint};

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
    /// Animated, CMYK, 12-bit JPEG, or another kind that is not handled.
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
