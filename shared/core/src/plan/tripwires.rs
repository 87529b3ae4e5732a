//! What a policy does not decide, however sure the engines are (design: a person looks).

use deid_model::{
    Decision, PhiCategory, PixelBox, ProposedRegion, RedactMode, RegionOrigin, Settings, Tripwire,
};
use dicom_dictionary_std::tags;

use super::DraftPlan;
use super::reading::OR;
use crate::file::IdentifiedFile;

/// Modalities whose images usually carry burnt-in text (PS3.15 E.3.1 note, and practice).
const USUALLY_WITH_TEXT: [&str; 4] = ["US", "SC", "XA", "OT"];
/// Share of a frame from which painting needs a person's look.
const LARGE_SHARE: f64 = 0.2;
/// Cells along the longer side of a frame, to measure what boxes cover together.
const CELLS: u32 = 256;
/// Words of one frame from which it is a page of text. Busy overlays have 20 to 60.
const WORDS_OF_A_PAGE: usize = 120;
/// Words that only dose reports bring together: the dose index, and the dose of the whole length.
const DOSE_REPORT: [&[&str]; 2] = [&["CTDI"], &["DLP", "MGY*CM", "MGYCM", "MGY.CM"]];
/// What laterality markers say.
const MARKERS: [&str; 6] = ["L", "R", "LT", "RT", "LEFT", "RIGHT"];
/// Share of a marker that may be covered by boxes beside it.
const COVERED_SHARE: f64 = 0.25;

/// Whether images like `file` usually carry text: by modality, or because the header says so.
pub(super) fn usually_has_text(file: &IdentifiedFile) -> bool {
    let modality = file.text(tags::MODALITY).unwrap_or_default();
    let says_so = file.text(tags::BURNED_IN_ANNOTATION);
    USUALLY_WITH_TEXT.contains(&modality.as_str()) || says_so.as_deref() == Some("YES")
}

impl DraftPlan {
    /// The first tripwire that is on and that this draft trips, with what `settings` would redact.
    pub(super) fn tripped(&self, settings: &Settings) -> Option<Tripwire> {
        let is_painted = |region: &&ProposedRegion| {
            settings.decision(region.category, region.score, region.reason) == Decision::Redact
        };
        let (painted, kept): (Vec<_>, Vec<_>) = self.regions.iter().partition(is_painted);
        Tripwire::ALL
            .into_iter()
            .filter(|tripwire| !settings.tripwires_off.contains(tripwire))
            .find(|tripwire| match tripwire {
                Tripwire::NoTextFound => self.usually_has_text && !self.has_text(),
                Tripwire::SiblingHasText => self.siblings_carry_text && !self.has_text(),
                Tripwire::LargeArea => self.covered_share(&painted) > LARGE_SHARE,
                Tripwire::DocumentPage => self.is_page_of_text(),
                Tripwire::MarkerCovered => {
                    settings.redact == RedactMode::Phi && covers_marker(&painted, &kept)
                }
                // Known once the output is written: `verify` asks.
                Tripwire::HeaderValueInPixels => false,
                Tripwire::TextAtEdge => kept.iter().any(|region| self.cut.contains(&region.id)),
            })
    }

    /// Whether any text was found.
    #[must_use]
    pub fn has_text(&self) -> bool {
        self.regions.iter().any(is_text)
    }

    /// Share of a frame that boxes around text cover together, 0..=1, to about a percent. Areas known beforehand do not
    /// count: they are meant to be large.
    fn covered_share(&self, painted: &[&ProposedRegion]) -> f64 {
        let step = (self.size.columns.max(self.size.rows) / CELLS).max(1) as usize;
        let boxes = || painted.iter().filter(|it| is_text(it)).map(|it| it.area);
        let is_covered = |x, y| boxes().any(|area| area.contains(x, y));
        let (mut covered, mut cells) = (0_u32, 0_u32);
        for y in (0..self.size.rows).step_by(step) {
            for x in (0..self.size.columns).step_by(step) {
                cells += 1;
                covered += u32::from(is_covered(x, y));
            }
        }
        f64::from(covered) / f64::from(cells.max(1))
    }

    fn is_page_of_text(&self) -> bool {
        let words = self.regions.iter().filter(|region| is_text(region));
        let mut in_frames = vec![0_usize; self.examined.len()];
        let mut is_told = [false; DOSE_REPORT.len()];
        for region in words {
            if let Some(count) = in_frames.get_mut(region.seen_in as usize) {
                *count += 1;
            }
            let said = region.text.as_deref().unwrap_or_default().to_uppercase();
            for (is_told, words) in is_told.iter_mut().zip(DOSE_REPORT) {
                *is_told |= words.iter().any(|word| said.contains(word));
            }
        }
        is_told == [true; DOSE_REPORT.len()]
            || in_frames.iter().any(|&words| words >= WORDS_OF_A_PAGE)
    }
}

fn is_text(region: &ProposedRegion) -> bool {
    !matches!(
        region.origin,
        RegionOrigin::Catalogue | RegionOrigin::Ultrasound
    )
}

/// Whether a laterality marker that is kept would lose a good part of itself to what is painted.
fn covers_marker(painted: &[&ProposedRegion], kept: &[&ProposedRegion]) -> bool {
    let is_marker = |region: &&&ProposedRegion| {
        let said = region.text.as_deref().unwrap_or_default().to_uppercase();
        let says_so = said.split(OR).any(|reading| MARKERS.contains(&reading));
        region.category == PhiCategory::Harmless && says_so
    };
    kept.iter().filter(is_marker).any(|marker| {
        painted.iter().any(|other| {
            let shared = other.area.intersection(marker.area);
            let shared = shared.map_or(0, PixelBox::area) as f64;
            shared > COVERED_SHARE * marker.area.area() as f64
        })
    })
}

#[cfg(test)]
mod tests;
