//! Who may do what: whoever signed with the keys of this start, a short list of operations, two buckets.

use http::header::AUTHORIZATION;
use http::{HeaderMap, Uri};
use s3s::access::{S3Access, S3AccessContext};
use s3s::{S3Result, s3_error};

use crate::{ORIGINALS, OUTPUTS};

const READS: [&str; 6] = [
    "HeadBucket",
    "GetBucketLocation",
    "ListObjects",
    "ListObjectsV2",
    "GetObject",
    "HeadObject",
];
const WRITES: [&str; 6] = [
    "PutObject",
    "CreateMultipartUpload",
    "UploadPart",
    "ListParts",
    "CompleteMultipartUpload",
    "AbortMultipartUpload",
];
/// The limit of AWS, which s3s does not know: seven days, in seconds.
const LONGEST: u64 = 7 * 24 * 60 * 60;

/// The rules.
pub(crate) struct Rules;

#[async_trait::async_trait]
impl S3Access for Rules {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        if context.credentials().is_none() {
            return Err(s3_error!(AccessDenied, "a signature is required"));
        }
        if !is_signed_as_today(context.uri(), context.headers()) {
            return Err(s3_error!(AccessDenied, "only Signature Version 4 is taken"));
        }
        if !expires_in_time(context.uri()) {
            return Err(s3_error!(
                AccessDenied,
                "a URL is valid for seven days at most"
            ));
        }
        let operation = context.s3_op().name();
        match context.s3_path().get_bucket_name() {
            None if operation == "ListBuckets" => Ok(()),
            Some(ORIGINALS | OUTPUTS) if operation == "CreateBucket" => {
                Err(s3_error!(BucketAlreadyOwnedByYou))
            }
            Some(ORIGINALS | OUTPUTS) if READS.contains(&operation) => Ok(()),
            Some(OUTPUTS) if WRITES.contains(&operation) => Ok(()),
            Some(ORIGINALS | OUTPUTS) | None => Err(s3_error!(AccessDenied)),
            Some(_) => Err(s3_error!(NoSuchBucket)),
        }
    }
}

/// s3s takes Signature Version 2 as well, which signs neither all headers nor all of the query.
fn is_signed_as_today(uri: &Uri, headers: &HeaderMap) -> bool {
    let has = |name: &str| parameters(uri).any(|(found, _)| found == name);
    let header = headers.get(AUTHORIZATION).map(|value| value.as_bytes());
    !has("Signature")
        && match header {
            Some(value) => value.starts_with(b"AWS4-HMAC-SHA256"),
            None => has("X-Amz-Signature"),
        }
}

fn expires_in_time(uri: &Uri) -> bool {
    parameters(uri)
        .filter(|(name, _)| *name == "X-Amz-Expires")
        .all(|(_, value)| value.parse::<u64>().is_ok_and(|seconds| seconds <= LONGEST))
}

/// Names of a query are compared as they stand: s3s finds `%53ignature` too, so such are refused.
fn parameters(uri: &Uri) -> impl Iterator<Item = (&str, &str)> {
    let pairs = uri.query().unwrap_or_default().split('&');
    pairs.map(|pair| match pair.split_once('=') {
        Some((name, _)) if name.contains('%') => ("Signature", ""),
        Some(pair) => pair,
        None => (pair, ""),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_valid_for_seven_days_at_most() {
        let check = |query: &str| expires_in_time(&format!("/o?{query}").parse().unwrap());
        assert!(check("X-Amz-Expires=604800") && check("x-id=GetObject"));
        assert!(!check("X-Amz-Expires=604801") && !check("X-Amz-Expires=-1"));
        assert!(!check("X-Amz-Expires=1&X-Amz-Expires=9999999"));
    }

    #[test]
    fn only_signature_version_4_is_taken() {
        let check = |query: &str, authorization: Option<&str>| {
            let mut headers = HeaderMap::new();
            if let Some(value) = authorization {
                headers.insert(AUTHORIZATION, value.parse().unwrap());
            }
            is_signed_as_today(&format!("/o?{query}").parse().unwrap(), &headers)
        };
        assert!(check("X-Amz-Signature=0", None));
        assert!(check("list-type=2", Some("AWS4-HMAC-SHA256 Credential=x")));
        assert!(!check("", Some("AWS DEIDX:signature")));
        assert!(!check("AWSAccessKeyId=x&Signature=y&Expires=1", None));
        assert!(!check("X-Amz-Signature=0&Signature=y", None));
        assert!(!check("X-Amz-Signature=0&%53ignature=y", None));
    }
}
