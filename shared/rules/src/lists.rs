//! The site's own lists: what is always redacted, and what is kept.
//!
//! One entry a line. A line that starts with `#` is a comment; `/…/` is a regular expression (syntax of the `regex`
//! crate, without look-around and back-references, so that its time is linear in the text); anything else is a phrase
//! of one or more words, compared without regard to case and accents:
//!
//! ```text
//! # kept on our portable sets
//! PORTABLE ERECT
//! /ROOM [0-9]{1,2}/
//! ```
//!
//! The two lists read the same way and match differently, each on its safe side: a deny-list entry redacts every word
//! that it touches, an allow-list entry keeps a word only if it explains all of it.

mod expression;
mod fold;
mod phrase;

use std::fmt;
use std::sync::Arc;

use deid_model::PhiCategory;
use deid_model::region::RegionReason;

use crate::document::Document;
use crate::opinion::Opinion;
use expression::Expressions;
use phrase::Phrases;

/// Longest list that is read, in bytes.
const LONGEST_LIST: usize = 1 << 20;

/// Which of a site's two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SiteList {
    /// What is kept.
    Allow,
    /// What is always redacted.
    Deny,
}

impl fmt::Display for SiteList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Allow => "allow-list",
            Self::Deny => "deny-list",
        })
    }
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListProblem {
    /// Not a regular expression, or one that this syntax does not have.
    #[error("not a regular expression")]
    NotAnExpression,
    /// A regular expression whose compiled form is too large.
    #[error("the regular expression is too large")]
    TooLarge,
    /// A regular expression that matches where there is no text, hence anywhere.
    #[error("the regular expression matches an empty text")]
    MatchesEmpty,
    /// More regular expressions than are taken.
    #[error("more than {} regular expressions", expression::MOST)]
    TooMany,
    /// A phrase of more words than are taken.
    #[error("a phrase of more than {} words", phrase::LONGEST)]
    TooLong,
    /// The list as a whole is too long.
    #[error("the list is longer than 1 MiB")]
    ListTooLong,
}

/// An entry that cannot be used. Tells where it stands, never what it says: entries may be names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the {list}: {problem}")]
pub struct ListError {
    /// The list.
    pub list: SiteList,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: ListProblem,
}

/// A site's lists, ready to be matched; cheap to clone. Entries may be names: `Debug` tells only how many there are.
#[derive(Clone)]
pub struct SiteLists {
    entries: Arc<Entries>,
}

struct Entries {
    allowed: List,
    denied: List,
}

struct List {
    phrases: Phrases,
    expressions: Expressions,
}

impl SiteLists {
    /// Lists without entries.
    #[must_use]
    pub fn empty() -> Self {
        let list = |kind| List {
            phrases: Phrases::new(kind),
            expressions: Expressions::new(kind),
        };
        Self {
            entries: Arc::new(Entries {
                allowed: list(SiteList::Allow),
                denied: list(SiteList::Deny),
            }),
        }
    }

    /// Reads an allow-list and a deny-list; either may be empty.
    ///
    /// # Errors
    /// [`ListError`] for the first entry that cannot be used.
    pub fn parse(allow: &str, deny: &str) -> Result<Self, ListError> {
        Ok(Self {
            entries: Arc::new(Entries {
                allowed: List::parse(SiteList::Allow, allow)?,
                denied: List::parse(SiteList::Deny, deny)?,
            }),
        })
    }

    /// Whether neither list has an entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.allowed.entries() + self.entries.denied.entries() == 0
    }

    pub(crate) fn opinions(&self, document: &Document) -> Vec<Opinion> {
        let mut opinions = Vec::new();
        for list in [&self.entries.allowed, &self.entries.denied] {
            list.phrases.find(document, &mut opinions);
            list.expressions.find(document, &mut opinions);
        }
        opinions
    }
}

impl fmt::Debug for SiteLists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SiteLists")
            .field("allowed", &self.entries.allowed.entries())
            .field("denied", &self.entries.denied.entries())
            .finish()
    }
}

impl List {
    fn parse(kind: SiteList, text: &str) -> Result<Self, ListError> {
        let error = |line, problem| ListError {
            list: kind,
            line,
            problem,
        };
        if text.len() > LONGEST_LIST {
            return Err(error(1, ListProblem::ListTooLong));
        }
        let mut list = Self {
            phrases: Phrases::new(kind),
            expressions: Expressions::new(kind),
        };
        for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            list.add(line.trim())
                .map_err(|problem| error(at + 1, problem))?;
        }
        Ok(list)
    }

    fn add(&mut self, entry: &str) -> Result<(), ListProblem> {
        if entry.is_empty() || entry.starts_with('#') {
            return Ok(());
        }
        let expression = entry
            .strip_prefix('/')
            .and_then(|rest| rest.strip_suffix('/'))
            .filter(|inside| !inside.is_empty());
        match expression {
            Some(expression) => self.expressions.add(expression),
            None => self.phrases.add(entry),
        }
    }

    fn entries(&self) -> usize {
        self.phrases.entries() + self.expressions.entries()
    }
}

