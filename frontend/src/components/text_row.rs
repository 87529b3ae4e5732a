//! One text: category, reading, score, decision; the selected one shows its place in the picture.

use deid_model::region::RegionReason;
use deid_model::{Decision, FrameSelection};
use leptos::html::Li;
use leptos::prelude::*;

use super::button::IconButton;
use super::crop::Crop;
use super::overlay::choose;
use crate::browser::{clock, page};
use crate::editor::{Edit, EditedRegion, RegionKey};
use crate::effects::Visit;

/// A row.
#[component]
pub fn TextRow(region: RegionKey) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let edited = Memo::new(move |_| {
        visit
            .current(|file| file.editor.region(region).cloned())
            .flatten()
    });
    let selected = Memo::new(move |_| visit.view.region.get() == Some(region));
    let class = move || {
        if selected.get() {
            "text-row text-row--selected"
        } else {
            "text-row"
        }
    };
    let row = NodeRef::<Li>::new();
    Effect::new(move |_| {
        if let Some(row) = row.get().filter(|_| selected.get()) {
            // Once the row has opened.
            clock::next_frame(move || page::bring_into_view(&row));
        }
    });
    let is_read = move || edited.get().is_some_and(|region| region.text.is_some());
    let look = move || edited.get().map(|region| region.appearance());
    view! {
        <li class=class node_ref=row data-testid="region-row" aria-current=move || selected.get().to_string()>
            <abbr
                class=move || look().map(|look| format!("tag tag--{}", look.family))
                title=move || look().map(|look| look.word)
            >
                {move || look().map(|look| look.code)}
            </abbr>
            <button
                class="text-row__what" type="button" aria-expanded=move || selected.get().to_string()
                on:click=move |_| { edited.get_untracked().inspect(|region| choose(visit, region)); }
            >
                <span class="text-row__text" class:text-row__text--unread=move || !is_read()>{move || edited.get().as_ref().map(reading)}</span>
                <span class="text-row__why">{move || edited.get().as_ref().map(place)}</span>
            </button>
            <span class="text-row__num">
                <span class="text-row__score" title=move || edited.get().as_ref().map(score_is)>{move || edited.get().as_ref().map(score)}</span>
                <span class="text-row__count">{move || edited.get().as_ref().map(scope)}</span>
            </span>
            <DecisionSwitch region edited/>
            <Show when=move || selected.get()>
                <More region edited/>
            </Show>
        </li>
    }
}

#[component]
fn DecisionSwitch(region: RegionKey, edited: Memo<Option<EditedRegion>>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let group = match region {
        RegionKey::Proposed(id) => format!("decision-{id}"),
        RegionKey::Drawn(id) => format!("decision-drawn-{id}"),
    };
    let redacted = move || edited.get().is_some_and(|region| region.is_redacted());
    let decide = move |decision| visit.edit(Edit::Decide(region, decision));
    let other = group.clone();
    view! {
        <fieldset class="switch">
            <legend class="sr-only">"Decision"</legend>
            <label class="switch__side switch__side--redact">
                <input type="radio" name=group prop:checked=redacted on:change=move |_| decide(Decision::Redact)/>
                <span>"Redact"</span>
            </label>
            <label class="switch__side">
                <input type="radio" name=other prop:checked=move || !redacted() on:change=move |_| decide(Decision::Keep)/>
                <span>"Keep"</span>
            </label>
        </fieldset>
    }
}

#[component]
fn More(region: RegionKey, edited: Memo<Option<EditedRegion>>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let area = Memo::new(move |_| edited.get().map(|region| region.area));
    let place = move || {
        area.get()
            .map(|area| format!("{}, {}", area.x0(), area.y0()))
    };
    let size = move || {
        area.get()
            .map(|area| format!("{} × {}", area.width(), area.height()))
    };
    view! {
        <div class="text-row__more">
            <Crop area/>
            <div class="text-row__tools">
                <dl class="facts facts--inline">
                    <div><dt>"At"</dt><dd>{place}</dd></div>
                    <div><dt>"Size"</dt><dd>{size}</dd></div>
                </dl>
                <IconButton
                    icon="trash" label="Delete region" key="Backspace"
                    on_press=move |()| visit.edit(Edit::Delete(region))
                />
            </div>
        </div>
    }
}

fn reading(region: &EditedRegion) -> String {
    match &region.text {
        Some(text) => text.expose().to_owned(),
        None if region.is_drawn() => "drawn".to_owned(),
        None => "not read".to_owned(),
    }
}

fn place(region: &EditedRegion) -> String {
    let verb = match region.reason {
        _ if region.look_again => "Kept before, look again:",
        RegionReason::CloudRead => "Read by Amazon,",
        RegionReason::CloudPhi => "PHI by Amazon,",
        RegionReason::Read
        | RegionReason::HeaderValue
        | RegionReason::DenyList
        | RegionReason::Label
        | RegionReason::Pattern
        | RegionReason::NameLike
        | RegionReason::Unexplained
        | RegionReason::AllowList
        | RegionReason::Vocabulary
        | RegionReason::Measurement => "Read in",
        RegionReason::Unread => "Found in",
        RegionReason::SecondReading => "Found after redaction in",
        RegionReason::Drawn => "Drawn in",
    };
    format!("{verb} frame {}", region.seen_in + 1)
}

fn scope(region: &EditedRegion) -> String {
    match region.frames {
        FrameSelection::All => "all frames".to_owned(),
        FrameSelection::One(frame) => format!("frame {}", frame + 1),
    }
}

/// The PHI score where it was judged what the text says, else how sure it is that this is text.
fn score(region: &EditedRegion) -> String {
    match region.reason {
        RegionReason::Drawn => "–".to_owned(),
        reason if reason.is_judged() => format!("{:.2}", region.score),
        _ => format!("{:.2}", region.detect_confidence),
    }
}

const fn score_is(region: &EditedRegion) -> &'static str {
    if region.reason.is_judged() {
        "PHI score"
    } else {
        "Belief that this is text"
    }
}
