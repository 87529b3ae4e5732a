//! What the header segments of a JPEG stream tell (ITU-T T.81 B.2.2), read before any decoder sees the stream.

use deid_model::FrameSize;

use super::jpeg_segments::jpeg_segments;
use super::{CodecError, SampleFormat};

/// How the samples are coded. Hierarchical and arithmetic processes are not handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JpegProcess {
    /// Baseline (SOF0) or extended (SOF1): blocks of the discrete cosine transform, in one go.
    Sequential,
    /// The same blocks, refined scan by scan (SOF2).
    Progressive,
    /// Differences to neighboring samples (SOF3).
    Lossless,
}

/// One component of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JpegComponent {
    /// Its identifier.
    pub id: u8,
    /// Blocks of it in a unit, across and down: 1 to 4.
    pub sampling: (u8, u8),
}

/// The frame header, and what tells the colors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JpegHeader {
    /// How the samples are coded.
    pub process: JpegProcess,
    /// Columns and rows.
    pub size: FrameSize,
    /// Bits of a sample.
    pub precision: u8,
    /// One or three.
    pub components: Vec<JpegComponent>,
    /// Number of scans.
    pub scans: usize,
    has_jfif: bool,
    /// The byte of an Adobe segment that tells the color transform.
    adobe_transform: Option<u8>,
}

/// More scans than any progression that makes sense: each one costs a pass over the picture.
const MOST_SCANS: usize = 256;

impl JpegHeader {
    /// Reads the header.
    ///
    /// # Errors
    /// `Broken` without exactly one frame header or without a scan; `Unsupported` for streams with arithmetic coding,
    /// hierarchies, a number of lines told later (DNL), or neither one nor three components.
    pub fn parse(bytes: &[u8]) -> Result<Self, CodecError> {
        let (mut has_jfif, mut adobe_transform) = (false, None);
        let (mut frame, mut scans) = (None, 0);
        for segment in jpeg_segments(bytes) {
            let payload = bytes.get(segment.payload).ok_or(CodecError::Broken)?;
            match segment.marker {
                0xc0 | 0xc1 if frame.is_none() => frame = Some((JpegProcess::Sequential, payload)),
                0xc2 if frame.is_none() => frame = Some((JpegProcess::Progressive, payload)),
                0xc3 if frame.is_none() => frame = Some((JpegProcess::Lossless, payload)),
                0xc0..=0xc3 => return Err(CodecError::Broken),
                0xc5..=0xc7 | 0xc9..=0xcf | 0xdc | 0xde | 0xdf => {
                    return Err(CodecError::Unsupported);
                }
                0xda => scans += 1,
                0xe0 => has_jfif |= payload.starts_with(b"JFIF\0"),
                0xee if payload.starts_with(b"Adobe") => adobe_transform = payload.get(11).copied(),
                _ => {}
            }
        }
        let (process, payload) = frame.ok_or(CodecError::Broken)?;
        match scans {
            0 => return Err(CodecError::Broken),
            1..=MOST_SCANS => {}
            _ => return Err(CodecError::Unsupported),
        }
        let [
            precision,
            y_high,
            y_low,
            x_high,
            x_low,
            count,
            components @ ..,
        ] = payload
        else {
            return Err(CodecError::Broken);
        };
        let size = FrameSize::new(
            u16::from_be_bytes([*x_high, *x_low]).into(),
            u16::from_be_bytes([*y_high, *y_low]).into(),
        );
        Ok(Self {
            process,
            size,
            precision: *precision,
            components: frame_components(*count, components)?,
            scans,
            has_jfif,
            adobe_transform,
        })
        .and_then(Self::checked)
    }

    fn checked(self) -> Result<Self, CodecError> {
        let known = match self.process {
            JpegProcess::Sequential | JpegProcess::Progressive => {
                matches!(self.precision, 8 | 12)
            }
            JpegProcess::Lossless => {
                let plain = |component: &JpegComponent| component.sampling == (1, 1);
                let single = self.components.len() == 1;
                (2..=16).contains(&self.precision) && (single || self.components.iter().all(plain))
            }
        };
        match (self.size.pixels(), known) {
            (_, false) => Err(CodecError::Unsupported),
            // Rows 0: told behind the first scan.
            (0, true) => Err(CodecError::Unsupported),
            (_, true) => Ok(self),
        }
    }

    /// Whether size, depth and components are those that the header of the file tells.
    ///
    /// # Errors
    /// `Mismatch` if not.
    pub fn check(&self, format: &SampleFormat) -> Result<(), CodecError> {
        let fits = self.size == format.size
            && self.components.len() == usize::from(format.channels)
            && matches!(format.allocated, 8 | 16)
            && self.precision <= format.allocated;
        if fits {
            Ok(())
        } else {
            Err(CodecError::Mismatch)
        }
    }

    /// Whether three components are red, green and blue as they are coded; `None` where nothing in the stream tells.
    /// The rules are those that all decoders took from the first one, JFIF before Adobe before identifiers.
    #[must_use]
    pub fn codes_rgb(&self) -> Option<bool> {
        let ids: Vec<u8> = self
            .components
            .iter()
            .map(|component| component.id)
            .collect();
        match (self.has_jfif, self.adobe_transform, ids.as_slice()) {
            (true, _, _) | (false, Some(1), _) => Some(false),
            (false, Some(0), _) | (false, _, b"RGB") => Some(true),
            (false, _, _) => None,
        }
    }
}

fn frame_components(count: u8, bytes: &[u8]) -> Result<Vec<JpegComponent>, CodecError> {
    if !matches!(count, 1 | 3) {
        return Err(CodecError::Unsupported);
    }
    if bytes.len() != usize::from(count) * 3 {
        return Err(CodecError::Broken);
    }
    let component = |triple: &[u8]| match triple {
        &[id, sampling, _] => {
            let sampling = (sampling >> 4, sampling & 15);
            let fits = (1..=4).contains(&sampling.0) && (1..=4).contains(&sampling.1);
            fits.then_some(JpegComponent { id, sampling })
        }
        _ => None,
    };
    let components: Option<Vec<_>> = bytes.chunks_exact(3).map(component).collect();
    components.ok_or(CodecError::Broken)
}
