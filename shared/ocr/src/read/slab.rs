//! A rectangle in any direction: the place of a word or a line.

use deid_model::{FrameSize, PixelBox};

/// A point `[x, y]`, in pixels of the picture.
pub type Point = [f32; 2];

/// A rectangle of the picture, read along its length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slab {
    /// Its middle.
    pub center: Point,
    /// Reading direction, in degrees clockwise from "to the right".
    pub angle: f32,
    /// Extent in reading direction, in pixels.
    pub length: f32,
    /// Extent across the reading direction, in pixels.
    pub height: f32,
}

impl Slab {
    /// The rectangle with these corners, clockwise in reading direction from the top left.
    pub fn with_corners(corners: &[Point; 4]) -> Self {
        let [a, b, c, _] = *corners;
        let angle = (b[1] - a[1]).atan2(b[0] - a[0]).to_degrees();
        Self {
            center: [f32::midpoint(a[0], c[0]), f32::midpoint(a[1], c[1])],
            angle,
            length: distance(a, b),
            height: distance(b, c),
        }
    }

    /// The least rectangle of direction `angle` around `points`; empty without points.
    pub fn around(points: impl Iterator<Item = Point>, angle: f32) -> Self {
        let origin = Self {
            center: [0.0; 2],
            angle,
            length: 0.0,
            height: 0.0,
        };
        let mut least = [f32::INFINITY; 2];
        let mut most = [f32::NEG_INFINITY; 2];
        for point in points {
            for (side, value) in origin.local(point).into_iter().enumerate() {
                least[side] = least[side].min(value);
                most[side] = most[side].max(value);
            }
        }
        if least[0] > most[0] {
            return origin;
        }
        let [along, across] = [0, 1].map(|side| f32::midpoint(least[side], most[side]));
        Self {
            center: origin.point(along, across),
            length: most[0] - least[0],
            height: most[1] - least[1],
            ..origin
        }
    }

    /// The same place read in a direction turned clockwise by `quarters` of a full turn.
    pub fn turned(self, quarters: u16) -> Self {
        let (length, height) = if quarters.is_multiple_of(2) {
            (self.length, self.height)
        } else {
            (self.height, self.length)
        };
        Self {
            angle: wrapped(self.angle + 90.0 * f32::from(quarters)),
            length,
            height,
            ..self
        }
    }

    /// Grown on all four sides by `share` of its height.
    pub fn grown(self, share: f32) -> Self {
        let margin = 2.0 * share * self.height;
        Self {
            length: (self.length + margin).max(1.0),
            height: (self.height + margin).max(1.0),
            ..self
        }
    }

    /// Where `point` lies: along and across the reading direction, from the middle.
    pub fn local(&self, point: Point) -> Point {
        let (sine, cosine) = self.angle.to_radians().sin_cos();
        let [x, y] = [point[0] - self.center[0], point[1] - self.center[1]];
        [x * cosine + y * sine, y * cosine - x * sine]
    }

    /// The point at `along` and `across` the reading direction, from the middle.
    pub fn point(&self, along: f32, across: f32) -> Point {
        let (sine, cosine) = self.angle.to_radians().sin_cos();
        [
            self.center[0] + along * cosine - across * sine,
            self.center[1] + along * sine + across * cosine,
        ]
    }

    /// Its corners, clockwise in reading direction from the top left.
    pub fn corners(&self) -> [Point; 4] {
        let [along, across] = [self.length / 2.0, self.height / 2.0];
        [
            (-along, -across),
            (along, -across),
            (along, across),
            (-along, across),
        ]
        .map(|(along, across)| self.point(along, across))
    }

    /// The reading direction as the nearest of 0, 90, 180 and 270 degrees.
    pub fn rotation(&self) -> u16 {
        (self.angle / 90.0).round().rem_euclid(4.0) as u16 * 90
    }
}

/// An angle in degrees as one above -180 and up to 180.
pub fn wrapped(angle: f32) -> f32 {
    let within = angle.rem_euclid(360.0);
    if within > 180.0 {
        within - 360.0
    } else {
        within
    }
}

/// The upright box around `points`, rounded outward, within a picture of `size`.
pub fn upright(points: &[Point], size: FrameSize) -> Option<PixelBox> {
    let edge = |side: usize, start: f32, pick: fn(f32, f32) -> f32| {
        points.iter().map(|point| point[side]).fold(start, pick)
    };
    let [left, top] = [0, 1].map(|side| edge(side, f32::INFINITY, f32::min).floor().max(0.0));
    let [right, bottom] = [0, 1].map(|side| edge(side, 0.0, f32::max).ceil());
    PixelBox::new(left as u32, top as u32, right as u32, bottom as u32)?.clamped(size)
}

fn distance(a: Point, b: Point) -> f32 {
    (b[0] - a[0]).hypot(b[1] - a[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: Point, b: Point) -> bool {
        distance(a, b) < 1e-3
    }

    const TILTED: Slab = Slab {
        center: [50.0, 40.0],
        angle: 30.0,
        length: 60.0,
        height: 12.0,
    };

    #[test]
    fn corners_and_rectangle_are_the_same_thing() {
        let again = Slab::with_corners(&TILTED.corners());
        assert!(near(again.center, TILTED.center));
        assert!((again.angle - 30.0).abs() < 1e-3 && (again.length - 60.0).abs() < 1e-3);
        let around = Slab::around(TILTED.corners().into_iter(), 30.0);
        assert!(near(around.center, TILTED.center) && (around.height - 12.0).abs() < 1e-3);
    }

    #[test]
    fn a_quarter_turn_keeps_the_place_and_starts_at_the_next_corner() {
        let before = TILTED.corners();
        let turned = TILTED.turned(1);
        assert!(near(turned.corners()[0], before[1]) && near(turned.corners()[1], before[2]));
        assert_eq!(
            [0, 1, 2, 3].map(|q| TILTED.turned(q).rotation()),
            [0, 90, 180, 270]
        );
    }

    #[test]
    fn a_point_goes_to_the_rectangle_and_back() {
        let [along, across] = TILTED.local([61.0, 37.0]);
        assert!(near(TILTED.point(along, across), [61.0, 37.0]));
    }

    #[test]
    fn the_upright_box_is_rounded_outward_and_ends_at_the_picture() {
        let size = FrameSize::new(20, 10);
        let area = upright(&[[-1.5, 2.5], [30.0, 7.1]], size).unwrap();
        assert_eq!(area, PixelBox::new(0, 2, 20, 8).unwrap());
        assert_eq!(upright(&[[25.0, 2.0], [30.0, 7.0]], size), None);
    }
}
