//! Words in reading order, with the direction they are read in.

use std::cmp::Ordering;

use deid_model::{FrameSize, PixelBox, TextDetection};

use crate::components::Found;
use crate::groups::{agree, grouped};
use crate::nearby::Nearby;
use crate::outline::dot;
use crate::rectangle::Rectangle;
use crate::thresholds::{GROWTH, LEAST_GROWTH, NEAR, SHORT};

/// Degrees between two lanes: as far as the directions of words of a line differ, see
/// [`PARALLEL`](crate::thresholds::PARALLEL).
const LANE: f64 = 15.1;

/// Lanes for directions that point upward.
const LANES_ABOVE: f64 = 3.0;

/// The words of a picture of `size`, line by line, each line from its start.
pub fn in_reading_order(found: Vec<Found>, size: FrameSize) -> Vec<OrderedWord> {
    let mut words: Vec<Word> = found
        .into_iter()
        .filter_map(|found| Word::new(found, size))
        .collect();
    words.sort_by_key(|word| word.area);
    for (direction, word) in neighbors_directions(&words).into_iter().zip(&mut words) {
        if let Some(direction) = direction {
            word.place = Rectangle::in_direction(&word.found.seen, direction);
        }
    }
    (0..)
        .zip(grouped(
            words,
            Word::lane,
            |word, lane| word.band(lane, size),
            Word::shares_line,
        ))
        .flat_map(|(number, mut line)| {
            line.sort_by(Word::order_in_line);
            line.into_iter().map(move |word| word.told(number, size))
        })
        .collect()
}

/// The direction that each word takes over from a neighbor.
fn neighbors_directions(words: &[Word]) -> Vec<Option<[f64; 2]>> {
    let showing: Vec<&Word> = words.iter().filter(|word| word.shows_direction()).collect();
    let mut reaches = Nearby::default();
    for word in &showing {
        // As far as the gap, and the neighbor itself, which may lie askew, can be.
        let reach = (NEAR + 2.0 * SHORT) * word.place.height();
        let grown = |(start, end): &(f64, f64)| (start - reach, end + reach);
        reaches.insert(word.found.seen.edges().each_ref().map(grown));
    }
    let direction = |word: &Word| {
        let near = reaches.touching(word.found.seen.edges());
        word.neighbors_direction(near.into_iter().filter_map(|at| showing.get(at).copied()))
    };
    words.iter().map(direction).collect()
}

/// A word with what the engine alone needs to know of it.
pub struct OrderedWord {
    /// The word, unread.
    pub word: TextDetection,
    /// Whether what is read in it may stand for all that it covers, see [`Found::sharp`].
    pub sharp: bool,
}

/// A word on its way into a line.
struct Word {
    found: Found,
    place: Rectangle,
    /// The upright box around it.
    area: PixelBox,
}

impl Word {
    fn new(found: Found, size: FrameSize) -> Option<Self> {
        Some(Self {
            place: Rectangle::smallest(&found.seen),
            area: found.outline.bounds(0.0, size)?,
            found,
        })
    }

    /// Whether it is so long that it shows in which direction it is read.
    fn shows_direction(&self) -> bool {
        self.place.length() > 2.0 * self.place.height()
    }

    /// Its direction as a number of steps of [`LANE`] degrees; those of words whose directions differ
    /// by less differ by one at most.
    fn lane(&self) -> usize {
        let [x, y] = self.place.direction;
        // No direction points further up than 45 degrees.
        (y.atan2(x).to_degrees() / LANE + LANES_ABOVE)
            .round()
            .max(0.0) as usize
    }

