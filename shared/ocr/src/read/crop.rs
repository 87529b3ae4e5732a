//! Cuts a line out of the picture, upright and scaled to the rows of the network.

use super::slab::Slab;
use crate::scale::GreyImage;

/// Rows of the network's input.
pub const ROWS: usize = 32;

/// Fewest columns of a strip.
pub const FEWEST_COLUMNS: usize = 8;

/// Most columns of a strip; a longer line is squeezed.
pub const MOST_COLUMNS: usize = 768;

/// A line of text, [`ROWS`] rows, row-major, 0 black to 255 white.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Strip {
    /// Number of columns, [`FEWEST_COLUMNS`]`..=`[`MOST_COLUMNS`].
    pub columns: usize,
    /// The samples.
    pub samples: Vec<u8>,
}

/// Directions this near to a row or column of the picture, in degrees, need no turning by parts.
const STRAIGHT: f32 = 0.01;

/// What `image` shows at `place`, with the reading direction to the right.
///
/// Beyond its edges the picture goes on as its own mirror image, as it does in training for lines
/// that are turned or skewed; there, lines along the rows or columns of the picture end at its edge.
///
/// As in training, a skewed line is turned upright at its own size first, between the nearest
/// samples. What is scaled down then takes the mean of the area that each value covers, what is
/// enlarged lies between the nearest samples.
pub fn crop(image: &GreyImage, place: &Slab) -> Strip {
    let scaled = place.length * ROWS as f32 / place.height.max(1.0);
    let columns = (scaled.round() as usize).clamp(FEWEST_COLUMNS, MOST_COLUMNS);
    let turned = place.angle - (place.angle / 90.0).round() * 90.0;
    let samples = if turned.abs() <= STRAIGHT {
        scaled_from(image, place, columns)
    } else {
        let (upright, place) = turned_upright(image, place);
        scaled_from(&upright, &place, columns)
    };
    Strip { columns, samples }
}

/// The part of `image` at `place`, turned upright at its own size, and where it lies in that.
fn turned_upright(image: &GreyImage, place: &Slab) -> (GreyImage, Slab) {
    let sides = [place.length, place.height].map(|side| (side.round() as u32).max(1));
    let [length, height] = sides.map(|side| side as f32);
    let samples = (0..sides[1]).flat_map(|row| {
        let across = (row as f32 + 0.5) * place.height / height - place.height / 2.0;
        (0..sides[0]).map(move |column| {
            let along = (column as f32 + 0.5) * place.length / length - place.length / 2.0;
            sample(image, place.point(along, across)).round() as u8
        })
    });
    let upright = GreyImage::new(sides[0], sides[1], samples.collect());
    let all = Slab {
        center: [length / 2.0, height / 2.0],
        angle: 0.0,
        length,
        height,
    };
    (upright, all)
}

/// [`ROWS`] rows of `columns` values of the part of `image` at `place`, which lies along its rows
/// or columns.
fn scaled_from(image: &GreyImage, place: &Slab, columns: usize) -> Vec<u8> {
    let rotation = place.rotation();
    let lying = rotation.is_multiple_of(180);
    let [x, y] = place.center;
    let (along, across) = if lying { (x, y) } else { (y, x) };
    let sides = [image.columns(), image.rows()];
    let [along_side, across_side] = if lying { sides } else { [sides[1], sides[0]] };
    // Where reading and where its downward direction go in the picture.
    let (right, down) = match rotation {
        0 => (1.0, 1.0),
        90 => (1.0, -1.0),
        180 => (-1.0, -1.0),
        _ => (-1.0, 1.0),
    };
    let from_columns = sources(along, right * place.length, columns, along_side);
    let from_rows = sources(across, down * place.height, ROWS, across_side);
    let value = |across: &[Source], along: &[Source]| {
        let row = |from: &Source| {
            let shares = along.iter().map(|to| {
                let (x, y) = if lying {
                    (to.at, from.at)
                } else {
                    (from.at, to.at)
                };
                to.share * f32::from(image.sample(x, y))
            });
            from.share * shares.sum::<f32>()
        };
        across.iter().map(row).sum::<f32>().round() as u8
    };
    let rows = from_rows.iter();
    rows.flat_map(|across| from_columns.iter().map(|along| value(across, along)))
        .collect()
}

/// A row or column of the picture, and its share of a value.
struct Source {
    at: u32,
    share: f32,
}

