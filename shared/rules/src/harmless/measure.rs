//! Numbers that measure something: with a unit, after the name of what they measure, or in a form that sizes have.

use std::ops::Range;

use super::cover::Covers;
use super::kind::Kind;
use super::number::Number;
use super::piece::Piece;

/// Digits of a number that stands beside a unit.
const DIGITS_WITH_UNIT: usize = 6;

/// Marks every number of a line that measures something, with its unit.
pub(super) fn measure(pieces: &[Piece], covers: &mut Covers) {
    let mut at = 0;
    while at < pieces.len() {
        let Some(group) = Group::starting_at(pieces, covers, at) else {
            at += 1;
            continue;
        };
        let end = group.range.end;
        if let Some((range, source)) = group.meaning(pieces, covers) {
            covers.set_measured(range, source);
        }
        at = end;
    }
    measure_row(pieces, covers);
}

/// `Min 12 Max 45`: neither is a name then.
fn is_range(pieces: &[Piece]) -> bool {
    ["min", "max"]
        .iter()
        .all(|end| pieces.iter().any(|piece| piece.text == *end))
}

/// Marks the numbers of a row of a dose table: `Thorax 2 145 120 234.5 0.5 0.6`. All other words of the row are known,
/// and none of them may be a name.
fn measure_row(pieces: &[Piece], covers: &mut Covers) {
    let mut numbers = 0;
    let mut decimals = 0;
    let mut named = false;
    for (at, piece) in pieces.iter().enumerate() {
        match (piece.number, covers.get(at)) {
            (Some(number), _) => {
                if !number.is_size(4) || number.is_year_like() || number.padded {
                    return;
                }
                numbers += 1;
                decimals += usize::from(number.decimals > 0);
            }
            (None, Some(cover)) if !cover.doubtful && cover.kind != Kind::Label => {
                named |= at < 2 && cover.kind.supports() && !cover.letter;
            }
            _ => return,
        }
    }
    if named && numbers >= 4 && decimals >= 2 {
        for at in 0..pieces.len() {
            if covers.get(at).is_none() {
                covers.set_measured(at..at + 1, "table");
            }
        }
    }
}

/// Numbers that belong together: `34/120`, `12 x 13 x 4`, `3 of 20`.
struct Group {
    range: Range<usize>,
    numbers: Vec<Number>,
    /// Numbers joined by an `x`.
    crossed: usize,
    /// Numbers joined in any other way.
    joined: usize,
    /// One of them is joined as times are, or cannot be a size.
    odd: bool,
    /// A digit was read as a letter.
    misread: bool,
}

impl Group {
    /// The group whose first number is piece `at`.
    fn starting_at(pieces: &[Piece], covers: &Covers, at: usize) -> Option<Self> {
        let first = pieces.get(at)?;
        let number = first.number.or(first.misread)?;
        // `+1` names a caliper, and `1` alone may still count.
        let caliper = number.digits == 1 && !number.signed;
        let is_term = |kind| kind != Kind::Unit && !(caliper && kind == Kind::Finding);
        if covers.get(at).is_some_and(|cover| is_term(cover.kind)) {
            return None;
        }
        let mut group = Self {
            range: at..at + 1,
            numbers: vec![number],
            crossed: 0,
            joined: 0,
            odd: !number.whole,
            misread: first.number.is_none(),
        };
        while group.extend(pieces, covers) {}
        Some(group)
    }

    /// Takes one more number; `false` where none follows.
    fn extend(&mut self, pieces: &[Piece], covers: &Covers) -> bool {
        let end = self.range.end;
        let Some(next) = pieces.get(end) else {
            return false;
        };
        let is_glue = |at: usize| {
            let glue = covers.get(at).is_some_and(|cover| cover.kind == Kind::Glue);
            next.starts_word && (glue || matches!(next.text.as_str(), "of" | "von" | "van"))
        };
        let (taken, number) = if next.text == "x" || is_glue(end) {
            let Some(number) = pieces.get(end + 1).and_then(|piece| piece.number) else {
                return false;
            };
            (2, number)
        } else {
            let Some(number) = next.number.filter(|_| next.symbol.is_some()) else {
                return false;
            };
            (1, number)
        };
        // `4875 x6064`: a telephone and its extension.
        let extension = next.starts_word
            && pieces.get(end + 1).is_some_and(|piece| !piece.starts_word)
            && !number.is_size(3);
        match (taken, next.symbol) {
            (2, _) if next.text == "x" && extension => return false,
            (2, _) if next.text == "x" => self.crossed += 1,
            (2, _) | (1, Some('/' | '-' | '–' | '~' | ',' | ';' | '(' | '[')) => self.joined += 1,
            (1, Some('*')) => self.crossed += 1,
            (1, Some('+' | '±')) => return false,
            _ => {
                self.joined += 1;
                self.odd = true;
            }
        }
        self.odd |= !number.whole;
        self.numbers.push(number);
        self.range.end = end + taken;
        true
    }

