//! What stands before the data set: preamble, prefix, file meta information (PS3.10 7.1).
//!
//! Files without one or both are common, so their absence is a warning, not an error.

use std::ops::Range;

use deid_model::WarningCode;

use crate::structure::{ElementHeader, Encoding};

/// Where the data set starts and how it is written, as far as the file tells.
#[derive(Debug)]
pub struct FileStart {
    /// First byte of the data set.
    pub data_set_at: usize,
    /// Transfer syntax UID; `None` where the file does not tell.
    pub transfer_syntax: Option<String>,
    /// Missing parts.
    pub warnings: Vec<WarningCode>,
}

/// Length of the preamble.
const PREAMBLE: usize = 128;

/// Reads the start of a file; `None` if it does not look like DICOM.
#[must_use]
pub fn read_start(bytes: &[u8]) -> Option<FileStart> {
    let has_prefix = bytes.get(PREAMBLE..PREAMBLE + 4) == Some(b"DICM");
    let meta_at = if has_prefix { PREAMBLE + 4 } else { 0 };
    let mut warnings = Vec::new();
    if !has_prefix {
        warnings.push(WarningCode::MissingPreamble);
    }
    let (meta, data_set_at) = read_meta(bytes, meta_at);
    if meta.is_none() {
        warnings.push(WarningCode::MissingFileMeta);
    }
    let uid = meta.and_then(|value| bytes.get(value));
    let transfer_syntax = uid.map(|uid| {
        String::from_utf8_lossy(uid)
            .trim_matches([' ', '\0'])
            .to_owned()
    });
    let transfer_syntax = transfer_syntax.filter(|uid| !uid.is_empty());
    if transfer_syntax.is_none() && !has_prefix && guess_encoding(bytes, data_set_at).is_none() {
        return None;
    }
    Some(FileStart {
        data_set_at,
        transfer_syntax,
        warnings,
    })
}

/// Walks the elements of group 0002, which are always Explicit VR Little Endian, whatever the group
/// length says; gives where the value of _Transfer Syntax UID_ stands (empty if group 0002 has none).
fn read_meta(bytes: &[u8], start: usize) -> (Option<Range<usize>>, usize) {
    let mut at = start;
    let mut found = None;
    while let Ok(header) = ElementHeader::read(bytes, at, Encoding::ExplicitLittle) {
        let end = header
            .length
            .and_then(|length| header.value_at.checked_add(length as usize));
        let (Some(end), 0x0002) = (end.filter(|&end| end <= bytes.len()), header.group) else {
            break;
        };
        found.get_or_insert(header.value_at..header.value_at);
        if header.element == 0x0010 {
            found = Some(header.value_at..end);
        }
        at = end;
    }
    (found, at)
}

/// How a data set is written, judged by its first element; `None` if that is not how one begins.
#[must_use]
pub fn guess_encoding(bytes: &[u8], at: usize) -> Option<Encoding> {
    let little = ElementHeader::read(bytes, at, Encoding::ExplicitLittle).ok();
    let big = ElementHeader::read(bytes, at, Encoding::ExplicitBig).ok();
    let implicit = ElementHeader::read(bytes, at, Encoding::ImplicitLittle).ok();
    let remaining = bytes.len().saturating_sub(at) as u64;
    let plausible = |header: &ElementHeader| {
        header.group == 0x0008
            && header.element < 0x0100
            && header.length.is_some_and(|l| u64::from(l) < remaining)
    };
    if little.as_ref().is_some_and(plausible) {
        Some(Encoding::ExplicitLittle)
    } else if big.as_ref().is_some_and(plausible) {
        Some(Encoding::ExplicitBig)
    } else {
        implicit
            .as_ref()
            .is_some_and(plausible)
            .then_some(Encoding::ImplicitLittle)
    }
}
