//! Where a rendering of a frame shows what the renderings before it do not.
//!
//! A window hides what lies beyond it, and the full range flattens what a window shows: most of a
//! picture is told by one of the two. Looking for text once more only where there is more to see
//! halves the time that deep data takes.

use deid_model::{DisplayImage, FrameSize, PixelBox};

/// Side of the cells that are compared, in pixels: less than the height of the smallest text that is read.
const CELL: u32 = 8;

/// Grey levels by which the contrast of a cell must exceed what was seen of it before. One level less
/// is rounding.
const MORE: u8 = 2;

/// Pixels around the cells, so that text at their edge is seen whole.
const MARGIN: u32 = 64;

/// The part of `picture` with contrast that none of `before`, pictures of the same size, shows.
/// Without any before, all of it; `None` where nothing is new.
pub(crate) fn part_with_news(picture: &DisplayImage, before: &[DisplayImage]) -> Option<PixelBox> {
    let size = picture.size();
    let whole = PixelBox::new(0, 0, size.columns, size.rows)?;
    if before.is_empty() {
        return Some(whole);
    }
    let known: Vec<Vec<u8>> = before.iter().map(contrasts).collect();
    let columns = size.columns.div_ceil(CELL);
    let mut part: Option<PixelBox> = None;
    for (at, contrast) in (0..).zip(contrasts(picture)) {
        let seen = known.iter().filter_map(|cells| cells.get(at as usize));
        if contrast > seen.max().copied().unwrap_or(0).saturating_add(MORE) {
            let (x, y) = (at % columns * CELL, at / columns * CELL);
            let cell = around(x, y)?;
            part = Some(part.map_or(cell, |part| part.union(cell)));
        }
    }
    part?.clamped(size)
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

/// Brightest minus darkest grey value of every cell, row by row. Cells share one pixel with the next,
/// so that an edge between two of them counts.
fn contrasts(picture: &DisplayImage) -> Vec<u8> {
    let FrameSize { columns, rows } = picture.size();
    let luma = picture.luma();
    let across = columns.div_ceil(CELL) as usize;
    let mut cells = Vec::with_capacity(across * rows.div_ceil(CELL) as usize);
    for top in (0..rows).step_by(CELL as usize) {
        let mut band = vec![(u8::MAX, 0); across];
        for y in top..(top + CELL + 1).min(rows) {
            let start = y as usize * columns as usize;
            let row = luma.get(start..start + columns as usize);
            let row = row.unwrap_or_default();
            for (x, (low, high)) in (0..).step_by(CELL as usize).zip(&mut band) {
                let end = (x + CELL as usize + 1).min(row.len());
                for grey in row.get(x..end).unwrap_or_default() {
                    *low = (*low).min(*grey);
                    *high = (*high).max(*grey);
                }
            }
        }
        cells.extend(band.iter().map(|(low, high)| high.saturating_sub(*low)));
    }
    cells
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
    fn an_edge_between_two_cells_counts() {
        let edge = picture(|x, _| if x < 152 { 100 } else { 110 });
        assert!(part_with_news(&edge, &[picture(|_, _| 255)]).is_some());
    }
}
