//! What a run shows: a bar while it works, a line a file, and a summary.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use deid_model::outcome::{RunLine, Status};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::zones::Zones;

/// How many files came to what.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Counts {
    statuses: [usize; 4],
    reasons: BTreeMap<&'static str, (usize, &'static str)>,
}

/// Shows how a run goes.
pub struct Progress {
    bar: ProgressBar,
    json: bool,
    start: Instant,
    counts: Mutex<Counts>,
    is_unheard: AtomicBool,
}

impl Progress {
    /// Begins with `files` to do; with `json` standard output carries only JSON.
    pub fn start(files: usize, json: bool) -> Self {
        let is_seen = std::io::stderr().is_terminal();
        let target = if is_seen {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(files as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} files, {eta} left") {
            bar.set_style(style);
        }
        Self {
            bar,
            json,
            start: Instant::now(),
            counts: Mutex::default(),
            is_unheard: AtomicBool::new(false),
        }
    }

    /// Tells what became of a file.
    pub fn tell(&self, line: &RunLine) {
        self.counts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .add(line);
        let text = if self.json {
            serde_json::to_string(line).ok()
        } else {
            for_people(line)
        };
        if let Some(text) = text {
            let told = self
                .bar
                .suspend(|| writeln!(std::io::stdout().lock(), "{text}"));
            if told.is_err() {
                self.is_unheard.store(true, Ordering::Relaxed);
            }
        }
        self.bar.inc(1);
    }

    /// Tells on standard error what goes wrong beside the files.
    pub fn warn(&self, text: &str) {
        self.bar.suspend(|| eprintln!("deid: {text}"));
    }

    /// Ends with a summary.
    ///
    /// # Errors
    /// Where standard output could not take a line, now or before.
    pub fn finish(self, zones: &Zones) -> std::io::Result<Counts> {
        self.bar.finish_and_clear();
        let counts = self
            .counts
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let summary = format!(
            "{}Releasable files: {}\nPrivate reports:  {}\n",
            counts.summary(self.start.elapsed().as_secs_f64()),
            zones.out.shown(),
            zones.private.display()
        );
        if self.json {
            eprint!("{summary}");
        } else {
            write!(std::io::stdout(), "{summary}")?;
        }
        if self.is_unheard.into_inner() {
            return Err(std::io::ErrorKind::BrokenPipe.into());
        }
        Ok(counts)
    }
}

impl Counts {
    fn add(&mut self, line: &RunLine) {
        self.statuses[line.status as usize] += 1;
        if let Some(reason) = &line.reason {
            self.reasons
                .entry(reason.code.code())
                .or_insert((0, reason.code.meaning()))
                .0 += 1;
        }
    }

    /// Number of files with this status.
    pub const fn of(&self, status: Status) -> usize {
        self.statuses[status as usize]
    }

    /// `12 files in 3.4 s: 10 written, 1 needs review, 1 refused, 0 skipped`, and the reasons.
    fn summary(&self, seconds: f64) -> String {
        let [written, review, refused, skipped] = self.statuses;
        let files = written + review + refused + skipped;
        let rate = files as f64 / seconds.max(0.001);
        let mut text = format!(
            "{files} files in {seconds:.1} s ({rate:.1} a second): \
             {written} written, {review} to review, {refused} refused, {skipped} skipped\n"
        );
        for (code, (count, meaning)) in &self.reasons {
            // Writing into a string cannot fail.
            let _ = writeln!(text, "{count:>7}  {code}: {meaning}");
        }
        text
    }
}

/// A line about a file that was not written; the others are counted.
fn for_people(line: &RunLine) -> Option<String> {
    let status = match line.status {
        Status::Written => return None,
        Status::NeedsReview => "to review",
        Status::Refused => "refused",
        Status::Skipped => "skipped",
    };
    let mut text = format!("{}: {status}", line.input);
    if let Some(reason) = &line.reason {
        let _ = write!(text, ": {}", reason.code.code());
        let place = [
            reason.uid.clone(),
            reason.tag.clone(),
            reason.frame.map(|frame| format!("frame {frame}")),
            reason.offset.map(|offset| format!("offset {offset}")),
        ];
        for part in place.iter().flatten() {
            let _ = write!(text, " {part}");
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use deid_model::{Reason, ReasonCode};

    use super::*;

    fn line(status: Status, reason: Option<Reason>) -> RunLine {
        RunLine {
            input: "in/a.dcm".into(),
            status,
            output: None,
            report: None,
            reason,
            warnings: Vec::new(),
            elapsed_ms: 1,
        }
    }

    #[test]
    fn a_file_that_is_not_written_is_told_with_its_reason() {
        let reason = Reason::from(ReasonCode::DecodeFailed).with_frame(3);
        let told = for_people(&line(Status::Refused, Some(reason))).unwrap();
        assert_eq!(told, "in/a.dcm: refused: decode-failed frame 3");
        assert_eq!(for_people(&line(Status::Written, None)), None);
    }

    #[test]
    fn the_summary_counts_by_status_and_by_reason() {
        let mut counts = Counts::default();
        counts.add(&line(Status::Written, None));
        counts.add(&line(Status::Skipped, Some(ReasonCode::NotAnImage.into())));
        counts.add(&line(Status::Skipped, Some(ReasonCode::NotAnImage.into())));
        let summary = counts.summary(1.5);
        assert!(summary.starts_with(
            "3 files in 1.5 s (2.0 a second): 1 written, 0 to review, 0 refused, 2 skipped\n"
        ));
        assert!(
            summary.contains("      2  not-an-image: The content is neither"),
            "{summary}"
        );
        assert_eq!(counts.of(Status::Skipped), 2);
    }
}
