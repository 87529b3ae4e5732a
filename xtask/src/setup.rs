//! What a machine with only Rust, git and a C compiler lacks: each step is skipped where satisfied.

use std::fs;
use std::path::Path;

use crate::step::{self, Failure, Outcome};

const WASM: &str = "wasm32-unknown-unknown";

/// A program from the crate registry, at the one version that is known to work.
struct Tool {
    name: &'static str,
    binary: &'static str,
    version: &'static str,
    options: &'static [&'static str],
}

/// Built once and run for seconds: a quick build counts for more than a quick tool.
const QUICK_BUILD: [(&str, &str); 4] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
    ("CARGO_PROFILE_RELEASE_DEBUG", "false"),
];

/// Builds without its lock file break on newer dependencies. The features left out are its own
/// update check and web client: nothing is downloaded through it.
const TRUNK: Tool = Tool {
    name: "trunk",
    binary: "trunk",
    version: "0.21.14",
    options: &["--locked", "--no-default-features", "--features", "rustls"],
};

/// Must be the version of the `wasm-bindgen` crate in Cargo.toml. Its lock file names a version
/// that was withdrawn, so it is installed without.
const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen-cli",
    binary: "wasm-bindgen",
    version: "0.2.130",
    options: &[],
};

/// Everything that building needs.
pub fn tools() -> Outcome {
    wasm_target()?;
    install(&TRUNK)?;
    install(&WASM_BINDGEN)?;
    // Trunk builds offline, so that it never fetches tools of its own: crates must lie here before.
    step::run(
        "fetch crates",
        step::cargo().args(["fetch", "--locked", "--quiet"]),
    )
}

fn wasm_target() -> Outcome {
    let mut libraries = step::command("rustc");
    libraries.args(["--print", "target-libdir", "--target", WASM]);
    if step::answer(&mut libraries).is_some_and(|folder| Path::new(&folder).is_dir()) {
        step::skip("WebAssembly target", "present");
        return Ok(());
    }
    step::run("add the WebAssembly target", step::command("rustup").args(["target", "add", WASM])).map_err(|failure| {
        Failure::new(format!(
            "{failure}\nInstall the Rust standard library for {WASM} by hand: `rustup target add {WASM}`, \
             or your system's package for it."
        ))
    })
}

fn install(tool: &Tool) -> Outcome {
    let Tool {
        name,
        binary,
        version,
        options,
    } = tool;
    let found = step::answer(step::command(binary).arg("--version"));
    if found.is_some_and(|answer| answer.split_whitespace().nth(1) == Some(version)) {
        step::skip(name, version);
        return Ok(());
    }
    let build = step::tools().join("build");
    let mut cargo = step::cargo();
    cargo
        .args(["install", name, "--version", version])
        .args(*options);
    cargo.arg("--root").arg(step::tools());
    cargo.arg("--target-dir").arg(&build);
    cargo.envs(QUICK_BUILD);
    let title = format!("install {name} {version} (once, some minutes)");
    step::run(&title, &mut cargo).map_err(|failure| {
        let options = options.join(" ");
        Failure::new(format!(
            "{failure}\nInstall it by hand: `cargo install {name} --version {version} {options}`"
        ))
    })?;
    // More than a gigabyte that nothing needs again.
    Ok(fs::remove_dir_all(build)?)
}

/// Chromium and ChromeDriver, for the browser tests.
pub fn browser() -> Outcome {
    let has = |program| step::answer(step::command(program).arg("--version")).is_some();
    if has("chromium") && has("chromedriver") {
        step::skip("Chromium and ChromeDriver", "present");
        return Ok(());
    }
    debian(
        "Chromium and ChromeDriver",
        &["chromium", "chromium-driver"],
        "Install Chromium and ChromeDriver of the same version by hand, so that `chromium --version` and \
         `chromedriver --version` answer (Debian: `apt-get install chromium chromium-driver`).",
    )
}

/// Tesseract 5, to compare with.
pub fn tesseract() -> Outcome {
    if let Some(answer) = step::answer(step::command("tesseract").arg("--version")) {
        step::skip("Tesseract", answer.lines().next().unwrap_or_default());
        return Ok(());
    }
    debian(
        "Tesseract",
        &["tesseract-ocr", "tesseract-ocr-eng"],
        "Install Tesseract 5 with its English data by hand, so that `tesseract --version` answers (Debian: \
         `apt-get install tesseract-ocr tesseract-ocr-eng`).",
    )
}

/// Installs Debian packages, or says how to get `name` `by_hand`.
fn debian(name: &str, packages: &[&str], by_hand: &str) -> Outcome {
    let explain = |failure: Failure| Failure::new(format!("{failure}\n{by_hand}"));
    step::run("update the package list", apt_get().args(["update", "-q"])).map_err(explain)?;
    let mut install = apt_get();
    install
        .args(["install", "-q", "-y", "--no-install-recommends"])
        .args(packages);
    step::run(&format!("install {name}"), &mut install).map_err(explain)
}

/// `apt-get` as root; `sudo -n` fails rather than waits for a password that nobody types.
fn apt_get() -> std::process::Command {
    let root = step::answer(step::command("id").arg("-u")).as_deref() == Some("0");
    let mut command = step::command(if root { "apt-get" } else { "sudo" });
    if !root {
        command.args(["-n", "apt-get"]);
    }
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
