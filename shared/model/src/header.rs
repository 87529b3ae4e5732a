//! What rules ask of a header, without knowing how it is encoded.

use crate::geometry::PixelBox;

/// One step on the way to an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributeName {
    /// Its keyword, such as `ManufacturerModelName`.
    Keyword(String),
    /// Its tag.
    Tag {
        /// Group number.
        group: u16,
        /// Element number.
        element: u16,
    },
}

/// One item of _Sequence of Ultrasound Regions_ (PS3.3 C.8.5.5): _Region Location Min X0_, _Min Y0_, _Max X1_, _Max Y1_;
/// columns and rows from 0, the last ones included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UltrasoundRegion {
    /// First column.
    pub x0: u32,
    /// First row.
    pub y0: u32,
    /// Last column.
    pub x1: u32,
    /// Last row.
    pub y1: u32,
}

impl UltrasoundRegion {
    /// Its pixels; `None` where the last column or row comes before the first.
    #[must_use]
    pub fn area(self) -> Option<PixelBox> {
        let (x1, y1) = (self.x1.checked_add(1)?, self.y1.checked_add(1)?);
        PixelBox::new(self.x0, self.y0, x1, y1)
    }
}
