//! Which words of a reading lie in which boxes, along one line.

use std::ops::Range;

use super::orientation::Glyph;

/// A less probable space counts only where the detector saw two boxes as well.
const SURE_SPACE: f32 = 0.5;

/// Two boxes this far apart, in heights of the line, hold two words whatever was read.
const CLEAR_GAP: f32 = 0.25;

/// Letters of two boxes this far apart, in usual distances of two letters, belong to two words.
const FAR_LETTERS: f32 = 1.3;

/// Distance of two letters where only one was read, in heights of the line.
const USUAL_PITCH: f32 = 0.4;

/// A word lies in a box if they share this much of the shorter one, ...
const TOUCH: f32 = 0.35;

/// ... or this much, in heights of the line: more than a letter.
const TOUCH_HEIGHT: f32 = 0.5;

/// Longest part of a box, in heights of the line, that may show no letter of its word.
const SLACK: f32 = 0.75;

/// Widest usual distance of two letters of a word, in heights of the line.
const WIDEST_PITCH: f32 = 1.2;

/// A word as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadWord {
    /// Its characters, no space among them, at least one.
    pub glyphs: Vec<Glyph>,
    /// Where it starts and ends along the line, in pixels.
    pub span: Range<f32>,
}

impl ReadWord {
    /// Whether the characters account for all of `room`, the box of the word along a line of
    /// `height`. Where much of it is empty, the network has overlooked letters, however sure it is
    /// of the others.
    pub fn fills(&self, room: &Range<f32>, height: f32) -> bool {
        let slack = SLACK * height;
        let usual = pitch(&self.glyphs).map_or(0.0, |pitch| pitch.min(WIDEST_PITCH * height));
        let close = |pair: &[Glyph]| match pair {
            [a, b] => b.along - a.along <= usual + slack,
            _ => true,
        };
        self.span.start - room.start <= slack
            && room.end - self.span.end <= slack
            && self.glyphs.windows(2).all(close)
    }
}

/// Boxes and the words that they share.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// Positions of the boxes, along the line; at least one.
    pub boxes: Vec<usize>,
    /// The words, along the line; none where nothing was read.
    pub words: Vec<ReadWord>,
}

/// Shares out the words that `glyphs` spell among the boxes at `spans` of a line of `height`. Each
/// box and each word is in exactly one share; one with a single box and a single word is the rule,
/// others are where the detector and the network disagree about a space.
pub fn shares(spans: &[Range<f32>], glyphs: &[Glyph], height: f32) -> Vec<Share> {
    // For each box, the least box that it shares a word with.
    let mut owner: Vec<usize> = (0..spans.len()).collect();
    let mut placed: Vec<(usize, ReadWord)> = Vec::new();
    for word in words(spans, glyphs, height) {
        let touched = touched(&word.span, spans, height);
        let owners = touched.iter().filter_map(|at| owner.get(*at).copied());
        let Some(least) = owners.clone().min() else {
            continue;
        };
        let joined: Vec<usize> = owners.collect();
        for one in owner.iter_mut().filter(|one| joined.contains(one)) {
            *one = least;
        }
        placed.push((least, word));
    }
    let owner_of = |at: usize| owner.get(at).copied();
    (0..spans.len())
        .filter(|at| owner_of(*at) == Some(*at))
        .map(|first| Share {
            boxes: (0..spans.len())
                .filter(|at| owner_of(*at) == Some(first))
                .collect(),
            words: placed
                .iter()
                .filter(|(at, _)| owner_of(*at) == Some(first))
                .map(|(_, word)| word.clone())
                .collect(),
        })
        .collect()
}

