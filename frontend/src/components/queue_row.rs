//! One file of the queue.

use deid_model::worker::FileId;
use leptos::html::Canvas;
use leptos::prelude::*;

use super::icon::Icon;
use crate::browser::canvas;
use crate::effects::Visit;
use crate::session::{Cloud, Event, FileState};

/// A row: thumbnail, name, where the file stands.
#[component]
pub fn QueueRow(file: FileId) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let told = Memo::new(move |_| {
        visit.session.with(|session| {
            session
                .file(file)
                .map(|file| (file.name.clone(), file.state, file.summary()))
        })
    });
    let asked = Memo::new(move |_| {
        visit.session.with(|session| {
            session
                .file(file)
                .is_some_and(|file| file.cloud == Cloud::Found)
        })
    });
    let current = Memo::new(move |_| visit.session.with(|session| session.selected == Some(file)));
    let state = move || told.get().map_or(FileState::Waiting, |(_, state, _)| state);
    let name = move || told.get().map(|(name, _, _)| name);
    view! {
        <li
            class=move || format!("queue-row queue-row--{}", state().code())
            data-testid="queue-item"
            data-state=move || state().code()
            data-name=name
            aria-current=move || current.get().then_some("true")
        >
            <button class="queue-row__link" type="button" on:click=move |_| visit.dispatch(Event::Select(file))>
                <Thumbnail file/>
                <span class="queue-row__what">
                    <span class="queue-row__name" title=name>{name}</span>
                    <span class="queue-row__sub">
                        {move || asked.get().then(|| view! {
                            <Icon name="cloud" class="queue-row__cloud"/><span class="sr-only">"Local and Amazon, "</span>
                        })}
                        {move || told.get().map(|(_, _, summary)| summary)}
                    </span>
                </span>
                <span class=move || format!("state state--{}", state().code())>
                    {move || view! { <Icon name=icon_of(state())/> }}
                    <span class="sr-only">{move || state().word()}</span>
                </span>
            </button>
        </li>
    }
}

const fn icon_of(state: FileState) -> &'static str {
    match state {
        FileState::Waiting => "clock",
        FileState::Working => "eye",
        FileState::Found => "text",
        FileState::NeedsLook => "look",
        FileState::Accepted => "check",
        FileState::Saved => "drop",
        FileState::Refused => "stop",
    }
}

#[component]
fn Thumbnail(file: FileId) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let there = Memo::new(move |_| visit.thumbnails.with(|all| all.contains_key(&file)));
    let drawn = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        let picture = there
            .get()
            .then(|| {
                visit
                    .thumbnails
                    .with_untracked(|all| all.get(&file).cloned())
            })
            .flatten();
        if let (Some(picture), Some(element)) = (picture, drawn.get()) {
            canvas::paint(&element, picture.size, &picture.rgba);
        }
    });
    move || {
        if there.get() {
            view! { <canvas class="thumb" aria-hidden="true" node_ref=drawn></canvas> }.into_any()
        } else {
            view! { <span class="thumb thumb--none"><Icon name="file"/></span> }.into_any()
        }
    }
}
