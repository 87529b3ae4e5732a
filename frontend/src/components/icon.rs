//! Icons: one sprite in the page, used by name.

use leptos::prelude::*;

/// The sprite, once in the page.
#[component]
pub fn Sprite() -> impl IntoView {
    view! { <svg class="sprite" aria-hidden="true" inner_html=include_str!("icons.svg")></svg> }
}

/// An icon of the sprite. It says nothing to assistive technology: the word stands beside it.
#[component]
pub fn Icon(
    /// Its name, without `i-`.
    name: &'static str,
    /// Further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=format!("icon {class}") aria-hidden="true" focusable="false">
            <use_ href=format!("#i-{name}")/>
        </svg>
    }
}
