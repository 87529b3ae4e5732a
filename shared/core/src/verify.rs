//! Verification: a candidate is read back from its bytes and compared with the original. Only what
//! passes becomes a [`DeidentifiedFile`].

use deid_model::report::Verification;
use deid_model::{PixelBox, Reason, ReasonCode, TextDetection};

use crate::candidate::{Candidate, OutputPart, SecondReading, output_frame, painted_picture};
use crate::file::{Content, IdentifiedFile};
use crate::header::for_each_text;
use crate::picture::promoted_to_rgb;
use crate::pixel::{DecodeError, Frame};

/// Why a candidate was not released.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The second reading belongs to another candidate.
    #[error("the second reading belongs to another file")]
    WrongReading,
    /// A frame of original or output cannot be decoded.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Samples outside the painted boxes differ.
    #[error("samples outside the regions of frame {frame} differ")]
    PixelsChanged {
        /// 0-based frame.
        frame: u32,
    },
    /// Something shows inside a painted box.
    #[error("a region of frame {frame} is not painted over")]
    NotPainted {
        /// 0-based frame.
        frame: u32,
    },
    /// Text is left around what was painted. It may be added to the draft, and the file tried again.
    #[error("the second reading still found text")]
    ResidualText {
        /// 0-based frame and word, in stored pixels.
        words: Vec<(u32, TextDetection)>,
    },
    /// An overlay plane that was to be clean still shows text that identifies.
    #[error("the second reading still found text in an overlay plane")]
    ResidualGraphics,
    /// A removed header value stands elsewhere in the header.
    #[error("a removed header value still stands in a text element")]
    ResidualHeaderValue,
    /// A removed header value stands inside the pixel data: a person decides.
    #[error("the pixel data hold the bytes of a removed header value")]
    HeaderValueInPixels,
}

impl VerifyError {
    /// The reason code, with the frame where one is known.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match self {
            Self::WrongReading => ReasonCode::VerificationFailed.into(),
            Self::Decode(error) => (*error).into(),
            Self::NotPainted { frame } => {
                Reason::from(ReasonCode::VerificationFailed).with_frame(*frame)
            }
            Self::PixelsChanged { frame } => {
                Reason::from(ReasonCode::PixelsChanged).with_frame(*frame)
            }
            Self::ResidualText { words } => {
                let reason = Reason::from(ReasonCode::ResidualText);
                match words.first() {
                    Some((frame, _)) => reason.with_frame(*frame),
                    None => reason,
                }
            }
            Self::ResidualGraphics => ReasonCode::ResidualText.into(),
            Self::ResidualHeaderValue => ReasonCode::ResidualHeaderValue.into(),
            Self::HeaderValueInPixels => ReasonCode::HeaderValueInPixels.into(),
        }
    }
}

impl From<VerifyError> for Reason {
    fn from(error: VerifyError) -> Self {
        error.reason()
    }
}

/// Pixels painted, header cleaned, both verified. The only thing that [`encode`] takes.
pub struct DeidentifiedFile {
    pub(crate) candidate: Candidate,
    pub(crate) verification: Verification,
}

impl std::fmt::Debug for DeidentifiedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DeidentifiedFile({:?})", self.candidate.parts)
    }
}

impl DeidentifiedFile {
    /// Whether its pixel data keep the bytes of a removed header value.
    #[must_use]
    pub const fn keeps_header_value(&self) -> bool {
        self.candidate.value_in_pixels
    }
}

/// Checks a candidate: its samples outside painted boxes, what the second reading found, and its
/// header.
///
/// # Errors
/// Any [`VerifyError`]; the candidate is gone then, and nothing of it can be written.
pub fn verify(
    candidate: Candidate,
    reading: SecondReading,
) -> Result<DeidentifiedFile, VerifyError> {
    if reading.sha256 != candidate.original.sha256 {
        return Err(VerifyError::WrongReading);
    }
    for frame in 0..candidate.original.frames() {
        compare_frame(&candidate, frame)?;
    }
    if !reading.found.is_empty() {
        return Err(VerifyError::ResidualText {
            words: reading.found,
        });
    }
    if reading.in_graphics {
        return Err(VerifyError::ResidualGraphics);
    }
    let header_values_found = residual_header_values(&candidate);
    if header_values_found > 0 {
        return Err(VerifyError::ResidualHeaderValue);
    }
    if candidate.value_in_pixels && !candidate.plan.keeps_header_value {
        return Err(VerifyError::HeaderValueInPixels);
    }
    let verification = Verification {
        pixels_outside_regions_unchanged: Some(true),
        residual_phi_words: (!candidate.painted.is_empty()).then_some(0),
        header_values_searched: Some(candidate.removed.len() as u32),
        header_values_found: Some(candidate.value_in_pixels.into()),
    };
    Ok(DeidentifiedFile {
        candidate,
        verification,
    })
}

