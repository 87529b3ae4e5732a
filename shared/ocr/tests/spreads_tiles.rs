//! Spreads the tiles of a picture over several engines, with the real weights.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "the other test uses more of it")]
mod drawing;

use deid_model::{Coverage, EngineError};
use deid_ocr::{LocalOcr, Tile, TileAnswer};
use drawing::{Ink, Picture};

fn picture() -> Picture {
    let mut picture = Picture::textured(1500, 1100);
    picture.write("KESTREL", 100, 100, 40, Ink(255));
    picture.write("1962-03-09", 900, 1000, 20, Ink(250));
    picture
}

/// The same parts, as they come out of a message to another worker.
fn sent(tile: &Tile) -> Tile {
    Tile {
        id: tile.id,
        columns: tile.columns,
        rows: tile.rows,
        greys: tile.greys.clone(),
    }
}

fn blank(tile: &Tile) -> TileAnswer {
    let [columns, rows] = [tile.columns, tile.rows].map(|side| side.div_ceil(2));
    TileAnswer {
        id: tile.id,
        columns,
        values: vec![0; 2 * columns as usize * rows as usize],
    }
}

#[test]
fn tiles_looked_at_elsewhere_in_any_order_give_the_same_words() {
    let (here, elsewhere) = (LocalOcr::new().unwrap(), LocalOcr::new().unwrap());
    let image = picture().image();
    let mut search = here.search(&image);
    let tiles: Vec<Tile> = std::iter::from_fn(|| search.take_tile()).collect();
    assert!(tiles.len() > 2);
    for tile in tiles.iter().rev() {
        assert!(!search.progress().is_complete());
        search.enter(elsewhere.look(&sent(tile)).unwrap()).unwrap();
    }
    assert!(search.progress().is_complete());
    let spread = search.read().unwrap().finish().unwrap();
    assert!(spread == here.search(&image).read().unwrap().finish().unwrap());
}

#[test]
fn the_tiles_of_the_quick_passes_come_first_and_count_once_they_are_entered() {
    let ocr = LocalOcr::new().unwrap();
    let image = picture().image();
    let mut search = ocr.search(&image);
    let quick = search.take_tile().unwrap();
    assert!(quick.columns <= 375);
    assert_eq!(search.progress().tiles_done, 0);
    let next = search.take_tile().unwrap();
    search.enter(blank(&next)).unwrap();
    assert!(!search.progress().preview_ready);
    while let Some(tile) = search.take_tile() {
        search.enter(blank(&tile)).unwrap();
    }
    let progress = search.progress();
    assert_eq!(progress.tiles - progress.tiles_done, 1);
    assert_eq!(search.so_far().coverage, Coverage::Truncated);
    assert!(search.enter(blank(&quick)).unwrap().is_complete());
}

#[test]
fn an_answer_that_fits_no_tile_given_out_is_an_error_and_changes_nothing() {
    let ocr = LocalOcr::new().unwrap();
    let image = picture().image();
    let mut search = ocr.search(&image);
    let tile = search.take_tile().unwrap();
    let good = blank(&tile);
    let others = [
        TileAnswer {
            id: tile.id + 1,
            ..good.clone()
        },
        TileAnswer {
            columns: good.columns + 1,
            ..good.clone()
        },
        TileAnswer {
            columns: 0,
            values: Vec::new(),
            ..good
        },
        TileAnswer {
            values: vec![255; good.values.len() / 2],
            ..good
        },
    ];
    for other in others {
        assert_eq!(search.enter(other), Err(EngineError::Malformed));
        assert_eq!(search.progress().tiles_done, 0);
    }
    search.enter(good.clone()).unwrap();
    assert_eq!(search.enter(good), Err(EngineError::Malformed));
}

#[test]
fn a_tile_whose_worker_died_is_given_out_again_and_its_late_answer_refused() {
    let ocr = LocalOcr::new().unwrap();
    let image = picture().image();
    let mut search = ocr.search(&image);
    let tile = search.take_tile().unwrap();
    search.put_back(tile.id);
    assert_eq!(search.enter(blank(&tile)), Err(EngineError::Malformed));
    assert!(search.take_tile().unwrap() == tile);
    search.enter(blank(&tile)).unwrap();
    search.put_back(tile.id);
    assert_eq!(search.progress().tiles_done, 1);
}

#[test]
fn a_search_ends_though_tiles_given_out_never_came_back() {
    let ocr = LocalOcr::new().unwrap();
    let picture = picture();
    let mut search = ocr.search(&picture.image());
    assert!(search.take_tile().is_some() && search.take_tile().is_some());
    let found = search.read().unwrap().finish().unwrap();
    assert_eq!(found.coverage, Coverage::Complete);
    assert!(picture.covered(&found) >= 0.98);
}

#[test]
fn what_is_no_tile_is_refused() {
    let ocr = LocalOcr::new().unwrap();
    for (columns, rows, pixels) in [(0, 0, 0), (4, 4, 15), (737, 1, 737), (1, 4000, 4000)] {
        let tile = Tile {
            id: 0,
            columns,
            rows,
            greys: vec![7; pixels],
        };
        assert!(ocr.look(&tile).err() == Some(EngineError::Rejected));
    }
}
