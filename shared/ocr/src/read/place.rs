//! Gives the detected words of a line what was read, so that each of them is one word.
//!
//! A word of the detector that holds two read words is cut between them; words of the detector that
//! one read word reaches across are joined. Where the network is not sure of anything, the words
//! stay as the detector left them. The areas cover afterwards what they covered before.

use std::ops::Range;

use deid_model::{Confidence, FrameSize, PixelBox, TextDetection};

use super::calibrate::belief;
use super::orientation::Reading;
use super::share::{ReadWord, Share, shares};
use super::slab::{Point, Slab, upright, wrapped};

/// Shortest piece of a word that was cut, in pixels; a shorter one is a sign of a wrong space.
const SHORTEST: f32 = 2.0;

/// The words of one line with what `reading` says, in reading order, in a picture of `size`.
pub fn placed(members: &[TextDetection], reading: &Reading, size: FrameSize) -> Vec<TextDetection> {
    let mut members: Vec<(Range<f32>, &TextDetection)> = members
        .iter()
        .map(|word| (span(&word.polygon, &reading.slab), word))
        .collect();
    members.sort_by(|(a, _), (b, _)| a.start.total_cmp(&b.start));
    let spans: Vec<Range<f32>> = members.iter().map(|(span, _)| span.clone()).collect();
    shares(&spans, &reading.glyphs, reading.slab.height)
        .into_iter()
        .flat_map(|share| {
            let boxes = share.boxes.iter().filter_map(|at| members.get(*at));
            let boxes: Vec<TextDetection> = boxes.map(|(_, word)| (*word).clone()).collect();
            settled(boxes, &share, &reading.slab, size)
        })
        .collect()
}

/// The boxes of one share as one detection per read word.
fn settled(
    boxes: Vec<TextDetection>,
    share: &Share,
    line: &Slab,
    size: FrameSize,
) -> Vec<TextDetection> {
    if share.words.iter().all(|word| said(word).is_none()) {
        return boxes;
    }
    let Some(whole) = joined(boxes, line) else {
        return Vec::new();
    };
    let room = span(&whole.polygon, line);
    if let Some(cuts) = cuts(&share.words, &room) {
        let rooms = cuts.windows(2).map(|pair| {
            let edge =
                |cut: Option<&f32>| room.start + cut.unwrap_or(&0.0) * (room.end - room.start);
            edge(pair.first())..edge(pair.last())
        });
        return pieces(&whole, &cuts, size)
            .into_iter()
            .zip(rooms)
            .zip(&share.words)
            .map(|((piece, room), word)| with_text(piece, word, &room, line))
            .collect();
    }
    // The words are not where they were read: what stands here is not known.
    vec![whole]
}

/// What a word says and the belief in it; `None` where it counts as not read.
fn said(word: &ReadWord) -> Option<(String, Confidence)> {
    let confidence = belief(word.glyphs.iter().map(|glyph| glyph.confidence))?;
    Some((
        word.glyphs.iter().map(|glyph| glyph.symbol).collect(),
        confidence,
    ))
}

/// The detection with what `word` says, unless that cannot be all that stands in its `room`.
fn with_text(
    mut detection: TextDetection,
    word: &ReadWord,
    room: &Range<f32>,
    line: &Slab,
) -> TextDetection {
    let filling = Some(word).filter(|word| word.fills(room, line.height));
    if let Some((text, confidence)) = filling.and_then(said) {
        detection.text = Some(text);
        detection.read_confidence = confidence;
    }
    detection
}

/// One detection that covers all of `boxes`, its corners in the reading direction of `line`.
fn joined(boxes: Vec<TextDetection>, line: &Slab) -> Option<TextDetection> {
    let corners: Vec<Point> = boxes.iter().flat_map(|word| word.polygon).collect();
    let several = boxes.len() > 1;
    let mut whole = boxes.into_iter().reduce(|mut whole, word| {
        whole.area = whole.area.union(word.area);
        if word.detect_confidence > whole.detect_confidence {
            whole.detect_confidence = word.detect_confidence;
        }
        whole
    })?;
    whole.polygon = if several {
        Slab::around(corners.into_iter(), line.angle).corners()
    } else {
        directed(whole.polygon, line.angle)
    };
    whole.rotation = line.rotation();
    Some(whole)
}

/// The same corners, beginning with the one that is top left for a reader in direction `angle`.
fn directed(mut polygon: [Point; 4], angle: f32) -> [Point; 4] {
    let turn = wrapped(angle - Slab::with_corners(&polygon).angle) / 90.0;
    polygon.rotate_left(turn.round().rem_euclid(4.0) as usize % 4);
    polygon
}

