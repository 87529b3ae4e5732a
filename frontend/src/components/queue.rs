//! The queue: files by study, with progress below.

use leptos::prelude::*;

use super::cloud::waits_for_sending;
use super::icon::Icon;
use super::queue_row::QueueRow;
use crate::claims::count;
use crate::effects::Visit;
use crate::session::{Event, FileState, Group, QueueFile, groups};
use crate::view::QueueFilter;

/// The left column.
#[component]
pub fn Queue() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let shown = Memo::new(move |_| {
        let filter = visit.view.filter.get();
        visit
            .session
            .with(|session| filtered(groups(&session.files), &session.files, filter))
    });
    let files = Memo::new(move |_| visit.session.with(|session| session.files.len() as u64));
    view! {
        <section class="queue" aria-labelledby="queue-title">
            <header class="panel-head">
                <h2 class="panel-head__title" id="queue-title">"Queue"</h2>
                <span class="panel-head__meta">{move || count(files.get(), "file")}</span>
            </header>
            <div class="chips" role="group" aria-label="Show">
                <FilterChip filter=QueueFilter::All name="All"/>
                <FilterChip filter=QueueFilter::Look name="Needs a look"/>
                <FilterChip filter=QueueFilter::Refused name="Refused"/>
            </div>
            <ul class="queue__list">
                <For each=move || shown.get() key=|group| group.title.clone() let(group)>
                    <QueueGroup title=group.title groups=shown/>
                </For>
            </ul>
            <QueueFoot/>
        </section>
    }
}

#[component]
fn QueueGroup(title: String, groups: Memo<Vec<Group>>) -> impl IntoView {
    let name = title.clone();
    let group = Memo::new(move |_| {
        groups.with(|all| all.iter().find(|group| group.title == name).cloned())
    });
    view! {
        <li class="queue-group">
            <h3 class="queue-group__head">
                <span>{title}</span>
                <span>{move || group.get().map(|group| group.note)}</span>
            </h3>
            <ul class="queue-group__list">
                <For each=move || group.get().map(|group| group.files).unwrap_or_default() key=|file| *file let(file)>
                    <QueueRow file/>
                </For>
            </ul>
        </li>
    }
}

#[component]
fn FilterChip(filter: QueueFilter, name: &'static str) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let chosen = visit.view.filter;
    let number = Memo::new(move |_| {
        visit.session.with(|session| {
            session
                .files
                .iter()
                .filter(|file| passes(file, filter))
                .count()
        })
    });
    view! {
        <button
            class="chip" type="button"
            aria-pressed=move || (chosen.get() == filter).to_string()
            on:click=move |_| chosen.set(filter)
        >
            {name}" "<span class="chip__n">{number}</span>
        </button>
    }
}

#[component]
fn QueueFoot() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let counts = Memo::new(move |_| {
        visit.session.with(|session| {
            let unread = session.count(FileState::Waiting) + session.count(FileState::Working);
            let engine = session.settings.engine;
            let ready = session
                .files
                .iter()
                .filter(|file| file.may_be_saved_unseen(engine))
                .count();
            (
                session.files.len(),
                session.files.len() - unread,
                session.count(FileState::Saved),
                ready,
            )
        })
    });
    // The file on screen has the same button beside it.
    let unsent = Memo::new(move |_| {
        visit.session.with(|session| !session.batch().is_empty()) && !waits_for_sending(visit)
    });
    let words = move || {
        let (all, read, saved, _) = counts.get();
        if read < all {
            format!("Read {read} of {all}")
        } else {
            format!("Saved {saved} of {all}")
        }
    };
    let share = move || {
        let (all, read, saved, _) = counts.get();
        (all, if read < all { read } else { saved })
    };
    view! {
        <footer class="queue__foot">
            <div class="progress">
                <span role="status">{words}</span>
                <progress
                    class="progress__bar" aria-label="Files"
                    max=move || share().0.to_string() value=move || share().1.to_string()
                ></progress>
            </div>
            <Show when=move || unsent.get()>
                <button
                    class="button button--small" type="button" data-testid="cloud-send"
                    on:click=move |_| visit.offer_to_send()
                >
                    <Icon name="cloud"/>"Send to Amazon…"
                </button>
            </Show>
            <Show when=move || { counts.get().3 > 1 }>
                <button class="button button--small" type="button" title="Save all (Ctrl+S)" on:click=move |_| visit.dispatch(Event::SaveAll)>
                    <Icon name="down-line"/>"Save all"
                </button>
            </Show>
        </footer>
    }
}

fn passes(file: &QueueFile, filter: QueueFilter) -> bool {
    match filter {
        QueueFilter::All => true,
        QueueFilter::Look => file.state == FileState::NeedsLook,
        QueueFilter::Refused => file.state == FileState::Refused,
    }
}

fn filtered(groups: Vec<Group>, files: &[QueueFile], filter: QueueFilter) -> Vec<Group> {
    let passes = |id: &u32| {
        files
            .get(*id as usize)
            .is_some_and(|file| passes(file, filter))
    };
    let narrowed = groups.into_iter().map(|group| Group {
        files: group.files.into_iter().filter(passes).collect(),
        ..group
    });
    narrowed.filter(|group| !group.files.is_empty()).collect()
}
