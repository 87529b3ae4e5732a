//! Where a rendering of a frame shows what the renderings before it do not.
//!
//! A window hides what lies beyond it, and the full range flattens what a window shows: most of a
//! picture is told by one of the two. Looking for text once more only where there is more to see
//! halves the time that deep data takes.

use std::borrow::Cow;

use deid_model::{DisplayImage, FrameSize, PixelBox};

/// Side of the cells that are compared, in pixels: less than the height of the smallest text that is read.
const CELL: u32 = 8;

/// How far apart the pixels are that are compared: blurred edges rise over more than one.
const REACH: usize = 2;

/// Two such pixels that differ by more levels show something; by no more, a rounding.
const FLAT: u8 = 1;

/// Levels by which the greatest contrast of a cell must exceed what was seen of it before.
const MORE: u8 = 2;

/// Pixels around the cells, so that text at their edge is seen whole.
const MARGIN: u32 = 64;

/// The part of `picture` that shows what none of `before`, pictures of the same size, shows: an edge
/// where they are flat, or more contrast. Without any before, all of it; `None` where nothing is new.
pub(crate) fn part_with_news(picture: &DisplayImage, before: &[DisplayImage]) -> Option<PixelBox> {
    let size = picture.size();
    let whole = PixelBox::new(0, 0, size.columns, size.rows)?;
    if before.is_empty() {
        return Some(whole);
    }
    let (picture, before) = (picture.luma(), before.iter().map(DisplayImage::luma));
    let pictures: Vec<_> = std::iter::once(picture).chain(before).collect();
    let columns = size.columns.div_ceil(CELL);
    let mut part: Option<PixelBox> = None;
    for (at, cell) in (0..).zip(cells(&pictures, size)) {
        if cell.has_news() {
            let (x, y) = (at % columns * CELL, at / columns * CELL);
            let place = around(x, y)?;
            part = Some(part.map_or(place, |part| part.union(place)));
        }
    }
    part?.clamped(size)
}

/// What a cell shows in a picture, and in all those before it.
#[derive(Clone, Copy, Default)]
struct Cell {
    /// Largest step between pixels that are alike in every picture before.
    new_step: u8,
    /// Largest step in the picture.
    step: u8,
    /// Largest step in any picture before.
    known_step: u8,
}

impl Cell {
    /// An edge that was not there, such as text on a plate that a window shows all white; or steeper
    /// ones, such as text that a wide window shows faintly.
    const fn has_news(self) -> bool {
        self.new_step > MORE || self.step > self.known_step.saturating_add(MORE)
    }
}

/// A cell with the margin around it.
fn around(x: u32, y: u32) -> Option<PixelBox> {
    PixelBox::new(
        x.saturating_sub(MARGIN),
        y.saturating_sub(MARGIN),
        x + CELL + MARGIN,
        y + CELL + MARGIN,
    )
}

/// What every cell shows, row by row. `pictures` begin with the one in question; each pixel is compared
/// with those [`REACH`] to the right and below.
fn cells(pictures: &[Cow<'_, [u8]>], size: FrameSize) -> Vec<Cell> {
    let columns = size.columns as usize;
    let across = size.columns.div_ceil(CELL) as usize;
    let mut cells = vec![Cell::default(); across * size.rows.div_ceil(CELL) as usize];
    for y in 0..size.rows as usize {
        let row = y / CELL as usize * across;
        for x in 0..columns {
            let at = y * columns + x;
            let right = (x + REACH < columns).then_some(at + REACH);
            let below = (y + REACH < size.rows as usize).then_some(at + REACH * columns);
            let Some(cell) = cells.get_mut(row + x / CELL as usize) else {
                continue;
            };
            for beside in right.into_iter().chain(below) {
                let mut steps = pictures.iter().map(|greys| step(greys, at, beside));
                let here = steps.next().unwrap_or(0);
                let known = steps.max().unwrap_or(0);
                cell.step = cell.step.max(here);
                cell.known_step = cell.known_step.max(known);
                if known <= FLAT {
                    cell.new_step = cell.new_step.max(here);
                }
            }
        }
    }
    cells
}

/// By how many levels two pixels differ.
fn step(greys: &[u8], at: usize, beside: usize) -> u8 {
    let grey = |at: usize| greys.get(at).copied().unwrap_or(0);
    grey(at).abs_diff(grey(beside))
}

#[cfg(test)]
mod tests {
    use deid_model::Channels;

    use super::*;

    fn picture(grey: impl Fn(u32, u32) -> u8) -> DisplayImage {
        let samples = (0..200).flat_map(|y| (0..300).map(move |x| (x, y)));
        let samples = samples.map(|(x, y)| grey(x, y)).collect();
        DisplayImage::new(FrameSize::new(300, 200), Channels::Grey, samples).unwrap()
    }

    #[test]
    fn the_first_rendering_is_looked_at_in_full() {
        let all = PixelBox::new(0, 0, 300, 200);
        assert_eq!(part_with_news(&picture(|_, _| 7), &[]), all);
    }

    #[test]
    fn the_same_with_less_contrast_is_no_news() {
        let window = picture(|x, y| ((x * 7 + y * 13) % 256) as u8);
        let full = picture(|x, y| ((x * 7 + y * 13) % 256 / 4) as u8);
        assert_eq!(part_with_news(&full, std::slice::from_ref(&window)), None);
        assert!(part_with_news(&window, &[full]).is_some());
    }

    #[test]
    fn what_the_window_saturates_is_news_where_the_full_range_has_contrast() {
        let stripe =
            |x: u32, y: u32| (150..180).contains(&x) && (100..108).contains(&y) && x % 4 < 2;
        let window = picture(|x, y| if x > 140 { 255 } else { (y % 5 * 50) as u8 });
        let full = picture(move |x, y| match (x > 140, stripe(x, y)) {
            (true, true) => 230,
            (true, false) => 200,
            (false, _) => (y % 5 * 10) as u8,
        });
        let part = part_with_news(&full, &[window]).unwrap();
        assert!(
            part.covers(PixelBox::new(140, 92, 190, 116).unwrap()),
            "{part:?}"
        );
        assert!(part.width() < 200, "{part:?}");
    }

    #[test]
    fn text_on_a_narrow_plate_that_the_window_shows_all_white_is_news() {
        let plate = |y: u32| (4..16).contains(&y);
        let window = picture(|_, y| if plate(y) { 255 } else { 0 });
        let full = picture(|x, y| match (plate(y), (6..14).contains(&y) && x % 6 < 2) {
            (true, true) => 210,
            (true, false) => 235,
            (false, _) => 0,
        });
        assert!(part_with_news(&full, &[window]).is_some());
    }

    #[test]
    fn one_level_of_rounding_is_no_news() {
        let window = picture(|x, _| if x < 150 { 0 } else { 255 });
        let full = picture(|x, y| if x < 150 { ((x + y) % 2) as u8 } else { 200 });
        assert_eq!(part_with_news(&full, &[window]), None);
    }

    #[test]
    fn an_edge_between_two_cells_counts() {
        let edge = picture(|x, _| if x < 152 { 100 } else { 110 });
        assert!(part_with_news(&edge, &[picture(|_, _| 255)]).is_some());
    }
}
