//! The header: which attributes go, which stay, and with what value (PS3.15 Annex E, Basic Profile).

mod action;
mod annex_e;
mod clean;
mod dummy;
mod identifying;
mod removed;

pub use clean::{CleanHeader, clean_header, code_item, for_each_text};
pub use identifying::identifying_values;
pub use removed::RemovedValues;
