//! The audit log: who approved or sent what, when, with which settings. One JSON line an event, in the private zone.
//!
//! Lines are only ever appended, and each holds the SHA-256 of the line before it: a line that was changed or taken
//! out shows as a break. It holds hashes, counts and codes, never a value, a name or a path of a file.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use deid_model::api::FileRecord;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Its name in the private folder.
pub const FILE_NAME: &str = "audit.jsonl";

/// What is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum AuditEvent {
    /// Somebody agreed that pictures and text of a batch are sent to Amazon.
    Consent {
        /// Names the consent.
        consent: String,
        /// Version of the text that was shown.
        text_version: u32,
        /// Where to.
        region: String,
        /// Files of the batch.
        files: u32,
        /// Pictures, where they were estimated.
        pictures: Option<u32>,
    },
    /// Somebody, or a policy, approved a file, or it was held or refused.
    File(FileRecord),
}

/// One line of the log.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    /// UTC, RFC 3339.
    time: String,
    /// `os:<user>` or `oidc:<subject>`.
    who: String,
    #[serde(flatten)]
    event: AuditEvent,
    /// SHA-256 of the line before, without its end; of nothing for the first.
    previous: String,
}

/// Why nothing can be recorded.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// The file cannot be opened, read or written.
    #[error("the audit log in the private folder cannot be written")]
    Io(#[from] io::Error),
    /// An event does not become a line.
    #[error("an event of the audit log cannot be written as JSON")]
    Format(#[from] serde_json::Error),
}

/// The log of one private folder. Several processes may append to it.
#[derive(Debug)]
pub struct AuditLog {
    file: Mutex<File>,
}

impl AuditLog {
    /// Opens the log of `folder`, or begins one, readable for this user alone.
    ///
    /// # Errors
    /// [`AuditError::Io`]
    pub fn open(folder: &Path) -> Result<Self, AuditError> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Self {
            file: Mutex::new(options.open(folder.join(FILE_NAME))?),
        })
    }

    /// Records an event, and returns once it is on the disk.
    ///
    /// # Errors
    /// [`AuditError`]: then what was to be recorded must not happen.
    pub fn append(&self, who: &str, event: &AuditEvent) -> Result<(), AuditError> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.lock()?;
        let done = append(&mut file, who, event);
        file.unlock()?;
        done
    }
}

/// The user who runs this process.
pub fn os_user() -> String {
    let name = whoami::username().unwrap_or_else(|_| "unknown".to_owned());
    format!("os:{name}")
}

fn append(file: &mut File, who: &str, event: &AuditEvent) -> Result<(), AuditError> {
    let (previous, is_torn) = last_line(file)?;
    let line = Line {
        time: humantime::format_rfc3339_millis(SystemTime::now()).to_string(),
        who: who.to_owned(),
        event: event.clone(),
        previous: hash(&previous),
    };
    // A line that a crash cut short stays as it is, and counts as one.
    let mut text = if is_torn {
        "\n".to_owned()
    } else {
        String::new()
    };
    text.push_str(&serde_json::to_string(&line)?);
    text.push('\n');
    file.write_all(text.as_bytes())?;
    Ok(file.sync_data()?)
}

/// The last line without its end, and whether the end is missing.
fn last_line(file: &mut File) -> io::Result<(Vec<u8>, bool)> {
    const STEP: u64 = 4096;
    let length = file.seek(SeekFrom::End(0))?;
    let mut tail = Vec::new();
    let mut start = length;
    while start > 0 {
        let from = start.saturating_sub(STEP);
        let mut piece = vec![0; (start - from) as usize];
        file.seek(SeekFrom::Start(from))?;
        file.read_exact(&mut piece)?;
        piece.append(&mut tail);
        tail = piece;
        start = from;
        let body = tail.strip_suffix(b"\n").unwrap_or(&tail);
        if let Some(end) = body.iter().rposition(|&byte| byte == b'\n') {
            return Ok((body[end + 1..].to_vec(), body.len() == tail.len()));
        }
    }
    let is_torn = tail.last().is_some_and(|&byte| byte != b'\n');
    let body = tail.strip_suffix(b"\n").unwrap_or(&tail);
    Ok((body.to_vec(), is_torn))
}

fn hash(line: &[u8]) -> String {
    Sha256::digest(line)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use deid_model::outcome::Status;

    use super::*;

    fn record(redacted: u32) -> AuditEvent {
        AuditEvent::File(FileRecord {
            status: Status::Written,
            input_hmac: "ab".repeat(32),
            output_sha256: Some("cd".repeat(32)),
            settings_sha256: "ef".repeat(32),
            key_id: "0123456789abcdef".into(),
            consent: None,
            redacted,
            kept: 0,
        })
    }

    fn is_unbroken(text: &str) -> bool {
        let mut previous = hash(b"");
        text.lines().all(|line| {
            let fits =
                serde_json::from_str::<Line>(line).is_ok_and(|line| line.previous == previous);
            previous = hash(line.as_bytes());
            fits
        })
    }

    #[test]
    fn every_line_holds_the_hash_of_the_line_before_even_from_several_writers() {
        let folder = tempfile::tempdir().unwrap();
        let logs = [
            AuditLog::open(folder.path()).unwrap(),
            AuditLog::open(folder.path()).unwrap(),
        ];
        std::thread::scope(|scope| {
            for log in &logs {
                scope.spawn(move || (0..40).for_each(|n| log.append("os:me", &record(n)).unwrap()));
            }
        });
        let text = std::fs::read_to_string(folder.path().join(FILE_NAME)).unwrap();
        assert_eq!(text.lines().count(), 80);
        assert!(is_unbroken(&text));
        assert!(!is_unbroken(&text.replacen(
            "\"redacted\":7",
            "\"redacted\":8",
            1
        )));
        let mut lines: Vec<_> = text.lines().collect();
        lines.remove(5);
        assert!(!is_unbroken(&lines.join("\n")));
    }

    #[test]
    fn a_line_that_a_crash_cut_short_is_kept_and_chained() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE_NAME);
        AuditLog::open(folder.path())
            .unwrap()
            .append("os:me", &record(1))
            .unwrap();
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str("{\"time\":\"20");
        std::fs::write(&path, &text).unwrap();
        AuditLog::open(folder.path())
            .unwrap()
            .append("os:me", &record(2))
            .unwrap();
        let now = std::fs::read_to_string(&path).unwrap();
        assert_eq!(now.lines().count(), 3);
        let last: Line = serde_json::from_str(now.lines().last().unwrap()).unwrap();
        assert_eq!(last.previous, hash(b"{\"time\":\"20"));
    }
}
