//! The rectangle a word stands in, along the direction it is read in.

use crate::outline::{Outline, Point, dot};
use crate::thresholds::{PARALLEL, TALL, UPRIGHT_SLACK};

/// A rectangle in any direction, in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rectangle {
    /// Where reading goes, of length 1.
    pub direction: Point,
    /// Start and end in reading direction, as distances from the origin.
    pub along: (f64, f64),
    /// Top and bottom of the word, likewise.
    pub across: (f64, f64),
}

impl Rectangle {
    /// The smallest one around `outline`; the upright one where that is hardly larger.
    ///
    /// What is wider than tall is taken to be read from left to right, what is much taller than
    /// wide to be read downward.
    pub fn smallest(outline: &Outline) -> Self {
        let upright = Self::in_direction(outline, [1.0, 0.0]);
        let slanted = outline
            .sides()
            .filter_map(|(from, to)| unit([to[0] - from[0], to[1] - from[1]]))
            .map(|direction| Self::in_direction(outline, direction))
            .min_by(|a, b| a.area().total_cmp(&b.area()))
            .filter(|slanted| slanted.area() * UPRIGHT_SLACK < upright.area());
        let found = slanted.unwrap_or(upright);
        let [x, y] = found.direction;
        // Of its two axes, the one nearer to the rows of the picture, from the left.
        let flat = if x.abs() >= y.abs() { [x, y] } else { [-y, x] };
        let sign = if flat[0] < 0.0 { -1.0 } else { 1.0 };
        let read = Self::in_direction(outline, flat.map(|part| part * sign));
        if read.height() > read.length() * TALL {
            Self::in_direction(outline, read.downward())
        } else {
            read
        }
    }

    /// The one around `outline` whose reading direction is `direction`, of length 1.
    pub fn in_direction(outline: &Outline, direction: Point) -> Self {
        let [x, y] = direction;
        Self {
            direction,
            along: outline.reach(direction),
            across: outline.reach([-y, x]),
        }
    }

    /// Where its bottom is, seen from its top: a quarter turn clockwise of [`Self::direction`].
    pub const fn downward(&self) -> Point {
        let [x, y] = self.direction;
        [-y, x]
    }

    /// Its extent in reading direction.
    pub const fn length(&self) -> f64 {
        self.along.1 - self.along.0
    }

    /// Its extent across the reading direction.
    pub const fn height(&self) -> f64 {
        self.across.1 - self.across.0
    }

    /// Whether the word is read downward rather than from left to right.
    pub fn is_downward(&self) -> bool {
        self.direction[1].abs() > self.direction[0].abs()
    }

    /// Its corners, clockwise in reading direction from the top left.
    pub fn corners(&self) -> [Point; 4] {
        let (along, across) = (self.direction, self.downward());
        let corner = |a: f64, b: f64| [0, 1].map(|axis| a * along[axis] + b * across[axis]);
        let ((start, end), (top, bottom)) = (self.along, self.across);
        [
            corner(start, top),
            corner(end, top),
            corner(end, bottom),
            corner(start, bottom),
        ]
    }

    /// Whether another is read in about the same direction.
    pub fn is_parallel(&self, other: &Self) -> bool {
        dot(self.direction, other.direction) > PARALLEL
    }

    const fn area(&self) -> f64 {
        self.length() * self.height()
    }
}

fn unit([x, y]: Point) -> Option<Point> {
    let length = x.hypot(y);
    (length > 0.0).then(|| [x / length, y / length])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A box of `length` by `height`, turned clockwise by `degrees`.
    fn turned(length: f64, height: f64, degrees: f64) -> Outline {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let corners = [[0.0, 0.0], [length, 0.0], [length, height], [0.0, height]];
        Outline::around(
            corners.map(|[x, y]| [500.0 + x * cos - y * sin, 500.0 + x * sin + y * cos]),
        )
    }

    #[test]
    fn a_slanted_word_keeps_its_direction_and_size() {
        for degrees in [-40.0, -10.0, 4.0, 30.0] {
            let found = Rectangle::smallest(&turned(90.0, 12.0, degrees));
            let [x, y] = found.direction;
            assert!(
                (y.atan2(x).to_degrees() - degrees).abs() < 0.01,
                "{found:?}"
            );
            assert!((found.length() - 90.0).abs() < 0.01 && (found.height() - 12.0).abs() < 0.01);
            let [x, y] = found.corners()[0];
            assert!(
                (x - 500.0).abs() < 0.01 && (y - 500.0).abs() < 0.01,
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_tall_word_is_read_downward_from_its_upper_right_corner() {
        let found = Rectangle::smallest(&turned(12.0, 90.0, 0.0));
        assert!(found.is_downward());
        assert_eq!(
            found.corners(),
            [
                [512.0, 500.0],
                [512.0, 590.0],
                [500.0, 590.0],
                [500.0, 500.0]
            ]
        );
        assert!(Rectangle::smallest(&turned(90.0, 12.0, 80.0)).is_downward());
    }

    #[test]
    fn a_word_that_is_hardly_slanted_or_a_single_letter_stands_upright() {
        for outline in [turned(40.0, 20.0, 1.5), turned(10.0, 13.0, 0.0)] {
            assert_eq!(Rectangle::smallest(&outline).direction, [1.0, 0.0]);
        }
    }
}
