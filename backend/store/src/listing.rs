//! Keys in the order of their bytes, over all folders, a page at a time.
//!
//! A folder sorts as its name with a `/` behind it: so `a-b` comes before `a/b`, as in S3, though the folder `a`
//! comes before `a-b`. With that, a walk in depth meets the keys in order, and only folders that can hold a key of
//! the page are opened.

use std::io;

use cap_std::fs::Dir;

use crate::facts::Facts;
use crate::key::{Key, is_folder};

/// Where a page begins: behind this text, and behind all that begins with it where it is `whole`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) text: String,
    pub(crate) is_whole: bool,
}

/// Objects, and names that stand for several.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) objects: Vec<(String, Facts)>,
    pub(crate) prefixes: Vec<String>,
    /// Where the next page begins.
    pub(crate) next: Option<Mark>,
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    pub(crate) prefix: String,
    pub(crate) delimiter: String,
    pub(crate) after: Mark,
    pub(crate) most: usize,
}

impl Mark {
    fn admits(&self, key: &str) -> bool {
        key > self.text.as_str() && !(self.is_whole && key.starts_with(&self.text))
    }

    /// Whether a folder (ending in `/`) can hold a key that is admitted.
    fn admits_below(&self, folder: &str) -> bool {
        if self.is_whole && folder.starts_with(&self.text) {
            return false;
        }
        folder > self.text.as_str() || self.text.starts_with(folder)
    }
}

impl Question {
    /// The folder that holds all keys of the prefix.
    pub(crate) fn folder(&self) -> &str {
        let end = self.prefix.rfind('/').map_or(0, |slash| slash + 1);
        self.prefix.get(..end).unwrap_or_default()
    }

    /// Answers from `folder`, the one that [`Self::folder`] names.
    pub(crate) fn answer(&self, folder: Dir) -> io::Result<Page> {
        let mut walk = Walk::new(folder, self)?;
        let mut page = Page::default();
        let mut last = None;
        while let Some((key, facts)) = walk.next_object()? {
            if page.objects.len() + page.prefixes.len() == self.most {
                page.next = last;
                break;
            }
            if let Some(prefix) = self.common_prefix(&key) {
                let mark = Mark {
                    text: prefix.clone(),
                    is_whole: true,
                };
                walk.skip_to(mark.clone());
                page.prefixes.push(prefix);
                last = Some(mark);
            } else {
                last = Some(Mark {
                    text: key.clone(),
                    is_whole: false,
                });
                page.objects.push((key, facts));
            }
        }
        Ok(page)
    }

    fn common_prefix(&self, key: &str) -> Option<String> {
        let rest = key.get(self.prefix.len()..)?;
        let at = match self.delimiter.as_str() {
            "" => return None,
            delimiter => rest.find(delimiter)?,
        };
        let end = self.prefix.len() + at + self.delimiter.len();
        key.get(..end).map(str::to_owned)
    }
}

/// A walk in depth. Each level holds one open folder; the key rules limit how many.
struct Walk<'a> {
    prefix: &'a str,
    after: Mark,
    levels: Vec<Level>,
}

struct Level {
    folder: Dir,
    /// Its key, with a `/` behind it unless it is the top.
    path: String,
    /// What is left of it, the next one last.
    names: Vec<String>,
}

impl<'a> Walk<'a> {
    fn new(folder: Dir, question: &'a Question) -> io::Result<Self> {
        let mut walk = Self {
            prefix: &question.prefix,
            after: question.after.clone(),
            levels: Vec::new(),
        };
        walk.enter(folder, question.folder().to_owned())?;
        Ok(walk)
    }

    fn skip_to(&mut self, mark: Mark) {
        while self
            .levels
            .last()
            .is_some_and(|level| !level.path.is_empty() && !mark.admits_below(&level.path))
        {
            self.levels.pop();
        }
        self.after = mark;
    }

    fn next_object(&mut self) -> io::Result<Option<(String, Facts)>> {
        while let Some(level) = self.levels.last_mut() {
            let Some(name) = level.names.pop() else {
                self.levels.pop();
                continue;
            };
            let path = format!("{}{name}", level.path);
            if let Some(name) = name.strip_suffix('/') {
                if self.after.admits_below(&path)
                    && let Some(folder) = unless_gone(level.folder.open_dir(name))?
                {
                    self.enter(folder, path)?;
                }
            } else if self.after.admits(&path)
                && let Some(found) = unless_gone(level.folder.symlink_metadata(&name))?
                && let Some(facts) = Facts::of_cap(&found)
            {
                return Ok(Some((path, facts)));
            }
        }
        Ok(None)
    }

    fn enter(&mut self, folder: Dir, path: String) -> io::Result<()> {
        let mut names = Vec::new();
        let Some(entries) = unless_gone(folder.entries())? else {
            return Ok(());
        };
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_type()?;
            // Names that no key can hold (not UTF-8, control characters, hidden) are not objects.
            let Ok(mut name) = entry.file_name().into_string() else {
                continue;
            };
            if kind.is_dir() {
                name.push('/');
            } else if !kind.is_file() {
                continue;
            }
            if self.is_asked_for(&format!("{path}{name}")) {
                names.push(name);
            }
        }
        names.sort_unstable_by(|a, b| b.cmp(a));
        self.levels.push(Level {
            folder,
            path,
            names,
        });
        Ok(())
    }

    fn is_asked_for(&self, path: &str) -> bool {
        if path.ends_with('/') {
            (path.starts_with(self.prefix) || self.prefix.starts_with(path))
                && self.after.admits_below(path)
                && is_folder(path)
        } else {
            path.starts_with(self.prefix) && self.after.admits(path) && Key::parse(path).is_some()
        }
    }
}

/// What was removed, or may not be read, while a page was made is not on it.
fn unless_gone<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    use io::ErrorKind as Kind;
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error)
            if matches!(
                error.kind(),
                Kind::NotFound | Kind::NotADirectory | Kind::PermissionDenied
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}
