//! The built page: embedded in a release build, read from `dist` in a development build.

use axum::http::header::{self, HeaderMap, HeaderValue};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};

/// What Trunk built; empty where it has not run.
#[derive(Embed)]
#[folder = "../dist"]
#[allow_missing = true]
struct Page;

const INDEX: &str = "index.html";

/// Whether the page is there to be served.
pub fn page_is_there() -> bool {
    Page::get(INDEX).is_some()
}

/// `GET /`
pub async fn index(headers: HeaderMap) -> Response {
    match Page::get(INDEX) {
        Some(file) => respond(INDEX, file, &headers),
        None => (
            StatusCode::SERVICE_UNAVAILABLE,
            "The page is not built yet: run `cargo xtask run`.\n",
        )
            .into_response(),
    }
}

/// Any other address: a file of the page, by its name as it stands.
pub async fn file(method: Method, address: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            "The page can only be read.\n",
        )
            .into_response();
    }
    let path = address.path().trim_start_matches('/');
    match Page::get(path) {
        Some(file) => respond(path, file, &headers),
        None => (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response(),
    }
}

fn respond(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let tag = entity_tag(&file.metadata.sha256_hash());
    let caching = if is_named_by_hash(path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(media_type(path)),
        ),
        (header::ETAG, tag.clone()),
    ];
    if asked.get(header::IF_NONE_MATCH) == Some(&tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, file.data).into_response()
}

/// Weak, since the same bytes may travel compressed or not.
fn entity_tag(sha256: &[u8; 32]) -> HeaderValue {
    let digits: String = sha256
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    HeaderValue::from_str(&format!("W/\"{digits}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("W/\"0\""))
}

/// Whether the name holds a hash of the content, as in `page-0123456789abcdef_bg.wasm`: what it names never changes.
fn is_named_by_hash(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let hash = stem
        .strip_suffix("_bg")
        .unwrap_or(stem)
        .rsplit('-')
        .next()
        .unwrap_or_default();
    hash.len() < stem.len() && hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "webmanifest") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("dcm") => "application/dicom",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for name in [
            "deid-frontend-1a2b3c4d5e6f7a8b.js",
            "app/deid-1a2b3c4d5e6f7a8b_bg.wasm",
            "tokens-0123abcd.css",
        ] {
            assert!(is_named_by_hash(name), "{name}");
        }
        for name in [
            "index.html",
            "boot.js",
            "deid-web-worker.js",
            "12345678.js",
            "chest-sample.png",
            "a-beef.css",
        ] {
            assert!(!is_named_by_hash(name), "{name}");
        }
    }

    #[test]
    fn scripts_and_modules_have_the_types_that_browsers_insist_on() {
        assert_eq!(media_type("a/b.wasm"), "application/wasm");
        assert_eq!(media_type("boot.js"), "text/javascript; charset=utf-8");
        assert_eq!(media_type("samples/chest.dcm"), "application/dicom");
        assert_eq!(media_type("no-extension"), "application/octet-stream");
    }

    #[test]
    fn a_copy_that_the_browser_holds_is_not_sent_again() {
        let file = || EmbeddedFile {
            data: b"<!doctype html>".as_slice().into(),
            metadata: rust_embed::Metadata::__rust_embed_new([7; 32], None, None),
        };
        let first = respond(INDEX, file(), &HeaderMap::new());
        assert_eq!(first.headers()[header::CACHE_CONTROL], "no-cache");
        let mut asked = HeaderMap::new();
        asked.insert(header::IF_NONE_MATCH, first.headers()[header::ETAG].clone());
        assert_eq!(
            respond(INDEX, file(), &asked).status(),
            StatusCode::NOT_MODIFIED
        );
    }
}
