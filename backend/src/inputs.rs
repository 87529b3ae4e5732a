//! From the inputs that the user names to files, each with its place below its input.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// One file to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// The path, beginning as the user gave it.
    pub path: PathBuf,
    /// The path below the folder that the user named; for a file that the user named, its name.
    pub relative: PathBuf,
}

impl InputFile {
    /// The path as it is printed and listed.
    pub fn shown(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }

    /// Its length; 0 where that cannot be told.
    pub fn bytes(&self) -> u64 {
        fs::metadata(&self.path).map_or(0, |facts| facts.len())
    }
}

/// Why the inputs cannot be listed.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// An input is not there.
    #[error("cannot find the input {path}")]
    Missing {
        /// As the user named it.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// An input lies in a bucket.
    #[error(
        "this version reads files and folders, not buckets: copy {path} to this computer first"
    )]
    Bucket {
        /// As the user named it.
        path: PathBuf,
    },
}

/// Refuses paths that name a bucket.
///
/// # Errors
/// [`InputError::Bucket`]
pub fn refuse_bucket(path: &Path) -> Result<(), InputError> {
    if path.to_str().is_some_and(|text| text.starts_with("s3://")) {
        return Err(InputError::Bucket { path: path.into() });
    }
    Ok(())
}

/// All files of `inputs`, folders with what is below them in order of name; each file once. What lies in one of
/// `zones` (real paths) is an output, not an input.
///
/// A folder that cannot be listed is given as if it were a file, so that reading it fails by name.
///
/// # Errors
/// Where an input is not there.
pub fn list(inputs: &[PathBuf], zones: &[PathBuf]) -> Result<Vec<InputFile>, InputError> {
    let mut files = Vec::new();
    for input in inputs {
        refuse_bucket(input)?;
        let facts = fs::metadata(input).map_err(|source| InputError::Missing {
            path: input.into(),
            source,
        })?;
        if facts.is_dir() {
            walk(input, zones, &mut files);
        } else {
            let relative = input
                .file_name()
                .map_or_else(|| input.clone(), PathBuf::from);
            files.push(InputFile {
                path: input.clone(),
                relative,
            });
        }
    }
    let mut seen = std::collections::HashSet::new();
    files.retain(|file| {
        seen.insert(std::path::absolute(&file.path).unwrap_or_else(|_| file.path.clone()))
    });
    Ok(files)
}

fn walk(root: &Path, zones: &[PathBuf], files: &mut Vec<InputFile>) {
    // A stack, not recursion: the depth of folders is not ours to choose.
    let mut waiting = vec![root.to_owned()];
    while let Some(path) = waiting.pop() {
        let Ok(facts) = fs::symlink_metadata(&path) else {
            continue;
        };
        // A link to a folder could lead in a circle; a link to a file is read as that file.
        let is_folder = facts.is_dir() || path == root;
        if is_folder && !is_zone(&path, zones) {
            match children(&path) {
                Ok(found) => waiting.extend(found.into_iter().rev()),
                Err(_) => files.push(below(root, path)),
            }
        } else if !is_folder && fs::metadata(&path).is_ok_and(|facts| facts.is_file()) {
            files.push(below(root, path));
        }
    }
}

fn is_zone(path: &Path, zones: &[PathBuf]) -> bool {
    !zones.is_empty() && path.canonicalize().is_ok_and(|real| zones.contains(&real))
}

fn children(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn below(root: &Path, path: PathBuf) -> InputFile {
    let relative = path.strip_prefix(root).unwrap_or(&path).to_owned();
    InputFile { path, relative }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(paths: &[&str]) -> tempfile::TempDir {
        let base = tempfile::tempdir().unwrap();
        for path in paths {
            let path = base.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        base
    }

    fn relatives(files: &[InputFile]) -> Vec<&str> {
        files
            .iter()
            .map(|file| file.relative.to_str().unwrap())
            .collect()
    }

    #[test]
    fn a_folder_gives_all_files_below_it_with_their_place() {
        let base = tree(&["in/b.dcm", "in/a/2.dcm", "in/a/1.dcm"]);
        let files = list(&[base.path().join("in")], &[]).unwrap();
        assert_eq!(relatives(&files), ["a/1.dcm", "a/2.dcm", "b.dcm"]);
        assert_eq!(files[2].path, base.path().join("in/b.dcm"));
    }

    #[test]
    fn a_file_stands_for_itself_and_is_taken_once() {
        let base = tree(&["in/a.dcm"]);
        let files = list(&[base.path().join("in/a.dcm"), base.path().join("in")], &[]).unwrap();
        assert_eq!(relatives(&files), ["a.dcm"]);
    }

    #[test]
    fn outputs_are_not_read_again() {
        let base = tree(&["in/a.dcm", "in/clean/de-id-a.dcm"]);
        let zone = base.path().join("in/clean").canonicalize().unwrap();
        assert_eq!(
            relatives(&list(&[base.path().join("in")], &[zone]).unwrap()),
            ["a.dcm"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_to_files_but_never_in_circles() {
        let base = tree(&["in/a.dcm"]);
        let folder = base.path().join("in");
        std::os::unix::fs::symlink(&folder, folder.join("loop")).unwrap();
        std::os::unix::fs::symlink(folder.join("a.dcm"), folder.join("link.dcm")).unwrap();
        std::os::unix::fs::symlink("/nowhere", folder.join("dangling")).unwrap();
        assert_eq!(
            relatives(&list(&[folder], &[]).unwrap()),
            ["a.dcm", "link.dcm"]
        );
    }

    #[test]
    fn what_is_not_there_or_in_a_bucket_is_told_before_anything_is_done() {
        let missing = list(&["nowhere".into()], &[]).unwrap_err();
        assert!(matches!(missing, InputError::Missing { .. }));
        assert!(matches!(
            list(&["s3://b/k".into()], &[]).unwrap_err(),
            InputError::Bucket { .. }
        ));
    }
}
