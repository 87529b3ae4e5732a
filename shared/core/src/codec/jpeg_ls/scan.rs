//! Samples of one scan (T.87 A.3 to A.7, B.2, B.3).

use super::bits::Bits;
use super::model::{Context, Parameters, RunContext, predict};

/// J: how many samples, as a power of two, each step of a run stands for (T.87 A.2.1).
const RUN_BITS: [u32; 32] = [
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15,
];

/// How the components of a scan follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Interleave {
    /// Row by row; a scan of one component too.
    Rows,
    /// Sample by sample.
    Samples,
}

/// Decodes `height` rows of `width` samples of each of `components`, and hands over each row with the number of its
/// component, in scan order. `None` where the bits end early, make no sense, or some are left.
pub(super) fn decode_scan(
    entropy: &[u8],
    parameters: Parameters,
    (interleave, components): (Interleave, usize),
    (width, height): (usize, usize),
    mut take_row: impl FnMut(usize, usize, &[i32]) -> Option<()>,
) -> Option<()> {
    let mut scan = Scan::new(entropy, parameters);
    let mut lines = vec![Line::new(width); components];
    let mut run_steps = vec![0; components];
    for row in 0..height {
        lines.iter_mut().for_each(|line| line.begin(width));
        match interleave {
            Interleave::Rows => {
                for (line, run_step) in lines.iter_mut().zip(&mut run_steps) {
                    scan.row(std::slice::from_mut(line), width, run_step)?;
                }
            }
            Interleave::Samples => scan.row(&mut lines, width, run_steps.first_mut()?)?,
        }
        for (component, line) in lines.iter().enumerate() {
            take_row(component, row, line.current.get(1..=width)?)?;
        }
    }
    (!scan.bits.are_left()).then_some(())
}

/// Two rows of a component, with one sample beyond either edge: sample `x` stands at `x + 1`.
#[derive(Clone)]
struct Line {
    previous: Vec<i32>,
    current: Vec<i32>,
}

/// Decoded samples around the next one.
struct Neighbors {
    left: i32,
    above: i32,
    above_left: i32,
    above_right: i32,
}

impl Line {
    fn new(width: usize) -> Self {
        Self {
            previous: vec![0; width + 2],
            current: vec![0; width + 2],
        }
    }

    /// Goes to the next row. Left of it stands what is above its first sample, right of the one above what that ends
    /// with (A.2.1).
    fn begin(&mut self, width: usize) {
        std::mem::swap(&mut self.previous, &mut self.current);
        self.previous.copy_within(width..=width, width + 1);
        if let (Some(edge), Some(&above)) = (self.current.first_mut(), self.previous.get(1)) {
            *edge = above;
        }
    }

    fn around(&self, x: usize) -> Option<Neighbors> {
        let &[above_left, above, above_right] = self.previous.get(x..)?.first_chunk()?;
        Some(Neighbors {
            left: *self.current.get(x)?,
            above,
            above_left,
            above_right,
        })
    }

    fn put(&mut self, x: usize, sample: i32) -> Option<()> {
        *self.current.get_mut(x + 1)? = sample;
        Some(())
    }
}

impl Neighbors {
    fn context(&self, parameters: &Parameters) -> i32 {
        parameters.context([
            self.above_right - self.above,
            self.above - self.above_left,
            self.above_left - self.left,
        ])
    }
}

struct Scan<'a> {
    bits: Bits<'a>,
    parameters: Parameters,
    contexts: [Context; 365],
    run_contexts: [RunContext; 2],
}

impl<'a> Scan<'a> {
    fn new(entropy: &'a [u8], parameters: Parameters) -> Self {
        Self {
            bits: Bits::new(entropy),
            parameters,
            contexts: [Context::new(&parameters); 365],
            run_contexts: [false, true].map(|similar| RunContext::new(&parameters, similar)),
        }
    }

    /// One row of each line, sample by sample. Where all their neighbors are alike, a run begins for all of them.
    fn row(&mut self, lines: &mut [Line], width: usize, run_step: &mut usize) -> Option<()> {
        let mut x = 0;
        while x < width {
            let mut is_run = true;
            for line in &*lines {
                is_run &= line.around(x)?.context(&self.parameters) == 0;
            }
            if !is_run {
                for line in &mut *lines {
                    let sample = self.regular(&line.around(x)?)?;
                    line.put(x, sample)?;
                }
                x += 1;
                continue;
            }
            let run = self.run(width - x, run_step)?;
            for line in &mut *lines {
                let left = *line.current.get(x)?;
                line.current.get_mut(x + 1..=x + run)?.fill(left);
            }
            x += run;
            if x < width {
                // Interleaved samples know one kind of end only (so does CharLS).
                let is_single = lines.len() == 1;
                for line in &mut *lines {
                    let sample = self.end_of_run(&line.around(x)?, is_single, *run_step)?;
                    line.put(x, sample)?;
                }
                *run_step = run_step.saturating_sub(1);
                x += 1;
            }
        }
        Some(())
    }

    /// A sample outside runs (A.4 to A.6).
    fn regular(&mut self, around: &Neighbors) -> Option<i32> {
        let parameters = &self.parameters;
        let index = around.context(parameters);
        let sign = if index < 0 { -1 } else { 1 };
        let context = self.contexts.get_mut(usize::try_from(index.abs()).ok()?)?;
        let k = context.golomb_parameter();
        let code = self.bits.golomb(k, parameters.limit, parameters.escape)?;
        let error = context.error(parameters.checked(code)?, k, parameters.near)?;
        let predicted = predict(around.left, around.above, around.above_left);
        let corrected = (predicted + sign * context.correction).clamp(0, parameters.most);
        context.learn(error, parameters);
        Some(parameters.sample(corrected, sign * error))
    }

    /// How many of the `left` samples of the row are as the one before (A.7.1).
    fn run(&mut self, left: usize, run_step: &mut usize) -> Option<usize> {
        let mut length = 0;
        while self.bits.take(1)? == 1 {
            let block = 1 << RUN_BITS.get(*run_step)?;
            let count = left.min(length + block) - length;
            length += count;
            if count == block {
                *run_step = (*run_step + 1).min(RUN_BITS.len() - 1);
            }
            if length == left {
                return Some(length);
            }
        }
        length += self.bits.take(*RUN_BITS.get(*run_step)?)? as usize;
        (length <= left).then_some(length)
    }

    /// The sample that is not as the ones before (A.7.2).
    fn end_of_run(
        &mut self,
        around: &Neighbors,
        may_be_similar: bool,
        run_step: usize,
    ) -> Option<i32> {
        let parameters = &self.parameters;
        let Neighbors { left, above, .. } = *around;
        let similar = may_be_similar && (left - above).abs() <= parameters.near;
        let (predicted, sign) = match similar {
            true => (left, 1),
            false if left > above => (above, -1),
            false => (above, 1),
        };
        let context = self.run_contexts.get_mut(usize::from(similar))?;
        let k = context.golomb_parameter();
        let limit = parameters.limit.checked_sub(RUN_BITS.get(run_step)? + 1)?;
        let code = self.bits.golomb(k, limit, parameters.escape)?;
        let error = context.error(parameters.checked(code)?, k)?;
        context.learn(code, error, parameters);
        Some(parameters.sample(predicted, sign * error))
    }
}
