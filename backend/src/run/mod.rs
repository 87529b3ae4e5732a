//! `deid run`: files in, releasable files and private reports out.

mod jobs;
mod ledger;
mod names;
mod one_file;
mod progress;
mod publish;
mod zones;

use std::collections::HashSet;
use std::process::ExitCode;

use anyhow::{Context, bail};
use deid_core::Key;
use deid_model::outcome::Status;

use crate::cli::RunArguments;
use crate::inputs;
use crate::key_file::{read_key, read_or_create_key};
use crate::line::{Line, Reader};
use crate::pool;

use self::jobs::{Job, jobs};
use self::ledger::Ledger;
use self::one_file::Run;
use self::progress::{Counts, Progress};
use self::publish::Publisher;
use self::zones::Zones;

/// De-identifies all inputs; what goes wrong with one file is told and does not stop the others.
///
/// # Errors
/// Where nothing could be begun: wrong usage, no input, no place to write.
pub fn run(arguments: &RunArguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.settings.settings()?;
    for folder in [Some(&arguments.out), arguments.private.as_ref()]
        .into_iter()
        .flatten()
    {
        inputs::refuse_bucket(folder)?;
    }
    let zones = Zones::choose(
        &arguments.out,
        arguments.private.as_deref(),
        &arguments.inputs,
    )?;
    let jobs = jobs(inputs::list(&arguments.inputs, &zones.real())?);
    if jobs.is_empty() {
        bail!("found no file in the inputs");
    }
    zones.create()?;
    if zones.is_open_to_others() {
        eprintln!(
            "deid: other users of this computer can look into {}",
            zones.private.display()
        );
    }
    let line = Line {
        reader: Reader::new()?,
        settings,
        key: key(arguments, &zones)?,
    };
    let counts = work(arguments, &zones, &line, &jobs)?;
    Ok(exit_code(&counts))
}

fn work(
    arguments: &RunArguments,
    zones: &Zones,
    line: &Line,
    jobs: &[Job],
) -> anyhow::Result<Counts> {
    let names: HashSet<String> = jobs.iter().map(one_file::listed_name).collect();
    let open = |name: &str| {
        let path = zones.private.join(name);
        Ledger::open(&path, &names).with_context(|| format!("cannot write {}", path.display()))
    };
    let run = Run {
        line,
        publisher: Publisher::new(zones, arguments.overwrite),
        refusals: open("refusals.jsonl")?,
        review: open("review.jsonl")?,
        progress: Progress::start(jobs.len(), arguments.json),
        rename: arguments.rename.into(),
    };
    pool::for_each(
        jobs,
        arguments.jobs,
        |job| job.file.bytes(),
        |job| run.one(job),
    )?;
    run.progress
        .finish(zones)
        .context("cannot write to standard output")
}

fn key(arguments: &RunArguments, zones: &Zones) -> anyhow::Result<Key> {
    if let Some(path) = &arguments.key {
        return Ok(Key::new(read_key(path)?));
    }
    let path = zones.private.join("deid.key");
    let (bytes, is_new) = read_or_create_key(&path)?;
    if is_new {
        eprintln!(
            "Made a new key: {}. Later runs that use it give the same pseudonyms; whoever has it can link them to \
             the originals. Keep it private.",
            path.display()
        );
    }
    Ok(Key::new(bytes))
}

fn exit_code(counts: &Counts) -> ExitCode {
    let is_done = counts.of(Status::NeedsReview) + counts.of(Status::Refused) == 0;
    if is_done {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    }
}
