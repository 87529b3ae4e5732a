//! The scan: one pass over all element headers with an explicit stack.

use std::ops::Range;

use super::StructureError;
use super::element::{ElementHeader, Encoding};
use crate::limits::Limits;

/// Where the parts of a data set are. Offsets count from its first byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataSetLayout {
    /// The top-level element that holds the pixels, if there is one.
    pub pixel_data: Option<PixelDataSpan>,
    /// Whether there is more than one such element, which the standard forbids (PS3.3 C.7.6.3, C.7.6.24, C.7.6.25).
    pub several_pixel_data: bool,
    /// End of the last whole element; bytes behind it are not part of the data set.
    pub end: usize,
}

/// The elements that pixels may stand in, all of group 7FE0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelKind {
    /// _Pixel Data_: integers, or a codestream.
    Integer,
    /// _Float Pixel Data_.
    Float,
    /// _Double Float Pixel Data_.
    Double,
}

impl PixelKind {
    const ALL: [Self; 3] = [Self::Integer, Self::Float, Self::Double];

    /// The element number.
    #[must_use]
    pub const fn element(self) -> u16 {
        match self {
            Self::Integer => 0x0010,
            Self::Float => 0x0008,
            Self::Double => 0x0009,
        }
    }
}

/// The top-level element that holds the pixels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PixelDataSpan {
    /// Which of them it is.
    pub kind: PixelKind,
    /// Value representation, where the encoding tells it.
    pub vr: Option<[u8; 2]>,
    /// The element, header and sequence delimiter included.
    pub element: Range<usize>,
    /// Native: the value. Encapsulated: from the first item to the delimiter, both included.
    pub value: Range<usize>,
    /// The values of the items behind the offset table; `None` for native pixel data.
    pub fragments: Option<Vec<Range<usize>>>,
    /// The _Basic Offset Table_: offsets from the first fragment's item tag on.
    pub offset_table: Vec<u32>,
    /// Whether the file ends within the element. What is left of it is kept where [`Limits::accept_truncated`] says so.
    pub is_cut: bool,
}

/// An open sequence or item.
struct Container {
    /// Where it ends, if its length is defined.
    end: Option<usize>,
    /// A sequence holds items; an item holds elements.
    is_sequence: bool,
    /// How the elements inside are written.
    encoding: Encoding,
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    stack: Vec<Container>,
    seen: u32,
    limits: &'a Limits,
    layout: DataSetLayout,
}

/// Scans the data set `bytes`, which is written in `encoding`.
///
/// # Errors
/// Any [`StructureError`]; nothing is allocated from a length that the file claims.
pub fn scan_data_set(
    bytes: &[u8],
    encoding: Encoding,
    limits: &Limits,
) -> Result<DataSetLayout, StructureError> {
    let mut scan = Scan::new(bytes, limits);
    while scan.step(encoding)? {}
    Ok(scan.layout)
}

/// Where the whole elements before the pixel data end, in the first bytes of a data set whose rest may be cut off.
pub fn scan_start(bytes: &[u8], encoding: Encoding, limits: &Limits) -> usize {
    let mut scan = Scan::new(bytes, limits);
    while scan.layout.pixel_data.is_none() && scan.step(encoding).is_ok_and(|more| more) {}
    let pixel_data = scan.layout.pixel_data;
    pixel_data.map_or(scan.layout.end, |span| span.element.start)
}

impl<'a> Scan<'a> {
    const fn new(bytes: &'a [u8], limits: &'a Limits) -> Self {
        Self {
            bytes,
            at: 0,
            stack: Vec::new(),
            seen: 0,
            limits,
            layout: DataSetLayout {
                pixel_data: None,
                several_pixel_data: false,
                end: 0,
            },
        }
    }

    /// Takes one header; `false` at the end of the data set.
    fn step(&mut self, top: Encoding) -> Result<bool, StructureError> {
        while let Some(end) = self.stack.last().and_then(|container| container.end) {
            if self.at < end {
                break;
            }
            self.stack.pop();
        }
        if self.stack.is_empty() {
            self.layout.end = self.at;
            if self.at >= self.bytes.len() {
                return Ok(false);
            }
        }
        self.seen += 1;
        if self.seen > self.limits.elements {
            return Err(StructureError::TooManyElements);
        }
        let encoding = self
            .stack
            .last()
            .map_or(top, |container| container.encoding);
        let header = ElementHeader::read(self.bytes, self.at, encoding)?;
        if self
            .stack
            .last()
            .is_some_and(|container| container.is_sequence)
        {
            self.item(header, encoding)?;
        } else if header.is(0xfffe, 0xe00d) {
            self.close(false)?;
        } else {
            self.element(header, encoding)?;
        }
        Ok(true)
    }

    fn item(&mut self, header: ElementHeader, encoding: Encoding) -> Result<(), StructureError> {
        match (header.element, header.group) {
            (0xe000, 0xfffe) => {
                let end = self.end_of(&header)?;
                self.open(
                    Container {
                        end,
                        is_sequence: false,
                        encoding,
                    },
                    header.value_at,
                )
            }
            (0xe0dd, 0xfffe) => self.close(true),
            _ => Err(self.malformed()),
        }
    }

