//! Scale ticks: plain numbers in even steps, side by side or in one column.

use crate::document::Document;

use super::number::Number;

/// Ticks that prove a scale.
const FEWEST: usize = 3;
/// Lines without a number between two ticks of a column.
const LINES_BETWEEN: usize = 3;

/// Indices of the words that are ticks; and a pair such as `+61.6` and `-61.6`, the ends of a velocity scale.
pub(super) fn tick_words(document: &Document) -> Vec<usize> {
    let mut found = Vec::new();
    let mut firsts = Sequence::default();
    let mut lasts = Sequence::default();
    for (at, line) in document.lines.iter().enumerate() {
        let numbers: Vec<_> = line
            .clone()
            .map(|word| tick_from_word(document, word))
            .collect();
        let mut row = Sequence::default();
        for tick in &numbers {
            match tick {
                Some(tick) => row.add(*tick, &mut found),
                None => row.end(&mut found),
            }
        }
        row.end(&mut found);
        for (column, tick) in [(&mut firsts, numbers.first()), (&mut lasts, numbers.last())] {
            match tick.copied().flatten() {
                Some(tick) => {
                    column.add(tick, &mut found);
                    column.seen_at = at;
                }
                None if at - column.seen_at > LINES_BETWEEN => column.end(&mut found),
                None => {}
            }
        }
    }
    firsts.end(&mut found);
    lasts.end(&mut found);
    found
}

#[derive(Clone, Copy)]
struct Tick {
    word: usize,
    number: Number,
}

/// A word that is one number of up to four digits; strokes beside it are part of the scale.
fn tick_from_word(document: &Document, word: usize) -> Option<Tick> {
    let text = document.words.get(word)?.text;
    let (sign, rest) = match text.chars().next()? {
        sign @ ('+' | '-') => (Some(sign), text.get(1..)?),
        '\u{2212}' | '–' => (Some('-'), text.trim_start_matches(['\u{2212}', '–'])),
        _ => (None, text),
    };
    let number = Number::parse(rest.trim_end_matches(['-', '_', '|']), sign)?;
    let fits =
        number.is_size(4) && !number.is_year_like() && !number.padded && number.decimals <= 2;
    fits.then_some(Tick { word, number })
}

/// Ticks in even steps so far.
#[derive(Default)]
struct Sequence {
    ticks: Vec<Tick>,
    seen_at: usize,
}

impl Sequence {
    fn add(&mut self, tick: Tick, found: &mut Vec<usize>) {
        if !self.goes_on_with(tick) {
            let last = self.ticks.last().copied();
            self.end(found);
            self.ticks.extend(last);
        }
        self.ticks.push(tick);
    }

    /// Whether `tick` is as far from the last one as that from the one before.
    fn goes_on_with(&self, tick: Tick) -> bool {
        match self.ticks.as_slice() {
            [.., one, two] => {
                let step = two.number.value - one.number.value;
                let next = tick.number.value - two.number.value;
                step != 0.0 && (step - next).abs() < step.abs() * 0.01
            }
            _ => true,
        }
    }

    fn end(&mut self, found: &mut Vec<usize>) {
        let mirrored = match self.ticks.as_slice() {
            [one, two] => {
                let signed = one.number.signed && two.number.signed;
                signed && one.number.value == -two.number.value && one.number.digits <= 3
            }
            _ => false,
        };
        if mirrored || self.ticks.len() >= FEWEST {
            found.extend(self.ticks.iter().map(|tick| tick.word));
        }
        self.ticks.clear();
    }
}
