//! `cargo xtask bench ocr`: how much burnt-in text is found and read, beside Tesseract and `RapidOCR`.
//!
//! `deid eval` scores everybody: its own engine on the whole frozen test split, on the split that a browser draws, on
//! real screens, and on a subset; on the subset also what the programs of `tests/interop/ocr` found. A picture without
//! an answer counts as one in which nothing was found. `RapidOCR` looks once more at what `deid run` released of the
//! subset: that column tells how many pictures that were, and what can still be read in them, but not what boxes cover.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::setup;
use crate::side_by_side::{Column, table};
use crate::step::{self, Failure, Outcome};
use crate::test_split::{self, empty};
use crate::venv;

/// Pictures that everybody looks at.
const SUBSET: usize = 200;

/// PP-OCRv4 and what runs it, and what decodes the real screens.
const PACKAGES: [&str; 6] = [
    "rapidocr-onnxruntime==1.4.4",
    "onnxruntime==1.32.0",
    "pydicom==3.0.2",
    "pylibjpeg==2.1.0",
    "pylibjpeg-libjpeg==2.5.0",
    "pylibjpeg-openjpeg==2.6.0",
];

/// Pictures that the browser draws.
const WEB_SPLIT: &str = "300";

/// The folders and programs of a run.
struct Bench {
    folder: PathBuf,
    python: PathBuf,
}

/// Prints two tables: who finds and reads what, and who reads what on the same line crops.
pub fn all() -> Outcome {
    crate::release()?;
    let split = test_split::folder()?;
    setup::tesseract()?;
    let bench = Bench {
        folder: test_split::scratch().join("bench"),
        python: venv::python(&test_split::scratch().join("judges-venv"), &PACKAGES)?,
    };
    let subset = bench.folder.join("subset");
    test_split::take_subset(&split, &subset, SUBSET)?;
    let misses = bench.folder.join("misses.jsonl");
    let whole: [&std::ffi::OsStr; 2] = ["--misses".as_ref(), misses.as_ref()];
    let columns = [
        bench.eval_images("De-ID, whole split", &split, &whole)?,
        bench.eval_images("De-ID, web split", &bench.web_split()?, &[])?,
        bench.eval_images("De-ID, real screens", &bench.real_screens()?, &[])?,
        // Alone, so that its time is that of one thread.
        bench.eval_images("De-ID", &subset, &["--jobs".as_ref(), "1".as_ref()])?,
        bench.eval_judge("Tesseract psm 11", "tesseract", &[], &subset)?,
        bench.eval_judge("RapidOCR", "rapidocr_words", &[], &subset)?,
        bench.eval_redacted(&subset)?,
    ];
    let crops = bench.eval_crops(&subset)?;
    println!("\n{}", table(&columns, |_| true));
    println!("On the same crops of lines:\n");
    println!("{}", table(&crops, is_about_reading));
    println!(
        "What was not covered of the whole split: {}",
        misses.display()
    );
    Ok(())
}

fn is_about_reading(row: &str) -> bool {
    let beginnings = [
        "character error rate",
        "PHI words exact",
        "PHI words recovered",
        "seconds",
    ];
    row == "images"
        || beginnings
            .iter()
            .any(|beginning| row.starts_with(beginning))
}

impl Bench {
    /// Our own engine on the pictures of `split`.
    fn eval_images(
        &self,
        name: &str,
        split: &Path,
        options: &[&std::ffi::OsStr],
    ) -> Result<Column, Failure> {
        let mut deid = eval(split);
        deid.arg(split.join("images")).args(options);
        answer(name, &mut deid)
    }

    /// The split that another renderer draws, once.
    fn web_split(&self) -> Result<PathBuf, Failure> {
        let split = test_split::scratch().join("web-split");
        let stamp = split.join("complete");
        if stamp.is_file() {
            step::skip("web split", "present");
            return Ok(split);
        }
        let source = step::root().join("tests/interop/ocr/web-split");
        let mut packages = step::command("npm");
        step::run("fetch web fonts", packages.arg("ci").current_dir(&source))?;
        let mut draw = step::command("node");
        draw.current_dir(&source)
            .arg("make.mjs")
            .arg("--out")
            .arg(&split);
        step::run("draw the web split", draw.args(["--count", WEB_SPLIT]))?;
        fs::write(stamp, "")?;
        Ok(split)
    }

    /// The pictures of the pydicom wheel that show text, and some that do not.
    fn real_screens(&self) -> Result<PathBuf, Failure> {
        let split = test_split::scratch().join("real-screens");
        let mut render = self.judge("real_screens");
        step::run("render the real screens", render.arg(&split))?;
        Ok(split)
    }

    /// What a judge finds in the pictures of `split`.
    fn eval_judge(
        &self,
        name: &str,
        script: &str,
        options: &[&str],
        split: &Path,
    ) -> Result<Column, Failure> {
        let found = self.found(name, script, options, &split.join("images"))?;
        answer(name, eval(split).arg("--found").arg(found))
    }

