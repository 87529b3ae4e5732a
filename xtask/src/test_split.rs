//! The frozen test split of the text reader: drawn where it is absent or incomplete, and compared with its committed
//! hash.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::step::{self, Failure, Outcome};
use crate::venv;

/// Its generator and its hash.
const TRAINING: &str = "shared/ocr/training";

/// Number of its pictures.
const COUNT: usize = 2000;

/// The split: its folder holds `images` and `truth`. It is the committed one, pixel for pixel. One that was drawn
/// before is taken again if its stamp names that hash, no file is missing and none changed its size.
pub fn folder() -> Result<PathBuf, Failure> {
    let split = scratch().join("test-split");
    let stamp = split.join("sha256");
    let committed = step::root().join(TRAINING).join("test-split.sha256");
    let wanted = hash_in(&fs::read_to_string(committed)?)
        .ok_or_else(|| Failure::new("test-split.sha256 holds no hash"))?;
    let before = fs::read_to_string(&stamp).unwrap_or_default();
    if let Some(bytes) = bytes_of(&split, COUNT)
        && is_stamp_of(&before, &wanted, bytes)
    {
        step::skip("test split", "present");
        fs::write(stamp, format!("{wanted} {bytes}\n"))?;
        return Ok(split);
    }
    let drawn = draw(&split)?;
    if drawn != wanted {
        return Err(Failure::new(format!(
            "the test split that was drawn ({drawn}) is not the committed one ({wanted}): other fonts or packages?"
        )));
    }
    let bytes = bytes_of(&split, COUNT)
        .ok_or_else(|| Failure::new("the test split that was drawn is not complete"))?;
    fs::write(stamp, format!("{wanted} {bytes}\n"))?;
    Ok(split)
}

/// Whether a stamp names this hash and, where it names a size (older ones do not), this one.
fn is_stamp_of(stamp: &str, hash: &str, bytes: u64) -> bool {
    let mut parts = stamp.split_whitespace();
    let names_hash = parts.next() == Some(hash);
    names_hash && parts.next().is_none_or(|size| size == bytes.to_string())
}

/// Bytes of all files of a split; `None` unless it holds exactly `count` pictures, each with its truth and mask.
fn bytes_of(split: &Path, count: usize) -> Option<u64> {
    let names = |folder: &str| -> Option<Vec<OsString>> {
        let entries = fs::read_dir(split.join(folder)).ok()?;
        entries.map(|entry| Some(entry.ok()?.file_name())).collect()
    };
    let pictures = names("images")?;
    if pictures.len() != count || names("truth")?.len() != 2 * count {
        return None;
    }
    let mut bytes = 0;
    for picture in pictures {
        let mask = split.join("truth").join(&picture);
        let truth = mask.with_extension("json");
        for file in [split.join("images").join(&picture), mask, truth] {
            bytes += fs::metadata(file).ok()?.len();
        }
    }
    Some(bytes)
}

/// Where everything of the text reader lies that is not committed.
pub fn scratch() -> PathBuf {
    step::target().join("ocr")
}

/// Draws the split anew and tells its hash.
fn draw(split: &Path) -> Result<String, Failure> {
    let requirements = fs::read_to_string(step::root().join(TRAINING).join("requirements.txt"))?;
    // Drawing needs no network, and PyTorch is larger than everything else together.
    let packages: Vec<&str> = requirements
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !(line.is_empty() || line.starts_with("torch") || line.starts_with('-')))
        .collect();
    let python = venv::python(&scratch().join("venv"), &packages)?;
    let reader = |arguments: &[&str]| {
        let mut command = step::command(&python);
        command
            .current_dir(step::root().join(TRAINING))
            .args(["-m", "deid_reader"])
            .args(arguments)
            .env("DEID_OCR_DIR", scratch())
            .env("PYTHONDONTWRITEBYTECODE", "1");
        command
    };
    step::run("fetch fonts", &mut reader(&["fonts"]))?;
    // What is left of an earlier one would count as part of this.
    empty(split)?;
    println!("\n==> draw the test split (once, some minutes)");
    let mut freeze = reader(&["freeze", "--out"]);
    let output = freeze
        .arg(split)
        .args(["--count", &COUNT.to_string()])
        .stderr(std::process::Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(Failure::new(format!(
            "draw the test split ({})",
            output.status
        )));
    }
    hash_in(&String::from_utf8_lossy(&output.stdout))
        .ok_or_else(|| Failure::new("drawing the test split told no hash"))
}

