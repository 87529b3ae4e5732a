//! What s3s should not see, and what it leaves out: before it the host, the method and the limits of a body;
//! behind it the headers of every answer.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::Ordering;
use std::time::Duration;

use http::header::{self, HeaderName};
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use s3s::service::S3Service;
use s3s::{Body, S3Error, S3Result, s3_error};
use tokio::time::timeout;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::body::LimitedBody;
use crate::secret::request_id;

/// Time for one request, its body included.
const PATIENCE: Duration = Duration::from_secs(30 * 60);
const REQUEST_ID: HeaderName = HeaderName::from_static("x-amz-request-id");

/// The S3 service, behind its door.
#[derive(Clone)]
pub(crate) struct Gate {
    service: S3Service,
    /// Most bytes of a body, with what the encoding `aws-chunked` adds.
    most: u64,
}

impl Gate {
    /// Before `service`, for objects of at most `most` bytes.
    pub(crate) fn new(service: S3Service, most: u64) -> Self {
        let most = most.saturating_add(most / 8).saturating_add(1 << 20);
        Self { service, most }
    }

    /// Answers, whatever happens.
    pub(crate) async fn answer(
        self,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Infallible> {
        let mut response = match check(&request) {
            Ok(()) => self.ask(request).await,
            Err(refusal) => {
                let mut response = refused(refusal);
                close(response.headers_mut());
                response
            }
        };
        if response.status() == StatusCode::NOT_MODIFIED {
            *response.body_mut() = Body::empty();
            response.headers_mut().remove(header::CONTENT_TYPE);
        }
        mark(response.headers_mut());
        Ok(response)
    }

    async fn ask(self, request: Request<Incoming>) -> Response<Body> {
        let is_chunked = request
            .headers()
            .get("x-amz-content-sha256")
            .is_some_and(|value| value.as_bytes().starts_with(b"STREAMING-"));
        let (head, body) = request.into_parts();
        let body = LimitedBody::new(body, self.most, is_chunked);
        let is_over = body.is_over();
        let request = Request::from_parts(head, Body::http_body_unsync(body));
        let mut response = match timeout(PATIENCE, self.service.call(request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(_)) => refused(s3_error!(InternalError)),
            Err(_) => refused(s3_error!(RequestTimeout)),
        };
        if !is_over.load(Ordering::Relaxed) {
            close(response.headers_mut());
        }
        response
    }
}

/// hyper closes a connection whose body was not read; a client that is not told would send its next request there.
fn close(headers: &mut HeaderMap) {
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
}

fn check(request: &Request<Incoming>) -> S3Result<()> {
    if !names_this_computer(request.headers()) {
        return Err(s3_error!(AccessDenied, "this store is for this computer"));
    }
    let is_known = match *request.method() {
        Method::GET => true,
        Method::HEAD | Method::PUT | Method::POST | Method::DELETE => request.uri().path() != "/",
        _ => false,
    };
    if !is_known {
        return Err(s3_error!(MethodNotAllowed));
    }
    // s3s reads a form into memory before anybody asks who sent it.
    let is_form = request
        .headers()
        .get_all(header::CONTENT_TYPE)
        .iter()
        .any(|value| {
            value
                .as_bytes()
                .to_ascii_lowercase()
                .starts_with(b"multipart/")
        });
    if request.method() == Method::POST && is_form {
        return Err(s3_error!(AccessDenied, "forms are not taken"));
    }
    Ok(())
}

/// A page of another host that a name server points here (DNS rebinding) sends the name of that host.
fn names_this_computer(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let Ok(authority) = Authority::try_from(host.as_bytes()) else {
        return false;
    };
    if authority.as_str().contains('@') {
        return false;
    }
    let name = authority.host();
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || bare
            .parse()
            .is_ok_and(|address: IpAddr| address.is_loopback())
}

fn refused(refusal: S3Error) -> Response<Body> {
    let status = refusal.status_code().unwrap_or(StatusCode::BAD_REQUEST);
    refusal.to_http_response().unwrap_or_else(|_| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = status;
        response
    })
}

/// Objects are images of patients: nothing keeps them, nothing runs them.
fn mark(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'",
        ),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(id) = request_id()
        && let Ok(value) = HeaderValue::try_from(id)
    {
        headers.insert(REQUEST_ID, value);
    }
}

/// What pages of `origins` may ask for. It answers a preflight itself, before any signature.
///
/// `None` where one of them names no page: `*` would name all.
pub(crate) fn cors(origins: &[String]) -> Option<CorsLayer> {
    let origins: Option<Vec<HeaderValue>> = origins
        .iter()
        .map(|origin| origin.contains("://").then(|| origin.parse().ok())?)
        .collect();
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins?))
        .allow_methods([Method::GET, Method::HEAD, Method::PUT])
        .allow_headers([
            header::CONTENT_TYPE,
            header::IF_NONE_MATCH,
            HeaderName::from_static("x-amz-checksum-sha256"),
        ])
        .expose_headers([
            header::ETAG,
            HeaderName::from_static("x-amz-version-id"),
            REQUEST_ID,
            HeaderName::from_static("x-amz-id-2"),
        ])
        .max_age(Duration::from_secs(3000));
    Some(layer)
}

/// Whether only programs of this computer reach `address`.
pub(crate) fn is_local(address: SocketAddr) -> bool {
    address.ip().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_are_answered() {
        let check = |hosts: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for host in hosts {
                headers.append(header::HOST, HeaderValue::from_static(host));
            }
            names_this_computer(&headers)
        };
        for right in ["127.0.0.1:9000", "localhost", "LOCALHOST:1", "[::1]:9000"] {
            assert!(check(&[right]), "{right}");
        }
        for wrong in [
            "example.org:9000",
            "127.0.0.1.example.org",
            "localhost.example.org",
            "outputs.localhost:9000",
            "127.0.0.1@example.org",
            "x@127.0.0.1",
            "10.0.0.1",
            "",
        ] {
            assert!(!check(&[wrong]), "{wrong}");
        }
        assert!(!check(&[]) && !check(&["localhost", "localhost"]));
    }
}
