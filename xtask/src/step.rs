//! One step of a command: it is announced, run, timed, and on failure named.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, iter};

/// Why a command stopped, as one message for the person who started it.
pub struct Failure(String);

impl Failure {
    /// A failure that says `message`.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// What every step returns.
pub type Outcome = Result<(), Failure>;

/// How native code is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// As the tests are.
    Dev,
    /// As users run it.
    Release,
}

impl Profile {
    /// The options of cargo that choose it.
    pub const fn options(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &[],
            Self::Release => &["--release"],
        }
    }
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// The folder of build outputs, `target` unless `CARGO_TARGET_DIR` names another.
pub fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// Where tools are installed that the machine lacks.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// The optimized `deid`.
pub fn release_binary() -> PathBuf {
    target()
        .join("release")
        .join(format!("deid{}", env::consts::EXE_SUFFIX))
}

/// A program that starts in the root and finds the tools that set-up installed.
///
/// `RUSTFLAGS` is cleared because it replaces the flags of `.cargo/config.toml`, and with them
/// SIMD in WebAssembly.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let folders = iter::once(tools().join("bin")).chain(env::split_paths(&inherited));
    let path = env::join_paths(folders).unwrap_or(inherited.clone());
    let mut command = Command::new(program);
    command.current_dir(root()).env("PATH", path);
    command
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    command
}

/// Cargo, of the toolchain that runs this.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Says that `title` needs nothing.
pub fn skip(title: &str, why: &str) {
    println!("==> {title}: {why}");
}

/// Announces `title` and runs `command`, which writes to the terminal itself.
pub fn run(title: &str, command: &mut Command) -> Outcome {
    println!("\n==> {title}");
    let start = Instant::now();
    let status = command.status().map_err(|error| {
        Failure::new(format!(
            "{title}: {} did not start: {error}",
            command.get_program().display()
        ))
    })?;
    if !status.success() {
        return Err(Failure::new(format!("{title} ({status})")));
    }
    println!(
        "    {title}: done in {:.0} s",
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

/// What `command` writes to its standard output, or nothing where it fails or does not exist.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
