//! An axial slice of the upper abdomen, 0 = -1000 HU, 1 = 1000 HU.

use super::{bell, clouds, ellipse};

const FAT: f32 = 0.45;
const TISSUE: f32 = 0.525;
const BONE: f32 = 0.74;

/// Luminance at the fractions `u`, `v`; `place` 0..=1 moves along the body.
pub(super) fn luminance(u: f32, v: f32, place: f32) -> f32 {
    let skin = ellipse(u, v, (0.5, 0.5), (0.40, 0.29), 0.012);
    let wall = ellipse(u, v, (0.5, 0.5), (0.365, 0.255), 0.02);
    let inner = ellipse(u, v, (0.5, 0.49), (0.335, 0.225), 0.02);
    let mut level = FAT * skin;
    level += (TISSUE - FAT) * (wall - inner);
    level = mix(
        level,
        0.535 + 0.012 * clouds(u, v, 40.0),
        liver(u, v, place),
    );
    level = mix(level, 0.53, ellipse(u, v, (0.72, 0.44), (0.07, 0.10), 0.05));
    level = mix(
        level,
        0.03,
        ellipse(u, v, (0.61, 0.36), (0.05, 0.03 + 0.03 * place), 0.06),
    );
    level = mix(
        level,
        0.58,
        ellipse(u, v, (0.53, 0.56), (0.022, 0.024), 0.08),
    );
    level = mix(
        level,
        BONE,
        ellipse(u, v, (0.5, 0.645), (0.055, 0.05), 0.05),
    );
    level = mix(level, 0.51, ellipse(u, v, (0.5, 0.70), (0.016, 0.016), 0.1));
    for number in 0..9 {
        let angle = 0.7 + 0.6 * (number as f32 + place);
        let center = (0.5 + 0.35 * angle.cos(), 0.5 + 0.24 * angle.sin());
        level = mix(level, BONE, ellipse(u, v, center, (0.026, 0.013), 0.1));
    }
    level + couch(u, v)
}

fn liver(u: f32, v: f32, place: f32) -> f32 {
    ellipse(u, v, (0.33, 0.46), (0.15 + 0.03 * place, 0.17), 0.03)
}

fn couch(u: f32, v: f32) -> f32 {
    let arc = 0.86 - 0.25 * (u - 0.5).powi(2);
    if (u - 0.5).abs() < 0.42 {
        0.3 * bell(v - arc, 0.004)
    } else {
        0.0
    }
}

fn mix(from: f32, to: f32, share: f32) -> f32 {
    from + (to - from) * share
}