/// What an entry of a list says about the words it matched.
fn opinion(list: SiteList, words: std::ops::Range<usize>) -> Opinion {
    match list {
        SiteList::Allow => Opinion {
            words,
            category: PhiCategory::Harmless,
            score: 0.0,
            reason: RegionReason::AllowList,
            source: "allow-list",
        },
        SiteList::Deny => Opinion {
            words,
            category: PhiCategory::Unknown,
            score: 1.0,
            reason: RegionReason::DenyList,
            source: "deny-list",
        },
    }
}

#[cfg(test)]
mod tests {
    use deid_model::PhiText;

    use super::*;

    /// The words that a list matches.
    fn matched(kind: SiteList, list: &str, text: &str) -> Vec<String> {
        let lists = match kind {
            SiteList::Allow => SiteLists::parse(list, ""),
            SiteList::Deny => SiteLists::parse("", list),
        };
        let text = PhiText::new(text.into());
        let document = Document::new(&text);
        let opinions = lists.unwrap().opinions(&document);
        let is_matched = |at: &usize| opinions.iter().any(|opinion| opinion.words.contains(at));
        let words = (0..document.words.len()).filter(is_matched);
        words.map(|at| document.words[at].text.into()).collect()
    }

    #[test]
    fn phrases_match_whole_words_in_any_case_and_accent_over_lines() {
        let list = "# ours\n\nMüller Praxis\nROOM 4\n";
        for kind in [SiteList::Allow, SiteList::Deny] {
            let text = "in der MULLER\npraxis, room 41 Room 4: Praxis";
            let expected = ["MULLER", "praxis,", "Room", "4:"];
            assert_eq!(matched(kind, list, text), expected, "{kind}");
        }
    }

    #[test]
    fn a_denied_name_is_found_inside_a_joined_word_and_an_allowed_word_is_not() {
        let text = "KESTREL^MIRA SUPINE/KESTREL";
        assert_eq!(
            matched(SiteList::Deny, "kestrel", text),
            ["KESTREL^MIRA", "SUPINE/KESTREL"]
        );
        assert!(matched(SiteList::Allow, "supine\nmira", text).is_empty());
    }

    #[test]
    fn phrases_that_overlap_are_all_found() {
        let found = matched(SiteList::Deny, "a b\nb c d\nc", "x a b c d a");
        assert_eq!(found, ["a", "b", "c", "d"]);
    }

    #[test]
    fn expressions_match_lines_and_words() {
        let text = "ROOM 12 ROOM 123x\nWing-C9 end";
        let list = r"/ROOM [0-9]+/";
        assert_eq!(
            matched(SiteList::Deny, list, text),
            ["ROOM", "12", "ROOM", "123x"]
        );
        // Only what is matched whole is kept.
        assert_eq!(matched(SiteList::Allow, list, text), ["ROOM", "12", "ROOM"]);
        assert_eq!(matched(SiteList::Deny, r"/^Wing.C\d$/", text), ["Wing-C9"]);
        assert_eq!(
            matched(SiteList::Allow, r"/[A-Z]\d/", "C9 C99 Z1"),
            ["C9", "Z1"]
        );
    }

    #[test]
    fn what_comes_after_too_many_matches_is_denied_and_not_allowed() {
        let text = "a1".repeat(300) + " end";
        assert_eq!(matched(SiteList::Deny, r"/\d/", &text).len(), 2);
        assert!(matched(SiteList::Allow, r"/\d/", &text).is_empty());
        let text = "7 ".repeat(300);
        assert_eq!(matched(SiteList::Allow, r"/\d/", &text).len(), 300);
    }

    #[test]
    fn an_error_tells_the_line_and_never_the_text() {
        let huge = format!("/{}/", r"\w{1000}".repeat(9));
        let long = "word ".repeat(99);
        let cases = [
            ("ok\n/KESTREL(/", 2, ListProblem::NotAnExpression),
            ("/(?=KESTREL)/", 1, ListProblem::NotAnExpression),
            ("\n\n/(KESTREL)*/", 3, ListProblem::MatchesEmpty),
            (huge.as_str(), 1, ListProblem::TooLarge),
            (long.as_str(), 1, ListProblem::TooLong),
        ];
        for (list, line, problem) in cases {
            let error = SiteLists::parse("", list).unwrap_err();
            let expected = ListError {
                list: SiteList::Deny,
                line,
                problem,
            };
            assert_eq!(error, expected);
            assert!(!format!("{error} {error:?}").contains("KESTREL"));
        }
        let error = SiteLists::parse("/(/", "").unwrap_err();
        assert_eq!(
            error.to_string(),
            "line 1 of the allow-list: not a regular expression"
        );
    }

    #[test]
    fn debug_output_holds_no_entry() {
        let lists = SiteLists::parse("PORTABLE", "KESTREL\n/M.*RA/").unwrap();
        assert_eq!(format!("{lists:?}"), "SiteLists { allowed: 1, denied: 2 }");
        assert!(SiteLists::empty().is_empty() && !lists.is_empty());
    }
}
