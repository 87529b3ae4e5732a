//! What the server is told: flags, environment and file joined, and checked before anything starts.

mod file;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use deid_model::api::Prices;

#[cfg(test)]
pub use file::StoreGrant;
pub use file::{Group, LimitSettings};

use super::arguments::{LogFormat, LogLevel, ServeArguments, ServedEngine, Switch};
use super::folders::{FolderError, Folders};
use super::origin::Origin;
use super::sign_in::OidcSettings;
use super::stores::{EMBEDDED_ALIAS, StoreAddress};
use crate::send_to::is_cloud_off;
use file::FileSettings;

/// Everything that is settled before the start.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where browsers reach the page, where that is not `listen`.
    pub public_urls: Vec<Origin>,
    /// Folders of the embedded store, and of the audit log.
    pub folders: Folders,
    /// Where the embedded store listens.
    pub store_listen: SocketAddr,
    /// Stores in Amazon S3.
    pub stores: Vec<StoreAddress>,
    /// The cloud engine, where it may be chosen.
    pub cloud: Option<CloudSettings>,
    /// Who may sign in; `None`: whoever has the printed link.
    pub oidc: Option<OidcSettings>,
    /// What groups may do.
    pub groups: Vec<Group>,
    /// How much at a time.
    pub limits: LimitSettings,
    /// Form of the log.
    pub log_format: LogFormat,
    /// How much is logged.
    pub log_level: LogLevel,
}

/// The cloud engine.
#[derive(Clone, Debug, PartialEq)]
pub struct CloudSettings {
    /// AWS region.
    pub region: String,
    /// What the operator calls the account.
    pub account: Option<String>,
    /// Whether the account's organization opted out of use for service improvement.
    pub opted_out: Option<bool>,
    /// `DetectText` calls a second.
    pub detect_text_per_second: f64,
    /// `DetectPHI` calls a second.
    pub detect_phi_per_second: f64,
    /// List prices.
    pub prices: Option<Prices>,
}

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// The file cannot be read.
    #[error("--config {path} cannot be read")]
    File {
        /// As the user named it.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("--config {path} is not understood: {problem}")]
    Format {
        /// As the user named it.
        path: PathBuf,
        /// Where and why.
        problem: String,
    },
    /// Anybody could ask.
    #[error(
        "--listen {0} would be reached from other computers, and without --oidc-issuer nobody checks who asks: listen \
         on a loopback address, such as 127.0.0.1:8080, or set up OIDC"
    )]
    Open(SocketAddr),
    /// A name of the outside without a check who asks.
    #[error("--public-url needs --oidc-issuer: without it only this computer may ask")]
    PublicWithoutOidc,
    /// Requests name a host, and it must be known.
    #[error(
        "--listen {0} needs --public-url: where browsers reach the page, such as https://deid.example.org"
    )]
    NoPublicUrl(SocketAddr),
    /// The embedded store cannot be reached from elsewhere.
    #[error(
        "the store of --originals and --outputs is for browsers of this computer only: leave --listen and --public-url \
         on loopback names, or use --store"
    )]
    FoldersInPublic,
    /// The embedded store must not be reached from elsewhere.
    #[error("--store-listen {0} would be reached from other computers: use a loopback address")]
    StoreOpen(SocketAddr),
    /// A folder does not do.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Bytes leave the computer only where somebody says where to.
    #[error(
        "--engine aws sends pictures and text to Amazon: say where with --send-images-to aws:REGION"
    )]
    NowhereToSend,
    /// What is sent must be recorded.
    #[error("--engine aws needs a folder for the audit log: --private DIR")]
    NoAuditLog,
    /// Two stores with one name.
    #[error("two stores are named {0}")]
    SameAlias(String),
    /// A name that does not do.
    #[error(
        "a store's name is made of 1 to 64 letters, digits, - and _, and is not {EMBEDDED_ALIAS}: {0}"
    )]
    Alias(String),
    /// Outputs could become originals, or replace them.
    #[error(
        "the outputs of store {outputs} and the originals of store {originals} lie in each other: give them prefixes of \
         their own, such as in/ and out/"
    )]
    Meeting {
        /// Alias of one.
        outputs: String,
        /// Alias of the other.
        originals: String,
    },
    /// A group names a store that is not there.
    #[error("group {group} names the store {alias}, which is not there")]
    GroupWithoutStore {
        /// The group.
        group: String,
        /// The alias.
        alias: String,
    },
}

impl Configuration {
    /// Joins what was given.
    ///
    /// # Errors
    /// [`ConfigurationError`]
    pub fn from_arguments(arguments: &ServeArguments) -> Result<Self, ConfigurationError> {
        let file = match &arguments.config {
            Some(path) => FileSettings::read(path)?,
            None => FileSettings::default(),
        };
        let configuration = join(arguments.clone(), file)?;
        configuration.check()?;
        Ok(configuration)
    }

    /// Every name that a store has.
    fn aliases(&self) -> impl Iterator<Item = &str> {
        let embedded = self.folders.pair.is_some().then_some(EMBEDDED_ALIAS);
        embedded
            .into_iter()
            .chain(self.stores.iter().map(|store| store.alias.as_str()))
    }

