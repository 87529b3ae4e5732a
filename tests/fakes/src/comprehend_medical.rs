//! `DetectPHI` of Amazon Comprehend Medical, as Smithy RPC v2 CBOR and as `awsJson1_1`, with its limits.

mod script;
mod wire;

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use serde_json::json;

use crate::behave::{Behave, Conduct, Fault, bad_gateway, disconnected};
use crate::server::{Running, run};
use wire::Protocol;

pub use script::ScriptedPhi;

/// Texts must have fewer bytes.
const TOO_MANY_BYTES: usize = 20_000;

/// What was asked so far. Test data, hence told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextsAsked {
    /// Every text that was within the limits.
    pub texts: Vec<String>,
    /// Bytes of the longest text, refused ones included.
    pub largest_bytes: usize,
}

struct Desk {
    script: Vec<ScriptedPhi>,
    conduct: Conduct,
    asked: Mutex<TextsAsked>,
}

/// A running fake; it ends with this value.
pub struct FakeComprehendMedical {
    desk: Arc<Desk>,
    running: Running,
}

impl FakeComprehendMedical {
    /// Starts it on a free port; it finds what `script` lists, wherever it stands as whole words.
    #[must_use]
    pub fn start(script: Vec<ScriptedPhi>) -> Self {
        let desk = Arc::new(Desk {
            script,
            conduct: Conduct::default(),
            asked: Mutex::default(),
        });
        let router = Router::new()
            .fallback(detect_phi)
            .with_state(Arc::clone(&desk));
        Self {
            desk,
            running: run(router),
        }
    }

    /// Its address, for `AWS_ENDPOINT_URL_COMPREHENDMEDICAL`.
    #[must_use]
    pub fn url(&self) -> &str {
        self.running.url()
    }

    /// Changes how it behaves from now on.
    pub fn behave(&self, behave: Behave) {
        self.desk.conduct.set(behave);
    }

    /// Calls so far, those that went wrong included.
    #[must_use]
    pub fn calls(&self) -> u32 {
        self.desk.conduct.calls()
    }

    /// Calls that went wrong as scripted.
    #[must_use]
    pub fn faults(&self) -> u32 {
        self.desk.conduct.faults()
    }

    /// What was asked so far.
    #[must_use]
    pub fn asked(&self) -> TextsAsked {
        let asked = self.desk.asked.lock();
        asked.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn detect_phi(
    State(desk): State<Arc<Desk>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let fault = desk.conduct.next();
    let Some(protocol) = Protocol::of(&uri, &headers) else {
        return Protocol::Json.error(StatusCode::NOT_FOUND, "UnknownOperationException");
    };
    match fault {
        Some(Fault::Slow(delay)) => tokio::time::sleep(delay).await,
        Some(fault) => return faulty(protocol, fault),
        None => {}
    }
    if !headers.contains_key("authorization") {
        return protocol.error(
            StatusCode::BAD_REQUEST,
            "MissingAuthenticationTokenException",
        );
    }
    let Some(text) = protocol.text_of(&body) else {
        return protocol.error(StatusCode::BAD_REQUEST, "SerializationException");
    };
    let mut asked = desk.asked.lock().unwrap_or_else(PoisonError::into_inner);
    asked.largest_bytes = asked.largest_bytes.max(text.len());
    if text.len() >= TOO_MANY_BYTES {
        return protocol.error(StatusCode::BAD_REQUEST, "TextSizeLimitExceededException");
    }
    if text.is_empty() {
        return protocol.error(StatusCode::BAD_REQUEST, "InvalidRequestException");
    }
    let entities = script::entities(&desk.script, &text);
    asked.texts.push(text);
    protocol.answer(&json!({"Entities": entities, "ModelVersion": "2.1.0"}))
}

fn faulty(protocol: Protocol, fault: Fault) -> Response {
    match fault {
        Fault::Throttled => protocol.error(StatusCode::BAD_REQUEST, "TooManyRequestsException"),
        Fault::ServerError => {
            protocol.error(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerException")
        }
        Fault::Denied => protocol.error(StatusCode::BAD_REQUEST, "AccessDeniedException"),
        Fault::CutOff => protocol.cut_off(&json!({"Entities": [], "ModelVersion": "2.1.0"})),
        Fault::WrongTypes => protocol.answer(&json!({"Entities": "none", "ModelVersion": 2})),
        Fault::Hollow => protocol.answer(&json!({})),
        Fault::BadGateway => bad_gateway(),
        Fault::Disconnected | Fault::Slow(_) => disconnected(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Status and body of the answer to `text` in the JSON protocol.
    async fn asked(text: &str) -> (u16, serde_json::Value) {
        let desk = Arc::new(Desk {
            script: vec![ScriptedPhi::new("kestrel", "NAME", 0.5)],
            conduct: Conduct::default(),
            asked: Mutex::default(),
        });
        let headers = [
            ("x-amz-target", "ComprehendMedical_20181030.DetectPHI"),
            ("authorization", "AWS4-HMAC-SHA256 Credential=a"),
        ];
        let headers = headers.map(|(name, value)| {
            (
                name.parse().expect("a name"),
                value.parse().expect("a value"),
            )
        });
        let body = Bytes::from(json!({"Text": text}).to_string());
        let answer = detect_phi(
            State(desk),
            Uri::from_static("/"),
            HeaderMap::from_iter(headers),
            body,
        )
        .await;
        let status = answer.status().as_u16();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await;
        (
            status,
            serde_json::from_slice(&body.expect("a body")).expect("JSON"),
        )
    }

    #[tokio::test]
    async fn json_is_spoken_too_and_the_limits_of_the_service_are_kept() {
        let (status, answer) = asked("Dr. Kestrel").await;
        assert_eq!(
            (status, &answer["Entities"][0]["BeginOffset"]),
            (200, &json!(4))
        );
        assert_eq!(asked(&"x".repeat(19_999)).await.0, 200);
        let (status, answer) = asked(&"x".repeat(20_000)).await;
        assert_eq!(
            (status, &answer["__type"]),
            (400, &json!("TextSizeLimitExceededException"))
        );
        let (status, answer) = asked("").await;
        assert_eq!(
            (status, &answer["__type"]),
            (400, &json!("InvalidRequestException"))
        );
    }
}
