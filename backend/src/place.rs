//! Places that the user names: on this computer, or in a bucket.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use deid_model::{NotAKey, ObjectKey, ObjectPrefix};
use serde::Deserialize;

/// A file or folder, or what lies in a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On this computer.
    Path(PathBuf),
    /// `s3://BUCKET/KEY` or `s3://BUCKET/PREFIX`
    Bucket(BucketPlace),
}

/// What lies in a bucket under a key, or in a folder of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct BucketPlace {
    /// The bucket.
    pub bucket: String,
    /// What stands behind it, without a `/` at either end: a key, a folder, or nothing.
    path: String,
}

/// The text names no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected s3://BUCKET/KEY or s3://BUCKET/PREFIX")]
pub struct NotAPlace;

const SCHEME: &str = "s3://";

impl Place {
    /// Reads what the user wrote.
    ///
    /// # Errors
    /// [`NotAPlace`] for an `s3://` address that names no bucket, or no key or folder in it.
    pub fn parse(text: OsString) -> Result<Self, NotAPlace> {
        match text.to_str().and_then(|text| text.strip_prefix(SCHEME)) {
            Some(address) => BucketPlace::new(address).map(Self::Bucket),
            None => Ok(Self::Path(text.into())),
        }
    }

    /// As it is printed.
    pub fn shown(&self) -> String {
        match self {
            Self::Path(path) => path.to_string_lossy().into_owned(),
            Self::Bucket(place) => place.shown(""),
        }
    }
}

impl BucketPlace {
    fn new(address: &str) -> Result<Self, NotAPlace> {
        let (bucket, path) = address.split_once('/').unwrap_or((address, ""));
        // It becomes part of a host name.
        let is_name = (3..=63).contains(&bucket.len())
            && bucket
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-');
        let path = path.strip_suffix('/').unwrap_or(path);
        if !is_name || !(path.is_empty() || ObjectKey::new(path).is_ok()) {
            return Err(NotAPlace);
        }
        Ok(Self {
            bucket: bucket.to_owned(),
            path: path.to_owned(),
        })
    }

    /// All of a bucket.
    pub fn whole(bucket: &str) -> Self {
        Self {
            bucket: bucket.to_owned(),
            path: String::new(),
        }
    }

    /// The object of exactly this name, if there can be one.
    pub fn key(&self) -> Option<ObjectKey> {
        ObjectKey::new(self.path.as_str()).ok()
    }

    /// The folder of this name.
    pub fn prefix(&self) -> ObjectPrefix {
        let text = match self.path.as_str() {
            "" => String::new(),
            path => format!("{path}/"),
        };
        ObjectPrefix::new(text).unwrap_or_default()
    }

    /// The folder that the object of this name lies in.
    pub fn parent(&self) -> Self {
        let path = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        Self {
            bucket: self.bucket.clone(),
            path: path.to_owned(),
        }
    }

    /// The object `relative` below this folder.
    pub fn object(&self, relative: &Path) -> Option<ObjectKey> {
        let parts: Option<Vec<_>> = relative.iter().map(|part| part.to_str()).collect();
        ObjectKey::new(format!("{}{}", self.prefix().as_str(), parts?.join("/"))).ok()
    }

    /// Whether an object lies in this folder or below.
    pub fn holds_key(&self, bucket: &str, key: &ObjectKey) -> bool {
        self.bucket == bucket && key.as_str().starts_with(self.prefix().as_str())
    }

    /// The whole key of what is named `key` below this folder.
    ///
    /// # Errors
    /// [`NotAKey`] where the whole is too long.
    pub fn key_below(&self, key: &ObjectKey) -> Result<ObjectKey, NotAKey> {
        ObjectKey::new(format!("{}{}", self.prefix().as_str(), key.as_str()))
    }

    /// The whole prefix of what is named `folder` below this folder.
    ///
    /// # Errors
    /// [`NotAKey`] where the whole is too long.
    pub fn folder_below(&self, folder: &ObjectPrefix) -> Result<ObjectPrefix, NotAKey> {
        folder.below(&self.prefix())
    }

    /// Whether one folder lies in the other, or is the other: then an output could replace an original, or come back as
    /// one.
    pub fn meets(&self, other: &Self) -> bool {
        let (a, b) = (self.prefix(), other.prefix());
        self.bucket == other.bucket
            && (a.as_str().starts_with(b.as_str()) || b.as_str().starts_with(a.as_str()))
    }

    /// As it is printed, with `below` behind it.
    pub fn shown(&self, below: &str) -> String {
        let slash = if self.path.is_empty() || below.is_empty() {
            ""
        } else {
            "/"
        };
        format!("{SCHEME}{}/{}{slash}{below}", self.bucket, self.path)
    }
}

impl FromStr for BucketPlace {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        text.strip_prefix(SCHEME)
            .ok_or(NotAPlace)
            .and_then(Self::new)
    }
}

impl TryFrom<String> for BucketPlace {
    type Error = NotAPlace;

    fn try_from(text: String) -> Result<Self, NotAPlace> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(text: &str) -> BucketPlace {
        match Place::parse(text.into()).unwrap() {
            Place::Bucket(place) => place,
            Place::Path(path) => panic!("{path:?}"),
        }
    }

    #[test]
    fn an_address_names_a_bucket_and_a_key_or_folder_in_it() {
        let place = bucket("s3://scans/2026/may/");
        assert_eq!(place.bucket, "scans");
        assert_eq!(place.prefix().as_str(), "2026/may/");
        assert_eq!(place.key().unwrap().as_str(), "2026/may");
        assert_eq!(
            place.object(Path::new("a/b.dcm")).unwrap().as_str(),
            "2026/may/a/b.dcm"
        );
        assert_eq!(place.parent(), bucket("s3://scans/2026"));
        assert_eq!(bucket("s3://scans").prefix().as_str(), "");
        assert_eq!(bucket("s3://scans/").shown("x"), "s3://scans/x");
        assert_eq!(place.shown("x"), "s3://scans/2026/may/x");
    }

    #[test]
    fn what_names_no_bucket_is_refused_and_all_else_is_a_path() {
        for wrong in [
            "s3://",
            "s3:///a",
            "s3://ab/x",
            "s3://Scans/x",
            "s3://scans/../x",
            "s3://scans//x",
        ] {
            assert_eq!(Place::parse(wrong.into()), Err(NotAPlace), "{wrong}");
        }
        assert_eq!(Place::parse("S3/x".into()), Ok(Place::Path("S3/x".into())));
    }

    #[test]
    fn folders_meet_where_one_holds_the_other() {
        let meet = |a: &str, b: &str| bucket(a).meets(&bucket(b));
        assert!(meet("s3://abc", "s3://abc/x/"));
        assert!(meet("s3://abc/x/y", "s3://abc/x"));
        assert!(meet("s3://abc/x", "s3://abc/x/"));
        assert!(!meet("s3://abc/x", "s3://abc/xy"));
        assert!(!meet("s3://abc/x", "s3://def/x"));
    }

    #[test]
    fn a_folder_holds_what_is_below_but_not_what_begins_alike() {
        let folder = bucket("s3://scans/in");
        let holds = |bucket, key| folder.holds_key(bucket, &ObjectKey::new(key).unwrap());
        assert!(holds("scans", "in/a") && holds("scans", "in/a/b"));
        assert!(!holds("scans", "inner/a") && !holds("other", "in/a") && !holds("scans", "in"));
    }
}
