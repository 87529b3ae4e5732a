//! How a stored picture is turned to be shown: the EXIF attribute _Orientation_ (CIPA DC-008, tag 0x0112).
//!
//! Two spaces: _stored_ is the frame as its samples lie in the file, _shown_ is what a viewer displays. Text is looked
//! for in what is shown; boxes, reports and painting are in stored pixels.

use serde::{Deserialize, Serialize};

use crate::geometry::{FrameSize, PixelBox};
use crate::text::TextDetection;

/// What is done to a stored picture before it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    /// Nothing (EXIF 1).
    #[default]
    AsStored,
    /// Left and right change places (2).
    MirroredAcross,
    /// Turned by 180 degrees (3).
    TurnedAround,
    /// Top and bottom change places (4).
    MirroredDown,
    /// Mirrored at the diagonal from the top left: rows become columns (5).
    Transposed,
    /// Turned by 90 degrees clockwise (6).
    Clockwise,
    /// Mirrored at the other diagonal (7).
    Transversed,
    /// Turned by 90 degrees counterclockwise (8).
    Counterclockwise,
}

/// An orientation, taken apart: first rows become columns or not, then edges change places.
#[derive(Clone, Copy)]
struct Steps {
    /// Whether columns and rows change places.
    swaps: bool,
    /// Whether what is shown then begins at the right.
    from_right: bool,
    /// Whether what is shown then begins at the bottom.
    from_bottom: bool,
}

impl Orientation {
    /// All eight, in the order of their EXIF numbers.
    pub const ALL: [Self; 8] = [
        Self::AsStored,
        Self::MirroredAcross,
        Self::TurnedAround,
        Self::MirroredDown,
        Self::Transposed,
        Self::Clockwise,
        Self::Transversed,
        Self::Counterclockwise,
    ];

    /// The orientation with this EXIF number; [`Self::AsStored`] for every other number, as viewers take it.
    #[must_use]
    pub fn from_exif(number: u16) -> Self {
        let at = usize::from(number).checked_sub(1);
        at.and_then(|at| Self::ALL.get(at).copied())
            .unwrap_or_default()
    }

    /// Its EXIF number, 1..=8.
    #[must_use]
    pub const fn exif(self) -> u8 {
        self as u8 + 1
    }

    /// What is shown of a frame of `stored` columns and rows.
    #[must_use]
    pub const fn shown_size(self, stored: FrameSize) -> FrameSize {
        if self.steps().swaps {
            FrameSize::new(stored.rows, stored.columns)
        } else {
            stored
        }
    }

    /// Where the stored pixels of `area` are shown, of a frame of `stored` size; `None` for what lies outside.
    #[must_use]
    pub fn shown_box(self, area: PixelBox, stored: FrameSize) -> Option<PixelBox> {
        let area = area.clamped(stored)?;
        let shown = self.shown_size(stored);
        let Steps {
            swaps,
            from_right,
            from_bottom,
        } = self.steps();
        let (columns, rows) = ((area.x0(), area.x1()), (area.y0(), area.y1()));
        let (columns, rows) = if swaps {
            (rows, columns)
        } else {
            (columns, rows)
        };
        let (x0, x1) = flipped(columns, shown.columns, from_right);
        let (y0, y1) = flipped(rows, shown.rows, from_bottom);
        PixelBox::new(x0, y0, x1, y1)
    }

    /// The stored pixels that are shown in `area`, of a frame of `stored` size; `None` for what lies outside.
    #[must_use]
    pub fn stored_box(self, area: PixelBox, stored: FrameSize) -> Option<PixelBox> {
        self.inverse().shown_box(area, self.shown_size(stored))
    }

    /// A word found in what is shown, in stored pixels of a frame of `stored` size. Its corners keep their order: those
    /// of a mirrored word run counterclockwise. `None` for what lies outside.
    #[must_use]
    pub fn stored_word(self, word: TextDetection, stored: FrameSize) -> Option<TextDetection> {
        if self == Self::AsStored {
            return Some(word);
        }
        let steps = self.inverse().steps();
        let edges = [stored.columns as f32, stored.rows as f32];
        Some(TextDetection {
            area: self.stored_box(word.area, stored)?,
            polygon: word.polygon.map(|corner| steps.turned(corner, edges)),
            rotation: steps.turned_rotation(word.rotation),
            ..word
        })
    }

