//! A picture at one scale: its tiles, given out and done, and what is known of it.

use std::collections::VecDeque;
use std::ops::RangeFrom;

use deid_model::PixelBox;
use image::GrayImage;

use crate::components::{Components, components};
use crate::network::STRIDE;
use crate::scale::GreyImage;
use crate::tile::{Tile, TileAnswer};
use crate::tiles::tiles;

/// A picture at one scale.
pub struct Pass {
    image: GreyImage,
    /// Pixels of the original for one of `image`, along one side.
    reduction: u32,
    waiting: VecDeque<Place>,
    given_out: Vec<Place>,
    /// The highest values that any tile gave, one for [`STRIDE`] x [`STRIDE`] pixels of `image`: for
    /// the middles of words, and for whole words.
    maps: [GrayImage; 2],
}

/// Where a tile lies.
#[derive(Clone, Copy)]
struct Place {
    id: u32,
    area: PixelBox,
}

impl Pass {
    /// Tiles of `image`, which shows one pixel for `reduction` x `reduction`, numbered from `ids`.
    pub fn new(image: GreyImage, reduction: u32, ids: &mut RangeFrom<u32>) -> Self {
        let [columns, rows] = [image.columns(), image.rows()].map(|side| side.div_ceil(STRIDE));
        let places = tiles(&image).into_iter().zip(ids);
        let waiting = places.map(|(area, id)| Place { id, area }).collect();
        Self {
            image,
            reduction,
            waiting,
            given_out: Vec::new(),
            maps: [0, 1].map(|_| GrayImage::new(columns, rows)),
        }
    }

    /// Pixels of the original for one of this pass, along one side.
    pub const fn reduction(&self) -> u32 {
        self.reduction
    }

    /// The picture.
    pub fn into_image(self) -> GreyImage {
        self.image
    }

    /// Tiles that were not looked at.
    pub fn tiles_left(&self) -> usize {
        self.waiting.len() + self.given_out.len()
    }

    /// The next tile.
    pub fn take(&mut self) -> Option<Tile> {
        let place = self.waiting.pop_front()?;
        self.given_out.push(place);
        Some(Tile {
            id: place.id,
            columns: place.area.width(),
            rows: place.area.height(),
            greys: self.image.part(place.area),
        })
    }

    /// Takes a tile back, where it is given out.
    pub fn put_back(&mut self, id: u32) {
        if let Some(at) = self.given_out.iter().position(|place| place.id == id) {
            self.waiting.push_front(self.given_out.swap_remove(at));
        }
    }

    /// Takes all tiles back.
    pub fn put_all_back(&mut self) {
        self.waiting.extend(self.given_out.drain(..));
    }

    /// Enters an answer; tells whether it belongs to a tile that is given out and fits it.
    ///
    /// Where tiles overlap the higher value counts: text that only one of them sees whole is kept.
    pub fn enter(&mut self, answer: &TileAnswer) -> bool {
        let at = self
            .given_out
            .iter()
            .position(|place| place.id == answer.id && place.fits(answer));
        let Some(at) = at else {
            return false;
        };
        let area = self.given_out.swap_remove(at).area;
        // Tiles begin at even pixels, so values align.
        let [left, top] = [area.x0(), area.y0()].map(|start| (start / STRIDE) as usize);
        let columns = answer.columns as usize;
        for (map, values) in self
            .maps
            .iter_mut()
            .zip(answer.values.chunks_exact(answer.values.len() / 2))
        {
            let width = map.width() as usize;
            for (y, row) in (top..).zip(values.chunks_exact(columns)) {
                let start = y * width + left;
                let known = map.get_mut(start..start + columns).unwrap_or_default();
                for (known, value) in known.iter_mut().zip(row) {
                    *known = (*known).max(*value);
                }
            }
        }
        true
    }

    /// What was found, in pixels of the original.
    pub fn found(&self) -> Components {
        components(&self.maps, STRIDE * self.reduction)
    }
}

impl Place {
    fn fits(&self, answer: &TileAnswer) -> bool {
        let [columns, rows] =
            [self.area.width(), self.area.height()].map(|side| side.div_ceil(STRIDE));
        answer.columns == columns && answer.values.len() as u64 == 2 * u64::from(columns * rows)
    }
}
