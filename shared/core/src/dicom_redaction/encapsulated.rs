//! Encapsulated pixels: frame by frame, each as little changed as can be (PS3.5 A.4).

use std::borrow::Cow;

use deid_model::{PixelBox, WarningCode};
use dicom_object::InMemDicomObject;

use super::native::paint_frame;
use super::survey::Survey;
use super::{describe, remember};
use crate::codec::{
    CodecError, jpeg_blocks, jpeg_header, jpeg_ls, jpeg_segments, jpeg_xl, jpeg2000,
};
use crate::deidentify::DeidentifyError;
use crate::dicom::{Compression, DicomFile, JPEG_2000_LOSSLESS, TransferSyntax};
use crate::pixel::{ColorModel, DecodeError, coded_fill, encode_frame, hides_bytes};
use crate::plan::ReviewedPlan;

/// How the frames of a file are written anew.
pub(super) struct Rewriting<'a> {
    dicom: &'a DicomFile,
    plan: &'a ReviewedPlan,
    survey: &'a Survey,
    way: Way,
}

/// What happens to frames that change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Blocks of DCT coefficients are painted, all others stay.
    Blocks,
    /// Decoded, painted, encoded without loss in the same transfer syntax.
    Same,
    /// All frames decoded, painted, and encoded as lossless JPEG 2000.
    Jpeg2000,
}

impl<'a> Rewriting<'a> {
    pub fn new(
        dicom: &'a DicomFile,
        plan: &'a ReviewedPlan,
        survey: &'a Survey,
    ) -> Result<Self, DeidentifyError> {
        let mut rewriting = Self {
            dicom,
            plan,
            survey,
            way: Way::Same,
        };
        let redacts = plan.redactions().next().is_some()
            || !survey.hidden.is_empty()
            || survey.burdened && rewriting.has_burden_within()?;
        let target = dicom.syntax.written_back_as(survey.layout.channels);
        rewriting.way = if redacts && target != dicom.syntax {
            Way::Jpeg2000
        } else if dicom.syntax.compression != Compression::JpegDct {
            Way::Same
        } else if rewriting.blocks_fit()? {
            Way::Blocks
        } else {
            Way::Jpeg2000
        };
        Ok(rewriting)
    }

    /// Whether some frame holds what only encoding it again takes out.
    fn has_burden_within(&self) -> Result<bool, DeidentifyError> {
        for frame in 0..self.dicom.image.frames {
            let burden = self.dicom.burden(frame, &self.stream(frame)?)?;
            if matches!(burden, Burden::Within) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the streams of all frames that change are of a kind whose blocks can be painted.
    fn blocks_fit(&self) -> Result<bool, DeidentifyError> {
        for frame in 0..self.dicom.image.frames {
            if self.is_redacted(frame) {
                match self.painted_blocks(frame, &self.stream(frame)?, &mut []) {
                    Ok(_) => {}
                    Err(CodecError::Unsupported) => return Ok(false),
                    Err(_) => return Err(DecodeError::Failed { frame }.into()),
                }
            }
        }
        Ok(true)
    }

    /// The transfer syntax of the result.
    pub const fn syntax(&self) -> &'static TransferSyntax {
        match self.way {
            Way::Blocks | Way::Same => self.dicom.syntax,
            Way::Jpeg2000 => &JPEG_2000_LOSSLESS,
        }
    }

    /// What the header must say of the result.
    pub fn describe(&self, header: &mut InMemDicomObject) {
        describe::remove_offset_table(header);
        if self.way == Way::Jpeg2000 {
            describe::describe_jpeg_2000(header, &self.survey.layout);
        }
        if self.dicom.syntax.compression == Compression::JpegDct {
            describe::describe_lossy_history(header);
        }
    }

    /// What a reader of the report should know.
    pub fn warning(&self) -> Option<WarningCode> {
        let converted = self.syntax() != self.dicom.syntax;
        converted.then_some(WarningCode::WrittenInOtherSyntax)
    }

    /// Appends offset table, fragments and delimiter to `file`.
    pub fn append(
        &self,
        file: &mut Vec<u8>,
        painted: &mut [Option<PixelBox>],
    ) -> Result<(), DeidentifyError> {
        let frames = self.dicom.image.frames;
        // Frames of one fragment each could do without a table; some readers cannot.
        let entries = if frames > 1 { frames as usize } else { 0 };
        append_item(file, &vec![0; entries * 4]);
        let first = file.len();
        let mut table = Vec::with_capacity(entries * 4);
        for frame in 0..frames {
            table.extend(((file.len() - first) as u32).to_le_bytes());
            self.append_frame(frame, file, painted)?;
        }
        if let Some(place) = file.get_mut(first - entries * 4..first) {
            place.copy_from_slice(table.get(..entries * 4).unwrap_or_default());
        }
        append_delimiter(file);
        Ok(())
    }

    fn append_frame(
        &self,
        frame: u32,
        file: &mut Vec<u8>,
        painted: &mut [Option<PixelBox>],
    ) -> Result<(), DeidentifyError> {
        let changes = self.is_redacted(frame) || self.survey.hides_in(frame);
        if self.way != Way::Jpeg2000 && !changes {
            let stream = self.stream(frame)?;
            match self.dicom.burden(frame, &stream)? {
                Burden::None => {
                    for fragment in self.dicom.fragments(frame).unwrap_or_default() {
                        append_item(file, fragment);
                    }
                    return Ok(());
                }
                Burden::Metadata(clean) => {
                    append_item(file, &clean);
                    return Ok(());
                }
                Burden::Within => {}
            }
        }
        let failed = |_| DecodeError::Failed { frame };
        let stream = match self.way {
            Way::Blocks => {
                let stream = self.stream(frame)?;
                self.painted_blocks(frame, &stream, painted)
                    .map_err(failed)?
            }
            Way::Same | Way::Jpeg2000 => self.encoded_anew(frame, painted)?,
        };
        append_item(file, &stream);
        Ok(())
    }

    /// The frame decoded, painted, and encoded without loss.
    fn encoded_anew(
        &self,
        frame: u32,
        painted: &mut [Option<PixelBox>],
    ) -> Result<Vec<u8>, DeidentifyError> {
        let mut decoded = self.dicom.frame(frame)?;
        paint_frame(
            decoded.samples_mut(),
            frame,
            self.plan,
            self.survey,
            painted,
        );
        let compression = self.syntax().compression;
        let (layout, packed) = (decoded.layout(), self.dicom.image.packing.bits);
        encode_frame(compression, decoded.samples(), layout, packed)
            .map_err(|_| DeidentifyError::Encode { frame })
    }

    /// The stream with the blocks of all redactions of the frame painted.
    fn painted_blocks(
        &self,
        frame: u32,
        stream: &[u8],
        painted: &mut [Option<PixelBox>],
    ) -> Result<Vec<u8>, CodecError> {
        let says_rgb = self.dicom.image.layout.color == ColorModel::Rgb;
        let told = jpeg_header::JpegHeader::parse(stream)?.codes_rgb();
        let own = || {
            let all = self.plan.redactions().enumerate();
            all.filter(move |(_, region)| region.frames.includes(frame))
        };
        let boxes: Vec<PixelBox> = own().map(|(_, region)| region.area).collect();
        let fill = coded_fill(
            &self.survey.layout,
            self.survey.fill,
            told.unwrap_or(says_rgb),
        );
        let redaction = jpeg_blocks::redact(stream, &boxes, &fill)?;
        for ((at, _), area) in own().zip(redaction.painted) {
            remember(painted, at, area);
        }
        Ok(redaction.bytes)
    }

    fn is_redacted(&self, frame: u32) -> bool {
        let mut redactions = self.plan.redactions();
        redactions.any(|region| region.frames.includes(frame))
    }

    fn stream(&self, frame: u32) -> Result<Cow<'_, [u8]>, DecodeError> {
        let stream = self.dicom.frame_bytes(frame);
        stream.ok_or(DecodeError::NoSuchFrame { frame })
    }
}

