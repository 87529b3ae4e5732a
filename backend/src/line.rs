//! Drives the core's line for one file: the only place that knows the order of its steps.

use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Instant;

use deid_core::{
    CleanGraphics, DeidentifiedFile, DraftPlan, FindError, Frame, IdentifiedFile, Key, Limits,
    RunFacts, VerifyError, classify, deidentify, find_text, parse, read_graphics, read_picture,
    verify,
};
use deid_model::outcome::Status;
use deid_model::review::FileDecisions;
use deid_model::{
    Coverage, DetectedText, DisplayImage, IdentifyingValue, PhiEntity, Reason, ReasonCode,
    RedactMode, Settings, TextDetection,
};
use deid_ocr::{LocalOcr, OcrError};
use deid_rules::Rules;

use crate::amazon::Amazon;
use crate::buckets::Buckets;
use crate::inputs::Source;
use crate::site::Site;

/// How often a file is tried again with what the second reading found.
const FURTHER_ROUNDS: u32 = 3;

/// Opens files and finds their text.
pub struct Reader {
    detector: LocalOcr,
    limits: Limits,
    buckets: Option<Buckets>,
}

/// De-identifies files, all with the same settings and key.
pub struct Line {
    /// Finds text.
    pub reader: Reader,
    /// Looks too, where the user chose so.
    pub amazon: Option<Amazon>,
    /// What the site says of its texts, devices and files.
    pub site: Site,
    /// How.
    pub settings: Settings,
    /// All pseudonyms derive from it.
    pub key: Key,
}

/// A file that was looked at.
pub struct Looked {
    file: IdentifiedFile,
    rules: Rules,
    /// What was found.
    pub draft: DraftPlan,
}

/// What is known of a file beside its bytes.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Its path below the input.
    pub name: &'a Path,
    /// What the headers of its study say.
    pub study: &'a [IdentifyingValue],
    /// What a person decided about it.
    pub decisions: Option<&'a FileDecisions>,
}

impl Reader {
    /// Loads the text engine; reads files within `limits`, and objects of `buckets`.
    ///
    /// # Errors
    /// Where its weights cannot be loaded.
    pub fn new(limits: Limits, buckets: Option<Buckets>) -> Result<Self, OcrError> {
        Ok(Self {
            detector: LocalOcr::new()?,
            limits,
            buckets,
        })
    }

    /// The buckets, where some are used.
    pub const fn buckets(&self) -> Option<&Buckets> {
        self.buckets.as_ref()
    }

    /// The bytes of an input.
    ///
    /// # Errors
    /// `read-failed`, or `limit-exceeded`.
    pub fn read(&self, source: &Source) -> Result<Vec<u8>, Reason> {
        match (source, &self.buckets) {
            (Source::Path(path), _) => self.read_file(path),
            (Source::Object { bucket, key, .. }, Some(buckets)) => {
                buckets.read(bucket, key, self.limits.file_bytes)
            }
            (Source::Object { .. }, None) => Err(ReasonCode::ReadFailed.into()),
        }
    }

    /// The first bytes of an input, as far as they can be read.
    pub fn read_start(&self, source: &Source, bytes: u64) -> Option<Vec<u8>> {
        match (source, &self.buckets) {
            (Source::Path(path), _) => {
                let mut start = Vec::new();
                let file = File::open(path).ok()?;
                file.take(bytes).read_to_end(&mut start).ok()?;
                Some(start)
            }
            (Source::Object { bucket, key, .. }, Some(buckets)) => {
                buckets.read_start(bucket, key, bytes)
            }
            (Source::Object { .. }, None) => None,
        }
    }

