//! The right column: the texts of the file on screen and what is decided about them; after saving,
//! what was checked.

use deid_model::worker::FileId;
use leptos::prelude::*;

use super::cloud::{AskAgain, FileEngine, NoAnswerBanner, SendBatch, waits_for_sending};
use super::icon::Icon;
use super::saved::SavedPanel;
use super::steps::Steps;
use super::text_list::TextList;
use crate::advice::what_tripped;
use crate::claims::count;
use crate::effects::Visit;
use crate::session::{Cloud, Delivery, Event, FileState, News};
use crate::view::Tab;

/// The right column.
#[component]
pub fn Inspector() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let state = Memo::new(move |_| {
        visit.current(|file| {
            let has_output = file.state == FileState::Saved || file.not_written().is_some();
            (file.id, file.state, has_output)
        })
    });
    let shown = Memo::new(move |_| match state.get() {
        Some((file, _, true)) => (1, file),
        Some((file, FileState::Refused, _)) => (2, file),
        _ => (0, 0),
    });
    move || match shown.get() {
        (1, file) => view! { <SavedPanel file/> }.into_any(),
        (2, _) => view! {
            <aside class="inspector" aria-label="Text">
                <p class="blank">"Nothing to decide: this file was refused."</p>
            </aside>
        }
        .into_any(),
        _ => view! { <Review/> }.into_any(),
    }
}

#[component]
fn Review() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let tab = visit.view.tab;
    let texts = Memo::new(move |_| {
        visit
            .current(|file| file.editor.regions().count())
            .unwrap_or(0)
    });
    view! {
        <aside class="inspector" aria-label="Text">
            <div class="tabs" role="tablist" aria-label="Details of the file">
                <TabButton here=Tab::Text>"Text "<span class="tab__n">{texts}</span></TabButton>
                <TabButton here=Tab::Steps>"Steps"</TabButton>
            </div>
            <FileEngine/>
            <NewsBanner/>
            <NoAnswerBanner/>
            <div class="inspector__body" role="tabpanel" tabindex="-1">
                {move || match tab.get() {
                    Tab::Text => view! { <TextList/> }.into_any(),
                    Tab::Steps => view! { <Steps/> }.into_any(),
                }}
            </div>
            <ReviewFoot/>
        </aside>
    }
}

#[component]
fn TabButton(here: Tab, children: Children) -> impl IntoView {
    let tab = expect_context::<Visit>().view.tab;
    view! {
        <button
            class="tab" type="button" role="tab"
            aria-selected=move || (tab.get() == here).to_string()
            on:click=move |_| tab.set(here)
        >
            {children()}
        </button>
    }
}

#[component]
fn NewsBanner() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let news = Memo::new(move |_| visit.current(|file| file.news).flatten());
    let words = |news| match news {
        News::MoreText => "The check after redaction found more text; look and save again.",
        News::KeptIsPhi => {
            "Amazon read text that you kept, saw more of it, or calls it patient text. It is set to redact again; look at it."
        }
        News::Tripped(tripwire) => what_tripped(tripwire),
    };
    move || {
        news.get().map(|news| {
            view! {
                <div class="banner banner--look" role="alert">
                    <Icon name="look"/>
                    <p>{words(news)}</p>
                </div>
            }
        })
    }
}

/// Counts, and the one button that goes on; while frames are read, how many.
#[component]
fn ReviewFoot() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let tally = Memo::new(move |_| {
        visit
            .current(|file| file.editor.tally())
            .unwrap_or_default()
    });
    let viewed = Memo::new(move |_| {
        visit
            .current(|file| (file.viewed.len(), file.frames()))
            .unwrap_or((0, 1))
    });
    let next = Memo::new(move |_| next_step(visit));
    let note = move || {
        let (viewed, frames) = viewed.get();
        format!("{viewed} of {} viewed", count(u64::from(frames), "frame"))
    };
    view! {
        <footer class="inspector__foot">
            <p class="tally">
                <strong>{move || tally.get().redact}</strong>" redact"
                {move || (tally.get().harmless > 0).then(|| view! {
                    <span class="tally__sep"></span><strong>{tally.get().harmless}</strong>" keep as harmless"
                })}
                {move || (tally.get().otherwise_kept() > 0).then(|| view! {
                    <span class="tally__sep"></span><strong>{tally.get().otherwise_kept()}</strong>" keep"
                })}
                <span class="tally__note">{note}</span>
            </p>
            {move || match next.get() {
                Next::Save(file) => view! {
                    <button
                        class="button button--primary" type="button" data-testid="save" aria-keyshortcuts="A"
                        on:click=move |_| visit.dispatch(Event::Save(file))
                    >
                        "Save "<kbd>"A"</kbd>
                    </button>
                }.into_any(),
                Next::Send => view! { <SendBatch/> }.into_any(),
                Next::AskAgain(file) => view! { <AskAgain file/> }.into_any(),
                Next::Wait => view! { <FileProgress/> }.into_any(),
            }}
        </footer>
    }
}

/// What the one button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Save(FileId),
    Send,
    AskAgain(FileId),
    Wait,
}

fn next_step(visit: Visit) -> Next {
    if waits_for_sending(visit) {
        return Next::Send;
    }
    visit.session.with(|session| match session.current() {
        Some(file) if file.may_be_saved(session.settings.engine) => Next::Save(file.id),
        Some(file)
            if file.state == FileState::NeedsLook && matches!(file.cloud, Cloud::Failed(_)) =>
        {
            Next::AskAgain(file.id)
        }
        _ => Next::Wait,
    })
}

#[component]
fn FileProgress() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let read = Memo::new(move |_| {
        visit
            .current(|file| {
                let done = match file.cloud {
                    Cloud::Asked(frames) => frames,
                    Cloud::Agreed(_) => 0,
                    _ => file.frames_read,
                };
                (file.state, done, file.frames())
            })
            .unwrap_or((FileState::Waiting, 0, 1))
    });
    let by = Memo::new(move |_| {
        visit
            .current(|file| {
                let delivery = file.saved.as_ref().map(|saved| saved.delivery.clone());
                (file.cloud.clone(), delivery)
            })
            .unwrap_or_default()
    });
    let words = move || match (read.get(), by.get()) {
        ((FileState::Accepted, _, _), (_, Some(Delivery::Recording { .. }))) => {
            "Telling the audit log".to_owned()
        }
        ((FileState::Accepted, _, _), (_, Some(_))) => "Writing to the bucket".to_owned(),
        ((FileState::Accepted, _, _), _) => "Redacting and checking".to_owned(),
        ((FileState::Waiting, _, _), _) => "Waiting for a worker".to_owned(),
        (_, (Cloud::Agreed(_), _)) => "Waiting for Amazon".to_owned(),
        (_, (Cloud::Stopping, _)) => "Stopping Amazon".to_owned(),
        ((_, done, all), (Cloud::Asked(_), _)) => {
            format!("Amazon: {done} of {}", count(u64::from(all), "frame"))
        }
        ((_, done, all), _) => format!("{done} of {} read", count(u64::from(all), "frame")),
    };
    // Without a value the bar shows activity; how long redaction takes is not known beforehand.
    let done = move || {
        let (state, done, _) = read.get();
        (state == FileState::Working).then(|| done.to_string())
    };
    view! {
        <div class="progress progress--file">
            <span role="status">{words}</span>
            <progress class="progress__bar" aria-label="Frames read" max=move || read.get().2.to_string() value=done></progress>
        </div>
    }
}
