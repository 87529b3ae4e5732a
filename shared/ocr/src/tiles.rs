//! Tiles: parts of a picture that the network sees one at a time.
//!
//! Tiles overlap, so that a glyph cut by the border of one stands whole in the next. A tile holds
//! no more than the part of it that has contrast; a flat tile is left out.

use deid_model::PixelBox;

use crate::network::GRANULARITY;
use crate::scale::GreyImage;

/// Longest side of a tile: bounds memory, and the time between two steps of a search.
pub const LONGEST: u32 = 736;

/// Pixels that neighboring tiles share.
const OVERLAP: u32 = 64;

/// Side of the cells in which contrast is looked for.
const CELL: u32 = 32;

/// Grey levels within three neighboring pixels that count as flat.
///
/// Text whose strokes rise no more than this over three pixels would have to be spread over dozens
/// of pixels to be seen at all; the passes at smaller scale see such text with steeper strokes.
/// Scanner noise is larger, so only painted background and its smooth gradients count as flat.
const FLAT: u8 = 2;

/// The parts of `image` to look at, row by row.
pub fn tiles(image: &GreyImage) -> Vec<PixelBox> {
    let rows = spans(image.rows());
    let columns = spans(image.columns());
    rows.iter()
        .flat_map(|&(y0, y1)| {
            columns
                .iter()
                .filter_map(move |&(x0, x1)| PixelBox::new(x0, y0, x1, y1))
        })
        .filter_map(|tile| part_with_contrast(image, tile))
        .collect()
}

/// Stretches of about equal length that cover `0..length`, each sharing [`OVERLAP`] with the next.
///
/// They begin at multiples of [`GRANULARITY`], so that the values of all maps align.
fn spans(length: u32) -> Vec<(u32, u32)> {
    let count = length
        .saturating_sub(OVERLAP)
        .div_ceil(LONGEST - OVERLAP)
        .max(1);
    let side = (length + (count - 1) * OVERLAP)
        .div_ceil(count)
        .next_multiple_of(GRANULARITY);
    (0..count)
        .map(|i| i * side.saturating_sub(OVERLAP))
        // Rounding up may leave nothing new for the last stretch.
        .take_while(|start| *start == 0 || start + OVERLAP < length)
        .map(|start| (start, (start + side).min(length)))
        .collect()
}

/// The part of `tile` around all its cells with contrast, one cell of context added; `None` where
/// there are none.
fn part_with_contrast(image: &GreyImage, tile: PixelBox) -> Option<PixelBox> {
    let mut part: Option<PixelBox> = None;
    for y in (tile.y0()..tile.y1()).step_by(CELL as usize) {
        for x in (tile.x0()..tile.x1()).step_by(CELL as usize) {
            let cell = PixelBox::new(x, y, x + CELL, y + CELL)?.intersection(tile)?;
            if part.is_none_or(|part| !part.covers(cell)) && has_contrast(image, cell) {
                part = Some(part.map_or(cell, |part| part.union(cell)));
            }
        }
    }
    let part = part?;
    let part = PixelBox::new(
        part.x0().saturating_sub(CELL),
        part.y0().saturating_sub(CELL),
        part.x1() + CELL,
        part.y1() + CELL,
    )?
    .intersection(tile)?;
    PixelBox::new(
        filled(part.x0(), part.x1()),
        filled(part.y0(), part.y1()),
        part.x1(),
        part.y1(),
    )
}

/// A start for `start..end` at an even pixel further back, where the picture reaches so far: a side
/// of a multiple of [`GRANULARITY`] needs no padding (but for one pixel before an odd end).
fn filled(start: u32, end: u32) -> u32 {
    let side = (end - start).next_multiple_of(GRANULARITY);
    (end + 1).saturating_sub(side) / 2 * 2
}

