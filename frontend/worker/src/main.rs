//! The Web Worker: holds the files of a visit and runs the line on them, so that the page never
//! waits. [`port`] is the only module that knows JavaScript; everything else runs natively too.
//!
//! A file is opened, shown, and searched frame by frame ([`search`]); between two tiles of a picture
//! the worker answers what the page asks ([`desk`]), and other workers that are idle look at tiles too
//! ([`lend`]). Words are judged by the local rules ([`judge`]). Saving reads the file again, redacts, verifies
//! and hands over the bytes ([`save`]). Where a person agreed, the server's cloud engine is asked too ([`cloud`]).

#[cfg(target_arch = "wasm32")]
mod c_runtime;
mod cloud;
mod desk;
mod detector;
mod judge;
mod lend;
mod page;
mod port;
mod save;
mod search;
mod server;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use deid_core::Key;
use deid_model::worker::{FromWorker, ToWorker};
use deid_ocr::LocalOcr;

use desk::Desk;
use page::Page as _;
use port::Port;

/// Which build this is; the page compares it with its own.
const BUILD_ID: &str = match option_env!("DEID_BUILD_ID") {
    Some(id) => id,
    None => "dev",
};

fn main() {
    port::report_panics();
    let mut desk = None;
    port::listen(move |message, attachment| match (message, &desk) {
        (ToWorker::Start { key, .. }, _) => match started(key) {
            Some(ready) => desk = Some(ready),
            None => port::fail("the key is not 32 bytes long, or the weights cannot be loaded"),
        },
        (message, Some(desk)) => {
            if let Some(job) = desk.hear(message, attachment) {
                port::spawn(Rc::clone(desk).work(job));
            }
        }
        (_, None) => port::fail("the first message must be `start`"),
    });
}

/// A desk for this visit, once the page has been told. A page of another build is told too, sees
/// that the ids differ, and asks for nothing more.
fn started(key: Vec<u8>) -> Option<Rc<Desk<Port>>> {
    let key = Key::new(key.try_into().ok()?);
    let ready = FromWorker::Ready {
        build_id: BUILD_ID.to_owned(),
        key_id: key.id(),
    };
    let desk = Desk::new(Port::new(), LocalOcr::new().ok()?, key);
    desk.page.tell(&ready, None);
    Some(Rc::new(desk))
}
