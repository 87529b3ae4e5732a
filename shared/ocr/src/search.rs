//! A search for text, one tile a step: the passes at smaller scale first, then native scale.

use std::collections::VecDeque;

use deid_model::{Coverage, DetectedText, DisplayImage, EngineError, FrameSize, PixelBox};
use image::GrayImage;

use crate::components::{Found, components};
use crate::merge::words;
use crate::network::{Network, ProbabilityMap, STRIDE};
use crate::scale::GreyImage;
use crate::tiles::tiles;

/// A picture whose longer side exceeds this is looked at in half its scale too.
const LONGEST_WITHOUT_HALF: u32 = 700;

/// The smallest scale is one in this many. Measured on drawn text: native and half scale cover letters
/// of up to 120 pixels, a quarter added covers 300; an eighth took whole paragraphs for one word.
const SMALLEST_SCALE: u32 = 4;

/// How far a [`Search`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Tiles looked at.
    pub tiles_done: usize,
    /// Tiles in all; flat ones are not counted.
    pub tiles: usize,
    /// Whether the quick passes at half scale and below are done: what they found is worth showing.
    pub preview_ready: bool,
}

impl Progress {
    /// Whether every tile was looked at.
    #[must_use]
    pub const fn is_complete(self) -> bool {
        self.tiles_done == self.tiles
    }
}

/// A search for text in one picture. Holds its own copy of the picture.
pub struct Search<'a> {
    network: &'a Network,
    size: FrameSize,
    /// From the smallest scale to the native one.
    passes: Vec<Pass>,
    tiles: usize,
}

/// The picture at one scale, and what is known of it.
struct Pass {
    image: GreyImage,
    /// Pixels of the original for one of `image`, along one side.
    reduction: u32,
    waiting: VecDeque<PixelBox>,
    /// Highest probability that any tile gave, one value for [`STRIDE`] x [`STRIDE`] pixels of `image`.
    map: GrayImage,
}

impl<'a> Search<'a> {
    pub(crate) fn new(network: &'a Network, image: &DisplayImage) -> Self {
        let size = image.size();
        let mut scaled = GreyImage::new(size.columns, size.rows, image.luma().into_owned());
        let mut reduction = 1;
        let mut passes = Vec::new();
        while reduction < SMALLEST_SCALE
            && scaled.columns().max(scaled.rows()) > LONGEST_WITHOUT_HALF
        {
            let half = scaled.halved();
            passes.push(Pass::new(scaled, reduction));
            scaled = half;
            reduction *= 2;
        }
        passes.push(Pass::new(scaled, reduction));
        passes.reverse();
        let tiles = passes.iter().map(|pass| pass.waiting.len()).sum();
        Self {
            network,
            size,
            passes,
            tiles,
        }
    }

    /// How far the search is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let waiting: usize = self.passes.iter().map(|pass| pass.waiting.len()).sum();
        Progress {
            tiles_done: self.tiles - waiting,
            tiles: self.tiles,
            preview_ready: self
                .passes
                .iter()
                .all(|pass| pass.reduction == 1 || pass.waiting.is_empty()),
        }
    }

    /// Looks at one more tile, if any is left.
    ///
    /// # Errors
    /// [`EngineError`] where the network gives no answer; the search cannot be completed then.
    pub fn step(&mut self) -> Result<Progress, EngineError> {
        if let Some(pass) = self.passes.iter_mut().find(|pass| !pass.waiting.is_empty()) {
            pass.look(self.network)?;
        }
        Ok(self.progress())
    }

    /// What was found so far; [`Coverage::Truncated`] until every tile was looked at.
    #[must_use]
    pub fn so_far(&self) -> DetectedText {
        let found = self.passes.iter().rev().map(|pass| pass.found(self.size));
        let coverage = if self.progress().is_complete() {
            Coverage::Complete
        } else {
            Coverage::Truncated
        };
        DetectedText {
            words: words(found),
            coverage,
        }
    }

    /// Looks at all tiles that are left and tells what was found.
    ///
    /// # Errors
    /// As [`Search::step`].
    pub fn finish(mut self) -> Result<DetectedText, EngineError> {
        while !self.progress().is_complete() {
            self.step()?;
        }
        Ok(self.so_far())
    }
}

impl Pass {
    fn new(image: GreyImage, reduction: u32) -> Self {
        let map = GrayImage::new(
            image.columns().div_ceil(STRIDE),
            image.rows().div_ceil(STRIDE),
        );
        Self {
            waiting: tiles(&image).into(),
            image,
            reduction,
            map,
        }
    }

    /// Looks at the next tile. It stays waiting until the network has answered.
    fn look(&mut self, network: &Network) -> Result<(), EngineError> {
        if let Some(tile) = self.waiting.front().copied() {
            let part = network.probability(&self.image, tile)?;
            self.enter(&part, tile);
            self.waiting.pop_front();
        }
        Ok(())
    }

    /// Enters the answer for `tile`. Where tiles overlap the higher probability counts: text that
    /// only one of them sees whole is kept. Tiles begin at even pixels, so values align.
    fn enter(&mut self, part: &ProbabilityMap, tile: PixelBox) {
        let (left, top) = (tile.x0() / STRIDE, tile.y0() / STRIDE);
        for (y, row) in (top..).zip(part.values.chunks_exact(part.columns)) {
            for (x, value) in (left..).zip(row) {
                if let Some(pixel) = self.map.get_pixel_mut_checked(x, y) {
                    pixel.0[0] = pixel.0[0].max(*value);
                }
            }
        }
    }

    fn found(&self, size: FrameSize) -> Vec<Found> {
        components(&self.map, STRIDE * self.reduction, size)
    }
}
