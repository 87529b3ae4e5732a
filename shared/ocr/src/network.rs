//! The network: a grey picture in, where it shows text out.

use deid_model::EngineError;
use rten::{LoadError, Model, ModelOptions, op_registry};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

/// Own weights, see `weights/README.md`.
static WEIGHTS: &[u8] = include_bytes!("../weights/text-detector.rten");

/// SHA-256 of [`WEIGHTS`], in hexadecimal; a test compares them.
pub const WEIGHTS_SHA256: &str = include_str!("../weights/text-detector.sha256").trim_ascii();

/// The deepest level has one value for so many pixels along one side: both sides must be multiples of it.
pub const GRANULARITY: u32 = 32;

/// Pixels of the picture per value of the network's answer, along one side.
pub const STRIDE: u32 = 2;

/// The loaded network.
pub struct Network {
    model: Model,
    /// Belief, 0..=255, for every step of a logit from -[`LOGIT_LIMIT`] to [`LOGIT_LIMIT`].
    beliefs: Vec<u8>,
}

/// Beyond this a belief is 0 or 255.
const LOGIT_LIMIT: f32 = 8.0;

/// Steps of a logit between two whole numbers; fine enough to reach every belief.
const LOGIT_STEPS: f32 = 64.0;

impl Network {
    /// Loads the weights, with only the operators they use, so that the linker drops the others.
    /// Weights stored as bytes become numbers once, here.
    pub fn load() -> Result<Self, LoadError> {
        let operators = op_registry!(
            Add,
            Conv,
            DepthToSpace,
            DequantizeLinear,
            Identity,
            Relu,
            Resize
        );
        let model = ModelOptions::with_ops(operators)
            .prepack_weights(true)
            .load_static_slice(WEIGHTS)?;
        let steps = -(LOGIT_LIMIT * LOGIT_STEPS) as i16..=(LOGIT_LIMIT * LOGIT_STEPS) as i16;
        let beliefs = steps
            .map(|step| quantized_sigmoid(f32::from(step) / LOGIT_STEPS))
            .collect();
        Ok(Self { model, beliefs })
    }

    /// Where a picture of `columns` shows text, 0 surely not to 255 surely, one value for [`STRIDE`] x
    /// [`STRIDE`] pixels: all rows of the map of word middles ("core"), then all rows of the map of
    /// whole words ("extent"). `greys` holds whole rows, at least one.
    pub fn maps(&self, columns: usize, greys: &[u8]) -> Result<Vec<u8>, EngineError> {
        let rows = greys.len() / columns.max(1);
        let answer = self
            .model
            .run_one(input(columns, rows, greys).view().into(), None);
        let logits: NdTensor<f32, 4> = answer
            .map_err(|_| EngineError::Rejected)?
            .try_into()
            .map_err(|_| EngineError::Malformed)?;
        let sides = [rows, columns].map(|side| side.div_ceil(STRIDE as usize));
        self.beliefs_of(&logits, sides)
    }

    /// The beliefs of the first `[rows, columns]` of both maps.
    fn beliefs_of(
        &self,
        logits: &NdTensor<f32, 4>,
        [rows, columns]: [usize; 2],
    ) -> Result<Vec<u8>, EngineError> {
        let [_, channels, map_rows, map_columns] = logits.shape();
        if channels != 2 || map_rows < rows || map_columns < columns {
            return Err(EngineError::Malformed);
        }
        let mut values = Vec::with_capacity(2 * rows * columns);
        let mut is_finite = true;
        for channel in 0..2 {
            for y in 0..rows {
                let row = logits.slice((0, channel, y, ..columns));
                values.extend(row.iter().map(|logit| {
                    is_finite &= logit.is_finite();
                    self.belief(*logit)
                }));
            }
        }
        // What is no number says nothing of the picture, least of all that it shows no text.
        is_finite.then_some(values).ok_or(EngineError::Malformed)
    }

