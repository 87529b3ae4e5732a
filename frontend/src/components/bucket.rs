//! "From bucket": a dialog that browses a store and adds what is chosen to the queue.

use deid_model::api::{ListRequest, StoreFacts};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::bucket_list::{Crumbs, Entries};
use super::button::IconButton;
use super::icon::Icon;
use super::modal::Modal;
use crate::advice::what_failed;
use crate::browser::page;
use crate::bucket::Folder;
use crate::claims::{count, size};
use crate::effects::Visit;
use crate::session::Event;
use crate::view::Screen;

/// Has the focus when the dialog opens.
const FILTER: &str = "bucket-filter";

/// How far reading is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The folder is on screen.
    Done,
    /// A page is on its way.
    UnderWay,
    /// It did not come; the code says why.
    Failed(String),
}

/// The folder on screen.
#[derive(Clone, Copy)]
pub struct Browsing {
    visit: Visit,
    /// What is read and chosen.
    pub folder: RwSignal<Folder>,
    /// How far reading is.
    pub reading: RwSignal<Reading>,
}

impl Browsing {
    fn stores(self) -> Vec<StoreFacts> {
        self.visit
            .session
            .with(|session| session.server.stores().to_vec())
    }

    /// Goes to the top of a store.
    fn enter(self, alias: &str) {
        let stores = untrack(|| self.stores());
        let Some(store) = stores.iter().find(|store| store.alias == alias) else {
            return;
        };
        let (folder, ask) = Folder::top(store);
        self.show(folder, ask);
    }

    /// Goes to a folder of the store on screen; the empty prefix is its top.
    pub fn go(self, prefix: String) {
        let store = self.folder.with_untracked(|folder| folder.store.clone());
        if prefix.is_empty() {
            self.enter(&store);
        } else {
            self.show(Folder::new(store, prefix), true);
        }
    }

    fn show(self, folder: Folder, ask: bool) {
        self.folder.set(folder);
        // What was pressed to come here is gone.
        page::focus(FILTER);
        self.reading.set(Reading::Done);
        if ask {
            self.more();
        }
    }

    /// Reads the next page of the folder on screen.
    pub fn more(self) {
        let request = self.folder.with_untracked(|folder| ListRequest {
            store: folder.store.clone(),
            prefix: folder.prefix.clone(),
            cursor: folder.cursor.clone(),
        });
        self.reading.set(Reading::UnderWay);
        spawn_local(async move {
            let asked = request.clone();
            let answer = self.visit.list(request).await;
            let left = self.folder.with_untracked(|folder| {
                folder.store != asked.store
                    || folder.prefix != asked.prefix
                    || folder.cursor != asked.cursor
            });
            match answer {
                // The user went on to another folder meanwhile.
                _ if left => {}
                Ok(page) => {
                    self.folder.update(|folder| folder.read(page));
                    self.reading.set(Reading::Done);
                }
                Err(code) => self.reading.set(Reading::Failed(code)),
            }
        });
    }

    /// What was left open is read anew, since a store changes.
    fn reopen(self) {
        let (store, prefix) = self
            .folder
            .with_untracked(|folder| (folder.store.clone(), folder.prefix.clone()));
        let stores = untrack(|| self.stores());
        match stores
            .iter()
            .find(|it| it.alias == store)
            .or(stores.first())
        {
            Some(same) if same.alias == store => self.go(prefix),
            Some(first) => self.enter(&first.alias.clone()),
            None => {}
        }
    }

    fn add(self) {
        let added = self.folder.with_untracked(Folder::added);
        self.visit.view.bucket.set(false);
        if !added.is_empty() {
            self.visit.view.screen.set(Screen::Review);
            self.visit.dispatch(Event::Added(added));
        }
    }
}

