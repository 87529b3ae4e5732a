//! Time: now, later, and marks for measurements.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::session::Moment;
use deid_model::worker::FileId;

/// Milliseconds since the page was opened.
pub fn now_ms() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// Sets a `performance.mark` whose `detail.file` is the file's number.
pub fn mark(moment: Moment, file: FileId) {
    let name = match moment {
        Moment::Drop => "deid:drop",
        Moment::Image => "deid:image",
        Moment::FirstRegions => "deid:first-regions",
        Moment::AllRegions => "deid:all-regions",
        Moment::Saved => "deid:saved",
    };
    let Some(performance) = web_sys::window().and_then(|window| window.performance()) else {
        return;
    };
    let (detail, options) = (Object::new(), Object::new());
    let set = Reflect::set(&detail, &"file".into(), &file.into())
        .and_then(|_| Reflect::set(&options, &"detail".into(), &detail))
        .and_then(|_| Reflect::get(&performance, &"mark".into()));
    // `mark` with options is missing from web-sys; a browser without it is merely not measured.
    if let Ok(method) = set
        && let Ok(method) = method.dyn_into::<Function>()
    {
        let _unmeasured = method.call2(&performance, &name.into(), &options);
    }
}

/// Calls `tell` every `ms` milliseconds for as long as the page is open.
pub fn every(ms: i32, tell: impl FnMut() + 'static) {
    let tell = Closure::<dyn FnMut()>::new(tell).into_js_value();
    if let Some(window) = web_sys::window() {
        let _without_clock =
            window.set_interval_with_callback_and_timeout_and_arguments_0(tell.unchecked_ref(), ms);
    }
}

/// Calls `tell` before the next frame is drawn on screen.
pub fn next_frame(tell: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let tell = Closure::once_into_js(tell);
        let _without_screen = window.request_animation_frame(tell.unchecked_ref());
    }
}

/// Calls `tell` once, after `ms` milliseconds.
pub fn after(ms: i32, tell: impl FnOnce() + 'static) {
    if let Some(window) = web_sys::window() {
        let tell = Closure::once_into_js(tell);
        let _without_clock =
            window.set_timeout_with_callback_and_timeout_and_arguments_0(tell.unchecked_ref(), ms);
    }
}
