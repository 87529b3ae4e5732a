//! The `deid` command: removes burnt-in patient text from medical images, and serves the page that does.

mod amazon;
mod audit;
mod buckets;
mod cli;
mod detect;
mod eval;
mod folder;
mod inputs;
mod key_file;
mod line;
mod network;
mod place;
mod pool;
mod run;
mod schema;
mod seeds;
mod send_to;
mod serve;
mod settings;
mod site;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};

fn main() -> ExitCode {
    line::keep_panics_quiet();
    let outcome = match Cli::try_parse().map(|cli| cli.command) {
        Ok(Command::Run(arguments)) => run::run(&arguments),
        Ok(Command::Detect(arguments)) => detect::detect(&arguments),
        Ok(Command::Eval(arguments)) => eval::eval(&arguments),
        Ok(Command::Serve(arguments)) => serve::serve(&arguments),
        Ok(Command::Schema(arguments)) => schema::print(&arguments),
        Err(problem) => return cli::explain(&problem),
    };
    outcome.unwrap_or_else(|problem| cli::fail(&problem))
}
