//! The bar on top: brand, screens, what leaves the computer, files, theme, shortcuts.

use leptos::prelude::*;

use super::bucket::FromBucket;
use super::button::IconButton;
use super::icon::Icon;
use super::picker::choose_files;
use super::privacy::PrivacyLine;
use super::review_list::ReviewButton;
use crate::browser::page;
use crate::effects::Visit;
use crate::view::Screen;

/// The bar.
#[component]
pub fn AppBar() -> impl IntoView {
    let visit = expect_context::<Visit>();
    // The empty page has a button of its own.
    let empty = Memo::new(move |_| {
        visit.session.with(|session| session.files.is_empty())
            && visit.view.screen.get() == Screen::Review
    });
    let light = RwSignal::new(false);
    Effect::new(move |_| page::set_theme(if light.get() { "light" } else { "dark" }));
    view! {
        <header class="app-bar">
            <span class="brand"><Icon name="mark" class="brand__mark"/>"De-ID"</span>
            <nav class="app-bar__nav" aria-label="Screens">
                <ScreenLink screen=Screen::Review name="Review"/>
                <ScreenLink screen=Screen::Settings name="Settings"/>
            </nav>
            <PrivacyLine/>
            <div class="app-bar__end">
                <ReviewButton/>
                <button class="button" type="button" on:click=move |_| choose_files()>
                    <Icon name="drop"/>"Add files"
                </button>
                <Show when=move || !empty.get()><FromBucket class=""/></Show>
                <IconButton
                    icon="theme" label="Light theme" pressed=Signal::from(light)
                    on_press=move |()| light.update(|light| *light = !*light)
                />
                <IconButton
                    icon="keyboard" label="Keyboard shortcuts" key="?"
                    on_press=move |()| visit.view.sheet.set(true)
                />
            </div>
        </header>
    }
}

#[component]
fn ScreenLink(screen: Screen, name: &'static str) -> impl IntoView {
    let shown = expect_context::<Visit>().view.screen;
    view! {
        <button
            class="nav-link" type="button"
            aria-current=move || (shown.get() == screen).then_some("page")
            on:click=move |_| shown.set(screen)
        >
            {name}
        </button>
    }
}
