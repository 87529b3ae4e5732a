//! Hands bytes to the browser as a download.

use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::prelude::*;

use super::clock;

/// How long the address of a download lives: browsers read it after the click returned.
const REVOKED_AFTER_MS: i32 = 30_000;

/// Downloads the bytes under `name`; whether the browser took them.
pub fn bytes(name: &str, bytes: &ArrayBuffer) -> bool {
    hand_over(name, bytes, "application/octet-stream").is_some()
}

/// Downloads JSON text under `name`; whether the browser took it.
pub fn json(name: &str, text: &str) -> bool {
    hand_over(name, &JsValue::from_str(text), "application/json").is_some()
}

/// Downloads lines of JSON under `name`; whether the browser took them.
pub fn json_lines(name: &str, text: &str) -> bool {
    hand_over(name, &JsValue::from_str(text), "application/jsonl").is_some()
}

fn hand_over(name: &str, content: &JsValue, kind: &str) -> Option<()> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(content);
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    let address = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let document = web_sys::window()?.document()?;
    let link: web_sys::HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    clock::after(REVOKED_AFTER_MS, move || {
        let _already_gone = web_sys::Url::revoke_object_url(&address);
    });
    Some(())
}
