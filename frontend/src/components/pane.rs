//! One view of the picture: a canvas with the frame at its own resolution, and marks over it.

use deid_model::worker::{FileId, PictureVersion};
use leptos::ev::{PointerEvent, WheelEvent};
use leptos::html::{Canvas, Div};
use leptos::prelude::*;

use super::overlay::{Outlines, Regions};
use crate::browser::{canvas, clock};
use crate::drag::Drags;
use crate::effects::Visit;
use crate::picture::Shown;
use crate::session::{Event, QueueFile};
use crate::shortcuts::{Command, ZOOM_STEP};
use crate::view::{Compare, Tool};
use crate::windowing;

/// Which view of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The only one.
    Only,
    /// The left one of two.
    Before,
    /// The right one of two.
    After,
}

/// What lies over the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Over {
    Regions,
    Nothing,
    /// Boxes in their color, as they will be painted.
    Paint,
    /// Hairlines around what was painted.
    Hairlines,
}

/// Which picture is shown where, and what lies over it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Content {
    key: (FileId, u32, PictureVersion),
    over: Over,
}

fn content(visit: Visit, side: Side) -> Option<Content> {
    let compare = visit.view.compare.get();
    visit.current(|file| {
        let painted = side == Side::After || (side == Side::Only && compare == Compare::Painted);
        let (version, over) = match (painted, file.saved.is_some()) {
            (true, true) => (PictureVersion::Saved, Over::Hairlines),
            (true, false) => (PictureVersion::Original, Over::Paint),
            (false, _) if compare == Compare::Original => (PictureVersion::Original, Over::Nothing),
            (false, _) => (PictureVersion::Original, Over::Regions),
        };
        Content {
            key: (file.id, file.frame, version),
            over,
        }
    })
}

/// One view of the picture.
#[component]
pub fn Pane(
    /// Which.
    #[prop(into)]
    side: Signal<Side>,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let content = Memo::new(move |_| content(visit, side.get()));
    let shown = Memo::new(move |_| {
        content
            .get()
            .and_then(|it| visit.picture(it.key.0, it.key.1, it.key.2))
    });
    ask_for_missing(visit, content, shown);
    let caption = move || match (side.get(), content.get().map(|it| it.over)) {
        (Side::Only, _) => None,
        (Side::Before, _) => Some("Before"),
        (Side::After, Some(Over::Hairlines)) => Some("After, read again from the saved file"),
        (Side::After, _) => Some("After, as it will be saved"),
    };
    view! {
        <figure class="pane">
            {move || caption().map(|words| view! { <figcaption class="pane__cap">{words}</figcaption> })}
            <PaneView side content shown/>
        </figure>
    }
}

/// Asks for the picture while it is not at hand and a worker holds the file.
fn ask_for_missing(visit: Visit, content: Memo<Option<Content>>, shown: Memo<Option<Shown>>) {
    let missing = Memo::new(move |_| {
        let (key, is_shown) = (content.get()?.key, shown.with(Option::is_some));
        let held = visit
            .current(|file| file.info.as_ref().and(file.worker))
            .flatten()?;
        (!is_shown).then_some((key, held))
    });
    Effect::new(move |_| {
        if let Some(((file, frame, version), _)) = missing.get() {
            visit.dispatch(Event::Wanted(file, frame, version));
        }
    });
}

#[component]
fn PaneView(
    side: Signal<Side>,
    content: Memo<Option<Content>>,
    shown: Memo<Option<Shown>>,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let drags = Drags::new(visit);
    let element = NodeRef::<Div>::new();
    follow_size(visit, side, element);
    let over = Memo::new(move |_| content.get().map(|it| it.over));
    let name = move || {
        let tally = visit.current(|file| (file.name.clone(), file.editor.tally()));
        tally.map(|(name, tally)| {
            format!(
                "Image {name}, {} regions to redact, {} kept",
                tally.redact, tally.keep
            )
        })
    };
    view! {
        <div
            class="pane__view" tabindex="0" role="group" aria-label=name node_ref=element
            id=move || (side.get() != Side::After).then_some("stage")
            class:pane__view--draw=move || visit.view.tool.get() == Tool::Draw
            class:pane__view--window=move || visit.view.tool.get() == Tool::Window
            class:pane__view--pan=move || drags.pans() || visit.view.tool.get() == Tool::Pan
            on:pointerdown=move |event| press(drags, &event)
            on:pointermove=move |event| hover(visit, drags, &event)
            on:pointerup=move |_| drags.end()
            on:pointercancel=move |_| drags.end()
            on:pointerleave=move |_| visit.view.pointer.set(None)
            on:wheel=move |event| wheel(visit, &event)
        >
            <Frame side content shown/>
            {move || match over.get() {
                Some(Over::Regions) => view! { <Regions drags/> }.into_any(),
                Some(Over::Paint) => view! { <Outlines painted=true shown/> }.into_any(),
                Some(Over::Hairlines) => view! { <Outlines painted=false shown/> }.into_any(),
                Some(Over::Nothing) | None => ().into_any(),
            }}
        </div>
    }
}

