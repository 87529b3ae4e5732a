//! DICOM: from bytes to header, pixel data and the meaning of both.

mod attributes;
mod display;
mod file;
mod frames;
mod overlays;
mod packing;
mod palette;
mod preamble;
mod start;
mod transfer_syntax;
mod truncated;
mod write;

pub use attributes::AttributeError;
pub use file::{DicomError, DicomFile};
pub use overlays::OverlayPicture;
pub(crate) use overlays::{OverlayPlane, overlay_planes, overlays};
pub(crate) use preamble::read_start;
pub(crate) use start::header_at_start;
pub use transfer_syntax::{
    Compression, JPEG_2000_LOSSLESS, SUPPORTED, TransferSyntax, WrittenBack,
};
pub use write::{DicomWriteError, PixelElement, write_dicom};
