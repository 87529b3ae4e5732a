//! What a user can set; the same on page, command line and workers.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::phi::PhiCategory;
use crate::region::{Decision, RegionReason};
use crate::tripwire::Tripwire;

/// Which text is redacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum RedactMode {
    /// Text that is or may be PHI.
    Phi,
    /// Every text found.
    AllText,
    /// None: the header alone is cleaned.
    None,
}

/// How the output is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum OutputFormat {
    /// As the input.
    Same,
    /// As PNG pictures, one a frame.
    Png,
}

/// Who finds text and tells what is PHI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum EngineChoice {
    /// The built-in engine: nothing leaves the computer.
    Local,
    /// The built-in engine, and beside it Amazon Rekognition and Comprehend Medical.
    Aws,
}

/// The color of redaction boxes, 8 bits a channel. Travels as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
pub struct BoxColor {
    /// Red, green, blue.
    pub rgb: [u8; 3],
}

/// The text names no color of the form `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a color of the form #rrggbb")]
pub struct NotAColor;

impl EngineChoice {
    /// The name in reports and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Aws => "aws",
        }
    }

    const fn local() -> Self {
        Self::Local
    }
}

impl BoxColor {
    /// Black, the default.
    pub const BLACK: Self = Self { rgb: [0, 0, 0] };

    /// Whether red, green and blue are equal.
    #[must_use]
    pub const fn is_grey(self) -> bool {
        self.rgb[0] == self.rgb[1] && self.rgb[1] == self.rgb[2]
    }
}

impl FromStr for BoxColor {
    type Err = NotAColor;

    fn from_str(text: &str) -> Result<Self, NotAColor> {
        let digits = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6)
            .ok_or(NotAColor)?;
        let channel = |at: usize| {
            let pair = digits.get(at..at + 2).ok_or(NotAColor)?;
            u8::from_str_radix(pair, 16).map_err(|_| NotAColor)
        };
        Ok(Self {
            rgb: [channel(0)?, channel(2)?, channel(4)?],
        })
    }
}

impl TryFrom<String> for BoxColor {
    type Error = NotAColor;

    fn try_from(text: String) -> Result<Self, NotAColor> {
        text.parse()
    }
}

impl From<BoxColor> for String {
    fn from(color: BoxColor) -> Self {
        let [red, green, blue] = color.rgb;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Everything that decides how one file is de-identified, beside its bytes and the key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Which text is redacted.
    pub redact: RedactMode,
    /// PHI score from which text is redacted, 0..=1. Unread text is redacted at any score.
    pub phi_threshold: f32,
    /// Color of redaction boxes.
    pub box_color: BoxColor,
    /// Dots per inch written into PNG outputs.
    pub dpi: u32,
    /// How the output is encoded.
    pub format: OutputFormat,
    /// Who looks.
    #[serde(default = "EngineChoice::local")]
    pub engine: EngineChoice,
    /// Whether overlay planes stay, cleaned of text (PS3.15 E.3.2), rather than go.
    #[serde(default)]
    pub clean_graphics: bool,
    /// Tripwires that do not hold a file back.
    #[serde(default)]
    pub tripwires_off: Vec<Tripwire>,
}

impl Settings {
    /// What De-ID does when nothing is set: all text that is not surely harmless, black boxes, 72 dpi, threshold 0, same
    /// format, nothing sent anywhere, every tripwire on.
    pub const DEFAULT: Self = Self {
        redact: RedactMode::Phi,
        phi_threshold: 0.0,
        box_color: BoxColor::BLACK,
        dpi: 72,
        format: OutputFormat::Same,
        engine: EngineChoice::Local,
        clean_graphics: false,
        tripwires_off: Vec::new(),
    };

    /// What happens to text of this category, score and reason unless a person says otherwise: harmless text is kept,
    /// other text is redacted from the threshold on, and what nobody could judge, what the header names and what a list
    /// denies is redacted at any threshold.
    #[must_use]
    pub fn decision(&self, category: PhiCategory, score: f32, reason: RegionReason) -> Decision {
        let is_redacted = match self.redact {
            RedactMode::AllText => true,
            RedactMode::None => false,
            RedactMode::Phi if reason.ignores_threshold() => true,
            RedactMode::Phi => category != PhiCategory::Harmless && score >= self.phi_threshold,
        };
        if is_redacted {
            Decision::Redact
        } else {
            Decision::Keep
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_releases_only_what_was_judged() {
        let strict = Settings {
            phi_threshold: 0.9,
            ..Settings::DEFAULT
        };
        let name = |settings: &Settings, reason| settings.decision(PhiCategory::Name, 0.5, reason);
        let pattern = RegionReason::Pattern;
        assert_eq!(name(&Settings::DEFAULT, pattern), Decision::Redact);
        assert_eq!(name(&strict, pattern), Decision::Keep);
        for reason in [
            RegionReason::Unread,
            RegionReason::HeaderValue,
            RegionReason::DenyList,
        ] {
            assert_eq!(name(&strict, reason), Decision::Redact);
        }
    }

    #[test]
    fn a_higher_threshold_redacts_nothing_more_and_never_decides_what_was_not_judged() {
        let at = |tenths: u8| Settings {
            phi_threshold: f32::from(tenths) / 10.0,
            ..Settings::DEFAULT
        };
        for reason in [
            RegionReason::Unread,
            RegionReason::Read,
            RegionReason::SecondReading,
            RegionReason::CloudRead,
            RegionReason::CloudPhi,
            RegionReason::HeaderValue,
            RegionReason::DenyList,
            RegionReason::Label,
            RegionReason::Pattern,
            RegionReason::NameLike,
            RegionReason::Unexplained,
            RegionReason::DeviceOverlay,
            RegionReason::OutsideRegions,
        ] {
            for score in [0.05, 0.5, 1.0] {
                let redacted = |tenths| {
                    let decision = at(tenths).decision(PhiCategory::Unknown, score, reason);
                    decision == Decision::Redact
                };
                assert!(redacted(0), "{reason:?}");
                assert!((1..=10).all(|at| redacted(at - 1) || !redacted(at)));
                let is_judged = score < 1.0 && !reason.ignores_threshold();
                assert_eq!(redacted(10), !is_judged, "{reason:?} {score}");
            }
            assert!(reason.is_judged() || reason.ignores_threshold());
        }
    }

    #[test]
    fn harmless_text_is_kept_unless_all_text_goes() {
        let (harmless, why) = (PhiCategory::Harmless, RegionReason::Vocabulary);
        let all_text = Settings {
            redact: RedactMode::AllText,
            ..Settings::DEFAULT
        };
        assert_eq!(
            Settings::DEFAULT.decision(harmless, 0.0, why),
            Decision::Keep
        );
        assert_eq!(all_text.decision(harmless, 0.0, why), Decision::Redact);
    }

    #[test]
    fn a_color_reads_back_as_it_was_written() {
        let red: BoxColor = "#FF0102".parse().unwrap();
        assert_eq!(red.rgb, [255, 1, 2]);
        assert_eq!(String::from(red), "#ff0102");
        for wrong in ["ff0000", "#ff00", "#ff00zz", "#éé00", ""] {
            assert!(wrong.parse::<BoxColor>().is_err(), "{wrong}");
        }
    }
}
