//! Requests to the server behind the page, and to the addresses that it signs. A token goes into a header and
//! nowhere else; no address is ever told.

use std::rc::Rc;

use deid_model::api::{Problem, SignedRequest};
use js_sys::{ArrayBuffer, Date};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReferrerPolicy, Request, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, Response,
};

use super::file::SourceFile;

/// Limit of a request without file content.
const SHORT_MS: u32 = 60_000;
/// Limit of a request for file content, before its length is added.
const LONG_MS: u32 = 120_000;
/// Bytes a millisecond below which a connection is given up.
const SLOWEST: u64 = 50;
/// Nobody answered, or the browser did not allow to ask.
const UNREACHABLE: &str = "unreachable";
/// What answered is not the server of De-ID.
const NOT_THE_SERVER: &str = "not-the-server";

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// HTTP status, if somebody answered.
    pub status: Option<u16>,
    /// Code of the problem document, or what happened.
    pub code: String,
}

/// The server, with the token of this visit. `Debug` is left out on purpose.
#[derive(Clone)]
pub struct Api {
    token: Rc<str>,
}

impl Api {
    /// The server that gave out `token`.
    pub fn new(token: &str) -> Self {
        Self {
            token: token.into(),
        }
    }

    /// The token, for a worker that asks on its own.
    pub fn token(&self) -> String {
        self.token.as_ref().to_owned()
    }

    /// Reads what is at `path`.
    ///
    /// # Errors
    /// [`Failure`]
    pub async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        let headers = self.headers(false)?;
        json(&sent(path, "GET", &headers, None, SHORT_MS).await?).await
    }

    /// Sends `body` to `path` and reads the answer.
    ///
    /// # Errors
    /// [`Failure`]
    pub async fn post<B: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        body: &B,
    ) -> Result<T, Failure> {
        json(&self.posted(path, body).await?).await
    }

    /// Sends `body` to `path`; the answer's body does not matter.
    ///
    /// # Errors
    /// [`Failure`]
    pub async fn tell<B: Serialize>(&self, path: &str, body: &B) -> Result<(), Failure> {
        drained(&self.posted(path, body).await?).await;
        Ok(())
    }

    async fn posted<B: Serialize>(&self, path: &str, body: &B) -> Result<Response, Failure> {
        let headers = self.headers(true)?;
        let body = serde_json::to_string(body).map_err(|_| nobody())?;
        sent(path, "POST", &headers, Some(&body.into()), SHORT_MS).await
    }

    fn headers(&self, with_body: bool) -> Result<Headers, Failure> {
        let headers = Headers::new().map_err(|_| nobody())?;
        let value = format!("Bearer {}", self.token);
        set(&headers, "authorization", &value)?;
        if with_body {
            set(&headers, "content-type", "application/json")?;
        }
        Ok(headers)
    }
}

/// Reads an object of about `bytes` bytes by a signed request, as a file of that name.
///
/// # Errors
/// [`Failure`]
pub async fn read(request: &SignedRequest, name: &str, bytes: u64) -> Result<SourceFile, Failure> {
    let response = signed(request, None, bytes).await?;
    let blob = response.blob().map_err(|_| nobody())?;
    let blob = JsFuture::from(blob).await.map_err(|_| nobody())?;
    SourceFile::fetched(&blob, name).ok_or_else(nobody)
}

/// Writes an object by a signed request.
///
/// # Errors
/// [`Failure`]
pub async fn write(request: &SignedRequest, content: &ArrayBuffer) -> Result<(), Failure> {
    let bytes = u64::from(content.byte_length());
    drained(&signed(request, Some(content), bytes).await?).await;
    Ok(())
}

/// Milliseconds from now until that moment of Unix time.
pub fn ms_until(unix_s: u64) -> f64 {
    unix_s as f64 * 1000.0 - Date::now()
}

async fn signed(
    request: &SignedRequest,
    body: Option<&ArrayBuffer>,
    bytes: u64,
) -> Result<Response, Failure> {
    let headers = Headers::new().map_err(|_| nobody())?;
    for (name, value) in &request.headers {
        // The browser sets these itself and refuses to be told.
        let is_own = ["content-length", "host"].contains(&name.to_ascii_lowercase().as_str());
        if !is_own {
            set(&headers, name, value)?;
        }
    }
    let limit_ms = LONG_MS.saturating_add(u32::try_from(bytes / SLOWEST).unwrap_or(u32::MAX));
    let body = body.map(AsRef::<JsValue>::as_ref);
    sent(&request.url, &request.method, &headers, body, limit_ms).await
}

/// The answer, if it is a good one.
async fn sent(
    address: &str,
    method: &str,
    headers: &Headers,
    body: Option<&JsValue>,
    limit_ms: u32,
) -> Result<Response, Failure> {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_headers(headers);
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Error);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(limit_ms)));
    if let Some(body) = body {
        init.set_body(body);
    }
    let request = Request::new_with_str_and_init(address, &init).map_err(|_| nobody())?;
    let window = web_sys::window().ok_or_else(nobody)?;
    let response = JsFuture::from(window.fetch_with_request(&request)).await;
    let response: Response = response
        .map_err(|_| nobody())?
        .dyn_into()
        .map_err(|_| nobody())?;
    if response.ok() {
        return Ok(response);
    }
    let status = response.status();
    let problem = json::<Problem>(&response).await;
    Err(Failure {
        status: Some(status),
        code: problem.map_or_else(|_| format!("http-{status}"), |problem| problem.code),
    })
}

/// Reads an answer to its end: a browser counts one that is dropped as broken off.
async fn drained(response: &Response) {
    if let Ok(text) = response.text() {
        let _does_not_matter = JsFuture::from(text).await;
    }
}

async fn json<T: DeserializeOwned>(response: &Response) -> Result<T, Failure> {
    let not_the_server = || Failure {
        status: Some(response.status()),
        code: NOT_THE_SERVER.to_owned(),
    };
    let text = response.text().map_err(|_| not_the_server())?;
    let text = JsFuture::from(text).await.map_err(|_| not_the_server())?;
    let text = text.as_string().ok_or_else(not_the_server)?;
    serde_json::from_str(&text).map_err(|_| not_the_server())
}

fn set(headers: &Headers, name: &str, value: &str) -> Result<(), Failure> {
    headers.set(name, value).map_err(|_| nobody())
}

fn nobody() -> Failure {
    Failure {
        status: None,
        code: UNREACHABLE.to_owned(),
    }
}