/// Whether grey values of three neighboring pixels, along rows or columns, differ by more than [`FLAT`].
///
/// Looks two pixels beyond `cell`, so that an edge between two cells counts for one of them.
fn has_contrast(image: &GreyImage, cell: PixelBox) -> bool {
    let x1 = (cell.x1() + 2).min(image.columns());
    let y1 = (cell.y1() + 2).min(image.rows());
    let row = |y: u32| image.row(y, cell.x0()..x1);
    let along_a_row =
        (cell.y0()..y1).any(|y| steep(row(y), row(y).get(1..)) || steep(row(y), row(y).get(2..)));
    let along_a_column = || {
        (cell.y0()..y1).any(|y| {
            let below = |distance: u32| (y + distance < y1).then(|| row(y + distance));
            steep(row(y), below(1)) || steep(row(y), below(2))
        })
    };
    along_a_row || along_a_column()
}

/// Whether two rows of samples differ by more than [`FLAT`] anywhere.
fn steep(samples: &[u8], others: Option<&[u8]>) -> bool {
    let others = others.unwrap_or_default();
    // Folded without an early exit: this runs over whole rows at once in vector registers.
    samples
        .iter()
        .zip(others)
        .fold(0, |steepest: u8, (a, b)| steepest.max(a.abs_diff(*b)))
        > FLAT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(columns: u32, rows: u32, grey: impl Fn(u32, u32) -> u8) -> GreyImage {
        let samples = (0..rows)
            .flat_map(|y| (0..columns).map(move |x| (x, y)))
            .map(|(x, y)| grey(x, y))
            .collect();
        GreyImage::new(columns, rows, samples)
    }

    #[test]
    fn spans_cover_every_pixel_and_share_the_overlap() {
        for length in [
            1, 31, 700, 736, 737, 768, 1024, 1409, 2048, 3328, 6001, 30_000,
        ] {
            let spans = spans(length);
            assert_eq!(spans.first().unwrap().0, 0, "{length}");
            assert_eq!(spans.last().unwrap().1, length, "{length}");
            for pair in spans.windows(2) {
                assert!(
                    pair[0].1 >= pair[1].0 + OVERLAP && pair[0].0 < pair[1].0,
                    "{length}: {spans:?}"
                );
            }
            assert!(
                spans.iter().all(|(start, end)| end - start <= LONGEST),
                "{length}: {spans:?}"
            );
        }
    }

    #[test]
    fn flat_pictures_and_smooth_gradients_have_no_tiles() {
        assert!(tiles(&image(900, 900, |_, _| 7)).is_empty());
        assert!(tiles(&image(900, 900, |x, y| ((x + y) / 8) as u8)).is_empty());
        assert!(tiles(&image(0, 0, |_, _| 0)).is_empty());
    }

    #[test]
    fn tiles_at_the_far_edges_reach_back_so_that_they_need_no_padding() {
        for (columns, rows) in [(900, 700), (901, 701), (337, 2000)] {
            for tile in tiles(&image(columns, rows, |x, y| {
                if (x + y) % 3 == 0 { 200 } else { 0 }
            })) {
                for (start, side) in [(tile.x0(), tile.width()), (tile.y0(), tile.height())] {
                    assert_eq!(start % 2, 0, "{tile:?}");
                    let padding = side.next_multiple_of(GRANULARITY) - side;
                    assert!(padding <= 1 || start == 0, "{tile:?}");
                }
            }
        }
    }

    #[test]
    fn one_faint_pixel_anywhere_is_looked_at_with_its_surroundings() {
        for (px, py) in [
            (0, 0),
            (31, 31),
            (32, 63),
            (64, 0),
            (899, 899),
            (450, 450),
            (703, 704),
        ] {
            let tiles = tiles(&image(
                900,
                900,
                |x, y| if (x, y) == (px, py) { 103 } else { 100 },
            ));
            let context =
                PixelBox::new(px.saturating_sub(16), py.saturating_sub(16), px + 1, py + 1)
                    .unwrap();
            assert!(
                tiles.iter().any(|tile| tile.covers(context)),
                "{px},{py}: {tiles:?}"
            );
            assert!(
                tiles.iter().all(|tile| tile.width() <= 5 * CELL),
                "{px},{py}: {tiles:?}"
            );
        }
    }
}
