//! Where a detection lies: from ratios of what was sent to pixels of the picture. Pure.

use aws_sdk_rekognition::types::Geometry;
use deid_model::{EngineError, PixelBox};

use super::prepare::Placement;

/// Box, corners and reading direction of one detection, in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    pub area: PixelBox,
    pub polygon: [[f32; 2]; 4],
    pub rotation: u16,
}

/// Ratios come as 32-bit floats: less than this beyond an edge is no touched pixel.
const ROUNDING_NOISE: f64 = 1e-3;

/// The shape of `geometry`, rounded outward and clamped to the picture; `None` where it lies outside.
pub fn shape_of(
    geometry: Option<&Geometry>,
    placement: Placement,
) -> Result<Option<Shape>, EngineError> {
    let found = geometry.and_then(|it| it.bounding_box());
    let found = found.ok_or(EngineError::Malformed)?;
    let ratios = [found.left, found.top, found.width, found.height].map(ratio);
    let [left, top, width, height] = ratios;
    if ratios.iter().any(|ratio| !ratio.is_finite()) || width < 0.0 || height < 0.0 {
        return Err(EngineError::Malformed);
    }
    let upright = [
        [left, top],
        [left + width, top],
        [left + width, top + height],
        [left, top + height],
    ];
    let polygon = polygon_of(geometry).unwrap_or(upright);
    let to_pixel = |[x, y]: [f64; 2]| {
        let factor = f64::from(placement.factor);
        [
            x * f64::from(placement.sent.columns) / factor,
            y * f64::from(placement.sent.rows) / factor,
        ]
    };
    let corners = polygon.map(to_pixel);
    let points = || corners.into_iter().chain(upright.map(to_pixel));
    let columns = span(points().map(|[x, _]| x), placement.size.columns);
    let rows = span(points().map(|[_, y]| y), placement.size.rows);
    let (Some((x0, x1)), Some((y0, y1))) = (columns, rows) else {
        return Ok(None);
    };
    let edge = [placement.size.columns, placement.size.rows].map(f64::from);
    Ok(PixelBox::new(x0, y0, x1, y1).map(|area| Shape {
        area,
        polygon: corners.map(|[x, y]| [x.clamp(0.0, edge[0]) as f32, y.clamp(0.0, edge[1]) as f32]),
        rotation: rotation_of(corners),
    }))
}

/// A missing ratio is not a number, which the callers refuse.
fn ratio(value: Option<f32>) -> f64 {
    value.map_or(f64::NAN, f64::from)
}

/// The four corners in reading direction, where there are four.
fn polygon_of(geometry: Option<&Geometry>) -> Option<[[f64; 2]; 4]> {
    let points = geometry?.polygon().iter();
    let points: Vec<_> = points
        .map(|point| [ratio(point.x), ratio(point.y)])
        .collect();
    let corners: [[f64; 2]; 4] = points.try_into().ok()?;
    let is_finite = corners.iter().flatten().all(|ratio| ratio.is_finite());
    is_finite.then_some(corners)
}

/// First and behind-last pixel of a stretch, at least one; `None` where it lies outside `0..size`.
fn span(edges: impl Iterator<Item = f64> + Clone, size: u32) -> Option<(u32, u32)> {
    let near = edges.clone().fold(f64::INFINITY, f64::min);
    let far = edges.fold(f64::NEG_INFINITY, f64::max);
    let size_f64 = f64::from(size);
    if far < 0.0 || near >= size_f64 {
        return None;
    }
    let first = (near.max(0.0) + ROUNDING_NOISE).floor() as u32;
    let first = first.min(size.checked_sub(1)?);
    let behind = (far.min(size_f64) - ROUNDING_NOISE).ceil() as u32;
    Some((first, behind.clamp(first + 1, size)))
}

