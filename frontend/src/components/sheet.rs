//! The sheet of keyboard shortcuts.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::button::IconButton;
use crate::effects::Visit;
use crate::shortcuts::{SHEET, Section};

/// The sheet, a dialog. The browser gives the focus back to where it was.
#[component]
pub fn Sheet() -> impl IntoView {
    let open = expect_context::<Visit>().view.sheet;
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            let _already_open = dialog.show_modal();
        } else if !open.get() {
            dialog.close();
        }
    });
    view! {
        <dialog class="dialog dialog--wide" node_ref=dialog aria-labelledby="sheet-title" on:close=move |_| open.set(false)>
            <header class="dialog__head">
                <h2 class="dialog__title" id="sheet-title">"Keyboard shortcuts"</h2>
                <div class="panel-head__end">
                    <IconButton icon="close" label="Close" key="Esc" on_press=move |()| open.set(false)/>
                </div>
            </header>
            <div class="keys-grid">{SHEET.map(|section| view! { <Keys section/> })}</div>
            <p class="dialog__note">
                "Mouse: the wheel scrolls frames, or zooms where there is one frame; "<kbd>"Ctrl"</kbd>" and wheel zooms; middle drag pans."
            </p>
        </dialog>
    }
}

#[component]
fn Keys(section: Section) -> impl IntoView {
    let (title, rows) = section;
    view! {
        <section class="keys">
            <h3 class="keys__title">{title}</h3>
            <dl class="keys__list">
                {rows.iter().map(|(what, keys)| view! {
                    <div><dt>{*what}</dt><dd>{keys.iter().map(|key| view! { <kbd>{*key}</kbd>" " }).collect_view()}</dd></div>
                }).collect_view()}
            </dl>
        </section>
    }
}
