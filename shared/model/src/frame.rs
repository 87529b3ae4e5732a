//! Which frames something applies to.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One frame, by its 0-based index, or all frames of a file.
///
/// Travels as the index or as `"all"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FrameSelection {
    /// Every frame.
    All,
    /// The frame with this 0-based index.
    One(u32),
}

impl FrameSelection {
    /// Whether the frame with 0-based index `frame` is selected.
    #[must_use]
    pub const fn includes(self, frame: u32) -> bool {
        match self {
            Self::All => true,
            Self::One(only) => only == frame,
        }
    }
}

impl Serialize for FrameSelection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("all"),
            Self::One(frame) => serializer.serialize_u32(*frame),
        }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum Wire {
    One(u32),
    All(All),
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum All {
    All,
}

impl<'de> Deserialize<'de> for FrameSelection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Wire::deserialize(deserializer) {
            Ok(Wire::One(frame)) => Ok(Self::One(frame)),
            Ok(Wire::All(All::All)) => Ok(Self::All),
            Err(_) => Err(de::Error::custom(
                "expected a 0-based frame index or \"all\"",
            )),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for FrameSelection {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FrameSelection".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Wire::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_travels_as_an_index_or_all() {
        for (selection, text) in [
            (FrameSelection::One(7), "7"),
            (FrameSelection::All, "\"all\""),
        ] {
            assert_eq!(serde_json::to_string(&selection).unwrap(), text);
            assert_eq!(
                serde_json::from_str::<FrameSelection>(text).unwrap(),
                selection
            );
        }
        assert!(serde_json::from_str::<FrameSelection>("\"some\"").is_err());
    }
}
