//! A square button with an icon.

use leptos::prelude::*;

use super::icon::Icon;

/// A button with an icon; its name is spoken, and shown with its key when pointed at.
#[component]
pub fn IconButton(
    /// The icon.
    icon: &'static str,
    /// Its name.
    label: &'static str,
    /// The key that does the same, if there is one.
    #[prop(optional)]
    key: Option<&'static str>,
    /// For a switch: whether it is on.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// Whether it cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let title = key.map_or_else(|| label.to_owned(), |key| format!("{label} ({key})"));
    view! {
        <button
            class="icon-button"
            type="button"
            aria-label=label
            title=title
            aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
            disabled=move || disabled.get()
            on:click=move |_| on_press.run(())
        >
            <Icon name=icon/>
        </button>
    }
}
