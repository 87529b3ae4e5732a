//! The command line: what can be asked, and how a wrong question is answered. Exit codes: 0 all done, 1 usage or
//! environment, 2 some files need a person.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{OsStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use deid_core::RenameMode;
use deid_model::Tripwire;

use crate::place::Place;
use crate::serve::arguments::ServeArguments;
use crate::settings::SettingsArguments;
use crate::site::SiteArguments;

/// Removes burnt-in patient text from medical images (DICOM, PNG, JPEG) and cleans their headers.
#[derive(Debug, Parser)]
#[command(name = "deid", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// De-identify files and folders into two zones: releasable files, and private reports
    Run(RunArguments),
    /// Print every word found, with its text: prints PHI by design, writes nothing
    Detect(DetectArguments),
    /// Compare what is found and read in pictures with ground truth
    Eval(EvalArguments),
    /// Serve the page on this computer
    Serve(ServeArguments),
    /// Print the JSON Schemas of reports and output lines
    Schema(SchemaArguments),
}

const INPUT_HELP: &str = "Files, folders, s3://BUCKET/KEY and s3://BUCKET/PREFIX; folders and prefixes with all that \
    is below them";

const OUT_HELP: &str = "Folder, or s3://BUCKET/PREFIX, for releasable files: they keep their place below INPUT and are \
    named de-id-<NAME> [default for an input in a bucket: beside it]";

/// `deid run`
#[derive(Debug, Args)]
pub struct RunArguments {
    /// Where to read.
    #[arg(value_name = "INPUT", required = true, value_parser = place(), help = INPUT_HELP)]
    pub inputs: Vec<Place>,
    /// Where releasable files go.
    #[arg(long, value_name = "PLACE", value_parser = place(), help = OUT_HELP)]
    pub out: Option<Place>,
    /// Folder of this computer for reports, refusals, the key and the audit log [default: the out folder's name with
    /// -private appended; must be named where the outputs go to a bucket]
    #[arg(long, value_name = "DIR", value_parser = folder())]
    pub private: Option<PathBuf>,
    #[command(flatten)]
    pub settings: SettingsArguments,
    #[command(flatten)]
    pub site: SiteArguments,
    /// Apply what a person decided on the page about files that were held back: decisions.jsonl, bound to their content
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// Do not hold files back for this reason; may be given several times
    #[arg(long, value_name = "CODE", value_parser = tripwire())]
    pub no_tripwire: Vec<Tripwire>,
    /// Output names: auto keeps a name unless it identifies
    #[arg(long, value_enum, default_value_t = Rename::Auto)]
    pub rename: Rename,
    /// 64 hexadecimal digits or 32 bytes, from which all pseudonyms derive [default: DIR/deid.key in the private
    /// folder, made once]
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Files worked on at the same time [default: the number of processors]
    #[arg(long, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// One JSON line a file on standard output
    #[arg(long)]
    pub json: bool,
    /// Replace outputs that exist
    #[arg(long)]
    pub overwrite: bool,
}

/// `deid detect`
#[derive(Debug, Args)]
pub struct DetectArguments {
    /// Where to read.
    #[arg(value_name = "INPUT", required = true, value_parser = place(), help = INPUT_HELP)]
    pub inputs: Vec<Place>,
    #[command(flatten)]
    pub settings: SettingsArguments,
    #[command(flatten)]
    pub site: SiteArguments,
    /// Files worked on at the same time [default: the number of processors]
    #[arg(long, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// One JSON line a frame
    #[arg(long)]
    pub json: bool,
}

/// `deid eval`
#[derive(Debug, Args)]
pub struct EvalArguments {
    /// Picture or folder of pictures; each has its truth in DIR under its own name with .json
    #[arg(
        value_name = "INPUT",
        required_unless_present = "found",
        conflicts_with = "found"
    )]
    pub input: Option<PathBuf>,
    /// Folder of NAME.json, and NAME.png whose 16-bit values are the 1-based word number of each glyph pixel
    #[arg(long, value_name = "DIR")]
    pub truth: PathBuf,
    /// Judge this, lines of `deid detect --json` or of another program, instead of looking at INPUT
    #[arg(long, value_name = "FILE")]
    pub found: Option<PathBuf>,
    /// Judge the words by the local rules, as run does, with --seeds and the lists; without, all that was found in
    /// pictures is painted over, and of --found what it says
    #[arg(long)]
    pub judge: bool,
    /// PHI score from which --judge paints over
    #[arg(long, value_name = "SCORE", default_value = "0.00", value_parser = crate::settings::parse_score)]
    pub phi_threshold: f32,
    #[command(flatten)]
    pub site: SiteArguments,
    /// Only so many pictures, evenly spaced
    #[arg(long, value_name = "N")]
    pub limit: Option<std::num::NonZeroUsize>,
    /// Write every word that is not covered, worst first, with its text: PHI by design
    #[arg(long, value_name = "FILE")]
    pub misses: Option<PathBuf>,
    /// Files worked on at the same time [default: the number of processors]
    #[arg(long, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// One JSON object instead of tables
    #[arg(long)]
    pub json: bool,
}

