//! What to do next when a file was refused.

use deid_model::ReasonCode;

/// What a person can do about a refusal.
pub const fn next_step(code: ReasonCode) -> &'static str {
    use ReasonCode as R;
    match code {
        R::NotAnImage | R::NoPixelData | R::DicomDir => {
            "Choose DICOM, PNG or JPEG files that hold a picture."
        }
        R::EmptyFile
        | R::MalformedDicom
        | R::LengthExceedsFile
        | R::TruncatedPixelData
        | R::MalformedPng
        | R::MalformedJpeg
        | R::InconsistentAttributes
        | R::DecodeFailed => "Export or copy the file again: this copy is incomplete or damaged.",
        R::UnsupportedTransferSyntax
        | R::UnsupportedPhotometricInterpretation
        | R::UnsupportedBitDepth
        | R::UnsupportedPixelLayout
        | R::UnsupportedPicture => "Export the file again as uncompressed or JPEG.",
        R::NestingTooDeep | R::LimitExceeded => {
            "Export the file again in smaller parts: it is beyond what De-ID takes on."
        }
        R::HiddenBits => {
            "Remove unused bits and overlays where the file comes from, then export it again."
        }
        R::DecoderCrashed | R::DetectionFailed => {
            "Try again. If it happens again, export the file in another encoding."
        }
        R::NoTextFound | R::FrameNotExamined | R::UndecidedRegion | R::InvalidRegion => {
            "Go back to the review, look at every frame, and save again."
        }
        R::ResidualText => {
            "Go back to the review, draw boxes over the text that is left, and save again."
        }
        R::ResidualHeaderValue | R::PixelsChanged | R::VerificationFailed | R::EncodeFailed => {
            "Nothing can be released. Report the code below; it names no value of the file."
        }
        R::NameCollision | R::OutputExists => "Rename one of the files and choose it again.",
        R::ReadFailed => {
            "Check that the file still exists and can be opened, then choose it again."
        }
        R::WriteFailed => "Check that the download folder can be written, then try again.",
    }
}

/// Whether the same file may go through when it is tried again.
pub const fn may_try_again(code: ReasonCode) -> bool {
    use ReasonCode as R;
    matches!(
        code,
        R::DecoderCrashed
            | R::DetectionFailed
            | R::NoTextFound
            | R::FrameNotExamined
            | R::UndecidedRegion
            | R::InvalidRegion
            | R::ResidualText
            | R::ReadFailed
            | R::WriteFailed
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_next_step_that_is_a_sentence() {
        for code in ReasonCode::ALL {
            assert!(next_step(*code).ends_with('.'), "{}", code.code());
        }
    }
}
