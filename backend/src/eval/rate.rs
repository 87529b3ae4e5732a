//! A share with its uncertainty: Wilson's interval at 95 %.

use schemars::JsonSchema;
use serde::Serialize;

/// Standard deviations to either side of the mean that hold 95 % of a normal distribution.
const Z: f64 = 1.959_964;

/// How many of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Rate {
    /// How many.
    pub hits: u64,
    /// Of how many.
    pub of: u64,
    /// `hits / of`; null of none.
    pub share: Option<f64>,
    /// Wilson 95 % lower bound of the share; null of none.
    pub lower_bound: Option<f64>,
    /// Wilson 95 % upper bound of the share; null of none.
    pub upper_bound: Option<f64>,
}

impl Rate {
    /// `hits` of `of`.
    pub fn new(hits: u64, of: u64) -> Self {
        let share = (of > 0).then(|| hits as f64 / of as f64);
        let bounds = share.map(|share| bounds(share, of as f64));
        Self {
            hits,
            of,
            share,
            lower_bound: bounds.map(|[lower, _]| lower),
            upper_bound: bounds.map(|[_, upper]| upper),
        }
    }

    /// How many of `items` are hits.
    pub fn count(items: impl IntoIterator<Item = bool>) -> Self {
        let (mut hits, mut of) = (0, 0);
        for is_hit in items {
            hits += u64::from(is_hit);
            of += 1;
        }
        Self::new(hits, of)
    }
}

fn bounds(share: f64, of: f64) -> [f64; 2] {
    let weight = Z * Z / of;
    let center = share + weight / 2.0;
    let spread = Z * (share * (1.0 - share) / of + weight / (4.0 * of)).sqrt();
    [center - spread, center + spread].map(|bound| (bound / (1.0 + weight)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hits: u64, of: u64, lower: f64, upper: f64) {
        let rate = Rate::new(hits, of);
        assert!((rate.lower_bound.unwrap() - lower).abs() < 5e-5, "{rate:?}");
        assert!((rate.upper_bound.unwrap() - upper).abs() < 5e-5, "{rate:?}");
    }

    #[test]
    fn bounds_are_those_of_the_textbook() {
        check(50, 100, 0.4038, 0.5962);
        check(100, 100, 0.9630, 1.0);
        check(0, 10, 0.0, 0.2775);
    }

    #[test]
    fn nothing_has_no_share() {
        assert_eq!(Rate::count([]).share, None);
        assert_eq!(Rate::count([true, false, true, true]).share, Some(0.75));
    }
}