    /// Row-major samples of a frame of `stored` size, `pixel` bytes each, in the order in which they are shown.
    #[must_use]
    pub fn shown_samples(self, samples: Vec<u8>, stored: FrameSize, pixel: usize) -> Vec<u8> {
        if self == Self::AsStored {
            return samples;
        }
        let Steps {
            swaps,
            from_right,
            from_bottom,
        } = self.steps();
        let shown = self.shown_size(stored);
        let mut turned = Vec::with_capacity(samples.len());
        for y in 0..shown.rows {
            let y = if from_bottom { shown.rows - 1 - y } else { y };
            for x in 0..shown.columns {
                let x = if from_right { shown.columns - 1 - x } else { x };
                let (column, row) = if swaps { (y, x) } else { (x, y) };
                let at = (row as usize * stored.columns as usize + column as usize) * pixel;
                turned.extend_from_slice(samples.get(at..at + pixel).unwrap_or_default());
            }
        }
        turned
    }
    /// What undoes it.
    #[must_use]
    pub const fn inverse(self) -> Self {
        match self {
            Self::Clockwise => Self::Counterclockwise,
            Self::Counterclockwise => Self::Clockwise,
            other => other,
        }
    }

    const fn steps(self) -> Steps {
        let (swaps, from_right, from_bottom) = match self {
            Self::AsStored => (false, false, false),
            Self::MirroredAcross => (false, true, false),
            Self::TurnedAround => (false, true, true),
            Self::MirroredDown => (false, false, true),
            Self::Transposed => (true, false, false),
            Self::Clockwise => (true, true, false),
            Self::Transversed => (true, true, true),
            Self::Counterclockwise => (true, false, true),
        };
        Steps {
            swaps,
            from_right,
            from_bottom,
        }
    }
}

impl Steps {
    /// A point, in a picture that is `columns` wide and `rows` high afterwards.
    fn turned(self, [x, y]: [f32; 2], [columns, rows]: [f32; 2]) -> [f32; 2] {
        let (x, y) = if self.swaps { (y, x) } else { (x, y) };
        [
            if self.from_right { columns - x } else { x },
            if self.from_bottom { rows - y } else { y },
        ]
    }

    /// A reading direction: 0, 90, 180 or 270 degrees clockwise.
    const fn turned_rotation(self, degrees: u16) -> u16 {
        let (lies, runs_back) = (degrees.is_multiple_of(180), degrees >= 180);
        let lies = lies != self.swaps;
        let runs_back = runs_back
            != if lies {
                self.from_right
            } else {
                self.from_bottom
            };
        match (lies, runs_back) {
            (true, false) => 0,
            (false, false) => 90,
            (true, true) => 180,
            (false, true) => 270,
        }
    }
}

