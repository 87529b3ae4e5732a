//! Reads scripts of the CTP `DicomPixelAnonymizer`.
//!
//! `{ condition } (x,y,width,height) …`, anything outside of braces and parentheses is a comment. A condition joins
//! `identifier.method("text")`, `true.` and `false.` by `+` (or), `*` (and, binds tighter), `!` (not) and parentheses;
//! an identifier is a keyword or `[gggg,eeee]`, after those of sequences with `::`.

use deid_model::AttributeName;

use super::condition::{Attribute, Condition, Reading, Relation, number};
use super::script::{
    DEEPEST, Expressions, LONGEST_SCRIPT, MOST_AREAS, MOST_SIGNATURES, MOST_TESTS, ScriptError,
    ScriptProblem, sized_rectangle,
};
use super::{Change, Signature};

/// A signature whose areas are still being read.
struct Draft {
    line: usize,
    condition: Condition,
    changes: Vec<Change>,
}

impl Draft {
    fn finished(self) -> Signature {
        let label = format!("signature in line {}", self.line);
        Signature::new(label, self.condition, self.changes)
    }
}

pub(super) fn signatures(script: &str) -> Result<Vec<Signature>, ScriptError> {
    let mut reader = Reader {
        rest: script,
        line: 1,
        tests: 0,
        expressions: Expressions::default(),
    };
    if script.len() > LONGEST_SCRIPT {
        return Err(reader.error(ScriptProblem::TooLong));
    }
    let mut drafts: Vec<Draft> = Vec::new();
    while let Some(letter) = reader.next() {
        match letter {
            '{' if drafts.len() == MOST_SIGNATURES => {
                return Err(reader.error(ScriptProblem::TooManySignatures));
            }
            '{' => drafts.push(Draft {
                line: reader.line,
                condition: reader.signature()?,
                changes: Vec::new(),
            }),
            '(' => {
                let line = reader.line;
                let area = reader.area()?;
                let error = |problem| ScriptError { line, problem };
                let draft = drafts.last_mut();
                let draft = draft.ok_or(error(ScriptProblem::NoSignature))?;
                if draft.changes.len() == MOST_AREAS {
                    return Err(error(ScriptProblem::TooManyAreas));
                }
                draft.changes.push(area);
            }
            '}' | ')' => return Err(reader.error(ScriptProblem::Unexpected)),
            _ => {}
        }
    }
    Ok(drafts.into_iter().map(Draft::finished).collect())
}

struct Reader<'s> {
    rest: &'s str,
    line: usize,
    /// Comparisons in this signature so far.
    tests: usize,
    expressions: Expressions,
}

impl<'s> Reader<'s> {
    const fn error(&self, problem: ScriptProblem) -> ScriptError {
        ScriptError {
            line: self.line,
            problem,
        }
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.rest.chars().next()?;
        self.rest = self.rest.get(letter.len_utf8()..).unwrap_or_default();
        self.line += usize::from(letter == '\n');
        Some(letter)
    }

    /// The next letter inside a signature, past white space and `//` comments; stays before it.
    fn peek(&mut self) -> Option<char> {
        loop {
            let letter = self.rest.chars().next()?;
            if self.rest.starts_with("//") {
                self.take_while(|letter| letter != '\n');
            } else if letter.is_whitespace() {
                self.next();
            } else {
                return Some(letter);
            }
        }
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'s str {
        let end = self.rest.find(|letter| !wanted(letter));
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.line += taken.matches('\n').count();
        self.rest = rest;
        taken
    }

    fn take(&mut self, token: &str) -> bool {
        self.peek();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) -> Result<(), ScriptError> {
        if self.take(token) {
            Ok(())
        } else {
            Err(self.error(ScriptProblem::Unexpected))
        }
    }

    fn area(&mut self) -> Result<Change, ScriptError> {
        let error = self.error(ScriptProblem::Area);
        let inside = self.take_while(|letter| letter != ')');
        if self.next().is_none() {
            let problem = ScriptProblem::Unclosed;
            return Err(ScriptError { problem, ..error });
        }
        sized_rectangle(inside).map(Change::Cover).ok_or(error)
    }

    fn signature(&mut self) -> Result<Condition, ScriptError> {
        let opened = self.error(ScriptProblem::Unclosed);
        self.tests = 0;
        let condition = self.any(0)?;
        match self.peek() {
            Some('}') => {
                self.next();
                Ok(condition)
            }
            Some(_) => Err(self.error(ScriptProblem::Unexpected)),
            None => Err(opened),
        }
    }

    fn any(&mut self, depth: usize) -> Result<Condition, ScriptError> {
        let mut condition = self.all(depth)?;
        while self.take("+") {
            condition = condition.or(self.all(depth)?);
        }
        Ok(condition)
    }

