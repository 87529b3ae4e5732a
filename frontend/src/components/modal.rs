//! A dialog that stands in front of the page until it is closed.

use leptos::html::Dialog;
use leptos::prelude::*;

use crate::browser::{clock, page};

/// A dialog. The browser keeps the focus inside, closes it with Esc, and gives the focus back to its opener.
#[component]
pub fn Modal(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// It was closed, with Esc or from outside.
    #[prop(into)]
    on_close: Callback<()>,
    /// Further classes.
    class: &'static str,
    /// For tests.
    testid: &'static str,
    /// Id of its title.
    title: &'static str,
    /// Id of what has the focus first.
    first: &'static str,
    /// What is in it, while it is open.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            let _already_open = dialog.show_modal();
            // Once what is in it is drawn.
            clock::next_frame(move || page::focus(first));
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog
            class=format!("dialog {class}") node_ref=dialog data-testid=testid aria-labelledby=title
            on:close=move |_| on_close.run(())
        >
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
}
