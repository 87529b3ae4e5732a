//! From the two maps of a picture to the places that show words.
//!
//! The core map holds the middles of words, which do not touch; the extent map holds whole words,
//! which may. A word is a middle and that part of the extent around it which is nearer to it than
//! to other middles.

use deid_model::Confidence;
use image::GrayImage;

use crate::outline::{Outline, Point, dot};
use crate::rectangle::Rectangle;
use crate::thresholds::{
    CORE_LOW, CORE_PEAK, EXTENT_IN_LINE, EXTENT_LOW, EXTENT_SURE, FEWEST, IN_LINE_REACH,
    LONE_EXTENT_PEAK,
};

/// A place that shows text.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Around all that any pass saw of it, in pixels of the picture: what must be covered.
    pub outline: Outline,
    /// Around what the pass saw of it that saw it most precisely: where it is read.
    pub seen: Outline,
    /// Pixels for one value, along one side, where it was seen most precisely.
    pub grain: f64,
    /// Whether it was seen as finely as `grain` says as a whole. Of what a blurred one covers, only
    /// a part may be legible.
    pub sharp: bool,
    /// The best belief inside.
    pub confidence: Confidence,
}

impl Found {
    /// What one pass saw, whose values stand for `grain` x `grain` pixels.
    pub fn new(outline: Outline, grain: f64, confidence: Confidence) -> Self {
        Self {
            seen: outline.clone(),
            outline,
            grain,
            sharp: true,
            confidence,
        }
    }
}

/// What one pass found.
#[derive(Default)]
pub struct Components {
    /// Places that surely enough show text.
    pub words: Vec<Found>,
    /// Places that do so on the line of such a word only, see [`crate::companions`].
    pub faint: Vec<Found>,
}

/// The words of `[core, extent]`, two maps of equal size. One value stands for `factor` x `factor`
/// pixels.
pub fn components(maps: &[GrayImage; 2], factor: u32) -> Components {
    let [core, extent] = maps;
    let mut labels = Labels::new(core.width() as usize, core.len());
    let front = labels.label_cores(core);
    labels.spread(front, |at, _| is_above(extent, EXTENT_LOW, at));
    let faint = labels.label_lone_extents(extent);
    labels.reach_in_line(extent);
    let factor = f64::from(factor);
    Components {
        words: labels.found(extent, factor),
        faint: labels.faint(faint, factor),
    }
}

fn is_above(map: &[u8], low: u8, at: usize) -> bool {
    map.get(at).is_some_and(|value| *value > low)
}

/// Which word each value of the maps belongs to.
struct Labels {
    width: usize,
    /// Words count from 1.
    words: Vec<u32>,
    /// The best value of each word.
    peaks: Vec<u8>,
}

/// Belongs to no word.
const NONE: u32 = 0;

/// Belongs to a middle that is too faint to be one.
const FAINT: u32 = u32::MAX;

impl Labels {
    fn new(width: usize, values: usize) -> Self {
        Self {
            width,
            words: vec![NONE; values],
            peaks: Vec::new(),
        }
    }

    /// Labels all middles and returns their values.
    fn label_cores(&mut self, core: &[u8]) -> Vec<usize> {
        let mut front = Vec::new();
        for at in 0..core.len() {
            if let Some((mut middle, peak)) = self.flood(core, CORE_LOW, at) {
                if peak >= CORE_PEAK {
                    self.peaks.push(peak);
                    front.append(&mut middle);
                } else {
                    self.label(&middle, FAINT);
                }
            }
        }
        for word in self.words.iter_mut().filter(|word| **word == FAINT) {
            *word = NONE;
        }
        front
    }

    /// Lets each word grow over what it `may` take, all at the same speed, from `front`.
    fn spread(&mut self, mut front: Vec<usize>, may: impl Fn(usize, u32) -> bool) {
        while !front.is_empty() {
            let mut next = Vec::new();
            for at in front {
                let word = self.words.get(at).copied().unwrap_or(NONE);
                for beside in neighbors(at, self.width, self.words.len()) {
                    if self.words.get(beside) == Some(&NONE) && may(beside, word) {
                        self.label(&[beside], word);
                        next.push(beside);
                    }
                }
            }
            front = next;
        }
    }

