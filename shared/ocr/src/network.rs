//! The network: a part of a grey picture in, the probability of text out.

use deid_model::{EngineError, PixelBox};
use rten::{LoadError, Model, ModelOptions, op_registry};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use crate::scale::GreyImage;

/// Own weights, see `weights/README.md`.
static WEIGHTS: &[u8] = include_bytes!("../weights/text-detector.rten");

/// SHA-256 of [`WEIGHTS`]; a test compares them.
pub const WEIGHTS_SHA256: &str = "c266ddfb6d195ea93979e210297c01bf4046d0fdbb09dd5e1fcff1d2f2264dd7";

/// Five levels, each half as large as the one before: both sides must be multiples of this.
pub const GRANULARITY: u32 = 32;

/// Pixels of the picture per value of the network's answer, along one side.
pub const STRIDE: u32 = 2;

/// The loaded network.
pub struct Network {
    model: Model,
}

/// Probability of text, `(rows, columns)` row-major, 0 none to 255 certain, one value for
/// [`STRIDE`] x [`STRIDE`] pixels.
pub struct ProbabilityMap {
    /// Number of columns.
    pub columns: usize,
    /// The values.
    pub values: Vec<u8>,
}

impl Network {
    /// Loads the weights, with only the operators they use, so that the linker drops the others.
    pub fn load() -> Result<Self, LoadError> {
        let operators = op_registry!(Add, Conv, Relu, Resize);
        let model = ModelOptions::with_ops(operators)
            .prepack_weights(true)
            .load_static_slice(WEIGHTS)?;
        Ok(Self { model })
    }

    /// Where the part `area` of `image` shows text.
    pub fn probability(
        &self,
        image: &GreyImage,
        area: PixelBox,
    ) -> Result<ProbabilityMap, EngineError> {
        let answer = self.model.run_one(input(image, area).view().into(), None);
        let logits: NdTensor<f32, 4> = answer
            .map_err(|_| EngineError::Rejected)?
            .try_into()
            .map_err(|_| EngineError::Malformed)?;
        let columns = logits.size(3);
        let rows_inside = area.height().div_ceil(STRIDE) as usize;
        let columns_inside = area.width().div_ceil(STRIDE) as usize;
        if logits.size(2) < rows_inside || columns < columns_inside {
            return Err(EngineError::Malformed);
        }
        let values = logits
            .to_vec()
            .chunks_exact(columns)
            .take(rows_inside)
            .flat_map(|row| row.iter().take(columns_inside))
            .map(|logit| quantized_sigmoid(*logit))
            .collect();
        Ok(ProbabilityMap {
            columns: columns_inside,
            values,
        })
    }
}

/// The part as the network takes it: shape (1, 1, rows, columns), values in -0.5..=0.5, padded
/// below and to the right by its mirror image.
///
/// Repeating the edge instead draws noise out into streaks, which the network takes for letters.
fn input(image: &GreyImage, area: PixelBox) -> NdTensor<f32, 4> {
    let [rows, columns] =
        [area.height(), area.width()].map(|side| side.next_multiple_of(GRANULARITY));
    let sources: Vec<usize> = (0..columns)
        .map(|x| mirrored(x, area.width()) as usize)
        .collect();
    let mut values = Vec::with_capacity(rows as usize * columns as usize);
    for y in 0..rows {
        let row = image.row(area.y0() + mirrored(y, area.height()), area.x0()..area.x1());
        let greys = sources.iter().map(|x| row.get(*x).copied().unwrap_or(0));
        values.extend(greys.map(|grey| f32::from(grey) / 255.0 - 0.5));
    }
    NdTensor::from_data([1, 1, rows as usize, columns as usize], values)
}

/// Where to read the pixel at `at` of a side of `length` pixels that goes on as its own mirror
/// image. The last pixel is the mirror: it is not doubled.
fn mirrored(at: u32, length: u32) -> u32 {
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
    fn a_part_of_any_size_gives_half_as_many_values_along_each_side() {
        let image = GreyImage::new(50, 41, vec![128; 50 * 41]);
        let map = Network::load()
            .unwrap()
            .probability(&image, PixelBox::new(3, 0, 50, 41).unwrap())
            .unwrap();
        assert_eq!((map.columns, map.values.len()), (24, 24 * 21));
    }

    #[test]
    fn a_part_is_padded_with_its_mirror_image() {
        let image = GreyImage::new(4, 2, vec![9, 0, 255, 0, 9, 255, 0, 255]);
        let tensor = input(&image, PixelBox::new(1, 0, 4, 2).unwrap());
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
