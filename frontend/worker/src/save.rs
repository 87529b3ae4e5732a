//! Saving a file: read it again, redact, verify, hand over the bytes.

use std::path::Path;

use deid_core::{
    Candidate, DeidentifiedFile, OutputName, RenameMode, RunFacts, VerifyError, deidentify, encode,
    file_record, parse, read_graphics, verify,
};
use deid_model::report::Elapsed;
use deid_model::worker::FromWorker;
use deid_model::{
    Coverage, EngineChoice, Reason, ReasonCode, Settings, TextDetection, Tripwire, WarningCode,
};
use deid_ocr::LocalOcr;

use crate::cloud::CloudUse;

use crate::desk::{Contents, Desk, LIMITS, OpenFile, SaveOrder};
use crate::detector::PatientDetector;
use crate::judge::Seen;
use crate::page::Page;

impl<P: Page> Desk<P> {
    /// De-identifies and verifies a file as ordered; sends the bytes, or the text that the second
    /// reading found besides.
    ///
    /// # Errors
    /// The [`Reason`] why nothing was saved.
    pub async fn deidentify(
        &self,
        file: &OpenFile<P::Source>,
        order: SaveOrder,
    ) -> Result<(), Reason> {
        let contents = file.contents.get().ok_or(ReasonCode::ReadFailed)?;
        let SaveOrder {
            mut settings,
            decisions,
            drawn,
            frames_viewed,
        } = order;
        // Told by what happened, not by what the page believes.
        settings.engine = match *file.cloud.borrow() {
            Some(_) => EngineChoice::Aws,
            None => EngineChoice::Local,
        };
        let mut plan =
            contents
                .plan
                .borrow()
                .approve_by_person(&decisions, &drawn, frames_viewed)?;
        if settings.clean_graphics {
            let rules = self.rules_of(contents);
            let detector = PatientDetector::new(self, file);
            let graphics = read_graphics(&detector, &rules, &contents.original, &settings).await?;
            plan = plan.with_graphics(graphics);
        }
        let bytes = self.page.read(&file.source, file.limits.file_bytes).await?;
        let original = parse(bytes, &file.limits)?;
        let name = OutputName::new(
            &file.name,
            &original,
            &self.key,
            RenameMode::Auto,
            settings.format,
        );

        let start = self.page.now_ms();
        let candidate = deidentify(original, &plan, &settings, &self.key)?;
        self.spend(file, start, |spent| &mut spent.redact);
        self.page.breathe().await;

        let start = self.page.now_ms();
        let verified = self.verified(file, contents, candidate).await?;
        self.spend(file, start, |spent| &mut spent.verify);
        match verified {
            Ok(released) if needs_look(&released, &settings) => {
                let (file, tripwire) = (file.id, Tripwire::HeaderValueInPixels);
                self.page
                    .tell(&FromWorker::HeldBack { file, tripwire }, None);
                Ok(())
            }
            Ok(released) => self.hand_over(file, &released, &settings, &name),
            Err(words) => self.propose(file, contents, words),
        }
    }

    /// The candidate as a verified file, or the words that the second reading found.
    async fn verified(
        &self,
        file: &OpenFile<P::Source>,
        contents: &Contents,
        candidate: Candidate,
    ) -> Result<Result<DeidentifiedFile, Vec<(u32, TextDetection)>>, Reason> {
        let detector = PatientDetector::new(self, file);
        // Rules of their own: the lists may change while it is read.
        let rules = self.rules_of(contents);
        let reading = candidate.read_again(&detector, &rules).await?;
        match verify(candidate, reading) {
            Ok(released) => Ok(Ok(released)),
            Err(VerifyError::ResidualText { words }) => Ok(Err(words)),
            Err(error) => Err(error.into()),
        }
    }

    fn hand_over(
        &self,
        file: &OpenFile<P::Source>,
        released: &DeidentifiedFile,
        settings: &Settings,
        name: &OutputName,
    ) -> Result<(), Reason> {
        // Frames as pictures of their own would be several files; the page asks for one.
        let [part] = encode(released) else {
            return Err(ReasonCode::EncodeFailed.into());
        };
        let read_back =
            parse(part.bytes.clone(), &LIMITS).map_err(|_| ReasonCode::VerificationFailed)?;
        let content_type = read_back.format().media_type();
        file.output.replace(Some(read_back));
        let cloud = file.cloud.borrow();
        let engines = cloud.iter().flat_map(CloudUse::engines);
        let mut report = released.report(RunFacts {
            engines: LocalOcr::facts(Coverage::Complete)
                .into_iter()
                .chain(engines)
                .collect(),
            elapsed: file.spent.get(),
        });
        if name.renamed {
            report.warnings.push(WarningCode::Renamed);
        }
        let consent = file.sent_under.borrow().clone();
        let message = FromWorker::Saved {
            file: file.id,
            name: name.for_frame(part.frame),
            folder_kept: !self.folder_identifies(file),
            content_type: content_type.to_owned(),
            record: file_record(&report, settings, &self.key, consent),
            report: Box::new(report),
        };
        self.page.tell(&message, Some(&part.bytes));
        Ok(())
    }

    fn folder_identifies(&self, file: &OpenFile<P::Source>) -> bool {
        let mut parts = file.folder.split('/').filter(|part| !part.is_empty());
        file.contents.get().is_none_or(|contents| {
            parts.any(|part| contents.original.identifies(Path::new(part), &self.key))
        })
    }

    /// Adds words of the second reading to the plan, for a person to decide on.
    fn propose(
        &self,
        file: &OpenFile<P::Source>,
        contents: &Contents,
        words: Vec<(u32, TextDetection)>,
    ) -> Result<(), Reason> {
        for (frame, word) in words {
            contents.add(Seen::Again(frame, word))?;
        }
        let regions = contents.plan.borrow().regions().to_vec();
        self.page.tell(
            &FromWorker::MoreFound {
                file: file.id,
                regions,
            },
            None,
        );
        Ok(())
    }

    /// Adds the time since `start` to one of the times of `file` and to their total.
    pub fn spend(
        &self,
        file: &OpenFile<P::Source>,
        start: f64,
        which: impl Fn(&mut Elapsed) -> &mut u64,
    ) {
        let passed = (self.page.now_ms() - start).max(0.0).round() as u64;
        let mut spent = file.spent.get();
        *which(&mut spent) += passed;
        spent.total += passed;
        file.spent.set(spent);
    }
}

/// Whether a person has to be told before the file is handed over: no picture shows what is left.
fn needs_look(released: &DeidentifiedFile, settings: &Settings) -> bool {
    let is_on = !settings
        .tripwires_off
        .contains(&Tripwire::HeaderValueInPixels);
    is_on && released.keeps_header_value()
}
