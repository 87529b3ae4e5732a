//! Brings the stores up: the embedded one on its own port, those in Amazon S3 by their regions.

use axum::http::Uri;
use deid_aws::{Access, AccessError, Endpoint, ObjectStore, Patience, S3Error};
use deid_model::ObjectKey;
use deid_store::{RunningStore, StoreError, StoreOptions};

use super::{EMBEDDED_ALIAS, Store, StoreAddress};
use crate::place::BucketPlace;
use crate::serve::configuration::Configuration;

/// The stores, and what must live as long as they do.
pub struct Connected {
    /// Every alias.
    pub stores: Vec<Store>,
    /// The embedded one, which ends when this is dropped.
    pub embedded: Option<RunningStore>,
}

/// Why a store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreStartError {
    /// The embedded store did not start.
    #[error("the store of --originals and --outputs did not start")]
    Embedded(#[from] StoreError),
    /// Configuration of AWS does not do.
    #[error("the store {alias} cannot be used")]
    Access {
        /// Which.
        alias: String,
        /// Why.
        source: AccessError,
    },
    /// Nothing names a region.
    #[error("the store {0} has no region: write it behind its places, or set AWS_REGION")]
    NoRegion(String),
    /// Nothing can be signed.
    #[error(
        "nothing can be signed for the store {alias}: are there AWS credentials? `deid serve --check` says more"
    )]
    NothingToSign {
        /// Which.
        alias: String,
        /// Why.
        source: S3Error,
    },
}

/// Connects all stores, for pages of `page_origins`. Calls no service.
///
/// # Errors
/// [`StoreStartError`]
pub async fn connect(
    configuration: &Configuration,
    page_origins: Vec<String>,
) -> Result<Connected, StoreStartError> {
    let mut stores = Vec::new();
    let mut embedded = None;
    if let Some((originals, outputs)) = &configuration.folders.pair {
        let running = deid_store::start(StoreOptions {
            listen: configuration.store_listen,
            originals: originals.clone(),
            outputs: outputs.clone(),
            page_origins,
            most_bytes: configuration.limits.output_bytes,
        })
        .await?;
        stores.push(embedded_store(&running).await?);
        embedded = Some(running);
    }
    stores.extend(connect_buckets(configuration).await?);
    Ok(Connected { stores, embedded })
}

/// Connects the stores in buckets alone. Calls no service.
///
/// # Errors
/// [`StoreStartError`]
pub async fn connect_buckets(configuration: &Configuration) -> Result<Vec<Store>, StoreStartError> {
    let fallback = configuration
        .cloud
        .as_ref()
        .map(|cloud| cloud.region.as_str());
    let mut stores = Vec::new();
    for address in &configuration.stores {
        stores.push(aws_store(address, fallback).await?);
    }
    Ok(stores)
}

async fn embedded_store(running: &RunningStore) -> Result<Store, StoreStartError> {
    let endpoint = Endpoint::Custom {
        url: running.endpoint(),
        region: deid_store::REGION.into(),
        access_key: running.access_key().into(),
        secret_key: running.secret_key().into(),
    };
    Ok(Store {
        alias: EMBEDDED_ALIAS.into(),
        originals: BucketPlace::whole(deid_store::ORIGINALS),
        outputs: BucketPlace::whole(deid_store::OUTPUTS),
        objects: objects(&endpoint, EMBEDDED_ALIAS).await?,
    })
}

async fn aws_store(
    address: &StoreAddress,
    fallback: Option<&str>,
) -> Result<Store, StoreStartError> {
    let named = ["AWS_REGION", "AWS_DEFAULT_REGION"]
        .iter()
        .find_map(|name| std::env::var(name).ok());
    let region = address
        .region
        .clone()
        .or(named)
        .or(fallback.map(Into::into));
    let endpoint = Endpoint::Aws {
        region: region.ok_or_else(|| StoreStartError::NoRegion(address.alias.clone()))?,
        instance_role: true,
    };
    Ok(Store {
        alias: address.alias.clone(),
        originals: address.originals.clone(),
        outputs: address.outputs.clone(),
        objects: objects(&endpoint, &address.alias).await?,
    })
}

async fn objects(endpoint: &Endpoint, alias: &str) -> Result<ObjectStore, StoreStartError> {
    let access = Access::connect(endpoint, Patience::INTERACTIVE).await;
    let access = access.map_err(|source| StoreStartError::Access {
        alias: alias.into(),
        source,
    })?;
    Ok(ObjectStore::new(&access))
}

impl Connected {
    /// Where browsers send what is signed: the origins that the page must be allowed to speak to.
    ///
    /// # Errors
    /// [`StoreStartError::NothingToSign`]
    pub async fn origins(&self) -> Result<Vec<String>, StoreStartError> {
        let mut origins = Vec::new();
        for store in &self.stores {
            for place in [&store.originals, &store.outputs] {
                let origin = origin(&store.objects, &place.bucket)
                    .await
                    .map_err(|source| {
                        let alias = store.alias.clone();
                        StoreStartError::NothingToSign { alias, source }
                    })?;
                if !origins.contains(&origin) {
                    origins.push(origin);
                }
            }
        }
        Ok(origins)
    }
}

/// As a signed URL of the bucket names it; so it is right for every kind of address.
async fn origin(objects: &ObjectStore, bucket: &str) -> Result<String, S3Error> {
    let any = ObjectKey::new("x").map_err(|_| S3Error::Rejected)?;
    let url: Uri = objects
        .sign_read(bucket, &any)
        .await?
        .url
        .parse()
        .map_err(|_| S3Error::Rejected)?;
    match (url.scheme_str(), url.authority()) {
        (Some(scheme), Some(authority)) => Ok(format!("{scheme}://{authority}")),
        _ => Err(S3Error::Rejected),
    }
}
