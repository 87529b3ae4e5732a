//! Reads the filters of recipes of pydicom's `deid`.
//!
//! ```text
//! FORMAT dicom
//! %filter graylist
//! LABEL Dose report # who found it
//!   contains Modality CT
//!   + contains ImageType SCREEN SAVE || contains SeriesDescription Dose
//!   coordinates 0,0,512,121
//! ```

use deid_model::PixelBox;

use deid_model::AttributeName;

use super::condition::{Attribute, Condition, Reading, Relation};
use super::script::{
    Expressions, LONGEST_SCRIPT, MOST_AREAS, MOST_SIGNATURES, MOST_TESTS, ScriptError,
    ScriptProblem, four_numbers, sized_rectangle,
};
use super::{Area, Change, Signature};

/// Words that a condition starts with.
const ACTIONS: [&str; 7] = [
    "contains",
    "notcontains",
    "equals",
    "notequals",
    "missing",
    "present",
    "empty",
];

/// Letters that mean something in a regular expression, but `|`.
const SPECIAL: [char; 13] = [
    '.', '^', '$', '*', '+', '?', '{', '}', '[', ']', '\\', '(', ')',
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Before the first one.
    None,
    Filter,
    /// What is done to attributes: not our concern.
    Other,
}

#[derive(Clone, Copy)]
enum Join {
    And,
    Or,
}

/// A label that is still being read.
struct Label {
    name: String,
    condition: Option<Condition>,
    tests: usize,
    changes: Vec<Change>,
}

pub(super) fn signatures(recipe: &str) -> Result<Vec<Signature>, ScriptError> {
    let error = |line, problem| ScriptError { line, problem };
    if recipe.len() > LONGEST_SCRIPT {
        return Err(error(1, ScriptProblem::TooLong));
    }
    let mut reader = Reader {
        section: Section::None,
        label: None,
        signatures: Vec::new(),
        expressions: Expressions::default(),
    };
    for (at, line) in recipe.trim_start_matches('\u{feff}').lines().enumerate() {
        let read = reader.line(line.trim());
        read.map_err(|problem| error(at + 1, problem))?;
    }
    reader.finish_label();
    Ok(reader.signatures)
}

struct Reader {
    section: Section,
    label: Option<Label>,
    signatures: Vec<Signature>,
    expressions: Expressions,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), ScriptProblem> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if let Some(section) = line.strip_prefix('%') {
            self.finish_label();
            self.section = match split_word(section).0 {
                name if name.eq_ignore_ascii_case("filter") => Section::Filter,
                _ => Section::Other,
            };
            return Ok(());
        }
        match self.section {
            Section::Other => Ok(()),
            Section::None => format_from(line),
            Section::Filter => self.filter_line(line),
        }
    }

    fn filter_line(&mut self, line: &str) -> Result<(), ScriptProblem> {
        let (first, rest) = split_word(line);
        if first.eq_ignore_ascii_case("LABEL") {
            self.finish_label();
            if self.signatures.len() == MOST_SIGNATURES {
                return Err(ScriptProblem::TooManySignatures);
            }
            self.label = Some(Label {
                name: without_comment(rest).into(),
                condition: None,
                tests: 0,
                changes: Vec::new(),
            });
            return Ok(());
        }
        let label = self.label.as_mut().ok_or(ScriptProblem::NoSignature)?;
        if let Some(change) = change_from(first, rest) {
            if label.changes.len() == MOST_AREAS {
                return Err(ScriptProblem::TooManyAreas);
            }
            label.changes.push(change?);
            return Ok(());
        }
        let (join, conditions) = match line.strip_prefix("||") {
            Some(rest) => (Join::Or, rest),
            None => (Join::And, line.strip_prefix('+').unwrap_or(line)),
        };
        let condition = conditions_from(conditions, &mut label.tests, &mut self.expressions)?;
        label.condition = Some(match label.condition.take() {
            None => condition,
            Some(before) => joined(before, join, condition),
        });
        Ok(())
    }

    /// A label without areas says only that pictures are to be looked at, or not: here all are.
    fn finish_label(&mut self) {
        let Some(label) = self.label.take() else {
            return;
        };
        if !label.changes.is_empty() {
            let condition = label.condition.unwrap_or(Condition::Constant(true));
            let signature = Signature::new(label.name, condition, label.changes);
            self.signatures.push(signature);
        }
    }
}

fn format_from(line: &str) -> Result<(), ScriptProblem> {
    let (first, format) = split_word(line);
    if !first.eq_ignore_ascii_case("FORMAT") {
        return Err(ScriptProblem::NoSection);
    }
    if without_comment(format).eq_ignore_ascii_case("dicom") {
        Ok(())
    } else {
        Err(ScriptProblem::Format)
    }
}

fn joined(before: Condition, join: Join, after: Condition) -> Condition {
    match join {
        Join::And => before.and(after),
        Join::Or => before.or(after),
    }
}

