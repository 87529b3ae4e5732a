//! Who may ask: the token of a start, and tokens of an identity provider that runs in the test.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::{StatusCode, header};
use axum::routing::get;
use axum::{Json, Router};
use deid_model::ObjectPrefix;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{Bench, send};
use crate::serve::configuration::{Group, StoreGrant};
use crate::serve::problem::ApiError;
use crate::serve::sign_in::{Identity, Oidc, OidcSettings, SignIn};

/// Made for these tests alone; they sign nothing else.
const RSA: &str = include_str!("keys/rsa.pem");
const OTHER_RSA: &str = include_str!("keys/other_rsa.pem");
const EC: &str = include_str!("keys/ec.pem");

/// An identity provider with two keys.
struct Provider {
    issuer: String,
    asked: Arc<AtomicU32>,
}

impl Provider {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let key = |pem: EncodingKey, algorithm, id: &str| {
            let mut key = Jwk::from_encoding_key(&pem, algorithm).unwrap();
            key.common.key_id = Some(id.into());
            key
        };
        let rsa = key(
            EncodingKey::from_rsa_pem(RSA.as_bytes()).unwrap(),
            Algorithm::RS256,
            "rsa",
        );
        let ec = key(
            EncodingKey::from_ec_pem(EC.as_bytes()).unwrap(),
            Algorithm::ES256,
            "ec",
        );
        let keys = serde_json::to_value(JwkSet {
            keys: vec![rsa, ec],
        })
        .unwrap();
        let discovery = json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/keys") });
        let asked = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&asked);
        let router = Router::new()
            .route(
                "/.well-known/openid-configuration",
                get(async move || Json(discovery)),
            )
            .route(
                "/keys",
                get(async move || {
                    count.fetch_add(1, Ordering::Relaxed);
                    Json(keys)
                }),
            );
        tokio::spawn(axum::serve(listener, router).into_future());
        Self { issuer, asked }
    }

    fn oidc(&self) -> Oidc {
        Oidc::new(OidcSettings {
            issuer: self.issuer.clone(),
            audiences: vec!["deid".into()],
            groups_claim: "cognito:groups".into(),
        })
        .unwrap()
    }

    /// Claims that are fine, with changes; null takes a claim away.
    fn claims(&self, change: Value) -> Value {
        let mut claims = json!({
            "iss": self.issuer, "aud": "deid", "sub": "wren", "exp": now() + 300, "cognito:groups": ["north"],
        });
        for (name, value) in change.as_object().unwrap() {
            if value.is_null() {
                claims.as_object_mut().unwrap().remove(name);
            } else {
                claims[name] = value.clone();
            }
        }
        claims
    }

    fn token(&self, change: Value) -> String {
        rs256("rsa", RSA, &self.claims(change))
    }
}

fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

fn rs256(id: &str, pem: &str, claims: &Value) -> String {
    let mut header = Header::new(Algorithm::RS256);
    header.kid = Some(id.into());
    encode(
        &header,
        claims,
        &EncodingKey::from_rsa_pem(pem.as_bytes()).unwrap(),
    )
    .unwrap()
}

