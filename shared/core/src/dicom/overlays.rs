//! Overlay planes (PS3.3 C.9.2): bitmaps beside the pixels. Cleaning removes them all; what they say is found before.

use deid_model::{Channels, DisplayImage, FrameSize};
use dicom_core::Tag;
use dicom_object::InMemDicomObject;

use super::packing::Packing;
use crate::limits::Limits;

/// One frame of an overlay plane, white on black.
#[derive(Clone, Debug)]
pub struct OverlayPicture {
    /// The plane's group, 0x6000 to 0x601E.
    pub group: u16,
    /// 0-based frame of the plane.
    pub frame: u32,
    /// The bitmap.
    pub picture: DisplayImage,
}

/// The overlay planes that have data of their own; those in unused bits of the pixels are found there. Planes that make no
/// sense are left out: they are removed all the same.
pub fn overlays<'a>(
    header: &'a InMemDicomObject,
    limits: &'a Limits,
) -> impl Iterator<Item = OverlayPicture> + 'a {
    // Only these sixteen groups are planes (PS3.5 7.6).
    let groups = (0x6000_u16..=0x601e).step_by(2);
    groups.flat_map(|group| plane(header, group, limits).unwrap_or_default())
}

fn plane(header: &InMemDicomObject, group: u16, limits: &Limits) -> Option<Vec<OverlayPicture>> {
    let number = |element| -> Option<u32> { header.get(Tag(group, element))?.to_int().ok() };
    let data = header.get(Tag(group, 0x3000))?.to_bytes().ok()?;
    let size = FrameSize::new(number(0x0011)?, number(0x0010)?);
    if size.bounds().is_none() || size.pixels() > limits.frame_pixels {
        return None;
    }
    let packing = Packing {
        bits: true,
        swapped: false,
    };
    let pixels = usize::try_from(size.pixels()).ok()?;
    // No more frames than there are bits.
    let frames = number(0x0015).unwrap_or(1) as usize;
    let frames = frames.clamp(1, (data.len() * 8 / pixels).max(1));
    let picture = |frame: usize| {
        let bits = packing.taken(&data, frame * pixels, pixels);
        let samples = bits.into_iter().map(|bit| bit * u8::MAX).collect();
        DisplayImage::new(size, Channels::Grey, samples).ok()
    };
    let all = (0..frames).filter_map(|frame| {
        Some(OverlayPicture {
            group,
            frame: frame as u32,
            picture: picture(frame)?,
        })
    });
    Some(all.collect())
}

#[cfg(test)]
mod tests {
    use dicom_core::value::PrimitiveValue;
    use dicom_core::{DataElement, VR};

    use super::*;

    #[test]
    fn every_frame_of_a_plane_becomes_a_picture_and_a_claim_of_more_does_not() {
        let mut header = InMemDicomObject::new_empty();
        for (element, number) in [(0x0010, 1_u16), (0x0011, 4)] {
            let value = PrimitiveValue::from(number);
            header.put(DataElement::new(Tag(0x6002, element), VR::US, value));
        }
        header.put(DataElement::new(Tag(0x6002, 0x0015), VR::IS, "9"));
        let data = PrimitiveValue::from(vec![0b0010_1001_u8, 0]);
        header.put(DataElement::new(Tag(0x6002, 0x3000), VR::OB, data));
        let found: Vec<_> = overlays(&header, &Limits::DEFAULT).collect();
        assert_eq!(found.len(), 4);
        assert_eq!((found[0].group, found[1].frame), (0x6002, 1));
        assert_eq!(found[0].picture.samples(), [255, 0, 0, 255]);
        assert_eq!(found[1].picture.samples(), [0, 255, 0, 0]);
    }
}
