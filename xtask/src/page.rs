//! Sources -> `dist/`: samples, page and Web Worker, ready to be embedded or hosted as they are.

use std::fs;

use crate::hash;
use crate::phantom;
use crate::publish;
use crate::step::{self, Outcome, Profile};

/// What the Web Worker is made of, the messages that it exchanges with the page included.
const WORKER_SOURCES: [&str; 6] = [
    "shared",
    "frontend/worker",
    "Cargo.lock",
    "Cargo.toml",
    ".cargo/config.toml",
    "rust-toolchain.toml",
];

/// What else decides what lies in `dist/`.
const PAGE_SOURCES: [&str; 5] = [
    "frontend",
    "tests/phantom",
    "index.html",
    "Trunk.toml",
    "xtask/src",
];

/// Builds `dist/` unless it is up to date; native code on the way is compiled with `profile`.
///
/// Page and worker are told the same build id, and the page refuses a worker of another one.
/// The id changes with the worker only: a changed view does not recompile the decoders.
pub fn build(profile: Profile) -> Outcome {
    let root = step::root();
    let build_id = hash::of_files(&root, &WORKER_SOURCES)?;
    let stamp = format!("{build_id} {}", hash::of_files(&root, &PAGE_SOURCES)?);
    let stamp_file = step::target().join("page-stamp");
    let is_current = fs::read_to_string(&stamp_file).is_ok_and(|before| before == stamp);
    if is_current && root.join("dist/index.html").is_file() {
        step::skip("page", "up to date");
        return Ok(());
    }
    samples(profile)?;
    let mut trunk = step::command("trunk");
    trunk.args([
        "build",
        "--release",
        "--offline",
        "--locked",
        "--skip-version-check",
    ]);
    trunk.env("DEID_BUILD_ID", &build_id);
    // Trunk takes `NO_COLOR=1` for a wrong value of its option and stops.
    trunk.env_remove("NO_COLOR");
    step::run(
        "build page and worker (optimized, some minutes the first time)",
        &mut trunk,
    )?;
    publish::finish(&root.join("dist"), &build_id)?;
    fs::write(stamp_file, stamp)?;
    Ok(())
}

/// The sample images that the empty page offers.
fn samples(profile: Profile) -> Outcome {
    // Where index.html tells Trunk to look, whatever CARGO_TARGET_DIR says.
    step::run(
        "draw sample images",
        phantom::command(profile).args(["samples", "target/samples"]),
    )
}
