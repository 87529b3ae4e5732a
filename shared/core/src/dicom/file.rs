//! A parsed DICOM file: header, pixel bytes, and the way from one to the other.

use std::io::Read as _;
use std::ops::Range;
use std::sync::Arc;

use deid_model::{Reason, ReasonCode, WarningCode};
use dicom_encoding::transfer_syntax::TransferSyntaxIndex as _;
use dicom_object::InMemDicomObject;
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;

use super::attributes::{AttributeError, ImageAttributes, image_attributes};
use super::display::display_pipeline;
use super::preamble::{FileStart, guess_encoding};
use super::transfer_syntax::{Compression, TransferSyntax, transfer_syntax};
use crate::limits::Limits;
use crate::pixel::{ColorModel, DisplayPipeline};
use crate::structure::{Encoding, PixelDataSpan, PixelKind, StructureError, scan_data_set};

/// Why a DICOM file is not an image that De-ID can handle.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DicomError {
    /// Broken structure.
    #[error(transparent)]
    Structure(#[from] StructureError),
    /// Attributes that do not fit the pixels.
    #[error(transparent)]
    Attribute(#[from] AttributeError),
    /// A transfer syntax that is not decoded.
    #[error("transfer syntax {uid} is not supported")]
    TransferSyntax {
        /// Its UID, or empty where the file does not tell and it could not be recognized.
        uid: String,
    },
    /// The deflated data set cannot be inflated.
    #[error("the deflated data set is broken")]
    Inflate,
    /// More bytes than the limit.
    #[error("the file is larger than the limit")]
    TooLarge,
    /// The library refused the header.
    #[error("the header could not be read")]
    Header,
    /// A DICOMDIR.
    #[error("a DICOMDIR is not an image")]
    DicomDir,
    /// No pixels.
    #[error("the file holds no pixel data")]
    NoPixelData,
    /// Pixel data that belong to no frame.
    #[error("the pixel data hold more than the frames")]
    HiddenBytes,
    /// Fewer bytes of pixels than the header tells.
    #[error("the pixel data are shorter than the frames")]
    Truncated,
}

impl From<DicomError> for Reason {
    fn from(error: DicomError) -> Self {
        match error {
            DicomError::Structure(error) => error.into(),
            DicomError::Attribute(error) => error.into(),
            DicomError::TransferSyntax { uid } => Self {
                uid: (!uid.is_empty()).then_some(uid),
                ..ReasonCode::UnsupportedTransferSyntax.into()
            },
            DicomError::Inflate | DicomError::Header => ReasonCode::MalformedDicom.into(),
            DicomError::TooLarge => ReasonCode::LimitExceeded.into(),
            DicomError::DicomDir => ReasonCode::DicomDir.into(),
            DicomError::NoPixelData => ReasonCode::NoPixelData.into(),
            DicomError::HiddenBytes => {
                Self::from(ReasonCode::UnsupportedPixelLayout).with_tag(0x7fe0, 0x0010)
            }
            DicomError::Truncated => {
                Self::from(ReasonCode::TruncatedPixelData).with_tag(0x7fe0, 0x0010)
            }
        }
    }
}

/// A DICOM image, parsed. Everything in it may name a person.
pub struct DicomFile {
    /// The file, or the inflated data set.
    bytes: Arc<Vec<u8>>,
    /// Where the data set begins in it.
    data_set_at: usize,
    pixel_data: PixelDataSpan,
    /// Everything but _Pixel Data_.
    pub(crate) header: InMemDicomObject,
    /// How the file is written.
    pub(crate) syntax: &'static TransferSyntax,
    /// Frames and their layout.
    pub(crate) image: ImageAttributes,
    /// How stored values are shown.
    pub(crate) display: Arc<DisplayPipeline>,
    /// Oddities.
    pub(crate) warnings: Vec<WarningCode>,
}

impl DicomFile {
    /// Parses a file whose start was recognized.
    ///
    /// # Errors
    /// Any [`DicomError`].
    pub fn parse(
        bytes: Arc<Vec<u8>>,
        start: FileStart,
        limits: &Limits,
    ) -> Result<Self, DicomError> {
        let FileStart {
            data_set_at,
            transfer_syntax,
            mut warnings,
        } = start;
        let syntax = recognize(transfer_syntax, &bytes, data_set_at, &mut warnings)?;
        let (bytes, data_set_at) = if syntax.deflated {
            let deflated = bytes.get(data_set_at..).unwrap_or_default();
            (Arc::new(inflated(deflated, limits)?), 0)
        } else {
            (bytes, data_set_at)
        };
        let data_set = bytes.get(data_set_at..).unwrap_or_default();
        let encoding = encoding_of(data_set, syntax, &mut warnings);
        let layout = scan_data_set(data_set, encoding, limits)?;
        let pixel_data = layout.pixel_data;
        let header = read_header(
            data_set,
            pixel_data.as_ref().map(|span| span.element.clone()),
            encoding,
        )?;
        if header
            .get(dicom_dictionary_std::tags::DIRECTORY_RECORD_SEQUENCE)
            .is_some()
        {
            return Err(DicomError::DicomDir);
        }
        if layout.several_pixel_data {
            return Err(AttributeError::Layout.into());
        }
        let pixel_data = pixel_data.ok_or(DicomError::NoPixelData)?;
        if (syntax.compression == Compression::Native) == pixel_data.fragments.is_some() {
            return Err(AttributeError::Layout.into());
        }
        let big_endian = syntax.encoding == Encoding::ExplicitBig;
        let mut image = image_attributes(&header, pixel_data.kind, big_endian, limits)?;
        check_native_color(&image, syntax)?;
        let in_words = pixel_data.vr == Some(*b"OW") && big_endian;
        image.packing.swapped = in_words && image.layout.bytes == 1;
        let display = Arc::new(display_pipeline(&header, &image.layout)?);
        if may_show_a_face(&header) {
            warnings.push(WarningCode::FacePossible);
        }
        let mut file = Self {
            bytes,
            data_set_at,
            pixel_data,
            header,
            syntax,
            image,
            display,
            warnings,
        };
        let is_cut = file.pixel_data.is_cut || !file.has_all_frames();
        if is_cut && limits.accept_truncated {
            file.keep_whole_frames()?;
        } else if is_cut {
            return Err(DicomError::Truncated);
        }
        if file.hides_bytes() {
            return Err(DicomError::HiddenBytes);
        }
        Ok(file)
    }

    /// The value of _Pixel Data_ as it stands in the file.
    #[must_use]
    pub fn pixel_bytes(&self) -> &[u8] {
        self.data_set()
            .get(self.pixel_data.value.clone())
            .unwrap_or_default()
    }

    /// The value representation of _Pixel Data_: as the file has it, else by depth (PS3.5 8.2).
    #[must_use]
    pub fn pixel_vr(&self) -> [u8; 2] {
        let known = |vr: &[u8; 2]| matches!(vr, b"OB" | b"OW");
        match self.pixel_data.kind {
            PixelKind::Float => *b"OF",
            PixelKind::Double => *b"OD",
            PixelKind::Integer if self.image.layout.bytes > 1 => {
                self.pixel_data.vr.filter(known).unwrap_or(*b"OW")
            }
            PixelKind::Integer => self.pixel_data.vr.filter(known).unwrap_or(*b"OB"),
        }
    }

    /// Which element holds the pixels.
    #[must_use]
    pub const fn pixel_kind(&self) -> PixelKind {
        self.pixel_data.kind
    }

    /// Whether _Pixel Data_ are encapsulated.
    #[must_use]
    pub const fn is_encapsulated(&self) -> bool {
        self.pixel_data.fragments.is_some()
    }

    pub(super) fn data_set(&self) -> &[u8] {
        self.bytes.get(self.data_set_at..).unwrap_or_default()
    }

    pub(super) const fn pixel_data(&self) -> &PixelDataSpan {
        &self.pixel_data
    }

    pub(super) const fn pixel_data_mut(&mut self) -> &mut PixelDataSpan {
        &mut self.pixel_data
    }
}

/// Whether the header tells of a head in three dimensions, or of a photograph.
fn may_show_a_face(header: &InMemDicomObject) -> bool {
    use dicom_dictionary_std::tags;
    const HEAD: [&str; 9] = [
        "HEAD", "BRAIN", "SKULL", "FACE", "ORBIT", "SINUS", "JAW", "MAXILLA", "MANDIBLE",
    ];
    let text = |tag| {
        let value = header.get(tag).and_then(|element| element.to_str().ok());
        value
            .unwrap_or_default()
            .trim_matches([' ', '\0'])
            .to_uppercase()
    };
    let part = text(tags::BODY_PART_EXAMINED);
    match text(tags::MODALITY).as_str() {
        "CT" | "MR" | "PT" => HEAD.iter().any(|head| part.contains(head)),
        "XC" => true,
        _ => false,
    }
}

pub(super) fn recognize(
    uid: Option<String>,
    bytes: &[u8],
    data_set_at: usize,
    warnings: &mut Vec<WarningCode>,
) -> Result<&'static TransferSyntax, DicomError> {
    if let Some(uid) = uid {
        // Told only if it is a UID: anything might stand there.
        let is_uid = uid.len() <= 64 && uid.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let told = if is_uid { uid.clone() } else { String::new() };
        return transfer_syntax(&uid).ok_or(DicomError::TransferSyntax { uid: told });
    }
    warnings.push(WarningCode::GuessedTransferSyntax);
    let encoding = guess_encoding(bytes, data_set_at);
    let uid = encoding.map(Encoding::plain_uid).unwrap_or_default();
    transfer_syntax(uid).ok_or(DicomError::TransferSyntax {
        uid: uid.to_owned(),
    })
}