    /// Looked up: an exponential for each value would take as long as a layer of the network.
    fn belief(&self, logit: f32) -> u8 {
        // What is below the table becomes its first entry.
        let step = ((logit + LOGIT_LIMIT) * LOGIT_STEPS + 0.5) as usize;
        self.beliefs.get(step).copied().unwrap_or(u8::MAX)
    }
}

/// The picture as the network takes it: shape (1, 1, rows, columns), values in -0.5..=0.5, padded
/// below and to the right by its mirror image.
///
/// Repeating the edge instead draws noise out into streaks, which the network takes for letters.
fn input(columns: usize, rows: usize, greys: &[u8]) -> NdTensor<f32, 4> {
    let [padded_rows, padded_columns] =
        [rows, columns].map(|side| side.next_multiple_of(GRANULARITY as usize));
    let mut values = Vec::with_capacity(padded_rows * padded_columns);
    for y in 0..padded_rows {
        let start = mirrored(y, rows) * columns;
        let row = greys.get(start..start + columns).unwrap_or_default();
        values.extend(row.iter().map(|grey| f32::from(*grey) / 255.0 - 0.5));
        let padding = (columns..padded_columns).map(|x| row.get(mirrored(x, columns)));
        values.extend(padding.map(|grey| f32::from(grey.copied().unwrap_or(0)) / 255.0 - 0.5));
    }
    NdTensor::from_data([1, 1, padded_rows, padded_columns], values)
}

/// Where to read the pixel at `at` of a side of `length` pixels that goes on as its own mirror
/// image. The last pixel is the mirror: it is not doubled.
fn mirrored(at: usize, length: usize) -> usize {
    let last = length.saturating_sub(1);
    let within = at % (2 * last).max(1);
    if within <= last {
        within
    } else {
        2 * last - within
    }
}

fn quantized_sigmoid(logit: f32) -> u8 {
    (255.0 / (1.0 + (-logit).exp())).round() as u8
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
    fn a_tile_of_any_size_gives_half_as_many_values_along_each_side_twice() {
        let maps = Network::load().unwrap().maps(47, &[128; 47 * 41]).unwrap();
        assert_eq!(maps.len(), 2 * 24 * 21);
    }

    #[test]
    fn beliefs_are_those_of_the_sigmoid_to_one_part_in_255() {
        let network = Network::load().unwrap();
        for step in -2000i16..2000 {
            let logit = f32::from(step) / 177.0;
            let belief = network.belief(logit);
            assert!(belief.abs_diff(quantized_sigmoid(logit)) <= 1, "{logit}");
        }
        for (logit, belief) in [(f32::MIN, 0), (f32::MAX, 255), (0.0, 128)] {
            assert_eq!(network.belief(logit), belief);
        }
    }

    #[test]
    fn an_answer_with_a_value_that_is_no_number_is_malformed() {
        let network = Network::load().unwrap();
        let answer = |value: f32| {
            let mut logits = NdTensor::full([1, 2, 4, 4], -9.0);
            logits[[0, 1, 2, 1]] = value;
            network.beliefs_of(&logits, [3, 2])
        };
        assert_eq!(answer(9.0).unwrap().into_iter().max(), Some(255));
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            assert!(matches!(answer(value), Err(EngineError::Malformed)));
        }
    }

    #[test]
    fn a_tile_is_padded_with_its_mirror_image() {
        let tensor = input(3, 2, &[0, 255, 0, 255, 0, 255]);
        assert_eq!(tensor.shape(), [1, 1, 32, 32]);
        let row = |y: usize| [0, 1, 2, 3, 4, 5].map(|x| tensor[[0, 0, y, x]] > 0.0);
        assert_eq!(row(0), [false, true, false, true, false, true]);
        assert_eq!([1, 2, 3].map(|y| row(y) == row(0)), [false, true, false]);
        assert_eq!(
            [0, 1, 2, 3, 4, 5, 6].map(|at| mirrored(at, 3)),
            [0, 1, 2, 1, 0, 1, 2]
        );
        assert_eq!(mirrored(5, 1), 0);
    }
}
