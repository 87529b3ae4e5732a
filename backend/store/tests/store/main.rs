//! The running store, over real HTTP: through the AWS SDK, and byte by byte where the SDK would tidy up.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "every function of this file belongs to a test"
)]

mod chunks;
mod hostile_keys;
mod listing;
mod pages;
mod playground;
mod raw;
mod reading;
mod signatures;
mod traps;
mod uploads;
mod writing;
