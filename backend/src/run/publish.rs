//! Writes into the two zones. A releasable file is complete on disk before it gets its name in the out folder.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use deid_model::{Reason, ReasonCode};

use super::zones::Zones;

/// A file to write: its place below a zone, and its bytes.
pub struct Part<'a> {
    /// Below the zone.
    pub path: PathBuf,
    /// The content.
    pub bytes: &'a [u8],
}

/// Writes the outputs of one run.
pub struct Publisher<'a> {
    zones: &'a Zones,
    overwrite: bool,
    names: Mutex<HashSet<PathBuf>>,
}

impl<'a> Publisher<'a> {
    /// Writes into `zones`; with `overwrite` over outputs of earlier runs.
    pub fn new(zones: &'a Zones, overwrite: bool) -> Self {
        Self {
            zones,
            overwrite,
            names: Mutex::default(),
        }
    }

    /// Keeps the output at `path`, below the out folder, for the caller alone.
    ///
    /// # Errors
    /// `name-collision` where another file of this run has it, `output-exists` where an earlier run wrote it.
    pub fn claim(&self, path: &Path) -> Result<(), Reason> {
        if !self.overwrite && fs::symlink_metadata(self.zones.out.join(path)).is_ok() {
            let is_ours = self.lock().contains(path);
            return Err(if is_ours {
                ReasonCode::NameCollision
            } else {
                ReasonCode::OutputExists
            }
            .into());
        }
        if self.lock().insert(path.to_owned()) {
            Ok(())
        } else {
            Err(ReasonCode::NameCollision.into())
        }
    }

