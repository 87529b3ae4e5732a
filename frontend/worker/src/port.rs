//! The JavaScript side of the worker: messages, files, time, the console. Nothing else knows of it.

use deid_model::worker::{FromWorker, ToWorker};
use deid_model::{EngineError, ReasonCode};
use js_sys::{Array, ArrayBuffer, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, DedicatedWorkerGlobalScope, File, Headers, MessageEvent, RequestInit, Response,
};

use crate::page::{Answer, Attachment, Page, Question};

pub use wasm_bindgen_futures::spawn_local as spawn;

/// Longest wait for an answer of the server, whose own limits are shorter.
const ANSWER_MS: u32 = 120_000;

/// The way to the page.
pub struct Port {
    scope: DedicatedWorkerGlobalScope,
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Hands every message to `hear`, with what came beside it.
pub fn listen(mut hear: impl FnMut(ToWorker, Attachment<File>) + 'static) {
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts = Array::from(&event.data());
        let message = parts
            .get(0)
            .as_string()
            .and_then(|text| serde_json::from_str(&text).ok());
        match message {
            Some(message) => hear(message, attachment(parts.get(1))),
            None => fail("a message cannot be understood"),
        }
    });
    scope().set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
}

fn attachment(value: JsValue) -> Attachment<File> {
    let value = match value.dyn_into::<File>() {
        Ok(file) => return Attachment::File(file),
        Err(value) => value,
    };
    value
        .dyn_ref::<ArrayBuffer>()
        .map_or(Attachment::Nothing, |buffer| {
            Attachment::Bytes(Uint8Array::new(buffer).to_vec())
        })
}

/// Gives up: the page sees an error of the worker and replaces it.
pub fn fail(why: &'static str) -> ! {
    wasm_bindgen::throw_str(why)
}

/// Makes a panic tell its place and nothing else: its message might hold a value of a file.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map(|place| format!("{}:{}", place.file(), place.line()));
        web_sys::console::error_1(
            &format!("De-ID's worker stopped at {}", place.unwrap_or_default()).into(),
        );
    }));
}

impl Port {
    /// The way to the page that started this worker.
    pub fn new() -> Self {
        Self { scope: scope() }
    }

    async fn fetch(&self, question: &Question<'_>) -> Result<Answer, JsValue> {
        let headers = Headers::new()?;
        headers.set("content-type", question.content_type)?;
        for (name, value) in &question.headers {
            headers.set(name, value)?;
        }
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_headers(&headers);
        request.set_body(&Uint8Array::from(question.body));
        request.set_signal(Some(&AbortSignal::timeout_with_u32(ANSWER_MS)));
        let fetched = self.scope.fetch_with_str_and_init(question.path, &request);
        let response: Response = JsFuture::from(fetched).await?.dyn_into()?;
        let retry_after_s = response.headers().get("retry-after")?;
        let body = JsFuture::from(response.array_buffer()?).await?;
        Ok(Answer {
            status: response.status(),
            retry_after_s: retry_after_s.and_then(|seconds| seconds.parse().ok()),
            body: Uint8Array::new(&body).to_vec(),
        })
    }

    async fn sleep(&self, milliseconds: u32) {
        let promise = Promise::new(&mut |resolve: Function, _reject: Function| {
            let timer = self
                .scope
                .set_timeout_with_callback_and_timeout_and_arguments_0(
                    &resolve,
                    milliseconds as i32,
                );
            if timer.is_err() {
                fail("the clock is missing");
            }
        });
        if JsFuture::from(promise).await.is_err() {
            fail("the clock is missing");
        }
    }
}

impl Page for Port {
    type Source = File;

    fn tell(&self, message: &FromWorker, attachment: Option<&[u8]>) {
        let Ok(text) = serde_json::to_string(message) else {
            fail("a message cannot be written")
        };
        let text = JsValue::from_str(&text);
        let sent = match attachment {
            Some(bytes) => {
                // Copied once out of WebAssembly memory; from there the page receives it without a copy.
                let buffer = Uint8Array::from(bytes).buffer();
                self.scope
                    .post_message_with_transfer(&Array::of2(&text, &buffer), &Array::of1(&buffer))
            }
            None => self.scope.post_message(&Array::of2(&text, &JsValue::NULL)),
        };
        if sent.is_err() {
            fail("a message cannot be sent");
        }
    }

    async fn read(&self, source: &File, limit: u64) -> Result<Vec<u8>, ReasonCode> {
        if source.size() > limit as f64 {
            return Err(ReasonCode::LimitExceeded);
        }
        let buffer = JsFuture::from(source.array_buffer())
            .await
            .map_err(|_| ReasonCode::ReadFailed)?;
        Ok(Uint8Array::new(&buffer).to_vec())
    }

    async fn ask(&self, question: &Question<'_>) -> Result<Answer, EngineError> {
        self.fetch(question)
            .await
            .map_err(|_| EngineError::Unavailable)
    }

    async fn pause(&self, seconds: u32) {
        self.sleep(seconds.saturating_mul(1000)).await;
    }

    async fn breathe(&self) {
        // A timer runs as a task of its own: messages that wait are handled before it.
        self.sleep(0).await;
    }

    fn now_ms(&self) -> f64 {
        self.scope
            .performance()
            .map_or(0.0, |performance| performance.now())
    }
}
