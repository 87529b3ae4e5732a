//! The two protocols that `DetectPHI` is spoken in.

use axum::http::{HeaderMap, HeaderName, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use ciborium::Value as Cbor;
use serde_json::{Value, json};

/// How a request was put, and how its answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// Smithy RPC v2 CBOR, as the SDK for Rust speaks it.
    Cbor,
    /// `awsJson1_1`, as boto3 speaks it.
    Json,
}

const CBOR_PATH: &str = "/service/ComprehendMedical_20181030/operation/DetectPHI";
const JSON_TARGET: &str = "ComprehendMedical_20181030.DetectPHI";
const SMITHY: HeaderName = HeaderName::from_static("smithy-protocol");

impl Protocol {
    /// The protocol of a request for `DetectPHI`.
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Option<Self> {
        let is = |name: &str, value: &str| headers.get(name).is_some_and(|it| it == value);
        let is_cbor = uri.path() == CBOR_PATH
            && is("smithy-protocol", "rpc-v2-cbor")
            && is("content-type", "application/cbor");
        if is_cbor {
            Some(Self::Cbor)
        } else if uri.path() == "/" && is("x-amz-target", JSON_TARGET) {
            Some(Self::Json)
        } else {
            None
        }
    }

    /// The member `Text` of a request.
    pub fn text_of(self, body: &[u8]) -> Option<String> {
        let request: Value = match self {
            Self::Cbor => ciborium::from_reader(body).ok()?,
            Self::Json => serde_json::from_slice(body).ok()?,
        };
        request["Text"].as_str().map(str::to_owned)
    }

    /// A success.
    pub fn answer(self, answer: &Value) -> Response {
        self.response(StatusCode::OK, self.encoded(answer))
    }

    /// The first half of a success.
    pub fn cut_off(self, answer: &Value) -> Response {
        let mut body = self.encoded(answer);
        body.truncate(body.len() / 2);
        self.response(StatusCode::OK, body)
    }

    /// A failure.
    pub fn error(self, status: StatusCode, code: &str) -> Response {
        let shape = match self {
            Self::Cbor => format!("com.amazonaws.comprehendmedical#{code}"),
            Self::Json => code.to_owned(),
        };
        let body = self.encoded(&json!({"__type": shape, "Message": "as scripted"}));
        self.response(status, body)
    }

    fn encoded(self, answer: &Value) -> Vec<u8> {
        match self {
            Self::Json => answer.to_string().into_bytes(),
            Self::Cbor => {
                let mut bytes = Vec::new();
                let answer = Cbor::serialized(answer).expect("JSON is CBOR");
                ciborium::into_writer(&answer, &mut bytes).expect("memory to write to");
                bytes
            }
        }
    }

    fn response(self, status: StatusCode, body: Vec<u8>) -> Response {
        match self {
            Self::Cbor => {
                let kind = [
                    (header::CONTENT_TYPE, "application/cbor"),
                    (SMITHY, "rpc-v2-cbor"),
                ];
                (status, kind, body).into_response()
            }
            Self::Json => {
                let kind = [(header::CONTENT_TYPE, "application/x-amz-json-1.1")];
                (status, kind, body).into_response()
            }
        }
    }
}
