//! `deid detect`: every word found, with its text. Prints PHI by design and writes nothing.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use anyhow::bail;
use deid_core::HiddenBits;
use deid_model::outcome::{DetectLine, DetectedFrame, DetectedWord, Status};
use deid_model::region::RegionReason;
use deid_model::{
    Confidence, Decision, DisplayImage, PhiCategory, PhiEntity, Reason, Settings, TextDetection,
};

use crate::amazon::Amazon;
use crate::cli::DetectArguments;
use crate::inputs::{self, InputFile, Outputs};
use crate::line::{Reader, elapsed_ms, guarded, judged, status_of};
use crate::network::Network;
use crate::pool;
use crate::site::Site;

/// Prints the words of every frame of every input.
///
/// # Errors
/// Where nothing could be begun, or standard output cannot be written.
pub fn detect(arguments: &DetectArguments) -> anyhow::Result<ExitCode> {
    let settings = arguments.settings.settings();
    let send_to = arguments.settings.send_to()?;
    let network = Network::new()?;
    let places: Vec<_> = arguments.inputs.iter().collect();
    let buckets = network.buckets(&places, send_to)?;
    let files = inputs::list(&arguments.inputs, Outputs::default(), buckets.as_ref())?;
    if files.is_empty() {
        bail!("found no file in the inputs");
    }
    let eyes = Eyes {
        reader: Reader::new(arguments.settings.limits(), buckets)?,
        amazon: network.amazon(send_to, arguments.settings.rates())?,
        site: arguments.site.read()?,
    };
    if let Some(amazon) = &eyes.amazon {
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
        if let Err(error) = guarded(|| read(&eyes, &settings, file, tell)) {
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
    eyes: &Eyes,
    settings: &Settings,
    file: &InputFile,
    tell: impl Fn(&DetectLine),
) -> Result<(), Reason> {
    let Eyes {
        reader,
        amazon,
        site,
    } = eyes;
    let parsed = reader.parse(reader.read(&file.source)?)?;
    let rules = site.rules(&parsed, &file.relative, &[]);
    let hidden = |source: String, frame: u32, picture: &DisplayImage| -> Result<(), Reason> {
        let start = Instant::now();
        let found = reader.look_at(picture)?;
        let mut words = words_of(&found.words, &judged(&rules, &found.words)?, settings);
        // Whatever stands there is removed.
        words.iter_mut().for_each(|word| word.redact = true);
        let size = picture.size();
        tell(&DetectLine::Frame(DetectedFrame {
            path: file.shown(),
            source,
            frame,
            width: size.columns,
            height: size.rows,
            words,
            elapsed_ms: elapsed_ms(start),
        }));
        Ok(())
    };
    reader.find(&parsed, |index, frame, found, [decoded_ms, detected_ms]| {
        let start = Instant::now();
        let size = frame.layout().size;
        let mut words = words_of(&found.words, &judged(&rules, &found.words)?, settings);
        if let Some(amazon) = amazon {
            let reading = amazon.read(frame)?;
            words.extend(
                reading
                    .words()
                    .map(|(word, class)| cloud_word(word, class, settings)),
            );
        }
        tell(&DetectLine::Frame(DetectedFrame {
            path: file.shown(),
            source: "frame".into(),
            frame: index,
            width: size.columns,
            height: size.rows,
            words,
            elapsed_ms: decoded_ms + detected_ms + elapsed_ms(start),
        }));
        for (_, plane) in frame.hidden().into_iter().flat_map(HiddenBits::planes) {
            hidden("unused-bits".into(), index, &plane)?;
        }
        Ok(())
    })?;
    for overlay in parsed.overlays(reader.limits()) {
        let source = format!("overlay:{:04x}", overlay.group);
        hidden(source, overlay.frame, &overlay.picture)?;
    }
    Ok(())
}

/// What looks at every file.
struct Eyes {
    reader: Reader,
    amazon: Option<Amazon>,
    site: Site,
}

fn words_of(
    words: &[TextDetection],
    classes: &[Option<PhiEntity>],
    settings: &Settings,
) -> Vec<DetectedWord> {
    let words = words.iter().zip(classes);
    let told = words.map(|(word, class)| {
        let unjudged = match word.text {
            Some(_) => RegionReason::Read,
            None => RegionReason::Unread,
        };
        let judged = class.map(|it| (it.category, it.score, it.reason, it.source));
        // What nobody judged may be anything, with the full score.
        let unknown = (PhiCategory::Unknown, Confidence::new(1.0), unjudged, "");
        detected_word(word, judged.unwrap_or(unknown), settings)
    });
    told.collect()
}

fn cloud_word(
    word: &TextDetection,
    class: Option<(PhiCategory, Confidence)>,
    settings: &Settings,
) -> DetectedWord {
    let (category, score, reason) = match class {
        Some((category, score)) => (category, score, RegionReason::CloudPhi),
        None => (
            PhiCategory::Unknown,
            Confidence::new(1.0),
            RegionReason::CloudRead,
        ),
    };
    detected_word(word, (category, score, reason, "DetectPHI"), settings)
}

fn detected_word(
    word: &TextDetection,
    (category, score, reason, source): (PhiCategory, Confidence, RegionReason, &str),
    settings: &Settings,
) -> DetectedWord {
    let score = score.value();
    DetectedWord {
        text: word.text.clone(),
        area: word.area,
        poly: word.polygon,
        detect_confidence: word.detect_confidence.value(),
        read_confidence: word.read_confidence.value(),
        line: word.line,
        rotation: word.rotation,
        category,
        score,
        reason,
        source: source.to_owned(),
        redact: settings.decision(category, score, reason) == Decision::Redact,
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
            "\n  {decision:6}  x {x0:>5}..{x1:<5}  y {y0:>5}..{y1:<5}  {:.2}  line {:<3}  {:<11} {:.2}  {said}  ({})",
            word.detect_confidence,
            word.line,
            format!("{:?}", word.category).to_lowercase(),
            word.score,
            why(word),
        );
    }
    text
}

/// The reason, and what it follows from.
fn why(word: &DetectedWord) -> String {
    let reason = serde_json::to_value(word.reason).unwrap_or_default();
    let reason = reason.as_str().unwrap_or_default();
    match word.source.as_str() {
        "" => reason.to_owned(),
        source => format!("{reason}, {source}"),
    }
}

#[cfg(test)]
mod tests {
    use deid_model::{PixelBox, ReasonCode, RedactMode};

    use super::*;

    fn word(redact: RedactMode) -> DetectedWord {
        let area = PixelBox::new(10, 20, 110, 40).unwrap();
        let word = TextDetection::unread(area, Confidence::new(0.5), 3);
        let settings = Settings {
            redact,
            phi_threshold: 1.0,
            ..Settings::DEFAULT
        };
        words_of(&[word], &[None], &settings).remove(0)
    }

    #[test]
    fn unread_text_is_redacted_whatever_the_threshold() {
        assert!(word(RedactMode::AllText).redact);
        assert!(word(RedactMode::Phi).redact);
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