    fn read_file(&self, path: &Path) -> Result<Vec<u8>, Reason> {
        let failed = |_| Reason::from(ReasonCode::ReadFailed);
        let file = File::open(path).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() > self.limits.file_bytes {
            return Err(ReasonCode::LimitExceeded.into());
        }
        let mut bytes = Vec::new();
        // A file that grows meanwhile is cut behind the limit, and the parser refuses it.
        file.take(self.limits.file_bytes + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        Ok(bytes)
    }

    /// Parses a file.
    ///
    /// # Errors
    /// Why it cannot be worked on.
    pub fn parse(&self, bytes: Vec<u8>) -> Result<IdentifiedFile, Reason> {
        Ok(parse(bytes, &self.limits)?)
    }

    /// Finds the text of every frame and gives it to `each`, with the time spent decoding and detecting.
    ///
    /// # Errors
    /// Where a frame cannot be decoded, or the engine fails; and those of `each`.
    pub fn find(
        &self,
        file: &IdentifiedFile,
        mut each: impl FnMut(u32, &Frame, &DetectedText, [u64; 2]) -> Result<(), Reason>,
    ) -> Result<(), Reason> {
        for index in 0..file.frames() {
            let start = Instant::now();
            let frame = file.frame(index)?;
            let decoded_ms = elapsed_ms(start);
            let found = pollster::block_on(find_text(&self.detector, &frame))?;
            each(
                index,
                &frame,
                &found,
                [decoded_ms, elapsed_ms(start) - decoded_ms],
            )?;
        }
        Ok(())
    }

    /// Finds the text of a picture that is no frame: an overlay plane, or unused bits.
    ///
    /// # Errors
    /// Where the engine fails.
    pub fn look_at(&self, picture: &DisplayImage) -> Result<DetectedText, Reason> {
        Ok(pollster::block_on(read_picture(&self.detector, picture))?)
    }

    /// What the reader takes on.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }
}

impl Line {
    /// Finds the text of a file. What was done is noted in `facts`.
    ///
    /// # Errors
    /// Where a frame cannot be decoded, or an engine fails.
    pub fn look(
        &self,
        file: IdentifiedFile,
        about: &About,
        facts: &mut RunFacts,
    ) -> Result<Looked, Reason> {
        let rules = self.site.rules(&file, about.name, about.study);
        let draft = self.draft(&file, &rules, facts)?;
        Ok(Looked { file, rules, draft })
    }

    /// The same for a file in which an earlier look, by the same engines, found no text.
    pub fn look_no_further(
        &self,
        file: IdentifiedFile,
        about: &About,
        facts: &mut RunFacts,
    ) -> Looked {
        let rules = self.site.rules(&file, about.name, about.study);
        let mut draft = self.site.draft(&file);
        let nothing = DetectedText {
            words: Vec::new(),
            coverage: Coverage::Complete,
        };
        for index in 0..file.frames() {
            draft.add_frame(index, &nothing, &[]);
        }
        facts.engines.extend(LocalOcr::facts(Coverage::Complete));
        let amazon = self.amazon.iter();
        facts
            .engines
            .extend(amazon.flat_map(|amazon| amazon.engines(Coverage::Complete)));
        Looked { file, rules, draft }
    }

    /// Redacts, cleans and verifies; `reopen` parses the same file anew. What was done is noted in `facts`.
    ///
    /// Tells beside the file whether the second reading added something.
    ///
    /// # Errors
    /// Why nothing may be written.
    pub fn deidentify(
        &self,
        looked: Looked,
        about: &About,
        reopen: impl Fn() -> Result<IdentifiedFile, Reason>,
        facts: &mut RunFacts,
    ) -> Result<(DeidentifiedFile, bool), Reason> {
        let Looked {
            mut file,
            rules,
            mut draft,
        } = looked;
        let graphics = self.graphics(&file, &rules)?;
        let mut round = 0;
        loop {
            let mut plan = match about.decisions {
                Some(decisions) if self.settings.redact != RedactMode::None => {
                    draft.approve_by_decisions(decisions, &self.settings)?
                }
                _ => draft.approve_by_policy(&self.settings)?,
            };
            if let Some(graphics) = &graphics {
                plan = plan.with_graphics(graphics.clone());
            }
            let start = Instant::now();
            let candidate = deidentify(file, &plan, &self.settings, &self.key)?;
            facts.elapsed.redact += elapsed_ms(start);
            let start = Instant::now();
            let reading = pollster::block_on(candidate.read_again(&self.reader.detector, &rules))?;
            let verified = verify(candidate, reading);
            facts.elapsed.verify += elapsed_ms(start);
            match verified {
                Ok(done) => return Ok((done, round > 0)),
                Err(VerifyError::ResidualText { words }) if round < FURTHER_ROUNDS => {
                    for (frame, word) in &words {
                        draft.add_second_reading(*frame, std::slice::from_ref(word));
                    }
                    file = reopen()?;
                    round += 1;
                }
                Err(problem) => return Err(problem.into()),
            }
        }
    }

