//! DICOM: from bytes to header, pixel data and the meaning of both.

mod attributes;
mod display;
mod file;
mod preamble;
mod transfer_syntax;
mod write;

pub use attributes::AttributeError;
pub use file::{DicomError, DicomFile};
pub(crate) use preamble::read_start;
pub use transfer_syntax::{Compression, EXPLICIT_LITTLE, SUPPORTED, TransferSyntax};
pub use write::{DicomWriteError, PixelElement, write_dicom};
