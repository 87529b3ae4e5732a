//! Outlines of words: convex polygons in pixels of the picture, and what is measured on them.

use deid_model::{FrameSize, PixelBox};

use crate::nearby::Bounds;

/// A place `[x, y]`, in pixels, or a direction.
pub type Point = [f64; 2];

/// A convex polygon around at least one pixel, its corners clockwise as seen on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    corners: Vec<Point>,
    edges: Bounds,
}

impl Outline {
    /// The smallest convex polygon around `points`.
    pub fn around(points: impl IntoIterator<Item = Point>) -> Self {
        let mut points: Vec<Point> = points.into_iter().collect();
        points.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
        // The upper side from the left, then the lower one from the right (y points down).
        let mut corners = half_hull(points.iter().copied());
        corners.extend(half_hull(points.iter().rev().copied()));
        Self::of(corners)
    }

    fn of(corners: Vec<Point>) -> Self {
        let edges = [[1.0, 0.0], [0.0, 1.0]].map(|axis| reach(&corners, axis));
        Self { corners, edges }
    }

    /// The smallest convex polygon around both.
    pub fn joined(&self, other: &Self) -> Self {
        Self::around(self.corners.iter().chain(&other.corners).copied())
    }

    /// From where to where it reaches along `direction`, as distances from the origin.
    pub fn reach(&self, direction: Point) -> (f64, f64) {
        reach(&self.corners, direction)
    }

    /// First and last column, first and last row, in pixels.
    pub const fn edges(&self) -> &Bounds {
        &self.edges
    }

    /// The upright box around it, grown by `margin`, rounded outward, inside a picture of `size`.
    pub fn bounds(&self, margin: f64, size: FrameSize) -> Option<PixelBox> {
        let [(x0, x1), (y0, y1)] = self.edges;
        let near = |edge: f64| (edge - margin).floor().max(0.0) as u32;
        let far = |edge: f64| (edge + margin).ceil() as u32;
        PixelBox::new(near(x0), near(y0), far(x1), far(y1))?.clamped(size)
    }

    /// Its area, in pixels.
    pub fn area(&self) -> f64 {
        let sides = self.sides().map(|(from, to)| cross(from, to));
        sides.sum::<f64>() / 2.0
    }

    /// The area that both hold, in pixels.
    pub fn shared_area(&self, other: &Self) -> f64 {
        let mut edges = self.edges.iter().zip(&other.edges);
        if edges.any(|((start, end), (from, to))| start >= to || from >= end) {
            return 0.0;
        }
        let shared = other.sides().try_fold(self.clone(), |part, (from, to)| {
            // Outward of a clockwise polygon.
            let outward = [to[1] - from[1], from[0] - to[0]];
            part.up_to(outward, dot(from, outward))
        });
        shared.map_or(0.0, |shared| shared.area())
    }

    /// The part that lies no further along `direction` than `limit`; `None` where there is none.
    pub fn up_to(&self, direction: Point, limit: f64) -> Option<Self> {
        let mut corners = Vec::with_capacity(self.corners.len() + 1);
        for (from, to) in self.sides() {
            let (before, after) = (dot(from, direction) - limit, dot(to, direction) - limit);
            if before <= 0.0 {
                corners.push(from);
            }
            if (before < 0.0 && after > 0.0) || (before > 0.0 && after < 0.0) {
                let share = before / (before - after);
                corners.push([0, 1].map(|axis| from[axis] + share * (to[axis] - from[axis])));
            }
        }
        (corners.len() > 2).then(|| Self::of(corners))
    }

    /// Its sides, from corner to corner.
    pub fn sides(&self) -> impl Iterator<Item = (Point, Point)> {
        let ends = self.corners.iter().skip(1).chain(self.corners.first());
        self.corners.iter().copied().zip(ends.copied())
    }
}

fn reach(corners: &[Point], direction: Point) -> (f64, f64) {
    let reached = corners.iter().map(|corner| dot(*corner, direction));
    reached.fold((f64::INFINITY, f64::NEG_INFINITY), |(start, end), at| {
        (start.min(at), end.max(at))
    })
}

/// The convex chain through sorted points, without the last one.
fn half_hull(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let mut chain: Vec<Point> = Vec::new();
    for point in points {
        while let [.., before, last] = chain.as_slice()
            && cross(minus(*last, *before), minus(point, *before)) <= 0.0
        {
            chain.pop();
        }
        chain.push(point);
    }
    chain.pop();
    chain
}

/// The product of two directions that is greatest where they agree.
pub fn dot(a: Point, b: Point) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

/// Positive where `b` points clockwise of `a`.
fn cross(a: Point, b: Point) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

fn minus(a: Point, b: Point) -> Point {
    [a[0] - b[0], a[1] - b[1]]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64, side: f64) -> Outline {
        Outline::around([[x, y], [x + side, y], [x + side, y + side], [x, y + side]])
    }

    #[test]
    fn points_inside_and_on_a_side_are_no_corners() {
        let outline = Outline::around([
            [0.0, 0.0],
            [2.0, 0.0],
            [4.0, 0.0],
            [1.0, 1.0],
            [4.0, 4.0],
            [0.0, 4.0],
        ]);
        assert_eq!(
            outline.corners,
            [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0]]
        );
        assert_eq!(outline.area(), 16.0);
    }

    #[test]
    fn the_shared_area_of_a_square_and_a_diamond_is_an_octagon() {
        let diamond = Outline::around([[5.0, -1.0], [11.0, 5.0], [5.0, 11.0], [-1.0, 5.0]]);
        // Each corner of the square loses a triangle with legs of 4 pixels.
        let shared = square(0.0, 0.0, 10.0).shared_area(&diamond);
        assert!((shared - (100.0 - 4.0 * 8.0)).abs() < 1e-9, "{shared}");
        assert_eq!(
            square(0.0, 0.0, 4.0).shared_area(&square(4.0, 0.0, 4.0)),
            0.0
        );
        assert_eq!(
            square(0.0, 0.0, 4.0).shared_area(&square(9.0, 0.0, 4.0)),
            0.0
        );
    }

    #[test]
    fn an_outline_is_cut_at_a_line() {
        let left = square(0.0, 0.0, 4.0).up_to([1.0, 0.0], 1.0).unwrap();
        assert_eq!((left.area(), left.reach([1.0, 0.0])), (4.0, (0.0, 1.0)));
        assert_eq!(square(0.0, 0.0, 4.0).up_to([1.0, 0.0], -1.0), None);
    }

    #[test]
    fn bounds_are_rounded_outward_and_end_at_the_picture() {
        let bounds = square(1.5, 7.5, 2.0).bounds(0.25, FrameSize::new(90, 9));
        assert_eq!(bounds, PixelBox::new(1, 7, 4, 9));
    }
}
