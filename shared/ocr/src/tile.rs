//! A tile on its way: its pixels to whoever looks at it, what the network saw in them back.

use deid_model::EngineError;

use crate::network::{Network, STRIDE};
use crate::tiles::LONGEST;

/// A part of a picture at one scale, to be looked at here or by another worker.
#[derive(Clone, PartialEq, Eq)]
pub struct Tile {
    /// Its number within the search that gave it out.
    pub id: u32,
    /// Number of columns, 1..=736.
    pub columns: u32,
    /// Number of rows, 1..=736.
    pub rows: u32,
    /// Its pixels, row-major, 0 black to 255 white: `columns * rows`.
    pub greys: Vec<u8>,
}

/// What the network saw in a [`Tile`].
#[derive(Clone, PartialEq, Eq)]
pub struct TileAnswer {
    /// The tile's number.
    pub id: u32,
    /// Values a row: one for two columns of the tile, rounded up.
    pub columns: u32,
    /// Belief in text, 0..=255, one value for 2 x 2 pixels: all rows for the middles of words, then
    /// as many for whole words.
    pub values: Vec<u8>,
}

impl Tile {
    /// What `network` sees.
    ///
    /// # Errors
    /// [`EngineError::Rejected`] where the parts are no tile, else where the network gives no
    /// answer.
    pub(crate) fn seen_by(&self, network: &Network) -> Result<TileAnswer, EngineError> {
        let sides = 1..=LONGEST;
        let pixels = u64::from(self.columns) * u64::from(self.rows);
        if !sides.contains(&self.columns)
            || !sides.contains(&self.rows)
            || self.greys.len() as u64 != pixels
        {
            return Err(EngineError::Rejected);
        }
        Ok(TileAnswer {
            id: self.id,
            columns: self.columns.div_ceil(STRIDE),
            values: network.maps(self.columns as usize, &self.greys)?,
        })
    }
}
