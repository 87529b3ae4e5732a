//! What a JPEG-LS coder knows before the next sample: coding parameters and contexts (T.87 Annex A).

/// The coding parameters of a scan (T.87 C.2.4.1.1, A.2.1). All are at most 65535 but `range` and `limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parameters {
    /// MAXVAL.
    pub most: i32,
    /// NEAR: how far a decoded sample may be from the original.
    pub near: i32,
    /// T1, T2, T3.
    pub thresholds: [i32; 3],
    /// RESET.
    pub reset: i32,
    /// RANGE: how many values a coded error has.
    pub range: i32,
    /// LIMIT: bits of the longest code.
    pub limit: u32,
    /// qbpp: bits of an error that stands as it is.
    pub escape: u32,
}

/// What an LSE segment of type 1 tells; zero for the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Preset {
    pub most: u16,
    pub thresholds: [u16; 3],
    pub reset: u16,
}

impl Parameters {
    /// `None` where they contradict each other. `precision` counts bits, 2 to 16.
    pub(super) fn new(precision: u8, near: u8, preset: Preset) -> Option<Self> {
        let full = 1_i32.checked_shl(precision.into())? - 1;
        let near = i32::from(near);
        let given = |value: u16, default: i32| match value {
            0 => default,
            value => value.into(),
        };
        let most = given(preset.most, full);
        let [t1, t2, t3] = preset.thresholds;
        let defaults = default_thresholds(most, near);
        let thresholds = [
            given(t1, defaults[0]),
            given(t2, defaults[1]),
            given(t3, defaults[2]),
        ];
        let reset = given(preset.reset, 64);
        let [t1, t2, t3] = thresholds;
        let in_order = near < t1 && t1 <= t2 && t2 <= t3 && t3 <= most && most <= full;
        if !(2..=16).contains(&precision) || !in_order || near > 255.min(most / 2) || reset < 3 {
            return None;
        }
        let range = (most + 2 * near) / (2 * near + 1) + 1;
        let bits = ceil_log2(most + 1).max(2);
        Some(Self {
            most,
            near,
            thresholds,
            reset,
            range,
            limit: 2 * (bits + bits.max(8)),
            escape: ceil_log2(range),
        })
    }

    /// The region of a difference of neighbors, -4 to 4 (A.3.3).
    fn region(&self, difference: i32) -> i32 {
        let [t1, t2, t3] = self.thresholds;
        let size = difference.abs();
        let region = match size {
            size if size <= self.near => 0,
            size if size < t1 => 1,
            size if size < t2 => 2,
            size if size < t3 => 3,
            _ => 4,
        };
        region * difference.signum()
    }

    /// The context of three differences, -364 to 364: the sign goes to the error, and zero begins a run (A.3.4).
    pub(super) fn context(&self, [d1, d2, d3]: [i32; 3]) -> i32 {
        81 * self.region(d1) + 9 * self.region(d2) + self.region(d3)
    }

    /// A code that stands for an error within the range.
    pub(super) fn checked(&self, code: u32) -> Option<u32> {
        (code <= self.range.unsigned_abs() + 1).then_some(code)
    }

    /// The sample that an error leads to (A.4.5).
    pub(super) fn sample(&self, predicted: i32, error: i32) -> i32 {
        let step = 2 * self.near + 1;
        let value = predicted + error * step;
        let folded = match value {
            value if value < -self.near => value + self.range * step,
            value if value > self.most + self.near => value - self.range * step,
            value => value,
        };
        folded.clamp(0, self.most)
    }
}

/// T.87 C.2.4.1.1.1.
fn default_thresholds(most: i32, near: i32) -> [i32; 3] {
    const BASIC: [i32; 3] = [3, 7, 21];
    const FLOOR: [i32; 3] = [2, 3, 4];
    const BY_NEAR: [i32; 3] = [3, 5, 7];
    let mut least = near + 1;
    std::array::from_fn(|index| {
        let (basic, floor, by_near) = (BASIC[index], FLOOR[index], BY_NEAR[index] * near);
        let value = if most >= 128 {
            let factor = (most.min(4095) + 128) / 256;
            factor * (basic - floor) + floor + by_near
        } else {
            let factor = 256 / (most + 1);
            floor.max(basic / factor + by_near)
        };
        if value >= least && value <= most {
            least = value;
        }
        least
    })
}

fn ceil_log2(value: i32) -> u32 {
    i32::BITS - (value - 1).leading_zeros()
}

/// The smallest parameter of a Golomb code that makes room for the mean error (A.5.1).
fn golomb_parameter(count: u32, sum: u32) -> u32 {
    let mut k = 0;
    while u64::from(count) << k < u64::from(sum) {
        k += 1;
    }
    k
}

/// What a context of a single sample learned (A.6).
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// A: sizes of errors. At most `reset` (65535) times the largest error (32769), below 2^32.
    sum: u32,
    /// B, C: how far predictions are off, and what is added to mend that.
    bias: i32,
    pub correction: i32,
    /// N.
    count: i32,
}

