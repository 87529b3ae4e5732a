//! Asking an engine that takes small pictures about large ones, and one that tells few words about pictures with many.

use deid_model::{
    Channels, Coverage, DetectedText, DisplayImage, EngineError, FrameSize, PixelBox, TextDetector,
};

use crate::find::merge;

/// Side of the largest grey picture that is sent, in pixels: even noise stays below 5 MiB as PNG.
const GREY_SIDE: u32 = 2048;
/// The same for color.
const COLOR_SIDE: u32 = 1280;
/// Tiles overlap by this part of their side, so that a word across an edge stands whole in one of them.
const OVERLAP: f64 = 0.1;
/// And by no less than this many pixels.
const LEAST_OVERLAP: u32 = 64;
/// Tiles of this side are not cut further: ninety words do not fit.
const LEAST_SIDE: u32 = 192;

/// A detector for pictures of any size and any number of words, made of one that has limits: it cuts what is too
/// large, and cuts again what was [`Coverage::Truncated`].
#[derive(Clone, Debug)]
pub struct Tiled<D> {
    detector: D,
}

impl<D: TextDetector> Tiled<D> {
    /// Wraps `detector`.
    pub const fn new(detector: D) -> Self {
        Self { detector }
    }

    /// The detector inside.
    pub const fn inner(&self) -> &D {
        &self.detector
    }
}

impl<D: TextDetector> TextDetector for Tiled<D> {
    async fn detect_text(&self, image: &DisplayImage) -> Result<DetectedText, EngineError> {
        let mut all = DetectedText {
            words: Vec::new(),
            coverage: Coverage::Complete,
        };
        let mut left = tiles(image.size(), image.channels());
        while let Some(tile) = left.pop() {
            let crop = image.crop(tile).ok_or(EngineError::Rejected)?;
            let found = self.detector.detect_text(&crop).await?;
            if found.coverage == Coverage::Truncated {
                match quarters(tile) {
                    Some(smaller) => left.extend(smaller),
                    None => all.coverage = Coverage::Truncated,
                }
            }
            // Words of a picture that is cut again count too: a word may stand across the new edges.
            let words = found
                .words
                .into_iter()
                .map(|word| word.shifted(tile.x0(), tile.y0()));
            merge(
                &mut all,
                DetectedText {
                    words: words.collect(),
                    coverage: Coverage::Complete,
                },
            );
        }
        Ok(all)
    }
}

/// Number of pictures that one picture of this size is sent as, as long as no answer is truncated.
pub(crate) fn pictures(size: FrameSize, channels: Channels) -> u32 {
    tiles(size, channels).len() as u32
}

/// Boxes that together cover a picture, each small enough to be sent.
fn tiles(size: FrameSize, channels: Channels) -> Vec<PixelBox> {
    let side = match channels {
        Channels::Grey => GREY_SIDE,
        Channels::Rgb => COLOR_SIDE,
    };
    grid(spans(size.columns, side), &spans(size.rows, side))
}

/// The same place as up to four smaller tiles; `None` where it is small already.
fn quarters(tile: PixelBox) -> Option<Vec<PixelBox>> {
    let halves = |length: u32| {
        if length <= LEAST_SIDE {
            return vec![(0, length)];
        }
        spans(length, (length + overlap(length / 2)).div_ceil(2))
    };
    let smaller = grid(halves(tile.width()), &halves(tile.height()));
    (smaller.len() > 1).then(|| {
        let shifted = |part: &PixelBox| part.shifted(tile.x0(), tile.y0());
        smaller.iter().map(shifted).collect()
    })
}

fn grid(columns: Vec<(u32, u32)>, rows: &[(u32, u32)]) -> Vec<PixelBox> {
    let cell = |(x0, x1): (u32, u32)| {
        rows.iter()
            .filter_map(move |&(y0, y1)| PixelBox::new(x0, y0, x1, y1))
    };
    columns.into_iter().flat_map(cell).collect()
}

fn overlap(side: u32) -> u32 {
    ((f64::from(side) * OVERLAP) as u32).max(LEAST_OVERLAP)
}

