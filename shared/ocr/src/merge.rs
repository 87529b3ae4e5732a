//! From the boxes of all passes to words, in reading order.
//!
//! Every pass sees the same words; the ones at smaller scale see neighboring words as one. A box
//! that holds several words found at larger scale is shared out among them, so that words stay
//! apart and whatever any pass has covered stays covered.

use deid_model::{PixelBox, TextDetection};

use crate::components::Found;

/// Joins what the passes found, from the native scale to the smallest one, and orders it by line,
/// then from left to right.
pub fn words(passes: impl Iterator<Item = Vec<Found>>) -> Vec<TextDetection> {
    let mut words: Vec<Found> = Vec::new();
    for pass in passes {
        for coarse in joined(pass) {
            let (inside, elsewhere) = words
                .into_iter()
                .partition(|fine| same_word(fine.area, coarse.area));
            words = elsewhere;
            words.extend(shared_out(coarse, inside));
        }
    }
    (0..)
        .zip(lines(joined(words)))
        .flat_map(|(number, line)| {
            line.into_iter()
                .map(move |one| TextDetection::unread(one.area, one.confidence, number))
        })
        .collect()
}

/// The boxes of `inside`, grown so that together they cover `coarse` too: cut half way between
/// lines, then half way between the words of a line.
fn shared_out(coarse: Found, inside: Vec<Found>) -> Vec<Found> {
    if inside.is_empty() {
        return vec![coarse];
    }
    let [x0, y0, x1, y1] = <[u32; 4]>::from(coarse.area);
    let lines = lines(inside);
    let rows: Vec<(u32, u32)> = lines
        .iter()
        .map(|line| extent(line, |area| (area.y0(), area.y1())))
        .collect();
    let mut shared = Vec::new();
    for (mut line, (top, bottom)) in lines.into_iter().zip(cut(y0, y1, &rows)) {
        let columns: Vec<(u32, u32)> = line
            .iter()
            .map(|one| (one.area.x0(), one.area.x1()))
            .collect();
        for (one, (left, right)) in line.iter_mut().zip(cut(x0, x1, &columns)) {
            if let Some(share) = PixelBox::new(left, top, right, bottom) {
                one.area = one.area.union(share);
            }
        }
        shared.append(&mut line);
    }
    shared
}

/// `start..end` cut half way between consecutive `parts`.
fn cut(start: u32, end: u32, parts: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let cuts = parts.windows(2).map(|pair| match pair {
        [(_, before), (after, _)] => (before.midpoint(*after)).clamp(start, end),
        _ => end,
    });
    let ends: Vec<u32> = cuts.chain([end]).collect();
    let starts = std::iter::once(start).chain(ends.clone());
    starts.zip(ends).collect()
}

/// From the least start to the greatest end.
fn extent(line: &[Found], side: impl Fn(PixelBox) -> (u32, u32)) -> (u32, u32) {
    line.iter()
        .map(|one| side(one.area))
        .fold((u32::MAX, 0), |(start, end), (from, to)| {
            (start.min(from), end.max(to))
        })
}

/// Boxes by line from top to bottom, those of a line from left to right.
fn lines(mut found: Vec<Found>) -> Vec<Vec<Found>> {
    found.sort_by_key(|one| one.area);
    let mut lines: Vec<Vec<Found>> = Vec::new();
    for one in found {
        match lines
            .iter_mut()
            .rfind(|line| line.iter().any(|other| same_line(one.area, other.area)))
        {
            Some(line) => line.push(one),
            None => lines.push(vec![one]),
        }
    }
    for line in &mut lines {
        line.sort_by_key(|one| (one.area.x0(), one.area));
    }
    lines
}

/// Boxes of which none lies mostly within another; what was covered stays covered.
fn joined(mut found: Vec<Found>) -> Vec<Found> {
    // Sorted, so that the result does not depend on the order in which boxes were found.
    found.sort_by_key(|one| one.area);
    let mut joined: Vec<Found> = Vec::new();
    for mut one in found {
        // A box that has grown may reach boxes that it did not reach before.
        while let Some(at) = joined
            .iter()
            .position(|other| same_word(one.area, other.area))
        {
            let other = joined.swap_remove(at);
            one.area = one.area.union(other.area);
            if other.confidence > one.confidence {
                one.confidence = other.confidence;
            }
        }
        joined.push(one);
    }
    joined
}

/// Whether at least half of the smaller box lies within the other.
fn same_word(a: PixelBox, b: PixelBox) -> bool {
    let shared = a.intersection(b).map_or(0, PixelBox::area);
    2 * shared >= a.area().min(b.area())
}

/// Whether the rows of two boxes agree for at least half of the lower one's height.
fn same_line(a: PixelBox, b: PixelBox) -> bool {
    let shared = a.y1().min(b.y1()).saturating_sub(a.y0().max(b.y0()));
    2 * shared >= a.height().min(b.height())
}

#[cfg(test)]
mod tests {
    use deid_model::Confidence;

    use super::*;

    fn found(areas: &[[u32; 4]]) -> Vec<Found> {
        let confidence = Confidence::new(0.9);
        areas
            .iter()
            .map(|area| Found {
                area: PixelBox::try_from(*area).unwrap(),
                confidence,
            })
            .collect()
    }

    /// Line numbers and boxes of what several passes found, the native one first.
    fn read(passes: &[&[[u32; 4]]]) -> Vec<(u32, [u32; 4])> {
        let words = words(passes.iter().map(|areas| found(areas)));
        words
            .into_iter()
            .map(|word| (word.line, word.area.into()))
            .collect()
    }

    #[test]
    fn the_same_word_found_twice_is_one_word() {
        assert_eq!(
            read(&[&[[10, 10, 60, 30]], &[[8, 12, 58, 32]]]),
            [(0, [8, 10, 60, 32])]
        );
        assert_eq!(
            read(&[&[[10, 10, 60, 30], [8, 12, 58, 32]]]),
            [(0, [8, 10, 60, 32])]
        );
    }

    #[test]
    fn a_coarse_box_is_shared_out_among_the_words_inside() {
        let fine = [[10, 10, 40, 30], [50, 12, 80, 30], [10, 40, 60, 56]];
        let expected = [
            (0, [8, 8, 45, 35]),
            (0, [45, 8, 90, 35]),
            (1, [8, 35, 90, 60]),
        ];
        assert_eq!(read(&[&fine, &[[8, 8, 90, 60]]]), expected);
    }

    #[test]
    fn a_coarse_box_without_words_inside_is_a_word() {
        assert_eq!(read(&[&[[10, 10, 40, 30]], &[[10, 60, 400, 160]]]).len(), 2);
    }

    #[test]
    fn neighbors_that_touch_at_their_margins_stay_apart() {
        assert_eq!(
            read(&[&[[10, 10, 50, 30], [46, 10, 90, 30], [10, 27, 50, 47]]]).len(),
            3
        );
    }

    #[test]
    fn words_are_read_line_by_line_from_the_left() {
        let areas = [
            [200, 12, 260, 30],
            [10, 50, 60, 70],
            [10, 10, 80, 30],
            [100, 48, 160, 72],
        ];
        let expected = [
            (0, [10, 10, 80, 30]),
            (0, [200, 12, 260, 30]),
            (1, [10, 50, 60, 70]),
            (1, [100, 48, 160, 72]),
        ];
        assert_eq!(read(&[&areas]), expected);
    }
}
