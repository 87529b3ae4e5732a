//! What can be set; each row names its flag on the command line.

use deid_model::{BoxColor, Settings};
use leptos::prelude::*;

use super::engine::{EngineCard, SaveToRow};
use super::rules::RulesCard;
use super::server::ServerCard;
use crate::effects::Visit;
use crate::session::Event;

/// Dots per inch that make sense.
const DPI: std::ops::RangeInclusive<u32> = 1..=4800;
/// Colors to choose with one press: name, class, color.
const SWATCHES: [(&str, &str, [u8; 3]); 4] = [
    ("Black", "swatch swatch--black", [0, 0, 0]),
    ("White", "swatch swatch--white", [255, 255, 255]),
    ("Grey", "swatch swatch--grey", [128, 128, 128]),
    ("Red", "swatch swatch--red", [255, 0, 0]),
];

/// The screen of settings.
#[component]
pub fn SettingsScreen() -> impl IntoView {
    view! {
        <main class="settings" id="stage">
            <header class="panel-head settings__bar">
                <h1 class="panel-head__title">"Settings"</h1>
                <span class="panel-head__meta">"Kept until this page is closed."</span>
            </header>
            <div class="settings__grid">
                <section class="form-card" aria-labelledby="redaction-title">
                    <h2 class="form-card__title" id="redaction-title">"Boxes"</h2>
                    <BoxColorRow/>
                </section>
                <RulesCard/>
                <section class="form-card" aria-labelledby="output-title">
                    <h2 class="form-card__title" id="output-title">"Output"</h2>
                    <SaveToRow/>
                    <GraphicsRow/>
                    <DpiRow/>
                </section>
                <EngineCard/>
                <ServerCard/>
                <KeyCard/>
            </div>
        </main>
    }
}

/// What is set, for views.
pub fn settings(visit: Visit) -> Settings {
    visit.session.with(|session| session.settings.clone())
}

/// Changes what is set.
pub fn configure(visit: Visit, change: impl FnOnce(&mut Settings)) {
    let mut settings = visit
        .session
        .with_untracked(|session| session.settings.clone());
    change(&mut settings);
    visit.dispatch(Event::Configured(settings));
}

#[component]
fn BoxColorRow() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let color = Memo::new(move |_| settings(visit).box_color);
    let text = move || String::from(color.get());
    let invalid = RwSignal::new(false);
    let set = move |event| match event_target_value(&event).trim().parse::<BoxColor>() {
        Ok(box_color) => {
            invalid.set(false);
            configure(visit, |settings| settings.box_color = box_color);
        }
        Err(_) => invalid.set(true),
    };
    let swatch = move |(name, class, rgb): (&'static str, &'static str, [u8; 3])| {
        view! {
            <button
                class=class type="button" aria-label=name title=name
                aria-pressed=move || (color.get().rgb == rgb).to_string()
                on:click=move |_| configure(visit, |settings| settings.box_color = BoxColor { rgb })
            ></button>
        }
    };
    view! {
        <div class="form-row">
            <label class="form-row__label" for="box-color">"Box color"</label>
            <div class="form-row__ctl">
                <span class="swatches">
                    {SWATCHES.map(swatch)}
                    <input class="swatch swatch--any" type="color" aria-label="Any color" title="Any color" prop:value=text on:input=set/>
                    <input
                        class="input input--num" id="box-color" spellcheck="false" maxlength="7" prop:value=text
                        aria-invalid=move || invalid.get().to_string() aria-describedby="box-color-note" on:change=set
                    />
                </span>
                <p class="form-row__note" id="box-color-note">
                    {move || if invalid.get() { "A color is # and six hexadecimal digits, such as #ff0000." }
                        else { "Grey and palette DICOM take their darkest value instead of a color they do not have." }}
                </p>
            </div>
            <code class="flag">"--box-color"</code>
        </div>
    }
}

#[component]
fn GraphicsRow() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let set = move |event| {
        let keep = event_target_checked(&event);
        configure(visit, |settings| settings.clean_graphics = keep);
    };
    view! {
        <div class="form-row">
            <span class="form-row__label">"Overlay planes"</span>
            <div class="form-row__ctl">
                <label class="check">
                    <input
                        type="checkbox" data-testid="clean-graphics" aria-describedby="graphics-note"
                        prop:checked=move || settings(visit).clean_graphics on:change=set
                    />
                    <span>"Keep them, cleaned of text"</span>
                </label>
                <p class="form-row__note" id="graphics-note">"Text that is not known as harmless is cleared, without a review. Otherwise all planes are removed."</p>
            </div>
            <code class="flag">"--clean-graphics"</code>
        </div>
    }
}

#[component]
fn DpiRow() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let invalid = RwSignal::new(false);
    let set = move |event| {
        let dpi = event_target_value(&event)
            .trim()
            .parse()
            .ok()
            .filter(|dpi| DPI.contains(dpi));
        invalid.set(dpi.is_none());
        if let Some(dpi) = dpi {
            configure(visit, |settings| settings.dpi = dpi);
        }
    };
    view! {
        <div class="form-row">
            <label class="form-row__label" for="dpi">"PNG resolution"</label>
            <div class="form-row__ctl">
                <span class="unit">
                    <input
                        class="input input--num" id="dpi" inputmode="numeric" prop:value=move || settings(visit).dpi.to_string()
                        aria-invalid=move || invalid.get().to_string() aria-describedby="dpi-note" on:change=set
                    />
                    <span class="unit__of">"dpi"</span>
                </span>
                <p class="form-row__note" id="dpi-note">
                    {move || if invalid.get() { "A whole number from 1 to 4800." } else { "Written into PNG files; pixels do not change." }}
                </p>
            </div>
            <code class="flag">"--dpi"</code>
        </div>
    }
}

#[component]
fn KeyCard() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let key = move || {
        visit
            .session
            .with(|session| session.key_id.clone())
            .unwrap_or_else(|| "not made yet".to_owned())
    };
    view! {
        <section class="form-card" aria-labelledby="key-title">
            <h2 class="form-card__title" id="key-title">"Key for pseudonyms"</h2>
            <div class="form-row">
                <span class="form-row__label">"Key id"</span>
                <div class="form-row__ctl">
                    <p class="form-row__value">{key}</p>
                    <p class="form-row__note">"Made for this visit. Files saved in a later visit will not link to these."</p>
                </div>
            </div>
        </section>
    }
}
