//! `--decisions FILE`: what a person decided about files that were held back, bound to their content.

use std::collections::HashMap;
use std::path::Path;

use anyhow::Context;
use deid_model::review::FileDecisions;

/// Decisions by the SHA-256 of the file that they are about.
#[derive(Debug, Default)]
pub struct Decisions {
    files: HashMap<String, FileDecisions>,
}

impl Decisions {
    /// Reads a file of one [`FileDecisions`] a line; of several about one file the last counts.
    ///
    /// # Errors
    /// Where it cannot be read, or a line is something else.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path);
        let text = text.with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("cannot use {}", path.display()))
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let mut files = HashMap::new();
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            let mut decisions: FileDecisions = serde_json::from_str(line)
                .with_context(|| format!("line {} holds no decisions on a file", at + 1))?;
            decisions.sha256.make_ascii_lowercase();
            files.insert(decisions.sha256.clone(), decisions);
        }
        Ok(Self { files })
    }

    /// The decisions on the file with this hash, in hexadecimal.
    pub fn of(&self, sha256: &str) -> Option<&FileDecisions> {
        self.files.get(sha256)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_found_by_the_hash_of_their_file_and_the_last_counts() {
        let line =
            |viewed: u32| format!(r#"{{"sha256":"ab12","frames_viewed":{viewed},"places":[]}}"#);
        let read = Decisions::parse(&format!("{}\n\n{}\n", line(1), line(3))).unwrap();
        assert_eq!(read.of("ab12").map(|it| it.frames_viewed), Some(3));
        assert_eq!(read.of("cd34"), None);
    }

    #[test]
    fn a_hash_is_known_in_either_case() {
        let line = r#"{"sha256":"AB12","frames_viewed":1,"places":[]}"#;
        let read = Decisions::parse(line).unwrap();
        assert_eq!(read.of("ab12").map(|it| it.sha256.as_str()), Some("ab12"));
    }

    #[test]
    fn a_line_of_another_kind_is_told_by_its_number() {
        let problem = Decisions::parse(r#"{"input":"secret","reason":null}"#).unwrap_err();
        let told = problem.to_string();
        assert_eq!(told, "line 1 holds no decisions on a file");
    }
}
