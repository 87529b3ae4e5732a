//! The options that decide how a file is de-identified and who looks, the same for `run` and `detect`.

use clap::{Args, ValueEnum};
use deid_core::Limits;
use deid_model::{BoxColor, EngineChoice, OutputFormat, RedactMode, Settings};

use crate::amazon::Rates;
use crate::send_to::{SendTo, is_cloud_off};

/// Options; those not given come from the preset.
#[derive(Debug, Args)]
pub struct SettingsArguments {
    /// What to paint over; none cleans the header alone
    #[arg(long, value_enum, default_value_t = Redact::Phi)]
    redact: Redact,
    /// PHI score from which text is painted over, 0 to 1; unread text is at any score
    #[arg(long, value_name = "SCORE", default_value = "0.00", value_parser = parse_score)]
    phi_threshold: f32,
    /// Any CSS color, opaque [default: black]
    #[arg(long, value_name = "COLOR", value_parser = parse_color)]
    box_color: Option<BoxColor>,
    /// Dots per inch, written into PNG outputs [default: 72]
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    dpi: Option<u32>,
    /// Encoding of outputs [default: same]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// As the AWS notebook does: --box-color red --dpi 72 --phi-threshold 0.00 --format png
    #[arg(long)]
    notebook: bool,
    /// Keep overlay planes, cleaned of text (113103); without, they are removed
    #[arg(long)]
    clean_graphics: bool,
    /// Take a file whose pixel data are cut off for the frames that are whole, and lose the others; without, it is refused
    #[arg(long)]
    accept_truncated: bool,
    /// Who finds the text: local sends nothing anywhere; aws asks Amazon Rekognition and Comprehend Medical too
    #[arg(long, value_enum, default_value_t = Engine::Local)]
    engine: Engine,
    /// Your word that pictures and the text read in them may be sent there; needed for --engine aws
    #[arg(long, value_name = "aws:REGION")]
    send_images_to: Option<SendTo>,
    /// Pictures sent a second, all files together: the quota of `DetectText` of your account in that region
    #[arg(long, value_name = "RATE", default_value_t = 5.0, value_parser = parse_rate)]
    detect_text_per_second: f64,
    /// Texts sent a second, all files together: the quota of `DetectPHI`
    #[arg(long, value_name = "RATE", default_value_t = 40.0, value_parser = parse_rate)]
    detect_phi_per_second: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Redact {
    /// Text that is or may be PHI, and all text that was not read
    Phi,
    /// Every text found
    AllText,
    /// No text: the header alone is cleaned
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As the input
    Same,
    /// PNG pictures, one a frame
    Png,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// The built-in engine
    Local,
    /// The built-in engine and Amazon's
    Aws,
}

/// What was asked for needs a part that this version does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Nothing is sent anywhere without the user's word.
    #[error("--engine aws sends pictures to Amazon: say so with --send-images-to aws:REGION")]
    NoConsent,
    /// The word was given where nothing is sent.
    #[error(
        "--send-images-to and --engine aws go together, and not with --redact none, which looks at no picture"
    )]
    NothingToSend,
    /// The operator of this computer took the cloud away.
    #[error("DEID_CLOUD=off: --engine aws is not available on this computer")]
    CloudOff,
}

impl SettingsArguments {
    /// The settings asked for.
    pub fn settings(&self) -> Settings {
        let preset = if self.notebook {
            notebook()
        } else {
            Settings::DEFAULT
        };
        Settings {
            redact: match self.redact {
                Redact::Phi => RedactMode::Phi,
                Redact::AllText => RedactMode::AllText,
                Redact::None => RedactMode::None,
            },
            phi_threshold: self.phi_threshold,
            box_color: self.box_color.unwrap_or(preset.box_color),
            dpi: self.dpi.unwrap_or(preset.dpi),
            format: match self.format {
                Some(Format::Same) => OutputFormat::Same,
                Some(Format::Png) => OutputFormat::Png,
                None => preset.format,
            },
            engine: match self.engine {
                Engine::Local => EngineChoice::Local,
                Engine::Aws => EngineChoice::Aws,
            },
            clean_graphics: self.clean_graphics,
            tripwires_off: Vec::new(),
        }
    }

    /// What is taken on.
    pub const fn limits(&self) -> Limits {
        Limits {
            accept_truncated: self.accept_truncated,
            ..Limits::DEFAULT
        }
    }

