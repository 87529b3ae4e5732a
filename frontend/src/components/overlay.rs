//! What lies over the picture: regions that can be switched, or boxes as they are painted.

use deid_model::{BoxColor, Decision};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::drag::Drags;
use crate::editor::{Edit, EditedRegion, RegionKey};
use crate::effects::Visit;
use crate::marks::{Mark, TAG, marks};
use crate::nudge::nudged;
use crate::picture::Shown;
use crate::preview::painted_color;
use crate::session::{Event, QueueFile};
use crate::viewport::CanvasBox;

/// The regions of the frame on screen.
#[component]
pub fn Regions(drags: Drags) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let marks = Memo::new(move |_| {
        let viewport = visit.view.viewport.get();
        visit
            .current(|file| marks(file.editor.regions(), file.frame, viewport))
            .unwrap_or_default()
    });
    let editable = Memo::new(move |_| visit.current(QueueFile::may_be_edited).unwrap_or(false));
    view! {
        <svg class="overlay" class:overlay--still=move || !editable.get() role="group" aria-label="Regions">
            <For each=move || marks.with(|marks| marks.keys().copied().collect::<Vec<_>>()) key=|key| *key let(key)>
                <RegionMark region=key editable mark=Memo::new(move |_| marks.with(|marks| marks.get(&key).cloned()))/>
            </For>
            {move || drags.outline().map(|(x, y, width, height)| view! {
                <g class="region region--unread">
                    <rect class="region__casing" x=x y=y width=width height=height/>
                    <rect class="region__box" x=x y=y width=width height=height/>
                </g>
            })}
        </svg>
    }
}

#[component]
fn RegionMark(region: RegionKey, editable: Memo<bool>, mark: Memo<Option<Mark>>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let selected = visit.view.region;
    let class = move || {
        let mark = mark.get()?;
        let selected = if selected.get() == Some(region) {
            " region--selected"
        } else {
            ""
        };
        Some(format!(
            "region region--{} region--{}{selected}",
            mark.region.appearance().family,
            decision_of(&mark.region)
        ))
    };
    let area = move || mark.get().map(|mark| mark.area);
    let switch = move |_| {
        selected.set(Some(region));
        visit.edit(Edit::Toggle(region));
    };
    view! {
        <g
            class=class role="button" tabindex=move || if editable.get() { "0" } else { "-1" } data-testid="region"
            data-decision=move || mark.get().map(|mark| decision_of(&mark.region))
            data-box=move || mark.get().map(|mark| box_of(&mark.region))
            aria-pressed=move || mark.get().map(|mark| mark.region.is_redacted().to_string())
            aria-label=move || mark.get().map(|mark| name_of(&mark.region))
            on:click=switch
            on:focus=move |_| selected.set(Some(region))
            on:keydown=move |event| press(visit, mark, &event)
        >
            <Rect class="region__casing" area/>
            <Rect class="region__box" area/>
        </g>
        {move || mark.get().filter(|mark| !mark.quiet || selected.get() == Some(region)).map(|mark| view! {
            <g class=format!("region__tag region--{}", mark.region.appearance().family) aria-hidden="true">
                <rect x=mark.tag.0 y=mark.tag.1 width=TAG.0 height=TAG.1/>
                <text x=mark.tag.0 + TAG.0 / 2.0 y=mark.tag.1 + 11.5>{mark.region.appearance().code}</text>
            </g>
        })}
    }
}

#[component]
fn Rect(
    class: &'static str,
    area: impl Fn() -> Option<CanvasBox> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <rect
            class=class
            x=move || area().map(|area| area.x) y=move || area().map(|area| area.y)
            width=move || area().map(|area| area.width) height=move || area().map(|area| area.height)
        />
    }
}

fn press(visit: Visit, mark: Memo<Option<Mark>>, event: &KeyboardEvent) {
    let Some(region) = mark.get_untracked().map(|mark| mark.region) else {
        return;
    };
    let viewport = visit.view.viewport.get_untracked();
    let edit = match event.key().as_str() {
        "Enter" | " " => Some(Edit::Toggle(region.key)),
        key if region.is_drawn() => {
            let shown = viewport.shown_box(region.area);
            nudged(
                shown,
                key,
                event.alt_key(),
                event.shift_key(),
                viewport.frame(),
            )
            .and_then(|area| viewport.stored_box(area))
            .map(|area| Edit::Place(region.key, area))
        }
        _ => None,
    };
    if let Some(edit) = edit {
        event.prevent_default();
        event.stop_propagation();
        visit.edit(edit);
    }
}

/// Boxes as they are painted: filled before saving, hairlines over the saved picture after it.
#[component]
pub fn Outlines(painted: bool, shown: Memo<Option<Shown>>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let boxes = move || {
        let viewport = visit.view.viewport.get();
        visit.current(|file| {
            let redacted =
                |region: &&EditedRegion| region.is_redacted() && region.frames.includes(file.frame);
            let found = file
                .editor
                .regions()
                .filter(redacted)
                .map(|region| region.area);
            let written = file
                .saved
                .iter()
                .flat_map(|saved| &saved.report.regions)
                .filter(|region| {
                    region.decision == Decision::Redact && region.frame.includes(file.frame)
                });
            let areas: Vec<_> = if painted {
                found.collect()
            } else {
                written.map(|region| region.painted).collect()
            };
            areas
                .into_iter()
                .map(|area| viewport.canvas_box(area))
                .collect::<Vec<_>>()
        })
    };
    let color = move || {
        let asked = visit.session.with(|session| session.settings.box_color);
        let format = visit
            .current(|file| file.info.as_ref().map(|info| info.format))
            .flatten();
        String::from(shown.get().map_or(BoxColor::BLACK, |shown| {
            painted_color(format, &shown.0.samples, asked)
        }))
    };
    let fill = move || if painted { color() } else { "none".to_owned() };
    view! {
        <svg class="overlay overlay--still" aria-hidden="true">
            {move || boxes().unwrap_or_default().into_iter().map(|area| view! {
                <rect class="redacted" fill=fill() x=area.x y=area.y width=area.width height=area.height/>
            }).collect_view()}
        </svg>
    }
}

/// `redact` or `keep`.
pub fn decision_of(region: &EditedRegion) -> &'static str {
    match region.decision() {
        Decision::Redact => "redact",
        Decision::Keep => "keep",
    }
}

/// What assistive technology says of a region.
pub fn name_of(region: &EditedRegion) -> String {
    format!(
        "{} in frame {}, {}",
        region.appearance().word,
        region.seen_in + 1,
        decision_of(region)
    )
}

/// `x0,y0,x1,y1` in stored pixels.
pub fn box_of(region: &EditedRegion) -> String {
    <[u32; 4]>::from(region.area)
        .map(|edge| edge.to_string())
        .join(",")
}

/// Lets a region's row or mark be chosen; a region on another frame brings that frame up.
pub fn choose(visit: Visit, region: &EditedRegion) {
    visit.view.region.set(Some(region.key));
    let frame = visit.current_untracked(|file| file.frame).unwrap_or(0);
    if !region.frames.includes(frame) {
        visit.dispatch(Event::ShowFrame(region.seen_in));
    }
}
