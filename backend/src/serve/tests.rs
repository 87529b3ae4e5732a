//! The router as the outside sees it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::router;

async fn ask(method: &str, path: &str, extra: &[(&str, &str)]) -> Response {
    let mut request = Request::builder().method(method).uri(path);
    if !extra.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "127.0.0.1:8080");
    }
    for (name, value) in extra {
        request = request.header(*name, *value);
    }
    router(8080)
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap()
}

async fn json(response: Response) -> serde_json::Value {
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    serde_json::from_slice(&bytes).unwrap()
}

#[tokio::test]
async fn every_answer_carries_the_policy_and_an_id() {
    for path in [
        "/",
        "/missing.js",
        "/healthz",
        "/api/capabilities",
        "/api/missing",
    ] {
        let response = ask("GET", path, &[]).await;
        let headers = response.headers();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"),
            "{path}"
        );
        assert!(
            !policy.contains("unsafe-inline") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
        assert_eq!(headers["cross-origin-opener-policy"], "same-origin");
        assert!(headers.contains_key("x-request-id"));
    }
}

#[tokio::test]
async fn a_foreign_host_or_origin_gets_nothing() {
    for extra in [
        [("host", "evil.example:8080"), ("accept", "*/*")],
        [("host", "127.0.0.1:9090"), ("accept", "*/*")],
        [
            ("host", "127.0.0.1:8080"),
            ("origin", "http://evil.example"),
        ],
        [("host", "127.0.0.1:8080"), ("origin", "null")],
    ] {
        let response = ask("GET", "/api/capabilities", &extra).await;
        assert_eq!(response.status(), StatusCode::MISDIRECTED_REQUEST);
        assert_eq!(json(response).await["code"], "wrong-host");
    }
    let own = [
        ("host", "localhost:8080"),
        ("origin", "http://localhost:8080"),
    ];
    assert_eq!(
        ask("GET", "/api/capabilities", &own).await.status(),
        StatusCode::OK
    );
}

#[tokio::test]
async fn capabilities_name_the_local_engine_and_are_not_kept() {
    let response = ask("GET", "/api/capabilities", &[]).await;
    assert_eq!(response.headers()[header::CACHE_CONTROL], "no-store");
    assert_eq!(
        json(response).await["engines"],
        serde_json::json!(["local"])
    );
}

#[tokio::test]
async fn errors_of_the_api_are_problem_documents() {
    for (method, path, status, code) in [
        (
            "GET",
            "/api/nothing/here",
            StatusCode::NOT_FOUND,
            "not-found",
        ),
        ("GET", "/api/", StatusCode::NOT_FOUND, "not-found"),
        ("GET", "/api", StatusCode::NOT_FOUND, "not-found"),
        (
            "DELETE",
            "/api/capabilities",
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
        ),
    ] {
        let response = ask(method, path, &[]).await;
        assert_eq!(response.status(), status, "{method} {path}");
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "application/problem+json",
            "{method} {path}"
        );
        let id = response.headers()["x-request-id"]
            .to_str()
            .unwrap()
            .to_owned();
        let body = json(response).await;
        assert_eq!(
            (&body["code"], &body["request_id"]),
            (&code.into(), &id.into())
        );
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_page() {
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/%2fetc/passwd",
    ] {
        assert_eq!(
            ask("GET", path, &[]).await.status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn without_a_built_page_the_answer_says_what_to_run() {
    if super::assets::page_is_there() {
        assert_eq!(
            ask("GET", "/", &[]).await.headers()[header::CONTENT_TYPE],
            "text/html; charset=utf-8"
        );
        return;
    }
    let response = ask("GET", "/", &[]).await;
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    let text = response.into_body().collect().await.unwrap().to_bytes();
    assert!(String::from_utf8_lossy(&text).contains("cargo xtask run"));
}

#[tokio::test]
async fn the_process_says_that_it_lives() {
    assert_eq!(ask("GET", "/healthz", &[]).await.status(), StatusCode::OK);
}
