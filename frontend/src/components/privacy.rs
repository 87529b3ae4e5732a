//! What leaves the computer, at all times.

use leptos::prelude::*;

use super::icon::Icon;
use crate::effects::Visit;
use crate::session::Privacy;

/// The line in the bar on top.
#[component]
pub fn PrivacyLine() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let privacy = Memo::new(move |_| visit.session.with(|session| session.privacy()));
    view! {
        <p
            class=move || if is_cloud(&privacy.get()) { "privacy privacy--cloud" } else { "privacy" }
            role="status" data-testid="privacy-line" data-state=move || code(&privacy.get())
        >
            {move || if is_cloud(&privacy.get()) { view! { <Icon name="cloud"/> } } else { view! { <Icon name="lock"/> } }}
            <span>{move || words(&privacy.get())}</span>
        </p>
    }
}

/// The same on the empty page, with more room.
#[component]
pub fn PrivacyNote() -> impl IntoView {
    let visit = expect_context::<Visit>();
    let privacy = Memo::new(move |_| visit.session.with(|session| session.privacy()));
    let words = move || match privacy.get() {
        Privacy::Local | Privacy::ServerAbsent => {
            "Images are read and cleaned in this browser. Nothing leaves this computer."
        }
        Privacy::Outputs(_) => {
            "Images are read and cleaned in this browser. Saved outputs go to a bucket."
        }
        Privacy::Cloud(_) => {
            "Images are read and cleaned in this browser. Amazon is asked too, once you agree to a batch."
        }
    };
    view! {
        <p class=move || if is_cloud(&privacy.get()) { "empty__privacy empty__privacy--cloud" } else { "empty__privacy" }>
            {move || if is_cloud(&privacy.get()) { view! { <Icon name="cloud"/> } } else { view! { <Icon name="lock"/> } }}
            {words}
        </p>
    }
}

const fn is_cloud(privacy: &Privacy) -> bool {
    matches!(privacy, Privacy::Cloud(_))
}

const fn code(privacy: &Privacy) -> &'static str {
    match privacy {
        Privacy::Local => "local",
        Privacy::ServerAbsent => "absent",
        Privacy::Outputs(_) => "outputs",
        Privacy::Cloud(_) => "cloud",
    }
}

fn words(privacy: &Privacy) -> String {
    match privacy {
        Privacy::Local => "Local: nothing leaves this computer".to_owned(),
        Privacy::ServerAbsent => "Local, server absent: nothing leaves this computer".to_owned(),
        Privacy::Outputs(stores) => {
            format!("Local: only outputs leave, to bucket {}", stores.join(", "))
        }
        Privacy::Cloud(region) => format!("Pictures and text go to Amazon, {region}"),
    }
}