    fn all(&mut self, depth: usize) -> Result<Condition, ScriptError> {
        let mut condition = self.one(depth)?;
        while self.take("*") {
            condition = condition.and(self.one(depth)?);
        }
        Ok(condition)
    }

    fn one(&mut self, depth: usize) -> Result<Condition, ScriptError> {
        let mut is_negated = false;
        while self.take("!") {
            is_negated = !is_negated;
        }
        let condition = if self.peek() == Some('(') {
            if depth == DEEPEST {
                return Err(self.error(ScriptProblem::TooDeep));
            }
            let opened = self.error(ScriptProblem::Unclosed);
            self.next();
            let inside = self.any(depth + 1)?;
            if self.peek().is_none() {
                return Err(opened);
            }
            self.expect(")")?;
            inside
        } else {
            self.term()?
        };
        Ok(match is_negated {
            true => Condition::Not(Box::new(condition)),
            false => condition,
        })
    }

    fn term(&mut self) -> Result<Condition, ScriptError> {
        self.tests += 1;
        if self.tests > MOST_TESTS {
            return Err(self.error(ScriptProblem::TooManyTests));
        }
        let mut path = vec![self.identifier()?];
        while self.take("::") {
            path.push(self.identifier()?);
        }
        self.expect(".")?;
        if let [AttributeName::Keyword(word)] = path.as_slice()
            && (word == "true" || word == "false")
        {
            return Ok(Condition::Constant(word == "true"));
        }
        let method = self.word();
        self.expect("(")?;
        let text = self.quoted()?;
        self.expect(")")?;
        let (reading, relation) = self
            .relation(method, text)
            .map_err(|problem| self.error(problem))?;
        Ok(Condition::Test {
            attribute: Attribute::new(path),
            reading,
            relation,
        })
    }

    fn word(&mut self) -> &'s str {
        self.peek();
        self.take_while(|letter| letter.is_ascii_alphanumeric())
    }

    fn identifier(&mut self) -> Result<AttributeName, ScriptError> {
        let error = self.error(ScriptProblem::Attribute);
        if self.take("[") {
            let tag = self.take_while(|letter| letter.is_ascii_hexdigit() || letter == ',');
            self.expect("]").map_err(|_| error)?;
            tag_from(tag).ok_or(error)
        } else {
            let word = self.word();
            let is_keyword = word.starts_with(|letter: char| letter.is_ascii_alphabetic());
            is_keyword
                .then(|| AttributeName::Keyword(word.into()))
                .ok_or(self.error(ScriptProblem::Attribute))
        }
    }

    /// A text in quotation marks; a backslash stands before a quotation mark or a backslash that is meant as such.
    fn quoted(&mut self) -> Result<String, ScriptError> {
        let opened = self.error(ScriptProblem::Unclosed);
        self.expect("\"")?;
        let mut text = String::new();
        loop {
            match self.next() {
                None | Some('\n') => return Err(opened),
                Some('"') => return Ok(text),
                Some('\\') if self.rest.starts_with(['"', '\\']) => text.extend(self.next()),
                Some(letter) => text.push(letter),
            }
        }
    }

    fn relation(
        &mut self,
        method: &str,
        text: String,
    ) -> Result<(Reading, Relation), ScriptProblem> {
        let (method, reading, text) = match method.strip_suffix("IgnoreCase") {
            Some(method) => (method, Reading::AnyCase, text.to_lowercase()),
            None => (method, Reading::Exact, text),
        };
        let limit = || number(&text).ok_or(ScriptProblem::Value);
        let relation = match method {
            "equals" => Relation::Equals(vec![text]),
            "contains" => Relation::Contains(vec![text]),
            "startsWith" => Relation::StartsWith(text),
            "endsWith" => Relation::EndsWith(text),
            "isLessThan" => Relation::LessThan(limit()?),
            "isGreaterThan" => Relation::GreaterThan(limit()?),
            "matches" => {
                let whole = format!(r"\A(?:{text})\z");
                Relation::Matches(self.expressions.compile(&whole, false)?)
            }
            _ => return Err(ScriptProblem::Comparison),
        };
        Ok((reading, relation))
    }
}

/// `gggg,eeee` in hexadecimal digits.
fn tag_from(text: &str) -> Option<AttributeName> {
    let (group, element) = text.split_once(',')?;
    let number = |digits: &str| match digits.len() {
        4 => u16::from_str_radix(digits, 16).ok(),
        _ => None,
    };
    Some(AttributeName::Tag {
        group: number(group)?,
        element: number(element)?,
    })
}
