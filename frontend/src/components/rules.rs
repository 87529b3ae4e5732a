//! Settings: which text is redacted, and what the person always redacts and always keeps.

use deid_model::RedactMode;
use leptos::prelude::*;

use super::settings::{configure, settings};
use crate::effects::Visit;
use crate::session::{Event, Lists};

/// What a threshold never releases.
pub const AT_ANY_THRESHOLD: &str =
    "Unread text, header matches and text on your redact list are redacted at any threshold.";

/// Which text is redacted.
#[component]
pub fn RulesCard() -> impl IntoView {
    view! {
        <section class="form-card" aria-labelledby="rules-title" data-testid="rules">
            <h2 class="form-card__title" id="rules-title">"What is redacted"</h2>
            <fieldset class="choices" data-testid="redact-mode">
                <legend class="sr-only">"Text to redact"</legend>
                <ModeChoice
                    mode=RedactMode::Phi value="phi" name="PHI only"
                    note="Text that is or may be PHI. Text known as harmless is kept."
                />
                <ModeChoice
                    mode=RedactMode::AllText value="all-text" name="All text"
                    note="Every text found, harmless or not."
                />
            </fieldset>
            <ThresholdNote/>
            <ListRows/>
        </section>
    }
}

#[component]
fn ModeChoice(
    mode: RedactMode,
    value: &'static str,
    name: &'static str,
    note: &'static str,
) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let on = Memo::new(move |_| settings(visit).redact == mode);
    let choose = move |_| configure(visit, |settings| settings.redact = mode);
    view! {
        <label class="choice" class:choice--on=move || on.get() data-mode=value>
            <input type="radio" name="redact" value=value prop:checked=move || on.get() on:change=choose/>
            <span class="choice__name">{name}<code class="flag">{format!("--redact {value}")}</code></span>
            <span class="choice__note">{note}</span>
        </label>
    }
}

#[component]
fn ThresholdNote() -> impl IntoView {
    let visit = expect_context::<Visit>();
    view! {
        <div class="form-row">
            <span class="form-row__label">"PHI threshold"</span>
            <div class="form-row__ctl">
                <p class="form-row__value">{move || format!("{:.2}", settings(visit).phi_threshold)}</p>
                <p class="form-row__note">"Set beside the texts of a file. "{AT_ANY_THRESHOLD}</p>
            </div>
            <code class="flag">"--phi-threshold"</code>
        </div>
    }
}

/// Both lists, and why they cannot be used.
#[component]
fn ListRows() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let written = Memo::new(move |_| visit.session.with(|session| session.lists.written.clone()));
    let problem = Memo::new(move |_| visit.session.with(|session| session.lists.problem.clone()));
    let write = move |lists| visit.dispatch(Event::Listed(lists));
    view! {
        <ListRow
            id="deny-list" name="Always redact" flag="--deny" problem
            text=Signal::derive(move || written.get().deny)
            on_write=move |deny| write(Lists { deny, ..written.get_untracked() })
        />
        <ListRow
            id="allow-list" name="Always keep" flag="--allow" problem
            text=Signal::derive(move || written.get().allow)
            on_write=move |allow| write(Lists { allow, ..written.get_untracked() })
        />
        <p class="form-row__note" id="lists-note">
            "One entry a line; /…/ is a regular expression. Applied when you leave the field, to open files too. Kept until this page is closed."
        </p>
        {move || problem.get().map(|problem| view! {
            <p class="form-card__problem" role="alert" data-testid="lists-problem" id="lists-problem">
                {format!("The lists are not used: {problem}. Those of before stay. Correct the line.")}
            </p>
        })}
    }
}

/// One list; `change` comes when the field is left.
#[component]
fn ListRow(
    id: &'static str,
    name: &'static str,
    flag: &'static str,
    problem: Memo<Option<String>>,
    text: Signal<String>,
    #[prop(into)] on_write: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="form-row">
            <label class="form-row__label" for=id>{name}</label>
            <div class="form-row__ctl">
                <textarea
                    class="input input--area" id=id data-testid=id rows="4" spellcheck="false" autocomplete="off"
                    prop:value=text aria-invalid=move || problem.with(Option::is_some).to_string()
                    aria-describedby=move || if problem.with(Option::is_some) { "lists-problem" } else { "lists-note" }
                    on:change=move |event| on_write.run(event_target_value(&event))
                ></textarea>
            </div>
            <code class="flag">{flag}</code>
        </div>
    }
}