    /// Writes claimed, verified outputs and their report: all of them or none. Returns the paths of the first output
    /// and of the report.
    ///
    /// # Errors
    /// `write-failed`
    pub fn release(
        &self,
        parts: &[Part<'_>],
        report: (&Path, &[u8]),
    ) -> Result<(PathBuf, PathBuf), Reason> {
        let mut released = Vec::with_capacity(parts.len());
        let done = self
            .release_all(parts, &mut released)
            .and_then(|()| self.keep(report.0, report.1));
        match (done, released.first()) {
            (Ok(report), Some(first)) => Ok((first.clone(), report)),
            (done, _) => {
                for path in &released {
                    // Frames of a file that is not there in full must not look as if it were.
                    let _ = fs::remove_file(path);
                }
                Err(done.err().unwrap_or_else(|| ReasonCode::WriteFailed.into()))
            }
        }
    }

    fn release_all(&self, parts: &[Part<'_>], released: &mut Vec<PathBuf>) -> Result<(), Reason> {
        for part in parts {
            let target = self.zones.out.join(&part.path);
            self.release_one(&target, part.bytes)
                .map_err(|_| Reason::from(ReasonCode::WriteFailed))?;
            released.push(target);
        }
        Ok(())
    }

    fn release_one(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = target.parent().unwrap_or(target);
        fs::create_dir_all(folder)?;
        let aside = Aside::write(&self.zones.private, bytes)?;
        match aside.rename(target) {
            // The zones lie on different file systems: the last step must start beside its end.
            Err(problem) if problem.kind() == ErrorKind::CrossesDevices => {
                Aside::write(folder, bytes)?.rename(target)
            }
            done => done,
        }
    }

    /// Writes a file into the private zone, over what is there, and returns its path.
    ///
    /// # Errors
    /// `write-failed`
    pub fn keep(&self, path: &Path, bytes: &[u8]) -> Result<PathBuf, Reason> {
        let target = self.zones.private.join(path);
        let write = || {
            fs::create_dir_all(target.parent().unwrap_or(&target))?;
            Aside::write(&self.zones.private, bytes)?.rename(&target)
        };
        write().map_err(|_| Reason::from(ReasonCode::WriteFailed))?;
        Ok(target)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashSet<PathBuf>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A complete file under a passing name, gone when dropped.
struct Aside(PathBuf);

impl Aside {
    fn write(folder: &Path, bytes: &[u8]) -> io::Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let aside = Self(folder.join(format!(".deid-{}-{number}.tmp", std::process::id())));
        let mut file = File::create(&aside.0)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(aside)
    }

    fn rename(&self, target: &Path) -> io::Result<()> {
        fs::rename(&self.0, target)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // Not there any more where it was renamed.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zones(base: &Path) -> Zones {
        let zones = Zones::choose(&base.join("out"), None, &[]).unwrap();
        zones.create().unwrap();
        zones
    }

    fn part(path: &str) -> Part<'static> {
        Part {
            path: path.into(),
            bytes: b"clean",
        }
    }

    const REPORT: (&str, &[u8]) = ("a/x.report.json", b"{}");

    fn release(publisher: &Publisher<'_>, parts: &[Part<'_>]) -> Result<PathBuf, Reason> {
        publisher
            .release(parts, (Path::new(REPORT.0), REPORT.1))
            .map(|(output, _)| output)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn an_output_appears_under_its_name_and_nothing_else_stays() {
        let base = tempfile::tempdir().unwrap();
        let zones = zones(base.path());
        let publisher = Publisher::new(&zones, false);
        let written = release(&publisher, &[part("a/de-id-x.dcm"), part("a/de-id-y.dcm")]).unwrap();
        assert_eq!(written, zones.out.join("a/de-id-x.dcm"));
        assert_eq!(fs::read(written).unwrap(), b"clean");
        assert_eq!(names(&zones.out.join("a")), ["de-id-x.dcm", "de-id-y.dcm"]);
        assert_eq!(names(&zones.private), ["a"]);
        assert_eq!(fs::read(zones.private.join(REPORT.0)).unwrap(), REPORT.1);
    }

    #[test]
    fn without_its_report_nothing_is_released() {
        let base = tempfile::tempdir().unwrap();
        let zones = zones(base.path());
        fs::create_dir_all(zones.private.join(REPORT.0).join("in-the-way")).unwrap();
        let failed = release(&Publisher::new(&zones, false), &[part("de-id-x")]);
        assert_eq!(failed, Err(ReasonCode::WriteFailed.into()));
        assert!(names(&zones.out).is_empty());
    }

    #[test]
    fn one_name_is_given_once() {
        let base = tempfile::tempdir().unwrap();
        let zones = zones(base.path());
        let publisher = Publisher::new(&zones, true);
        publisher.claim(Path::new("de-id-x")).unwrap();
        assert_eq!(
            publisher.claim(Path::new("de-id-x")),
            Err(ReasonCode::NameCollision.into())
        );
    }

    #[test]
    fn an_earlier_output_is_replaced_only_when_asked() {
        let base = tempfile::tempdir().unwrap();
        let zones = zones(base.path());
        fs::write(zones.out.join("de-id-x"), "old").unwrap();
        let refused = Publisher::new(&zones, false).claim(Path::new("de-id-x"));
        assert_eq!(refused, Err(ReasonCode::OutputExists.into()));
        let publisher = Publisher::new(&zones, true);
        publisher.claim(Path::new("de-id-x")).unwrap();
        release(&publisher, &[part("de-id-x")]).unwrap();
        assert_eq!(fs::read(zones.out.join("de-id-x")).unwrap(), b"clean");
    }

    #[test]
    fn a_file_whose_last_part_fails_leaves_no_parts() {
        let base = tempfile::tempdir().unwrap();
        let zones = zones(base.path());
        fs::create_dir_all(zones.out.join("de-id-x.f0002.png/in-the-way")).unwrap();
        let publisher = Publisher::new(&zones, true);
        let failed = release(
            &publisher,
            &[part("de-id-x.f0001.png"), part("de-id-x.f0002.png")],
        );
        assert_eq!(failed, Err(ReasonCode::WriteFailed.into()));
        assert_eq!(names(&zones.out), ["de-id-x.f0002.png"]);
        assert!(names(&zones.private).is_empty());
    }
}
