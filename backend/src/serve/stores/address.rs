//! The two places of a store, as an operator names them.

use std::str::FromStr;

use serde::Deserialize;

use crate::place::{BucketPlace, NotAPlace};

/// An alias and its places: `ALIAS=s3://B/P,s3://B/P[,REGION]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreAddress {
    /// Its name in every request.
    pub alias: String,
    /// Where originals are read.
    pub originals: BucketPlace,
    /// Where outputs are written.
    pub outputs: BucketPlace,
    /// AWS region of both buckets; that of the environment where not named.
    #[serde(default)]
    pub region: Option<String>,
}

/// The text names no store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAStore {
    /// Not a place.
    #[error(transparent)]
    Place(#[from] NotAPlace),
    /// Not two places of a name.
    #[error("expected ALIAS=s3://BUCKET/PREFIX,s3://BUCKET/PREFIX or the same with ,REGION")]
    Address,
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

    #[test]
    fn a_store_is_two_places_and_perhaps_a_region() {
        let store: StoreAddress = "trial=s3://hospital-in/a,s3://hospital-out,eu-west-2"
            .parse()
            .unwrap();
        assert_eq!(store.alias, "trial");
        assert_eq!(store.originals.prefix().as_str(), "a/");
        assert_eq!(store.outputs.prefix().as_str(), "");
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
}
