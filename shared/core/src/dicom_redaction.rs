//! Redaction of a DICOM file: stored samples painted, header cleaned, flags told as they are.
//!
//! Nothing to change: _Pixel Data_ and transfer syntax stay as they are. Native pixels: patched in place. Encapsulated
//! ones: frame by frame, in the same transfer syntax wherever that loses nothing, else as lossless JPEG 2000; frames that
//! nothing happens to keep their fragments. A lossy history stays on record.

mod describe;
mod encapsulated;
mod native;
mod survey;

use deid_model::{FrameSelection, PixelBox, Settings};

use crate::candidate::{OutputPart, Painted};
use crate::deidentify::{DeidentifyError, Redacted};
use crate::dicom::{DicomFile, PixelElement, write_dicom};
use crate::header::{CleanHeader, clean_header};
use crate::key::Key;
use crate::plan::{DecidedRegion, ReviewedPlan};
use encapsulated::Rewriting;
use survey::survey;

/// Redacts `dicom` as `plan` says.
pub(crate) fn redact_dicom(
    dicom: &DicomFile,
    plan: &ReviewedPlan,
    settings: &Settings,
    key: &Key,
) -> Result<Redacted, DeidentifyError> {
    let CleanHeader {
        mut header,
        mut facts,
        removed,
    } = clean_header(&dicom.header, key);
    if let Some(graphics) = &plan.graphics {
        let kept = graphics.put(dicom, &mut header);
        facts.removed = facts.removed.saturating_sub(kept);
    }
    describe::tell_deidentification(&mut header, plan);
    let survey = survey(dicom, settings)?;
    let mut warnings = dicom.warnings.clone();
    warnings.extend(survey.warnings(plan));
    if plan.redactions().next().is_some() {
        describe::describe_redaction(&mut header);
    }
    let mut painted = Painted::nothing_yet(plan);
    let bytes = if survey.changes_nothing(plan) {
        let unchanged = dicom.pixel_bytes();
        let append = |file: &mut Vec<u8>| -> Result<(), DeidentifyError> {
            file.extend_from_slice(unchanged);
            Ok(())
        };
        write_dicom(&header, element(dicom), dicom.syntax, append)?
    } else if dicom.is_encapsulated() {
        let rewriting = Rewriting::new(dicom, plan, &survey)?;
        rewriting.describe(&mut header);
        warnings.extend(rewriting.warning());
        let append = |file: &mut Vec<u8>| rewriting.append(file, &mut painted);
        write_dicom(&header, element(dicom), rewriting.syntax(), append)?
    } else {
        let append = |file: &mut Vec<u8>| {
            native::append(file, dicom, plan, &survey, &mut painted);
            Ok::<(), DeidentifyError>(())
        };
        write_dicom(&header, element(dicom), dicom.syntax, append)?
    };
    let boxes = plan.redactions().zip(painted);
    Ok(Redacted {
        parts: vec![OutputPart {
            frame: None,
            bytes: bytes.into(),
        }],
        painted: boxes
            .map(|(region, area)| Painted::of(region, area))
            .collect(),
        hidden: survey.hidden,
        facts,
        removed,
        warnings,
    })
}

fn element(dicom: &DicomFile) -> PixelElement {
    PixelElement {
        kind: dicom.pixel_kind(),
        native_bytes: (!dicom.is_encapsulated()).then_some(dicom.pixel_bytes().len() as u64),
        vr: dicom.pixel_vr(),
    }
}

impl Painted {
    /// One place for each redaction of `plan`, to be filled in by the first frame that is painted there.
    fn nothing_yet(plan: &ReviewedPlan) -> Vec<Option<PixelBox>> {
        plan.redactions().map(|_| None).collect()
    }

    /// What was painted for a region; itself where no frame holds it.
    fn of(region: &DecidedRegion, area: Option<PixelBox>) -> Self {
        Self {
            frames: if area.is_some() {
                region.frames
            } else {
                FrameSelection::All
            },
            area: area.unwrap_or(region.area),
        }
    }
}

/// Remembers what was painted for each redaction.
fn remember(painted: &mut [Option<PixelBox>], at: usize, area: Option<PixelBox>) {
    if let Some(slot) = painted.get_mut(at) {
        *slot = match (*slot, area) {
            (Some(known), Some(area)) => Some(known.union(area)),
            (known, area) => known.or(area),
        };
    }
}
