//! What a command reaches over the network: buckets, and Amazon's engines. Where it uses neither, nothing is opened.

use std::io;

use deid_aws::AccessError;
use tokio::runtime::{Builder, Runtime};

use crate::amazon::{Amazon, Rates};
use crate::buckets::{BucketError, Buckets};
use crate::place::Place;
use crate::send_to::SendTo;

/// The threads that wait for answers; calls themselves are made from the threads that work on files.
pub struct Network {
    runtime: Runtime,
}

impl Network {
    /// Makes ready to connect; connects to nothing.
    ///
    /// # Errors
    /// Where the system gives no threads.
    pub fn new() -> io::Result<Self> {
        let mut builder = Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).enable_all().build()?;
        Ok(Self { runtime })
    }

    /// The buckets, if one of `places` lies in one.
    ///
    /// # Errors
    /// Where the configuration is wrong.
    pub fn buckets(
        &self,
        places: &[&Place],
        send_to: Option<&SendTo>,
    ) -> Result<Option<Buckets>, BucketError> {
        if !places.iter().any(|place| matches!(place, Place::Bucket(_))) {
            return Ok(None);
        }
        let region = send_to.map(|to| to.region.as_str());
        Buckets::open(self.runtime.handle(), region).map(Some)
    }

    /// Amazon's engines, if pictures may be sent there.
    ///
    /// # Errors
    /// Where the configuration is wrong.
    pub fn amazon(
        &self,
        send_to: Option<&SendTo>,
        rates: Rates,
    ) -> Result<Option<Amazon>, AccessError> {
        let open = |to| Amazon::open(self.runtime.handle(), to, rates);
        send_to.map(open).transpose()
    }
}
