//! Digests of a body, and what its sender says they are.

use http::HeaderMap;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Md5, Sha1, Sha256};
use s3s::dto::Checksum;
use s3s::{S3Result, s3_error};

const START: &str = "x-amz-checksum-";
const CRC32: &str = "x-amz-checksum-crc32";
const CRC32C: &str = "x-amz-checksum-crc32c";
const CRC64: &str = "x-amz-checksum-crc64nvme";
const SHA1: &str = "x-amz-checksum-sha1";
const SHA256: &str = "x-amz-checksum-sha256";
const NAMES: [&str; 5] = [CRC32, CRC32C, CRC64, SHA1, SHA256];
/// Headers of the same beginning that hold no digest.
const OTHERS: [&str; 2] = ["x-amz-checksum-algorithm", "x-amz-checksum-type"];

/// What the digests of a body must be.
#[derive(Default)]
pub(crate) struct Expected {
    md5: Option<String>,
    /// By header; `None` where the value follows the body as a trailer.
    sums: Vec<(&'static str, Option<String>)>,
}

/// Reads a body along with whoever stores it.
pub(crate) struct Digest {
    md5: Md5,
    sums: ChecksumHasher,
}

/// The digests of a whole body.
pub(crate) struct Sums {
    pub(crate) md5: [u8; 16],
    pub(crate) checksum: Checksum,
}

impl Expected {
    /// From the headers of a write.
    ///
    /// # Errors
    /// Where a digest is named that this store cannot compute: what it cannot check it does not take.
    pub(crate) fn from_headers(headers: &HeaderMap) -> S3Result<Self> {
        let mut expected = Self {
            md5: text(headers, "content-md5"),
            ..Self::default()
        };
        for name in headers.keys().map(http::HeaderName::as_str) {
            if name.starts_with(START) && !OTHERS.contains(&name) {
                expected.sums.push((known(name)?, text(headers, name)));
            }
        }
        let trailer = text(headers, "x-amz-trailer").unwrap_or_default();
        for name in trailer.to_ascii_lowercase().split(',').map(str::trim) {
            if name.starts_with(START) {
                expected.sums.push((known(name)?, None));
            }
        }
        Ok(expected)
    }

    /// From the checksums of a request that names a whole object.
    pub(crate) fn from_whole(checksum: &Checksum) -> Self {
        let sums = NAMES
            .into_iter()
            .filter_map(|name| Some((name, Some(value(checksum, name)?.to_owned()))))
            // A digest of digests (`…-3`) says nothing new: each part was checked when it came.
            .filter(|(_, sum)| !sum.as_deref().is_some_and(|sum| sum.contains('-')))
            .collect();
        Self { md5: None, sums }
    }

    pub(crate) fn digest(&self) -> Digest {
        let mut sums = ChecksumHasher::default();
        for (name, _) in &self.sums {
            match *name {
                CRC32 => sums.crc32 = Some(Crc32::new()),
                CRC32C => sums.crc32c = Some(Crc32c::new()),
                CRC64 => sums.crc64nvme = Some(Crc64Nvme::new()),
                SHA1 => sums.sha1 = Some(Sha1::new()),
                _ => sums.sha256 = Some(Sha256::new()),
            }
        }
        Digest {
            md5: Md5::new(),
            sums,
        }
    }

    /// # Errors
    /// `BadDigest` where one differs, or did not come.
    pub(crate) fn check(&self, sums: &Sums, trailers: Option<&HeaderMap>) -> S3Result<()> {
        let md5 = base64_simd::STANDARD.encode_to_string(sums.md5);
        let is_right = self.md5.as_ref().is_none_or(|expected| *expected == md5)
            && self.sums.iter().all(|(name, expected)| {
                let expected = match expected {
                    Some(expected) => Some(expected.clone()),
                    None => trailers.and_then(|trailers| text(trailers, name)),
                };
                expected.as_deref() == value(&sums.checksum, name)
            });
        if is_right {
            Ok(())
        } else {
            Err(s3_error!(
                BadDigest,
                "the body is not the one that the checksum was made of"
            ))
        }
    }
}

impl Digest {
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.md5.update(bytes);
        self.sums.update(bytes);
    }

    pub(crate) fn finish(self) -> Sums {
        Sums {
            md5: self.md5.finalize(),
            checksum: self.sums.finalize(),
        }
    }
}

/// As S3 writes an MD5 in an `ETag`.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn known(name: &str) -> S3Result<&'static str> {
    NAMES
        .into_iter()
        .find(|known| *known == name)
        .ok_or_else(|| s3_error!(InvalidRequest, "this checksum is not known here"))
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.trim().to_owned())
}

fn value<'a>(sums: &'a Checksum, name: &str) -> Option<&'a str> {
    let sum = match name {
        CRC32 => &sums.checksum_crc32,
        CRC32C => &sums.checksum_crc32c,
        CRC64 => &sums.checksum_crc64nvme,
        SHA1 => &sums.checksum_sha1,
        SHA256 => &sums.checksum_sha256,
        _ => &None,
    };
    sum.as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &'static str, value: &str, body: &[u8]) -> bool {
        let headers = HeaderMap::from_iter([(
            http::HeaderName::from_static(header),
            value.parse().unwrap(),
        )]);
        let expected = Expected::from_headers(&headers).unwrap();
        let mut digest = expected.digest();
        digest.update(body);
        expected.check(&digest.finish(), None).is_ok()
    }

    #[test]
    fn a_body_is_what_its_sender_says_or_is_refused() {
        let body = b"123456789";
        // The check values of the CRC catalogue, and digests of the same nine bytes.
        for (header, right) in [
            (CRC32, "y/Q5Jg=="),
            (CRC32C, "4waSgw=="),
            (CRC64, "rosUhgp5mIg="),
            (SHA1, "98O8HYCOBHMq32eZZczDTKeuNEE="),
            (SHA256, "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="),
            ("content-md5", "JfnnlDI7RTiF9RgfG2JNCw=="),
        ] {
            assert!(check(header, right, body), "{header}");
            assert!(!check(header, right, b"12345678"), "{header}");
            assert!(!check(header, "AAAA", body), "{header}");
        }
    }

    #[test]
    fn a_digest_that_cannot_be_checked_is_refused() {
        let mut headers = HeaderMap::new();
        headers.insert("x-amz-checksum-new", "AAAA".parse().unwrap());
        assert!(Expected::from_headers(&headers).is_err());
        let mut headers = HeaderMap::new();
        headers.insert("x-amz-trailer", "x-amz-checksum-crc32".parse().unwrap());
        let expected = Expected::from_headers(&headers).unwrap();
        let sums = expected.digest().finish();
        assert!(
            expected.check(&sums, None).is_err(),
            "the trailer is missing"
        );
    }
}