    /// What to mark and why; `None` where the group may be an identifier.
    fn meaning(&self, pieces: &[Piece], covers: &Covers) -> Option<(Range<usize>, &'static str)> {
        if let Some(end) = self.end_of_ratio(pieces) {
            return Some((self.range.start..end, "ratio"));
        }
        if let Some(end) = self.end_of_weeks(pieces) {
            return Some((self.range.start..end, "weeks"));
        }
        if self.is_acquisition_time(pieces) {
            return Some((self.range.clone(), "technique"));
        }
        // Three numbers with anything but crosses between them have the form of a date or a telephone number.
        if self.odd || self.joined > 1 || self.numbers.len() > 5 {
            return None;
        }
        // `kV 120 mA 210` names its units first.
        let end = self.range.end;
        let more = pieces
            .get(end + 1)
            .is_some_and(|piece| piece.number.is_some());
        let before = self
            .range
            .start
            .checked_sub(1)
            .and_then(|at| covers.get(at));
        let unit_first = before.is_some_and(|cover| cover.unit && cover.digits_after > 0);
        let named = if unit_first && more {
            self.after_term(pieces, covers)
        } else {
            None
        };
        named
            .or_else(|| self.with_unit(pieces, covers))
            .or_else(|| self.after_term(pieces, covers))
            .or_else(|| self.by_form(pieces))
    }

    /// `0.984:1`, `10:1`: no time has one digit of minutes.
    fn end_of_ratio(&self, pieces: &[Piece]) -> Option<usize> {
        let [one, other] = self.numbers.as_slice() else {
            return None;
        };
        let last = pieces.get(self.range.end - 1)?;
        let ratio = last.symbol == Some(':') && last.text == "1" && other.digits == 1;
        (ratio && one.is_size(3) && !one.padded).then_some(self.range.end)
    }

    /// `TA 2:31`: how long a sequence takes.
    fn is_acquisition_time(&self, pieces: &[Piece]) -> bool {
        let Range { start, end } = self.range;
        let name = start.checked_sub(1).and_then(|at| pieces.get(at));
        let [minutes, seconds] = self.numbers.as_slice() else {
            return false;
        };
        let joined = pieces
            .get(end - 1)
            .is_some_and(|piece| piece.symbol == Some(':'));
        let plain = minutes.is_plain() && seconds.is_plain() && minutes.digits <= 2;
        name.is_some_and(|name| name.text == "ta") && joined && plain && seconds.digits == 2
    }

    /// `20w1d`, a gestational age.
    fn end_of_weeks(&self, pieces: &[Piece]) -> Option<usize> {
        let [weeks] = self.numbers.as_slice() else {
            return None;
        };
        let rest = pieces.get(self.range.end..)?.get(..3)?;
        let attached = rest
            .iter()
            .all(|piece| !piece.starts_word && piece.symbol.is_none());
        let [w, days, d] = rest else {
            return None;
        };
        let written =
            w.text == "w" && days.text.len() == 1 && days.number.is_some() && d.text == "d";
        (attached && written && weeks.is_size(2) && weeks.is_plain()).then_some(self.range.end + 3)
    }

    fn fits(&self, digits: usize) -> bool {
        self.numbers.iter().all(|number| number.is_size(digits))
    }

    fn with_unit(&self, pieces: &[Piece], covers: &Covers) -> Option<(Range<usize>, &'static str)> {
        let end = self.range.end;
        let unit = covers.get(end).filter(|cover| cover.unit)?;
        let near = matches!(pieces.get(end)?.symbol, None | Some('-' | '(' | '[' | '"'));
        if !near || !self.fits(DIGITS_WITH_UNIT) || self.may_be_an_age(pieces.get(end)?) {
            return None;
        }
        let unit_end = covers.group_end(end, unit.group);
        // `12 ua6u`: what begins like a unit is none.
        let goes_on = |piece: &Piece| !piece.starts_word && piece.symbol.is_none();
        if pieces.get(end)?.starts_word && pieces.get(unit_end).is_some_and(goes_on) {
            return None;
        }
        Some((self.range.start..unit_end, "unit"))
    }

