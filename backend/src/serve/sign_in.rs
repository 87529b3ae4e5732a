//! Who asks: whoever holds the token of this start, or whom an identity provider names.

mod fetch;
mod key_set;
mod oidc;
mod token;

use axum::http::header::{self, HeaderMap};

pub use oidc::{Oidc, OidcSettings};
pub use token::StartToken;

use super::problem::ApiError;

/// How callers are known.
pub enum SignIn {
    /// One person on this computer.
    Token(StartToken),
    /// Whom an OIDC provider vouches for.
    Oidc(Box<Oidc>),
}

/// Somebody whose token is valid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// As the audit log calls them.
    pub who: String,
    /// Groups they are in; `None` where groups do not matter, and everything is theirs.
    pub groups: Option<Vec<String>>,
}

impl SignIn {
    /// Who sent these headers.
    ///
    /// # Errors
    /// [`ApiError::SignInNeeded`], [`ApiError::SignInUnavailable`]
    pub async fn identify(&self, headers: &HeaderMap) -> Result<Identity, ApiError> {
        let token = bearer(headers).ok_or(ApiError::SignInNeeded)?;
        match self {
            Self::Token(expected) => expected.identify(token),
            Self::Oidc(provider) => provider.identify(token).await,
        }
    }
}

/// The one token of `Authorization: Bearer`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let is_one_bearer = values.next().is_none() && scheme.eq_ignore_ascii_case("bearer");
    is_one_bearer
        .then_some(token.trim())
        .filter(|token| !token.is_empty())
}
