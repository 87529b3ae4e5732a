//! From what all passes found to words.
//!
//! Every pass sees the same words; the ones at smaller scale see neighboring words as one. An
//! outline that holds several words found at larger scale is shared out among them, so that words
//! stay apart and whatever any pass has covered stays covered.

use std::cmp::Ordering;

use crate::components::Found;
use crate::groups::{agree, grouped};
use crate::nearby::Nearby;
use crate::outline::Outline;
use crate::rectangle::Rectangle;

/// A coarse outline lower than this many of its values adds nothing to the words that a finer pass
/// saw in it: text of that size shows better there, and here it only is blurred.
const LOW: f64 = 8.0;

/// What one lower than this many of its values adds is blur beside the words, no further text.
const BLURRED: f64 = 12.0;

/// A word that becomes this many times as large by what a coarse pass saw ...
const OUTGROWN: f64 = 1.6;

/// ... and reaches further by more than this share of its shorter side is blurred.
const OUTREACHED: f64 = 0.5;

/// Joins what the passes found, from the native scale to the smallest one.
pub fn merged(passes: impl Iterator<Item = Vec<Found>>) -> Vec<Found> {
    let mut words = Words::default();
    for pass in passes {
        for coarse in joined(pass) {
            let same = words.same(&coarse.outline).collect::<Vec<_>>();
            let inside = same.into_iter().filter_map(|at| words.take(at)).collect();
            for word in shared_out(coarse, inside) {
                words.insert(word);
            }
        }
    }
    joined(words.left())
}

/// Words by place.
#[derive(Default)]
struct Words {
    places: Nearby,
    /// By the number of their place; `None` where it was taken.
    found: Vec<Option<Found>>,
}

impl Words {
    fn insert(&mut self, word: Found) {
        self.places.insert(*word.outline.edges());
        self.found.push(Some(word));
    }

    /// The numbers of those that are the same word as `outline`.
    fn same(&self, outline: &Outline) -> impl Iterator<Item = usize> {
        let near = self.places.touching(outline.edges()).into_iter();
        near.filter(|at| {
            let word = self.found.get(*at).and_then(Option::as_ref);
            word.is_some_and(|word| same_word(&word.outline, outline))
        })
    }

    fn take(&mut self, number: usize) -> Option<Found> {
        self.places.remove(number);
        self.found.get_mut(number)?.take()
    }

    /// All that were not taken.
    fn left(self) -> Vec<Found> {
        self.found.into_iter().flatten().collect()
    }
}

/// The words of `inside`, grown so that together they cover `coarse` too: cut half way between
/// lines, then half way between the words of a line. They do not grow by the blur of `coarse`.
fn shared_out(coarse: Found, inside: Vec<Found>) -> Vec<Found> {
    let longest = inside
        .iter()
        .map(|one| Rectangle::smallest(&one.outline))
        .max_by(|a, b| a.length().total_cmp(&b.length()));
    let Some(longest) = longest else {
        return vec![coarse];
    };
    let seen = Rectangle::in_direction(&coarse.outline, longest.direction);
    if seen.height() < LOW * coarse.grain {
        return inside;
    }
    let mut placed: Vec<(Rectangle, Found)> = inside
        .into_iter()
        .map(|one| {
            (
                Rectangle::in_direction(&one.outline, longest.direction),
                one,
            )
        })
        .collect();
    let whole = Rectangle {
        along: unblurred(
            seen.along,
            placed.iter().map(|(place, _)| place.along),
            coarse.grain,
        ),
        across: unblurred(
            seen.across,
            placed.iter().map(|(place, _)| place.across),
            coarse.grain,
        ),
        ..seen
    };
    placed.sort_by(|(a, _), (b, _)| a.across.0.total_cmp(&b.across.0));
    let lines = grouped(
        placed,
        |_| 0,
        |(place, _), _| place.across,
        |(a, _), (b, _)| agree(a.across, b.across),
    );
    let rows: Vec<(f64, f64)> = lines
        .iter()
        .map(|line| union(line.iter().map(|(place, _)| place.across)))
        .collect();
    let mut shared = Vec::new();
    for (mut line, across) in lines.into_iter().zip(cut(whole.across, &rows)) {
        line.sort_by(|(a, _), (b, _)| a.along.0.total_cmp(&b.along.0));
        let columns: Vec<(f64, f64)> = line.iter().map(|(place, _)| place.along).collect();
        for ((place, mut one), along) in line.into_iter().zip(cut(whole.along, &columns)) {
            let share = Rectangle {
                along,
                across,
                ..whole
            };
            if let Some(part) = part_inside(&coarse.outline, share) {
                let grown = one.outline.joined(&part);
                one.sharp &= seen.height() < BLURRED * coarse.grain
                    || !outgrown(&place, &one.outline, &grown);
                one.outline = grown;
            }
            shared.push(one);
        }
    }
    shared
}

