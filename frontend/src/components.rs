//! Views only: they show signals and dispatch events.

pub mod app_bar;
pub mod button;
pub mod crop;
pub mod empty;
pub mod icon;
pub mod inspector;
pub mod notice;
pub mod overlay;
pub mod pane;
pub mod picker;
pub mod queue;
pub mod queue_row;
pub mod readout;
pub mod saved;
pub mod settings;
pub mod sheet;
pub mod steps;
pub mod text_list;
pub mod text_row;
pub mod toolbar;
pub mod trouble;
pub mod viewer;
