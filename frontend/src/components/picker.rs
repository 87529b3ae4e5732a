//! The two inputs that open the browser's file picker; they are out of sight, buttons open them.

use leptos::prelude::*;

use crate::browser::{file, page};
use crate::effects::Visit;

const FILES: &str = "pick-files";
const FOLDER: &str = "pick-folder";

/// The inputs.
#[component]
pub fn Pickers() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let take = move |event: leptos::ev::Event| visit.take(file::picked(&event));
    view! {
        <div class="sr-only" aria-hidden="true">
            <input id=FILES data-testid="file-input" type="file" multiple tabindex="-1" aria-label="Image files" on:change=take/>
            <input id=FOLDER type="file" multiple tabindex="-1" prop:webkitdirectory=true aria-label="A folder of images" on:change=take/>
        </div>
    }
}

/// Lets the user choose files.
pub fn choose_files() {
    page::open_picker(FILES);
}

/// Lets the user choose a folder.
pub fn choose_folder() {
    page::open_picker(FOLDER);
}
