//! Moving and resizing a drawn box by key.

use deid_model::{FrameSize, PixelBox};

/// Pixels of one press with Shift held.
const LEAP: i64 = 10;

/// The box after an arrow key: moved, or with `resize` its far edges moved. `None` for other keys.
pub fn nudged(
    area: PixelBox,
    key: &str,
    resize: bool,
    leap: bool,
    frame: FrameSize,
) -> Option<PixelBox> {
    let step = if leap { LEAP } else { 1 };
    let (dx, dy) = match key {
        "ArrowLeft" => (-step, 0),
        "ArrowRight" => (step, 0),
        "ArrowUp" => (0, -step),
        "ArrowDown" => (0, step),
        _ => return None,
    };
    let (x0, x1) = shifted(area.x0(), area.x1(), dx, frame.columns, resize);
    let (y0, y1) = shifted(area.y0(), area.y1(), dy, frame.rows, resize);
    PixelBox::new(x0, y0, x1, y1)
}

fn shifted(near: u32, far: u32, by: i64, limit: u32, resize: bool) -> (u32, u32) {
    let (near, far, limit) = (i64::from(near), i64::from(far), i64::from(limit));
    let (near, far) = if resize {
        (near, (far + by).clamp(near + 1, limit))
    } else {
        let by = by.clamp(-near, limit - far);
        (near + by, far + by)
    };
    (near as u32, far as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: FrameSize = FrameSize::new(100, 50);

    #[track_caller]
    fn check(key: &str, resize: bool, leap: bool, expected: [u32; 4]) {
        let area = PixelBox::new(5, 5, 20, 10).unwrap();
        assert_eq!(
            nudged(area, key, resize, leap, FRAME).map(<[u32; 4]>::from),
            Some(expected)
        );
    }

    #[test]
    fn arrows_move_a_box_and_stop_at_the_edge() {
        check("ArrowRight", false, false, [6, 5, 21, 10]);
        check("ArrowDown", false, true, [5, 15, 20, 20]);
        check("ArrowLeft", false, true, [0, 5, 15, 10]);
    }

    #[test]
    fn a_resized_box_never_vanishes() {
        check("ArrowUp", true, true, [5, 5, 20, 6]);
        check("ArrowRight", true, false, [5, 5, 21, 10]);
    }

    #[test]
    fn other_keys_do_nothing() {
        assert_eq!(
            nudged(PixelBox::new(0, 0, 1, 1).unwrap(), "a", false, false, FRAME),
            None
        );
    }
}
