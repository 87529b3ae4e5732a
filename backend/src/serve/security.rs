//! What keeps other pages out and this page in: the host check and the response headers.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::origin::{Origin, is_loopback_name};
use super::problem::ApiError;

const PERMISSIONS_POLICY: &str =
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), serial=(), display-capture=()";

/// Who may name this server, and what its page may do.
pub struct Gatekeeper {
    /// Port on which this computer's own names are good, if they are.
    pub loopback_port: Option<u16>,
    /// Where else browsers reach the page.
    pub public_urls: Vec<Origin>,
    /// The content security policy.
    pub policy: HeaderValue,
}

/// The page runs its own scripts and WebAssembly, and speaks to its own server and to the stores. Workers take their
/// policy from the response that brought their script, so every response carries it.
pub fn policy(stores: &[String]) -> HeaderValue {
    let mut connect = "'self'".to_owned();
    for store in stores {
        connect.push(' ');
        connect.push_str(store);
    }
    HeaderValue::try_from(format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; \
         connect-src {connect}; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ))
    .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
}

/// Adds the headers that protect the page to every response.
pub async fn protect(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        app.gatekeeper.policy.clone(),
    );
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            PERMISSIONS_POLICY,
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Answers only requests that name this server, and that come from its page: a foreign site whose name was made to
/// point here (DNS rebinding) names itself in `Host`, and any other page in `Origin`. What tells nothing but that the
/// process lives is answered to all: who watches it from beside it names an address.
pub async fn only_this_host(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_health = ["/healthz", "/readyz"].contains(&request.uri().path());
    let keeper = &app.gatekeeper;
    let host = single(headers, &header::HOST);
    if is_health || (host.is_some_and(|host| keeper.is_host(host)) && keeper.is_origin(headers)) {
        next.run(request).await
    } else {
        ApiError::WrongHost.into_response()
    }
}

impl Gatekeeper {
    fn is_host(&self, host: &str) -> bool {
        self.loopback_port
            .is_some_and(|port| is_this_computer(host, port))
            || self
                .public_urls
                .iter()
                .any(|url| url.host().eq_ignore_ascii_case(host))
    }

    fn is_origin(&self, headers: &HeaderMap) -> bool {
        if !headers.contains_key(header::ORIGIN) {
            return true;
        }
        let Some(origin) = single(headers, &header::ORIGIN) else {
            return false;
        };
        let is_local = || {
            let host = origin.strip_prefix("http://");
            self.loopback_port
                .zip(host)
                .is_some_and(|(port, host)| is_this_computer(host, port))
        };
        is_local() || self.public_urls.iter().any(|url| url.to_string() == origin)
    }
}

fn is_this_computer(host: &str, port: u16) -> bool {
    let name = match host.strip_suffix(&format!(":{port}")) {
        Some(name) => name,
        // The port of the scheme is left out of `Host`.
        None if port == 80 => host,
        None => return false,
    };
    is_loopback_name(name)
}

fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_with_the_right_port_are_this_computer() {
        for host in [
            "127.0.0.1:8080",
            "localhost:8080",
            "[::1]:8080",
            "127.0.0.2:8080",
        ] {
            assert!(is_this_computer(host, 8080), "{host}");
        }
        for host in [
            "evil.example:8080",
            "127.0.0.1:80",
            "127.0.0.1",
            "localhost.evil.example:8080",
            "10.0.0.1:8080",
            "",
        ] {
            assert!(!is_this_computer(host, 8080), "{host}");
        }
        assert!(is_this_computer("localhost", 80));
    }

    #[test]
    fn in_public_only_the_public_name_is_this_host() {
        let keeper = Gatekeeper {
            loopback_port: None,
            public_urls: vec!["https://deid.example.org".parse().unwrap()],
            policy: policy(&[]),
        };
        assert!(keeper.is_host("deid.example.org"));
        assert!(
            !keeper.is_host("127.0.0.1:8080") && !keeper.is_host("deid.example.org.evil.example")
        );
        let origin = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ORIGIN, HeaderValue::from_static(text));
            keeper.is_origin(&headers)
        };
        assert!(origin("https://deid.example.org"));
        assert!(
            !origin("http://deid.example.org")
                && !origin("null")
                && !origin("http://127.0.0.1:8080")
        );
    }

    #[test]
    fn the_page_may_speak_to_its_stores() {
        let policy = policy(&["http://127.0.0.1:9000".into()]);
        let policy = policy.to_str().unwrap();
        assert!(
            policy.contains("connect-src 'self' http://127.0.0.1:9000; worker-src"),
            "{policy}"
        );
    }
}