/// The canvas. While the next frame is on its way, the last one of the same file stays, dimmed.
#[component]
fn Frame(
    side: Signal<Side>,
    content: Memo<Option<Content>>,
    shown: Memo<Option<Shown>>,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let element = NodeRef::<Canvas>::new();
    let drawn = RwSignal::new(None::<FileId>);
    let scratch = StoredValue::new(Vec::<u8>::new());
    Effect::new(move |_| {
        let (Some(shown), Some(element)) = (shown.get(), element.get()) else {
            return;
        };
        let Some((file, frame, _)) = content.get_untracked().map(|it| it.key) else {
            return;
        };
        let look = visit.view.look.get();
        scratch.update_value(|rgba| {
            let size = windowing::render(&shown.0, look, step_of(visit), rgba);
            canvas::paint(&element, size, rgba);
        });
        drawn.set(Some(file));
        let turned = visit.current_untracked(QueueFile::orientation);
        let turned = turned.unwrap_or_default();
        visit
            .view
            .viewport
            .update(|viewport| *viewport = viewport.with_frame(shown.0.size, turned));
        let seen = visit
            .current_untracked(|file| file.viewed.contains(&frame))
            .unwrap_or(true);
        if !seen {
            clock::next_frame(move || visit.dispatch(Event::Painted(file, frame)));
        }
    });
    let current = move || drawn.get().is_some() && drawn.get() == content.get().map(|it| it.key.0);
    let px = |length: f64| format!("{length}px");
    let place = move || {
        let (x, y) = visit.view.viewport.get().canvas_from_pixel((0.0, 0.0));
        format!("translate({x}px, {y}px)")
    };
    let width =
        move || {
            px(f64::from(visit.view.viewport.get().frame().columns)
                * visit.view.viewport.get().scale())
        };
    let height = move || {
        px(f64::from(visit.view.viewport.get().frame().rows) * visit.view.viewport.get().scale())
    };
    view! {
        <canvas
            class="frame" node_ref=element aria-hidden="true"
            data-testid=move || (side.get() != Side::After).then_some("frame-canvas")
            class:frame--loading=move || shown.with(Option::is_none)
            class:frame--none=move || !current()
            class:frame--sharp=move || { visit.view.viewport.get().scale() > 2.0 }
            style:transform=place
            style:width=width
            style:height=height
        ></canvas>
    }
}

/// While window and level are dragged, no more pixels are drawn than the screen shows.
fn step_of(visit: Visit) -> u32 {
    let scale = visit
        .view
        .viewport
        .with_untracked(|viewport| viewport.scale());
    if visit.view.dragging_window.get() {
        (1.0 / scale).max(1.0) as u32
    } else {
        1
    }
}

/// The viewport is told the size of the first view; two views have one size.
fn follow_size(visit: Visit, side: Signal<Side>, element: NodeRef<Div>) {
    Effect::new(move |_| {
        let Some(element) = element
            .get()
            .filter(|_| side.get_untracked() != Side::After)
        else {
            return;
        };
        let viewport = visit.view.viewport;
        let watch = canvas::watch_size(&element, move |width, height| {
            viewport.update(|viewport| *viewport = viewport.with_stage(width, height));
        });
        let _until_the_view_is_gone = StoredValue::new_local(watch);
    });
}

fn press(drags: Drags, event: &PointerEvent) {
    const LEFT: i16 = 0;
    const MIDDLE: i16 = 1;
    if matches!(event.button(), LEFT | MIDDLE) {
        drags.begin(canvas::place_of(event), event.button() == MIDDLE);
    }
}

fn hover(visit: Visit, drags: Drags, event: &PointerEvent) {
    let at = canvas::place_of(event);
    visit
        .view
        .pointer
        .set(visit.view.viewport.get_untracked().pixel_at(at));
    if drags.follow(at) {
        canvas::capture(event);
    }
}

/// The wheel scrolls frames; with Ctrl, or where there is one frame, it zooms.
fn wheel(visit: Visit, event: &WheelEvent) {
    event.prevent_default();
    let down = event.delta_y() > 0.0;
    let one_frame = visit
        .current_untracked(|file| file.frames() == 1)
        .unwrap_or(true);
    if event.ctrl_key() || one_frame {
        let factor = if down { 1.0 / ZOOM_STEP } else { ZOOM_STEP };
        let at = canvas::place_of_wheel(event);
        visit
            .view
            .viewport
            .update(|viewport| *viewport = viewport.zoomed_at(factor, at));
    } else {
        visit.perform(Command::Frames(if down { 1 } else { -1 }));
    }
}
