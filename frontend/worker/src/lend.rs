//! Tiles lent to other workers that are idle, by way of the page, and tiles borrowed from them.
//!
//! What a tile shows is the same whoever looks at it, and [`Search::enter`] takes answers in any
//! order: lending changes how long a search takes and nothing else.

use std::cell::Cell;
use std::collections::VecDeque;

use deid_model::EngineError;
use deid_model::worker::{FileId, FromWorker};
use deid_ocr::{Search, Tile, TileAnswer};

use crate::desk::{Desk, OpenFile};
use crate::page::Page;

/// Tiles lent for each idle worker: one it looks at, and one at hand on the page for when it is done,
/// because the owner answers only between two tiles of its own.
const LENT_PER_WORKER: u32 = 2;

/// A tile of fewer pixels is looked at faster than sent.
const WORTH_SENDING: u64 = 128 * 128;

/// Lends tiles of all searches of this worker.
#[derive(Default)]
pub struct Lender {
    /// Workers that are idle.
    pub idle: Cell<u32>,
    /// Tiles offered so far. Their numbers never repeat, so that a late answer fits no other tile.
    offered: Cell<u32>,
}

/// A tile that came back.
pub struct Returned {
    tile: u32,
    /// Values a row, and the values; `None` where nobody looked.
    seen: Option<(u32, Vec<u8>)>,
}

impl Returned {
    /// With what was seen: `columns` values a row.
    pub const fn seen(tile: u32, columns: u32, values: Vec<u8>) -> Self {
        Self {
            tile,
            seen: Some((columns, values)),
        }
    }

    /// Not looked at.
    pub const fn lost(tile: u32) -> Self {
        Self { tile, seen: None }
    }
}

/// The tiles of one search that are lent, the oldest first.
#[derive(Default)]
pub struct Lent(VecDeque<LentTile>);

/// A tile that is lent.
struct LentTile {
    /// The number it was offered under.
    number: u32,
    /// Its number in the search.
    id: u32,
}

impl Lent {
    /// The tile that is lent for longest, to be looked at here, in a search without any other tile left.
    /// It is lent no more: an answer to it comes too late.
    pub fn oldest_again(&mut self, search: &mut Search<'_>) -> Option<Tile> {
        search.put_back(self.0.pop_front()?.id);
        search.take_tile()
    }

    /// The number in the search of a tile that came back under `number`; it is lent no more.
    fn returned(&mut self, number: u32) -> Option<u32> {
        let at = self.0.iter().position(|tile| tile.number == number)?;
        self.0.remove(at).map(|tile| tile.id)
    }
}

impl<P: Page> Desk<P> {
    /// Offers tiles of `search` to idle workers, as long as some may want them.
    pub fn lend(&self, file: FileId, search: &mut Search<'_>, lent: &mut Lent) {
        let wanted = self.lender.idle.get().saturating_mul(LENT_PER_WORKER);
        while lent.0.len() < wanted as usize
            && let Some(tile) = search.take_tile()
        {
            if u64::from(tile.columns) * u64::from(tile.rows) < WORTH_SENDING {
                search.put_back(tile.id);
                return;
            }
            let number = self.lender.offered.get();
            self.lender.offered.set(number.wrapping_add(1));
            lent.0.push_back(LentTile {
                number,
                id: tile.id,
            });
            let offer = FromWorker::TileOffered {
                file,
                tile: number,
                columns: tile.columns,
                rows: tile.rows,
            };
            self.page.tell(&offer, Some(&tile.greys));
        }
    }

    /// Enters what came back for `file` into `search`; tiles that nobody looked at are to be looked at
    /// again. What belongs to no tile that is lent came too late, and is dropped.
    ///
    /// # Errors
    /// [`EngineError::Malformed`] for an answer that does not fit the tile that is lent.
    pub fn collect(
        &self,
        file: &OpenFile<P::Source>,
        search: &mut Search<'_>,
        lent: &mut Lent,
    ) -> Result<(), EngineError> {
        for Returned { tile, seen } in file.returned.take() {
            let Some(id) = lent.returned(tile) else {
                continue;
            };
            match seen {
                Some((columns, values)) => {
                    search.enter(TileAnswer {
                        id,
                        columns,
                        values,
                    })?;
                }
                None => search.put_back(id),
            }
        }
        Ok(())
    }

    /// Looks at another worker's tile and tells what was seen.
    pub fn look_for_another(&self, tile: &Tile) {
        let number = tile.id;
        match self.ocr.look(tile) {
            Ok(answer) => self.page.tell(
                &FromWorker::TileSeen {
                    tile: number,
                    columns: answer.columns,
                },
                Some(&answer.values),
            ),
            Err(_) => self
                .page
                .tell(&FromWorker::TileFailed { tile: number }, None),
        }
    }
}
