//! Pixels: how stored samples are arranged, what they look like, and how they are painted over.

mod decode;
mod deep;
mod display;
mod fill;
mod frame;
mod hidden;
mod layout;
mod lookup;
mod opacity;
mod redact;
mod render;

pub use decode::{DecodeError, EncodedFrame, decode_frame, encode_frame, hides_bytes};
pub use display::{DisplayPipeline, Modality, Voi};
pub use fill::{Fill, StoredRange, coded_fill, fill_for};
pub use frame::Frame;
pub use hidden::{HiddenBits, clear_hidden_bits};
pub use layout::{ColorModel, Number, PixelLayout};
pub use lookup::{LookupTable, Palette};
pub use opacity::Transparency;
pub use redact::paint;
