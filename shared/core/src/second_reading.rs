//! Reading tiles with text a second time, in another way than the first.

use deid_model::{
    Channels, Coverage, DisplayImage, FrameSize, NormalizedBox, PixelBox, TextDetection,
    TextDetector,
};

use crate::find::FindError;
use crate::pixel::Frame;

/// Side of the tiles that are read again, in pixels.
const TILE: u32 = 512;
/// Pixels around a tile that are read with it, so that a word across its edge is seen whole.
const MARGIN: u32 = 64;
/// The second reading sees the picture at about this scale. Between the detector's own two (1 and
/// 1/2), so that a word which both just miss falls into neither's blind spot.
const SCALE: f64 = 0.75;
/// Side of what is read for a tile.
const WINDOW: u32 = TILE + 2 * MARGIN;
/// Width of the strips around a painted box that it is blended with, in pixels.
const RING: u32 = 4;
/// Sides are rounded to this, the coarsest step of the detector's network: rows repeated to fill up
/// a last step look like text.
const STEP: u32 = 32;

/// The tiles of a frame that a box touches, painted or kept.
pub(crate) fn touched_tiles(size: FrameSize, boxes: &[PixelBox]) -> Vec<PixelBox> {
    let (columns, rows) = (tile_edges(size.columns), tile_edges(size.rows));
    let tiles = columns.iter().flat_map(|&(x0, x1)| {
        let rows = rows.iter();
        rows.filter_map(move |&(y0, y1)| PixelBox::new(x0, y0, x1, y1))
    });
    let touched = |tile: &PixelBox| boxes.iter().any(|area| area.intersection(*tile).is_some());
    tiles.filter(touched).collect()
}

/// Where tiles start and end along a side; one tile where a window holds the whole side.
fn tile_edges(length: u32) -> Vec<(u32, u32)> {
    let tile = if length <= WINDOW { WINDOW } else { TILE };
    let starts = (0..length).step_by(tile as usize);
    starts
        .map(|start| (start, (start + tile).min(length)))
        .collect()
}

/// Words whose middle lies in one tile of a frame: every rendering, inverted, at about three quarters.
/// Tile, boxes and words are places in what is shown, not stored pixels.
pub(crate) async fn read_tile<D: TextDetector>(
    detector: &D,
    frame: &Frame,
    tile: PixelBox,
    painted: &[PixelBox],
) -> Result<Vec<TextDetection>, FindError> {
    let window = window_around(tile, frame.shown_size()).ok_or(FindError::Incomplete)?;
    let window_size = FrameSize::new(window.width(), window.height());
    let mut words = Vec::new();
    for rendering in frame.renderings() {
        let crop = rendering.crop(window).ok_or(FindError::Incomplete)?;
        let plain = without_box_edges(&crop, window, painted).ok_or(FindError::Incomplete)?;
        let small = resized(&plain.inverted(), small_size(window_size));
        let small = small.ok_or(FindError::Incomplete)?;
        let found = detector.detect_text(&small).await?;
        if found.coverage != Coverage::Complete {
            return Err(FindError::Incomplete);
        }
        for word in found.words {
            let place = NormalizedBox::from_pixel(word.area, small.size());
            let area = place.and_then(|place| place.to_pixel(window_size));
            let area = area.ok_or(FindError::OutsideFrame)?;
            let area = area.shifted(window.x0(), window.y0());
            let (x, y) = ((area.x0() + area.x1()) / 2, (area.y0() + area.y1()) / 2);
            if tile.contains(x, y) {
                words.push(TextDetection {
                    text: word.text,
                    read_confidence: word.read_confidence,
                    rotation: word.rotation,
                    ..TextDetection::unread(area, word.detect_confidence, word.line)
                });
            }
        }
    }
    Ok(words)
}

/// The luma of `crop` with painted boxes blended into their surroundings: the hard edges of a box
/// look like strokes, and that nothing shows inside it is checked sample by sample elsewhere.
fn without_box_edges(
    crop: &DisplayImage,
    window: PixelBox,
    painted: &[PixelBox],
) -> Option<DisplayImage> {
    let size = crop.size();
    let mut luma = crop.luma().into_owned();
    let columns = size.columns as usize;
    let inside = painted.iter().filter_map(|area| area.intersection(window));
    let local = inside.map(|area| {
        let (x, y) = (window.x0(), window.y0());
        [area.x0() - x, area.y0() - y, area.x1() - x, area.y1() - y]
    });
    let boxes: Vec<PixelBox> = local.filter_map(|edges| edges.try_into().ok()).collect();
    for area in &boxes {
        let slope = Slope::around(&luma, size, *area, &boxes);
        for y in area.y0()..area.y1() {
            for x in area.x0()..area.x1() {
                if let Some(sample) = luma.get_mut(y as usize * columns + x as usize) {
                    *sample = slope.at(x, y);
                }
            }
        }
    }
    DisplayImage::new(size, Channels::Grey, luma).ok()
}

/// A plane through the means of the four strips around a box.
struct Slope {
    area: PixelBox,
    mean: f32,
    across: f32,
    down: f32,
}

impl Slope {
    fn around(luma: &[u8], size: FrameSize, area: PixelBox, painted: &[PixelBox]) -> Self {
        let (x0, y0, x1, y1) = (area.x0(), area.y0(), area.x1(), area.y1());
        let strips = [
            PixelBox::new(x0.saturating_sub(RING), y0, x0, y1),
            PixelBox::new(x1, y0, x1 + RING, y1),
            PixelBox::new(x0, y0.saturating_sub(RING), x1, y0),
            PixelBox::new(x0, y1, x1, y1 + RING),
        ];
        let means = strips.map(|strip| mean_of(luma, size, strip?.clamped(size)?, painted));
        let known: Vec<f32> = means.iter().flatten().copied().collect();
        let mean = known.iter().sum::<f32>() / known.len().max(1) as f32;
        let [left, right, above, below] = means;
        let difference = |from: Option<f32>, to: Option<f32>| match (from, to) {
            (Some(from), Some(to)) => to - from,
            _ => 0.0,
        };
        let (across, down) = (difference(left, right), difference(above, below));
        Self {
            area,
            mean,
            across,
            down,
        }
    }

