//! What an audit log is told about a file: hashes and counts.

use deid_model::api::FileRecord;
use deid_model::report::Report;
use deid_model::{Decision, Settings};

use crate::key::{Key, Purpose, hex, sha256_hex};

/// The record of a file, written or not, by its report. The input's hash is keyed: who holds the log alone cannot tell
/// whether a known file was among the inputs.
#[must_use]
pub fn file_record(
    report: &Report,
    settings: &Settings,
    key: &Key,
    consent: Option<String>,
) -> FileRecord {
    let count = |decision| {
        let regions = report.regions.iter();
        regions.filter(|region| region.decision == decision).count() as u32
    };
    // Settings are plain values, which always become JSON.
    let settings = serde_json::to_vec(settings).unwrap_or_default();
    FileRecord {
        status: report.status,
        input_hmac: hex(&key.pseudonym(Purpose::Audit, report.input.sha256.as_bytes())),
        output_sha256: report.output.as_ref().map(|output| output.sha256.clone()),
        settings_sha256: sha256_hex(&settings),
        key_id: key.id(),
        consent,
        redacted: count(Decision::Redact),
        kept: count(Decision::Keep),
    }
}
