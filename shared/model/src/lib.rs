//! The vocabulary of De-ID, in reading order: where things are ([`geometry`], [`orientation`], [`frame`], [`object`]), what is
//! looked at ([`image`], [`header`]), what is found ([`text`], [`phi`]), who finds it ([`engine`]), what is
//! decided ([`region`], [`settings`], [`tripwire`]), and what is told about it ([`reason`], [`report`],
//! [`outcome`], [`review`], [`worker`], [`api`]).
//!
//! Everything here compiles for `wasm32-unknown-unknown` and knows nothing of DICOM encodings,
//! files or networks. Types that travel derive serde; the states of the de-identification line
//! live in `deid-core` and cannot travel.

pub mod api;
pub mod engine;
pub mod frame;
pub mod geometry;
pub mod header;
pub mod image;
pub mod object;
pub mod orientation;
pub mod outcome;
pub mod phi;
pub mod reason;
pub mod region;
pub mod report;
pub mod review;
pub mod settings;
pub mod text;
pub mod tripwire;
pub mod worker;

pub use engine::{EngineError, PhiClassifier, TextDetector};
pub use frame::FrameSelection;
pub use geometry::{FrameSize, NormalizedBox, PixelBox};
pub use header::{AttributeName, UltrasoundRegion};
pub use image::{Channels, DisplayImage};
pub use object::{NotAKey, ObjectKey, ObjectPrefix};
pub use orientation::Orientation;
pub use phi::{ClassifiedText, IdentifierKind, IdentifyingValue, PhiCategory, PhiEntity, PhiText};
pub use reason::{Reason, ReasonCode, WarningCode};
pub use region::{DecidedBy, Decision, DrawnRegion, ProposedRegion, RegionOrigin, ReviewDecision};
pub use settings::{BoxColor, EngineChoice, OutputFormat, RedactMode, Settings};
pub use text::{Confidence, Coverage, DetectedText, TextDetection, TextSpan};
pub use tripwire::Tripwire;
