//! Below the picture: the frame slider, and window, zoom, place and value in words.

use leptos::prelude::*;

use crate::effects::Visit;
use crate::session::Event;
use crate::windowing::window_of;

/// The foot of the viewer.
#[component]
pub fn ViewerFoot() -> impl IntoView {
    view! {
        <div class="viewer__foot">
            <Scrubber/>
            <Readout/>
        </div>
    }
}

#[component]
fn Scrubber() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let place = Memo::new(move |_| {
        visit
            .current(|file| (file.frame, file.frames()))
            .unwrap_or((0, 1))
    });
    let label = move || match place.get() {
        (_, 1) => "One frame".to_owned(),
        (frame, frames) => format!("Frame {} of {frames}", frame + 1),
    };
    let show = move |event| {
        if let Ok(number) = event_target_value(&event).parse::<u32>() {
            visit.dispatch(Event::ShowFrame(number.saturating_sub(1)));
        }
    };
    view! {
        <div class="scrubber" class:scrubber--single=move || place.get().1 == 1>
            <label class="scrubber__label" for="frame">{label}</label>
            <input
                class="range" id="frame" type="range" min="1"
                max=move || place.get().1.to_string()
                prop:value=move || (place.get().0 + 1).to_string()
                disabled=move || place.get().1 == 1
                on:input=show
            />
        </div>
    }
}

#[component]
fn Readout() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let shown = move || {
        let (file, frame) = visit.current(|file| (file.id, file.frame))?;
        visit.picture(file, frame, deid_model::worker::PictureVersion::Original)
    };
    let shown = Memo::new(move |_| shown());
    let window = move || {
        let window = window_of(&shown.get()?.0, visit.view.look.get())?;
        Some(format!(
            "{} / {}",
            rounded(window.width),
            rounded(window.center)
        ))
    };
    let place = move || visit.view.pointer.get().map(|(x, y)| format!("{x}, {y}"));
    let value = move || shown.get()?.0.value_at(visit.view.pointer.get()?);
    let zoom = move || format!("{:.0} %", visit.view.viewport.get().scale() * 100.0);
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    view! {
        <dl class="readout">
            <div><dt>"Window"</dt><dd>{move || or_dash(window())}</dd></div>
            <div><dt>"Zoom"</dt><dd>{zoom}</dd></div>
            <div><dt>"At"</dt><dd>{move || or_dash(place())}</dd></div>
            <div><dt>"Value"</dt><dd>{move || or_dash(value())}</dd></div>
        </dl>
    }
}

/// Whole numbers where a window is wide, one decimal where it is narrow.
fn rounded(value: f64) -> String {
    if value.abs() >= 100.0 {
        format!("{value:.0}")
    } else {
        format!("{}", (value * 10.0).round() / 10.0)
    }
}
