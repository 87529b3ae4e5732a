//! The folder of a store on screen: the way to it, its folders and files.

use deid_model::ObjectKey;
use leptos::prelude::*;

use super::bucket::{Browsing, Reading};
use super::icon::Icon;
use crate::bucket::{Entry, Folder};
use crate::claims::{count, size};

/// The way to the folder.
#[component]
pub fn Crumbs(browsing: Browsing) -> impl IntoView {
    let folder = browsing.folder;
    let crumb = move |(name, prefix): (String, String)| {
        let here = folder.with_untracked(|folder| folder.prefix == prefix);
        view! {
            <li>
                <button
                    class="crumb" type="button" aria-current=here.then_some("location")
                    on:click=move |_| browsing.go(prefix.clone())
                >
                    {name}
                </button>
            </li>
        }
    };
    let crumbs = Memo::new(move |_| folder.with(Folder::crumbs));
    view! {
        <nav class="bucket-bar__crumbs" aria-label="Folder">
            <ol class="crumbs">
                {move || {
                    let top = ("originals".to_owned(), String::new());
                    std::iter::once(top).chain(crumbs.get()).map(crumb).collect_view()
                }}
            </ol>
        </nav>
    }
}

/// Folders and files.
#[component]
pub fn Entries(browsing: Browsing) -> impl IntoView {
    let folder = browsing.folder;
    let folders = Memo::new(move |_| folder.with(|folder| folder.shown_folders()));
    let shown = Memo::new(move |_| folder.with(|folder| folder.shown()));
    let nothing = move || folders.with(Vec::is_empty) && shown.with(Vec::is_empty);
    let done = move || browsing.reading.get() == Reading::Done;
    view! {
        <div class="bucket-list" aria-busy=move || (browsing.reading.get() == Reading::UnderWay).to_string()>
            <SelectAll browsing shown/>
            <ul aria-label="Folders and files">
                <For each=move || folders.get() key=|prefix| prefix.clone() let(prefix)>
                    <FolderRow browsing prefix/>
                </For>
                <For each=move || shown.get() key=|entry| entry.key.clone() let(entry)>
                    <ObjectRow browsing entry/>
                </For>
            </ul>
            <Show when=move || nothing() && done()>
                <p class="blank">{move || if folder.with(|it| it.filter.is_empty()) { "This folder is empty." } else { "No name here contains this." }}</p>
            </Show>
            <Show when=move || browsing.reading.get() == Reading::UnderWay>
                <p class="blank" role="status">"Reading the folder."</p>
            </Show>
            <Show when=move || done() && folder.with(|folder| folder.cursor.is_some())>
                <p class="bucket-more">
                    <button class="button button--small" type="button" data-testid="bucket-more" on:click=move |_| browsing.more()>
                        "Show more"
                    </button>
                </p>
            </Show>
            <Show when=move || folder.with(|folder| folder.left_out > 0)>
                <p class="blank">{move || format!(
                    "{} left out: a name that De-ID does not open.", count(folder.with(|it| it.left_out as u64), "object")
                )}</p>
            </Show>
        </div>
    }
}

#[component]
fn SelectAll(browsing: Browsing, shown: Memo<Vec<Entry>>) -> impl IntoView {
    let folder = browsing.folder;
    let all = Memo::new(move |_| folder.with(|folder| folder.all_shown_are_chosen()));
    let words = move || format!("All {} shown", count(shown.with(Vec::len) as u64, "file"));
    view! {
        <Show when=move || shown.with(|shown| !shown.is_empty())>
            <label class="bucket-row bucket-row--all" data-testid="bucket-all">
                <input
                    type="checkbox" prop:checked=move || all.get()
                    on:change=move |event| folder.update(|folder| folder.toggle_shown(event_target_checked(&event)))
                />
                <span>{words}</span>
            </label>
        </Show>
    }
}

#[component]
fn FolderRow(browsing: Browsing, prefix: String) -> impl IntoView {
    let name = browsing
        .folder
        .with_untracked(|folder| folder.name_of_folder(&prefix).to_owned());
    let told = name.clone();
    view! {
        <li>
            <button
                class="bucket-row" type="button" data-testid="bucket-folder" data-name=told
                on:click=move |_| browsing.go(prefix.clone())
            >
                <Icon name="folder"/><span class="bucket-row__name">{name}</span>
            </button>
        </li>
    }
}

#[component]
fn ObjectRow(browsing: Browsing, entry: Entry) -> impl IntoView {
    let folder = browsing.folder;
    let name = entry.key.name().to_owned();
    let told = name.clone();
    let key: ObjectKey = entry.key;
    let looked_up = key.clone();
    let chosen = Memo::new(move |_| folder.with(|folder| folder.chosen.contains(&looked_up)));
    view! {
        <li>
            <label class="bucket-row" class:bucket-row--on=move || chosen.get() data-testid="bucket-object" data-name=told>
                <input
                    type="checkbox" prop:checked=move || chosen.get()
                    on:click=move |event| folder.update(|folder| folder.toggle(&key, event.shift_key()))
                />
                <span class="bucket-row__name">{name}</span>
                <span class="bucket-row__size">{size(entry.bytes)}</span>
            </label>
        </li>
    }
}
