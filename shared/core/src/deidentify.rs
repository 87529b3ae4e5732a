//! Painting and cleaning: an identified file and a reviewed plan become a candidate.

use deid_model::report::MetadataFacts;
use deid_model::{OutputFormat, PixelBox, Reason, ReasonCode, Settings, Tripwire, WarningCode};

use crate::candidate::{Candidate, OutputPart, Painted};
use crate::dicom::DicomWriteError;
use crate::file::{Content, IdentifiedFile};
use crate::header::{RemovedValues, TooManyValues};
use crate::key::Key;
use crate::picture::{JpegFile, PictureError, PngFile, encode_display_image, ready_to_paint};
use crate::pixel::{DecodeError, paint};
use crate::plan::ReviewedPlan;

/// Why no candidate could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeidentifyError {
    /// The plan was made for another file.
    #[error("the plan belongs to another file")]
    WrongFile,
    /// The output could not be read back.
    #[error("the output could not be read back")]
    Unreadable,
    /// More header values were removed than the output can be searched for.
    #[error(transparent)]
    TooManyValues(#[from] TooManyValues),
    /// A frame could not be decoded.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A painted frame could not be encoded again.
    #[error("frame {frame} could not be encoded")]
    Encode {
        /// 0-based frame.
        frame: u32,
    },
    /// The DICOM file could not be written.
    #[error(transparent)]
    Dicom(#[from] DicomWriteError),
    /// The picture could not be written.
    #[error(transparent)]
    Picture(#[from] PictureError),
}

impl From<DeidentifyError> for Reason {
    fn from(error: DeidentifyError) -> Self {
        match error {
            DeidentifyError::WrongFile => ReasonCode::InvalidRegion.into(),
            DeidentifyError::Unreadable => ReasonCode::VerificationFailed.into(),
            DeidentifyError::TooManyValues(_) => ReasonCode::LimitExceeded.into(),
            DeidentifyError::Decode(error) => error.into(),
            DeidentifyError::Encode { frame } => {
                Self::from(ReasonCode::EncodeFailed).with_frame(frame)
            }
            DeidentifyError::Dicom(DicomWriteError::Missing(tag)) => {
                Self::from(ReasonCode::InconsistentAttributes).with_tag(tag.group(), tag.element())
            }
            DeidentifyError::Dicom(DicomWriteError::Header | DicomWriteError::TooLong) => {
                ReasonCode::EncodeFailed.into()
            }
            DeidentifyError::Picture(error) => error.into(),
        }
    }
}

/// What one kind of file turned into.
pub(crate) struct Redacted {
    pub parts: Vec<OutputPart>,
    /// What was painted for each redaction of the plan, in order.
    pub painted: Vec<Painted>,
    /// Where bits outside the stored range were cleared.
    pub hidden: Vec<Painted>,
    pub facts: MetadataFacts,
    pub removed: RemovedValues,
    pub warnings: Vec<WarningCode>,
}

/// Paints the redacted regions of `plan` into the stored samples of `file` and cleans its header.
/// The file is taken by value: going back means reading the original again.
///
/// Where bytes of a removed header value are left inside the pixel data, [`crate::verify`] asks for a person. Once one
/// answers for the file, or the tripwire is off, its header says what is left.
///
/// # Errors
/// Any [`DeidentifyError`]; nothing is written then.
pub fn deidentify(
    file: IdentifiedFile,
    plan: &ReviewedPlan,
    settings: &Settings,
    key: &Key,
) -> Result<Candidate, DeidentifyError> {
    let mut graphics = plan.graphics.iter();
    if plan.sha256 != file.sha256 || !graphics.all(|it| it.belongs_to(&file.sha256)) {
        return Err(DeidentifyError::WrongFile);
    }
    let candidate = candidate_of(file, plan.clone(), settings, key)?;
    let is_off = settings
        .tripwires_off
        .contains(&Tripwire::HeaderValueInPixels);
    if candidate.value_in_pixels && (plan.is_by_person() || is_off) {
        let telling = plan.keeping_a_header_value();
        candidate_of(candidate.into_original(), telling, settings, key)
    } else {
        Ok(candidate)
    }
}

fn candidate_of(
    file: IdentifiedFile,
    plan: ReviewedPlan,
    settings: &Settings,
    key: &Key,
) -> Result<Candidate, DeidentifyError> {
    let mut redacted = match (&file.content, settings.format) {
        (Content::Png(png), _) => redact_png(png, &plan, settings)?,
        (Content::Jpeg(jpeg), OutputFormat::Same) => redact_jpeg(jpeg, &plan, settings)?,
        (Content::Dicom(dicom), OutputFormat::Same) => {
            crate::dicom_redaction::redact_dicom(dicom, &plan, settings, key)?
        }
        (Content::Dicom(_) | Content::Jpeg(_), OutputFormat::Png) => {
            redact_as_pictures(&file, &plan, settings)?
        }
    };
    if !plan.pixels_examined {
        redacted.warnings.push(WarningCode::PixelsNotExamined);
    }
    if plan.keeps_phi() {
        redacted.warnings.push(WarningCode::KeptPhi);
    }
    if plan.keeps_header_value {
        redacted.warnings.push(WarningCode::KeptHeaderValue);
    }
    Candidate::new(file, plan, settings.clone(), key.id(), redacted)
}

fn redact_png(
    png: &PngFile,
    plan: &ReviewedPlan,
    settings: &Settings,
) -> Result<Redacted, DeidentifyError> {
    let mut exact = true;
    let frame = if plan.redactions().next().is_none() {
        png.frame().clone()
    } else {
        let (mut frame, fill) = ready_to_paint(png.frame(), settings.box_color);
        let layout = *frame.layout();
        for region in plan.redactions() {
            paint(frame.samples_mut(), &layout, region.area, fill);
        }
        exact = fill.exact;
        frame
    };
    let part = OutputPart {
        frame: None,
        bytes: png.encode(&frame, settings.dpi)?.into(),
    };
    Ok(Redacted::picture(vec![part], plan, Some, exact))
}

fn redact_jpeg(
    jpeg: &JpegFile,
    plan: &ReviewedPlan,
    settings: &Settings,
) -> Result<Redacted, DeidentifyError> {
    let boxes: Vec<PixelBox> = plan.redactions().map(|region| region.area).collect();
    let redaction = jpeg.redacted(&boxes, settings.box_color)?;
    let part = OutputPart {
        frame: None,
        bytes: redaction.bytes.into(),
    };
    let mut painted = redaction.painted.into_iter();
    Ok(Redacted::picture(
        vec![part],
        plan,
        |_| painted.next().flatten(),
        redaction.exact_color,
    ))
}

/// `--format png`: what a viewer shows first of each frame, 8 bits, boxes painted in color.
fn redact_as_pictures(
    file: &IdentifiedFile,
    plan: &ReviewedPlan,
    settings: &Settings,
) -> Result<Redacted, DeidentifyError> {
    let frames = file.frames();
    let mut parts = Vec::with_capacity(frames as usize);
    for index in 0..frames {
        let boxes = plan
            .redactions()
            .filter(|region| region.frames.includes(index))
            .map(|region| region.area);
        let picture =
            crate::candidate::painted_picture(&file.frame(index)?, boxes, settings.box_color);
        let frame = (frames > 1).then_some(index);
        parts.push(OutputPart {
            frame,
            bytes: encode_display_image(&picture, settings.dpi)?.into(),
        });
    }
    Ok(Redacted::picture(parts, plan, Some, true))
}

impl Redacted {
    /// A result without a DICOM header. `painted_for` tells what was painted for each box.
    fn picture(
        parts: Vec<OutputPart>,
        plan: &ReviewedPlan,
        mut painted_for: impl FnMut(PixelBox) -> Option<PixelBox>,
        exact_color: bool,
    ) -> Self {
        let painted = plan
            .redactions()
            .map(|region| Painted {
                frames: region.frames,
                area: painted_for(region.area).unwrap_or(region.area),
            })
            .collect();
        let warnings = if exact_color {
            Vec::new()
        } else {
            vec![WarningCode::ColorNotRepresentable]
        };
        Self {
            parts,
            painted,
            hidden: Vec::new(),
            facts: MetadataFacts::default(),
            removed: RemovedValues::default(),
            warnings,
        }
    }
}
