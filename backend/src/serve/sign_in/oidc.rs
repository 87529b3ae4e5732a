//! Checks the tokens of an OIDC provider: signature, issuer, audience, times, and what groups they name.

use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::Identity;
use super::fetch;
use super::key_set::{KeySet, NoKey};
use crate::serve::problem::ApiError;

/// Signatures that a public key can check. Never `none`, never one made with a shared secret.
const ALGORITHMS: [Algorithm; 6] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::ES384,
];
/// How far clocks may differ, in seconds.
const LEEWAY_S: u64 = 60;
/// Longer tokens are not looked at.
const MOST_BYTES: usize = 16 * 1024;

/// Whose tokens are good for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OidcSettings {
    /// `iss`, and where its keys are found.
    pub issuer: String,
    /// Values of `aud`, or of `client_id` where a token has no `aud` (access tokens of Amazon Cognito).
    pub audiences: Vec<String>,
    /// Claim that names a caller's groups.
    pub groups_claim: String,
}

/// One provider.
pub struct Oidc {
    settings: OidcSettings,
    keys: KeySet,
}

/// Why a provider cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// Its keys could be changed on the way.
    #[error("the OIDC issuer must be an https address (http only on this computer)")]
    Insecure,
    /// Every token of the issuer would do, also those for other programs.
    #[error("OIDC needs an audience (or client id): --oidc-audience")]
    NoAudience,
    /// Nothing to check certificates with.
    #[error("this computer has no root certificates to check the identity provider with")]
    NoRoots(#[from] std::io::Error),
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    #[serde(flatten)]
    others: Map<String, Value>,
}

impl Oidc {
    /// Checks the settings; asks the provider for nothing yet.
    ///
    /// # Errors
    /// [`OidcError`]
    pub fn new(settings: OidcSettings) -> Result<Self, OidcError> {
        fetch::secure(&settings.issuer).ok_or(OidcError::Insecure)?;
        if settings.audiences.is_empty() {
            return Err(OidcError::NoAudience);
        }
        let keys = KeySet::new(settings.issuer.clone())?;
        Ok(Self { settings, keys })
    }

    /// Whether the provider gives its keys.
    pub async fn has_keys(&self) -> bool {
        !matches!(self.keys.key(None).await, Err(NoKey::Unavailable))
    }

    /// Whom `token` names.
    ///
    /// # Errors
    /// [`ApiError::SignInNeeded`], [`ApiError::SignInUnavailable`]
    pub async fn identify(&self, token: &str) -> Result<Identity, ApiError> {
        if token.len() > MOST_BYTES {
            return Err(ApiError::SignInNeeded);
        }
        let header = decode_header(token).map_err(|_| ApiError::SignInNeeded)?;
        if !ALGORITHMS.contains(&header.alg) {
            return Err(ApiError::SignInNeeded);
        }
        let key = self
            .keys
            .key(header.kid.as_deref())
            .await
            .map_err(|problem| match problem {
                NoKey::Unknown => ApiError::SignInNeeded,
                NoKey::Unavailable => ApiError::SignInUnavailable,
            })?;
        let claims = decode::<Claims>(token, &key, &self.validation(header.alg))
            .map_err(|_| ApiError::SignInNeeded)?
            .claims;
        if !self.is_for_us(&claims.others) {
            return Err(ApiError::SignInNeeded);
        }
        let groups = claims.others.get(&self.settings.groups_claim).map(texts);
        Ok(Identity {
            who: format!("oidc:{}", claims.sub),
            groups: Some(groups.unwrap_or_default()),
        })
    }

    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.leeway = LEEWAY_S;
        validation.validate_nbf = true;
        // `aud` is checked by `is_for_us`, which knows `client_id` too.
        validation.validate_aud = false;
        validation.set_issuer(&[&self.settings.issuer]);
        validation.set_required_spec_claims(&["exp", "iss", "sub"]);
        validation
    }

    /// Whether the token was given out for this program, and to be shown to it.
    fn is_for_us(&self, claims: &Map<String, Value>) -> bool {
        let is_ours = |name: &String| self.settings.audiences.contains(name);
        let purpose = claims.get("token_use").map(texts);
        let is_shown = |purposes: &[&str]| {
            purpose
                .as_ref()
                .is_none_or(|given| given.iter().all(|given| purposes.contains(&given.as_str())))
        };
        match claims.get("aud") {
            Some(audience) => texts(audience).iter().any(is_ours) && is_shown(&["access", "id"]),
            None => {
                let client = claims.get("client_id").map(texts).unwrap_or_default();
                purpose.is_some() && is_shown(&["access"]) && client.iter().any(is_ours)
            }
        }
    }
}

/// The texts of a claim: one, or a list.
fn texts(claim: &Value) -> Vec<String> {
    match claim {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items
            .iter()
            .filter_map(Value::as_str)
            .map(Into::into)
            .collect(),
        _ => Vec::new(),
    }
}
