//! `cargo xtask test interop`: other people's programs judge what `deid` writes.
//!
//! Beside the Python packages these are programs of the Debian packages `dcmtk` and `dicom3tools`;
//! the script tells what is not judged where they are missing.

use std::path::PathBuf;

use crate::phantom;
use crate::step::{self, Failure, Outcome, Profile};

/// The pydicom wheel brings 176 public test files; the others decode their pixels.
const PACKAGES: [&str; 6] = [
    "pydicom==3.0.2",
    "numpy",
    "pylibjpeg",
    "pylibjpeg-libjpeg",
    "pylibjpeg-openjpeg",
    "pyjpegls",
];

/// Builds the optimized `deid` and lets the judges look at what it makes of public test files.
pub fn all() -> Outcome {
    crate::release()?;
    let python = python()?;
    let catalog = step::target().join("interop").join("catalog");
    step::run(
        "draw the phantom catalog",
        phantom::command(Profile::Release)
            .arg("catalog")
            .arg(&catalog),
    )?;
    step::run(
        "de-identify the test files of pydicom and the catalog, and judge the outputs",
        step::command(python)
            .arg("tests/interop/pydicom_wheel.py")
            .arg(step::release_binary())
            .arg("--also")
            .arg(catalog.join("images")),
    )
}

/// The interpreter of a virtual environment with [`PACKAGES`], made on first use.
fn python() -> Result<PathBuf, Failure> {
    let environment = step::target().join("interop").join("venv");
    let python = environment.join("bin").join("python");
    if !python.is_file() {
        step::run(
            "make a Python environment",
            step::command("python3")
                .args(["-m", "venv"])
                .arg(&environment),
        )?;
    }
    let mut pip = step::command(&python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ])
    .args(PACKAGES);
    step::run("install the Python packages", &mut pip).map_err(|failure| {
        Failure::new(format!(
            "{failure}\nNothing was judged: the Python packages need the network once."
        ))
    })?;
    Ok(python)
}
