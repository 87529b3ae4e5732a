//! A search for text, tile by tile: the passes at smaller scale first, then native scale.

use deid_model::{Coverage, DetectedText, DisplayImage, EngineError, FrameSize};

use crate::LocalOcr;
use crate::companions::with_companions;
use crate::lines::{OrderedWord, in_reading_order};
use crate::merge::merged;
use crate::pass::Pass;
use crate::reading::Reading;
use crate::scale::GreyImage;
use crate::tile::{Tile, TileAnswer};

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
    ocr: &'a LocalOcr,
    size: FrameSize,
    /// From the smallest scale to the native one.
    passes: Vec<Pass>,
    tiles: usize,
}

impl<'a> Search<'a> {
    pub(crate) fn new(ocr: &'a LocalOcr, image: &DisplayImage) -> Self {
        let size = image.size();
        let mut scaled = GreyImage::new(size.columns, size.rows, image.luma().into_owned());
        let mut reduction = 1;
        let mut ids = 0..;
        let mut passes = Vec::new();
        while reduction < SMALLEST_SCALE
            && scaled.columns().max(scaled.rows()) > LONGEST_WITHOUT_HALF
        {
            let half = scaled.halved();
            passes.push(Pass::new(scaled, reduction, &mut ids));
            scaled = half;
            reduction *= 2;
        }
        passes.push(Pass::new(scaled, reduction, &mut ids));
        passes.reverse();
        let tiles = passes.iter().map(Pass::tiles_left).sum();
        Self {
            ocr,
            size,
            passes,
            tiles,
        }
    }

    /// How far the search is. Tiles given out count once their answer is entered.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let left: usize = self.passes.iter().map(Pass::tiles_left).sum();
        Progress {
            tiles_done: self.tiles - left,
            tiles: self.tiles,
            preview_ready: self
                .passes
                .iter()
                .all(|pass| pass.reduction() == 1 || pass.tiles_left() == 0),
        }
    }

    /// Gives out the next tile, for [`LocalOcr::look`](crate::LocalOcr::look) here or elsewhere;
    /// those of the quick passes first. `None` where all are given out or done.
    pub fn take_tile(&mut self) -> Option<Tile> {
        self.passes.iter_mut().find_map(Pass::take)
    }

    /// Enters what was seen in a tile that was given out, each exactly once, in any order.
    ///
    /// # Errors
    /// [`EngineError::Malformed`] where no tile of that number is given out or the answer does not
    /// fit it; nothing is entered then, and the tile stays given out.
    pub fn enter(&mut self, answer: TileAnswer) -> Result<Progress, EngineError> {
        if self.passes.iter_mut().any(|pass| pass.enter(&answer)) {
            Ok(self.progress())
        } else {
            Err(EngineError::Malformed)
        }
    }

    /// Takes back a tile that was given out and will not be answered: it is the next one given out.
    /// Does nothing for any other number.
    pub fn put_back(&mut self, id: u32) {
        self.passes.iter_mut().for_each(|pass| pass.put_back(id));
    }

    /// Looks at one more tile, if any is left that is not given out.
    ///
    /// # Errors
    /// [`EngineError`] where the network gives no answer; the tile is left then.
    pub fn step(&mut self) -> Result<Progress, EngineError> {
        let Some(tile) = self.take_tile() else {
            return Ok(self.progress());
        };
        let seen = self.ocr.look(&tile);
        if seen.is_err() {
            self.put_back(tile.id);
        }
        self.enter(seen?)
    }

    /// What was found so far; [`Coverage::Truncated`] until every tile was looked at.
    #[must_use]
    pub fn so_far(&self) -> DetectedText {
        let words = self.words().into_iter().map(|ordered| ordered.word);
        let coverage = if self.progress().is_complete() {
            Coverage::Complete
        } else {
            Coverage::Truncated
        };
        DetectedText {
            words: words.collect(),
            coverage,
        }
    }

    fn words(&self) -> Vec<OrderedWord> {
        let (words, faint): (Vec<_>, Vec<_>) = self
            .passes
            .iter()
            .rev()
            .map(Pass::found)
            .map(|found| (found.words, found.faint))
            .unzip();
        let words = merged(words.into_iter());
        let faint = faint.into_iter().flatten().collect();
        let found = merged([with_companions(words, faint)].into_iter());
        in_reading_order(found, self.size)
    }

    /// Looks at all tiles that are left, those given out included, and begins to read what was found.
    ///
    /// # Errors
    /// As [`Search::step`].
    pub fn read(mut self) -> Result<Reading<'a>, EngineError> {
        self.passes.iter_mut().for_each(Pass::put_all_back);
        while !self.progress().is_complete() {
            self.step()?;
        }
        let words = self.words();
        // The last pass is the one at native scale.
        let picture = self.passes.pop().map(Pass::into_image);
        let picture = picture.ok_or(EngineError::Rejected)?;
        Ok(Reading::new(&self.ocr.reader, picture, words))
    }
}
