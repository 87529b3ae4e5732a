//! The page before the first file: where to drop, and samples to try.

use leptos::prelude::*;
use leptos::task;
use serde::Deserialize;

use super::bucket::FromBucket;
use super::icon::Icon;
use super::picker::{choose_files, choose_folder};
use super::privacy::PrivacyNote;
use super::server::ServerNote;
use crate::browser::file;
use crate::effects::Visit;

/// The empty page.
#[component]
pub fn Empty() -> impl IntoView {
    view! {
        <main class="empty">
            <div class="empty__column">
                <DropArea/>
                <PrivacyNote/>
                <ServerNote/>
                <Samples/>
            </div>
        </main>
    }
}

#[component]
fn DropArea() -> impl IntoView {
    view! {
        <section class="drop" data-testid="drop-zone" aria-labelledby="drop-title" id="stage">
            <Icon name="drop" class="drop__icon"/>
            <h1 class="drop__title" id="drop-title">"Drop images or folders here"</h1>
            <p class="drop__sub">
                "DICOM, PNG or JPEG. De-ID finds text in the picture, you decide, it writes "
                <code>"de-id-…"</code>" copies with a cleaned header."
            </p>
            <div class="drop__actions">
                <button class="button button--primary button--large" type="button" on:click=|_| choose_files()>
                    <Icon name="file"/>"Choose files"
                </button>
                <button class="button button--large" type="button" on:click=|_| choose_folder()>
                    <Icon name="folder"/>"Choose folder"
                </button>
                <FromBucket class="button--large"/>
            </div>
        </section>
    }
}

/// A sample that the server offers beside the page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Sample {
    file: String,
    title: String,
    detail: String,
    #[serde(default)]
    thumb: Option<String>,
}

#[component]
fn Samples() -> impl IntoView {
    let samples = RwSignal::new(Vec::<Sample>::new());
    task::spawn_local(async move {
        let listed = file::fetch_text("samples/index.json").await;
        // A server without samples is fine: the section is left out.
        if let Some(listed) = listed.and_then(|text| serde_json::from_str(&text).ok()) {
            samples.set(listed);
        }
    });
    view! {
        <Show when=move || samples.with(|samples| !samples.is_empty())>
            <section class="samples" aria-labelledby="samples-title">
                <h2 class="samples__title" id="samples-title">"Or try a sample "<span>"Invented names, no patient"</span></h2>
                <ul class="samples__list">
                    <For each=move || samples.get() key=|sample| sample.file.clone() let(sample)>
                        <li><SampleCard sample/></li>
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn SampleCard(sample: Sample) -> impl IntoView {
    let visit = expect_context::<Visit>();
    let name = sample.file.clone();
    let open = move |_| {
        let name = name.clone();
        task::spawn_local(async move {
            let file = file::fetch_file(&format!("samples/{name}"), &name).await;
            visit.take(file.into_iter().collect());
        });
    };
    let picture = match sample.thumb {
        Some(thumb) => view! { <img class="sample__pic" src=format!("samples/{thumb}") alt="" loading="lazy"/> }.into_any(),
        None => view! { <span class="sample__pic sample__pic--none"><Icon name="file"/></span> }.into_any(),
    };
    view! {
        <button class="sample" type="button" on:click=open>
            {picture}
            <span class="sample__name">{sample.title}</span>
            <span class="sample__meta">{sample.detail}</span>
        </button>
    }
}
