//! What the page says after a file was saved: counts of what was checked, and what was not.
//!
//! Never a verdict: a person reads counts and decides what they are worth.

mod words;

use deid_model::region::RegionReason;
use deid_model::report::{MetadataFacts, Report};
use deid_model::settings::RedactMode;
use deid_model::{Coverage, Decision, EngineChoice};

use words::words;

/// One check and its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The count.
    pub what: String,
    /// How it was found out.
    pub how: String,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It ran and found nothing against the output.
    Done,
    /// It ran and a person should look.
    Look,
    /// It was not run.
    NotRun,
}

/// Everything that was checked, in the order of the page.
pub fn claims(report: &Report) -> Vec<Claim> {
    vec![
        words(report),
        engines(report),
        frames(report),
        header_values(report),
        pixels(report),
        header(report.metadata),
    ]
}

/// What was not checked; always something.
pub fn not_checked(report: &Report) -> Vec<String> {
    let mut notes = Vec::new();
    let any = |wanted| report.regions.iter().any(|region| region.reason == wanted);
    if any(RegionReason::Unread) {
        notes.push("Text was found, not read: De-ID does not know what it says.".to_owned());
    }
    if any(RegionReason::Read) {
        notes.push(
            "Some text was not read surely enough to be judged: De-ID does not know whether it is patient text."
                .to_owned(),
        );
    }
    if let Some(viewed) = report
        .frames_viewed
        .filter(|viewed| *viewed < report.input.frames)
    {
        notes.push(match report.input.frames {
            1 => "The picture was not on screen.".to_owned(),
            frames => format!("{} of {frames} frames were not on screen.", frames - viewed),
        });
    }
    notes.push(
        "Text lower than 8 pixels and handwriting may stay unseen. Faces, and marks without letters, were not looked for."
            .to_owned(),
    );
    notes
}