    fn check(&self) -> Result<(), ConfigurationError> {
        self.check_who_can_ask()?;
        if self.cloud.is_some() && self.folders.private.is_none() {
            return Err(ConfigurationError::NoAuditLog);
        }
        self.check_stores()?;
        for group in &self.groups {
            for grant in &group.stores {
                if !self.aliases().any(|alias| alias == grant.alias) {
                    return Err(ConfigurationError::GroupWithoutStore {
                        group: group.name.clone(),
                        alias: grant.alias.clone(),
                    });
                }
            }
        }
        Ok(())
    }

    fn check_who_can_ask(&self) -> Result<(), ConfigurationError> {
        let is_here = self.listen.ip().is_loopback();
        if !self.store_listen.ip().is_loopback() {
            return Err(ConfigurationError::StoreOpen(self.store_listen));
        }
        match (is_here, &self.oidc) {
            (false, None) => Err(ConfigurationError::Open(self.listen)),
            (true, None) if !self.public_urls.is_empty() => {
                Err(ConfigurationError::PublicWithoutOidc)
            }
            (false, Some(_)) if self.public_urls.is_empty() => {
                Err(ConfigurationError::NoPublicUrl(self.listen))
            }
            _ if self.folders.pair.is_some() && !(is_here && self.is_asked_from_here()) => {
                Err(ConfigurationError::FoldersInPublic)
            }
            _ => Ok(()),
        }
    }

    /// Whether the page is for browsers of this computer alone, as far as is told: a proxy may stand before it.
    fn is_asked_from_here(&self) -> bool {
        self.public_urls.iter().all(Origin::is_loopback)
    }

    fn check_stores(&self) -> Result<(), ConfigurationError> {
        for (number, store) in self.stores.iter().enumerate() {
            let is_part = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
            let is_name = (1..=64).contains(&store.alias.len()) && store.alias.chars().all(is_part);
            if !is_name || store.alias == EMBEDDED_ALIAS {
                return Err(ConfigurationError::Alias(store.alias.clone()));
            }
            if self
                .stores
                .iter()
                .take(number)
                .any(|other| other.alias == store.alias)
            {
                return Err(ConfigurationError::SameAlias(store.alias.clone()));
            }
            if let Some(other) = self
                .stores
                .iter()
                .find(|other| store.outputs.meets(&other.originals))
            {
                return Err(ConfigurationError::Meeting {
                    outputs: store.alias.clone(),
                    originals: other.alias.clone(),
                });
            }
        }
        Ok(())
    }
}

fn join(given: ServeArguments, file: FileSettings) -> Result<Configuration, ConfigurationError> {
    let folders = Folders::choose(
        given.originals.or(file.originals),
        given.outputs.or(file.outputs),
        given.private.or(file.private),
    )?;
    let engine = given.engine.or(file.engine).unwrap_or_default();
    let send_to = given
        .send_images_to
        .or(file.send_images_to.map(|place| place.0));
    let is_off = is_off(is_cloud_off(), given.cloud, file.cloud);
    let cloud = match (engine, send_to) {
        _ if is_off => None,
        (ServedEngine::Local, _) => None,
        (ServedEngine::Aws, None) => return Err(ConfigurationError::NowhereToSend),
        (ServedEngine::Aws, Some(place)) => Some(CloudSettings {
            region: place.region,
            account: file.account,
            opted_out: file.opted_out,
            detect_text_per_second: file.detect_text_per_second.unwrap_or(5.0),
            detect_phi_per_second: file.detect_phi_per_second.unwrap_or(40.0),
            prices: file.prices,
        }),
    };
    let oidc = given
        .oidc_issuer
        .or(file.oidc_issuer)
        .map(|issuer| OidcSettings {
            issuer,
            audiences: first_given(given.oidc_audience, file.oidc_audience),
            groups_claim: given
                .oidc_groups_claim
                .or(file.oidc_groups_claim)
                .unwrap_or_else(|| "groups".into()),
        });
    Ok(Configuration {
        listen: given
            .listen
            .or(file.listen)
            .unwrap_or_else(|| loopback(8080)),
        public_urls: first_given(given.public_url, file.public_url),
        folders,
        store_listen: given
            .store_listen
            .or(file.store_listen)
            .unwrap_or_else(|| loopback(0)),
        stores: first_given(given.store, file.stores),
        cloud,
        oidc,
        groups: file.groups,
        limits: file.limits,
        log_format: given.log_format.or(file.log_format).unwrap_or_default(),
        log_level: given.log_level.or(file.log_level).unwrap_or_default(),
    })
}

/// Off wins, wherever it is said: a flag hides the environment from `given`.
fn is_off(environment: bool, given: Option<Switch>, file: Option<Switch>) -> bool {
    environment || [given, file].contains(&Some(Switch::Off))
}

/// The first list that holds anything.
fn first_given<T>(given: Vec<T>, otherwise: Vec<T>) -> Vec<T> {
    if given.is_empty() { otherwise } else { given }
}

fn loopback(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

#[cfg(test)]
mod tests;
