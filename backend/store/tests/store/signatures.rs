//! Who is let in.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

use std::time::{Duration, SystemTime};

use crate::playground::{Playground, client, options, refusal};
use crate::raw::{Presign, request, send};

async fn status(
    playground: &Playground,
    method: &str,
    target: &[u8],
    headers: &[(&str, &str)],
) -> u16 {
    let store = &playground.store;
    send(store, &request(store, method, target, headers, b"body"))
        .await
        .status
}

#[tokio::test]
async fn a_signature_is_for_one_key_one_method_and_a_while() {
    let playground = Playground::new().await;
    playground.place("originals/a", b"x");
    playground.place("originals/b", b"x");
    let store = &playground.store;
    let good = Presign::new("GET", "/originals/a");
    let query = good.query(store);
    assert_eq!(
        status(&playground, "GET", &good.target(store), &[]).await,
        200
    );
    assert_eq!(
        status(&playground, "PUT", &good.target(store), &[]).await,
        403
    );
    assert_eq!(
        status(&playground, "HEAD", &good.target(store), &[]).await,
        403
    );
    for path in ["/originals/b", "/outputs/a", "/originals", "/"] {
        assert_eq!(
            status(
                &playground,
                "GET",
                format!("{path}?{query}").as_bytes(),
                &[]
            )
            .await,
            403,
            "{path}"
        );
    }
    assert_eq!(
        status(
            &playground,
            "GET",
            format!("/originals/a?{query}&acl=").as_bytes(),
            &[]
        )
        .await,
        403
    );
    let forged = query.replace("X-Amz-Expires=60", "X-Amz-Expires=600");
    assert_eq!(
        status(
            &playground,
            "GET",
            format!("/originals/a?{forged}").as_bytes(),
            &[]
        )
        .await,
        403
    );
    let flipped = if query.ends_with('0') { "1" } else { "0" };
    let forged = format!("/originals/a?{}{flipped}", &query[..query.len() - 1]);
    assert_eq!(
        status(&playground, "GET", forged.as_bytes(), &[]).await,
        403
    );
}

#[tokio::test]
async fn a_signature_expires() {
    let playground = Playground::new().await;
    playground.place("originals/a", b"x");
    let store = &playground.store;
    let now = SystemTime::now();
    for (at, expires, expected) in [
        (now - Duration::from_secs(120), 60, 403),
        (now - Duration::from_secs(50), 60, 200),
        (now + Duration::from_secs(3600), 60, 403),
        (now, 604_800, 200),
        (now, 604_801, 403),
    ] {
        let signed = Presign {
            at,
            expires,
            ..Presign::new("GET", "/originals/a")
        };
        assert_eq!(
            status(&playground, "GET", &signed.target(store), &[]).await,
            expected,
            "{expires}"
        );
    }
}

#[tokio::test]
async fn what_was_signed_must_be_sent() {
    let playground = Playground::new().await;
    let store = &playground.store;
    let signed = Presign {
        headers: &[
            ("content-length", "4"),
            ("content-type", "image/png"),
            ("if-none-match", "*"),
        ],
        ..Presign::new("PUT", "/outputs/a")
    };
    let target = signed.target(store);
    let (png, html, any) = (
        ("Content-Type", "image/png"),
        ("Content-Type", "text/html"),
        ("If-None-Match", "*"),
    );
    assert_eq!(status(&playground, "PUT", &target, &[png]).await, 403);
    assert_eq!(status(&playground, "PUT", &target, &[any]).await, 403);
    assert_eq!(status(&playground, "PUT", &target, &[html, any]).await, 403);
    let longer = request(store, "PUT", &target, &[png, any], b"longer");
    assert_eq!(send(store, &longer).await.status, 403);
    // A copy in the disguise of an upload.
    assert_eq!(
        status(
            &playground,
            "PUT",
            &target,
            &[png, any, ("x-amz-copy-source", "originals/a")]
        )
        .await,
        403
    );
    assert!(!playground.output("a").exists());
    assert_eq!(status(&playground, "PUT", &target, &[png, any]).await, 200);
    assert_eq!(status(&playground, "PUT", &target, &[png, any]).await, 412);
}

