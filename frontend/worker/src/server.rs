//! The server's cloud engine, as a detector and a classifier.

use std::cell::RefCell;

use deid_model::api::{
    CONSENT_HEADER, DetectPhiAnswer, DetectPhiRequest, DetectTextAnswer, PICTURE_BYTES, Problem,
};
use deid_model::worker::CloudAccess;
use deid_model::{
    Channels, ClassifiedText, DetectedText, DisplayImage, EngineError, PhiClassifier, PhiText,
    TextDetector,
};
use serde::de::DeserializeOwned;

use crate::page::{Answer, Page, Question};

/// How often a question is asked when the server is busy.
const ATTEMPTS: u32 = 8;
/// Seconds to wait where the server does not say.
const PAUSE_S: u32 = 1;
/// Longest pause that is taken as told, in seconds.
const LONGEST_PAUSE_S: u32 = 30;

/// Asks the server, with the user's word.
pub struct Server<'a, P> {
    page: &'a P,
    access: &'a CloudAccess,
    /// Whether nobody wants the answer any more.
    is_over: &'a dyn Fn() -> bool,
    models: RefCell<Models>,
    problem: RefCell<Option<String>>,
}

/// Which models answered.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// That found text.
    pub detector: Option<String>,
    /// That told what is PHI.
    pub classifier: Option<String>,
}

impl<'a, P: Page> Server<'a, P> {
    /// The server of `page`, asked until `is_over`.
    pub fn new(page: &'a P, access: &'a CloudAccess, is_over: &'a dyn Fn() -> bool) -> Self {
        Self {
            page,
            access,
            is_over,
            models: RefCell::default(),
            problem: RefCell::default(),
        }
    }

    /// Which models answered so far.
    pub fn models(&self) -> Models {
        self.models.borrow().clone()
    }

    /// The code of the last problem that the server told.
    pub fn problem(&self) -> Option<String> {
        self.problem.borrow().clone()
    }

    /// Asks until the server is not busy.
    async fn ask<T: DeserializeOwned>(
        &self,
        path: &'static str,
        content_type: &'static str,
        body: &[u8],
    ) -> Result<T, EngineError> {
        let question = Question {
            path,
            content_type,
            headers: [
                ("authorization", format!("Bearer {}", self.access.token)),
                (CONSENT_HEADER, self.access.consent.clone()),
            ],
            body,
        };
        for _ in 0..ATTEMPTS {
            if (self.is_over)() {
                return Err(EngineError::Unavailable);
            }
            let answer = self.page.ask(&question).await?;
            match answer.status {
                200 => {
                    return serde_json::from_slice(&answer.body)
                        .map_err(|_| EngineError::Malformed);
                }
                408 | 429 | 503 => {
                    self.note(&answer);
                    let pause_s = answer.retry_after_s.unwrap_or(PAUSE_S);
                    self.page.pause(pause_s.min(LONGEST_PAUSE_S)).await;
                }
                status => {
                    self.note(&answer);
                    return Err(match status {
                        413 => EngineError::TooLarge,
                        400..500 => EngineError::Rejected,
                        _ => EngineError::Unavailable,
                    });
                }
            }
        }
        Err(EngineError::Throttled {
            retry_after_s: None,
        })
    }

    fn note(&self, answer: &Answer) {
        let problem = serde_json::from_slice::<Problem>(&answer.body);
        self.problem
            .replace(problem.ok().map(|problem| problem.code));
    }
}

impl<P: Page> TextDetector for Server<'_, P> {
    async fn detect_text(&self, image: &DisplayImage) -> Result<DetectedText, EngineError> {
        let png = png_of(image).ok_or(EngineError::Rejected)?;
        if png.len() as u64 > PICTURE_BYTES {
            return Err(EngineError::TooLarge);
        }
        let answer: DetectTextAnswer = self.ask("api/detect-text", "image/png", &png).await?;
        self.models.borrow_mut().detector.clone_from(&answer.model);
        Ok(answer.into())
    }
}

impl<P: Page> PhiClassifier for Server<'_, P> {
    async fn classify_phi(&self, text: &PhiText) -> Result<ClassifiedText, EngineError> {
        let request = DetectPhiRequest {
            text: text.expose().to_owned(),
        };
        let body = serde_json::to_vec(&request).map_err(|_| EngineError::Rejected)?;
        let answer: DetectPhiAnswer = self
            .ask("api/detect-phi", "application/json", &body)
            .await?;
        self.models
            .borrow_mut()
            .classifier
            .clone_from(&answer.model);
        Ok(answer.into())
    }
}

/// The picture and nothing else: no name, no date, no resolution.
fn png_of(image: &DisplayImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, image.size().columns, image.size().rows);
    encoder.set_color(match image.channels() {
        Channels::Grey => png::ColorType::Grayscale,
        Channels::Rgb => png::ColorType::Rgb,
    });
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(image.samples()).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
