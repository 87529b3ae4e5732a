//! A line as the network takes it: background near -0.5, ink near 0.5.
//!
//! The training does the same (`training/deid_reader/normalize.py`); the two must agree.

use super::crop::Strip;

/// Shares of the samples that become the ends of the range.
const ENDS: [f64; 2] = [0.02, 0.98];

/// Least difference of grey between the ends; a strip of less contrast shows nothing.
const LEAST_CONTRAST: f32 = 2.0;

/// The samples of `strip` stretched to -0.5..=0.5, with a dark background; `None` where it shows
/// nothing but one grey.
pub fn normalized(strip: &Strip) -> Option<Vec<f32>> {
    let mut sorted = strip.samples.clone();
    sorted.sort_unstable();
    let [low, high] = ENDS.map(|share| percentile(&sorted, share));
    if high - low < LEAST_CONTRAST {
        return None;
    }
    let stretch = |grey: f32| ((grey - low) / (high - low)).clamp(0.0, 1.0);
    let bright = stretch(percentile(&sorted, 0.5)) > 0.5;
    let values = strip.samples.iter().map(|sample| {
        let ink = stretch(f32::from(*sample));
        let ink = if bright { 1.0 - ink } else { ink };
        // The network saw bytes in training.
        (ink * 255.0).round() / 255.0 - 0.5
    });
    Some(values.collect())
}

/// The value below which `share` of the sorted samples lie, between the two nearest ones.
fn percentile(sorted: &[u8], share: f64) -> f32 {
    let rank = share * sorted.len().saturating_sub(1) as f64;
    let at = |rank: f64| sorted.get(rank as usize).copied().map_or(0.0, f32::from);
    let [below, above] = [at(rank.floor()), at(rank.ceil())];
    below + (above - below) * rank.fract() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(samples: Vec<u8>) -> Strip {
        Strip {
            columns: samples.len() / 32,
            samples,
        }
    }

    #[test]
    fn ink_becomes_bright_whatever_its_polarity() {
        let mut dark_ink = vec![120; 320];
        dark_ink[..40].fill(80);
        let bright_ink: Vec<u8> = dark_ink.iter().map(|grey| 200 - grey).collect();
        for samples in [dark_ink, bright_ink] {
            let values = normalized(&strip(samples)).unwrap();
            assert_eq!((values[0], values[319]), (0.5, -0.5));
        }
    }

    #[test]
    fn a_few_extreme_samples_do_not_shrink_the_contrast() {
        let mut samples = vec![100; 640];
        samples[..100].fill(140);
        samples[100..105].fill(255);
        samples[105..110].fill(0);
        let values = normalized(&strip(samples)).unwrap();
        assert_eq!(
            (values[0], values[102], values[107], values[639]),
            (0.5, 0.5, -0.5, -0.5)
        );
    }

    #[test]
    fn one_grey_shows_nothing() {
        assert!(normalized(&strip(vec![77; 320])).is_none());
    }

    #[test]
    fn a_percentile_lies_between_two_samples() {
        assert_eq!(percentile(&[10, 20, 30], 0.75), 25.0);
    }
}
