//! Finds marks in a grey picture, at any scale and in both polarities.

use super::{BITS, CELLS, ROWS, check_of};

/// One mark as it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Its number.
    pub number: u16,
    /// Left, top, right and bottom edge in pixels, its frame included.
    pub edges: [f32; 4],
}

/// Grey values, row by row.
struct Picture<'a> {
    samples: &'a [u8],
    width: usize,
    height: usize,
}

/// Rows between two that are searched: fewer than the smallest mark has.
const STEP: usize = 3;
/// What counts as dark, where a rendering has stretched or squeezed the values.
const THRESHOLDS: [u8; 3] = [128, 64, 192];

/// Every mark in a picture of 8-bit grey `samples`, `width` pixels wide.
#[must_use]
pub fn read_marks(samples: &[u8], width: u32) -> Vec<Mark> {
    let width = width as usize;
    let picture = Picture {
        samples,
        width,
        height: samples.len().checked_div(width).unwrap_or(0),
    };
    let mut marks: Vec<Mark> = Vec::new();
    for threshold in THRESHOLDS {
        for black in [true, false] {
            for y in (0..picture.height).step_by(STEP) {
                for mark in picture.marks_of_row(y, threshold, black) {
                    if !marks.iter().any(|known| is_same(known, &mark)) {
                        marks.push(mark);
                    }
                }
            }
        }
    }
    marks
}

/// Whether both lie at the same place.
fn is_same(a: &Mark, b: &Mark) -> bool {
    let overlaps =
        |near: usize| a.edges[near] < b.edges[near + 2] && b.edges[near] < a.edges[near + 2];
    a.number == b.number && overlaps(0) && overlaps(1)
}

impl Picture<'_> {
    /// Whether the pixel is as dark as ink.
    fn is_ink(&self, x: usize, y: usize, threshold: u8, black: bool) -> bool {
        let value = self.samples.get(y * self.width + x);
        value.is_some_and(|value| (*value < threshold) == black)
    }

    fn marks_of_row(&self, y: usize, threshold: u8, black: bool) -> Vec<Mark> {
        let is_ink = |x: usize| self.is_ink(x, y, threshold, black);
        let mut runs: Vec<(bool, usize, usize)> = Vec::new();
        for x in 0..self.width {
            match runs.last_mut() {
                Some((ink, _, end)) if *ink == is_ink(x) => *end = x + 1,
                _ => runs.push((is_ink(x), x, x + 1)),
            }
        }
        (0..runs.len())
            .filter_map(|first| {
                let (number, left, right) = number_from(runs.get(first..)?)?;
                self.mark_at(number, (left, right), y, threshold, black)
            })
            .collect()
    }

    /// The mark whose cells fill `left..right` of row `y`, unless too much of it is cut off.
    fn mark_at(
        &self,
        number: u16,
        (left, right): (usize, usize),
        y: usize,
        threshold: u8,
        black: bool,
    ) -> Option<Mark> {
        let cell = (right - left) as f32 / CELLS as f32;
        // The middle of the left guard is ink from top to bottom.
        let x = left + (cell * 1.5) as usize;
        let is_ink = |y: &usize| self.is_ink(x, *y, threshold, black);
        let above = (0..y).rev().take_while(is_ink).count();
        let below = (y..self.height).take_while(is_ink).count();
        let height = (above + below) as f32;
        if height < cell * (ROWS as f32 - 1.0) || height > cell * (ROWS as f32 + 1.0) {
            return None;
        }
        Some(Mark {
            number,
            edges: [
                (left as f32 - cell).max(0.0),
                ((y - above) as f32 - cell).max(0.0),
                (right as f32 + cell).min(self.width as f32),
                ((y + below) as f32 + cell).min(self.height as f32),
            ],
        })
    }
}

