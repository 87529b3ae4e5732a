//! Numbers as they are written: what could be a size, and what a date, an age or an identifier.

/// One number as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number {
    /// Digits before the decimal separator.
    pub digits: usize,
    /// Digits after it; 0 without a separator.
    pub decimals: usize,
    /// What it is worth, its sign included.
    pub value: f64,
    /// A plus or minus stands before it, at the start of its word.
    pub signed: bool,
    /// It starts with a 0 that a size does not need, as identifiers and dates do.
    pub padded: bool,
    /// It is of one piece: at most one separator.
    pub whole: bool,
}

impl Number {
    /// Reads digits with `.` or `,` between them; `None` for anything else.
    pub fn parse(text: &str, sign: Option<char>) -> Option<Self> {
        let separators = text.matches(['.', ',']).count();
        if !text.starts_with(|c: char| c.is_ascii_digit())
            || !text.ends_with(|c: char| c.is_ascii_digit())
            || !text
                .chars()
                .all(|c| c.is_ascii_digit() || c == '.' || c == ',')
        {
            return None;
        }
        let (before, after) = text.split_once(['.', ',']).unwrap_or((text, ""));
        // Longer ones are identifiers, whatever they are worth.
        let value = if text.len() <= 12 && separators <= 1 {
            text.replace(',', ".").parse().unwrap_or(0.0)
        } else {
            0.0
        };
        Some(Self {
            digits: before.len(),
            decimals: if separators > 1 { 0 } else { after.len() },
            value: if sign == Some('-') { -value } else { value },
            signed: sign.is_some(),
            padded: before.len() > 1 && before.starts_with('0'),
            whole: separators <= 1,
        })
    }

    /// No more than `digits` before the decimal separator, and few after it.
    pub fn is_size(&self, digits: usize) -> bool {
        self.whole
            && self.digits <= digits
            && self.decimals <= 4
            && !(self.padded && self.digits > 3)
    }

    /// 1900..=2099 without decimals.
    pub fn is_year_like(&self) -> bool {
        self.digits == 4 && self.decimals == 0 && (1900.0..2100.0).contains(&self.value.abs())
    }

    /// Without decimals.
    pub const fn is_plain(&self) -> bool {
        self.whole && self.decimals == 0
    }
}

/// A word of digits of which readers took some for letters: `12O`, `l5`. Only beside a unit is it a number.
pub(super) fn misread(folded: &str) -> Option<Number> {
    let digit = |c: char| match c {
        'o' => '0',
        'i' | 'l' => '1',
        's' => '5',
        'b' => '8',
        other => other,
    };
    let has_digit = folded.contains(|c: char| c.is_ascii_digit());
    let text: String = folded.chars().map(digit).collect();
    if has_digit && folded.len() > 1 {
        Number::parse(&text, None)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_from_dates_and_identifiers() {
        let size = |text| Number::parse(text, None).is_some_and(|number| number.is_size(4));
        for text in ["5", "120", "12.5", "0,8", "2000", "05"] {
            assert!(size(text), "{text}");
        }
        for text in ["01.02.2000", "12345", "0123", "1.23456", "1.2.840"] {
            assert!(!size(text), "{text}");
        }
        assert_eq!(Number::parse("12a", None), None);
        assert_eq!(Number::parse("5.", None), None);
    }

    #[test]
    fn letters_in_a_number_are_read_as_digits() {
        assert_eq!(misread("12o").map(|number| number.value), Some(120.0));
        assert_eq!(misread("so"), None);
    }
}
