//! Backgrounds that look enough like medical images: luminance 0 black to 1 white, row-major.

use deid_model::FrameSize;

mod chest;
mod ct;
mod mammogram;
mod ultrasound;

/// What stands behind the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Background {
    /// A frontal chest radiograph.
    Chest,
    /// An axial slice, on the scale 0 = -1000 HU, 1 = 1000 HU; the number moves it along the body.
    Ct(f32),
    /// An ultrasound sector with speckle.
    Ultrasound,
    /// A mammogram, breast to the left.
    Mammogram,
    /// One level with a little noise, as a scanned form.
    Flat(f32),
}

impl Background {
    /// Luminance of a frame of `size`; `seed` decides the noise alone.
    #[must_use]
    pub fn paint(self, size: FrameSize, seed: u64) -> Vec<f32> {
        match self {
            Self::Chest => grained(soft(size, chest::luminance), 0.03, seed),
            Self::Ct(place) => grained(soft(size, |u, v| ct::luminance(u, v, place)), 0.012, seed),
            Self::Ultrasound => ultrasound::paint(size, seed),
            Self::Mammogram => grained(soft(size, mammogram::luminance), 0.015, seed),
            Self::Flat(level) => grained(vec![level; size.pixels() as usize], 0.02, seed),
        }
    }
}

/// Longest side of the grid on which soft shapes are worked out before they are enlarged.
const GRID: u32 = 640;

/// Samples `shape(u, v)` (fractions of width and height) on a coarse grid and enlarges it bilinearly.
fn soft(size: FrameSize, shape: impl Fn(f32, f32) -> f32) -> Vec<f32> {
    let step = size.columns.max(size.rows).div_ceil(GRID).max(1);
    let (wide, high) = (
        size.columns.div_ceil(step) + 1,
        size.rows.div_ceil(step) + 1,
    );
    let mut grid = Vec::with_capacity(wide as usize * high as usize);
    for j in 0..high {
        for i in 0..wide {
            let (u, v) = (
                (i * step) as f32 / size.columns as f32,
                (j * step) as f32 / size.rows as f32,
            );
            grid.push(shape(u, v));
        }
    }
    let mut samples = Vec::with_capacity(size.pixels() as usize);
    for y in 0..size.rows {
        let (j, fy) = (y / step, (y % step) as f32 / step as f32);
        let above = &grid[(j * wide) as usize..((j + 1) * wide) as usize];
        let below = &grid[((j + 1) * wide) as usize..((j + 2) * wide) as usize];
        for x in 0..size.columns {
            let (i, fx) = ((x / step) as usize, (x % step) as f32 / step as f32);
            let top = above[i] + (above[i + 1] - above[i]) * fx;
            let bottom = below[i] + (below[i + 1] - below[i]) * fx;
            samples.push(top + (bottom - top) * fy);
        }
    }
    samples
}

/// Adds noise of up to `amount` to each sample and clamps to 0..=1.
fn grained(mut samples: Vec<f32>, amount: f32, seed: u64) -> Vec<f32> {
    let mut random = fastrand::Rng::with_seed(seed);
    for sample in &mut samples {
        *sample = (*sample + (random.f32() - 0.5) * 2.0 * amount).clamp(0.0, 1.0);
    }
    samples
}

/// 0 below `from`, 1 above `to`, smooth between.
fn rise(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// 1 inside an ellipse, 0 outside, with a soft rim of share `rim`.
fn ellipse(u: f32, v: f32, center: (f32, f32), radius: (f32, f32), rim: f32) -> f32 {
    let (du, dv) = ((u - center.0) / radius.0, (v - center.1) / radius.1);
    1.0 - rise(1.0 - rim, 1.0 + rim, du.hypot(dv))
}

/// A bell of width `sigma`, 1 at 0.
fn bell(distance: f32, sigma: f32) -> f32 {
    (-(distance * distance) / (2.0 * sigma * sigma)).exp()
}

/// Smooth noise 0..=1 with `cells` cells to the unit, the same for the same place.
fn clouds(u: f32, v: f32, cells: f32) -> f32 {
    let (x, y) = (u * cells, v * cells);
    let (i, j) = (x.floor(), y.floor());
    let (fx, fy) = (rise(0.0, 1.0, x - i), rise(0.0, 1.0, y - j));
    let corner = |di: f32, dj: f32| lattice((i + di) as i32, (j + dj) as i32);
    let top = corner(0.0, 0.0) + (corner(1.0, 0.0) - corner(0.0, 0.0)) * fx;
    let bottom = corner(0.0, 1.0) + (corner(1.0, 1.0) - corner(0.0, 1.0)) * fx;
    top + (bottom - top) * fy
}

fn lattice(i: i32, j: i32) -> f32 {
    let mixed = (i as u32).wrapping_mul(0x9e37_79b1) ^ (j as u32).wrapping_mul(0x85eb_ca77);
    let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x2c1b_3c6d);
    ((mixed ^ (mixed >> 13)) & 0xffff) as f32 / 65535.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backgrounds_fill_the_frame_within_range_and_repeat() {
        let size = FrameSize::new(97, 61);
        let kinds = [
            Background::Chest,
            Background::Ct(0.5),
            Background::Ultrasound,
            Background::Mammogram,
            Background::Flat(0.8),
        ];
        for kind in kinds {
            let samples = kind.paint(size, 5);
            assert_eq!(samples.len(), 97 * 61, "{kind:?}");
            assert!(
                samples.iter().all(|sample| (0.0..=1.0).contains(sample)),
                "{kind:?}"
            );
            assert!(
                samples == kind.paint(size, 5) && samples != kind.paint(size, 6),
                "{kind:?}"
            );
        }
    }
}
