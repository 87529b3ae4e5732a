//! Files whose pixel data are cut off, taken for the frames that are whole where the user accepts the loss of the others.

use deid_model::WarningCode;
use dicom_core::value::Value;
use dicom_core::{DataElement, VR};
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::file::{DicomError, DicomFile};
use super::frames::starts;

impl DicomFile {
    /// Forgets every frame from the first that is not whole on, and says so in the header and in a warning.
    ///
    /// # Errors
    /// [`DicomError::Truncated`] where no frame is known to be whole.
    pub(super) fn keep_whole_frames(&mut self) -> Result<(), DicomError> {
        let frames = self.whole_frames();
        if frames == 0 {
            return Err(DicomError::Truncated);
        }
        let native = usize::try_from(self.image.native_bytes(frames.into()));
        let fragments = self.first_fragment_of(frames);
        let span = self.pixel_data_mut();
        match (&mut span.fragments, fragments) {
            (Some(parts), Some(end)) => parts.truncate(end),
            (Some(_), None) => {}
            (None, _) => {
                let length = native.map_err(|_| DicomError::Truncated)?;
                span.value.end = span.value.end.min(span.value.start + length);
            }
        }
        span.offset_table.truncate(frames as usize);
        span.is_cut = true;
        self.image.frames = frames;
        tell_frames(&mut self.header, frames);
        self.warnings.push(WarningCode::FramesLost);
        Ok(())
    }

    /// Whether frames were lost: _Pixel Data_ cannot be written as they stand in the file.
    #[must_use]
    pub const fn has_lost_frames(&self) -> bool {
        self.pixel_data().is_cut
    }

    /// How many of the frames that the header tells of are there from the first to the last byte.
    fn whole_frames(&self) -> u32 {
        let told = self.image.frames;
        let span = self.pixel_data();
        let Some(fragments) = &span.fragments else {
            let there = self.pixel_bytes().len() as u64;
            let fits = |frames: &u32| self.image.native_bytes((*frames).into()) <= there;
            return (1..=told).take_while(fits).last().unwrap_or(0);
        };
        if span.offset_table.len() == told as usize && told > 1 {
            // A frame is whole where the next one begins.
            let begins = |frame: &u32| starts(fragments, span, *frame as usize).is_some();
            (1..told).take_while(begins).last().unwrap_or(0)
        } else if told > 1 {
            // One fragment each; where that is wrong the frames cannot be decoded, and the file is refused.
            told.min(fragments.len() as u32)
        } else {
            0
        }
    }

    /// The fragment that would be the first of frame `frame`.
    fn first_fragment_of(&self, frame: u32) -> Option<usize> {
        let span = self.pixel_data();
        let fragments = span.fragments.as_ref()?;
        let by_table = span.offset_table.len() == self.image.frames as usize;
        let at = if by_table {
            starts(fragments, span, frame as usize)?
        } else {
            frame as usize
        };
        Some(at)
    }
}

/// Lets _Number of Frames_ and the _Per-Frame Functional Groups_ tell of `frames` frames.
fn tell_frames(header: &mut InMemDicomObject, frames: u32) {
    header.put(DataElement::new(
        tags::NUMBER_OF_FRAMES,
        VR::IS,
        frames.to_string(),
    ));
    let groups = tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE;
    header.update_value(groups, |value| {
        if let Value::Sequence(items) = value {
            items.items_mut().truncate(frames as usize);
        }
    });
}
