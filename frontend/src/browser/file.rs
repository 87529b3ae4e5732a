//! Files that come in: dropped, picked, or fetched as samples of the page itself.

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DragEvent, Event, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
    HtmlInputElement, Response,
};

/// Folders inside folders beyond this depth are left out.
const DEPTH: usize = 32;

/// A file of the user. Only a worker reads its bytes, but for a list of files, see [`Self::text`].
#[derive(Clone, Debug)]
pub struct SourceFile(File);

impl SourceFile {
    /// Bytes that were fetched, under a name; `None` where the browser refuses.
    pub(super) fn fetched(blob: &JsValue, name: &str) -> Option<Self> {
        File::new_with_blob_sequence(&Array::of1(blob), name)
            .ok()
            .map(Self)
    }

    /// Its name, without a path.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Its length in bytes.
    pub fn bytes(&self) -> u64 {
        self.0.size() as u64
    }

    /// What it says, as UTF-8, for lists; `None` where it cannot be read.
    pub async fn text(&self) -> Option<String> {
        JsFuture::from(self.0.text()).await.ok()?.as_string()
    }

    /// To be attached to a message.
    pub fn as_js(&self) -> &JsValue {
        &self.0
    }
}

/// The files that were picked; the input is emptied, so that the same file can be picked again.
pub fn picked(event: &Event) -> Vec<SourceFile> {
    let Some(input) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
    else {
        return Vec::new();
    };
    let files = input.files().map(|list| {
        (0..list.length())
            .filter_map(|at| list.get(at))
            .map(SourceFile)
            .collect()
    });
    input.set_value("");
    files.unwrap_or_default()
}

/// What a drop carries. Taken while the event is handled: it is empty afterwards.
pub struct Drop {
    files: Vec<SourceFile>,
    folders: Vec<FileSystemDirectoryEntry>,
}

/// What was dropped.
pub fn dropped(event: &DragEvent) -> Drop {
    let mut drop = Drop {
        files: Vec::new(),
        folders: Vec::new(),
    };
    let Some(data) = event.data_transfer() else {
        return drop;
    };
    let items = data.items();
    for at in 0..items.length() {
        let Some(item) = items.get(at).filter(|item| item.kind() == "file") else {
            continue;
        };
        match item.webkit_get_as_entry().ok().flatten() {
            Some(entry) if entry.is_directory() => drop.folders.push(entry.unchecked_into()),
            _ => drop
                .files
                .extend(item.get_as_file().ok().flatten().map(SourceFile)),
        }
    }
    drop
}

impl Drop {
    /// Every file of the drop, those inside folders too, folders in the order of their names.
    pub async fn files(self) -> Vec<SourceFile> {
        let mut files = self.files;
        let mut folders: Vec<_> = self
            .folders
            .into_iter()
            .rev()
            .map(|folder| (folder, 0))
            .collect();
        while let Some((folder, depth)) = folders.pop() {
            let mut entries = entries_of(&folder).await;
            entries.sort_by_key(FileSystemEntry::name);
            for entry in entries.iter().filter(|entry| entry.is_file()) {
                files.extend(file_of(entry.unchecked_ref()).await);
            }
            let inner = entries
                .into_iter()
                .filter(|entry| entry.is_directory() && depth < DEPTH)
                .rev();
            folders.extend(inner.map(|entry| (entry.unchecked_into(), depth + 1)));
        }
        files
    }
}

async fn entries_of(folder: &FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = folder.create_reader();
    let mut entries = Vec::new();
    // A reader tells at most 100 entries at a time, and none at the end.
    loop {
        let batch = Promise::new(&mut |resolve: Function, reject: Function| {
            let _told_by_reject = reader.read_entries_with_callback_and_callback(&resolve, &reject);
        });
        let Ok(batch) = JsFuture::from(batch).await else {
            return entries;
        };
        let batch = Array::from(&batch);
        if batch.length() == 0 {
            return entries;
        }
        entries.extend(batch.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

async fn file_of(entry: &FileSystemFileEntry) -> Option<SourceFile> {
    let file = Promise::new(&mut |resolve: Function, reject: Function| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    JsFuture::from(file)
        .await
        .ok()?
        .dyn_into()
        .ok()
        .map(SourceFile)
}

/// The text of a file of the page; `None` where it is not there.
pub async fn fetch_text(path: &str) -> Option<String> {
    JsFuture::from(fetch(path).await?.text().ok()?)
        .await
        .ok()?
        .as_string()
}

/// A file of the page as if the user had picked it; `None` where it is not there.
pub async fn fetch_file(path: &str, name: &str) -> Option<SourceFile> {
    let blob = JsFuture::from(fetch(path).await?.blob().ok()?).await.ok()?;
    SourceFile::fetched(&blob, name)
}

async fn fetch(path: &str) -> Option<Response> {
    let response = JsFuture::from(web_sys::window()?.fetch_with_str(path))
        .await
        .ok()?;
    response.dyn_into::<Response>().ok().filter(Response::ok)
}
