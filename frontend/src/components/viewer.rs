//! The middle column: tools, picture, frames; or, for a refused file, why.

use leptos::prelude::*;

use super::notice::Notice;
use super::pane::{Pane, Side};
use super::readout::ViewerFoot;
use super::toolbar::Toolbar;
use crate::effects::Visit;
use crate::session::FileState;
use crate::view::Compare;

/// The middle column.
#[component]
pub fn Viewer() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let refused = Memo::new(move |_| {
        visit
            .current(|file| (file.state == FileState::Refused).then_some(file.id))
            .flatten()
    });
    move || match refused.get() {
        Some(file) => view! { <Notice file/> }.into_any(),
        None => view! { <Picture/> }.into_any(),
    }
}

#[component]
fn Picture() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let pair = Memo::new(move |_| visit.view.compare.get() == Compare::Pair);
    let side = Signal::derive(move || if pair.get() { Side::Before } else { Side::Only });
    view! {
        <section class="viewer" aria-label="Image">
            <Toolbar/>
            <div class="stage" class:stage--pair=move || pair.get()>
                <Pane side/>
                <Show when=move || pair.get()>
                    <Pane side=Side::After/>
                </Show>
            </div>
            <ViewerFoot/>
        </section>
    }
}