/// What a codestream holds beside the picture, zeros behind it aside.
enum Burden {
    /// Nothing.
    None,
    /// Comments, application data, bytes behind the end; here it is without.
    Metadata(Vec<u8>),
    /// Bytes that go with the picture: it has to be encoded again.
    Within,
}

impl DicomFile {
    /// Whether the codestream of a frame holds more than the picture. Native pixels do not.
    pub(super) fn is_burdened(&self, frame: u32) -> Result<bool, DecodeError> {
        if !self.is_encapsulated() {
            return Ok(false);
        }
        let missing = DecodeError::NoSuchFrame { frame };
        let stream = self.frame_bytes(frame).ok_or(missing)?;
        Ok(!matches!(self.burden(frame, &stream)?, Burden::None))
    }

    fn burden(&self, frame: u32, stream: &[u8]) -> Result<Burden, DecodeError> {
        let (compression, layout) = (self.syntax.compression, &self.image.layout);
        if hides_bytes(compression, stream, layout, self.image.packing.bits) {
            return Ok(Burden::Within);
        }
        let Some(clean) = without_metadata(compression, stream) else {
            return match compression {
                Compression::Encapsulated | Compression::DeflatedFrame | Compression::Rle => {
                    Ok(Burden::None)
                }
                _ => Err(DecodeError::Failed { frame }),
            };
        };
        let padding = stream.strip_prefix(clean.as_ref());
        if padding.is_some_and(|rest| rest.iter().all(|&byte| byte == 0)) {
            Ok(Burden::None)
        } else {
            Ok(Burden::Metadata(clean.into_owned()))
        }
    }
}

/// A codestream rid of comments, application data and bytes behind its end; `None` where it is not whole, and for
/// compressions whose streams have no place for such.
fn without_metadata(compression: Compression, stream: &[u8]) -> Option<Cow<'_, [u8]>> {
    match compression {
        Compression::JpegDct | Compression::JpegLossless => {
            jpeg_segments::without_metadata(stream).map(Cow::Owned)
        }
        Compression::JpegLs => jpeg_ls::without_metadata(stream),
        Compression::Jpeg2000 => jpeg2000::without_metadata(stream),
        Compression::JpegXl => jpeg_xl::without_metadata(stream),
        Compression::Native
        | Compression::Encapsulated
        | Compression::DeflatedFrame
        | Compression::Rle => None,
    }
}

/// One item (PS3.5 7.5.1); of even length (A.4).
fn append_item(file: &mut Vec<u8>, value: &[u8]) {
    let length = u32::try_from(value.len().next_multiple_of(2)).unwrap_or(u32::MAX);
    file.extend_from_slice(&[0xfe, 0xff, 0x00, 0xe0]);
    file.extend_from_slice(&length.to_le_bytes());
    file.extend_from_slice(value);
    if value.len() % 2 == 1 {
        file.push(0);
    }
}

fn append_delimiter(file: &mut Vec<u8>) {
    file.extend_from_slice(&[0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
}
