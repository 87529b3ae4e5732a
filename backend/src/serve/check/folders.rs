//! Looks at the folders of this computer, without making or changing anything: a server may be running on them.

use std::fs::{DirEntry, File, read_dir};
use std::io::{self, Write};
use std::path::Path;

use super::{Findings, names};
use crate::audit::FILE_NAME;
use crate::serve::stores::EMBEDDED_ALIAS;

/// Names of one folder that are looked at.
const MOST_NAMES: usize = 1000;

/// Writes what is found about the folders of the embedded store.
pub fn check_pair<W: Write>(
    originals: &Path,
    outputs: &Path,
    findings: &mut Findings<W>,
) -> io::Result<()> {
    check_originals(originals, findings)?;
    let name = format!("store {EMBEDDED_ALIAS}, outputs");
    if read_dir(outputs).is_ok() && is_writable(outputs) {
        findings.fine(&format!("{name}: can be listed and written"))?;
    } else {
        findings.problem(
            &format!("{name}: cannot be listed, or not be written"),
            "let the user who runs deid read, write and enter the folder of --outputs",
        )?;
    }
    match deid_store::is_in_use(outputs) {
        Ok(false) => Ok(()),
        Ok(true) => findings.note(&format!(
            "{name}: a De-ID is serving this folder now; another one will not start on it"
        )),
        Err(_) => findings.note(&format!(
            "{name}: whether a De-ID is serving this folder now cannot be told"
        )),
    }
}

fn check_originals<W: Write>(folder: &Path, findings: &mut Findings<W>) -> io::Result<()> {
    let name = format!("store {EMBEDDED_ALIAS}, originals");
    let listed = read_dir(folder).and_then(|found| found.take(MOST_NAMES).collect());
    let entries: Vec<DirEntry> = match listed {
        Ok(entries) => entries,
        Err(problem) => {
            return findings.problem(
                &format!("{name}: cannot be listed: {}", problem.kind()),
                "let the user who runs deid read and enter the folder of --originals",
            );
        }
    };
    findings.fine(&format!("{name}: can be listed"))?;
    // Opening a pipe would wait.
    let is_file = |entry: &&DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
    match entries
        .iter()
        .find(is_file)
        .map(|file| File::open(file.path()))
    {
        None => findings.note(&format!(
            "{name}: no files at the top, so reading was not tried"
        ))?,
        Some(Ok(_)) => findings.fine(&format!("{name}: can be read"))?,
        Some(Err(problem)) => findings.problem(
            &format!("{name}: a file cannot be read: {}", problem.kind()),
            "let the user who runs deid read the files below --originals",
        )?,
    }
    let suspicious = entries
        .iter()
        .filter(|entry| names::may_identify(&entry.file_name().to_string_lossy()))
        .count();
    findings.names(&name, suspicious)
}

/// Writes what is found about the folder of the audit log.
pub fn check_private<W: Write>(
    private: Option<&Path>,
    findings: &mut Findings<W>,
) -> io::Result<()> {
    let Some(private) = private else {
        return findings.note("audit log: none is kept; name a folder with --private to keep one");
    };
    let log = private.join(FILE_NAME);
    // What is not there yet is made below what is.
    let there = log.ancestors().find(|path| path.exists());
    if there.is_some_and(|there| is_writable(there) && (there.is_dir() || there == log)) {
        return findings.fine("audit log: can be written");
    }
    findings.problem(
        "audit log: cannot be written",
        "make the folder of --private writable for the user who runs deid",
    )
}

/// By what the file system says of this user; nothing is tried.
#[cfg(unix)]
fn is_writable(path: &Path) -> bool {
    use rustix::fs::{Access, access};
    let needed = if path.is_dir() {
        Access::WRITE_OK | Access::EXEC_OK
    } else {
        Access::WRITE_OK
    };
    access(path, needed).is_ok()
}

/// By what the file system says; nothing is tried.
#[cfg(not(unix))]
fn is_writable(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|found| !found.permissions().readonly())
}
