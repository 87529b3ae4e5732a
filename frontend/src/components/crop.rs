//! The place of a text in the picture, so that it is seen beside its row.

use deid_model::PixelBox;
use leptos::html::Canvas;
use leptos::prelude::*;

use crate::browser::canvas;
use crate::effects::Visit;
use crate::windowing::crop;

/// Pixels around the box, as a share of its height.
const MARGIN: f64 = 0.4;

/// The crop.
#[component]
pub fn Crop(area: Memo<Option<PixelBox>>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let element = NodeRef::<Canvas>::new();
    let shown = Memo::new(move |_| {
        let (file, frame) = visit.current(|file| (file.id, file.frame))?;
        visit.picture(file, frame, deid_model::worker::PictureVersion::Original)
    });
    let place = move || {
        let area = area.get()?;
        visit.current(|file| file.info.as_ref().map(|info| info.shown_box(area)))?
    };
    Effect::new(move |_| {
        let (Some(area), Some(shown), Some(element)) = (place(), shown.get(), element.get()) else {
            return;
        };
        let margin = (f64::from(area.height()) * MARGIN).ceil() as u32;
        let part = area
            .grown(margin, shown.0.size)
            .and_then(|area| crop(&shown.0, visit.view.look.get(), area));
        if let Some(part) = part {
            canvas::paint(&element, part.size, &part.rgba);
        }
    });
    view! { <canvas class="crop" node_ref=element role="img" aria-label="The same place in the picture"></canvas> }
}
