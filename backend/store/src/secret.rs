//! Keys and names from the randomness of the system.

use std::fmt;
use std::io;

use s3s::auth::{S3Auth, SecretKey};
use s3s::{S3Result, s3_error};

const UPPER: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ANY: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LOWER: &[u8] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The keys of one start, as long as those of AWS: some clients refuse shorter ones.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) access: String,
    pub(crate) secret: String,
}

impl Keys {
    pub(crate) fn random() -> io::Result<Self> {
        Ok(Self {
            access: format!("DEID{}", random_text(16, UPPER)?),
            secret: random_text(40, ANY)?,
        })
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}

#[async_trait::async_trait]
impl S3Auth for Keys {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        if access_key == self.access {
            Ok(self.secret.clone().into())
        } else {
            Err(s3_error!(InvalidAccessKeyId))
        }
    }
}

/// A name that nobody guesses: of a staged file, of an upload.
pub(crate) fn random_name() -> io::Result<String> {
    random_text(26, LOWER)
}

/// The id of a response.
pub(crate) fn request_id() -> io::Result<String> {
    random_text(16, UPPER)
}

/// `alphabet` has 32 or 64 letters, so that each is as likely as the next.
fn random_text(length: usize, alphabet: &[u8]) -> io::Result<String> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes).map_err(|_| io::ErrorKind::Other)?;
    Ok(bytes
        .into_iter()
        .filter_map(|byte| alphabet.get(usize::from(byte) % alphabet.len()))
        .map(|letter| char::from(*letter))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_as_long_as_those_of_aws_and_never_the_same() {
        let (one, two) = (Keys::random().unwrap(), Keys::random().unwrap());
        assert_eq!((one.access.len(), one.secret.len()), (20, 40));
        assert_ne!(one.access, two.access);
        assert_ne!(one.secret, two.secret);
        assert!(!format!("{one:?}").contains(&one.secret));
        assert_eq!(ANY.len(), 64);
        assert_eq!((UPPER.len(), LOWER.len()), (32, 32));
    }
}
