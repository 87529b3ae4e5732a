//! What is known of the server behind the page, and what leaves the computer.

use deid_model::EngineChoice;
use deid_model::api::{Capabilities, CloudFacts, StoreFacts};

use super::{Effect, Session};

/// The server, as far as the page knows.
#[derive(Clone, Debug, PartialEq)]
pub enum Server {
    /// It was asked and has not answered.
    Asked,
    /// There is none to use: the page works locally.
    Absent(Absence),
    /// It answered, and this is what it offers.
    Present(Box<Capabilities>),
}

/// Why there is no server to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The page was opened without the link that a server prints.
    NoLink,
    /// Nothing answers beside the page, or nothing that is De-ID.
    NoAnswer,
    /// The server does not take the link.
    LinkRefused,
}

/// What leaves the computer, for the line on top of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Nothing.
    Local,
    /// Nothing, and no server is there that anything could go to.
    ServerAbsent,
    /// Saved outputs, to these stores.
    Outputs(Vec<String>),
    /// Pictures and text, to Amazon in this region.
    Cloud(String),
}

impl Absence {
    /// What happened.
    pub const fn what(self) -> &'static str {
        match self {
            Self::NoLink => "Server absent: the page was opened without its link.",
            Self::NoAnswer => "Server absent: nothing answers beside this page.",
            Self::LinkRefused => {
                "The server does not accept this link: it belongs to an earlier start, or has ended."
            }
        }
    }

    /// What to do next.
    pub const fn next_step(self) -> &'static str {
        match self {
            Self::NoLink | Self::NoAnswer => {
                "Start De-ID with “deid serve” and open the link that it prints."
            }
            Self::LinkRefused => "Open the link that “deid serve” printed last.",
        }
    }
}

impl Server {
    /// What it offers; `None` while it is not there.
    pub fn capabilities(&self) -> Option<&Capabilities> {
        match self {
            Self::Present(capabilities) => Some(capabilities),
            Self::Asked | Self::Absent(_) => None,
        }
    }

    /// Where pictures and text would go; `None` where Amazon cannot be chosen.
    pub fn cloud(&self) -> Option<&CloudFacts> {
        self.capabilities()?.cloud.as_ref()
    }

    /// Stores to read from and to write to.
    pub fn stores(&self) -> &[StoreFacts] {
        self.capabilities().map_or(&[], |it| it.stores.as_slice())
    }

    /// Whether it wants to be told what was saved.
    pub fn keeps_records(&self) -> bool {
        self.capabilities().is_some_and(|it| it.records)
    }
}

impl Session {
    /// What leaves the computer as things are set.
    pub fn privacy(&self) -> Privacy {
        let asking = self.files.iter().any(|file| file.cloud.is_under_way());
        if let Some(cloud) = self.server.cloud()
            && (asking || self.settings.engine == EngineChoice::Aws)
        {
            return Privacy::Cloud(cloud.region.clone());
        }
        let stores = self.stores_written_to();
        if !stores.is_empty() {
            return Privacy::Outputs(stores);
        }
        match self.server {
            Server::Absent(_) => Privacy::ServerAbsent,
            Server::Asked | Server::Present(_) => Privacy::Local,
        }
    }

    /// A server that is gone takes the choice of its engine along.
    pub(super) fn met_server(&mut self, server: Server, effects: &mut Vec<Effect>) {
        if server.cloud().is_none() {
            self.choose_engine(EngineChoice::Local, effects);
        }
        self.server = server;
    }
}