/// `deid schema`
#[derive(Debug, Args)]
pub struct SchemaArguments {
    /// Only this one
    #[arg(value_enum)]
    pub name: Option<SchemaName>,
}

fn place() -> impl TypedValueParser<Value = Place> {
    OsStringValueParser::new().try_map(Place::parse)
}

fn tripwire() -> impl TypedValueParser<Value = Tripwire> {
    let codes = Tripwire::ALL.map(|tripwire| tripwire.code().code());
    PossibleValuesParser::new(codes)
        .try_map(|code| Tripwire::with_code(&code).ok_or("not the code of a tripwire"))
}

fn folder() -> impl TypedValueParser<Value = PathBuf> {
    place().try_map(|place| match place {
        Place::Path(path) => Ok(path),
        Place::Bucket(_) => Err("the private folder must be on this computer"),
    })
}

/// How outputs are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Rename {
    /// Keep the name unless it, or a folder above it, holds a header value.
    Auto,
    /// Keep the name.
    Keep,
    /// Name every output by a pseudonym.
    Pseudonym,
}

impl From<Rename> for RenameMode {
    fn from(rename: Rename) -> Self {
        match rename {
            Rename::Auto => Self::Auto,
            Rename::Keep => Self::Keep,
            Rename::Pseudonym => Self::Pseudonym,
        }
    }
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    /// `<name>.report.json`
    Report,
    /// A line of `deid run --json`
    Run,
    /// A line of `deid detect --json`
    Detect,
    /// The object of `deid eval --json`
    Eval,
}

/// Exit code for wrong usage, a missing environment, or nothing found.
const FAILED: u8 = 1;

/// Tells what is wrong with the command line, or what was asked about it.
pub fn explain(problem: &clap::Error) -> ExitCode {
    // Where even this cannot be printed, the exit code still tells.
    let _ = problem.print();
    if problem.use_stderr() {
        FAILED.into()
    } else {
        ExitCode::SUCCESS
    }
}

/// Tells why nothing could be done.
pub fn fail(problem: &anyhow::Error) -> ExitCode {
    eprintln!("deid: {problem:#}");
    FAILED.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, is_fine: bool) {
        let parsed = Cli::try_parse_from(line.split_whitespace());
        assert_eq!(
            parsed.is_ok(),
            is_fine,
            "{line}: {:?}",
            parsed.err().map(|problem| problem.to_string())
        );
    }

    #[test]
    fn the_command_line_takes_what_the_design_names() {
        check("deid run in --out clean", true);
        check(
            "deid run a.dcm b.png --out clean --private p --notebook --json --jobs 2 --overwrite",
            true,
        );
        check(
            "deid run in --out clean --box-color rebeccapurple --dpi 300 --phi-threshold 0.5 --format png",
            true,
        );
        check(
            "deid run in --out clean --rename pseudonym --key k --engine local --redact none",
            true,
        );
        check("deid run s3://bucket/prefix --private p", true);
        check("deid run in --out s3://bucket/prefix --private p", true);
        check(
            "deid run in --out clean --engine aws --send-images-to aws:eu-west-2",
            true,
        );
        check("deid detect in --json", true);
        check("deid serve --listen 127.0.0.1:0", true);
        check("deid eval --truth t in --json --jobs 2 --limit 200", true);
        check("deid eval --truth t --found f --misses m", true);
        check("deid schema report", true);
    }

    #[test]
    fn the_command_line_refuses_what_it_cannot_do() {
        check("deid", false);
        check("deid run --out clean", false);
        check("deid run in --out s3://", false);
        check("deid run in --out clean --private s3://bucket/p", false);
        check("deid run in --out clean --box-color nothing", false);
        check("deid run in --out clean --box-color rgba(0,0,0,0.5)", false);
        check("deid run in --out clean --phi-threshold 1.5", false);
        check("deid run in --out clean --phi-threshold NaN", false);
        check("deid run in --out clean --dpi 0", false);
        check("deid run in --out clean --engine gcp", false);
        check("deid run in --out clean --send-images-to gcp:here", false);
        check("deid run in --out clean --jobs 0", false);
        check("deid eval in", false);
        check("deid eval --truth t", false);
        check("deid eval --truth t in --found f", false);
        check("deid serve --listen nowhere", false);
    }

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
