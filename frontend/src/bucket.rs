//! Browsing a store: one folder at a time, filtered and chosen from. Plain values, no browser.

use std::collections::BTreeSet;

use deid_model::ObjectKey;
use deid_model::api::{ListAnswer, StoreFacts};

use crate::session::{Added, ObjectPlace};

/// One object that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its key.
    pub key: ObjectKey,
    /// Its length.
    pub bytes: u64,
}

/// A folder of a store as far as it was read, and what is chosen in it. Without `Debug`: names may be PHI.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// Alias of the store.
    pub store: String,
    /// Empty, or ending in `/`.
    pub prefix: String,
    /// Folders below, as full prefixes.
    pub folders: Vec<String>,
    /// Objects.
    pub objects: Vec<Entry>,
    /// Where the next page begins.
    pub cursor: Option<String>,
    /// Objects whose keys De-ID does not open.
    pub left_out: usize,
    /// What names must contain, in any case.
    pub filter: String,
    /// What is chosen.
    pub chosen: BTreeSet<ObjectKey>,
    /// The object that was chosen or let go last, from which a range begins.
    anchor: Option<ObjectKey>,
}

impl Folder {
    /// A folder of which nothing is read yet.
    pub fn new(store: String, prefix: String) -> Self {
        Self {
            store,
            prefix,
            ..Self::default()
        }
    }

    /// Where browsing of a store begins. Who may read some folders only begins with the list of these, and the
    /// server is not asked.
    pub fn top(store: &StoreFacts) -> (Self, bool) {
        let mut folder = Self::new(store.alias.clone(), String::new());
        let all = store.originals_prefixes.iter().any(String::is_empty);
        if !all {
            folder.folders.clone_from(&store.originals_prefixes);
        }
        (folder, all)
    }

    /// Takes a page of the listing in.
    pub fn read(&mut self, page: ListAnswer) {
        self.folders.extend(page.folders);
        for object in page.objects {
            // A place holder for the folder itself is no file.
            if object.key == self.prefix {
                continue;
            }
            match ObjectKey::new(object.key) {
                Ok(key) => self.objects.push(Entry {
                    key,
                    bytes: object.bytes,
                }),
                Err(_) => self.left_out += 1,
            }
        }
        self.cursor = page.cursor;
    }

    /// The way here: each folder's name and its prefix, the outermost first.
    pub fn crumbs(&self) -> Vec<(String, String)> {
        let mut prefix = String::new();
        let mut crumbs = Vec::new();
        for name in self.prefix.split_terminator('/') {
            prefix.push_str(name);
            prefix.push('/');
            crumbs.push((name.to_owned(), prefix.clone()));
        }
        crumbs
    }

    /// Folders that pass the filter.
    pub fn shown_folders(&self) -> Vec<String> {
        let passes = |folder: &&String| self.passes(self.name_of_folder(folder));
        self.folders.iter().filter(passes).cloned().collect()
    }

    /// Objects that pass the filter.
    pub fn shown(&self) -> Vec<Entry> {
        let passes = |entry: &&Entry| self.passes(entry.key.name());
        self.objects.iter().filter(passes).cloned().collect()
    }

