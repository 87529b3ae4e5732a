//! Pictures so full of words, or of noise taken for words, that a look at each pair takes minutes.

use std::time::{Duration, Instant};

use deid_model::{Confidence, FrameSize, TextDetection};

use crate::components::Found;
use crate::lines::in_reading_order;
use crate::merge::merged;
use crate::outline::Outline;
use crate::read::line::lines;

const SIZE: FrameSize = FrameSize::new(2048, 2048);

/// Far more than it takes, far less than a look at each pair takes.
const LIMIT: Duration = Duration::from_secs(5);

fn found(corners: impl IntoIterator<Item = [f64; 2]>, grain: f64) -> Found {
    Found::new(Outline::around(corners), grain, Confidence::new(0.9))
}

fn upright(x: f64, y: f64, length: f64, height: f64, grain: f64) -> Found {
    let (right, bottom) = (x + length, y + height);
    found([[x, y], [right, y], [right, bottom], [x, bottom]], grain)
}

/// A page of `words` words, 100 to a line, as two passes see it: the coarse one sees five as one.
fn page(words: u32, [dx, dy]: [f64; 2]) -> [Vec<Found>; 2] {
    let place = |at: u32| (f64::from(at % 100) * dx, f64::from(at / 100) * dy);
    let fine = (0..words).map(place);
    let coarse = (0..words).step_by(5).map(place);
    [
        fine.map(|(x, y)| upright(x, y, dx - 4.0, dy - 3.0, 2.0))
            .collect(),
        coarse
            .map(|(x, y)| upright(x, y, 5.0 * dx - 4.0, dy - 3.0, 4.0))
            .collect(),
    ]
}

/// Blobs of many shapes that look scattered.
fn noise(blobs: u32, grain: f64) -> Vec<Found> {
    let random = |at: u32, side: u32, most: u32| {
        let mixed = (at.wrapping_mul(0x9E37_79B1) ^ side.wrapping_mul(0x85EB_CA77))
            .wrapping_mul(0xC2B2_AE3D);
        f64::from((mixed ^ (mixed >> 15)) % most)
    };
    let blob = |at: u32| {
        let corner = |side: u32| {
            [0, 1].map(|axis| random(at, axis, 2000) + random(at, 7 + 2 * side + axis, 14))
        };
        found(
            (0..6).map(corner).chain([[0.0, 0.0]].map(|step| {
                let [x, y] = corner(9);
                [x + 1.0 + step[0], y + 1.0 + step[1]]
            })),
            grain,
        )
    };
    (0..blobs).map(blob).collect()
}

/// The words and the lines that `passes` become, within the limit.
#[track_caller]
fn counted(passes: [Vec<Found>; 2]) -> (usize, usize) {
    let start = Instant::now();
    let ordered = in_reading_order(merged(passes.into_iter()), SIZE);
    let words: Vec<TextDetection> = ordered.into_iter().map(|ordered| ordered.word).collect();
    let lines = lines(&words).len();
    assert!(start.elapsed() < LIMIT, "it took {:?}", start.elapsed());
    (words.len(), lines)
}

#[test]
fn a_page_of_many_words_is_ordered_in_time() {
    let (words, lines) = counted(page(20_000, [20.0, 10.0]));
    assert_eq!(words, 20_000);
    assert!((200..20_000).contains(&lines), "{lines}");
}

#[test]
fn a_standing_page_of_many_words_is_ordered_in_time() {
    let (words, _) = counted(page(20_000, [10.0, 10.0]));
    assert_eq!(words, 20_000);
    let turned = page(20_000, [20.0, 10.0]).map(|pass| {
        let turn = |one: Found| {
            let [(x0, x1), (y0, y1)] = *one.outline.edges();
            upright(y0, x0, y1 - y0, x1 - x0, one.grain)
        };
        pass.into_iter().map(turn).collect()
    });
    assert_eq!(counted(turned).0, 20_000);
}

#[test]
fn noise_taken_for_words_is_ordered_in_time() {
    let (words, lines) = counted([noise(20_000, 2.0), noise(5000, 4.0)]);
    assert!(words > 1000 && lines > 100, "{words} {lines}");
}
