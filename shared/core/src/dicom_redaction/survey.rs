//! One look at all frames before any is written: what fill they take, what hides in them.

use deid_model::{FrameSelection, Settings, WarningCode};

use crate::candidate::Painted;
use crate::deidentify::DeidentifyError;
use crate::dicom::DicomFile;
use crate::pixel::{Fill, PixelLayout, fill_for};
use crate::plan::ReviewedPlan;

/// What is known of all frames of a file.
pub(super) struct Survey {
    /// Of decoded frames.
    pub layout: PixelLayout,
    /// What redacted places take.
    pub fill: Fill,
    /// Where bits outside the stored range were set.
    pub hidden: Vec<Painted>,
    /// Whether some codestream holds more than the picture: comments, application data, bytes behind its end.
    pub burdened: bool,
    /// Whether frames at the end are left out.
    pub shortened: bool,
}

/// Looks at all frames of `dicom`, one at a time.
pub(super) fn survey(dicom: &DicomFile, settings: &Settings) -> Result<Survey, DeidentifyError> {
    let first = dicom.frame(0)?;
    let layout = *first.layout();
    let (mut range, mut hidden, mut burdened) = (first.stored_range(), Vec::new(), false);
    // Color needs no range, and full depth leaves no bit to hide in.
    let all_matter = layout.color.is_grey() || layout.bits_stored < layout.bytes * 8;
    for index in 0..dicom.image.frames {
        burdened = burdened || dicom.is_burdened(index)?;
        if index > 0 && !all_matter {
            continue;
        }
        let frame = if index == 0 {
            &first
        } else {
            &dicom.frame(index)?
        };
        range = range.union(frame.stored_range());
        hidden.extend(
            frame
                .hidden()
                .and_then(|bits| bits.area())
                .map(|area| Painted {
                    frames: FrameSelection::One(index),
                    area,
                }),
        );
    }
    Ok(Survey {
        layout,
        fill: fill_for(&layout, &dicom.display, range, settings.box_color),
        hidden,
        burdened,
        shortened: dicom.has_lost_frames(),
    })
}

impl Survey {
    /// Whether _Pixel Data_ stay byte for byte as they are.
    pub fn changes_nothing(&self, plan: &ReviewedPlan) -> bool {
        plan.redactions().next().is_none()
            && self.hidden.is_empty()
            && !self.burdened
            && !self.shortened
    }

    /// Whether frame `index` held bits outside the stored range.
    pub fn hides_in(&self, index: u32) -> bool {
        self.hidden.iter().any(|place| place.frames.includes(index))
    }

    /// What a reader of the report should know.
    pub fn warnings(&self, plan: &ReviewedPlan) -> Vec<WarningCode> {
        let paints = plan.redactions().next().is_some();
        [
            (
                paints && !self.fill.exact,
                WarningCode::ColorNotRepresentable,
            ),
            (!self.hidden.is_empty(), WarningCode::HiddenBitsCleared),
            (self.burdened, WarningCode::CodestreamCleaned),
        ]
        .into_iter()
        .filter_map(|(holds, code)| holds.then_some(code))
        .collect()
    }
}
