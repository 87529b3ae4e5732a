//! Protected health information in text.

use serde::{Deserialize, Serialize};

use crate::region::RegionReason;
use crate::text::{Confidence, Coverage, TextSpan};

/// What kind of identifier a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum PhiCategory {
    /// A person's name.
    Name,
    /// A date or time.
    Date,
    /// An age.
    Age,
    /// A record, accession, device or other number.
    Id,
    /// A postal address or part of one.
    Address,
    /// A telephone, fax or pager number.
    PhoneOrFax,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// A profession or employer.
    Profession,
    /// A hospital, practice or department.
    Institution,
    /// Text of unknown kind, unread text included.
    Unknown,
    /// Recognised, with confidence, as identifying nobody.
    Harmless,
}

/// The text of one picture in reading order, as a classifier gets it. PHI: `Debug` shows its length only.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhiText(String);

impl PhiText {
    /// Stands for a word that was found and not read: it may be anything, and what stands beside it may belong to it.
    pub const UNREAD: char = '\u{fffc}';

    /// Wraps `text`.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PhiText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PhiText({} code points)", self.0.chars().count())
    }
}

/// One stretch of a [`PhiText`] that a classifier has an opinion on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhiEntity {
    /// Where it stands; spans of different entities may overlap.
    pub span: TextSpan,
    /// What it is.
    pub category: PhiCategory,
    /// How sure the classifier is; 0 for [`PhiCategory::Harmless`].
    pub score: Confidence,
    /// Why.
    pub reason: RegionReason,
    /// What it follows from: the keyword of a header attribute, the name of a pattern or of a list; empty where there
    /// is nothing to name.
    pub source: &'static str,
}

/// What kind of identifier a header value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierKind {
    /// A person's name, in DICOM's form (PS3.5 6.2.1): components parted by `^`, groups by `=`.
    Name,
    /// A record, accession, study, device or other number.
    Id,
    /// A date, `20000131`.
    Date,
    /// A time, `134501.5` or a part of it.
    Time,
    /// An age, `034Y`.
    Age,
    /// A hospital, practice or department.
    Institution,
    /// A postal address or part of one.
    Address,
    /// A telephone, fax or pager number.
    Phone,
    /// Other text that identifies.
    Text,
}

/// One identifying value of a header, or of the seeds that came with a file. PHI: `Debug` hides the value.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentifyingValue {
    /// What it is.
    pub kind: IdentifierKind,
    /// The value itself.
    pub value: String,
    /// Keyword of the attribute, or `seeds`.
    pub source: &'static str,
}

impl std::fmt::Debug for IdentifyingValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IdentifyingValue({:?} of {})", self.kind, self.source)
    }
}

/// A classifier's whole answer.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassifiedText {
    /// What was found, in order of position.
    pub entities: Vec<PhiEntity>,
    /// Whether all of the text was looked at.
    pub coverage: Coverage,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_holds_no_phi() {
        assert_eq!(
            format!("{:?}", PhiText::new("Jörg".into())),
            "PhiText(4 code points)"
        );
    }
}