/// The stretch `seen` in a map of this `grain` without its blur: what reaches beyond all `parts` by
/// no more than a value of the map.
fn unblurred(seen: (f64, f64), parts: impl Iterator<Item = (f64, f64)>, grain: f64) -> (f64, f64) {
    let (start, end) = union(parts);
    let is_blur = |beyond: f64| (0.0..=grain).contains(&beyond);
    (
        if is_blur(start - seen.0) {
            start
        } else {
            seen.0
        },
        if is_blur(seen.1 - end) { end } else { seen.1 },
    )
}

/// Whether a word at `place` has become so much larger that it may cover text of which its fine
/// outline showed nothing.
fn outgrown(place: &Rectangle, fine: &Outline, grown: &Outline) -> bool {
    let reach = Rectangle::in_direction(grown, place.direction);
    let further = [
        place.along.0 - reach.along.0,
        reach.along.1 - place.along.1,
        place.across.0 - reach.across.0,
        reach.across.1 - place.across.1,
    ];
    let usual = OUTREACHED * place.height().min(place.length());
    grown.area() > OUTGROWN * fine.area() && further.into_iter().any(|step| step > usual)
}

/// The part of `outline` inside `share`.
fn part_inside(outline: &Outline, share: Rectangle) -> Option<Outline> {
    let (along, across) = (share.direction, share.downward());
    let back = |direction: [f64; 2]| direction.map(|part| -part);
    outline
        .up_to(along, share.along.1)?
        .up_to(back(along), -share.along.0)?
        .up_to(across, share.across.1)?
        .up_to(back(across), -share.across.0)
}

/// The stretch from `start` to `end`, cut half way between consecutive `parts`.
fn cut((start, end): (f64, f64), parts: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let cuts = parts.windows(2).map(|pair| match pair {
        [(_, before), (after, _)] => before.midpoint(*after).max(start).min(end),
        _ => end,
    });
    let ends: Vec<f64> = cuts.chain([end]).collect();
    let starts = std::iter::once(start).chain(ends.clone());
    starts.zip(ends).collect()
}

/// From the least start to the greatest end.
fn union(parts: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    parts.fold(
        (f64::INFINITY, f64::NEG_INFINITY),
        |(start, end), (from, to)| (start.min(from), end.max(to)),
    )
}

/// Outlines of which none lies mostly within another; what was covered stays covered.
fn joined(found: Vec<Found>) -> Vec<Found> {
    let mut joined = Words::default();
    for mut one in found {
        // An outline that has grown may reach others that it did not reach before.
        loop {
            let same = joined.same(&one.outline).next();
            let Some(other) = same.and_then(|at| joined.take(at)) else {
                break;
            };
            one.outline = one.outline.joined(&other.outline);
            one.seen = match one.grain.total_cmp(&other.grain) {
                Ordering::Less => one.seen,
                Ordering::Equal => one.seen.joined(&other.seen),
                Ordering::Greater => other.seen,
            };
            one.grain = one.grain.min(other.grain);
            one.sharp &= other.sharp;
            if other.confidence > one.confidence {
                one.confidence = other.confidence;
            }
        }
        joined.insert(one);
    }
    joined.left()
}

/// Whether at least half of the smaller outline lies within the other.
fn same_word(a: &Outline, b: &Outline) -> bool {
    let shared = a.shared_area(b);
    shared > 0.0 && 2.0 * shared >= a.area().min(b.area())
}

#[cfg(test)]
mod tests {
    use deid_model::{Confidence, FrameSize};

    use super::*;

    fn found(outline: Outline) -> Found {
        Found::new(outline, 2.0, Confidence::new(0.9))
    }

    fn upright([x0, y0, x1, y1]: [u32; 4]) -> Found {
        let [x0, y0, x1, y1] = [x0, y0, x1, y1].map(f64::from);
        found(Outline::around([[x0, y0], [x1, y0], [x1, y1], [x0, y1]]))
    }

    /// A box of 200 x 20 whose upper left corner is `(x, y)`, turned clockwise by 45 degrees.
    fn slanted(x: f64, y: f64) -> Found {
        let (length, height) = (200.0 * 0.5f64.sqrt(), 20.0 * 0.5f64.sqrt());
        found(Outline::around([
            [x, y],
            [x + length, y + length],
            [x + length - height, y + length + height],
            [x - height, y + height],
        ]))
    }

    /// Boxes of what several passes found, the native one first.
    fn read(passes: &[&[[u32; 4]]]) -> Vec<[u32; 4]> {
        let size = FrameSize::new(1000, 1000);
        let passes = passes
            .iter()
            .map(|boxes| boxes.iter().copied().map(upright).collect());
        let mut boxes: Vec<_> = merged(passes)
            .iter()
            .map(|word| word.outline.bounds(0.0, size).unwrap())
            .collect();
        boxes.sort();
        boxes.into_iter().map(<[u32; 4]>::from).collect()
    }

