//! Areas of a picture, as signatures name them.

use deid_model::{FrameSize, PixelBox};

/// An area that a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The whole picture.
    Whole,
    /// A rectangle: columns `x0..x1`, rows `y0..y1`.
    Rectangle(PixelBox),
    /// Its first rows.
    Top(u32),
    /// Its last rows.
    Bottom(u32),
    /// The ultrasound regions that the header names.
    UltrasoundRegions,
}

impl Area {
    /// Where it lies in a picture of `size`; an area made for a picture of `made_for` is scaled, outward.
    /// [`Area::UltrasoundRegions`] has no place of its own.
    pub(super) fn placed(self, size: FrameSize, made_for: FrameSize) -> Option<PixelBox> {
        let bounds = size.bounds()?;
        let rows = |rows: u32| scaled(rows, size.rows, made_for.rows, Edge::Far);
        match self {
            Self::Whole => Some(bounds),
            Self::Rectangle(area) => PixelBox::new(
                scaled(area.x0(), size.columns, made_for.columns, Edge::Near),
                scaled(area.y0(), size.rows, made_for.rows, Edge::Near),
                scaled(area.x1(), size.columns, made_for.columns, Edge::Far),
                scaled(area.y1(), size.rows, made_for.rows, Edge::Far),
            )?
            .clamped(size),
            Self::Top(height) => PixelBox::new(0, 0, size.columns, rows(height))?.clamped(size),
            Self::Bottom(height) => {
                let first = size.rows.saturating_sub(rows(height));
                PixelBox::new(0, first, size.columns, size.rows)
            }
            Self::UltrasoundRegions => None,
        }
    }
}

#[derive(Clone, Copy)]
enum Edge {
    Near,
    Far,
}

/// `place` of a side of `from` pixels on one of `to` pixels: near edges rounded down, far edges up.
fn scaled(place: u32, to: u32, from: u32, edge: Edge) -> u32 {
    let (product, from) = (u64::from(place) * u64::from(to), u64::from(from.max(1)));
    let scaled = match edge {
        Edge::Near => product / from,
        Edge::Far => product.div_ceil(from),
    };
    u32::try_from(scaled).unwrap_or(u32::MAX)
}

/// What is left of `areas` without `hole`. Areas that do not overlap leave areas that do not.
pub(super) fn without(areas: &[PixelBox], hole: PixelBox) -> Vec<PixelBox> {
    areas
        .iter()
        .flat_map(|area| match area.intersection(hole) {
            None => [Some(*area), None, None, None],
            Some(shared) => [
                PixelBox::new(area.x0(), area.y0(), area.x1(), shared.y0()),
                PixelBox::new(area.x0(), shared.y0(), shared.x0(), shared.y1()),
                PixelBox::new(shared.x1(), shared.y0(), area.x1(), shared.y1()),
                PixelBox::new(area.x0(), shared.y1(), area.x1(), area.y1()),
            ],
        })
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: FrameSize = FrameSize::new(512, 384);

    #[test]
    fn areas_are_scaled_outward_and_clamped() {
        let made_for = FrameSize::new(1024, 768);
        let place = |area: Area| area.placed(SIZE, made_for).map(<[u32; 4]>::from);
        let rectangle = Area::Rectangle(PixelBox::new(11, 21, 1501, 51).unwrap());
        assert_eq!(place(rectangle), Some([5, 10, 512, 26]));
        assert_eq!(place(Area::Top(61)), Some([0, 0, 512, 31]));
        assert_eq!(place(Area::Bottom(61)), Some([0, 353, 512, 384]));
        assert_eq!(place(Area::Bottom(9999)), Some([0, 0, 512, 384]));
        let outside = Area::Rectangle(PixelBox::new(1100, 0, 1200, 9).unwrap());
        assert_eq!(place(outside), None);
    }

    #[test]
    fn a_hole_leaves_the_four_sides_around_it() {
        let bounds = SIZE.bounds().unwrap();
        let hole = PixelBox::new(100, 50, 300, 250).unwrap();
        let left = without(&[bounds], hole);
        let pixels: u64 = left.iter().map(|area| area.area()).sum();
        assert_eq!(left.len(), 4);
        assert_eq!(pixels, bounds.area() - hole.area());
        assert!(left.iter().all(|area| area.intersection(hole).is_none()));
        assert_eq!(without(&left, bounds), []);
    }
}