/// How the elements are written: as the transfer syntax says, but for files that tell of Explicit VR and hold Implicit VR,
/// which old toolkits wrote.
pub(super) fn encoding_of(
    data_set: &[u8],
    syntax: &TransferSyntax,
    warnings: &mut Vec<WarningCode>,
) -> Encoding {
    let guess = guess_encoding(data_set, 0);
    if syntax.encoding == Encoding::ExplicitLittle && guess == Some(Encoding::ImplicitLittle) {
        warnings.push(WarningCode::GuessedTransferSyntax);
        return Encoding::ImplicitLittle;
    }
    syntax.encoding
}

/// Images deflate to a third or a tenth; a small file that grows beyond this many times its size, and
/// beyond [`SMALL_DATA_SET`], is a bomb.
const MOST_INFLATION: u64 = 64;
/// Data sets up to this size may be as repetitive as they like.
const SMALL_DATA_SET: u64 = 16 << 20;

fn inflated(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, DicomError> {
    let most = (SMALL_DATA_SET + bytes.len() as u64 * MOST_INFLATION).min(limits.file_bytes);
    let mut inflated = Vec::new();
    let mut decoder = flate2::read::DeflateDecoder::new(bytes).take(most + 1);
    decoder
        .read_to_end(&mut inflated)
        .map_err(|_| DicomError::Inflate)?;
    if inflated.len() as u64 > most {
        Err(DicomError::TooLarge)
    } else {
        Ok(inflated)
    }
}

/// The library sees everything but the pixel data, in the byte order of the file.
pub(super) fn read_header(
    data_set: &[u8],
    pixel_data: Option<Range<usize>>,
    encoding: Encoding,
) -> Result<InMemDicomObject, DicomError> {
    let cut = pixel_data.unwrap_or(data_set.len()..data_set.len());
    let before = data_set.get(..cut.start).unwrap_or_default();
    let after = data_set.get(cut.end..).unwrap_or_default();
    let plain = TransferSyntaxRegistry
        .get(encoding.plain_uid())
        .ok_or(DicomError::Header)?;
    InMemDicomObject::read_dataset_with_ts(before.chain(after), plain)
        .map_err(|_| DicomError::Header)
}

/// Color models that exist inside one kind of codestream only, and packed chroma of odd width, are refused.
fn check_native_color(
    image: &ImageAttributes,
    syntax: &TransferSyntax,
) -> Result<(), AttributeError> {
    let color = image.layout.color;
    let only_in = match color {
        ColorModel::YbrRct | ColorModel::YbrIct => Some(Compression::Jpeg2000),
        ColorModel::Xyb => Some(Compression::JpegXl),
        _ => None,
    };
    if only_in.is_some_and(|compression| compression != syntax.compression) {
        return Err(AttributeError::PhotometricInterpretation);
    }
    let is_native = matches!(
        syntax.compression,
        Compression::Native | Compression::Encapsulated | Compression::DeflatedFrame
    );
    let whole_pairs = image.layout.size.columns.is_multiple_of(2) && !image.layout.planar;
    match syntax.compression {
        _ if !color.is_packed() => Ok(()),
        _ if is_native && whole_pairs => Ok(()),
        // A codestream knows by itself how its color differences are shared.
        Compression::JpegDct | Compression::JpegXl if color == ColorModel::YbrFull422 => Ok(()),
        _ => Err(AttributeError::Layout),
    }
}