    /// What `RapidOCR` still reads in the pictures that `deid run` released, and how many those are.
    fn eval_redacted(&self, subset: &Path) -> Result<Column, Failure> {
        let out = self.folder.join("redacted");
        let private = self.folder.join("redacted-private");
        empty(&out)?;
        empty(&private)?;
        println!("\n==> redact the subset");
        let mut deid = step::command(step::release_binary());
        deid.arg("run").arg(subset.join("images"));
        deid.arg("--out").arg(&out).arg("--private").arg(&private);
        let output = deid
            .args(["--rename", "keep", "--json"])
            .stderr(Stdio::inherit())
            .output()?;
        // 2: some pictures need a person, and are not released.
        if !matches!(output.status.code(), Some(0 | 2)) {
            let problem = format!("redact the subset ({})", output.status);
            return Err(Failure::new(problem));
        }
        let released = self.folder.join("released");
        take_truths_of(&out, subset, &released)?;
        let name = "RapidOCR on what De-ID released";
        let found = self.found(name, "rapidocr_words", &[], &out)?;
        let column = answer(name, eval(&released).arg("--found").arg(found))?;
        let lines = String::from_utf8_lossy(&output.stdout);
        let count = |status: &str| count_of(&lines, status).to_string();
        Ok(column
            .only(is_about_reading)
            .with("pictures released", count("written"))
            .with("pictures held for a person", count("needs-review"))
            .with("pictures refused", count("refused")))
    }

    /// Readers on the same crops. De-ID must find the words of a crop first, the others are told where they are.
    fn eval_crops(&self, subset: &Path) -> Result<[Column; 3], Failure> {
        let crops = self.folder.join("crops");
        empty(&crops)?;
        let mut cut = self.judge("line_crops");
        cut.arg(subset.join("images")).arg(subset.join("truth"));
        step::run("cut lines", cut.arg(&crops))?;
        let reader = |name: &str, option: &str| {
            let found = self.found(name, "readers", &[option], &crops)?;
            answer(name, eval(&crops).arg("--found").arg(found))
        };
        Ok([
            self.eval_images("De-ID (finds and reads)", &crops, &[])?,
            reader("PP-OCRv4 recognizer", "pp-ocr")?,
            reader("Tesseract psm 7", "tesseract")?,
        ])
    }

    /// Lets a judge write what it finds in `input`.
    fn found(
        &self,
        name: &str,
        script: &str,
        options: &[&str],
        input: &Path,
    ) -> Result<PathBuf, Failure> {
        let found = self.folder.join(format!("{name}.jsonl"));
        let mut judge = self.judge(script);
        judge.args(options).arg(input).arg(&found);
        step::run(&format!("let {name} look"), &mut judge)?;
        Ok(found)
    }

    /// A script of `tests/interop/ocr`, on one thread.
    fn judge(&self, script: &str) -> Command {
        let mut command = step::command(&self.python);
        command.arg(format!("tests/interop/ocr/{script}.py"));
        command
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("OMP_NUM_THREADS", "1");
        command
    }
}

/// `deid eval` with the truths of `split`.
fn eval(split: &Path) -> Command {
    let mut command = step::command(step::release_binary());
    command.arg("eval").arg("--truth").arg(split.join("truth"));
    // Pictures are looked at side by side; each by one thread.
    command.env("RTEN_NUM_THREADS", "1");
    command
}

/// Fills `released/truth` with the truths and masks of those pictures of `split` of which an output lies in `out`:
/// others cannot leak.
fn take_truths_of(out: &Path, split: &Path, released: &Path) -> Outcome {
    empty(released)?;
    fs::create_dir_all(released.join("truth"))?;
    for entry in fs::read_dir(out)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let mask = Path::new(name.strip_prefix("de-id-").unwrap_or(&name)).with_extension("png");
        for file in [mask.with_extension("json"), mask] {
            let file = Path::new("truth").join(file);
            fs::copy(split.join(&file), released.join(&file))?;
        }
    }
    Ok(())
}

/// Lines of `deid run --json` with this status.
fn count_of(lines: &str, status: &str) -> usize {
    let status = format!("\"status\":\"{status}\"");
    lines.lines().filter(|line| line.contains(&status)).count()
}

/// Runs `deid eval`; its answer is kept beside what was found.
fn answer(name: &str, deid: &mut Command) -> Result<Column, Failure> {
    println!("\n==> score {name}");
    let output = deid.stderr(Stdio::inherit()).output()?;
    // 2: some pictures have no answer, which the table tells.
    if !matches!(output.status.code(), Some(0 | 2)) {
        return Err(Failure::new(format!("score {name} ({})", output.status)));
    }
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    fs::write(
        test_split::scratch()
            .join("bench")
            .join(format!("{name}.md")),
        &answer,
    )?;
    Ok(Column::new(name, &answer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_about_reading_tell_nothing_of_boxes() {
        for (row, is_wanted) in [
            ("images", true),
            ("character error rate, all lines", true),
            ("PHI words exact, legible", true),
            ("PHI words recovered", true),
            ("images without a leak, legible", false),
            ("images without words with a box, ct", false),
            ("PHI words covered, everything", false),
        ] {
            assert_eq!(is_about_reading(row), is_wanted, "{row}");
        }
    }

    #[test]
    fn pictures_are_counted_by_what_became_of_them() {
        let lines = concat!(
            r#"{"input":"a.png","status":"written","output":"o/de-id-a.png"}"#,
            "\n",
            r#"{"input":"written.png","status":"needs-review","output":null}"#,
            "\n",
        );
        let counts = ["written", "needs-review", "refused"].map(|status| count_of(lines, status));
        assert_eq!(counts, [1, 1, 0]);
    }
}
