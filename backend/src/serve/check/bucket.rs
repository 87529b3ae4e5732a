//! Looks at the two places of a store: whether they answer, let the page in, and hold names that identify.

use std::io::{self, Write};

use deid_aws::S3Error;
use deid_model::ObjectKey;

use super::{Findings, names};
use crate::place::BucketPlace;
use crate::serve::stores::Store;

/// Writes what is found.
pub async fn check<W: Write>(
    store: &Store,
    origins: &[String],
    findings: &mut Findings<W>,
) -> io::Result<()> {
    let alias = &store.alias;
    for (role, place) in [("originals", &store.originals), ("outputs", &store.outputs)] {
        let name = format!("store {alias}, {role}");
        match store
            .objects
            .check_bucket(&place.bucket, &place.prefix())
            .await
        {
            Ok(()) => findings.fine(&format!("{name}: can be listed"))?,
            Err(problem) => {
                findings.problem(&format!("{name}: {problem}"), mend(problem))?;
                continue;
            }
        }
        check_cors(store, role, place, origins, findings).await?;
    }
    check_originals(store, findings).await
}

const fn mend(problem: S3Error) -> &'static str {
    match problem {
        S3Error::NotFound => "correct the bucket's name",
        S3Error::Denied => {
            "allow s3:ListBucket and s3:GetObject on the originals, s3:ListBucket and s3:PutObject on the outputs"
        }
        S3Error::Elsewhere => "write the bucket's region behind the store's places",
        S3Error::AlreadyThere | S3Error::TooLarge | S3Error::Rejected | S3Error::Unavailable => {
            "look whether the store runs and this computer reaches it, and whether there are AWS credentials"
        }
    }
}

async fn check_cors<W: Write>(
    store: &Store,
    role: &str,
    place: &BucketPlace,
    origins: &[String],
    findings: &mut Findings<W>,
) -> io::Result<()> {
    let name = format!("store {}, {role}", store.alias);
    let (method, headers): (_, &[&str]) = if role == "originals" {
        ("GET", &[])
    } else {
        ("PUT", &["content-type", "if-none-match"])
    };
    let rules = match store.objects.bucket_cors(&place.bucket).await {
        Ok(rules) => rules,
        Err(problem) => {
            return findings.note(&format!(
                "{name}: whether the page is let in (CORS) cannot be told: {problem}; allow s3:GetBucketCORS to check"
            ));
        }
    };
    for origin in origins {
        if !rules
            .iter()
            .any(|rule| rule.allows(origin, method, headers))
        {
            let mend = format!(
                "add a CORS rule: AllowedOrigins [\"{origin}\"], AllowedMethods [\"GET\",\"HEAD\",\"PUT\"], AllowedHeaders \
                 [\"content-type\",\"if-none-match\"], ExposeHeaders [\"ETag\"]"
            );
            return findings.problem(
                &format!("{name}: pages of {origin} may not {method} (CORS)"),
                &mend,
            );
        }
    }
    findings.fine(&format!("{name}: the page is let in (CORS)"))
}

/// Reads one original, and counts names that identify among those on the first page.
async fn check_originals<W: Write>(store: &Store, findings: &mut Findings<W>) -> io::Result<()> {
    let name = format!("store {}, originals", store.alias);
    let Ok(page) = store
        .objects
        .list(&store.originals.bucket, &store.originals.prefix(), None)
        .await
    else {
        return Ok(());
    };
    let Some(first) = page.objects.iter().min_by_key(|object| object.bytes) else {
        return findings.note(&format!(
            "{name}: no objects at the top, so reading was not tried"
        ));
    };
    match store
        .objects
        .read(&store.originals.bucket, &first.key, 0)
        .await
    {
        // Too large for nothing at all: it was about to be read.
        Ok(_) | Err(S3Error::TooLarge) => findings.fine(&format!("{name}: can be read"))?,
        Err(problem) => findings.problem(&format!("{name}: {problem}"), mend(problem))?,
    }
    let folders = page.folders.iter().map(|folder| folder.as_str());
    let keys = page
        .objects
        .iter()
        .map(|object| &object.key)
        .map(ObjectKey::as_str);
    findings.names(
        &name,
        folders
            .chain(keys)
            .filter(|name| names::may_identify(name))
            .count(),
    )
}
