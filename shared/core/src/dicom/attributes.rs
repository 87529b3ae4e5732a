//! The attributes that say what the pixels mean (PS3.3 C.7.6.3), read strictly.

use deid_model::{FrameSize, Reason, ReasonCode};
use dicom_core::Tag;
use dicom_dictionary_std::tags;
use dicom_object::InMemDicomObject;

use super::packing::Packing;
use crate::limits::Limits;
use crate::pixel::{ColorModel, Number, PixelLayout};
use crate::structure::PixelKind;

/// Why the pixels cannot be understood from the header. Names the attribute, never its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttributeError {
    /// Missing, unreadable, or contradicting another one.
    #[error("attribute {0} is missing or inconsistent")]
    Inconsistent(Tag),
    /// Colors of a kind that is not handled.
    #[error("the photometric interpretation is not supported")]
    PhotometricInterpretation,
    /// Samples of a depth that is not handled.
    #[error("the bit depth is not supported")]
    BitDepth,
    /// Samples arranged in a way that is not handled.
    #[error("the pixel layout is not supported")]
    Layout,
    /// Too many pixels or frames.
    #[error("more pixels or frames than the limit")]
    Limit,
}

impl From<AttributeError> for Reason {
    fn from(error: AttributeError) -> Self {
        match error {
            AttributeError::Inconsistent(Tag(group, element)) => {
                Self::from(ReasonCode::InconsistentAttributes).with_tag(group, element)
            }
            AttributeError::PhotometricInterpretation => {
                Self::from(ReasonCode::UnsupportedPhotometricInterpretation)
                    .with_tag(0x0028, 0x0004)
            }
            AttributeError::BitDepth => {
                Self::from(ReasonCode::UnsupportedBitDepth).with_tag(0x0028, 0x0100)
            }
            AttributeError::Layout => ReasonCode::UnsupportedPixelLayout.into(),
            AttributeError::Limit => ReasonCode::LimitExceeded.into(),
        }
    }
}

/// Number of frames and the layout of each, as the header tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageAttributes {
    /// _Number of Frames_, at least 1.
    pub frames: u32,
    /// How the samples of a frame are arranged when not compressed, once 1-bit ones have a byte each.
    pub layout: PixelLayout,
    /// How native bytes hold the samples.
    pub packing: Packing,
}

impl ImageAttributes {
    /// Bytes of `frames` native frames in a row.
    #[must_use]
    pub const fn native_bytes(&self, frames: u64) -> u64 {
        if self.packing.bits {
            (self.layout.frame_bytes() * frames).div_ceil(8)
        } else {
            self.layout.frame_bytes() * frames
        }
    }
}

/// Reads the attributes of the Image Pixel module.
///
/// # Errors
/// Any [`AttributeError`].
pub fn image_attributes(
    header: &InMemDicomObject,
    kind: PixelKind,
    big_endian: bool,
    limits: &Limits,
) -> Result<ImageAttributes, AttributeError> {
    let size = FrameSize::new(
        required(header, tags::COLUMNS)?.into(),
        required(header, tags::ROWS)?.into(),
    );
    let frames = number_of_frames(header)?;
    if size.bounds().is_none() {
        return Err(AttributeError::Inconsistent(tags::ROWS));
    }
    if size.pixels() > limits.frame_pixels || frames > limits.frames {
        return Err(AttributeError::Limit);
    }
    let channels = required(header, tags::SAMPLES_PER_PIXEL)?;
    let color = color_model(header)?;
    if usize::from(channels) != color.channels() {
        return Err(AttributeError::Inconsistent(tags::SAMPLES_PER_PIXEL));
    }
    let Depth {
        allocated,
        stored,
        high_bit,
        number,
    } = depth(header, kind)?;
    let is_color = color.channels() == 3;
    let unusual =
        number != Number::Unsigned || allocated == 1 || color.is_packed() && allocated != 8;
    if is_color && unusual || number == Number::Float && !color.is_grey() {
        return Err(AttributeError::Layout);
    }
    let planar = is_color && optional(header, tags::PLANAR_CONFIGURATION)?.unwrap_or(0) == 1;
    let layout = PixelLayout {
        size,
        color,
        channels: channels as u8,
        planar,
        bytes: allocated.div_ceil(8) as u8,
        big_endian: big_endian && allocated > 8,
        bits_stored: stored as u8,
        high_bit: high_bit as u8,
        number,
    };
    Ok(ImageAttributes {
        frames,
        layout,
        packing: Packing {
            bits: allocated == 1,
            swapped: false,
        },
    })
}

