//! The real server of a visit.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::end;
use crate::binary::deid;

/// How a server is started, and what the browser may reach beside it.
#[derive(Clone, Debug, Default)]
pub struct Serving {
    /// Further arguments of `deid serve`.
    pub arguments: Vec<String>,
    /// Environment variables.
    pub environment: Vec<(String, String)>,
    /// Other servers, as `host:port`: stores.
    pub reaches: Vec<String>,
}

/// `deid serve` on a free port, ended with the test.
pub(super) struct Server {
    child: Child,
    /// `host:port`
    pub authority: String,
    /// What it printed for people to open.
    pub link: String,
    /// Its log.
    pub log: PathBuf,
}

impl Server {
    pub(super) fn start(serving: &Serving, folder: &Path) -> Self {
        let log = folder.join("server.log");
        let mut child = Command::new(deid())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(&serving.arguments)
            .envs(serving.environment.iter().cloned())
            .stdout(Stdio::piped())
            .stderr(File::create(&log).expect("a file for the log"))
            .spawn()
            .expect("deid serve starts");
        let output = child.stdout.take().expect("its standard output");
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .expect("a line from deid serve");
        let (_, address) = line
            .trim()
            .split_once("http://")
            .expect("the page's link on the first line");
        let authority = address.split('/').next().unwrap_or_default().to_owned();
        Self {
            child,
            authority,
            link: format!("http://{address}"),
            log,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}
