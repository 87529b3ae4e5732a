//! Who agreed, and until when. Kept in memory: after a restart people are asked again.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use deid_model::api::Consent;

use super::problem::ApiError;

/// How long a consent lives.
const LIFE: Duration = Duration::from_secs(8 * 60 * 60);
/// Of one caller; the oldest goes when one more comes.
const MOST_OF_ONE: usize = 1000;
/// Of all callers.
const MOST: usize = 10_000;
/// What is told when there are so many, in seconds.
const BUSY_S: u32 = 30;

/// The consents that live.
#[derive(Default)]
pub struct Consents {
    given: Mutex<HashMap<String, Given>>,
}

struct Given {
    who: String,
    until: SystemTime,
}

impl Consents {
    /// A new id, which means nothing until it is [kept](Self::keep).
    ///
    /// # Errors
    /// [`ApiError::Internal`] where the system has no randomness.
    pub fn new_id() -> Result<String, ApiError> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|_| ApiError::Internal)?;
        Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Keeps the consent `id` of `who`, from `now` on.
    ///
    /// # Errors
    /// [`ApiError::Busy`] where no more can be kept.
    pub fn keep(&self, id: String, who: &str, now: SystemTime) -> Result<Consent, ApiError> {
        let until = now + LIFE;
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given.retain(|_, consent| now < consent.until);
        let own = || given.iter().filter(|(_, consent)| consent.who == who);
        if own().count() >= MOST_OF_ONE {
            let oldest = own()
                .min_by_key(|(_, consent)| consent.until)
                .map(|(id, _)| id.clone());
            oldest.and_then(|id| given.remove(&id));
        }
        if given.len() >= MOST {
            return Err(ApiError::Busy {
                retry_after_s: BUSY_S,
            });
        }
        let who = who.to_owned();
        given.insert(id.clone(), Given { who, until });
        let expires_at = until
            .duration_since(UNIX_EPOCH)
            .map_or(0, |time| time.as_secs());
        Ok(Consent { id, expires_at })
    }

    /// Whether the consent `id` of `who` lives at `now`.
    pub fn is_live(&self, id: &str, who: &str, now: SystemTime) -> bool {
        let given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        given
            .get(id)
            .is_some_and(|consent| consent.who == who && now < consent.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_is_good_for_one_caller_and_for_eight_hours() {
        let consents = Consents::default();
        let now = SystemTime::now();
        let id = consents
            .keep(Consents::new_id().unwrap(), "a", now)
            .unwrap()
            .id;
        assert!(consents.is_live(&id, "a", now));
        assert!(consents.is_live(&id, "a", now + LIFE - Duration::from_secs(1)));
        assert!(!consents.is_live(&id, "a", now + LIFE));
        assert!(!consents.is_live(&id, "b", now));
        assert!(!consents.is_live("", "a", now));
    }

    #[test]
    fn consents_are_bounded_for_one_caller_and_for_all() {
        let consents = Consents::default();
        let now = SystemTime::now();
        let at = |second| now + Duration::from_secs(second);
        for number in 0..=MOST_OF_ONE as u64 {
            consents.keep(number.to_string(), "a", at(number)).unwrap();
        }
        assert!(!consents.is_live("0", "a", now));
        assert!(consents.is_live("1", "a", now));
        let kept = consents.given.lock().unwrap().len();
        for number in kept..MOST {
            consents
                .keep(format!("x{number}"), &number.to_string(), now)
                .unwrap();
        }
        assert_eq!(
            consents.keep("y".into(), "b", now).err(),
            Some(ApiError::Busy {
                retry_after_s: BUSY_S
            })
        );
        assert!(consents.keep("y".into(), "b", now + LIFE * 2).is_ok());
    }
}
