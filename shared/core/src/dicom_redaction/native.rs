//! Native pixels: patched in place, every other byte as it was.

use deid_model::PixelBox;

use super::remember;
use super::survey::Survey;
use crate::dicom::DicomFile;
use crate::pixel::{clear_hidden_bits, paint};
use crate::plan::ReviewedPlan;

/// Appends the value of _Pixel Data_ to `file`, with the boxes of `plan` painted and hidden bits cleared.
pub(super) fn append(
    file: &mut Vec<u8>,
    dicom: &DicomFile,
    plan: &ReviewedPlan,
    survey: &Survey,
    painted: &mut [Option<PixelBox>],
) {
    let origin = file.len();
    // Copied whole, so that whatever stands behind the last frame stays.
    file.extend_from_slice(dicom.pixel_bytes());
    let value = file.get_mut(origin..).unwrap_or_default();
    let length = usize::try_from(survey.layout.frame_bytes()).unwrap_or(usize::MAX);
    for index in 0..dicom.image.frames {
        let start = (index as usize).saturating_mul(length);
        let packing = dicom.image.packing;
        if !packing.is_plain() {
            let mut samples = dicom.frame_bytes(index).unwrap_or_default().into_owned();
            paint_frame(&mut samples, index, plan, survey, painted);
            packing.put(value, start, &samples);
            continue;
        }
        let samples = value.get_mut(start..start.saturating_add(length));
        let samples = samples.unwrap_or_default();
        if survey.hides_in(index) {
            clear_hidden_bits(&survey.layout, samples);
        }
        paint_frame(samples, index, plan, survey, painted);
    }
}

/// Paints the redactions of frame `index` into its samples.
pub(super) fn paint_frame(
    samples: &mut [u8],
    index: u32,
    plan: &ReviewedPlan,
    survey: &Survey,
    painted: &mut [Option<PixelBox>],
) {
    for (at, region) in plan.redactions().enumerate() {
        if region.frames.includes(index) {
            let area = paint(samples, &survey.layout, region.area, survey.fill);
            remember(painted, at, area);
        }
    }
}
