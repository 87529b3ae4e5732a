//! The real `deid` binary.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

/// Where the binary lies: beside the test binaries, in the same profile.
///
/// # Panics
/// If it is not built.
#[must_use]
pub fn deid() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let profile = test.ancestors().nth(2).expect("target/PROFILE/deps/TEST");
    let path = profile.join(format!("deid{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.is_file(),
        "{} is not there: run `cargo build -p deid-backend` first (`cargo xtask test` does)",
        path.display()
    );
    path
}

/// Runs `deid` to its end.
///
/// # Panics
/// If it does not start.
#[must_use]
pub fn run(arguments: &[&str]) -> Output {
    run_with(arguments, &[])
}

/// Runs `deid` to its end, with these environment variables besides.
///
/// # Panics
/// If it does not start.
#[must_use]
pub fn run_with(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(deid())
        .args(arguments)
        .envs(environment.iter().copied())
        .output()
        .expect("deid starts")
}

/// The JSON values on the lines of standard output.
///
/// # Panics
/// If a line is something else.
#[must_use]
pub fn json_lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).expect("UTF-8 on standard output");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("only JSON on standard output"))
        .collect()
}

/// Asserts that each of `values` obeys the schema that `deid schema NAME` prints.
///
/// # Panics
/// If one does not, with what is wrong.
#[track_caller]
pub fn assert_schema(name: &str, values: &[Value]) {
    let printed = run(&["schema", name]);
    assert!(printed.status.success(), "deid schema {name} fails");
    let schema: Value = serde_json::from_slice(&printed.stdout).expect("a JSON Schema");
    let validator = jsonschema::validator_for(&schema).expect("a valid JSON Schema");
    for value in values {
        let wrong: Vec<String> = validator
            .iter_errors(value)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?} in {value}");
    }
}

/// A path as an argument.
///
/// # Panics
/// If it is not UTF-8.
#[must_use]
pub fn argument(path: &Path) -> &str {
    path.to_str().expect("a UTF-8 path")
}

/// Exit code and the most memory (in bytes) that a run of `deid` held at once.
///
/// # Panics
/// If it does not start, or does not end within ten minutes.
#[must_use]
pub fn peak_memory(arguments: &[&str]) -> (Option<i32>, u64) {
    let mut child = Command::new(deid())
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("deid starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    for _ in 0..600_000 {
        // High water mark of the resident set; it only grows, so the last look before the end counts.
        if let Some(now) = std::fs::read_to_string(&status)
            .ok()
            .as_deref()
            .and_then(high_water_mark)
        {
            peak = peak.max(now);
        }
        if let Some(done) = child.try_wait().expect("a child of this process") {
            return (done.code(), peak);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().expect("a child of this process");
    panic!("deid does not end");
}

fn high_water_mark(status: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_high_water_mark_is_read_in_bytes() {
        assert_eq!(
            high_water_mark("Name:\tdeid\nVmHWM:\t  2048 kB\n"),
            Some(2 << 20)
        );
        assert_eq!(high_water_mark("Name:\tdeid\n"), None);
    }
}
