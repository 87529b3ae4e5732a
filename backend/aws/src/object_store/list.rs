//! Lists objects, a page at a time or all below a prefix.

use std::borrow::Cow;

use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use aws_sdk_s3::types::EncodingType;
use deid_model::{ObjectKey, ObjectPrefix};
use percent_encoding::percent_decode_str;

use super::{ObjectStore, S3Error};
use crate::failure::Failure;

/// Objects of one page.
const PAGE: i32 = 1000;

/// One object of a [`Listing`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredObject {
    /// Its key.
    pub key: ObjectKey,
    /// Its length.
    pub bytes: u64,
}

/// What lies below a prefix.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Folders directly below.
    pub folders: Vec<ObjectPrefix>,
    /// Objects.
    pub objects: Vec<StoredObject>,
    /// Where the next page begins; `None` on the last one.
    pub cursor: Option<String>,
    /// Objects and folders left out, since their names are no keys that De-ID handles.
    pub skipped: u32,
}

/// Says how much it holds: keys may be PHI, and a cursor may hold one.
impl std::fmt::Debug for Listing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listing")
            .field("folders", &self.folders.len())
            .field("objects", &self.objects.len())
            .field("skipped", &self.skipped)
            .finish_non_exhaustive()
    }
}

impl ObjectStore {
    /// One page of the folder `prefix`: its objects and the folders directly below it.
    ///
    /// # Errors
    /// Any [`S3Error`]; a cursor that is none is [`S3Error::Rejected`].
    pub async fn list(
        &self,
        bucket: &str,
        prefix: &ObjectPrefix,
        cursor: Option<&str>,
    ) -> Result<Listing, S3Error> {
        self.page(bucket, prefix.as_str(), Some("/"), cursor).await
    }

    /// Every object whose key begins with `prefix`, at any depth; `prefix` need not end a folder. The answer has
    /// neither folders nor a cursor.
    ///
    /// # Errors
    /// Any [`S3Error`]
    pub async fn list_all(&self, bucket: &str, prefix: &str) -> Result<Listing, S3Error> {
        let mut all = Listing::default();
        loop {
            let cursor = all.cursor.take();
            let page = self.page(bucket, prefix, None, cursor.as_deref()).await?;
            all.objects.extend(page.objects);
            all.skipped += page.skipped;
            if page.cursor.is_none() {
                return Ok(all);
            }
            // A store that repeats its cursor would never end.
            if page.cursor == cursor {
                return Err(S3Error::Unavailable);
            }
            all.cursor = page.cursor;
        }
    }

    async fn page(
        &self,
        bucket: &str,
        prefix: &str,
        delimiter: Option<&str>,
        cursor: Option<&str>,
    ) -> Result<Listing, S3Error> {
        let request = self.client.list_objects_v2();
        let answer = request
            .bucket(bucket)
            .prefix(prefix)
            .set_delimiter(delimiter.map(str::to_owned))
            .set_continuation_token(cursor.map(str::to_owned))
            // Keys may hold characters that XML cannot.
            .encoding_type(EncodingType::Url)
            .max_keys(PAGE)
            .send()
            .await
            .map_err(|error| S3Error::from(Failure::of(&error)))?;
        let listing = listing_from(&answer);
        // More, but not where: what is here would pass for all.
        if answer.is_truncated() == Some(true) && listing.cursor.is_none() {
            return Err(S3Error::Unavailable);
        }
        Ok(listing)
    }
}

/// Reads one page. Pure.
fn listing_from(answer: &ListObjectsV2Output) -> Listing {
    let is_encoded = answer.encoding_type == Some(EncodingType::Url);
    let mut listing = Listing::default();
    for folder in answer.common_prefixes() {
        let folder = folder.prefix().and_then(|it| decoded(it, is_encoded));
        match folder.map(ObjectPrefix::new) {
            Some(Ok(folder)) => listing.folders.push(folder),
            _ => listing.skipped += 1,
        }
    }
    for object in answer.contents() {
        let bytes = object.size().unwrap_or_default();
        let bytes = u64::try_from(bytes).unwrap_or_default();
        let key = object.key().and_then(|it| decoded(it, is_encoded));
        // Consoles make an empty object of a folder's own name.
        let is_folder = bytes == 0 && key.as_ref().is_some_and(|key| key.ends_with('/'));
        match key.map(ObjectKey::new) {
            Some(Ok(key)) => listing.objects.push(StoredObject { key, bytes }),
            _ if is_folder => {}
            _ => listing.skipped += 1,
        }
    }
    if answer.is_truncated() == Some(true) {
        listing.cursor = answer.next_continuation_token().map(str::to_owned);
    }
    listing
}

/// The text of a key as a form encodes it (a space is `+`); `None` where it is not UTF-8.
fn decoded(text: &str, is_encoded: bool) -> Option<String> {
    if !is_encoded {
        return Some(text.to_owned());
    }
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().ok();
    decoded.map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_s3::types::{CommonPrefix, Object};

    fn answer(is_encoded: bool, keys: &[(&str, i64)], folders: &[&str]) -> Listing {
        let objects = keys
            .iter()
            .map(|(key, size)| Object::builder().key(*key).size(*size).build());
        let folders = folders
            .iter()
            .map(|it| CommonPrefix::builder().prefix(*it).build());
        let answer = ListObjectsV2Output::builder()
            .set_encoding_type(is_encoded.then_some(EncodingType::Url))
            .set_contents(Some(objects.collect()))
            .set_common_prefixes(Some(folders.collect()))
            .is_truncated(true)
            .next_continuation_token("next")
            .build();
        listing_from(&answer)
    }

    fn keys(listing: &Listing) -> Vec<&str> {
        listing
            .objects
            .iter()
            .map(|object| object.key.as_str())
            .collect()
    }

    #[test]
    fn encoded_keys_are_decoded_once() {
        let listing = answer(true, &[("in/a+b%2B%C3%A4%252e.dcm", 7)], &["in/%28x%29/"]);
        assert_eq!(keys(&listing), ["in/a b+ä%2e.dcm"]);
        assert_eq!(listing.folders[0].as_str(), "in/(x)/");
        assert_eq!(
            (listing.objects[0].bytes, listing.cursor.as_deref()),
            (7, Some("next"))
        );
    }

    #[test]
    fn keys_of_a_store_that_does_not_encode_stay_as_they_are() {
        assert_eq!(
            keys(&answer(false, &[("in/a+b%2B", 7)], &[])),
            ["in/a+b%2B"]
        );
    }

    #[test]
    fn what_is_no_key_is_counted_and_left_out() {
        let listing = answer(
            true,
            &[
                ("a/../b", 1),
                ("%FF", 1),
                ("a%00", 1),
                ("/x", 1),
                ("in/", 0),
                ("fine", 1),
            ],
            &["..%2F"],
        );
        assert_eq!((keys(&listing), listing.skipped), (vec!["fine"], 5));
        assert!(listing.folders.is_empty());
        assert!(!format!("{listing:?}").contains("fine"));
    }
}
