//! What the files of a study tell about each other: values of their headers, and what a person decided about a text.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use deid_model::Decision;
use deid_model::worker::{FileId, SearchStage, StudyValue, ToWorker};

use super::pool::WorkerId;
use super::queue::QueueFile;
use super::{Effect, Session};
use crate::editor::Saying;

/// Values of one study. Names and numbers come first.
const VALUES: usize = 64;

/// The identifying values of each study, by its name.
pub(super) type Studies = BTreeMap<String, BTreeSet<StudyValue>>;

impl Session {
    /// Takes what the header of a file tells about its study, and tells it to the workers that hold files of it.
    pub(super) fn learn_of_study(
        &mut self,
        worker: WorkerId,
        id: FileId,
        told: Vec<StudyValue>,
        effects: &mut Vec<Effect>,
    ) {
        let study = self.held(worker, id).and_then(|file| file.study());
        let Some(study) = study.map(str::to_owned) else {
            return;
        };
        let told = BTreeSet::from_iter(told);
        let known = self.studies.entry(study.clone()).or_default();
        let before = known.clone();
        known.extend(told.iter().cloned());
        while known.len() > VALUES {
            known.pop_last();
        }
        let known = known.clone();
        for file in self.files.iter_mut() {
            let knew = if file.id == id { &told } else { &before };
            if file.study() == Some(&study) && *knew != known {
                file.tell_study_values(&known, effects);
            }
        }
    }

    /// Has the same text in other files of the study follow what was decided about a row of this file.
    pub(super) fn decide_alike(&mut self, id: FileId) {
        let study = self.file(id).and_then(QueueFile::study);
        let Some(study) = study.map(str::to_owned) else {
            return;
        };
        let mut decisions: HashMap<Saying, Decision> = HashMap::new();
        let members = || self.files.iter().filter(|it| it.study() == Some(&study));
        for (says, decision) in members().flat_map(|file| file.editor.row_decisions()) {
            // Where files disagree, the text goes.
            let known = decisions.entry(says).or_insert(decision);
            if decision == Decision::Redact {
                *known = decision;
            }
        }
        let open = |file: &&mut QueueFile| file.may_be_edited() && file.study() == Some(&study);
        for file in self.files.iter_mut().filter(open) {
            file.editor.follow_study(&decisions);
        }
    }

    /// How many files of its study say what each text of this file says.
    pub fn files_alike(&self, file: &QueueFile) -> HashMap<Saying, usize> {
        let says = file.editor.regions().filter_map(|region| region.says());
        let mut alike: HashMap<Saying, usize> = says.map(|says| (says, 1)).collect();
        let study = file.study();
        let is_other =
            |other: &&QueueFile| study.is_some() && other.study() == study && other.id != file.id;
        for other in self.files.iter().filter(is_other) {
            let says = other.editor.regions().filter_map(|region| region.says());
            for says in says.collect::<std::collections::HashSet<_>>() {
                alike.entry(says).and_modify(|files| *files += 1);
            }
        }
        alike
    }
}

impl QueueFile {
    /// Tells its worker what identifies somebody in its study; the worker judges anew what it has read.
    fn tell_study_values(&mut self, values: &BTreeSet<StudyValue>, effects: &mut Vec<Effect>) {
        let Some(worker) = self.worker else { return };
        if self.stage == Some(SearchStage::Complete) {
            self.judgements_due += 1;
        }
        let message = ToWorker::StudyValues {
            file: self.id,
            values: values.iter().cloned().collect(),
        };
        effects.push(Effect::Send(worker, message));
    }
}
