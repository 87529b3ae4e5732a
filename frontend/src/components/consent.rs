//! Before anything is sent to Amazon: what goes where, how many calls, at what price, and a person's yes.

use deid_model::api::{CONSENT_TEXT_VERSION, CloudFacts};
use deid_model::worker::FileId;
use leptos::prelude::*;

use super::icon::Icon;
use super::modal::Modal;
use crate::advice::what_failed;
use crate::claims::count;
use crate::effects::Visit;
use crate::estimate::{Estimate, Price, about, dollars, estimate};
use crate::session::{CloudEvent, Consenting, Event};

/// Has the focus when the dialog opens.
const STAY_LOCAL: &str = "consent-stay-local";

impl Visit {
    /// Asks a person whether every file that is read and was not asked about may be sent.
    pub fn offer_to_send(self) {
        let batch = self.session.with_untracked(|session| session.batch());
        if !batch.is_empty() {
            self.view.consent.set(Some(batch));
        }
    }
}

/// The dialog. Whoever leaves it without a yes stays local.
#[component]
pub fn ConsentDialog() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let batch = visit.view.consent;
    let open = Memo::new(move |_| batch.with(Option::is_some));
    let leave = move || {
        if batch.with_untracked(Option::is_some) {
            batch.set(None);
            visit.dispatch(Event::Cloud(CloudEvent::StayLocal));
        }
    };
    view! {
        <Modal
            open on_close=move |()| leave() class="dialog--consent" testid="consent-dialog"
            title="consent-title" first=STAY_LOCAL
        >
            {move || {
                let files = batch.get()?;
                let (cloud, estimate) = visit.session.with_untracked(|session| {
                    let cloud = session.server.cloud()?.clone();
                    let files = files.iter().filter_map(|file| session.file(*file));
                    let estimate = estimate(files, &cloud);
                    Some((cloud, estimate))
                })?;
                Some(view! { <Consent files cloud estimate/> })
            }}
        </Modal>
    }
}

#[component]
fn Consent(files: Vec<FileId>, cloud: CloudFacts, estimate: Estimate) -> impl IntoView {
    let number = count(estimate.files, "file");
    view! {
        <header class="dialog__head dialog__head--lead">
            <Icon name="cloud" class="dialog__icon"/>
            <div>
                <h2 class="dialog__title" id="consent-title">"Send this batch to Amazon?"</h2>
                <p class="dialog__lead">
                    "The pictures still show patient text when they are sent. Local detection runs too, and no answer from Amazon releases a word."
                </p>
            </div>
        </header>
        <SentTable cloud=cloud.clone() estimate/>
        <div class="never">
            <h3 class="never__title"><Icon name="lock"/>"Never sent"</h3>
            <p>"DICOM files, header values, file names, keys, decisions."</p>
        </div>
        <AccountFacts cloud=cloud.clone()/>
        <Agreement files number text_version=cloud.consent_text_version/>
    }
}

#[component]
fn SentTable(cloud: CloudFacts, estimate: Estimate) -> impl IntoView {
    let price = |amount: fn(&Price) -> f64| {
        estimate.price.as_ref().map_or_else(
            || "price unknown".to_owned(),
            |price| dollars(amount(price)),
        )
    };
    let (for_pictures, for_text) = (price(|it| it.pictures), price(|it| it.text));
    let all = price(|it| it.pictures + it.text);
    let dated = estimate.price.as_ref().map_or_else(
        || "List price".to_owned(),
        |price| format!("List price of {}", price.as_of),
    );
    let time = format!(
        "{} at {} calls per second",
        about(estimate.seconds),
        cloud.detect_text_per_second
    );
    let region = cloud.region;
    view! {
        <table class="sent">
            <caption class="sr-only">"What is sent where"</caption>
            <thead><tr>
                <th scope="col">"What is sent"</th><th scope="col">"Where"</th>
                <th scope="col" class="num">"Calls"</th><th scope="col" class="num">{dated}</th>
            </tr></thead>
            <tbody>
                <tr>
                    <th scope="row">"Pictures, 8-bit PNG"<span>{count(estimate.pictures, "picture")}" of "{count(estimate.frames, "frame")}</span></th>
                    <td>"Amazon Rekognition"<span>"DetectText, "{region.clone()}</span></td>
                    <td class="num">{estimate.pictures}</td><td class="num">{for_pictures}</td>
                </tr>
                <tr>
                    <th scope="row">"Recognized text"<span>"about "{count(estimate.characters, "character")}</span></th>
                    <td>"Amazon Comprehend Medical"<span>"DetectPHI, "{region}</span></td>
                    <td class="num">{estimate.frames}</td><td class="num">{for_text}</td>
                </tr>
            </tbody>
            <tfoot><tr>
                <th scope="row">"Estimate for "{count(estimate.files, "file")}</th>
                <td>{time}</td><td class="num">{estimate.calls()}</td><td class="num">{all}</td>
            </tr></tfoot>
        </table>
    }
}

#[component]
fn AccountFacts(cloud: CloudFacts) -> impl IntoView {
    let opted_out = match cloud.opted_out {
        Some(true) => "opted out, as the server reports",
        Some(false) => "not opted out",
        None => "not known",
    };
    let rows = [
        (
            "Account",
            cloud
                .account
                .unwrap_or_else(|| "not named by the server".to_owned()),
        ),
        ("Use for service improvement", opted_out.to_owned()),
        (
            "Recorded",
            format!("who, when, how many files, this text (version {CONSENT_TEXT_VERSION})"),
        ),
    ];
    view! {
        <dl class="facts facts--wide">
            {rows.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
        </dl>
    }
}

#[component]
fn Agreement(files: Vec<FileId>, number: String, text_version: u32) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let ticked = RwSignal::new(false);
    let consenting = Memo::new(move |_| visit.session.with(|session| session.consenting.clone()));
    let recording = move || matches!(consenting.get(), Consenting::Recording(_));
    let current = text_version == CONSENT_TEXT_VERSION;
    let trouble = move || match consenting.get() {
        _ if !current => Some(
            "The server’s consent text is another one. Reload the page; nothing can be sent until then.",
        ),
        Consenting::Failed(code) => Some(what_failed(&code)),
        Consenting::Idle | Consenting::Recording(_) => None,
    };
    let send = move |_| visit.dispatch(Event::Cloud(CloudEvent::Agree(files.clone())));
    view! {
        <label class="check dialog__check">
            <input
                type="checkbox" data-testid="consent-check" prop:checked=move || ticked.get()
                on:change=move |event| ticked.set(event_target_checked(&event))
            />
            <span>{format!("I may send the pictures and text of {number} to this account.")}</span>
        </label>
        {move || trouble().map(|words| view! {
            <p class="dialog__trouble" role="alert"><Icon name="look"/>"Nothing was sent. "{words}</p>
        })}
        <footer class="dialog__foot">
            <button
                class="button button--large" type="button" id=STAY_LOCAL data-testid="stay-local"
                on:click=move |_| {
                    visit.view.consent.set(None);
                    visit.dispatch(Event::Cloud(CloudEvent::StayLocal));
                }
            >
                "Stay local"
            </button>
            <button
                class="button button--primary button--large" type="button" data-testid="consent-send"
                disabled=move || !ticked.get() || recording() || !current on:click=send
            >
                {move || if recording() { "Recording the consent" } else { "Send this batch" }}
            </button>
        </footer>
    }
}
