//! Places in a frame: sizes and boxes, in stored pixels or as fractions.
//!
//! x is the column, y the row; boxes are half open, so `x1` and `y1` are the first column and row
//! outside. A conversion never shrinks a box: the near edge is floored, the far edge is ceiled.

use serde::{Deserialize, Serialize};

/// Columns and rows of a frame, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FrameSize {
    /// Number of columns (the DICOM attribute _Columns_, an image's width).
    pub columns: u32,
    /// Number of rows (the DICOM attribute _Rows_, an image's height).
    pub rows: u32,
}

impl FrameSize {
    /// A frame of `columns` by `rows` pixels.
    #[must_use]
    pub const fn new(columns: u32, rows: u32) -> Self {
        Self { columns, rows }
    }

    /// Number of pixels; cannot overflow.
    #[must_use]
    pub const fn pixels(self) -> u64 {
        self.columns as u64 * self.rows as u64
    }

    /// The box that covers the frame; `None` for a frame without pixels.
    #[must_use]
    pub fn bounds(self) -> Option<PixelBox> {
        PixelBox::new(0, 0, self.columns, self.rows)
    }
}

/// A half-open, never empty box of whole pixels: columns `x0..x1`, rows `y0..y1`.
///
/// Travels as `[x0, y0, x1, y1]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "[u32; 4]", into = "[u32; 4]")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "[u32; 4]"))]
pub struct PixelBox {
    y0: u32,
    x0: u32,
    y1: u32,
    x1: u32,
}

/// The four numbers given do not span a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a box needs x0 < x1 and y0 < y1")]
pub struct EmptyBox;

impl TryFrom<[u32; 4]> for PixelBox {
    type Error = EmptyBox;

    fn try_from([x0, y0, x1, y1]: [u32; 4]) -> Result<Self, EmptyBox> {
        Self::new(x0, y0, x1, y1).ok_or(EmptyBox)
    }
}

impl From<PixelBox> for [u32; 4] {
    fn from(area: PixelBox) -> Self {
        [area.x0, area.y0, area.x1, area.y1]
    }
}

impl PixelBox {
    /// The box of columns `x0..x1` and rows `y0..y1`; `None` where that is empty.
    #[must_use]
    pub const fn new(x0: u32, y0: u32, x1: u32, y1: u32) -> Option<Self> {
        if x0 < x1 && y0 < y1 {
            Some(Self { y0, x0, y1, x1 })
        } else {
            None
        }
    }

    /// First column.
    #[must_use]
    pub const fn x0(self) -> u32 {
        self.x0
    }

    /// First row.
    #[must_use]
    pub const fn y0(self) -> u32 {
        self.y0
    }

    /// First column to the right of the box.
    #[must_use]
    pub const fn x1(self) -> u32 {
        self.x1
    }

    /// First row below the box.
    #[must_use]
    pub const fn y1(self) -> u32 {
        self.y1
    }

    /// Number of columns, at least 1.
    #[must_use]
    pub const fn width(self) -> u32 {
        self.x1 - self.x0
    }

    /// Number of rows, at least 1.
    #[must_use]
    pub const fn height(self) -> u32 {
        self.y1 - self.y0
    }

    /// Number of pixels; cannot overflow.
    #[must_use]
    pub const fn area(self) -> u64 {
        self.width() as u64 * self.height() as u64
    }

    /// Whether the pixel at column `x`, row `y` lies inside.
    #[must_use]
    pub const fn contains(self, x: u32, y: u32) -> bool {
        self.x0 <= x && x < self.x1 && self.y0 <= y && y < self.y1
    }

    /// Whether every pixel of `other` lies inside.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.x0 <= other.x0 && other.x1 <= self.x1 && self.y0 <= other.y0 && other.y1 <= self.y1
    }

    /// The pixels that both boxes hold.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::new(
            self.x0.max(other.x0),
            self.y0.max(other.y0),
            self.x1.min(other.x1),
            self.y1.min(other.y1),
        )
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// Shared pixels over joined pixels, 0..=1.
    #[must_use]
    pub fn overlap(self, other: Self) -> f64 {
        let shared = self.intersection(other).map_or(0, Self::area);
        shared as f64 / (self.area() + other.area() - shared) as f64
    }

    /// The part inside a frame of `size`.
    #[must_use]
    pub fn clamped(self, size: FrameSize) -> Option<Self> {
        self.intersection(size.bounds()?)
    }

    /// Grown by `margin` pixels on each side, then clamped to `size`.
    #[must_use]
    pub fn grown(self, margin: u32, size: FrameSize) -> Option<Self> {
        Self {
            x0: self.x0.saturating_sub(margin),
            y0: self.y0.saturating_sub(margin),
            x1: self.x1.saturating_add(margin),
            y1: self.y1.saturating_add(margin),
        }
        .clamped(size)
    }

    /// Moved right by `dx` and down by `dy` pixels.
    #[must_use]
    pub fn shifted(self, dx: u32, dy: u32) -> Self {
        Self {
            x0: self.x0 + dx,
            y0: self.y0 + dy,
            x1: self.x1 + dx,
            y1: self.y1 + dy,
        }
    }

    /// Scaled by `factor` (> 0), rounded outward.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let (x0, y0) = (
            floor(f64::from(self.x0) * factor),
            floor(f64::from(self.y0) * factor),
        );
        Self {
            x0,
            y0,
            x1: ceil(f64::from(self.x1) * factor).max(x0 + 1),
            y1: ceil(f64::from(self.y1) * factor).max(y0 + 1),
        }
    }
}

