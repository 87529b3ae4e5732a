//! Finds out in which direction a line is read: by how sure the network is of what it says.

use deid_model::EngineError;

use super::crop::crop;
use super::line::Line;
use super::recognizer::Recognizer;
use super::slab::Slab;
use crate::scale::GreyImage;

/// Share of its height by which a line is grown on each side at first: where words surely stand already
/// reaches a little beyond the letters.
const GROWTH: f32 = 0.0;

/// Growths tried where the first one gives a doubtful reading: the box may cut the letters, or hold
/// much besides.
const OTHER_GROWTHS: [f32; 2] = [0.2, -0.06];

/// A reading of this score is not looked at again.
const GOOD: f32 = 0.85;

/// A line that scores less in every direction is most likely no text: no more growths are tried.
const HOPELESS: f32 = 0.35;

/// Lying text that scores this much is not upside down.
const UPRIGHT: f32 = 0.95;

/// By how much a quarter turn must score better than none.
const MARGIN: f32 = 0.1;

/// By how much a half turn must score better than none: "MHz" reads as "ZHW" upside down.
const HALF_TURN_MARGIN: f32 = 0.1;

/// Fewest characters of a line of text, per height of its length: fewer are a sign of a reading in
/// the wrong direction.
const DENSITY: f32 = 0.7;

/// A character of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Which one.
    pub symbol: char,
    /// Its probability, 0 to 1.
    pub confidence: f32,
    /// Its middle along the line, in pixels from the middle of the line.
    pub along: f32,
}

/// What a line says, read in one direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The line as it was grouped, turned into the reading direction.
    pub slab: Slab,
    /// Its characters, in reading order.
    pub glyphs: Vec<Glyph>,
}

/// The best reading of `line` in `image`.
pub fn read_line(
    recognizer: &Recognizer,
    image: &GreyImage,
    line: &Line,
) -> Result<Reading, EngineError> {
    best(line, |slab, growth| {
        let grown = slab.grown(growth);
        let strip = crop(image, &grown);
        let scale = grown.length / strip.columns as f32;
        let characters = recognizer.characters(&strip)?;
        let glyphs = characters.into_iter().map(|one| Glyph {
            symbol: one.symbol,
            confidence: one.confidence,
            along: one.column * scale - grown.length / 2.0,
        });
        Ok(glyphs.collect())
    })
}

/// The reading with the best score, among the directions and growths that `line` makes worth a try.
fn best(
    line: &Line,
    read: impl Fn(Slab, f32) -> Result<Vec<Glyph>, EngineError>,
) -> Result<Reading, EngineError> {
    let attempt = |quarters: u16, growth: f32| {
        let slab = line.slab.turned(quarters);
        let glyphs = read(slab, growth)?;
        Ok::<_, EngineError>(Reading { slab, glyphs })
    };
    let mut best = attempt(0, GROWTH)?;
    for trial in trials(line) {
        if score(&best) < trial.below {
            let other = attempt(trial.quarters, GROWTH)?;
            if score(&other) > score(&best) + trial.margin {
                best = other;
            }
        }
    }
    let turned = best.slab;
    for growth in OTHER_GROWTHS {
        if (HOPELESS..GOOD).contains(&score(&best)) {
            let glyphs = read(turned, growth)?;
            let other = Reading {
                slab: turned,
                glyphs,
            };
            if score(&other) > score(&best) {
                best = other;
            }
        }
    }
    Ok(best)
}

/// Another direction to try.
struct Trial {
    /// Quarter turns clockwise.
    quarters: u16,
    /// It is tried where the best score so far is below this.
    below: f32,
    /// By how much it must score better.
    margin: f32,
}

/// Standing text goes up as often as down.
const DOWN_OR_UP: Trial = Trial {
    quarters: 2,
    below: f32::INFINITY,
    margin: 0.0,
};

/// Lying text is hardly ever upside down.
const UPSIDE_DOWN: Trial = Trial {
    quarters: 2,
    below: UPRIGHT,
    margin: HALF_TURN_MARGIN,
};

const fn quarter(quarters: u16) -> Trial {
    Trial {
        quarters,
        below: GOOD,
        margin: MARGIN,
    }
}

