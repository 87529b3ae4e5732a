//! Where regions and their tags are drawn on the stage, in CSS pixels.

use std::collections::BTreeMap;

use deid_model::PhiCategory;

use crate::editor::{EditedRegion, RegionKey};
use crate::viewport::{CanvasBox, Viewport};

/// Size of a tag with its two letters.
pub const TAG: (f64, f64) = (24.0, 15.0);

/// A region as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The region.
    pub region: EditedRegion,
    /// Where its box is.
    pub area: CanvasBox,
    /// Top left of its tag.
    pub tag: (f64, f64),
    /// Whether the tag is shown for a selected region only: it covers another box or tag, or what it names is harmless
    /// and kept.
    pub quiet: bool,
}

/// The marks of the regions that cover `frame`. A tag stands right of its box, left, below or
/// above: the first place on the stage where it covers no other box and no other tag.
pub fn marks<'a>(
    regions: impl Iterator<Item = &'a EditedRegion>,
    frame: u32,
    viewport: Viewport,
) -> BTreeMap<RegionKey, Mark> {
    let shown: Vec<_> = regions
        .filter(|region| region.frames.includes(frame))
        .map(|region| (region, viewport.canvas_box(region.area)))
        .collect();
    let mut taken: Vec<_> = shown.iter().map(|(_, area)| *area).collect();
    let mut marks = BTreeMap::new();
    for (region, area) in shown {
        let is_light = !region.is_redacted() && region.category == PhiCategory::Harmless;
        let free = free_place(area, &taken, viewport.stage());
        let tag = free.unwrap_or_else(|| inside(area, viewport.stage()));
        if free.is_some() && !is_light {
            taken.push(tag_box(tag));
        }
        let mark = Mark {
            region: region.clone(),
            area,
            tag,
            quiet: free.is_none() || is_light,
        };
        marks.insert(region.key, mark);
    }
    marks
}

fn free_place(area: CanvasBox, taken: &[CanvasBox], stage: (f64, f64)) -> Option<(f64, f64)> {
    let right = (area.x + area.width, area.y);
    let left = (area.x - TAG.0, area.y);
    let below = (area.x, area.y + area.height);
    let above = (area.x, area.y - TAG.1);
    let on_stage = |place: &(f64, f64)| {
        place.0 >= 0.0 && place.1 >= 0.0 && place.0 + TAG.0 <= stage.0 && place.1 + TAG.1 <= stage.1
    };
    let covers = |place: &(f64, f64)| {
        taken
            .iter()
            .any(|other| *other != area && overlap(tag_box(*place), *other))
    };
    [right, left, below, above]
        .into_iter()
        .find(|place| on_stage(place) && !covers(place))
}

/// The top right corner of the part of the box that is on the stage.
fn inside(area: CanvasBox, stage: (f64, f64)) -> (f64, f64) {
    (
        ((area.x + area.width).min(stage.0) - TAG.0).max(area.x),
        area.y.max(0.0).min(area.y + area.height),
    )
}

const fn tag_box(place: (f64, f64)) -> CanvasBox {
    CanvasBox {
        x: place.0,
        y: place.1,
        width: TAG.0,
        height: TAG.1,
    }
}

fn overlap(a: CanvasBox, b: CanvasBox) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAGE: (f64, f64) = (600.0, 400.0);

    fn at(x: f64, y: f64) -> CanvasBox {
        CanvasBox {
            x,
            y,
            width: 100.0,
            height: 20.0,
        }
    }

    #[test]
    fn a_tag_stands_right_of_its_box_unless_something_is_there() {
        let (here, right, left) = (at(200.0, 50.0), at(305.0, 50.0), at(95.0, 50.0));
        let below = at(200.0, 72.0);
        assert_eq!(free_place(here, &[here], STAGE), Some((300.0, 50.0)));
        assert_eq!(
            free_place(here, &[here, right], STAGE),
            Some((200.0 - TAG.0, 50.0))
        );
        assert_eq!(
            free_place(here, &[here, right, left], STAGE),
            Some((200.0, 70.0))
        );
        assert_eq!(
            free_place(here, &[here, right, left, below], STAGE),
            Some((200.0, 50.0 - TAG.1))
        );
        let above = at(200.0, 30.0);
        assert_eq!(
            free_place(here, &[here, right, left, below, above], STAGE),
            None
        );
    }

    #[test]
    fn a_tag_never_leaves_the_stage() {
        let at_the_right = at(490.0, 50.0);
        let place = free_place(at_the_right, &[at_the_right], STAGE);
        assert_eq!(place, Some((490.0 - TAG.0, 50.0)));
        let over_the_edge = CanvasBox {
            x: -10.0,
            y: -10.0,
            width: 620.0,
            height: 420.0,
        };
        assert_eq!(free_place(over_the_edge, &[over_the_edge], STAGE), None);
        assert_eq!(inside(over_the_edge, STAGE), (600.0 - TAG.0, 0.0));
    }
}
