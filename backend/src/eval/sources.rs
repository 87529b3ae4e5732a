//! Where answers come from: the local engine looking at pictures, or a file of lines.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, bail};
use deid_core::Limits;
use deid_model::{Reason, Settings, TextDetection};

use super::found::{self, Failed, Found, FoundWord, truth_name};
use super::judge::Judge;
use super::score::{ImageScore, score, unanswered};
use super::truth::Truth;
use crate::cli::EvalArguments;
use crate::inputs::{self, InputFile, Outputs};
use crate::line::{Reader, guarded};
use crate::place::Place;
use crate::pool;

/// Pictures judged, in order of their paths, and those of them without an answer.
pub type Judged = (Vec<ImageScore>, Vec<Failed>);

/// Looks at the pictures of `input`.
///
/// # Errors
/// Where nothing can be listed, or a truth cannot be read or does not fit.
pub fn look(arguments: &EvalArguments, input: &Path) -> anyhow::Result<Judged> {
    let zones: Vec<PathBuf> = arguments.truth.canonicalize().into_iter().collect();
    let outputs = Outputs {
        folders: &zones,
        bucket: None,
    };
    let places = [Place::Path(input.into())];
    let mut work = Vec::new();
    let files = inputs::list(&places, outputs, None)?;
    let all = files.len();
    for file in files {
        if let Some(truth) = truth_path(&arguments.truth, &file.relative) {
            work.push((file, truth));
        }
    }
    tell_left_out(all - work.len());
    let work = even_subset(work, arguments.limit);
    if work.is_empty() {
        bail!("found no picture with a truth");
    }
    let (reader, judge) = (Reader::new(Limits::DEFAULT, None)?, judge(arguments)?);
    let judged = Gathered::default();
    pool::for_each(
        &work,
        arguments.jobs,
        |(file, _)| file.bytes(),
        |(file, truth)| {
            if let Err(error) = guarded(|| look_at(&reader, judge.as_ref(), file, truth, &judged)) {
                let path = file.shown();
                let code = Some(error.code);
                judged.fail(truth, Failed { path, code });
            }
        },
    )?;
    judged.finish()
}

/// The judge of words, where they are to be judged.
fn judge(arguments: &EvalArguments) -> anyhow::Result<Option<Judge>> {
    let site = arguments.site.read()?;
    let settings = Settings {
        phi_threshold: arguments.phi_threshold,
        ..Settings::DEFAULT
    };
    Ok(arguments.judge.then(|| Judge::new(site, settings)))
}

fn look_at(
    reader: &Reader,
    judge: Option<&Judge>,
    file: &InputFile,
    truth: &Path,
    judged: &Gathered,
) -> Result<(), Reason> {
    let parsed = reader.parse(reader.read(&file.source)?)?;
    reader.find(&parsed, |index, frame, detected, [_, detected_ms]| {
        let size = frame.layout().size;
        let word = |word: &TextDetection| FoundWord {
            text: word.text.clone(),
            area: word.area,
            poly: Some(word.polygon),
            read_confidence: word.read_confidence.value(),
            line: word.line,
            rotation: word.rotation,
            redact: true,
        };
        let mut found = Found {
            path: file.shown(),
            frame: index,
            width: Some(size.columns),
            height: Some(size.rows),
            words: detected.words.iter().map(word).collect(),
            elapsed_ms: Some(detected_ms as f64),
        };
        judge.map_or(Ok(()), |judge| judge.decide(&mut found))?;
        judged.judge(truth, found);
        Ok(())
    })
}

/// What was told of a picture: words, or that there are none to tell.
type Answer = Result<Found, Failed>;

/// Reads what another program, or an earlier `deid detect --json`, found. Without a limit, pictures of the truth
/// folder that no line names are judged too, as pictures without an answer.
///
/// # Errors
/// Where a line is none, none has a truth, or one does not fit its truth.
pub fn read(arguments: &EvalArguments, path: &Path) -> anyhow::Result<Judged> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let (frames, failures) = found::parse(&text)
        .map_err(|line| anyhow::anyhow!("{} line {line} holds no words", path.display()))?;
    let frames = frames.into_iter().map(Ok);
    let answers: Vec<Answer> = frames.chain(failures.into_iter().map(Err)).collect();
    let all = answers.len();
    let mut work = Vec::new();
    for answer in answers {
        let name = Path::new(path_of(&answer)).file_name().map(PathBuf::from);
        if let Some(truth) = name.and_then(|name| truth_path(&arguments.truth, &name)) {
            work.push((answer, truth));
        }
    }
    tell_left_out(all - work.len());
    if work.is_empty() {
        bail!("found no line with a truth");
    }
    if arguments.limit.is_none() {
        add_unnamed(&arguments.truth, &mut work)?;
    }
    work.sort_by(|(left, _), (right, _)| path_of(left).cmp(path_of(right)));
    let work = even_subset(work, arguments.limit);
    let (judge, judged) = (judge(arguments)?, Gathered::default());
    pool::for_each(
        &work,
        arguments.jobs,
        |_| 0,
        |(answer, truth)| match answer {
            Ok(found) => {
                let mut found = found.clone();
                // The rules always answer; without an answer all of it stays painted over.
                judge
                    .iter()
                    .for_each(|judge| judge.decide(&mut found).unwrap_or_default());
                judged.judge(truth, found);
            }
            Err(failed) => judged.fail(truth, failed.clone()),
        },
    )?;
    judged.finish()
}