/// A count with its noun: `1 frame`, `2 frames`.
pub fn count(number: u64, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

/// Bytes for people, in powers of ten.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Which engine looked, by what the report says ran.
fn engines(report: &Report) -> Claim {
    let names: Vec<_> = report
        .engines
        .iter()
        .map(|engine| engine.name.as_str())
        .collect();
    if report.settings.engine == EngineChoice::Aws.name() {
        Claim {
            what: "Looked at by the local engine and by Amazon".to_owned(),
            how: format!("{}. Pictures and text were sent.", names.join(", ")),
            outcome: Outcome::Done,
        }
    } else {
        Claim {
            what: "Looked at by the local engine alone".to_owned(),
            how: format!("{}. Nothing of Amazon went into it.", names.join(", ")),
            outcome: Outcome::Done,
        }
    }
}

fn frames(report: &Report) -> Claim {
    let complete = report
        .engines
        .iter()
        .all(|engine| engine.coverage == Coverage::Complete)
        && !report.engines.is_empty();
    let total = u64::from(report.input.frames.max(1));
    if report.settings.redact == RedactMode::None || !complete {
        return not_run(
            "Frames read: not all",
            "A limit of the text engine was reached.",
        );
    }
    match report.verification.residual_phi_words {
        Some(words) => Claim {
            what: format!(
                "{total} of {} read, and read again after redaction",
                count(total, "frame")
            ),
            how: format!(
                "Changed places, at another scale and inverted: {} left.",
                count(u64::from(words), "word")
            ),
            outcome: if words == 0 {
                Outcome::Done
            } else {
                Outcome::Look
            },
        },
        None => Claim {
            what: format!("{total} of {} read", count(total, "frame")),
            how: "Reading again after redaction: not run.".to_owned(),
            outcome: Outcome::Done,
        },
    }
}

fn header_values(report: &Report) -> Claim {
    let verification = report.verification;
    match (
        verification.header_values_searched,
        verification.header_values_found,
    ) {
        (Some(0), _) => not_run(
            "Header values searched: none",
            "The file held no value that was removed.",
        ),
        (Some(searched), Some(found)) => Claim {
            what: format!(
                "{} searched: {found} found",
                count(u64::from(searched), "header value")
            ),
            how: "Removed values, in every text element of the output.".to_owned(),
            outcome: if found == 0 {
                Outcome::Done
            } else {
                Outcome::Look
            },
        },
        _ => not_run(
            "Header values searched: not run",
            "The file has no header to search.",
        ),
    }
}

fn pixels(report: &Report) -> Claim {
    let painted = report
        .regions
        .iter()
        .filter(|region| region.decision == Decision::Redact)
        .count() as u64;
    match report.verification.pixels_outside_regions_unchanged {
        Some(unchanged) => Claim {
            what: format!(
                "Pixels outside {} {}",
                count(painted, "region"),
                if unchanged { "unchanged" } else { "changed" }
            ),
            how: "The output was decoded again and compared with the original.".to_owned(),
            outcome: if unchanged {
                Outcome::Done
            } else {
                Outcome::Look
            },
        },
        None => not_run(
            "Pixels compared with the original: not run",
            "The pixels were not looked at.",
        ),
    }
}

fn header(facts: MetadataFacts) -> Claim {
    let changed = facts.removed + facts.emptied + facts.replaced + facts.uids;
    let how = format!(
        "{} removed ({} private), {} emptied, {} replaced, {} UIDs exchanged.",
        facts.removed, facts.private, facts.emptied, facts.replaced, facts.uids
    );
    Claim {
        what: format!("{} changed", count(u64::from(changed), "header element")),
        how: if changed == 0 {
            "The file held none that had to change.".to_owned()
        } else {
            how
        },
        outcome: Outcome::Done,
    }
}

fn not_run(what: &str, how: &str) -> Claim {
    Claim {
        what: what.to_owned(),
        how: how.to_owned(),
        outcome: Outcome::NotRun,
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A report on one redacted and one kept word.
    pub fn report() -> Report {
        let text = r##"{
            "schema": "deid-report/1", "tool": {"name": "deid", "version": "0"}, "status": "written", "reason": null,
            "input": {"sha256": "0", "bytes": 9, "format": "dicom", "transfer_syntax": "1", "frames": 3, "rows": 9, "columns": 9},
            "output": {"sha256": "0", "bytes": 9, "format": "dicom", "transfer_syntax": "1"},
            "settings": {"redact": "all-text", "phi_threshold": 0.0, "box_color": "#000000", "profile": [], "engine": "local", "key_id": "k"},
            "engines": [{"role": "detector", "name": "deid-ocr", "version": "0", "model_sha256": null, "coverage": "complete"}],
            "regions": [
                {"frame": "all", "box": [0, 0, 4, 4], "found": [1, 1, 3, 3], "origin": "text", "category": "UNKNOWN", "score": 1.0,
                 "reason": "unread", "decision": "redact", "by": "person"},
                {"frame": 0, "box": [5, 5, 7, 7], "found": [5, 5, 7, 7], "origin": "text", "category": "UNKNOWN", "score": 1.0,
                 "reason": "unread", "decision": "keep", "by": "person"}],
            "metadata": {"removed": 4, "emptied": 3, "replaced": 2, "uids": 1, "dates": 2, "private": 1},
            "verification": {"pixels_outside_regions_unchanged": true, "residual_phi_words": 0,
                             "header_values_searched": 14, "header_values_found": 0},
            "frames_viewed": 1, "warnings": [],
            "elapsed_ms": {"total": 9, "decode": 1, "detect": 1, "classify": 0, "redact": 1, "verify": 1, "encode": 1}
        }"##;
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn counts_are_told_in_words() {
        let told: Vec<_> = claims(&report())
            .into_iter()
            .map(|claim| claim.what)
            .collect();
        assert_eq!(
            told,
            [
                "2 words found, 1 redacted, 0 kept as harmless, 1 kept otherwise",
                "Looked at by the local engine alone",
                "3 of 3 frames read, and read again after redaction",
                "14 header values searched: 0 found",
                "Pixels outside 1 region unchanged",
                "10 header elements changed",
            ]
        );
    }

    #[test]
    fn a_check_that_was_not_run_says_so() {
        let mut report = report();
        report.verification = deid_model::report::Verification::default();
        let not_run = claims(&report)
            .into_iter()
            .filter(|claim| claim.outcome == Outcome::NotRun)
            .count();
        assert_eq!(not_run, 2);
    }

    #[test]
    fn the_engine_that_ran_is_told() {
        let mut report = report();
        report.settings.engine = "aws".into();
        assert!(
            claims(&report)
                .iter()
                .any(|claim| claim.what.contains("Amazon"))
        );
    }

    #[test]
    fn frames_that_nobody_saw_are_told() {
        assert!(
            not_checked(&report())
                .iter()
                .any(|note| note == "2 of 3 frames were not on screen.")
        );
    }

    #[test]
    fn no_verdict_is_ever_given() {
        let report = report();
        let lines = claims(&report)
            .into_iter()
            .flat_map(|claim| [claim.what, claim.how])
            .chain(not_checked(&report));
        for line in lines {
            for verdict in ["safe", "secure", "anonym", "clean", "guarantee"] {
                assert!(!line.to_lowercase().contains(verdict), "{line}");
            }
        }
    }

    #[test]
    fn sizes_are_told_in_the_unit_that_fits() {
        assert_eq!(
            [size(12), size(8_100), size(8_130_000)],
            ["12 B", "8 kB", "8.1 MB"]
        );
    }
}
