//! Why a file was refused, and what to do next.

use deid_model::worker::FileId;
use deid_model::{Reason, ReasonCode};
use leptos::prelude::*;

use super::icon::Icon;
use super::picker::choose_files;
use crate::advice::{may_try_again, next_step};
use crate::claims::{count, size};
use crate::effects::Visit;
use crate::session::Event;

/// The notice of a refused file, in place of its picture.
#[component]
pub fn Notice(file: FileId) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let told = visit.session.with_untracked(|session| {
        let file = session.file(file)?;
        Some((file.name.clone(), file.bytes, file.refusal.clone()?))
    });
    let others = Memo::new(move |_| {
        visit
            .session
            .with(|session| session.files.len().saturating_sub(1) as u64)
    });
    let lead = move || match others.get() {
        0 => "Nothing was written for this file.".to_owned(),
        1 => "Nothing was written for this file. The other file goes on.".to_owned(),
        others => format!(
            "Nothing was written for this file. The other {} go on.",
            count(others, "file")
        ),
    };
    told.map(|(name, bytes, reason)| {
        view! {
            <section class="viewer viewer--message" aria-label="Refused file" id="stage" tabindex="-1">
                <div class="notice" role="alert" data-testid="error" data-code=reason.code.code() aria-labelledby="error-title">
                    <header class="notice__head">
                        <Icon name="stop" class="notice__icon"/>
                        <div>
                            <h2 class="notice__title" id="error-title">{format!("{name} was refused")}</h2>
                            <p class="notice__lead">{lead}</p>
                        </div>
                    </header>
                    <h3 class="notice__sub">"What happened"</h3>
                    <p>{reason.code.meaning()}</p>
                    <h3 class="notice__sub">"What to do next"</h3>
                    <p>{next_step(reason.code)}</p>
                    <Details reason=reason.clone() bytes/>
                    <NoticeFoot file code=reason.code/>
                </div>
            </section>
        }
    })
}

#[component]
fn Details(reason: Reason, bytes: u64) -> impl IntoView {
    let rows = [
        ("Reason code", Some(reason.code.code().to_owned())),
        ("Transfer syntax", reason.uid),
        ("Attribute", reason.tag),
        ("Frame", reason.frame.map(|frame| (frame + 1).to_string())),
        (
            "Byte offset",
            reason.offset.map(|offset| offset.to_string()),
        ),
        ("File size", Some(size(bytes))),
    ];
    view! {
        <dl class="facts notice__details">
            {rows.into_iter().filter_map(|(name, value)| Some(view! { <div><dt>{name}</dt><dd>{value?}</dd></div> })).collect_view()}
        </dl>
        <p class="notice__fine">"No value of the file is part of these details."</p>
    }
}

#[component]
fn NoticeFoot(file: FileId, code: ReasonCode) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let next = Memo::new(move |_| visit.session.with(|session| session.neighbor(1)));
    view! {
        <footer class="notice__foot">
            {move || match next.get() {
                Some(next) => view! {
                    <button class="button button--primary" type="button" on:click=move |_| visit.dispatch(Event::Select(next))>
                        "Next file "<kbd>"PgDn"</kbd>
                    </button>
                }.into_any(),
                None => view! {
                    <button class="button button--primary" type="button" on:click=|_| choose_files()>"Add files"</button>
                }.into_any(),
            }}
            {(code == ReasonCode::TruncatedPixelData).then(|| view! {
                <button class="button" type="button" data-testid="accept-truncated" on:click=move |_| visit.dispatch(Event::AcceptTruncated(file))>"Go on with the whole frames"</button>
            })}
            {may_try_again(code).then(|| view! {
                <button class="button" type="button" on:click=move |_| visit.dispatch(Event::Retry(file))>"Try again"</button>
            })}
        </footer>
    }
}
