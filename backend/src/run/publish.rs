//! Writes into the two zones. A releasable file is complete on disk before it gets its name in the out zone.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use deid_model::report::Report;
use deid_model::{Reason, ReasonCode};

use super::out::{Aside, Out, Part};

/// Writes the outputs of one run.
pub struct Publisher<'a> {
    out: Out<'a>,
    private: &'a Path,
    overwrite: bool,
    names: Mutex<HashSet<PathBuf>>,
}

impl<'a> Publisher<'a> {
    /// Writes into the zones `out` and `private`; with `overwrite` over outputs of earlier runs.
    pub fn new(out: Out<'a>, private: &'a Path, overwrite: bool) -> Self {
        Self {
            out,
            private,
            overwrite,
            names: Mutex::default(),
        }
    }

    /// Keeps the output at `path`, below the out zone, for the caller alone.
    ///
    /// # Errors
    /// `name-collision` where another file of this run has it, `output-exists` where an earlier run wrote it, and
    /// `write-failed` where that cannot be told.
    pub fn claim(&self, path: &Path) -> Result<(), Reason> {
        if !self.overwrite && self.out.is_taken(path)? {
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

    /// Writes claimed, verified outputs and their report: all of them or none. Returns the first output, as it is
    /// printed, and the path of the report.
    ///
    /// # Errors
    /// `write-failed`, and `output-exists` where another process was faster.
    pub fn release(
        &self,
        parts: &[Part<'_>],
        report: (&Path, &[u8]),
    ) -> Result<(String, PathBuf), Reason> {
        let mut released = 0;
        let done = self
            .release_all(parts, &mut released)
            .and_then(|()| self.keep(report.0, report.1));
        match (done, parts.first()) {
            (Ok(report), Some(first)) => Ok((self.out.shown(&first.path), report)),
            (done, _) => {
                for part in parts.iter().take(released) {
                    self.out.remove(&part.path);
                }
                Err(done.err().unwrap_or_else(|| ReasonCode::WriteFailed.into()))
            }
        }
    }

    fn release_all(&self, parts: &[Part<'_>], released: &mut usize) -> Result<(), Reason> {
        for part in parts {
            self.out.put(part, self.overwrite, self.private)?;
            *released += 1;
        }
        Ok(())
    }

    /// Writes a file into the private zone, over what is there, and returns its path.
    ///
    /// # Errors
    /// `write-failed`
    pub fn keep(&self, path: &Path, bytes: &[u8]) -> Result<PathBuf, Reason> {
        let target = self.private.join(path);
        let write = || {
            fs::create_dir_all(target.parent().unwrap_or(&target))?;
            Aside::write(self.private, bytes)?.rename(&target)
        };
        write().map_err(|_| Reason::from(ReasonCode::WriteFailed))?;
        Ok(target)
    }

    /// The report of an earlier run at `path` below the private zone, where there is one.
    pub fn earlier_report(&self, path: &Path) -> Option<Report> {
        let bytes = fs::read(self.private.join(path)).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashSet<PathBuf>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use deid_model::report::FileFormat;

    use super::*;

    /// An out folder and a private one.
    struct Zones {
        out: PathBuf,
        private: PathBuf,
    }

    fn zones(base: &Path) -> Zones {
        let zones = Zones {
            out: base.join("out"),
            private: base.join("private"),
        };
        fs::create_dir(&zones.out).unwrap();
        fs::create_dir(&zones.private).unwrap();
        zones
    }

    fn publisher(zones: &Zones, overwrite: bool) -> Publisher<'_> {
        Publisher::new(Out::Folder(&zones.out), &zones.private, overwrite)
    }

    fn part(path: &str) -> Part<'static> {
        Part {
            path: path.into(),
            bytes: b"clean",
            format: FileFormat::Dicom,
        }
    }

    const REPORT: (&str, &[u8]) = ("a/x.report.json", b"{}");

    fn release(publisher: &Publisher<'_>, parts: &[Part<'_>]) -> Result<String, Reason> {
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
        let publisher = self::publisher(&zones, false);
        let written = release(&publisher, &[part("a/de-id-x.dcm"), part("a/de-id-y.dcm")]).unwrap();
        assert_eq!(Path::new(&written), zones.out.join("a/de-id-x.dcm"));
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
        let failed = release(&publisher(&zones, false), &[part("de-id-x")]);
        assert_eq!(failed, Err(ReasonCode::WriteFailed.into()));
        assert!(names(&zones.out).is_empty());
    }

    #[test]
    fn one_name_is_given_once() {
        let base = tempfile::tempdir().unwrap();
        let zones = zones(base.path());
        let publisher = self::publisher(&zones, true);
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
        let refused = publisher(&zones, false).claim(Path::new("de-id-x"));
        assert_eq!(refused, Err(ReasonCode::OutputExists.into()));
        let publisher = self::publisher(&zones, true);
        publisher.claim(Path::new("de-id-x")).unwrap();
        release(&publisher, &[part("de-id-x")]).unwrap();
        assert_eq!(fs::read(zones.out.join("de-id-x")).unwrap(), b"clean");
    }

    #[test]
    fn a_file_whose_last_part_fails_leaves_no_parts() {
        let base = tempfile::tempdir().unwrap();
        let zones = zones(base.path());
        fs::create_dir_all(zones.out.join("de-id-x.f0002.png/in-the-way")).unwrap();
        let publisher = self::publisher(&zones, true);
        let failed = release(
            &publisher,
            &[part("de-id-x.f0001.png"), part("de-id-x.f0002.png")],
        );
        assert_eq!(failed, Err(ReasonCode::WriteFailed.into()));
        assert_eq!(names(&zones.out), ["de-id-x.f0002.png"]);
        assert!(names(&zones.private).is_empty());
    }
}