    /// The folder's name, or its way from here.
    pub fn name_of_folder<'a>(&self, folder: &'a str) -> &'a str {
        let name = folder.strip_prefix(&self.prefix).unwrap_or(folder);
        name.strip_suffix('/').unwrap_or(name)
    }

    /// Chooses an object, or lets it go. With `range`, everything shown between the one before and this one goes
    /// the same way.
    pub fn toggle(&mut self, key: &ObjectKey, range: bool) {
        let on = !self.chosen.contains(key);
        let shown = self.shown();
        let place = |key: &ObjectKey| shown.iter().position(|entry| entry.key == *key);
        let from = self.anchor.as_ref().filter(|_| range).and_then(place);
        if let (Some(from), Some(to)) = (from, place(key)) {
            for entry in shown.get(from.min(to)..=from.max(to)).unwrap_or_default() {
                self.choose(&entry.key, on);
            }
        } else {
            self.choose(key, on);
        }
        self.anchor = Some(key.clone());
    }

    /// Chooses everything shown, or lets it go.
    pub fn toggle_shown(&mut self, on: bool) {
        for entry in self.shown() {
            self.choose(&entry.key, on);
        }
    }

    /// Whether everything shown is chosen, and there is something.
    pub fn all_shown_are_chosen(&self) -> bool {
        let shown = self.shown();
        !shown.is_empty() && shown.iter().all(|entry| self.chosen.contains(&entry.key))
    }

    /// What was chosen, to be added to the queue in the order of the listing.
    pub fn added(&self) -> Vec<Added> {
        let chosen = self
            .objects
            .iter()
            .filter(|entry| self.chosen.contains(&entry.key));
        chosen
            .map(|entry| Added {
                name: entry.key.name().to_owned(),
                bytes: entry.bytes,
                place: Some(ObjectPlace {
                    store: self.store.clone(),
                    key: entry.key.clone(),
                }),
            })
            .collect()
    }

    fn choose(&mut self, key: &ObjectKey, on: bool) {
        if on {
            self.chosen.insert(key.clone());
        } else {
            self.chosen.remove(key);
        }
    }

    fn passes(&self, name: &str) -> bool {
        let filter = self.filter.trim().to_lowercase();
        filter.is_empty() || name.to_lowercase().contains(&filter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deid_model::api::ObjectFacts;

    fn page(keys: &[&str], cursor: Option<&str>) -> ListAnswer {
        let object = |key: &&str| ObjectFacts {
            key: (*key).to_owned(),
            bytes: 7,
        };
        ListAnswer {
            folders: vec!["a/b/".to_owned()],
            objects: keys.iter().map(object).collect(),
            cursor: cursor.map(str::to_owned),
        }
    }

    fn folder() -> Folder {
        let mut folder = Folder::new("ward".into(), "a/".into());
        folder.read(page(&["a/", "a/1.dcm", "a/2.png", "a/../x"], Some("next")));
        folder
    }

    fn key(text: &str) -> ObjectKey {
        ObjectKey::new(text).unwrap()
    }

    fn names(folder: &Folder) -> Vec<String> {
        folder.added().into_iter().map(|added| added.name).collect()
    }

    #[test]
    fn place_holders_and_keys_that_lead_out_are_left_out() {
        let folder = folder();
        let shown: Vec<_> = folder
            .shown()
            .iter()
            .map(|it| it.key.name().to_owned())
            .collect();
        assert_eq!(shown, ["1.dcm", "2.png"]);
        assert_eq!(folder.left_out, 1);
        assert_eq!(folder.name_of_folder("a/b/"), "b");
    }

    #[test]
    fn a_further_page_keeps_what_was_chosen() {
        let mut folder = folder();
        folder.toggle(&key("a/2.png"), false);
        folder.read(page(&["a/3.dcm"], None));
        folder.toggle(&key("a/3.dcm"), false);
        assert_eq!(names(&folder), ["2.png", "3.dcm"]);
        assert_eq!(folder.cursor, None);
    }

    #[test]
    fn all_shown_means_what_passes_the_filter() {
        let mut folder = folder();
        folder.filter = " DCM".into();
        folder.toggle_shown(true);
        assert!(folder.all_shown_are_chosen());
        folder.filter.clear();
        assert!(!folder.all_shown_are_chosen());
        assert_eq!(names(&folder), ["1.dcm"]);
    }

    #[test]
    fn a_range_goes_the_way_of_its_end() {
        let mut folder = folder();
        folder.read(page(&["a/3.dcm", "a/4.dcm"], None));
        folder.toggle(&key("a/1.dcm"), false);
        folder.toggle(&key("a/3.dcm"), true);
        assert_eq!(names(&folder), ["1.dcm", "2.png", "3.dcm"]);
        folder.toggle(&key("a/2.png"), true);
        assert_eq!(names(&folder), ["1.dcm"]);
    }

    #[test]
    fn what_is_added_says_where_it_lies() {
        let mut folder = folder();
        folder.toggle(&key("a/1.dcm"), false);
        let place = folder.added().remove(0).place.unwrap();
        assert_eq!(
            (place.store.as_str(), place.key.as_str()),
            ("ward", "a/1.dcm")
        );
    }

    #[test]
    fn the_way_here_is_told_folder_by_folder() {
        let folder = Folder::new("ward".into(), "a/b c/".into());
        let crumbs = folder.crumbs();
        assert_eq!(crumbs[1], ("b c".to_owned(), "a/b c/".to_owned()));
        assert_eq!(crumbs.len(), 2);
    }

    #[test]
    fn who_may_read_some_folders_begins_with_these() {
        let mut store = StoreFacts {
            alias: "ward".into(),
            outputs_prefix: String::new(),
            originals_prefixes: vec!["a/".into()],
        };
        let (folder, ask) = Folder::top(&store);
        assert_eq!((folder.folders, ask), (vec!["a/".to_owned()], false));
        store.originals_prefixes = vec![String::new()];
        assert!(Folder::top(&store).1);
    }
}