/// Start and end along an axis of `length` pixels, told from its other end if `from_end`.
const fn flipped((start, end): (u32, u32), length: u32, from_end: bool) -> (u32, u32) {
    if from_end {
        (length - end, length - start)
    } else {
        (start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Confidence;

    const STORED: FrameSize = FrameSize::new(3, 2);

    #[test]
    fn each_orientation_shows_what_exif_says() {
        // What the standard calls "the 0th row is the visual top, the 0th column the visual left side", and so on.
        let shown = [
            "abc/def", "cba/fed", "fed/cba", "def/abc", "ad/be/cf", "da/eb/fc", "fc/eb/da",
            "cf/be/ad",
        ];
        for (orientation, shown) in Orientation::ALL.into_iter().zip(shown) {
            let samples = orientation.shown_samples(b"abcdef".to_vec(), STORED, 1);
            let columns = orientation.shown_size(STORED).columns as usize;
            let rows: Vec<_> = samples
                .chunks(columns)
                .map(String::from_utf8_lossy)
                .collect();
            assert_eq!(rows.join("/"), shown, "{orientation:?}");
        }
    }

    #[test]
    fn numbers_beyond_exif_show_the_picture_as_stored() {
        for number in [0, 9, 255, u16::MAX] {
            assert_eq!(Orientation::from_exif(number), Orientation::AsStored);
        }
        for (number, orientation) in (1..).zip(Orientation::ALL) {
            assert_eq!(Orientation::from_exif(number), orientation);
            assert_eq!(u16::from(orientation.exif()), number);
        }
    }

    #[test]
    fn a_pixel_is_shown_where_its_box_is_in_all_eight() {
        for orientation in Orientation::ALL {
            let shown = orientation.shown_samples((0..6).collect(), STORED, 1);
            let columns = orientation.shown_size(STORED).columns;
            for (x, y) in (0..2).flat_map(|y| (0..3).map(move |x| (x, y))) {
                let pixel = PixelBox::new(x, y, x + 1, y + 1).unwrap();
                let place = orientation.shown_box(pixel, STORED).unwrap();
                let at = (place.y0() * columns + place.x0()) as usize;
                assert_eq!(u32::from(shown[at]), y * 3 + x, "{orientation:?}");
            }
        }
    }

    #[test]
    fn boxes_come_back_from_all_eight() {
        let stored = FrameSize::new(640, 480);
        let area = PixelBox::new(10, 20, 110, 47).unwrap();
        for orientation in Orientation::ALL {
            let shown = orientation.shown_box(area, stored).unwrap();
            assert_eq!(
                orientation.stored_box(shown, stored),
                Some(area),
                "{orientation:?}"
            );
            assert_eq!(
                orientation.stored_box(PixelBox::new(640, 640, 650, 650).unwrap(), stored),
                None
            );
        }
    }

    #[test]
    fn pixels_of_several_bytes_stay_together() {
        let turned =
            Orientation::Clockwise.shown_samples(vec![1, 2, 3, 4], FrameSize::new(2, 1), 2);
        assert_eq!(turned, [1, 2, 3, 4]);
        let turned =
            Orientation::TurnedAround.shown_samples(vec![1, 2, 3, 4], FrameSize::new(2, 1), 2);
        assert_eq!(turned, [3, 4, 1, 2]);
    }

    #[test]
    fn the_corners_of_a_word_lie_on_its_box_and_tell_where_it_is_read() {
        let stored = FrameSize::new(640, 480);
        for orientation in Orientation::ALL {
            let word = TextDetection::unread(
                PixelBox::new(10, 20, 110, 47).unwrap(),
                Confidence::new(1.0),
                0,
            );
            let word = orientation.stored_word(word, stored).unwrap();
            let [x0, y0, x1, y1] = <[u32; 4]>::from(word.area).map(|edge| edge as f32);
            let xs = word.polygon.map(|[x, _]| x);
            let ys = word.polygon.map(|[_, y]| y);
            assert_eq!(
                (
                    xs.iter().copied().fold(f32::MAX, f32::min),
                    xs.iter().copied().fold(0.0, f32::max)
                ),
                (x0, x1)
            );
            assert_eq!(
                (
                    ys.iter().copied().fold(f32::MAX, f32::min),
                    ys.iter().copied().fold(0.0, f32::max)
                ),
                (y0, y1)
            );
            let [start, end, ..] = word.polygon;
            let direction = match ((end[0] - start[0]) as i32, (end[1] - start[1]) as i32) {
                (100, 0) => 0,
                (0, 100) => 90,
                (-100, 0) => 180,
                (0, -100) => 270,
                other => panic!("{other:?}"),
            };
            assert_eq!(word.rotation, direction, "{orientation:?}");
            let mirrors = matches!(
                orientation,
                Orientation::MirroredAcross
                    | Orientation::MirroredDown
                    | Orientation::Transposed
                    | Orientation::Transversed
            );
            assert_eq!(word.is_mirrored(), mirrors, "{orientation:?}");
        }
    }
}
