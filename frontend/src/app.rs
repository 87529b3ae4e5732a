//! The whole page: bar, then one of three screens; keys, drops and the rules between signals.

use deid_model::region::RegionReason;
use deid_model::worker::FileId;
use leptos::prelude::*;
use leptos::{ev, task};

use crate::browser::{file, page};
use crate::components::app_bar::AppBar;
use crate::components::bucket::BucketDialog;
use crate::components::consent::ConsentDialog;
use crate::components::empty::Empty;
use crate::components::icon::Sprite;
use crate::components::inspector::Inspector;
use crate::components::picker::Pickers;
use crate::components::queue::Queue;
use crate::components::review_list::ReviewDialog;
use crate::components::settings::SettingsScreen;
use crate::components::sheet::Sheet;
use crate::components::trouble::TroubleBanner;
use crate::components::viewer::Viewer;
use crate::editor::EditedRegion;
use crate::effects::Visit;
use crate::review;
use crate::session::{FileState, QueueFile};
use crate::shortcuts::command;
use crate::view::{Compare, Screen, Tool};
use crate::windowing::Look;

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let visit = Visit::begin();
    provide_context(visit);
    listen_for_keys(visit);
    listen_for_drops(visit);
    listen_for_links(visit);
    follow_the_file(visit);

    let empty = Memo::new(move |_| visit.session.with(|session| session.files.is_empty()));
    let settings = Memo::new(move |_| visit.view.screen.get() == Screen::Settings);
    view! {
        <Sprite/>
        <a class="skip" href="#stage">"Skip to the image"</a>
        <div class="app" class:app--hovered=move || visit.view.hovered.get()>
            <AppBar/>
            <TroubleBanner/>
            {move || {
                if settings.get() {
                    view! { <SettingsScreen/> }.into_any()
                } else if empty.get() {
                    view! { <Empty/> }.into_any()
                } else {
                    view! { <Workspace/> }.into_any()
                }
            }}
        </div>
        <Pickers/>
        <BucketDialog/>
        <ConsentDialog/>
        <ReviewDialog/>
        <Sheet/>
    }
}

#[component]
fn Workspace() -> impl IntoView {
    view! {
        <main class="workspace" data-testid="drop-zone">
            <h1 class="sr-only">"Review"</h1>
            <Queue/>
            <Viewer/>
            <Inspector/>
        </main>
    }
}

fn listen_for_keys(visit: Visit) {
    let _for_the_whole_visit = window_event_listener(ev::keydown, move |event| {
        if event.alt_key()
            || event.default_prevented()
            || visit.view.screen.get_untracked() != Screen::Review
            || visit.view.is_behind_a_dialog()
        {
            return;
        }
        let ctrl = event.ctrl_key() || event.meta_key();
        if let Some(command) = command(&event.key(), ctrl, page::focus_of(&event)) {
            event.prevent_default();
            visit.perform(command);
        }
    });
}

fn listen_for_drops(visit: Visit) {
    let hovered = visit.view.hovered;
    let _for_the_whole_visit = window_event_listener(ev::dragover, move |event| {
        event.prevent_default();
        hovered.set(true);
    });
    let _for_the_whole_visit = window_event_listener(ev::dragleave, move |event| {
        // Leaving the window, not one element for another.
        if event.related_target().is_none() {
            hovered.set(false);
        }
    });
    let _for_the_whole_visit = window_event_listener(ev::drop, move |event| {
        event.prevent_default();
        hovered.set(false);
        let drop = file::dropped(&event);
        task::spawn_local(async move { visit.take(drop.files().await) });
    });
}

/// A link pasted over the page's address changes the fragment alone, and loads nothing.
fn listen_for_links(visit: Visit) {
    let _for_the_whole_visit = window_event_listener(ev::hashchange, move |_| visit.connect());
}

impl Visit {
    /// Takes files in and shows them; a list of files that need a look opens instead.
    pub fn take(self, files: Vec<file::SourceFile>) {
        let may_be_list = |file: &file::SourceFile| review::may_be_list(&file.name(), file.bytes());
        let (lists, files): (Vec<_>, Vec<_>) = files.into_iter().partition(may_be_list);
        self.take_images(files);
        for file in lists {
            task::spawn_local(async move {
                let text = file.text().await;
                match text.and_then(|text| review::entries(&text)) {
                    Some(entries) => self.open_review(entries),
                    None => self.take_images(vec![file]),
                }
            });
        }
    }

    fn take_images(self, files: Vec<file::SourceFile>) {
        if !files.is_empty() {
            self.view.screen.set(Screen::Review);
        }
        self.add(files);
    }
}

/// Another file begins with its own window, whole and unselected; a saved one shows before and after.
fn follow_the_file(visit: Visit) {
    let selected = Memo::new(move |_| visit.session.with(|session| session.selected));
    Effect::new(move |_| {
        // Read, not only tracked: a memo that nobody reads is never computed.
        let _current = selected.get();
        visit.view.look.set(Look::default());
        visit.view.preset.set(Some(0));
        visit.view.region.set(None);
        visit.view.tool.set(Tool::Select);
        visit
            .view
            .viewport
            .update(|viewport| *viewport = viewport.fit());
    });
    // An output that was not written is shown like one that was: it waits for another way out.
    let shown_as = |file: &QueueFile| match file.not_written() {
        Some(_) => FileState::Saved,
        None => file.state,
    };
    let state = Memo::new(move |_| visit.current(|file| (file.id, shown_as(file))));
    Effect::new(move |before: Option<Option<(FileId, FileState)>>| {
        let now = state.get();
        match now {
            Some((_, FileState::Saved)) => show_saved(visit),
            Some((_, FileState::NeedsLook)) => show_news(visit),
            _ => {
                let before = before.flatten();
                let other = before.map(|(file, _)| file) != now.map(|(file, _)| file);
                if other || before.is_some_and(|(_, state)| state == FileState::Saved) {
                    visit.view.compare.set(Compare::Marks);
                }
            }
        }
        now
    });
}

fn show_saved(visit: Visit) {
    visit.view.compare.set(Compare::Pair);
    visit
        .view
        .viewport
        .update(|viewport| *viewport = viewport.fit());
    // The button that was pressed is gone: the focus goes on to the picture.
    page::focus("stage");
}

/// Selects the first region that the second reading found, or that was kept and asks for another look.
fn show_news(visit: Visit) {
    visit.view.compare.set(Compare::Marks);
    let is_new =
        |region: &&EditedRegion| region.look_again || region.reason == RegionReason::SecondReading;
    let new = visit.current_untracked(|file| file.editor.regions().find(is_new).map(|it| it.key));
    visit.view.region.set(new.flatten());
}
