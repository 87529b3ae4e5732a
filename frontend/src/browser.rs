//! Everything that touches the browser. No other part of the page imports `web_sys`.

pub mod canvas;
pub mod clock;
pub mod download;
pub mod file;
pub mod page;
pub mod server;
pub mod worker_pool;
