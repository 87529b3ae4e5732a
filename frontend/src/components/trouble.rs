//! News that concern the whole visit.

use leptos::prelude::*;

use super::icon::Icon;
use crate::browser::page;
use crate::effects::Visit;
use crate::session::Trouble;

/// A banner across the page, while there is something to tell.
#[component]
pub fn TroubleBanner() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let trouble = Memo::new(move |_| visit.session.with(|session| session.trouble));
    let words = |trouble| match trouble {
        Trouble::Outdated => {
            "De-ID was updated while this page was open. Reload it; files must be chosen again."
        }
        Trouble::NoWorker => {
            "The image worker did not start. Reload the page; if it happens again, use a current browser."
        }
    };
    move || {
        trouble.get().map(|trouble| {
            view! {
                <div class="banner banner--look banner--page" role="alert">
                    <Icon name="look"/>
                    <p>{words(trouble)}</p>
                    <button class="button button--small" type="button" on:click=|_| page::reload()>"Reload"</button>
                </div>
            }
        })
    }
}