    fn at(&self, x: u32, y: u32) -> u8 {
        let share =
            |at: u32, start: u32, length: u32| (at - start) as f32 / length.max(1) as f32 - 0.5;
        let across = self.across * share(x, self.area.x0(), self.area.width());
        let down = self.down * share(y, self.area.y0(), self.area.height());
        (self.mean + across + down).clamp(0.0, 255.0) as u8
    }
}

/// The mean of the samples of a strip that are not painted over; `None` if all are.
fn mean_of(luma: &[u8], size: FrameSize, strip: PixelBox, painted: &[PixelBox]) -> Option<f32> {
    let (mut sum, mut count) = (0.0, 0_u32);
    for y in strip.y0()..strip.y1() {
        for x in strip.x0()..strip.x1() {
            if !painted.iter().any(|area| area.contains(x, y)) {
                let index = y as usize * size.columns as usize + x as usize;
                sum += f32::from(luma.get(index).copied().unwrap_or(0));
                count += 1;
            }
        }
    }
    (count > 0).then(|| sum / count as f32)
}

/// A tile with its margin, moved inward at the frame's edges so that it keeps its size.
fn window_around(tile: PixelBox, size: FrameSize) -> Option<PixelBox> {
    let start = |tile_start: u32, length: u32| {
        let inward = length.saturating_sub(WINDOW);
        tile_start.saturating_sub(MARGIN).min(inward)
    };
    let (x, y) = (start(tile.x0(), size.columns), start(tile.y0(), size.rows));
    PixelBox::new(x, y, x + WINDOW, y + WINDOW)?.clamped(size)
}

fn small_size(size: FrameSize) -> FrameSize {
    let side = |length: u32| {
        let steps = (f64::from(length) * SCALE / f64::from(STEP)).round() as u32;
        steps.max(1) * STEP
    };
    FrameSize::new(side(size.columns), side(size.rows))
}

/// The luma of `image` at another size, by bilinear interpolation.
fn resized(image: &DisplayImage, size: FrameSize) -> Option<DisplayImage> {
    let (from, luma) = (image.size(), image.luma());
    let at = |x: u32, y: u32| {
        let (x, y) = (x.min(from.columns - 1), y.min(from.rows - 1));
        let index = y as usize * from.columns as usize + x as usize;
        f64::from(luma.get(index).copied().unwrap_or(0))
    };
    let step = |from: u32, to: u32| f64::from(from) / f64::from(to);
    let (dx, dy) = (step(from.columns, size.columns), step(from.rows, size.rows));
    let mut samples = Vec::with_capacity(size.pixels() as usize);
    for row in 0..size.rows {
        let y = ((f64::from(row) + 0.5) * dy - 0.5).max(0.0);
        for column in 0..size.columns {
            let x = ((f64::from(column) + 0.5) * dx - 0.5).max(0.0);
            let (left, top) = (x as u32, y as u32);
            let (right, below) = (x - x.floor(), y - y.floor());
            let upper = at(left, top) * (1.0 - right) + at(left + 1, top) * right;
            let lower = at(left, top + 1) * (1.0 - right) + at(left + 1, top + 1) * right;
            samples.push((upper * (1.0 - below) + lower * below).round() as u8);
        }
    }
    DisplayImage::new(size, Channels::Grey, samples).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tiles_that_a_box_touches_are_read_again() {
        let size = FrameSize::new(2000, 600);
        let tiles = touched_tiles(size, &[PixelBox::new(500, 10, 520, 20).unwrap()]);
        let boxes: Vec<[u32; 4]> = tiles.into_iter().map(Into::into).collect();
        assert_eq!(boxes, [[0, 0, 512, 600], [512, 0, 1024, 600]]);
    }

    #[test]
    fn a_window_keeps_its_size_at_the_edges_and_holds_its_tile() {
        let size = FrameSize::new(2000, 1100);
        for tile in touched_tiles(size, &[size.bounds().unwrap()]) {
            let window = window_around(tile, size).unwrap();
            assert!(window.covers(tile), "{tile:?} {window:?}");
            assert_eq!((window.width(), window.height()), (640, 640));
        }
    }

    #[test]
    fn a_painted_box_on_a_ramp_disappears_into_it() {
        let size = FrameSize::new(64, 40);
        let ramp = |x: u32| (x * 3) as u8;
        let area = PixelBox::new(20, 10, 44, 30).unwrap();
        let samples = (0..40)
            .flat_map(|y| (0..64).map(move |x| if area.contains(x, y) { 0 } else { ramp(x) }));
        let crop = DisplayImage::new(size, Channels::Grey, samples.collect()).unwrap();
        let plain = without_box_edges(&crop, size.bounds().unwrap(), &[area]).unwrap();
        for (at, &sample) in plain.samples().iter().enumerate() {
            assert!(sample.abs_diff(ramp(at as u32 % 64)) <= 8, "{at}");
        }
    }

    #[test]
    fn a_flat_picture_stays_flat_when_it_shrinks() {
        let flat =
            DisplayImage::new(FrameSize::new(90, 70), Channels::Grey, vec![77; 6300]).unwrap();
        let small = resized(&flat, small_size(flat.size())).unwrap();
        assert_eq!(small.size(), FrameSize::new(64, 64));
        assert!(small.samples().iter().all(|&sample| sample == 77));
    }
}