    /// Labels areas of the extent that hold no middle, where they are bright; returns the others.
    fn label_lone_extents(&mut self, extent: &[u8]) -> Vec<(Vec<usize>, u8)> {
        let mut faint = Vec::new();
        for at in 0..extent.len() {
            if let Some((area, peak)) = self.flood(extent, EXTENT_LOW, at) {
                if peak >= LONE_EXTENT_PEAK {
                    self.peaks.push(peak);
                } else {
                    self.label(&area, FAINT);
                    faint.push((area, peak));
                }
            }
        }
        faint
    }

    /// Lets each word grow on within its line, where its end may have been seen faintly.
    fn reach_in_line(&mut self, extent: &[u8]) {
        let lines: Vec<Option<Rectangle>> = self
            .spans(|_| true)
            .iter()
            .map(|spans| (spans.values >= FEWEST).then(|| spans.line()))
            .collect();
        let labeled = |word: &u32| !matches!(*word, NONE | FAINT);
        let words = self.words.iter().enumerate();
        let front = words
            .filter_map(|(at, word)| labeled(word).then_some(at))
            .collect();
        let width = self.width;
        self.spread(front, |at, word| {
            let line = lines.get(word as usize - 1).and_then(Option::as_ref);
            let middle = [at % width, at / width].map(|place| place as f64 + 0.5);
            is_above(extent, EXTENT_IN_LINE, at) && line.is_some_and(|line| holds(line, middle))
        });
    }

    /// Labels what is connected to the value `at` above `low` with the number of the next word, and
    /// returns it with its best value; `None` where `at` is labeled or below.
    fn flood(&mut self, map: &[u8], low: u8, at: usize) -> Option<(Vec<usize>, u8)> {
        let word = u32::try_from(self.peaks.len()).ok()?.checked_add(1)?;
        if !self.take(at, map, low, word) {
            return None;
        }
        let (mut area, mut peak, mut done) = (vec![at], 0, 0);
        while let Some(at) = area.get(done).copied() {
            done += 1;
            peak = peak.max(map.get(at).copied().unwrap_or(0));
            for beside in neighbors(at, self.width, map.len()) {
                if self.take(beside, map, low, word) {
                    area.push(beside);
                }
            }
        }
        Some((area, peak))
    }

    /// Labels the value `at` where it is above `low` and belongs to no word.
    fn take(&mut self, at: usize, map: &[u8], low: u8, word: u32) -> bool {
        match (self.words.get_mut(at), map.get(at)) {
            (Some(known), Some(value)) if *known == NONE && *value > low => {
                *known = word;
                true
            }
            _ => false,
        }
    }

    fn label(&mut self, area: &[usize], word: u32) {
        for at in area {
            if let Some(known) = self.words.get_mut(*at) {
                *known = word;
            }
        }
    }

    /// The words, without speckle.
    fn found(&self, extent: &[u8], factor: f64) -> Vec<Found> {
        let whole = self.spans(|_| true);
        let sure = self.spans(|at| extent.get(at).is_some_and(|value| *value > EXTENT_SURE));
        let words = whole.iter().zip(&sure).zip(&self.peaks);
        words
            .filter(|((whole, _), _)| whole.values >= FEWEST)
            .map(|((whole, sure), peak)| {
                let confidence = Confidence::new(f32::from(*peak) / 255.0);
                let outline = Outline::around(whole.corners(factor));
                let found = Found::new(outline, factor, confidence);
                if sure.values < FEWEST {
                    return found;
                }
                let seen = Outline::around(sure.corners(factor));
                Found { seen, ..found }
            })
            .collect()
    }

    /// What was too faint to be a word by itself, without speckle: `areas` with their best values.
    fn faint(&self, areas: Vec<(Vec<usize>, u8)>, factor: f64) -> Vec<Found> {
        let large = areas.into_iter().filter(|(area, _)| area.len() >= FEWEST);
        large
            .map(|(mut area, peak)| {
                area.sort_unstable();
                let mut spans = Spans::default();
                for at in area {
                    spans.add(at % self.width, at / self.width);
                }
                let outline = Outline::around(spans.corners(factor));
                Found::new(outline, factor, Confidence::new(f32::from(peak) / 255.0))
            })
            .collect()
    }

    /// The values of each word, of those whose place is `wanted`.
    fn spans(&self, wanted: impl Fn(usize) -> bool) -> Vec<Spans> {
        let mut spans: Vec<Spans> = vec![Spans::default(); self.peaks.len()];
        let labeled = self.words.iter().enumerate();
        for (at, word) in labeled.filter(|(at, word)| **word != NONE && wanted(*at)) {
            // `FAINT` is beyond all words.
            if let Some(spans) = spans.get_mut(*word as usize - 1) {
                spans.add(at % self.width, at / self.width);
            }
        }
        spans
    }
}

