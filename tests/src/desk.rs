//! A folder that the real binary works on, and what it made of it.

use std::path::{Path, PathBuf};

use deid_model::report::Report;
use serde_json::Value;
use tempfile::TempDir;

use crate::binary::{argument, assert_schema, json_lines, run};

/// A folder `in` that holds files, and places for the two zones beside it.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    /// A desk with these files below `in`.
    ///
    /// # Panics
    /// If they cannot be written.
    #[must_use]
    pub fn with(files: &[(&str, &[u8])]) -> Self {
        let desk = Self {
            folder: TempDir::new().expect("a temporary folder"),
        };
        for (name, bytes) in files {
            desk.write(&format!("in/{name}"), bytes);
        }
        desk
    }

    /// The path of something on this desk.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file beside `in`, and returns its path as an argument.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        let folder = path.parent().expect("a file on the desk");
        std::fs::create_dir_all(folder).expect("a folder that can be made");
        std::fs::write(&path, content).expect("a file that can be written");
        argument(&path).to_owned()
    }

    /// `deid run in --out clean --json` with more arguments: the exit code and the lines on standard output.
    ///
    /// # Panics
    /// If it crashes, or says something that obeys no schema.
    #[must_use]
    pub fn run(&self, more: &[&str]) -> (Option<i32>, Vec<Value>) {
        let (input, out) = (self.path("in"), self.path("clean"));
        let mut arguments = vec!["run", argument(&input), "--out", argument(&out), "--json"];
        arguments.extend(more);
        let done = run(&arguments);
        let stderr = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(
            !stderr.contains("crashed at") && !stderr.contains("panicked"),
            "{stderr}"
        );
        let lines = json_lines(&done);
        assert_schema("run", &lines);
        (done.status.code(), lines)
    }

    /// The lines of `deid detect in --json` with more arguments.
    ///
    /// # Panics
    /// If it says something that obeys no schema.
    #[must_use]
    pub fn detect(&self, more: &[&str]) -> Vec<Value> {
        let input = self.path("in");
        let mut arguments = vec!["detect", argument(&input), "--json"];
        arguments.extend(more);
        let lines = json_lines(&run(&arguments));
        assert_schema("detect", &lines);
        lines
    }

    /// The files in the out folder.
    #[must_use]
    pub fn released(&self) -> Vec<PathBuf> {
        files_below(&self.path("clean"))
    }

    /// All files on this desk.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        files_below(self.folder.path())
    }
}

/// The report that a line of `deid run --json` names.
///
/// # Panics
/// If there is none, or it obeys no schema.
#[must_use]
pub fn report_of(line: &Value) -> Report {
    let path = line["report"].as_str().expect("a report");
    let text = std::fs::read_to_string(path).expect("a report that can be read");
    let value = serde_json::from_str(&text).expect("JSON");
    assert_schema("report", &[value]);
    serde_json::from_str(&text).expect("a report")
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}
