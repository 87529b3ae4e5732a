//! The words that leak worst, one JSON line each. Prints PHI by design, as `deid detect` does.

use std::io::{self, Write};

use serde::Serialize;

use super::score::{ImageScore, WordScore};

/// A word that is not covered.
#[derive(Serialize)]
struct Miss<'a> {
    image: &'a str,
    /// 1-based number of the word, its value in the mask.
    word: usize,
    text: &'a str,
    is_phi: bool,
    #[serde(rename = "box")]
    area: deid_model::PixelBox,
    covered: f64,
    cap_height: Option<f64>,
    contrast: Option<f64>,
    cnr: Option<f64>,
    rotation: Option<f64>,
    background: Option<&'a str>,
    kind: Option<&'a str>,
    font_kind: Option<&'a str>,
    script: Option<&'a str>,
}

/// Writes the words that are not covered: PHI first, then by the share that is covered.
///
/// # Errors
/// Those of `out`.
pub fn write(images: &[ImageScore], out: &mut impl Write) -> io::Result<()> {
    let mut misses: Vec<Miss<'_>> = images.iter().flat_map(of_image).collect();
    misses.sort_by(|left, right| {
        let by_phi = right.is_phi.cmp(&left.is_phi);
        by_phi.then(left.covered.total_cmp(&right.covered))
    });
    for miss in misses {
        serde_json::to_writer(&mut *out, &miss)?;
        writeln!(out)?;
    }
    out.flush()
}

fn of_image(image: &ImageScore) -> impl Iterator<Item = Miss<'_>> {
    let words = image.words.iter().enumerate();
    words
        .filter(|(_, word)| !word.is_covered())
        .map(|(index, word)| miss(image, index, word))
}

fn miss<'a>(image: &'a ImageScore, index: usize, word: &'a WordScore) -> Miss<'a> {
    let truth = &word.truth;
    Miss {
        image: &image.path,
        word: index + 1,
        text: &truth.text,
        is_phi: truth.is_phi,
        area: truth.area,
        covered: word.share,
        cap_height: truth.cap_height,
        contrast: truth.contrast,
        cnr: truth.cnr,
        rotation: truth.rotation,
        background: image.background.as_deref(),
        kind: truth.kind.as_deref(),
        font_kind: truth.font_kind.as_deref(),
        script: truth.script.as_deref(),
    }
}
