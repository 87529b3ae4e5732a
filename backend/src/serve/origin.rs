//! Scheme, host and port of a page, as browsers name it in `Origin`.

use std::net::{Ipv4Addr, SocketAddr};
use std::str::FromStr;

use axum::http::Uri;
use axum::http::uri::Authority;
use serde::Deserialize;

/// Such as `https://deid.example.org`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Origin {
    scheme: String,
    authority: String,
}

/// The text is no origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected https://HOST or http://HOST, without a path")]
pub struct NotAnOrigin;

impl Origin {
    /// Of plain http at `address`.
    pub fn at(address: SocketAddr) -> Self {
        Self {
            scheme: "http".into(),
            authority: address.to_string(),
        }
    }

    /// Whether only browsers of this computer reach it.
    pub fn is_loopback(&self) -> bool {
        let authority = self.authority.parse::<Authority>();
        authority.is_ok_and(|authority| is_loopback_name(authority.host()))
    }

    /// What a browser sends as `Host`.
    pub fn host(&self) -> &str {
        &self.authority
    }
}

/// Whether a host's name, without a port, is this computer's own.
pub fn is_loopback_name(name: &str) -> bool {
    ["localhost", "[::1]"].contains(&name)
        || name
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let uri: Uri = text.parse().map_err(|_| NotAnOrigin)?;
        let scheme = uri
            .scheme_str()
            .filter(|scheme| ["http", "https"].contains(scheme));
        let authority = uri
            .authority()
            .ok_or(NotAnOrigin)?
            .as_str()
            .to_ascii_lowercase();
        let is_bare = uri.path() == "/" && uri.query().is_none() && !authority.contains('@');
        let default_port = if scheme == Some("https") {
            ":443"
        } else {
            ":80"
        };
        match scheme {
            Some(scheme) if is_bare => Ok(Self {
                scheme: scheme.into(),
                authority: authority
                    .strip_suffix(default_port)
                    .unwrap_or(&authority)
                    .into(),
            }),
            _ => Err(NotAnOrigin),
        }
    }
}

impl TryFrom<String> for Origin {
    type Error = NotAnOrigin;

    fn try_from(text: String) -> Result<Self, NotAnOrigin> {
        text.parse()
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for (given, told) in [
            ("https://deid.example.org", "https://deid.example.org"),
            ("https://Deid.Example.org:443/", "https://deid.example.org"),
            ("http://localhost:8080", "http://localhost:8080"),
        ] {
            assert_eq!(given.parse::<Origin>().unwrap().to_string(), told);
        }
        for (url, is_here) in [
            ("http://localhost:8080", true),
            ("https://127.0.0.2", true),
            ("http://[::1]:8080", true),
            ("https://deid.example.org", false),
            ("https://localhost.example.org", false),
            ("http://10.0.0.1:8080", false),
        ] {
            assert_eq!(
                url.parse::<Origin>().unwrap().is_loopback(),
                is_here,
                "{url}"
            );
        }
        for wrong in [
            "deid.example.org",
            "https://a/b",
            "ftp://a",
            "https://a/?q",
            "https://u@a",
            "",
        ] {
            assert_eq!(wrong.parse::<Origin>(), Err(NotAnOrigin), "{wrong}");
        }
    }
}
