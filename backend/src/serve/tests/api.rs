//! The API: capabilities, errors, stores, records.

use std::path::PathBuf;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::routing::get;
use serde_json::{Value, json};

use super::{Bench, files_below, send};
use crate::serve::app::telling_problems;

const JSON: [(&str, &str); 1] = [("content-type", "application/json")];

#[tokio::test]
async fn capabilities_tell_what_there_is_and_are_not_kept() {
    let bench = Bench::local().await;
    let answer = bench.ask("GET", "/api/capabilities", &[], "").await;
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    let told = answer.json();
    assert_eq!(told["engines"], json!(["local"]));
    assert_eq!(told["cloud"], Value::Null);
    assert_eq!(told["records"], true);
    let store = json!({ "alias": "local", "outputs_prefix": "", "originals_prefixes": [""] });
    assert_eq!(told["stores"], json!([store]));
}

#[tokio::test]
async fn errors_of_the_api_are_problem_documents() {
    let bench = Bench::local().await;
    let long = "x".repeat(200_000);
    for (method, path, body, status, code) in [
        ("GET", "/api/nothing/here", "", 404, "not-found"),
        ("GET", "/api/", "", 404, "not-found"),
        ("GET", "/api", "", 404, "not-found"),
        ("DELETE", "/api/capabilities", "", 405, "method-not-allowed"),
        ("GET", "/api/objects/list", "", 405, "method-not-allowed"),
        ("POST", "/api/objects/list", "{", 400, "malformed-request"),
        (
            "POST",
            "/api/objects/list",
            "{\"store\":\"local\",\"url\":\"x\"}",
            400,
            "malformed-request",
        ),
        ("POST", "/api/objects/list", &long, 413, "too-large"),
        (
            "POST",
            "/api/objects/list",
            "{\"store\":\"other\"}",
            404,
            "unknown-store",
        ),
        ("POST", "/api/detect-text", "", 404, "not-found"),
    ] {
        let answer = bench.ask(method, path, &JSON, body.to_owned()).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}");
        assert_eq!(
            answer.headers[header::CONTENT_TYPE],
            "application/problem+json",
            "{path}"
        );
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store", "{path}");
        let told = answer.json();
        assert_eq!(told["code"], code, "{method} {path}");
        assert_eq!(told["status"], status);
        assert_eq!(
            told["request_id"],
            answer.headers["x-request-id"].to_str().unwrap()
        );
        assert_eq!(
            answer.headers.contains_key(header::ALLOW),
            status == 405,
            "{method} {path}"
        );
    }
    let answer = bench
        .ask(
            "POST",
            "/api/objects/list",
            &[("content-type", "text/plain")],
            "{}",
        )
        .await;
    assert_eq!(answer.code(), "wrong-media-type");
}

#[tokio::test]
async fn originals_are_listed_and_signed_for_without_bucket_or_prefix() {
    let bench = Bench::local().await;
    let listed = bench
        .post("/api/objects/list", &json!({ "store": "local" }))
        .await
        .json();
    assert_eq!(listed["folders"], json!(["north/"]));
    assert_eq!(listed["objects"], json!([{ "key": "a.dcm", "bytes": 10 }]));
    let signed = bench
        .post(
            "/api/objects/read-url",
            &json!({ "store": "local", "key": "north/b.dcm" }),
        )
        .await
        .json();
    assert_eq!(
        (&signed["method"], &signed["key"]),
        (&json!("GET"), &json!("north/b.dcm"))
    );
}

#[tokio::test]
async fn an_output_goes_into_the_folder_of_its_original_and_never_elsewhere() {
    let bench = Bench::local().await;
    let ask = async |change: Value| {
        let mut body = json!({
            "store": "local", "source_key": "north/b.dcm", "name": "b.dcm", "content_type": "application/dicom",
            "bytes": 5,
        });
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        bench.post("/api/objects/write-url", &body).await
    };
    let signed = ask(json!({})).await.json();
    assert_eq!(signed["key"], "north/de-id-b.dcm");
    assert_eq!(signed["method"], "PUT");
    let headers = signed["headers"].to_string();
    assert!(
        headers.contains("if-none-match") && headers.contains("application/dicom"),
        "{headers}"
    );
    assert_eq!(
        ask(json!({ "source_key": null })).await.json()["key"],
        "de-id-b.dcm"
    );
    for (change, code) in [
        (json!({ "name": "../b.dcm" }), "not-a-key"),
        (json!({ "name": "x/b.dcm" }), "not-a-key"),
        (json!({ "name": "" }), "not-a-key"),
        (json!({ "source_key": "../../b.dcm" }), "not-a-key"),
        (json!({ "content_type": "text/html" }), "wrong-media-type"),
        (json!({ "bytes": 0 }), "malformed-request"),
        (json!({ "bytes": 2_000_000_000_000u64 }), "too-large"),
        (json!({ "bytes": -1 }), "malformed-request"),
    ] {
        assert_eq!(ask(change.clone()).await.code(), code, "{change}");
    }
}

