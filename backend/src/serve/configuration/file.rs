//! The settings file, in TOML. What it does not name keeps its default; what it names wrongly stops the start.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

use deid_model::ObjectPrefix;
use deid_model::api::Prices;
use serde::{Deserialize, Deserializer};

use super::ConfigurationError;
use crate::send_to::SendTo;
use crate::serve::arguments::{LogFormat, LogLevel, ServedEngine, Switch};
use crate::serve::origin::Origin;
use crate::serve::stores::StoreAddress;

/// Everything a file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileSettings {
    pub listen: Option<SocketAddr>,
    pub public_url: Vec<Origin>,
    pub originals: Option<PathBuf>,
    pub outputs: Option<PathBuf>,
    pub store_listen: Option<SocketAddr>,
    pub private: Option<PathBuf>,
    pub engine: Option<ServedEngine>,
    pub send_images_to: Option<Place>,
    pub cloud: Option<Switch>,
    pub oidc_issuer: Option<String>,
    pub oidc_audience: Vec<String>,
    pub oidc_groups_claim: Option<String>,
    pub log_format: Option<LogFormat>,
    pub log_level: Option<LogLevel>,
    pub account: Option<String>,
    pub opted_out: Option<bool>,
    #[serde(deserialize_with = "rate")]
    pub detect_text_per_second: Option<f64>,
    #[serde(deserialize_with = "rate")]
    pub detect_phi_per_second: Option<f64>,
    pub prices: Option<Prices>,
    pub limits: LimitSettings,
    pub stores: Vec<StoreAddress>,
    pub groups: Vec<Group>,
}

/// `send_images_to`
#[derive(Debug)]
pub struct Place(pub SendTo);

/// What a group of the identity provider may do.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// As the groups claim names it.
    pub name: String,
    /// Whether its members may send pictures to Amazon.
    #[serde(default)]
    pub cloud: bool,
    /// Stores its members see.
    #[serde(default)]
    pub stores: Vec<StoreGrant>,
}

/// What a group may do with a store.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreGrant {
    /// Which store.
    pub alias: String,
    /// Folders of originals that may be read; all where none is named.
    #[serde(default, deserialize_with = "folders")]
    pub originals_prefixes: Vec<ObjectPrefix>,
    /// Folder that outputs go below.
    #[serde(default, deserialize_with = "folder")]
    pub outputs_prefix: ObjectPrefix,
}

/// How much at a time, how often, how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitSettings {
    /// Requests a second of one caller, in the long run.
    pub requests_per_second: NonZeroU32,
    /// Requests of one caller at once.
    pub request_burst: NonZeroU32,
    /// Requests of all callers at a time.
    pub requests_at_a_time: NonZeroU32,
    /// Paid calls at a time.
    pub cloud_calls_at_a_time: NonZeroU32,
    /// Paid calls that wait.
    pub cloud_calls_waiting: u16,
    /// Longest time of a request.
    pub request_seconds: NonZeroU32,
    /// Longest time of its body alone.
    pub body_seconds: NonZeroU32,
    /// Longest output.
    pub output_bytes: u64,
}

impl Default for LimitSettings {
    fn default() -> Self {
        let number = |value| NonZeroU32::new(value).unwrap_or(NonZeroU32::MIN);
        Self {
            requests_per_second: number(50),
            request_burst: number(400),
            requests_at_a_time: number(512),
            cloud_calls_at_a_time: number(16),
            cloud_calls_waiting: 16,
            request_seconds: number(60),
            body_seconds: number(20),
            output_bytes: 1024 * 1024 * 1024,
        }
    }
}

impl FileSettings {
    /// Reads a file.
    ///
    /// # Errors
    /// [`ConfigurationError::File`], [`ConfigurationError::Format`]
    pub fn read(path: &Path) -> Result<Self, ConfigurationError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigurationError::File {
            path: path.into(),
            source,
        })?;
        toml::from_str(&text).map_err(|problem| ConfigurationError::Format {
            path: path.into(),
            problem: problem.to_string(),
        })
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

/// A number of calls a second.
fn rate<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    let rate = f64::deserialize(from)?;
    if (0.01..=10_000.0).contains(&rate) {
        Ok(Some(rate))
    } else {
        Err(serde::de::Error::custom(
            "expected 0.01 to 10000 calls a second",
        ))
    }
}

/// Folders of a bucket, each ending in `/`.
fn folders<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ObjectPrefix>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    texts.into_iter().map(checked).collect()
}

/// A folder of a bucket, empty or ending in `/`.
fn folder<'de, D: Deserializer<'de>>(from: D) -> Result<ObjectPrefix, D::Error> {
    checked(String::deserialize(from)?)
}

fn checked<E: serde::de::Error>(text: String) -> Result<ObjectPrefix, E> {
    ObjectPrefix::new(text).map_err(|_| E::custom("expected a folder that ends in /, or nothing"))
}
