//! The list of files that `deid run` left for a person, and what was decided about them.

use deid_model::review::ReviewEntry;
use leptos::prelude::*;

use super::button::IconButton;
use super::icon::Icon;
use super::modal::Modal;
use super::picker::choose_files;
use crate::browser::download;
use crate::claims::count;
use crate::effects::Visit;
use crate::review::{Standing, decisions_file, standing};

/// Name of the file of decisions.
const DECISIONS: &str = "decisions.jsonl";
/// Has the focus when the list opens.
const FIRST: &str = "review-first";

impl Visit {
    /// Shows a list, beside what an earlier one told.
    pub fn open_review(self, entries: Vec<ReviewEntry>) {
        self.view.review.update(|list| {
            for entry in entries {
                if !list.contains(&entry) {
                    list.push(entry);
                }
            }
        });
        self.view.review_open.set(true);
    }
}

/// Opens the list again; out of sight without one.
#[component]
pub fn ReviewButton() -> impl IntoView {
    let view = expect_context::<Visit>().view;
    view! {
        <Show when=move || view.review.with(|list| !list.is_empty())>
            <button class="button" type="button" data-testid="review-open" on:click=move |_| view.review_open.set(true)>
                <Icon name="look"/>{move || view.review.with(|list| format!("Needs a look: {}", list.len()))}
            </button>
        </Show>
    }
}

/// The dialog.
#[component]
pub fn ReviewDialog() -> impl IntoView {
    let open = expect_context::<Visit>().view.review_open;
    view! {
        <Modal
            open on_close=move |()| open.set(false) class="dialog--wide" testid="review-list"
            title="review-title" first=FIRST
        >
            <ReviewList/>
        </Modal>
    }
}

#[component]
fn ReviewList() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let rows = Memo::new(move |_| {
        let list = visit.view.review.get();
        visit.session.with(|session| {
            let row = |entry: ReviewEntry| {
                let standing = standing(&entry, &session.files);
                (entry, standing)
            };
            list.into_iter().map(row).collect::<Vec<_>>()
        })
    });
    let decided = Memo::new(move |_| {
        let is_decided =
            |(_, standing): &&(ReviewEntry, Standing)| matches!(standing, Standing::Viewed(..));
        rows.with(|rows| rows.iter().filter(is_decided).count() as u64)
    });
    let save = move |_| {
        let list = visit.view.review.get_untracked();
        let text = visit
            .session
            .with_untracked(|session| decisions_file(&list, &session.files));
        download::json_lines(DECISIONS, &text);
    };
    view! {
        <header class="dialog__head">
            <h2 class="dialog__title" id="review-title">"Files that need a look"</h2>
            <div class="panel-head__end">
                <IconButton icon="close" label="Close" key="Esc" on_press=move |()| visit.view.review_open.set(false)/>
            </div>
        </header>
        <ul class="review">
            {move || rows.get().into_iter().map(|(entry, standing)| view! { <ReviewRow entry standing/> }).collect_view()}
        </ul>
        <p class="dialog__note">
            "Open these files here, look at every region, then save the decisions for “deid run --decisions”. They hold boxes and hashes, no text."
        </p>
        <footer class="dialog__foot">
            <span class="dialog__tally" role="status">{move || format!("{} looked at", count(decided.get(), "file"))}</span>
            <Show
                when=move || { decided.get() > 0 }
                fallback=|| view! {
                    <button class="button button--primary" id=FIRST type="button" on:click=|_| choose_files()>"Choose files"</button>
                }
            >
                <button class="button button--primary" id=FIRST type="button" data-testid="review-save" on:click=save>
                    "Save decisions"
                </button>
            </Show>
        </footer>
    }
}

#[component]
fn ReviewRow(entry: ReviewEntry, standing: Standing) -> impl IntoView {
    let code = entry.reason.code;
    view! {
        <li class="review__row" data-testid="review-row" data-state=state(standing)>
            <div>
                <p class="review__name">{entry.input}</p>
                <p class="review__why">{code.meaning()}" "<code>{code.code()}</code></p>
            </div>
            <span class="review__standing">{words(standing)}</span>
        </li>
    }
}

const fn state(standing: Standing) -> &'static str {
    match standing {
        Standing::NotOpen => "not-open",
        Standing::BeingRead => "being-read",
        Standing::Refused => "refused",
        Standing::NotViewed => "not-viewed",
        Standing::Viewed(..) => "viewed",
    }
}

fn words(standing: Standing) -> String {
    match standing {
        Standing::NotOpen => "Not open".to_owned(),
        Standing::BeingRead => "Being read".to_owned(),
        Standing::Refused => "Refused".to_owned(),
        Standing::NotViewed => "Open, not looked at".to_owned(),
        Standing::Viewed(viewed, frames) => {
            format!(
                "Looked at, {viewed} of {}",
                count(u64::from(frames), "frame")
            )
        }
    }
}
