//! What the words of a picture are: header values of the patient, other identifiers, or harmless.
//!
//! ```text
//! PhiText -> document -> opinions of: lists, seeds, patterns, harmless words, names -> verdict a word
//! ```
//!
//! Pure: everything is an argument, nothing is read or remembered.

pub mod catalogue;
mod document;
mod harmless;
mod letters;
mod lists;
mod names;
mod opinion;
mod patterns;
mod rules;
mod seeds;
mod verdict;

pub use lists::{ListError, ListProblem, SiteList, SiteLists};
pub use rules::{Case, Rules};
