//! Groups the detected words into lines, each with one rotated rectangle.

use std::collections::BTreeMap;

use deid_model::TextDetection;

use super::slab::{Slab, wrapped};
use crate::nearby::{Bounds, Nearby};

/// Words whose directions differ by more degrees do not share a line.
const STEEPEST: f32 = 15.0;

/// The higher of two words of a line has at most this many times the height of the other.
const HEIGHT_RATIO: f32 = 1.8;

/// Widest gap between two words of a line, in mean heights of the two.
const WIDEST_GAP: f32 = 1.5;

/// Share of the lower word's height that must overlap with the other word.
const OVERLAP: f32 = 0.5;

/// A word this many times as long as high shows its direction if it lies, ...
const LYING: f32 = 1.5;

/// ... and if it stands: a lone "1" is higher than wide as well.
const STANDING: f32 = 2.2;

/// Longest line that is read in one piece, in heights; the network was trained up to 24.
const LONGEST: f32 = 20.0;

/// Words to be read together.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Positions of its words in the list that was grouped, along the line.
    pub members: Vec<usize>,
    /// The place of all of them. Its angle is in -45..=135 degrees: which of the two ends comes
    /// first is not known.
    pub slab: Slab,
    /// Whether the words lie or stand too clearly for a reading by a quarter turn.
    pub firm: bool,
    /// Pieces of one long line share this number.
    pub number: usize,
}

