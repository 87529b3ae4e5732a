//! The line of `deid-core` from bytes to bytes, approved by policy, as a shell runs it.

use deid_core::{
    DraftPlan, FindError, Key, Limits, RunFacts, VerifyError, classify, deidentify, encode,
    find_text, parse, verify,
};
use deid_model::report::Report;
use deid_model::{Reason, Settings, TextDetector};
use deid_rules::{Case, Rules, SiteLists};
use pollster::block_on;

/// How often a file is tried again with what the second reading found.
const FURTHER_ROUNDS: u32 = 3;

/// The key of all tests.
#[must_use]
pub fn key() -> Key {
    Key::new([7; 32])
}

/// De-identifies one file; its first output and the report.
///
/// # Errors
/// Why nothing may be written.
pub fn run(bytes: &[u8], detector: &impl TextDetector) -> Result<(Vec<u8>, Report), Reason> {
    run_apart(bytes, detector, detector)
}

/// The same with other settings.
///
/// # Errors
/// Why nothing may be written.
pub fn run_with(
    bytes: &[u8],
    detector: &impl TextDetector,
    settings: &Settings,
) -> Result<(Vec<u8>, Report), Reason> {
    run_all(bytes, detector, detector, settings)
}

/// The same, where `first` finds the text and `second` reads the result again.
///
/// # Errors
/// Why nothing may be written.
pub fn run_apart(
    bytes: &[u8],
    first: &impl TextDetector,
    second: &impl TextDetector,
) -> Result<(Vec<u8>, Report), Reason> {
    run_all(bytes, first, second, &Settings::DEFAULT)
}

fn run_all(
    bytes: &[u8],
    first: &impl TextDetector,
    second: &impl TextDetector,
    settings: &Settings,
) -> Result<(Vec<u8>, Report), Reason> {
    let open = || parse(bytes.to_vec(), &Limits::DEFAULT);
    let file = open()?;
    let rules = Rules::new(&Case {
        modality: file.modality().as_deref(),
        identifying: &file.identifying_values(),
        lists: &SiteLists::empty(),
    });
    let mut draft = DraftPlan::new(&file);
    for index in 0..file.frames() {
        let frame = file.frame(index)?;
        let found = block_on(find_text(first, &frame))?;
        let classes = block_on(classify(&rules, &found.words)).map_err(FindError::from)?;
        draft.add_frame(index, &found, &classes);
    }
    let mut file = file;
    let mut round = 0;
    loop {
        let plan = draft.approve_by_policy(settings)?;
        let candidate = deidentify(file, &plan, settings, &key())?;
        let reading = block_on(candidate.read_again(second, &rules))?;
        match verify(candidate, reading) {
            Ok(done) => {
                let first = encode(&done)
                    .first()
                    .expect("a verified file has an output");
                return Ok((first.bytes.to_vec(), done.report(RunFacts::default())));
            }
            Err(VerifyError::ResidualText { words }) if round < FURTHER_ROUNDS => {
                for (frame, word) in &words {
                    draft.add_second_reading(*frame, std::slice::from_ref(word));
                }
                file = open()?;
                round += 1;
            }
            Err(problem) => return Err(problem.into()),
        }
    }
}
