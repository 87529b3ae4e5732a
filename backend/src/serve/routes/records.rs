//! `POST /api/records`: a person approved a file, and its output is about to be handed over.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use deid_model::api::FileRecord;

use crate::audit::AuditEvent;
use crate::serve::app::App;
use crate::serve::body::Asked;
use crate::serve::problem::ApiError;
use crate::serve::rights::Caller;

/// Longest of the hashes and ids of a record, in characters.
const MOST_CHARACTERS: usize = 128;

/// Writes it into the audit log.
pub async fn record(
    State(app): State<Arc<App>>,
    Extension(caller): Extension<Caller>,
    Asked(record): Asked<FileRecord>,
) -> Result<StatusCode, ApiError> {
    let texts = [&record.input_hmac, &record.settings_sha256, &record.key_id];
    let options = [&record.output_sha256, &record.consent];
    if !texts
        .into_iter()
        .chain(options.into_iter().flatten())
        .all(|text| is_digits(text))
    {
        return Err(ApiError::MalformedRequest);
    }
    app.record(&caller, AuditEvent::File(record)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hexadecimal digits: there is no room for a name in the log.
fn is_digits(text: &str) -> bool {
    (1..=MOST_CHARACTERS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