    /// What is cleared in overlay planes, where they are to stay.
    fn graphics(
        &self,
        file: &IdentifiedFile,
        rules: &Rules,
    ) -> Result<Option<CleanGraphics>, Reason> {
        if !self.settings.clean_graphics || self.settings.redact == RedactMode::None {
            return Ok(None);
        }
        let read = read_graphics(&self.reader.detector, rules, file, &self.settings);
        Ok(Some(pollster::block_on(read)?))
    }

    fn draft(
        &self,
        file: &IdentifiedFile,
        rules: &Rules,
        facts: &mut RunFacts,
    ) -> Result<DraftPlan, Reason> {
        let mut draft = self.site.draft(file);
        if self.settings.redact == RedactMode::None {
            return Ok(draft);
        }
        let mut coverage = Coverage::Complete;
        let mut amazon_asked = None;
        let found = self
            .reader
            .find(file, |index, frame, found, [decoded_ms, detected_ms]| {
                let start = Instant::now();
                draft.add_frame(index, found, &judged(rules, &found.words)?);
                facts.elapsed.classify += elapsed_ms(start);
                if found.coverage == Coverage::Truncated {
                    coverage = Coverage::Truncated;
                }
                facts.elapsed.decode += decoded_ms;
                facts.elapsed.detect += detected_ms;
                if let Some(amazon) = &self.amazon {
                    let start = Instant::now();
                    amazon_asked = Some(amazon);
                    let reading = amazon.read(frame)?;
                    let words: Vec<_> = reading.words().map(|(word, _)| word.clone()).collect();
                    draft.add_cloud(index, &reading, &judged(rules, &words)?);
                    facts.elapsed.classify += elapsed_ms(start);
                }
                Ok(())
            });
        let mut asked = Coverage::Complete;
        if found.is_err() {
            (coverage, asked) = (Coverage::Truncated, Coverage::Truncated);
        }
        facts.engines.extend(LocalOcr::facts(coverage));
        // Told even where it failed: pictures were sent.
        let amazon = amazon_asked.into_iter();
        facts
            .engines
            .extend(amazon.flat_map(|amazon| amazon.engines(asked)));
        found.map(|()| draft)
    }
}

/// What the local rules call each word.
///
/// # Errors
/// Those of [`classify`]; the local rules have none.
pub fn judged(rules: &Rules, words: &[TextDetection]) -> Result<Vec<Option<PhiEntity>>, Reason> {
    let classes = pollster::block_on(classify(rules, words));
    Ok(classes.map_err(FindError::from)?)
}

/// What a file comes to that ends with this reason.
pub const fn status_of(code: ReasonCode) -> Status {
    match code {
        ReasonCode::NotAnImage | ReasonCode::DicomDir | ReasonCode::NoPixelData => Status::Skipped,
        ReasonCode::FrameNotExamined
        | ReasonCode::NoTextFound
        | ReasonCode::SiblingHasText
        | ReasonCode::LargeArea
        | ReasonCode::DocumentPage
        | ReasonCode::MarkerCovered
        | ReasonCode::TextAtEdge
        | ReasonCode::HeaderValueInPixels => Status::NeedsReview,
        _ => Status::Refused,
    }
}

/// Calls `work`; should a decoder crash in it, only this file is lost.
///
/// # Errors
/// Those of `work`, and `decoder-crashed`.
pub fn guarded<T>(work: impl FnOnce() -> Result<T, Reason>) -> Result<T, Reason> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(ReasonCode::DecoderCrashed.into()))
}

/// Lets a panic tell where it happened, never its message, which may quote the file.
pub fn keep_panics_quiet() {
    std::panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            eprintln!("deid: crashed at {}:{}", place.file(), place.line());
        }
    }));
}

/// Milliseconds since `start`.
pub fn elapsed_ms(start: Instant) -> u64 {
    start.elapsed().as_millis() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_costs_one_file() {
        let crashed: Result<(), Reason> = guarded(|| panic!("on purpose"));
        assert_eq!(crashed, Err(ReasonCode::DecoderCrashed.into()));
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }

    #[test]
    fn what_a_person_can_clear_is_held_and_what_is_no_image_is_skipped() {
        assert_eq!(status_of(ReasonCode::NoTextFound), Status::NeedsReview);
        assert_eq!(status_of(ReasonCode::DicomDir), Status::Skipped);
        assert_eq!(status_of(ReasonCode::EmptyFile), Status::Refused);
        assert_eq!(status_of(ReasonCode::ResidualText), Status::Refused);
    }
}