/// The first 64 hexadecimal digits in a row.
fn hash_in(text: &str) -> Option<String> {
    text.split(|character: char| !character.is_ascii_hexdigit())
        .find(|digits| digits.len() == 64)
        .map(str::to_owned)
}

/// Fills `subset` with `count` pictures of `split` and their truths, evenly spaced and always the same.
///
/// The place within each stretch rotates: whatever the split does every so many pictures is met in proportion.
pub fn take_subset(split: &Path, subset: &Path, count: usize) -> Outcome {
    let mut names: Vec<String> = fs::read_dir(split.join("images"))?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<std::io::Result<_>>()?;
    names.sort();
    empty(subset)?;
    fs::create_dir_all(subset.join("images"))?;
    fs::create_dir_all(subset.join("truth"))?;
    for name in subset_of(&names, count) {
        let truth = name.trim_end_matches(".png");
        for file in [
            format!("images/{name}"),
            format!("truth/{truth}.json"),
            format!("truth/{truth}.png"),
        ] {
            fs::copy(split.join(&file), subset.join(&file))?;
        }
    }
    Ok(())
}

fn subset_of(names: &[String], count: usize) -> impl Iterator<Item = &String> {
    let all = names.len();
    let count = count.min(all);
    (0..count).map(move |index| {
        let (begin, end) = (index * all / count, (index + 1) * all / count);
        &names[begin + index % (end - begin)]
    })
}

/// Removes a folder and all that is in it, if it is there.
pub fn empty(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_found_in_what_python_prints() {
        let hash = "0123456789abcdef".repeat(4);
        assert_eq!(
            hash_in(&format!("{{'sha256': '{hash}', 'images': 2000}}")),
            Some(hash)
        );
        assert_eq!(hash_in("deadbeef"), None);
    }

    #[test]
    fn a_stamp_names_the_hash_and_the_size_where_it_names_one() {
        assert!(is_stamp_of("abc", "abc", 7));
        assert!(is_stamp_of("abc 7\n", "abc", 7));
        assert!(!is_stamp_of("abc 8\n", "abc", 7));
        assert!(!is_stamp_of("abd 7\n", "abc", 7) && !is_stamp_of("", "abc", 7));
    }

    #[test]
    fn a_split_is_complete_with_every_truth_and_mask_and_nothing_else() -> std::io::Result<()> {
        let split = step::target().join(format!("test-split-{}", std::process::id()));
        for folder in ["images", "truth"] {
            fs::create_dir_all(split.join(folder))?;
        }
        let files = ["images/a.png", "images/b.png", "truth/a.png", "truth/b.png"];
        for file in files.into_iter().chain(["truth/a.json"]) {
            fs::write(split.join(file), "123")?;
        }
        let incomplete = bytes_of(&split, 2);
        fs::write(split.join("truth/c.json"), "1234")?;
        let misnamed = bytes_of(&split, 2);
        fs::rename(split.join("truth/c.json"), split.join("truth/b.json"))?;
        let sizes = [bytes_of(&split, 2), bytes_of(&split, 1)];
        fs::remove_dir_all(split)?;
        assert_eq!((incomplete, misnamed), (None, None));
        assert_eq!(sizes, [Some(19), None]);
        Ok(())
    }

    #[test]
    fn a_subset_meets_every_place_of_a_period() {
        let names: Vec<String> = (0..2000).map(|index| format!("{index:05}")).collect();
        let taken: Vec<_> = subset_of(&names, 200).collect();
        assert_eq!(taken.len(), 200);
        let ends_in_nine = taken.iter().filter(|name| name.ends_with('9')).count();
        assert_eq!(ends_in_nine, 20);
        assert_eq!(subset_of(&names, 9999).count(), 2000);
    }
}
