//! What a page in a browser may do, and a page of another host may not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use crate::playground::{PAGE, Playground};
use crate::raw::{Answer, Presign, request, send};

async fn preflight(playground: &Playground, origin: &str) -> Answer {
    let store = &playground.store;
    let headers = [
        ("Origin", origin),
        ("Access-Control-Request-Method", "PUT"),
        (
            "Access-Control-Request-Headers",
            "content-type,if-none-match",
        ),
    ];
    send(
        store,
        &request(store, "OPTIONS", b"/outputs/a", &headers, b""),
    )
    .await
}

#[tokio::test]
async fn a_preflight_is_answered_before_any_signature() {
    let playground = Playground::new().await;
    let answer = preflight(&playground, PAGE).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE));
    assert_eq!(
        answer.header("access-control-allow-methods"),
        Some("GET,HEAD,PUT")
    );
    assert_eq!(
        answer.header("access-control-allow-headers"),
        Some("content-type,if-none-match,x-amz-checksum-sha256")
    );
    assert_eq!(answer.header("access-control-max-age"), Some("3000"));
    for origin in [
        "http://127.0.0.1:8081",
        "https://127.0.0.1:8080",
        "null",
        "http://example.org",
    ] {
        let answer = preflight(&playground, origin).await;
        assert_eq!(
            answer.header("access-control-allow-origin"),
            None,
            "{origin}"
        );
    }
}

#[tokio::test]
async fn answers_and_refusals_are_readable_by_the_page() {
    let playground = Playground::new().await;
    playground.place("originals/a", b"x");
    let store = &playground.store;
    let good = Presign::new("GET", "/originals/a").target(store);
    for (target, status) in [(good.as_slice(), 200), (b"/originals/a", 403)] {
        let answer = send(
            store,
            &request(store, "GET", target, &[("Origin", PAGE)], b""),
        )
        .await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE));
        let exposed = answer.header("access-control-expose-headers").unwrap();
        assert!(
            exposed.contains("etag") && exposed.contains("x-amz-request-id"),
            "{exposed}"
        );
        let other = send(
            store,
            &request(
                store,
                "GET",
                target,
                &[("Origin", "http://example.org")],
                b"",
            ),
        )
        .await;
        assert_eq!(other.header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn another_name_of_this_computer_is_not_answered() {
    let playground = Playground::new().await;
    playground.place("originals/a", b"x");
    let store = &playground.store;
    let target = Presign::new("GET", "/originals/a").target(store);
    let good = String::from_utf8(request(store, "GET", &target, &[], b"")).unwrap();
    let host = store.address().to_string();
    let port = store.address().port();
    assert_eq!(send(store, good.as_bytes()).await.status, 200);
    for wrong in [
        format!("rebound.example.org:{port}"),
        format!("127.0.0.1.example.org:{port}"),
        String::new(),
    ] {
        let bad = good.replace(&format!("Host: {host}"), &format!("Host: {wrong}"));
        let answer = send(store, bad.as_bytes()).await;
        assert!(matches!(answer.status, 400 | 403), "{wrong}: {answer:?}");
    }
    let twice = good.replace("Connection:", "Host: localhost\r\nConnection:");
    assert!(matches!(
        send(store, twice.as_bytes()).await.status,
        400 | 403
    ));
    let none = good.replace(&format!("Host: {host}\r\n"), "");
    assert!(matches!(
        send(store, none.as_bytes()).await.status,
        400 | 403
    ));
}
