//! The public keys of an identity provider, kept, and asked for again when they are old or one is missing.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, PublicKeyUse};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::fetch::{FetchError, Fetcher};

/// Keys older than this are asked for again, and used on while there is no answer.
const OLD: Duration = Duration::from_secs(60 * 60);
/// Keys older than this are used no longer.
const EXPIRED: Duration = Duration::from_secs(24 * 60 * 60);
/// Between two questions: tokens that name keys nobody has must not become questions to the provider.
const PAUSE: Duration = Duration::from_secs(60);
/// Between two questions while there are no keys at all.
const SHORT_PAUSE: Duration = Duration::from_secs(5);
const MOST_KEYS: usize = 64;

/// Keys by their id; a key without one has the empty id.
type Keys = HashMap<String, DecodingKey>;

/// The keys of one provider.
pub struct KeySet {
    issuer: String,
    fetcher: Fetcher,
    held: RwLock<Option<Held>>,
    last_question: Mutex<Option<Instant>>,
}

#[derive(Clone)]
struct Held {
    keys: Arc<Keys>,
    since: Instant,
}

/// Why a token's key is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoKey {
    /// The provider has no such key.
    Unknown,
    /// The provider does not answer.
    Unavailable,
}

/// What is used of `/.well-known/openid-configuration`.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

/// A key that cannot be read must not take the others with it.
#[derive(Deserialize)]
struct Published {
    keys: Vec<serde_json::Value>,
}

impl KeySet {
    /// The keys of `issuer`; nothing is asked for yet.
    ///
    /// # Errors
    /// Where this computer has no root certificates.
    pub fn new(issuer: String) -> std::io::Result<Self> {
        Ok(Self {
            fetcher: Fetcher::new(&issuer)?,
            issuer,
            held: RwLock::new(None),
            last_question: Mutex::new(None),
        })
    }

    /// The key that a token names; the only key, for a token that names none.
    ///
    /// # Errors
    /// [`NoKey`]
    pub async fn key(&self, id: Option<&str>) -> Result<DecodingKey, NoKey> {
        let held = self.held();
        let found = held.as_ref().and_then(|held| pick(&held.keys, id));
        if let (Some(key), Some(held)) = (found, &held)
            && held.since.elapsed() < OLD
        {
            return Ok(key);
        }
        self.ask().await;
        let held = self.held().ok_or(NoKey::Unavailable)?;
        if held.since.elapsed() >= EXPIRED {
            return Err(NoKey::Unavailable);
        }
        pick(&held.keys, id).ok_or(NoKey::Unknown)
    }

    fn held(&self) -> Option<Held> {
        self.held
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Asks the provider, unless that was just done; who comes meanwhile waits for the answer.
    async fn ask(&self) {
        let mut last_question = self.last_question.lock().await;
        let pause = if self.held().is_some() {
            PAUSE
        } else {
            SHORT_PAUSE
        };
        if last_question.is_some_and(|last| last.elapsed() < pause) {
            return;
        }
        match self.fetch().await {
            Ok(keys) => {
                let held = Held {
                    keys: Arc::new(keys),
                    since: Instant::now(),
                };
                *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
            }
            Err(problem) => tracing::warn!(%problem, "the identity provider gave no keys"),
        }
        *last_question = Some(Instant::now());
    }

    async fn fetch(&self) -> Result<Keys, FetchError> {
        let base = self.issuer.trim_end_matches('/');
        let discovery: Discovery = self
            .fetcher
            .json(&format!("{base}/.well-known/openid-configuration"))
            .await?;
        if discovery.issuer != self.issuer {
            return Err(FetchError::Malformed);
        }
        let published: Published = self.fetcher.json(&discovery.jwks_uri).await?;
        let keys = published.keys.into_iter().take(MOST_KEYS);
        Ok(keys.filter_map(usable).collect())
    }
}

/// An RSA or elliptic curve key for signatures.
fn usable(key: serde_json::Value) -> Option<(String, DecodingKey)> {
    let key: Jwk = serde_json::from_value(key).ok()?;
    let is_for_signatures = matches!(
        key.common.public_key_use,
        None | Some(PublicKeyUse::Signature)
    );
    let is_public = matches!(
        key.algorithm,
        AlgorithmParameters::RSA(_) | AlgorithmParameters::EllipticCurve(_)
    );
    if !is_for_signatures || !is_public {
        return None;
    }
    let public = DecodingKey::from_jwk(&key).ok()?;
    Some((key.common.key_id.unwrap_or_default(), public))
}

fn pick(keys: &Keys, id: Option<&str>) -> Option<DecodingKey> {
    match id {
        Some(id) => keys.get(id).cloned(),
        None if keys.len() == 1 => keys.values().next().cloned(),
        None => None,
    }
}
