//! Words judged by the local rules, as `deid run` would: with the identifying values that a table knows of each picture.

use std::path::Path;

use deid_model::{Confidence, Decision, PhiCategory, PhiText, Reason, Settings, TextDetection};
use deid_rules::{Case, Rules, SiteLists};

use super::found::{Found, FoundWord};
use crate::line::judged;
use crate::site::Site;

/// What stands beside a picture that has no header.
#[derive(Debug)]
pub struct Judge {
    site: Site,
    settings: Settings,
}

impl Judge {
    /// Judges with what the site brings, and these settings.
    pub const fn new(site: Site, settings: Settings) -> Self {
        Self { site, settings }
    }

    /// Decides what of `found` is painted over.
    ///
    /// # Errors
    /// Those of the rules, which have none.
    pub fn decide(&self, found: &mut Found) -> Result<(), Reason> {
        let rules = self.site.rules_beside(Path::new(&found.path));
        let words: Vec<_> = found.words.iter().map(detection).collect();
        let classes = judged(&rules, &words)?;
        for (word, class) in found.words.iter_mut().zip(classes) {
            // What is not judged is painted over at any threshold.
            word.redact = class.is_none_or(|it| {
                let decision = self
                    .settings
                    .decision(it.category, it.score.value(), it.reason);
                decision == Decision::Redact
            });
        }
        Ok(())
    }
}

fn detection(word: &FoundWord) -> TextDetection {
    TextDetection {
        text: word.text.clone(),
        area: word.area,
        polygon: word.polygon(),
        detect_confidence: Confidence::new(1.0),
        read_confidence: Confidence::new(word.read_confidence),
        line: word.line,
        rotation: word.rotation,
    }
}

/// Whether a text is an exact laterality, view or position marker, which is kept whatever is known of the picture.
pub fn is_marker(text: &str) -> bool {
    let rules = Rules::new(&Case {
        modality: None,
        identifying: &[],
        lists: &SiteLists::empty(),
    });
    let entities = rules.judge(&PhiText::new(text.to_owned())).entities;
    entities
        .iter()
        .all(|it| it.category == PhiCategory::Harmless)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::SiteArguments;

    #[test]
    fn only_what_is_surely_harmless_is_kept() {
        let line = r#"{"path":"a.png","words":[
            {"box":[0,0,20,10],"text":"L","read_confidence":0.9,"line":0},
            {"box":[0,30,20,40],"text":"L","read_confidence":0.2,"line":1},
            {"box":[0,60,60,70],"text":"KESTREL","read_confidence":0.9,"line":2},
            {"box":[0,90,60,99],"text":null,"line":3}]}"#;
        let mut found: Found = serde_json::from_str(line).unwrap();
        let site = SiteArguments::default().read().unwrap();
        Judge::new(site, Settings::DEFAULT)
            .decide(&mut found)
            .unwrap();
        let redacted: Vec<bool> = found.words.iter().map(|word| word.redact).collect();
        assert_eq!(redacted, [false, true, true, true]);
    }

    #[test]
    fn markers_are_told_from_other_harmless_words() {
        let markers = ["L", "R", "AP", "PORTABLE", "CHEST", "kVp", "KESTREL"].map(is_marker);
        assert_eq!(markers, [true, true, true, true, false, false, false]);
    }
}
