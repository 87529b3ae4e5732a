//! The token of one start: 256 random bits, told in the fragment of the printed link.

use subtle::ConstantTimeEq;

use super::Identity;
use crate::audit;
use crate::serve::problem::ApiError;

/// What the link holds.
pub struct StartToken(String);

impl StartToken {
    /// A new one.
    ///
    /// # Errors
    /// Where the system has no randomness.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(
            bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        ))
    }

    /// The token, for the link.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whoever holds it is the user who started the server.
    ///
    /// # Errors
    /// [`ApiError::SignInNeeded`]
    pub fn identify(&self, token: &str) -> Result<Identity, ApiError> {
        if bool::from(self.0.as_bytes().ct_eq(token.as_bytes())) {
            Ok(Identity {
                who: audit::os_user(),
                groups: None,
            })
        } else {
            Err(ApiError::SignInNeeded)
        }
    }
}
