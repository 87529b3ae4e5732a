//! A parsed file that may still name a person.

use std::path::Path;
use std::sync::Arc;

use deid_model::report::{FileFormat, InputFacts};
use deid_model::worker::FileInfo;
use deid_model::{
    AttributeName, FrameSize, IdentifyingValue, Orientation, Reason, ReasonCode, UltrasoundRegion,
    WarningCode,
};
use dicom_dictionary_std::tags;

use crate::cloud::cloud_pictures;
use crate::dicom::{Compression, DicomError, DicomFile, OverlayPicture, overlays, read_start};
use crate::header::{clean_header, identifying_values, ultrasound_regions, value_at};
use crate::key::{Key, Purpose, hex, sha256_hex};
use crate::limits::Limits;
use crate::picture::{JpegFile, PictureError, PngFile};
use crate::pixel::{DecodeError, Frame, PixelLayout};
use crate::siblings::SiblingKey;
use crate::study::StudyKey;

/// Why bytes are not a file that De-ID can work on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// More bytes than the limit.
    #[error("the file is larger than the limit")]
    TooLarge,
    /// Something else by content.
    #[error("the file is neither DICOM nor PNG nor JPEG")]
    NotAnImage,
    /// A DICOM file with a problem.
    #[error(transparent)]
    Dicom(#[from] DicomError),
    /// A PNG or JPEG file with a problem.
    #[error(transparent)]
    Picture(#[from] PictureError),
}

impl ParseError {
    /// The reason code, with the place where one is known.
    #[must_use]
    pub fn reason(self) -> Reason {
        match self {
            Self::Empty => ReasonCode::EmptyFile.into(),
            Self::TooLarge => ReasonCode::LimitExceeded.into(),
            Self::NotAnImage => ReasonCode::NotAnImage.into(),
            Self::Dicom(error) => error.into(),
            Self::Picture(error) => error.into(),
        }
    }
}

impl From<ParseError> for Reason {
    fn from(error: ParseError) -> Self {
        error.reason()
    }
}

/// The parsed content, by kind.
pub(crate) enum Content {
    Dicom(Box<DicomFile>),
    Png(PngFile),
    Jpeg(JpegFile),
}

/// A parsed file that may still name a person. It cannot be written, copied or sent: there is no
/// `encode`, no `Clone`, no `Serialize`; `Debug` prints sizes.
pub struct IdentifiedFile {
    pub(crate) content: Content,
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
}

impl std::fmt::Debug for IdentifiedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let size = self.size();
        write!(
            f,
            "IdentifiedFile({:?}, {} x {}x{})",
            self.format(),
            self.frames(),
            size.columns,
            size.rows
        )
    }
}

const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const JPEG_SIGNATURE: &[u8] = &[0xff, 0xd8, 0xff];

/// The kind of a file, by its first bytes.
#[must_use]
pub fn format_of(bytes: &[u8]) -> FileFormat {
    if bytes.starts_with(PNG_SIGNATURE) {
        FileFormat::Png
    } else if bytes.starts_with(JPEG_SIGNATURE) {
        FileFormat::Jpeg
    } else if read_start(bytes).is_some() {
        FileFormat::Dicom
    } else {
        FileFormat::Other
    }
}

/// Parses a DICOM, PNG or JPEG file, told apart by content.
///
/// The bytes are shared, not copied: give a `Vec<u8>` or an `Arc<Vec<u8>>`.
///
/// # Errors
/// Any [`ParseError`]; memory stays in proportion to the bytes given, whatever they claim.
pub fn parse(
    bytes: impl Into<Arc<Vec<u8>>>,
    limits: &Limits,
) -> Result<IdentifiedFile, ParseError> {
    let bytes = bytes.into();
    if bytes.is_empty() {
        return Err(ParseError::Empty);
    }
    let length = bytes.len() as u64;
    if length > limits.file_bytes {
        return Err(ParseError::TooLarge);
    }
    let sha256 = sha256_hex(&bytes);
    let content = match format_of(&bytes) {
        FileFormat::Png => Content::Png(PngFile::parse(&bytes, limits)?),
        FileFormat::Jpeg => Content::Jpeg(JpegFile::parse(bytes, limits)?),
        FileFormat::Dicom => {
            let start = read_start(&bytes).ok_or(ParseError::NotAnImage)?;
            Content::Dicom(Box::new(DicomFile::parse(bytes, start, limits)?))
        }
        FileFormat::Other => return Err(ParseError::NotAnImage),
    };
    Ok(IdentifiedFile {
        content,
        sha256,
        bytes: length,
    })
}

impl IdentifiedFile {
    /// The kind of file.
    #[must_use]
    pub const fn format(&self) -> FileFormat {
        match self.content {
            Content::Dicom(_) => FileFormat::Dicom,
            Content::Png(_) => FileFormat::Png,
            Content::Jpeg(_) => FileFormat::Jpeg,
        }
    }

    /// Number of frames, at least 1.
    #[must_use]
    pub const fn frames(&self) -> u32 {
        match &self.content {
            Content::Dicom(file) => file.image.frames,
            Content::Png(_) | Content::Jpeg(_) => 1,
        }
    }

    /// Columns and rows of a frame.
    #[must_use]
    pub const fn size(&self) -> FrameSize {
        self.layout().size
    }

    const fn layout(&self) -> &PixelLayout {
        match &self.content {
            Content::Dicom(file) => &file.image.layout,
            Content::Png(file) => file.frame().layout(),
            Content::Jpeg(file) => file.layout(),
        }
    }

    /// How its frames are turned to be shown; DICOM stores them as they are.
    #[must_use]
    pub fn orientation(&self) -> Orientation {
        match &self.content {
            Content::Dicom(_) => Orientation::AsStored,
            Content::Png(file) => file.frame().orientation(),
            Content::Jpeg(file) => file.orientation(),
        }
    }

