//! Virtual environments of Python.

use std::path::{Path, PathBuf};

use crate::step::{self, Failure};

/// The interpreter of the virtual environment at `environment` with `packages`, made on first use.
pub fn python(environment: &Path, packages: &[&str]) -> Result<PathBuf, Failure> {
    let python = environment.join("bin").join("python");
    if !python.is_file() {
        step::run(
            "make a Python environment",
            step::command("python3")
                .args(["-m", "venv"])
                .arg(environment),
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
    .args(packages);
    step::run("install the Python packages", &mut pip).map_err(|failure| {
        Failure::new(format!(
            "{failure}\nNothing was judged: the Python packages need the network once."
        ))
    })?;
    Ok(python)
}
