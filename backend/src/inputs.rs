//! From the inputs that the user names to files, each with its place below its input.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use deid_model::ObjectKey;

use crate::buckets::{BucketError, Buckets};
use crate::place::{BucketPlace, Place};

/// One file to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputFile {
    /// Where it is.
    pub source: Source,
    /// The path below the folder that the user named; for a file that the user named, its name.
    pub relative: PathBuf,
}

/// Where an input is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A path, beginning as the user gave it.
    Path(PathBuf),
    /// An object.
    Object {
        /// Its bucket.
        bucket: String,
        /// Its key.
        key: ObjectKey,
        /// Its length.
        bytes: u64,
    },
}

impl InputFile {
    /// The input as it is printed and listed.
    pub fn shown(&self) -> String {
        match &self.source {
            Source::Path(path) => path.to_string_lossy().into_owned(),
            Source::Object { bucket, key, .. } => format!("s3://{bucket}/{}", key.as_str()),
        }
    }

    /// Its length; 0 where that cannot be told.
    pub fn bytes(&self) -> u64 {
        match &self.source {
            Source::Path(path) => fs::metadata(path).map_or(0, |facts| facts.len()),
            Source::Object { bytes, .. } => *bytes,
        }
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
    /// A bucket cannot be listed.
    #[error(transparent)]
    Bucket(#[from] BucketError),
    /// Nothing lies under the name given in a bucket.
    #[error("found nothing at {place}")]
    Nothing {
        /// As the user named it.
        place: String,
    },
}

/// What lies in the out or private zone is an output, not an input.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outputs<'a> {
    /// Real paths of folders.
    pub folders: &'a [PathBuf],
    /// A folder of a bucket; it may hold originals too, which do not begin with `de-id-`.
    pub bucket: Option<&'a BucketPlace>,
}

/// All files of `inputs`, folders with what is below them in order of name; each file once.
///
/// A folder that cannot be listed is given as if it were a file, so that reading it fails by name.
///
/// # Errors
/// Where an input is not there, or a bucket cannot be listed.
pub fn list(
    inputs: &[Place],
    outputs: Outputs<'_>,
    buckets: Option<&Buckets>,
) -> Result<Vec<InputFile>, InputError> {
    let mut files = Vec::new();
    for input in inputs {
        match (input, buckets) {
            (Place::Path(path), _) => list_path(path, outputs.folders, &mut files)?,
            (Place::Bucket(place), Some(buckets)) => {
                list_bucket(place, outputs.bucket, buckets, &mut files)?;
            }
            (Place::Bucket(_), None) => Err(BucketError::NoRegion)?,
        }
    }
    let mut seen = std::collections::HashSet::new();
    files.retain(|file| seen.insert(identity(file)));
    Ok(files)
}

fn identity(file: &InputFile) -> PathBuf {
    match &file.source {
        Source::Path(path) => std::path::absolute(path).unwrap_or_else(|_| path.clone()),
        Source::Object { .. } => file.shown().into(),
    }
}

fn list_path(
    input: &Path,
    zones: &[PathBuf],
    files: &mut Vec<InputFile>,
) -> Result<(), InputError> {
    let facts = fs::metadata(input).map_err(|source| InputError::Missing {
        path: input.into(),
        source,
    })?;
    if facts.is_dir() {
        walk(input, zones, files);
    } else {
        let relative = input
            .file_name()
            .map_or_else(|| input.into(), PathBuf::from);
        files.push(InputFile {
            source: Source::Path(input.into()),
            relative,
        });
    }
    Ok(())
}

fn list_bucket(
    place: &BucketPlace,
    outputs: Option<&BucketPlace>,
    buckets: &Buckets,
    files: &mut Vec<InputFile>,
) -> Result<(), InputError> {
    let (objects, skipped) = buckets.objects(place)?;
    if objects.is_empty() && skipped == 0 {
        return Err(InputError::Nothing {
            place: place.shown(""),
        });
    }
    if skipped > 0 {
        eprintln!(
            "deid: {skipped} objects have names that are no keys for De-ID: they are left alone"
        );
    }
    let named = place.key();
    // Without this, outputs beside their originals would be inputs of the next run. What is named is meant.
    let is_output = |key: &ObjectKey| {
        let is_among_outputs = outputs.is_some_and(|outputs| outputs.holds_key(&place.bucket, key));
        is_among_outputs && key.is_output() && named.as_ref() != Some(key)
    };
    let (all, before) = (objects.len(), files.len());
    let prefix = place.prefix();
    for object in objects.into_iter().filter(|object| !is_output(&object.key)) {
        let below = object.key.as_str().strip_prefix(prefix.as_str());
        files.push(InputFile {
            relative: below
                .filter(|below| !below.is_empty())
                .unwrap_or(object.key.name())
                .into(),
            source: Source::Object {
                bucket: place.bucket.clone(),
                key: object.key,
                bytes: object.bytes,
            },
        });
    }
    let left_out = all - (files.len() - before);
    if left_out > 0 {
        eprintln!(
            "deid: {left_out} objects are outputs by their names (de-id-…): they are left alone"
        );
    }
    Ok(())
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
    InputFile {
        source: Source::Path(path),
        relative,
    }
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

    fn list_of(paths: &[PathBuf], folders: &[PathBuf]) -> Vec<InputFile> {
        let places: Vec<_> = paths.iter().cloned().map(Place::Path).collect();
        let outputs = Outputs {
            folders,
            bucket: None,
        };
        list(&places, outputs, None).unwrap()
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
        let files = list_of(&[base.path().join("in")], &[]);
        assert_eq!(relatives(&files), ["a/1.dcm", "a/2.dcm", "b.dcm"]);
        assert_eq!(files[2].source, Source::Path(base.path().join("in/b.dcm")));
    }

    #[test]
    fn a_file_stands_for_itself_and_is_taken_once() {
        let base = tree(&["in/a.dcm"]);
        let files = list_of(&[base.path().join("in/a.dcm"), base.path().join("in")], &[]);
        assert_eq!(relatives(&files), ["a.dcm"]);
    }

    #[test]
    fn outputs_are_not_read_again() {
        let base = tree(&["in/a.dcm", "in/clean/de-id-a.dcm"]);
        let zone = base.path().join("in/clean").canonicalize().unwrap();
        assert_eq!(
            relatives(&list_of(&[base.path().join("in")], &[zone])),
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
        assert_eq!(relatives(&list_of(&[folder], &[])), ["a.dcm", "link.dcm"]);
    }

    #[test]
    fn what_is_not_there_is_told_before_anything_is_done() {
        let missing = list(&[Place::Path("nowhere".into())], Outputs::default(), None);
        assert!(matches!(missing, Err(InputError::Missing { .. })));
    }
}
