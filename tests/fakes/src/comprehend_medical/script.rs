//! Finds scripted words in a text, with offsets in code points.

use serde_json::{Value, json};

/// A word or phrase that is PHI.
#[derive(Clone, Debug)]
pub struct ScriptedPhi {
    /// What it says; case does not matter.
    pub text: String,
    /// Its `Type`, such as `NAME`; known to the service or not.
    pub kind: String,
    /// Its score; the protocol carries 32 bits of it.
    pub score: f32,
}

impl ScriptedPhi {
    /// `text` is PHI of `kind` with `score`.
    #[must_use]
    pub fn new(text: &str, kind: &str, score: f32) -> Self {
        Self {
            text: text.to_owned(),
            kind: kind.to_owned(),
            score,
        }
    }
}

/// The `Entities` of `text`, in order of position.
pub fn entities(script: &[ScriptedPhi], text: &str) -> Vec<Value> {
    let letters: Vec<char> = text.chars().collect();
    let mut found: Vec<(usize, &ScriptedPhi)> = Vec::new();
    for phi in script {
        let length = phi.text.chars().count();
        let places = letters.windows(length.max(1)).enumerate();
        let places = places.filter(|(start, window)| {
            is_alike(window, &phi.text) && is_whole(&letters, *start, *start + length)
        });
        found.extend(places.map(|(start, _)| (start, phi)));
    }
    found.sort_by_key(|(start, _)| *start);
    let entity = |(id, (start, phi)): (usize, (usize, &ScriptedPhi))| {
        let end = start + phi.text.chars().count();
        let text: String = letters.get(start..end).unwrap_or_default().iter().collect();
        json!({
            "Id": id, "BeginOffset": start, "EndOffset": end, "Score": phi.score, "Text": text,
            "Category": "PROTECTED_HEALTH_INFORMATION", "Type": phi.kind, "Traits": [],
        })
    };
    found.into_iter().enumerate().map(entity).collect()
}

fn is_alike(window: &[char], text: &str) -> bool {
    window
        .iter()
        .zip(text.chars())
        .all(|(a, b)| a.to_lowercase().eq(b.to_lowercase()))
}

/// Whether no letter or digit continues the word on either side.
fn is_whole(letters: &[char], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).and_then(|before| letters.get(before));
    let continues = |letter: Option<&char>| letter.is_some_and(|letter| letter.is_alphanumeric());
    !continues(before) && !continues(letters.get(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points_of_whole_words() {
        let script = [ScriptedPhi::new("KESTREL", "NAME", 0.5)];
        let found = entities(&script, "𝒳 Jörg Kestrel, Kestrels kestrel");
        let spans: Vec<_> = found
            .iter()
            .map(|it| (it["BeginOffset"].as_u64(), it["EndOffset"].as_u64()))
            .collect();
        assert_eq!(spans, [(Some(7), Some(14)), (Some(25), Some(32))]);
        assert_eq!(found[0]["Text"], "Kestrel");
    }
}
