//! The cloud engine as this server offers it: Amazon Rekognition and Comprehend Medical, one place to wait, and the
//! consents under which they are asked.

use std::sync::Arc;

use deid_aws::{
    Access, AccessError, ComprehendMedical, Endpoint, Patience, RateLimit, Rekognition,
};
use deid_model::api::{CONSENT_TEXT_VERSION, CloudFacts};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::configuration::{CloudSettings, LimitSettings};
use super::consents::Consents;
use super::limits::Gate;
use super::problem::ApiError;

/// Memory for pictures that are being decoded and sent, in kibibytes.
const PICTURE_KIB: u32 = 256 * 1024;

/// The engine and its bounds.
pub struct Cloud {
    /// What the page tells about it.
    pub facts: CloudFacts,
    /// Who agreed.
    pub consents: Consents,
    /// Finds words.
    pub detector: Rekognition,
    /// Finds PHI.
    pub classifier: ComprehendMedical,
    /// Paid calls.
    pub gate: Gate,
    memory: Arc<Semaphore>,
}

impl Cloud {
    /// Prepares the engines; calls nothing yet.
    ///
    /// # Errors
    /// [`AccessError`]
    pub async fn new(
        settings: &CloudSettings,
        limits: &LimitSettings,
    ) -> Result<Self, AccessError> {
        let endpoint = Endpoint::Aws {
            region: settings.region.clone(),
            instance_role: true,
        };
        let access = Access::connect(&endpoint, Patience::INTERACTIVE).await?;
        let detector = Rekognition::new(&access, RateLimit::new(settings.detect_text_per_second));
        let classifier =
            ComprehendMedical::new(&access, RateLimit::new(settings.detect_phi_per_second));
        Ok(Self::with(detector, classifier, settings, limits))
    }

    /// These engines, within these bounds.
    pub fn with(
        detector: Rekognition,
        classifier: ComprehendMedical,
        settings: &CloudSettings,
        limits: &LimitSettings,
    ) -> Self {
        let calls = limits.cloud_calls_at_a_time.get() as usize;
        Self {
            facts: facts(settings),
            consents: Consents::default(),
            detector,
            classifier,
            gate: Gate::new(calls, usize::from(limits.cloud_calls_waiting)),
            memory: Arc::new(Semaphore::new(PICTURE_KIB as usize)),
        }
    }

    /// Waits until `bytes` of memory may be used.
    ///
    /// # Errors
    /// [`ApiError::TooLarge`] for more than there ever is.
    pub async fn memory(&self, bytes: u64) -> Result<OwnedSemaphorePermit, ApiError> {
        let kib = u32::try_from(bytes.div_ceil(1024)).map_err(|_| ApiError::TooLarge)?;
        if kib > PICTURE_KIB {
            return Err(ApiError::TooLarge);
        }
        Arc::clone(&self.memory)
            .acquire_many_owned(kib)
            .await
            .map_err(|_| ApiError::Internal)
    }
}

/// Runs one paid call on a thread of its own: packing and signing megabytes would keep other requests waiting. `held`
/// is given back when the call is over, even where nobody waits for it any more.
///
/// # Errors
/// What the call answers.
pub async fn apart<T, F, H>(
    held: H,
    call: impl FnOnce() -> F + Send + 'static,
) -> Result<T, ApiError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, ApiError>>,
    H: Send + 'static,
{
    let runtime = Handle::current();
    let work = move || {
        let _held = held;
        runtime.block_on(call())
    };
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err(ApiError::Internal))
}

fn facts(settings: &CloudSettings) -> CloudFacts {
    CloudFacts {
        region: settings.region.clone(),
        account: settings.account.clone(),
        opted_out: settings.opted_out,
        detect_text_per_second: settings.detect_text_per_second,
        detect_phi_per_second: settings.detect_phi_per_second,
        prices: settings.prices.clone(),
        consent_text_version: CONSENT_TEXT_VERSION,
    }
}