/// The words that `glyphs` spell.
fn words(spans: &[Range<f32>], glyphs: &[Glyph], height: f32) -> Vec<ReadWord> {
    let gaps = gaps(spans);
    let pitch = pitch(glyphs).unwrap_or(USUAL_PITCH * height);
    let mut words: Vec<Vec<Glyph>> = vec![Vec::new()];
    let mut last: Option<Glyph> = None;
    for glyph in glyphs {
        let parted = if glyph.symbol == ' ' {
            glyph.confidence >= SURE_SPACE || gaps.iter().any(|gap| gap.contains(&glyph.along))
        } else {
            last.is_some_and(|last| apart(&last, glyph, &gaps, height, pitch))
        };
        if parted {
            words.push(Vec::new());
        }
        if glyph.symbol != ' ' {
            if let Some(word) = words.last_mut() {
                word.push(*glyph);
            }
            last = Some(*glyph);
        }
    }
    words
        .into_iter()
        .filter_map(|glyphs| {
            let span = glyphs.first()?.along - pitch / 2.0..glyphs.last()?.along + pitch / 2.0;
            Some(ReadWord { glyphs, span })
        })
        .collect()
}

/// Whether two letters, one read after the other, stand on the two sides of a gap between words.
fn apart(a: &Glyph, b: &Glyph, gaps: &[Range<f32>], height: f32, pitch: f32) -> bool {
    gaps.iter().any(|gap| {
        let middle = f32::midpoint(gap.start, gap.end);
        let wide =
            gap.end - gap.start > CLEAR_GAP * height || b.along - a.along > FAR_LETTERS * pitch;
        a.along < middle && middle < b.along && wide
    })
}

/// Where no box is, between the first and the last one.
fn gaps(spans: &[Range<f32>]) -> Vec<Range<f32>> {
    let mut sorted = spans.to_vec();
    sorted.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut gaps = Vec::new();
    let mut reached = f32::INFINITY;
    for span in sorted {
        if span.start > reached {
            gaps.push(reached..span.start);
        }
        reached = if reached.is_finite() {
            reached.max(span.end)
        } else {
            span.end
        };
    }
    gaps
}

/// The median distance of two letters of a word.
fn pitch(glyphs: &[Glyph]) -> Option<f32> {
    let mut distances: Vec<f32> = glyphs
        .windows(2)
        .filter(|pair| pair.iter().all(|glyph| glyph.symbol != ' '))
        .filter_map(|pair| Some(pair.last()?.along - pair.first()?.along))
        .collect();
    distances.sort_by(f32::total_cmp);
    distances.get(distances.len() / 2).copied()
}