    /// `5M`, `62 F`, `34Y`: ages in days, weeks, months and years, and an age with the sex.
    fn may_be_an_age(&self, unit: &Piece) -> bool {
        let plain = self
            .numbers
            .iter()
            .all(|number| number.is_plain() && number.digits <= 3);
        plain && matches!(unit.text.as_str(), "d" | "w" | "m" | "y" | "j" | "f")
    }

    fn after_term(
        &self,
        pieces: &[Piece],
        covers: &Covers,
    ) -> Option<(Range<usize>, &'static str)> {
        let start = self.range.start;
        let before = covers.get(start.checked_sub(1)?)?;
        let near = matches!(
            pieces.get(start)?.symbol,
            None | Some(
                ':' | '='
                    | '#'
                    | '.'
                    | '-'
                    | '+'
                    | '('
                    | '['
                    | '/'
                    | '_'
                    | ')'
                    | ']'
                    | '<'
                    | '>'
                    | '~'
            )
        );
        let year = self.numbers.iter().any(Number::is_year_like) && before.kind != Kind::Technique;
        if !near || year || before.digits_after == 0 || !self.fits(before.digits_after) {
            return None;
        }
        // `x4768` is an extension of a telephone, and after `in` stands a place or a year.
        let name = pieces.get(start - 1)?.text.as_str();
        if (name == "x" && !self.fits(2)) || name == "in" {
            return None;
        }
        // "Page 45" may be a name and an age.
        let short = pieces.get(start - 1)?.text.len() <= 2;
        let bound = pieces
            .get(start)
            .is_some_and(|piece| !piece.starts_word || matches!(piece.symbol, Some(':' | '=')))
            || is_range(pieces)
            || self
                .numbers
                .iter()
                .any(|number| number.signed || number.decimals > 0);
        let tiny = self.numbers.iter().all(|number| number.digits == 1);
        (!before.doubtful || short || bound || tiny)
            .then(|| (self.range.clone(), before.kind.source()))
    }

    /// Forms that no date, age or identifier has.
    fn by_form(&self, pieces: &[Piece]) -> Option<(Range<usize>, &'static str)> {
        if self.misread {
            return None;
        }
        let Range { start, end } = self.range;
        let attached = |at: usize| {
            pieces
                .get(at)
                .is_some_and(|piece| !piece.starts_word && piece.symbol.is_none())
        };
        if self.crossed > 0 && self.joined == 0 && self.fits(4) {
            return Some((start..end, "dimension"));
        }
        let is_x = |at: usize| pieces.get(at).is_some_and(|piece| piece.text == "x");
        if let [number] = self.numbers.as_slice() {
            let zoom = number.is_size(2);
            if zoom && is_x(end) && attached(end) {
                return Some((start..end + 1, "zoom"));
            }
            let x_before = start.checked_sub(1).filter(|at| is_x(*at));
            if let Some(from) = x_before.filter(|_| zoom && attached(start)) {
                return Some((from..end, "zoom"));
            }
            // There is no day, month or hour 0 before a decimal point.
            let small = number.digits == 1
                && number.value.abs() < 1.0
                && (1..=3).contains(&number.decimals);
            let shifted = number.signed && number.digits <= 3 && (1..=2).contains(&number.decimals);
            return (small || shifted).then_some((start..end, "decimal"));
        }
        let [one, all] = self.numbers.as_slice() else {
            return None;
        };
        // `1.7/3.4`, the frequencies of a transducer.
        let decimals = [one, all]
            .iter()
            .all(|number| number.digits <= 2 && number.decimals == 1 && !number.padded);
        if decimals && self.range.len() == 2 && pieces.get(end - 1)?.symbol == Some('/') {
            return Some((start..end, "pair"));
        }
        let plain =
            one.is_plain() && all.is_plain() && one.is_size(3) && all.is_size(3) && !one.padded;
        let ordered = one.value > 0.0 && one.value <= all.value;
        let spoken = self.range.len() == 3;
        // Neither day and month nor month and year.
        let counted =
            one.value > 12.0 && all.value > 99.0 && pieces.get(end - 1)?.symbol == Some('/');
        (plain && ordered && (spoken || counted)).then_some((start..end, "counter"))
    }
}
