//! Overlay planes (PS3.3 C.9.2): bitmaps beside the pixels. Cleaning removes them all, unless clean graphics are asked for;
//! what they say is found before.

use deid_model::{Channels, DisplayImage, FrameSize, PixelBox};
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

/// An overlay plane that has data of its own.
pub struct OverlayPlane {
    /// Its group.
    pub group: u16,
    /// Columns and rows of the bitmap.
    pub size: FrameSize,
    /// Number of frames, at least 1; as many as there are bits for at most.
    pub frames: u32,
    /// One bit a pixel, the first in the lowest bit of a byte, frames without a gap.
    data: Vec<u8>,
}

const PACKING: Packing = Packing {
    bits: true,
    swapped: false,
};

/// The overlay planes that have data of their own; those in unused bits of the pixels are found there. Planes that make no
/// sense are left out: they are removed all the same.
pub fn overlay_planes<'a>(
    header: &'a InMemDicomObject,
    limits: &'a Limits,
) -> impl Iterator<Item = OverlayPlane> + 'a {
    // Only these sixteen groups are planes (PS3.5 7.6).
    let groups = (0x6000_u16..=0x601e).step_by(2);
    groups.filter_map(|group| OverlayPlane::of(header, group, limits))
}

/// All frames of all overlay planes.
pub fn overlays<'a>(
    header: &'a InMemDicomObject,
    limits: &'a Limits,
) -> impl Iterator<Item = OverlayPicture> + 'a {
    overlay_planes(header, limits).flat_map(|plane| {
        let frames = 0..plane.frames;
        frames.filter_map(move |frame| plane.picture(frame))
    })
}

impl OverlayPlane {
    fn of(header: &InMemDicomObject, group: u16, limits: &Limits) -> Option<Self> {
        let number = |element| -> Option<u32> { header.get(Tag(group, element))?.to_int().ok() };
        let data = header
            .get(Tag(group, 0x3000))?
            .to_bytes()
            .ok()?
            .into_owned();
        let side = |element| header.get(Tag(group, element))?.to_int::<u16>().ok();
        let size = FrameSize::new(side(0x0011)?.into(), side(0x0010)?.into());
        if size.bounds().is_none() || size.pixels() > limits.frame_pixels {
            return None;
        }
        let most = (data.len() as u64 * 8 / size.pixels()).max(1);
        let frames = u64::from(number(0x0015).unwrap_or(1)).clamp(1, most);
        Some(Self {
            group,
            size,
            frames: u32::try_from(frames).ok()?,
            data,
        })
    }

    /// The bitmap of one frame.
    #[must_use]
    pub fn picture(&self, frame: u32) -> Option<OverlayPicture> {
        let pixels = usize::try_from(self.size.pixels()).ok()?;
        let bits = PACKING.taken(&self.data, frame as usize * pixels, pixels);
        let samples = bits.into_iter().map(|bit| bit * u8::MAX).collect();
        Some(OverlayPicture {
            group: self.group,
            frame,
            picture: DisplayImage::new(self.size, Channels::Grey, samples).ok()?,
        })
    }

    /// Clears the bits of one frame inside `area`.
    pub fn clear(&mut self, frame: u32, area: PixelBox) {
        let columns = self.size.columns as usize;
        let start = frame as usize * self.size.rows as usize * columns;
        for y in area.y0()..area.y1() {
            let first = start + y as usize * columns + area.x0() as usize;
            let blank = vec![0; area.width() as usize];
            PACKING.put(&mut self.data, first, &blank);
        }
    }

    /// _Overlay Data_ in 16-bit words, without the bits behind the last frame.
    #[must_use]
    pub fn into_words(self) -> Vec<u16> {
        let bits = self.size.pixels() * u64::from(self.frames);
        let used = usize::try_from(bits).unwrap_or(usize::MAX);
        let mut bytes = self.data;
        bytes.resize(used.div_ceil(8), 0);
        let blank = vec![0; bytes.len() * 8 - used];
        PACKING.put(&mut bytes, used, &blank);
        let word = |pair: &[u8]| {
            pair.iter()
                .rev()
                .fold(0, |word, &byte| word << 8 | u16::from(byte))
        };
        bytes.chunks(2).map(word).collect()
    }
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

    #[test]
    fn cleared_places_of_a_frame_hold_no_bit_and_others_stay() {
        let mut plane = OverlayPlane {
            group: 0x6000,
            size: FrameSize::new(3, 2),
            frames: 2,
            data: vec![0xff, 0xff, 0xff],
        };
        plane.clear(1, PixelBox::new(1, 0, 3, 2).unwrap());
        let samples = |frame| plane.picture(frame).unwrap().picture.samples().to_vec();
        assert_eq!(samples(0), [255; 6]);
        assert_eq!(samples(1), [255, 0, 0, 255, 0, 0]);
        // Twelve bits are used, and no other is set.
        assert_eq!(plane.into_words(), [0b0000_0010_0111_1111]);
    }
}