    #[test]
    fn the_same_word_found_twice_is_one_word() {
        let joined = [[8, 10, 60, 32]];
        assert_eq!(read(&[&[[10, 10, 60, 30], [8, 12, 58, 32]]]), joined);
        let joined = [[7, 10, 60, 33]];
        assert_eq!(read(&[&[[10, 10, 60, 30]], &[[7, 12, 58, 33]]]), joined);
    }

    #[test]
    fn a_word_does_not_grow_by_the_blur_of_a_coarse_pass() {
        // A value of the map stands for 2 pixels; only at the top is there more.
        let expected = [[10, 7, 60, 30]];
        assert_eq!(read(&[&[[10, 10, 60, 30]], &[[8, 7, 62, 32]]]), expected);
    }

    #[test]
    fn words_that_outgrow_what_was_seen_of_them_are_blurred() {
        let sharp = |fine: &[[u32; 4]], coarse: [u32; 4]| {
            let fine = fine.iter().copied().map(upright).collect();
            let words = merged([fine, vec![upright(coarse)]].into_iter());
            words.iter().map(|word| word.sharp).collect::<Vec<_>>()
        };
        // Twice as high as blur can be.
        assert_eq!(sharp(&[[20, 20, 60, 70]], [20, 20, 180, 70]), [false]);
        assert_eq!(sharp(&[[20, 20, 60, 70]], [16, 16, 72, 78]), [true]);
        // Narrow letters fill the gap between them.
        assert_eq!(
            sharp(&[[20, 20, 36, 70], [52, 20, 68, 70]], [20, 20, 68, 70]),
            [true, true]
        );
        assert_eq!(
            sharp(&[[20, 20, 80, 70], [100, 20, 160, 70]], [20, 20, 320, 70]),
            [true, false]
        );
        // What a coarse pass adds to small letters is no further text.
        assert_eq!(sharp(&[[10, 10, 30, 30]], [10, 10, 90, 30]), [true]);
    }

    #[test]
    fn small_words_do_not_grow_by_what_a_coarse_pass_makes_of_them() {
        let words = [[10, 10, 40, 20], [44, 10, 80, 20]];
        // Less than eight values high.
        assert_eq!(read(&[&words, &[[6, 8, 84, 23]]]), words);
    }

    #[test]
    fn a_word_is_read_where_it_was_seen_most_precisely() {
        let fine = upright([20, 20, 60, 70]);
        let seen = fine.outline.clone();
        let words = merged([vec![fine], vec![upright([20, 20, 180, 70])]].into_iter());
        assert_eq!(words.len(), 1);
        assert!(words[0].outline.area() > 2.0 * seen.area());
        assert_eq!(words[0].seen, seen);
    }

    #[test]
    fn a_coarse_box_is_shared_out_among_the_words_inside() {
        let fine = [[10, 10, 40, 30], [50, 12, 80, 30], [10, 40, 60, 56]];
        let expected = [[7, 7, 45, 35], [45, 7, 90, 35], [7, 35, 90, 60]];
        assert_eq!(read(&[&fine, &[[7, 7, 90, 60]]]), expected);
    }

    #[test]
    fn a_coarse_box_without_words_inside_is_a_word() {
        assert_eq!(read(&[&[[10, 10, 40, 30]], &[[10, 60, 400, 160]]]).len(), 2);
    }

    #[test]
    fn neighbors_that_touch_at_their_margins_stay_apart() {
        let touching = [[10, 10, 50, 30], [46, 10, 90, 30], [10, 27, 50, 47]];
        assert_eq!(read(&[&touching]).len(), 3);
    }

    #[test]
    fn slanted_lines_stay_apart_though_their_upright_boxes_overlap() {
        let lines = vec![slanted(200.0, 200.0), slanted(180.0, 220.0)];
        assert_eq!(merged([lines].into_iter()).len(), 2);
    }

    #[test]
    fn a_slanted_coarse_outline_is_shared_out_along_its_words() {
        let (first, second) = (slanted(200.0, 200.0), slanted(360.0, 360.0));
        let coarse = found(first.outline.joined(&second.outline));
        let words = merged([vec![first, second], vec![coarse.clone()]].into_iter());
        assert_eq!(words.len(), 2);
        let whole = Rectangle::smallest(&coarse.outline);
        for word in &words {
            let place = Rectangle::smallest(&word.outline);
            assert!(place.is_parallel(&whole) && place.height() < whole.height() + 0.01);
        }
        let covered: f64 = words.iter().map(|word| word.outline.area()).sum();
        assert!((covered - coarse.outline.area()).abs() < 1.0);
    }
}
