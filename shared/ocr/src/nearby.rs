//! Boxes by place: which of many touch a given one, without a look at each.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

/// An upright box: from where to where it reaches across the columns and across the rows, in pixels.
pub type Bounds = [(f64, f64); 2];

/// Side of the smallest cells, as a power of two: 8 pixels.
const SMALLEST: f64 = 3.0;

/// Cells by column and row, with the numbers of the boxes that begin in each.
type Cells = HashMap<[i64; 2], Vec<usize>>;

/// Upright boxes that are asked for by place.
///
/// A box is kept in the one cell that holds its upper left corner, in a grid whose cells are at
/// least as large as the box: so it reaches into the next cells at most.
#[derive(Default)]
pub struct Nearby {
    /// By number.
    boxes: Vec<Bounds>,
    /// By the side of their cells, as a power of two.
    grids: BTreeMap<i32, Cells>,
}

impl Nearby {
    /// Adds a box and returns its number; they count from 0.
    pub fn insert(&mut self, area: Bounds) -> usize {
        let number = self.boxes.len();
        let (power, cell) = home(&area);
        let cells = self.grids.entry(power).or_default();
        cells.entry(cell).or_default().push(number);
        self.boxes.push(area);
        number
    }

    /// Forgets the box of this number; the others keep theirs.
    pub fn remove(&mut self, number: usize) {
        let home = self.boxes.get(number).map(home);
        let cells = home.and_then(|(power, cell)| Some((self.grids.get_mut(&power)?, cell)));
        if let Some((cells, cell)) = cells
            && let Some(numbers) = cells.get_mut(&cell)
        {
            numbers.retain(|known| *known != number);
            if numbers.is_empty() {
                cells.remove(&cell);
            }
        }
    }

    /// The numbers of all boxes that touch `area`, ascending.
    pub fn touching(&self, area: &Bounds) -> Vec<usize> {
        let mut found = Vec::new();
        self.each_touching(area, |number| found.push(number));
        found.sort_unstable();
        found
    }

    /// Calls `visit` with the number of each box that touches `area`, in any order.
    pub fn each_touching(&self, area: &Bounds, mut visit: impl FnMut(usize)) {
        let mut ask = |numbers: &Vec<usize>| {
            for number in numbers {
                if self
                    .boxes
                    .get(*number)
                    .is_some_and(|known| touch(known, area))
                {
                    visit(*number);
                }
            }
        };
        for (power, cells) in &self.grids {
            let side = f64::from(*power).exp2();
            let [columns, rows] =
                area.map(|(start, end)| index(start - side, side)..=index(end, side));
            if length(&columns).saturating_mul(length(&rows)) > cells.len() {
                cells.values().for_each(&mut ask);
            } else {
                let places = rows.flat_map(|row| columns.clone().map(move |column| [column, row]));
                places
                    .filter_map(|place| cells.get(&place))
                    .for_each(&mut ask);
            }
        }
    }
}

/// The grid and the cell that hold a box.
fn home(area: &Bounds) -> (i32, [i64; 2]) {
    let longest = area
        .iter()
        .map(|(start, end)| end - start)
        .fold(0.0, f64::max);
    let power = longest.log2().max(SMALLEST).ceil();
    (
        power as i32,
        area.map(|(start, _)| index(start, power.exp2())),
    )
}

/// The cell of this side that holds a place.
fn index(at: f64, side: f64) -> i64 {
    (at / side).floor() as i64
}

fn length(range: &RangeInclusive<i64>) -> usize {
    usize::try_from(range.end().saturating_sub(*range.start()))
        .map_or(0, |steps| steps.saturating_add(1))
}

fn touch(a: &Bounds, b: &Bounds) -> bool {
    a.iter().zip(b).all(|(a, b)| a.0 <= b.1 && b.0 <= a.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Boxes of many sizes that look scattered.
    fn scattered() -> Vec<Bounds> {
        let boxes = (0..400u32).map(|at| {
            let [x, y] = [at * 7919 % 997, at * 104_729 % 991].map(|start| f64::from(start) - 20.0);
            let side = f64::from(at % 13 * (at % 7) * (1 + at % 3));
            [(x, x + side), (y, y + 5.0 + side / 3.0)]
        });
        boxes.collect()
    }

    #[test]
    fn the_boxes_that_touch_are_those_that_a_look_at_each_finds() {
        let boxes = scattered();
        let mut nearby = Nearby::default();
        for area in &boxes {
            nearby.insert(*area);
        }
        for number in (0..boxes.len()).step_by(3) {
            nearby.remove(number);
        }
        let mut all = 0;
        for area in &boxes {
            let left = (0..boxes.len()).filter(|number| number % 3 != 0);
            let expected: Vec<usize> = left.filter(|at| touch(&boxes[*at], area)).collect();
            all += expected.len();
            assert_eq!(nearby.touching(area), expected);
        }
        assert!(all > boxes.len(), "the boxes must touch others");
        let everywhere = [(-1e9, 1e9), (-1e9, 1e9)];
        assert_eq!(nearby.touching(&everywhere).len(), 266);
    }

    #[test]
    fn a_removed_number_is_not_given_again_and_removing_twice_does_nothing() {
        let mut nearby = Nearby::default();
        let area = [(0.0, 5.0), (0.0, 5.0)];
        assert_eq!([nearby.insert(area), nearby.insert(area)], [0, 1]);
        for number in [0, 0, 9] {
            nearby.remove(number);
        }
        assert_eq!(nearby.insert(area), 2);
        assert_eq!(nearby.touching(&area), [1, 2]);
    }
}