/// The values of one word: from where to where they reach in each row.
#[derive(Clone, Default)]
struct Spans {
    /// Row, first column, last column.
    rows: Vec<[usize; 3]>,
    values: usize,
}

impl Spans {
    /// Adds a value; they come row by row, each from the left.
    fn add(&mut self, x: usize, y: usize) {
        self.values += 1;
        match self.rows.last_mut() {
            Some([row, _, last]) if *row == y => *last = x,
            _ => self.rows.push([y, x, x]),
        }
    }

    /// The rectangle it stands in, in values of the map, and as much before and behind it as it may reach on.
    fn line(&self) -> Rectangle {
        let place = Rectangle::smallest(&Outline::around(self.corners(1.0)));
        let reach = IN_LINE_REACH * place.height();
        let (start, end) = place.along;
        Rectangle {
            along: (start - reach, end + reach),
            ..place
        }
    }

    /// The corners of all rows, in pixels.
    fn corners(&self, factor: f64) -> impl Iterator<Item = Point> {
        self.rows.iter().flat_map(move |[y, first, last]| {
            [
                (*first, *y),
                (*first, y + 1),
                (last + 1, *y),
                (last + 1, y + 1),
            ]
            .map(|(x, y)| [x as f64 * factor, y as f64 * factor])
        })
    }
}

/// Whether `place` lies within `rectangle`.
fn holds(rectangle: &Rectangle, place: Point) -> bool {
    let (along, across) = (
        dot(place, rectangle.direction),
        dot(place, rectangle.downward()),
    );
    let within = |(start, end): (f64, f64), at: f64| (start..=end).contains(&at);
    within(rectangle.along, along) && within(rectangle.across, across)
}

/// The values around `at`, and itself.
fn neighbors(at: usize, width: usize, values: usize) -> impl Iterator<Item = usize> {
    let (x, y) = (at % width, at / width);
    let columns = x.saturating_sub(1)..(x + 2).min(width);
    let rows = y.saturating_sub(1)..(y + 2).min(values / width);
    rows.flat_map(move |y| columns.clone().map(move |x| y * width + x))
}

#[cfg(test)]
mod tests {
    use image::Luma;

    use super::*;

    /// A map of 100 x 50 with filled boxes `[x0, y0, x1, y1]`.
    fn map(boxes: &[([u32; 4], u8)]) -> GrayImage {
        GrayImage::from_fn(100, 50, |x, y| {
            let inside =
                |[x0, y0, x1, y1]: [u32; 4]| (x0..x1).contains(&x) && (y0..y1).contains(&y);
            let values = boxes.iter().filter(|(area, _)| inside(*area));
            Luma([values.map(|(_, value)| *value).max().unwrap_or(0)])
        })
    }

    /// Upright boxes of what is found, in values of the map.
    fn boxes(core: &[([u32; 4], u8)], extent: &[([u32; 4], u8)]) -> Vec<[f64; 4]> {
        components(&[map(core), map(extent)], 1)
            .words
            .iter()
            .map(|found| {
                let [(x0, x1), (y0, y1)] = [[1.0, 0.0], [0.0, 1.0]].map(|d| found.outline.reach(d));
                [x0, y0, x1, y1]
            })
            .collect()
    }

    #[test]
    fn a_word_is_its_middle_and_the_extent_around_it() {
        let core = [([12, 22, 38, 28], 200)];
        let extent = [([10, 20, 40, 30], 150)];
        assert_eq!(boxes(&core, &extent), [[10.0, 20.0, 40.0, 30.0]]);
        // A middle that reaches beyond the extent is not cut.
        assert_eq!(boxes(&extent, &core), [[10.0, 20.0, 40.0, 30.0]]);
    }

    #[test]
    fn a_word_is_covered_as_far_as_it_may_reach_and_seen_where_it_surely_is() {
        let core = map(&[([12, 22, 38, 28], 200)]);
        let reach = |extent: &[([u32; 4], u8)]| {
            let found = components(&[core.clone(), map(extent)], 1).words.remove(0);
            [found.outline, found.seen].map(|outline| outline.reach([1.0, 0.0]))
        };
        let fringed = [
            ([8, 18, 42, 32], EXTENT_LOW + 1),
            ([10, 20, 40, 30], EXTENT_SURE + 1),
        ];
        assert_eq!(reach(&fringed), [(8.0, 42.0), (10.0, 40.0)]);
        // Where it is nowhere sure, it is seen as a whole.
        assert_eq!(reach(&fringed[..1]), [(8.0, 42.0); 2]);
    }

