//! Faint places that are words because they stand on the line of one.
//!
//! What alone might be texture is text where a line goes on: a later word of a faint line, or the letters
//! that a bright structure behind a word swallows.

use crate::components::Found;
use crate::groups::agree;
use crate::nearby::Nearby;
use crate::rectangle::Rectangle;
use crate::thresholds::{COMPANION_GAP, COMPANION_HEIGHT};

/// `words`, and those of `faint` that stand on the line of one of them or, from there on, of one another.
pub fn with_companions(mut words: Vec<Found>, faint: Vec<Found>) -> Vec<Found> {
    let mut places = Nearby::default();
    for one in &faint {
        places.insert(*one.outline.edges());
    }
    let mut waiting: Vec<Option<Found>> = faint.into_iter().map(Some).collect();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let place = Rectangle::smallest(&word.outline);
        let reach = COMPANION_GAP * place.height();
        let edges = *word.outline.edges();
        for number in places.touching(&edges.map(|(start, end)| (start - reach, end + reach))) {
            let slot = waiting.get_mut(number);
            if let Some(one) = slot.and_then(|one| one.take_if(|one| is_on_line(one, &place))) {
                places.remove(number);
                words.push(one);
            }
        }
        at += 1;
    }
    words
}

/// Whether a faint place continues the line of a word at `word`.
fn is_on_line(one: &Found, word: &Rectangle) -> bool {
    let place = Rectangle::in_direction(&one.outline, word.direction);
    let gap = (place.along.0 - word.along.1).max(word.along.0 - place.along.1);
    let ratio = place.height() / word.height();
    agree(place.across, word.across)
        && gap <= COMPANION_GAP * word.height()
        && (COMPANION_HEIGHT.recip()..=COMPANION_HEIGHT).contains(&ratio)
}

#[cfg(test)]
mod tests {
    use deid_model::Confidence;

    use super::*;
    use crate::outline::Outline;

    fn place([x0, y0, x1, y1]: [f64; 4]) -> Found {
        let corners = [[x0, y0], [x1, y0], [x1, y1], [x0, y1]];
        Found::new(Outline::around(corners), 2.0, Confidence::new(0.5))
    }

    /// How many of `faint` become words beside one at (100, 100), 60 x 20.
    fn joined(faint: &[[f64; 4]]) -> usize {
        let word = place([100.0, 100.0, 160.0, 120.0]);
        let faint = faint.iter().copied().map(place).collect();
        with_companions(vec![word], faint).len() - 1
    }

    #[test]
    fn a_faint_place_on_the_line_of_a_word_is_one_and_so_is_the_next() {
        let (next, further) = ([180.0, 102.0, 230.0, 121.0], [250.0, 100.0, 300.0, 120.0]);
        assert_eq!(joined(&[next]), 1);
        assert_eq!(joined(&[further]), 0);
        assert_eq!(joined(&[further, next]), 2);
    }

    #[test]
    fn a_faint_place_on_another_line_or_of_another_height_is_none() {
        assert_eq!(joined(&[[100.0, 125.0, 160.0, 145.0]]), 0);
        assert_eq!(joined(&[[165.0, 90.0, 200.0, 132.0]]), 0);
        assert_eq!(joined(&[[165.0, 106.0, 200.0, 114.0]]), 0);
    }
}
