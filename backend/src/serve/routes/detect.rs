//! `POST /api/detect-text` and `POST /api/detect-phi`: one picture or one text, sent to Amazon under a consent.

use std::sync::Arc;
use std::time::SystemTime;

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::{Extension, Json};
use deid_model::api::{
    CONSENT_HEADER, DetectPhiAnswer, DetectPhiRequest, DetectTextAnswer, PICTURE_BYTES,
};
use deid_model::{PhiClassifier, PhiText, TextDetector};

use crate::serve::app::App;
use crate::serve::body::{self, BodyLimits};
use crate::serve::cloud::{Cloud, apart};
use crate::serve::picture;
use crate::serve::problem::ApiError;
use crate::serve::rights::Caller;

/// Longest text, in bytes; the engine is asked about parts of it.
pub const TEXT_BYTES: usize = 200_000;
/// Longest body of a text: each byte may be written as `\u00..`.
const TEXT_BODY_BYTES: usize = TEXT_BYTES * 6 + 1024;

/// Finds words. The body is read by those who have a place in the line, so that memory is bounded, and the turn is taken
/// with the whole body in hand, so that a slow sender keeps nobody waiting.
pub async fn detect_text(
    State(app): State<Arc<App>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Json<DetectTextAnswer>, ApiError> {
    let (parts, body) = request.into_parts();
    let cloud = consented(&app, &caller, &parts.headers)?;
    body::require_type(&parts.headers, "image/png")?;
    let place = cloud.text_place()?;
    let limits = BodyLimits {
        most_bytes: PICTURE_BYTES as usize,
        longest: app.longest_body(),
    };
    let png = body::read(&parts.headers, body, limits).await?;
    let bytes = picture::memory(&png)?;
    let turn = place.turn().await?;
    let memory = cloud.memory(bytes).await?;
    let processor = cloud.processor().await?;
    let detector = cloud.detector.clone();
    let call = async move || {
        let picture = picture::decode(&png)?;
        drop((png, processor));
        let found = detector.detect_text(&picture).await?;
        Ok(DetectTextAnswer {
            model: detector.model(),
            ..DetectTextAnswer::from(&found)
        })
    };
    apart((turn, memory), call).await.map(Json)
}

/// Finds PHI.
pub async fn detect_phi(
    State(app): State<Arc<App>>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Result<Json<DetectPhiAnswer>, ApiError> {
    let cloud = consented(&app, &caller, request.headers())?;
    let place = cloud.phi_place()?;
    let limits = BodyLimits {
        most_bytes: TEXT_BODY_BYTES,
        longest: app.longest_body(),
    };
    let DetectPhiRequest { text } = body::read_json(request, limits).await?;
    match text.len() {
        0 => return Err(ApiError::MalformedRequest),
        length if length > TEXT_BYTES => return Err(ApiError::TooLarge),
        _ => (),
    }
    let turn = place.turn().await?;
    let classifier = cloud.classifier.clone();
    let call = async move || {
        let found = classifier.classify_phi(&PhiText::new(text)).await?;
        Ok(DetectPhiAnswer {
            model: classifier.model(),
            ..DetectPhiAnswer::from(&found)
        })
    };
    apart(turn, call).await.map(Json)
}

/// The engine, for a caller who may use it and whose consent the headers name.
fn consented<'a>(
    app: &'a App,
    caller: &Caller,
    headers: &HeaderMap,
) -> Result<&'a Cloud, ApiError> {
    let cloud = app.cloud_for(caller)?;
    let id = headers
        .get(CONSENT_HEADER)
        .and_then(|value| value.to_str().ok());
    match id {
        Some(id) if cloud.consents.is_live(id, &caller.who, SystemTime::now()) => Ok(cloud),
        _ => Err(ApiError::ConsentNeeded),
    }
}
