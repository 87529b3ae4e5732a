//! `GET /api/openapi.json`: the API as OpenAPI 3.1 describes it. Schemas come from the types that travel, statuses from
//! the errors that are listed with each operation; a test holds it against the router.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use deid_model::EngineError;
use deid_model::api::{
    CONSENT_HEADER, Capabilities, Consent, ConsentRequest, DetectPhiAnswer, DetectPhiRequest,
    DetectTextAnswer, FileRecord, ListAnswer, ListRequest, Problem, ReadUrlRequest, SignedRequest,
    WriteUrlRequest,
};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use super::app::App;
use super::problem::{ApiError, MEDIA_TYPE};
use super::routes::detect::TEXT_BYTES;
use super::stores::OUTPUT_TYPES;

/// What can go wrong with every request.
const EVERYWHERE: &[ApiError] = &[
    ApiError::WrongHost,
    ApiError::SignInNeeded,
    ApiError::SignInUnavailable,
    ApiError::Busy { retry_after_s: 1 },
    ApiError::TooManyRequests { retry_after_s: 1 },
    ApiError::Timeout,
    ApiError::Internal,
];
/// And with every body.
const BODY: &[ApiError] = &[
    ApiError::MalformedRequest,
    ApiError::WrongMediaType,
    ApiError::TooLarge,
    ApiError::BodyTimeout,
];
/// And with every object.
const STORE: &[ApiError] = &[
    ApiError::NotAKey,
    ApiError::UnknownStore,
    ApiError::NotAllowed,
    ApiError::NotFound,
    ApiError::StoreRefused,
    ApiError::StoreUnavailable,
];
/// And with every paid call.
const ENGINE: &[ApiError] = &[
    ApiError::NotAllowed,
    ApiError::ConsentNeeded,
    ApiError::Engine(EngineError::Unavailable),
    ApiError::Engine(EngineError::Throttled {
        retry_after_s: None,
    }),
    ApiError::Engine(EngineError::Rejected),
    ApiError::Engine(EngineError::TooLarge),
    ApiError::Engine(EngineError::Malformed),
];

/// `GET /api/openapi.json`
pub async fn document(State(app): State<Arc<App>>) -> Json<Value> {
    Json(openapi(app.cloud.is_some()))
}

/// The whole document.
pub fn openapi(has_cloud: bool) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
    });
    let mut schemas = settings.into_generator();
    let mut paths = store_paths(&mut schemas);
    if has_cloud {
        paths.extend(cloud_paths(&mut schemas));
    }
    schemas.subschema_for::<Problem>();
    let mut schemas = Value::Object(schemas.take_definitions(true));
    narrow(&mut schemas);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "De-ID",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What the page asks of its server. Stores are named by alias and objects by key.",
        },
        "security": [{ "bearer": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
            "schemas": schemas,
        },
    })
}

/// Adds what the routes check and the types do not say.
fn narrow(schemas: &mut Value) {
    let hash = json!({ "pattern": "^[0-9A-Fa-f]{1,128}$" });
    let key = json!({ "minLength": 1, "maxLength": 1024 });
    for (schema, field, facts) in [
        (
            "DetectPhiRequest",
            "text",
            json!({ "minLength": 1, "maxLength": TEXT_BYTES }),
        ),
        ("FileRecord", "input_hmac", hash.clone()),
        ("FileRecord", "output_sha256", hash.clone()),
        ("FileRecord", "settings_sha256", hash.clone()),
        ("FileRecord", "key_id", hash.clone()),
        ("FileRecord", "consent", hash),
        ("ReadUrlRequest", "key", key.clone()),
        ("WriteUrlRequest", "source_key", key.clone()),
        ("WriteUrlRequest", "name", key),
        (
            "WriteUrlRequest",
            "content_type",
            json!({ "enum": OUTPUT_TYPES }),
        ),
        ("WriteUrlRequest", "bytes", json!({ "minimum": 1 })),
    ] {
        let fields = schemas.pointer_mut(&format!("/{schema}/properties/{field}"));
        if let (Some(Value::Object(fields)), Value::Object(facts)) = (fields, facts) {
            fields.extend(facts);
        }
    }
}

