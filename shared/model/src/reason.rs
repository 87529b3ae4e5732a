//! Why a file was not written, and what was odd about one that was: closed lists of codes.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($(#[$outer:meta])* $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $code:literal,)+ }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[doc = $doc])+ #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code as it travels.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// One sentence on what it means.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii()),+ }
            }
        }
    };
}

codes! {
    /// Why a file was skipped, refused, or held for review.
    ReasonCode {
        /// The content is neither DICOM nor PNG nor JPEG.
        NotAnImage = "not-an-image",
        /// A DICOMDIR: it names files, and is made anew rather than cleaned.
        DicomDir = "dicomdir",
        /// DICOM without pixels (a report, a plan, a waveform).
        NoPixelData = "no-pixel-data",
        /// The file is empty.
        EmptyFile = "empty-file",
        /// The structure of the data set is broken at the offset told.
        MalformedDicom = "malformed-dicom",
        /// A length claims more bytes than the file holds.
        LengthExceedsFile = "length-exceeds-file",
        /// Sequences are nested deeper than the limit.
        NestingTooDeep = "nesting-too-deep",
        /// The file is beyond a limit on bytes, frames, pixels or elements.
        LimitExceeded = "limit-exceeded",
        /// The pixel data end before the last frame does.
        TruncatedPixelData = "truncated-pixel-data",
        /// The transfer syntax is not one that De-ID decodes.
        UnsupportedTransferSyntax = "unsupported-transfer-syntax",
        /// The photometric interpretation is not one that De-ID understands.
        UnsupportedPhotometricInterpretation = "unsupported-photometric-interpretation",
        /// The sample depth is not one that De-ID handles.
        UnsupportedBitDepth = "unsupported-bit-depth",
        /// Pixels of this kind or layout are not handled.
        UnsupportedPixelLayout = "unsupported-pixel-layout",
        /// An attribute that the pixels need is missing or contradicts another.
        InconsistentAttributes = "inconsistent-attributes",
        /// The compressed pixels of a frame could not be decoded.
        DecodeFailed = "decode-failed",
        /// The decoder crashed on this file and was replaced.
        DecoderCrashed = "decoder-crashed",
        /// The PNG file is broken.
        MalformedPng = "malformed-png",
        /// The JPEG file is broken.
        MalformedJpeg = "malformed-jpeg",
        /// The picture is of a kind that De-ID does not handle.
        UnsupportedPicture = "unsupported-picture",
        /// The text detector gave no answer.
        DetectionFailed = "detection-failed",
        /// The Amazon engine that was to look too gave no answer, or one that leaves something out.
        CloudEngineFailed = "cloud-engine-failed",
        /// No text was found where such images usually carry some.
        NoTextFound = "no-text-found",
        /// No text was found where other files of this device, modality and size carry some.
        SiblingHasText = "sibling-has-text",
        /// What would be painted covers more than a fifth of a frame.
        LargeArea = "large-area",
        /// A frame is a page of text: a form, a dose report, a photographed document.
        DocumentPage = "document-page",
        /// A laterality marker would be covered by what is painted beside it.
        MarkerCovered = "marker-covered",
        /// Text that would be kept touches the edge of the image.
        TextAtEdge = "text-at-edge",
        /// The pixel data hold the bytes of a removed header value.
        HeaderValueInPixels = "header-value-in-pixels",
        /// A frame was not looked at in full.
        FrameNotExamined = "frame-not-examined",
        /// The review does not decide every region.
        UndecidedRegion = "undecided-region",
        /// A region lies outside the frame or names a frame that is not there.
        InvalidRegion = "invalid-region",
        /// The second reading still found text after redaction.
        ResidualText = "residual-text",
        /// A removed header value still stands in a text element.
        ResidualHeaderValue = "residual-header-value",
        /// Pixels outside the regions differ from the original.
        PixelsChanged = "pixels-changed",
        /// The output could not be read back.
        VerificationFailed = "verification-failed",
        /// The output could not be encoded.
        EncodeFailed = "encode-failed",
        /// Two inputs would be written under the same name.
        NameCollision = "name-collision",
        /// The output exists and overwriting was not asked for.
        OutputExists = "output-exists",
        /// The input could not be read.
        ReadFailed = "read-failed",
        /// The output could not be written.
        WriteFailed = "write-failed",
    }
}

