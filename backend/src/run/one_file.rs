//! One file of a run, from its bytes to its line on standard output. Whatever happens here stays with this file.

use std::path::PathBuf;
use std::time::Instant;

use deid_core::{
    DeidentifiedFile, DraftPlan, IdentifiedFile, RunFacts, encode, facts_of_bytes, file_record,
    refusal_report,
};
use deid_model::outcome::{RunLine, Status};
use deid_model::report::{Elapsed, FileFormat, InputFacts, Report};
use deid_model::review::ReviewEntry;
use deid_model::{Reason, ReasonCode, RedactMode, RegionOrigin, Tripwire, WarningCode};

use crate::amazon::Amazon;
use crate::audit::{AuditEvent, AuditLog};
use crate::line::{About, Line, Looked, elapsed_ms, guarded, status_of};

use super::decisions::Decisions;
use super::jobs::Job;
use super::ledger::Ledger;
use super::names::{OutputPaths, RenameMode};
use super::out::Part;
use super::progress::Progress;
use super::publish::Publisher;
use super::siblings::{NoText, Siblings};
use super::studies::Studies;

/// What all files of a run share.
pub struct Run<'a> {
    /// The steps of the core.
    pub line: &'a Line,
    /// Writes into the zones.
    pub publisher: Publisher<'a>,
    /// Who approved what.
    pub audit: AuditLog,
    /// Who runs this.
    pub user: String,
    /// Files that De-ID cannot do.
    pub refusals: Ledger,
    /// Files that a person must look at.
    pub review: Ledger,
    /// Shows what happens.
    pub progress: Progress,
    /// How outputs are named.
    pub rename: RenameMode,
    /// What a person decided.
    pub decisions: Decisions,
    /// What the files of each device come to.
    pub siblings: Siblings<'a, Job>,
    /// Whether there is more than one file.
    pub has_siblings: bool,
    /// What the headers of each study say.
    pub studies: Studies,
}

/// What is known of a file so far, whether it is written in the end or not.
#[derive(Default)]
struct Seen {
    input: Option<InputFacts>,
    run: RunFacts,
    warnings: Vec<WarningCode>,
}

/// What a file comes to at once.
enum Fate {
    Verified(Box<Verified>),
    /// It is written or not once its siblings were looked at.
    Waits(NoText),
}

struct Verified {
    file: DeidentifiedFile,
    paths: OutputPaths,
}

/// How a file is called in the private lists.
pub fn listed_name(job: &Job) -> String {
    job.file.relative.to_string_lossy().into_owned()
}

impl<'a> Run<'a> {
    /// De-identifies a file and tells what became of it, unless that has to wait for its siblings.
    pub fn one(&self, job: &'a Job) {
        self.work_on(job, None);
    }

    /// The same for a file that has waited.
    pub fn after_its_siblings(&self, job: &'a Job, first_look: &NoText) {
        self.work_on(job, Some(first_look));
    }

    fn work_on(&self, job: &'a Job, first_look: Option<&NoText>) {
        let start = Instant::now();
        let mut seen = Seen::default();
        if let Some(first_look) = first_look {
            seen.run.elapsed = first_look.elapsed;
        }
        let before = seen.run.elapsed.total;
        let verified = guarded(|| self.verified(job, first_look, &mut seen));
        seen.run.elapsed.total = before + elapsed_ms(start);
        let verified = match verified {
            Ok(Fate::Waits(mut no_text)) => {
                no_text.elapsed = seen.run.elapsed;
                return self.siblings.wait(job, no_text);
            }
            Ok(Fate::Verified(verified)) => Ok(verified),
            Err(reason) => Err(reason),
        };
        let written = verified.and_then(|verified| self.write(job, &verified, &seen));
        let mut line = match written {
            Ok(line) => line,
            Err(reason) => self.stop(job, reason, seen),
        };
        line.elapsed_ms = before + elapsed_ms(start);
        self.progress.tell(&line);
    }

