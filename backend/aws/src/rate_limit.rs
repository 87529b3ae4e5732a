//! A token bucket that all callers of one service share, so that an account's quota is kept without relying on retries.
//!
//! It is kept as one moment: the time at which the bucket will be full again. Taking a token moves it on; whoever finds
//! it more than a bucket away waits for the difference. Waits are handed out in the order of asking, so it is fair.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_sdk_rekognition::config::interceptors::BeforeTransmitInterceptorContextRef;
use aws_sdk_rekognition::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_rekognition::error::BoxError;
use tokio::time::Instant;

/// Keeps calls below a rate, with bursts of about one second.
#[derive(Debug)]
pub struct RateLimit {
    interval: Duration,
    burst: Duration,
    full_at: Mutex<Option<Instant>>,
}

/// Slowest and fastest rate, in calls a second.
const RATES: (f64, f64) = (0.001, 100_000.0);

impl RateLimit {
    /// At most `per_second` calls a second; share it between all users of one service and account.
    #[must_use]
    pub fn new(per_second: f64) -> Arc<Self> {
        let rate = if per_second.is_nan() {
            1.0
        } else {
            per_second.clamp(RATES.0, RATES.1)
        };
        let interval = Duration::from_secs_f64(1.0 / rate);
        Arc::new(Self {
            interval,
            // What may be taken at once beyond the first call: a second's worth in all.
            burst: Duration::from_secs(1).saturating_sub(interval),
            full_at: Mutex::new(None),
        })
    }

    /// Waits until one more call may be made. A wait that is dropped has still taken its turn.
    pub async fn wait(&self) {
        let wait = self.take(Instant::now());
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
    }

    /// Counts a call that is made anyway, a retry: the calls after it wait for it.
    fn charge(&self) {
        self.take(Instant::now());
    }

    /// Takes one token at `now` and answers how long to wait until it is there.
    fn take(&self, now: Instant) -> Duration {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let due = full_at.map_or(now, |at| at.max(now));
        *full_at = Some(due + self.interval);
        (due - now).saturating_sub(self.burst)
    }
}

/// Charges the SDK's own retries of one call to the limit; the first attempt has waited for its turn.
#[derive(Debug)]
pub struct ChargeRetries {
    limit: Arc<RateLimit>,
    is_retry: AtomicBool,
}

impl ChargeRetries {
    /// For one call that has waited.
    pub const fn new(limit: Arc<RateLimit>) -> Self {
        Self {
            limit,
            is_retry: AtomicBool::new(false),
        }
    }
}

impl Intercept for ChargeRetries {
    fn name(&self) -> &'static str {
        "ChargeRetries"
    }

    fn read_before_attempt(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if self.is_retry.swap(true, Ordering::Relaxed) {
            self.limit.charge();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds after `start` at which calls pass that are asked for at `asked` seconds, in that order.
    fn passed(limit: &RateLimit, start: Instant, asked: &[f64]) -> Vec<f64> {
        let pass = |at: &f64| {
            let now = start + Duration::from_secs_f64(*at);
            at + limit.take(now).as_secs_f64()
        };
        asked.iter().map(pass).collect()
    }

    #[track_caller]
    fn check(per_second: f64, asked: &[f64], expect: &[f64]) {
        let passed = passed(&RateLimit::new(per_second), Instant::now(), asked);
        let is_near = passed.iter().zip(expect).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(is_near && passed.len() == expect.len(), "{passed:?}");
    }

    #[test]
    fn a_second_of_calls_passes_at_once_and_the_rest_at_the_rate_in_order() {
        check(4.0, &[0.0; 7], &[0.0, 0.0, 0.0, 0.0, 0.25, 0.5, 0.75]);
        check(0.5, &[0.0; 3], &[0.0, 2.0, 4.0]);
        check(1.0, &[0.0, 0.5, 0.5, 9.0], &[0.0, 1.0, 2.0, 9.0]);
    }

    #[test]
    fn a_bucket_fills_again_but_never_above_a_second() {
        check(2.0, &[100.0; 4], &[100.0, 100.0, 100.5, 101.0]);
        check(2.0, &[0.0, 0.0, 0.5, 0.5], &[0.0, 0.0, 0.5, 1.0]);
    }

    #[test]
    fn no_second_holds_more_than_the_rate_and_a_burst() {
        let limit = RateLimit::new(5.0);
        let asked: Vec<f64> = (0..400).map(|call| f64::from(call) * 0.013).collect();
        let passed = passed(&limit, Instant::now(), &asked);
        for from in &passed {
            let within = passed.iter().filter(|at| (*from..from + 1.0).contains(*at));
            assert!(within.count() <= 10);
        }
        assert!(passed.is_sorted());
    }

    #[tokio::test]
    async fn a_charged_retry_delays_the_calls_after_it() {
        let limit = RateLimit::new(2.0);
        limit.wait().await;
        limit.charge();
        limit.charge();
        let wait = limit.take(Instant::now()).as_secs_f64();
        assert!((0.5..=1.0).contains(&wait), "{wait}");
    }

    #[tokio::test]
    async fn waiting_takes_as_long_as_it_must() {
        let limit = RateLimit::new(20.0);
        let start = Instant::now();
        for _ in 0..25 {
            limit.wait().await;
        }
        assert!(start.elapsed() >= Duration::from_millis(249));
    }

    #[test]
    fn a_rate_that_is_none_is_a_slow_one() {
        for rate in [f64::NAN, -1.0, 0.0, f64::INFINITY] {
            let limit = RateLimit::new(rate);
            assert!(limit.interval >= Duration::from_micros(10), "{rate}");
        }
    }
}
