//! The header: which attributes go, which stay, and with what value (PS3.15 Annex E, Basic Profile).

mod action;
mod annex_e;
mod asked;
mod byte_search;
mod clean;
mod dummy;
mod grams;
mod identifying;
mod removed;

pub use asked::{ultrasound_regions, value_at};
pub use byte_search::{ByteSearch, TooManyValues};
pub use clean::{CleanHeader, clean_header, code_item, for_each_text};
pub use identifying::{identifying_values, known_keyword};
pub use removed::RemovedValues;
