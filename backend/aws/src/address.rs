//! Checks addresses of services before the SDK sees them: it ignores some malformed ones, and then asks Amazon.

use crate::access::AccessError;

/// Variables that name other addresses, for all services and for one.
const VARIABLES: [&str; 5] = [
    "AWS_ENDPOINT_URL",
    "AWS_ENDPOINT_URL_S3",
    "AWS_ENDPOINT_URL_REKOGNITION",
    "AWS_ENDPOINT_URL_COMPREHENDMEDICAL",
    "AWS_ENDPOINT_URL_STS",
];

/// Whether S3 lies at another address than Amazon's by the environment; an error where an address is none.
pub fn is_s3_elsewhere(
    variable: impl Fn(&'static str) -> Option<String>,
) -> Result<bool, AccessError> {
    if variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").is_some_and(|it| it == "true") {
        return Ok(false);
    }
    let mut is_elsewhere = false;
    for name in VARIABLES {
        if let Some(address) = variable(name) {
            if !is_address(&address) {
                return Err(AccessError::Variable { name });
            }
            is_elsewhere |= matches!(name, "AWS_ENDPOINT_URL" | "AWS_ENDPOINT_URL_S3");
        }
    }
    Ok(is_elsewhere)
}

/// Whether `text` is an absolute http or https address without user, query or fragment.
pub fn is_address(text: &str) -> bool {
    let is_plain = !text.contains(['@', '?', '#']) && !text.contains(char::is_whitespace);
    let has_scheme = text.starts_with("http://") || text.starts_with("https://");
    is_plain && has_scheme && text.parse::<http::Uri>().is_ok_and(|uri| has_host(&uri))
}

/// Whether there is a host, and what stands behind it is a port.
fn has_host(uri: &http::Uri) -> bool {
    uri.authority().is_some_and(|it| {
        !it.host().is_empty() && (it.as_str() == it.host() || it.port_u16().is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_scheme_and_host() {
        for fine in [
            "http://127.0.0.1:9000",
            "https://s3.example.org",
            "http://[::1]:9000/",
        ] {
            assert!(is_address(fine), "{fine}");
        }
        for wrong in [
            "",
            "127.0.0.1:9000",
            "http://",
            "ftp://x",
            "http://a b",
            "http://u:p@x",
            "http://x:port",
        ] {
            assert!(!is_address(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_malformed_variable_is_named_and_its_value_is_not() {
        let malformed =
            |name| (name == "AWS_ENDPOINT_URL_REKOGNITION").then(|| "nowhere".to_owned());
        let error = is_s3_elsewhere(malformed).unwrap_err();
        assert_eq!(
            error.to_string(),
            "AWS_ENDPOINT_URL_REKOGNITION holds no http or https address"
        );
    }

    #[test]
    fn s3_is_elsewhere_only_where_its_address_is_set() {
        let only = |set: &'static str| {
            is_s3_elsewhere(move |name| (name == set).then(|| "http://127.0.0.1:9".to_owned()))
        };
        assert_eq!(only("AWS_ENDPOINT_URL"), Ok(true));
        assert_eq!(only("AWS_ENDPOINT_URL_S3"), Ok(true));
        assert_eq!(only("AWS_ENDPOINT_URL_REKOGNITION"), Ok(false));
        assert_eq!(only("HOME"), Ok(false));
    }
}
