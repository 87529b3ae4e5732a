//! How many characters must be inserted, deleted or replaced to make one text of another.

/// Levenshtein distance in Unicode code points.
pub fn edit_distance(left: &str, right: &str) -> usize {
    // To nothing, a beginning of `right` is as far as it is long.
    distances(left, right, |index| index)
        .last()
        .copied()
        .unwrap_or_default()
}

/// The distance of `word` to the part of `text` that is nearest to it.
pub fn distance_to_part(word: &str, text: &str) -> usize {
    // A part may begin anywhere, and end anywhere.
    distances(word, text, |_| 0)
        .into_iter()
        .min()
        .unwrap_or_default()
}

/// The distances of `left` to what ends at each place of `right`; `begin` gives those of nothing.
fn distances(left: &str, right: &str, begin: impl Fn(usize) -> usize) -> Vec<usize> {
    let right: Vec<char> = right.chars().collect();
    // Of the part of `left` seen so far.
    let mut distances: Vec<usize> = (0..=right.len()).map(begin).collect();
    for (row, character) in left.chars().enumerate() {
        let mut diagonal = row;
        distances[0] = row + 1;
        for (column, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(character != *other);
            diagonal = distances[column + 1];
            distances[column + 1] = replaced.min(diagonal + 1).min(distances[column] + 1);
        }
    }
    distances
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_code_points() {
        for (left, right, distance) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("Müller", "Muller", 1),
            ("DOE JANE", "DOEJANE", 1),
            ("12", "21", 2),
        ] {
            assert_eq!(edit_distance(left, right), distance, "{left} {right}");
        }
    }

    #[test]
    fn a_word_is_found_within_a_text() {
        for (word, text, distance) in [
            ("KESTREL", "MRKESTRELANNA", 0),
            ("KESTREL", "MRKESTRALANNA", 1),
            ("KESTREL", "KESTRE", 1),
            ("KESTREL", "", 7),
            ("", "x", 0),
        ] {
            assert_eq!(distance_to_part(word, text), distance, "{word} {text}");
        }
    }
}