    fn verified(
        &self,
        job: &Job,
        first_look: Option<&NoText>,
        seen: &mut Seen,
    ) -> Result<Fate, Reason> {
        let reader = &self.line.reader;
        let start = Instant::now();
        let bytes = reader.read(&job.file.source)?;
        seen.input = Some(facts_of_bytes(&bytes));
        let file = reader.parse(bytes)?;
        seen.run.elapsed.decode += elapsed_ms(start);
        seen.input = Some(file.facts());
        seen.warnings.extend(file.warnings());
        if job.shares_its_name && self.rename != RenameMode::Pseudonym {
            return Err(ReasonCode::NameCollision.into());
        }
        let paths = OutputPaths::new(&job.file.relative, &file, self.line, self.rename);
        if paths.renamed && self.rename == RenameMode::Auto {
            seen.warnings.push(WarningCode::Renamed);
        }
        // Before the long part: nothing is looked for in a file that could not be written.
        if first_look.is_none() {
            self.claim(job, &file, &paths)?;
        }
        let sha256 = file.sha256().to_owned();
        let siblings = file.siblings(&self.line.key);
        let reopen = || {
            let file = reader.parse(reader.read(&job.file.source)?)?;
            if file.sha256() == sha256 {
                Ok(file)
            } else {
                Err(ReasonCode::ReadFailed.into())
            }
        };
        let study = self.studies.of(&file, &self.line.key);
        let about = About {
            name: &job.file.relative,
            study: &study,
            decisions: self.decisions.of(&sha256),
        };
        let looked = match first_look {
            None => self.line.look(file, &about, &mut seen.run)?,
            Some(first) => self.looked_again(file, first, &about, &mut seen.run)?,
        };
        if first_look.is_none()
            && let Some(siblings) = siblings
        {
            self.siblings.count(siblings, looked.draft.has_text());
            if about.decisions.is_none() && self.has_to_wait(&looked.draft) {
                return Ok(Fate::Waits(NoText {
                    sha256,
                    siblings,
                    elapsed: Elapsed::default(),
                }));
            }
        }
        let deidentified = self
            .line
            .deidentify(looked, &about, reopen, &mut seen.run)?;
        let (file, was_extended) = deidentified;
        if was_extended {
            seen.warnings.push(WarningCode::SecondReadingAdded);
        }
        Ok(Fate::Verified(Box::new(Verified { file, paths })))
    }

    /// A file without text that has waited, with what its siblings come to.
    fn looked_again(
        &self,
        file: IdentifiedFile,
        first_look: &NoText,
        about: &About,
        facts: &mut RunFacts,
    ) -> Result<Looked, Reason> {
        if file.sha256() != first_look.sha256 {
            return Err(ReasonCode::ReadFailed.into());
        }
        let mut looked = self.line.look_no_further(file, about, facts);
        if self.siblings.carry_text(first_look.siblings) {
            looked.draft.note_that_siblings_carry_text();
        }
        Ok(looked)
    }

    /// Whether its siblings decide what becomes of a file: it has no text, and a policy would write it.
    fn has_to_wait(&self, draft: &DraftPlan) -> bool {
        let settings = &self.line.settings;
        self.has_siblings
            && settings.redact != RedactMode::None
            && !settings.tripwires_off.contains(&Tripwire::SiblingHasText)
            && !draft.has_text()
            && draft.approve_by_policy(settings).is_ok()
    }

    /// Keeps the outputs' paths for this file. One that an earlier run has written still counts for its siblings.
    fn claim(&self, job: &Job, file: &IdentifiedFile, paths: &OutputPaths) -> Result<(), Reason> {
        let claims = paths.all(file.frames());
        let claimed = claims
            .iter()
            .try_for_each(|path| self.publisher.claim(path));
        let is_taken = |reason: &Reason| reason.code == ReasonCode::OutputExists;
        if claimed.as_ref().is_err_and(is_taken)
            && let Some(siblings) = file.siblings(&self.line.key)
            && let Some(report) = self.publisher.earlier_report(&job.report)
            && report.input.sha256 == file.sha256()
        {
            let mut regions = report.regions.iter();
            let has_text = regions.any(|region| region.origin == RegionOrigin::Text);
            self.siblings.count(siblings, has_text);
        }
        claimed
    }

