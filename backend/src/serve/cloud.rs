//! The cloud engine as this server offers it: Amazon Rekognition and Comprehend Medical, one place to wait, and the
//! consents under which they are asked.

use std::num::NonZeroUsize;
use std::sync::Arc;

use deid_aws::{
    Access, AccessError, ComprehendMedical, Endpoint, Patience, RateLimit, Rekognition,
};
use deid_model::api::{CONSENT_TEXT_VERSION, CloudFacts};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::configuration::{CloudSettings, LimitSettings};
use super::consents::Consents;
use super::limits::{Gate, Place};
use super::problem::ApiError;

/// Memory for pictures that are being decoded and sent, in kibibytes; bodies that wait come on top, 5 MiB each.
const PICTURE_KIB: u32 = 192 * 1024;

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
    gate: Gate,
    memory: Arc<Semaphore>,
    processors: Arc<Semaphore>,
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
            processors: Arc::new(Semaphore::new(spare_processors())),
        }
    }

    /// A place in the line for `DetectText`: whoever has none must not send a body.
    ///
    /// # Errors
    /// [`ApiError::Busy`]
    pub fn text_place(&self) -> Result<Place, ApiError> {
        self.gate.place(self.facts.detect_text_per_second)
    }

    /// A place in the same line for `DetectPHI`.
    ///
    /// # Errors
    /// [`ApiError::Busy`]
    pub fn phi_place(&self) -> Result<Place, ApiError> {
        self.gate.place(self.facts.detect_phi_per_second)
    }

    /// Waits for a processor to decode a picture with; one is left to those who answer requests.
    ///
    /// # Errors
    /// [`ApiError::Internal`], never as long as this is there.
    pub async fn processor(&self) -> Result<OwnedSemaphorePermit, ApiError> {
        Arc::clone(&self.processors)
            .acquire_owned()
            .await
            .map_err(|_| ApiError::Internal)
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

/// Runs one paid call on a thread of its own: packing and signing megabytes would keep other requests waiting. Where
/// nobody waits for the answer any more, the call is not made, or is broken off. `held` is given back when it is over.
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
    let (mut asker, answer) = oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let _held = held;
        let done = runtime.block_on(async {
            tokio::select! {
                biased;
                () = asker.closed() => None,
                done = async { call().await } => Some(done),
            }
        });
        // Nobody is there to be told of an end that nobody waits for.
        if let Some(done) = done {
            let _ = asker.send(done);
        }
    });
    answer.await.unwrap_or(Err(ApiError::Internal))
}

fn spare_processors() -> usize {
    let all = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    all.saturating_sub(1).max(1)
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn a_call_that_nobody_waits_for_any_more_is_not_made() {
        let turns = Arc::new(Semaphore::new(1));
        let turn = Arc::clone(&turns).acquire_owned().await.unwrap();
        let is_made = Arc::new(AtomicBool::new(false));
        let made = Arc::clone(&is_made);
        let call = apart(turn, async move || {
            tokio::time::sleep(Duration::from_secs(60)).await;
            made.store(true, Ordering::Relaxed);
            Ok(())
        });
        let given_up = tokio::time::timeout(Duration::from_millis(50), call).await;
        assert!(given_up.is_err());
        let turn = tokio::time::timeout(Duration::from_secs(10), turns.acquire()).await;
        assert!(turn.is_ok(), "the turn was kept");
        assert!(!is_made.load(Ordering::Relaxed));
    }

    #[tokio::test]
    async fn a_call_that_breaks_is_told_as_a_failure() {
        let answer = apart((), async || -> Result<(), ApiError> { panic!("a defect") }).await;
        assert_eq!(answer, Err(ApiError::Internal));
    }
}
