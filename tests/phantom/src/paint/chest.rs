//! A frontal chest radiograph: soft lungs, ribs, spine, heart, shoulders.

use super::{bell, clouds, ellipse, rise};

/// Luminance at the fractions `u` of width and `v` of height.
pub(super) fn luminance(u: f32, v: f32) -> f32 {
    let side = (u - 0.5).abs();
    let body = trunk(side, v);
    let lungs = ellipse(u, v, (0.305, 0.46), (0.155, 0.31), 0.16).max(ellipse(
        u,
        v,
        (0.695, 0.46),
        (0.15, 0.30),
        0.16,
    )) * (1.0 - rise(0.70, 0.76, v + 0.25 * (side - 0.19).abs()));
    let tissue = 0.56 + 0.08 * clouds(u, v, 5.0);
    let vessels = 0.07 * clouds(u + 3.0, v, 22.0) + 0.05 * bell(side - 0.09, 0.05);
    let air = 0.17 + vessels;
    let mut level = tissue + (air - tissue) * lungs;
    level += 0.13 * ribs(side, v) * rise(0.03, 0.08, side) * (0.35 + 0.65 * lungs);
    level += spine(u, v) + clavicles(side, v);
    level += 0.26 * ellipse(u, v, (0.555, 0.60), (0.135, 0.15), 0.18) * lungs.max(0.3);
    level += 0.10 * rise(0.74, 0.95, v);
    (0.02 + body * level).clamp(0.0, 0.93)
}

/// Neck, shoulders and flanks against black air.
fn trunk(side: f32, v: f32) -> f32 {
    let shoulder = 0.10 + 0.40 * rise(0.02, 0.20, v);
    let flank = shoulder - 0.10 * rise(0.30, 0.62, v) + 0.02 * rise(0.7, 1.0, v);
    1.0 - rise(flank - 0.03, flank + 0.015, side)
}

fn ribs(side: f32, v: f32) -> f32 {
    (0..10)
        .map(|number| {
            let start = 0.10 + 0.066 * number as f32;
            let behind = start + 0.55 * side * side + 0.10 * side;
            let front = start + 0.13 - 0.35 * (side - 0.28).powi(2) + 0.28 * side;
            0.8 * bell(v - behind, 0.0095) + 0.45 * bell(v - front, 0.012)
        })
        .sum()
}

fn spine(u: f32, v: f32) -> f32 {
    let vertebra = 0.75 + 0.25 * (v * 62.0).sin();
    0.17 * bell(u - 0.5, 0.032) * vertebra + 0.06 * bell(u - 0.5, 0.06)
}

fn clavicles(side: f32, v: f32) -> f32 {
    let line = 0.165 - 0.16 * (side - 0.02) + 0.2 * (side - 0.2).powi(2);
    0.16 * bell(v - line, 0.011) * rise(0.02, 0.05, side) * (1.0 - rise(0.30, 0.36, side))
}
