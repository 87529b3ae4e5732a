//! The cloud engine: consents, pictures, texts, and failures that are told apart.

use axum::http::StatusCode;
use deid_fakes::{Behave, Fault};
use serde_json::json;

use super::{Bench, png};

#[tokio::test]
async fn a_consented_picture_comes_back_as_words_with_the_model() {
    let bench = Bench::cloud(&["KESTREL"]).await;
    let capabilities = bench.ask("GET", "/api/capabilities", &[], "").await.json();
    assert_eq!(capabilities["engines"], json!(["local", "aws"]));
    assert_eq!(capabilities["cloud"]["region"], "eu-west-2");
    let consent = bench.consent().await;
    let answer = bench.detect_text(&consent, png(200, 100, false)).await;
    assert_eq!(answer.status, StatusCode::OK);
    let found = answer.json();
    assert_eq!(found["words"][0]["text"], "KESTREL");
    assert!(found["model"].is_string(), "{found}");
    let headers = [
        ("content-type", "application/json"),
        ("deid-consent", consent.as_str()),
    ];
    let answer = bench
        .ask(
            "POST",
            "/api/detect-phi",
            &headers,
            "{\"text\":\"Ä KESTREL\"}",
        )
        .await;
    let entity = answer.json()["entities"][0].clone();
    assert_eq!(entity["span"], json!({ "start": 2, "end": 9 }));
    assert_eq!(entity["category"], "NAME");
}

#[tokio::test]
async fn a_consent_is_recorded_before_it_is_given() {
    let bench = Bench::cloud(&[]).await;
    let id = bench.consent().await;
    let lines = bench.audit_lines();
    assert_eq!(
        (&lines[0]["event"], &lines[0]["consent"]),
        (&json!("consent"), &json!(id))
    );
    assert_eq!(lines[0]["region"], "eu-west-2");
    let old = json!({ "text_version": 0, "files": 1, "pictures": 1 });
    let answer = bench.post("/api/consents", &old).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::CONFLICT, "consent-text-changed")
    );
}

#[tokio::test]
async fn nothing_is_sent_without_a_live_consent_of_the_caller() {
    let bench = Bench::cloud(&["KESTREL"]).await;
    for consent in ["", "0123456789abcdef0123456789abcdef", "ä"] {
        let answer = bench.detect_text(consent, png(100, 100, false)).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::FORBIDDEN, "consent-needed")
        );
    }
    let json = [("content-type", "application/json")];
    let answer = bench
        .ask("POST", "/api/detect-phi", &json, "{\"text\":\"x\"}")
        .await;
    assert_eq!(answer.code(), "consent-needed");
    let fakes = bench.fakes.as_ref().unwrap();
    assert_eq!(
        (fakes.rekognition.calls(), fakes.comprehend.calls()),
        (0, 0)
    );
}

#[tokio::test]
async fn what_is_no_picture_of_the_right_size_costs_nothing() {
    let bench = Bench::cloud(&[]).await;
    let consent = bench.consent().await;
    for (body, status, code) in [
        (b"no picture".to_vec(), 422, "not-a-picture"),
        (Vec::new(), 422, "not-a-picture"),
        (vec![0; 6 * 1024 * 1024], 413, "too-large"),
        (png(4000, 4000, false), 413, "too-large"),
    ] {
        let answer = bench.detect_text(&consent, body).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (status, code)
        );
    }
    let jpeg = [
        ("content-type", "image/jpeg"),
        ("deid-consent", consent.as_str()),
    ];
    assert_eq!(
        bench
            .ask("POST", "/api/detect-text", &jpeg, "")
            .await
            .code(),
        "wrong-media-type"
    );
    let json = [
        ("content-type", "application/json"),
        ("deid-consent", consent.as_str()),
    ];
    let long = json!({ "text": "x".repeat(200_001) }).to_string();
    assert_eq!(
        bench
            .ask("POST", "/api/detect-phi", &json, long)
            .await
            .code(),
        "too-large"
    );
    let empty = bench
        .ask("POST", "/api/detect-phi", &json, "{\"text\":\"\"}")
        .await;
    assert_eq!(empty.code(), "malformed-request");
    let fakes = bench.fakes.as_ref().unwrap();
    assert_eq!(
        (fakes.rekognition.calls(), fakes.comprehend.calls()),
        (0, 0)
    );
}

#[tokio::test]
async fn a_long_text_is_taken_whole_however_it_is_written() {
    let bench = Bench::cloud(&[]).await;
    let told = bench.ask("GET", "/api/capabilities", &[], "").await.json();
    assert_eq!(told["limits"]["text_bytes"], 200_000);
    let consent = bench.consent().await;
    let headers = [
        ("content-type", "application/json"),
        ("deid-consent", consent.as_str()),
    ];
    let text = format!("{} KESTREL", "1 ".repeat(99_996));
    assert_eq!(text.len(), 200_000);
    let escaped: String = text
        .bytes()
        .map(|byte| format!("\\u00{byte:02x}"))
        .collect();
    for body in [
        json!({ "text": text }).to_string(),
        format!("{{\"text\":\"{escaped}\"}}"),
    ] {
        let answer = bench.ask("POST", "/api/detect-phi", &headers, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.code());
        assert_eq!(
            answer.json()["entities"][0]["span"],
            json!({ "start": 199_993, "end": 200_000 })
        );
    }
}

#[tokio::test]
async fn failures_of_the_engine_are_told_apart_and_never_look_like_no_text() {
    let bench = Bench::cloud(&["KESTREL"]).await;
    let consent = bench.consent().await;
    for (fault, status, code) in [
        (Fault::Throttled, 429, "engine-throttled"),
        (Fault::ServerError, 503, "engine-unavailable"),
        (Fault::BadGateway, 503, "engine-unavailable"),
        (Fault::Denied, 503, "engine-unavailable"),
        (Fault::WrongTypes, 502, "engine-malformed"),
    ] {
        bench
            .fakes
            .as_ref()
            .unwrap()
            .rekognition
            .behave(Behave::always(fault));
        let answer = bench.detect_text(&consent, png(100, 100, false)).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (status, code)
        );
        assert_eq!(answer.headers.contains_key("retry-after"), status == 429);
    }
}