    #[test]
    fn an_extent_around_several_middles_is_shared_half_way_between_them() {
        let core = [
            ([12, 12, 30, 16], 200),
            ([40, 12, 58, 16], 200),
            ([12, 24, 58, 28], 200),
        ];
        let extent = [([10, 10, 60, 30], 150)];
        let expected = [
            [10.0, 10.0, 35.0, 20.0],
            [35.0, 10.0, 60.0, 20.0],
            [10.0, 20.0, 60.0, 30.0],
        ];
        assert_eq!(boxes(&core, &extent), expected);
    }

    #[test]
    fn an_extent_without_a_middle_is_a_word_only_where_it_is_bright() {
        assert_eq!(
            boxes(&[], &[([10, 20, 40, 30], LONE_EXTENT_PEAK - 1)]).len(),
            0
        );
        assert_eq!(boxes(&[], &[([10, 20, 40, 30], LONE_EXTENT_PEAK)]).len(), 1);
        // A middle that is too faint to be one changes nothing.
        let faint = [([12, 22, 38, 28], CORE_PEAK - 1)];
        let dark = [([10, 20, 40, 30], LONE_EXTENT_PEAK - 1)];
        assert_eq!(boxes(&faint, &dark).len(), 0);
        assert_eq!(
            boxes(&faint, &[([10, 20, 40, 30], LONE_EXTENT_PEAK)]),
            [[10.0, 20.0, 40.0, 30.0]]
        );
    }

    #[test]
    fn a_word_reaches_on_faintly_within_its_line_and_nowhere_else() {
        let core = [([12, 22, 38, 28], 200)];
        let faint = EXTENT_IN_LINE + 1;
        let extent = [([10, 20, 40, 30], 150), ([4, 10, 60, 40], faint)];
        assert_eq!(boxes(&core, &extent), [[4.0, 20.0, 60.0, 30.0]]);
        let far = [([10, 20, 40, 30], 150), ([40, 20, 90, 30], faint)];
        // Three times its height, and no further.
        assert_eq!(boxes(&core, &far), [[10.0, 20.0, 70.0, 30.0]]);
    }

    #[test]
    fn what_is_too_faint_for_a_word_is_told_apart() {
        let maps = [map(&[]), map(&[([10, 20, 40, 30], LONE_EXTENT_PEAK - 1)])];
        let found = components(&maps, 1);
        assert_eq!((found.words.len(), found.faint.len()), (0, 1));
        assert_eq!(found.faint[0].outline.reach([1.0, 0.0]), (10.0, 40.0));
    }

    #[test]
    fn small_and_weak_components_are_dropped() {
        assert!(boxes(&[([5, 5, 10, 6], 255), ([50, 5, 70, 15], 127)], &[]).is_empty());
    }

    #[test]
    fn weak_values_join_a_strong_one_even_at_a_corner() {
        let core = [([10, 10, 20, 20], 103), ([20, 20, 21, 21], 200)];
        assert_eq!(boxes(&core, &[]), [[10.0, 10.0, 21.0, 21.0]]);
    }

    #[test]
    fn words_reach_to_the_edges_of_the_map_and_an_empty_map_has_none() {
        let core = [([0, 0, 4, 4], 255), ([90, 45, 100, 50], 255)];
        assert_eq!(
            boxes(&core, &core),
            [[0.0, 0.0, 4.0, 4.0], [90.0, 45.0, 100.0, 50.0]]
        );
        for (columns, rows) in [(0, 0), (1, 1)] {
            let map = GrayImage::from_pixel(columns, rows, Luma([255]));
            assert!(components(&[map.clone(), map], 2).words.is_empty());
        }
    }

    #[test]
    fn values_stand_for_squares_of_pixels() {
        let word = map(&[([10, 20, 40, 30], 255)]);
        let found = components(&[word.clone(), word], 4).words;
        assert_eq!(found[0].outline.reach([1.0, 0.0]), (40.0, 160.0));
        assert_eq!((found[0].grain, found[0].confidence.value()), (4.0, 1.0));
    }
}
