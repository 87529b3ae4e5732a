//! One date in the layouts that pictures show it in.

use super::date::Date;

/// A number as it was read.
#[derive(Clone, Copy)]
pub(super) struct Digits<'a> {
    /// The digits, at least one.
    pub text: &'a str,
    /// What they are worth.
    pub value: u32,
}

/// A date, written out once, since it is compared with every number of a document.
pub(super) struct Layouts {
    /// The date.
    pub date: Date,
    orders: [[Field; 3]; 3],
    /// `20000131` in all orders.
    full: [String; 3],
    /// `000131` in all orders.
    short: [String; 3],
    /// `2000101131`: separators that were read as a 1.
    with_ones: [String; 3],
}

/// Year, month or day.
#[derive(Clone)]
struct Field {
    value: u32,
    digits: String,
    is_year: bool,
}

impl Layouts {
    /// All layouts of `date`.
    pub fn new(date: Date) -> Self {
        let field = |value: u32, is_year| Field {
            value,
            digits: if is_year {
                format!("{value:04}")
            } else {
                format!("{value:02}")
            },
            is_year,
        };
        let (year, month, day) = (
            field(date.year, true),
            field(date.month, false),
            field(date.day, false),
        );
        let orders = [
            [year.clone(), month.clone(), day.clone()],
            [day.clone(), month.clone(), year.clone()],
            [month, day, year],
        ];
        let written = |separator: &str, is_short: bool| {
            orders.each_ref().map(|order| {
                let fields = order.each_ref().map(|field| {
                    if is_short {
                        field.last_two()
                    } else {
                        field.digits.as_str()
                    }
                });
                fields.join(separator)
            })
        };
        Self {
            date,
            full: written("", false),
            short: written("", true),
            with_ones: written("1", false),
            orders,
        }
    }

    /// `20000131` in any order, with one digit misread or a time behind it; `000131` in any order, exactly.
    pub fn is_compact(&self, digits: &str) -> bool {
        if self.date.day == 0 {
            return false;
        }
        match digits.len() {
            6 => self.short.iter().any(|written| written == digits),
            8 => self
                .full
                .iter()
                .any(|written| changed(written, digits) <= 1),
            7 | 9 => self
                .full
                .iter()
                .any(|written| is_one_short(written, digits)),
            10 => self.with_ones.iter().any(|written| written == digits),
            12.. => self
                .full
                .iter()
                .any(|written| digits.starts_with(written.as_str())),
            _ => false,
        }
    }

    /// `20000131` in any order, exactly: put together from pieces.
    pub fn is_joined(&self, digits: &str) -> bool {
        self.date.day > 0 && self.full.iter().any(|written| written == digits)
    }

    /// Three numbers: with all of the year one digit may be misread; with two digits of it there must be signs between.
    pub fn is_triple(&self, pieces: [Digits<'_>; 3], are_signs: bool) -> bool {
        self.date.day > 0
            && self
                .orders
                .iter()
                .any(|order| is_order(order, pieces, are_signs))
    }

    /// Whether `digits` are the day.
    pub fn is_day(&self, digits: Digits<'_>) -> bool {
        digits.text.len() <= 2 && self.date.day > 0 && digits.value == self.date.day
    }

    /// Whether `digits` are the whole year.
    pub fn is_full_year(&self, digits: Digits<'_>) -> bool {
        digits.text.len() == 4 && digits.value == self.date.year
    }

    /// Whether `digits` are the year, or the last two digits of it.
    pub fn is_year(&self, digits: Digits<'_>) -> bool {
        self.is_full_year(digits)
            || (digits.text.len() == 2 && digits.value == self.date.year % 100)
    }

    /// Whether `digits` are day and year as in `312000` or `3100`, behind the name of a month.
    pub fn is_day_and_year(&self, digits: Digits<'_>) -> bool {
        (1..=2).any(|length| {
            let Some((day, year)) = digits.text.split_at_checked(length) else {
                return false;
            };
            match (Digits::new(day), Digits::new(year)) {
                (Some(day), Some(year)) => self.is_day(day) && self.is_year(year),
                _ => false,
            }
        })
    }
}

impl<'a> Digits<'a> {
    /// `text` as a number; too large ones are all the same.
    pub fn new(text: &'a str) -> Option<Self> {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| Self {
            text,
            value: text.parse().unwrap_or(u32::MAX),
        })
    }
}

impl Field {
    fn last_two(&self) -> &str {
        self.digits
            .get(self.digits.len().saturating_sub(2)..)
            .unwrap_or_default()
    }

    /// Whether `digits` are this field; `Some(false)` if one of them was misread.
    fn agrees(&self, digits: Digits<'_>, are_signs: bool) -> Option<bool> {
        let text = digits.text;
        if digits.value == self.value && text.len() <= self.digits.len() {
            return Some(true);
        }
        if self.is_year && text.len() == 2 {
            return (are_signs && digits.value == self.value % 100).then_some(true);
        }
        let is_misread = text.len() == self.digits.len() && changed(&self.digits, text) == 1;
        let is_year_of_other_length = self.is_year && is_one_short(&self.digits, text);
        (is_misread || is_year_of_other_length).then_some(false)
    }
}

fn is_order(order: &[Field; 3], pieces: [Digits<'_>; 3], are_signs: bool) -> bool {
    let mut misread = 0;
    for (field, digits) in order.iter().zip(pieces) {
        match field.agrees(digits, are_signs) {
            Some(true) => {}
            Some(false) if misread == 0 => misread = 1,
            _ => return false,
        }
    }
    misread == 0 || pieces.iter().any(|digits| digits.text.len() >= 3)
}

/// How many digits differ, of two numbers of one length.
fn changed(one: &str, other: &str) -> usize {
    let pairs = one.bytes().zip(other.bytes());
    pairs.filter(|(one, other)| one != other).count()
}

/// Whether one of the two is the other without one of its digits.
fn is_one_short(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let pairs = short.bytes().zip(long.bytes());
    let same = pairs.take_while(|(one, other)| one == other).count();
    long.len() == short.len() + 1 && short.get(same..) == long.get(same + 1..)
}
