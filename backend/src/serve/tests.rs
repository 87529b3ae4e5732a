//! The server as the outside sees it: router, embedded store and fakes of the engines, all real, all on loopback.

mod api;
mod detection;
mod document;
mod load;
mod page;
mod quiet;
mod signed_in;
mod slow;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use deid_aws::{Access, ComprehendMedical, Endpoint, Patience, RateLimit, Rekognition};
use deid_fakes::{FakeComprehendMedical, FakeRekognition, ScriptedPhi, Words};
use deid_store::RunningStore;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use super::app::{App, router};
use super::arguments::ServeArguments;
use super::cloud::Cloud;
use super::configuration::{CloudSettings, Configuration};
use super::security::{Gatekeeper, policy};
use super::sign_in::{SignIn, StartToken};
use super::start;
use super::stores::{Connected, connect};

/// As browsers name the server under test.
const HOST: &str = "127.0.0.1:8080";

/// A server, and everything it stands on.
struct Bench {
    app: Arc<App>,
    token: String,
    base: TempDir,
    fakes: Option<Fakes>,
    _store: Option<RunningStore>,
}

struct Fakes {
    rekognition: FakeRekognition,
    comprehend: FakeComprehendMedical,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Bench {
    /// A store over two folders, no cloud.
    async fn local() -> Self {
        Self::build(None, |_| ()).await
    }

    /// The same with engines, which read `words` and call `KESTREL` a name.
    async fn cloud(words: &[&str]) -> Self {
        Self::build(Some(words), |_| ()).await
    }

    async fn build(words: Option<&[&str]>, change: impl FnOnce(&mut Configuration)) -> Self {
        let base = tempfile::tempdir().unwrap();
        for (file, content) in [
            ("in/a.dcm", "original a"),
            ("in/north/b.dcm", "b"),
            ("secret.txt", "secret"),
        ] {
            let path = base.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        }
        std::fs::create_dir(base.path().join("out")).unwrap();
        let mut configuration = Configuration::from_arguments(&ServeArguments {
            originals: Some(base.path().join("in")),
            outputs: Some(base.path().join("out")),
            ..ServeArguments::default()
        })
        .unwrap();
        change(&mut configuration);
        let Connected { stores, embedded } =
            connect(&configuration, vec![format!("http://{HOST}")])
                .await
                .unwrap();
        let gatekeeper = Gatekeeper {
            loopback_port: Some(8080),
            public_urls: Vec::new(),
            policy: policy(&[]),
        };
        let token = StartToken::generate().unwrap();
        let told = token.expose().to_owned();
        let mut app = start::app(&configuration, gatekeeper, SignIn::Token(token), stores)
            .await
            .unwrap();
        let mut fakes = None;
        if let Some(words) = words {
            let started = Fakes::start(words);
            app.cloud = Some(started.cloud(&configuration).await);
            fakes = Some(started);
        }
        Self {
            app: Arc::new(app),
            token: told,
            base,
            fakes,
            _store: embedded,
        }
    }

    fn router(&self) -> Router {
        router(Arc::clone(&self.app))
    }

    /// Asks as this server's own page does, signed in.
    async fn ask(
        &self,
        method: &str,
        path: &str,
        extra: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let token = format!("Bearer {}", self.token);
        let mut headers = vec![("authorization", token.as_str())];
        headers.extend(extra);
        send(self.router(), method, path, &headers, body).await
    }

    /// Asks with a JSON body.
    async fn post(&self, path: &str, body: &Value) -> Answer {
        self.ask(
            "POST",
            path,
            &[("content-type", "application/json")],
            body.to_string(),
        )
        .await
    }

    /// Agrees, and returns the consent's id.
    async fn consent(&self) -> String {
        let answer = self
            .post(
                "/api/consents",
                &json!({ "text_version": 1, "files": 1, "pictures": 1 }),
            )
            .await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    async fn detect_text(&self, consent: &str, png: Vec<u8>) -> Answer {
        let headers = [("content-type", "image/png"), ("deid-consent", consent)];
        self.ask("POST", "/api/detect-text", &headers, png).await
    }

    fn audit_lines(&self) -> Vec<Value> {
        let log = self.base.path().join("out-private/audit.jsonl");
        let text = std::fs::read_to_string(log).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

impl Fakes {
    fn start(words: &[&str]) -> Self {
        let row = |(number, word): (usize, &&str)| {
            let top = 0.1 + 0.01 * number as f64;
            ((*word).to_owned(), [0.1, top, 0.2, 0.05])
        };
        Self {
            rekognition: FakeRekognition::start(Words::Fixed(
                words.iter().enumerate().map(row).collect(),
            )),
            comprehend: FakeComprehendMedical::start(vec![ScriptedPhi::new(
                "KESTREL", "NAME", 0.9,
            )]),
        }
    }

    async fn cloud(&self, configuration: &Configuration) -> Cloud {
        let patience = Patience {
            attempts: 1,
            backoff: Duration::from_millis(1),
            attempt_timeout: Duration::from_secs(20),
            call_timeout: Duration::from_secs(20),
        };
        let reach = async |url: &str| {
            let endpoint = Endpoint::Custom {
                url: url.to_owned(),
                region: "eu-west-2".into(),
                access_key: "AKIDEXAMPLE".into(),
                secret_key: "example".into(),
            };
            Access::connect(&endpoint, patience).await.unwrap()
        };
        let limit = || RateLimit::new(10_000.0);
        let settings = CloudSettings {
            region: "eu-west-2".into(),
            account: Some("Radiology".into()),
            opted_out: Some(true),
            detect_text_per_second: 5.0,
            detect_phi_per_second: 5.0,
            prices: None,
        };
        Cloud::with(
            Rekognition::new(&reach(self.rekognition.url()).await, limit()),
            ComprehendMedical::new(&reach(self.comprehend.url()).await, limit()),
            &settings,
            &configuration.limits,
        )
    }
}

/// One request; `host` is this server's unless given.
async fn send(
    router: Router,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", HOST);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = router
        .oneshot(request.body(body.into()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes(),
    }
}

/// A grey PNG; `noise` makes it as large as its samples.
fn png(columns: u32, rows: u32, noise: bool) -> Vec<u8> {
    use image::codecs::png::PngEncoder;
    use image::{ExtendedColorType, ImageEncoder};
    let mut state = 1u32;
    let mut sample = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if noise { (state >> 24) as u8 } else { 128 }
    };
    let samples: Vec<u8> = (0..columns * rows).map(|_| sample()).collect();
    let mut png = Vec::new();
    PngEncoder::new(&mut png)
        .write_image(&samples, columns, rows, ExtendedColorType::L8)
        .unwrap();
    png
}

/// Every file below `folder`.
fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else {
            found.push(path);
        }
    }
    found
}
