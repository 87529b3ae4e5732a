//! Which recognized words stand on which word of the truth.

use super::edit_distance::distance_to_part;
use super::found::FoundWord;
use super::polygon;
use super::truth::{Truth, TruthWord};

/// What was read on a word of the truth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// What was read there, in reading order, joined by spaces; `None` where nothing was.
    pub text: Option<String>,
    /// Whether who sees what was read here knows the word: see [`tells`].
    pub is_recovered: bool,
}

/// The recognized words of a picture, each on the word of the truth in whose polygon (grown by half the cap height)
/// its center lies; on the nearest of several.
pub struct Assignment {
    /// For each word of the truth, what was read there.
    pub reads: Vec<Read>,
    /// For each recognized word with a text, in the order given: its confidence, and whether it is exact.
    pub judged: Vec<(f32, bool)>,
}

/// Assigns the words that have a text.
pub fn assign(truth: &Truth, found: &[FoundWord]) -> Assignment {
    let mut placed: Vec<Vec<(f32, &str)>> = vec![Vec::new(); truth.words.len()];
    let mut judged = Vec::new();
    for word in found {
        let Some(text) = &word.text else { continue };
        let center = word.center();
        let place = place(truth, center);
        judged.push((
            word.read_confidence,
            place.is_some_and(|index| truth.words[index].text == *text),
        ));
        if let Some(index) = place {
            placed[index].push((along(&truth.words[index], center), text));
        }
    }
    let reads = truth.words.iter().zip(placed).map(|(word, mut texts)| {
        texts.sort_by(|left, right| left.0.total_cmp(&right.0));
        let texts: Vec<&str> = texts.into_iter().map(|(_, text)| text).collect();
        let joined = texts.join(" ");
        let is_recovered = across(word, found).any(|text| tells(text, &word.text));
        Read {
            is_recovered: is_recovered || tells(&joined, &word.text),
            text: (!texts.is_empty()).then_some(joined),
        }
    });
    Assignment {
        reads: reads.collect(),
        judged,
    }
}

/// The texts that stand across the middle of `word`, wherever their own middle is: of words read as one, too.
fn across<'a>(word: &TruthWord, found: &'a [FoundWord]) -> impl Iterator<Item = &'a str> {
    let center = polygon::center(&word.polygon());
    found
        .iter()
        .filter(move |found| polygon::contains(&found.polygon(), center, 0.0))
        .filter_map(|found| found.text.as_deref())
}

/// Whether `text` tells `word`: from five characters on, a part of it but for one character; from three on, a part of
/// it; a shorter word must stand alone.
fn tells(text: &str, word: &str) -> bool {
    match word.chars().count() {
        0..3 => text.split_whitespace().any(|part| part == word),
        3..5 => distance_to_part(word, text) == 0,
        _ => distance_to_part(word, text) <= 1,
    }
}

impl Read {
    /// Whether it says what `word` says.
    pub fn is_exact(&self, word: &TruthWord) -> bool {
        self.text.as_deref() == Some(word.text.as_str())
    }
}

fn place(truth: &Truth, center: [f32; 2]) -> Option<usize> {
    let distance = |word: &TruthWord| {
        let [x, y] = polygon::center(&word.polygon());
        (x - center[0]).hypot(y - center[1])
    };
    let near = truth.words.iter().enumerate().filter(|(_, word)| {
        let margin = word.margin() as f32;
        polygon::contains(&word.polygon(), center, margin)
    });
    near.min_by(|(_, left), (_, right)| distance(left).total_cmp(&distance(right)))
        .map(|(index, _)| index)
}

/// How far along the reading direction of `word` a point lies.
fn along(word: &TruthWord, [x, y]: [f32; 2]) -> f32 {
    let [[x0, y0], [x1, y1], ..] = word.polygon();
    x * (x1 - x0) + y * (y1 - y0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth() -> Truth {
        let json = r#"{"width":100,"height":50,"words":[
            {"text":"KESTREL","box":[0,10,40,20],"is_phi":true,"cap_height":10.0},
            {"text":"M","box":[48,10,58,20],"is_phi":true,"cap_height":10.0},
            {"text":"up","box":[80,10,90,40],"poly":[[80,40],[80,10],[90,10],[90,40]],"is_phi":false}]}"#;
        serde_json::from_str(json).unwrap()
    }

    fn word(text: Option<&str>, edges: [u32; 4]) -> FoundWord {
        FoundWord {
            text: text.map(str::to_owned),
            area: edges.try_into().unwrap(),
            poly: None,
            read_confidence: 0.9,
            line: 0,
            rotation: 0,
            redact: true,
        }
    }

    #[test]
    fn words_lie_where_their_centers_do_in_reading_order() {
        let found = [
            word(Some("TREL"), [20, 10, 40, 20]),
            word(Some("KES"), [0, 10, 20, 20]),
            word(None, [48, 10, 58, 20]),
            word(Some("p"), [80, 12, 90, 20]),
            word(Some("u"), [80, 30, 90, 38]),
            word(Some("far"), [0, 40, 10, 50]),
        ];
        let assignment = assign(&truth(), &found);
        let texts: Vec<_> = assignment
            .reads
            .iter()
            .map(|read| read.text.as_deref())
            .collect();
        assert_eq!(texts, [Some("KES TREL"), None, Some("u p")]);
        assert!(assignment.judged.iter().all(|(_, is_exact)| !is_exact));
        assert_eq!(assignment.judged.len(), 5);
    }

    #[test]
    fn a_long_word_is_known_but_for_one_character_and_a_short_one_only_as_a_whole() {
        for (text, word, is_told) in [
            ("KESTREI", "KESTREL", true),
            ("Name:KESTREL,ANNA", "KESTREL", true),
            ("KESTEI", "KESTREL", false),
            ("", "KESTREL", false),
            ("MRSDOE", "DOE", true),
            ("D0E", "DOE", false),
            ("sex M", "M", true),
            ("SAMPLE", "M", false),
        ] {
            assert_eq!(tells(text, word), is_told, "{text} {word}");
        }
    }

    #[test]
    fn words_read_as_one_are_all_recovered() {
        let found = [word(Some("KESTRELAM"), [0, 10, 58, 20])];
        let reads = assign(&truth(), &found).reads;
        let recovered: Vec<_> = reads.iter().map(|read| read.is_recovered).collect();
        assert_eq!(recovered, [true, false, false]);
        let found = [word(Some("xxKESTREL M"), [10, 10, 90, 20])];
        let reads = assign(&truth(), &found).reads;
        assert_eq!(reads[0].text, None);
        assert!(reads[0].is_recovered && reads[1].is_recovered);
    }
}
