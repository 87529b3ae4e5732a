//! The steps from picture to boxes, one by one, as in the AWS notebook.

use deid_model::FrameSize;
use deid_model::worker::FileInfo;
use leptos::prelude::*;

use super::overlay::box_of;
use crate::claims::count;
use crate::editor::EditedRegion;
use crate::effects::Visit;
use crate::wording::{score, what_was_read};

/// The steps of the file on screen.
#[component]
pub fn Steps() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let all = Memo::new(move |_| {
        visit
            .current(|file| file.editor.regions().cloned().collect::<Vec<_>>())
            .unwrap_or_default()
    });
    let found = Memo::new(move |_| {
        all.get()
            .into_iter()
            .filter(EditedRegion::is_word)
            .collect::<Vec<_>>()
    });
    let painted = Memo::new(move |_| {
        all.get()
            .into_iter()
            .filter(EditedRegion::is_redacted)
            .collect::<Vec<_>>()
    });
    let color = move || {
        visit
            .session
            .with(|session| String::from(session.settings.box_color))
    };
    view! {
        <ol class="steps">
            <li class="step">
                <h3 class="step__title">"1. Words found"</h3>
                <p class="step__note">{move || format!("{} found.", count(found.get().len() as u64, "word"))}</p>
                <Map regions=found/>
                <BoxTable regions=found/>
            </li>
            <li class="step">
                <h3 class="step__title">"2. Text and entities"</h3>
                <p class="step__note">{move || what_was_read(&found.get())}</p>
                <ReadTable regions=found/>
            </li>
            <li class="step">
                <h3 class="step__title">"3. Boxes that will be painted"</h3>
                <p class="step__note">{move || format!("{} in {}.", boxes(painted.get().len()), color())}</p>
                <Map regions=painted/>
                <BoxTable regions=painted/>
            </li>
        </ol>
    }
}

/// What was read, with what it was taken for.
#[component]
fn ReadTable(regions: Memo<Vec<EditedRegion>>) -> impl IntoView {
    let read = Memo::new(move |_| {
        regions
            .get()
            .into_iter()
            .filter(|region| region.text.is_some())
            .collect::<Vec<_>>()
    });
    let row = |region: EditedRegion| {
        let text = region.text.as_ref().map(|text| text.expose().to_owned());
        view! {
            <tr>
                <td>{region.appearance().code}</td>
                <td>{text}</td>
                <td>{score(&region)}</td>
            </tr>
        }
    };
    view! {
        <Show when=move || read.with(|read| !read.is_empty())>
            <table class="boxes">
                <thead><tr><th>"Kind"</th><th>"Text"</th><th>"Score"</th></tr></thead>
                <tbody>{move || read.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </Show>
    }
}

fn boxes(number: usize) -> String {
    if number == 1 {
        "1 box".to_owned()
    } else {
        format!("{number} boxes")
    }
}

/// The boxes alone, in the shape of the picture.
#[component]
fn Map(regions: Memo<Vec<EditedRegion>>) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let size = move || {
        visit
            .current(|file| file.info.as_ref().map(FileInfo::shown_size))
            .flatten()
    };
    let view_box = move || {
        let FrameSize { columns, rows } = size().unwrap_or(FrameSize::new(1, 1));
        format!("0 0 {columns} {rows}")
    };
    view! {
        <svg class="map" viewBox=view_box aria-hidden="true">
            {move || regions.get().iter().map(|region| {
                let shown = visit.current(|file| file.info.as_ref().map(|info| info.shown_box(region.area)));
                let area = shown.flatten().unwrap_or(region.area);
                let family = region.appearance().family;
                view! { <rect class=format!("region--{family}") x=area.x0() y=area.y0() width=area.width() height=area.height()/> }
            }).collect_view()}
        </svg>
    }
}

#[component]
fn BoxTable(regions: Memo<Vec<EditedRegion>>) -> impl IntoView {
    let row = |(at, region): (usize, EditedRegion)| {
        let confidence = if region.is_drawn() {
            "drawn".to_owned()
        } else {
            format!("{:.2}", region.detect_confidence)
        };
        view! {
            <tr>
                <td>{at + 1}</td>
                <td>{box_of(&region).replace(',', ", ")}</td>
                <td>{region.seen_in + 1}</td>
                <td>{confidence}</td>
            </tr>
        }
    };
    view! {
        <Show when=move || regions.with(|regions| !regions.is_empty())>
            <table class="boxes">
                <thead><tr><th>"No."</th><th>"Box x0, y0, x1, y1"</th><th>"Frame"</th><th>"Belief"</th></tr></thead>
                <tbody>{move || regions.get().into_iter().enumerate().map(row).collect_view()}</tbody>
            </table>
        </Show>
    }
}