/// What each of `count` values of a stretch of a picture's side is made of. The stretch lies around
/// `middle`, is as long as `extent` and goes backward where that is negative.
fn sources(middle: f32, extent: f32, count: usize, side: u32) -> Vec<Vec<Source>> {
    let step = extent / count as f32;
    let start = middle - extent / 2.0;
    let values = (0..count).map(|value| {
        let (from, to) = (
            start + value as f32 * step,
            start + (value + 1) as f32 * step,
        );
        let (from, to) = if step.abs() > 1.0 {
            (from.min(to), from.max(to))
        } else {
            // A stretch as long as a sample holds its neighbors' shares between their middles.
            let middle = f32::midpoint(from, to);
            (middle - 0.5, middle + 0.5)
        };
        let touched = from.floor() as i64..to.ceil() as i64;
        let shares = touched.map(|at| Source {
            at: mirrored(at as f32, side) as u32,
            share: (to.min(at as f32 + 1.0) - from.max(at as f32)) / (to - from),
        });
        shares.collect()
    });
    values.collect()
}

/// The picture at a point, between the four nearest samples.
fn sample(image: &GreyImage, [x, y]: [f32; 2]) -> f32 {
    // The middle of a sample lies half a pixel from its edges.
    let x = mirrored(x - 0.5, image.columns());
    let y = mirrored(y - 0.5, image.rows());
    let [left, top] = [x as u32, y as u32];
    let right = (left + 1).min(image.columns().saturating_sub(1));
    let bottom = (top + 1).min(image.rows().saturating_sub(1));
    let between = |row: u32| {
        let [first, second] = [left, right].map(|column| f32::from(image.sample(column, row)));
        first + (second - first) * x.fract()
    };
    let [upper, lower] = [between(top), between(bottom)];
    upper + (lower - upper) * y.fract()
}

