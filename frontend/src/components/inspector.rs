//! The right column: the texts of the file on screen and what is decided about them; after saving,
//! what was checked.

use leptos::prelude::*;

use super::icon::Icon;
use super::saved::SavedPanel;
use super::steps::Steps;
use super::text_list::TextList;
use crate::claims::count;
use crate::effects::Visit;
use crate::session::{Event, FileState};
use crate::view::Tab;

/// The right column.
#[component]
pub fn Inspector() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let state = Memo::new(move |_| visit.current(|file| (file.id, file.state)));
    let shown = Memo::new(move |_| match state.get() {
        Some((file, FileState::Saved)) => (1, file),
        Some((file, FileState::Refused)) => (2, file),
        _ => (0, 0),
    });
    move || match shown.get() {
        (1, file) => view! { <SavedPanel file/> }.into_any(),
        (2, _) => view! {
            <aside class="inspector" aria-label="Text">
                <p class="blank">"Nothing to decide: this file was refused."</p>
            </aside>
        }
        .into_any(),
        _ => view! { <Review/> }.into_any(),
    }
}

#[component]
fn Review() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let tab = visit.view.tab;
    let texts = Memo::new(move |_| {
        visit
            .current(|file| file.editor.regions().count())
            .unwrap_or(0)
    });
    view! {
        <aside class="inspector" aria-label="Text">
            <div class="tabs" role="tablist" aria-label="Details of the file">
                <TabButton here=Tab::Text>"Text "<span class="tab__n">{texts}</span></TabButton>
                <TabButton here=Tab::Steps>"Steps"</TabButton>
            </div>
            <NewsBanner/>
            <div class="inspector__body" role="tabpanel" tabindex="-1">
                {move || match tab.get() {
                    Tab::Text => view! { <TextList/> }.into_any(),
                    Tab::Steps => view! { <Steps/> }.into_any(),
                }}
            </div>
            <ReviewFoot/>
        </aside>
    }
}

#[component]
fn TabButton(here: Tab, children: Children) -> impl IntoView {
    let tab = expect_context::<Visit>().view.tab;
    view! {
        <button
            class="tab" type="button" role="tab"
            aria-selected=move || (tab.get() == here).to_string()
            on:click=move |_| tab.set(here)
        >
            {children()}
        </button>
    }
}

#[component]
fn NewsBanner() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let look = Memo::new(move |_| {
        visit
            .current(|file| file.state == FileState::NeedsLook)
            .unwrap_or(false)
    });
    view! {
        <Show when=move || look.get()>
            <div class="banner banner--look" role="alert">
                <Icon name="look"/>
                <p>"The check after redaction found more text; look and save again."</p>
            </div>
        </Show>
    }
}

/// Counts, and the one button that goes on; while frames are read, how many.
#[component]
fn ReviewFoot() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let tally = Memo::new(move |_| {
        visit
            .current(|file| file.editor.tally())
            .unwrap_or_default()
    });
    let viewed = Memo::new(move |_| {
        visit
            .current(|file| (file.viewed.len(), file.frames()))
            .unwrap_or((0, 1))
    });
    let state =
        Memo::new(move |_| visit.current(|file| (file.id, file.state, file.may_be_saved())));
    let note = move || {
        let (viewed, frames) = viewed.get();
        format!("{viewed} of {} viewed", count(u64::from(frames), "frame"))
    };
    view! {
        <footer class="inspector__foot">
            <p class="tally">
                <strong>{move || tally.get().redact}</strong>" redact"<span class="tally__sep"></span>
                <strong>{move || tally.get().keep}</strong>" keep"
                <span class="tally__note">{note}</span>
            </p>
            {move || match state.get() {
                Some((file, _, true)) => view! {
                    <button
                        class="button button--primary" type="button" data-testid="save" aria-keyshortcuts="A"
                        on:click=move |_| visit.dispatch(Event::Save(file))
                    >
                        "Save "<kbd>"A"</kbd>
                    </button>
                }.into_any(),
                _ => view! { <FileProgress/> }.into_any(),
            }}
        </footer>
    }
}

#[component]
fn FileProgress() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let read = Memo::new(move |_| {
        visit
            .current(|file| (file.state, file.frames_read, file.frames()))
            .unwrap_or((FileState::Waiting, 0, 1))
    });
    let words = move || match read.get() {
        (FileState::Accepted, _, _) => "Redacting and checking".to_owned(),
        (FileState::Waiting, _, _) => "Waiting for a worker".to_owned(),
        (_, done, all) => format!("{done} of {} read", count(u64::from(all), "frame")),
    };
    // Without a value the bar shows activity; how long redaction takes is not known beforehand.
    let done = move || {
        let (state, done, _) = read.get();
        (state == FileState::Working).then(|| done.to_string())
    };
    view! {
        <div class="progress progress--file">
            <span role="status">{words}</span>
            <progress class="progress__bar" aria-label="Frames read" max=move || read.get().2.to_string() value=done></progress>
        </div>
    }
}
