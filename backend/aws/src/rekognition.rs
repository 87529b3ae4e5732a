//! Amazon Rekognition `DetectText`: one picture, one call.

mod prepare;
mod shape;
mod translate;

use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_rekognition::Client;
use aws_sdk_rekognition::config::Builder;
use aws_sdk_rekognition::config::retry::{RetryPartition, TokenBucket};
use aws_sdk_rekognition::operation::detect_text::DetectTextOutput;
use aws_sdk_rekognition::primitives::Blob;
use aws_sdk_rekognition::types::{DetectTextFilters, DetectionFilter, Image};
use deid_model::{Channels, DetectedText, DisplayImage, EngineError, FrameSize, TextDetector};

use crate::access::{Access, AccessError};
use crate::failure::Failure;
use crate::rate_limit::{ChargeRetries, RateLimit};

/// Words below this confidence, in percent, are left out. Told explicitly, since the service's own default is 80; not
/// 0, which could be taken for "not set".
const LEAST_CONFIDENCE: f32 = 1.0;

/// Finds words in one picture with Amazon Rekognition. Cheap to clone; clones share limit and model.
///
/// A picture that does not fit is [`EngineError::TooLarge`]; one with about as many words as the service ever tells is
/// `Coverage::Truncated`. Cutting and asking again is the caller's.
#[derive(Clone, Debug)]
pub struct Rekognition {
    client: Client,
    access: Access,
    limit: Arc<RateLimit>,
    model: Arc<Mutex<Option<String>>>,
}

impl Rekognition {
    /// Asks where `access` says, as fast as `limit` allows. Calls nothing yet.
    #[must_use]
    pub fn new(access: &Access, limit: Arc<RateLimit>) -> Self {
        // The limit spares the service; the SDK's own retry quota would fail calls after a long busy spell.
        let retries = RetryPartition::custom("deid-rekognition")
            .token_bucket(TokenBucket::unlimited())
            .build();
        let config = Builder::from(access.config()).retry_partition(retries);
        Self {
            client: Client::from_conf(config.build()),
            access: access.clone(),
            limit,
            model: Arc::default(),
        }
    }

    /// The model that answered last, as it names itself.
    #[must_use]
    pub fn model(&self) -> Option<String> {
        let model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        model.clone()
    }

    /// Makes one real call with an empty picture to learn whether calls are allowed. Costs about $0.001.
    ///
    /// # Errors
    /// [`AccessError`]
    pub async fn paid_check(&self) -> Result<(), AccessError> {
        let grey = vec![128; 80 * 80];
        let picture = DisplayImage::new(FrameSize::new(80, 80), Channels::Grey, grey)
            .map_err(|_| AccessError::Unavailable)?;
        let prepared = prepare::prepare(&picture).map_err(|_| AccessError::Unavailable)?;
        self.ask(prepared.png).await.map_err(AccessError::from)?;
        Ok(())
    }

    async fn ask(&self, png: Vec<u8>) -> Result<DetectTextOutput, Failure> {
        let least = DetectionFilter::builder().min_confidence(LEAST_CONFIDENCE);
        let filters = DetectTextFilters::builder().word_filter(least.build());
        let timeouts = self.access.timeouts_for(png.len());
        self.limit.wait().await;
        self.client
            .detect_text()
            .image(Image::builder().bytes(Blob::new(png)).build())
            .filters(filters.build())
            .customize()
            .config_override(Builder::new().timeout_config(timeouts))
            .interceptor(ChargeRetries::new(Arc::clone(&self.limit)))
            .send()
            .await
            .map_err(|error| Failure::of(&error))
    }
}

impl TextDetector for Rekognition {
    async fn detect_text(&self, image: &DisplayImage) -> Result<DetectedText, EngineError> {
        let picture = image.clone();
        // Scaling and packing takes tens of milliseconds: not on a thread that serves others.
        let prepared = tokio::task::spawn_blocking(move || prepare::prepare(&picture))
            .await
            .map_err(|_| EngineError::Unavailable)??;
        let answer = self.ask(prepared.png).await.map_err(EngineError::from)?;
        let found = translate::detected_text_from(&answer, prepared.placement)?;
        let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
        *model = answer.text_model_version;
        Ok(found)
    }
}