    /// From where to where its line reaches across the direction of a lane, anywhere in a picture of
    /// `size`: words on one line have bands that touch.
    fn band(&self, lane: usize, size: FrameSize) -> (f64, f64) {
        let (sin, cos) = ((lane as f64 - LANES_ABOVE) * LANE).to_radians().sin_cos();
        let slope = dot(self.place.direction, [-sin, cos]) / dot(self.place.direction, [cos, sin]);
        let scale = slope.hypot(1.0);
        let (columns, rows) = (f64::from(size.columns), f64::from(size.rows));
        let corners = [[0.0, 0.0], [columns, 0.0], [0.0, rows], [columns, rows]];
        let rises = corners.map(|corner| dot(corner, [cos, sin]) * slope);
        let least = rises.into_iter().fold(f64::INFINITY, f64::min);
        let most = rises.into_iter().fold(f64::NEG_INFINITY, f64::max);
        let (top, bottom) = self.place.across;
        (top * scale + least, bottom * scale + most)
    }

    /// The direction of a much longer word on the same line: a short word by itself does not show
    /// in which direction it is read, and a lone "1" is taller than wide.
    fn neighbors_direction<'a>(&self, others: impl Iterator<Item = &'a Self>) -> Option<[f64; 2]> {
        let longest_side = self.place.length().max(self.place.height());
        others
            .filter(|other| {
                other.place.length() > longest_side && longest_side <= SHORT * other.place.height()
            })
            .filter(|other| {
                let place = Rectangle::in_direction(&self.found.seen, other.place.direction);
                let height = other.place.height();
                let gap =
                    (place.along.0 - other.place.along.1).max(other.place.along.0 - place.along.1);
                agree(place.across, other.place.across) && gap <= NEAR * height
            })
            .max_by(|a, b| a.place.length().total_cmp(&b.place.length()))
            .map(|other| other.place.direction)
    }

    /// Whether two words stand on one line: seen along the longer one, their heights agree.
    fn shares_line(&self, other: &Self) -> bool {
        let (long, short) = if self.place.length() >= other.place.length() {
            (self, other)
        } else {
            (other, self)
        };
        long.place.is_parallel(&short.place)
            && agree(
                long.place.across,
                short.found.seen.reach(long.place.downward()),
            )
    }

    fn order_in_line(&self, other: &Self) -> Ordering {
        // Along the axis of the picture that reading follows, which all words of a line share.
        let start = |word: &Self| {
            let area = word.area;
            if word.place.is_downward() {
                area.y0()
            } else {
                area.x0()
            }
        };
        (start(self), self.area).cmp(&(start(other), other.area))
    }

    /// The word on line `line`: its box grown by a margin, so that nothing shows beside it; its corners
    /// as they were seen, so that it is read without its surroundings.
    fn told(self, line: u32, size: FrameSize) -> OrderedWord {
        let whole = Rectangle::in_direction(&self.found.outline, self.place.direction);
        let short_side = whole.height().min(whole.length());
        let margin = (GROWTH * short_side).max(LEAST_GROWTH * self.found.grain);
        let area = self.found.outline.bounds(margin, size).unwrap_or(self.area);
        let mut word = TextDetection::unread(area, self.found.confidence, line);
        let corners = self.place.corners();
        word.polygon = corners.map(|corner| corner.map(|place| place as f32));
        if self.place.is_downward() {
            word.rotation = 90;
        }
        OrderedWord {
            word,
            sharp: self.found.sharp,
        }
    }
}

#[cfg(test)]
mod tests {
    use deid_model::Confidence;

    use super::*;
    use crate::outline::Outline;

    const SIZE: FrameSize = FrameSize::new(1000, 900);

    fn found(corners: [[f64; 2]; 4]) -> Found {
        Found::new(Outline::around(corners), 2.0, Confidence::new(0.9))
    }