codes! {
    /// What was odd about a file that was handled nevertheless.
    WarningCode {
        /// The box color does not exist in this image: the darkest value was used.
        ColorNotRepresentable = "color-not-representable",
        /// The pixels were not looked at, because only the header was to be cleaned.
        PixelsNotExamined = "pixels-not-examined",
        /// A person or the threshold kept text that may be PHI.
        KeptPhi = "kept-phi",
        /// Bytes of a removed header value were left inside the pixel data: a person or the settings released them.
        KeptHeaderValue = "kept-header-value",
        /// The file had no preamble.
        MissingPreamble = "missing-preamble",
        /// The file had no file meta information.
        MissingFileMeta = "missing-file-meta",
        /// The transfer syntax was not told and was recognized from the bytes.
        GuessedTransferSyntax = "guessed-transfer-syntax",
        /// Redacted pixels were written without loss in another transfer syntax.
        WrittenInOtherSyntax = "written-in-other-syntax",
        /// Bits outside the stored range were set and have been cleared: they may hide text.
        HiddenBitsCleared = "hidden-bits-cleared",
        /// Comments, application data or bytes behind the picture were taken out of compressed pixels.
        CodestreamCleaned = "codestream-cleaned",
        /// The file is cut off: the frames behind the last whole one are lost.
        FramesLost = "frames-lost",
        /// The second reading found text that the first had missed; it was redacted too.
        SecondReadingAdded = "second-reading-added",
        /// A face may be recognizable; De-ID does not look for faces.
        FacePossible = "face-possible",
        /// The original name identifies, so the output was named by a pseudonym.
        Renamed = "renamed",
    }
}

/// A code with the places that explain it. Never holds a value of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reason {
    /// What happened.
    pub code: ReasonCode,
    /// A transfer syntax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
    /// An attribute, `(gggg,eeee)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// A 0-based frame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<u32>,
    /// A byte offset in the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
}

impl From<ReasonCode> for Reason {
    fn from(code: ReasonCode) -> Self {
        Self {
            code,
            uid: None,
            tag: None,
            frame: None,
            offset: None,
        }
    }
}

impl Reason {
    /// The same, naming a transfer syntax.
    #[must_use]
    pub fn with_uid(self, uid: impl Into<String>) -> Self {
        Self {
            uid: Some(uid.into()),
            ..self
        }
    }

    /// The same, naming an attribute by group and element.
    #[must_use]
    pub fn with_tag(self, group: u16, element: u16) -> Self {
        Self {
            tag: Some(format!("({group:04X},{element:04X})")),
            ..self
        }
    }

    /// The same, naming a 0-based frame.
    #[must_use]
    pub fn with_frame(self, frame: u32) -> Self {
        Self {
            frame: Some(frame),
            ..self
        }
    }

    /// The same, naming a byte offset in the input.
    #[must_use]
    pub fn with_offset(self, offset: u64) -> Self {
        Self {
            offset: Some(offset),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_travels_with_its_code_and_only_what_it_names() {
        let reason =
            Reason::from(ReasonCode::UnsupportedTransferSyntax).with_uid("1.2.840.10008.1.2.4.100");
        let text = serde_json::to_string(&reason).unwrap();
        assert_eq!(
            text,
            r#"{"code":"unsupported-transfer-syntax","uid":"1.2.840.10008.1.2.4.100"}"#
        );
    }

    #[test]
    fn every_code_is_spelled_the_same_in_json_and_in_the_documentation() {
        for code in ReasonCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.code());
            assert!(code.meaning().ends_with('.'));
        }
    }
}
