//! Why a store gave no answer.

use crate::failure::Failure;

/// Why an object or a bucket could not be used. Names neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum S3Error {
    /// There is no such object or bucket.
    #[error("there is no such object or bucket")]
    NotFound,
    /// The credentials are not valid, or may not do this.
    #[error("the store refused these credentials")]
    Denied,
    /// An object of this name is there already.
    #[error("an object of this name is there already")]
    AlreadyThere,
    /// The object is longer than allowed.
    #[error("the object is too large")]
    TooLarge,
    /// The bucket lies in another region than the one configured.
    #[error("the bucket lies in another region")]
    Elsewhere,
    /// The store does not understand or take the request.
    #[error("the store refused the request")]
    Rejected,
    /// The store is busy or out of reach.
    #[error("the store is not available")]
    Unavailable,
}

impl From<Failure> for S3Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::NotFound => Self::NotFound,
            Failure::Denied => Self::Denied,
            Failure::AlreadyThere => Self::AlreadyThere,
            Failure::TooLarge => Self::TooLarge,
            Failure::Elsewhere => Self::Elsewhere,
            Failure::Rejected => Self::Rejected,
            Failure::Throttled { .. } | Failure::Malformed | Failure::Unavailable => {
                Self::Unavailable
            }
        }
    }
}
