//! The file on screen and the cloud engine: who looked, and what to do where no answer came.

use deid_model::EngineChoice;
use deid_model::worker::FileId;
use leptos::prelude::*;

use super::icon::Icon;
use crate::advice::what_failed;
use crate::effects::Visit;
use crate::session::{Cloud, CloudEvent, Event};

/// One line: which engines looked at this file so far; and the way to leave it at that.
#[component]
pub fn FileEngine() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let told = Memo::new(move |_| {
        visit.session.with(|session| {
            let cloud = &session.current()?.cloud;
            Some((engine_words(cloud, &region(visit)), is_cloud(cloud)))
        })
    });
    let unsent = Memo::new(move |_| waits_for_sending(visit));
    view! {
        <p class="file-engine" data-testid="file-engine">
            {move || if told.get().is_some_and(|(_, cloud)| cloud) { view! { <Icon name="cloud"/> } } else { view! { <Icon name="lock"/> } }}
            <span>{move || told.get().map(|(words, _)| words)}</span>
            <Show when=move || unsent.get()>
                <button
                    class="button button--small" type="button" data-testid=stay_local(visit)
                    on:click=move |_| visit.dispatch(Event::Cloud(CloudEvent::StayLocal))
                >
                    "Stay local"
                </button>
            </Show>
        </p>
    }
}

/// Where Amazon is asked; empty where it is not.
pub fn region(visit: Visit) -> String {
    let region = |session: &crate::session::Session| Some(session.server.cloud()?.region.clone());
    visit.session.with(region).unwrap_or_default()
}

const fn is_cloud(cloud: &Cloud) -> bool {
    matches!(
        cloud,
        Cloud::Agreed(_) | Cloud::Asked(_) | Cloud::Stopping | Cloud::Found
    )
}

fn engine_words(cloud: &Cloud, region: &str) -> String {
    match cloud {
        Cloud::Unasked => "Local".to_owned(),
        // How much was sent before it failed is not known here.
        Cloud::Local => "Local; Amazon was asked and gave no answer".to_owned(),
        Cloud::Found => format!("Local and Amazon, {region}"),
        Cloud::Agreed(_) => format!("Local; waiting for Amazon, {region}"),
        Cloud::Asked(_) => format!("Local; asking Amazon, {region}"),
        Cloud::Stopping => format!("Local; stopping Amazon, {region}"),
        Cloud::Failed(_) => "Local; Amazon gave no answer".to_owned(),
    }
}

/// What happened when no answer came, and the way on without it.
#[component]
pub fn NoAnswerBanner() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let failed = Memo::new(move |_| {
        visit
            .current(|file| match &file.cloud {
                Cloud::Failed(code) => Some((file.id, code.clone())),
                _ => None,
            })
            .flatten()
    });
    move || {
        failed.get().map(|(file, code)| view! {
            <div class="banner banner--look banner--tall" role="alert" data-testid="cloud-failed" data-code=code.clone()>
                <Icon name="look"/>
                <p>"Amazon gave no answer for this file. "{what_failed(&code)}" It is not saved until there is one, or until you stay local for it."</p>
                <button
                    class="button button--small" type="button" data-testid=stay_local(visit)
                    on:click=move |_| visit.dispatch(Event::Cloud(CloudEvent::StayLocalFor(file)))
                >
                    "Stay local for this file"
                </button>
            </div>
        })
    }
}

/// The foot of a file that got no answer.
#[component]
pub fn AskAgain(file: FileId) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let again = move |_| {
        let holds = visit
            .session
            .with_untracked(|session| session.consent_holds(file));
        if holds {
            visit.dispatch(Event::Cloud(CloudEvent::Again(file)));
        } else {
            visit.view.consent.set(Some(vec![file]));
        }
    };
    view! {
        <button class="button button--primary" type="button" data-testid="cloud-retry" on:click=again>"Retry"</button>
    }
}

/// The foot of a file that was not asked about while Amazon is chosen.
#[component]
pub fn SendBatch() -> impl IntoView {
    let visit = expect_context::<Visit>();
    view! {
        <button
            class="button button--primary" type="button" data-testid="cloud-send" aria-keyshortcuts="A"
            on:click=move |_| visit.offer_to_send()
        >
            "Send to Amazon… "<kbd>"A"</kbd>
        </button>
    }
}

/// While the dialog is open, its button is the one that tests mean.
fn stay_local(visit: Visit) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + 'static {
    move || {
        visit
            .view
            .consent
            .with(Option::is_none)
            .then_some("stay-local")
    }
}

/// Whether the file on screen waits for a person to send it.
pub fn waits_for_sending(visit: Visit) -> bool {
    visit.session.with(|session| {
        let file = session.current();
        session.settings.engine == EngineChoice::Aws
            && file.is_some_and(|file| session.batch().contains(&file.id))
    })
}
