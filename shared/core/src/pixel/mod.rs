//! Pixels: how stored samples are arranged, what they look like, and how they are painted over.

mod decode;
mod display;
mod fill;
mod frame;
mod layout;
mod lookup;
mod redact;
mod render;

pub use decode::{DecodeError, EncodedFrame, decode_frame};
pub use display::{DisplayPipeline, Modality, Voi};
pub use fill::{Fill, StoredRange, fill_for};
pub use frame::Frame;
pub use layout::{ColorModel, PixelLayout};
pub use lookup::{LookupTable, Palette};
pub use redact::paint;
