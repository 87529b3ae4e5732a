//! Amazon Rekognition and Comprehend Medical beside the local engine, for a command that waits for each answer.

use deid_aws::{
    Access, AccessError, ComprehendMedical, Endpoint, Patience, RateLimit, Rekognition,
};
use deid_core::{CloudReading, Frame, Tiled, ask_cloud};
use deid_model::api::CONSENT_TEXT_VERSION;
use deid_model::report::{EngineFacts, Report};
use deid_model::{Coverage, Reason};
use tokio::runtime::Handle;

use crate::audit::AuditEvent;
use crate::send_to::SendTo;

/// Calls a second that the command allows itself, all files together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Of `DetectText`.
    pub detect_text: f64,
    /// Of `DetectPHI`.
    pub detect_phi: f64,
}

/// The engines of one region, and the consent under which they are asked.
#[derive(Debug)]
pub struct Amazon {
    handle: Handle,
    detector: Tiled<Rekognition>,
    classifier: ComprehendMedical,
    region: String,
    consent: String,
}

impl Amazon {
    /// Makes ready to ask; asks nothing yet.
    ///
    /// # Errors
    /// Where the configuration is wrong.
    pub fn open(handle: &Handle, to: &SendTo, rates: Rates) -> Result<Self, AccessError> {
        let endpoint = Endpoint::Aws {
            region: to.region.clone(),
            instance_role: true,
        };
        let access = handle.block_on(Access::connect(&endpoint, Patience::BULK))?;
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|_| AccessError::Unavailable)?;
        Ok(Self {
            handle: handle.clone(),
            detector: Tiled::new(Rekognition::new(&access, RateLimit::new(rates.detect_text))),
            classifier: ComprehendMedical::new(&access, RateLimit::new(rates.detect_phi)),
            region: to.region.clone(),
            consent: random.iter().map(|byte| format!("{byte:02x}")).collect(),
        })
    }

    /// Names the consent that the user gave with `--send-images-to`.
    pub fn consent(&self) -> &str {
        &self.consent
    }

    /// That consent, for the audit log.
    pub fn consented(&self, files: usize) -> AuditEvent {
        AuditEvent::Consent {
            consent: self.consent.clone(),
            text_version: CONSENT_TEXT_VERSION,
            region: self.region.clone(),
            files: u32::try_from(files).unwrap_or(u32::MAX),
            pictures: None,
        }
    }

    /// What is sent where, for people.
    pub fn statement(&self, files: usize) -> String {
        format!(
            "Sending pictures of {files} files to Amazon Rekognition, and the text read in them to Amazon Comprehend \
             Medical, in {}. The pictures still show patient text. Never sent: DICOM files, header values, file \
             names, keys. The local engine looks too, and no answer from Amazon releases a word.",
            self.region
        )
    }

    /// Asks about a frame.
    ///
    /// # Errors
    /// `cloud-engine-failed`
    pub fn read(&self, frame: &Frame) -> Result<CloudReading, Reason> {
        let asked = ask_cloud(&self.detector, &self.classifier, frame);
        Ok(self.handle.block_on(asked)?)
    }

    /// The engines, for the report of a file that they looked at in full, or not.
    pub fn engines(&self, coverage: Coverage) -> [EngineFacts; 2] {
        [
            EngineFacts::rekognition(self.detector.inner().model()),
            EngineFacts::comprehend_medical(self.classifier.model()),
        ]
        .map(|facts| EngineFacts { coverage, ..facts })
    }

    /// Whether they were asked about the file of a report.
    pub fn was_asked(&self, report: &Report) -> bool {
        let [ours, _] = self.engines(Coverage::Complete);
        report.engines.iter().any(|engine| engine.name == ours.name)
    }
}
