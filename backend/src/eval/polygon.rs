//! Convex quadrilaterals in a picture: which points and pixels lie inside.

use deid_model::{FrameSize, PixelBox};

/// Four corners `[x, y]` in pixels, in order around the shape, either way.
pub type Polygon = [[f32; 2]; 4];

/// The corners of a box.
pub fn of_box(area: PixelBox) -> Polygon {
    let [x0, y0, x1, y1] = <[u32; 4]>::from(area).map(|edge| edge as f32);
    [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
}

/// The mean of the corners.
pub fn center(polygon: &Polygon) -> [f32; 2] {
    let sum = |axis: usize| polygon.iter().map(|corner| corner[axis]).sum::<f32>();
    [sum(0) / 4.0, sum(1) / 4.0]
}

/// Whether `point` lies inside, or outside by `margin` pixels at most (measured from the lines through the sides).
pub fn contains(polygon: &Polygon, [x, y]: [f32; 2], margin: f32) -> bool {
    let turn = area_doubled(polygon).signum();
    sides(polygon).all(|([x0, y0], [x1, y1])| {
        let (dx, dy) = (x1 - x0, y1 - y0);
        let length = dx.hypot(dy);
        let inward = (dx * (y - y0) - dy * (x - x0)) * turn;
        length == 0.0 || inward >= -margin * length
    })
}

/// The pixels `[x, y]` of a picture of `size` whose centers lie inside `polygon` grown by `margin` pixels.
pub fn pixels(polygon: &Polygon, margin: f32, size: FrameSize) -> impl Iterator<Item = [u32; 2]> {
    // A corner of a turned rectangle moves by the diagonal of what its sides move by.
    let reach = margin * std::f32::consts::SQRT_2;
    let range = |axis: usize, limit: u32| {
        let edges = polygon.iter().map(|corner| corner[axis]);
        let first = edges.clone().fold(f32::MAX, f32::min) - reach;
        let last = edges.fold(f32::MIN, f32::max) + reach;
        first.max(0.0).floor() as u32..(last.max(0.0).ceil() as u32).min(limit)
    };
    let (across, down) = (range(0, size.columns), range(1, size.rows));
    let all = down.flat_map(move |y| across.clone().map(move |x| [x, y]));
    all.filter(move |&[x, y]| contains(polygon, [x as f32 + 0.5, y as f32 + 0.5], margin))
}

fn sides(polygon: &Polygon) -> impl Iterator<Item = ([f32; 2], [f32; 2])> {
    (0..4).map(|index| (polygon[index], polygon[(index + 1) % 4]))
}

/// Twice the area, negative for corners that run counterclockwise on a screen.
fn area_doubled(polygon: &Polygon) -> f32 {
    sides(polygon)
        .map(|([x0, y0], [x1, y1])| x0 * y1 - x1 * y0)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUARE: Polygon = [[2.0, 2.0], [6.0, 2.0], [6.0, 5.0], [2.0, 5.0]];
    const DIAMOND: Polygon = [[5.0, 0.0], [10.0, 5.0], [5.0, 10.0], [0.0, 5.0]];

    #[test]
    fn points_within_the_margin_count() {
        let reversed = [SQUARE[3], SQUARE[2], SQUARE[1], SQUARE[0]];
        for polygon in [SQUARE, reversed] {
            assert!(contains(&polygon, [4.0, 3.0], 0.0));
            assert!(!contains(&polygon, [1.5, 3.0], 0.0));
            assert!(contains(&polygon, [1.5, 3.0], 0.5));
        }
        assert!(!contains(&DIAMOND, [1.0, 1.0], 1.0));
    }

    #[test]
    fn pixels_count_by_their_centers_and_end_with_the_picture() {
        let count = |polygon, margin, columns, rows| {
            pixels(polygon, margin, FrameSize::new(columns, rows)).count()
        };
        assert_eq!(count(&SQUARE, 0.0, 20, 20), 12);
        assert_eq!(count(&SQUARE, 0.0, 4, 3), 2);
        assert_eq!(count(&DIAMOND, 0.0, 20, 20), 60);
        // Grown by 1: 6 x 5 pixels, and without those beyond the picture.
        assert_eq!(count(&SQUARE, 1.0, 20, 20), 30);
        assert_eq!(count(&SQUARE, 9.0, 6, 3), 18);
    }
}
