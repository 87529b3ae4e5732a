//! A word as a machine reads it: a white-framed row of cells that holds a number.
//!
//! One row of cells, from the left: three black, one white, one black, one white; 14 pairs (black-white is 0,
//! white-black is 1), the number's 10 bits from the highest and 4 check bits; one white, three black. Only the two
//! guards have three equal cells in a row, so a reader finds both ends, and every run of equal cells tells the cell's
//! width anew, whatever the scale. A block that is cut at the side is not read at all, one that is cut above or below
//! only while most of it is there.

mod read;

pub use read::{Mark, read_marks};

/// Pixels of a cell's side.
const CELL: u32 = 2;
/// Rows of cells, without the frame.
const ROWS: u32 = 5;
/// Bits of number and check.
const BITS: u32 = 14;
/// Cells of a row, without the frame.
const CELLS: u32 = 6 + 2 * BITS + 4;

/// Columns of a mark, its white frame included.
pub const MARK_WIDTH: u32 = (CELLS + 2) * CELL;
/// Rows of a mark, its white frame included.
pub const MARK_HEIGHT: u32 = (ROWS + 2) * CELL;
/// Numbers are below this.
pub const NUMBERS: u16 = 1 << 10;

/// The cells of `number`, without the frame, from the left; `true` is black.
fn cells(number: u16) -> Vec<bool> {
    let word = number << 4 | check_of(number);
    let bits = (0..BITS).rev().map(|bit| word >> bit & 1 == 1);
    let pairs = bits.flat_map(|bit| [!bit, bit]);
    let mut cells = vec![true, true, true, false, true, false];
    cells.extend(pairs);
    cells.extend([false, true, true, true]);
    cells
}

/// Four bits that differ for most misreadings.
const fn check_of(number: u16) -> u16 {
    (number ^ number >> 3 ^ number >> 7 ^ 0b1010) & 0b1111
}

/// Every pixel of the mark of `number`, as column, row and whether it is black, for tests that paint by themselves.
///
/// # Panics
/// For a number that is not below [`NUMBERS`].
pub fn mark_cells(number: u16) -> impl Iterator<Item = (u32, u32, bool)> {
    assert!(number < NUMBERS, "numbers are below {NUMBERS}");
    let cells = cells(number);
    (0..MARK_HEIGHT).flat_map(move |y| {
        let is_row = (CELL..MARK_HEIGHT - CELL).contains(&y);
        let cells = cells.clone();
        (0..MARK_WIDTH).map(move |x| {
            let cell = (x / CELL).checked_sub(1).map(|cell| cell as usize);
            let is_black = cell.is_some_and(|cell| cells.get(cell).copied().unwrap_or(false));
            (x, y, is_row && is_black)
        })
    })
}

/// Draws the mark of `number` with its top left corner at column `x`, row `y` of a picture of 8-bit samples,
/// `width` pixels wide with `channels` samples each.
///
/// # Panics
/// For a mark that does not lie inside, or a number that is not below [`NUMBERS`].
pub fn draw_word(samples: &mut [u8], width: u32, channels: usize, (x, y): (u32, u32), number: u16) {
    assert!(x + MARK_WIDTH <= width, "the mark lies inside");
    for (dx, dy, is_black) in mark_cells(number) {
        let pixel = (y + dy) as usize * width as usize + (x + dx) as usize;
        let pixel = pixel * channels..(pixel + 1) * channels;
        let pixel = samples.get_mut(pixel).expect("the mark lies inside");
        pixel.fill(if is_black { 0 } else { 255 });
    }
}
