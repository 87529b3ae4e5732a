//! The OpenAPI document, held against the router.

use axum::http::StatusCode;
use serde_json::Value;

use super::{Bench, send};

async fn document(bench: &Bench) -> Value {
    let answer = send(bench.router(), "GET", "/api/openapi.json", &[], "").await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.json()
}

/// Every reference leads to something.
fn check_references(value: &Value, whole: &Value) {
    match value {
        Value::Object(fields) => {
            if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                let pointer = reference.strip_prefix('#').unwrap();
                assert!(whole.pointer(pointer).is_some(), "{reference}");
            }
            fields
                .values()
                .for_each(|value| check_references(value, whole));
        }
        Value::Array(items) => items
            .iter()
            .for_each(|value| check_references(value, whole)),
        _ => (),
    }
}

#[tokio::test]
async fn every_documented_operation_is_routed_and_answers_as_documented() {
    let bench = Bench::cloud(&["KESTREL"]).await;
    let document = document(&bench).await;
    check_references(&document, &document);
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), 8);
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            for (kind, body) in [
                ("application/json", "{}"),
                ("application/json", "{"),
                ("image/png", ""),
                ("text/x", ""),
            ] {
                let answer = bench
                    .ask(
                        &method.to_uppercase(),
                        path,
                        &[("content-type", kind)],
                        body,
                    )
                    .await;
                let status = answer.status.as_u16().to_string();
                let documented = &operation["responses"][&status];
                assert!(documented.is_object(), "{method} {path}: {status}");
                if !answer.status.is_success() {
                    assert!(
                        documented["description"]
                            .as_str()
                            .unwrap()
                            .contains(&answer.code()),
                        "{path}"
                    );
                }
            }
            let without = send(bench.router(), &method.to_uppercase(), path, &[], "").await;
            assert_eq!(without.status, StatusCode::UNAUTHORIZED, "{path}");
            assert!(operation["responses"]["401"].is_object());
            let has_body = operation["requestBody"].is_object();
            let is_told = operation["responses"]["408"].is_object();
            assert_eq!(is_told, has_body, "{path}");
        }
    }
}

#[tokio::test]
async fn without_the_cloud_its_routes_are_neither_there_nor_documented() {
    let bench = Bench::local().await;
    let document = document(&bench).await;
    for path in ["/api/consents", "/api/detect-text", "/api/detect-phi"] {
        assert!(document["paths"].get(path).is_none());
        assert_eq!(bench.ask("POST", path, &[], "").await.code(), "not-found");
    }
}