fn path_of(answer: &Answer) -> &str {
    match answer {
        Ok(found) => &found.path,
        Err(failed) => &failed.path,
    }
}

/// Adds the truths of the folder that no answer in `work` has, each under its own name.
fn add_unnamed(truths: &Path, work: &mut Vec<(Answer, PathBuf)>) -> anyhow::Result<()> {
    let named: BTreeSet<PathBuf> = work.iter().map(|(_, truth)| truth.clone()).collect();
    let entries =
        std::fs::read_dir(truths).with_context(|| format!("cannot read {}", truths.display()))?;
    for entry in entries {
        let truth = entry?.path();
        let is_truth = truth.extension().is_some_and(|ending| ending == "json");
        if is_truth && !named.contains(&truth) {
            let name = truth.file_stem().unwrap_or_default();
            let path = name.to_string_lossy().into_owned();
            work.push((Err(Failed { path, code: None }), truth));
        }
    }
    Ok(())
}

fn truth_path(truths: &Path, relative: &Path) -> Option<PathBuf> {
    let folder = truths.join(relative.parent().unwrap_or(Path::new("")));
    let path = |name: &str| folder.join(format!("{name}.json"));
    truth_name(relative.to_str()?, |name| path(name).is_file()).map(|name| path(&name))
}

fn tell_left_out(count: usize) {
    if count > 0 {
        eprintln!("deid: {count} files have no truth: they are left out");
    }
}

/// `limit` of `items`, evenly spaced: one of each stretch, at a place that rotates, so that whatever a split does every
/// so many pictures is met in proportion.
fn even_subset<T>(items: Vec<T>, limit: Option<std::num::NonZeroUsize>) -> Vec<T> {
    let all = items.len();
    let limit = limit.map_or(all, |limit| limit.get().min(all));
    let place = |index: usize| {
        let (begin, end) = (index * all / limit, (index + 1) * all / limit);
        begin + index % (end - begin)
    };
    let mut items: Vec<_> = items.into_iter().map(Some).collect();
    (0..limit)
        .filter_map(|index| items[place(index)].take())
        .collect()
}

/// What threads bring together.
#[derive(Default)]
struct Gathered {
    images: Mutex<Vec<((String, u32), ImageScore)>>,
    failed: Mutex<Vec<Failed>>,
    problem: Mutex<Option<anyhow::Error>>,
}

impl Gathered {
    fn judge(&self, truth: &Path, found: Found) {
        self.keep(scored(truth, found));
    }

    /// A picture has no answer: it counts as one in which nothing was found.
    fn fail(&self, truth: &Path, failed: Failed) {
        self.keep(unanswered_score(truth, failed.path.clone()));
        push(&self.failed, failed);
    }

    fn keep(&self, judged: anyhow::Result<((String, u32), ImageScore)>) {
        match judged {
            Ok(image) => push(&self.images, image),
            Err(problem) => *lock(&self.problem) = Some(problem),
        }
    }

    fn finish(self) -> anyhow::Result<Judged> {
        if let Some(problem) = lock(&self.problem).take() {
            return Err(problem);
        }
        let mut images = std::mem::take(&mut *lock(&self.images));
        images.sort_by(|(left, _), (right, _)| left.cmp(right));
        let mut failed = std::mem::take(&mut *lock(&self.failed));
        failed.sort_by(|left, right| left.path.cmp(&right.path));
        Ok((images.into_iter().map(|(_, image)| image).collect(), failed))
    }
}

fn scored(path: &Path, found: Found) -> anyhow::Result<((String, u32), ImageScore)> {
    let (truth, mask) = Truth::read(path)?;
    let told = found.width.zip(found.height);
    if told.is_some_and(|told| told != (truth.width, truth.height)) {
        bail!("{} is not of the size that its truth names", found.path);
    }
    let key = (found.path.clone(), found.frame);
    Ok((key, score(truth, mask.as_ref(), found)))
}

fn unanswered_score(truth: &Path, path: String) -> anyhow::Result<((String, u32), ImageScore)> {
    let (truth, mask) = Truth::read(truth)?;
    Ok(((path.clone(), 0), unanswered(truth, mask.as_ref(), path)))
}

fn lock<T>(values: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A list stays right even if a thread died while it held the lock.
    values.lock().unwrap_or_else(PoisonError::into_inner)
}

fn push<T>(values: &Mutex<Vec<T>>, value: T) {
    lock(values).push(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subset_is_evenly_spaced_and_no_larger_than_all() {
        let subset = |limit| even_subset((0..10).collect(), std::num::NonZeroUsize::new(limit));
        assert_eq!(subset(2), [0, 6]);
        assert_eq!(subset(10).len(), 10);
        assert_eq!(subset(99).len(), 10);
        assert_eq!(subset(0).len(), 10);
        assert_eq!(subset(3), [0, 4, 8]);
    }
}
