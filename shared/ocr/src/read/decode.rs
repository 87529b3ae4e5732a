//! From the network's answer to characters: the best class of each step, repeats joined, blanks
//! dropped.

use super::alphabet::Alphabet;

/// Columns of the strip per step of the network's answer.
pub const STRIDE: usize = 2;

/// A character that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Character {
    /// Which one.
    pub symbol: char,
    /// Its probability at its best step, 0 to 1.
    pub confidence: f32,
    /// Its middle along the strip, in columns.
    pub column: f32,
}

/// The characters in `logits`: one row of [`Alphabet::classes`] values per step.
pub fn decode(logits: &[f32], alphabet: &Alphabet) -> Vec<Character> {
    let mut characters = Vec::new();
    let mut run: Option<Run> = None;
    for (step, row) in logits.chunks_exact(alphabet.classes()).enumerate() {
        let (class, probability) = best(row);
        match &mut run {
            Some(run) if run.class == class => run.extend(step, probability),
            _ => {
                characters.extend(run.and_then(|run| run.character(alphabet)));
                run = Some(Run::new(class, step, probability));
            }
        }
    }
    characters.extend(run.and_then(|run| run.character(alphabet)));
    characters
}

/// Consecutive steps of one class.
#[derive(Clone, Copy)]
struct Run {
    class: usize,
    probability: f32,
    weight: f32,
    /// Sum of the steps, each times its probability.
    moment: f32,
}

impl Run {
    fn new(class: usize, step: usize, probability: f32) -> Self {
        Self {
            class,
            probability,
            weight: probability,
            moment: probability * step as f32,
        }
    }

    fn extend(&mut self, step: usize, probability: f32) {
        self.probability = self.probability.max(probability);
        self.weight += probability;
        self.moment += probability * step as f32;
    }

    fn character(self, alphabet: &Alphabet) -> Option<Character> {
        Some(Character {
            symbol: alphabet.character(self.class)?,
            confidence: self.probability,
            column: (self.moment / self.weight + 0.5) * STRIDE as f32,
        })
    }
}

/// The best class of a step and its probability.
fn best(row: &[f32]) -> (usize, f32) {
    let (class, most) =
        row.iter()
            .copied()
            .enumerate()
            .fold((0, f32::NEG_INFINITY), |best, one| {
                if one.1 > best.1 { one } else { best }
            });
    let sum: f32 = row.iter().map(|logit| (logit - most).exp()).sum();
    (class, sum.recip())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Logits that give the class of each step the probability.
    fn logits(steps: &[(usize, f32)], alphabet: &Alphabet) -> Vec<f32> {
        let others = (alphabet.classes() - 1) as f32;
        let mut logits = vec![0.0; steps.len() * alphabet.classes()];
        for (row, (class, probability)) in logits.chunks_exact_mut(alphabet.classes()).zip(steps) {
            row[*class] = (others * probability / (1.0 - probability)).ln();
        }
        logits
    }

    fn class(alphabet: &Alphabet, symbol: char) -> usize {
        (1..alphabet.classes())
            .find(|class| alphabet.character(*class) == Some(symbol))
            .unwrap()
    }

    #[test]
    fn repeats_are_one_character_unless_a_blank_parts_them() {
        let alphabet = Alphabet::load();
        let [a, b] = ['A', 'b'].map(|symbol| class(&alphabet, symbol));
        let steps = [
            (0, 0.9),
            (a, 0.6),
            (a, 0.9),
            (0, 0.9),
            (a, 0.8),
            (b, 0.7),
            (0, 0.9),
        ];
        let read = decode(&logits(&steps, &alphabet), &alphabet);
        let text: String = read.iter().map(|one| one.symbol).collect();
        assert_eq!(text, "AAb");
        let confidences: Vec<f32> = read.iter().map(|one| one.confidence).collect();
        for (found, expected) in confidences.iter().zip([0.9, 0.8, 0.7]) {
            assert!((found - expected).abs() < 1e-4);
        }
    }

    #[test]
    fn a_character_stands_where_its_steps_are_surest() {
        let alphabet = Alphabet::load();
        let a = class(&alphabet, 'A');
        let steps = [(0, 0.9), (0, 0.9), (a, 0.3), (a, 0.9), (a, 0.3), (0, 0.9)];
        let read = decode(&logits(&steps, &alphabet), &alphabet);
        assert!((read[0].column - 7.0).abs() < 1e-3);
    }

    #[test]
    fn blanks_alone_are_no_text() {
        let alphabet = Alphabet::load();
        assert!(decode(&logits(&[(0, 0.9); 5], &alphabet), &alphabet).is_empty());
        assert!(decode(&[], &alphabet).is_empty());
    }
}
