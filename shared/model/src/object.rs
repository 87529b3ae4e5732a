//! Keys of objects in a store, as they may be asked for.

use serde::{Deserialize, Serialize};

/// A key that names one object below the top of a store, whatever reads it: no way up, no way out.
///
/// 1 to 1024 bytes of UTF-8; no empty, `.` or `..` segment (so neither a leading nor a trailing `/`), no `\`, no
/// control character. It is taken as it stands, never percent-decoded. A key may be PHI: `Debug` shows its length.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ObjectKey(String);

/// A folder of a store: empty for the top, else a key and a `/` behind it.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct ObjectPrefix(String);

/// The text names no object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a key of an object")]
pub struct NotAKey;

/// Longest key, in bytes (the limit of Amazon S3).
const MOST_BYTES: usize = 1024;
/// What the name of every output begins with.
const OUTPUT_MARK: &str = "de-id-";

impl ObjectKey {
    /// Checks `text`.
    ///
    /// # Errors
    /// [`NotAKey`]
    pub fn new(text: impl Into<String>) -> Result<Self, NotAKey> {
        let text = text.into();
        let is_fine = (1..=MOST_BYTES).contains(&text.len())
            && text.split('/').all(is_segment)
            && !text.chars().any(|c| c.is_control() || c == '\\');
        if is_fine {
            Ok(Self(text))
        } else {
            Err(NotAKey)
        }
    }

    /// The key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the last `/`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The folder it lies in.
    #[must_use]
    pub fn folder(&self) -> ObjectPrefix {
        let end = self.0.rfind('/').map_or(0, |slash| slash + 1);
        ObjectPrefix(self.0.get(..end).unwrap_or_default().to_owned())
    }

    /// Whether the object is an output of De-ID by its name.
    #[must_use]
    pub fn is_output(&self) -> bool {
        self.name().starts_with(OUTPUT_MARK)
    }
}

impl ObjectPrefix {
    /// Checks `text`: empty, or a key with a `/` behind it.
    ///
    /// # Errors
    /// [`NotAKey`]
    pub fn new(text: impl Into<String>) -> Result<Self, NotAKey> {
        let text = text.into();
        match text.strip_suffix('/') {
            Some(key) => ObjectKey::new(key).map(|_| Self(text)),
            None if text.is_empty() => Ok(Self(text)),
            None => Err(NotAKey),
        }
    }

    /// The folder: empty, or ending in `/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The object `name` in this folder, with `de-id-` before its name unless it begins so.
    ///
    /// # Errors
    /// [`NotAKey`] for a name with folders in it, or where the whole is no key.
    pub fn output(&self, name: &str) -> Result<ObjectKey, NotAKey> {
        if name.is_empty() || name.contains('/') {
            return Err(NotAKey);
        }
        let mark = if name.starts_with(OUTPUT_MARK) {
            ""
        } else {
            OUTPUT_MARK
        };
        ObjectKey::new(format!("{}{mark}{name}", self.0))
    }

    /// This folder below another one.
    ///
    /// # Errors
    /// [`NotAKey`] where the whole is too long.
    pub fn below(&self, top: &Self) -> Result<Self, NotAKey> {
        Self::new(format!("{}{}", top.0, self.0))
    }
}

fn is_segment(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..")
}

impl TryFrom<String> for ObjectKey {
    type Error = NotAKey;

    fn try_from(text: String) -> Result<Self, NotAKey> {
        Self::new(text)
    }
}

impl From<ObjectKey> for String {
    fn from(key: ObjectKey) -> Self {
        key.0
    }
}

impl std::fmt::Debug for ObjectKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ObjectKey({} bytes)", self.0.len())
    }
}

impl std::fmt::Debug for ObjectPrefix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ObjectPrefix({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_leads_nowhere_but_down() {
        for fine in [
            "a.dcm",
            "a/b/c",
            "ä ö/...",
            "%2e%2e/x",
            "a..b",
            "~",
            ".hidden",
        ] {
            assert!(ObjectKey::new(fine).is_ok(), "{fine}");
        }
        let long = "x".repeat(1025);
        for wrong in [
            "", "/a", "a/", "a//b", ".", "..", "../a", "a/..", "a/../b", "./a", "a\\b", "a\0",
            "a\nb", "\u{7f}", &long,
        ] {
            assert!(ObjectKey::new(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_output_lies_in_the_folder_of_its_original_under_its_mark() {
        let key = ObjectKey::new("in/chest.dcm").unwrap();
        let output = key.folder().output(key.name()).unwrap();
        assert_eq!(output.as_str(), "in/de-id-chest.dcm");
        assert!(output.is_output() && !key.is_output());
        let again = output.folder().output(output.name()).unwrap();
        assert_eq!(again, output);
        assert!(key.folder().output("../x").is_err());
        let top = ObjectPrefix::new("clean/").unwrap();
        assert_eq!(key.folder().below(&top).unwrap().as_str(), "clean/in/");
    }

    #[test]
    fn debug_output_holds_no_key() {
        let key = ObjectKey::new("KESTREL.dcm").unwrap();
        assert!(!format!("{key:?} {:?}", key.folder()).contains("KESTREL"));
    }
}
