//! The private lists of files that were not written: `refusals.jsonl` and `review.jsonl`. A list keeps what earlier
//! runs put there, except on files that this run looks at again.

use std::collections::HashSet;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use deid_model::review::ReviewEntry;

/// A list, open for more.
#[derive(Debug)]
pub struct Ledger {
    file: Mutex<fs::File>,
}

impl Ledger {
    /// Opens the list at `path` without its entries on `inputs`, which are looked at again.
    ///
    /// # Errors
    /// Where the list cannot be read or written.
    pub fn open(path: &Path, inputs: &HashSet<String>) -> io::Result<Self> {
        let old = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(problem) if problem.kind() == ErrorKind::NotFound => String::new(),
            Err(problem) => return Err(problem),
        };
        let is_kept = |line: &&str| {
            serde_json::from_str::<ReviewEntry>(line)
                .is_ok_and(|entry| !inputs.contains(&entry.input))
        };
        let kept: String = old
            .lines()
            .filter(is_kept)
            .flat_map(|line| [line, "\n"])
            .collect();
        let aside = path.with_extension("jsonl.tmp");
        fs::write(&aside, kept)?;
        fs::rename(&aside, path)?;
        Ok(Self {
            file: Mutex::new(OpenOptions::new().append(true).open(path)?),
        })
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn add(&self, entry: &ReviewEntry) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.file
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write_all(&line)
    }
}

#[cfg(test)]
mod tests {
    use deid_model::ReasonCode;

    use super::*;

    fn entry(input: &str) -> ReviewEntry {
        ReviewEntry {
            input: input.into(),
            sha256: None,
            reason: ReasonCode::EmptyFile.into(),
            report: None,
        }
    }

    #[test]
    fn a_list_forgets_only_what_is_looked_at_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("refusals.jsonl");
        let first = Ledger::open(&path, &HashSet::new()).unwrap();
        first.add(&entry("monday/a")).unwrap();
        first.add(&entry("monday/b")).unwrap();
        let again = Ledger::open(
            &path,
            &HashSet::from(["monday/a".into(), "tuesday/c".into()]),
        )
        .unwrap();
        again.add(&entry("tuesday/c")).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let entries: Vec<ReviewEntry> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(entries, [entry("monday/b"), entry("tuesday/c")]);
    }
}
