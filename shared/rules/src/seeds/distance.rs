//! How far a word that was read is from the one that was meant.

use super::confusion::{EDIT, merging, substitution};

/// Words longer than this are compared letter by letter only.
pub(super) const LONGEST: usize = 64;

const FAR: u16 = u16::MAX / 2;

type Row = [u16; LONGEST + 1];

/// The weighted edit distance of `meant` and `read`, in quarters of an edit, where it is at most `bound`.
///
/// Neighbors that changed places are one edit; [`substitution`] and [`merging`] tell the costs of confusions. Only a
/// band around the diagonal is looked at: time is linear in the length of the words.
pub(super) fn distance(meant: &[char], read: &[char], bound: u16) -> Option<u16> {
    let (meant, read) = differing(meant, read);
    let band = usize::from(bound / EDIT) + 1;
    if meant.len() > LONGEST || read.len() > LONGEST || meant.len().abs_diff(read.len()) > band {
        return None;
    }
    let mut before_last: Row = [FAR; LONGEST + 1];
    let mut last: Row = [FAR; LONGEST + 1];
    for (column, cost) in last.iter_mut().enumerate().take(band + 1) {
        *cost = column as u16 * EDIT;
    }
    let mut least_of_last = 0;
    for row in 1..=meant.len() {
        let mut current: Row = [FAR; LONGEST + 1];
        let mut least = FAR;
        for column in row.saturating_sub(band)..=(row + band).min(read.len()) {
            let rows = [&before_last, &last, &current];
            let cost = cheapest(meant, read, row, column, rows);
            if let Some(cell) = current.get_mut(column) {
                *cell = cost;
            }
            least = least.min(cost);
        }
        if least > bound && least_of_last > bound {
            return None;
        }
        least_of_last = least;
        before_last = last;
        last = current;
    }
    last.get(read.len()).copied().filter(|cost| *cost <= bound)
}

/// What is left of two words without what they begin and end with alike.
fn differing<'a>(meant: &'a [char], read: &'a [char]) -> (&'a [char], &'a [char]) {
    let same = meant
        .iter()
        .zip(read)
        .take_while(|(one, other)| one == other)
        .count();
    let (meant, read) = (
        meant.get(same..).unwrap_or_default(),
        read.get(same..).unwrap_or_default(),
    );
    let pairs = meant.iter().rev().zip(read.iter().rev());
    let same = pairs.take_while(|(one, other)| one == other).count();
    let without_end = |word: &'a [char]| word.get(..word.len() - same).unwrap_or_default();
    (without_end(meant), without_end(read))
}

/// The cost of turning the first `row` letters into the first `column` ones; `rows` are the second last, the last and
/// the current row of costs.
fn cheapest(meant: &[char], read: &[char], row: usize, column: usize, rows: [&Row; 3]) -> u16 {
    let [before_last, last, current] = rows;
    let at = |costs: &Row, back: usize| match column.checked_sub(back) {
        Some(index) => costs.get(index).copied().unwrap_or(FAR),
        None => FAR,
    };
    let wanted = |back: usize| {
        row.checked_sub(back)
            .and_then(|index| meant.get(index))
            .copied()
    };
    let seen = |back: usize| {
        column
            .checked_sub(back)
            .and_then(|index| read.get(index))
            .copied()
    };

    let mut cost = at(last, 0).min(at(current, 1)) + EDIT;
    let (one_wanted, one_seen) = (wanted(1), seen(1));
    if let (Some(meant), Some(read)) = (one_wanted, one_seen) {
        cost = cost.min(at(last, 1) + substitution(meant, read));
    }
    if let (Some(first), Some(second), Some(one)) = (wanted(2), one_wanted, one_seen)
        && let Some(merging) = merging(first, second, one)
    {
        cost = cost.min(at(before_last, 1) + merging);
    }
    if let (Some(first), Some(second), Some(one)) = (seen(2), one_seen, one_wanted)
        && let Some(merging) = merging(first, second, one)
    {
        cost = cost.min(at(last, 2) + merging);
    }
    if one_wanted.is_some() && wanted(2).is_some() && one_wanted == seen(2) && wanted(2) == one_seen
    {
        cost = cost.min(at(before_last, 2) + EDIT);
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(meant: &str, read: &str, bound: u16, expected: Option<u16>) {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        assert_eq!(
            distance(&letters(meant), &letters(read), bound),
            expected,
            "{meant} {read}"
        );
        assert_eq!(
            distance(&letters(read), &letters(meant), bound),
            expected,
            "{read} {meant}"
        );
    }

    #[test]
    fn edits_cost_four_and_confusions_one() {
        check("thompson", "thompson", 0, Some(0));
        check("thompson", "th0mp5on", 8, Some(2));
        check("thompson", "tnompson", 8, Some(2));
        check("thompson", "thompsan", 8, Some(4));
        check("thompson", "thmpson", 8, Some(4));
        check("thompson", "thopmson", 8, Some(4));
        check("barnes", "bames", 4, Some(1));
        check("wagner", "vvagner", 4, Some(1));
        check("muller", "miiller", 4, Some(1));
        check("", "ab", 8, Some(8));
    }

    #[test]
    fn what_is_farther_than_the_bound_has_no_distance() {
        check("thompson", "simpson", 8, None);
        check("doe", "dae", 3, None);
        check("a", "abcdef", 8, None);
    }

    #[test]
    fn long_words_are_refused_rather_than_cut() {
        check(&"ab".repeat(33), &"ba".repeat(33), 8, None);
    }
}
