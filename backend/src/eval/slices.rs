//! The groups in which words are counted.

use super::score::{ImageScore, WordScore};
use super::truth::TruthWord;

/// What words are sliced by, in the order of the table.
pub const DIMENSIONS: [&str; 8] = [
    "rotation",
    "cap height",
    "contrast",
    "background",
    "category",
    "font kind",
    "kind",
    "script",
];

/// The slice of `word` by [`DIMENSIONS`]`[dimension]`; `None` where it is in none.
///
/// The first six are of PHI words printed in Latin letters. The other two are of everything else, PHI or not:
/// handwriting and barcodes, and words printed in other scripts.
pub fn slice_of(dimension: usize, image: &ImageScore, word: &WordScore) -> Option<String> {
    let word = &word.truth;
    let is_print = word.kind.as_deref().is_none_or(|kind| kind == "print");
    if dimension < 6 && !(word.is_phi && word.is_latin_print()) {
        return None;
    }
    match dimension {
        0 => word.rotation.map(|degrees| rotation(degrees).to_owned()),
        1 => word.cap_height.map(|pixels| bin(pixels, &CAP_HEIGHTS)),
        2 => word
            .contrast
            .map(|contrast| bin(contrast.abs(), &CONTRASTS)),
        3 => image.background.clone(),
        4 => word.category.clone(),
        5 => word.font_kind.clone(),
        6 => word.kind.clone().filter(|_| !is_print),
        _ => other_script(word).filter(|_| is_print),
    }
}

fn other_script(word: &TruthWord) -> Option<String> {
    let script = word.script.clone()?;
    (script != "latin" && script != "none").then_some(script)
}

/// Rotations this close to a quarter turn, in degrees, are one.
const QUARTER: f64 = 0.5;

/// Beyond this many degrees an angle is not small.
const SMALL: f64 = 20.0;

fn rotation(degrees: f64) -> &'static str {
    let turned = degrees.rem_euclid(360.0);
    let quarter = (turned / 90.0).round();
    let off = (turned - quarter * 90.0).abs();
    if off <= QUARTER {
        ["0", "90", "180", "270"][quarter as usize % 4]
    } else if off <= SMALL {
        "small angle"
    } else {
        "other angle"
    }
}

/// Bins whose limits belong to the upper one.
const CAP_HEIGHTS: Bins<7> = Bins {
    limits: [6.0, 8.0, 10.0, 12.0, 16.0, 24.0, 40.0],
    names: ["<6", "6-8", "8-10", "10-12", "12-16", "16-24", "24-40"],
    last: "40+",
    is_limit_above: true,
};

/// Bins whose limits belong to the lower one.
const CONTRASTS: Bins<6> = Bins {
    limits: [0.08, 0.12, 0.18, 0.25, 0.35, 0.5],
    names: [
        "<=0.08",
        "0.08-0.12",
        "0.12-0.18",
        "0.18-0.25",
        "0.25-0.35",
        "0.35-0.5",
    ],
    last: ">0.5",
    is_limit_above: false,
};

struct Bins<const N: usize> {
    limits: [f64; N],
    names: [&'static str; N],
    last: &'static str,
    is_limit_above: bool,
}

fn bin<const N: usize>(value: f64, bins: &Bins<N>) -> String {
    let is_below = |limit: f64| value < limit || (value == limit && !bins.is_limit_above);
    let index = bins.limits.iter().position(|&limit| is_below(limit));
    index
        .map_or(bins.last, |index| bins.names[index])
        .to_owned()
}

/// Where a slice by `dimension` stands in the table: bins and angles in their own order, others by name.
pub fn order(dimension: usize, name: &str) -> usize {
    let position = |names: &[&str]| names.iter().position(|other| *other == name);
    let index = match dimension {
        0 => position(&["0", "90", "180", "270", "small angle"]),
        1 => position(&CAP_HEIGHTS.names),
        2 => position(&CONTRASTS.names),
        _ => Some(0),
    };
    index.unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rotations_are_quarter_turns_or_small_or_other_angles() {
        for (degrees, name) in [
            (0.0, "0"),
            (-90.0, "270"),
            (359.8, "0"),
            (180.3, "180"),
            (357.0, "small angle"),
            (92.0, "small angle"),
            (45.0, "other angle"),
        ] {
            assert_eq!(rotation(degrees), name, "{degrees}");
        }
    }

    #[test]
    fn bins_have_their_limits_where_the_design_says() {
        assert_eq!(bin(8.0, &CAP_HEIGHTS), "8-10");
        assert_eq!(bin(5.9, &CAP_HEIGHTS), "<6");
        assert_eq!(bin(40.0, &CAP_HEIGHTS), "40+");
        assert_eq!(bin(0.12, &CONTRASTS), "0.08-0.12");
        assert_eq!(bin(0.13, &CONTRASTS), "0.12-0.18");
        assert_eq!(bin(0.51, &CONTRASTS), ">0.5");
        assert!(order(1, "10-12") < order(1, "40+"));
    }
}
