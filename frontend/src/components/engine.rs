//! Settings: which engines look, and where outputs go.

use deid_model::EngineChoice;
use leptos::prelude::*;

use super::icon::Icon;
use crate::effects::Visit;
use crate::session::{Event, OutputEvent, SaveTo, Server};

/// Value of the option that sends each output where its original came from.
const WHERE_IT_CAME_FROM: &str = "";
/// Value of the option that downloads.
const DOWNLOAD: &str = "download";
/// Before the alias, in the value of an option that writes to a store.
const STORE: &str = "store:";

/// The choice of engines.
#[component]
pub fn EngineCard() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let cloud = Memo::new(move |_| {
        visit
            .session
            .with(|session| session.server.cloud().is_some())
    });
    let missing = Memo::new(move |_| visit.session.with(|session| why_no_cloud(&session.server)));
    view! {
        <fieldset class="form-card" data-testid="engine">
            <legend class="sr-only">"Engine"</legend>
            <h2 class="form-card__title">"Engine"</h2>
            <Choice
                engine=EngineChoice::Local icon="lock" name="Local" flag="--engine local"
                note="Text is found and judged in this browser. Nothing leaves this computer."
            />
            <Show
                when=move || cloud.get()
                fallback=move || view! { <p class="form-row__note">{move || missing.get()}</p> }
            >
                <Choice
                    engine=EngineChoice::Aws icon="cloud" name="Local and Amazon" flag="--engine aws"
                    note="Adds Rekognition and Comprehend Medical. Asks before each batch. Never releases a word that the local engine found."
                />
            </Show>
        </fieldset>
    }
}

const fn why_no_cloud(server: &Server) -> &'static str {
    match server {
        Server::Asked => "Whether Amazon can be added is not known yet.",
        Server::Absent(_) => {
            "Amazon cannot be added: server absent. Start De-ID with “deid serve” and open the link that it prints."
        }
        Server::Present(_) => "Amazon cannot be added: this server does not offer it.",
    }
}

#[component]
fn Choice(
    engine: EngineChoice,
    icon: &'static str,
    name: &'static str,
    flag: &'static str,
    note: &'static str,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let on = Memo::new(move |_| {
        visit
            .session
            .with(|session| session.settings.engine == engine)
    });
    let choose = move |_| {
        let mut settings = visit
            .session
            .with_untracked(|session| session.settings.clone());
        settings.engine = engine;
        visit.dispatch(Event::Configured(settings));
    };
    view! {
        <label class="choice" class:choice--on=move || on.get() data-engine=engine.name()>
            <input type="radio" name="engine" value=engine.name() prop:checked=move || on.get() on:change=choose/>
            <span class="choice__name"><Icon name=icon/>{name}<code class="flag">{flag}</code></span>
            <span class="choice__note">{note}</span>
        </label>
    }
}

/// Where outputs go.
#[component]
pub fn SaveToRow() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let chosen = Memo::new(move |_| visit.session.with(|session| value(&session.save_to)));
    let stores = Memo::new(move |_| {
        visit.session.with(|session| {
            let stores = session.server.stores();
            stores
                .iter()
                .map(|store| store.alias.clone())
                .collect::<Vec<_>>()
        })
    });
    let set = move |event| {
        let save_to = save_to(&event_target_value(&event));
        visit.dispatch(Event::Output(OutputEvent::SaveTo(save_to)));
    };
    let option = move |store: String| {
        let value = format!("{STORE}{store}");
        let this = value.clone();
        view! { <option value=value prop:selected=move || chosen.get() == this>{format!("Bucket: {store}")}</option> }
    };
    view! {
        <div class="form-row">
            <label class="form-row__label" for="save-to">"Save to"</label>
            <div class="form-row__ctl">
                <select class="select" id="save-to" data-testid="save-to" aria-describedby="save-to-note" on:change=set>
                    <option value=WHERE_IT_CAME_FROM prop:selected=move || chosen.get() == WHERE_IT_CAME_FROM>
                        "Where each file came from"
                    </option>
                    <option value=DOWNLOAD prop:selected=move || chosen.get() == DOWNLOAD>"Download, one file each"</option>
                    {move || stores.get().into_iter().map(option).collect_view()}
                </select>
                <p class="form-row__note" id="save-to-note">
                    "Files of a bucket go to its outputs, local files to a download. Nothing is ever overwritten."
                </p>
            </div>
            <code class="flag">"--out"</code>
        </div>
    }
}

fn value(save_to: &SaveTo) -> String {
    match save_to {
        SaveTo::WhereItCameFrom => WHERE_IT_CAME_FROM.to_owned(),
        SaveTo::Download => DOWNLOAD.to_owned(),
        SaveTo::Store(alias) => format!("{STORE}{alias}"),
    }
}

fn save_to(value: &str) -> SaveTo {
    match value.strip_prefix(STORE) {
        Some(alias) => SaveTo::Store(alias.to_owned()),
        None if value == DOWNLOAD => SaveTo::Download,
        None => SaveTo::WhereItCameFrom,
    }
}