/// A box as fractions of width and height, each edge within 0..=1.
///
/// Services report boxes slightly outside the image; the constructor clamps them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NormalizedBox {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl NormalizedBox {
    /// The box between two edges each, clamped to 0..=1; `None` where nothing is left or an edge is not a number.
    #[must_use]
    pub fn new(left: f64, top: f64, right: f64, bottom: f64) -> Option<Self> {
        let clamp = |edge: f64| edge.clamp(0.0, 1.0);
        let clamped = Self {
            left: clamp(left),
            top: clamp(top),
            right: clamp(right),
            bottom: clamp(bottom),
        };
        (clamped.left < clamped.right && clamped.top < clamped.bottom).then_some(clamped)
    }

    /// `area` as fractions of a frame of `size`.
    #[must_use]
    pub fn from_pixel(area: PixelBox, size: FrameSize) -> Option<Self> {
        let (columns, rows) = (f64::from(size.columns), f64::from(size.rows));
        Self::new(
            f64::from(area.x0) / columns,
            f64::from(area.y0) / rows,
            f64::from(area.x1) / columns,
            f64::from(area.y1) / rows,
        )
    }

    /// The pixels of a frame of `size` that this box touches, rounded outward.
    #[must_use]
    pub fn to_pixel(self, size: FrameSize) -> Option<PixelBox> {
        let (columns, rows) = (f64::from(size.columns), f64::from(size.rows));
        PixelBox::new(
            floor(self.left * columns),
            floor(self.top * rows),
            ceil(self.right * columns),
            ceil(self.bottom * rows),
        )?
        .clamped(size)
    }
}

/// Far-edge rounding noise below this many pixels is not a touched pixel.
const ROUNDING_NOISE: f64 = 1e-6;

fn floor(value: f64) -> u32 {
    (value + ROUNDING_NOISE).floor() as u32
}

fn ceil(value: f64) -> u32 {
    (value - ROUNDING_NOISE).ceil() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SIZE: FrameSize = FrameSize::new(640, 480);

    #[test]
    fn a_box_needs_a_pixel() {
        assert_eq!(PixelBox::new(3, 3, 3, 4), None);
        assert!(PixelBox::new(3, 3, 4, 4).is_some());
    }

    #[test]
    fn boxes_beyond_the_image_are_clamped() {
        let area = NormalizedBox::new(-0.1, 0.5, 0.25, 1.3).and_then(|b| b.to_pixel(SIZE));
        assert_eq!(area, PixelBox::new(0, 240, 160, 480));
        assert_eq!(NormalizedBox::new(1.1, 0.0, 1.2, 1.0), None);
        assert_eq!(NormalizedBox::new(f64::NAN, 0.0, 1.0, 1.0), None);
    }

    #[test]
    fn a_box_travels_as_four_numbers_and_an_empty_one_is_refused() {
        let area = PixelBox::new(1, 2, 3, 4).unwrap();
        assert_eq!(serde_json::to_string(&area).unwrap(), "[1,2,3,4]");
        assert!(serde_json::from_str::<PixelBox>("[3,2,1,4]").is_err());
    }

    proptest! {
        #[test]
        fn fractions_and_pixels_convert_back_to_the_same_box(
            x0 in 0u32..639, y0 in 0u32..479, w in 1u32..640, h in 1u32..480,
        ) {
            let area = PixelBox::new(x0, y0, x0 + w, y0 + h).unwrap().clamped(SIZE).unwrap();
            let back = NormalizedBox::from_pixel(area, SIZE).unwrap().to_pixel(SIZE).unwrap();
            prop_assert_eq!(back, area);
        }

        #[test]
        fn scaling_down_and_up_again_covers_the_original(
            x0 in 0u32..600, y0 in 0u32..400, w in 1u32..40, h in 1u32..80, divisor in 1u32..9,
        ) {
            let area = PixelBox::new(x0, y0, x0 + w, y0 + h).unwrap();
            let factor = f64::from(divisor);
            prop_assert!(area.scaled(1.0 / factor).scaled(factor).covers(area));
        }

        #[test]
        fn union_covers_both_and_intersection_is_covered_by_both(
            a in (0u32..99, 0u32..99, 1u32..50, 1u32..50), b in (0u32..99, 0u32..99, 1u32..50, 1u32..50),
        ) {
            let a = PixelBox::new(a.0, a.1, a.0 + a.2, a.1 + a.3).unwrap();
            let b = PixelBox::new(b.0, b.1, b.0 + b.2, b.1 + b.3).unwrap();
            prop_assert!(a.union(b).covers(a) && a.union(b).covers(b));
            if let Some(shared) = a.intersection(b) {
                prop_assert!(a.covers(shared) && b.covers(shared));
            }
        }
    }
}