    fn upright([x0, y0, x1, y1]: [u32; 4]) -> Found {
        let [x0, y0, x1, y1] = [x0, y0, x1, y1].map(f64::from);
        found([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
    }

    fn ordered(found: Vec<Found>) -> Vec<TextDetection> {
        let words = in_reading_order(found, SIZE).into_iter();
        words.map(|ordered| ordered.word).collect()
    }

    fn read(boxes: &[[u32; 4]]) -> Vec<TextDetection> {
        ordered(boxes.iter().copied().map(upright).collect())
    }

    /// What a word of [`found`], `height` high, is grown by.
    fn margin(height: f64) -> f64 {
        (GROWTH * height).max(LEAST_GROWTH * 2.0)
    }

    #[test]
    fn words_are_read_line_by_line_from_the_left() {
        let boxes = [
            [200, 12, 260, 30],
            [10, 50, 60, 70],
            [10, 10, 80, 30],
            [100, 48, 160, 72],
        ];
        let words = read(&boxes);
        let order: Vec<(u32, bool)> = words
            .iter()
            .map(|word| (word.line, word.area.x0() < 90))
            .collect();
        assert_eq!(order, [(0, true), (0, false), (1, true), (1, false)]);
    }

    #[test]
    fn an_upright_word_is_grown_by_a_share_of_its_height_inside_the_picture() {
        let words = read(&[[120, 140, 180, 160], [960, 880, 1000, 900]]);
        let margin = margin(20.0).ceil() as u32;
        let [x0, y0, x1, y1] = [120 - margin, 140 - margin, 180 + margin, 160 + margin];
        assert_eq!(<[u32; 4]>::from(words[0].area), [x0, y0, x1, y1]);
        // The corners stay where they were seen.
        let polygon = [
            [120.0, 140.0],
            [180.0, 140.0],
            [180.0, 160.0],
            [120.0, 160.0],
        ];
        assert_eq!((words[0].polygon, words[0].rotation), (polygon, 0));
        let cut = [960 - margin, 880 - margin, 1000, 900];
        assert_eq!(<[u32; 4]>::from(words[1].area), cut);
    }

    #[test]
    fn the_words_of_a_downward_line_share_it_and_are_read_from_the_top() {
        let words = read(&[[12, 300, 32, 420], [10, 100, 30, 240], [80, 100, 100, 240]]);
        let lines: Vec<(u32, u32)> = words
            .iter()
            .map(|word| (word.line, word.area.y0()))
            .collect();
        let top = 100 - margin(20.0).ceil() as u32;
        assert_eq!(lines, [(0, top), (0, 200 + top), (1, top)]);
        assert!(words.iter().all(|word| word.rotation == 90));
        // Reading downward begins at the upper right.
        assert_eq!(words[0].polygon[0], [30.0, 100.0]);
        assert_eq!(words[0].polygon[1], [30.0, 240.0]);
    }

    #[test]
    fn a_narrow_letter_beside_a_long_word_is_read_in_its_direction() {
        let words = read(&[
            [10, 100, 120, 120],
            [130, 100, 136, 120],
            [500, 500, 506, 520],
        ]);
        let rotations: Vec<u16> = words.iter().map(|word| word.rotation).collect();
        assert_eq!(rotations, [0, 0, 90]);
        assert_eq!([words[0].line, words[1].line], [0, 0]);
    }

    #[test]
    fn the_words_of_a_slanted_line_share_it_and_keep_their_corners() {
        // Slopes by 3 in 4; 100 long, 20 high.
        let word = |x: f64, y: f64| {
            found([
                [x, y],
                [x + 80.0, y + 60.0],
                [x + 68.0, y + 76.0],
                [x - 12.0, y + 16.0],
            ])
        };
        let words = vec![word(200.0, 200.0), word(288.0, 266.0), word(180.0, 230.0)];
        let words = ordered(words);
        let lines: Vec<u32> = words.iter().map(|word| word.line).collect();
        assert_eq!(lines, [0, 0, 1]);
        let [[x0, y0], [x1, y1], ..] = words[0].polygon;
        assert!(((y1 - y0) / (x1 - x0) - 0.75).abs() < 1e-3);
        assert!((x0 - 200.0).abs() < 1e-3 && (y0 - 200.0).abs() < 1e-3);
    }
}
