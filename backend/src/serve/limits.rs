//! How much is done at a time, and how often one caller may ask.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::problem::ApiError;

/// Work that only so many may do at a time, while only so many more wait for their turn.
pub struct Gate {
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
    size: usize,
}

/// A place in the line, before the turn.
pub struct Place {
    permit: OwnedSemaphorePermit,
    turns: Arc<Semaphore>,
}

/// A turn; over when dropped.
pub struct Turn {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

/// Longest time that a caller who finds no place is told to wait, in seconds.
const LONGEST_WAIT_S: f64 = 30.0;

impl Gate {
    /// `working` at a time, `waiting` behind them.
    pub fn new(working: usize, waiting: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(working + waiting)),
            turns: Arc::new(Semaphore::new(working)),
            size: working + waiting,
        }
    }

    /// Takes a place, without waiting, where `per_second` leave.
    ///
    /// # Errors
    /// [`ApiError::Busy`] where none is left: with the time after which those in line are through.
    pub fn place(&self, per_second: f64) -> Result<Place, ApiError> {
        let permit = Arc::clone(&self.places).try_acquire_owned();
        let wait_s = (self.size as f64 / per_second).ceil();
        Ok(Place {
            permit: permit.map_err(|_| ApiError::Busy {
                retry_after_s: wait_s.clamp(1.0, LONGEST_WAIT_S) as u32,
            })?,
            turns: Arc::clone(&self.turns),
        })
    }
}

impl Place {
    /// Waits for the turn.
    ///
    /// # Errors
    /// [`ApiError::Internal`], never as long as the gate is there.
    pub async fn turn(self) -> Result<Turn, ApiError> {
        let turn = self
            .turns
            .acquire_owned()
            .await
            .map_err(|_| ApiError::Internal)?;
        Ok(Turn {
            _place: self.permit,
            _turn: turn,
        })
    }
}

/// Requests that each caller may make: so many at once, and so many a second in the long run.
pub struct Pace {
    limiter: DefaultKeyedRateLimiter<String>,
    clock: DefaultClock,
}

/// Callers beyond which those who have been silent are forgotten.
const MOST_CALLERS: usize = 10_000;

impl Pace {
    /// `per_second` in the long run, `burst` at once.
    pub fn new(per_second: NonZeroU32, burst: NonZeroU32) -> Self {
        Self {
            limiter: RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a request of `who`.
    ///
    /// # Errors
    /// [`ApiError::TooManyRequests`]
    pub fn count(&self, who: &str) -> Result<(), ApiError> {
        if self.limiter.len() > MOST_CALLERS {
            self.limiter.retain_recent();
        }
        self.limiter
            .check_key(&who.to_owned())
            .map_err(|not_until| {
                let wait = not_until.wait_time_from(self.clock.now());
                ApiError::TooManyRequests {
                    retry_after_s: whole_seconds(wait),
                }
            })
    }
}

/// Rounded up, at least one.
fn whole_seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000))
        .unwrap_or(u32::MAX)
        .max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_so_many_work_and_only_so_many_wait() {
        let gate = Gate::new(1, 1);
        let enter = async || gate.place(0.5)?.turn().await;
        let first = enter().await.unwrap();
        let mut second = Box::pin(enter());
        tokio::select! {
            biased;
            _ = &mut second => panic!("two at a time"),
            () = tokio::task::yield_now() => (),
        }
        let busy = |retry_after_s| Some(ApiError::Busy { retry_after_s });
        assert_eq!(enter().await.err(), busy(4));
        assert_eq!(gate.place(100.0).err(), busy(1));
        assert_eq!(gate.place(0.01).err(), busy(30));
        drop(first);
        assert!(second.await.is_ok());
        assert!(enter().await.is_ok());
    }

    #[test]
    fn each_caller_has_a_pace_of_their_own() {
        let one = NonZeroU32::MIN;
        let pace = Pace::new(one, one);
        assert_eq!(pace.count("a"), Ok(()));
        assert_eq!(
            pace.count("a"),
            Err(ApiError::TooManyRequests { retry_after_s: 1 })
        );
        assert_eq!(pace.count("b"), Ok(()));
    }
}