/// The conditions of one line, joined from left to right.
fn conditions_from(
    line: &str,
    tests: &mut usize,
    expressions: &mut Expressions,
) -> Result<Condition, ScriptProblem> {
    let mut conditions: Option<Condition> = None;
    let mut join = Join::And;
    let mut rest = Some(line);
    while let Some(text) = rest {
        let (this, next) = split_join(text);
        *tests += 1;
        if *tests > MOST_TESTS {
            return Err(ScriptProblem::TooManyTests);
        }
        let condition = condition_from(this, expressions)?;
        conditions = Some(match conditions {
            None => condition,
            Some(before) => joined(before, join, condition),
        });
        rest = next.map(|(with, rest)| {
            join = with;
            rest
        });
    }
    conditions.ok_or(ScriptProblem::Comparison)
}

/// Splits before the first `||` or `+` that a condition follows; values may hold either.
fn split_join(text: &str) -> (&str, Option<(Join, &str)>) {
    for (at, letter) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let (join, rest) = match letter {
            '+' => (Join::And, rest.strip_prefix('+')),
            '|' => (Join::Or, rest.strip_prefix("||")),
            _ => continue,
        };
        if let Some(rest) = rest
            && starts_with_action(rest)
        {
            return (text.get(..at).unwrap_or_default(), Some((join, rest)));
        }
    }
    (text, None)
}

fn starts_with_action(text: &str) -> bool {
    let text = text.trim_start();
    ACTIONS.iter().any(|action| {
        let (word, rest) = text.split_at_checked(action.len()).unwrap_or_default();
        word.eq_ignore_ascii_case(action) && rest.starts_with(char::is_whitespace)
    })
}

fn condition_from(text: &str, expressions: &mut Expressions) -> Result<Condition, ScriptProblem> {
    let (action, rest) = split_word(text.trim());
    let (field, value) = split_word(without_comment(rest));
    let action = action.to_ascii_lowercase();
    if !is_one_of(&ACTIONS, &action) {
        return Err(ScriptProblem::Comparison);
    }
    let attribute = attribute_from(field).ok_or(ScriptProblem::Attribute)?;
    let (is_negated, relation) = match action.as_str() {
        "missing" => (false, Relation::Missing),
        "present" => (true, Relation::Missing),
        "empty" => (false, Relation::Empty),
        _ if value.is_empty() => return Err(ScriptProblem::Value),
        "equals" | "notequals" => (
            action.starts_with("not"),
            Relation::Equals(vec![value.to_lowercase()]),
        ),
        _ => (action.starts_with("not"), contains(value, expressions)?),
    };
    let test = Condition::Test {
        attribute,
        reading: Reading::EachValue,
        relation,
    };
    Ok(match is_negated {
        true => Condition::Not(Box::new(test)),
        false => test,
    })
}

/// `contains` searches for a regular expression; most are words, or some words parted by `|`.
fn contains(value: &str, expressions: &mut Expressions) -> Result<Relation, ScriptProblem> {
    let words: Vec<String> = value.split('|').map(str::to_lowercase).collect();
    if value.contains(SPECIAL) || words.iter().any(String::is_empty) {
        let expression = expressions.compile(value, true)?;
        Ok(Relation::Matches(expression))
    } else {
        Ok(Relation::Contains(words))
    }
}

/// A keyword, `(gggg,eeee)` or `ggggeeee`.
fn attribute_from(field: &str) -> Option<Attribute> {
    let digits: String = field.chars().filter(|c| !"(,)".contains(*c)).collect();
    if digits.len() == 8 && digits.chars().all(|c| c.is_ascii_hexdigit()) {
        let (group, element) = digits.split_at(4);
        let tag = AttributeName::Tag {
            group: u16::from_str_radix(group, 16).ok()?,
            element: u16::from_str_radix(element, 16).ok()?,
        };
        return Some(Attribute::new(vec![tag]));
    }
    let is_keyword = !field.is_empty() && field.chars().all(|c| c.is_ascii_alphanumeric());
    is_keyword.then(|| Attribute::keyword(field))
}

/// `None` where the line is not about areas.
fn change_from(word: &str, rest: &str) -> Option<Result<Change, ScriptProblem>> {
    let word = word.to_ascii_lowercase();
    let rest = without_comment(rest);
    let kept = word
        .strip_prefix("keep")
        .or_else(|| word.strip_prefix("ctpkeep"));
    let is_sized = word.starts_with("ctp");
    let kind = kept.unwrap_or_else(|| word.strip_prefix("ctp").unwrap_or(&word));
    if kind != "coordinates" {
        return None;
    }
    let area = if rest.eq_ignore_ascii_case("all") {
        Some(Area::Whole)
    } else if let Some(source) = rest.strip_prefix("from:") {
        (source == "SequenceOfUltrasoundRegions").then_some(Area::UltrasoundRegions)
    } else if is_sized {
        sized_rectangle(rest)
    } else {
        four_numbers(rest)
            .and_then(|[x0, y0, x1, y1]| PixelBox::new(x0, y0, x1, y1))
            .map(Area::Rectangle)
    };
    let change = |area| match kept {
        Some(_) => Change::Keep(area),
        None => Change::Cover(area),
    };
    Some(area.map(change).ok_or(ScriptProblem::Area))
}

/// The first word, and what follows it, trimmed.
fn split_word(text: &str) -> (&str, &str) {
    match text.split_once(char::is_whitespace) {
        Some((word, rest)) => (word, rest.trim()),
        None => (text, ""),
    }
}

fn without_comment(text: &str) -> &str {
    text.split('#').next().unwrap_or_default().trim()
}

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}
