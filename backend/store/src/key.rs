//! Keys as this store takes them: [`ObjectKey`], and a little less.

use deid_model::object::{ObjectKey, ObjectPrefix};

/// Folder inside a bucket where uploads wait for their end. Never listed, never addressed.
pub(crate) const STAGING: &str = ".deid-staging";
/// No segment of a key begins so, in any case: disks may ignore it.
const HIDDEN: &str = ".deid-";
/// Deepest folder. A listing holds one open folder for each level.
const MOST_FOLDERS: usize = 64;

/// A key that names a file somewhere below the folder of a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key(ObjectKey);

impl Key {
    /// `None` where `text` is no key.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_fine = text.matches('/').count() <= MOST_FOLDERS && text.split('/').all(is_shown);
        let key = ObjectKey::new(text).ok()?;
        is_fine.then_some(Self(key))
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The file.
    pub(crate) fn name(&self) -> &str {
        self.0.name()
    }

    /// The folders it lies in, from the top.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &str> {
        let folder = self.as_str().len() - self.name().len();
        folders_of(self.as_str().get(..folder).unwrap_or_default())
    }
}

/// Whether `prefix` is a folder that may hold listed files: empty, or ending in `/`.
pub(crate) fn is_folder(prefix: &str) -> bool {
    ObjectPrefix::new(prefix).is_ok()
        && prefix.matches('/').count() <= MOST_FOLDERS
        && folders_of(prefix).all(is_shown)
}

/// The names in a prefix that ends in `/`.
pub(crate) fn folders_of(prefix: &str) -> impl Iterator<Item = &str> {
    prefix.split_terminator('/')
}

fn is_shown(segment: &str) -> bool {
    let is_hidden = segment
        .get(..HIDDEN.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(HIDDEN));
    // The two that XML cannot carry: one such name would make a whole listing unreadable.
    !is_hidden && !segment.contains(['\u{fffe}', '\u{ffff}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_staging_folder_is_no_part_of_a_key() {
        for wrong in [
            ".deid-staging",
            ".deid-staging/x",
            "a/.DEID-Staging/x",
            ".deid-x",
            "../x",
            "a\u{ffff}",
        ] {
            assert_eq!(Key::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Key::parse(&"d/".repeat(65)), None);
        assert_eq!(Key::parse(&format!("{}x", "d/".repeat(65))), None);
        let key = Key::parse("a/b/de-id-x.dcm").unwrap();
        assert_eq!(key.folders().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(key.name(), "de-id-x.dcm");
        assert!(Key::parse("x").unwrap().folders().next().is_none());
    }

    #[test]
    fn a_folder_is_empty_or_ends_in_a_slash() {
        assert!(is_folder("") && is_folder("a/") && is_folder("a/b/"));
        assert!(!is_folder("a") && !is_folder("../") && !is_folder(".deid-staging/"));
    }
}
