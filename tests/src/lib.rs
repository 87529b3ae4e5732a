//! What the end-to-end tests share: the line as a shell runs it ([`line`]), a reader that knows the truth ([`reader`]),
//! the judge of outputs ([`judge`]) with its own reader of stored samples ([`stored`]), the real binary ([`binary`], on
//! a [`desk`]) and the real browser ([`browser`]).
#![expect(
    clippy::expect_used,
    reason = "a test bench that does not start must stop loudly"
)]

pub mod binary;
pub mod browser;
pub mod desk;
pub mod judge;
pub mod judge_header;
pub mod line;
pub mod reader;
pub mod stored;