    /// SHA-256 of the bytes, in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Decodes the frame with 0-based index `frame`: stored samples, before any LUT.
    ///
    /// # Errors
    /// Any [`DecodeError`].
    pub fn frame(&self, frame: u32) -> Result<Frame, DecodeError> {
        match &self.content {
            Content::Dicom(file) => file.frame(frame),
            Content::Png(file) if frame == 0 => Ok(file.frame().clone()),
            Content::Jpeg(file) if frame == 0 => {
                file.frame().map_err(|_| DecodeError::Failed { frame })
            }
            Content::Png(_) | Content::Jpeg(_) => Err(DecodeError::NoSuchFrame { frame }),
        }
    }

    /// The modality code, such as `US`; `None` outside DICOM.
    #[must_use]
    pub fn modality(&self) -> Option<String> {
        self.text(tags::MODALITY)
    }

    /// The values of the header that identify somebody, to be searched for in the picture. PHI.
    #[must_use]
    pub fn identifying_values(&self) -> Vec<IdentifyingValue> {
        match &self.content {
            Content::Dicom(file) => identifying_values(&file.header),
            Content::Png(_) | Content::Jpeg(_) => Vec::new(),
        }
    }

    /// The value of the attribute at the end of `path` as text; `None` where it is not there, and outside DICOM. May be
    /// PHI.
    #[must_use]
    pub fn value_at(&self, path: &[AttributeName]) -> Option<String> {
        match &self.content {
            Content::Dicom(file) => value_at(&file.header, path),
            Content::Png(_) | Content::Jpeg(_) => None,
        }
    }

    /// The ultrasound regions that the header names.
    #[must_use]
    pub fn ultrasound_regions(&self) -> Vec<UltrasoundRegion> {
        match &self.content {
            Content::Dicom(file) => ultrasound_regions(&file.header),
            Content::Png(_) | Content::Jpeg(_) => Vec::new(),
        }
    }

    /// The overlay planes of the file, frame by frame. Cleaning removes them.
    #[must_use]
    pub fn overlays(&self, limits: &Limits) -> Vec<OverlayPicture> {
        match &self.content {
            Content::Dicom(file) => overlays(&file.header, limits).collect(),
            Content::Png(_) | Content::Jpeg(_) => Vec::new(),
        }
    }

    /// What was odd about the file.
    #[must_use]
    pub fn warnings(&self) -> &[WarningCode] {
        match &self.content {
            Content::Dicom(file) => &file.warnings,
            Content::Png(_) | Content::Jpeg(_) => &[],
        }
    }

    /// Transfer syntax UID; `None` outside DICOM.
    #[must_use]
    pub fn transfer_syntax(&self) -> Option<&'static str> {
        match &self.content {
            Content::Dicom(file) => Some(file.syntax.uid),
            Content::Png(_) | Content::Jpeg(_) => None,
        }
    }

    /// Whether the pixels are coded by DCT, so that what was painted is uniform up to rounding only.
    pub(crate) fn is_dct_coded(&self) -> bool {
        match &self.content {
            Content::Dicom(file) => file.syntax.compression == Compression::JpegDct,
            Content::Png(_) => false,
            Content::Jpeg(_) => true,
        }
    }

    /// What the page needs to know, without any identifying value.
    #[must_use]
    pub fn info(&self, key: &Key) -> FileInfo {
        let layout = self.layout();
        let (frames, size) = (self.frames(), self.size());
        FileInfo {
            sha256: self.sha256.clone(),
            format: self.format(),
            transfer_syntax: self.transfer_syntax().map(str::to_owned),
            frames,
            size,
            orientation: self.orientation(),
            bits_stored: layout.bits_stored.into(),
            cloud_pictures: cloud_pictures(frames, size, layout.color, layout.bits_stored),
            modality: self.modality(),
            study: self.study(key).map(StudyKey::text),
            siblings: self.siblings(key).map(SiblingKey::text),
            warnings: self.warnings().to_vec(),
        }
    }

    /// The part of a report that describes this input.
    #[must_use]
    pub fn facts(&self) -> InputFacts {
        let FrameSize { columns, rows } = self.size();
        InputFacts {
            sha256: self.sha256.clone(),
            bytes: self.bytes,
            format: self.format(),
            transfer_syntax: self.transfer_syntax().map(str::to_owned),
            frames: self.frames(),
            rows,
            columns,
        }
    }

    /// Whether a file or folder name holds a header value that cleaning removes.
    #[must_use]
    pub fn identifies(&self, name: &Path, key: &Key) -> bool {
        match &self.content {
            Content::Dicom(file) => clean_header(&file.header, key)
                .removed
                .identify(&name.to_string_lossy()),
            Content::Png(_) | Content::Jpeg(_) => false,
        }
    }

    /// A name for the output that says nothing: the new SOP Instance UID, or for pictures 32
    /// hexadecimal digits that derive from the content.
    #[must_use]
    pub fn pseudonymous_stem(&self, key: &Key) -> String {
        match self.text(tags::SOP_INSTANCE_UID) {
            Some(uid) => key.uid(&uid),
            None => {
                let digest = key.pseudonym(Purpose::Content, self.sha256.as_bytes());
                hex(digest.get(..16).unwrap_or_default())
            }
        }
    }

    pub(crate) fn text(&self, tag: dicom_core::Tag) -> Option<String> {
        let Content::Dicom(file) = &self.content else {
            return None;
        };
        let value = file.header.get(tag)?.to_str().ok()?;
        let value = value.trim_matches([' ', '\0']);
        (!value.is_empty()).then(|| value.to_owned())
    }
}