    /// Where pictures are sent, if they are.
    ///
    /// # Errors
    /// Where that was not said, is of no use, or is not allowed.
    pub fn send_to(&self) -> Result<Option<&SendTo>, SettingsError> {
        match (self.engine, &self.send_images_to) {
            (Engine::Local, None) => Ok(None),
            (Engine::Local, Some(_)) => Err(SettingsError::NothingToSend),
            (Engine::Aws, _) if self.redact == Redact::None => Err(SettingsError::NothingToSend),
            (Engine::Aws, _) if is_cloud_off() => Err(SettingsError::CloudOff),
            (Engine::Aws, None) => Err(SettingsError::NoConsent),
            (Engine::Aws, Some(to)) => Ok(Some(to)),
        }
    }

    /// How fast Amazon is asked.
    pub const fn rates(&self) -> Rates {
        Rates {
            detect_text: self.detect_text_per_second,
            detect_phi: self.detect_phi_per_second,
        }
    }
}

/// What the AWS notebook draws and writes.
const fn notebook() -> Settings {
    let mut settings = Settings::DEFAULT;
    settings.box_color = BoxColor { rgb: [255, 0, 0] };
    settings.format = OutputFormat::Png;
    settings
}

/// A number from 0 to 1.
pub fn parse_score(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|score| (0.0..=1.0).contains(score))
        .ok_or_else(|| "expected a number from 0 to 1".into())
}

/// A rate above 0, in calls a second.
///
/// # Errors
/// A sentence for the user.
pub fn parse_rate(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|rate| (0.01..=10_000.0).contains(rate))
        .ok_or_else(|| "expected a number of calls from 0.01 to 10000".into())
}

fn parse_color(text: &str) -> Result<BoxColor, String> {
    let color = csscolorparser::parse(text)
        .map_err(|_| "expected a CSS color, such as black or #ff0000")?;
    match color.to_rgba8() {
        [red, green, blue, 255] => Ok(BoxColor {
            rgb: [red, green, blue],
        }),
        _ => Err("a box must be opaque".into()),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        settings: SettingsArguments,
    }

    fn parsed(line: &str) -> SettingsArguments {
        let line = format!("deid {line}");
        Line::try_parse_from(line.split_whitespace())
            .unwrap()
            .settings
    }

    fn check(line: &str) -> Settings {
        parsed(line).settings()
    }

    #[test]
    fn nothing_is_sent_without_the_users_word_and_only_where_it_says() {
        let sent = |line: &str| {
            parsed(line)
                .send_to()
                .map(|to| to.map(|to| to.region.clone()))
        };
        assert_eq!(sent(""), Ok(None));
        assert_eq!(sent("--engine aws"), Err(SettingsError::NoConsent));
        assert_eq!(
            sent("--send-images-to aws:eu-west-2"),
            Err(SettingsError::NothingToSend)
        );
        assert_eq!(
            sent("--engine aws --send-images-to aws:eu-west-2"),
            Ok(Some("eu-west-2".into()))
        );
        let settings = check("--engine aws --send-images-to aws:eu-west-2");
        assert_eq!(settings.engine, EngineChoice::Aws);
    }

    #[test]
    fn nothing_given_means_the_defaults() {
        assert_eq!(check(""), Settings::DEFAULT);
    }

    #[test]
    fn the_notebook_preset_yields_to_what_is_given_beside_it() {
        assert_eq!(check("--notebook"), notebook());
        let asked = check("--notebook --box-color white --format same");
        assert_eq!(
            (asked.box_color.rgb, asked.format, asked.dpi),
            ([255; 3], OutputFormat::Same, 72)
        );
    }

    #[test]
    fn any_css_color_is_understood() {
        for (text, rgb) in [
            ("red", [255, 0, 0]),
            ("#0f0", [0, 255, 0]),
            ("rgb(1,2,3)", [1, 2, 3]),
        ] {
            assert_eq!(parse_color(text).unwrap().rgb, rgb, "{text}");
        }
        assert!(parse_color("transparent").is_err());
    }

    #[test]
    fn all_text_or_none_is_redacted_where_asked_for() {
        assert_eq!(check("").redact, RedactMode::Phi);
        assert_eq!(check("--redact all-text").redact, RedactMode::AllText);
        assert_eq!(check("--redact none").redact, RedactMode::None);
    }
}
