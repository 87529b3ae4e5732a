//! The tables of README.md say what the code says.

#![allow(
    clippy::unwrap_used,
    reason = "every function of this file belongs to a test"
)]

use std::path::Path;

use deid_core::SUPPORTED;
use deid_model::{ReasonCode, WarningCode};

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    std::fs::read_to_string(path).unwrap()
}

/// Codes of the table rows `| `code` | meaning |` with their meanings.
fn rows(text: &str) -> Vec<(String, String)> {
    let row = |line: &str| {
        let (code, meaning) = line.strip_prefix("| `")?.split_once("` | ")?;
        Some((code.to_owned(), meaning.trim_end_matches(" |").to_owned()))
    };
    text.lines().filter_map(row).collect()
}

#[test]
fn every_reason_and_warning_stands_in_the_readme_with_its_meaning() {
    let rows = rows(&readme());
    let reasons = ReasonCode::ALL
        .iter()
        .map(|code| (code.code(), code.meaning()));
    let warnings = WarningCode::ALL
        .iter()
        .map(|code| (code.code(), code.meaning()));
    for (code, meaning) in reasons.chain(warnings) {
        let row = (code.to_owned(), meaning.to_owned());
        assert!(rows.contains(&row), "{code}: {meaning}");
    }
}

#[test]
fn the_readme_lists_exactly_the_transfer_syntaxes_that_the_core_reads() {
    let text = readme();
    let listed: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| 1.2.840.10008."))
        .filter_map(|line| line.split(" | ").next())
        .collect();
    let supported: Vec<&str> = SUPPORTED
        .iter()
        .filter_map(|syntax| syntax.uid.strip_prefix("1.2.840.10008."))
        .collect();
    assert_eq!(listed, supported);
}
