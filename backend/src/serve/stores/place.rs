//! Where a store's objects lie: a bucket and a prefix, written `s3://BUCKET/PREFIX`.

use std::str::FromStr;

use deid_model::{NotAKey, ObjectKey, ObjectPrefix};
use serde::Deserialize;

use crate::place;

/// A bucket, and a folder in it that counts as the top.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Place {
    /// The bucket's name.
    pub bucket: String,
    /// The folder.
    pub prefix: ObjectPrefix,
}

/// The two places of an alias, as an operator names them: `ALIAS=s3://B/P,s3://B/P[,REGION]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreAddress {
    /// Its name in every request.
    pub alias: String,
    /// Where originals are read.
    pub originals: Place,
    /// Where outputs are written.
    pub outputs: Place,
    /// AWS region of both buckets; that of the environment where not named.
    #[serde(default)]
    pub region: Option<String>,
}

/// The text names no store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAStore {
    /// Not a place.
    #[error("expected s3://BUCKET or s3://BUCKET/PREFIX/")]
    Place,
    /// Not two places of a name.
    #[error("expected ALIAS=s3://BUCKET/PREFIX,s3://BUCKET/PREFIX or the same with ,REGION")]
    Address,
}

impl Place {
    /// The whole key of `key`, which the page names from this place's top.
    ///
    /// # Errors
    /// [`NotAKey`] where the whole is too long.
    pub fn key(&self, key: &ObjectKey) -> Result<ObjectKey, NotAKey> {
        ObjectKey::new(format!("{}{}", self.prefix.as_str(), key.as_str()))
    }

    /// The whole prefix of `folder`, which the page names from this place's top.
    ///
    /// # Errors
    /// [`NotAKey`] where the whole is too long.
    pub fn folder(&self, folder: &ObjectPrefix) -> Result<ObjectPrefix, NotAKey> {
        folder.below(&self.prefix)
    }

    /// Whether one place lies in the other, or is the other: then an output could replace an original, or come back as
    /// one.
    pub fn meets(&self, other: &Self) -> bool {
        let (a, b) = (self.prefix.as_str(), other.prefix.as_str());
        self.bucket == other.bucket && (a.starts_with(b) || b.starts_with(a))
    }
}

impl FromStr for Place {
    type Err = NotAStore;

    fn from_str(text: &str) -> Result<Self, NotAStore> {
        match place::Place::parse(text.into()) {
            Ok(place::Place::Bucket(place)) => Ok(Self {
                prefix: place.prefix(),
                bucket: place.bucket,
            }),
            Ok(place::Place::Path(_)) | Err(_) => Err(NotAStore::Place),
        }
    }
}

impl TryFrom<String> for Place {
    type Error = NotAStore;

    fn try_from(text: String) -> Result<Self, NotAStore> {
        text.parse()
    }
}

impl FromStr for StoreAddress {
    type Err = NotAStore;

    fn from_str(text: &str) -> Result<Self, NotAStore> {
        let (alias, rest) = text.split_once('=').ok_or(NotAStore::Address)?;
        let parts: Vec<&str> = rest.split(',').collect();
        let (originals, outputs, region) = match parts.as_slice() {
            [originals, outputs] => (originals, outputs, None),
            [originals, outputs, region] => (originals, outputs, Some((*region).to_owned())),
            _ => return Err(NotAStore::Address),
        };
        Ok(Self {
            alias: alias.into(),
            originals: originals.parse()?,
            outputs: outputs.parse()?,
            region,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Place {
        text.parse().unwrap()
    }

    #[test]
    fn a_store_is_two_places_and_perhaps_a_region() {
        let store: StoreAddress = "trial=s3://hospital-in/a,s3://hospital-out,eu-west-2"
            .parse()
            .unwrap();
        assert_eq!(store.alias, "trial");
        assert_eq!(store.originals.prefix.as_str(), "a/");
        assert_eq!(store.outputs.prefix.as_str(), "");
        assert_eq!(store.region.as_deref(), Some("eu-west-2"));
        for wrong in [
            "",
            "a",
            "a=s3://bcd",
            "a=s3://bcd,x",
            "a=s3://B,s3://C",
            "a=s3://bcd/../x,s3://efg",
        ] {
            assert!(wrong.parse::<StoreAddress>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn places_meet_where_one_holds_the_other() {
        assert!(at("s3://abc").meets(&at("s3://abc/x/")));
        assert!(at("s3://abc/x/y").meets(&at("s3://abc/x")));
        assert!(at("s3://abc/x").meets(&at("s3://abc/x/")));
        assert!(!at("s3://abc/x").meets(&at("s3://abc/xy")));
        assert!(!at("s3://abc/x").meets(&at("s3://def/x")));
    }
}