impl Context {
    pub(super) fn new(parameters: &Parameters) -> Self {
        Self {
            sum: first_sum(parameters),
            bias: 0,
            correction: 0,
            count: 1,
        }
    }

    pub(super) fn golomb_parameter(&self) -> u32 {
        golomb_parameter(self.count.unsigned_abs(), self.sum)
    }

    /// The error that a code stands for (A.5.2): even for zero and more, or the other way round where most are negative.
    pub(super) fn error(&self, code: u32, k: u32, near: i32) -> Option<i32> {
        let half = i32::try_from(code >> 1).ok()?;
        let error = if code.is_multiple_of(2) {
            half
        } else {
            -half - 1
        };
        let turned = k == 0 && near == 0 && 2 * self.bias <= -self.count;
        Some(if turned { -error - 1 } else { error })
    }

    pub(super) fn learn(&mut self, error: i32, parameters: &Parameters) {
        self.bias += error * (2 * parameters.near + 1);
        self.sum += error.unsigned_abs();
        if self.count == parameters.reset {
            self.sum >>= 1;
            self.bias >>= 1;
            self.count >>= 1;
        }
        self.count += 1;
        if self.bias <= -self.count {
            self.bias = (self.bias + self.count).max(1 - self.count);
            self.correction = (self.correction - 1).max(-128);
        } else if self.bias > 0 {
            self.bias = (self.bias - self.count).min(0);
            self.correction = (self.correction + 1).min(127);
        }
    }
}

/// What a context of samples that end runs learned (A.7.2). Two of them: `similar` where the neighbors are alike.
#[derive(Clone, Copy)]
pub(super) struct RunContext {
    sum: u32,
    count: u32,
    negative: u32,
    similar: bool,
}

impl RunContext {
    pub(super) fn new(parameters: &Parameters, similar: bool) -> Self {
        Self {
            sum: first_sum(parameters),
            count: 1,
            negative: 0,
            similar,
        }
    }

    pub(super) fn golomb_parameter(&self) -> u32 {
        let more = if self.similar { self.count >> 1 } else { 0 };
        golomb_parameter(self.count, self.sum + more)
    }

    pub(super) fn error(&self, code: u32, k: u32) -> Option<i32> {
        let code = code + u32::from(self.similar);
        let size = i32::try_from(code.div_ceil(2)).ok()?;
        let positive_is_odd = k == 0 && 2 * self.negative < self.count;
        Some(if (code % 2 == 1) == positive_is_odd {
            size
        } else {
            -size
        })
    }

    pub(super) fn learn(&mut self, code: u32, error: i32, parameters: &Parameters) {
        self.negative += u32::from(error < 0);
        self.sum += (code + 1 - u32::from(self.similar)) >> 1;
        if self.count == parameters.reset.unsigned_abs() {
            self.sum >>= 1;
            self.count >>= 1;
            self.negative >>= 1;
        }
        self.count += 1;
    }
}

/// A.2.1.
fn first_sum(parameters: &Parameters) -> u32 {
    ((parameters.range + 32) / 64).max(2).unsigned_abs()
}

/// The prediction from the samples at the left, above, and above left (A.4.1).
pub(super) fn predict(left: i32, above: i32, corner: i32) -> i32 {
    let (low, high) = (left.min(above), left.max(above));
    match corner {
        corner if corner >= high => low,
        corner if corner <= low => high,
        corner => left + above - corner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_thresholds_are_those_of_the_standard() {
        assert_eq!(default_thresholds(255, 0), [3, 7, 21]);
        assert_eq!(default_thresholds(255, 3), [12, 22, 42]);
        assert_eq!(default_thresholds(4095, 0), [18, 67, 276]);
        assert_eq!(default_thresholds(65535, 0), [18, 67, 276]);
        assert_eq!(default_thresholds(3, 0), [2, 3, 3]);
    }

    #[test]
    fn parameters_that_contradict_each_other_are_none() {
        let preset = |most, thresholds, reset| Preset {
            most,
            thresholds,
            reset,
        };
        assert!(Parameters::new(8, 0, preset(255, [3, 7, 21], 64)).is_some());
        assert!(Parameters::new(8, 0, preset(256, [3, 7, 21], 64)).is_none());
        assert!(Parameters::new(8, 0, preset(255, [8, 7, 21], 64)).is_none());
        assert!(Parameters::new(8, 0, preset(255, [3, 7, 21], 2)).is_none());
        assert!(Parameters::new(8, 128, Preset::default()).is_none());
        assert!(Parameters::new(17, 0, Preset::default()).is_none());
        assert!(Parameters::new(1, 0, Preset::default()).is_none());
    }

    #[test]
    fn ranges_and_code_lengths_are_those_of_the_standard() {
        let lossless = Parameters::new(8, 0, Preset::default()).unwrap();
        assert_eq!(
            (lossless.range, lossless.limit, lossless.escape),
            (256, 32, 8)
        );
        let near = Parameters::new(16, 2, Preset::default()).unwrap();
        assert_eq!((near.range, near.limit, near.escape), (13108, 64, 14));
    }
}
