//! From a clean header and pixel bytes to a DICOM file.
//!
//! The preamble is zero, the file meta group is new (PS3.15 E.1.1), the header is written by the
//! library, and _Pixel Data_ go out byte for byte as given.

use std::io::Write as _;

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_encoding::transfer_syntax::TransferSyntaxIndex as _;
use dicom_object::{FileMetaTableBuilder, InMemDicomObject};
use dicom_transfer_syntax_registry::TransferSyntaxRegistry;

use super::transfer_syntax::TransferSyntax;
use crate::structure::{Encoding, PixelKind};

/// Names De-ID in files: a UID from a fixed UUID of this project (PS3.5 B.2).
const IMPLEMENTATION_CLASS_UID: &str = "2.25.185316410267214325317461918220146931205";
/// At most 16 characters.
const IMPLEMENTATION_VERSION_NAME: &str = concat!("DEID_", env!("CARGO_PKG_VERSION"));

/// Why a file could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DicomWriteError {
    /// The header lacks its SOP class or instance.
    #[error("attribute {0} is missing")]
    Missing(Tag),
    /// The library refused the header.
    #[error("the header could not be written")]
    Header,
    /// The pixels are longer than an element can be.
    #[error("the pixel data are too long for an element")]
    TooLong,
}

/// The header of the element that holds the pixels.
#[derive(Clone, Copy, Debug)]
pub struct PixelElement {
    /// Which element.
    pub kind: PixelKind,
    /// Bytes of native samples; `None` for encapsulated pixel data.
    pub native_bytes: Option<u64>,
    /// Value representation: `OB` or `OW`; `OF` or `OD` of floats.
    pub vr: [u8; 2],
}

/// Writes a whole file in `syntax`. `append_pixels` appends the value of _Pixel Data_ to the bytes it
/// is given: native samples, or offset table, fragments and delimiter.
///
/// # Errors
/// Any [`DicomWriteError`], and whatever `append_pixels` fails with.
pub fn write_dicom<E: From<DicomWriteError>>(
    header: &InMemDicomObject,
    pixels: PixelElement,
    syntax: &TransferSyntax,
    append_pixels: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
) -> Result<Vec<u8>, E> {
    let mut file = vec![0; 128];
    file.extend_from_slice(b"DICM");
    write_meta(&mut file, header, syntax)?;
    let data_set_at = file.len();
    write_header(&mut file, header, pixels.kind, syntax.encoding)?;
    write_pixel_header(&mut file, pixels, syntax.encoding)?;
    let pixels_at = file.len();
    // One allocation for what may be most of the memory there is.
    file.reserve_exact(usize::try_from(pixels.native_bytes.unwrap_or(0)).unwrap_or(0) + 1);
    append_pixels(&mut file)?;
    if (file.len() - pixels_at) % 2 == 1 {
        file.push(0);
    }
    if syntax.deflated {
        let data_set = file.split_off(data_set_at);
        deflate(&mut file, &data_set)?;
    }
    Ok(file)
}

/// dicom-rs keeps elements sorted by tag; what stands behind the pixels was removed with the profile.
fn write_header(
    file: &mut Vec<u8>,
    header: &InMemDicomObject,
    kind: PixelKind,
    encoding: Encoding,
) -> Result<(), DicomWriteError> {
    let pixels = Tag(0x7fe0, kind.element());
    let before = header
        .iter()
        .filter(|element| element.header().tag < pixels);
    let before = InMemDicomObject::from_element_iter(before.cloned());
    let plain = TransferSyntaxRegistry
        .get(encoding.plain_uid())
        .ok_or(DicomWriteError::Header)?;
    before
        .write_dataset_with_ts(file, plain)
        .map_err(|_| DicomWriteError::Header)
}

fn write_meta(
    file: &mut Vec<u8>,
    header: &InMemDicomObject,
    syntax: &TransferSyntax,
) -> Result<(), DicomWriteError> {
    let uid = |tag: Tag| {
        let value = header.get(tag).and_then(|element| element.to_str().ok());
        value
            .map(|uid| uid.trim_matches([' ', '\0']).to_owned())
            .filter(|uid| !uid.is_empty())
            .ok_or(DicomWriteError::Missing(tag))
    };
    let meta = FileMetaTableBuilder::new()
        .media_storage_sop_class_uid(uid(tags::SOP_CLASS_UID)?)
        .media_storage_sop_instance_uid(uid(tags::SOP_INSTANCE_UID)?)
        .transfer_syntax(syntax.uid)
        .implementation_class_uid(IMPLEMENTATION_CLASS_UID)
        .implementation_version_name(IMPLEMENTATION_VERSION_NAME)
        .build()
        .map_err(|_| DicomWriteError::Header)?;
    meta.write(file).map_err(|_| DicomWriteError::Header)
}

fn write_pixel_header(
    out: &mut Vec<u8>,
    pixels: PixelElement,
    encoding: Encoding,
) -> Result<(), DicomWriteError> {
    let length = match pixels.native_bytes {
        None => u32::MAX,
        // 0xFFFFFFFF means undefined, so the longest even length is two less (PS3.5 7.1.1).
        Some(bytes) => u32::try_from(bytes.next_multiple_of(2))
            .ok()
            .filter(|&length| length < u32::MAX)
            .ok_or(DicomWriteError::TooLong)?,
    };
    let vr = pixels.vr;
    let (group, element) = (0x7fe0_u16, pixels.kind.element());
    match encoding {
        Encoding::ImplicitLittle => {
            out.extend_from_slice(&[group.to_le_bytes(), element.to_le_bytes()].concat());
            out.extend_from_slice(&length.to_le_bytes());
        }
        Encoding::ExplicitLittle => {
            out.extend_from_slice(
                &[group.to_le_bytes(), element.to_le_bytes(), vr, [0, 0]].concat(),
            );
            out.extend_from_slice(&length.to_le_bytes());
        }
        Encoding::ExplicitBig => {
            out.extend_from_slice(
                &[group.to_be_bytes(), element.to_be_bytes(), vr, [0, 0]].concat(),
            );
            out.extend_from_slice(&length.to_be_bytes());
        }
    }
    Ok(())
}

fn deflate(file: &mut Vec<u8>, data_set: &[u8]) -> Result<(), DicomWriteError> {
    let start = file.len();
    let mut encoder = flate2::write::DeflateEncoder::new(file, flate2::Compression::default());
    encoder
        .write_all(data_set)
        .map_err(|_| DicomWriteError::Header)?;
    let file = encoder.finish().map_err(|_| DicomWriteError::Header)?;
    // PS3.5 A.5: pad to an even number of bytes.
    if (file.len() - start) % 2 == 1 {
        file.push(0);
    }
    Ok(())
}
