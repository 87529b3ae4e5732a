//! `POST /api/objects/…`: list originals, and sign requests that read them and write outputs.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use deid_model::api::{ListAnswer, ListRequest, ReadUrlRequest, SignedRequest, WriteUrlRequest};

use crate::serve::app::App;
use crate::serve::body::Asked;
use crate::serve::problem::ApiError;
use crate::serve::rights::Caller;

/// `POST /api/objects/list`
pub async fn list(
    State(app): State<Arc<App>>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<ListRequest>,
) -> Result<Json<ListAnswer>, ApiError> {
    let (store, right) = app.store_for(&caller, &asked.store)?;
    store
        .list(right, &asked.prefix, asked.cursor.as_deref())
        .await
        .map(Json)
}

/// `POST /api/objects/read-url`
pub async fn read_url(
    State(app): State<Arc<App>>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<ReadUrlRequest>,
) -> Result<Json<SignedRequest>, ApiError> {
    let (store, right) = app.store_for(&caller, &asked.store)?;
    store.read_url(right, &asked.key).await.map(Json)
}

/// `POST /api/objects/write-url`
pub async fn write_url(
    State(app): State<Arc<App>>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<WriteUrlRequest>,
) -> Result<Json<SignedRequest>, ApiError> {
    let (store, right) = app.store_for(&caller, &asked.store)?;
    store
        .write_url(right, &asked, app.limits.output_bytes)
        .await
        .map(Json)
}
