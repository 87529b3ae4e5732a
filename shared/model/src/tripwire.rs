//! What makes a policy ask for a person.

use serde::{Deserialize, Serialize};

use crate::reason::ReasonCode;

/// Something that a policy does not decide: the file waits for a person. Each can be switched off by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Tripwire {
    /// No text was found where such images usually carry some.
    NoTextFound,
    /// No text was found where files of this device and size carry some.
    SiblingHasText,
    /// What would be painted covers more than a fifth of a frame.
    LargeArea,
    /// A page of text: a form, a dose report, a photographed document.
    DocumentPage,
    /// A laterality marker would be covered by what is painted beside it.
    MarkerCovered,
    /// Text that would be kept touches the edge of the image: it may be a part of something else.
    TextAtEdge,
    /// The pixel data hold the bytes of a removed header value, wherever no viewer shows them.
    HeaderValueInPixels,
}

impl Tripwire {
    /// All of them, in the order in which they are tried.
    pub const ALL: [Self; 7] = [
        Self::NoTextFound,
        Self::SiblingHasText,
        Self::LargeArea,
        Self::DocumentPage,
        Self::MarkerCovered,
        Self::TextAtEdge,
        Self::HeaderValueInPixels,
    ];

    /// The reason that is told.
    #[must_use]
    pub const fn code(self) -> ReasonCode {
        match self {
            Self::NoTextFound => ReasonCode::NoTextFound,
            Self::SiblingHasText => ReasonCode::SiblingHasText,
            Self::LargeArea => ReasonCode::LargeArea,
            Self::DocumentPage => ReasonCode::DocumentPage,
            Self::MarkerCovered => ReasonCode::MarkerCovered,
            Self::TextAtEdge => ReasonCode::TextAtEdge,
            Self::HeaderValueInPixels => ReasonCode::HeaderValueInPixels,
        }
    }

    /// Whether a file without text is an exception among the files of its device, modality and size, by how many of all of
    /// them have text and how many do not: a quarter or more have. A page of text from a scanner, or a speck that is taken
    /// for text, says nothing about the hundreds of slices beside it.
    #[must_use]
    pub const fn siblings_carry_text(with: u32, without: u32) -> bool {
        with > 0 && with >= without.div_ceil(3)
    }

    /// The tripwire with this code.
    #[must_use]
    pub fn with_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code().code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_files_with_text_makes_the_others_exceptions() {
        for (with, without) in [(1, 1), (1, 3), (5, 15), (9, 1)] {
            assert!(Tripwire::siblings_carry_text(with, without));
        }
        for (with, without) in [(0, 0), (0, 9), (1, 4), (5, 16)] {
            assert!(!Tripwire::siblings_carry_text(with, without));
        }
    }

    #[test]
    fn a_tripwire_travels_under_the_code_of_its_reason() {
        for tripwire in Tripwire::ALL {
            let code = tripwire.code().code();
            assert_eq!(serde_json::to_value(tripwire).unwrap(), code);
            assert_eq!(Tripwire::with_code(code), Some(tripwire));
        }
        assert_eq!(Tripwire::with_code("residual-text"), None);
    }
}
