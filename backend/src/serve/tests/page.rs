//! The page, health, and what keeps foreign pages out.

use axum::http::{StatusCode, header};

use super::{Bench, send};

#[tokio::test]
async fn every_answer_carries_the_policy_and_an_id() {
    let bench = Bench::local().await;
    for path in [
        "/",
        "/missing.js",
        "/healthz",
        "/api/capabilities",
        "/api/missing",
    ] {
        let answer = bench.ask("GET", path, &[], "").await;
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"),
            "{path}"
        );
        assert!(
            !policy.contains("unsafe-inline") && policy.contains("frame-ancestors 'none'"),
            "{path}"
        );
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(answer.headers[header::REFERRER_POLICY], "no-referrer");
        assert_eq!(answer.headers["cross-origin-opener-policy"], "same-origin");
        assert!(answer.headers.contains_key("x-request-id"));
    }
}

#[tokio::test]
async fn a_foreign_host_or_origin_gets_nothing() {
    let bench = Bench::local().await;
    for extra in [
        [("host", "evil.example:8080"), ("accept", "*/*")],
        [("host", "127.0.0.1:9090"), ("accept", "*/*")],
        [
            ("host", "127.0.0.1:8080"),
            ("origin", "http://evil.example"),
        ],
        [("host", "127.0.0.1:8080"), ("origin", "null")],
    ] {
        for path in ["/", "/api/capabilities", "/api/openapi.json"] {
            let answer = bench.ask("GET", path, &extra, "").await;
            assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST);
            assert_eq!(answer.code(), "wrong-host");
        }
    }
    let own = [
        ("host", "localhost:8080"),
        ("origin", "http://localhost:8080"),
    ];
    assert_eq!(
        bench.ask("GET", "/api/capabilities", &own, "").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn no_path_leads_out_of_the_page() {
    let bench = Bench::local().await;
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/%2fetc/passwd",
    ] {
        let answer = bench.ask("GET", path, &[], "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn without_a_built_page_the_answer_says_what_to_run() {
    let bench = Bench::local().await;
    let answer = bench.ask("GET", "/", &[], "").await;
    if crate::serve::assets::page_is_there() {
        assert_eq!(
            answer.headers[header::CONTENT_TYPE],
            "text/html; charset=utf-8"
        );
        return;
    }
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(String::from_utf8_lossy(&answer.body).contains("cargo xtask run"));
}

#[tokio::test]
async fn page_and_health_need_no_token_and_health_no_host() {
    let bench = Bench::local().await;
    let health = send(
        bench.router(),
        "GET",
        "/healthz",
        &[("host", "10.0.0.7")],
        "",
    )
    .await;
    assert_eq!(health.status, StatusCode::OK);
    let ready = send(bench.router(), "GET", "/readyz", &[], "").await;
    assert_eq!(
        ready.status == StatusCode::OK,
        crate::serve::assets::page_is_there()
    );
    assert_ne!(
        send(bench.router(), "GET", "/", &[], "").await.status,
        StatusCode::UNAUTHORIZED
    );
}
