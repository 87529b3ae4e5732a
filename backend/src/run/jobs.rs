//! From the files found to jobs: which report each gets, and which of them would be written under one name.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::inputs::InputFile;

/// One file to de-identify.
#[derive(Debug, PartialEq, Eq)]
pub struct Job {
    /// The file.
    pub file: InputFile,
    /// Its report, below the private zone.
    pub report: PathBuf,
    /// Whether another input has the same place and name below its input.
    pub shares_its_name: bool,
}

/// One job a file, in the same order.
pub fn jobs(files: Vec<InputFile>) -> Vec<Job> {
    let mut count: HashMap<PathBuf, usize> = HashMap::new();
    for file in &files {
        *count.entry(file.relative.clone()).or_default() += 1;
    }
    let mut taken = HashSet::new();
    files
        .into_iter()
        .map(|file| {
            let mut report = report_path(&file.relative, 1);
            for number in 2.. {
                if taken.insert(report.clone()) {
                    break;
                }
                report = report_path(&file.relative, number);
            }
            let shares_its_name = count.get(&file.relative).is_some_and(|count| *count > 1);
            Job {
                file,
                report,
                shares_its_name,
            }
        })
        .collect()
}

/// `a/b.dcm` -> `a/b.dcm.report.json`; further ones of the same name `a/b.dcm.2.report.json`.
fn report_path(relative: &Path, number: u32) -> PathBuf {
    let mut path = OsString::from(relative);
    if number > 1 {
        path.push(format!(".{number}"));
    }
    path.push(".report.json");
    path.into()
}

#[cfg(test)]
mod tests {
    use crate::inputs::Source;

    use super::*;

    #[test]
    fn files_of_one_name_have_reports_of_their_own() {
        let file = |root: &str, name: &str| InputFile {
            source: Source::Path(format!("{root}/{name}").into()),
            relative: name.into(),
        };
        let jobs = jobs(vec![
            file("x", "a"),
            file("y", "a"),
            file("x", "a.2"),
            file("x", "b/c"),
        ]);
        let seen: Vec<_> = jobs
            .iter()
            .map(|job| (job.report.to_str().unwrap(), job.shares_its_name))
            .collect();
        let expect = [
            ("a.report.json", true),
            ("a.2.report.json", true),
            ("a.2.2.report.json", false),
            ("b/c.report.json", false),
        ];
        assert_eq!(seen, expect);
    }
}