    fn write(&self, job: &Job, verified: &Verified, seen: &Seen) -> Result<RunLine, Reason> {
        let mut report = verified.file.report(seen.run.clone());
        add_missing(&mut report.warnings, &seen.warnings);
        let format = report
            .output
            .as_ref()
            .map_or(FileFormat::Other, |output| output.format);
        let parts: Vec<Part<'_>> = encode(&verified.file)
            .iter()
            .map(|part| Part {
                path: verified.paths.of(part.frame),
                bytes: &part.bytes,
                format,
            })
            .collect();
        // What cannot be recorded is not released.
        self.record(&report)?;
        let (output, report_path) = self
            .publisher
            .release(&parts, (&job.report, &json(&report)?))?;
        Ok(line(
            job,
            Status::Written,
            Some(output),
            Some(report_path),
            None,
            report.warnings,
        ))
    }

    fn record(&self, report: &Report) -> Result<(), Reason> {
        let Line {
            amazon,
            settings,
            key,
            ..
        } = self.line;
        let was_asked = |amazon: &&Amazon| amazon.was_asked(report);
        let consent = amazon.as_ref().filter(was_asked);
        let consent = consent.map(|amazon| amazon.consent().to_owned());
        let event = AuditEvent::File(file_record(report, settings, key, consent));
        let recorded = self.audit.append(&self.user, &event);
        recorded.map_err(|_| ReasonCode::WriteFailed.into())
    }

    /// Nothing is written of this file but a report and an entry in a private list.
    fn stop(&self, job: &Job, reason: Reason, seen: Seen) -> RunLine {
        let status = status_of(reason.code);
        let sha256 = seen.input.as_ref().map(|input| input.sha256.clone());
        let report = seen.input.and_then(|input| {
            let (settings, key_id) = (&self.line.settings, self.line.key.id());
            let mut report =
                refusal_report(input, status, reason.clone(), settings, &key_id, seen.run);
            add_missing(&mut report.warnings, &seen.warnings);
            if self.record(&report).is_err() {
                self.progress.warn("the audit log cannot be written");
            }
            if reason.code == ReasonCode::OutputExists {
                // The report of an earlier run describes the output that is there: it stays.
                return None;
            }
            let written = json(&report).and_then(|text| self.publisher.keep(&job.report, &text));
            written
                .inspect_err(|_| {
                    self.progress
                        .warn("a report cannot be written into the private folder");
                })
                .ok()
        });
        let list = match status {
            Status::NeedsReview => Some(&self.review),
            Status::Refused => Some(&self.refusals),
            Status::Skipped | Status::Written => None,
        };
        let listed = report
            .as_ref()
            .map(|_| job.report.to_string_lossy().into_owned());
        let entry = ReviewEntry {
            input: listed_name(job),
            sha256,
            reason: reason.clone(),
            report: listed,
        };
        if list.is_some_and(|list| list.add(&entry).is_err()) {
            self.progress
                .warn("a list in the private folder cannot be written");
        }
        line(job, status, None, report, Some(reason), seen.warnings)
    }
}

fn line(
    job: &Job,
    status: Status,
    output: Option<String>,
    report: Option<PathBuf>,
    reason: Option<Reason>,
    warnings: Vec<WarningCode>,
) -> RunLine {
    let report = report.map(|path| path.to_string_lossy().into_owned());
    RunLine {
        input: job.file.shown(),
        status,
        output,
        report,
        reason,
        warnings,
        elapsed_ms: 0,
    }
}

fn add_missing(warnings: &mut Vec<WarningCode>, more: &[WarningCode]) {
    for warning in more {
        if !warnings.contains(warning) {
            warnings.push(*warning);
        }
    }
}

fn json(report: &Report) -> Result<Vec<u8>, Reason> {
    serde_json::to_vec(report).map_err(|_| ReasonCode::WriteFailed.into())
}
