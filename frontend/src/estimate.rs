//! What asking the cloud engine will take: calls, list price, time. Estimated before anything is sent.

use deid_model::FrameSelection;
use deid_model::api::CloudFacts;

use crate::session::QueueFile;

/// Characters of a word with the space behind it. Words are found, not read, before they are sent.
const CHARACTERS_PER_WORD: u64 = 8;
/// Characters that Comprehend Medical counts as one unit.
const CHARACTERS_PER_UNIT: u64 = 100;

/// What a batch will take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Files.
    pub files: u64,
    /// Pictures that are sent, each a call of `DetectText`.
    pub pictures: u64,
    /// Frames, each a call of `DetectPHI`.
    pub frames: u64,
    /// Characters of text that are sent.
    pub characters: u64,
    /// At list price; `None` where the server knows no prices.
    pub price: Option<Price>,
    /// At the rates that the server allows itself.
    pub seconds: f64,
}

/// List price in US dollars.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// For pictures.
    pub pictures: f64,
    /// For text.
    pub text: f64,
    /// The day the prices were looked up.
    pub as_of: String,
}

impl Estimate {
    /// Calls of both services.
    pub const fn calls(&self) -> u64 {
        self.pictures + self.frames
    }
}

/// What sending `files` will take.
pub fn estimate<'a>(files: impl Iterator<Item = &'a QueueFile>, cloud: &CloudFacts) -> Estimate {
    let mut sum = Estimate::default();
    let mut units = 0;
    for file in files {
        let frames = u64::from(file.frames());
        let characters = words(file) * CHARACTERS_PER_WORD;
        let pictures = file.info.as_ref().map_or(0, |info| info.cloud_pictures);
        sum.files += 1;
        sum.frames += frames;
        sum.pictures += u64::from(pictures).max(frames);
        sum.characters += characters;
        units += characters.div_ceil(CHARACTERS_PER_UNIT).max(frames);
    }
    sum.price = cloud.prices.as_ref().map(|prices| Price {
        pictures: sum.pictures as f64 * prices.detect_text,
        text: units as f64 * prices.detect_phi_unit,
        as_of: prices.as_of.clone(),
    });
    // Both services work at the same time, each on what the other is done with.
    let pictures_s = at_rate(sum.pictures, cloud.detect_text_per_second);
    sum.seconds = pictures_s.max(at_rate(sum.frames, cloud.detect_phi_per_second));
    sum
}

/// Dollars for people.
pub fn dollars(amount: f64) -> String {
    if amount > 0.0 && amount < 0.01 {
        "under $ 0.01".to_owned()
    } else {
        format!("$ {amount:.2}")
    }
}

/// Time for people.
pub fn about(seconds: f64) -> String {
    match seconds {
        s if s <= 1.0 => "about 1 second".to_owned(),
        s if s <= 90.0 => format!("about {:.0} seconds", s.ceil()),
        s if s <= 5400.0 => format!("about {:.0} minutes", (s / 60.0).ceil()),
        s => format!("about {:.0} hours", (s / 3600.0).ceil()),
    }
}

/// Words over all frames, as found here.
fn words(file: &QueueFile) -> u64 {
    let found = file.editor.regions().filter(|region| !region.is_drawn());
    let on_frames = found.map(|region| match region.frames {
        FrameSelection::All => u64::from(file.frames()),
        FrameSelection::One(_) => 1,
    });
    on_frames.sum()
}

fn at_rate(calls: u64, per_second: f64) -> f64 {
    if per_second > 0.0 {
        calls as f64 / per_second
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::tests::{cloud, read_session};

    #[test]
    fn every_picture_and_every_frame_is_a_call_and_text_costs_a_unit_at_least() {
        let session = read_session(2);
        let estimate = estimate(session.files.iter(), &cloud());
        assert_eq!((estimate.files, estimate.pictures), (2, 12));
        assert_eq!((estimate.frames, estimate.calls()), (6, 18));
        // Two words on each of three frames, in two files.
        assert_eq!(estimate.characters, 96);
        let price = estimate.price.unwrap();
        assert!((price.pictures - 12.0 * 0.001).abs() < 1e-9);
        assert!((price.text - 6.0 * 0.01).abs() < 1e-9);
        assert!((estimate.seconds - 12.0 / 5.0).abs() < 1e-9);
    }

    #[test]
    fn without_prices_none_is_told() {
        let mut cloud = cloud();
        cloud.prices = None;
        let session = read_session(1);
        assert_eq!(estimate(session.files.iter(), &cloud).price, None);
    }

    #[test]
    fn amounts_and_times_are_told_in_the_unit_that_fits() {
        assert_eq!(
            [dollars(0.0), dollars(0.004), dollars(0.91)],
            ["$ 0.00", "under $ 0.01", "$ 0.91"]
        );
        assert_eq!(
            [about(1.0), about(31.2), about(121.0), about(8000.0)],
            [
                "about 1 second",
                "about 32 seconds",
                "about 3 minutes",
                "about 3 hours"
            ]
        );
    }
}
