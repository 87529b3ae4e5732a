//! `cargo xtask test`: every check and test that a change must pass, in the order in which they
//! fail fastest. The first failure ends it.

use std::time::Instant;

use crate::step::{self, Outcome, Profile};
use crate::{page, setup};

/// Page and worker included: what does not touch the browser is tested natively. One selection for
/// every native step, so that each crate is compiled once, with one set of features.
const NATIVE: &str = "--workspace";

/// Runs all of it.
pub fn all() -> Outcome {
    let start = Instant::now();
    setup::tools()?;
    setup::browser()?;
    step::run("format", step::cargo().args(["fmt", "--all", "--check"]))?;
    page::build(Profile::Dev)?;
    lints()?;
    // The end-to-end tests start the binary, which embeds the page.
    step::run(
        "build everything native",
        step::cargo().args(["build", "--locked"]).arg(NATIVE),
    )?;
    tests()?;
    println!(
        "\nAll checks and tests passed in {:.0} minutes.",
        start.elapsed().as_secs_f64() / 60.0
    );
    Ok(())
}

fn lints() -> Outcome {
    let clippy = || {
        let mut cargo = step::cargo();
        cargo.args(["clippy", "--locked"]);
        cargo
    };
    let deny = ["--", "-D", "warnings"];
    step::run(
        "clippy, native",
        clippy().arg(NATIVE).arg("--all-targets").args(deny),
    )?;
    let browser = [
        "-p",
        "deid-frontend",
        "-p",
        "deid-web-worker",
        "--target",
        "wasm32-unknown-unknown",
    ];
    step::run("clippy, WebAssembly", clippy().args(browser).args(deny))
}

fn tests() -> Outcome {
    let has_nextest = step::answer(step::cargo().args(["nextest", "--version"])).is_some();
    let runner: &[&str] = if has_nextest {
        &["nextest", "run"]
    } else {
        &["test", "--all-targets"]
    };
    step::run(
        "unit, property, end-to-end and browser tests",
        step::cargo().args(runner).arg("--locked").arg(NATIVE),
    )?;
    let documented = [
        "test",
        "--locked",
        "--doc",
        "-p",
        "deid-core",
        "-p",
        "deid-model",
    ];
    step::run("documentation tests", step::cargo().args(documented))
}
