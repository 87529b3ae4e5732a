//! Amazon Comprehend Medical `DetectPHI`: the text of one picture, one call for each 19,000 bytes.

mod normalize;
mod split;
mod translate;

use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_comprehendmedical::Client;
use aws_sdk_comprehendmedical::config::Builder;
use aws_sdk_comprehendmedical::config::retry::{RetryPartition, TokenBucket};
use aws_sdk_comprehendmedical::operation::detect_phi::DetectPhiOutput;
use deid_model::{ClassifiedText, Coverage, EngineError, PhiClassifier, PhiText};

use crate::access::{Access, AccessError};
use crate::failure::Failure;
use crate::rate_limit::{ChargeRetries, RateLimit};

/// Finds PHI in English text with Amazon Comprehend Medical. Cheap to clone; clones share limit and model.
///
/// Everything it names is PHI with a score above 0, kinds it does not know included; which scores count is the
/// caller's decision.
#[derive(Clone, Debug)]
pub struct ComprehendMedical {
    client: Client,
    limit: Arc<RateLimit>,
    model: Arc<Mutex<Option<String>>>,
}

impl ComprehendMedical {
    /// Asks where `access` says, as fast as `limit` allows. Calls nothing yet.
    #[must_use]
    pub fn new(access: &Access, limit: Arc<RateLimit>) -> Self {
        // The limit spares the service; the SDK's own retry quota would fail calls after a long busy spell.
        let retries = RetryPartition::custom("deid-comprehendmedical")
            .token_bucket(TokenBucket::unlimited())
            .build();
        let config = Builder::from(access.config()).retry_partition(retries);
        Self {
            client: Client::from_conf(config.build()),
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

    /// Makes one real call with a text of four letters to learn whether calls are allowed. Costs about $0.0014.
    ///
    /// # Errors
    /// [`AccessError`]
    pub async fn paid_check(&self) -> Result<(), AccessError> {
        self.ask("Test").await.map_err(AccessError::from)?;
        Ok(())
    }

    async fn ask(&self, text: &str) -> Result<DetectPhiOutput, Failure> {
        self.limit.wait().await;
        self.client
            .detect_phi()
            .text(text)
            .customize()
            .interceptor(ChargeRetries::new(Arc::clone(&self.limit)))
            .send()
            .await
            .map_err(|error| Failure::of(&error))
    }
}

impl PhiClassifier for ComprehendMedical {
    async fn classify_phi(&self, text: &PhiText) -> Result<ClassifiedText, EngineError> {
        let text = normalize::normalized(text.expose());
        let mut entities = Vec::new();
        let mut coverage = Coverage::Complete;
        for chunk in split::chunks(&text) {
            let answer = self.ask(chunk.text).await.map_err(EngineError::from)?;
            entities.extend(translate::entities_from(&answer, chunk)?);
            if answer.pagination_token.is_some() {
                coverage = Coverage::Truncated;
            }
            let mut model = self.model.lock().unwrap_or_else(PoisonError::into_inner);
            *model = Some(answer.model_version);
        }
        Ok(ClassifiedText {
            entities: translate::merged(entities),
            coverage,
        })
    }
}