/// A button that opens the dialog, where there are stores.
#[component]
pub fn FromBucket(
    /// Further classes.
    class: &'static str,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let some = Memo::new(move |_| {
        visit
            .session
            .with(|session| !session.server.stores().is_empty())
    });
    view! {
        <Show when=move || some.get()>
            <button
                class=format!("button {class}") type="button" data-testid="from-bucket"
                on:click=move |_| visit.view.bucket.set(true)
            >
                <Icon name="bucket"/>"From bucket"
            </button>
        </Show>
    }
}

/// The dialog.
#[component]
pub fn BucketDialog() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let open = visit.view.bucket;
    let browsing = Browsing {
        visit,
        folder: RwSignal::new(Folder::default()),
        reading: RwSignal::new(Reading::Done),
    };
    Effect::new(move |_| {
        if open.get() {
            browsing.reopen();
        }
    });
    view! {
        <Modal
            open on_close=move |()| open.set(false) class="dialog--wide dialog--bucket" testid="bucket-dialog"
            title="bucket-title" first=FILTER
        >
            <header class="dialog__head">
                <Icon name="bucket"/>
                <h2 class="dialog__title" id="bucket-title">"Add files from a bucket"</h2>
                <div class="panel-head__end">
                    <IconButton icon="close" label="Close" key="Esc" on_press=move |()| open.set(false)/>
                </div>
            </header>
            <Place browsing/>
            <Entries browsing/>
            <Foot browsing/>
        </Modal>
    }
}

/// Store, way to the folder, filter.
#[component]
fn Place(browsing: Browsing) -> impl IntoView {
    let folder = browsing.folder;
    let option = move |store: StoreFacts| {
        let (alias, name) = (store.alias.clone(), store.alias.clone());
        let here = move || folder.with(|folder| folder.store == alias);
        view! { <option value=name prop:selected=here>{store.alias}</option> }
    };
    view! {
        <div class="bucket-bar">
            <label class="sr-only" for="bucket-store">"Bucket"</label>
            <select
                class="select" id="bucket-store" data-testid="bucket-store"
                on:change=move |event| browsing.enter(&event_target_value(&event))
            >
                {move || browsing.stores().into_iter().map(option).collect_view()}
            </select>
            <Crumbs browsing/>
            <input
                class="input bucket-bar__filter" id=FILTER data-testid="bucket-filter" type="search" spellcheck="false"
                placeholder="Filter names" aria-label="Show only names that contain"
                prop:value=move || folder.with(|folder| folder.filter.clone())
                on:input=move |event| folder.update(|folder| folder.filter = event_target_value(&event))
            />
        </div>
    }
}

/// What is chosen, and the button that adds it.
#[component]
fn Foot(browsing: Browsing) -> impl IntoView {
    let chosen = Memo::new(move |_| {
        browsing.folder.with(|folder| {
            let added = folder.added();
            let bytes: u64 = added.iter().map(|added| added.bytes).sum();
            (added.len() as u64, bytes)
        })
    });
    let trouble = move || match browsing.reading.get() {
        Reading::Failed(code) => Some(what_failed(&code)),
        Reading::Done | Reading::UnderWay => None,
    };
    view! {
        {move || trouble().map(|words| view! {
            <p class="dialog__trouble" role="alert"><Icon name="look"/>"The folder could not be read. "{words}
                <button class="button button--small" type="button" on:click=move |_| browsing.more()>"Retry"</button>
            </p>
        })}
        <footer class="dialog__foot">
            <p class="dialog__tally" role="status">{move || match chosen.get() {
                (0, _) => "Choose files. They are read when their turn comes.".to_owned(),
                (files, bytes) => format!("{} chosen, {}", count(files, "file"), size(bytes)),
            }}</p>
            <Show when=move || { chosen.get().0 > 0 }>
                <button class="button button--primary button--large" type="button" data-testid="bucket-add" on:click=move |_| browsing.add()>
                    {move || format!("Add {}", count(chosen.get().0, "file"))}
                </button>
            </Show>
        </footer>
    }
}
