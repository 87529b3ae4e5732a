//! The De-ID page: files in, regions reviewed, files out. Client-side rendered, in a browser tab.
//!
//! `session`, `editor`, `bucket`, `estimate`, `viewport`, `windowing`, `marks`, `claims`, `wording`, `review` and `shortcuts`
//! are plain values and functions with native tests. `browser` alone touches the browser; `effects` and
//! `remote` join the two; `components` only show. The page never sees the bytes of a file: its Web Worker does.

mod advice;
mod app;
mod browser;
mod bucket;
mod category;
mod claims;
mod commands;
mod components;
mod drag;
mod editor;
mod effects;
mod estimate;
mod marks;
mod nudge;
mod picture;
mod preview;
mod remote;
mod review;
mod session;
mod shortcuts;
mod view;
mod viewport;
mod windowing;
mod wording;

fn main() {
    browser::page::report_panics();
    leptos::mount::mount_to_body(app::App);
}
