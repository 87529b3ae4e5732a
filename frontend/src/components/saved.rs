//! After saving: what was checked, what was not, and the report.

use deid_model::report::Report;
use deid_model::worker::FileId;
use leptos::prelude::*;

use super::cloud::region;
use super::icon::Icon;
use crate::advice::what_failed;
use crate::browser::download;
use crate::claims::{Claim, Outcome, claims, count, not_checked, size};
use crate::effects::Visit;
use crate::session::{Delivery, Event, FileState, NOT_RECORDED, OUTPUT_EXISTS, OutputEvent, Saved};

/// The right column of a saved file.
#[component]
pub fn SavedPanel(file: FileId) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let saved = visit
        .session
        .with_untracked(|session| session.file(file).and_then(|file| file.saved.clone()));
    saved.map(|saved| {
        let report = saved.report.clone();
        let elapsed = format!("in {:.1} s", report.elapsed_ms.total as f64 / 1000.0);
        view! {
            <aside class="inspector" aria-label="Result">
                <header class="panel-head">
                    <h2 class="panel-head__title">"What was checked"</h2>
                    <span class="panel-head__meta">{elapsed}</span>
                </header>
                <div class="inspector__body">
                    <SavedFile file saved=saved.clone()/>
                    <NotWritten file/>
                    <ul class="claims" data-testid="verification">
                        {claims(&report).into_iter().map(|claim| view! { <ClaimRow claim/> }).collect_view()}
                    </ul>
                    <section class="unchecked" aria-labelledby="unchecked-title">
                        <h3 class="unchecked__title" id="unchecked-title">"What was not checked"</h3>
                        {not_checked(&report).into_iter().map(|note| view! { <p>{note}</p> }).collect_view()}
                    </section>
                    <Warnings report=report.clone()/>
                    <Facts report/>
                    <SavedButtons file saved/>
                </div>
                <SavedFoot/>
            </aside>
        }
    })
}

#[component]
fn SavedFile(file: FileId, saved: Saved) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let now = Memo::new(move |_| {
        visit.session.with(|session| {
            let saved = session.file(file)?.saved.as_ref()?;
            Some((saved.delivery.clone(), saved.recorded))
        })
    });
    let output = saved.report.output.as_ref();
    let bytes = output.map_or(0, |output| output.bytes);
    let same = output.and_then(|output| output.transfer_syntax.as_ref())
        == saved.report.input.transfer_syntax.as_ref();
    let encoding = if same {
        "encoded as before"
    } else {
        "encoded anew, without loss"
    };
    view! {
        <div class="saved-file">
            <Icon name="file" class="saved-file__icon"/>
            <div>
                <p class="saved-file__name">{saved.name}</p>
                <p class="saved-file__meta" data-testid="delivery">{move || now.get().map(|(delivery, _)| whereabouts(&delivery))}</p>
                <p class="saved-file__meta">{format!("{} · {encoding}", size(bytes))}{move || now.get().filter(|(_, recorded)| *recorded).map(|_| " · in the server’s audit log")}</p>
            </div>
        </div>
    }
}

fn whereabouts(delivery: &Delivery) -> String {
    match delivery {
        Delivery::Recording { .. } => "Waiting for the server’s audit log".to_owned(),
        Delivery::Downloaded => "Handed to the browser as a download".to_owned(),
        Delivery::Writing { store } => format!("On its way to bucket {store}"),
        Delivery::Written { store, key } => format!("In bucket {store}: {key}"),
        Delivery::Failed { store, .. } => not_handed_over(store.as_deref()),
    }
}

fn not_handed_over(store: Option<&str>) -> String {
    store.map_or_else(
        || "Not downloaded".to_owned(),
        |store| format!("Not written to bucket {store}"),
    )
}

