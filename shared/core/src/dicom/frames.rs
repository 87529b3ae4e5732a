//! Which bytes of _Pixel Data_ belong to which frame (PS3.5 8.1.1 and A.4).

use std::borrow::Cow;
use std::iter;
use std::ops::Range;
use std::sync::Arc;

use super::file::DicomFile;
use super::transfer_syntax::Compression;
use crate::pixel::{DecodeError, EncodedFrame, Frame, decode_frame};
use crate::structure::PixelDataSpan;

impl DicomFile {
    /// Decodes the frame with 0-based index `frame`.
    ///
    /// # Errors
    /// Any [`DecodeError`].
    pub fn frame(&self, frame: u32) -> Result<Frame, DecodeError> {
        let bytes = self
            .frame_bytes(frame)
            .ok_or(DecodeError::NoSuchFrame { frame })?;
        let encoded = EncodedFrame {
            frame,
            compression: self.syntax.compression,
            layout: self.image.layout,
            packed: self.image.packing.bits,
            bytes: &bytes,
        };
        decode_frame(encoded, Arc::clone(&self.display))
    }

    /// The bytes of one frame: native samples, of 1-bit ones a byte each, or a codestream, its fragments joined.
    pub(crate) fn frame_bytes(&self, frame: u32) -> Option<Cow<'_, [u8]>> {
        if frame >= self.image.frames {
            return None;
        }
        if self.is_encapsulated() {
            let parts = self.fragments(frame)?;
            return match parts.as_slice() {
                &[only] => Some(Cow::Borrowed(only)),
                parts => Some(Cow::Owned(parts.concat())),
            };
        }
        let length = usize::try_from(self.image.layout.frame_bytes()).ok()?;
        let start = (frame as usize).checked_mul(length)?;
        if !self.image.packing.is_plain() {
            let taken = self.image.packing.taken(self.pixel_bytes(), start, length);
            return Some(Cow::Owned(taken));
        }
        let end = start.checked_add(length)?;
        self.pixel_bytes().get(start..end).map(Cow::Borrowed)
    }

    /// The fragments of one frame as they stand in the file; `None` for native pixels, and where none can be told.
    pub(crate) fn fragments(&self, frame: u32) -> Option<Vec<&[u8]>> {
        let span = self.pixel_data();
        let fragments = span.fragments.as_ref()?;
        let own = fragments.get(fragments_of(frame, self.image.frames, fragments, span)?)?;
        own.iter()
            .map(|part| self.data_set().get(part.clone()))
            .collect()
    }

    /// All bytes of _Pixel Data_, and beside them the frames that stand there in another order of bytes or in several
    /// fragments: everything that may be read through.
    pub(crate) fn pixel_stretches(&self) -> impl Iterator<Item = Cow<'_, [u8]>> {
        let is_joined = |&frame: &u32| {
            let parts = self.fragments(frame).map_or(1, |parts| parts.len());
            parts > 1 || self.image.packing.swapped
        };
        let joined = (0..self.image.frames).filter(is_joined);
        let joined = joined.filter_map(|frame| self.frame_bytes(frame));
        iter::once(Cow::Borrowed(self.pixel_bytes())).chain(joined)
    }

    /// Whether the file has bytes for all frames that its header tells of.
    pub(super) fn has_all_frames(&self) -> bool {
        let frames = u64::from(self.image.frames);
        match &self.pixel_data().fragments {
            None => self.pixel_bytes().len() as u64 >= self.image.native_bytes(frames),
            Some(fragments) => fragments.len() as u64 >= frames,
        }
    }

    /// Whether there are bytes, beyond zeros, that belong to no frame: nobody would look at them, and
    /// they would be released. Bytes inside a codestream are dealt with where it is written.
    pub(super) fn hides_bytes(&self) -> bool {
        let (frames, span) = (self.image.frames, self.pixel_data());
        let Some(fragments) = &span.fragments else {
            let used = usize::try_from(self.image.native_bytes(frames.into())).ok();
            let (value, packing) = (self.pixel_bytes(), self.image.packing);
            return used.is_none_or(|used| packing.remains_behind(value, used));
        };
        let belongs_to_none = match self.syntax.compression {
            // One fragment a frame (PS3.5 A.4.2 and A.4.13).
            Compression::Rle | Compression::DeflatedFrame => fragments.len() != frames as usize,
            _ => fragments_of(0, frames, fragments, span).is_some_and(|first| first.start != 0),
        };
        // JPEG 2000: SOC and SIZ begin a codestream, and each frame has one.
        let starts = |part: Range<usize>| {
            let bytes = self.data_set().get(part).unwrap_or_default();
            let pairs = bytes.windows(4);
            pairs
                .filter(|pair| *pair == [0xff, 0x4f, 0xff, 0x51])
                .count()
        };
        let too_many = self.syntax.compression == Compression::Jpeg2000
            && fragments.iter().cloned().map(starts).sum::<usize>() > frames as usize;
        belongs_to_none || too_many || span.offset_table.len() > frames as usize
    }
}

/// Which fragments hold a frame (PS3.5 A.4): all for a single frame, one each where the numbers
/// agree, else as the _Basic Offset Table_ tells.
fn fragments_of(
    frame: u32,
    frames: u32,
    fragments: &[Range<usize>],
    span: &PixelDataSpan,
) -> Option<Range<usize>> {
    let (frame, frames) = (frame as usize, frames as usize);
    if frames == 1 {
        return Some(0..fragments.len());
    }
    if fragments.len() == frames {
        return Some(frame..frame + 1);
    }
    let table = &span.offset_table;
    if table.len() != frames {
        return None;
    }
    let start = starts(fragments, span, frame)?;
    let end = match table.get(frame + 1) {
        Some(_) => starts(fragments, span, frame + 1)?,
        None => fragments.len(),
    };
    (start < end).then_some(start..end)
}

/// The fragment that the _Basic Offset Table_ tells as the first of a frame, or the end of all fragments.
pub(super) fn starts(
    fragments: &[Range<usize>],
    span: &PixelDataSpan,
    frame: usize,
) -> Option<usize> {
    // Offsets count from the first fragment's item tag, eight bytes before its value.
    let origin = fragments.first()?.start - 8;
    let wanted = origin + *span.offset_table.get(frame)? as usize;
    let mut ends = fragments.iter().map(|part| part.start - 8);
    let known = ends.position(|start| start == wanted);
    known.or_else(|| (fragments.last()?.end == wanted).then_some(fragments.len()))
}
