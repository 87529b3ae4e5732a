//! What the session asks of the server, and what comes back.

use std::future::Future;

use deid_model::api::{
    Capabilities, Consent, ConsentRequest, FileRecord, ListAnswer, ListRequest, ReadUrlRequest,
    SignedRequest,
};
use deid_model::worker::{CloudAccess, FileId, ToWorker};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::file::SourceFile;
use crate::browser::server::{self, Api, Failure};
use crate::browser::{clock, page};
use crate::effects::Visit;
use crate::session::{
    Absence, CloudEvent, ConsentNumber, Consenting, Event, OUTPUT_EXISTS, ObjectPlace, OutputEvent,
    Server, Ticket, WorkerId,
};

/// HTTP: what was to be created is there already.
const PRECONDITION_FAILED: u16 = 412;

impl Visit {
    /// Looks for the server whose link the page was opened with.
    pub fn connect(self) {
        let Some(token) = page::take_token() else {
            if self.api().is_none() {
                self.dispatch(Event::Server(Server::Absent(Absence::NoLink)));
            }
            return;
        };
        let api = Api::new(&token);
        self.set_api(api.clone());
        spawn_local(async move {
            let answer = api.get::<Capabilities>("api/capabilities").await;
            let server = match answer {
                Ok(capabilities) => Server::Present(Box::new(capabilities)),
                Err(failure) => Server::Absent(match failure.status {
                    Some(401 | 403) => Absence::LinkRefused,
                    _ => Absence::NoAnswer,
                }),
            };
            self.dispatch(Event::Server(server));
        });
    }

    /// One page of a folder of originals.
    ///
    /// # Errors
    /// The code of the problem.
    pub async fn list(self, request: ListRequest) -> Result<ListAnswer, String> {
        let api = self.api().ok_or_else(String::new)?;
        let answer = api.post("api/objects/list", &request).await;
        answer.map_err(|failure| failure.code)
    }

    pub(super) fn fetch_object(self, worker: WorkerId, file: FileId, place: ObjectPlace) {
        let facts = self
            .session
            .with_untracked(|session| session.file(file).map(|it| (it.name.clone(), it.bytes)));
        let (name, bytes) = facts.unwrap_or_default();
        self.with_api(move |api| async move {
            let read = read_object(&api, place, &name, bytes).await;
            let there = read.is_ok();
            if let Ok(content) = read {
                self.keep_fetched(file, content);
            }
            self.dispatch(Event::Fetched(file, worker, there));
        });
    }

    pub(super) fn record_consent(
        self,
        number: ConsentNumber,
        files: Vec<FileId>,
        request: ConsentRequest,
    ) {
        self.with_api(move |api| async move {
            let answer = api.post::<_, Consent>("api/consents", &request).await;
            let event = match answer {
                Ok(consent) => {
                    let ends_ms = clock::now_ms() + server::ms_until(consent.expires_at);
                    let ticket = Ticket {
                        id: consent.id,
                        ends_ms,
                    };
                    // The dialog may stand open for another batch by now.
                    let awaited = self.session.with_untracked(|session| {
                        session.consenting == Consenting::Recording(number)
                    });
                    if awaited {
                        self.view.consent.set(None);
                    }
                    CloudEvent::Recorded(number, files, ticket)
                }
                Err(failure) => CloudEvent::NotRecorded(number, failure.code),
            };
            self.dispatch(Event::Cloud(event));
        });
    }

    pub(super) fn ask_cloud(self, worker: WorkerId, file: FileId, consent: String) {
        let token = self.api().map(|api| api.token()).unwrap_or_default();
        let access = CloudAccess { token, consent };
        self.send(worker, &ToWorker::AskCloud { file, access });
    }

    pub(super) fn write_output(self, file: FileId) {
        let Some(content) = self.output(file) else {
            return;
        };
        let bytes = u64::from(content.byte_length());
        let request = self.session.with_untracked(|session| {
            session
                .file(file)
                .and_then(|file| file.write_request(bytes))
        });
        let Some(request) = request else { return };
        self.with_api(move |api| async move {
            let written = async {
                let signed: SignedRequest = api.post("api/objects/write-url", &request).await?;
                server::write(&signed, &content).await?;
                Ok::<_, Failure>(signed.key)
            };
            let event = match written.await {
                Ok(key) => {
                    self.forget_output(file);
                    OutputEvent::Written(file, key)
                }
                Err(failure) if failure.status == Some(PRECONDITION_FAILED) => {
                    OutputEvent::NotWritten(file, OUTPUT_EXISTS.to_owned())
                }
                Err(failure) => OutputEvent::NotWritten(file, failure.code),
            };
            self.dispatch(Event::Output(event));
        });
    }

    pub(super) fn record_output(self, file: FileId, record: FileRecord) {
        self.with_api(move |api| async move {
            let taken = api.tell("api/records", &record).await.is_ok();
            self.dispatch(Event::Output(OutputEvent::Recorded(file, taken)));
        });
    }

    /// Runs a request. Without a link there is nobody to ask, and the session never asks for this.
    fn with_api<F: Future<Output = ()> + 'static>(self, run: impl FnOnce(Api) -> F) {
        if let Some(api) = self.api() {
            spawn_local(run(api));
        }
    }
}

async fn read_object(
    api: &Api,
    place: ObjectPlace,
    name: &str,
    bytes: u64,
) -> Result<SourceFile, Failure> {
    let request = ReadUrlRequest {
        store: place.store,
        key: place.key.into(),
    };
    let signed: SignedRequest = api.post("api/objects/read-url", &request).await?;
    server::read(&signed, name, bytes).await
}
