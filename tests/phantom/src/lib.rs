//! Synthetic medical images with invented names burnt in, of known words, boxes and glyph pixels.
//!
//! A [`Scene`] is a painted background ([`paint`]) and a layer of text ([`text`]) that names an
//! invented [`identity`]. It becomes a DICOM file ([`dicom`]), a PNG or a JPEG ([`picture`]), and
//! its [`truth`] says where every word stands and which header values must be gone afterwards.
//! [`catalog`] lists the quick cases, [`big`] the large ones, [`series`] a study of several
//! slices, [`hostile`] what must be refused, [`page`] what the empty page offers.
//!
//! The DICOM writer here shares no code with the programs it judges. Everything is a function of
//! its arguments: same call, same bytes.
#![expect(
    clippy::expect_used,
    reason = "a phantom that cannot be built is a broken test and must stop loudly"
)]

pub mod big;
pub mod catalog;
pub mod dicom;
pub mod hostile;
pub mod identity;
pub mod page;
pub mod paint;
pub mod picture;
pub mod scene;
pub mod series;
pub mod text;
pub mod truth;

pub use catalog::{Built, Case, built, catalog};
pub use identity::Identity;
pub use scene::Scene;
pub use text::{TextLayer, Word};
pub use truth::Truth;