/// The bytes of a verified file: one part, or one a frame for pictures of a multi-frame image.
///
/// Nothing else can be encoded for release. A parsed file cannot:
///
/// ```compile_fail
/// let bytes = std::fs::read("scan.dcm").unwrap();
/// let file = deid_core::parse(bytes, &deid_core::Limits::DEFAULT).unwrap();
/// let released = deid_core::encode(&file);
/// ```
#[must_use]
pub fn encode(file: &DeidentifiedFile) -> &[OutputPart] {
    &file.candidate.parts
}

fn compare_frame(candidate: &Candidate, index: u32) -> Result<(), VerifyError> {
    let original = candidate.original.frame(index)?;
    let output = output_frame(&candidate.outputs, index)?;
    let boxes = candidate.painted_in(index);
    let format = |files: &[IdentifiedFile]| files.first().map(IdentifiedFile::format);
    let written = format(&candidate.outputs);
    let is_picture_of_frame = written != format(std::slice::from_ref(&candidate.original));
    let same = if is_picture_of_frame {
        // Equal to what a viewer shows first of the original, boxes included.
        let color = candidate.settings.box_color;
        painted_picture(&original, boxes.iter().copied(), color) == output.default_rendering()
    } else if original.orientation() != output.orientation() {
        false
    } else if original.layout() == output.layout() {
        equal_outside(&original, &output, &boxes)
    } else {
        let promoted = promoted_to_rgb(&original);
        promoted.layout() == output.layout() && equal_outside(&promoted, &output, &boxes)
    };
    if !same {
        return Err(VerifyError::PixelsChanged { frame: index });
    }
    if output.hidden().is_some() {
        return Err(VerifyError::PixelsChanged { frame: index });
    }
    let is_jpeg = matches!(candidate.outputs.as_slice(), [output] if output.is_dct_coded());
    let stored = original.layout().size;
    let place_in_output = |area| {
        let shown = original.orientation().shown_box(area, stored)?;
        output.orientation().stored_box(shown, output.layout().size)
    };
    let boxes: Vec<PixelBox> = boxes.into_iter().filter_map(place_in_output).collect();
    if boxes.iter().all(|&area| is_flat(&output, area, is_jpeg)) {
        Ok(())
    } else {
        Err(VerifyError::NotPainted { frame: index })
    }
}

/// Inside a JPEG's painted box, color of its surroundings reaches this far.
const BLEED: u32 = 8;
/// Boxes below this size hold nothing but what their surroundings reach.
const UNIT: u32 = 12;
/// Samples of a JPEG's painted box may differ by this much, from rounding.
const TOLERANCE: u64 = 4;

/// Whether nothing shows inside a painted box: all samples of a channel are equal, in a JPEG nearly.
fn is_flat(output: &Frame, area: PixelBox, is_jpeg: bool) -> bool {
    let shorter = area.width().min(area.height());
    let is_grey = output.layout().channels == 1;
    let (margin, tolerance) = match (is_jpeg, shorter) {
        (false, _) => (0, 0),
        // No color, so none reaches inside.
        (true, _) if is_grey => (0, TOLERANCE),
        // All rim: a sliver at the edge of the picture, or a single block of color.
        (true, ..UNIT) => return true,
        (true, _) => (BLEED.min((shorter - 1) / 4), TOLERANCE),
    };
    let inner = PixelBox::new(
        area.x0() + margin,
        area.y0() + margin,
        area.x1().saturating_sub(margin),
        area.y1().saturating_sub(margin),
    );
    let Some(inner) = inner.and_then(|inner| inner.clamped(output.layout().size)) else {
        return true;
    };
    let layout = output.layout();
    let word = |x, y, channel| layout.word(output.samples(), layout.offset(x, y, channel));
    (0..layout.channels).all(|channel| {
        let first = word(inner.x0(), inner.y0(), channel);
        let mut rows = inner.y0()..inner.y1();
        rows.all(|y| {
            (inner.x0()..inner.x1()).all(|x| word(x, y, channel).abs_diff(first) <= tolerance)
        })
    })
}

/// Whether all samples of all pixels outside `boxes` are equal.
fn equal_outside(original: &Frame, output: &Frame, boxes: &[PixelBox]) -> bool {
    if boxes.is_empty() {
        return original.samples() == output.samples();
    }
    let layout = original.layout();
    (0..layout.size.rows).all(|y| {
        let hidden: Vec<(u32, u32)> = boxes
            .iter()
            .filter(|b| b.y0() <= y && y < b.y1())
            .map(|b| (b.x0(), b.x1()))
            .collect();
        (0..layout.size.columns).all(|x| {
            let painted = hidden.iter().any(|&(start, end)| start <= x && x < end);
            painted
                || (0..layout.channels).all(|channel| {
                    let at = layout.offset(x, y, channel);
                    layout.word(original.samples(), at) == layout.word(output.samples(), at)
                })
        })
    })
}

fn residual_header_values(candidate: &Candidate) -> u32 {
    let mut found = 0;
    for output in &candidate.outputs {
        if let Content::Dicom(file) = &output.content {
            for_each_text(&file.header, &mut |text| {
                found += u32::from(candidate.removed.occur_in(text));
            });
        }
    }
    found
}

#[cfg(test)]
mod tests;
