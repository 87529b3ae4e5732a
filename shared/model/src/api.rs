//! The wire between page and server, all under `/api`.

use serde::{Deserialize, Serialize};

/// Answer of `GET /api/capabilities`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Capabilities {
    /// The server's version.
    pub version: String,
    /// Engines that can be chosen; `local` is always there.
    pub engines: Vec<String>,
}

/// An error of the API, `application/problem+json` (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// Machine-readable code.
    pub code: String,
    /// One sentence for people; never a value of the request.
    pub title: String,
    /// Names the request in the server's log.
    pub request_id: String,
}
