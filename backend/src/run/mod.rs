//! `deid run`: files in, releasable files and private reports out.

mod decisions;
mod jobs;
mod ledger;
mod names;
mod one_file;
mod out;
mod progress;
mod publish;
mod siblings;
mod studies;
mod zones;

use std::collections::HashSet;
use std::process::ExitCode;

use anyhow::{Context, bail};
use deid_core::Key;
use deid_model::outcome::Status;
use deid_model::{RedactMode, Settings};

use crate::audit::{AuditLog, os_user};
use crate::buckets::Buckets;
use crate::cli::RunArguments;
use crate::inputs::{self, Outputs};
use crate::key_file::{read_key, read_or_create_key};
use crate::line::{Line, Reader};
use crate::network::Network;
use crate::place::Place;
use crate::pool;

use self::decisions::Decisions;
use self::jobs::{Job, jobs};
use self::ledger::Ledger;
use self::one_file::Run;
use self::out::Out;
use self::progress::{Counts, Progress};
use self::publish::Publisher;
use self::siblings::Siblings;
use self::studies::Studies;
use self::zones::Zones;

/// De-identifies all inputs; what goes wrong with one file is told and does not stop the others.
///
/// # Errors
/// Where nothing could be begun: wrong usage, no input, no place to write.
pub fn run(arguments: &RunArguments) -> anyhow::Result<ExitCode> {
    let settings = Settings {
        tripwires_off: arguments.no_tripwire.clone(),
        ..arguments.settings.settings()
    };
    let site = arguments.site.read()?;
    let decisions = match &arguments.decisions {
        Some(path) => Decisions::read(path)?,
        None => Decisions::default(),
    };
    let send_to = arguments.settings.send_to()?;
    let network = Network::new()?;
    let buckets = network.buckets(&places(arguments), send_to)?;
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => beside_the_input(&arguments.inputs, buckets.as_ref())?,
    };
    let zones = Zones::choose(out, arguments.private.as_deref(), &arguments.inputs)?;
    let folders = zones.real();
    let outputs = Outputs {
        folders: &folders,
        bucket: zones.bucket(),
    };
    let jobs = jobs(inputs::list(&arguments.inputs, outputs, buckets.as_ref())?);
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
        reader: Reader::new(arguments.settings.limits(), buckets)?,
        amazon: network.amazon(send_to, arguments.settings.rates())?,
        site,
        settings,
        key: key(arguments, &zones)?,
    };
    let audit = AuditLog::open(&zones.private)?;
    if let Some(amazon) = &line.amazon {
        eprintln!("{}", amazon.statement(jobs.len()));
        audit.append(&os_user(), &amazon.consented(jobs.len()))?;
    }
    let counts = work(arguments, &zones, &line, audit, decisions, &jobs)?;
    Ok(exit_code(&counts))
}

fn places(arguments: &RunArguments) -> Vec<&Place> {
    arguments.inputs.iter().chain(&arguments.out).collect()
}

/// Where outputs go when nobody says: into the folder that the objects come from, as the notebook does.
fn beside_the_input(inputs: &[Place], buckets: Option<&Buckets>) -> anyhow::Result<Place> {
    match (inputs, buckets) {
        ([Place::Bucket(input)], Some(buckets)) => Ok(Place::Bucket(
            match buckets.object(input).context("cannot look at the input")? {
                Some(_) => input.parent(),
                None => input.clone(),
            },
        )),
        _ => bail!("where do the outputs go? Name a folder with --out"),
    }
}

fn work(
    arguments: &RunArguments,
    zones: &Zones,
    line: &Line,
    audit: AuditLog,
    decisions: Decisions,
    jobs: &[Job],
) -> anyhow::Result<Counts> {
    let names: HashSet<String> = jobs.iter().map(one_file::listed_name).collect();
    let open = |name: &str| {
        let path = zones.private.join(name);
        Ledger::open(&path, &names).with_context(|| format!("cannot write {}", path.display()))
    };
    let out = match (&zones.out, line.reader.buckets()) {
        (Place::Path(out), _) => Out::Folder(out),
        (Place::Bucket(out), Some(buckets)) => Out::Bucket(out, buckets),
        (Place::Bucket(_), None) => bail!("the bucket of --out cannot be reached"),
    };
    let run = Run {
        line,
        publisher: Publisher::new(out, &zones.private, arguments.overwrite),
        audit,
        user: os_user(),
        refusals: open("refusals.jsonl")?,
        review: open("review.jsonl")?,
        progress: Progress::start(jobs.len(), arguments.json),
        rename: arguments.rename.into(),
        decisions,
        siblings: Siblings::default(),
        has_siblings: jobs.len() > 1,
        studies: studies(arguments, line, jobs)?,
    };
    pool::for_each(
        jobs,
        arguments.jobs,
        |job| job.file.bytes(),
        |job| run.one(job),
    )?;
    let waiting = run.siblings.take_waiting();
    pool::for_each(
        &waiting,
        arguments.jobs,
        |(job, _)| job.file.bytes(),
        |(job, first_look)| run.after_its_siblings(job, first_look),
    )?;
    run.progress
        .finish(zones)
        .context("cannot write to standard output")
}

/// What the headers of each study say, where there is more than one file and somebody reads their pictures.
fn studies(arguments: &RunArguments, line: &Line, jobs: &[Job]) -> anyhow::Result<Studies> {
    if jobs.len() < 2 || line.settings.redact == RedactMode::None {
        return Ok(Studies::default());
    }
    let studies = Studies::gather(jobs, arguments.jobs, &line.reader, &line.key)?;
    if studies.is_cut {
        eprintln!(
            "deid: more studies than are kept: some files are judged by their own header alone"
        );
    }
    Ok(studies)
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