/// Starts and ends of the fewest overlapping stretches of at most `side` that cover `length`, evenly spread.
fn spans(length: u32, side: u32) -> Vec<(u32, u32)> {
    if length <= side {
        return vec![(0, length)];
    }
    let step = side - overlap(side).min(side - 1);
    let count = (length - side).div_ceil(step) + 1;
    (0..count)
        .map(|at| {
            let start =
                (u64::from(length - side) * u64::from(at) / u64::from(count - 1).max(1)) as u32;
            (start, start + side)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use deid_model::{Confidence, TextDetection};

    use super::*;

    /// Finds every white pixel, but tells no more than `most` of them.
    struct Limited {
        most: usize,
        largest: Cell<u64>,
    }

    impl TextDetector for Limited {
        async fn detect_text(&self, image: &DisplayImage) -> Result<DetectedText, EngineError> {
            self.largest
                .set(self.largest.get().max(image.samples().len() as u64));
            let columns = image.size().columns;
            let marks = image.samples().iter().enumerate();
            let words = marks.filter(|(_, sample)| **sample == 255).map(|(at, _)| {
                let (x, y) = (at as u32 % columns, at as u32 / columns);
                let area = PixelBox::new(x, y, x + 1, y + 1).unwrap();
                TextDetection::unread(area, Confidence::new(1.0), 0)
            });
            let words: Vec<_> = words.take(self.most).collect();
            let coverage = if words.len() == self.most {
                Coverage::Truncated
            } else {
                Coverage::Complete
            };
            Ok(DetectedText { words, coverage })
        }
    }

    fn found(size: FrameSize, marks: &[(u32, u32)], most: usize) -> (Vec<(u32, u32)>, Coverage) {
        let mut samples = vec![0; size.pixels() as usize];
        for (x, y) in marks {
            samples[(y * size.columns + x) as usize] = 255;
        }
        let image = DisplayImage::new(size, Channels::Grey, samples).unwrap();
        let largest = Cell::new(0);
        let tiled = Tiled::new(Limited { most, largest });
        let text = pollster::block_on(tiled.detect_text(&image)).unwrap();
        assert!(tiled.inner().largest.get() <= u64::from(GREY_SIDE * GREY_SIDE));
        let mut places: Vec<_> = text
            .words
            .iter()
            .map(|word| (word.area.x0(), word.area.y0()))
            .collect();
        places.sort_unstable();
        (places, text.coverage)
    }

    #[test]
    fn words_of_a_large_picture_come_back_at_their_places_once() {
        let size = FrameSize::new(5000, 2100);
        let marks = [(0, 0), (1900, 10), (2048, 2050), (2500, 1050), (4999, 2099)];
        assert_eq!(
            found(size, &marks, 90),
            (marks.to_vec(), Coverage::Complete)
        );
    }

    #[test]
    fn a_picture_with_more_words_than_are_told_is_cut_until_all_are() {
        let mut marks: Vec<_> = (0..350).map(|n| (n % 25 * 40, n / 25 * 70)).collect();
        marks.sort_unstable();
        assert_eq!(
            found(FrameSize::new(1024, 1024), &marks, 90),
            (marks, Coverage::Complete)
        );
    }

    #[test]
    fn what_cannot_be_cut_further_stays_truncated() {
        let marks: Vec<_> = (0..120).map(|n| (n % 12 * 3, n / 12 * 3)).collect();
        let (_, coverage) = found(FrameSize::new(1024, 1024), &marks, 90);
        assert_eq!(coverage, Coverage::Truncated);
    }

    #[test]
    fn tiles_cover_every_pixel_and_overlap() {
        for (length, side) in [
            (1, 2048),
            (2048, 2048),
            (2049, 2048),
            (9000, 1280),
            (300, 193),
        ] {
            let spans = spans(length, side);
            assert_eq!((spans[0].0, spans[spans.len() - 1].1), (0, length));
            for pair in spans.windows(2) {
                assert!(
                    pair[0].1 >= pair[1].0 + LEAST_OVERLAP.min(side / 2),
                    "{pair:?}"
                );
            }
        }
        assert_eq!(pictures(FrameSize::new(2048, 2048), Channels::Grey), 1);
        assert_eq!(pictures(FrameSize::new(2048, 2048), Channels::Rgb), 4);
    }
}
