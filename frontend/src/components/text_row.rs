//! One text, at one place or several: category, reading, reason, score, decision; the selected one shows its place in
//! the picture.

use std::collections::HashMap;

use deid_model::region::RegionReason;
use deid_model::{Decision, FrameSelection};
use leptos::html::Li;
use leptos::prelude::*;

use super::button::IconButton;
use super::crop::Crop;
use super::overlay::choose;
use crate::browser::{clock, page};
use crate::claims::count;
use crate::editor::{Edit, EditedRegion, RegionKey, Row, RowDecision, Saying};
use crate::effects::Visit;
use crate::wording::{score, why};

/// A row, by its first place. It shows the place that is selected, else the first. `alike`: how many files of the study say
/// what a text says.
#[component]
pub fn TextRow(
    first: RegionKey,
    rows: Memo<Vec<Row>>,
    alike: Memo<HashMap<Saying, usize>>,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let row =
        Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.first == first).cloned()));
    let picked = Memo::new(move |_| {
        let region = visit.view.region.get()?;
        row.with(|row| row.as_ref()?.holds(region).then_some(region))
    });
    let edited = Memo::new(move |_| {
        let region = picked.get().unwrap_or(first);
        visit
            .current(|file| file.editor.region(region).cloned())
            .flatten()
    });
    let selected = Memo::new(move |_| picked.get().is_some());
    let class = move || {
        if selected.get() {
            "text-row text-row--selected"
        } else {
            "text-row"
        }
    };
    let element = NodeRef::<Li>::new();
    Effect::new(move |_| {
        if let Some(element) = element.get().filter(|_| selected.get()) {
            // Once the row has opened.
            clock::next_frame(move || page::bring_into_view(&element));
        }
    });
    let is_read = move || edited.get().is_some_and(|region| region.text.is_some());
    let look = move || edited.get().map(|region| region.appearance());
    view! {
        <li class=class node_ref=element data-testid="region-row" aria-current=move || selected.get().to_string()>
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
                <span class="text-row__why" title=move || edited.get().as_ref().map(category_and_reason)>{move || edited.get().as_ref().map(category_and_reason)}</span>
            </button>
            <Numbers row edited alike/>
            <DecisionSwitch first row/>
            <Show when=move || selected.get()>
                <More edited/>
            </Show>
        </li>
    }
}

#[component]
fn Numbers(
    row: Memo<Option<Row>>,
    edited: Memo<Option<EditedRegion>>,
    alike: Memo<HashMap<Saying, usize>>,
) -> impl IntoView {
    let decision = row_decision(row);
    let places = move || match (row.get()?.places.len(), decision.get()?) {
        (1, _) => edited.get().as_ref().map(scope),
        (all, RowDecision::Redacted(some)) => Some(format!("{some} of {all} redacted")),
        (all, RowDecision::All(_)) => Some(count(all as u64, "place")),
    };
    let files = Memo::new(move |_| {
        let says = edited.get()?.says()?;
        alike.with(|alike| alike.get(&says).copied().filter(|files| *files > 1))
    });
    let shown = move || {
        let files = files.get().map(|files| count(files as u64, "file"));
        let parts: Vec<String> = places().into_iter().chain(files).collect();
        parts.join(", ")
    };
    let note = move || {
        files
            .get()
            .map(|_| "Decided once for the files of this study that say the same")
    };
    view! {
        <span class="text-row__num">
            <span class="text-row__score" title="PHI score">{move || edited.get().as_ref().map(score)}</span>
            <span class="text-row__count" title=note>{shown}</span>
        </span>
    }
}

fn row_decision(row: Memo<Option<Row>>) -> Memo<Option<RowDecision>> {
    let visit = expect_context::<Visit>();
    Memo::new(move |_| {
        let row = row.get()?;
        visit.current(|file| file.editor.row_decision(&row))
    })
}

/// Decides every place of the row.
#[component]
fn DecisionSwitch(first: RegionKey, row: Memo<Option<Row>>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let group = match first {
        RegionKey::Proposed(id) => format!("decision-{id}"),
        RegionKey::Drawn(id) => format!("decision-drawn-{id}"),
    };
    let decision = row_decision(row);
    let all = move |wanted| decision.get() == Some(RowDecision::All(wanted));
    let decide = move |decision| visit.edit(Edit::DecideRow(first, decision));
    let other = group.clone();
    view! {
        <fieldset class="switch">
            <legend class="sr-only">"Decision"</legend>
            <label class="switch__side switch__side--redact">
                <input type="radio" name=group prop:checked=move || all(Decision::Redact) on:change=move |_| decide(Decision::Redact)/>
                <span>"Redact"</span>
            </label>
            <label class="switch__side">
                <input type="radio" name=other prop:checked=move || all(Decision::Keep) on:change=move |_| decide(Decision::Keep)/>
                <span>"Keep"</span>
            </label>
        </fieldset>
    }
}

#[component]
fn More(edited: Memo<Option<EditedRegion>>) -> impl IntoView {
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
    let seen_in = move || edited.get().map(|region| region.seen_in + 1);
    let belief = move || {
        edited
            .get()
            .map(|region| format!("{:.2}", region.detect_confidence))
    };
    let delete = move || {
        if let Some(region) = edited.get_untracked() {
            visit.edit(Edit::Delete(region.key));
        }
    };
    view! {
        <div class="text-row__more">
            <Crop area/>
            <div class="text-row__tools">
                <dl class="facts facts--inline">
                    <div><dt>"Frame"</dt><dd>{seen_in}</dd></div>
                    <div><dt>"At"</dt><dd>{place}</dd></div>
                    <div><dt>"Size"</dt><dd>{size}</dd></div>
                    <div><dt title="How sure it is that this is text">"Text"</dt><dd>{belief}</dd></div>
                </dl>
                <IconButton
                    icon="trash" label="Delete region" key="Backspace"
                    on_press=move |()| delete()
                />
            </div>
        </div>
    }
}

fn reading(region: &EditedRegion) -> String {
    match (&region.text, region.reason) {
        (Some(text), _) => text.expose().to_owned(),
        (None, RegionReason::Drawn) => "drawn".to_owned(),
        (None, RegionReason::DeviceOverlay | RegionReason::OutsideRegions) => {
            "not looked at".to_owned()
        }
        (None, _) => "not read".to_owned(),
    }
}

fn category_and_reason(region: &EditedRegion) -> String {
    let (word, why) = (region.appearance().word, why(region));
    if word == why {
        why
    } else {
        format!("{word} · {why}")
    }
}

fn scope(region: &EditedRegion) -> String {
    match region.frames {
        FrameSelection::All => "all frames".to_owned(),
        FrameSelection::One(frame) => format!("frame {}", frame + 1),
    }
}
