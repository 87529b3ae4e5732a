//! The addresses, one file a topic: read the request, check the right, make one call, answer.

pub mod capabilities;
pub mod consents;
pub mod detect;
pub mod health;
pub mod objects;
pub mod records;
