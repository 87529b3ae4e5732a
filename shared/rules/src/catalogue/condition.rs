//! Conditions on header values.

use deid_model::AttributeName;
use regex::Regex;

/// Longest part of a header value that is looked at, in bytes; what devices write is far shorter.
const LONGEST_VALUE: usize = 1024;

/// An attribute of the header: its name, after those of the sequences it is in (the first item of each).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    path: Vec<AttributeName>,
}

impl Attribute {
    /// The attribute of the main data set with this keyword.
    #[must_use]
    pub fn keyword(keyword: &str) -> Self {
        Self {
            path: vec![AttributeName::Keyword(keyword.into())],
        }
    }

    /// The attribute at the end of `path`.
    #[must_use]
    pub const fn new(path: Vec<AttributeName>) -> Self {
        Self { path }
    }

    /// The names, sequences first.
    #[must_use]
    pub fn path(&self) -> &[AttributeName] {
        &self.path
    }

    /// Whether it is _Rows_ or _Columns_ of the picture.
    pub(super) fn side(&self) -> Option<Side> {
        match self.path.as_slice() {
            [AttributeName::Keyword(keyword)] if keyword == "Rows" => Some(Side::Rows),
            [AttributeName::Keyword(keyword)] if keyword == "Columns" => Some(Side::Columns),
            [
                AttributeName::Tag {
                    group: 0x28,
                    element,
                },
            ] => match element {
                0x10 => Some(Side::Rows),
                0x11 => Some(Side::Columns),
                _ => None,
            },
            _ => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Rows,
    Columns,
}

/// What a value is compared by.
#[derive(Clone, Debug)]
pub enum Relation {
    /// It is one of these.
    Equals(Vec<String>),
    /// One of these occurs in it.
    Contains(Vec<String>),
    /// It starts so.
    StartsWith(String),
    /// It ends so.
    EndsWith(String),
    /// The expression matches somewhere in it.
    Matches(Regex),
    /// Its digits and points, as a number, are below this one.
    LessThan(f64),
    /// Its digits and points, as a number, are above this one.
    GreaterThan(f64),
    /// The attribute is not there.
    Missing,
    /// The attribute is there and has no value.
    Empty,
}

/// How the value is prepared before it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As it stands; an attribute that is not there counts as empty.
    Exact,
    /// In lower case; an attribute that is not there counts as empty. The words compared with must be in lower case.
    AnyCase,
    /// Each of several values by itself, trimmed, in lower case; an attribute that is not there equals nothing. The
    /// words compared with must be in lower case.
    EachValue,
}

/// Something that header values fulfill or not.
#[derive(Clone, Debug)]
pub enum Condition {
    /// Always, or never.
    Constant(bool),
    /// One comparison.
    Test {
        /// The attribute.
        attribute: Attribute,
        /// How its value is read.
        reading: Reading,
        /// What it is compared by.
        relation: Relation,
    },
    /// The opposite.
    Not(Box<Condition>),
    /// Every one of them.
    All(Vec<Condition>),
    /// At least one of them.
    Any(Vec<Condition>),
}

impl Condition {
    /// Whether the header fulfills it; `value_of` gives the value of an attribute as text, several values parted by
    /// backslashes, `None` where it is not there.
    pub fn holds(&self, value_of: &dyn Fn(&Attribute) -> Option<String>) -> bool {
        match self {
            Self::Constant(holds) => *holds,
            Self::Test {
                attribute,
                reading,
                relation,
            } => relation.holds(value_of(attribute).as_deref(), *reading),
            Self::Not(condition) => !condition.holds(value_of),
            Self::All(conditions) => conditions.iter().all(|each| each.holds(value_of)),
            Self::Any(conditions) => conditions.iter().any(|each| each.holds(value_of)),
        }
    }

    /// This and `other`.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut all = match self {
            Self::All(all) => all,
            one => vec![one],
        };
        match other {
            Self::All(more) => all.extend(more),
            one => all.push(one),
        }
        Self::All(all)
    }

    /// This or `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let mut any = match self {
            Self::Any(any) => any,
            one => vec![one],
        };
        any.push(other);
        Self::Any(any)
    }
}

impl Relation {
    fn holds(&self, value: Option<&str>, reading: Reading) -> bool {
        match self {
            Self::Missing => return value.is_none(),
            Self::Empty => return value.is_some_and(|value| value.trim().is_empty()),
            _ => {}
        }
        let value = value.map(shortened);
        match reading {
            Reading::Exact => self.compares(value.unwrap_or_default()),
            Reading::AnyCase => self.compares(&value.unwrap_or_default().to_lowercase()),
            Reading::EachValue => value.is_some_and(|value| {
                let mut values = value.split('\\');
                values.any(|value| self.compares(&value.trim().to_lowercase()))
            }),
        }
    }

    fn compares(&self, value: &str) -> bool {
        match self {
            Self::Equals(words) => words.iter().any(|word| value == word),
            Self::Contains(words) => words.iter().any(|word| value.contains(word)),
            Self::StartsWith(word) => value.starts_with(word),
            Self::EndsWith(word) => value.ends_with(word),
            Self::Matches(expression) => expression.is_match(value),
            Self::LessThan(limit) => number(value).is_some_and(|number| number < *limit),
            Self::GreaterThan(limit) => number(value).is_some_and(|number| number > *limit),
            Self::Missing | Self::Empty => false,
        }
    }
}

/// The number that is left of `text` without all but digits and points.
pub(super) fn number(text: &str) -> Option<f64> {
    let kept = text.chars().filter(|c| c.is_ascii_digit() || *c == '.');
    kept.collect::<String>().parse().ok()
}

fn shortened(value: &str) -> &str {
    let end = value.floor_char_boundary(LONGEST_VALUE);
    value.get(..end).unwrap_or(value)
}
