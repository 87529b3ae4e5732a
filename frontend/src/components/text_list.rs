//! The texts found, each with its decision.

use leptos::prelude::*;

use super::rules::AT_ANY_THRESHOLD;
use super::text_row::TextRow;
use crate::editor::Edit;
use crate::effects::Visit;
use crate::session::{Event, FileState};

/// Threshold, then one row for each text.
#[component]
pub fn TextList() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let rows = Memo::new(move |_| visit.current(|file| file.editor.rows()).unwrap_or_default());
    let alike = Memo::new(move |_| {
        visit.session.with(|session| {
            let file = session.current();
            file.map(|file| session.files_alike(file))
                .unwrap_or_default()
        })
    });
    let firsts = move || rows.with(|rows| rows.iter().map(|row| row.first).collect::<Vec<_>>());
    view! {
        <Threshold/>
        <DrawScope/>
        <Removed/>
        <ul class="text-list" aria-label="Texts found, each decided once">
            <For each=firsts key=|first| *first let(first)>
                <TextRow first rows alike/>
            </For>
        </ul>
        <Show when=move || rows.with(Vec::is_empty)>
            <p class="blank">{move || blank(visit)}</p>
        </Show>
    }
}

fn blank(visit: Visit) -> &'static str {
    match visit.current(|file| file.state) {
        Some(FileState::Waiting | FileState::Working) => "Looking for text.",
        _ => "No text was found. Look at the picture; draw a box over what must go.",
    }
}

/// The score from which text is redacted.
#[component]
fn Threshold() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let score = Memo::new(move |_| visit.session.with(|session| session.settings.phi_threshold));
    let set = move |event| {
        if let Ok(score) = event_target_value(&event).parse::<f32>() {
            let settings = visit
                .session
                .with_untracked(|session| session.settings.clone());
            let phi_threshold = score.clamp(0.0, 1.0);
            visit.dispatch(Event::Configured(deid_model::Settings {
                phi_threshold,
                ..settings
            }));
        }
    };
    view! {
        <div class="threshold">
            <label class="threshold__label" for="threshold">"Redact from score"</label>
            <input
                class="range" id="threshold" data-testid="threshold" type="range" min="0" max="1" step="0.01"
                prop:value=move || score.get().to_string() aria-describedby="threshold-note" on:input=set
            />
            <output class="threshold__value" for="threshold">{move || format!("{:.2}", score.get())}</output>
            <p class="threshold__note" id="threshold-note">{AT_ANY_THRESHOLD}</p>
        </div>
    }
}

/// For files of several frames: which of them a drawn box covers.
#[component]
fn DrawScope() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let several = Memo::new(move |_| visit.current(|file| file.frames() > 1).unwrap_or(false));
    let one = visit.view.draw_on_one_frame;
    view! {
        <Show when=move || several.get()>
            <label class="check draw-scope">
                <input type="checkbox" prop:checked=move || one.get() on:change=move |event| one.set(event_target_checked(&event))/>
                <span>"Draw boxes on this frame only"</span>
            </label>
        </Show>
    }
}

/// Texts that were deleted from the list can be brought back.
#[component]
fn Removed() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let removed = Memo::new(move |_| {
        visit
            .current(|file| file.editor.tally().removed)
            .unwrap_or(0)
    });
    view! {
        <Show when=move || { removed.get() > 0 }>
            <p class="removed">
                {move || format!("{} deleted and kept in the picture. ", removed.get())}
                <button class="button button--small" type="button" on:click=move |_| visit.edit(Edit::Restore)>"Bring back"</button>
            </p>
        </Show>
    }
}
