//! A mammogram: the breast comes in from the left edge, all else is black.

use super::{clouds, ellipse, rise};

/// Luminance at the fractions `u`, `v`.
pub(super) fn luminance(u: f32, v: f32) -> f32 {
    let shape = ellipse(u, v, (0.0, 0.52), (0.56, 0.40), 0.02);
    let depth = (u / 0.56).hypot((v - 0.52) / 0.40);
    let skin = 0.10 * (1.0 - rise(0.0, 0.05, (depth - 0.97).abs()));
    let fat = 0.30 + 0.05 * clouds(u, v, 9.0);
    let gland = rise(
        0.35,
        0.75,
        clouds(u, v, 6.0) * 0.5 + clouds(u, v, 17.0) * 0.3 + clouds(u, v, 45.0) * 0.2,
    );
    let strands = 0.05 * clouds(u + 5.0, v, 90.0);
    let muscle = 0.22 * (1.0 - rise(0.10, 0.17, u + 0.45 * (v - 0.12).max(0.0)));
    let inside = fat + 0.34 * gland * (1.0 - rise(0.55, 0.95, depth)) + strands + muscle;
    (0.015 + shape * (inside * (1.0 - 0.5 * rise(0.8, 1.0, depth)) + skin)).clamp(0.0, 0.92)
}
