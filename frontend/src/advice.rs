//! What to do next when a file was refused.

use deid_model::worker::STOPPED;
use deid_model::{ReasonCode, Tripwire};

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
        | R::MalformedPng
        | R::MalformedJpeg
        | R::InconsistentAttributes
        | R::DecodeFailed => "Export or copy the file again: this copy is incomplete or damaged.",
        R::TruncatedPixelData => {
            "Export or copy the file again: this copy is cut off. Or go on with the frames that are whole; the others are lost."
        }
        R::UnsupportedTransferSyntax
        | R::UnsupportedPhotometricInterpretation
        | R::UnsupportedBitDepth
        | R::UnsupportedPixelLayout
        | R::UnsupportedPicture => "Export the file again as uncompressed or JPEG.",
        R::NestingTooDeep | R::LimitExceeded => {
            "Run `deid run` on it, or export it again in smaller parts: it is beyond what the page takes on."
        }
        R::CloudEngineFailed => "Send the file again, or stay local for it.",
        R::DecoderCrashed | R::DetectionFailed => {
            "Try again. If it happens again, export the file in another encoding."
        }
        R::NoTextFound
        | R::SiblingHasText
        | R::LargeArea
        | R::DocumentPage
        | R::MarkerCovered
        | R::TextAtEdge
        | R::HeaderValueInPixels
        | R::FrameNotExamined
        | R::UndecidedRegion
        | R::InvalidRegion => "Go back to the review, look at every frame, and save again.",
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

/// What holds a file back before it is saved, and what saving it means.
pub const fn what_tripped(tripwire: Tripwire) -> &'static str {
    match tripwire {
        Tripwire::HeaderValueInPixels => {
            "The pixel data hold the bytes of a header value that was removed. No picture shows them. Saving again keeps \
             them, and the file says so."
        }
        Tripwire::SiblingHasText => {
            "No text was found here, and other files of this device, modality and size carry some. Look at every frame, \
             draw boxes over what you see, and save."
        }
        _ => "Something here needs a look; look at every frame and save again.",
    }
}

/// What happened when the server, a store or the cloud engine gave no good answer, by its code.
pub fn what_failed(code: &str) -> &'static str {
    match code {
        "unreachable" | "not-the-server" => "Nothing answered that is De-ID’s server or store.",
        "sign-in-needed" => {
            "The server no longer accepts this link; open the one that it printed last."
        }
        "sign-in-unavailable" => "Nobody can sign in at the moment.",
        "not-allowed" => "Your rights do not allow it.",
        "consent-needed" => "The consent has ended.",
        "consent-text-changed" => "The server asks for another consent; reload the page.",
        "not-recorded" => "The server’s audit log did not take the record.",
        "unknown-store" => "The server has no such store for you.",
        "not-a-key" => "The name cannot be used in a store.",
        "source-is-destination" => "The output would replace its original.",
        "output-exists" => {
            "An output of this name is already in the store. It was not overwritten."
        }
        "too-large" | "engine-too-large" => "It is larger than the server takes.",
        "busy" | "too-many-requests" | "engine-throttled" => "The server is too busy.",
        "engine-unavailable" => "Amazon cannot be reached.",
        "engine-rejected" | "not-a-picture" => "Amazon refused the picture or the text.",
        "engine-malformed" => "Amazon’s answer could not be understood.",
        "store-unavailable" => "The store does not answer.",
        "store-refused" | "http-403" => "The store refused the request.",
        STOPPED => "It was stopped before Amazon had looked at every frame.",
        "timeout" | "no-answer" => "The answer took too long.",
        "answer-lost" => "The answer was lost when the file had to be read again.",
        _ => "There was no usable answer.",
    }
}

/// Whether the same file may go through when it is tried again.
pub const fn may_try_again(code: ReasonCode) -> bool {
    use ReasonCode as R;
    matches!(
        code,
        R::DecoderCrashed
            | R::DetectionFailed
            | R::CloudEngineFailed
            | R::NoTextFound
            | R::SiblingHasText
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

    #[test]
    fn a_failure_of_the_server_is_told_in_a_sentence_even_if_its_code_is_new() {
        for code in ["engine-throttled", "output-exists", "a-code-of-tomorrow"] {
            assert!(what_failed(code).ends_with('.'), "{code}");
        }
        assert!(what_failed(STOPPED).contains("stopped"));
    }
}
