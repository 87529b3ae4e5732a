//! Web Workers: start, replace, talk. A message is `[json, attachment]`, see `deid_model::worker`.

use deid_model::worker::{FromWorker, PictureSamples, ToWorker};
use js_sys::{Array, ArrayBuffer, Uint8Array, Uint16Array};
use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::file::SourceFile;
use crate::picture::{GreyScale, Picture, Samples};
use crate::session::WorkerId;

/// What comes with a message.
pub enum Attachment {
    /// Nothing.
    None,
    /// A picture, unpacked.
    Picture(Picture),
    /// The bytes of an output, left where the browser holds them.
    Output(ArrayBuffer),
    /// A tile, or what was seen in one, left there too.
    Tile(ArrayBuffer),
}

/// What goes beside a message.
pub enum Load<'a> {
    /// Nothing.
    Nothing,
    /// A file.
    File(&'a SourceFile),
    /// Bytes, which the page has no longer then.
    Bytes(&'a ArrayBuffer),
}

/// What a worker does on its own.
pub enum Sign {
    /// It says something.
    Said(Box<FromWorker>, Attachment),
    /// It crashed, could not be loaded, or said something that nobody understands.
    Died,
}

/// The workers of the page, by number.
#[derive(Default)]
pub struct WorkerPool {
    address: String,
    workers: Vec<Option<Running>>,
}

struct Running {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl WorkerPool {
    /// No worker yet; `address` is the script that starts one.
    pub fn new(address: String) -> Self {
        Self {
            address,
            workers: Vec::new(),
        }
    }

    /// Starts a worker in place of an earlier one of that number; whether the browser could.
    pub fn start(&mut self, id: WorkerId, tell: impl Fn(Sign) + Clone + 'static) -> bool {
        if self.workers.len() <= id {
            self.workers.resize_with(id + 1, || None);
        }
        let running = running(&self.address, tell);
        let started = running.is_some();
        if let Some(place) = self.workers.get_mut(id) {
            *place = running;
        }
        started
    }

    /// Sends a message; whether it could be sent.
    pub fn send(&self, id: WorkerId, message: &ToWorker, load: &Load<'_>) -> bool {
        let Some(Some(Running { worker, .. })) = self.workers.get(id) else {
            return false;
        };
        let Ok(text) = serde_json::to_string(message) else {
            return false;
        };
        let text = JsValue::from_str(&text);
        let sent = match load {
            Load::Nothing => worker.post_message(&Array::of2(&text, &JsValue::NULL)),
            Load::File(file) => worker.post_message(&Array::of2(&text, file.as_js())),
            Load::Bytes(buffer) => {
                worker.post_message_with_transfer(&Array::of2(&text, buffer), &Array::of1(buffer))
            }
        };
        sent.is_ok()
    }
}

fn running(address: &str, tell: impl Fn(Sign) + Clone + 'static) -> Option<Running> {
    if address.is_empty() {
        return None;
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(address, &options).ok()?;
    let told = tell.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        told(understood(&event.data()).unwrap_or(Sign::Died));
    });
    let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        // The browser would log the message of the error; it might hold more than a location.
        event.prevent_default();
        tell(Sign::Died);
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    Some(Running {
        worker,
        _on_message: on_message,
        _on_error: on_error,
    })
}

fn understood(data: &JsValue) -> Option<Sign> {
    let parts = data.dyn_ref::<Array>()?;
    let message: FromWorker = serde_json::from_str(&parts.get(0).as_string()?).ok()?;
    let buffer = || parts.get(1).dyn_into::<ArrayBuffer>().ok();
    let attachment = match &message {
        FromWorker::Picture { size, samples, .. } => {
            Attachment::Picture(Picture::new(*size, unpacked(*samples, &buffer()?))?)
        }
        FromWorker::Saved { .. } => Attachment::Output(buffer()?),
        FromWorker::TileOffered { .. } | FromWorker::TileSeen { .. } => Attachment::Tile(buffer()?),
        _ => Attachment::None,
    };
    Some(Sign::Said(Box::new(message), attachment))
}

fn unpacked(samples: PictureSamples, buffer: &ArrayBuffer) -> Samples {
    match samples {
        PictureSamples::Rgba8 => Samples::Rgba(Uint8Array::new(buffer).to_vec()),
        PictureSamples::Grey16 {
            slope,
            intercept,
            inverted,
            window,
        } => {
            let whole = buffer.byte_length() / 2 * 2;
            let values =
                Uint16Array::new_with_byte_offset_and_length(buffer, 0, whole / 2).to_vec();
            Samples::Grey(
                values,
                GreyScale {
                    slope,
                    intercept,
                    inverted,
                    window,
                },
            )
        }
    }
}
