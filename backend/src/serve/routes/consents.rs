//! `POST /api/consents`: a person agrees that a batch is sent to Amazon. Recorded before it counts.

use std::sync::Arc;
use std::time::SystemTime;

use axum::extract::State;
use axum::{Extension, Json};
use deid_model::api::{CONSENT_TEXT_VERSION, Consent, ConsentRequest};

use crate::audit::AuditEvent;
use crate::serve::app::App;
use crate::serve::body::Asked;
use crate::serve::consents::Consents;
use crate::serve::problem::ApiError;
use crate::serve::rights::Caller;

/// Gives an id to send pictures under.
pub async fn consent(
    State(app): State<Arc<App>>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<ConsentRequest>,
) -> Result<Json<Consent>, ApiError> {
    let cloud = app.cloud_for(&caller)?;
    if asked.text_version != CONSENT_TEXT_VERSION {
        return Err(ApiError::ConsentTextChanged);
    }
    let id = Consents::new_id()?;
    let event = AuditEvent::Consent {
        consent: id.clone(),
        text_version: asked.text_version,
        region: cloud.facts.region.clone(),
        files: asked.files,
        pictures: Some(asked.pictures),
    };
    app.record(&caller, event).await?;
    cloud
        .consents
        .keep(id, &caller.who, SystemTime::now())
        .map(Json)
}