/// The boxes in which a word lies; the nearest one where it lies in none.
fn touched(word: &Range<f32>, spans: &[Range<f32>], height: f32) -> Vec<usize> {
    let shared = |span: &Range<f32>| span.end.min(word.end) - span.start.max(word.start);
    let enough = |span: &Range<f32>| {
        let shorter = (span.end - span.start).min(word.end - word.start);
        (TOUCH * shorter)
            .min(TOUCH_HEIGHT * height)
            .max(f32::MIN_POSITIVE)
    };
    let inside: Vec<usize> = spans
        .iter()
        .enumerate()
        .filter(|(_, span)| shared(span) >= enough(span))
        .map(|(at, _)| at)
        .collect();
    if !inside.is_empty() {
        return inside;
    }
    let nearest = spans
        .iter()
        .enumerate()
        .max_by(|(_, a), (_, b)| shared(a).total_cmp(&shared(b)));
    nearest.map(|(at, _)| at).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters 10 pixels apart from 5 on; "_" is a doubtful space, "|" a place without a letter.
    fn glyphs(text: &str) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .filter(|(_, symbol)| *symbol != '|')
            .map(|(at, symbol)| Glyph {
                symbol: if symbol == '_' { ' ' } else { symbol },
                confidence: if symbol == '_' { 0.4 } else { 0.9 },
                along: 5.0 + 10.0 * at as f32,
            })
            .collect()
    }

    /// The boxes and the words of each share, in a line 20 pixels high.
    fn shared(spans: &[Range<f32>], text: &str) -> Vec<(Vec<usize>, Vec<String>)> {
        let spell = |word: ReadWord| word.glyphs.iter().map(|glyph| glyph.symbol).collect();
        shares(spans, &glyphs(text), 20.0)
            .into_iter()
            .map(|share| (share.boxes, share.words.into_iter().map(spell).collect()))
            .collect()
    }

    fn share(boxes: &[usize], words: &[&str]) -> (Vec<usize>, Vec<String>) {
        (
            boxes.to_vec(),
            words.iter().map(|word| (*word).to_owned()).collect(),
        )
    }

    #[test]
    fn each_box_has_its_word() {
        let expected = [share(&[0], &["NAME"]), share(&[1], &["DOE"])];
        assert_eq!(shared(&[0.0..42.0, 48.0..80.0], "NAME DOE"), expected);
    }

    #[test]
    fn one_box_may_hold_two_words() {
        assert_eq!(
            shared(&[0.0..80.0], "NAME DOE"),
            [share(&[0], &["NAME", "DOE"])]
        );
    }

    #[test]
    fn one_word_may_lie_in_two_boxes() {
        assert_eq!(
            shared(&[0.0..24.0, 26.0..80.0], "NAMEDOES"),
            [share(&[0, 1], &["NAMEDOES"])]
        );
    }

    #[test]
    fn a_word_that_reaches_two_letters_into_the_next_box_lies_in_both() {
        let expected = [share(&[0, 1], &["NAMEDOES", "JANE"])];
        assert_eq!(shared(&[0.0..62.0, 64.0..130.0], "NAMEDOES JANE"), expected);
    }

    #[test]
    fn boxes_and_words_may_overlap_crosswise() {
        assert_eq!(
            shared(&[0.0..52.0, 54.0..90.0], "AB CDEF GH"),
            [share(&[0, 1], &["AB", "CDEF", "GH"])]
        );
    }

    #[test]
    fn a_wide_gap_parts_words_though_no_space_was_read() {
        let expected = [share(&[0], &["AB"]), share(&[1], &["CD"])];
        assert_eq!(shared(&[0.0..20.0, 40.0..60.0], "AB||CD"), expected);
    }

    #[test]
    fn letters_far_apart_in_two_close_boxes_are_two_words() {
        let expected = [share(&[0], &["ABC"]), share(&[1], &["DEF"])];
        assert_eq!(shared(&[0.0..33.0, 37.0..70.0], "ABC|DEF"), expected);
    }

    #[test]
    fn a_doubtful_space_counts_only_between_two_boxes() {
        assert_eq!(shared(&[0.0..50.0], "AB_CD"), [share(&[0], &["ABCD"])]);
        let expected = [share(&[0], &["AB"]), share(&[1], &["CD"])];
        assert_eq!(shared(&[0.0..24.0, 26.0..50.0], "AB_CD"), expected);
    }

    #[test]
    fn boxes_in_which_nothing_was_read_stay() {
        let expected = [share(&[0], &["AB"]), share(&[1], &[])];
        assert_eq!(shared(&[0.0..20.0, 40.0..60.0], "AB"), expected);
        assert_eq!(shared(&[0.0..20.0], ""), [share(&[0], &[])]);
    }

    #[test]
    fn a_word_that_leaves_much_of_its_box_empty_does_not_fill_it() {
        let fills = |text: &str, room: Range<f32>| {
            let shares = shares(&[0.0..100.0], &glyphs(text), 20.0);
            shares[0].words[0].fills(&room, 20.0)
        };
        assert!(fills("ABCDE", 0.0..50.0) && fills("ABCDE", -8.0..62.0));
        assert!(!fills("ABCDE", 0.0..70.0) && !fills("ABCDE", -20.0..50.0));
        assert!(!fills("ABC|||DE", 0.0..80.0));
        assert!(fills("A||B||C||D", 0.0..100.0), "letters may be spaced out");
    }

    #[test]
    fn a_word_beside_all_boxes_goes_to_the_nearest() {
        let expected = [share(&[0], &[]), share(&[1], &["B"])];
        assert_eq!(shared(&[0.0..5.0, 20.0..30.0], "|||||B"), expected);
    }
}
