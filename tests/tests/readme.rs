//! The tables of README.md say what the code says.

#![allow(
    clippy::unwrap_used,
    reason = "every function of this file belongs to a test"
)]

use std::path::Path;

use deid_core::{Compression, SUPPORTED, TransferSyntax};
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

/// The table of transfer syntaxes as the code tells it.
fn transfer_syntaxes() -> String {
    let head =
        "| UID | transfer syntax | read | redacted in | written back as |\n|---|---|---|---|---|\n";
    let place = |syntax: &TransferSyntax| match syntax.compression {
        Compression::Native => "stored samples, in place",
        Compression::JpegDct => "blocks of DCT coefficients",
        _ => "stored samples",
    };
    let same = |syntax: &TransferSyntax, name: &'static str| {
        if syntax.name == name {
            "the same"
        } else {
            name
        }
    };
    let written = |syntax: &'static TransferSyntax| {
        let (grey, color) = (syntax.written_back_as(1), syntax.written_back_as(3));
        match (same(syntax, grey.name), same(syntax, color.name)) {
            (grey, color) if grey == color => grey.to_owned(),
            (grey, color) => format!("{grey}; color: {color}"),
        }
    };
    let row = |syntax: &'static TransferSyntax| {
        let (uid, name) = (syntax.uid, syntax.name);
        format!(
            "| {uid} | {name} | yes | {} | {} |\n",
            place(syntax),
            written(syntax)
        )
    };
    head.to_owned() + &SUPPORTED.iter().map(row).collect::<String>()
}

/// With `DEID_WRITE_README` set, the test writes the table instead of comparing it.
#[test]
fn the_readme_has_the_table_of_transfer_syntaxes_that_the_code_makes() {
    const START: &str = "<!-- transfer syntaxes, made by tests/tests/readme.rs -->\n";
    let (text, table) = (readme(), transfer_syntaxes());
    let (before, after) = text.split_once(START).unwrap();
    let (there, rest) = after.split_once("\n\n").unwrap();
    if std::env::var_os("DEID_WRITE_README").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
        std::fs::write(path, format!("{before}{START}{table}\n{rest}")).unwrap();
        return;
    }
    assert_eq!(format!("{there}\n"), table);
}