    fn element(&mut self, header: ElementHeader, encoding: Encoding) -> Result<(), StructureError> {
        if header.group == 0xfffe {
            return Err(self.malformed());
        }
        let mut kinds = PixelKind::ALL.into_iter();
        if let Some(kind) = kinds.find(|kind| header.is(0x7fe0, kind.element())) {
            return self.pixel_data(header, kind);
        }
        let end = self.end_of(&header)?;
        let is_sequence = header.vr == Some(*b"SQ");
        match end {
            None if is_sequence || header.vr.is_none() => self.open(
                Container {
                    end: None,
                    is_sequence: true,
                    encoding,
                },
                header.value_at,
            ),
            // UN of undefined length included: parsers disagree on how its items are written.
            None => Err(self.malformed()),
            // In implicit VR the dictionary tells what is a sequence, to the parser behind as well.
            Some(end) if is_sequence || header.vr.is_none() && is_known_sequence(&header) => self
                .open(
                    Container {
                        end: Some(end),
                        is_sequence: true,
                        encoding,
                    },
                    header.value_at,
                ),
            Some(end) => {
                self.at = end;
                Ok(())
            }
        }
    }

    fn pixel_data(&mut self, header: ElementHeader, kind: PixelKind) -> Result<(), StructureError> {
        let start = self.at;
        let span = match header.length {
            Some(length) => {
                let whole = header.value_at.saturating_add(length as usize);
                let is_cut = whole > self.container_end();
                if is_cut && !self.accepts_cut() {
                    return Err(StructureError::TruncatedPixelData {
                        offset: start as u64,
                    });
                }
                let end = whole.min(self.bytes.len());
                PixelDataSpan {
                    kind,
                    vr: header.vr,
                    element: start..end,
                    value: header.value_at..end,
                    fragments: None,
                    offset_table: Vec::new(),
                    is_cut,
                }
            }
            None => self.encapsulated(start, header.value_at)?,
        };
        self.at = span.element.end;
        if self.stack.is_empty() {
            self.layout.several_pixel_data |= self.layout.pixel_data.is_some();
            self.layout.pixel_data = Some(span);
        }
        Ok(())
    }

    /// The items of encapsulated pixel data (PS3.5 A.4); always little endian.
    fn encapsulated(
        &mut self,
        start: usize,
        first: usize,
    ) -> Result<PixelDataSpan, StructureError> {
        let mut at = first;
        let mut items: Vec<Range<usize>> = Vec::new();
        let is_cut = loop {
            let Some((header, end)) = self.whole_item(at) else {
                if self.accepts_cut() {
                    break true;
                }
                return Err(StructureError::TruncatedPixelData { offset: at as u64 });
            };
            self.seen += 1;
            if self.seen > self.limits.elements {
                return Err(StructureError::TooManyElements);
            }
            if header.is(0xfffe, 0xe0dd) {
                at = header.value_at;
                break false;
            }
            if !header.is(0xfffe, 0xe000) {
                return Err(StructureError::Malformed { offset: at as u64 });
            }
            items.push(header.value_at..end);
            at = end;
        };
        let table = if items.is_empty() {
            0..0
        } else {
            items.remove(0)
        };
        let offset_table = self
            .bytes
            .get(table)
            .unwrap_or_default()
            .chunks_exact(4)
            .map(|word| {
                word.iter()
                    .rev()
                    .fold(0, |number, &byte| number << 8 | u32::from(byte))
            })
            .collect();
        Ok(PixelDataSpan {
            kind: PixelKind::Integer,
            vr: Some(*b"OB"),
            element: start..if is_cut { self.bytes.len() } else { at },
            value: first..at,
            fragments: Some(items),
            offset_table,
            is_cut,
        })
    }

    /// The item at `at` and where it ends, if all of it is there.
    fn whole_item(&self, at: usize) -> Option<(ElementHeader, usize)> {
        let header = ElementHeader::read(self.bytes, at, Encoding::ExplicitLittle).ok()?;
        let end = header.value_at.checked_add(header.length? as usize)?;
        (end <= self.container_end()).then_some((header, end))
    }

    /// Whether the pixel data of the image itself may end with the file.
    fn accepts_cut(&self) -> bool {
        self.limits.accept_truncated && self.stack.is_empty()
    }

    fn open(&mut self, container: Container, value_at: usize) -> Result<(), StructureError> {
        // Each level of nesting is a sequence and an item.
        if self.stack.len() >= self.limits.sequence_depth * 2 {
            return Err(StructureError::NestingTooDeep {
                offset: self.at as u64,
            });
        }
        self.stack.push(container);
        self.at = value_at;
        Ok(())
    }

    /// Ends the innermost container of undefined length.
    fn close(&mut self, is_sequence: bool) -> Result<(), StructureError> {
        match self.stack.pop() {
            Some(open) if open.is_sequence == is_sequence => {
                self.at += 8;
                Ok(())
            }
            _ => Err(self.malformed()),
        }
    }

    /// Where a value of defined length ends, within its container.
    fn end_of(&self, header: &ElementHeader) -> Result<Option<usize>, StructureError> {
        let Some(length) = header.length else {
            return Ok(None);
        };
        let end = header
            .value_at
            .checked_add(length as usize)
            .filter(|&end| end <= self.container_end());
        end.map(Some).ok_or(StructureError::LengthExceedsFile {
            offset: self.at as u64,
        })
    }

    fn container_end(&self) -> usize {
        self.stack
            .iter()
            .rev()
            .find_map(|container| container.end)
            .unwrap_or(self.bytes.len())
    }

    fn malformed(&self) -> StructureError {
        StructureError::Malformed {
            offset: self.at as u64,
        }
    }
}

fn is_known_sequence(header: &ElementHeader) -> bool {
    use dicom_core::dictionary::{DataDictionary as _, DataDictionaryEntry as _};
    let entry = dicom_dictionary_std::StandardDataDictionary
        .by_tag(dicom_core::Tag(header.group, header.element));
    header.length != Some(0)
        && entry.is_some_and(|entry| entry.vr().relaxed() == dicom_core::VR::SQ)
}
