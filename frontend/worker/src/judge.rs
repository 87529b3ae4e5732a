//! What the words of a file say: its rules, and the plan that follows from everything seen so far.

use std::cell::RefCell;

use deid_core::{CloudReading, DraftPlan, FindError, IdentifiedFile, classify};
use deid_model::{DetectedText, IdentifyingValue, PhiClassifier, PhiEntity, Reason, TextDetection};
use deid_rules::catalogue::{Catalogue, Picture};
use deid_rules::{Case, Rules, SiteLists};

use crate::desk::{Contents, Desk};
use crate::page::Page;

/// One step of the search of a file, to be judged again where the lists change.
#[derive(Clone)]
pub enum Seen {
    /// What the local engine found in a frame.
    Frame(u32, DetectedText),
    /// What the cloud engine read in a frame.
    Cloud(u32, CloudReading),
    /// What the second reading found in a frame.
    Again(u32, TextDetection),
}

impl Contents {
    /// What is known of a file before any of it was looked at.
    pub fn new(original: IdentifiedFile, lists: &SiteLists) -> Self {
        Self {
            rules: RefCell::new(rules(&original, &[], lists)),
            of_study: RefCell::default(),
            plan: RefCell::new(draft(&original)),
            seen: RefCell::default(),
            original,
        }
    }

    /// Adds a step to the plan, judged by the rules.
    ///
    /// # Errors
    /// Where the classifier gives no answer; the rules always do.
    pub fn add(&self, seen: Seen) -> Result<(), Reason> {
        add(&mut self.plan.borrow_mut(), &self.rules.borrow(), &seen)?;
        self.seen.borrow_mut().push(seen);
        Ok(())
    }
}

impl<P: Page> Desk<P> {
    /// The rules for a file by what is known now.
    pub fn rules_of(&self, contents: &Contents) -> Rules {
        let of_study = contents.of_study.borrow();
        rules(&contents.original, &of_study, &self.lists.borrow())
    }

    /// Judges all that was seen of a file by what is known now, the lists and its study, and returns the plan; `None` where
    /// nothing was seen yet.
    pub fn judge_again(&self, contents: &Contents) -> Option<DraftPlan> {
        let rules = self.rules_of(contents);
        let mut plan = draft(&contents.original);
        for seen in contents.seen.borrow().iter() {
            // The rules always answer.
            add(&mut plan, &rules, seen).ok()?;
        }
        contents.rules.replace(rules);
        contents.plan.replace(plan.clone());
        (plan.frames_examined() > 0).then_some(plan)
    }
}

/// The rules for a file, by its header, what other files of its study tell, and these lists.
fn rules(file: &IdentifiedFile, of_study: &[IdentifyingValue], lists: &SiteLists) -> Rules {
    let mut identifying = file.identifying_values();
    for value in of_study {
        if !identifying.contains(value) {
            identifying.push(value.clone());
        }
    }
    Rules::new(&Case {
        modality: file.modality().as_deref(),
        identifying: &identifying,
        lists,
    })
}

/// A draft that holds the areas which are redacted whatever is found there.
pub fn draft(file: &IdentifiedFile) -> DraftPlan {
    let mut draft = DraftPlan::new(file);
    let picture = Picture {
        size: file.size(),
        value_of: &|attribute| file.value_at(attribute.path()),
        regions: &file.ultrasound_regions(),
    };
    for known in Catalogue::builtin().known_areas(&picture) {
        draft.add_area(known.area, known.reason, &known.source);
    }
    draft
}

fn add(plan: &mut DraftPlan, rules: &Rules, seen: &Seen) -> Result<(), Reason> {
    match seen {
        Seen::Frame(frame, found) => {
            plan.add_frame(*frame, found, &judged(rules, &found.words)?);
        }
        Seen::Cloud(frame, reading) => {
            let words: Vec<_> = reading.words().map(|(word, _)| word.clone()).collect();
            plan.add_cloud(*frame, reading, &judged(rules, &words)?);
        }
        Seen::Again(frame, word) => plan.add_second_reading(*frame, std::slice::from_ref(word)),
    }
    Ok(())
}

/// What the rules call each word. They answer at once: waiting for them is no waiting.
fn judged<C: PhiClassifier>(
    rules: &C,
    words: &[TextDetection],
) -> Result<Vec<Option<PhiEntity>>, Reason> {
    let classes = pollster::block_on(classify(rules, words));
    Ok(classes.map_err(FindError::from)?)
}