#[tokio::test]
async fn whoever_did_not_sign_is_refused() {
    let playground = Playground::new().await;
    playground.place("originals/a", b"x");
    let store = &playground.store;
    let before = playground.snapshot();
    for (method, target) in [
        ("GET", "/"),
        ("GET", "/originals"),
        ("GET", "/originals/a"),
        ("HEAD", "/originals/a"),
        ("PUT", "/outputs/a"),
        ("DELETE", "/outputs/a"),
        ("POST", "/outputs/a?uploads"),
        ("POST", "/outputs?delete"),
        ("GET", "/elsewhere/a"),
    ] {
        assert_eq!(
            status(&playground, method, target.as_bytes(), &[]).await,
            403,
            "{method} {target}"
        );
    }
    let secret = store.secret_key();
    for headers in [
        &[
            ("Authorization", "AWS DEIDACCESS:c2lnbmF0dXJl"),
            ("Date", "Mon, 23 Nov 2026 10:00:00 GMT"),
        ][..],
        &[("Authorization", "AWS4-HMAC-SHA256 nonsense")],
        &[("Authorization", secret)],
        &[("Authorization", "Bearer token")],
    ] {
        let answer = send(store, &request(store, "GET", b"/originals/a", headers, b"")).await;
        assert!(matches!(answer.status, 400 | 403), "{answer:?}");
        assert!(!answer.text().contains(secret));
    }
    let form = [("Content-Type", "multipart/form-data; boundary=x")];
    assert_eq!(status(&playground, "POST", b"/outputs", &form).await, 403);
    for (method, expected) in [("TRACE", 405), ("PATCH", 405), ("CONNECT", 405)] {
        assert_eq!(
            status(&playground, method, b"/originals/a", &[]).await,
            expected,
            "{method}"
        );
    }
    let stranger = client(store, "0000000000000000000000000000000000000000");
    let error = stranger
        .get_object()
        .bucket("originals")
        .key("a")
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        refusal(&error),
        Some((403, "SignatureDoesNotMatch".to_owned()))
    );
    assert_eq!(before, playground.snapshot());
}

#[tokio::test]
async fn keys_of_another_start_are_worth_nothing() {
    let playground = Playground::new().await;
    let other = deid_store::StoreOptions {
        outputs: playground.top().join("beside"),
        ..options(playground.top())
    };
    let second = deid_store::start(other).await.unwrap();
    assert_eq!(
        (second.access_key().len(), second.secret_key().len()),
        (20, 40)
    );
    assert!(!format!("{second:?}").contains(second.secret_key()));
    let target = Presign::new("GET", "/originals").target(&second);
    assert_eq!(status(&playground, "GET", &target, &[]).await, 403);
    let endpoint = second.endpoint();
    second.stop().await;
    assert!(
        tokio::net::TcpStream::connect(endpoint.trim_start_matches("http://"))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn options_that_cannot_hold_are_refused() {
    let playground = Playground::new().await;
    let everywhere = deid_store::StoreOptions {
        listen: ([0, 0, 0, 0], 0).into(),
        ..options(playground.top())
    };
    assert!(matches!(
        deid_store::start(everywhere).await,
        Err(deid_store::StoreError::NotLoopback)
    ));
    let nowhere = deid_store::StoreOptions {
        outputs: playground.top().join("none"),
        ..options(playground.top())
    };
    assert!(matches!(
        deid_store::start(nowhere).await,
        Err(deid_store::StoreError::Outputs(_))
    ));
    let anybody = deid_store::StoreOptions {
        page_origins: vec!["*".to_owned()],
        ..options(playground.top())
    };
    assert!(matches!(
        deid_store::start(anybody).await,
        Err(deid_store::StoreError::PageOrigin)
    ));
}
