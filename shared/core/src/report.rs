//! Reports: what was done to a file, in counts, boxes and codes; never a value.

use deid_model::outcome::Status;
use deid_model::region::{RegionOrigin, RegionReason};
use deid_model::report::{
    Elapsed, EngineFacts, InputFacts, MetadataFacts, OutputFacts, RegionFacts, Report,
    SettingsFacts, Tool, Verification,
};
use deid_model::{DecidedBy, Decision, PhiCategory, Reason, Settings};

use crate::file::{IdentifiedFile, format_of};
use crate::key::sha256_hex;
use crate::verify::DeidentifiedFile;

/// What a shell adds to a report: who looked, and how long it took.
#[derive(Clone, Debug, Default)]
pub struct RunFacts {
    /// Engines that looked at the file.
    pub engines: Vec<EngineFacts>,
    /// Time spent.
    pub elapsed: Elapsed,
}

/// The part of a report that describes bytes which could not be parsed.
#[must_use]
pub fn facts_of_bytes(bytes: &[u8]) -> InputFacts {
    InputFacts {
        sha256: sha256_hex(bytes),
        bytes: bytes.len() as u64,
        format: format_of(bytes),
        transfer_syntax: None,
        frames: 0,
        rows: 0,
        columns: 0,
    }
}

/// The report on a file of which nothing was written.
#[must_use]
pub fn refusal_report(
    input: InputFacts,
    status: Status,
    reason: Reason,
    settings: &Settings,
    key_id: &str,
    run: RunFacts,
) -> Report {
    Report {
        schema: Report::SCHEMA.to_owned(),
        tool: tool(),
        status,
        reason: Some(reason),
        input,
        output: None,
        settings: settings_facts(settings, key_id, Vec::new()),
        engines: run.engines,
        regions: Vec::new(),
        metadata: MetadataFacts::default(),
        verification: Verification::default(),
        frames_viewed: None,
        warnings: Vec::new(),
        elapsed_ms: run.elapsed,
    }
}

impl DeidentifiedFile {
    /// The report on this file.
    #[must_use]
    pub fn report(&self, run: RunFacts) -> Report {
        let candidate = &self.candidate;
        let is_dicom = candidate.original.transfer_syntax().is_some();
        let options = candidate.plan.cleans_pixels().then_some("113101");
        let codes = ["113100"].into_iter().chain(options);
        let profile = codes.filter(|_| is_dicom).map(str::to_owned).collect();
        Report {
            schema: Report::SCHEMA.to_owned(),
            tool: tool(),
            status: Status::Written,
            reason: None,
            input: candidate.original.facts(),
            output: candidate.outputs.first().map(output_facts),
            settings: settings_facts(&candidate.settings, &candidate.key_id, profile),
            engines: run.engines,
            regions: self.regions(),
            metadata: candidate.facts,
            verification: self.verification,
            frames_viewed: candidate.plan.frames_viewed,
            warnings: candidate.warnings.clone(),
            elapsed_ms: run.elapsed,
        }
    }

    fn regions(&self) -> Vec<RegionFacts> {
        let mut painted = self.candidate.painted.iter();
        let facts = |region: &crate::plan::DecidedRegion| {
            let place = match region.decision {
                Decision::Redact => painted.next().map(|painted| painted.area),
                Decision::Keep => None,
            };
            RegionFacts {
                frame: region.frames,
                painted: place.unwrap_or(region.area),
                found: region.area,
                origin: region.origin,
                category: region.category,
                score: region.score,
                reason: region.reason,
                decision: region.decision,
                by: region.by,
            }
        };
        let cleared = self.candidate.hidden.iter().map(|place| RegionFacts {
            frame: place.frames,
            painted: place.area,
            found: place.area,
            origin: RegionOrigin::UnusedBits,
            category: PhiCategory::Unknown,
            score: 1.0,
            reason: RegionReason::UnusedBits,
            decision: Decision::Redact,
            by: DecidedBy::Policy,
        });
        let decided = self.candidate.plan.regions.iter().map(facts);
        decided.chain(cleared).collect()
    }
}

fn output_facts(output: &IdentifiedFile) -> OutputFacts {
    let facts = output.facts();
    OutputFacts {
        sha256: facts.sha256,
        bytes: facts.bytes,
        format: facts.format,
        transfer_syntax: facts.transfer_syntax,
    }
}

fn settings_facts(settings: &Settings, key_id: &str, profile: Vec<String>) -> SettingsFacts {
    SettingsFacts {
        redact: settings.redact,
        phi_threshold: settings.phi_threshold,
        box_color: settings.box_color,
        profile,
        engine: settings.engine.name().to_owned(),
        key_id: key_id.to_owned(),
    }
}

fn tool() -> Tool {
    Tool {
        name: "deid".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
