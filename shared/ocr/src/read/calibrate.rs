//! From the network's probabilities to the belief that a word is read without an error.
//!
//! The network's own probabilities are too high on what it was not trained for. The evidence of a
//! word is the mean of two logarithms: that of its least probable character and the mean over all
//! of them. A logistic function of it, with two constants fitted on the validation split, gives the
//! share of words with that evidence which are read exactly.

use deid_model::Confidence;

/// How fast the belief falls with the evidence.
const SLOPE: f32 = 9.15;

/// The belief (as log odds) in a word of which every character is certain.
const OFFSET: f32 = 2.48;

/// A word of less belief counts as not read.
const READABLE: f32 = 0.1;

/// The belief that a word with these character probabilities is read exactly; `None` where it is
/// too low for the word to count as read.
pub fn belief(probabilities: impl Iterator<Item = f32>) -> Option<Confidence> {
    let (mut count, mut sum, mut least) = (0.0, 0.0, 0.0_f32);
    for probability in probabilities {
        let logarithm = probability.max(f32::MIN_POSITIVE).ln();
        count += 1.0;
        sum += logarithm;
        least = least.min(logarithm);
    }
    if count == 0.0 {
        return None;
    }
    let evidence = f32::midpoint(sum / count, least);
    let belief = (1.0 + (-(SLOPE * evidence + OFFSET)).exp()).recip();
    (belief >= READABLE).then(|| Confidence::new(belief))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(probabilities: &[f32]) -> Option<f32> {
        belief(probabilities.iter().copied()).map(Confidence::value)
    }

    #[test]
    fn the_belief_falls_with_the_worst_character() {
        let certain = value(&[1.0, 1.0, 1.0]).unwrap();
        let doubtful = value(&[1.0, 0.7, 1.0]).unwrap();
        assert!(certain > 0.85 && certain < 1.0);
        assert!(doubtful < certain);
        assert!(value(&[0.7, 0.7, 0.7]).unwrap() < doubtful);
    }

    #[test]
    fn a_guess_and_an_empty_word_count_as_not_read() {
        assert_eq!(value(&[0.9, 0.3]), None);
        assert_eq!(value(&[0.9, 0.0]), None);
        assert_eq!(value(&[]), None);
    }
}
