//! What an engine found: lines of `deid detect --json`, or of another program in the same form.

use std::path::Path;

use deid_model::PixelBox;
use serde::Deserialize;

use super::polygon::{self, Polygon};

/// The words that an engine found in a frame.
#[derive(Clone, Debug, Deserialize)]
pub struct Found {
    /// The picture.
    pub path: String,
    /// 0-based frame.
    #[serde(default)]
    pub frame: u32,
    /// Columns, where told.
    pub width: Option<u32>,
    /// Rows, where told.
    pub height: Option<u32>,
    /// The words.
    pub words: Vec<FoundWord>,
    /// Time spent finding and reading.
    pub elapsed_ms: Option<f64>,
}

/// One word that an engine found.
#[derive(Clone, Debug, Deserialize)]
pub struct FoundWord {
    /// What it says; `None` where it was not read.
    pub text: Option<String>,
    /// Its upright box.
    #[serde(rename = "box")]
    pub area: PixelBox,
    /// Its corners, where told.
    pub poly: Option<Polygon>,
    /// Belief that the text is right.
    #[serde(default)]
    pub read_confidence: f32,
    /// Words of one line share a number.
    #[serde(default)]
    pub line: u32,
    /// Reading direction, in degrees clockwise.
    #[serde(default)]
    pub rotation: u16,
    /// Whether the box is painted over.
    #[serde(default = "yes")]
    pub redact: bool,
}

const fn yes() -> bool {
    true
}

/// A line: a frame, or a file that could not be read.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Line {
    Frame(Found),
    Failed {
        path: String,
        error: deid_model::Reason,
    },
}

/// A picture without an answer: it counts as one in which nothing was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The picture.
    pub path: String,
    /// Why: `None` where nobody told.
    pub code: Option<deid_model::ReasonCode>,
}

impl Found {
    /// Nothing, in the picture at `path`.
    pub fn nothing(path: String) -> Self {
        Self {
            path,
            frame: 0,
            width: None,
            height: None,
            words: Vec::new(),
            elapsed_ms: None,
        }
    }
}

impl FoundWord {
    /// Its corners; those of its box where none were told.
    pub fn polygon(&self) -> Polygon {
        self.poly.unwrap_or_else(|| polygon::of_box(self.area))
    }

    /// The middle of the word.
    pub fn center(&self) -> [f32; 2] {
        polygon::center(&self.polygon())
    }
}

/// Parses JSON lines.
///
/// # Errors
/// The 1-based number of a line that is none.
pub fn parse(text: &str) -> Result<(Vec<Found>, Vec<Failed>), usize> {
    let (mut frames, mut failures) = (Vec::new(), Vec::new());
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line).map_err(|_| index + 1)? {
            Line::Frame(found) => frames.push(found),
            Line::Failed { path, error } => {
                let code = Some(error.code);
                failures.push(Failed { path, code });
            }
        }
    }
    Ok((frames, failures))
}

/// The name of the truth of the picture at `path`: its own without folders and ending. The name of an output of
/// De-ID (`de-id-NAME`) stands for its original.
pub fn truth_name(path: &str, exists: impl Fn(&str) -> bool) -> Option<String> {
    let name = Path::new(path).file_name()?.to_str()?;
    let stem = Path::new(name).file_stem()?.to_str()?;
    let original = |name: &str| name.strip_prefix("de-id-").map(str::to_owned);
    [
        Some(name.to_owned()),
        Some(stem.to_owned()),
        original(name),
        original(stem),
    ]
    .into_iter()
    .flatten()
    .find(|name| exists(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_detect_and_shorter_ones_of_others_are_read() {
        let text = concat!(
            r#"{"path":"in/a.png","source":"frame","frame":1,"width":9,"height":8,"words":[{"text":null,"box":[1,2,3,4],"poly":[[1,2],[3,2],[3,4],[1,4]],"detect_confidence":1.0,"read_confidence":0.0,"line":0,"rotation":0,"category":"UNKNOWN","score":1.0,"redact":false}],"elapsed_ms":7}"#,
            "\n",
            r#"{"path":"b.png","words":[{"box":[1,2,3,4],"text":"x"}]}"#,
            "\n",
            r#"{"path":"c.png","error":{"code":"empty-file"}}"#,
            "\n",
        );
        let (frames, failures) = parse(text).unwrap();
        assert_eq!((frames.len(), failures.len()), (2, 1));
        assert_eq!((frames[0].frame, frames[0].words[0].redact), (1, false));
        assert!(frames[1].words[0].redact && frames[1].elapsed_ms.is_none());
        assert_eq!(frames[1].words[0].center(), [2.0, 3.0]);
        assert_eq!(parse("\n{}").unwrap_err(), 2);
    }

    #[test]
    fn an_output_stands_for_its_original() {
        let name = |path| truth_name(path, |name| name == "a");
        assert_eq!(name("in/a.png").as_deref(), Some("a"));
        assert_eq!(name("out/de-id-a.png").as_deref(), Some("a"));
        assert_eq!(name("in/b.png"), None);
    }
}
