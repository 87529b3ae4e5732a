//! Set-up, run, test, bench: `cargo xtask <command>`.
//!
//! Uses the standard library only, so that the first command of a fresh clone starts within
//! seconds. Every step announces itself and is skipped where nothing is to do.

mod bench;
mod bench_flips;
mod bench_ocr;
mod check;
mod hash;
mod interop;
mod page;
mod phantom;
mod publish;
mod setup;
mod side_by_side;
mod step;
mod store;
mod test_split;
mod venv;

use std::env;
use std::process::ExitCode;

use step::{Failure, Outcome};

const USAGE: &str = "\
usage: cargo xtask <command>

  run [ARGS...]      set up what is missing, build the page, serve it at http://127.0.0.1:8080
                     with a store of two folders in target/store (ARGS go to `deid serve`)
  test               set up what is missing, then all checks and tests, a real browser included
  test interop       compare with third-party programs (PyPI and Debian packages)
  bench              throughput of `deid run` and of painting alone, on synthetic images
  bench flips        10,000 changed bytes of a small file of every transfer syntax (half an hour and more)
  bench ocr          how much text is found and read, beside Tesseract and RapidOCR
  setup [--browser]  install what is missing and stop
  release            build the optimized `deid` with the page inside";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nFAILED: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(words: &[&str]) -> Outcome {
    match words {
        ["run", "--", rest @ ..] | ["run", rest @ ..] => run(rest),
        ["test"] => check::all(),
        ["test", "interop"] => interop::all(),
        ["bench"] => bench::all(),
        ["bench", "flips"] => bench_flips::all(),
        ["bench", "ocr"] => bench_ocr::all(),
        ["setup"] => setup::tools(),
        ["setup", "--browser"] => setup::tools().and_then(|()| setup::browser()),
        ["release"] => release(),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure::new(USAGE)),
    }
}

/// The page, then the server that embeds it; returns when the server stops.
fn run(arguments: &[&str]) -> Outcome {
    release()?;
    let mut serve = step::command(step::release_binary());
    serve.arg("serve");
    let is_given = |option: &str| {
        arguments
            .iter()
            .any(|argument| argument.starts_with(option))
    };
    if !is_given("--listen") {
        serve.args(["--listen", "127.0.0.1:8080"]);
    }
    if !["--originals", "--outputs", "--store", "--config"]
        .into_iter()
        .any(is_given)
    {
        let [originals, outputs] = store::folders()?;
        serve.arg("--originals").arg(originals);
        serve.arg("--outputs").arg(outputs);
    }
    step::run("deid serve", serve.args(arguments))
}

/// The page, then the `deid` binary that embeds it.
fn release() -> Outcome {
    setup::tools()?;
    page::build(step::Profile::Release)?;
    step::run(
        "build the deid binary",
        step::cargo().args(["build", "--locked", "--release", "-p", "deid-backend"]),
    )
}