/// Where to cut a word at `whole` into `words`, as shares of its length, ends included; `None` where
/// a piece would be too short.
fn cuts(words: &[ReadWord], whole: &Range<f32>) -> Option<Vec<f32>> {
    let length = (whole.end - whole.start).max(1.0);
    let between = words.windows(2).filter_map(|pair| {
        let middle = f32::midpoint(pair.first()?.span.end, pair.last()?.span.start);
        Some((middle - whole.start) / length)
    });
    let cuts: Vec<f32> = [0.0].into_iter().chain(between).chain([1.0]).collect();
    let enough = |pair: &[f32]| match pair {
        [start, end] => (end - start) * length >= SHORTEST,
        _ => false,
    };
    (words.len() == 1 || cuts.windows(2).all(enough)).then_some(cuts)
}

/// `whole` cut across its reading direction; together the areas of the pieces cover its area.
fn pieces(whole: &TextDetection, cuts: &[f32], size: FrameSize) -> Vec<TextDetection> {
    let [a, b, c, d] = whole.polygon;
    let at = |share: f32| (between(a, b, share), between(d, c, share));
    let pairs = cuts
        .windows(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let pieces = pairs.map(|(start, end)| {
        if start <= 0.0 && end >= 1.0 {
            return whole.clone();
        }
        let ((a, d), (b, c)) = (at(start), at(end));
        let polygon = [a, b, c, d];
        let edge = |share: f32| {
            let (upper, lower) = at(share);
            between(upper, lower, 0.5)
        };
        let range = (
            (start > 0.0).then(|| edge(start)),
            (end < 1.0).then(|| edge(end)),
        );
        let parts = [part(whole, range), upright(&polygon, size)];
        let area = parts.into_iter().flatten().reduce(PixelBox::union);
        TextDetection {
            area: area.unwrap_or(whole.area),
            polygon,
            ..whole.clone()
        }
    });
    pieces.collect()
}

/// The part of the area of `whole` between two points of its middle line; all of it on a side
/// without a point.
fn part(whole: &TextDetection, range: (Option<Point>, Option<Point>)) -> Option<PixelBox> {
    let [x0, y0, x1, y1] = <[u32; 4]>::from(whole.area);
    let lying = whole.rotation.is_multiple_of(180);
    let (side, first, last) = if lying { (0, x0, x1) } else { (1, y0, y1) };
    let (from, to) = match whole.rotation {
        0 | 90 => (first, last),
        _ => (last, first),
    };
    let edge = |point: Option<Point>, otherwise: u32| {
        point.map_or(otherwise, |point| {
            (point[side].round() as u32).clamp(first, last)
        })
    };
    let (start, end) = (edge(range.0, from), edge(range.1, to));
    let (least, most) = (start.min(end), start.max(end));
    if lying {
        PixelBox::new(least, y0, most, y1)
    } else {
        PixelBox::new(x0, least, x1, most)
    }
}

fn between(a: Point, b: Point, share: f32) -> Point {
    [0, 1].map(|side| a[side] + (b[side] - a[side]) * share)
}

/// From where to where `polygon` reaches along `line`, in pixels from the middle of the line.
fn span(polygon: &[Point; 4], line: &Slab) -> Range<f32> {
    let along = polygon.map(|corner| line.local(corner)[0]);
    let least = along.into_iter().fold(f32::INFINITY, f32::min);
    least..along.into_iter().fold(f32::NEG_INFINITY, f32::max)
}

#[cfg(test)]
mod tests {
    use super::super::orientation::Glyph;
    use super::*;

    const SIZE: FrameSize = FrameSize::new(400, 300);

    fn detection(slab: &Slab) -> TextDetection {
        let area = upright(&slab.corners(), SIZE).unwrap();
        let mut word = TextDetection::unread(area, Confidence::new(0.9), 4);
        word.polygon = slab.corners();
        word
    }

    fn line(angle: f32) -> Slab {
        Slab {
            center: [200.0, 150.0],
            angle,
            length: 120.0,
            height: 20.0,
        }
    }

    /// A part of the line, from `start` to `end` pixels after its left end.
    fn part(line: &Slab, start: f32, end: f32) -> TextDetection {
        detection(&Slab {
            center: line.point(f32::midpoint(start, end) - line.length / 2.0, 0.0),
            length: end - start,
            ..*line
        })
    }

    /// `text` read from the left end of the line on, a letter each 10 pixels.
    fn reading(slab: Slab, text: &str, confidence: f32) -> Reading {
        let glyphs = text.chars().zip(0u8..).map(|(symbol, at)| Glyph {
            symbol,
            confidence,
            along: 5.0 + 10.0 * f32::from(at) - slab.length / 2.0,
        });
        Reading {
            glyphs: glyphs.collect(),
            slab,
        }
    }

    fn texts(words: &[TextDetection]) -> Vec<Option<&str>> {
        words.iter().map(|word| word.text.as_deref()).collect()
    }

    fn all_covered(before: &[TextDetection], after: &[TextDetection]) -> bool {
        let inside =
            |words: &[TextDetection], x, y| words.iter().any(|word| word.area.contains(x, y));
        (0..SIZE.columns)
            .all(|x| (0..SIZE.rows).all(|y| !inside(before, x, y) || inside(after, x, y)))
    }

    #[test]
    fn a_word_in_one_box_keeps_its_place() {
        let line = line(0.0);
        let before = [part(&line, 0.0, 40.0), part(&line, 50.0, 120.0)];
        let after = placed(&before, &reading(line, "NAME DOE^JAN", 1.0), SIZE);
        assert_eq!(texts(&after), [Some("NAME"), Some("DOE^JAN")]);
        assert!(
            after
                .iter()
                .zip(&before)
                .all(|(a, b)| a.area == b.area && a.polygon == b.polygon)
        );
        assert!(after[0].read_confidence > Confidence::new(0.9));
    }

    #[test]
    fn cutting_and_joining_lose_no_pixel_in_any_direction() {
        for angle in [0.0, 8.0, 90.0, 97.0, 172.0, 180.0, 270.0, 262.0] {
            let line = line(angle);
            let cases = [
                (vec![part(&line, 0.0, 120.0)], "NAME DOE JAN"),
                (
                    vec![part(&line, 0.0, 62.0), part(&line, 64.0, 120.0)],
                    "NAMEDOES JAN",
                ),
                (
                    vec![part(&line, 0.0, 52.0), part(&line, 54.0, 120.0)],
                    "AB CDEF GH I",
                ),
            ];
            for (before, text) in cases {
                let after = placed(&before, &reading(line, text, 1.0), SIZE);
                let expected: Vec<Option<&str>> = text.split(' ').map(Some).collect();
                assert_eq!(texts(&after), expected, "{angle}");
                assert!(all_covered(&before, &after), "{angle} {text}");
                assert!(
                    after
                        .iter()
                        .all(|word| word.rotation == line.rotation() && word.line == 4)
                );
            }
        }
    }

    #[test]
    fn a_cut_lies_between_the_words() {
        let line = line(0.0);
        let after = placed(
            &[part(&line, 0.0, 120.0)],
            &reading(line, "NAME DOE^JAN", 1.0),
            SIZE,
        );
        let edges: Vec<(u32, u32)> = after
            .iter()
            .map(|word| (word.area.x0(), word.area.x1()))
            .collect();
        assert_eq!(edges, [(140, 185), (185, 260)]);
        assert_eq!(after[1].polygon[0], [185.0, 140.0]);
    }

    #[test]
    fn words_too_close_to_be_cut_stay_one_word_without_text() {
        let line = line(0.0);
        let mut reading = reading(line, "AB C D EF", 1.0);
        let along = reading.glyphs[3].along;
        for glyph in &mut reading.glyphs[3..] {
            glyph.along = along;
        }
        let before = [part(&line, 0.0, 45.0)];
        let after = placed(&before, &reading, SIZE);
        assert_eq!((texts(&after), after[0].area), (vec![None], before[0].area));
        assert_eq!(after[0].read_confidence, Confidence::new(0.0));
    }

    #[test]
    fn corners_begin_at_the_top_left_of_the_reader() {
        let mut before = part(&line(90.0), 0.0, 120.0);
        before.polygon = [[190.0, 90.0], [210.0, 90.0], [210.0, 210.0], [190.0, 210.0]];
        let after = placed(&[before], &reading(line(270.0), "NAME|DOE|JAN", 1.0), SIZE);
        assert_eq!(
            (after[0].polygon[0], after[0].rotation),
            ([190.0, 210.0], 270)
        );
    }

    #[test]
    fn what_is_not_read_surely_stays_as_it_was_found() {
        let line = line(0.0);
        let before = [part(&line, 0.0, 58.0), part(&line, 60.0, 120.0)];
        let after = placed(&before, &reading(line, "AB CDEFGH IJ", 0.5), SIZE);
        assert_eq!(after, before);
        assert_eq!(placed(&before, &reading(line, "", 1.0), SIZE), before);
    }

    #[test]
    fn a_word_of_which_letters_were_overlooked_stays_without_text() {
        let line = line(0.0);
        let before = [part(&line, 0.0, 120.0)];
        let after = placed(&before, &reading(line, "M", 1.0), SIZE);
        assert_eq!((texts(&after), after[0].area), (vec![None], before[0].area));
    }

    #[test]
    fn a_doubtful_word_beside_a_sure_one_stays_without_text() {
        let line = line(0.0);
        let mut reading = reading(line, "NAME DOE^JAN", 1.0);
        for glyph in &mut reading.glyphs[5..] {
            glyph.confidence = 0.4;
        }
        let after = placed(&[part(&line, 0.0, 120.0)], &reading, SIZE);
        assert_eq!(texts(&after), [Some("NAME"), None]);
        assert_eq!(after[1].read_confidence, Confidence::new(0.0));
    }
}