/// `at` on a side of `length` samples that goes on as its own mirror image, once; further out it
/// stays at the end.
fn mirrored(at: f32, length: u32) -> f32 {
    let last = length.saturating_sub(1) as f32;
    let inside = if at > last { 2.0 * last - at } else { at.abs() };
    inside.clamp(0.0, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// White on black: a bar along the left half of `place`, a quarter of its height, in its upper half.
    fn drawn(place: &Slab) -> GreyImage {
        let samples = (0..200u32 * 200).map(|at| {
            let point = [(at % 200) as f32 + 0.5, (at / 200) as f32 + 0.5];
            let [along, across] = place.local(point);
            let inside = along > -place.length / 2.0
                && along < 0.0
                && across > -place.height * 0.4
                && across < -place.height * 0.15;
            if inside { 255 } else { 0 }
        });
        GreyImage::new(200, 200, samples.collect())
    }

    fn place(angle: f32, height: f32) -> Slab {
        Slab {
            center: [100.0, 100.0],
            angle,
            length: 4.0 * height,
            height,
        }
    }

    #[test]
    fn a_line_of_any_direction_and_size_comes_out_upright() {
        for angle in [0.0, 7.0, 45.0, 90.0, 180.0, 270.0] {
            for height in [12.0, 32.0, 45.0] {
                let place = place(angle, height);
                let strip = crop(&drawn(&place), &place);
                assert_eq!((strip.columns, strip.samples.len()), (128, 128 * ROWS));
                let at = |x: usize, y: usize| strip.samples[y * 128 + x];
                assert!(at(20, 7) > 200 && at(50, 7) > 200, "{angle} {height}");
                assert!(at(20, 24) < 50 && at(100, 7) < 50 && at(20, 16) < 50);
            }
        }
    }

    #[test]
    fn scaling_down_takes_the_mean() {
        let stripes = (0..200u32 * 200).map(|at| if at % 2 == 0 { 0 } else { 200 });
        let image = GreyImage::new(200, 200, stripes.collect());
        let strip = crop(&image, &place(0.0, 48.0));
        let inside: Vec<u8> = strip
            .samples
            .into_iter()
            .filter(|value| (60..=140).contains(value))
            .collect();
        assert!(inside.len() > 128 * ROWS * 9 / 10);
    }

    /// Every sample differs much from its neighbors; `at` tells what is drawn where.
    fn pattern([columns, rows]: [u32; 2], at: impl Fn(u32, u32) -> [u32; 2]) -> GreyImage {
        let places = (0..rows).flat_map(|y| (0..columns).map(move |x| (x, y)));
        let samples = places.map(|(x, y)| {
            let [x, y] = at(x, y);
            ((x * 37 + y * 61 + x * y) % 256) as u8
        });
        GreyImage::new(columns, rows, samples.collect())
    }

    /// 71 columns from 10 on, and `rows` rows from 8 on, of the upright [`pattern`] of 100 x 60.
    fn cut(rows: u8) -> Slab {
        Slab {
            center: [45.5, 8.0 + f32::from(rows) / 2.0],
            angle: 0.0,
            length: 71.0,
            height: f32::from(rows),
        }
    }

    #[track_caller]
    fn check(strip: &Strip, columns: usize, expected: &[(usize, usize, u8)]) {
        assert_eq!(strip.columns, columns);
        for (x, y, value) in expected {
            let found = strip.samples[y * columns + x];
            assert!(
                found.abs_diff(*value) <= 2,
                "{found} at {x}, {y}, not {value}"
            );
        }
    }

    /// What `OpenCV` 4 gives for the same part of the same pattern, which the training scales with.
    const SMALLER: [(usize, usize, u8); 5] = [
        (0, 0, 182),
        (17, 3, 156),
        (31, 20, 170),
        (49, 31, 113),
        (8, 15, 149),
    ];
    const LARGER: [(usize, usize, u8); 4] =
        [(0, 0, 170), (57, 9, 132), (113, 31, 111), (30, 17, 144)];

    #[test]
    fn a_straight_line_is_scaled_as_in_training() {
        let image = pattern([100, 60], |x, y| [x, y]);
        check(&crop(&image, &cut(45)), 50, &SMALLER);
        // The edge of the cut lies within the picture here: its neighbors take part.
        check(&crop(&image, &cut(20)), 114, &LARGER[1..2]);
        check(&crop(&image, &cut(20)), 114, &LARGER[3..]);
    }

    #[test]
    fn a_line_turned_by_quarters_is_scaled_the_same() {
        let turned = |slab: Slab, center: [f32; 2], angle: f32| Slab {
            center,
            angle,
            ..slab
        };
        let [x, y] = cut(45).center;
        let standing = pattern([60, 100], |x, y| [y, 59 - x]);
        check(
            &crop(&standing, &turned(cut(45), [60.0 - y, x], 90.0)),
            50,
            &SMALLER,
        );
        let upward = pattern([60, 100], |x, y| [99 - y, x]);
        check(
            &crop(&upward, &turned(cut(45), [y, 100.0 - x], 270.0)),
            50,
            &SMALLER,
        );
        let reversed = pattern([100, 60], |x, y| [99 - x, 59 - y]);
        let place = turned(cut(45), [100.0 - x, 60.0 - y], 180.0);
        check(&crop(&reversed, &place), 50, &SMALLER);
    }

    #[test]
    fn a_skewed_line_is_scaled_as_a_straight_one() {
        // Stripes across the line, each 3 pixels wide: every value of the strip holds parts of two.
        let line = Slab {
            angle: 30.0,
            ..place(0.0, 48.0)
        };
        let waves = |slab: &Slab| {
            let samples = (0..200u32 * 200).map(|at| {
                let point = [(at % 200) as f32 + 0.5, (at / 200) as f32 + 0.5];
                let [along, across] = slab.local(point);
                (128.0 + 60.0 * (along / 3.0).sin() + 60.0 * (across / 4.0).cos()).round() as u8
            });
            GreyImage::new(200, 200, samples.collect())
        };
        let straight = place(0.0, 48.0);
        let expected = crop(&waves(&straight), &straight);
        let strip = crop(&waves(&line), &line);
        let off = strip.samples.iter().zip(&expected.samples);
        assert!(off.map(|(a, b)| a.abs_diff(*b)).max() <= Some(8));
    }

    #[test]
    fn beyond_the_edge_the_picture_goes_on_as_its_mirror_image() {
        let image = GreyImage::new(4, 4, vec![90; 16]);
        let strip = crop(&image, &place(0.0, 20.0));
        assert!(strip.samples.iter().all(|value| *value == 90));
        let outside = [-2.0, 0.0, 3.0, 4.5, 9.0].map(|at| mirrored(at, 4));
        assert_eq!(outside, [2.0, 0.0, 3.0, 1.5, 0.0]);
    }

    #[test]
    fn the_number_of_columns_has_limits() {
        let image = GreyImage::new(4, 4, vec![90; 16]);
        let long = Slab {
            length: 5000.0,
            ..place(0.0, 10.0)
        };
        let short = Slab {
            length: 1.0,
            ..place(0.0, 40.0)
        };
        assert_eq!(
            [long, short].map(|slab| crop(&image, &slab).columns),
            [MOST_COLUMNS, FEWEST_COLUMNS]
        );
    }
}
