//! The page around us: what the build wrote into it, keys pressed, theme, chance.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlInputElement, KeyboardEvent};

use super::clock;
use crate::shortcuts::Focus;

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The content of a `<meta name=…>` element.
pub fn meta(name: &str) -> Option<String> {
    document()?
        .query_selector(&format!("meta[name='{name}']"))
        .ok()??
        .get_attribute("content")
}

/// Number of processors that the browser tells of, at least 1.
pub fn processors() -> usize {
    web_sys::window().map_or(1, |window| {
        window.navigator().hardware_concurrency().max(1.0) as usize
    })
}

/// 32 random bytes fit for a key; `None` where the browser has none to give.
pub fn random_key() -> Option<Vec<u8>> {
    let mut key = vec![0; 32];
    web_sys::window()?
        .crypto()
        .ok()?
        .get_random_values_with_u8_array(&mut key)
        .ok()?;
    Some(key)
}

/// The token of the link that the page was opened with, `#token=…`. It is taken out of the address at once, so that
/// neither the address bar nor the history keeps it.
pub fn take_token() -> Option<String> {
    let window = web_sys::window()?;
    let location = window.location();
    let fragment = location.hash().ok()?;
    let token = fragment.strip_prefix("#token=")?.to_owned();
    let address = format!("{}{}", location.pathname().ok()?, location.search().ok()?);
    let history = window.history().ok()?;
    history
        .replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&address))
        .ok()?;
    Some(token).filter(|token| !token.is_empty())
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _not_allowed = window.location().reload();
    }
}

/// Sets the theme, `dark` or `light`, at once: colors do not fade from one to the other.
pub fn set_theme(theme: &str) {
    let Some(root) = document().and_then(|document| document.document_element()) else {
        return;
    };
    let _never_refused = root.set_attribute("data-theme", theme);
    let classes = root.class_list();
    let _never_refused = classes.add_1("is-switching");
    // One frame is drawn with the new colors before they may fade again.
    clock::next_frame(move || {
        clock::next_frame(move || {
            let _never_refused = classes.remove_1("is-switching");
        });
    });
}

/// Where the focus was when a key was pressed.
pub fn focus_of(event: &KeyboardEvent) -> Focus {
    let Some(element) = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return Focus::Page;
    };
    if element.closest("dialog").ok().flatten().is_some() {
        return Focus::Text;
    }
    match element.tag_name().to_ascii_lowercase().as_str() {
        "textarea" | "select" => Focus::Text,
        "input" => match element
            .dyn_into::<HtmlInputElement>()
            .map(|input| input.type_())
            .as_deref()
        {
            Ok("range" | "radio" | "checkbox" | "file") => Focus::Control,
            _ => Focus::Text,
        },
        "button" | "a" => Focus::Button,
        _ => Focus::Page,
    }
}

/// Opens the file picker of the input with this id.
pub fn open_picker(id: &str) {
    let input = document().and_then(|document| document.get_element_by_id(id));
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
        input.click();
    }
}

/// Scrolls a list so that `element` is seen, no further than that.
pub fn bring_into_view(element: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Moves the focus to the element with this id.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) =
        element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _not_focusable = element.focus();
    }
}

/// Makes a panic tell its place and nothing else: a message might hold what must not be logged.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |place| {
            format!("{}:{}", place.file(), place.line())
        });
        web_sys::console::error_1(&format!("De-ID stopped at {place}").into());
    }));
}
