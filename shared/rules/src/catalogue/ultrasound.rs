//! What lies outside of the regions that an ultrasound header names (_Sequence of Ultrasound Regions_, PS3.3 C.8.5.5):
//! the banner with the patient's name, as a rule. Text inside is searched for all the same: measurements stand there, and
//! regions are known to cut through a line of text.

use deid_model::{FrameSize, PixelBox, UltrasoundRegion};

use super::area::without;

/// Most regions that are believed: pictures have one to four.
const MOST_REGIONS: usize = 64;

/// Shares of the picture that regions may cover together; beyond it they describe another picture or nothing.
const BELIEVED_SHARE: std::ops::RangeInclusive<f64> = 0.05..=0.95;

/// Why regions are not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionsProblem {
    /// The header names none.
    #[error("the header names no ultrasound region")]
    None,
    /// More than 64.
    #[error("the header names more than {MOST_REGIONS} ultrasound regions")]
    TooMany,
    /// One ends before it begins.
    #[error("an ultrasound region is empty")]
    Empty,
    /// One reaches outside: the picture was scaled or cut after they were written.
    #[error("an ultrasound region reaches outside of the picture")]
    Outside,
    /// Together less than 5 % or more than 95 % of the picture.
    #[error("the ultrasound regions cover less than 5 % or more than 95 % of the picture")]
    Share,
}

/// The pixels of `regions` in a picture of `size`, if they can be believed.
pub(super) fn believed(
    regions: &[UltrasoundRegion],
    size: FrameSize,
) -> Result<Vec<PixelBox>, RegionsProblem> {
    if regions.is_empty() {
        return Err(RegionsProblem::None);
    }
    if regions.len() > MOST_REGIONS {
        return Err(RegionsProblem::TooMany);
    }
    let area_of = |region: &UltrasoundRegion| {
        let area = region.area().ok_or(RegionsProblem::Empty)?;
        let is_inside = area.clamped(size) == Some(area);
        is_inside.then_some(area).ok_or(RegionsProblem::Outside)
    };
    regions.iter().map(area_of).collect()
}

/// The areas outside of all `regions` in a picture of `size`; they do not overlap.
///
/// # Errors
/// [`RegionsProblem`] where the regions cannot be believed; nothing is known then of what lies outside.
pub fn outside_regions(
    regions: &[UltrasoundRegion],
    size: FrameSize,
) -> Result<Vec<PixelBox>, RegionsProblem> {
    let regions = believed(regions, size)?;
    let mut outside = Vec::from_iter(size.bounds());
    for region in regions {
        outside = without(&outside, region);
    }
    let left: u64 = outside.iter().map(|area| area.area()).sum();
    let share = 1.0 - left as f64 / size.pixels() as f64;
    if BELIEVED_SHARE.contains(&share) {
        Ok(outside)
    } else {
        Err(RegionsProblem::Share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region([x0, y0, x1, y1]: [u32; 4]) -> UltrasoundRegion {
        UltrasoundRegion { x0, y0, x1, y1 }
    }

    fn outside(
        regions: &[[u32; 4]],
        columns: u32,
        rows: u32,
    ) -> Result<Vec<PixelBox>, RegionsProblem> {
        let regions: Vec<_> = regions.iter().copied().map(region).collect();
        outside_regions(&regions, FrameSize::new(columns, rows))
    }

    #[test]
    fn the_banner_lies_outside_and_no_pixel_of_a_region_does() {
        let regions = [[120, 60, 799, 518], [176, 522, 743, 576]];
        let outside = outside(&regions, 800, 600).unwrap();
        let is_outside = |x, y| outside.iter().filter(|area| area.contains(x, y)).count();
        for (x, y, expected) in [
            (400, 59, 1),
            (400, 60, 0),
            (799, 518, 0),
            (799, 519, 1),
            (119, 60, 1),
            (176, 576, 0),
            (175, 576, 1),
            (400, 577, 1),
        ] {
            assert_eq!(is_outside(x, y), expected, "{x} {y}");
        }
    }

    #[test]
    fn regions_that_overlap_are_one() {
        let apart: u64 = outside(&[[0, 50, 99, 99]], 100, 100)
            .unwrap()
            .iter()
            .map(|area| area.area())
            .sum();
        assert_eq!(apart, 5000);
        let overlapping = outside(&[[0, 50, 60, 99], [30, 50, 99, 99]], 100, 100).unwrap();
        assert_eq!(
            overlapping.iter().map(|area| area.area()).sum::<u64>(),
            5000
        );
    }

    #[test]
    fn regions_that_cannot_be_of_this_picture_are_not_believed() {
        let many = vec![[0, 0, 50, 50]; 65];
        let cases: [(&[[u32; 4]], RegionsProblem); 7] = [
            (&[], RegionsProblem::None),
            (&many, RegionsProblem::TooMany),
            (&[[84, 31, 595, 414]], RegionsProblem::Outside),
            (&[[10, 10, 9, 200]], RegionsProblem::Empty),
            (&[[0, 0, u32::MAX, 9]], RegionsProblem::Empty),
            (&[[0, 0, 9, 9]], RegionsProblem::Share),
            (&[[0, 0, 319, 239]], RegionsProblem::Share),
        ];
        for (regions, problem) in cases {
            assert_eq!(outside(regions, 320, 240), Err(problem));
        }
        assert!(outside(&[[0, 0, 0, 0]], 0, 0).is_err());
    }
}
