//! Tiles that one worker offers and others look at while no file waits for them.
//!
//! A tile goes from its owner to an idle worker, and what that saw goes back. Wherever this breaks off,
//! the owner is told, and looks itself.

use std::collections::VecDeque;

use deid_model::worker::{FileId, FromWorker, ToWorker};

use super::pool::{Task, WorkerId};
use super::queue::FileState;
use super::{Effect, Session};

/// Bytes that the page holds for the session, by the worker that sent them and the number of the tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parcel {
    /// A tile that a worker offered.
    Tile(WorkerId, u32),
    /// What a worker saw in another's tile.
    Answer(WorkerId, u32),
}

impl Parcel {
    /// What comes beside `message` of `worker`.
    pub const fn beside(message: &FromWorker, worker: WorkerId) -> Option<Self> {
        match message {
            FromWorker::TileOffered { tile, .. } => Some(Self::Tile(worker, *tile)),
            FromWorker::TileSeen { tile, .. } => Some(Self::Answer(worker, *tile)),
            _ => None,
        }
    }
}

/// Tiles on their way.
#[derive(Clone, Debug, Default)]
pub struct Spread {
    /// Offered, with nobody at them.
    offers: VecDeque<Offer>,
    /// Being looked at.
    looks: Vec<Look>,
}

/// A tile that a worker offered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    /// Who offered it.
    pub owner: WorkerId,
    /// The file it belongs to.
    pub file: FileId,
    /// Its number.
    pub tile: u32,
    /// Columns and rows.
    pub sides: [u32; 2],
}

/// A worker that looks at another's tile.
#[derive(Clone, Copy, Debug)]
struct Look {
    helper: WorkerId,
    offer: Offer,
    /// Whether nobody waits for the answer any more.
    orphaned: bool,
}

impl Offer {
    const fn parcel(&self) -> Parcel {
        Parcel::Tile(self.owner, self.tile)
    }

    const fn lost(&self) -> Effect {
        let (file, tile) = (self.file, self.tile);
        Effect::Send(self.owner, ToWorker::TileLost { file, tile })
    }
}

impl Session {
    pub(super) fn tile_offered(&mut self, offer: Offer, effects: &mut Vec<Effect>) {
        if self.held(offer.owner, offer.file).is_some() {
            self.spread.offers.push_back(offer);
        } else {
            effects.push(Effect::Forget(offer.parcel()));
        }
    }

    /// `helper` tells what it saw: `columns` values a row, or nothing. The owner judges the answer,
    /// its number included.
    pub(super) fn tile_seen(
        &mut self,
        helper: WorkerId,
        tile: u32,
        columns: Option<u32>,
        effects: &mut Vec<Effect>,
    ) {
        let parcel = Parcel::Answer(helper, tile);
        let mut looks = self.spread.looks.iter();
        let at = looks.position(|look| look.helper == helper);
        let look = at.map(|at| self.spread.looks.swap_remove(at));
        if let Some(look) = &look {
            self.pool.done(helper, Task::Look, look.offer.file);
        }
        match (look.filter(|look| !look.orphaned), columns) {
            (Some(Look { offer, .. }), Some(columns)) => {
                let message = ToWorker::TileAnswered {
                    file: offer.file,
                    tile,
                    columns,
                };
                effects.push(Effect::Pass(offer.owner, message, parcel));
            }
            (Some(Look { offer, .. }), None) => effects.push(offer.lost()),
            (None, Some(_)) => effects.push(Effect::Forget(parcel)),
            (None, None) => {}
        }
    }

    /// Nobody waits for tiles of this file any more.
    pub(super) fn withdraw_tiles(
        &mut self,
        owner: WorkerId,
        file: FileId,
        effects: &mut Vec<Effect>,
    ) {
        self.withdraw(effects, |offer| offer.owner == owner && offer.file == file);
    }

    /// A worker is gone: its tiles concern nobody, and the one it looked at goes back.
    pub(super) fn lose_tiles(&mut self, worker: WorkerId, effects: &mut Vec<Effect>) {
        self.withdraw(effects, |offer| offer.owner == worker);
        self.spread.looks.retain(|look| {
            if look.helper == worker && !look.orphaned {
                effects.push(look.offer.lost());
            }
            look.helper != worker
        });
    }

    fn withdraw(&mut self, effects: &mut Vec<Effect>, which: impl Fn(&Offer) -> bool) {
        self.spread.offers.retain(|offer| {
            if which(offer) {
                effects.push(Effect::Forget(offer.parcel()));
            }
            !which(offer)
        });
        for look in &mut self.spread.looks {
            look.orphaned |= which(&look.offer);
        }
    }

    /// Hands offered tiles to workers that have nothing else to do, and tells those at work how many
    /// there are. Starts workers for a picture of many tiles.
    pub(super) fn spread_tiles(&mut self, effects: &mut Vec<Effect>) {
        let files_wait = self.count(FileState::Waiting) > 0;
        let may_spread = !files_wait && self.trouble.is_none();
        if may_spread && self.pool.may_grow() && self.files.iter().any(|file| file.has_tiles()) {
            let worker = self.pool.add(self.now_ms);
            self.start(worker, effects);
        }
        if !may_spread || self.pool.idle().is_none() {
            // Every worker has a file again: owners look themselves.
            for offer in self.spread.offers.drain(..) {
                effects.extend([Effect::Forget(offer.parcel()), offer.lost()]);
            }
        }
        while let Some(offer) = self.spread.offers.front().copied()
            && let Some(helper) = self.pool.free_for_a_tile()
        {
            self.spread.offers.pop_front();
            self.hand_out(offer, helper, effects);
        }
        for (worker, count) in self.pool.changed_shares(may_spread) {
            effects.push(Effect::Send(worker, ToWorker::Idle { count }));
        }
    }

    fn hand_out(&mut self, offer: Offer, helper: WorkerId, effects: &mut Vec<Effect>) {
        self.pool
            .expect_answer(helper, Task::Look, offer.file, self.now_ms);
        self.spread.looks.push(Look {
            helper,
            offer,
            orphaned: false,
        });
        let [columns, rows] = offer.sides;
        let message = ToWorker::LookAtTile {
            tile: offer.tile,
            columns,
            rows,
        };
        effects.push(Effect::Pass(helper, message, offer.parcel()));
    }
}
