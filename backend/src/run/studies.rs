//! What the headers of the other files of a study say, for files whose own header lacks it: a secondary capture with an
//! emptied header beside images with full ones.
//!
//! Known before the first file is worked on, so that the order of files changes nothing. Held in memory only.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use deid_core::{IdentifiedFile, Key, StudyKey, study_values};
use deid_model::{IdentifierKind, IdentifyingValue};

use crate::line::Reader;
use crate::pool;

use super::jobs::Job;

/// Headers end before, but for those with the largest private elements, of which the beginning counts.
const START: u64 = 1 << 20;
/// Values of one study. Names and numbers come first.
const VALUES: usize = 64;
/// Studies of one run.
const STUDIES: usize = 50_000;

/// Ordered, so that what a limit leaves out does not depend on the order of files.
type Values = BTreeSet<(IdentifierKind, &'static str, String)>;

/// The identifying values of each study. PHI: not printable.
#[derive(Default)]
pub struct Studies {
    values: BTreeMap<StudyKey, Values>,
    /// Whether there were more studies than are kept.
    pub is_cut: bool,
}

impl Studies {
    /// Reads the start of every file.
    ///
    /// # Errors
    /// Where the system gives no threads. A file that cannot be read tells nothing here; why is told when it is worked on.
    pub fn gather(
        jobs: &[Job],
        threads: Option<NonZeroUsize>,
        reader: &Reader,
        key: &Key,
    ) -> io::Result<Self> {
        let studies = Mutex::new(Self::default());
        pool::for_each(
            jobs,
            threads,
            |_| START,
            |job| {
                let start = reader.read_start(&job.file.source, START);
                let told = start.and_then(|start| study_values(&start, key, reader.limits()));
                if let Some((study, values)) = told {
                    let mut studies = studies.lock().unwrap_or_else(PoisonError::into_inner);
                    studies.add(study, values);
                }
            },
        )?;
        Ok(studies.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&mut self, study: StudyKey, values: Vec<IdentifyingValue>) {
        let known = self.values.entry(study).or_default();
        for value in values {
            known.insert((value.kind, value.source, value.value));
            if known.len() > VALUES {
                known.pop_last();
            }
        }
        if self.values.len() > STUDIES {
            self.values.pop_last();
            self.is_cut = true;
        }
    }

    /// The values of the study that `file` belongs to, its own included.
    pub fn of(&self, file: &IdentifiedFile, key: &Key) -> Vec<IdentifyingValue> {
        let study = file.study(key);
        let values = study.and_then(|study| self.values.get(&study));
        let values = values.into_iter().flatten();
        values
            .map(|(kind, source, value)| IdentifyingValue {
                kind: *kind,
                value: value.clone(),
                source,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(kind: IdentifierKind, source: &'static str, value: String) -> IdentifyingValue {
        IdentifyingValue {
            kind,
            value,
            source,
        }
    }

    #[test]
    fn names_stay_where_a_study_has_more_values_than_are_kept() {
        let name = value(IdentifierKind::Name, "PatientName", "KESTREL^WREN".into());
        let numbers =
            (0..200).map(|n| value(IdentifierKind::Id, "AccessionNumber", format!("A{n:05}")));
        let mut values: Vec<_> = numbers.collect();
        values.push(name);
        let study = study();
        let mut forward = Studies::default();
        forward.add(study, values.clone());
        values.reverse();
        let mut backward = Studies::default();
        backward.add(study, values);
        let kept = forward.values.get(&study).unwrap();
        assert_eq!(kept.len(), VALUES);
        assert!(kept.iter().any(|(_, source, _)| *source == "PatientName"));
        assert_eq!(backward.values.get(&study), Some(kept));
    }

    fn study() -> StudyKey {
        let element = b"\x20\x00\x0d\x00UI\x06\x001.2.3\x00";
        let class = b"\x08\x00\x16\x00UI\x06\x001.2.3\x00";
        let start = [class.as_slice(), element].concat();
        let limits = deid_core::Limits::DEFAULT;
        study_values(&start, &Key::new([7; 32]), &limits).unwrap().0
    }
}
