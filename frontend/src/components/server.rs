//! The server behind the page: there, or how to get it.

use leptos::prelude::*;

use super::icon::Icon;
use crate::claims::count;
use crate::effects::Visit;
use crate::session::{Absence, Server};

/// Settings: whether a server is there, and what it offers.
#[component]
pub fn ServerCard() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let server = Memo::new(move |_| visit.session.with(|session| session.server.clone()));
    view! {
        <section class="form-card" aria-labelledby="server-title" data-testid="server">
            <h2 class="form-card__title" id="server-title">"Server"</h2>
            {move || match server.get() {
                Server::Asked => view! { <p class="form-card__text">"Asking the server what it offers."</p> }.into_any(),
                Server::Absent(absence) => view! { <Absent absence/> }.into_any(),
                Server::Present(offer) => {
                    let stores = match offer.stores.len() {
                        0 => "no bucket".to_owned(),
                        stores => count(stores as u64, "bucket"),
                    };
                    let log = if offer.records { "Saves are told to its audit log." } else { "It keeps no audit log." };
                    view! {
                        <p class="form-card__text">{format!("Connected: De-ID {}, {stores}. {log}", offer.version)}</p>
                    }.into_any()
                }
            }}
        </section>
    }
}

/// The empty page: how to get a server, where there is none.
#[component]
pub fn ServerNote() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let absence = Memo::new(move |_| {
        visit.session.with(|session| match session.server {
            Server::Absent(absence) => Some(absence),
            Server::Asked | Server::Present(_) => None,
        })
    });
    move || absence.get().map(|absence| view! { <Absent absence/> })
}

#[component]
fn Absent(absence: Absence) -> impl IntoView {
    view! {
        <div class="absent" data-testid="server-absent">
            <Icon name="look"/>
            <p>
                {absence.what()}" Everything works here but buckets and Amazon. "{absence.next_step()}
            </p>
        </div>
    }
}
