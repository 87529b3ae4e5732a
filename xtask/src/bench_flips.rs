//! `cargo xtask bench flips`: changed bytes of a small file of every transfer syntax give a file or an error.
//!
//! Other people's encoders draw the files (`tests/interop/syntax_phantoms.py --draw`); the test `flips` of `cargo xtask test`
//! changes bytes of them, twenty times as many as there.

use std::fs;

use crate::interop;
use crate::step::{self, Outcome};

/// Changed bytes of each file.
const FLIPS: &str = "10000";

/// Draws the files anew, then changes their bytes.
pub fn all() -> Outcome {
    let folder = step::target().join("bench").join("flips");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut draw = interop::judge(interop::python()?, "syntax_phantoms");
    step::run(
        "draw small phantoms of every transfer syntax",
        draw.arg("--draw").arg(&folder),
    )?;
    let mut test = step::cargo();
    test.args([
        "test",
        "--locked",
        "--release",
        "-p",
        "deid-tests",
        "--test",
        "flips",
    ]);
    test.args(["--", "--nocapture"]);
    test.env("DEID_FLIPS", FLIPS)
        .env("DEID_FLIPS_FILES", &folder);
    step::run("change their bytes", &mut test)
}