/// The bits of a sample, as the header tells.
struct Depth {
    allocated: u16,
    stored: u16,
    high_bit: u16,
    number: Number,
}

fn depth(header: &InMemDicomObject, kind: PixelKind) -> Result<Depth, AttributeError> {
    let allocated = required(header, tags::BITS_ALLOCATED)?;
    let fits = match kind {
        PixelKind::Integer => matches!(allocated, 1 | 8 | 16 | 32),
        PixelKind::Float => allocated == 32,
        PixelKind::Double => allocated == 64,
    };
    if !fits {
        return Err(AttributeError::BitDepth);
    }
    if kind != PixelKind::Integer {
        return Ok(Depth {
            allocated,
            stored: allocated,
            high_bit: allocated - 1,
            number: Number::Float,
        });
    }
    let stored = required(header, tags::BITS_STORED)?;
    let high_bit = optional(header, tags::HIGH_BIT)?.unwrap_or(stored.saturating_sub(1));
    if stored == 0 || stored > allocated || high_bit >= allocated || high_bit + 1 < stored {
        return Err(AttributeError::Inconsistent(tags::BITS_STORED));
    }
    let number = match optional(header, tags::PIXEL_REPRESENTATION)? {
        Some(1) if allocated > 1 => Number::Signed,
        _ => Number::Unsigned,
    };
    Ok(Depth {
        allocated,
        stored,
        high_bit,
        number,
    })
}

fn color_model(header: &InMemDicomObject) -> Result<ColorModel, AttributeError> {
    let element = header.get(tags::PHOTOMETRIC_INTERPRETATION);
    let missing = AttributeError::Inconsistent(tags::PHOTOMETRIC_INTERPRETATION);
    let text = element
        .ok_or(missing.clone())?
        .to_str()
        .map_err(|_| missing)?;
    match text.trim_matches([' ', '\0']) {
        "MONOCHROME1" => Ok(ColorModel::Monochrome1),
        "MONOCHROME2" => Ok(ColorModel::Monochrome2),
        "PALETTE COLOR" => Ok(ColorModel::Palette),
        "RGB" => Ok(ColorModel::Rgb),
        "YBR_FULL" => Ok(ColorModel::YbrFull),
        "YBR_FULL_422" => Ok(ColorModel::YbrFull422),
        "YBR_PARTIAL_422" => Ok(ColorModel::YbrPartial422),
        "YBR_RCT" => Ok(ColorModel::YbrRct),
        "YBR_ICT" => Ok(ColorModel::YbrIct),
        "XYB" => Ok(ColorModel::Xyb),
        _ => Err(AttributeError::PhotometricInterpretation),
    }
}

fn number_of_frames(header: &InMemDicomObject) -> Result<u32, AttributeError> {
    let Some(element) = header.get(tags::NUMBER_OF_FRAMES) else {
        return Ok(1);
    };
    let text = element
        .to_str()
        .map_err(|_| AttributeError::Inconsistent(tags::NUMBER_OF_FRAMES))?;
    match text.trim_matches([' ', '\0']) {
        "" => Ok(1),
        digits => match digits.parse() {
            Ok(0) | Err(_) => Err(AttributeError::Inconsistent(tags::NUMBER_OF_FRAMES)),
            Ok(frames) => Ok(frames),
        },
    }
}

fn required(header: &InMemDicomObject, tag: Tag) -> Result<u16, AttributeError> {
    optional(header, tag)?.ok_or(AttributeError::Inconsistent(tag))
}

fn optional(header: &InMemDicomObject, tag: Tag) -> Result<Option<u16>, AttributeError> {
    match header.get(tag) {
        None => Ok(None),
        Some(element)
            if element
                .value()
                .primitive()
                .is_none_or(|value| value.multiplicity() == 0) =>
        {
            Ok(None)
        }
        Some(element) => element
            .to_int()
            .map(Some)
            .map_err(|_| AttributeError::Inconsistent(tag)),
    }
}
