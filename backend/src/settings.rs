//! The options that decide how a file is de-identified, the same for `run` and `detect`.

use clap::{Args, ValueEnum};
use deid_model::{BoxColor, OutputFormat, RedactMode, Settings};

/// Options; those not given come from the preset.
#[derive(Debug, Args)]
pub struct SettingsArguments {
    /// What to paint over; none cleans the header alone
    #[arg(long, value_enum, default_value_t = Redact::AllText)]
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
    /// Who finds the text; nothing leaves this computer
    #[arg(long, value_enum, default_value_t = Engine::Local)]
    engine: Engine,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Redact {
    /// Text that is or may be PHI (comes with the local PHI rules, in a later version)
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
}

/// What was asked for needs a part that this version does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Telling PHI from harmless text needs the PHI rules.
    #[error(
        "--redact phi needs the local PHI rules, which come in a later version: \
         leave it out to paint over all text found (--redact all-text)"
    )]
    NoPhiRules,
}

impl SettingsArguments {
    /// The settings asked for.
    ///
    /// # Errors
    /// Where they need what this version does not have.
    pub fn settings(&self) -> Result<Settings, SettingsError> {
        let Engine::Local = self.engine;
        let preset = if self.notebook {
            NOTEBOOK
        } else {
            Settings::DEFAULT
        };
        Ok(Settings {
            redact: match self.redact {
                Redact::Phi => return Err(SettingsError::NoPhiRules),
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
        })
    }
}

/// What the AWS notebook draws and writes.
const NOTEBOOK: Settings = Settings {
    box_color: BoxColor { rgb: [255, 0, 0] },
    format: OutputFormat::Png,
    ..Settings::DEFAULT
};

fn parse_score(text: &str) -> Result<f32, String> {
    text.parse()
        .ok()
        .filter(|score| (0.0..=1.0).contains(score))
        .ok_or_else(|| "expected a number from 0 to 1".into())
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

    fn check(line: &str) -> Result<Settings, SettingsError> {
        Line::try_parse_from(format!("deid {line}").split_whitespace())
            .unwrap()
            .settings
            .settings()
    }

    #[test]
    fn nothing_given_means_the_defaults() {
        assert_eq!(check("").unwrap(), Settings::DEFAULT);
    }

    #[test]
    fn the_notebook_preset_yields_to_what_is_given_beside_it() {
        assert_eq!(check("--notebook").unwrap(), NOTEBOOK);
        let asked = check("--notebook --box-color white --format same").unwrap();
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
    fn phi_only_waits_for_its_rules() {
        assert_eq!(check("--redact phi"), Err(SettingsError::NoPhiRules));
        assert_eq!(check("--redact none").unwrap().redact, RedactMode::None);
    }
}
