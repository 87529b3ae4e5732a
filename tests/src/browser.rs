//! A visit to the page in the real browser: server, recorded wire, headless Chromium, downloads.

mod driver;
mod server;
mod wire;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use fantoccini::{Client, Locator};
use serde_json::Value;
use tempfile::TempDir;

use crate::binary::argument;
use driver::Driver;
use server::Server;
pub use server::Serving;
pub use wire::Wire;

/// How long anything on the page may take; debug builds are slow.
const PATIENCE: Duration = Duration::from_secs(120);

/// Set to `1` where no browser can be had: the browser tests then say that they did not run.
const SKIP: &str = "DEID_SKIP_BROWSER";

/// A page that is open in a browser of its own.
pub struct Visit {
    /// Drives the browser.
    pub client: Client,
    /// Everything that the browser sent.
    pub wire: Wire,
    folder: TempDir,
    _driver: Driver,
    server: Server,
}

/// Runs `visit` on an opened page; prints that it was skipped where the environment asks for that.
///
/// # Panics
/// If server or browser do not start.
pub fn visit<F: Future<Output = Visit>>(visit: impl FnOnce(Visit) -> F) {
    visit_at(&Serving::default(), visit);
}

/// The same, with a server that is started in a way of its own; the page is opened by the link that it prints.
///
/// # Panics
/// If server or browser do not start.
pub fn visit_at<F: Future<Output = Visit>>(serving: &Serving, visit: impl FnOnce(Visit) -> F) {
    if std::env::var(SKIP).is_ok_and(|value| value == "1") {
        println!("skipped: {SKIP}=1");
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let done = visit(Visit::open(serving).await).await;
        done.client.close().await.expect("the browser closes");
    });
}

impl Visit {
    async fn open(serving: &Serving) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let server = Server::start(serving, folder.path());
        let wire = Wire::record(&server.authority, &serving.reaches);
        let driver = Driver::start();
        let client = driver.open_browser(folder.path(), wire.port()).await;
        client.goto(&server.link).await.expect("the page opens");
        Self {
            client,
            wire,
            folder,
            _driver: driver,
            server,
        }
    }

    /// What the server logged so far.
    ///
    /// # Panics
    /// If the log cannot be read.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.server.log).expect("the server's log")
    }

    /// The link by which the page was opened.
    #[must_use]
    pub fn link(&self) -> &str {
        &self.server.link
    }

    /// Hands files to the page as its picker does.
    ///
    /// # Panics
    /// If the page has no picker.
    pub async fn give(&self, files: &[(&str, &[u8])]) {
        let mut paths = Vec::new();
        for (name, bytes) in files {
            let path = self.folder.path().join("given").join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for inputs");
            std::fs::write(&path, bytes).expect("an input file");
            paths.push(argument(&path).to_owned());
        }
        let input = self.element("[data-testid=file-input]").await;
        input
            .send_keys(&paths.join("\n"))
            .await
            .expect("the picker takes files");
    }

    /// Waits for an element.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn element(&self, selector: &str) -> fantoccini::elements::Element {
        let wait = self.client.wait().at_most(PATIENCE);
        match wait.for_element(Locator::Css(selector)).await {
            Ok(element) => element,
            Err(error) => panic!("no {selector}: {error}; {}", self.errors().await),
        }
    }

    /// Waits until the file called `name` is in one of `states`, and tells which.
    ///
    /// # Panics
    /// If it does not come to that, or is refused unexpectedly.
    pub async fn wait_state(&self, name: &str, states: &[&str]) -> String {
        let start = Instant::now();
        loop {
            let state = self.state(name).await;
            if states.contains(&state.as_str()) {
                return state;
            }
            let errors = self.errors().await;
            assert!(
                state != "refused" && start.elapsed() < PATIENCE,
                "{name} is {state}; {errors}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until the file called `name` is refused.
    ///
    /// # Panics
    /// If it is not.
    pub async fn wait_refused(&self, name: &str) {
        let start = Instant::now();
        while self.state(name).await != "refused" {
            assert!(
                start.elapsed() < PATIENCE,
                "{name} is {}",
                self.state(name).await
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn state(&self, name: &str) -> String {
        let script = "const item = [...document.querySelectorAll('[data-testid=queue-item]')]
            .find(item => item.dataset.name === arguments[0]);
            return item ? item.dataset.state : 'absent';";
        let state = self.script(script, vec![name.into()]).await;
        state.as_str().unwrap_or_default().to_owned()
    }

    /// Runs JavaScript in the page.
    ///
    /// # Panics
    /// If it throws.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client
            .execute(script, arguments)
            .await
            .expect("the script runs")
    }

    async fn errors(&self) -> String {
        let script = "return [...document.querySelectorAll('[data-testid=error]')]
            .map(error => `${error.dataset.code}: ${error.innerText}`).join('; ');";
        self.script(script, Vec::new()).await.to_string()
    }

    /// Regions on screen: box as `x0,y0,x1,y1` and decision.
    pub async fn regions(&self) -> Vec<(String, String)> {
        let script = "return [...document.querySelectorAll('[data-testid=region]')]
            .map(region => [region.dataset.box, region.dataset.decision]);";
        let regions = self.script(script, Vec::new()).await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let pairs = regions.as_array().cloned().unwrap_or_default();
        pairs
            .iter()
            .map(|pair| (text(&pair[0]), text(&pair[1])))
            .collect()
    }

    /// Waits until the browser has downloaded the file called `name` in full.
    ///
    /// # Panics
    /// If it does not come.
    pub async fn download(&self, name: &str) -> Vec<u8> {
        let path = self.downloads().join(name);
        let start = Instant::now();
        while !path.is_file() {
            let here: Vec<_> = std::fs::read_dir(self.downloads())
                .into_iter()
                .flatten()
                .flatten()
                .collect();
            assert!(
                start.elapsed() < PATIENCE,
                "no {name}, only {here:?}; {}",
                self.errors().await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        std::fs::read(path).expect("a downloaded file")
    }

    fn downloads(&self) -> PathBuf {
        self.folder.path().join("downloads")
    }

    /// Milliseconds from the drop of file `number` to each of its marks, in order of their names.
    pub async fn marks(&self, number: u32) -> Value {
        let script = "const of = performance.getEntriesByType('mark')
                .filter(mark => mark.detail && mark.detail.file === arguments[0]);
            const drop = of.find(mark => mark.name === 'deid:drop').startTime;
            return Object.fromEntries(of.map(mark => [mark.name, Math.round(mark.startTime - drop)]));";
        self.script(script, vec![number.into()]).await
    }
}

/// Ends a child process of this test.
fn end(child: &mut Child) {
    // It may have ended by itself.
    let _ended = child.kill();
    let _reaped = child.wait();
}

/// Where Chromium puts downloads.
fn downloads_in(folder: &Path) -> PathBuf {
    folder.join("downloads")
}
