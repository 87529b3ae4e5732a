//! Gets small JSON documents of an identity provider: over https, or over http from this computer.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::{ClientConfig, RootCertStore};
use serde::de::DeserializeOwned;

const MOST_BYTES: usize = 256 * 1024;
const MOST_TIME: Duration = Duration::from_secs(5);

/// Why there is no document. Names no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// Neither https nor a loopback address.
    #[error("the address is neither https nor of this computer")]
    Insecure,
    /// No answer, or another one than 200.
    #[error("there was no answer")]
    NoAnswer,
    /// Not the JSON expected, or too long.
    #[error("the answer could not be understood")]
    Malformed,
}

/// A client that follows no redirects and keeps to limits.
pub struct Fetcher {
    client: Client<HttpsConnector<HttpConnector>, Body>,
}

impl Fetcher {
    /// For a provider at `issuer`: with the root certificates of this computer, unless the provider is on it.
    ///
    /// # Errors
    /// Where there are none.
    pub fn new(issuer: &str) -> io::Result<Self> {
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let builder = HttpsConnectorBuilder::new();
        let builder = if issuer.starts_with("https:") {
            builder.with_provider_and_native_roots(provider)?
        } else {
            let config = ClientConfig::builder_with_provider(Arc::new(provider))
                .with_safe_default_protocol_versions()
                .map_err(io::Error::other)?
                .with_root_certificates(RootCertStore::empty())
                .with_no_client_auth();
            builder.with_tls_config(config)
        };
        let connector = builder.https_or_http().enable_http1().build();
        Ok(Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
        })
    }

    /// The document at `address`.
    ///
    /// # Errors
    /// [`FetchError`]
    pub async fn json<T: DeserializeOwned>(&self, address: &str) -> Result<T, FetchError> {
        let address = secure(address).ok_or(FetchError::Insecure)?;
        tokio::time::timeout(MOST_TIME, self.read(address))
            .await
            .map_err(|_| FetchError::NoAnswer)?
    }

    async fn read<T: DeserializeOwned>(&self, address: Uri) -> Result<T, FetchError> {
        let response = self
            .client
            .get(address)
            .await
            .map_err(|_| FetchError::NoAnswer)?;
        if response.status() != StatusCode::OK {
            return Err(FetchError::NoAnswer);
        }
        let bytes = to_bytes(Body::new(response.into_body()), MOST_BYTES)
            .await
            .map_err(|_| FetchError::Malformed)?;
        serde_json::from_slice(&bytes).map_err(|_| FetchError::Malformed)
    }
}

/// `address`, if nobody on the way can change what it answers.
pub fn secure(address: &str) -> Option<Uri> {
    let uri: Uri = address.parse().ok()?;
    let host = uri.host()?;
    let is_here = host == "localhost"
        || host
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    let is_secure =
        uri.scheme_str() == Some("https") || (uri.scheme_str() == Some("http") && is_here);
    is_secure.then_some(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_this_computer_are_trusted() {
        for fine in [
            "https://id.example.org/x",
            "http://127.0.0.1:9/x",
            "http://localhost/x",
            "http://[::1]:9/",
        ] {
            assert!(secure(fine).is_some(), "{fine}");
        }
        for wrong in [
            "http://id.example.org/x",
            "http://localhost.example.org/",
            "ftp://127.0.0.1/",
            "/x",
            "",
            "file:///etc/passwd",
        ] {
            assert!(secure(wrong).is_none(), "{wrong}");
        }
    }
}
