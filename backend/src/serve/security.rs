//! What keeps other pages out and this page in: the host check and the response headers.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::api::problem;
use super::observe::RequestId;

/// The page runs its own scripts and WebAssembly, and speaks to its own server alone. Workers take their policy from
/// the response that brought their script, so every response carries it.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

const PERMISSIONS_POLICY: &str =
    "camera=(), geolocation=(), microphone=(), payment=(), usb=(), serial=(), display-capture=()";

/// Adds the headers that protect the page to every response.
pub async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
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
    for (name, value) in headers {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Answers only requests that name this computer and port, and that come from the page itself: a foreign site whose
/// name was made to point here (DNS rebinding) names itself in `Host`, and any other page in `Origin`.
pub async fn only_this_host(State(port): State<u16>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    if is_this_host(single(headers, &header::HOST), port) && is_this_origin(headers, port) {
        return next.run(request).await;
    }
    let id = request
        .extensions()
        .get::<RequestId>()
        .cloned()
        .unwrap_or_default();
    problem(
        StatusCode::MISDIRECTED_REQUEST,
        "wrong-host",
        "The request names another host than this one.",
        &id,
    )
}

fn is_this_origin(headers: &HeaderMap, port: u16) -> bool {
    !headers.contains_key(header::ORIGIN)
        || single(headers, &header::ORIGIN)
            .and_then(|origin| origin.strip_prefix("http://"))
            .is_some_and(|host| is_this_host(Some(host), port))
}

fn is_this_host(host: Option<&str>, port: u16) -> bool {
    let Some(host) = host else { return false };
    let name = match host.strip_suffix(&format!(":{port}")) {
        Some(name) => name,
        // The port of the scheme is left out of `Host`.
        None if port == 80 => host,
        None => return false,
    };
    ["localhost", "[::1]"].contains(&name)
        || name
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
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
    fn only_loopback_names_with_the_right_port_are_this_host() {
        let check = |host: &str| is_this_host(Some(host), 8080);
        for host in [
            "127.0.0.1:8080",
            "localhost:8080",
            "[::1]:8080",
            "127.0.0.2:8080",
        ] {
            assert!(check(host), "{host}");
        }
        for host in [
            "evil.example:8080",
            "127.0.0.1:80",
            "127.0.0.1",
            "localhost.evil.example:8080",
            "10.0.0.1:8080",
            "",
        ] {
            assert!(!check(host), "{host}");
        }
        assert!(!is_this_host(None, 8080));
        assert!(is_this_host(Some("localhost"), 80));
    }
}
