//! Redaction of a DICOM file: stored samples painted, header cleaned, flags told as they are.
//!
//! Nothing painted: _Pixel Data_ and transfer syntax stay as they are. Native pixels: painted in
//! place, same transfer syntax. Compressed pixels: decoded once, painted, written as Explicit VR
//! Little Endian; a lossy history stays on record.

use deid_model::{FrameSelection, Settings, WarningCode};
use dicom_core::value::{DataSetSequence, PrimitiveValue};
use dicom_core::{DataElement, VR};
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use crate::candidate::{OutputPart, Painted};
use crate::deidentify::{DeidentifyError, Redacted};
use crate::dicom::{Compression, DicomFile, EXPLICIT_LITTLE, PixelElement, write_dicom};
use crate::header::{CleanHeader, clean_header, code_item};
use crate::key::Key;
use crate::picture::without_metadata;
use crate::pixel::{
    ColorModel, DecodeError, Fill, Frame, PixelLayout, StoredRange, fill_for, paint,
};
use crate::plan::ReviewedPlan;

/// Redacts `dicom` as `plan` says.
pub(crate) fn redact_dicom(
    dicom: &DicomFile,
    plan: &ReviewedPlan,
    settings: &Settings,
    key: &Key,
) -> Result<Redacted, DeidentifyError> {
    let CleanHeader {
        mut header,
        facts,
        removed,
    } = clean_header(&dicom.header, key);
    tell_deidentification(&mut header, plan);
    let mut warnings = dicom.warnings.clone();
    let (bytes, painted) = if plan.redactions().next().is_none() {
        let unchanged = dicom.pixel_bytes();
        let pixels = PixelElement {
            native_bytes: (!dicom.is_encapsulated()).then_some(unchanged.len() as u64),
            vr: dicom.pixel_vr(),
        };
        let rewritten = encapsulated_without_metadata(dicom)?;
        if rewritten.is_some() {
            remove_offset_table(&mut header);
        }
        let append = |file: &mut Vec<u8>| -> Result<(), DeidentifyError> {
            file.extend_from_slice(rewritten.as_deref().unwrap_or(unchanged));
            Ok(())
        };
        (
            write_dicom(&header, pixels, dicom.syntax, append)?,
            Vec::new(),
        )
    } else {
        let painting = Painting::new(dicom, settings)?;
        if !painting.fill.exact {
            warnings.push(WarningCode::ColorNotRepresentable);
        }
        if !painting.is_native() {
            warnings.push(WarningCode::WrittenUncompressed);
            describe_native(&mut header, &painting.layout);
            remove_offset_table(&mut header);
            if dicom.syntax.compression == Compression::JpegBaseline {
                // PS3.3 C.7.6.1.1.5: once lossy, always told so.
                header.put(DataElement::new(
                    tags::LOSSY_IMAGE_COMPRESSION,
                    VR::CS,
                    "01",
                ));
            }
        }
        describe_redaction(&mut header);
        painting.write(&header, plan)?
    };
    let parts = vec![OutputPart {
        frame: None,
        bytes: bytes.into(),
    }];
    Ok(Redacted {
        parts,
        painted,
        facts,
        removed,
        warnings,
    })
}