/// The direction from the first corner to the second, to the nearest quarter turn clockwise.
fn rotation_of([[x0, y0], [x1, y1], ..]: [[f64; 2]; 4]) -> u16 {
    let (dx, dy) = (x1 - x0, y1 - y0);
    if dy.abs() > dx.abs() {
        if dy > 0.0 { 90 } else { 270 }
    } else if dx < 0.0 {
        180
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_rekognition::types::{BoundingBox, Point};
    use deid_model::FrameSize;

    const PLAIN: Placement = Placement {
        size: FrameSize::new(200, 100),
        sent: FrameSize::new(200, 100),
        factor: 1,
    };

    fn geometry([left, top, width, height]: [f32; 4], polygon: &[[f32; 2]]) -> Geometry {
        let points = polygon
            .iter()
            .map(|[x, y]| Point::builder().x(*x).y(*y).build());
        Geometry::builder()
            .bounding_box(
                BoundingBox::builder()
                    .left(left)
                    .top(top)
                    .width(width)
                    .height(height)
                    .build(),
            )
            .set_polygon(Some(points.collect()))
            .build()
    }

    #[track_caller]
    fn check(ratios: [f32; 4], placement: Placement, expect: Option<[u32; 4]>) {
        let shape = shape_of(Some(&geometry(ratios, &[])), placement).unwrap();
        assert_eq!(shape.map(|shape| <[u32; 4]>::from(shape.area)), expect);
    }

    #[test]
    fn boxes_are_rounded_outward_and_clamped() {
        check([0.06, 0.1, 0.1, 0.2], PLAIN, Some([12, 10, 32, 30]));
        check([0.061, 0.101, 0.1, 0.2], PLAIN, Some([12, 10, 33, 31]));
        check([-0.1, -0.1, 0.2, 1.3], PLAIN, Some([0, 0, 20, 100]));
    }

    #[test]
    fn only_what_lies_wholly_outside_is_dropped() {
        check([1.01, 0.0, 0.1, 0.1], PLAIN, None);
        check([0.0, -0.2, 0.1, 0.1], PLAIN, None);
        check([0.5, 0.5, 0.0, 0.0], PLAIN, Some([100, 50, 101, 51]));
        check([0.9999, 0.9999, 0.0, 0.0], PLAIN, Some([199, 99, 200, 100]));
    }

    #[test]
    fn enlarging_and_padding_are_undone() {
        let placement = Placement {
            size: FrameSize::new(100, 30),
            sent: FrameSize::new(200, 80),
            factor: 2,
        };
        check([0.1, 0.25, 0.2, 0.25], placement, Some([10, 10, 30, 20]));
        // Wholly inside the padding.
        check([0.1, 0.80, 0.2, 0.1], placement, None);
    }

    #[test]
    fn the_polygon_tells_the_reading_direction_and_widens_the_box() {
        let ratios = [0.4, 0.2, 0.05, 0.5];
        let upward = [[0.4, 0.7], [0.4, 0.2], [0.45, 0.2], [0.46, 0.7]];
        let shape = shape_of(Some(&geometry(ratios, &upward)), PLAIN)
            .unwrap()
            .unwrap();
        assert_eq!(shape.rotation, 270);
        assert_eq!(shape.area, PixelBox::new(80, 20, 92, 70).unwrap());
        for (turn, expect) in [(0, 0), (1, 270), (2, 180), (3, 90)] {
            let mut polygon = [[0.4, 0.2], [0.8, 0.2], [0.8, 0.6], [0.4, 0.6]];
            polygon.rotate_right(turn);
            let shape = shape_of(Some(&geometry([0.4, 0.2, 0.4, 0.4], &polygon)), PLAIN);
            assert_eq!(shape.unwrap().unwrap().rotation, expect, "{turn}");
        }
    }

    #[test]
    fn a_shape_that_is_none_is_malformed() {
        assert_eq!(shape_of(None, PLAIN), Err(EngineError::Malformed));
        for wrong in [
            [f32::NAN, 0.0, 0.1, 0.1],
            [0.0, 0.0, -0.1, 0.1],
            [0.0, f32::INFINITY, 0.1, 0.1],
        ] {
            assert_eq!(
                shape_of(Some(&geometry(wrong, &[])), PLAIN),
                Err(EngineError::Malformed)
            );
        }
    }
}
