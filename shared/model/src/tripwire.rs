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
    pub const ALL: [Self; 6] = [
        Self::NoTextFound,
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
            Self::LargeArea => ReasonCode::LargeArea,
            Self::DocumentPage => ReasonCode::DocumentPage,
            Self::MarkerCovered => ReasonCode::MarkerCovered,
            Self::TextAtEdge => ReasonCode::TextAtEdge,
            Self::HeaderValueInPixels => ReasonCode::HeaderValueInPixels,
        }
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
    fn a_tripwire_travels_under_the_code_of_its_reason() {
        for tripwire in Tripwire::ALL {
            let code = tripwire.code().code();
            assert_eq!(serde_json::to_value(tripwire).unwrap(), code);
            assert_eq!(Tripwire::with_code(code), Some(tripwire));
        }
        assert_eq!(Tripwire::with_code("residual-text"), None);
    }
}
