//! `GET /api/capabilities`: what this server offers to this caller.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use deid_model::api::{ApiLimits, Capabilities, PICTURE_BYTES, StoreFacts};
use deid_model::{EngineChoice, ObjectPrefix};

use super::detect::TEXT_BYTES;
use crate::serve::app::App;
use crate::serve::rights::{Caller, StoreRight};

/// Tells no more than the caller may use.
pub async fn capabilities(
    State(app): State<Arc<App>>,
    Extension(caller): Extension<Caller>,
) -> Json<Capabilities> {
    let cloud = app
        .cloud
        .as_ref()
        .filter(|_| caller.cloud)
        .map(|cloud| cloud.facts.clone());
    let engines = [
        Some(EngineChoice::Local),
        cloud.as_ref().map(|_| EngineChoice::Aws),
    ];
    Json(Capabilities {
        version: env!("CARGO_PKG_VERSION").into(),
        engines: engines
            .into_iter()
            .flatten()
            .map(|engine| engine.name().into())
            .collect(),
        cloud,
        stores: caller.stores.iter().map(facts).collect(),
        limits: ApiLimits {
            picture_bytes: PICTURE_BYTES,
            text_bytes: TEXT_BYTES as u64,
            output_bytes: app.limits.output_bytes,
        },
        records: app.audit.is_some(),
    })
}

fn facts(right: &StoreRight) -> StoreFacts {
    let text = |folder: &ObjectPrefix| folder.as_str().to_owned();
    StoreFacts {
        alias: right.alias.clone(),
        outputs_prefix: text(&right.outputs),
        originals_prefixes: right.originals.iter().map(text).collect(),
    }
}
