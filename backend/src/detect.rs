//! `deid detect`: every word found, with its text. Prints PHI by design and writes nothing.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::bail;
use deid_core::{CloudReading, FindError, classify};
use deid_model::outcome::{DetectLine, DetectedFrame, DetectedWord, Status};
use deid_model::{Confidence, PhiCategory, PhiEntity, Reason, RedactMode, Settings, TextDetection};
use deid_rules::{Case, Rules, SiteLists};

use crate::amazon::Amazon;
use crate::cli::DetectArguments;
use crate::inputs::{self, InputFile, Outputs};
use crate::line::{Reader, elapsed_ms, guarded, status_of};
use crate::network::Network;
use crate::pool;

/// Prints the words of every frame of every input.
///
/// # Errors
/// Where nothing could be begun, or standard output cannot be written.
pub fn detect(arguments: &DetectArguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.settings.settings()?;
    let send_to = arguments.settings.send_to()?;
    let network = Network::new()?;
    let places: Vec<_> = arguments.inputs.iter().collect();
    let buckets = network.buckets(&places, send_to)?;
    let files = inputs::list(&arguments.inputs, Outputs::default(), buckets.as_ref())?;
    if files.is_empty() {
        bail!("found no file in the inputs");
    }
    let reader = Reader::new(buckets)?;
    let amazon = network.amazon(send_to, arguments.settings.rates())?;
    if let Some(amazon) = &amazon {
        eprintln!("{}", amazon.statement(files.len()));
    }
    let (is_unheard, is_incomplete) = (AtomicBool::new(false), AtomicBool::new(false));
    let tell = |found: &DetectLine| {
        let text = if arguments.json {
            serde_json::to_string(found).unwrap_or_default()
        } else {
            for_people(found)
        };
        if writeln!(std::io::stdout().lock(), "{text}").is_err() {
            is_unheard.store(true, Ordering::Relaxed);
        }
    };
    pool::for_each(&files, arguments.jobs, InputFile::bytes, |file| {
        if let Err(error) = guarded(|| read(&reader, amazon.as_ref(), &settings, file, tell)) {
            if status_of(error.code) != Status::Skipped {
                is_incomplete.store(true, Ordering::Relaxed);
            }
            tell(&DetectLine::Error {
                path: file.shown(),
                error,
            });
        }
    })?;
    if is_unheard.into_inner() {
        bail!("cannot write to standard output");
    }
    Ok(if is_incomplete.into_inner() {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    })
}

fn read(
    reader: &Reader,
    amazon: Option<&Amazon>,
    settings: &Settings,
    file: &InputFile,
    tell: impl Fn(&DetectLine),
) -> Result<(), Reason> {
    let parsed = reader.parse(reader.read(&file.source)?)?;
    let rules = Rules::new(&Case {
        modality: parsed.modality().as_deref(),
        identifying: &parsed.identifying_values(),
        lists: &SiteLists::empty(),
    });
    reader.find(&parsed, |index, frame, found, [decoded_ms, detected_ms]| {
        let start = Instant::now();
        let reading = amazon.map(|amazon| amazon.read(frame)).transpose()?;
        let size = frame.layout().size;
        let classes =
            pollster::block_on(classify(&rules, &found.words)).map_err(FindError::from)?;
        let class = |entity: Option<PhiEntity>| entity.map(|one| (one.category, one.score));
        let local = found.words.iter().zip(classes.into_iter().map(class));
        let words = local
            .chain(reading.iter().flat_map(CloudReading::words))
            .map(|(word, class)| detected_word(word, class, settings))
            .collect();
        tell(&DetectLine::Frame(DetectedFrame {
            path: file.shown(),
            source: "frame".into(),
            frame: index,
            width: size.columns,
            height: size.rows,
            words,
            elapsed_ms: decoded_ms + detected_ms + elapsed_ms(start),
        }));
        Ok(())
    })
}

/// A word without a class may be anything, with the full score. What words are changes nothing yet: all are redacted.
fn detected_word(
    word: &TextDetection,
    class: Option<(PhiCategory, Confidence)>,
    settings: &Settings,
) -> DetectedWord {
    let (category, score) = class.unwrap_or((PhiCategory::Unknown, Confidence::new(1.0)));
    DetectedWord {
        text: word.text.clone(),
        area: word.area,
        poly: word.polygon,
        detect_confidence: word.detect_confidence.value(),
        read_confidence: word.read_confidence.value(),
        line: word.line,
        rotation: word.rotation,
        category,
        score: score.value(),
        redact: settings.redact != RedactMode::None,
    }
}

fn for_people(found: &DetectLine) -> String {
    let frame = match found {
        DetectLine::Frame(frame) => frame,
        DetectLine::Error { path, error } => {
            return format!("{path}: {}: {}", error.code.code(), error.code.meaning());
        }
    };
    let mut text = format!(
        "{} {} {}: {} words in {} x {} pixels, {} ms",
        frame.path,
        frame.source,
        frame.frame,
        frame.words.len(),
        frame.width,
        frame.height,
        frame.elapsed_ms
    );
    for word in &frame.words {
        let [x0, y0, x1, y1] = word.area.into();
        let decision = if word.redact { "redact" } else { "keep" };
        let said = word.text.as_deref().unwrap_or("(not read)");
        // Writing into a string cannot fail.
        let _ = write!(
            text,
            "\n  {decision:6}  x {x0:>5}..{x1:<5}  y {y0:>5}..{y1:<5}  {:.2}  line {:<3}  {:<11} {:.2}  {said}",
            word.detect_confidence,
            word.line,
            format!("{:?}", word.category).to_lowercase(),
            word.score,
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use deid_model::{PixelBox, ReasonCode};

    use super::*;

    fn word(redact: RedactMode) -> DetectedWord {
        let area = PixelBox::new(10, 20, 110, 40).unwrap();
        detected_word(
            &TextDetection::unread(area, Confidence::new(0.5), 3),
            None,
            &Settings {
                redact,
                phi_threshold: 1.0,
                ..Settings::DEFAULT
            },
        )
    }

    #[test]
    fn unread_text_is_redacted_whatever_the_threshold() {
        assert!(word(RedactMode::AllText).redact);
        assert!(!word(RedactMode::None).redact);
    }

    #[test]
    fn people_see_a_row_a_word() {
        let frame = DetectedFrame {
            path: "a.dcm".into(),
            source: "frame".into(),
            frame: 0,
            width: 640,
            height: 480,
            words: vec![word(RedactMode::AllText)],
            elapsed_ms: 7,
        };
        let shown = for_people(&DetectLine::Frame(frame));
        let mut rows = shown.lines();
        assert_eq!(
            rows.next(),
            Some("a.dcm frame 0: 1 words in 640 x 480 pixels, 7 ms")
        );
        assert!(
            rows.next()
                .is_some_and(|row| row.contains("redact") && row.contains("(not read)"))
        );
        let error = DetectLine::Error {
            path: "b".into(),
            error: ReasonCode::EmptyFile.into(),
        };
        assert_eq!(for_people(&error), "b: empty-file: The file is empty.");
    }
}
