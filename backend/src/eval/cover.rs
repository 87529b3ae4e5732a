//! How much of the text, and of what is none, lies in boxes.

use deid_model::{FrameSize, PixelBox};

use super::polygon;
use super::truth::{Mask, Truth};

/// A word is covered if this share of its glyph pixels is.
pub const COVERED: f64 = 0.98;

const IN_BOX: u8 = 1;
const NEAR_WORD: u8 = 2;

/// What boxes cover of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    /// For each word the share of its glyph pixels in boxes, 0..=1.
    pub words: Vec<f64>,
    /// The share in boxes of the pixels outside of every word's polygon grown by its margin, 0..=1.
    pub text_free: f64,
}

/// Measures what the union of `boxes` covers. Without a mask, the pixels of a word are those of its polygon.
pub fn measure(truth: &Truth, mask: Option<&Mask>, boxes: &[PixelBox]) -> Cover {
    let size = truth.size();
    let mut flags = vec![0u8; size.pixels() as usize];
    for area in boxes {
        mark_in_box(&mut flags, size, area.clamped(size));
    }
    for word in &truth.words {
        for [x, y] in polygon::pixels(&word.polygon(), word.margin() as f32, size) {
            flags[y as usize * size.columns as usize + x as usize] |= NEAR_WORD;
        }
    }
    let (mut free, mut covered) = (0u64, 0u64);
    for flag in &flags {
        let is_free = flag & NEAR_WORD == 0;
        free += u64::from(is_free);
        covered += u64::from(is_free && flag & IN_BOX != 0);
    }
    Cover {
        words: shares(truth, mask, &flags),
        text_free: covered as f64 / free.max(1) as f64,
    }
}

fn mark_in_box(flags: &mut [u8], size: FrameSize, area: Option<PixelBox>) {
    let Some(area) = area else { return };
    let columns = size.columns as usize;
    for y in area.y0() as usize..area.y1() as usize {
        let row = y * columns;
        for value in &mut flags[row + area.x0() as usize..row + area.x1() as usize] {
            *value |= IN_BOX;
        }
    }
}

fn shares(truth: &Truth, mask: Option<&Mask>, flags: &[u8]) -> Vec<f64> {
    // Pixels and covered pixels of each word.
    let mut counts = vec![[0u64; 2]; truth.words.len()];
    let mut count = |word: usize, flag: u8| {
        if let Some([all, covered]) = counts.get_mut(word) {
            *all += 1;
            *covered += u64::from(flag & IN_BOX != 0);
        }
    };
    for (number, flag) in mask.into_iter().flatten().zip(flags) {
        if *number > 0 {
            count(usize::from(*number) - 1, *flag);
        }
    }
    let share = |[all, covered]: [u64; 2]| covered as f64 / all as f64;
    let of_polygon = |index: usize| {
        let polygon = truth.words[index].polygon();
        let mut counts = [0u64; 2];
        for [x, y] in polygon::pixels(&polygon, 0.0, truth.size()) {
            let at = y as usize * truth.width as usize + x as usize;
            counts[0] += 1;
            counts[1] += u64::from(flags[at] & IN_BOX != 0);
        }
        // A word outside of the picture cannot leak.
        if counts[0] == 0 { 1.0 } else { share(counts) }
    };
    let counted = counts.iter().enumerate();
    counted
        .map(|(index, &counts)| {
            if counts[0] == 0 {
                of_polygon(index)
            } else {
                share(counts)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn truth() -> Truth {
        let json = r#"{"width":40,"height":20,"words":[
            {"text":"ab","box":[4,4,14,8],"is_phi":true,"cap_height":4.0},
            {"text":"cd","box":[24,4,34,8],"is_phi":true,"cap_height":4.0}]}"#;
        serde_json::from_str(json).unwrap()
    }

    fn boxes(edges: &[[u32; 4]]) -> Vec<PixelBox> {
        edges
            .iter()
            .map(|&edges| edges.try_into().unwrap())
            .collect()
    }

    #[test]
    fn polygons_stand_for_missing_glyphs() {
        // Half of the first word; the second in two boxes that overlap.
        let cover = measure(
            &truth(),
            None,
            &boxes(&[[4, 4, 9, 8], [24, 4, 30, 8], [28, 0, 99, 8]]),
        );
        assert_eq!(cover.words, [0.5, 1.0]);
    }

    #[test]
    fn only_glyph_pixels_count_where_there_is_a_mask() {
        let mut mask = vec![0; 800];
        mask[4 * 40 + 4] = 1;
        mask[5 * 40 + 13] = 1;
        let cover = measure(&truth(), Some(&mask), &boxes(&[[4, 4, 9, 8]]));
        // The second word has no pixel in the mask: its polygon counts.
        assert_eq!(cover.words, [0.5, 0.0]);
    }

    #[test]
    fn area_near_words_is_not_text_free() {
        // Grown by 4: columns 0..18 and 20..38 of rows 0..12; 800 - 2 * 18 * 12 = 368 pixels are free.
        let cover = measure(&truth(), None, &boxes(&[[0, 0, 18, 12]]));
        assert_eq!(cover.text_free, 0.0);
        let cover = measure(&truth(), None, &boxes(&[[0, 8, 40, 16]]));
        let covered = f64::from(4 * 40 + 4 * 4);
        assert_eq!(cover.text_free, covered / 368.0);
    }

    #[test]
    fn corners_of_the_box_of_a_slanted_word_are_text_free() {
        let json = r#"{"width":60,"height":60,"words":[{"text":"ab","box":[10,10,50,50],"is_phi":true,"cap_height":4.0,
            "poly":[[10,14],[14,10],[50,46],[46,50]]}]}"#;
        let truth: Truth = serde_json::from_str(json).unwrap();
        let text_free = |edges| measure(&truth, None, &boxes(&[edges])).text_free;
        // In a corner of its box, far from the word itself; then on the word.
        assert!(text_free([40, 10, 50, 20]) > 0.0);
        assert_eq!(text_free([24, 26, 28, 32]), 0.0);
    }
}
