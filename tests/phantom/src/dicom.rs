//! DICOM files, written element by element from scratch: header, pixels, and the file around them.

pub mod element;
pub mod file;
pub mod header;
pub mod jpeg2000;
pub mod lossless_jpeg;
pub mod modality;
pub mod pixel;
pub mod rle;

pub use element::{Element, Value};
pub use file::{Syntax, Wrapping, write_file};
pub use header::{Place, data_set};
pub use modality::Kind;
pub use pixel::{Encapsulated, Pixels, Samples};
