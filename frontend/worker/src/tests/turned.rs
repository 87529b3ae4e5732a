//! A photograph that is turned to be shown.

use deid_model::Orientation;

use super::*;

#[test]
fn a_turned_photograph_is_sent_as_it_is_shown_and_its_regions_in_stored_pixels() {
    let turned = deid_phantom::built("jpeg_turned");
    let mut visit = Visit::new();
    visit.open(0, "turned.jpg", turned.bytes);
    visit.finish();
    let told = visit.told();
    let FromWorker::Opened { info, .. } = &told[0].0 else {
        panic!("{:?}", told[0].0)
    };
    assert_eq!(info.orientation, Orientation::Clockwise);
    assert_eq!(info.size, turned.truth.size);
    let FromWorker::Picture { size, .. } = &told[1].0 else {
        panic!("{:?}", told[1].0)
    };
    assert_eq!(
        (size.columns, size.rows),
        (info.size.rows, info.size.columns)
    );
    assert_eq!(stages(&told), [SearchStage::Preview, SearchStage::Complete]);
    // Half scale misses some words, but what it finds lies where the words do.
    for (message, _) in &told {
        let FromWorker::Regions { stage, regions, .. } = message else {
            continue;
        };
        let words = turned.truth.words.iter().enumerate();
        let phi: Vec<_> = words.filter(|(_, word)| word.is_phi()).collect();
        let is_covered = |at: usize| {
            let inside = |x, y| regions.iter().any(|region| region.area.contains(x, y));
            turned.truth.covered_share(at, inside) >= 0.98
        };
        let covered = phi.iter().filter(|(at, _)| is_covered(*at)).count();
        let needed = match stage {
            SearchStage::Preview => phi.len() / 2,
            SearchStage::Partial | SearchStage::Complete => phi.len(),
        };
        assert!(covered >= needed, "{stage:?}: {covered} of {}", phi.len());
    }
}
