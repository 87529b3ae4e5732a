//! The network: a strip of text in, its characters out.

use deid_model::EngineError;
use rten::{LoadError, Model, ModelOptions, op_registry};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use super::alphabet::Alphabet;
use super::crop::{ROWS, Strip};
use super::decode::{Character, decode};
use super::memory::Memory;
use super::normalize::normalized;

/// Own weights, see `weights/README.md`.
static WEIGHTS: &[u8] = include_bytes!("../../weights/text-recognizer.rten");

/// SHA-256 of [`WEIGHTS`], in hexadecimal; a test compares them.
pub const WEIGHTS_SHA256: &str = include_str!("../../weights/text-recognizer.sha256").trim_ascii();

/// The network halves the columns twice and gives each value two steps: the number of columns must
/// be a multiple of this.
const GRANULARITY: usize = 8;

/// What a column beyond the end of the strip holds: background.
const BACKGROUND: f32 = -0.5;

/// The loaded network.
pub struct Recognizer {
    model: Model,
    alphabet: Alphabet,
    memory: Memory,
}

impl Recognizer {
    /// Loads the weights, with only the operators they use, so that the linker drops the others.
    /// Weights stored as bytes become numbers once, here.
    pub fn load() -> Result<Self, LoadError> {
        let operators = op_registry!(
            Add,
            Concat,
            Conv,
            DequantizeLinear,
            Gather,
            Identity,
            Relu,
            Reshape,
            Shape,
            Squeeze,
            Transpose,
            Unsqueeze
        );
        let model = ModelOptions::with_ops(operators)
            .prepack_weights(true)
            .load_static_slice(WEIGHTS)?;
        Ok(Self {
            model,
            alphabet: Alphabet::load(),
            memory: Memory::default(),
        })
    }

    /// The characters that `strip` shows.
    ///
    /// One strip a run: a run of several is no faster on one thread, and what a strip says then does
    /// not depend on its neighbors.
    pub fn characters(&self, strip: &Strip) -> Result<Vec<Character>, EngineError> {
        if let Some(known) = self.memory.recall(strip) {
            return Ok(known);
        }
        let characters = self.read(strip)?;
        self.memory.keep(strip, &characters);
        Ok(characters)
    }

    fn read(&self, strip: &Strip) -> Result<Vec<Character>, EngineError> {
        let Some(values) = normalized(strip) else {
            return Ok(Vec::new());
        };
        let answer = self
            .model
            .run_one(input(&values, strip.columns).view().into(), None);
        let logits: NdTensor<f32, 3> = answer
            .map_err(|_| EngineError::Rejected)?
            .try_into()
            .map_err(|_| EngineError::Malformed)?;
        if logits.size(2) != self.alphabet.classes() {
            return Err(EngineError::Malformed);
        }
        Ok(decode(&logits.to_vec(), &self.alphabet))
    }
}

/// The strip as the network takes it: shape (1, 1, [`ROWS`], columns), values in -0.5..=0.5, padded
/// on the right.
fn input(values: &[f32], columns: usize) -> NdTensor<f32, 4> {
    let padded = columns.next_multiple_of(GRANULARITY);
    let mut data = Vec::with_capacity(ROWS * padded);
    for row in values.chunks_exact(columns) {
        data.extend_from_slice(row);
        data.resize(data.len() + padded - columns, BACKGROUND);
    }
    NdTensor::from_data([1, 1, ROWS, padded], data)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn the_weights_are_those_that_reports_name() {
        let digest: String = Sha256::digest(WEIGHTS)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(digest, WEIGHTS_SHA256);
    }

    #[test]
    fn a_strip_is_padded_with_background_on_the_right() {
        let tensor = input(&vec![0.25; ROWS * 13], 13);
        assert_eq!(tensor.shape(), [1, 1, ROWS, 16]);
        assert_eq!(
            [0, 12, 13, 15].map(|x| tensor[[0, 0, 31, x]]),
            [0.25, 0.25, -0.5, -0.5]
        );
    }

    #[test]
    fn a_strip_of_one_grey_shows_no_characters() {
        let strip = Strip {
            columns: 40,
            samples: vec![90; 40 * ROWS],
        };
        assert!(
            Recognizer::load()
                .unwrap()
                .characters(&strip)
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn characters_lie_within_the_padded_strip() {
        let samples = (0..40 * ROWS).map(|at| (at * at % 251) as u8).collect();
        let strip = Strip {
            columns: 40,
            samples,
        };
        let found = Recognizer::load().unwrap().characters(&strip).unwrap();
        assert!(found.iter().all(|one| (0.0..=40.0).contains(&one.column)));
    }
}