/// The number of the mark that begins with the first run, and where its cells begin and end.
fn number_from(runs: &[(bool, usize, usize)]) -> Option<(u16, usize, usize)> {
    let &(ink, left, _) = runs.first()?;
    let &(_, _, guard_end) = runs.get(3)?;
    if !ink || left == 0 {
        return None;
    }
    // The guard's last white cell and the first pair may share a run: measure up to the black cell before.
    let &(_, _, measured) = runs.get(2)?;
    let cell = (measured - left) as f32 / 5.0;
    if cell < 1.5 || guard_end == measured {
        return None;
    }
    let mut cells = Vec::new();
    let mut right = left;
    for &(ink, start, end) in runs {
        let count = ((end - start) as f32 / cell).round();
        if !(1.0..=3.0).contains(&count) {
            return None;
        }
        cells.extend(std::iter::repeat_n(ink, count as usize));
        right = end;
        if cells.len() >= CELLS as usize {
            break;
        }
    }
    let body = cells.strip_prefix(&[true, true, true, false, true, false])?;
    let body = body.strip_suffix(&[false, true, true, true])?;
    if body.len() != 2 * BITS as usize {
        return None;
    }
    let mut word = 0;
    for pair in body.chunks_exact(2) {
        word = word << 1
            | match pair {
                [true, false] => 0,
                [false, true] => 1,
                _ => return None,
            };
    }
    let number = word >> 4;
    (check_of(number) == word & 0b1111).then_some((number, left, right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::{MARK_HEIGHT, MARK_WIDTH, NUMBERS, draw_word};

    const WIDTH: u32 = 300;
    const HEIGHT: u32 = 200;

    fn noisy() -> Vec<u8> {
        let mixed = |i: u32| i.wrapping_mul(2_654_435_761) ^ (i >> 3).wrapping_mul(40_503);
        (0..WIDTH * HEIGHT)
            .map(|i| (mixed(i) >> 24) as u8)
            .collect()
    }

    #[track_caller]
    fn check(samples: &[u8], width: u32, expect: &[(u16, [f32; 4])]) {
        let found = read_marks(samples, width);
        let mut found: Vec<_> = found.iter().map(|mark| (mark.number, mark.edges)).collect();
        found.sort_by_key(|(number, _)| *number);
        assert_eq!(found, expect);
    }

    #[test]
    fn numbers_are_read_where_they_stand() {
        for number in (0..NUMBERS).step_by(7) {
            let mut samples = noisy();
            draw_word(&mut samples, WIDTH, 1, (31, 50), number);
            check(&samples, WIDTH, &[(number, [31.0, 50.0, 111.0, 64.0])]);
        }
    }

    #[test]
    fn marks_stand_side_by_side_and_at_the_edge() {
        let mut samples = noisy();
        let (right, bottom) = (WIDTH - MARK_WIDTH, HEIGHT - MARK_HEIGHT);
        draw_word(&mut samples, WIDTH, 1, (0, 0), 1);
        draw_word(&mut samples, WIDTH, 1, (MARK_WIDTH, 0), 2);
        draw_word(&mut samples, WIDTH, 1, (0, MARK_HEIGHT), 3);
        draw_word(&mut samples, WIDTH, 1, (right, bottom), 1023);
        check(
            &samples,
            WIDTH,
            &[
                (1, [0.0, 0.0, 80.0, 14.0]),
                (2, [80.0, 0.0, 160.0, 14.0]),
                (3, [0.0, 14.0, 80.0, 28.0]),
                (1023, [220.0, 186.0, 300.0, 200.0]),
            ],
        );
    }

    #[test]
    fn a_mark_survives_enlarging_negation_and_less_contrast() {
        let mut samples = vec![90; (WIDTH * HEIGHT) as usize];
        draw_word(&mut samples, WIDTH, 1, (40, 40), 77);
        let grey = image::GrayImage::from_raw(WIDTH, HEIGHT, samples.clone()).unwrap();
        let filter = image::imageops::FilterType::Triangle;
        let doubled = image::imageops::resize(&grey, WIDTH * 2, HEIGHT * 2, filter);
        check(&doubled, WIDTH * 2, &[(77, [80.0, 80.0, 240.0, 108.0])]);
        let negative: Vec<u8> = samples.iter().map(|value| 255 - value).collect();
        check(&negative, WIDTH, &[(77, [40.0, 40.0, 120.0, 54.0])]);
        let faint: Vec<u8> = samples.iter().map(|value| value / 2).collect();
        check(&faint, WIDTH, &[(77, [40.0, 40.0, 120.0, 54.0])]);
    }

    #[test]
    fn a_cut_mark_is_not_read() {
        let mut samples = noisy();
        draw_word(&mut samples, WIDTH, 1, (100, 50), 5);
        let image = image::GrayImage::from_raw(WIDTH, HEIGHT, samples).unwrap();
        let cut = |x, y, w, h| image::imageops::crop_imm(&image, x, y, w, h).to_image();
        for (x, y, w, h) in [
            (0, 0, 170, 200),
            (110, 0, 190, 200),
            (0, 0, 300, 56),
            (0, 60, 300, 140),
        ] {
            check(&cut(x, y, w, h), w, &[]);
        }
        assert_eq!(read_marks(&cut(95, 45, 100, 100), 100).len(), 1);
    }

    #[test]
    fn noise_and_nothing_hold_no_mark() {
        check(&noisy(), WIDTH, &[]);
        check(&[], 0, &[]);
    }
}
