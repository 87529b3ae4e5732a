//! The tools above the picture, in groups.

use leptos::prelude::*;

use super::button::IconButton;
use crate::effects::Visit;
use crate::picture::Samples;
use crate::shortcuts::{Command, ZOOM_STEP};
use crate::view::{Compare, Tool};
use crate::windowing::presets;

/// The bar of tools.
#[component]
pub fn Toolbar() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let history = Memo::new(move |_| {
        visit
            .current(|file| file.editor.history())
            .unwrap_or_default()
    });
    view! {
        <div class="toolbar" role="group" aria-label="Image tools">
            <div class="toolbar__group" role="group" aria-label="What the pointer does">
                <ToolButton tool=Tool::Select icon="select" label="Select" key="V"/>
                <ToolButton tool=Tool::Window icon="window" label="Window and level" key="W"/>
                <ToolButton tool=Tool::Pan icon="pan" label="Pan" key="P"/>
                <ToolButton tool=Tool::Draw icon="draw" label="Draw region" key="D"/>
            </div>
            <div class="toolbar__group" role="group" aria-label="Display">
                <PresetMenu/>
                <IconButton
                    icon="invert" label="Invert" key="I"
                    pressed=Signal::derive(move || visit.view.look.get().inverted)
                    on_press=move |()| visit.perform(Command::Invert)
                />
            </div>
            <div class="toolbar__group" role="group" aria-label="Size">
                <IconButton icon="zoom" label="Zoom in" key="+" on_press=move |()| visit.perform(Command::Zoom(ZOOM_STEP))/>
                <IconButton icon="zoom-out" label="Zoom out" key="-" on_press=move |()| visit.perform(Command::Zoom(1.0 / ZOOM_STEP))/>
                <IconButton icon="fit" label="Fit" key="=" on_press=move |()| visit.perform(Command::Fit)/>
                <IconButton icon="one" label="One to one" key="0" on_press=move |()| visit.perform(Command::OneToOne)/>
            </div>
            <div class="toolbar__group toolbar__group--end" role="group" aria-label="Before and after">
                <CompareButton compare=Compare::Original icon="eye" label="Without marks" key="O"/>
                <CompareButton compare=Compare::Painted icon="split" label="Painted as it will be saved" key="X"/>
                <CompareButton compare=Compare::Pair icon="compare" label="Side by side" key="B"/>
            </div>
            <div class="toolbar__group" role="group" aria-label="History">
                <IconButton
                    icon="undo" label="Undo" key="Ctrl+Z" disabled=Signal::derive(move || !history.get().0)
                    on_press=move |()| visit.perform(Command::Undo)
                />
                <IconButton
                    icon="redo" label="Redo" key="Ctrl+Y" disabled=Signal::derive(move || !history.get().1)
                    on_press=move |()| visit.perform(Command::Redo)
                />
            </div>
        </div>
    }
}

#[component]
fn ToolButton(
    tool: Tool,
    icon: &'static str,
    label: &'static str,
    key: &'static str,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    view! {
        <IconButton
            icon label key
            pressed=Signal::derive(move || visit.view.tool.get() == tool)
            on_press=move |()| visit.perform(Command::Use(tool))
        />
    }
}

#[component]
fn CompareButton(
    compare: Compare,
    icon: &'static str,
    label: &'static str,
    key: &'static str,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    view! {
        <IconButton
            icon label key
            pressed=Signal::derive(move || visit.view.compare.get() == compare)
            on_press=move |()| visit.perform(Command::Compare(compare))
        />
    }
}

/// The windows that can be chosen by name; nothing to choose for color pictures.
#[component]
fn PresetMenu() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let modality = Memo::new(move |_| {
        visit
            .current(|file| file.info.as_ref()?.modality.clone())
            .flatten()
    });
    let is_grey = Memo::new(move |_| {
        let _follow = visit.current(|file| (file.id, file.frame));
        visit.pictures.track();
        visit
            .shown()
            .is_some_and(|shown| matches!(shown.0.samples, Samples::Grey(..)))
    });
    let choose = move |event| {
        if let Ok(place) = event_target_value(&event).parse() {
            visit.choose_preset(place);
        }
    };
    view! {
        <label class="sr-only" for="preset">"Window preset"</label>
        <select
            class="select select--preset" id="preset" title="Window preset (1, 2, …)"
            disabled=move || !is_grey.get()
            on:change=choose
            prop:value=move || visit.view.preset.get().map_or_else(|| "own".to_owned(), |place| place.to_string())
        >
            {move || {
                presets(modality.get().as_deref())
                    .iter()
                    .enumerate()
                    .map(|(place, preset)| view! { <option value=place.to_string()>{preset.name}</option> })
                    .collect_view()
            }}
            <option value="own" hidden>"Own"</option>
        </select>
    }
}
