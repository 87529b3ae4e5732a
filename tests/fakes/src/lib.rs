//! Amazon Rekognition and Comprehend Medical on loopback, as their wire protocols and limits say, for tests.
//!
//! A picture's words are [`mark`]s: blocks of black and white cells that hold a number, drawn by the test and found by
//! the fake in the pixels that arrive, so that tiling, padding and scaling are tested for real. The test's [`Words`]
//! say what each number reads. Every fake can be told to [`Behave`] badly and counts what it was asked.
#![expect(
    clippy::expect_used,
    reason = "a test bench that does not start must stop loudly"
)]

pub mod behave;
pub mod comprehend_medical;
pub mod mark;
pub mod rekognition;
mod server;

pub use behave::{Behave, Fault};
pub use comprehend_medical::{FakeComprehendMedical, ScriptedPhi, TextsAsked};
pub use mark::{MARK_HEIGHT, MARK_WIDTH, draw_word, mark_cells};
pub use rekognition::{FakeRekognition, PicturesAsked, Words};