/// Keys that try to lead elsewhere, of every kind that is known to have worked somewhere.
fn hostile_keys() -> Vec<String> {
    let steps = [
        "..",
        ".",
        "../..",
        "%2e%2e",
        "..%2f",
        "..\\",
        "\\..",
        "%252e%252e",
        "..;",
        ".%00",
        "\u{0}",
        "\u{202e}",
        "",
    ];
    let tails = [
        "secret.txt",
        "/secret.txt",
        "out/../../secret.txt",
        "../out-private/audit.jsonl",
        "etc/passwd",
        "x\u{0}.png",
        "a\nb",
    ];
    let mut keys: Vec<String> = steps
        .iter()
        .flat_map(|step| tails.iter().map(move |tail| format!("{step}/{tail}")))
        .chain(
            steps
                .iter()
                .flat_map(|step| tails.iter().map(move |tail| format!("a/{step}/{tail}"))),
        )
        .chain(tails.iter().map(|tail| (*tail).to_owned()))
        .chain(steps.iter().map(|step| (*step).to_owned()))
        .collect();
    keys.extend([
        "x".repeat(1025),
        "y".repeat(2000),
        "z/".repeat(600),
        "file:///etc/passwd".into(),
        "http://127.0.0.1/x".into(),
        "s3://originals/a.dcm".into(),
        "C:\\secret.txt".into(),
        "CON".into(),
        "a.dcm/".into(),
        "/a.dcm".into(),
    ]);
    keys
}

#[tokio::test]
async fn hostile_keys_lead_nowhere_and_break_nothing() {
    let bench = Bench::local().await;
    let before: Vec<PathBuf> = files_below(bench.base.path());
    let keys = hostile_keys();
    assert!(keys.len() >= 200, "{}", keys.len());
    for key in keys {
        let write = json!({
            "store": "local", "source_key": key, "name": "n", "content_type": "image/png", "bytes": 1,
        });
        let named =
            json!({ "store": "local", "name": key, "content_type": "image/png", "bytes": 1 });
        for (path, body) in [
            (
                "/api/objects/read-url",
                json!({ "store": "local", "key": key }),
            ),
            (
                "/api/objects/list",
                json!({ "store": "local", "prefix": key }),
            ),
            (
                "/api/objects/list",
                json!({ "store": "local", "cursor": key }),
            ),
            ("/api/objects/list", json!({ "store": key })),
            ("/api/objects/write-url", write),
            ("/api/objects/write-url", named),
        ] {
            let answer = bench.post(path, &body).await;
            assert!(
                answer.status.as_u16() < 500,
                "{path} {key:?}: {}",
                answer.status
            );
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            assert!(!text.contains("secret.txt\",\"bytes"), "{path} {key:?}");
        }
    }
    assert_eq!(files_below(bench.base.path()), before);
}

fn record() -> Value {
    json!({
        "status": "written", "input_hmac": "ab".repeat(32), "output_sha256": "cd".repeat(32),
        "settings_sha256": "ef".repeat(32), "key_id": "0123456789abcdef", "consent": null, "redacted": 3, "kept": 1,
    })
}

#[tokio::test]
async fn records_go_into_the_audit_log_under_the_callers_name() {
    let bench = Bench::local().await;
    let answer = bench.post("/api/records", &record()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let mut named = record();
    named["key_id"] = json!("KESTREL WREN");
    assert_eq!(
        bench.post("/api/records", &named).await.code(),
        "malformed-request"
    );
    let lines = bench.audit_lines();
    assert_eq!(lines.len(), 1);
    assert!(lines[0]["who"].as_str().unwrap().starts_with("os:"));
    assert_eq!(
        (&lines[0]["event"], &lines[0]["redacted"]),
        (&json!("file"), &json!(3))
    );
}

#[tokio::test]
async fn without_a_private_folder_nothing_is_recorded_and_the_page_is_told() {
    let bench = Bench::build(Some(&[]), |configuration| {
        configuration.folders.private = None;
    })
    .await;
    assert_eq!(
        bench.ask("GET", "/api/capabilities", &[], "").await.json()["records"],
        false
    );
    assert_eq!(
        bench.post("/api/records", &record()).await.code(),
        "no-audit-log"
    );
    let consent = json!({ "text_version": 1, "files": 1, "pictures": 1 });
    assert_eq!(
        bench.post("/api/consents", &consent).await.code(),
        "no-audit-log"
    );
}

#[tokio::test]
async fn a_panic_is_a_problem_document_without_its_message() {
    let routes = Router::new().route("/", get(async || -> &'static str { panic!("KESTREL") }));
    let answer = send(telling_problems(routes), "GET", "/", &[], "").await;
    assert_eq!(
        (answer.status.as_u16(), answer.code().as_str()),
        (500, "internal")
    );
    assert!(!String::from_utf8_lossy(&answer.body).contains("KESTREL"));
}
