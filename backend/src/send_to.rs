//! `--send-images-to`: the user's word that pictures and text may leave this computer, and where to.

use std::str::FromStr;

/// `aws:REGION`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendTo {
    /// AWS region, such as `eu-west-2`.
    pub region: String,
}

/// The text names no place to send pictures to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected aws:REGION, such as aws:eu-west-2")]
pub struct NotAPlace;

impl FromStr for SendTo {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let region = text.strip_prefix("aws:").ok_or(NotAPlace)?;
        // It becomes part of a host name.
        let is_part = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if region.contains('-') && region.len() <= 32 && region.split('-').all(is_part) {
            Ok(Self {
                region: region.to_owned(),
            })
        } else {
            Err(NotAPlace)
        }
    }
}

/// Whether this computer's operator took the cloud away: `DEID_CLOUD=off`.
pub fn is_cloud_off() -> bool {
    std::env::var_os("DEID_CLOUD").is_some_and(|value| value == "off")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_region_of_aws() {
        assert_eq!(
            "aws:us-gov-west-1".parse::<SendTo>().unwrap().region,
            "us-gov-west-1"
        );
        for wrong in [
            "",
            "aws",
            "aws:",
            "eu-west-2",
            "aws:eu west",
            "aws:a.b-c",
            "aws:-",
            "gcp:eu-west-2",
        ] {
            assert_eq!(wrong.parse::<SendTo>(), Err(NotAPlace), "{wrong}");
        }
    }
}
