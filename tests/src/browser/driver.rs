//! ChromeDriver and the browser it opens.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, json};

use super::{SKIP, downloads_in, end};

/// Flags of a headless browser that talks to nobody by itself and draws in software.
const FLAGS: [&str; 8] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// How often ChromeDriver is started until it listens.
const ATTEMPTS: usize = 5;

/// A running ChromeDriver, ended with the test.
pub(super) struct Driver {
    child: Child,
    url: String,
}

impl Driver {
    /// Two that start at once may choose the same port, and one of them ends then: it is started again.
    pub(super) fn start() -> Self {
        let mut attempts = (0..ATTEMPTS).filter_map(|_| Self::start_once());
        attempts.next().expect("ChromeDriver tells its port")
    }

    /// `None` where it ended without telling its port.
    fn start_once() -> Option<Self> {
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = started.unwrap_or_else(|error| {
            panic!(
                "chromedriver does not start ({error}). Browser tests need Chromium and ChromeDriver on the PATH: \
                 `cargo xtask setup --browser` installs them, on Debian `apt-get install chromium chromium-driver` \
                 does. To leave these tests out, set {SKIP}=1."
            )
        });
        let mut lines = BufReader::new(child.stdout.take().expect("its standard output")).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.split("started successfully on port ")
                .nth(1)?
                .trim_end_matches('.')
                .parse::<u16>()
                .ok()
        });
        let Some(port) = port else {
            let _ = child.wait();
            return None;
        };
        // Read on, so that a full pipe never stops it.
        std::thread::spawn(move || lines.for_each(drop));
        Some(Self {
            child,
            url: format!("http://127.0.0.1:{port}"),
        })
    }

    /// A browser that downloads into `folder` and reaches everything through the proxy at `proxy_port`.
    pub(super) async fn open_browser(&self, folder: &Path, proxy_port: u16) -> Client {
        let downloads = downloads_in(folder);
        std::fs::create_dir_all(&downloads).expect("a folder for downloads");
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        flags.push("--window-size=1440,960".into());
        flags.push(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ));
        flags.push(format!("--proxy-server=127.0.0.1:{proxy_port}"));
        // Without this, Chromium goes around the proxy for its own computer.
        flags.push("--proxy-bypass-list=<-loopback>".into());
        let options = json!({
            "args": flags,
            "prefs": {
                "download.default_directory": downloads,
                "download.prompt_for_download": false,
                "profile.default_content_setting_values.automatic_downloads": 1,
            },
        });
        let capabilities = Map::from_iter([("goog:chromeOptions".to_owned(), options)]);
        ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.url)
            .await
            .unwrap_or_else(|error| {
                panic!("Chromium does not start: {error}. Is it as old as ChromeDriver?")
            })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}
