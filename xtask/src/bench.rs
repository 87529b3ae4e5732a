//! `cargo xtask bench`: throughput of `deid run`, and of painting alone, on synthetic images.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::hash;
use crate::interop;
use crate::phantom;
use crate::step::{self, Failure, Outcome, Profile};

/// What one run took.
struct Row {
    name: String,
    files: usize,
    written: usize,
    seconds: f64,
}

/// 100 mixed images of one megapixel, with all processors and with one; then each large image.
pub fn all() -> Outcome {
    crate::release()?;
    let phantoms = phantoms()?;
    let mixed = phantoms.join("mixed").join("images");
    let mut rows = vec![
        measure("mixed, all processors", &mixed, &[])?,
        measure("mixed, one processor", &mixed, &["--jobs", "1"])?,
    ];
    let mut large = fs::read_dir(phantoms.join("large").join("images"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    large.sort();
    for image in large {
        let name = image
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        rows.push(measure(&name, &image, &[])?);
    }
    print(&rows);
    let speed = interop::example("deid-tests", "redaction_speed")?;
    step::run(
        "paint without looking for text, one thread",
        &mut step::command(speed),
    )
}

/// The folder of images, drawn anew when the code that draws them changed.
fn phantoms() -> Result<PathBuf, Failure> {
    let folder = step::target().join("bench").join("phantoms");
    let stamp_file = folder.join("stamp");
    let stamp = hash::of_files(&step::root(), &["tests/phantom"])?;
    if fs::read_to_string(&stamp_file).is_ok_and(|before| before == stamp) {
        step::skip("synthetic images", "present");
        return Ok(folder);
    }
    step::run(
        "draw synthetic images",
        phantom::command(Profile::Release).arg("bench").arg(&folder),
    )?;
    fs::write(stamp_file, stamp)?;
    Ok(folder)
}

/// Runs `deid run` over `input` and counts its lines.
fn measure(name: &str, input: &Path, options: &[&str]) -> Result<Row, Failure> {
    println!("\n==> deid run: {name}");
    let out = step::target().join("bench").join("out");
    let mut deid = step::command(step::release_binary());
    deid.args([
        OsStr::new("run"),
        input.as_os_str(),
        OsStr::new("--out"),
        out.as_os_str(),
    ]);
    deid.args(["--json", "--overwrite"]).args(options);
    let start = Instant::now();
    let output = deid.stderr(std::process::Stdio::inherit()).output()?;
    let seconds = start.elapsed().as_secs_f64();
    // 2: some files need a person, which the table shows.
    if !matches!(output.status.code(), Some(0 | 2)) {
        return Err(Failure::new(format!(
            "deid run: {name} ({})",
            output.status
        )));
    }
    let lines = String::from_utf8_lossy(&output.stdout);
    let written = lines
        .lines()
        .filter(|line| line.contains(r#""status":"written""#))
        .count();
    Ok(Row {
        name: name.to_owned(),
        files: lines.lines().count(),
        written,
        seconds,
    })
}

fn print(rows: &[Row]) {
    println!(
        "\n{:<32} {:>6} {:>8} {:>9} {:>9}",
        "deid run", "files", "written", "seconds", "files/s"
    );
    for Row {
        name,
        files,
        written,
        seconds,
    } in rows
    {
        println!(
            "{name:<32} {files:>6} {written:>8} {seconds:>9.2} {:>9.2}",
            *files as f64 / seconds
        );
    }
}