#[tokio::test]
async fn tokens_of_the_provider_name_a_caller_and_their_groups() {
    let provider = Provider::start().await;
    let oidc = provider.oidc();
    let wren = Identity {
        who: "oidc:wren".into(),
        groups: Some(vec!["north".into()]),
    };
    assert_eq!(
        oidc.identify(&provider.token(json!({}))).await,
        Ok(wren.clone())
    );
    let mut header = Header::new(Algorithm::ES256);
    header.kid = Some("ec".into());
    let key = EncodingKey::from_ec_pem(EC.as_bytes()).unwrap();
    let token = encode(&header, &provider.claims(json!({})), &key).unwrap();
    assert_eq!(oidc.identify(&token).await, Ok(wren));
    // As Amazon Cognito makes its access tokens.
    for fine in [
        json!({ "aud": null, "client_id": "deid", "token_use": "access" }),
        json!({ "aud": ["other", "deid"] }),
        json!({ "exp": now() - 30 }),
        json!({ "nbf": now() + 30 }),
    ] {
        assert!(
            oidc.identify(&provider.token(fine.clone())).await.is_ok(),
            "{fine}"
        );
    }
    assert_eq!(provider.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn tokens_that_are_not_meant_for_this_server_are_refused() {
    let provider = Provider::start().await;
    let oidc = provider.oidc();
    for wrong in [
        json!({ "exp": now() - 120 }),
        json!({ "exp": null }),
        json!({ "nbf": now() + 120 }),
        json!({ "aud": "other" }),
        json!({ "aud": [] }),
        json!({ "aud": null }),
        json!({ "aud": null, "client_id": "deid" }),
        json!({ "aud": null, "client_id": "other", "token_use": "access" }),
        json!({ "aud": null, "client_id": "deid", "token_use": "id" }),
        json!({ "token_use": "refresh" }),
        json!({ "iss": "https://id.example.org" }),
        json!({ "sub": null }),
    ] {
        let answer = oidc.identify(&provider.token(wrong.clone())).await;
        assert_eq!(answer, Err(ApiError::SignInNeeded), "{wrong}");
    }
}

#[tokio::test]
async fn tokens_that_the_provider_did_not_sign_are_refused() {
    let provider = Provider::start().await;
    let oidc = provider.oidc();
    let claims = provider.claims(json!({}));
    let good = provider.token(json!({}));
    let parts: Vec<&str> = good.split('.').collect();
    // {"alg":"none","typ":"JWT"}
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    let mut hs256 = Header::new(Algorithm::HS256);
    hs256.kid = Some("rsa".into());
    let rsa = EncodingKey::from_rsa_pem(RSA.as_bytes()).unwrap();
    let public =
        serde_json::to_string(&Jwk::from_encoding_key(&rsa, Algorithm::RS256).unwrap()).unwrap();
    for token in [
        rs256("rsa", OTHER_RSA, &claims),
        rs256("ec", RSA, &claims),
        rs256("nobody", RSA, &claims),
        encode(
            &hs256,
            &claims,
            &EncodingKey::from_secret(public.as_bytes()),
        )
        .unwrap(),
        format!("{none}.{}.", parts[1]),
        format!("{none}.{}.{}", parts[1], parts[2]),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{}.{}.{}x", parts[0], parts[1], parts[2]),
        "a.b.c".into(),
        ".".repeat(50_000),
    ] {
        assert_eq!(
            oidc.identify(&token).await,
            Err(ApiError::SignInNeeded),
            "{token:.80}"
        );
    }
}

#[tokio::test]
async fn tokens_with_unknown_keys_do_not_become_questions_to_the_provider() {
    let provider = Provider::start().await;
    let oidc = provider.oidc();
    for number in 0..20 {
        let token = rs256(
            &format!("unknown{number}"),
            RSA,
            &provider.claims(json!({})),
        );
        assert_eq!(oidc.identify(&token).await, Err(ApiError::SignInNeeded));
    }
    assert_eq!(provider.asked.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn without_the_provider_nobody_signs_in_and_the_answer_says_why() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let provider = Provider {
        issuer,
        asked: Arc::default(),
    };
    let answer = provider.oidc().identify(&provider.token(json!({}))).await;
    assert_eq!(answer, Err(ApiError::SignInUnavailable));
}

#[test]
fn an_issuer_must_be_secure_and_an_audience_named() {
    let new = |issuer: &str, audiences: &[&str]| {
        Oidc::new(OidcSettings {
            issuer: issuer.into(),
            audiences: audiences.iter().map(|&name| name.into()).collect(),
            groups_claim: "groups".into(),
        })
    };
    assert!(new("http://id.example.org", &["deid"]).is_err());
    assert!(new("http://127.0.0.1:1", &[]).is_err());
    assert!(new("http://127.0.0.1:1", &["deid"]).is_ok());
}

#[tokio::test]
async fn without_the_token_of_the_start_nobody_gets_anything() {
    let bench = Bench::cloud(&[]).await;
    let wrong = format!("Bearer {}0", &bench.token[..63]);
    let upper = format!("Bearer {}", bench.token.to_uppercase());
    let basic = format!("Basic {}", bench.token);
    for headers in [
        &[][..],
        &[("authorization", wrong.as_str())],
        &[("authorization", upper.as_str())],
        &[("authorization", basic.as_str())],
        &[("authorization", "Bearer ")],
        &[("cookie", bench.token.as_str())],
    ] {
        for path in [
            "/api/capabilities",
            "/api/nothing",
            "/api/detect-text",
            "/api/",
        ] {
            let answer = send(bench.router(), "GET", path, headers, "").await;
            if path == "/api/" {
                assert_eq!(answer.code(), "not-found");
                continue;
            }
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
            assert_eq!(answer.code(), "sign-in-needed");
            assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer");
        }
    }
}

/// A server for people of the provider: the group `north` may use a folder, nobody the cloud.
async fn in_production(provider: &Provider) -> Bench {
    let mut bench = Bench::cloud(&["KESTREL"]).await;
    let app = Arc::get_mut(&mut bench.app).unwrap();
    app.sign_in = SignIn::Oidc(Box::new(provider.oidc()));
    app.groups = vec![Group {
        name: "north".into(),
        cloud: false,
        stores: vec![StoreGrant {
            alias: "local".into(),
            originals_prefixes: vec![ObjectPrefix::new("north/").unwrap()],
            outputs_prefix: ObjectPrefix::new("done/").unwrap(),
        }],
    }];
    bench
}

#[tokio::test]
async fn a_group_gives_its_folders_and_nothing_beside_them() {
    let provider = Provider::start().await;
    let mut bench = in_production(&provider).await;
    bench.token = provider.token(json!({}));
    let capabilities = bench.ask("GET", "/api/capabilities", &[], "").await.json();
    assert_eq!(capabilities["engines"], json!(["local"]));
    assert_eq!(
        capabilities["stores"][0]["originals_prefixes"],
        json!(["north/"])
    );
    let list = |prefix: &str| json!({ "store": "local", "prefix": prefix });
    let top = bench.post("/api/objects/list", &list("")).await.json();
    assert_eq!(
        (&top["folders"], &top["objects"]),
        (&json!(["north/"]), &json!([]))
    );
    let north = bench
        .post("/api/objects/list", &list("north/"))
        .await
        .json();
    assert_eq!(north["objects"][0]["key"], "north/b.dcm");
    assert_eq!(
        bench
            .post("/api/objects/list", &list("south/"))
            .await
            .code(),
        "not-allowed"
    );
    let read = |key: &str| json!({ "store": "local", "key": key });
    assert_eq!(
        bench
            .post("/api/objects/read-url", &read("a.dcm"))
            .await
            .code(),
        "not-allowed"
    );
    assert_eq!(
        bench
            .post("/api/objects/read-url", &read("north/b.dcm"))
            .await
            .status,
        StatusCode::OK
    );
    let write = |source: &str| json!({ "store": "local", "source_key": source, "name": "b.dcm", "content_type": "image/png", "bytes": 1 });
    assert_eq!(
        bench
            .post("/api/objects/write-url", &write("a.dcm"))
            .await
            .code(),
        "not-allowed"
    );
    let signed = bench
        .post("/api/objects/write-url", &write("north/b.dcm"))
        .await
        .json();
    assert_eq!(signed["key"], "done/north/de-id-b.dcm");
    let consent = json!({ "text_version": 1, "files": 1, "pictures": 1 });
    assert_eq!(
        bench.post("/api/consents", &consent).await.code(),
        "not-allowed"
    );
}

#[tokio::test]
async fn somebody_without_a_group_sees_no_store() {
    let provider = Provider::start().await;
    let mut bench = in_production(&provider).await;
    bench.token = provider.token(json!({ "cognito:groups": null }));
    let capabilities = bench.ask("GET", "/api/capabilities", &[], "").await.json();
    assert_eq!(capabilities["stores"], json!([]));
    let answer = bench
        .post("/api/objects/list", &json!({ "store": "local" }))
        .await;
    assert_eq!(answer.code(), "unknown-store");
}

#[tokio::test]
async fn a_consent_of_one_person_does_not_serve_another() {
    let provider = Provider::start().await;
    let mut bench = in_production(&provider).await;
    Arc::get_mut(&mut bench.app).unwrap().groups[0].cloud = true;
    bench.token = provider.token(json!({}));
    let consent = bench.consent().await;
    assert_eq!(bench.audit_lines()[0]["who"], "oidc:wren");
    let picture = super::png(100, 100, false);
    assert_eq!(
        bench.detect_text(&consent, picture.clone()).await.status,
        StatusCode::OK
    );
    bench.token = provider.token(json!({ "sub": "lark" }));
    assert_eq!(
        bench.detect_text(&consent, picture).await.code(),
        "consent-needed"
    );
}
