//! An ultrasound sector: speckle that moves, black around it.

use deid_model::FrameSize;

use super::{clouds, ellipse, rise, soft};

/// Luminance of a whole frame; the speckle belongs to `seed`.
pub(super) fn paint(size: FrameSize, seed: u64) -> Vec<f32> {
    let aspect = size.rows as f32 / size.columns as f32;
    let mut samples = soft(size, |u, v| echo(u, v, aspect));
    let mut random = fastrand::Rng::with_seed(seed ^ 0x05ec);
    // Neighbouring echoes resemble each other along a row, as on a real machine.
    let mut last = 0.5;
    for sample in &mut samples {
        last = 0.45 * last + 0.55 * random.f32();
        *sample = (*sample * (0.25 + 1.5 * last * last)).clamp(0.0, 0.9);
    }
    samples
}

fn echo(u: f32, v: f32, aspect: f32) -> f32 {
    let (dx, dy) = (u - 0.5, (v - 0.10) * aspect);
    let radius = dx.hypot(dy) / aspect;
    let angle = dx.atan2(dy).abs();
    let fan = (1.0 - rise(0.66, 0.68, angle))
        * rise(0.06, 0.07, radius)
        * (1.0 - rise(0.735, 0.745, radius));
    let layers = 0.35 + 0.25 * (radius * 38.0 + 3.0 * clouds(u, v, 4.0)).sin() * (1.0 - radius);
    let tissue = layers * 0.6 + 0.35 * clouds(u, v, 14.0);
    let cyst = ellipse(u, v, (0.46, 0.50), (0.07, 0.08), 0.10);
    fan * tissue * (1.0 - 0.92 * cyst) * (1.0 - 0.45 * radius)
}
