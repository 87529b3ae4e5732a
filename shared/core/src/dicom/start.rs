//! The header of a file by its first bytes, for what it tells about others.

use dicom_object::InMemDicomObject;

use super::file::{encoding_of, read_header, recognize};
use super::preamble::read_start;
use crate::limits::Limits;
use crate::structure::scan_start;

/// The elements before the pixel data that `bytes`, the start of a file, hold in whole. `None` outside DICOM, and for a
/// deflated data set, of which a start alone is not inflated.
pub fn header_at_start(bytes: &[u8], limits: &Limits) -> Option<InMemDicomObject> {
    let start = read_start(bytes)?;
    let mut warnings = start.warnings;
    let syntax = recognize(
        start.transfer_syntax,
        bytes,
        start.data_set_at,
        &mut warnings,
    );
    let syntax = syntax.ok().filter(|syntax| !syntax.deflated)?;
    let data_set = bytes.get(start.data_set_at..)?;
    let encoding = encoding_of(data_set, syntax, &mut warnings);
    let header = data_set.get(..scan_start(data_set, encoding, limits))?;
    read_header(header, None, encoding).ok()
}
