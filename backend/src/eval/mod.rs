//! `deid eval`: how much of the text of pictures is covered and read, against ground truth.
//!
//! ```text
//! pictures ─engine─┐
//!                  ├─ Found + Truth ─score→ ImageScore ─count→ Evaluation ─→ table, JSON, misses
//! lines of others ─┘
//! ```
//!
//! Judged is every picture that was asked for: of INPUT, those with a truth; with `--found`, those of the whole truth
//! folder, or with `--limit` an even subset of the lines. One without an answer - it failed, or no line names it - is
//! told, and counts as a picture in which nothing was found: all of its PHI leaked.

mod assign;
mod cover;
mod detection;
mod edit_distance;
mod evaluation;
mod found;
mod judge;
mod misses;
mod polygon;
mod rate;
mod reading;
mod score;
mod slices;
mod sources;
mod table;
#[cfg(test)]
mod tests;
mod truth;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Context, bail};

use crate::cli::EvalArguments;

pub use evaluation::Evaluation;

/// Prints how what was found compares with the truth.
///
/// # Errors
/// Where nothing could be compared, or an output cannot be written.
pub fn eval(arguments: &EvalArguments) -> anyhow::Result<ExitCode> {
    let (images, failed) = match (&arguments.input, &arguments.found) {
        (Some(input), _) => sources::look(arguments, input)?,
        (None, Some(found)) => sources::read(arguments, found)?,
        (None, None) => bail!("name the pictures, or what was found in them"),
    };
    let evaluation = Evaluation::new(&images, &failed);
    if let Some(path) = &arguments.misses {
        let file =
            File::create(path).and_then(|file| misses::write(&images, &mut BufWriter::new(file)));
        file.with_context(|| format!("cannot write {}", path.display()))?;
    }
    let text = if arguments.json {
        serde_json::to_string_pretty(&evaluation)? + "\n"
    } else {
        table::Table(&evaluation).to_string()
    };
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("cannot write to standard output")?;
    Ok(if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}
