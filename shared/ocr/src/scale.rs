//! Grey pictures and their exact half.

use std::ops::Range;

use deid_model::PixelBox;

/// A grey picture, row-major, 0 black to 255 white, no padding.
pub struct GreyImage {
    columns: u32,
    rows: u32,
    samples: Vec<u8>,
}

impl GreyImage {
    /// A picture of `columns` by `rows`; `samples` holds exactly that many.
    pub fn new(columns: u32, rows: u32, samples: Vec<u8>) -> Self {
        debug_assert_eq!(samples.len(), columns as usize * rows as usize);
        Self {
            columns,
            rows,
            samples,
        }
    }

    /// Number of columns.
    pub const fn columns(&self) -> u32 {
        self.columns
    }

    /// Number of rows.
    pub const fn rows(&self) -> u32 {
        self.rows
    }

    /// The samples of row `y` in the columns of `x`; empty outside the picture.
    pub fn row(&self, y: u32, x: Range<u32>) -> &[u8] {
        let start = y as usize * self.columns as usize;
        self.samples
            .get(start + x.start as usize..start + x.end as usize)
            .unwrap_or_default()
    }

    /// The sample in column `x` of row `y`; 0 outside the picture.
    pub fn sample(&self, x: u32, y: u32) -> u8 {
        let at = y as usize * self.columns as usize + x as usize;
        self.samples.get(at).copied().unwrap_or(0)
    }

    /// The samples inside `area`, row-major; what lies outside the picture is left out.
    pub fn part(&self, area: PixelBox) -> Vec<u8> {
        let rows = (area.y0()..area.y1()).map(|y| self.row(y, area.x0()..area.x1()));
        rows.collect::<Vec<_>>().concat()
    }

    /// The picture at half the size: each sample is the mean of the (up to) four it covers.
    pub fn halved(&self) -> Self {
        let (columns, rows) = (self.columns.div_ceil(2), self.rows.div_ceil(2));
        let mut samples = Vec::with_capacity(columns as usize * rows as usize);
        for y in 0..rows {
            let upper = self.row(2 * y, 0..self.columns);
            let lower = self.row((2 * y + 1).min(self.rows - 1), 0..self.columns);
            samples.extend(
                upper
                    .chunks(2)
                    .zip(lower.chunks(2))
                    .map(|(upper, lower)| mean(upper, lower)),
            );
        }
        Self {
            columns,
            rows,
            samples,
        }
    }
}

/// The mean of two rows of one or two samples, rounded.
fn mean(upper: &[u8], lower: &[u8]) -> u8 {
    let count = (upper.len() + lower.len()) as u16;
    let sum: u16 = upper
        .iter()
        .chain(lower)
        .map(|sample| u16::from(*sample))
        .sum();
    // The mean of bytes is a byte.
    ((sum + count / 2) / count.max(1)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sample_of_the_half_is_the_mean_of_those_it_covers() {
        let half = GreyImage::new(3, 3, vec![0, 4, 10, 8, 12, 20, 7, 8, 255]).halved();
        assert_eq!((half.columns, half.rows), (2, 2));
        assert_eq!(half.samples, [6, 15, 8, 255]);
    }

    #[test]
    fn a_row_outside_the_picture_is_empty() {
        let image = GreyImage::new(2, 1, vec![1, 2]);
        assert_eq!(image.row(0, 1..2), [2]);
        assert!(image.row(1, 0..2).is_empty());
    }
}