/// The directions to try besides that of the line.
fn trials(line: &Line) -> &'static [Trial] {
    let standing = line.slab.angle > 45.0;
    match (line.firm, standing) {
        (true, false) => &[UPSIDE_DOWN],
        (true, true) if line.members.len() > 1 => &[DOWN_OR_UP],
        // A single high and narrow letter looks like a standing word.
        (true, true) => const { &[DOWN_OR_UP, quarter(3)] },
        (false, _) => const { &[quarter(1), quarter(3), UPSIDE_DOWN] },
    }
}

/// How sure a reading is: the mean probability of its characters, 0 to 1, less where they are too few.
fn score(reading: &Reading) -> f32 {
    let sum: f32 = reading.glyphs.iter().map(|glyph| glyph.confidence).sum();
    let expected = DENSITY * reading.slab.length / reading.slab.height.max(1.0);
    sum / expected.max(reading.glyphs.len() as f32).max(1.0)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    fn line(angle: f32, firm: bool, members: usize) -> Line {
        Line {
            members: (0..members).collect(),
            slab: Slab {
                center: [50.0, 50.0],
                angle,
                length: 40.0,
                height: 20.0,
            },
            firm,
            number: 0,
        }
    }

    fn glyphs(count: usize, confidence: f32) -> Vec<Glyph> {
        vec![
            Glyph {
                symbol: 'A',
                confidence,
                along: 0.0,
            };
            count
        ]
    }

    /// The chosen direction and all that were tried, where readings have these confidences by
    /// rotation: 0, 90, 180, 270.
    fn chosen(line: &Line, confidences: [f32; 4]) -> (u16, Vec<u16>) {
        let tried = RefCell::new(Vec::new());
        let best = best(line, |slab, growth| {
            if growth == GROWTH {
                tried.borrow_mut().push(slab.rotation());
            }
            Ok(glyphs(4, confidences[usize::from(slab.rotation() / 90)]))
        });
        (best.unwrap().slab.rotation(), tried.into_inner())
    }

    #[test]
    fn lying_text_is_turned_upside_down_only_where_it_reads_badly() {
        assert_eq!(
            chosen(&line(0.0, true, 1), [0.96, 0.0, 0.99, 0.0]),
            (0, vec![0])
        );
        assert_eq!(
            chosen(&line(3.0, true, 1), [0.4, 0.0, 0.9, 0.0]),
            (180, vec![0, 180])
        );
        assert_eq!(chosen(&line(0.0, true, 1), [0.5, 0.0, 0.55, 0.0]).0, 0);
    }

    #[test]
    fn standing_text_is_read_up_and_down() {
        assert_eq!(
            chosen(&line(90.0, true, 3), [0.0, 0.9, 0.0, 0.95]),
            (270, vec![90, 270])
        );
        assert_eq!(
            chosen(&line(88.0, true, 3), [0.99, 0.5, 0.0, 0.4]),
            (90, vec![90, 270])
        );
    }

    #[test]
    fn a_single_standing_box_may_be_a_narrow_letter() {
        assert_eq!(chosen(&line(90.0, true, 1), [0.95, 0.5, 0.0, 0.4]).0, 0);
    }

    #[test]
    fn a_square_is_read_in_every_direction_unless_it_reads_well() {
        assert_eq!(
            chosen(&line(0.0, false, 1), [0.96, 0.99, 0.0, 0.0]),
            (0, vec![0])
        );
        let (rotation, tried) = chosen(&line(0.0, false, 1), [0.3, 0.2, 0.2, 0.96]);
        assert_eq!((rotation, tried), (270, vec![0, 90, 270]));
    }

    #[test]
    fn a_doubtful_reading_is_repeated_with_another_margin() {
        let reading = best(&line(0.0, true, 1), |_, growth| {
            Ok(glyphs(
                4,
                if growth == OTHER_GROWTHS[0] { 0.9 } else { 0.6 },
            ))
        });
        assert_eq!(reading.unwrap().glyphs[0].confidence, 0.9);
    }

    #[test]
    fn few_characters_on_a_long_line_count_less() {
        let reading = |count| Reading {
            slab: Slab {
                length: 200.0,
                ..line(0.0, true, 1).slab
            },
            glyphs: glyphs(count, 0.9),
        };
        assert!(score(&reading(1)) < 0.2);
        assert!((score(&reading(20)) - 0.9).abs() < 1e-3);
        assert_eq!(score(&reading(0)), 0.0);
    }
}