/// The value of _Pixel Data_ with JPEG streams rid of comments, application segments and bytes behind
/// their end; `None` where there is nothing of the kind, so that the fragments can stay as they are.
fn encapsulated_without_metadata(dicom: &DicomFile) -> Result<Option<Vec<u8>>, DeidentifyError> {
    if !matches!(
        dicom.syntax.compression,
        Compression::JpegBaseline | Compression::JpegLossless
    ) {
        return Ok(None);
    }
    let item = |length: usize| -> Vec<u8> {
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        [[0xfe, 0xff, 0x00, 0xe0], length.to_le_bytes()].concat()
    };
    let mut value = item(0);
    let mut changed = false;
    for frame in 0..dicom.image.frames {
        let missing = DecodeError::NoSuchFrame { frame };
        let stream = dicom.frame_bytes(frame).ok_or(missing)?;
        let mut clean = without_metadata(&stream).ok_or(DecodeError::Failed { frame })?;
        let padding = stream.strip_prefix(clean.as_slice());
        changed |= padding.is_none_or(|rest| rest.iter().any(|&byte| byte != 0));
        // PS3.5 A.4: each fragment has an even length.
        clean.resize(clean.len().next_multiple_of(2), 0);
        value.extend(item(clean.len()));
        value.append(&mut clean);
    }
    value.extend([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
    Ok(changed.then_some(value))
}

/// How the frames of a file are painted.
struct Painting<'a> {
    dicom: &'a DicomFile,
    /// Of decoded frames.
    layout: PixelLayout,
    fill: Fill,
}

impl<'a> Painting<'a> {
    fn new(dicom: &'a DicomFile, settings: &Settings) -> Result<Self, DeidentifyError> {
        let first = dicom.frame(0)?;
        let layout = *first.layout();
        let range = stored_range(dicom, &first)?;
        let fill = fill_for(&layout, &dicom.display, range, settings.box_color);
        Ok(Self {
            dicom,
            layout,
            fill,
        })
    }

    fn is_native(&self) -> bool {
        self.dicom.syntax.compression == Compression::Native
    }

    /// The file with all frames painted, and what was painted for each redaction of the plan.
    fn write(
        &self,
        header: &InMemDicomObject,
        plan: &ReviewedPlan,
    ) -> Result<(Vec<u8>, Vec<Painted>), DeidentifyError> {
        let frames = u64::from(self.dicom.image.frames);
        let (syntax, native_bytes, vr) = match (self.is_native(), self.layout.bytes) {
            (true, _) => (
                self.dicom.syntax,
                self.dicom.pixel_bytes().len() as u64,
                self.dicom.pixel_vr(),
            ),
            (false, 1) => (&EXPLICIT_LITTLE, frames * self.layout.frame_bytes(), *b"OB"),
            (false, _) => (&EXPLICIT_LITTLE, frames * self.layout.frame_bytes(), *b"OW"),
        };
        let mut painted = Vec::new();
        let pixels = PixelElement {
            native_bytes: Some(native_bytes),
            vr,
        };
        let bytes = write_dicom(header, pixels, syntax, |file: &mut Vec<u8>| {
            painted = self.append_frames(file, plan)?;
            Ok::<(), DeidentifyError>(())
        })?;
        Ok((bytes, painted))
    }

    fn append_frames(
        &self,
        file: &mut Vec<u8>,
        plan: &ReviewedPlan,
    ) -> Result<Vec<Painted>, DeidentifyError> {
        let origin = file.len();
        let length = usize::try_from(self.layout.frame_bytes()).unwrap_or(usize::MAX);
        if self.is_native() {
            // Copied whole, so that whatever stands behind the last frame stays.
            file.extend_from_slice(self.dicom.pixel_bytes());
        }
        let mut painted: Vec<Option<Painted>> = plan.redactions().map(|_| None).collect();
        for index in 0..self.dicom.image.frames {
            if !self.is_native() {
                file.extend_from_slice(self.dicom.frame(index)?.samples());
            }
            let start = origin + index as usize * length;
            let samples = file.get_mut(start..start + length).unwrap_or_default();
            for (region, slot) in plan.redactions().zip(&mut painted) {
                if region.frames.includes(index) {
                    let area = paint(samples, &self.layout, region.area, self.fill);
                    let frames = region.frames;
                    *slot = slot.take().or(area.map(|area| Painted { frames, area }));
                }
            }
        }
        let boxes = plan.redactions().zip(painted);
        Ok(boxes
            .map(|(region, painted)| painted.unwrap_or(Painted::nothing(region)))
            .collect())
    }
}

/// Lowest and highest stored value over all frames; needed for grey only.
fn stored_range(dicom: &DicomFile, first: &Frame) -> Result<StoredRange, DeidentifyError> {
    let (mut low, mut high) = first.range();
    if first.layout().color.is_grey() {
        for index in 1..dicom.image.frames {
            let (least, most) = dicom.frame(index)?.range();
            low = low.min(least);
            high = high.max(most);
        }
    }
    Ok(StoredRange { low, high })
}

/// PS3.15 E.1.1: what a de-identified file says of itself. Clean Pixel Data (113101) and _Burned In Annotation_ NO are
/// claimed where every frame was looked at and nothing that may identify was kept; a candidate that verification does
/// not pass is never written, and its claim with it.
fn tell_deidentification(header: &mut InMemDicomObject, plan: &ReviewedPlan) {
    let removed = if plan.cleans_pixels() { "YES" } else { "NO" };
    header.put(DataElement::new(
        tags::PATIENT_IDENTITY_REMOVED,
        VR::CS,
        removed,
    ));
    let method = concat!("De-ID ", env!("CARGO_PKG_VERSION"), ", PS3.15 2026d");
    header.put(DataElement::new(
        tags::DEIDENTIFICATION_METHOD,
        VR::LO,
        method,
    ));
    let profile = code_item("113100", "DCM", "Basic Application Confidentiality Profile");
    let pixels = || code_item("113101", "DCM", "Clean Pixel Data Option");
    let earlier = header
        .get(tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE)
        .and_then(|element| element.items());
    let value_of = |item: &InMemDicomObject| {
        item.get(tags::CODE_VALUE)
            .and_then(|e| Some(e.to_str().ok()?.into_owned()))
    };
    let mut items: Vec<_> = earlier.unwrap_or_default().to_vec();
    // Code 113101 of an earlier tool would vouch for pixels that it has never seen.
    items.retain(|item| value_of(item).is_some_and(|code| !code.trim().starts_with("11310")));
    items.push(profile);
    items.extend(plan.cleans_pixels().then(pixels));
    header.put(DataElement::new(
        tags::DEIDENTIFICATION_METHOD_CODE_SEQUENCE,
        VR::SQ,
        DataSetSequence::from(items),
    ));
    header.put(DataElement::new(
        tags::LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED,
        VR::CS,
        "REMOVED",
    ));
    // Where the pixels were not looked at, what it said stays.
    if plan.pixels_examined {
        let burned_in = if plan.keeps_phi() { "YES" } else { "NO" };
        header.put(DataElement::new(
            tags::BURNED_IN_ANNOTATION,
            VR::CS,
            burned_in,
        ));
    }
}

/// The samples of a compressed image as they are written now.
fn describe_native(header: &mut InMemDicomObject, layout: &PixelLayout) {
    let color = match layout.color {
        ColorModel::Monochrome1 => "MONOCHROME1",
        ColorModel::Monochrome2 => "MONOCHROME2",
        ColorModel::Palette => "PALETTE COLOR",
        ColorModel::Rgb | ColorModel::YbrRct | ColorModel::YbrIct => "RGB",
        ColorModel::YbrFull => "YBR_FULL",
        ColorModel::YbrFull422 => "YBR_FULL_422",
    };
    header.put(DataElement::new(
        tags::PHOTOMETRIC_INTERPRETATION,
        VR::CS,
        color,
    ));
    if layout.channels > 1 {
        let planar = PrimitiveValue::from(u16::from(layout.planar));
        header.put(DataElement::new(tags::PLANAR_CONFIGURATION, VR::US, planar));
    }
}

/// The _Extended Offset Table_ counts bytes of the fragments as they were.
fn remove_offset_table(header: &mut InMemDicomObject) {
    header.remove_element(tags::EXTENDED_OFFSET_TABLE);
    header.remove_element(tags::EXTENDED_OFFSET_TABLE_LENGTHS);
}

/// Attributes that painting makes untrue are corrected or removed.
fn describe_redaction(header: &mut InMemDicomObject) {
    for tag in [
        tags::SMALLEST_IMAGE_PIXEL_VALUE,
        tags::LARGEST_IMAGE_PIXEL_VALUE,
        tags::SMALLEST_PIXEL_VALUE_IN_SERIES,
        tags::LARGEST_PIXEL_VALUE_IN_SERIES,
    ] {
        header.remove_element(tag);
    }
    let text = "Regions with burned-in text painted over";
    header.put(DataElement::new(tags::DERIVATION_DESCRIPTION, VR::ST, text));
}

impl Painted {
    /// A region that no frame holds.
    fn nothing(region: &crate::plan::DecidedRegion) -> Self {
        Self {
            frames: FrameSelection::All,
            area: region.area,
        }
    }
}