fn store_paths(schemas: &mut SchemaGenerator) -> Map<String, Value> {
    let mut paths = Map::new();
    let capabilities = Operation::new("What this server offers to the caller", &[EVERYWHERE]);
    paths.insert(
        "/api/capabilities".into(),
        json!({ "get": capabilities.answers::<Capabilities>(schemas).value }),
    );
    let list = Operation::new(
        "One page of a folder of originals",
        &[EVERYWHERE, BODY, STORE],
    );
    let list = list
        .takes::<ListRequest>(schemas)
        .answers::<ListAnswer>(schemas);
    paths.insert("/api/objects/list".into(), json!({ "post": list.value }));
    let read = Operation::new(
        "A request that reads one original",
        &[EVERYWHERE, BODY, STORE],
    );
    let read = read
        .takes::<ReadUrlRequest>(schemas)
        .answers::<SignedRequest>(schemas);
    paths.insert(
        "/api/objects/read-url".into(),
        json!({ "post": read.value }),
    );
    let write = Operation::new(
        "A request that writes one output",
        &[EVERYWHERE, BODY, STORE, &[ApiError::SourceIsDestination]],
    );
    let write = write
        .takes::<WriteUrlRequest>(schemas)
        .answers::<SignedRequest>(schemas);
    paths.insert(
        "/api/objects/write-url".into(),
        json!({ "post": write.value }),
    );
    let record = Operation::new(
        "Records that a person approved a file",
        &[
            EVERYWHERE,
            BODY,
            &[ApiError::NoAuditLog, ApiError::NotRecorded],
        ],
    );
    let record = record.takes::<FileRecord>(schemas).answers_nothing();
    paths.insert("/api/records".into(), json!({ "post": record.value }));
    paths
}

fn cloud_paths(schemas: &mut SchemaGenerator) -> Map<String, Value> {
    let mut paths = Map::new();
    let consent = Operation::new(
        "Records that a person agreed to send a batch to Amazon",
        &[
            EVERYWHERE,
            BODY,
            &[
                ApiError::NotAllowed,
                ApiError::ConsentTextChanged,
                ApiError::NoAuditLog,
                ApiError::NotRecorded,
            ],
        ],
    );
    let consent = consent
        .takes::<ConsentRequest>(schemas)
        .answers::<Consent>(schemas);
    paths.insert("/api/consents".into(), json!({ "post": consent.value }));
    let text = Operation::new(
        "Finds words in a PNG of 8 bits, grey or RGB, of at most 5 MiB and 12 megapixels",
        &[EVERYWHERE, BODY, ENGINE, &[ApiError::NotAPicture]],
    );
    let text = text
        .takes_png()
        .needs_consent()
        .answers::<DetectTextAnswer>(schemas);
    paths.insert("/api/detect-text".into(), json!({ "post": text.value }));
    let phi = Operation::new(
        "Finds PHI in the text of one picture",
        &[EVERYWHERE, BODY, ENGINE],
    );
    let phi = phi
        .takes::<DetectPhiRequest>(schemas)
        .needs_consent()
        .answers::<DetectPhiAnswer>(schemas);
    paths.insert("/api/detect-phi".into(), json!({ "post": phi.value }));
    paths
}

/// One operation, as the document writes it.
struct Operation {
    value: Value,
}

impl Operation {
    fn new(summary: &str, problems: &[&[ApiError]]) -> Self {
        let mut codes: Vec<(u16, &str)> = problems
            .iter()
            .flat_map(|problems| problems.iter())
            .map(|problem| problem.facts())
            .map(|(status, code)| (status.as_u16(), code))
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let mut responses = Map::new();
        for of_status in codes.chunk_by(|one, other| one.0 == other.0) {
            let names: Vec<&str> = of_status.iter().map(|(_, code)| *code).collect();
            let Some((status, _)) = of_status.first() else {
                continue;
            };
            responses.insert(
                status.to_string(),
                problem_response(*status, &names.join(", ")),
            );
        }
        Self {
            value: json!({ "summary": summary, "responses": responses }),
        }
    }

    fn takes<T: JsonSchema>(mut self, schemas: &mut SchemaGenerator) -> Self {
        let schema = schemas.subschema_for::<T>();
        let content = json!({ "application/json": { "schema": schema } });
        self.value["requestBody"] = json!({ "required": true, "content": content });
        self
    }

    fn takes_png(mut self) -> Self {
        self.value["requestBody"] = json!({ "required": true, "content": { "image/png": {} } });
        self
    }

    fn needs_consent(mut self) -> Self {
        self.value["parameters"] = json!([{
            "name": CONSENT_HEADER,
            "in": "header",
            "required": true,
            "description": "Id of a consent of the same caller",
            "schema": { "type": "string" },
        }]);
        self
    }

    fn answers<T: JsonSchema>(mut self, schemas: &mut SchemaGenerator) -> Self {
        let schema = schemas.subschema_for::<T>();
        let content = json!({ "application/json": { "schema": schema } });
        self.value["responses"]["200"] = json!({ "description": "Done", "content": content });
        self
    }

    fn answers_nothing(mut self) -> Self {
        self.value["responses"]["204"] = json!({ "description": "Done" });
        self
    }
}

fn problem_response(status: u16, codes: &str) -> Value {
    let mut response = json!({
        "description": format!("Codes: {codes}"),
        "content": { MEDIA_TYPE: { "schema": { "$ref": "#/components/schemas/Problem" } } },
    });
    if status == 429 {
        response["headers"] = json!({
            "Retry-After": { "description": "Seconds to wait", "schema": { "type": "integer" } },
        });
    }
    response
}