/// The lines of `words`, in the order of their first word.
pub fn lines(words: &[TextDetection]) -> Vec<Line> {
    let places = settled(words.iter().map(Place::of).collect());
    let mut group: Vec<usize> = (0..places.len()).collect();
    let nearby = nearby(&places);
    for (a, first) in places.iter().enumerate() {
        for b in nearby.touching(&reach(&first.slab)) {
            let second = places.get(b).filter(|_| b > a);
            if second.is_some_and(|second| adjacent(&first.slab, &second.slab)) {
                join(&mut group, a, b);
            }
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..places.len() {
        members.entry(first(&mut group, at)).or_default().push(at);
    }
    let mut lines = Vec::new();
    for (number, members) in members.into_values().enumerate() {
        lines.extend(pieces(members, words, &places, number));
    }
    lines
}

impl Line {
    /// Its words, along the line; `words` is the list that was grouped.
    pub fn words(&self, words: &[TextDetection]) -> Vec<TextDetection> {
        let members = self.members.iter().filter_map(|at| words.get(*at));
        members.cloned().collect()
    }
}

/// The upright boxes around `places`, by their position.
fn nearby(places: &[Place]) -> Nearby {
    let mut nearby = Nearby::default();
    for place in places {
        nearby.insert(around(&place.slab, 0.0));
    }
    nearby
}

/// A box that every slab [`adjacent`] to this one touches.
fn reach(slab: &Slab) -> Bounds {
    // The widest gap beside the highest neighbor, and how far the skew of one no longer than this
    // can take its end away.
    let gap = WIDEST_GAP * f32::midpoint(1.0, HEIGHT_RATIO) * slab.height;
    let skew = f32::midpoint(0.0, slab.length) * STEEPEST.to_radians();
    around(slab, gap + skew + 1.0)
}

/// The upright box around `slab`, grown by `margin`.
fn around(slab: &Slab, margin: f32) -> Bounds {
    let corners = slab.corners();
    [0, 1].map(|side| {
        let places = corners.map(|corner| corner[side]);
        let start = places.into_iter().fold(f32::INFINITY, f32::min) - margin;
        let end = places.into_iter().fold(f32::NEG_INFINITY, f32::max) + margin;
        (f64::from(start), f64::from(end))
    })
}

/// Where a word stands and whether its shape shows its direction.
#[derive(Clone, Copy)]
struct Place {
    slab: Slab,
    firm: bool,
}

impl Place {
    fn of(word: &TextDetection) -> Self {
        let mut slab = Slab::with_corners(&word.polygon);
        if slab.length < 1.0 || slab.height < 1.0 {
            let [x0, y0, x1, y1] = <[u32; 4]>::from(word.area).map(|edge| edge as f32);
            slab = Slab::with_corners(&[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]);
        }
        if slab.height > slab.length {
            slab = slab.turned(1);
        }
        slab = undirected(slab);
        let ratio = slab.length / slab.height;
        if ratio >= if slab.angle > 45.0 { STANDING } else { LYING } {
            return Self { slab, firm: true };
        }
        let lying = if slab.angle > 45.0 {
            undirected(slab.turned(3))
        } else {
            slab
        };
        Self {
            slab: lying,
            firm: false,
        }
    }
}

/// The one of the two directions along `slab` whose angle is in -45..=135 degrees.
fn undirected(slab: Slab) -> Slab {
    if (-45.0..=135.0).contains(&slab.angle) {
        slab
    } else {
        slab.turned(2)
    }
}

/// Words without a clear direction take that of a standing neighbor if they have no lying one.
fn settled(mut places: Vec<Place>) -> Vec<Place> {
    let before = places.clone();
    let nearby = nearby(&before);
    for (at, place) in places
        .iter_mut()
        .enumerate()
        .filter(|(_, place)| !place.firm)
    {
        let standing = undirected(place.slab.turned(1));
        let beside = |slab: &Slab, wanted: fn(&Place) -> bool| {
            let near = nearby.touching(&reach(slab)).into_iter();
            let mut others = near
                .filter(|other| *other != at)
                .filter_map(|other| before.get(other));
            others.any(|other| wanted(other) && adjacent(slab, &other.slab))
        };
        if !beside(&place.slab, |_| true) && beside(&standing, |other| other.firm) {
            place.slab = standing;
        }
    }
    places
}

/// Whether two words stand next to each other on one line.
fn adjacent(a: &Slab, b: &Slab) -> bool {
    let turn = wrapped(a.angle - b.angle).abs();
    if turn.min(180.0 - turn) > STEEPEST {
        return false;
    }
    let [low, high] = [a.height.min(b.height), a.height.max(b.height)];
    // The longer one shows the direction more precisely.
    let (from, to) = if a.length >= b.length { (a, b) } else { (b, a) };
    let [along, across] = from.local(to.center).map(f32::abs);
    let gap = along - f32::midpoint(a.length, b.length);
    let overlap = f32::midpoint(a.height, b.height) - across;
    high <= HEIGHT_RATIO * low
        && overlap >= OVERLAP * low
        && gap <= WIDEST_GAP * f32::midpoint(low, high)
}

/// Makes one group of two. Each item names an earlier one of its group, the first names itself.
fn join(group: &mut [usize], a: usize, b: usize) {
    let [a, b] = [first(group, a), first(group, b)];
    if let Some(known) = group.get_mut(a.max(b)) {
        *known = a.min(b);
    }
}

/// The first item of the group of `at`.
fn first(group: &mut [usize], mut at: usize) -> usize {
    while let Some(earlier) = group.get(at).copied().filter(|earlier| *earlier != at) {
        // Shortens the way for the next time.
        let further = group.get(earlier).copied().unwrap_or(earlier);
        if let Some(known) = group.get_mut(at) {
            *known = further;
        }
        at = further;
    }
    at
}

/// The line of `members`, cut between words where it is too long.
fn pieces(
    members: Vec<usize>,
    words: &[TextDetection],
    places: &[Place],
    number: usize,
) -> Vec<Line> {
    let chosen: Vec<(usize, Place)> = members
        .iter()
        .filter_map(|at| Some((*at, *places.get(*at)?)))
        .collect();
    let angle = mean_angle(&chosen);
    let firm = chosen.len() > 1 || chosen.iter().all(|(_, place)| place.firm);
    let line = |members: &[(usize, Place)]| {
        let corners = members
            .iter()
            .filter_map(|(at, _)| words.get(*at))
            .flat_map(|word| word.polygon);
        Line {
            members: members.iter().map(|(at, _)| *at).collect(),
            slab: Slab::around(corners, angle),
            firm,
            number,
        }
    };
    let whole = line(&chosen).slab;
    let mut sorted: Vec<(f32, (usize, Place))> = chosen
        .into_iter()
        .map(|one| (whole.local(one.1.slab.center)[0], one))
        .collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut lines: Vec<Line> = Vec::new();
    let mut piece: Vec<(usize, Place)> = Vec::new();
    let mut reached = Extent::NOTHING;
    for (_, one) in sorted {
        let own = words
            .get(one.0)
            .map_or(Extent::NOTHING, |word| Extent::of(word, &whole));
        let extended = reached.joined(own);
        if !piece.is_empty() && extended.length() > LONGEST * extended.height() {
            lines.push(line(&piece));
            piece.clear();
            reached = own;
        } else {
            reached = extended;
        }
        piece.push(one);
    }
    lines.push(line(&piece));
    lines
}

/// From where to where words reach along and across a line.
#[derive(Clone, Copy)]
struct Extent {
    least: [f32; 2],
    most: [f32; 2],
}

impl Extent {
    const NOTHING: Self = Self {
        least: [f32::INFINITY; 2],
        most: [f32::NEG_INFINITY; 2],
    };

    fn of(word: &TextDetection, line: &Slab) -> Self {
        let corners = word.polygon.map(|corner| line.local(corner));
        let corners = corners.map(|place| Self {
            least: place,
            most: place,
        });
        corners.into_iter().fold(Self::NOTHING, Self::joined)
    }

    fn joined(self, other: Self) -> Self {
        Self {
            least: [0, 1].map(|side| self.least[side].min(other.least[side])),
            most: [0, 1].map(|side| self.most[side].max(other.most[side])),
        }
    }

    const fn length(&self) -> f32 {
        self.most[0] - self.least[0]
    }

    const fn height(&self) -> f32 {
        self.most[1] - self.least[1]
    }
}

/// The direction of a line: long words show it more precisely than short ones.
fn mean_angle(members: &[(usize, Place)]) -> f32 {
    let longest = members
        .iter()
        .max_by(|(_, a), (_, b)| a.slab.length.total_cmp(&b.slab.length));
    let Some((_, reference)) = longest else {
        return 0.0;
    };
    let (mut turns, mut weights) = (0.0, 0.0);
    for (_, place) in members {
        let mut turn = wrapped(place.slab.angle - reference.slab.angle);
        // Two neighbors at the ends of the range of angles differ by half a turn.
        if turn.abs() > 90.0 {
            turn -= 180.0 * turn.signum();
        }
        let weight = place.slab.length * place.slab.length;
        turns += weight * turn;
        weights += weight;
    }
    reference.slab.angle + turns / f32::max(weights, 1.0)
}

#[cfg(test)]
mod tests {
    use deid_model::{Confidence, FrameSize};

    use super::super::slab::upright;
    use super::*;

    fn words(slabs: &[Slab]) -> Vec<TextDetection> {
        slabs
            .iter()
            .map(|slab| {
                let area = upright(&slab.corners(), FrameSize::new(4000, 4000)).unwrap();
                let mut word = TextDetection::unread(area, Confidence::new(0.9), 0);
                word.polygon = slab.corners();
                word
            })
            .collect()
    }

    fn slab(x: f32, y: f32, length: f32, height: f32, angle: f32) -> Slab {
        Slab {
            center: [x, y],
            angle,
            length,
            height,
        }
    }

    fn members(slabs: &[Slab]) -> Vec<Vec<usize>> {
        lines(&words(slabs))
            .into_iter()
            .map(|line| line.members)
            .collect()
    }

    #[test]
    fn words_of_one_row_form_a_line_from_the_left_and_columns_stay_apart() {
        let row = [
            slab(200.0, 101.0, 60.0, 18.0, 0.0),
            slab(120.0, 100.0, 80.0, 20.0, 0.0),
            slab(300.0, 100.0, 60.0, 20.0, 0.0),
        ];
        assert_eq!(members(&row), [vec![1, 0], vec![2]]);
    }

    #[test]
    fn stacked_lines_and_other_sizes_stay_apart() {
        let stacked = [
            slab(100.0, 100.0, 80.0, 20.0, 0.0),
            slab(100.0, 117.0, 80.0, 20.0, 0.0),
            slab(170.0, 100.0, 50.0, 40.0, 0.0),
        ];
        assert_eq!(members(&stacked).len(), 3);
    }

    #[test]
    fn a_tilted_line_has_a_tight_rectangle_of_its_direction() {
        let line = slab(300.0, 300.0, 200.0, 20.0, 10.0);
        let part = |along: f32, length: f32, skew: f32| {
            let [x, y] = line.point(along, 0.0);
            slab(x, y, length, 20.0, 10.0 + skew)
        };
        let found = lines(&words(&[part(60.0, 80.0, 0.5), part(-50.0, 100.0, -0.5)]));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].members, [1, 0]);
        assert!((found[0].slab.angle - 10.0).abs() < 0.5);
        assert!(found[0].slab.height < 23.0 && found[0].slab.length < 203.0);
    }

    #[test]
    fn standing_boxes_form_a_line_of_a_quarter_turn_and_take_a_square_neighbor() {
        let column = [
            slab(50.0, 100.0, 18.0, 80.0, 0.0),
            slab(50.0, 160.0, 18.0, 20.0, 0.0),
        ];
        let found = lines(&words(&column));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].slab.angle, found[0].firm), (90.0, true));
        assert!((found[0].slab.height - 18.0).abs() < 0.01);
    }

    #[test]
    fn a_lone_square_is_not_firm_and_lies() {
        let found = lines(&words(&[slab(50.0, 50.0, 14.0, 20.0, 0.0)]));
        assert_eq!((found[0].firm, found[0].slab.angle), (false, 0.0));
    }

    #[test]
    fn a_long_line_is_cut_between_words() {
        let row: Vec<Slab> = (0..10)
            .map(|at| slab(60.0 + 100.0 * at as f32, 50.0, 90.0, 20.0, 0.0))
            .collect();
        let found = lines(&words(&row));
        assert!(found.len() > 1 && found.iter().all(|line| line.number == 0));
        let all: Vec<usize> = found.into_iter().flat_map(|line| line.members).collect();
        assert_eq!(all, (0..10).collect::<Vec<_>>());
    }
}
