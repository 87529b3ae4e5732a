//! From the probability map to boxes: connected components, kept by size and peak, grown.

use deid_model::{Confidence, FrameSize, PixelBox};
use image::{GrayImage, Luma};
use imageproc::region_labelling::{Connectivity, connected_components};

/// A value above this (of 255) belongs to a component: probability 0.4.
const THRESHOLD: u8 = 102;

/// A component's best value (of 255) must reach this: probability 0.5.
const PEAK: u8 = 128;

/// Fewer values than this are speckle.
const FEWEST: u32 = 6;

/// Share of the short side by which a component is grown on each side: the network was trained on
/// boxes shrunk towards the middle of the line, and halves the resolution.
const GROWTH: f64 = 0.18;

/// Least growth, in values of the map.
const LEAST_GROWTH: f64 = 1.2;

/// A place that shows text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// The place, in pixels of the picture.
    pub area: PixelBox,
    /// The best probability inside.
    pub confidence: Confidence,
}

/// The boxes that `map` shows. One value of the map stands for `factor` x `factor` pixels of a
/// picture of `size`.
pub fn components(map: &GrayImage, factor: u32, size: FrameSize) -> Vec<Found> {
    blobs(map)
        .into_iter()
        .filter(|blob| blob.count >= FEWEST && blob.peak >= PEAK)
        .filter_map(|blob| {
            let area = grown(blob.area, factor).clamped(size)?;
            Some(Found {
                area,
                confidence: Confidence::new(f32::from(blob.peak) / 255.0),
            })
        })
        .collect()
}

/// Connected values above [`THRESHOLD`].
#[derive(Clone, Copy)]
struct Blob {
    /// The box around them, in values of the map.
    area: PixelBox,
    count: u32,
    peak: u8,
}

impl Blob {
    fn with(self, other: Self) -> Self {
        Self {
            area: self.area.union(other.area),
            count: self.count + other.count,
            peak: self.peak.max(other.peak),
        }
    }
}

fn blobs(map: &GrayImage) -> Vec<Blob> {
    // Too few values for any component; the labelling below fails on a map of a single one.
    if map.len() < FEWEST as usize {
        return Vec::new();
    }
    let above = GrayImage::from_fn(map.width(), map.height(), |x, y| {
        Luma([u8::from(map.get_pixel(x, y).0[0] > THRESHOLD)])
    });
    let labels = connected_components(&above, Connectivity::Eight, Luma([0]));
    let mut blobs: Vec<Blob> = Vec::new();
    for ((x, y, label), value) in labels.enumerate_pixels().zip(map.iter()) {
        // Labels count from 1 in the order of their first value; 0 is background.
        let Some(index) = label.0[0].checked_sub(1) else {
            continue;
        };
        let Some(area) = PixelBox::new(x, y, x + 1, y + 1) else {
            continue;
        };
        let one = Blob {
            area,
            count: 1,
            peak: *value,
        };
        match blobs.get_mut(index as usize) {
            Some(blob) => *blob = blob.with(one),
            None => blobs.push(one),
        }
    }
    blobs
}

/// `area` of the map, grown, in pixels of the picture, rounded outward.
fn grown(area: PixelBox, factor: u32) -> PixelBox {
    let growth = (f64::from(area.width().min(area.height())) * GROWTH).max(LEAST_GROWTH);
    let margin = (growth * f64::from(factor)).ceil() as u32;
    let [x0, y0, x1, y1] = <[u32; 4]>::from(area).map(|edge| edge * factor);
    let near = |edge: u32| edge.saturating_sub(margin);
    PixelBox::new(near(x0), near(y0), x1 + margin, y1 + margin).unwrap_or(area)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: FrameSize = FrameSize::new(200, 100);

    fn map(blobs: &[(PixelBox, u8)]) -> GrayImage {
        GrayImage::from_fn(100, 50, |x, y| {
            let value = blobs
                .iter()
                .filter(|(area, _)| area.contains(x, y))
                .map(|(_, value)| *value)
                .max();
            Luma([value.unwrap_or(0)])
        })
    }

    #[test]
    fn a_component_becomes_a_box_grown_by_a_share_of_its_short_side() {
        let blob = PixelBox::new(10, 20, 40, 30).unwrap();
        let found = components(&map(&[(blob, 200)]), 2, SIZE);
        // 18 % of 10 values, twice as many pixels: 3.6, rounded outward.
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].area, PixelBox::new(16, 36, 84, 64).unwrap());
    }

    #[test]
    fn small_and_weak_components_are_dropped() {
        let speckle = PixelBox::new(5, 5, 10, 6).unwrap();
        let weak = PixelBox::new(50, 5, 70, 15).unwrap();
        assert!(components(&map(&[(speckle, 255), (weak, 127)]), 2, SIZE).is_empty());
    }

    #[test]
    fn weak_values_join_a_strong_one_even_at_a_corner() {
        let weak = PixelBox::new(10, 10, 20, 20).unwrap();
        let strong = PixelBox::new(20, 20, 21, 21).unwrap();
        let found = components(&map(&[(weak, 103), (strong, 200)]), 2, SIZE);
        assert_eq!(found.len(), 1);
        assert!(found[0].area.covers(PixelBox::new(20, 20, 42, 42).unwrap()));
    }

    #[test]
    fn a_map_of_a_single_value_has_no_boxes() {
        let map = GrayImage::from_pixel(1, 1, Luma([255]));
        assert!(components(&map, 2, FrameSize::new(2, 2)).is_empty());
    }

    #[test]
    fn boxes_end_at_the_picture() {
        let blob = PixelBox::new(90, 45, 100, 50).unwrap();
        let found = components(&map(&[(blob, 255)]), 2, FrameSize::new(199, 99));
        assert_eq!((found[0].area.x1(), found[0].area.y1()), (199, 99));
    }
}