/// Why the output is still here, and the ways out.
#[component]
fn NotWritten(file: FileId) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let failed = Memo::new(move |_| {
        visit.session.with(|session| {
            let (store, code) = session.file(file)?.not_written()?;
            Some((not_handed_over(store), code.to_owned()))
        })
    });
    let button = move |name, testid, event: fn(FileId) -> OutputEvent| {
        view! {
            <button class="button button--small" type="button" data-testid=testid on:click=move |_| visit.dispatch(Event::Output(event(file)))>
                {name}
            </button>
        }
    };
    move || {
        failed.get().map(|(what, code)| {
            // Under a name that is taken it would fail again.
            let again = (code != OUTPUT_EXISTS)
                .then(|| button("Retry", "write-retry", OutputEvent::WriteAgain));
            // Nor does an output leave in another way while the audit log does not know of it.
            let download = (code != NOT_RECORDED)
                .then(|| button("Download", "write-download", OutputEvent::DownloadInstead));
            let words = format!("{what}. {}", what_failed(&code));
            view! {
                <div class="banner banner--look banner--tall" role="alert" data-testid="not-written" data-code=code>
                    <Icon name="look"/>
                    <p>{words}</p>
                    <div class="button-row">
                        {again}
                        {download}
                    </div>
                </div>
            }
        })
    }
}

#[component]
fn ClaimRow(claim: Claim) -> impl IntoView {
    let (icon, class) = match claim.outcome {
        Outcome::Done => ("check", "claim"),
        Outcome::Look => ("look", "claim claim--look"),
        Outcome::NotRun => ("clock", "claim claim--not-run"),
    };
    view! {
        <li class=class>
            <Icon name=icon class="claim__icon"/>
            <div><p class="claim__what">{claim.what}</p><p class="claim__how">{claim.how}</p></div>
        </li>
    }
}

#[component]
fn Warnings(report: Report) -> impl IntoView {
    (!report.warnings.is_empty()).then(|| {
        view! {
            <ul class="warnings" aria-label="Warnings">
                {report.warnings.iter().map(|warning| view! {
                    <li><code>{warning.code()}</code>" "{warning.meaning()}</li>
                }).collect_view()}
            </ul>
        }
    })
}

#[component]
fn Facts(report: Report) -> impl IntoView {
    let engines: Vec<_> = report
        .engines
        .iter()
        .map(|engine| format!("{} {}", engine.name, engine.version))
        .collect();
    let viewed = report
        .frames_viewed
        .map(|viewed| format!("{viewed} of {}", report.input.frames));
    let ran = match report.settings.engine.as_str() {
        "aws" => format!("Local and Amazon, {}", region(expect_context::<Visit>())),
        _ => "Local".to_owned(),
    };
    let rows = [
        ("Versions", engines.join(", ")),
        ("Frames viewed", viewed.unwrap_or_else(|| "–".to_owned())),
        ("Box color", String::from(report.settings.box_color)),
        ("Key", format!("{}, this visit", report.settings.key_id)),
    ];
    view! {
        <dl class="facts">
            <div><dt>"Engine"</dt><dd data-testid="file-engine">{ran}</dd></div>
            {rows.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
        </dl>
    }
}

#[component]
fn SavedButtons(file: FileId, saved: Saved) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let hand_over = move |_| {
        if let Ok(text) = serde_json::to_string_pretty(&saved.report) {
            download::json(&format!("{}.report.json", saved.name), &text);
        }
    };
    view! {
        <div class="button-row">
            <button class="button" type="button" on:click=hand_over><Icon name="report"/>"Report"</button>
            <button class="button" type="button" on:click=move |_| visit.dispatch(Event::Reopen(file))>
                <Icon name="undo"/>"Change decisions"
            </button>
        </div>
    }
}

#[component]
fn SavedFoot() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let counts = Memo::new(move |_| {
        visit.session.with(|session| {
            let [saved, look, refused] =
                [FileState::Saved, FileState::NeedsLook, FileState::Refused]
                    .map(|state| session.count(state));
            (saved, session.files.len() as u64, look, refused)
        })
    });
    let next = Memo::new(move |_| visit.session.with(|session| session.neighbor(1)));
    view! {
        <footer class="inspector__foot">
            <p class="tally">
                <strong>{move || counts.get().0}</strong>{move || format!(" of {} saved", count(counts.get().1, "file"))}
                <span class="tally__note">
                    {move || format!("{} need a look, {} refused", counts.get().2, counts.get().3)}
                </span>
            </p>
            {move || next.get().map(|next| view! {
                <button class="button button--primary" type="button" aria-keyshortcuts="PageDown" on:click=move |_| visit.dispatch(Event::Select(next))>
                    "Next file "<kbd>"PgDn"</kbd>
                </button>
            })}
        </footer>
    }
}
