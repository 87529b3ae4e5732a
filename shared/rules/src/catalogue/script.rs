//! What is common to the formats that are read: limits, and errors that tell the line.

use regex::{Regex, RegexBuilder};

/// Longest script, in bytes.
pub(super) const LONGEST_SCRIPT: usize = 1 << 20;

/// Most signatures.
pub(super) const MOST_SIGNATURES: usize = 10_000;

/// Most areas of a signature.
pub(super) const MOST_AREAS: usize = 64;

/// Most comparisons in a signature.
pub(super) const MOST_TESTS: usize = 256;

/// Most nested parentheses.
pub(super) const DEEPEST: usize = 32;

/// Most regular expressions in a script, and the largest compiled form of one, in bytes.
const MOST_EXPRESSIONS: usize = 1000;
const LARGEST_EXPRESSION: usize = 1 << 17;

/// What is wrong in a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptProblem {
    /// It is longer than is read.
    #[error("the script is longer than 1 MiB")]
    TooLong,
    /// It has more signatures than are taken.
    #[error("more than {MOST_SIGNATURES} signatures")]
    TooManySignatures,
    /// A signature has more areas than are taken.
    #[error("more than {MOST_AREAS} areas")]
    TooManyAreas,
    /// A signature has more comparisons than are taken.
    #[error("more than {MOST_TESTS} comparisons")]
    TooManyTests,
    /// It has more regular expressions than are taken.
    #[error("more than {MOST_EXPRESSIONS} regular expressions")]
    TooManyExpressions,
    /// Parentheses are nested too deep.
    #[error("more than {DEEPEST} nested parentheses")]
    TooDeep,
    /// A regular expression cannot be read, or is too large.
    #[error("not a regular expression that is supported")]
    Expression,
    /// A brace, a parenthesis or a quotation mark is opened here and never closed.
    #[error("opened and never closed")]
    Unclosed,
    /// Something else was expected here.
    #[error("not expected here")]
    Unexpected,
    /// Not an attribute: a keyword, or `[gggg,eeee]`.
    #[error("not the name of an attribute")]
    Attribute,
    /// Not a comparison that is known.
    #[error("not a comparison that is known")]
    Comparison,
    /// A comparison lacks what to compare with.
    #[error("nothing to compare with")]
    Value,
    /// Not an area: four whole numbers, not empty.
    #[error("not an area of four whole numbers")]
    Area,
    /// An area before the first signature.
    #[error("an area without a signature")]
    NoSignature,
    /// A format other than `dicom`.
    #[error("not a recipe for DICOM")]
    Format,
    /// A line outside of any section.
    #[error("outside of a section")]
    NoSection,
}

/// A script cannot be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct ScriptError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: ScriptProblem,
}

/// Compiles the regular expressions of one script.
#[derive(Default)]
pub(super) struct Expressions {
    compiled: usize,
}

impl Expressions {
    pub fn compile(&mut self, expression: &str, any_case: bool) -> Result<Regex, ScriptProblem> {
        if self.compiled == MOST_EXPRESSIONS {
            return Err(ScriptProblem::TooManyExpressions);
        }
        self.compiled += 1;
        RegexBuilder::new(expression)
            .case_insensitive(any_case)
            .size_limit(LARGEST_EXPRESSION)
            .dfa_size_limit(LARGEST_EXPRESSION)
            .build()
            .map_err(|_| ScriptProblem::Expression)
    }
}

/// Four whole numbers parted by commas.
pub(super) fn four_numbers(text: &str) -> Option<[u32; 4]> {
    let numbers: Result<Vec<u32>, _> = text.split(',').map(|it| it.trim().parse()).collect();
    numbers.ok()?.try_into().ok()
}

/// The rectangle at column `x` and row `y`, `width` by `height` pixels.
pub(super) fn sized_rectangle(text: &str) -> Option<super::Area> {
    let [x, y, width, height] = four_numbers(text)?;
    let (x1, y1) = (x.checked_add(width)?, y.checked_add(height)?);
    deid_model::PixelBox::new(x, y, x1, y1).map(super::Area::Rectangle)
}
